//! The words of several pairs, stage by stage.
//!
//! Each stage goes through all texts before the next one begins, so that none waits for its own stores, and runs in
//! one shell.

use super::split::{PARTS, few_words, first_spaces};
use super::{BATCH, Letter, Tokens, Words, join};
use crate::simd::{FewWords, Isa, Level, dispatch};

/// Splits the texts of at most [`BATCH`] pairs into words, and sorts these.
pub fn prepare<S: Letter>(pairs: &[[&[S]; 2]], tokens: &mut [Tokens]) {
    dispatch!(Level::best(), isa => prepare_in(isa, pairs, tokens));
}

/// Removes the words that both sorted lists of each pair share, and repetitions. Writes the number of different
/// shared words, and their length with a space between each two.
pub fn take_common<S: Letter>(
    pairs: &[[&[S]; 2]],
    tokens: &mut [Tokens],
    common: &mut [(u32, u32); BATCH],
) {
    dispatch!(Level::best(), isa => {
        let texts = tokens.iter_mut().zip(pairs);
        for (common, (tokens, pair)) in common.iter_mut().zip(texts) {
            *common = Words::take_common_in(isa, *pair, &mut tokens.sides);
        }
    });
}

/// Puts the words of both sides together again, for those pairs whose words are `wanted`.
pub fn join_all<S: Letter>(pairs: &[[&[S]; 2]], tokens: &mut [Tokens], wanted: &[bool; BATCH]) {
    dispatch!(Level::best(), _isa => join_in(pairs, tokens, wanted));
}

/// [`prepare`] in a shell.
#[inline(always)]
fn prepare_in<I: Isa, S: Letter>(isa: I, pairs: &[[&[S]; 2]], tokens: &mut [Tokens]) {
    let mut spaces = [[[0; PARTS]; 2]; BATCH];
    for (spaces, pair) in spaces.iter_mut().zip(pairs) {
        for (spaces, text) in spaces.iter_mut().zip(pair) {
            *spaces = first_spaces(isa, text);
        }
    }
    let mut few = [None; BATCH];
    for (few, (pair, spaces)) in few.iter_mut().zip(pairs.iter().zip(&spaces)) {
        *few = few_words(isa, pair, spaces);
    }
    for (words, _) in few.iter_mut().flatten() {
        *words = words.sorted();
    }
    let (mut others, mut count, mut are_alike) = ([0; BATCH], 0, false);
    for (at, (few, tokens)) in few.iter().zip(&mut *tokens).enumerate() {
        let [left, right] = &mut tokens.sides;
        if let (Some((words, counts)), Some(room), Some(other)) = (few, left.room(), right.room()) {
            [left.are_alike, right.are_alike] = words.write([room, other]);
            [left.len, right.len] = *counts;
            are_alike |= left.are_alike | right.are_alike;
        } else {
            others[count % BATCH] = at;
            count += 1;
        }
    }
    for at in &others[..count] {
        let sides = tokens[*at].sides.iter_mut();
        let texts = pairs[*at].iter().zip(&spaces[*at]);
        for (words, (text, spaces)) in sides.zip(texts) {
            words.split_in(isa, *spaces, text);
        }
    }
    for at in &others[..count] {
        let sides = tokens[*at].sides.iter_mut();
        for (words, text) in sides.zip(pairs[*at]) {
            words.sort_in(isa, text);
        }
    }
    for at in &others[..count] {
        for words in &mut tokens[*at].sides {
            words.compare_heads();
            are_alike |= words.are_alike;
        }
    }
    if are_alike {
        for (tokens, pair) in tokens.iter_mut().zip(pairs) {
            for (words, text) in tokens.sides.iter_mut().zip(pair) {
                words.settle(text);
            }
        }
    }
}

