//! What a scorer and a cutoff demand of a pair before it is compared: how much it must share, and by
//! how many edits it may differ. Joins rule pairs out by it.

use super::{Kind, Scorer};
use crate::metric::Sense;

/// Scores this far beyond a cutoff are taken for as good, so that rounding never rules a pair out.
const ROUNDING: f64 = 1e-9;

impl Scorer {
    /// The fewest symbols that texts of these lengths must have in common, as bags, for a score that
    /// is at least as good as the cutoff, when their common prefix has at most `prefix` symbols;
    /// `None` where no score of these lengths is.
    pub fn must_share(
        &self,
        cutoff: Option<f64>,
        lengths @ [left, right]: [u32; 2],
        prefix: u32,
    ) -> Option<u32> {
        self.best(left, right)?;
        let cutoff = cutoff.map(|cutoff| match self.sense {
            Sense::Distance => cutoff + ROUNDING,
            Sense::Similarity => cutoff - ROUNDING,
        });
        let enough = |shared| {
            self.best_sharing(lengths, shared, prefix)
                .is_some_and(|best| self.keeps(best, cutoff))
        };
        let (mut too_few, mut shared) = (0, left.min(right));
        if !enough(shared) {
            return None;
        }
        if enough(0) {
            return Some(0);
        }
        while shared - too_few > 1 {
            let middle = too_few + (shared - too_few) / 2;
            if enough(middle) {
                shared = middle;
            } else {
                too_few = middle;
            }
        }
        Some(shared)
    }

    /// The best score that texts of these lengths can have which share no more than so many symbols
    /// and so long a prefix.
    fn best_sharing(&self, lengths: [u32; 2], shared: u32, prefix: u32) -> Option<f64> {
        match &self.kind {
            Kind::Single(single) => {
                let measure = single.measure;
                Some(single.metric.best_sharing(measure, lengths, shared, prefix))
            }
            Kind::Combined(combined) => {
                combined.mean(|scorer| scorer.best_sharing(lengths, shared, prefix))
            }
        }
    }

    /// The most edits of one symbol that part texts of these lengths which must share so many
    /// symbols (see [`must_share`](Self::must_share)), if their number is bounded.
    pub fn edits_sharing(&self, lengths: [u32; 2], shared: u32) -> Option<u32> {
        self.single()?.metric.edits_sharing(lengths, shared)
    }
}
