//! Words: split at white space, sorted, compared as sets, and joined again.
//!
//! A word is its position in the text and a number made of its first symbols, so that sorting looks at
//! the text only if two words begin alike. Words live in vectors that are kept between calls;
//! nothing is allocated for a word or for a text.

pub mod batch;
pub mod common;
pub mod letter;
pub mod rank;
pub mod sort;
pub mod split;

use std::cmp::Ordering;
use std::ops::{Deref, DerefMut};

pub use crate::simd::Token;

pub use batch::{join_all, prepare, take_common};
pub use letter::{Joined, JoinedPair, Letter};

/// The most pairs whose words are looked at together.
pub const BATCH: usize = 16;
/// The most words that are sorted, and looked up, without a branch.
const FEW: usize = 16;
/// The last byte of a head.
const LAST_BYTE: u64 = 0xFF;
/// Memory behind the words, since whole registers are read and written.
const ROOM: usize = 4 * FEW;
/// Symbols that may be written at once, see [`Letter::write`].
const CHUNK: usize = 16;

/// Words, one after the other.
#[derive(Debug, Default)]
pub struct Words {
    tokens: Vec<Token>,
    len: usize,
    /// The heads of the words in the order of the text, each with its index in the last byte, so that no
    /// two are equal; larger ones behind them.
    keys: Vec<u64>,
    /// The heads of the words when they were sorted.
    heads: Vec<u64>,
    /// True if two neighbours began alike then.
    are_alike: bool,
    /// As much room as for the tokens.
    spare: Vec<Token>,
}

/// The words of both texts, and texts made of words.
#[derive(Debug, Default)]
pub struct Tokens {
    /// The words of the left text and of the right one.
    pub sides: [Words; 2],
    /// The left and the right text put together from words.
    pub joined: JoinedPair,
}

impl Token {
    /// The word at `start..end` of a text.
    #[inline(always)]
    pub(crate) fn new<S: Letter>(text: &[S], start: usize, end: usize) -> Self {
        Self {
            head: S::head(text, start, end),
            start: start as u32,
            end: end as u32,
        }
    }

    /// The symbols of the word.
    #[inline(always)]
    pub fn of<S: Letter>(self, text: &[S]) -> &[S] {
        &text[self.start as usize..self.end as usize]
    }

    /// The number of its symbols.
    #[inline(always)]
    pub fn len(self) -> u32 {
        self.end - self.start
    }

    /// Never: a word has a symbol.
    #[inline]
    pub fn is_empty(self) -> bool {
        self.end == self.start
    }

    /// The order of two words, by their symbols' codes.
    #[inline]
    pub fn compare<S: Letter>(self, text: &[S], other: Self, other_text: &[S]) -> Ordering {
        let heads = self.head.cmp(&other.head);
        heads.then_with(|| self.of(text).cmp(other.of(other_text)))
    }
}

impl Deref for Words {
    type Target = [Token];

    #[inline(always)]
    fn deref(&self) -> &[Token] {
        &self.tokens[..self.len]
    }
}

impl DerefMut for Words {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut [Token] {
        &mut self.tokens[..self.len]
    }
}

impl Words {
    /// Forgets all words, and grows the lists for `most` others.
    #[inline(always)]
    fn clear(&mut self, most: usize) {
        self.len = 0;
        if self.tokens.len() < most + ROOM {
            self.make_room(most + ROOM);
        }
    }

    /// Grows all lists to `room` words.
    #[cold]
    fn make_room(&mut self, room: usize) {
        for tokens in [&mut self.tokens, &mut self.spare] {
            tokens.resize(room, Token::default());
        }
        for heads in [&mut self.keys, &mut self.heads] {
            heads.resize(room, 0);
        }
    }

    /// Replaces the words by others.
    pub(crate) fn replace(&mut self, tokens: impl ExactSizeIterator<Item = Token>) {
        self.clear(tokens.len());
        self.len = tokens.len();
        for (place, token) in self.tokens.iter_mut().zip(tokens) {
            *place = token;
        }
    }
}

