//! Common prefixes and suffixes, and Hamming distances, of a whole block.
//!
//! These need no planes: the words of a pair, eight symbols each, are compared as they are. The
//! first (last) byte that differs is found by counting zero bits. Past the end of a sequence stands
//! the symbol zero, which differs from every other, so ends need no care. O(m / 8) words a pair.

use super::block::{Block, LANES, Side, WORD};
use super::lanes::{Isa, Kernel, Level};

/// The number of leading symbols that are equal.
pub fn prefix(level: Level, block: &mut Block, lengths: &mut [u32; LANES]) {
    level.run(Ends {
        block,
        numbers: lengths,
        count: prefix_of,
    });
}

/// The number of trailing symbols that are equal.
pub fn postfix(level: Level, block: &mut Block, lengths: &mut [u32; LANES]) {
    level.run(Ends {
        block,
        numbers: lengths,
        count: postfix_of,
    });
}

/// The number of places whose symbols differ, or that only one sequence has.
pub fn hamming(level: Level, block: &mut Block, distances: &mut [u32; LANES]) {
    level.run(Ends {
        block,
        numbers: distances,
        count: hamming_of,
    });
}

struct Ends<'a, F> {
    block: &'a Block,
    numbers: &'a mut [u32; LANES],
    count: F,
}

impl<F: Fn(&Block, usize) -> u32> Kernel for Ends<'_, F> {
    #[inline(always)]
    fn run<I: Isa>(self, _isa: I) {
        for (pair, number) in self.numbers[..self.block.len()].iter_mut().enumerate() {
            *number = (self.count)(self.block, pair);
        }
    }
}

/// A pair's lengths, the shorter first.
#[inline(always)]
fn lengths(block: &Block, pair: usize) -> (u32, u32) {
    let (left, right) = (block.left.lengths[pair], block.right.lengths[pair]);
    (left.min(right), left.max(right))
}

#[inline(always)]
fn prefix_of(block: &Block, pair: usize) -> u32 {
    let differ = |word| block.left.word(word, pair) ^ block.right.word(word, pair);
    equal_symbols(block, pair, |word| differ(word).trailing_zeros() / 8)
}

#[inline(always)]
fn postfix_of(block: &Block, pair: usize) -> u32 {
    let differ =
        |word| word_from_end(&block.left, word, pair) ^ word_from_end(&block.right, word, pair);
    equal_symbols(block, pair, |word| differ(word).leading_zeros() / 8)
}

/// The sum of `equal(word)` up to the first word with less than eight equal symbols, which is nearly
/// always the first one: the branch is easy to predict.
#[inline(always)]
fn equal_symbols(block: &Block, pair: usize, equal: impl Fn(usize) -> u32) -> u32 {
    let (shorter, _) = lengths(block, pair);
    let mut sum = 0;
    for word in 0..block.words() {
        let symbols = equal(word);
        sum += symbols;
        if symbols < 8 {
            break;
        }
    }
    sum.min(shorter)
}

/// The `word`-th eight symbols counted from the end, the last symbol in the highest byte.
#[inline(always)]
fn word_from_end(side: &Side, word: usize, pair: usize) -> u64 {
    let end = (side.lengths[pair] as usize).saturating_sub(word * WORD);
    if end == 0 {
        return 0;
    }
    let (full, rest) = (end / WORD, 8 * (end % WORD));
    let high = if rest == 0 {
        0
    } else {
        side.word(full, pair) << (64 - rest)
    };
    let low = if full == 0 {
        0
    } else {
        side.word(full - 1, pair) >> rest
    };
    high | low
}

#[inline(always)]
fn hamming_of(block: &Block, pair: usize) -> u32 {
    const HIGH: u64 = 0x8080_8080_8080_8080;
    let mut differing = 0;
    for word in 0..block.words() {
        let differ = block.left.word(word, pair) ^ block.right.word(word, pair);
        // Codes have seven bits, so the sum reaches the eighth exactly where a byte is not zero.
        differing += ((differ + (HIGH - 0x0101_0101_0101_0101)) & HIGH).count_ones();
    }
    differing
}

#[cfg(test)]
mod tests {
    use super::super::block::testing::check;
    use super::super::naive;
    use super::*;

    #[test]
    fn prefix_is_the_textbook_one() {
        check(prefix, naive::prefix);
    }

    #[test]
    fn postfix_is_the_textbook_one() {
        check(postfix, naive::postfix);
    }

    #[test]
    fn hamming_is_the_textbook_one() {
        check(hamming, naive::hamming);
    }
}
