//! The unrestricted Damerau–Levenshtein distance: insertions, deletions, substitutions, and swaps of
//! two symbols that may be edited again.
//!
//! Zhao and Sahni (2019, "String correction using the Damerau-Levenshtein distance") compute it in
//! O(m · n) time and linear memory: a swap that is part of a best alignment has either no deletions or
//! no insertions between its two symbols, so one remembered value per column and one per row suffice.
//!
//! Here the matrix holds gains, `row + column - distance`, which turns the recurrence into maxima. With
//! gain 2 for a match, 1 for a substitution, 3 for a swap and 0 for all else,
//!
//! ```text
//! G[i][j] = max(G[i-1][j], G[i][j-1], G[i-1][j-1] + (2 if left[i] == right[j] else 1),
//!               swap_down  if left[i] == right[j-1],
//!               swap_along if left[i-1] == right[j])
//!
//! swap_down  = G[k-1][j-2] + 3   for the last row k < i with left[k] == right[j]
//! swap_along = G[i-2][l-1] + 3   for the last column l < j with right[l] == left[i]
//! ```
//!
//! Gains never shrink along a row or a column, so "the last" is the greatest, nothing is 0, and a
//! stale gain of an earlier row is a safe lower bound. Cells of an antidiagonal do not depend on each
//! other, so the compiler turns its loop into vectors. Short sequences have no antidiagonals worth that
//! and go row by row.

use std::ops::{Add, BitAnd};

use crate::interrupt::Pace;
use crate::kernels::affix;
use crate::kernels::edit::pair::{FIRST_DETOUR, widen};
use crate::kernels::match_masks::Scratch;
use crate::symbol::Symbol;

/// A gain so low that no swap from there gains anything: that of row and column -1.
const NOWHERE: i8 = -3;
/// The longest sequences that are compared row by row.
const SHORT: usize = 32;
/// Antidiagonals between two checks whether the limit can still be met.
const CHECKED: usize = 64;

/// The Damerau–Levenshtein distance. Exact up to `limit`; any number above `limit` where it is more.
pub fn damerau_levenshtein<S: Symbol>(
    left: &[S],
    right: &[S],
    limit: u32,
    scratch: &mut Scratch,
) -> u32 {
    let (left, right) = affix::pair::strip(left, right);
    let (long, short) = affix::pair::longer_first(left, right);
    let excess = long.len() - short.len();
    if short.is_empty() || affix::pair::to_u32(excess) > limit {
        return affix::pair::to_u32(excess);
    }
    if long.len() <= SHORT {
        return affix::pair::to_u32(by_rows(short, long));
    }
    let fits = |sequence: &[S]| sequence.iter().all(|symbol| symbol.code() < 1 << 16);
    let narrow = long.len() + short.len() < 32_000 && fits(long) && fits(short);
    let limit = long.len().min(limit as usize);
    let distance = widen(excess + FIRST_DETOUR, limit, |limit| {
        if narrow {
            by_diagonals(short, long, limit, &mut scratch.narrow)
        } else {
            by_diagonals(short, long, limit, &mut scratch.wide)
        }
    });
    affix::pair::to_u32(distance)
}

/// A gain, or a symbol of the same width.
trait Cell: Copy + Default + Ord + From<i8> + Add<Output = Self> + BitAnd<Output = Self> {
    /// A symbol, where it fits.
    fn symbol(code: u32) -> Option<Self>;

    /// A gain as a number; where nothing was computed, none.
    fn gain(self) -> usize;
}

impl Cell for i16 {
    fn symbol(code: u32) -> Option<Self> {
        u16::try_from(code).ok().map(u16::cast_signed)
    }

    fn gain(self) -> usize {
        usize::try_from(self).unwrap_or(0)
    }
}

impl Cell for i32 {
    fn symbol(code: u32) -> Option<Self> {
        Some(code.cast_signed())
    }

    fn gain(self) -> usize {
        usize::try_from(self).unwrap_or(0)
    }
}

/// A column of the matrix, as far as it is remembered.
#[derive(Clone, Copy)]
struct Column {
    symbol: u32,
    /// The gain in the row above.
    above: i32,
    /// The gain two rows above.
    before: i32,
    /// What a swap gains that begins in this column, some rows above.
    down: i32,
}

