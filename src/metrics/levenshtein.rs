//! Levenshtein's distance: the least weight of insertions, deletions and substitutions that turn the
//! left text into the right one (Soviet Physics Doklady, 1966; weights: Wagner and Fischer, JACM
//! 1974).

use serde::Deserialize;

use super::{Bounds, Indel, Metric};
use crate::kernels::block_kernel::{BlockKernel, Counts};
use crate::kernels::edit::group::EditKernel;
use crate::kernels::edit::rewrites::{Rewrite, Rewrites};
use crate::kernels::edit::weighted::{Weights, weighted_levenshtein};
use crate::kernels::{Scratch, edit};
use crate::measure::Sense;
use crate::strings::words::Letter;

/// The least weight of edits.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Levenshtein {
    /// What an insertion, a deletion and a substitution cost, in this order.
    pub weights: (u32, u32, u32),
    /// What some rewrites cost instead: then it is [`LevenshteinByCosts`](super::LevenshteinByCosts).
    #[serde(default)]
    pub costs: Option<Vec<Rewrite>>,
}

/// Which computation the weights call for.
enum Plan {
    /// All edits cost the same.
    Even(u32),
    /// A substitution is never cheaper than a deletion and an insertion, which cost the same.
    Indel(u32),
    /// Anything else.
    Weighted(Weights),
}

impl Default for Levenshtein {
    fn default() -> Self {
        Self {
            weights: (1, 1, 1),
            costs: None,
        }
    }
}

impl Levenshtein {
    fn weights(&self) -> Weights {
        let (insertion, deletion, substitution) = self.weights;
        Weights {
            insertion,
            deletion,
            substitution,
        }
    }

    fn plan(&self) -> Plan {
        match self.weights {
            (insertion, deletion, substitution) if insertion == deletion => {
                if substitution == insertion {
                    Plan::Even(insertion)
                } else if u64::from(substitution) >= 2 * u64::from(insertion) {
                    Plan::Indel(insertion)
                } else {
                    Plan::Weighted(self.weights())
                }
            }
            _ => Plan::Weighted(self.weights()),
        }
    }
}

impl Metric for Levenshtein {
    type Raw = u32;
    const NAME: &'static str = "levenshtein";
    const SENSE: Sense = Sense::Distance;

    fn rewrites(&self) -> Result<Option<Rewrites>, String> {
        let costs = self.costs.as_ref();
        costs
            .map(|costs| Rewrites::new(self.weights(), costs))
            .transpose()
    }

    fn is_symmetric(&self) -> bool {
        let (insertion, deletion, _) = self.weights;
        insertion == deletion
    }

    #[inline(always)]
    fn maximum(&self, left: u32, right: u32) -> u32 {
        let (insertion, deletion, substitution) = self.weights;
        // Of many numbers each asks for it, so it takes no longer than it has to.
        if insertion == deletion && deletion == substitution {
            let longest = left.max(right);
            return match substitution {
                1 => longest,
                weight => longest.saturating_mul(weight),
            };
        }
        let maximum = self.weights().maximum(left as usize, right as usize);
        u32::try_from(maximum).unwrap_or(u32::MAX)
    }

    fn check_overflow(&self, left: u32, right: u32) -> Result<(), String> {
        if self.weights == (1, 1, 1)
            || self.weights().maximum(left as usize, right as usize) <= u64::from(u32::MAX)
        {
            return Ok(());
        }
        Err(format!(
            "expected weights whose distances fit UInt32, got {:?} with texts of {left} and {right} \
             symbols",
            self.weights
        ))
    }

    fn compare<S: Letter>(
        &self,
        left: &[S],
        right: &[S],
        limit: Option<u32>,
        scratch: &mut Scratch,
    ) -> u32 {
        match self.plan() {
            Plan::Even(0) | Plan::Indel(0) => 0,
            Plan::Even(weight) => {
                let limit = limit.map_or(u32::MAX, |limit| limit / weight);
                edit::pair::levenshtein(left, right, limit, scratch).saturating_mul(weight)
            }
            Plan::Indel(weight) => {
                let limit = limit.map(|limit| limit / weight);
                Indel {}
                    .compare(left, right, limit, scratch)
                    .saturating_mul(weight)
            }
            Plan::Weighted(weights) => {
                let limit = limit.map_or(u64::MAX, u64::from);
                let distance = weighted_levenshtein(left, right, weights, limit, scratch);
                u32::try_from(distance).unwrap_or(u32::MAX)
            }
        }
    }

    fn kernel(&self) -> Option<BlockKernel> {
        match self.plan() {
            Plan::Even(_) => Some(BlockKernel::Edit(EditKernel::Levenshtein)),
            Plan::Indel(_) => Indel {}.kernel(),
            Plan::Weighted(_) => None,
        }
    }

    #[inline(always)]
    fn raw(&self, counts: Counts, left: u32, right: u32) -> u32 {
        match self.plan() {
            Plan::Even(1) => counts.number(),
            Plan::Even(weight) => counts.number().saturating_mul(weight),
            Plan::Indel(weight) => Indel {}.raw(counts, left, right).saturating_mul(weight),
            Plan::Weighted(_) => unreachable!("there is no kernel for these weights"),
        }
    }
}

impl Bounds for Levenshtein {
    fn best(&self, left: u32, right: u32) -> u32 {
        let (insertion, deletion, _) = self.weights;
        let surplus = left.saturating_sub(right).saturating_mul(deletion);
        surplus.max(right.saturating_sub(left).saturating_mul(insertion))
    }

    fn best_with_common(&self, left: u32, right: u32, shared: u32, _prefix: u32) -> u32 {
        // Symbols that are not shared are edited as if the texts had nothing in common.
        self.maximum(left.saturating_sub(shared), right.saturating_sub(shared))
    }

    fn max_edits_with_common(&self, left: u32, right: u32, shared: u32) -> Option<u32> {
        let apart = [left, right].map(|length| length.saturating_sub(shared));
        match self.plan() {
            Plan::Even(1..) => Some(apart[0].max(apart[1])),
            Plan::Indel(1..) => Some(apart[0].saturating_add(apart[1])),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::testing::compare;

    #[test]
    fn edits_from_left_to_right() {
        let distance = |weights, left, right| {
            let metric = Levenshtein {
                weights,
                ..Levenshtein::default()
            };
            compare(&metric, left, right)
        };
        assert_eq!(distance((1, 1, 1), "kitten", "sitting"), 3);
        assert_eq!(distance((1, 1, 2), "kitten", "sitting"), 5);
        assert_eq!(distance((5, 1, 1), "a", "abc"), 10);
        assert_eq!(distance((5, 1, 1), "abc", "a"), 2);
        assert_eq!(distance((2, 3, 1), "ab", "abcd"), 4);
        assert_eq!(distance((0, 0, 0), "kitten", "sitting"), 0);
        assert_eq!(distance((3, 3, 3), "kitten", "sitting"), 9);
    }

    #[test]
    fn weights_that_overflow_are_refused() {
        let metric = Levenshtein {
            weights: (u32::MAX, u32::MAX, u32::MAX),
            ..Levenshtein::default()
        };
        assert!(metric.check_overflow(1, 1).is_ok());
        assert!(metric.check_overflow(1, 2).is_err());
        assert!(
            Levenshtein::default()
                .check_overflow(u32::MAX, u32::MAX)
                .is_ok()
        );
    }
}
