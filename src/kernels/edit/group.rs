//! One sequence against the 512 of a [`Group`]: the sweep of [`super::block`] without comparing symbols.
//!
//! A cell costs one load and the logic functions of its rule. The matrix is swept column by
//! column, a column being a symbol of the one sequence, and each column reads the row of planes that
//! its symbol has in the group. Positions past the end of a shorter sequence are dealt with as in
//! the sweep: they come first, and their borders start at zero.
//!
//! The answer stays in planes as long as possible: the borders are added up by a tree of full adders
//! (two functions for each, so about two for each border), the sums of all sequences are compared
//! with the limit bit by bit, and only when one is within it they are turned into bytes.

use super::block::{COUNT_BITS, Lcs, Levenshtein, Osa, Recurrence, SHORT, add_up};
use crate::kernels::block::LANES;
use crate::kernels::block::bit_planes::transpose_bytes;
use crate::kernels::block::group::{Group, LONGEST, Numbers};
use crate::simd::{Bits, Isa, Level, Plane, dispatch};

/// Which number is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EditKernel {
    /// The Levenshtein distance.
    Levenshtein,
    /// The optimal string alignment distance.
    Osa,
    /// The length of the longest common subsequence.
    Lcs,
}

/// A sequence to be compared with all of a group.
#[derive(Clone, Copy, Debug)]
pub struct Query<'a> {
    /// The group's rows of its symbols; see [`Group::look_up`].
    pub rows: &'a [u32],
    /// The worst number worth knowing: the largest distance, or the smallest length.
    pub limit: u32,
}

