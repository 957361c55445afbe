//! Words: split at white space, sorted, compared as sets, and joined again.
//!
//! A word is its place in the text and a number made of its first symbols, so that sorting looks at
//! the text only where two words begin alike. Words live in vectors that are kept between calls;
//! nothing is allocated for a word or for a text.

use std::cmp::Ordering;

use super::lanes::{Isa, Kernel, Level};
use crate::metric::Symbol;

/// Up to that many words are sorted without a branch.
const FEW: usize = 16;
/// Symbols that are copied at once.
const CHUNK: usize = 16;

/// A word of a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Token {
    /// The first symbols; see [`Symbol::head`].
    head: u64,
    start: u32,
    end: u32,
}

/// The words of both texts, and texts made of words.
#[derive(Debug, Default)]
pub struct Tokens {
    /// The words of the left text and of the right one.
    pub sides: [Vec<Token>; 2],
    /// The left and the right text put together from words.
    pub joined: Joined,
}

/// Memory for two texts of any kind of symbol.
#[derive(Debug, Default)]
pub struct Joined {
    /// Texts of bytes.
    pub bytes: [Vec<u8>; 2],
    /// Texts of code points.
    pub codes: [Vec<u32>; 2],
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

/// Replaces `tokens` by the words of a text, in their order there.
#[inline]
pub fn split<S: Symbol>(text: &[S], tokens: &mut Vec<Token>) {
    tokens.clear();
    let mut word = None;
    for (chunk, symbols) in text.chunks(64).enumerate() {
        let first = 64 * chunk;
        let words = !S::spaces(symbols) & u64::MAX >> (64 - symbols.len());
        // A word begins or ends where a bit differs from the one before.
        let mut borders = words ^ (words << 1 | u64::from(word.is_some()));
        while borders != 0 {
            let at = first + borders.trailing_zeros() as usize;
            borders &= borders - 1;
            match word {
                None => word = Some(at),
                Some(start) => {
                    tokens.push(Token::new(text, start, at));
                    word = None;
                }
            }
        }
    }
    if let Some(start) = word {
        tokens.push(Token::new(text, start, text.len()));
    }
}

/// Replaces `tokens` by the words of a text in the order of their symbols' codes.
#[inline]
pub fn split_sorted<S: Symbol>(text: &[S], tokens: &mut Vec<Token>) {
    split(text, tokens);
    if !sort_by_head(tokens) {
        tokens.sort_unstable_by(|one, other| one.compare(text, *other, text));
    }
}

/// Sorts a few words if their heads differ: each goes to the place that has as many smaller heads
/// before it. That is more comparisons than needed, and none to be guessed by the processor.
#[inline]
fn sort_by_head(tokens: &mut [Token]) -> bool {
    match tokens {
        [] | [_] => true,
        [first, second] => {
            let [one, other] = [*first, *second];
            let swap = other.head < one.head;
            *first = if swap { other } else { one };
            *second = if swap { one } else { other };
            one.head != other.head
        }
        _ if tokens.len() > FEW => false,
        _ => {
            let mut ranks = [0; FEW];
            let heads = heads(tokens, u64::MAX);
            Level::best().run(Rank {
                heads: &heads,
                ranks: &mut ranks,
            });
            let mut sorted = [Token::default(); FEW];
            let mut places = 0_u32;
            for (token, rank) in tokens.iter().zip(ranks) {
                sorted[rank as usize % FEW] = *token;
                places |= 1 << rank;
            }
            let distinct = places == u32::MAX >> (u32::BITS - tokens.len() as u32);
            if distinct {
                tokens.copy_from_slice(&sorted[..tokens.len()]);
            }
            distinct
        }
    }
}

/// The heads of a few words, and `rest` behind them.
#[inline]
fn heads(tokens: &[Token], rest: u64) -> [u64; FEW] {
    let mut heads = [rest; FEW];
    for (head, token) in heads.iter_mut().zip(tokens) {
        *head = token.head;
    }
    heads
}

/// Counts for each head how many are smaller.
struct Rank<'a> {
    heads: &'a [u64; FEW],
    ranks: &'a mut [u64; FEW],
}

impl Kernel for Rank<'_> {
    #[inline(always)]
    fn run<I: Isa>(self, _: I) {
        let mut ranks = [0; FEW];
        for other in self.heads {
            for (rank, head) in ranks.iter_mut().zip(self.heads) {
                *rank += u64::from(other < head);
            }
        }
        *self.ranks = ranks;
    }
}

/// Asks whether two lists have a head in common.
struct Meet<'a> {
    left: &'a [u64; FEW],
    right: &'a [u64; FEW],
    common: &'a mut bool,
}

