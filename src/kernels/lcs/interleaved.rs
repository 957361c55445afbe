//! Longest common subsequences of several pairs, side by side.
//!
//! The recurrence of [`pair`](super::pair) waits for itself: each column needs the one before, four
//! instructions one after the other, while the processor could do as many at once. Four pairs of bytes
//! fill that time. They are taken in the order of their columns' number, so that those which run
//! together end together; what a longer one has left it does by itself.

use crate::kernels::affix::pair::longer_first;
use crate::kernels::lcs;
use crate::kernels::match_masks::Scratch;
use crate::simd::{BYTES, Isa, Level, dispatch};
use crate::strings::words::BATCH;
use crate::strings::words::rank::ranks;
use crate::symbol::Symbol;

/// Pairs that run side by side.
const ABREAST: usize = 4;
/// Pairs that run side by side if their rows take more than one word.
const ABREAST_LONG: usize = 2;
/// Matrices of one word have smaller keys.
const SHORT: u64 = 2 << 16;
/// The most words of a matrix that is not compared by itself.
const WORDS: usize = 2;

/// Writes the length of the longest common subsequence of each pair.
pub fn lcs<S: Symbol>(pairs: &[[&[S]; 2]], lengths: &mut [u32], scratch: &mut Scratch) {
    let is_wide = Level::best().is_wide();
    let some = pairs.chunks(BATCH).zip(lengths.chunks_mut(BATCH));
    for (pairs, lengths) in some {
        let mut matrices = [Matrix::default(); BATCH];
        let mut keys = [u64::MAX; BATCH];
        let mut count = 0;
        for (at, ([left, right], length)) in pairs.iter().zip(&mut *lengths).enumerate() {
            let matrix = match (S::as_bytes(left), S::as_bytes(right)) {
                (Some(left), Some(right)) if is_wide => Matrix::new(left, right),
                _ => None,
            };
            if let Some(matrix) = matrix {
                matrices[at] = matrix;
                keys[at] = matrix.key() | at as u64;
                count += 1;
            } else {
                *length = lcs::pair::lcs(left, right, 0, scratch);
            }
        }
        let mut order = [0; BATCH];
        for (at, rank) in ranks(&keys).into_iter().enumerate() {
            order[rank as usize % BATCH] = at;
        }
        // Those of one word come first.
        let short = keys.iter().filter(|key| **key < SHORT).count();
        let (short, long) = order[..count].split_at(short);
        for places in short.chunks(ABREAST) {
            compare::<1, ABREAST>(places, &matrices, lengths);
        }
        for places in long.chunks(ABREAST_LONG) {
            compare::<WORDS, ABREAST_LONG>(places, &matrices, lengths);
        }
    }
}

/// Writes the lengths of the pairs at these places, at most `P` whose rows take `N` words.
fn compare<const N: usize, const P: usize>(
    places: &[usize],
    matrices: &[Matrix<'_>; BATCH],
    lengths: &mut [u32],
) {
    // Pairs that are missing are the first one once more.
    let mut chosen = [matrices[places[0]]; P];
    for (chosen, place) in chosen.iter_mut().zip(places) {
        *chosen = matrices[*place];
    }
    let compared = dispatch!(Level::best(), isa => side_by_side::<_, N, P>(isa, &chosen));
    for (place, length) in places.iter().zip(compared) {
        lengths[*place] = length;
    }
}

/// Both sequences: the longer one in the rows, or the shorter one where that saves a word.
#[derive(Clone, Copy, Default)]
struct Matrix<'a> {
    rows: &'a [u8],
    columns: &'a [u8],
}

impl<'a> Matrix<'a> {
    /// A matrix that is not compared by itself, if it can be.
    #[inline]
    fn new(left: &'a [u8], right: &'a [u8]) -> Option<Self> {
        let (longer, shorter) = longer_first(left, right);
        let (rows, columns) = if longer.len() > BYTES && shorter.len() <= BYTES {
            (shorter, longer)
        } else {
            (longer, shorter)
        };
        (longer.len() <= WORDS * BYTES).then_some(Self { rows, columns })
    }

    #[inline]
    fn words(self) -> usize {
        self.rows.len().div_ceil(BYTES)
    }

    /// The order in which pairs are taken; the last byte is free.
    #[inline]
    fn key(self) -> u64 {
        ((self.words() << 8 | self.columns.len()) << 8) as u64
    }
}

