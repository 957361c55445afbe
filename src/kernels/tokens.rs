//! Words: split at white space, sorted, compared as sets, and joined again.
//!
//! A word is its place in the text and a number made of its first symbols, so that sorting looks at
//! the text only where two words begin alike. Words live in vectors that are kept between calls;
//! nothing is allocated for a word or for a text.

mod common;

use std::cmp::Ordering;
use std::ops::{Deref, DerefMut};

use super::ranks::ranks;
use crate::metric::Symbol;

pub use common::take_common;

/// Up to that many words are sorted without a branch.
const FEW: usize = 32;
/// The most pairs whose words are looked at together.
pub const TOGETHER: usize = 16;
/// The last byte of a head.
const LAST_BYTE: u64 = 0xFF;
/// Symbols that may be written at once, see [`Symbol::write`].
const CHUNK: usize = 16;

/// A word of a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Token {
    /// The first symbols; see [`Symbol::head`].
    head: u64,
    start: u32,
    end: u32,
}

/// What stands behind the words of a text; no head is larger.
const NONE: Token = Token {
    head: u64::MAX,
    start: 0,
    end: 0,
};

/// Words, one after the other.
#[derive(Debug, Default)]
pub struct Words {
    tokens: Vec<Token>,
    len: usize,
    /// The heads of the words in the order of the text, each with its place in the last byte, so that no
    /// two are equal.
    heads: Vec<u64>,
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

/// Two texts of any kind of symbol.
#[derive(Debug, Default)]
pub struct JoinedPair {
    /// Texts of bytes.
    pub bytes: [Joined<u8>; 2],
    /// Texts of code points.
    pub codes: [Joined<u32>; 2],
}

/// A text put together from words, with room behind it.
#[derive(Debug, Default)]
pub struct Joined<S> {
    memory: Vec<S>,
    len: usize,
}

impl<S> Joined<S> {
    /// The text.
    #[inline]
    pub fn text(&self) -> &[S] {
        &self.memory[..self.len]
    }
}

impl Token {
    #[inline]
    pub(super) fn new<S: Symbol>(text: &[S], start: usize, end: usize) -> Self {
        Self {
            head: S::head(text, start, end),
            start: start as u32,
            end: end as u32,
        }
    }

    /// The symbols of the word.
    #[inline]
    pub fn of<S: Symbol>(self, text: &[S]) -> &[S] {
        &text[self.start as usize..self.end as usize]
    }

    /// The number of its symbols.
    #[inline]
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
    pub fn compare<S: Symbol>(self, text: &[S], other: Self, other_text: &[S]) -> Ordering {
        let heads = self.head.cmp(&other.head);
        heads.then_with(|| self.of(text).cmp(other.of(other_text)))
    }
}

impl Deref for Words {
    type Target = [Token];

    #[inline]
    fn deref(&self) -> &[Token] {
        &self.tokens[..self.len]
    }
}

impl DerefMut for Words {
    #[inline]
    fn deref_mut(&mut self) -> &mut [Token] {
        &mut self.tokens[..self.len]
    }
}

impl Words {
    /// Makes room for so many words, of which none is there yet.
    #[inline]
    fn clear(&mut self, most: usize) {
        self.len = 0;
        if self.tokens.len() < most + FEW {
            self.tokens.resize(most + FEW, NONE);
            self.spare.resize(most + FEW, NONE);
            self.heads.resize(most + FEW, NONE.head);
        }
    }

    /// Adds a word for which there is room.
    #[inline]
    fn push(&mut self, token: Token) {
        self.tokens[self.len] = token;
        self.heads[self.len] = token.head & !LAST_BYTE | self.len as u64 & LAST_BYTE;
        self.len += 1;
    }

    /// Replaces the words by others.
    pub(super) fn replace(&mut self, tokens: impl ExactSizeIterator<Item = Token>) {
        self.clear(tokens.len());
        tokens.for_each(|token| self.push(token));
    }