impl Kernel for Meet<'_> {
    #[inline(always)]
    fn run<I: Isa>(self, _: I) {
        let mut equal = [0; FEW];
        for other in self.left {
            for (equal, head) in equal.iter_mut().zip(self.right) {
                *equal |= u64::from(other == head);
            }
        }
        *self.common = equal.iter().fold(0, |all, equal| all | equal) != 0;
    }
}

/// Whether a word may stand in both lists, or twice in one of them.
fn may_repeat(left: &[Token], right: &[Token]) -> bool {
    let twice = |tokens: &[Token]| {
        let neighbours = tokens.iter().zip(tokens.iter().skip(1));
        neighbours.fold(false, |found, (one, other)| {
            found | (one.head == other.head)
        })
    };
    if left.len() * right.len() <= FEW {
        let pairs = left
            .iter()
            .flat_map(|token| right.iter().map(move |other| (token, other)));
        let common = pairs.fold(false, |found, (one, other)| {
            found | (one.head == other.head)
        });
        return common | twice(left) | twice(right);
    }
    let mut common = false;
    Level::best().run(Meet {
        left: &heads(left, u64::MAX),
        right: &heads(right, u64::MAX - 1),
        common: &mut common,
    });
    common | twice(left) | twice(right)
}

/// Takes away what two sorted lists of words have in common, and repetitions. Returns how many
/// different words they shared, and the length of those words with a space between each two.
pub fn take_common<S: Symbol>(
    [left, right]: [&[S]; 2],
    [left_tokens, right_tokens]: [&mut Vec<Token>; 2],
) -> (u32, u32) {
    let are_few = left_tokens.len().max(right_tokens.len()) <= FEW;
    if are_few && !may_repeat(left_tokens, right_tokens) {
        return (0, 0);
    }
    let (mut count, mut length) = (0, 0);
    left_tokens.dedup_by(|one, other| one.compare(left, *other, left).is_eq());
    right_tokens.dedup_by(|one, other| one.compare(right, *other, right).is_eq());
    let (mut kept, mut next) = (0, 0);
    left_tokens.retain(|token| {
        while let Some(other) = right_tokens.get(next) {
            let order = other.compare(right, *token, left);
            if order.is_eq() {
                next += 1;
                count += 1;
                length += token.len() + 1;
                return false;
            }
            if order.is_gt() {
                break;
            }
            right_tokens[kept] = right_tokens[next];
            kept += 1;
            next += 1;
        }
        true
    });
    right_tokens.drain(kept..next);
    (count, u32::saturating_sub(length, 1))
}

/// The words with a space between each two, written to `memory`.
#[inline]
pub fn join<'a, S: Symbol>(text: &[S], tokens: &[Token], memory: &'a mut Vec<S>) -> &'a [S] {
    // Words are copied in whole chunks where that is possible, the rest of which the next word
    // overwrites.
    let room = text.len() + tokens.len() + CHUNK;
    if memory.len() < room {
        memory.resize(room, S::SPACE);
    }
    let mut at = 0;
    for token in tokens {
        let (start, len) = (token.start as usize, token.len() as usize);
        match text[start..].first_chunk::<CHUNK>() {
            Some(chunk) if len <= CHUNK => memory[at..at + CHUNK].copy_from_slice(chunk),
            _ => memory[at..at + len].copy_from_slice(token.of(text)),
        }
        at += len;
        memory[at] = S::SPACE;
        at += 1;
    }
    &memory[..at.saturating_sub(1)]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        let mut tokens = Vec::new();
        split(text.as_bytes(), &mut tokens);
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
        let mut tokens = Vec::new();
        split(&text, &mut tokens);
        let lengths: Vec<_> = tokens.iter().map(|token| token.len()).collect();
        assert_eq!(lengths, [1, 1, 3, 3]);
    }

    #[test]
    fn sorting_looks_beyond_the_head() {
        let text = b"international internal internationals inter \0 b ab a international";
        let mut tokens = Vec::new();
        split_sorted(text, &mut tokens);
        let mut expected: Vec<_> = text.split(|byte| *byte == b' ').collect();
        expected.sort();
        let expected = expected.join(&b' ');
        assert_eq!(join(text, &tokens, &mut Vec::new()), expected);
    }

    #[test]
    fn common_words_leave_both_sides() {
        let [left, right] = [b"b a c a x".as_slice(), b"d a b e b"];
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        split_sorted(left, &mut ours);
        split_sorted(right, &mut theirs);
        let common = take_common([left, right], [&mut ours, &mut theirs]);
        assert_eq!(common, (2, 3));
        let mut memory = Vec::new();
        assert_eq!(join(left, &ours, &mut memory), b"c x");
        assert_eq!(join(right, &theirs, &mut memory), b"d e");
    }
}
