//! Ratios of words, by ratios of texts.
//!
//! `token_sort_ratio` is `ratio` of texts whose words were sorted, so they are sorted once and `ratio` has
//! its index. Other ratios are the best of several: a pair can only reach a cutoff by one of a few subqueries,
//! for each of which there is an index. A mean over words is reached by one of them, at least.

use std::sync::Arc;

use super::{Arrangement, GivenNames, Processor, Scorer, ScorerKind, Single};
use crate::measure::{Measure, Sense};
use crate::metrics::{AnyMetric, PartialRatio, Ratio};

/// Limits are lowered by so much, against rounding.
const ROUNDING: f64 = 1e-9;
/// What `wratio` multiplies ratios of words by.
const TOKENS: f64 = 0.95;
/// What it multiplies partial ratios by, at most.
const PARTIAL: f64 = 0.9;

/// A way in which two texts may come to a score.
pub enum SubQuery {
    /// Other texts made of them have a score that is at least as good as this one.
    Alike {
        /// What is compared.
        arrangement: Arrangement,
        /// A similarity in 0..1.
        scorer: Scorer,
        /// The least score.
        cutoff: f64,
    },
    /// They have a word in common.
    CommonWord {
        /// If there is one, `token_set_ratio` has to reach it.
        set_ratio: Option<f64>,
    },
    /// A word of one is close to a word of the other, or neither has a word.
    CloseWord {
        /// What compares two words: a similarity in 0..1.
        scorer: Scorer,
        /// The least score of words that are close.
        cutoff: f64,
    },
    /// They have a key in common by which given names find those that stand for them.
    SharedName(Arc<GivenNames>),
}

impl Scorer {
    /// A scorer of equal scores that leaves as much as possible to the preparation of texts.
    #[must_use]
    pub fn prepared(self) -> Self {
        let ScorerKind::Single(single) = &self.kind else {
            return self;
        };
        let metric = match single.metric() {
            "token_sort_ratio" => AnyMetric::new(Ratio {}),
            "partial_token_sort_ratio" => AnyMetric::new(PartialRatio {}),
            _ => return self,
        };
        Self {
            kind: ScorerKind::Single(Single::new(metric, single.measure())),
            sense: self.sense,
            processor: Some(match self.processor {
                None => Processor::SortedWords,
                Some(_) => Processor::DefaultSortedWords,
            }),
        }
    }

    /// The normalised similarity behind a cutoff, for scorers whose numbers lie in 0..1.
    pub fn least_similarity(&self, cutoff: f64) -> f64 {
        match self.sense {
            Sense::Similarity => cutoff,
            Sense::Distance => 1.0 - cutoff,
        }
    }

    /// The subqueries by which two texts may come to a score that is at least as good as the cutoff, where
    /// they say more than [`min_common_symbols`](Self::min_common_symbols).
    pub fn decompose(&self, cutoff: Option<f64>) -> Option<Vec<SubQuery>> {
        let single = self.single()?;
        let least = self.least_similarity(cutoff?);
        if let Some(finder) = single.names() {
            return Some(vec![
                SubQuery::Alike {
                    arrangement: Arrangement::AsIs,
                    scorer: finder.inner()?,
                    cutoff: least - ROUNDING,
                },
                SubQuery::SharedName(Arc::clone(&finder.names)),
            ]);
        }
        if let Some(inner) = single.of_words() {
            let cutoff = least - ROUNDING;
            let scorer = of_similarity(inner.metric());
            return (cutoff > 0.0).then(|| vec![SubQuery::CloseWord { scorer, cutoff }]);
        }
        let token_sets = |least| vec![common_word(Some(least)), ratio(Arrangement::Set, least)];
        let partial_sets = |least| vec![common_word(None), partial(Arrangement::Set, least)];
        let mut subqueries = match single.found_as() {
            "token_set_ratio" => token_sets(least),
            "token_ratio" => token_sets(least),
            "partial_token_set_ratio" | "partial_token_ratio" => partial_sets(least),
            "wratio" => {
                let mut subqueries = vec![ratio(Arrangement::AsIs, least)];
                if least <= TOKENS {
                    subqueries.extend(token_sets(least / TOKENS));
                    subqueries.push(ratio(Arrangement::Sorted, least / TOKENS));
                }
                if least <= PARTIAL {
                    subqueries.push(partial(Arrangement::AsIs, least / PARTIAL));
                }
                if least <= PARTIAL * TOKENS {
                    subqueries.extend(partial_sets(least / PARTIAL / TOKENS));
                    subqueries.push(partial(Arrangement::Sorted, least / PARTIAL / TOKENS));
                }
                subqueries
            }
            _ => return None,
        };
        match single.found_as() {
            "token_ratio" => subqueries.push(ratio(Arrangement::Sorted, least)),
            "partial_token_ratio" => subqueries.push(partial(Arrangement::Sorted, least)),
            _ => {}
        }
        Some(subqueries)
    }
}

fn ratio(arrangement: Arrangement, least: f64) -> SubQuery {
    alike(arrangement, AnyMetric::new(Ratio {}), least)
}

fn partial(arrangement: Arrangement, least: f64) -> SubQuery {
    alike(arrangement, AnyMetric::new(PartialRatio {}), least)
}

fn common_word(least: Option<f64>) -> SubQuery {
    SubQuery::CommonWord {
        set_ratio: least.map(|least| least - ROUNDING),
    }
}

fn alike(arrangement: Arrangement, metric: AnyMetric, least: f64) -> SubQuery {
    SubQuery::Alike {
        arrangement,
        scorer: of_similarity(metric),
        cutoff: least - ROUNDING,
    }
}

fn of_similarity(metric: AnyMetric) -> Scorer {
    let measure = Measure::NormalizedSimilarity;
    Scorer {
        kind: ScorerKind::Single(Single::new(metric, measure)),
        sense: Sense::Similarity,
        processor: None,
    }
}
