//! What the texts of every pair of a block have in common as collections of runs of n symbols.
//!
//! Same question as in [`super::pair`]. With one pair per bit (see [`crate::kernels::edit::block`]) nothing needs to
//! be sorted or hashed: a cell asks whether the run that ends at a left symbol equals the run that
//! ends at a right one, which is whether the symbols are equal and the runs of n - 1 symbols one cell up
//! the diagonal are. That is about fifteen logic instructions for 512 pairs.
//!
//! - Sets: a left run counts where no earlier left run equals it (cells of the left text with itself),
//!   and is common where a right run equals it. Right runs are counted likewise.
//! - Bags: each left run takes the first equal right run that is still free. Equal runs are equal to
//!   the same runs, so whoever is first, as many are taken as the smaller count.
//!
//! O(m n) cells for the block's longest m and n, and half of m² and n² more for sets.

use super::{Counting, Overlap};
use crate::kernels::block::bit_planes::{Counter, differ, numbers, present, symbol, transpose};
use crate::kernels::block::{Block, CODE_BITS, LANES, MAX_SYMBOLS};
use crate::simd::{Bits, Isa, Level, Plane, dispatch};

/// The longest runs that this kernel knows.
pub const LONGEST: u32 = 5;

/// Compares the texts of every pair as sets, or as bags, of their runs of `n` symbols, 1 to
/// [`LONGEST`].
///
/// # Panics
/// If `n` is not within that range, or `counting` is [`Counting::Squares`].
pub fn overlap(
    level: Level,
    block: &mut Block,
    n: u32,
    counting: Counting,
    overlaps: &mut [Overlap; LANES],
) {
    assert!((1..=LONGEST).contains(&n), "runs of 1 to {LONGEST} symbols");
    assert!(
        counting != Counting::Squares,
        "products do not fit the counters"
    );
    // Texts that are their own only gram are looked at before their words become planes.
    let mut wholes = [false; LANES];
    for (pair, equal) in wholes.iter_mut().enumerate() {
        let lengths = [block.left.lengths[pair], block.right.lengths[pair]];
        *equal = lengths[0] < n
            && lengths[0] == lengths[1]
            && block.left.word(0, pair) == block.right.word(0, pair);
    }
    let mut counts = [[0; LANES]; 3];
    let shingles = Shingles {
        rows: block.left.longest(block.len()),
        columns: block.right.longest(block.len()),
        left: &mut block.left.planes,
        right: &mut block.right.planes,
        as_sets: counting == Counting::Once,
        counts: &mut counts,
    };
    match n {
        1 => dispatch!(level, isa => shingles.count::<_, 1>(isa)),
        2 => dispatch!(level, isa => shingles.count::<_, 2>(isa)),
        3 => dispatch!(level, isa => shingles.count::<_, 3>(isa)),
        4 => dispatch!(level, isa => shingles.count::<_, 4>(isa)),
        _ => dispatch!(level, isa => shingles.count::<_, 5>(isa)),
    }
    for (pair, overlap) in overlaps.iter_mut().enumerate() {
        let [left, right] = [block.left.lengths[pair], block.right.lengths[pair]];
        let [common, lefts, rights] = [0, 1, 2].map(|of: usize| u64::from(counts[of][pair]));
        let size = |length: u32, count: u64| match counting {
            _ if length < n => u64::from(length > 0),
            Counting::Once => count,
            _ => u64::from(length - n + 1),
        };
        *overlap = Overlap {
            left: size(left, lefts),
            right: size(right, rights),
            common: if left.max(right) < n {
                u64::from(wholes[pair] && left > 0)
            } else {
                common
            },
        };
    }
}

struct Shingles<'a> {
    left: &'a mut [Plane],
    right: &'a mut [Plane],
    rows: usize,
    columns: usize,
    as_sets: bool,
    /// The pairs' counts: common, left, right.
    counts: &'a mut [[u8; LANES]; 3],
}