    /// Replaces the words by those of a text, in their order there.
    #[inline]
    pub fn split<S: Symbol>(&mut self, text: &[S]) {
        let mut spaces = [0];
        S::first_spaces(&[text], &mut spaces);
        self.split_at(spaces[0], text);
    }

    /// The same, where the white space among the first 64 symbols is known.
    #[inline]
    pub fn split_at<S: Symbol>(&mut self, first_spaces: u64, text: &[S]) {
        self.clear(text.len().div_ceil(2));
        let mut open = None;
        for (chunk, symbols) in text.chunks(64).enumerate() {
            let first = 64 * chunk;
            let spaces = if chunk == 0 {
                first_spaces
            } else {
                S::spaces(symbols)
            };
            let words = !spaces & u64::MAX >> (64 - symbols.len());
            // A word begins or ends where a bit differs from the one before.
            let before = words << 1 | u64::from(open.is_some());
            let (mut starts, mut ends) = (words & !before, before & !words);
            // A word of the chunk before may go on through all of this one.
            if ends != 0
                && let Some(start) = open.take()
            {
                self.push(Token::new(text, start, first + take_first(&mut ends)));
            }
            while ends != 0 {
                let [start, end] = [&mut starts, &mut ends].map(|bits| first + take_first(bits));
                self.push(Token::new(text, start, end));
            }
            if starts != 0 {
                open = Some(first + take_first(&mut starts));
            }
        }
        if let Some(start) = open {
            self.push(Token::new(text, start, text.len()));
        }
    }

    /// Sorts the words of a text by their symbols' codes.
    #[inline]
    pub fn sort<S: Symbol>(&mut self, text: &[S]) {
        let are_sorted = match self.len {
            0 | 1 => true,
            2 => self.sort_two(),
            3..=8 => self.sort_few::<8>(),
            9..=16 => self.sort_few::<16>(),
            17..=FEW => self.sort_few::<FEW>(),
            _ => false,
        };
        if !are_sorted {
            self[..].sort_unstable_by(|one, other| one.compare(text, *other, text));
        }
    }

    /// Sorts two words by their heads; says whether these differ.
    #[inline]
    fn sort_two(&mut self) -> bool {
        let [one, other] = [self.tokens[0], self.tokens[1]];
        let swap = other.head < one.head;
        self.tokens[0] = if swap { other } else { one };
        self.tokens[1] = if swap { one } else { other };
        one.head != other.head
    }

    /// Sorts up to `N` words by their heads, and says whether that is enough.
    #[inline]
    fn sort_few<const N: usize>(&mut self) -> bool {
        const { assert!(N <= FEW, "there is room for so many") };
        self.heads[self.len..][..N].fill(NONE.head);
        let ranks = self.heads.first_chunk::<N>().map_or([0; N], ranks);
        let sorted = &mut self.spare[..N];
        for (token, rank) in self.tokens[..self.len].iter().zip(ranks) {
            sorted[rank as usize % N] = *token;
        }
        std::mem::swap(&mut self.tokens, &mut self.spare);
        self.alike(LAST_BYTE) == 0
    }

    /// Which of a few words have the head of the word before them, but for some bits.
    #[inline]
    fn alike(&self, ignored: u64) -> u64 {
        let neighbours = self.iter().zip(&self[self.len().min(1)..]);
        (1..).zip(neighbours).fold(0, |alike, (at, (one, other))| {
            alike | u64::from((one.head ^ other.head) & !ignored == 0) << at
        })
    }
}

/// Takes the lowest bit away, and returns its place.
#[inline]
fn take_first(bits: &mut u64) -> usize {
    let place = bits.trailing_zeros() as usize;
    *bits &= *bits - 1;
    place
}

/// Puts words of a text together, with a space between each two.
#[inline]
pub fn join<S: Symbol>(text: &[S], tokens: &[Token], joined: &mut Joined<S>) {
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
}
