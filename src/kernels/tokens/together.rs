//! The words of several pairs, stage by stage.
//!
//! Each stage goes through all texts before the next one begins, so that none has to wait for what it has
//! just stored, and runs in one shell.

use super::splitting::{PARTS, first_spaces};
use super::{TOGETHER, Tokens, Words, join};
use crate::kernels::lanes::{Isa, Kernel, Level};
use crate::metric::Symbol;

/// Splits the texts of at most [`TOGETHER`] pairs into words, and sorts these.
pub fn prepare<S: Symbol>(pairs: &[[&[S]; 2]], tokens: &mut [Tokens]) {
    Level::best().run(Prepare { pairs, tokens });
}

/// Takes away what both sorted lists of words of each pair have in common, and repetitions. Tells how many
/// different words they shared, and the length of those words with a space between each two.
pub fn take_common<S: Symbol>(
    pairs: &[[&[S]; 2]],
    tokens: &mut [Tokens],
    common: &mut [(u32, u32); TOGETHER],
) {
    Level::best().run(TakeCommon {
        pairs,
        tokens,
        common,
    });
}

/// Puts the words of both sides together again, for those pairs whose words are `wanted`.
pub fn join_all<S: Symbol>(pairs: &[[&[S]; 2]], tokens: &mut [Tokens], wanted: &[bool; TOGETHER]) {
    Level::best().run(Join {
        pairs,
        tokens,
        wanted,
    });
}

struct Prepare<'a, S> {
    pairs: &'a [[&'a [S]; 2]],
    tokens: &'a mut [Tokens],
}

impl<S: Symbol> Kernel for Prepare<'_, S> {
    #[inline(always)]
    fn run<I: Isa>(self, isa: I) {
        let mut spaces = [[[0; PARTS]; 2]; TOGETHER];
        for (spaces, pair) in spaces.iter_mut().zip(self.pairs) {
            for (spaces, text) in spaces.iter_mut().zip(pair) {
                *spaces = first_spaces(isa, text);
            }
        }
        let texts = self.pairs.iter().zip(&spaces);
        for (tokens, (pair, spaces)) in self.tokens.iter_mut().zip(texts) {
            for ((words, text), spaces) in tokens.sides.iter_mut().zip(pair).zip(spaces) {
                words.split_in(isa, *spaces, text);
            }
        }
        for (tokens, pair) in self.tokens.iter_mut().zip(self.pairs) {
            for (words, text) in tokens.sides.iter_mut().zip(pair) {
                words.sort_in(isa, text);
            }
        }
        for (tokens, pair) in self.tokens.iter_mut().zip(self.pairs) {
            for (words, text) in tokens.sides.iter_mut().zip(pair) {
                words.settle(text);
            }
        }
    }
}

struct TakeCommon<'a, S> {
    pairs: &'a [[&'a [S]; 2]],
    tokens: &'a mut [Tokens],
    common: &'a mut [(u32, u32); TOGETHER],
}

impl<S: Symbol> Kernel for TakeCommon<'_, S> {
    #[inline(always)]
    fn run<I: Isa>(self, isa: I) {
        let texts = self.tokens.iter_mut().zip(self.pairs);
        for (common, (tokens, pair)) in self.common.iter_mut().zip(texts) {
            *common = Words::take_common_in(isa, *pair, &mut tokens.sides);
        }
    }
}

struct Join<'a, S> {
    pairs: &'a [[&'a [S]; 2]],
    tokens: &'a mut [Tokens],
    wanted: &'a [bool; TOGETHER],
}

impl<S: Symbol> Kernel for Join<'_, S> {
    #[inline(always)]
    fn run<I: Isa>(self, _: I) {
        let texts = self.tokens.iter_mut().zip(self.pairs);
        for ((Tokens { sides, joined }, pair), is_wanted) in texts.zip(self.wanted) {
            if *is_wanted {
                for ((text, words), joined) in pair.iter().zip(sides).zip(S::texts(joined)) {
                    join(text, words, joined);
                }
            }
        }
    }
}