impl Shingles<'_> {
    /// Counts runs of `N` symbols.
    #[inline(always)]
    fn count<I: Isa, const N: usize>(self, isa: I) {
        let Shingles {
            left,
            right,
            rows,
            columns,
            as_sets,
            counts,
        } = self;
        transpose(isa, left, rows);
        transpose(isa, right, columns);
        let (left, right) = (&*left, &*right);
        let zero = isa.splat(0);
        let mut planes = [[Plane::ZERO; 8]; 3];
        for group in (0..8).step_by(I::WIDTH) {
            let [mut common, mut lefts, mut rights]: [Counter<_>; 3] = [Counter::new(isa); 3];
            if as_sets {
                let mut seen = [zero; MAX_SYMBOLS as usize];
                earlier::<I, N>(isa, left, rows, group, |row, seen_before| {
                    let counts = exists::<I, N>(isa, left, row, group) & !seen_before;
                    lefts.add(counts);
                    seen[row] = counts;
                });
                earlier::<I, N>(isa, right, columns, group, |column, seen_before| {
                    rights.add(exists::<I, N>(isa, right, column, group) & !seen_before);
                });
                let mut table = Table::<I::Bits, N>::new(zero);
                for (row, counts) in seen[..rows].iter().enumerate() {
                    let mut found = zero;
                    let symbol = symbol(isa, left, row, group);
                    table.row(isa, &symbol, right, columns, group, |_, equal| {
                        found = found | equal
                    });
                    common.add(found & *counts);
                }
            } else {
                let mut free = [!zero; MAX_SYMBOLS as usize];
                let mut table = Table::<I::Bits, N>::new(zero);
                for row in 0..rows {
                    let mut found = zero;
                    let symbol = symbol(isa, left, row, group);
                    table.row(isa, &symbol, right, columns, group, |column, equal| {
                        let taken = equal & free[column] & !found;
                        free[column] = free[column] & !taken;
                        found = found | taken;
                    });
                    common.add(found);
                }
            }
            for (counter, planes) in [common, lefts, rights].into_iter().zip(&mut planes) {
                counter.store(planes, group);
            }
        }
        for (planes, counts) in planes.iter_mut().zip(counts) {
            numbers(isa, planes, counts);
        }
    }
}

/// Lanes that have a run ending at a symbol.
#[inline(always)]
fn exists<I: Isa, const N: usize>(isa: I, planes: &[Plane], at: usize, group: usize) -> I::Bits {
    if at + 1 < N {
        return isa.splat(0);
    }
    present(&symbol(isa, planes, at, group))
}

/// Calls `visit` for each symbol of a side with the lanes in which the run ending there equals one that
/// ends before.
#[inline(always)]
fn earlier<I: Isa, const N: usize>(
    isa: I,
    planes: &[Plane],
    symbols: usize,
    group: usize,
    mut visit: impl FnMut(usize, I::Bits),
) {
    let mut table = Table::<I::Bits, N>::new(isa.splat(0));
    for row in 0..symbols {
        let mut seen = isa.splat(0);
        let symbol = symbol(isa, planes, row, group);
        table.row(isa, &symbol, planes, row, group, |_, equal| {
            seen = seen | equal
        });
        visit(row, seen);
    }
}

/// One row of cells: for each column, and each length below `N`, the lanes in which the runs of
/// that length that end at row and column are equal.
struct Table<B, const N: usize> {
    equal: [[B; MAX_SYMBOLS as usize]; N],
}

impl<B: Bits, const N: usize> Table<B, N> {
    #[inline(always)]
    fn new(zero: B) -> Self {
        Self {
            equal: [[zero; MAX_SYMBOLS as usize]; N],
        }
    }

    /// Moves on to the next row, which has this symbol, and calls `visit` with the lanes in which the
    /// runs of `N` symbols that end there and at a column are equal, for the first `columns`.
    #[inline(always)]
    fn row<I: Isa<Bits = B>>(
        &mut self,
        isa: I,
        row: &[B; CODE_BITS],
        planes: &[Plane],
        columns: usize,
        group: usize,
        mut visit: impl FnMut(usize, B),
    ) {
        let real = present(row);
        // From the right, so that the cell up the diagonal is still that of the row before.
        for column in (0..columns).rev() {
            let symbol = symbol(isa, planes, column, group);
            let equal = real & !differ(row, &symbol);
            let mut run = equal;
            for length in (1..N).rev() {
                let before = if column == 0 {
                    isa.splat(0)
                } else {
                    self.equal[length][column - 1]
                };
                let longer = equal & before;
                if length + 1 == N {
                    run = longer;
                } else {
                    self.equal[length + 1][column] = longer;
                }
            }
            if N > 1 {
                self.equal[1][column] = equal;
            }
            visit(column, run);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::block::testing::check;
    use crate::kernels::match_masks::Scratch;
    use crate::kernels::qgrams;

    #[test]
    fn equals_what_sorting_gives() {
        for n in [1, 2, 3, LONGEST] {
            for counting in [Counting::Once, Counting::Each] {
                let pack = |overlap: Overlap| {
                    (overlap.common << 16 | overlap.left << 8 | overlap.right) as u32
                };
                check(
                    |level, block, numbers| {
                        let mut overlaps = [Overlap::default(); LANES];
                        overlap(level, block, n, counting, &mut overlaps);
                        *numbers = overlaps.map(pack);
                    },
                    |left, right| {
                        let scratch = &mut Scratch::default();
                        pack(qgrams::pair::overlap(
                            left, right, n as usize, counting, scratch,
                        ))
                    },
                );
            }
        }
    }
}
