//! The longest common subsequence, bit-parallel.
//!
//! A column of the matrix is kept as one bit per row: zero where the value is one more than the value
//! above it. Hyyrö (2004, "Bit-parallel LCS-length computation revisited") moves 64 rows on by one
//! column in four instructions. O(⌈m / 64⌉ · n) time for sequences of m and n symbols, less where
//! `at_least` rules out the cells far from the diagonal.
//!
//! The rows of short byte sequences stay in registers: a match mask is then one comparison of all their
//! symbols with the column's symbol, and no table of masks is filled and cleared for a pair.

use crate::kernels::affix;
use crate::kernels::edit::pair::{FIRST_DETOUR, widen};
use crate::kernels::match_masks::{Band, Carry, Scratch, Word, walk, walk_word};
use crate::simd::{BYTES, Isa, Level, dispatch};
use crate::symbol::Symbol;

/// The length of the longest common subsequence. Exact where it is `at_least` or more; any number
/// below `at_least` where it is less.
pub fn lcs<S: Symbol>(left: &[S], right: &[S], at_least: u32, scratch: &mut Scratch) -> u32 {
    if affix::pair::length(left).min(affix::pair::length(right)) < at_least {
        return 0;
    }
    if let (Some(left), Some(right)) = (S::as_bytes(left), S::as_bytes(right))
        && let Some(length) = in_registers(left, right)
    {
        return length;
    }
    let (inner_left, inner_right) = affix::pair::strip(left, right);
    let shared = left.len() - inner_left.len();
    let (pattern, text) = affix::pair::longer_first(inner_left, inner_right);
    let length = if text.is_empty() {
        0
    } else if pattern.len() <= 64 {
        walk_word::<Lcs, S>(pattern, text, &mut scratch.masks)
    } else {
        // What the shorter side may leave out takes the place of a distance.
        let omissions = text.len() - (at_least as usize).saturating_sub(shared);
        let excess = pattern.len() - text.len();
        let omitted = widen(FIRST_DETOUR, omissions, |limit| {
            let band = Band {
                below: excess + limit,
                above: limit,
            };
            let hopeful = |value: usize, rows: usize, columns: usize| {
                value + rows.min(columns) + limit >= text.len()
            };
            let length = walk::<Lcs, S>(pattern, text, band, scratch, hopeful);
            text.len() - length.unwrap_or(0)
        });
        text.len() - omitted
    };
    affix::pair::to_u32(shared + length)
}

/// The length for bytes, if there are wide registers and the longer sequence fits four of them.
#[inline]
fn in_registers(left: &[u8], right: &[u8]) -> Option<u32> {
    let (rows, columns) = affix::pair::longer_first(left, right);
    match rows.len().div_ceil(BYTES) {
        0 => Some(0),
        1 => dispatch!(Level::best(), isa => in_words::<_, 1>(isa, rows, columns)),
        2 => dispatch!(Level::best(), isa => in_words::<_, 2>(isa, rows, columns)),
        3 => dispatch!(Level::best(), isa => in_words::<_, 3>(isa, rows, columns)),
        4 => dispatch!(Level::best(), isa => in_words::<_, 4>(isa, rows, columns)),
        _ => None,
    }
}

/// The length in a matrix of at most `64 * N` rows, if registers are wide.
#[inline(always)]
fn in_words<I: Isa, const N: usize>(isa: I, rows: &[u8], columns: &[u8]) -> Option<u32> {
    if !I::IS_WIDE {
        return None;
    }
    // The last word is the one that may have fewer rows.
    let parts: [I::Bytes; N] = std::array::from_fn(|word| isa.bytes(&rows[BYTES * word..]));
    let mut words = [u64::MAX; N];
    for symbol in columns {
        let mut carry = false;
        for (word, part) in words.iter_mut().zip(&parts) {
            let matches = *word & isa.equal(*part, *symbol);
            let (sum, first) = word.overflowing_add(matches);
            let (sum, second) = sum.overflowing_add(carry.into());
            *word = sum | (*word - matches);
            carry = first | second;
        }
    }
    // Bits behind the last row may have matched as well.
    let behind = (BYTES * N - rows.len()) as u32;
    words[N - 1] |= !(u64::MAX >> behind);
    Some(words.into_iter().map(u64::count_zeros).sum())
}

/// 64 rows of the matrix: zero where the value grows from one row to the next.
#[derive(Clone, Copy)]
struct Lcs(u64);

impl Word for Lcs {
    const EDGE: Carry = Carry {
        rise: 0,
        fall: 0,
        swap: 0,
    };
    const DOWN: usize = 0;

    #[inline]
    fn start(_padding: usize) -> Self {
        Self(u64::MAX)
    }

    #[inline]
    fn step(&mut self, mask: u64, above: Carry) -> Carry {
        let matches = self.0 & mask;
        let (sum, first) = self.0.overflowing_add(matches);
        let (sum, second) = sum.overflowing_add(above.rise);
        self.0 = sum | (self.0 - matches);
        Carry {
            rise: (first | second).into(),
            ..Self::EDGE
        }
    }

    #[inline]
    fn descend(self, value: usize) -> usize {
        value + self.0.count_zeros() as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::naive;
    use rapidfuzz::distance::lcs_seq as rapidfuzz;

    /// The contract: exact from `at_least` on, below `at_least` where the length is.
    fn check(at_least: u32, expected: u32, found: [u32; 2]) {
        for found in found {
            if expected >= at_least {
                assert_eq!(found, expected, "at least {at_least}");
            } else {
                assert!(
                    found < at_least,
                    "{found} is not below {at_least}, expected {expected}"
                );
            }
        }
    }

    #[test]
    fn equals_the_textbook_within_every_limit() {
        naive::for_pairs(|left, right, scratch| {
            let expected = naive::lcs(left, right);
            let (wide_left, wide_right) = (naive::widened(left), naive::widened(right));
            for at_least in naive::limits(expected) {
                let bytes = lcs(left, right, at_least, scratch);
                let wide = lcs(&wide_left, &wide_right, at_least, scratch);
                check(at_least, expected, [bytes, wide]);
            }
        });
    }

    #[test]
    fn equals_rapidfuzz_on_long_sequences() {
        let mut scratch = Scratch::default();
        for (left, right) in naive::long_pairs() {
            let expected = affix::pair::to_u32(rapidfuzz::similarity(&left, &right));
            for at_least in naive::limits(expected) {
                let found = lcs(&left, &right, at_least, &mut scratch);
                check(at_least, expected, [found; 2]);
            }
        }
    }

    /// Cormen, Leiserson, Rivest, Stein, "Introduction to Algorithms", section 15.4.
    #[test]
    fn literature() {
        let mut scratch = Scratch::default();
        assert_eq!(lcs(b"ABCBDAB", b"BDCABA", 0, &mut scratch), 4);
        let left = b"ACCGGTCGAGTGCGCGGAAGCCGGCCGAA";
        let right = b"GTCGTTCGGAATGCCGTTGCTCTGTAAA";
        assert_eq!(lcs(left, right, 0, &mut scratch), 20);
    }
}
