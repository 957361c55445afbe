//! Words: split at white space, sorted, compared as sets, and joined again.
//!
//! A word is its place in the text and a number made of its first symbols, so that sorting looks at
//! the text only where two words begin alike. Words live in vectors that are kept between calls;
//! nothing is allocated for a word or for a text.

use std::cmp::Ordering;

use crate::metric::Symbol;

/// A word of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    pub joined: [Vec<u32>; 2],
}

impl Token {
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
    let mut rest = 0;
    while let Some(start) = text[rest..].iter().position(|symbol| !symbol.is_space()) {
        let start = rest + start;
        let length = text[start..].iter().position(|symbol| symbol.is_space());
        let end = length.map_or(text.len(), |length| start + length);
        tokens.push(Token {
            head: S::head(&text[start..end]),
            start: start as u32,
            end: end as u32,
        });
        rest = end;
    }
}

/// Replaces `tokens` by the words of a text in the order of their symbols' codes.
#[inline]
pub fn split_sorted<S: Symbol>(text: &[S], tokens: &mut Vec<Token>) {
    split(text, tokens);
    tokens.sort_unstable_by(|one, other| one.compare(text, *other, text));
}

/// Takes away what two sorted lists of words have in common, and repetitions. Returns how many
/// different words they shared, and the length of those words with a space between each two.
pub fn take_common<S: Symbol>(
    [left, right]: [&[S]; 2],
    [left_tokens, right_tokens]: [&mut Vec<Token>; 2],
) -> (u32, u32) {
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

/// Replaces `joined` by the words with a space between each two.
#[inline]
pub fn join<S: Symbol>(text: &[S], tokens: &[Token], joined: &mut Vec<u32>) {
    joined.clear();
    for token in tokens {
        if !joined.is_empty() {
            joined.push(u32::from(b' '));
        }
        joined.extend(token.of(text).iter().map(|symbol| symbol.code()));
    }
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
        let mut joined = Vec::new();
        split_sorted(text, &mut tokens);
        join(text, &tokens, &mut joined);
        let mut expected: Vec<_> = text.split(|byte| *byte == b' ').collect();
        expected.sort();
        let expected: Vec<u32> = expected.join(&b' ').into_iter().map(u32::from).collect();
        assert_eq!(joined, expected);
    }

    #[test]
    fn common_words_leave_both_sides() {
        let [left, right] = [b"b a c a x".as_slice(), b"d a b e b"];
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        split_sorted(left, &mut ours);
        split_sorted(right, &mut theirs);
        let common = take_common([left, right], [&mut ours, &mut theirs]);
        assert_eq!(common, (2, 3));
        let mut joined = Vec::new();
        join(left, &ours, &mut joined);
        assert_eq!(joined, [b'c', b' ', b'x'].map(u32::from));
        join(right, &theirs, &mut joined);
        assert_eq!(joined, [b'd', b' ', b'e'].map(u32::from));
    }
}
