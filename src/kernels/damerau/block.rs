//! Damerau–Levenshtein distances of a whole block: a pair in each byte of a register.
//!
//! The recurrence is that of [`pair`](super::pair): gains, `row + column - distance`,
//! which never shrink along a row or a column. It asks for nothing but maxima, sums and choices of
//! numbers that fit a byte, so 64 matrices are swept row by row at once in a register of 512 bits, and
//! every number stays in the byte of its pair. Gains are kept plus three: the gain of row and column -1,
//! which is so low that no swap from there gains anything, is zero then.
//!
//! Lengths differ within a block. Positions past a sequence's end gain nothing and equal nothing, so
//! that they hand on what was gained before, and the last cell holds what the pair's own last cell does.
//!
//! O(m n) cells for the longest m and n of 64 pairs, about 15 instructions each.

use crate::kernels::block::bit_planes::{transpose_words, words_of};
use crate::kernels::block::{Block, LANES, STRIDE, WORD};
use crate::simd::{Bits, Isa, Level, Plane, dispatch};

/// The longest sequences whose gains fit a byte.
pub const LONGEST: u32 = (u8::MAX as u32 - NOTHING) / 2;

/// No gain, as it is kept.
const NOTHING: u32 = 3;
/// Pairs that are compared at once: bytes of a plane.
const PAIRS: usize = 64;
/// One in every byte.
const ONES: u64 = 0x0101_0101_0101_0101;

/// The Damerau–Levenshtein distance of every pair. Sequences must not be longer than [`LONGEST`].
pub fn damerau_levenshtein(level: Level, block: &mut Block, distances: &mut [u32; LANES]) {
    dispatch!(level, isa => gains(isa, block, distances));
}

/// [`damerau_levenshtein`] in a shell.
#[inline(always)]
fn gains<I: Isa>(isa: I, block: &mut Block, distances: &mut [u32; LANES]) {
    let len = block.len();
    let (rows, columns) = (block.left.longest(len), block.right.longest(len));
    transpose_words(isa, words_of(&mut block.left.planes, rows));
    transpose_words(isa, words_of(&mut block.right.planes, columns));
    let mut matrix = [Column::new(isa); LONGEST as usize];
    let pairs = distances.chunks_exact_mut(PAIRS);
    for (first, distances) in (0..len).step_by(PAIRS).zip(pairs) {
        let (left, right) = (
            &block.left.lengths[first..][..PAIRS],
            &block.right.lengths[first..][..PAIRS],
        );
        let there = PAIRS.min(len - first);
        let longest = |lengths: &[u32]| {
            let longest = lengths[..there].iter().max();
            longest.map_or(0, |longest| *longest as usize)
        };
        let (rows, columns) = (longest(left), longest(right));
        let mut gains = Plane([ONES * u64::from(NOTHING); 8]);
        for group in (0..8).step_by(I::WIDTH) {
            let symbol = |planes: &[Plane], at: usize| {
                let plane = &planes[at / WORD * STRIDE + first / 8 + at % WORD];
                isa.load(plane, group)
            };
            let matrix = &mut matrix[..columns];
            for (at, column) in matrix.iter_mut().enumerate() {
                *column = Column::of(isa, symbol(&block.right.planes, at));
            }
            let mut row = Row::new(isa);
            for at in 0..rows {
                row.next(isa, symbol(&block.left.planes, at), matrix);
            }
            if let Some(last) = matrix.last() {
                last.above.store(&mut gains, group);
            }
        }
        for (pair, distance) in distances.iter_mut().enumerate() {
            let gain = gains.0[pair % 8].to_le_bytes()[pair / 8];
            *distance = (left[pair] + right[pair] + NOTHING).wrapping_sub(gain.into());
        }
    }
}

/// A column of the matrices, as far as it is remembered.
#[derive(Clone, Copy)]
struct Column<B> {
    symbol: B,
    /// One where there is a symbol.
    one: B,
    /// The gain in the row above.
    above: B,
    /// The gain two rows above.
    before: B,
    /// What a swap gains that begins in this column, some rows above.
    down: B,
}

impl<B: Bits> Column<B> {
    #[inline(always)]
    fn new<I: Isa<Bits = B>>(isa: I) -> Self {
        Self::of(isa, isa.splat(0))
    }

    #[inline(always)]
    fn of<I: Isa<Bits = B>>(isa: I, symbol: B) -> Self {
        let zero = isa.splat(0);
        Self {
            symbol,
            one: !symbol.equal_bytes(zero) & isa.splat(ONES),
            above: isa.splat(ONES * u64::from(NOTHING)),
            before: zero,
            down: zero,
        }
    }
}

/// What a row remembers of the one before it.
struct Row<B> {
    symbol: B,
    /// The gain of column -1 two rows above.
    steep: B,
}

impl<B: Bits> Row<B> {
    #[inline(always)]
    fn new<I: Isa<Bits = B>>(isa: I) -> Self {
        Self {
            symbol: isa.splat(!0),
            steep: isa.splat(0),
        }
    }

    /// Computes the row of a symbol.
    #[inline(always)]
    fn next<I: Isa<Bits = B>>(&mut self, isa: I, symbol: B, columns: &mut [Column<B>]) {
        let (zero, ones) = (isa.splat(0), isa.splat(ONES));
        let [nothing, swapped] = [isa.splat(ONES * u64::from(NOTHING)); 2];
        let is_past = symbol.equal_bytes(zero);
        let one = !is_past & ones;
        // What is past the end equals nothing, not even what is past the other end.
        let (this, last) = (symbol | is_past, self.symbol);
        let (mut gain, mut along, mut follows) = (nothing, zero, zero);
        // Gains one row up and one column back; two up and one back; one up and two back.
        let (mut diagonal, mut steep, mut flat) = (nothing, self.steep, zero);
        for column in columns {
            let Column {
                symbol,
                one: there,
                above,
                before,
                down,
            } = *column;
            let equal = symbol.equal_bytes(this);
            let edited = diagonal.add_bytes(one & there).add_bytes(equal & ones);
            let swap = (follows & down).max_bytes(symbol.equal_bytes(last) & along);
            gain = gain.max_bytes(above.max_bytes(edited).max_bytes(swap));
            along = steep.add_bytes(swapped).or_else(equal, along);
            column.down = flat.add_bytes(swapped).or_else(equal, down);
            column.above = gain;
            column.before = above;
            (flat, diagonal, steep, follows) = (diagonal, above, before, equal);
        }
        (self.symbol, self.steep) = (this, nothing);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::block::testing::check_up_to;
    use crate::kernels::naive;

    #[test]
    fn every_level_equals_the_textbook() {
        check_up_to(LONGEST, damerau_levenshtein, naive::damerau_levenshtein);
    }
}
