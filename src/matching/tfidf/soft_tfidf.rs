//! Cosine of weighted words, where words that are close count as shared: SoftTFIDF (Cohen, Ravikumar and
//! Fienberg, "A comparison of string distance metrics for name-matching tasks", IIWeb 2003).
//!
//! Two words are close if an inner scorer gives them at least a threshold. The score is the sum, over
//! pairs of close words, of the product of their [weights](super::vectors) and of what the inner scorer gives
//! them. The paper lets each left word take the right word that is closest, even if another one took it
//! already, so that its sum has a direction and may exceed 1. Here a word is taken once: pairs are taken
//! from the closest on, of equally close ones those first that weigh more, and the sum is that of a
//! matching. It has no direction if the inner scorer has none, and is 1 at most (Cauchy, Schwarz).
//!
//! Which words are close is found once, by a [join](crate::matching::join()) of all distinct words. A left text then
//! adds up for each right text all pairs of close words, taken or not: a bound of its score. Words are
//! gone through from the rarest on, until what is left of the vector is too short for another text.
//! What the bound lets pass is scored, the largest bounds first if only the best are wanted.

use std::cmp::Ordering;

use super::targets::{FinderMemory, Matching, Pair, Targets};
use super::vectors::{Kept, ROUNDING, Vector};
use crate::interrupt::Pace;
use crate::matching::candidates::close_words::{CloseWords, WordList};
use crate::matching::request::Join;
use crate::matching::scoring::SoftTfidf;
use crate::measure::Sense;
use crate::scorer::Text;

/// What it takes to score a text, as work.
const PER_TEXT: usize = 1 << 12;

/// Which words are close to each other, and how they are spelled.
#[derive(Clone, Copy)]
pub(crate) struct Close<'a> {
    pub(crate) lefts: &'a WordList,
    pub(crate) rights: &'a WordList,
    pub(crate) words: &'a CloseWords,
}

/// Finds the words that are close.
///
/// # Errors
/// If the work was stopped, or there are too many.
pub(crate) fn close_words(
    soft: &SoftTfidf,
    lists: [&WordList; 2],
    join: Join,
) -> Result<CloseWords, String> {
    let least = soft.threshold.worst(Sense::Similarity);
    CloseWords::new((&soft.inner, least), lists, join)
}

impl Close<'_> {
    /// The right words that are close to a left one.
    fn to(&self, left: u32) -> &[(u32, f64)] {
        self.words.to(left)
    }

    /// Gives the scores of right texts that are not 0; perhaps not of those that are not kept.
    pub(crate) fn matches(
        &self,
        targets: &Targets,
        vector: Vector<'_>,
        Kept { cutoff, limit }: Kept,
        memory: &mut FinderMemory,
        mut report: impl FnMut(u32, f64),
    ) {
        let FinderMemory {
            sums,
            touched,
            largest,
            rests,
            matching,
            ..
        } = memory;
        sums.resize(targets.vectors.len(), 0.0);
        vector.rests(rests);
        let mut rest = ROUNDING;
        let mut pace = Pace::default();
        for (at, (word, weight)) in vector.grams.iter().zip(vector.weights).enumerate() {
            // A text that has no word close to those before stays below, as no word is taken twice.
            rest = rests[at].sqrt() + ROUNDING;
            if rest < cutoff {
                break;
            }
            rest = ROUNDING;
            for (other, alike) in self.to(*word) {
                if pace.ends(targets.postings.count(*other)) {
                    break;
                }
                for (right, other) in targets.postings.of(*other).each() {
                    let sum = &mut sums[right as usize];
                    if *sum == 0.0 {
                        touched.push(right);
                    }
                    *sum += weight * other * alike;
                }
            }
        }
        touched.retain(|right| {
            let is_open = sums[*right as usize] + rest >= cutoff;
            if !is_open {
                sums[*right as usize] = 0.0;
            }
            is_open
        });
        if limit.is_some() {
            touched.sort_unstable_by(|one, other| {
                sums[*other as usize].total_cmp(&sums[*one as usize])
            });
        }
        largest.clear();
        for right in touched.drain(..) {
            let bound = std::mem::take(&mut sums[right as usize]) + rest;
            if pace.ends(PER_TEXT) {
                continue;
            }
            if limit.is_some_and(|limit| largest.len() == limit)
                && largest.last().is_some_and(|least| bound < *least)
            {
                continue;
            }
            let score = self.score(vector, targets.vectors.of(right as usize), matching);
            if let Some(limit) = limit {
                // The best scores so far, best first.
                let rank = largest.partition_point(|better| *better >= score);
                largest.insert(rank, score);
                largest.truncate(limit);
            }
            report(right, score);
        }
    }

    /// The score of two texts.
    pub(crate) fn score(&self, left: Vector<'_>, right: Vector<'_>, memory: &mut Matching) -> f64 {
        let Matching { pairs, taken } = memory;
        pairs.clear();
        for (position, (word, weight)) in left.grams.iter().zip(left.weights).enumerate() {
            let close = self.to(*word);
            let mut pair = |other: usize, alike: f64| {
                pairs.push(Pair {
                    positions: [position, other],
                    alike,
                    weight: weight * right.weights[other],
                });
            };
            // The shorter list is gone through, the longer one searched.
            if close.len() < right.grams.len() {
                for (number, alike) in close {
                    if let Ok(other) = right.grams.binary_search(number) {
                        pair(other, *alike);
                    }
                }
            } else {
                for (other, number) in right.grams.iter().enumerate() {
                    if let Ok(at) = close.binary_search_by_key(number, |(number, _)| *number) {
                        pair(other, close[at].1);
                    }
                }
            }
        }
        pairs.sort_unstable_by(|one, other| {
            let by_worth = other.alike.total_cmp(&one.alike);
            let by_worth = by_worth.then(other.weight.total_cmp(&one.weight));
            by_worth.then_with(|| self.by_spelling([one, other], left, right))
        });
        for (taken, side) in taken.iter_mut().zip([left, right]) {
            taken.clear();
            taken.resize(side.grams.len(), false);
        }
        let [lefts, rights] = taken;
        let mut sum = 0.0;
        for pair in &*pairs {
            let [one, other] = pair.positions;
            if !lefts[one] && !rights[other] {
                (lefts[one], rights[other]) = (true, true);
                sum += pair.weight * pair.alike;
            }
        }
        sum
    }

    /// The order of two pairs by what their words are, whichever of them is the left one.
    fn by_spelling(&self, pairs: [&Pair; 2], left: Vector<'_>, right: Vector<'_>) -> Ordering {
        let [one, other] = pairs.map(|pair| {
            let [first, second] = pair.positions;
            let mut words = [
                self.lefts.spelled(left.grams[first]),
                self.rights.spelled(right.grams[second]),
            ]
            .map(|word| word.map(Text::to_codes));
            words.sort_unstable();
            words
        });
        one.cmp(&other)
    }
}
