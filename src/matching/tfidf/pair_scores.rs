//! The scores of given pairs that depend on all texts: what [`finder`](super::finder) finds, asked one by one.

use super::finder::without_rounding;
use super::shared::SharedWeights;
use super::soft_tfidf::{Close, close_words};
use super::targets::Matching;
use super::vectors::Vector;
use crate::matching::candidates::close_words::{CloseWords, WordList};
use crate::matching::criterion::RowRange;
use crate::matching::request::Join;
use crate::matching::scoring::Scoring;

/// Gives pairs of rows the scores that depend on the texts of all rows.
pub struct CorpusScores {
    shared: SharedWeights,
    /// The words of both sides and the close ones of them, if they count as shared.
    words: Option<([WordList; 2], CloseWords)>,
}

impl CorpusScores {
    /// Counts the grams of all rows, and finds close words, if scores depend on them.
    ///
    /// # Errors
    /// If there are more than fit in memory, or the work was stopped.
    pub(crate) fn new(
        scoring: Scoring<'_>,
        sides: &[RowRange<'_>; 2],
        join: Join,
    ) -> Result<Option<Self>, String> {
        let Some(shared) = SharedWeights::new(scoring, sides)? else {
            return Ok(None);
        };
        let mut words = None;
        if let Scoring::SoftTfidf(soft) = scoring {
            let lists = sides.each_ref().map(|side| {
                let texts = side.range.clone().filter_map(|text| side.corpus.get(text));
                WordList::of(texts, |word| {
                    shared.weights().find(word).unwrap_or_default()
                })
            });
            let close = close_words(soft, lists.each_ref(), join)?;
            words = Some((lists, close));
        }
        Ok(Some(Self { shared, words }))
    }

    /// What grams weigh in all rows.
    pub(crate) fn weights(&self) -> &SharedWeights {
        &self.shared
    }

    /// The score of two texts, at these indices of their corpora, unless one is null.
    pub(crate) fn score(&self, [left, right]: [usize; 2], memory: &mut Matching) -> Option<f64> {
        let (left, right) = (self.shared.vector(0, left)?, self.shared.vector(1, right)?);
        Some(match (left.grams, right.grams, &self.words) {
            ([], [], _) => 1.0,
            ([], ..) | (_, [], _) => 0.0,
            (.., None) => without_rounding(product(left, right)),
            (.., Some(([lefts, rights], words))) => {
                let close = Close {
                    lefts,
                    rights,
                    words,
                };
                without_rounding(close.score(left, right, memory))
            }
        })
    }
}

/// The product of two vectors, added up in the order of their grams.
fn product(left: Vector<'_>, right: Vector<'_>) -> f64 {
    let (mut one, mut other, mut sum) = (0, 0, 0.0);
    while one < left.grams.len() && other < right.grams.len() {
        let (gram, other_gram) = (left.grams[one], right.grams[other]);
        if gram == other_gram {
            sum += left.weights[one] * right.weights[other];
        }
        one += usize::from(gram <= other_gram);
        other += usize::from(other_gram <= gram);
    }
    sum
}