/// The distance of short sequences, row by row. All conditions select: none of them can be foreseen.
fn by_rows<S: Symbol>(left: &[S], right: &[S]) -> usize {
    let start = Column {
        symbol: 0,
        above: 0,
        before: NOWHERE.into(),
        down: 0,
    };
    let mut columns = [start; SHORT];
    let columns = &mut columns[..right.len()];
    for (column, symbol) in columns.iter_mut().zip(right) {
        column.symbol = symbol.code();
    }
    let (mut last, mut steep_start) = (0, i32::from(NOWHERE));
    for this in left.iter().map(|symbol| symbol.code()) {
        let (mut gain, mut along, mut follows) = (0, 0, false);
        // Gains one row up and one column back; two up and one back; one up and two back.
        let (mut diagonal, mut steep, mut flat) = (0, steep_start, i32::from(NOWHERE));
        for column in columns.iter_mut() {
            let Column {
                symbol,
                above,
                before,
                down,
            } = *column;
            let equal = symbol == this;
            let swap_down = if follows { down } else { 0 };
            let swap_along = if symbol == last { along } else { 0 };
            let edited = above.max(diagonal + 1 + i32::from(equal));
            gain = gain.max(edited.max(swap_down.max(swap_along)));
            along = if equal { steep + 3 } else { along };
            let down = if equal { flat + 3 } else { down };
            *column = Column {
                symbol,
                above: gain,
                before: above,
                down,
            };
            (flat, diagonal, steep, follows) = (diagonal, above, before, equal);
        }
        (last, steep_start) = (this, 0);
    }
    let gain = columns
        .last()
        .map_or(0, |column| column.above.unsigned_abs());
    left.len() + right.len() - gain as usize
}

/// The distance where it is at most `limit`, else any larger number. Only cells near enough to the
/// main diagonal are computed (Ukkonen 1985); a swap looks one cell further.
///
/// What belongs to column `j` stands at `j + 1`, so that column -1 has a place.
fn by_diagonals<C: Cell, S: Symbol>(
    left: &[S],
    right: &[S],
    limit: usize,
    memory: &mut Vec<C>,
) -> usize {
    let (rows, columns) = (left.len(), right.len());
    let below = (limit - (columns - rows)) / 2 + 1;
    let beyond = below + (columns - rows);
    let code = |symbol: &S| C::symbol(symbol.code()).unwrap_or_default();

    let width = columns + 2;
    memory.clear();
    memory.resize(9 * width, C::default());
    let mut parts = memory.chunks_exact_mut(width);
    let mut part = || parts.next().expect("memory has nine parts");
    // The left sequence runs backwards: along an antidiagonal, rows fall as columns rise.
    let (pattern, text) = (part(), part());
    for (cell, symbol) in pattern.iter_mut().zip(left.iter().rev()) {
        *cell = code(symbol);
    }
    for (cell, symbol) in text[2..].iter_mut().zip(right) {
        *cell = code(symbol);
    }
    let (down, mut along, mut along_next) = (part(), part(), part());
    // The antidiagonal to be computed, and those one, two and three before it.
    let (mut new, mut first, mut second, mut third) = (part(), part(), part(), part());
    for diagonal in [&mut *new, first, second, third] {
        diagonal.fill(NOWHERE.into());
        diagonal[1] = C::default();
    }

    let mut start = 1;
    let mut pace = Pace::default();
    for sum in 1..=rows + columns {
        let previous = start;
        start = start
            .max(sum.saturating_sub(rows))
            .max(sum.saturating_sub(below).div_ceil(2));
        let end = (sum - 1).min(columns).min(usize::midpoint(sum, beyond));
        if start == previous {
            // A row begins; what stands here is of another row.
            along[start] = C::default();
        }
        if sum <= columns {
            new[sum + 1] = C::default();
        }
        let length = end + 1 - start;
        if pace.ends(length) {
            return limit + 1;
        }
        next_diagonal(
            &pattern[rows + start - sum..][..=length],
            &text[start..][..=length],
            &first[start..][..=length],
            &second[start..][..length],
            &third[start - 1..][..=length],
            &along[start..][..length],
            &mut along_next[start + 1..][..length],
            &mut down[start + 1..][..length],
            &mut new[start + 1..][..length],
        );
        // No edit script, and no swap within one, passes by two neighbouring antidiagonals.
        if sum % CHECKED == 0 {
            let hopeful = |diagonal: &[C], sum: usize| {
                (start - 1..=end).any(|column| {
                    let rest = (rows + column).abs_diff(columns + (sum - column));
                    sum - diagonal[column + 1].gain() + rest <= limit
                })
            };
            if !hopeful(new, sum) && !hopeful(first, sum - 1) {
                return limit + 1;
            }
        }
        (along, along_next) = (along_next, along);
        (new, first, second, third) = (third, new, first, second);
    }
    rows + columns - first[columns + 1].gain()
}

