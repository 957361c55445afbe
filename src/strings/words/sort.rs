//! Words in the order of their symbols.
//!
//! A few words are sorted by rank: the index of a word is the number of smaller heads. All heads are compared with
//! all of them, in registers, and no branch has to be guessed. If two words begin alike, which is seldom, their
//! symbols decide.

use super::{FEW, LAST_BYTE, Letter, Words};
use crate::interrupt;
use crate::simd::{Isa, Level, dispatch};

/// Words that are ranked between two checks of their number.
const STEP: usize = 4;

impl Words {
    /// Sorts the words of a text, which were just split, by their symbols' codes.
    pub fn sort<S: Letter>(&mut self, text: &[S]) {
        self.sort_by(Level::best(), text);
    }

    /// [`sort`](Self::sort) in a level's shell.
    pub(crate) fn sort_by<S: Letter>(&mut self, level: Level, text: &[S]) {
        dispatch!(level, isa => {
            self.sort_in(isa, text);
            self.compare_heads();
            self.settle(text);
        });
    }

    /// Sorts words that were just split by their heads; more than a few by their symbols.
    #[inline(always)]
    pub(crate) fn sort_in<I: Isa, S: Letter>(&mut self, isa: I, text: &[S]) {
        self.are_alike = false;
        match self.len {
            0 | 1 => self.heads[0] = self.tokens[0].head,
            2 => self.sort_two(),
            3..=FEW => self.sort_few(isa),
            _ => self.sort_many(text),
        }
    }

    /// Checks for equal heads, after [`sort_in`](Self::sort_in).
    #[inline(always)]
    pub(crate) fn compare_heads(&mut self) {
        self.are_alike |= self.len > 2 && self.len <= FEW && self.any_alike();
    }

    /// Sorts by symbols, if heads are alike.
    #[inline(always)]
    pub(crate) fn settle<S: Letter>(&mut self, text: &[S]) {
        if self.are_alike {
            self.sort_many(text);
        }
    }

    /// Sorts two words by a choice, not a branch.
    #[inline(always)]
    fn sort_two(&mut self) {
        let [one, other] = [self.tokens[0], self.tokens[1]];
        let is_sorted = one.head <= other.head;
        let [one, other] = if is_sorted {
            [one, other]
        } else {
            [other, one]
        };
        (self.tokens[0], self.tokens[1]) = (one, other);
        (self.heads[0], self.heads[1]) = (one.head, other.head);
        self.are_alike = one.head == other.head;
    }

    /// Sorts a few words by their ranks.
    #[inline(always)]
    fn sort_few<I: Isa>(&mut self, isa: I) {
        let (Some(keys), Some(tokens), Some(sorted), Some(heads)) = (
            self.keys.first_chunk::<FEW>(),
            self.tokens.first_chunk::<FEW>(),
            self.spare.first_chunk_mut::<FEW>(),
            self.heads.first_chunk_mut::<FEW>(),
        ) else {
            return;
        };
        for start in (0..FEW).step_by(STEP) {
            if start >= self.len {
                break;
            }
            // Keys behind the words are larger, so their ranks are behind those of words.
            for at in start..start + STEP {
                let rank = isa.smaller_words(keys, keys[at]) as usize % FEW;
                sorted[rank] = tokens[at];
                heads[rank] = tokens[at].head;
            }
        }
        std::mem::swap(&mut self.tokens, &mut self.spare);
    }

    /// Sorts any number of words by their symbols.
    #[cold]
    fn sort_many<S: Letter>(&mut self, text: &[S]) {
        self.are_alike = true;
        interrupt::sort_unstable_by(self, |one, other| one.compare(text, *other, text));
    }

    /// True if two neighbours of a few sorted words have one head, but for the last byte.
    #[inline(always)]
    fn any_alike(&self) -> bool {
        let (Some(heads), Some(next)) = (
            self.heads.first_chunk::<FEW>(),
            self.heads[1..].first_chunk::<FEW>(),
        ) else {
            return false;
        };
        let (mut any, pairs) = (0, self.len as u64 - 1);
        for at in 0..FEW {
            let is_pair = (at as u64) < pairs;
            any |= u64::from((heads[at] ^ next[at]) & !LAST_BYTE == 0 && is_pair);
        }
        any != 0
    }
}