/// [`join_all`] in a shell.
#[inline(always)]
fn join_in<S: Letter>(pairs: &[[&[S]; 2]], tokens: &mut [Tokens], wanted: &[bool; BATCH]) {
    let texts = tokens.iter_mut().zip(pairs);
    for ((Tokens { sides, joined }, pair), is_wanted) in texts.zip(wanted) {
        if *is_wanted {
            for ((text, words), joined) in pair.iter().zip(sides).zip(S::texts(joined)) {
                join(text, words, joined);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::strings::words::Joined;

    /// Texts of no, few and many words, short and long, some of which begin alike.
    fn texts() -> Vec<String> {
        let words = [
            "a",
            "b",
            "ab",
            "ab\0",
            "international",
            "internal",
            "internals",
            "zebra",
            "x1",
            "1234567",
            "12345678",
            "123456789",
            "\u{7F}",
            "thirty_letters_without_a_space",
        ];
        let text = |at: usize| -> String {
            let count = at * 5 % 11;
            let spaces = [" ", "  ", "\t", " \n"];
            let words = (0..count).map(|word| {
                let space = spaces[(at + word) % spaces.len()];
                words[(at * 7 + word * word * 3 + word) % words.len()].to_owned() + space
            });
            let text = spaces[at % 4].repeat(at % 3) + &words.collect::<String>();
            if at.is_multiple_of(2) {
                text
            } else {
                text.trim_end().to_owned()
            }
        };
        (0..400).map(text).collect()
    }

    fn check<S: Letter>(level: Level, texts: &[Vec<S>], expected: &[Vec<S>]) {
        // Memory is used more than once.
        let mut tokens: Vec<_> = (0..BATCH).map(|_| Tokens::default()).collect();
        let pairs: Vec<_> = texts
            .chunks_exact(2)
            .map(|two| [&two[0][..], &two[1]])
            .collect();
        for (pairs, expected) in pairs.chunks(BATCH).zip(expected.chunks(2 * BATCH)) {
            let tokens = &mut tokens[..pairs.len()];
            dispatch!(level, isa => prepare_in(isa, pairs, tokens));
            dispatch!(level, _isa => join_in(pairs, tokens, &[true; BATCH]));
            let joined = tokens
                .iter_mut()
                .flat_map(|tokens| S::texts(&mut tokens.joined));
            let are_expected = joined.map(|joined| Joined::text(joined)).eq(expected);
            assert!(are_expected, "{}", level.name());
            for (tokens, pair) in tokens.iter().zip(pairs) {
                for (words, text) in tokens.sides.iter().zip(pair) {
                    let heads = words
                        .iter()
                        .map(|word| S::head(text, word.start as usize, word.end as usize));
                    assert!(
                        heads.eq(words.iter().map(|word| word.head)),
                        "{}",
                        level.name()
                    );
                    let is_kept = words.are_alike
                        || words
                            .iter()
                            .map(|word| word.head)
                            .eq(words.heads[..words.len].iter().copied());
                    assert!(is_kept, "{}", level.name());
                }
            }
        }
    }

    #[test]
    fn words_of_some_pairs_are_sorted() {
        let texts = texts();
        let sorted = |text: &String| {
            let mut words: Vec<_> = text.split_whitespace().collect();
            words.sort_unstable();
            words.join(" ")
        };
        let expected: Vec<_> = texts.iter().map(sorted).collect();
        let bytes = |texts: &[String]| -> Vec<_> {
            texts.iter().map(|text| text.clone().into_bytes()).collect()
        };
        let codes = |texts: &[String]| -> Vec<Vec<u32>> {
            texts
                .iter()
                .map(|text| text.chars().map(u32::from).collect())
                .collect()
        };
        for level in Level::available() {
            check(level, &bytes(&texts), &bytes(&expected));
            check(level, &codes(&texts), &codes(&expected));
        }
    }

    #[test]
    fn words_that_begin_alike_are_known() {
        for (text, are_alike) in [
            ("", false),
            ("michael", false),
            ("ann michael bob", false),
            ("michael ann michaela", true),
            ("international x y internal", true),
            ("internet x y internets z", true),
            ("a a", true),
            ("a b c a", true),
        ] {
            for level in Level::available() {
                for pair in [[text, "b a"], ["b a", text]] {
                    let mut tokens = [Tokens::default()];
                    let pairs = [pair.map(str::as_bytes)];
                    dispatch!(level, isa => prepare_in(isa, &pairs, &mut tokens));
                    let found = tokens[0].sides.iter().any(|words| words.are_alike);
                    assert_eq!(found, are_alike, "{text:?} {}", level.name());
                }
            }
        }
    }
}
