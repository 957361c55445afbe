//! Groups and queries of all kinds, for the tests of the kernels that compare them.

use super::*;
use crate::kernels::block::testing::random;
use crate::kernels::edit::group::Query;
use crate::simd::Level;

/// Told of a query's position, which slots are within its limit, and the answer for each of them.
pub(crate) type Report<'a, T> = &'a mut dyn FnMut(usize, &Plane, &dyn Fn(usize) -> T);

/// Every level's kernel against an oracle of a query and one text of the group: the slots it reports
/// are those within each of the limits, and its answers for them the oracle's.
pub(crate) fn check<T: PartialEq + std::fmt::Debug>(
    limits: &[u32],
    oracle: impl Fn(&[u32], &[u32]) -> T,
    is_within: impl Fn(&T, u32) -> bool,
    compare: impl Fn(Level, &Group, &[Query<'_>], Report<'_, T>),
) {
    let mut seed = 42;
    let mut group = Group::default();
    for (longest, letters, sequences) in [
        (0, 1, 3),
        (1, 2, 512),
        (7, 2, 512),
        (13, 30, 100),
        (64, 4, 100),
        (128, 20, 100),
        (128, 1, 1),
    ] {
        let texts: Vec<_> = (0..sequences)
            .map(|_| text(&mut seed, longest, letters))
            .collect();
        group.clear(longest as u32);
        for (slot, text) in texts.iter().enumerate() {
            group.insert(slot, text);
        }
        for query_longest in [0, 5, 16, 128] {
            let query = text(&mut seed, query_longest, letters + 1);
            let mut rows = Vec::new();
            group.look_up(&query, &mut rows);
            let expected: Vec<T> = texts.iter().map(|text| oracle(&query, text)).collect();
            let wanted = |limit: u32| -> Vec<usize> {
                let is_wanted = |slot: &usize| is_within(&expected[*slot], limit);
                (0..texts.len()).filter(is_wanted).collect()
            };
            let query = |limit: &u32| Query {
                rows: &rows,
                limit: *limit,
            };
            let queries: Vec<_> = limits.iter().map(query).collect();
            for level in Level::available() {
                let mut reported = vec![false; limits.len()];
                compare(level, &group, &queries, &mut |at, within, answer| {
                    let mut found: Vec<_> =
                        slots(within).filter(|slot| *slot < texts.len()).collect();
                    found.sort_unstable();
                    assert_eq!(found, wanted(limits[at]), "{} {}", level.name(), limits[at]);
                    for slot in found {
                        assert_eq!(answer(slot), expected[slot], "{}", level.name());
                    }
                    reported[at] = true;
                });
                for (limit, reported) in limits.iter().zip(reported) {
                    assert!(
                        reported || wanted(*limit).is_empty(),
                        "{} {limit}",
                        level.name()
                    );
                }
            }
        }
    }
}

/// A text over neighbouring letters, some in the table of a group and some beyond it.
fn text(seed: &mut u64, longest: u64, letters: u64) -> Vec<u32> {
    let length = random(seed) % (longest + 1);
    (0..length)
        .map(|_| 120 + (random(seed) % letters) as u32)
        .collect()
}