/// The rows of a matrix in registers, and the state of their recurrence.
#[derive(Clone, Copy)]
struct Lane<B, const N: usize> {
    rows: [B; N],
    words: [u64; N],
}

impl<B: Copy, const N: usize> Lane<B, N> {
    #[inline(always)]
    fn new<I: Isa<Bytes = B>>(isa: I, rows: &[u8]) -> Self {
        let mut parts = [isa.bytes(&[]); N];
        for (part, rows) in parts.iter_mut().zip(rows.chunks(BYTES)) {
            *part = isa.bytes(rows);
        }
        Self {
            rows: parts,
            words: [u64::MAX; N],
        }
    }

    #[inline(always)]
    fn step<I: Isa<Bytes = B>>(&mut self, isa: I, symbol: u8) {
        let mut carry = false;
        for (word, rows) in self.words.iter_mut().zip(&self.rows) {
            let matches = *word & isa.equal(*rows, symbol);
            let (sum, first) = word.overflowing_add(matches);
            let (sum, second) = sum.overflowing_add(carry.into());
            *word = sum | (*word - matches);
            carry = first | second;
        }
    }

    /// How often the value grows within so many rows. What is behind may have matched as well.
    #[inline(always)]
    fn length(&self, rows: usize) -> u32 {
        let mut length = 0;
        for (word, start) in self.words.iter().zip((0..).step_by(BYTES)) {
            let rows = rows.saturating_sub(start).min(BYTES);
            let behind = u64::MAX.unbounded_shl(rows as u32);
            length += (word | behind).count_zeros();
        }
        length
    }
}

/// The lengths of the common subsequences of matrices of at most `64 * N` rows.
#[inline(always)]
fn side_by_side<I: Isa, const N: usize, const P: usize>(
    isa: I,
    matrices: &[Matrix<'_>; P],
) -> [u32; P] {
    let mut lanes = [Lane::<_, N>::new(isa, &[]); P];
    let mut columns = [&[][..]; P];
    let mut shared = usize::MAX;
    for (lane, matrix) in matrices.iter().enumerate() {
        lanes[lane] = Lane::new(isa, matrix.rows);
        columns[lane] = matrix.columns;
        shared = shared.min(matrix.columns.len());
    }
    for columns in &mut columns {
        *columns = &columns[..shared];
    }
    for at in 0..shared {
        for (lane, columns) in lanes.iter_mut().zip(columns) {
            lane.step(isa, columns[at]);
        }
    }
    let mut lengths = [0; P];
    let lanes = lanes.iter_mut().zip(matrices);
    for ((lane, matrix), length) in lanes.zip(&mut lengths) {
        for symbol in &matrix.columns[shared..] {
            lane.step(isa, *symbol);
        }
        *length = lane.length(matrix.rows.len());
    }
    lengths
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;
    use crate::kernels::naive;

    #[test]
    fn equals_the_textbook() {
        let all = RefCell::new(Vec::new());
        naive::for_pairs(|left, right, _| {
            all.borrow_mut().push([left.to_vec(), right.to_vec()]);
        });
        let all = all.into_inner();
        // In another order, so that pairs of all lengths meet.
        let order = (0..all.len()).map(|at| at * 7919 % all.len());
        let all: Vec<_> = order.map(|at| all[at].clone()).collect();
        let pairs: Vec<_> = all
            .iter()
            .map(|pair| pair.each_ref().map(|side| &side[..]))
            .collect();
        let wide: Vec<_> = all
            .iter()
            .map(|pair| pair.each_ref().map(|side| naive::widened(side)))
            .collect();
        let wide: Vec<_> = wide
            .iter()
            .map(|pair| pair.each_ref().map(|side| &side[..]))
            .collect();
        let mut scratch = Scratch::default();
        let (mut bytes, mut codes) = (vec![0; all.len()], vec![0; all.len()]);
        lcs(&pairs, &mut bytes, &mut scratch);
        lcs(&wide, &mut codes, &mut scratch);
        for ([left, right], lengths) in pairs.iter().zip(bytes.iter().zip(codes)) {
            let expected = naive::lcs(left, right);
            assert_eq!(
                (*lengths.0, lengths.1),
                (expected, expected),
                "{left:?} {right:?}"
            );
        }
    }
}
