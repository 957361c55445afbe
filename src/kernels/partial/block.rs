//! The best windows of a whole block, as [`partial`](crate::kernels::partial) has them: a pair in each byte of a
//! register.
//!
//! Combing (see [`seaweed`](super::seaweed)) tells what one sequence, the rows, has in common with every part of
//! another one, the columns. A cell asks whether two symbols are equal and which of two strands has the
//! smaller number, so that 64 matrices are combed at once in a register of 512 bits, in three instructions
//! a cell. Strands from the left have numbers as well, the last row the smallest, so that it is also told
//! what the columns have in common with every part of the rows: of two sequences of one length the window
//! may lie in either.
//!
//! A part has as many symbols in common as it is long, less the strands that enter and leave within it. These
//! are counted by comparing the numbers of those that leave: for windows as long as the rows, those that leave
//! within the window; for beginnings all that leave there, which are counted along; for ends those that entered
//! there and left on the right, which are what is in common.
//!
//! Lengths differ within a block. Positions past an end equal nothing. Strands go straight through them, so
//! that nothing else changes.
//!
//! O(m n) steps for the longest m and n of 64 pairs, three for the matrix and about as many for the windows.

use crate::kernels::block::bit_planes::{transpose_words, words_of};
use crate::kernels::block::{Block, LANES, STRIDE, WORD};
use crate::simd::{Bits, Isa, Level, Plane, dispatch};

/// The longest sequences whose strands have numbers that fit a byte, and are not the largest one.
pub const LONGEST: u32 = u8::MAX as u32 / 2 / WORD as u32 * WORD as u32;

/// Room for the symbols of a sequence.
const ROOM: usize = LONGEST as usize;
/// Pairs that are compared at once: bytes of a plane.
const PAIRS: usize = 64;
/// One in every byte.
pub(super) const ONES: u64 = 0x0101_0101_0101_0101;

/// What a window has in common with the shorter sequence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// How long a common subsequence.
    pub common: u32,
    /// How many symbols the window and the shorter sequence have.
    pub whole: u32,
}

/// The best window of every pair. Sequences must not be longer than [`LONGEST`]. Where one is empty, there is
/// none, and the part is empty.
pub fn best_windows(level: Level, block: &mut Block, parts: &mut [Part; LANES]) {
    dispatch!(level, isa => best_windows_in(isa, block, parts));
}

/// [`best_windows`] in a shell.
#[inline(always)]
fn best_windows_in<I: Isa>(isa: I, block: &mut Block, parts: &mut [Part; LANES]) {
    let len = block.len();
    let longest = block.left.longest(len).max(block.right.longest(len));
    transpose_words(isa, words_of(&mut block.left.planes, longest));
    transpose_words(isa, words_of(&mut block.right.planes, longest));
    let mut memory = Memory::new(isa);
    for (first, parts) in (0..len).step_by(PAIRS).zip(parts.chunks_exact_mut(PAIRS)) {
        let shape = Shape::of(block, first, PAIRS.min(len - first));
        let planes = [
            &block.left.planes[first / 8..],
            &block.right.planes[first / 8..],
        ];
        let (mut commons, mut wholes) = (Plane::ZERO, Plane::ZERO);
        for group in (0..8).step_by(I::WIDTH) {
            let mut matrix = Matrix::new(isa, planes, shape, group, &mut memory);
            matrix.comb(isa);
            let (common, whole) = matrix.best(isa);
            common.store(&mut commons, group);
            whole.store(&mut wholes, group);
        }
        for (pair, part) in parts.iter_mut().enumerate() {
            let byte = |plane: &Plane| plane.0[pair % 8].to_le_bytes()[pair / 8].into();
            *part = Part {
                common: byte(&commons),
                whole: byte(&wholes),
            };
        }
    }
}

/// How large the matrices of some pairs are.
#[derive(Clone, Copy)]
pub(super) struct Shape {
    /// The most symbols of a shorter sequence.
    pub(super) rows: usize,
    /// The fewest symbols of a shorter sequence.
    pub(super) fewest: usize,
    /// The most symbols of a longer sequence.
    pub(super) columns: usize,
    /// The most symbols by which one sequence is longer than the other.
    pub(super) excess: usize,
}

impl Shape {
    fn of(block: &Block, first: usize, count: usize) -> Self {
        let mut shape = Self {
            rows: 0,
            fewest: usize::MAX,
            columns: 0,
            excess: 0,
        };
        let lengths = block.left.lengths.iter().zip(&block.right.lengths);
        for (left, right) in lengths.skip(first).take(count) {
            let (shorter, longer) = (*left.min(right) as usize, *left.max(right) as usize);
            shape.rows = shape.rows.max(shorter);
            shape.fewest = shape.fewest.min(shorter);
            shape.columns = shape.columns.max(longer);
            shape.excess = shape.excess.max(longer - shorter);
        }
        shape
    }
}

/// What is kept of each row and column.
struct Memory<B> {
    /// The symbols of the shorter sequences.
    rows: [B; ROOM],
    /// The symbols of the longer sequences.
    columns: [B; ROOM],
    /// The strand that leaves each row on the right.
    across: [B; ROOM],
    /// The strand that leaves each column at the bottom.
    down: [B; ROOM],
}

