//! The two walks of Jaro's similarity over the cells within the window, one bit for each pair.
//!
//! Left symbols are rows, right ones columns, and a register holds the same cell of many pairs. Both
//! walks go down neighbouring columns together, which share what they read and write of each row.
//!
//! The first walk finds partners. Going down a column, its symbol has a partner where it had one
//! already, or where the row's symbol is equal and free; and that one stays free where it is not equal
//! or the column's symbol had a partner already. So a cell takes two functions of three bits each, and a
//! third one where some pairs have a window that ends before it.
//!
//! The second walk counts partners that are in order: the `k`-th symbol with a partner of one side
//! stands opposite the `k`-th of the other one. A mark for each pair stands in the row that was last
//! opposite. A column that has a partner sends it down to the next row that has one, which is the row
//! opposite, and asks there whether the symbols are equal: four functions a cell. Rows and columns that
//! are opposite each other are never further apart than the window, since some pairing of them is not
//! and the one in order has the smallest greatest distance. So the mark is looked for in the same cells;
//! where it is left above them, it enters with the first one.
//!
//! O(m w) functions for window w.

use crate::kernels::block::bit_planes::Counter;
use crate::simd::{Bits, Isa};

/// Which symbols of either side are equal.
pub(crate) trait Cells<I: Isa> {
    /// Whether two columns are walked down at once.
    const IN_TWOS: bool = true;
    /// What is read once of neighbouring right symbols.
    type Columns<const N: usize>;

    /// Right symbols from the `first` on.
    fn columns<const N: usize>(&self, isa: I, first: usize) -> Self::Columns<N>;

    /// Lanes where the left symbol equals each of the right ones.
    fn equal<const N: usize>(
        &mut self,
        isa: I,
        columns: &Self::Columns<N>,
        row: usize,
    ) -> [I::Bits; N];
}

/// The cells that some pair's window reaches.
pub(crate) struct Band<B, const ROOM: usize> {
    /// Left symbols of the longest sequence.
    pub(crate) rows: usize,
    /// Right symbols of the longest sequence.
    pub(crate) columns: usize,
    /// How far apart partners may be in any pair.
    pub(crate) widest: usize,
    /// How far apart they may be in every pair.
    pub(crate) narrowest: usize,
    /// The lanes that allow a distance, for each up to `widest + 1`, which none does.
    pub(crate) windows: [B; ROOM],
}

/// How far apart partners may be if the longer sequence has so many symbols.
#[inline(always)]
pub(crate) fn window(longer: usize) -> usize {
    (longer / 2).saturating_sub(1)
}

impl<B: Bits, const ROOM: usize> Band<B, ROOM> {
    /// Finds partners. In `left` are the lanes that have a symbol in each place, of which those stay
    /// that are without a partner; in `right` come those that have one.
    #[inline(always)]
    pub(crate) fn search<I: Isa<Bits = B>>(
        &self,
        isa: I,
        cells: &mut impl Cells<I>,
        left: &mut [B; ROOM],
        right: &mut [B; ROOM],
    ) {
        let (twos, ones) = right[..self.columns].split_at_mut(in_twos::<I, _>(cells, self.columns));
        for (at, right) in twos.as_chunks_mut::<2>().0.iter_mut().enumerate() {
            *right = self.search_columns(isa, cells, 2 * at, left);
        }
        for (at, right) in (twos.len()..).zip(ones) {
            [*right] = self.search_columns(isa, cells, at, left);
        }
    }

    #[inline(always)]
    fn search_columns<I: Isa<Bits = B>, const N: usize>(
        &self,
        isa: I,
        cells: &mut impl Cells<I>,
        first: usize,
        left: &mut [B; ROOM],
    ) -> [B; N] {
        let columns = cells.columns::<N>(isa, first);
        let rows = self.rows_of::<N>(first);
        // The rows that all of these columns reach in every pair.
        let sure = (first + N - 1).saturating_sub(self.narrowest).min(rows.end);
        let unsure = (first + self.narrowest + 1).clamp(sure, rows.end);
        let mut partner = [isa.splat(0); N];
        for (row, free) in (rows.start..sure).zip(&mut left[rows.start..sure]) {
            let equal = self.within(cells.equal(isa, &columns, row), first, row);
            pass(free, &mut partner, equal);
        }
        for (row, free) in (sure..unsure).zip(&mut left[sure..unsure]) {
            pass(free, &mut partner, cells.equal(isa, &columns, row));
        }
        for (row, free) in (unsure..rows.end).zip(&mut left[unsure..rows.end]) {
            let equal = self.within(cells.equal(isa, &columns, row), first, row);
            pass(free, &mut partner, equal);
        }
        partner
    }

