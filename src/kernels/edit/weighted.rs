//! Levenshtein distance with weights, after Wagner and Fischer (1974, "The string-to-string correction
//! problem"). O(m · n) time, one row of memory.

use crate::interrupt::Pace;
use crate::kernels::affix;
use crate::kernels::match_masks::Scratch;
use crate::symbol::Symbol;

/// What each kind of edit of the left sequence costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weights {
    /// The cost of a symbol that only the right sequence has.
    pub insertion: u32,
    /// The cost of a symbol that only the left sequence has.
    pub deletion: u32,
    /// The cost of a symbol that stands for a different one.
    pub substitution: u32,
}

impl Weights {
    /// The largest distance that sequences of these lengths can have: all symbols deleted and
    /// inserted, or as many as possible substituted, whichever is cheaper.
    #[must_use]
    pub fn maximum(self, left: usize, right: usize) -> u64 {
        let cost = |symbols: usize, weight: u32| (symbols as u64).saturating_mul(weight.into());
        let replaced = cost(left, self.deletion).saturating_add(cost(right, self.insertion));
        let substituted = cost(left.min(right), self.substitution)
            .saturating_add(cost(left.saturating_sub(right), self.deletion))
            .saturating_add(cost(right.saturating_sub(left), self.insertion));
        replaced.min(substituted)
    }
}

/// The least total weight of edits that turn `left` into `right`. Exact up to `limit`; any number above
/// `limit` where it is more.
pub fn weighted_levenshtein<S: Symbol>(
    left: &[S],
    right: &[S],
    weights: Weights,
    limit: u64,
    scratch: &mut Scratch,
) -> u64 {
    let (left, right) = affix::pair::strip(left, right);
    let [insertion, deletion, substitution] =
        [weights.insertion, weights.deletion, weights.substitution].map(u64::from);
    let row = &mut scratch.words[0];
    row.clear();
    row.extend(
        (1..)
            .zip(right)
            .map(|(column, _): (u64, _)| column * insertion),
    );

    let mut first = 0;
    let mut pace = Pace::default();
    for &symbol in left {
        let mut diagonal = first;
        first += deletion;
        let (mut value, mut least) = (first, first);
        for (above, &other) in row.iter_mut().zip(right) {
            let replaced = diagonal + if symbol == other { 0 } else { substitution };
            diagonal = *above;
            value = replaced.min(*above + deletion).min(value + insertion);
            least = least.min(value);
            *above = value;
        }
        // Every alignment passes through this row, and no weight is negative.
        if least > limit || pace.ends(right.len()) {
            return least;
        }
    }
    row.last().copied().unwrap_or(first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::naive;
    use rapidfuzz::distance::levenshtein as rapidfuzz;

    const TABLE: [[u32; 3]; 6] = [
        [1, 1, 1],
        [1, 1, 2],
        [3, 2, 4],
        [1, 7, 2],
        [0, 1, 1],
        [u32::MAX, 0, 5],
    ];

    fn weights([insertion, deletion, substitution]: [u32; 3]) -> Weights {
        Weights {
            insertion,
            deletion,
            substitution,
        }
    }

    #[test]
    fn equals_the_textbook_within_every_limit() {
        naive::for_pairs(|left, right, scratch| {
            let (wide_left, wide_right) = (naive::widened(left), naive::widened(right));
            for row in TABLE {
                let expected = naive::weighted_levenshtein(left, right, row);
                let weights = weights(row);
                for limit in [
                    0,
                    expected / 2,
                    expected.saturating_sub(1),
                    expected,
                    u64::MAX,
                ] {
                    let bytes = weighted_levenshtein(left, right, weights, limit, scratch);
                    let wide =
                        weighted_levenshtein(&wide_left, &wide_right, weights, limit, scratch);
                    naive::assert_within(limit, expected, [bytes, wide]);
                }
                assert!(expected <= weights.maximum(left.len(), right.len()));
            }
        });
    }

    #[test]
    fn equals_rapidfuzz() {
        naive::for_pairs(|left, right, scratch| {
            for row @ [insertion, deletion, substitution] in &TABLE[..4] {
                let table = rapidfuzz::WeightTable {
                    insertion_cost: *insertion as usize,
                    deletion_cost: *deletion as usize,
                    substitution_cost: *substitution as usize,
                };
                let args = rapidfuzz::Args::default().weights(&table);
                let expected = rapidfuzz::distance_with_args(left, right, &args);
                let found = weighted_levenshtein(left, right, weights(*row), u64::MAX, scratch);
                assert_eq!(found, expected as u64);
            }
        });
    }

    /// "lewenstein": the documentation of `RapidFuzz`, `Levenshtein.distance`.
    #[test]
    fn literature() {
        let table = [
            ("lewenstein", "levenshtein", [1, 1, 1], 2),
            ("lewenstein", "levenshtein", [1, 1, 2], 3),
            ("", "ab", [5, 1, 1], 10),
            ("ab", "", [5, 1, 1], 2),
        ];
        for (left, right, row, expected) in table {
            let (left, right, weights) = (left.as_bytes(), right.as_bytes(), weights(row));
            let found =
                weighted_levenshtein(left, right, weights, u64::MAX, &mut Scratch::default());
            assert_eq!(found, expected);
        }
    }

    #[test]
    fn maximum_is_the_cheaper_of_two_ways() {
        assert_eq!(weights([1, 1, 1]).maximum(6, 7), 7);
        assert_eq!(weights([1, 1, 2]).maximum(6, 7), 13);
        assert_eq!(weights([2, 3, 4]).maximum(5, 2), 17);
        assert_eq!(weights([2, 3, 9]).maximum(5, 2), 19);
        assert_eq!(
            weights([u32::MAX; 3]).maximum(usize::MAX, usize::MAX),
            u64::MAX
        );
    }
}
