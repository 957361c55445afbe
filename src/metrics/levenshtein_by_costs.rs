//! Levenshtein's distance with a cost for each rewrite of a few letters (Wagner and Fischer, JACM 1974; rewrites of
//! several letters: Brill and Moore, "An improved error model for noisy channel spelling correction", ACL 2000).

use super::metric::{Bounds, Metric};
use crate::kernels::Scratch;
use crate::kernels::affix::pair;
use crate::kernels::edit::rewrites::{Rewrites, rewriting};
use crate::measure::Sense;
use crate::strings::words::Letter;

/// The least cost of rewrites; made by [`Levenshtein`](super::Levenshtein) of its parameters.
#[derive(Clone, Debug)]
pub struct LevenshteinByCosts {
    /// What they cost.
    pub rewrites: Rewrites,
}

impl Metric for LevenshteinByCosts {
    type Raw = f64;
    const NAME: &'static str = "levenshtein";
    const SENSE: Sense = Sense::Distance;
    const IS_SHARE: bool = false;
    // Rows of numbers, as many as a left side may have letters and one, what is added to them, and classes.
    const ROOM: u64 = 96;

    fn needs_text(&self) -> bool {
        true
    }

    fn is_symmetric(&self) -> bool {
        self.rewrites.is_symmetric()
    }

    fn maximum(&self, left: u32, right: u32) -> f64 {
        self.rewrites.bounds().maximum(left, right)
    }

    fn compare<S: Letter>(
        &self,
        left: &[S],
        right: &[S],
        limit: Option<f64>,
        scratch: &mut Scratch,
    ) -> f64 {
        if left == right {
            return 0.0;
        }
        let limit = limit.unwrap_or(f64::INFINITY);
        let found = rewriting(left, right, &self.rewrites, limit, scratch);
        if found > limit {
            return found;
        }
        // Rounding may carry a sum beyond the largest distance.
        let maximum = self.maximum(pair::length(left), pair::length(right));
        found.min(maximum)
    }
}

impl Bounds for LevenshteinByCosts {
    fn best(&self, left: u32, right: u32) -> f64 {
        self.rewrites.bounds().least(left, right)
    }

    fn best_with_common(&self, left: u32, right: u32, shared: u32, _prefix: u32) -> f64 {
        // What is left as it is, is shared.
        let rewritten = left.max(right).saturating_sub(shared);
        let least = self.rewrites.bounds().least_of(rewritten);
        least.max(self.best(left, right))
    }

    fn max_edits_with_common(&self, left: u32, right: u32, shared: u32) -> Option<u32> {
        // A rewrite is no more edits than its longer side has letters.
        let is_bounded = self.rewrites.bounds().each > 0.0;
        is_bounded.then(|| left.max(right).saturating_sub(shared))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::edit::weighted::Weights;
    use crate::metrics::testing::compare;

    #[test]
    fn costs_of_some_letters_and_of_all_others() {
        let weights = Weights {
            insertion: 1,
            deletion: 1,
            substitution: 1,
        };
        let named = [("o", "0", 0.25), ("rn", "m", 0.5), ("h", "", 0.75)];
        let named = named.map(|(left, right, cost)| (left.to_owned(), right.to_owned(), cost));
        let rewrites = Rewrites::new(weights, &named).expect("costs");
        let metric = LevenshteinByCosts { rewrites };
        assert_eq!(compare(&metric, "corn", "c0m"), 0.75);
        assert_eq!(compare(&metric, "c0m", "corn"), 3.0);
        assert_eq!(compare(&metric, "john", "jon"), 0.75);
        assert_eq!(metric.maximum(4, 3), 4.0);
        assert!(metric.best(4, 2) <= 1.0);
        assert!(metric.best_with_common(4, 4, 1, 0) <= 0.75);
    }
}
