//! Edit distances of a whole block: the dynamic program of all pairs, swept cell by cell.
//!
//! Neighbouring cells of the Levenshtein matrix differ by -1, 0 or +1 (Ukkonen 1985), so a cell's
//! borders need two bits each, and Myers' rules (JACM 1999, in Hyyrö's form of 2003) compute the
//! right and lower border from the left and upper one with five three-input logic functions. Myers
//! packs a column of one matrix into a word and needs carries; here one bit position of a register
//! belongs to one pair, and a register holds the same cell of up to 512 matrices. There is no carry,
//! no table of match masks and no branch.
//!
//! Two bits have a code to spare. With codes that were found by trying all of them, every other column does with four
//! functions instead of five (`Levenshtein::half_step`): about eleven and a half logic instructions a cell, seven of which ask
//! whether the two symbols are equal.
//!
//! Lengths differ within a block. The sweep runs from the last symbols to the first (distances do
//! not change when both texts are reversed), over as many rows and columns as the longest sequences
//! need. Positions past a sequence's end come first then, and their borders start at 0 where those
//! of real symbols start at +1: such rows hand the upper border down unchanged, such columns the
//! left border across, and where both are past the end the two "no symbol" codes are equal, so the
//! zeros stay. The matrix of the real symbols is computed as if the rest were not there.
//!
//! O(m n) cells for the block's longest m and n.

use crate::kernels::block::bit_planes::{Counter, differ, numbers, present, symbol, transpose};
use crate::kernels::block::{Block, CODE_BITS, LANES, MAX_SYMBOLS};
use crate::simd::{Bits, Isa, Level, Plane, dispatch};

/// The Levenshtein distance of every pair.
pub fn levenshtein(level: Level, block: &mut Block, distances: &mut [u32; LANES]) {
    sweep::<Levenshtein>(level, block, distances);
}

/// The optimal string alignment distance of every pair.
pub fn osa(level: Level, block: &mut Block, distances: &mut [u32; LANES]) {
    sweep::<Osa>(level, block, distances);
}

/// The length of the longest common subsequence of every pair.
pub fn lcs(level: Level, block: &mut Block, lengths: &mut [u32; LANES]) {
    sweep::<Lcs>(level, block, lengths);
}

/// A cell's rule: how the borders of the cells to the right and below follow.
pub(crate) trait Recurrence {
    /// Whether places past both ends, which are equal, are counted.
    const COUNTS_PADDING: bool = false;
    /// What a cell hands to the next column.
    type Across<B: Bits>: Copy;
    /// What a cell hands to the next row.
    type Down<B: Bits>: Copy;

    /// The left border of a row; `real` are the lanes that have a symbol there.
    fn across<B: Bits>(zero: B, real: B) -> Self::Across<B>;
    /// The upper border of a column.
    fn down<B: Bits>(zero: B, real: B) -> Self::Down<B>;
    /// The two borders behind a cell whose symbols differ in the lanes of `differ`.
    fn step<B: Bits>(
        across: Self::Across<B>,
        down: Self::Down<B>,
        differ: B,
    ) -> (Self::Across<B>, Self::Down<B>);
    /// A [step](Self::step) with fewer functions, for a left border that no half step has returned. Its own borders
    /// are for a full step, or to be [counted](Self::tally).
    #[inline(always)]
    fn half_step<B: Bits>(
        across: Self::Across<B>,
        down: Self::Down<B>,
        differ: B,
    ) -> (Self::Across<B>, Self::Down<B>) {
        Self::step(across, down, differ)
    }
    /// Two bits whose sum is what a row's right border counts.
    fn tally<B: Bits>(across: Self::Across<B>) -> (B, B);
    /// The number for a pair from the count over `rows` rows and the length of the right sequence.
    fn total(count: u32, rows: u32, right: u32) -> u32;
}

/// Levenshtein.
pub(crate) struct Levenshtein;

/// What [`Levenshtein`] hands to the next column: a border that is level, goes up, or else falls.
#[derive(Clone, Copy)]
pub(crate) struct Across<B> {
    level: B,
    /// Set where the border is level, unless a half step has returned it: then it has no meaning there.
    up: B,
}

/// What [`Levenshtein`] hands to the next row: a border that falls, stays where it is, or else rises.
#[derive(Clone, Copy)]
pub(crate) struct Down<B> {
    falls: B,
    /// Has no meaning where the border falls.
    stays: B,
}

impl Recurrence for Levenshtein {
    type Across<B: Bits> = Across<B>;
    type Down<B: Bits> = Down<B>;

    #[inline(always)]
    fn across<B: Bits>(zero: B, real: B) -> Across<B> {
        Across {
            level: !real,
            up: !zero,
        }
    }

    #[inline(always)]
    fn down<B: Bits>(zero: B, real: B) -> Down<B> {
        Down {
            falls: zero,
            stays: !real,
        }
    }