/// Compares each query with all sequences of the group. For those that have a sequence within their
/// limit, `report` gets the query's position, which slots are within it, and the numbers of these.
/// Slots without a sequence have the number of an empty one.
pub fn compare(
    level: Level,
    rule: EditKernel,
    group: &Group,
    queries: &[Query<'_>],
    report: &mut dyn FnMut(usize, &Plane, &Numbers),
) {
    match rule {
        EditKernel::Levenshtein => run::<Levenshtein>(level, group, queries, true, report),
        EditKernel::Osa => run::<Osa>(level, group, queries, true, report),
        EditKernel::Lcs => run::<Lcs>(level, group, queries, false, report),
    }
}

fn run<R: Recurrence>(
    level: Level,
    group: &Group,
    queries: &[Query<'_>],
    is_distance: bool,
    report: &mut dyn FnMut(usize, &Plane, &Numbers),
) {
    macro_rules! with_room {
        ($room:expr) => {
            dispatch!(level, isa => {
                run_in::<_, R, { $room }>(isa, group, queries, is_distance, report)
            })
        };
    }
    // Room for the borders of a column, which has to be cleared.
    if group.positions() <= SHORT {
        with_room!(SHORT);
    } else {
        with_room!(LONGEST as usize);
    }
}

/// [`run`] in a shell, for sequences of at most `ROOM` symbols.
#[inline(always)]
fn run_in<I: Isa, R: Recurrence, const ROOM: usize>(
    isa: I,
    group: &Group,
    queries: &[Query<'_>],
    is_distance: bool,
    report: &mut dyn FnMut(usize, &Plane, &Numbers),
) {
    let zero = isa.splat(0);
    let mut borders = [R::across(zero, zero); ROOM];
    let borders = &mut borders[..group.positions()];
    let mut counts = [Plane::ZERO; COUNT_BITS];
    let mut within = Plane::ZERO;
    let mut numbers = [0; LANES];
    for (at, query) in queries.iter().enumerate() {
        // A distance is this much more than what is counted.
        let surplus = R::total(0, borders.len() as u32, query.rows.len() as u32);
        let border = border(is_distance, query.limit, surplus.cast_signed());
        for lanes in (0..8).step_by(I::WIDTH) {
            for (border, present) in borders.iter_mut().zip(group.present()) {
                *border = R::across(zero, isa.load(present, lanes));
            }
            sweep::<I, R>(isa, group, borders, query.rows, lanes);
            let sums = add_up::<I, R>(isa, borders);
            sums.store(&mut counts, lanes);
            let below = below(isa, &sums.bits(), border);
            let kept = if is_distance { below } else { !below };
            kept.store(&mut within, lanes);
        }
        if within.0 != [0; 8] {
            let [square @ .., _] = &mut counts;
            transpose_bytes(isa, square);
            for (numbers, plane) in numbers.chunks_exact_mut(64).zip(square) {
                for (numbers, word) in numbers.chunks_exact_mut(8).zip(plane.0) {
                    numbers.copy_from_slice(&word.to_le_bytes());
                }
            }
            // Counts and numbers are equal modulo 256, and numbers are smaller.
            for number in &mut numbers {
                *number = number.wrapping_add(surplus as u8);
            }
            report(at, &within, &numbers);
        }
    }
}

/// Counts below this number are those of distances within the limit, or of lengths that are not.
#[inline(always)]
fn border(is_distance: bool, limit: u32, surplus: i32) -> u32 {
    let border = i64::from(limit) - i64::from(surplus) + i64::from(is_distance);
    border.clamp(0, 1 << COUNT_BITS) as u32
}

/// All columns; side by side they share the borders between them.
#[inline(always)]
fn sweep<I: Isa, R: Recurrence>(
    isa: I,
    group: &Group,
    borders: &mut [R::Across<I::Bits>],
    rows: &[u32],
    lanes: usize,
) {
    let (fours, rest) = rows.as_chunks::<4>();
    for rows in fours {
        columns::<I, R, 4>(isa, group, borders, rows, lanes);
    }
    match *rest {
        [first] => columns::<I, R, 1>(isa, group, borders, &[first], lanes),
        [first, second] => columns::<I, R, 2>(isa, group, borders, &[first, second], lanes),
        [first, second, third] => {
            columns::<I, R, 3>(isa, group, borders, &[first, second, third], lanes);
        }
        _ => {}
    }
}

/// The cells of neighbouring columns, from the last place to the first.
#[inline(always)]
fn columns<I: Isa, R: Recurrence, const COLUMNS: usize>(
    isa: I,
    group: &Group,
    borders: &mut [R::Across<I::Bits>],
    rows: &[u32; COLUMNS],
    lanes: usize,
) {
    let zero = isa.splat(0);
    let equal = rows.map(|row| &group.equal(row)[..borders.len()]);
    let mut down = [R::down(zero, !zero); COLUMNS];
    for (place, border) in borders.iter_mut().enumerate().rev() {
        let mut across = *border;
        for column in 0..COLUMNS {
            let differ = !isa.load(&equal[column][place], lanes);
            (across, down[column]) = if column % 2 == 0 {
                R::half_step(across, down[column], differ)
            } else {
                R::step(across, down[column], differ)
            };
        }
        *border = across;
    }
}

/// Lanes whose number is below another one.
#[inline(always)]
fn below<I: Isa>(isa: I, number: &[I::Bits; COUNT_BITS], border: u32) -> I::Bits {
    let mut below = isa.splat(0);
    for (bit, plane) in number.iter().enumerate() {
        // A higher bit decides where it differs.
        below = if border >> bit & 1 == 1 {
            below | !*plane
        } else {
            below & !*plane
        };
    }
    if border >> COUNT_BITS == 0 {
        below
    } else {
        isa.splat(!0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::{block, naive};

    fn check(rule: EditKernel, oracle: impl Fn(&[u32], &[u32]) -> u32) {
        let is_within = |number: &u32, limit| match rule {
            EditKernel::Lcs => *number >= limit,
            EditKernel::Levenshtein | EditKernel::Osa => *number <= limit,
        };
        let limits = [0, 1, 3, 10, 64, 128, 1000, u32::MAX];
        block::group::testing::check(
            &limits,
            oracle,
            is_within,
            |level, group, queries, report| {
                compare(level, rule, group, queries, &mut |at, within, numbers| {
                    report(at, within, &|slot| numbers[slot].into());
                });
            },
        );
    }

    #[test]
    fn levenshtein_is_the_textbook_one() {
        check(EditKernel::Levenshtein, naive::levenshtein);
    }

    #[test]
    fn osa_is_the_textbook_one() {
        check(EditKernel::Osa, naive::osa);
    }

    #[test]
    fn lcs_is_the_textbook_one() {
        check(EditKernel::Lcs, naive::lcs);
    }
}