/// Computes the cells of an antidiagonal. Slices that look back by a column begin one cell earlier.
#[expect(
    clippy::too_many_arguments,
    reason = "arguments of their own are known not to overlap"
)]
#[inline(never)]
fn next_diagonal<C: Cell>(
    pattern: &[C],
    text: &[C],
    first: &[C],
    second: &[C],
    third: &[C],
    along: &[C],
    along_next: &mut [C],
    down: &mut [C],
    new: &mut [C],
) {
    let [zero, one, three] = [0, 1, 3].map(C::from);
    let equal = |here: C, there: C| if here == there { C::from(-1) } else { zero };
    let length = new.len();
    let (pattern, text, first) = (&pattern[..=length], &text[..=length], &first[..=length]);
    let (second, third, along) = (&second[..length], &third[..=length], &along[..length]);
    let (along_next, down) = (&mut along_next[..length], &mut down[..length]);
    for cell in 0..length {
        // All loads come first, so that none has to wait for a bounds check or a store.
        let (swap_down, swap_along) = (down[cell], along[cell]);
        let (flat, steep) = (third[cell] + three, third[cell + 1] + three);
        let matches = equal(pattern[cell], text[cell + 1]);
        let follows = equal(pattern[cell], text[cell]);
        let precedes = equal(pattern[cell + 1], text[cell + 1]);
        let edited = first[cell]
            .max(first[cell + 1])
            .max(second[cell] + one + (one & matches));
        new[cell] = edited.max(follows & swap_down).max(precedes & swap_along);
        down[cell] = swap_down.max(matches & flat);
        along_next[cell] = swap_along.max(matches & steep);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::naive;
    use rapidfuzz::distance::damerau_levenshtein as rapidfuzz;

    #[test]
    fn equals_the_textbook_within_every_limit() {
        naive::for_pairs(|left, right, scratch| {
            let expected = naive::damerau_levenshtein(left, right);
            let (wide_left, wide_right) = (naive::widened(left), naive::widened(right));
            for limit in naive::limits(expected) {
                let bytes = damerau_levenshtein(left, right, limit, scratch);
                let wide = damerau_levenshtein(&wide_left, &wide_right, limit, scratch);
                naive::assert_within(limit, expected, [bytes, wide]);
            }
        });
    }

    #[test]
    fn equals_rapidfuzz_on_long_sequences() {
        let mut scratch = Scratch::default();
        for (left, right) in naive::long_pairs() {
            let expected = rapidfuzz::distance(&left, &right);
            let (wide_left, wide_right) = (naive::widened(&left), naive::widened(&right));
            for limit in naive::limits(affix::pair::to_u32(expected)) {
                let bytes = damerau_levenshtein(&left, &right, limit, &mut scratch);
                let wide = damerau_levenshtein(&wide_left, &wide_right, limit, &mut scratch);
                naive::assert_within(limit, affix::pair::to_u32(expected), [bytes, wide]);
            }
        }
    }

    /// "CA" to "ABC" needs an insertion between the swapped letters: Wikipedia, "Damerau–Levenshtein
    /// distance". The others follow by hand.
    #[test]
    fn literature() {
        let table: [(&[u8], &[u8], u32); 5] = [
            (b"CA", b"ABC", 2),
            (b"ab", b"ba", 1),
            (b"abcd", b"bacde", 2),
            (b"kitten", b"sitting", 3),
            (b"", b"abc", 3),
        ];
        for (left, right, expected) in table {
            let found = damerau_levenshtein(left, right, u32::MAX, &mut Scratch::default());
            assert_eq!(found, expected);
        }
    }

    #[test]
    fn every_code_is_a_symbol_of_its_own() {
        let mut scratch = Scratch::default();
        let codes = [
            0,
            1,
            0x7FFF,
            0x8000,
            0xFFFD,
            0xFFFF,
            0x1_0000,
            0x7FFF_FFFF,
            u32::MAX,
        ];
        for (first, &here) in codes.iter().enumerate() {
            for (second, &there) in codes.iter().enumerate() {
                let swapped = u32::from(first != second);
                let (left, right) = ([here, there, here], [there, here, here]);
                let found = damerau_levenshtein(&left, &right, u32::MAX, &mut scratch);
                assert_eq!(found, swapped);
                // Ends that differ keep what is equal between them, and so the sequences long.
                let middle: Vec<u32> = (2000..2040).collect();
                let left = [&[1000, here, there], middle.as_slice(), &[1001]].concat();
                let right = [&[1002, there, here], middle.as_slice(), &[1003]].concat();
                let found = damerau_levenshtein(&left, &right, u32::MAX, &mut scratch);
                assert_eq!(found, swapped + 2);
            }
        }
    }
}