    /// Counts the partners that are equal to the one opposite. In `left` and `right` are the lanes that
    /// have a partner.
    #[inline(always)]
    pub(crate) fn in_order<I: Isa<Bits = B>>(
        &self,
        isa: I,
        cells: &mut impl Cells<I>,
        left: &[B; ROOM],
        right: &[B; ROOM],
    ) -> Counter<B> {
        let zero = isa.splat(0);
        let mut marks = Marks {
            above: !zero,
            past: 0,
            last: [zero; ROOM],
        };
        let mut in_order = Counter::new(isa);
        let (twos, ones) = right[..self.columns].split_at(in_twos::<I, _>(cells, self.columns));
        for (at, right) in twos.as_chunks::<2>().0.iter().enumerate() {
            let [first, second] = self.follow(isa, cells, 2 * at, left, right, &mut marks);
            in_order.add_both(first, second);
        }
        for (at, right) in (twos.len()..).zip(ones) {
            let [found] = self.follow(isa, cells, at, left, &[*right], &mut marks);
            in_order.add(found);
        }
        in_order
    }

    /// Moves the marks for neighbouring columns; gives where the symbols opposite are equal.
    #[inline(always)]
    fn follow<I: Isa<Bits = B>, const N: usize>(
        &self,
        isa: I,
        cells: &mut impl Cells<I>,
        first: usize,
        left: &[B; ROOM],
        right: &[B; N],
        marks: &mut Marks<B, ROOM>,
    ) -> [B; N] {
        let columns = cells.columns::<N>(isa, first);
        let rows = self.rows_of::<N>(first);
        for last in &marks.last[marks.past..rows.start] {
            marks.above = marks.above | *last;
        }
        marks.past = rows.start;
        let mut moving = [marks.above; N];
        for (moving, right) in moving.iter_mut().zip(right) {
            *moving = marks.above;
            marks.above = marks.above & !*right;
        }
        let mut found = [isa.splat(0); N];
        for row in rows {
            let equal = cells.equal(isa, &columns, row);
            let mut last = marks.last[row];
            for column in 0..N {
                let opposite = moving[column] & left[row];
                found[column] = found[column] | (opposite & equal[column]);
                moving[column] = last | (moving[column] & !left[row]);
                last = opposite.or_else(right[column], last);
            }
            marks.last[row] = last;
        }
        for (found, right) in found.iter_mut().zip(right) {
            *found = *found & *right;
        }
        found
    }

    /// The rows that any of neighbouring columns reaches.
    #[inline(always)]
    fn rows_of<const N: usize>(&self, first: usize) -> std::ops::Range<usize> {
        let past = self.rows.min(first + N + self.widest);
        first.saturating_sub(self.widest).min(past)..past
    }

    /// Of these lanes those whose windows reach a row.
    #[inline(always)]
    fn within<const N: usize>(&self, mut equal: [B; N], first: usize, row: usize) -> [B; N] {
        for (column, equal) in (first..).zip(&mut equal) {
            *equal = *equal & self.windows[row.abs_diff(column)];
        }
        equal
    }
}

/// The columns that are walked down two at a time.
#[inline(always)]
fn in_twos<I: Isa, C: Cells<I>>(_: &C, columns: usize) -> usize {
    if C::IN_TWOS { columns - columns % 2 } else { 0 }
}

/// The rows that were last opposite.
struct Marks<B, const ROOM: usize> {
    /// Where they are before the rows that are looked at.
    above: B,
    /// The first row that is looked at.
    past: usize,
    last: [B; ROOM],
}

/// Offers a row's symbol to neighbouring columns.
#[inline(always)]
fn pass<B: Bits, const N: usize>(free: &mut B, partner: &mut [B; N], equal: [B; N]) {
    for (partner, equal) in partner.iter_mut().zip(equal) {
        let stays = *free & (*partner | !equal);
        *partner = *partner | (*free & equal);
        *free = stays;
    }
}