    #[inline(always)]
    fn step<B: Bits>(left: Across<B>, above: Down<B>, differ: B) -> (Across<B>, Down<B>) {
        // Lanes whose diagonal step is not free because of symbols or the left border.
        let pays = left.level.either_but(left.up, !differ);
        let stays = left.level.flip_but(pays, above.falls);
        (
            Across {
                level: above.stays.differ_but(pays, above.falls),
                up: pays.or3(above.falls, above.stays),
            },
            Down {
                falls: left.up.and_neither(left.level, stays),
                stays,
            },
        )
    }

    #[inline(always)]
    fn half_step<B: Bits>(left: Across<B>, above: Down<B>, differ: B) -> (Across<B>, Down<B>) {
        let up = above.falls.or_but(left.up, !differ);
        let stays = up.sum3(left.level, above.falls);
        (
            Across {
                level: above.stays.differ_but(up, above.falls),
                up,
            },
            Down {
                falls: left.up.and_neither(left.level, stays),
                stays,
            },
        )
    }

    #[inline(always)]
    fn tally<B: Bits>(border: Across<B>) -> (B, B) {
        (border.level | border.up, border.up & !border.level)
    }

    /// The right border falls from the top row, which is the right length, by the sum of its steps.
    #[inline(always)]
    fn total(count: u32, rows: u32, right: u32) -> u32 {
        (right + count).wrapping_sub(rows)
    }
}

/// Optimal string alignment: a border is (rises by one, falls by one). Beside it stands what a swap of neighbours
/// looks at.
pub(crate) struct Osa;

/// What [`Osa`] keeps of the cell to the left.
#[derive(Clone, Copy)]
pub(crate) struct Left<B> {
    border: (B, B),
    differ: B,
    free: B,
}

/// What [`Osa`] keeps of the cell above.
#[derive(Clone, Copy)]
pub(crate) struct Above<B> {
    border: (B, B),
    /// Where no swap ends in the cell below: its symbols differ, or the diagonal step into the cell to its
    /// left was free.
    bars: B,
}

impl Recurrence for Osa {
    type Across<B: Bits> = Left<B>;
    type Down<B: Bits> = Above<B>;

    #[inline(always)]
    fn across<B: Bits>(zero: B, real: B) -> Left<B> {
        Left {
            border: (real, zero),
            differ: !zero,
            free: zero,
        }
    }

    #[inline(always)]
    fn down<B: Bits>(zero: B, real: B) -> Above<B> {
        Above {
            border: (real, zero),
            bars: !zero,
        }
    }

    #[inline(always)]
    fn step<B: Bits>(left: Left<B>, above: Above<B>, differ: B) -> (Left<B>, Above<B>) {
        let ((up, fall), (rise, drop)) = (left.border, above.border);
        // Both symbols equal their neighbours across, and the cell diagonally before had to pay.
        let costs = differ & (left.differ | above.bars);
        let free = (!costs).or3(fall, drop);
        let across = (drop.or_neither(free, rise), free & rise);
        let down = (fall.or_neither(free, up), free & up);
        (
            Left {
                border: across,
                differ,
                free,
            },
            Above {
                border: down,
                bars: differ | left.free,
            },
        )
    }

    #[inline(always)]
    fn tally<B: Bits>(left: Left<B>) -> (B, B) {
        let (up, fall) = left.border;
        (up, !fall)
    }

    #[inline(always)]
    fn total(count: u32, rows: u32, right: u32) -> u32 {
        Levenshtein::total(count, rows, right)
    }
}

/// Longest common subsequence: lengths only ever rise, by zero or one.
pub(crate) struct Lcs;

impl Recurrence for Lcs {
    const COUNTS_PADDING: bool = true;
    type Across<B: Bits> = B;
    type Down<B: Bits> = B;

    #[inline(always)]
    fn across<B: Bits>(zero: B, _real: B) -> B {
        zero
    }

    #[inline(always)]
    fn down<B: Bits>(zero: B, _real: B) -> B {
        zero
    }

    #[inline(always)]
    fn step<B: Bits>(across: B, down: B, differ: B) -> (B, B) {
        (
            across.or_not_but(differ, down),
            down.or_not_but(differ, across),
        )
    }

    #[inline(always)]
    fn tally<B: Bits>(across: B) -> (B, B) {
        (across, across & !across)
    }

    #[inline(always)]
    fn total(count: u32, _rows: u32, _right: u32) -> u32 {
        count
    }
}

fn sweep<R: Recurrence>(level: Level, block: &mut Block, numbers: &mut [u32; LANES]) {
    let rows = block.left.longest(block.len());
    let columns = block.right.longest(block.len());
    macro_rules! with_room {
        ($room:expr) => {
            dispatch!(level, isa => sweep_in::<_, R, { $room }>(isa, block, [rows, columns], numbers))
        };
    }
    // Room for the borders of a column, which has to be cleared.
    if rows <= SHORT {
        with_room!(SHORT);
    } else if rows <= MEDIUM {
        with_room!(MEDIUM);
    } else {
        with_room!(MAX_SYMBOLS as usize);
    }
}

