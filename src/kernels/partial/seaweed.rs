//! All windows of a sequence against another sequence at once.
//!
//! The lengths of the longest common subsequences of one sequence (rows) and every part of another
//! (columns) are all told by a permutation (Tiskin, "Semi-local longest common subsequences in
//! subquadratic time", Journal of Discrete Algorithms, 2008). It is found by combing: a strand enters
//! the matrix at the top of every column and at the left of every row. In every cell a strand from the
//! left meets one from the top. Where the symbols differ and the two have not met before, they cross;
//! otherwise the left one turns down and the upper one turns right. Numbering the strands from left
//! to right makes "have met before" a comparison, and so a mismatch sorts the two strands. A part
//! has in common with the rows as many symbols as it has columns, less the strands that enter and
//! leave within it.
//!
//! Only windows of the columns are asked for here, so all strands from the left share the number 0.
//! The cells of a diagonal do not depend on each other, and vectors hold many of them. O(m n) steps.

use crate::interrupt::{self, Pace};
use crate::kernels::affix::pair::to_u32;
use crate::kernels::match_masks::Scratch;
use crate::simd::{Level, dispatch};
use crate::symbol::Symbol;

/// Calls `visit` with start, end and common symbols of every window of `columns`, which is not shorter
/// than `rows`.
pub(crate) fn for_each_window_of<S: Symbol>(
    rows: &[S],
    columns: &[S],
    scratch: &mut Scratch,
    visit: impl FnMut(usize, usize, u32),
) {
    comb(rows, columns, scratch);
    if interrupt::is_raised() {
        return;
    }
    let [strands, ends, ..] = &scratch.names;
    for_each_window(rows.len(), strands, ends, visit);
}

/// Calls `visit` with start, end and common symbols of every window: beginnings, windows as long as the
/// rows, ends, each in order. `strands` tells for each column which strand leaves there (its column
/// plus one, or 0 where it came from the left), `ends` for each column where its strand leaves.
#[inline]
fn for_each_window(
    rows: usize,
    strands: &[u32],
    ends: &[u32],
    mut visit: impl FnMut(usize, usize, u32),
) {
    let width = strands.len();
    let mut passing = 0;
    for (column, &strand) in strands[..rows].iter().enumerate() {
        passing += u32::from(strand > 0);
        visit(0, column + 1, to_u32(column + 1) - passing);
    }
    // From one window to the next, the strand that enters at the left column is lost, and the one
    // that leaves at the new right column is won if it entered within.
    let within = |start: usize, end: usize| ends[start] < to_u32(end);
    for start in 1..=width - rows {
        let end = start + rows;
        passing -= u32::from(within(start - 1, end - 1));
        passing += u32::from(strands[end - 1] > to_u32(start));
        visit(start, end, to_u32(rows) - passing);
    }
    for start in width - rows + 1..width {
        passing -= u32::from(within(start - 1, width));
        visit(start, width, to_u32(width - start) - passing);
    }
}

/// Finds for each column the strand that leaves there (its column plus one, or 0 where it came from the
/// left), and for each column where its strand leaves. They become the first two of
/// `scratch.names`.
fn comb<S: Symbol>(rows: &[S], columns: &[S], scratch: &mut Scratch) {
    let [strands, ends, codes, across] = &mut scratch.names;
    codes.clear();
    codes.extend(rows.iter().rev().map(|symbol| symbol.code()));
    codes.extend(columns.iter().map(|symbol| symbol.code()));
    let (rows, columns) = codes.split_at(rows.len());
    across.clear();
    across.resize(rows.len(), 0);
    strands.clear();
    strands.extend((1..).take(columns.len()));
    dispatch!(Level::best(), _isa => comb_diagonals([rows, columns], across, strands));
    ends.clear();
    ends.resize(columns.len(), u32::MAX);
    for (column, strand) in (0..).zip(strands) {
        if *strand > 0 {
            ends[*strand as usize - 1] = column;
        }
    }
}

/// Combs the matrix diagonal by diagonal. `across` are the strands on their way right in each row, `down` those on
/// their way down in each column; rows and their symbols are in reverse order.
#[inline(always)]
fn comb_diagonals(symbols: [&[u32]; 2], across: &mut [u32], down: &mut [u32]) {
    let [row_symbols, column_symbols] = symbols;
    let (rows, columns) = (row_symbols.len(), column_symbols.len());
    let mut pace = Pace::default();
    for diagonal in 1..rows + columns {
        let row = rows.saturating_sub(diagonal);
        let column = diagonal.saturating_sub(rows);
        let cells = (rows - row).min(columns - column);
        if pace.ends(cells) {
            return;
        }
        let symbols = row_symbols[row..][..cells]
            .iter()
            .zip(&column_symbols[column..][..cells]);
        let across = &mut across[row..][..cells];
        let strands = across.iter_mut().zip(&mut down[column..][..cells]);
        for ((across, down), (left, right)) in strands.zip(symbols) {
            let (smaller, larger) = (*across.min(down), *across.max(down));
            let equal = left == right;
            (*across, *down) = (
                if equal { *down } else { smaller },
                if equal { *across } else { larger },
            );
        }
    }
}
