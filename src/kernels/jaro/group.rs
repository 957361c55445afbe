//! The matching symbols of Jaro's similarity, of one sequence against the 512 of a [`Group`].
//!
//! The matching is that of [`super::block`]: each symbol of a group's sequence, in order, takes the
//! first equal symbol of the one sequence that is in its window and still free. Which symbols are
//! equal is read from the group, so a cell within the window costs two functions, and four more where
//! partners are put in order (see `band`).

use super::band::{Band, Cells, window};
use super::{BOOSTED, JaroCountArrays};
use crate::kernels::block::bit_planes::{Counter, transpose_bytes};
use crate::kernels::block::group::{Group, LONGEST};
use crate::kernels::edit::group::Query;
use crate::simd::{Bits, Isa, Level, Plane, dispatch};

/// Room for symbols of most sequences.
const SHORT: usize = 32;

/// Matches each query's symbols with those of all sequences of the group, the group's being on the
/// right. For queries that share at least as many as their limit says with a sequence, `report` gets
/// the query's position, which slots those are, and how all slots match.
pub fn compare(
    level: Level,
    group: &Group,
    queries: &[Query<'_>],
    report: &mut dyn FnMut(usize, &Plane, &JaroCountArrays),
) {
    let queried = queries.iter().map(|query| query.rows.len()).max();
    // Room for what is kept of each symbol, which has to be cleared.
    if group.positions().max(queried.unwrap_or(0)) <= SHORT {
        dispatch!(level, isa => compare_in::<_, SHORT>(isa, group, queries, report));
    } else {
        dispatch!(level, isa => {
            compare_in::<_, { LONGEST as usize }>(isa, group, queries, report)
        });
    }
}

/// [`compare`] in a shell, for sequences of at most `ROOM` symbols.
#[inline(always)]
fn compare_in<I: Isa, const ROOM: usize>(
    isa: I,
    group: &Group,
    queries: &[Query<'_>],
    report: &mut dyn FnMut(usize, &Plane, &JaroCountArrays),
) {
    let zero = isa.splat(0);
    let mut band = Band {
        rows: 0,
        columns: group.positions(),
        widest: 0,
        narrowest: 0,
        windows: [zero; ROOM],
    };
    let (mut left, mut right) = ([zero; ROOM], [zero; ROOM]);
    let mut matches = [Plane::ZERO; 8];
    let mut in_order = [Plane::ZERO; 8];
    let mut prefix = [Plane::ZERO; 8];
    let mut within = Plane::ZERO;
    let mut counts = JaroCountArrays::NONE;
    let present = group.present();
    let shortest = present.iter().take_while(|plane| plane.0 == [!0; 8]);
    let shortest = shortest.count();
    for (at, query) in queries.iter().enumerate() {
        let mut equal = [&[][..]; ROOM];
        let equal = &mut equal[..query.rows.len()];
        for (equal, row) in equal.iter_mut().zip(query.rows.iter().rev()) {
            *equal = group.equal(*row);
        }
        band.rows = equal.len();
        band.widest = window(equal.len().max(present.len()));
        band.narrowest = window(equal.len().max(shortest));
        for lanes in (0..8).step_by(I::WIDTH) {
            let mut cells = Rows { equal, lanes };
            windows(isa, present, equal.len(), &mut band, lanes);
            left[..equal.len()].fill(!zero);
            band.search(isa, &mut cells, &mut left, &mut right);
            Counter::of(isa, &right[..present.len()]).store(&mut matches, lanes);
            at_least(isa, &matches, query.limit, lanes).store(&mut within, lanes);
            if within.0[lanes..lanes + I::WIDTH]
                .iter()
                .all(|word| *word == 0)
            {
                continue;
            }
            for free in &mut left[..equal.len()] {
                *free = !*free;
            }
            band.in_order(isa, &mut cells, &left, &right)
                .store(&mut in_order, lanes);
            let mut common = isa.splat(!0);
            for (at, plane) in prefix.iter_mut().enumerate().take(BOOSTED) {
                common = match equal.get(at).and_then(|equal| equal.get(at)) {
                    Some(equal) => common & isa.load(equal, lanes),
                    None => zero,
                };
                common.store(plane, lanes);
            }
        }
        if within.0 == [0; 8] {
            continue;
        }
        for (planes, numbers) in [
            (&matches, &mut counts.matches),
            (&in_order, &mut counts.in_order),
            (&prefix, &mut counts.prefix),
        ] {
            let mut square = *planes;
            transpose_bytes(isa, &mut square);
            for (numbers, plane) in numbers.chunks_exact_mut(64).zip(&square) {
                for (numbers, word) in numbers.chunks_exact_mut(8).zip(plane.0) {
                    numbers.copy_from_slice(&word.to_le_bytes());
                }
            }
        }
        report(at, &within, &counts);
    }
}

/// Where the group has each symbol of a query.
struct Rows<'a> {
    equal: &'a [&'a [Plane]],
    lanes: usize,
}

impl<I: Isa> Cells<I> for Rows<'_> {
    type Columns<const N: usize> = usize;

    #[inline(always)]
    fn columns<const N: usize>(&self, _isa: I, first: usize) -> usize {
        first
    }

    #[inline(always)]
    fn equal<const N: usize>(&mut self, isa: I, first: &usize, row: usize) -> [I::Bits; N] {
        let mut equal = [isa.splat(0); N];
        for (equal, plane) in equal.iter_mut().zip(&self.equal[row][*first..*first + N]) {
            *equal = isa.load(plane, self.lanes);
        }
        equal
    }
}

/// The lanes that allow a distance, which depends on the longer one of each two sequences: half its
/// length, less one, is at least as much.
#[inline(always)]
fn windows<I: Isa, const ROOM: usize>(
    isa: I,
    present: &[Plane],
    query: usize,
    band: &mut Band<I::Bits, ROOM>,
    lanes: usize,
) {
    for (distance, window) in band.windows[..band.widest + 2].iter_mut().enumerate() {
        *window = match present.get(2 * distance + 1) {
            _ if distance == 0 || query > 2 * distance + 1 => isa.splat(!0),
            Some(plane) => isa.load(plane, lanes),
            None => isa.splat(0),
        };
    }
}

/// Lanes whose number is at least as large as the limit.
#[inline(always)]
fn at_least<I: Isa>(isa: I, number: &[Plane; 8], limit: u32, lanes: usize) -> I::Bits {
    if limit > u8::MAX.into() {
        return isa.splat(0);
    }
    let mut enough = isa.splat(!0);
    for (bit, plane) in number.iter().enumerate() {
        // A higher bit decides where it differs.
        let plane = isa.load(plane, lanes);
        enough = if limit >> bit & 1 == 1 {
            enough & plane
        } else {
            enough | plane
        };
    }
    enough
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::jaro::{JaroCounts, JaroMatch};
    use crate::kernels::{block, naive};

    #[test]
    fn matches_are_those_of_the_textbook() {
        let oracle = |query: &[u32], text: &[u32]| {
            let (matches, transpositions) = naive::jaro(query, text);
            JaroCounts {
                matching: JaroMatch {
                    matches,
                    transpositions,
                },
                prefix: naive::prefix(query, text).min(BOOSTED as u32),
            }
        };
        block::group::testing::check(
            &[0, 1, 4, 60, 1000],
            oracle,
            |counts, limit| counts.matching.matches >= limit,
            |level, group, queries, report| {
                compare(level, group, queries, &mut |at, within, counts| {
                    report(at, within, &|slot| counts.of(slot));
                });
            },
        );
    }
}
