//! The matching symbols of Jaro's similarity, of one sequence against the 512 of a [`Group`].
//!
//! The matching is that of [`super::windows`]: each symbol of a group's sequence, in order, takes the
//! first equal symbol of the one sequence that is in its window and still free. Which symbols are
//! equal is read from the group, so a cell within the window costs four functions.
//!
//! Transpositions compare the matched symbols of both sides in order. Here none is moved: matched
//! symbols of both sides that have equally many matched ones before them stand opposite each other,
//! and they are never further apart than the window, so the same cells are visited once more, those
//! of equal rank picked, and the equal ones of them counted. O(m w log m) functions for window w.

use super::block::LANES;
use super::group::{Group, LONGEST, Numbers};
use super::lanes::{Bits, Isa, Kernel, Level, Plane};
use super::many::Query;
use super::matching::Matching;
use super::planes::{Counter, transpose_bytes};
use super::windows::{BOOSTED, Likeness};

/// Bits of a rank, which is below [`LONGEST`].
const RANK_BITS: usize = 7;

/// How one sequence matches each of a group.
pub struct Likenesses {
    matches: Numbers,
    in_order: Numbers,
    /// One bit for each leading symbol that is common with all before it.
    prefix: Numbers,
}

impl Likenesses {
    /// How the sequence matches that of a slot.
    #[inline(always)]
    pub fn of(&self, slot: usize) -> Likeness {
        let matches = u32::from(self.matches[slot]);
        Likeness {
            matching: Matching {
                matches,
                transpositions: matches - u32::from(self.in_order[slot]),
            },
            prefix: self.prefix[slot].count_ones(),
        }
    }
}

/// Matches each query's symbols with those of all sequences of the group, the group's being on the
/// right. For queries that share at least as many as their limit says with a sequence, `report` gets
/// the query's position, which slots those are, and how all slots match.
pub fn compare(
    level: Level,
    group: &Group,
    queries: &[Query<'_>],
    report: impl FnMut(usize, &Plane, &Likenesses),
) {
    level.run(Near {
        group,
        queries,
        report,
    });
}

struct Near<'a, F> {
    group: &'a Group,
    queries: &'a [Query<'a>],
    report: F,
}

/// What is known of each place of one side.
struct Side<B> {
    /// Symbols without a partner, or with one.
    free: [B; LONGEST as usize],
    /// Symbols before this one that have a partner, bit by bit.
    ranks: [[B; RANK_BITS]; LONGEST as usize],
}

impl<F: FnMut(usize, &Plane, &Likenesses)> Kernel for Near<'_, F> {
    #[inline(always)]
    fn run<I: Isa>(mut self, isa: I) {
        let zero = isa.splat(0);
        let side = || Side {
            free: [zero; LONGEST as usize],
            ranks: [[zero; RANK_BITS]; LONGEST as usize],
        };
        let (mut left, mut right) = (side(), side());
        let mut matches = [Plane::ZERO; 8];
        let mut in_order = [Plane::ZERO; 8];
        let mut prefix = [Plane::ZERO; 8];
        let mut within = Plane::ZERO;
        let mut likenesses = Likenesses {
            matches: [0; LANES],
            in_order: [0; LANES],
            prefix: [0; LANES],
        };
        let places = self.group.places();
        for (at, query) in self.queries.iter().enumerate() {
            let mut equal = [&[][..]; LONGEST as usize];
            let equal = &mut equal[..query.rows.len()];
            for (equal, row) in equal.iter_mut().zip(query.rows.iter().rev()) {
                *equal = self.group.equal(*row);
            }
            let windows = Windows {
                present: self.group.present(),
                query: equal.len(),
                widest: (equal.len().max(places) / 2).saturating_sub(1),
            };
            for lanes in (0..8).step_by(I::WIDTH) {
                matched(isa, equal, &windows, &mut left, &mut right, lanes)
                    .store(&mut matches, lanes);
                at_least(isa, &matches, query.limit, lanes).store(&mut within, lanes);
                if within.0[lanes..lanes + I::WIDTH]
                    .iter()
                    .all(|word| *word == 0)
                {
                    continue;
                }
                opposite(isa, equal, &windows, &mut left, &mut right, lanes)
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
                (&matches, &mut likenesses.matches),
                (&in_order, &mut likenesses.in_order),
                (&prefix, &mut likenesses.prefix),
            ] {
                let mut square = *planes;
                transpose_bytes(isa, &mut square);
                for (numbers, plane) in numbers.chunks_exact_mut(64).zip(&square) {
                    for (numbers, word) in numbers.chunks_exact_mut(8).zip(plane.0) {
                        numbers.copy_from_slice(&word.to_le_bytes());
                    }
                }
            }
            (self.report)(at, &within, &likenesses);
        }
    }
}