impl<B: Bits> Memory<B> {
    #[inline(always)]
    fn new<I: Isa<Bits = B>>(isa: I) -> Self {
        let nothing = [isa.splat(0); ROOM];
        Self {
            rows: nothing,
            columns: nothing,
            across: nothing,
            down: nothing,
        }
    }
}

/// The matrices of the pairs in a register.
pub(super) struct Matrix<'a, B> {
    pub(super) rows: &'a mut [B],
    pub(super) columns: &'a mut [B],
    pub(super) across: &'a mut [B],
    pub(super) down: &'a mut [B],
    /// The length of each shorter sequence.
    pub(super) shorter: B,
    /// The length of each longer sequence.
    pub(super) longer: B,
    pub(super) shape: Shape,
}

impl<'a, B: Bits> Matrix<'a, B> {
    /// Reads the symbols of the pairs of a group.
    #[inline(always)]
    fn new<I: Isa<Bits = B>>(
        isa: I,
        [left, right]: [&[Plane]; 2],
        shape: Shape,
        group: usize,
        memory: &'a mut Memory<B>,
    ) -> Self {
        let (zero, one) = (isa.splat(0), isa.splat(ONES));
        let rows = &mut memory.rows[..shape.columns];
        let columns = &mut memory.columns[..shape.columns];
        let [mut left_len, mut right_len] = [zero; 2];
        for at in 0..shape.columns {
            let plane = at / WORD * STRIDE + at % WORD;
            rows[at] = isa.load(&left[plane], group);
            columns[at] = isa.load(&right[plane], group);
            left_len = left_len.add_bytes(rows[at].min_bytes(one));
            right_len = right_len.add_bytes(columns[at].min_bytes(one));
        }
        let shorter = left_len.min_bytes(right_len);
        let is_left = left_len.equal_bytes(shorter);
        for at in 0..shape.columns {
            let (left, right) = (rows[at], columns[at]);
            columns[at] = right.or_else(is_left, left);
            let symbol = left.or_else(is_left, right);
            // What is past the end equals nothing, not even what is past the other end.
            rows[at] = symbol | symbol.equal_bytes(zero);
        }
        Self {
            rows: &mut rows[..shape.rows],
            columns,
            across: &mut memory.across[..shape.rows],
            down: &mut memory.down[..shape.columns],
            shorter,
            longer: left_len.max_bytes(right_len),
            shape,
        }
    }

    /// Leads all strands through the matrix, two rows at a time.
    #[inline(always)]
    fn comb<I: Isa<Bits = B>>(&mut self, isa: I) {
        let rows = self.rows.len();
        for (column, down) in (rows as u64..).zip(&mut *self.down) {
            *down = isa.splat(ONES * column);
        }
        let strand = |row: usize| isa.splat(ONES * (rows - 1 - row) as u64);
        let mut row = 0;
        while row + 1 < rows {
            let (mut first, mut second) = (strand(row), strand(row + 1));
            let (upper, lower) = (self.rows[row], self.rows[row + 1]);
            for (down, symbol) in self.down.iter_mut().zip(&*self.columns) {
                let middle;
                (first, middle) = first.comb_bytes(*down, upper, *symbol);
                (second, *down) = second.comb_bytes(middle, lower, *symbol);
            }
            (self.across[row], self.across[row + 1]) = (first, second);
            row += 2;
        }
        if row < rows {
            let mut across = strand(row);
            for (down, symbol) in self.down.iter_mut().zip(&*self.columns) {
                (across, *down) = across.comb_bytes(*down, self.rows[row], *symbol);
            }
            self.across[row] = across;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::block::testing::{check_up_to, random_block};
    use crate::kernels::naive;

    /// A ratio of small numbers as one that is equal only where the ratio is.
    fn encoded(score: f64) -> u32 {
        (score * 1e9).round() as u32
    }

    fn kernel(level: Level, block: &mut Block, scores: &mut [u32; LANES]) {
        let mut parts = [Part::default(); LANES];
        best_windows(level, block, &mut parts);
        for (score, part) in scores.iter_mut().zip(parts) {
            *score = encoded(f64::from(2 * part.common) / f64::from(part.whole.max(1)));
        }
    }

    fn oracle(left: &[u8], right: &[u8]) -> u32 {
        encoded(naive::best_window(left, right))
    }

    #[test]
    fn every_level_equals_the_definition() {
        check_up_to(LONGEST, kernel, oracle);
    }

    #[test]
    fn the_longest_sequences() {
        for letters in [2, 20] {
            let (_, pairs) = random_block(ROOM, letters, 40);
            let scores = pairs.iter().map(|(left, right)| oracle(left, right));
            let expected: Vec<_> = scores.collect();
            for level in Level::available() {
                let (mut block, pairs) = random_block(ROOM, letters, 40);
                let mut scores = [0; LANES];
                kernel(level, &mut block, &mut scores);
                for ((pair, score), expected) in pairs.iter().zip(scores).zip(&expected) {
                    assert_eq!(score, *expected, "{} {pair:?}", level.name());
                }
            }
        }
    }
}