/// Room for the borders of most sequences.
pub(crate) const SHORT: usize = 32;
/// Room for those of nearly all others.
pub(crate) const MEDIUM: usize = 64;

/// [`sweep`] in a shell, for left sequences of at most `ROOM` symbols.
#[inline(always)]
fn sweep_in<I: Isa, R: Recurrence, const ROOM: usize>(
    isa: I,
    block: &mut Block,
    [rows, columns]: [usize; 2],
    to: &mut [u32; LANES],
) {
    let (left, right) = (&mut block.left.planes, &mut block.right.planes);
    transpose(isa, left, rows);
    transpose(isa, right, columns);
    let mut counts = [Plane::ZERO; 8];
    let zero = isa.splat(0);
    for group in (0..8).step_by(I::WIDTH) {
        let mut borders = [R::across(zero, zero); ROOM];
        for (row, border) in borders[..rows].iter_mut().enumerate() {
            *border = R::across(zero, present(&symbol(isa, left, row, group)));
        }
        // Two columns at a time share the loads of the left symbols.
        let mut column = columns;
        while column > 0 {
            column -= 1;
            let first = symbol(isa, right, column, group);
            if column == 0 {
                one_column::<I, R>(isa, left, &mut borders[..rows], &first, group);
            } else {
                column -= 1;
                let second = symbol(isa, right, column, group);
                let pair = (&first, &second);
                two_columns::<I, R>(isa, left, &mut borders[..rows], pair, group);
            }
        }
        add_up::<I, R>(isa, &borders[..rows]).store(&mut counts, group);
    }
    let mut bytes = [0; LANES];
    numbers(isa, &mut counts, &mut bytes);
    let (rows, columns) = (rows as u32, columns as u32);
    let lengths = block.left.lengths.iter().zip(&block.right.lengths);
    for ((number, count), (left, right)) in to.iter_mut().zip(bytes).zip(lengths) {
        let padding = if R::COUNTS_PADDING {
            rows.saturating_sub(*left)
                .min(columns.saturating_sub(*right))
        } else {
            0
        };
        // Counts are known modulo 256, and numbers are smaller.
        let total = R::total(count.into(), rows, *right) & 0xFF;
        *number = total.saturating_sub(padding);
    }
}

/// Bits of what is counted.
pub(crate) const COUNT_BITS: usize = 9;

/// The sum of what all right borders count.
#[inline(always)]
pub(crate) fn add_up<I: Isa, R: Recurrence>(
    isa: I,
    borders: &[R::Across<I::Bits>],
) -> Counter<I::Bits, COUNT_BITS> {
    let mut sum = Counter::new(isa);
    let (fours, rest) = borders.as_chunks();
    for [one, two, three, four] in fours {
        sum.add_eight([
            R::tally(*one),
            R::tally(*two),
            R::tally(*three),
            R::tally(*four),
        ]);
    }
    for border in rest {
        let (first, second) = R::tally(*border);
        sum.add_both(first, second);
    }
    sum
}

type Symbol<B> = [B; CODE_BITS];

#[inline(always)]
fn one_column<I: Isa, R: Recurrence>(
    isa: I,
    left: &[Plane],
    borders: &mut [R::Across<I::Bits>],
    right: &Symbol<I::Bits>,
    group: usize,
) {
    let mut down = R::down(isa.splat(0), present(right));
    for (row, border) in borders.iter_mut().enumerate().rev() {
        let symbol = symbol(isa, left, row, group);
        (*border, down) = R::half_step(*border, down, differ(&symbol, right));
    }
}

#[inline(always)]
fn two_columns<I: Isa, R: Recurrence>(
    isa: I,
    left: &[Plane],
    borders: &mut [R::Across<I::Bits>],
    (first, second): (&Symbol<I::Bits>, &Symbol<I::Bits>),
    group: usize,
) {
    let zero = isa.splat(0);
    let mut down_first = R::down(zero, present(first));
    let mut down_second = R::down(zero, present(second));
    for (row, border) in borders.iter_mut().enumerate().rev() {
        let symbol = symbol(isa, left, row, group);
        let middle;
        (middle, down_first) = R::half_step(*border, down_first, differ(&symbol, first));
        (*border, down_second) = R::step(middle, down_second, differ(&symbol, second));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::block::testing::check;
    use crate::kernels::naive;

    #[test]
    fn levenshtein_is_the_textbook_one() {
        check(levenshtein, naive::levenshtein);
    }

    #[test]
    fn osa_is_the_textbook_one() {
        check(osa, naive::osa);
    }

    #[test]
    fn lcs_is_the_textbook_one() {
        check(lcs, naive::lcs);
    }
}