/// How far apart symbols may be, which depends on the longer one of each two sequences.
struct Windows<'a> {
    present: &'a [Plane],
    query: usize,
    widest: usize,
}

impl Windows<'_> {
    /// Places of the query within the widest window around a place of the group.
    #[inline(always)]
    fn around(&self, place: usize) -> std::ops::Range<usize> {
        place.saturating_sub(self.widest)..self.query.min(place + self.widest + 1)
    }

    /// Lanes whose window allows a distance: half of the longer length, less one, is at least as much.
    #[inline(always)]
    fn allow<I: Isa>(&self, isa: I, distance: usize, lanes: usize) -> I::Bits {
        let longer = 2 * distance + 1;
        if distance == 0 || self.query > longer {
            return isa.splat(!0);
        }
        match self.present.get(longer) {
            Some(plane) => isa.load(plane, lanes),
            None => isa.splat(0),
        }
    }
}

/// Finds partners; gives the number of them.
#[inline(always)]
fn matched<I: Isa>(
    isa: I,
    equal: &[&[Plane]],
    windows: &Windows<'_>,
    left: &mut Side<I::Bits>,
    right: &mut Side<I::Bits>,
    lanes: usize,
) -> Counter<I::Bits> {
    let zero = isa.splat(0);
    left.free[..equal.len()].fill(!zero);
    let mut matches = Counter::new(isa);
    for (place, free) in right.free[..windows.present.len()].iter_mut().enumerate() {
        let mut partner = zero;
        for at in windows.around(place) {
            let allowed = windows.allow(isa, at.abs_diff(place), lanes);
            let open = left.free[at] & allowed & !partner;
            let matched = open & isa.load(&equal[at][place], lanes);
            partner = partner | matched;
            left.free[at] = left.free[at] & !matched;
        }
        *free = !partner;
        matches.add(partner);
    }
    matches
}

/// Counts the partners that are equal to the one opposite.
#[inline(always)]
fn opposite<I: Isa>(
    isa: I,
    equal: &[&[Plane]],
    windows: &Windows<'_>,
    left: &mut Side<I::Bits>,
    right: &mut Side<I::Bits>,
    lanes: usize,
) -> Counter<I::Bits> {
    let zero = isa.splat(0);
    let places = windows.present.len();
    let bits = (usize::BITS - equal.len().min(places).leading_zeros()) as usize;
    let bits = bits.min(RANK_BITS);
    left.rank(isa, equal.len());
    right.rank(isa, places);
    let mut in_order = Counter::new(isa);
    for (place, free) in right.free[..places].iter().enumerate() {
        let mut found = zero;
        for at in windows.around(place) {
            let mut apart = left.free[at];
            let ranks = left.ranks[at].iter().zip(&right.ranks[place]);
            for (one, other) in ranks.take(bits) {
                apart = apart | (*one ^ *other);
            }
            found = found | (isa.load(&equal[at][place], lanes) & !apart);
        }
        in_order.add(found & !*free);
    }
    in_order
}

impl<B: Bits> Side<B> {
    /// Counts the symbols with a partner before each place.
    #[inline(always)]
    fn rank<I: Isa<Bits = B>>(&mut self, isa: I, places: usize) {
        let mut rank = [isa.splat(0); RANK_BITS];
        for (ranks, free) in self.ranks[..places].iter_mut().zip(&self.free) {
            *ranks = rank;
            let mut carry = !*free;
            for bit in &mut rank {
                (*bit, carry) = (*bit ^ carry, *bit & carry);
            }
        }
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
    use super::super::{group, naive};
    use super::*;

    #[test]
    fn matches_are_those_of_the_textbook() {
        let oracle = |query: &[u32], text: &[u32]| {
            let (matches, transpositions) = naive::jaro(query, text);
            Likeness {
                matching: Matching {
                    matches,
                    transpositions,
                },
                prefix: naive::prefix(query, text).min(BOOSTED as u32),
            }
        };
        group::testing::check(
            &[0, 1, 4, 60, 1000],
            oracle,
            |likeness, limit| likeness.matching.matches >= limit,
            |level, group, queries, report| {
                compare(level, group, queries, |at, within, likenesses| {
                    report(at, within, &|slot| likenesses.of(slot));
                });
            },
        );
    }
}
