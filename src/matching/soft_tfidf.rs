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
//! Which words are close is found once, by a [join](super::join) of all distinct words. A left text then
//! adds up for each right text all pairs of close words, taken or not: a bound of its score. Words are
//! gone through from the rarest on, until what is left of the vector is too short for another text.
//! What the bound lets pass is scored, the largest bounds first if only the best are wanted.

use std::cmp::Ordering;

use serde::Deserialize;

use super::collections::split;
use super::join::{Request, Rows, join};
use super::scoring::Scoring;
use super::vectors::Vector;
use super::weighted::{Kept, Memory, ROUNDING, Targets};
use super::{Corpus, Watch};
use crate::scorer::{Processor, Scorer, Text};

/// What is compared.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SoftTfidf {
    /// What compares two words: a similarity in 0..1.
    pub inner: Scorer,
    /// The least score of words that are close.
    pub threshold: f64,
    /// What is done to texts first.
    pub processor: Option<Processor>,
}

/// Distinct words.
pub(super) struct Words {
    /// Their numbers, in order.
    numbers: Vec<u32>,
    corpus: Corpus,
}

impl Words {
    /// The words of texts.
    pub(super) fn of<'a>(
        texts: impl Iterator<Item = Text<'a>>,
        mut number: impl FnMut(Text<'a>) -> u32,
    ) -> Self {
        let mut words: Vec<Option<Text<'a>>> = Vec::new();
        for text in texts {
            split(text, None, |word| {
                let number = number(word) as usize;
                if words.len() <= number {
                    words.resize(number + 1, None);
                }
                words[number] = Some(word);
            });
        }
        let known = (0..)
            .zip(words)
            .filter_map(|(number, word)| Some((number, word?)));
        let (numbers, words): (Vec<u32>, Vec<Text<'a>>) = known.unzip();
        Self {
            numbers,
            corpus: Corpus::from_symbols(words),
        }
    }

    fn rows(&self) -> Rows<'_> {
        Rows {
            corpus: &self.corpus,
            range: 0..self.corpus.len(),
        }
    }

    fn spelled(&self, number: u32) -> Option<Text<'_>> {
        self.corpus.get(self.numbers.binary_search(&number).ok()?)
    }
}

/// Which words are close to each other.
pub(super) struct Close<'a> {
    lefts: &'a Words,
    rights: &'a Words,
    /// For each left number where its close words begin, and where the last one's end.
    starts: Vec<usize>,
    /// Right numbers in ascending order, and how close they are.
    words: Vec<(u32, f64)>,
}

/// The memory for matching the words of two texts.
#[derive(Default)]
pub(super) struct Matching {
    pairs: Vec<Pair>,
    /// For each word of either text whether it is taken.
    taken: [Vec<bool>; 2],
}

/// Two words that are close.
#[derive(Clone, Copy)]
struct Pair {
    /// Their places in the vectors of their texts.
    places: [usize; 2],
    alike: f64,
    /// The product of their weights.
    weight: f64,
}

impl<'a> Close<'a> {
    /// Finds the words that are close.
    ///
    /// # Errors
    /// If the work was stopped, or there are too many.
    pub(super) fn new(
        soft: &SoftTfidf,
        lefts: &'a Words,
        rights: &'a Words,
        watch: &Watch<'_>,
    ) -> Result<Self, String> {
        let request = Request {
            scoring: Scoring::Pairs(&soft.inner),
            cutoff: Some(soft.threshold),
            limit: None,
        };
        // The bar shows texts, not words.
        let watch = Watch {
            progress: None,
            ..*watch
        };
        let found = join(request, &[lefts.rows(), rights.rows()], &watch)?;
        let count = lefts.numbers.last().map_or(0, |last| *last as usize + 1);
        let mut starts = vec![0; count + 1];
        for left in &found.left {
            starts[lefts.numbers[*left as usize] as usize + 1] += 1;
        }
        for number in 0..count {
            starts[number + 1] += starts[number];
        }
        // A join gives its matches by left row, and left numbers ascend with it.
        let numbers = found
            .right
            .iter()
            .map(|right| rights.numbers[*right as usize]);
        let mut words: Vec<(u32, f64)> = numbers.zip(found.scores).collect();
        for ends in starts.windows(2) {
            words[ends[0]..ends[1]].sort_unstable_by_key(|(number, _)| *number);
        }
        Ok(Self {
            lefts,
            rights,
            starts,
            words,
        })
    }

    /// The right words that are close to a left one.
    fn to(&self, left: u32) -> &[(u32, f64)] {
        &self.words[self.starts[left as usize]..self.starts[left as usize + 1]]
    }

    /// Gives the scores of right texts that are not 0; perhaps not of those that are not kept.
    pub(super) fn matches(
        &self,
        targets: &Targets,
        vector: Vector<'_>,
        Kept { cutoff, limit }: Kept,
        memory: &mut Memory,
        mut found: impl FnMut(u32, f64),
    ) {
        let Memory {
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
        for (at, (word, weight)) in vector.grams.iter().zip(vector.weights).enumerate() {
            // A text that has no word close to those before stays below, as no word is taken twice.
            rest = rests[at].sqrt() + ROUNDING;
            if rest < cutoff {
                break;
            }
            rest = ROUNDING;
            for (other, alike) in self.to(*word) {
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
            if limit.is_some_and(|limit| largest.len() == limit)
                && largest.last().is_some_and(|least| bound < *least)
            {
                continue;
            }
            let score = self.score(vector, targets.vectors.of(right as usize), matching);
            if let Some(limit) = limit {
                // The best scores so far, best first.
                let place = largest.partition_point(|better| *better >= score);
                largest.insert(place, score);
                largest.truncate(limit);
            }
            found(right, score);
        }
    }

    /// The score of two texts.
    fn score(&self, left: Vector<'_>, right: Vector<'_>, memory: &mut Matching) -> f64 {
        let Matching { pairs, taken } = memory;
        pairs.clear();
        for (place, (word, weight)) in left.grams.iter().zip(left.weights).enumerate() {
            let close = self.to(*word);
            let mut pair = |other: usize, alike: f64| {
                pairs.push(Pair {
                    places: [place, other],
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
            let [one, other] = pair.places;
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
            let [first, second] = pair.places;
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
