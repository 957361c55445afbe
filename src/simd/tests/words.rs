//! [`ByteOps`](crate::simd::ByteOps): the words of short texts.

use super::{levels, random};
use crate::simd::*;

/// The first and last bytes of words between spaces.
fn marks(text: &[u8]) -> Marks {
    let words: u64 = (0..)
        .zip(text)
        .map(|(at, byte)| u64::from(*byte != b' ') << at)
        .sum();
    Marks {
        firsts: words & !(words << 1),
        lasts: words & !(words >> 1),
    }
}

/// The words of a text, one by one.
fn tokens(text: &[u8]) -> Vec<Token> {
    let mut start = 0;
    let mut tokens = Vec::new();
    for word in text.split(|byte| *byte == b' ') {
        let mut head = [0; 8];
        let len = word.len().min(8);
        head[..len].copy_from_slice(&word[..len]);
        if !word.is_empty() {
            tokens.push(Token {
                head: u64::from_be_bytes(head),
                start: start as u32,
                end: (start + word.len()) as u32,
            });
        }
        start += word.len() + 1;
    }
    tokens
}

/// A text of up to this many words, some of which begin alike.
fn text(seed: &mut u64, most: u64) -> Vec<u8> {
    let words: [&[u8]; 8] = [
        b"a",
        b"b",
        b"ab",
        b"marlene",
        b"marlenex",
        b"marleney",
        b"martin",
        b"z",
    ];
    let count = random(seed) % (most + 1);
    let mut text = vec![b' '; random(seed) as usize % 2];
    for _ in 0..count {
        text.extend(words[random(seed) as usize % words.len()]);
        text.push(b' ');
    }
    text.truncate(BYTES);
    text
}

/// The words of a part of a text that begins at 100, with keys from 7 on; `None` if there are too many.
#[inline(always)]
fn split<I: Isa>(isa: I, text: &[u8]) -> Option<([Token; 2 * WORDS], [u64; 2 * WORDS])> {
    let mut into = ([Token::default(); 2 * WORDS], [0; 2 * WORDS]);
    let (tokens, keys) = (&mut into.0, &mut into.1);
    isa.split(isa.bytes(text), marks(text), (100, 7), (tokens, keys))
        .then_some(into)
}

#[test]
fn levels_that_split_find_all_words() {
    let mut seed = 11;
    for _ in 0..2_000 {
        let text = text(&mut seed, 20);
        let mut expected = tokens(&text);
        for token in &mut expected {
            (token.start, token.end) = (token.start + 100, token.end + 100);
        }
        for (level, name) in levels() {
            let Some((found, keys)) = dispatch!(level, isa => split(isa, &text)) else {
                continue;
            };
            assert_eq!(found[..expected.len()], expected, "{name} {text:?}");
            for (number, (key, token)) in (7..).zip(keys.iter().zip(&expected)) {
                assert_eq!(*key, token.head & !0xFF | number, "{name} {text:?}");
            }
        }
    }
}

/// The sorted words of a text, their heads, and whether neighbours are alike.
type Sorted = ([Token; WORDS / 2], [u64; WORDS / 2], bool);

/// The sorted words of two texts, if the level has registers for them.
#[inline(always)]
fn sorted<I: Isa>(isa: I, [left, right]: [&[u8]; 2]) -> Option<[Sorted; 2]> {
    let texts = [isa.bytes(left), isa.bytes(right)];
    let words = isa.words(texts, [marks(left), marks(right)])?.sorted();
    let mut sides = [([Token::default(); WORDS / 2], [0; WORDS / 2], false); 2];
    let [one, other] = &mut sides;
    let are_alike = words.write([(&mut one.0, &mut one.1), (&mut other.0, &mut other.1)]);
    for (side, are_alike) in sides.iter_mut().zip(are_alike) {
        side.2 = are_alike;
    }
    Some(sides)
}

#[test]
fn levels_with_registers_of_words_sort_them() {
    let mut seed = 12;
    for _ in 0..2_000 {
        let texts = [text(&mut seed, 4), text(&mut seed, 4)];
        for (level, name) in levels() {
            let sides = dispatch!(level, isa => sorted(isa, [&texts[0], &texts[1]]));
            for (text, (words, heads, are_alike)) in texts.iter().zip(sides.into_iter().flatten()) {
                let mut expected = tokens(text);
                let words = &words[..expected.len()];
                let key = |token: &Token| token.head >> 8;
                assert!(words.is_sorted_by_key(key), "{name} {text:?}");
                assert!(
                    words
                        .iter()
                        .map(|word| word.head)
                        .eq(heads[..words.len()].iter().copied())
                );
                expected.sort_by_key(key);
                let alike = expected
                    .windows(2)
                    .any(|pair| key(&pair[0]) == key(&pair[1]));
                assert_eq!(are_alike, alike, "{name} {text:?}");
                let mut words = words.to_vec();
                words.sort_by_key(|word| word.start);
                expected.sort_by_key(|word| word.start);
                assert_eq!(words, expected, "{name} {text:?}");
            }
        }
    }
}
