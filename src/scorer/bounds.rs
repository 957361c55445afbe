//! What a scorer and a cutoff demand of a pair before it is compared: how much it must share, and by
//! how many edits it may differ. Joins rule pairs out by it.

use super::{Scorer, ScorerKind};
use crate::kernels::qgrams::{Grams, Overlap};
use crate::measure::Sense;

/// Scores this far beyond a cutoff are taken for as good, so that rounding never rules a pair out.
const ROUNDING: f64 = 1e-9;

impl Scorer {
    /// The fewest symbols that texts of these lengths must have in common, as bags, for a score that
    /// is at least as good as the cutoff, when their common prefix has at most `prefix` symbols;
    /// `None` where no score of these lengths is.
    pub fn min_common_symbols(
        &self,
        cutoff: Option<f64>,
        lengths @ [left, right]: [u32; 2],
        prefix: u32,
    ) -> Option<u32> {
        self.best(left, right)?;
        let cutoff = self.loosened(cutoff);
        fewest(left.min(right), |shared| {
            self.best_with_common(lengths, shared, prefix)
                .is_some_and(|best| self.keeps(best, cutoff))
        })
    }

    /// Whether pairs of neighbouring symbols bound the score.
    pub fn counts_bigrams(&self) -> bool {
        self.max_missing_bigrams(None, [1, 1]).is_some()
    }

    /// How many of the shorter text's different pairs of neighbouring symbols the longer one may lack for
    /// a score that is at least as good as the cutoff; `None` if they say nothing. Of two texts of one
    /// length it is enough if that is so for one of them.
    pub fn max_missing_bigrams(&self, cutoff: Option<f64>, [left, right]: [u32; 2]) -> Option<u32> {
        let single = self.single()?;
        let best = |lacking| single.best_with_missing_bigrams([left, right], lacking);
        best(0)?;
        let cutoff = self.loosened(cutoff);
        let pairs = left.min(right).saturating_sub(1);
        let present = fewest(pairs, |present| {
            best(pairs - present).is_some_and(|best| self.keeps(best, cutoff))
        });
        // If not even all pairs are enough, nothing matches.
        Some(pairs - present.unwrap_or(pairs))
    }

    /// The grams whose overlap alone decides the score, if there are such.
    pub fn by_grams(&self) -> Option<Grams> {
        self.single()?.by_grams()
    }

    /// The least overlap of collections of these sizes for a score that is at least as good as the
    /// cutoff; `None` where no score is.
    pub fn min_overlap(&self, cutoff: Option<f64>, [left, right]: [u32; 2]) -> Option<u32> {
        let single = self.single()?;
        let cutoff = self.loosened(cutoff);
        fewest(left.min(right), |common| {
            let [left, right, common] = [left, right, common].map(u64::from);
            let overlap = Overlap {
                left,
                right,
                common,
            };
            let score = single.overlapping(overlap);
            score.is_some_and(|score| self.keeps(score, cutoff))
        })
    }

    fn loosened(&self, cutoff: Option<f64>) -> Option<f64> {
        cutoff.map(|cutoff| match self.sense {
            Sense::Distance => cutoff + ROUNDING,
            Sense::Similarity => cutoff - ROUNDING,
        })
    }

    /// The best score that texts of these lengths can have which share no more than so many symbols
    /// and so long a prefix.
    fn best_with_common(&self, lengths: [u32; 2], shared: u32, prefix: u32) -> Option<f64> {
        match &self.kind {
            ScorerKind::Single(single) => Some(single.best_with_common(lengths, shared, prefix)),
            ScorerKind::Combined(combined) => {
                combined.mean(|scorer| scorer.best_with_common(lengths, shared, prefix))
            }
        }
    }

    /// The most edits of one symbol that part texts of these lengths which must share so many
    /// symbols (see [`min_common_symbols`](Self::min_common_symbols)), if their number is bounded.
    pub fn max_edits_with_common(&self, lengths: [u32; 2], shared: u32) -> Option<u32> {
        self.single()?.max_edits_with_common(lengths, shared)
    }
}

/// The least number up to `most` that is enough, if one is; more is never worse.
fn fewest(most: u32, enough: impl Fn(u32) -> bool) -> Option<u32> {
    let (mut too_few, mut shared) = (0, most);
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