/// Takes the lowest bit away, and returns its place.
#[inline(always)]
fn take_first(bits: &mut u64) -> usize {
    let place = bits.trailing_zeros() as usize;
    *bits &= bits.wrapping_sub(1);
    place
}

/// Puts words of a text together, with a space between each two.
#[inline(always)]
pub fn join<S: Letter>(text: &[S], tokens: &[Token], joined: &mut Joined<S>) {
    let Joined { memory, len } = joined;
    let room = text.len() + tokens.len() + CHUNK;
    if memory.len() < room {
        memory.resize(room, S::SPACE);
    }
    let mut at = 0;
    for token in tokens {
        let (start, end) = (token.start as usize, token.end as usize);
        S::write(text, start, end, token.head, &mut memory[at..]);
        at += end - start;
        memory[at] = S::SPACE;
        at += 1;
    }
    *len = at.saturating_sub(1);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simd::Level;

    fn words(text: &str) -> Vec<&str> {
        let mut tokens = Words::default();
        tokens.split(text.as_bytes());
        let bytes = tokens.iter().map(|token| token.of(text.as_bytes()));
        bytes
            .map(|word| std::str::from_utf8(word).expect("whole words"))
            .collect()
    }

    #[test]
    fn words_are_what_stands_between_white_space() {
        assert_eq!(words(""), [""; 0]);
        assert_eq!(words(" \t\n "), [""; 0]);
        assert_eq!(words("  new  york\x1Fmets "), ["new", "york", "mets"]);
        for text in ["a b", "one two  three", " x", "y "] {
            assert_eq!(words(text), text.split_whitespace().collect::<Vec<_>>());
        }
    }

    #[test]
    fn code_points_have_the_white_space_of_unicode() {
        let text: Vec<u32> = "a\u{A0}b\u{3000}c\u{200B}d\u{85}e\u{180E}f"
            .chars()
            .map(u32::from)
            .collect();
        let mut tokens = Words::default();
        tokens.split(&text);
        let lengths: Vec<_> = tokens.iter().map(|token| token.len()).collect();
        assert_eq!(lengths, [1, 1, 3, 3]);
    }

    #[test]
    fn sorting_looks_beyond_the_head() {
        let text = b"international internal internationals inter \0 b ab a international";
        let mut tokens = Words::default();
        tokens.split(text);
        tokens.sort(text);
        let mut expected: Vec<_> = text.split(|byte| *byte == b' ').collect();
        expected.sort();
        let expected = expected.join(&b' ');
        let mut joined = Joined::default();
        join(text, &tokens, &mut joined);
        assert_eq!(joined.text(), expected);
    }

    #[test]
    fn every_level_splits_and_sorts_alike() {
        // Words over the edges of parts of 64 symbols, of all lengths, and more and more of them.
        for count in [0, 1, 2, 3, 7, 15, 16, 17, 33, 80] {
            for step in [1, 3, 7, 11] {
                let words = (0..count).map(|at| {
                    let letter = (b'a' + (at * 5 * step % 26) as u8) as char;
                    letter.to_string().repeat(at * step % 19 + 1) + &at.to_string()
                });
                let text = words.collect::<Vec<_>>().join(" \t");
                let mut expected: Vec<_> = text.split_whitespace().collect();
                expected.sort_unstable();
                let wide: Vec<u32> = text.bytes().map(u32::from).collect();
                for level in Level::available() {
                    let mut words = [Words::default(), Words::default()];
                    let [narrow, others] = &mut words;
                    let bytes = text.as_bytes();
                    narrow.split_by(level, bytes);
                    narrow.sort_by(level, bytes);
                    others.split_by(level, &wide);
                    others.sort_by(level, &wide);
                    let mut joined = Joined::default();
                    join(bytes, narrow, &mut joined);
                    let name = level.name();
                    assert_eq!(joined.text(), expected.join(" ").as_bytes(), "{name}");
                    let mut joined = Joined::default();
                    join(&wide, others, &mut joined);
                    let codes = joined.text().iter().map(|code| *code as u8);
                    assert!(codes.eq(expected.join(" ").bytes()), "{name}");
                }
            }
        }
    }
}
