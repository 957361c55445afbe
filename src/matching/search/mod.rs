//! One against many: the best choices for each query.
//!
//! Where there is a [`kernel`](group_kernel) that compares a text with 512 choices at once, spans of
//! choices go to it, group after group, for a batch of queries each, so that a group stays in the
//! cache. The spans nearest to the queries in length come first: there the best matches are likely,
//! and what has been found is a cutoff for the spans that follow, most of which fall by their lengths
//! alone or end in a comparison of sums that says "none". All other pairs go the way of [`pairs`],
//! in the same order and with the same cutoff.
//!
//! No filter loses a match: a span is left out only if the best score of its lengths is not kept.

pub(super) mod all_scores;
pub(super) mod group_kernel;
pub(super) mod index;
pub(super) mod pairs;
pub(super) mod prepared;
pub(super) mod top_k;

use std::ops::Range;

use super::texts::corpus::Corpus;
use crate::interrupt;
use crate::kernels::block;
use crate::kernels::block::group::{Group, LONGEST};
use crate::kernels::block_kernel::GroupCounts;
use crate::kernels::edit::group::Query;
use crate::scorer::{Scorer, Text};
use crate::simd::{Level, Plane};
use group_kernel::Kernel;
use index::{Choices, Span};
use pairs::{Pairs, Scoring};
use top_k::{Best, Match};

/// Queries that share a group. Enough for making it to cost little.
pub const QUERIES_PER_BATCH: usize = 1024;

/// Choices to be searched with a scorer.
pub struct Search<'a> {
    pub(crate) scorer: &'a Scorer,
    pub(crate) choices: &'a Choices,
    pub(crate) kernel: Option<Kernel<'a>>,
}

/// The memory of a search, kept between batches.
#[derive(Default)]
pub struct SearchMemory {
    spare: Group,
    rows: Vec<u32>,
    pub(crate) pairs: Pairs,
    pub(crate) numbers: Vec<u8>,
}

impl<'a> Search<'a> {
    /// Checks that scores fit their type, and comparisons in memory, for queries of up to `longest` symbols.
    ///
    /// # Errors
    /// One sentence: what was expected and what came.
    pub fn new(scorer: &'a Scorer, choices: &'a Choices, longest: u32) -> Result<Self, String> {
        scorer.check_overflow(longest, choices.corpus().longest())?;
        scorer.check_room(longest, choices.corpus().longest())?;
        Ok(Self {
            scorer,
            choices,
            kernel: Kernel::new(scorer),
        })
    }

    /// For each query in the range its best matches: at most `limit`, none worse than the cutoff, best
    /// first, of equal ones those first that come first.
    pub fn best(
        &self,
        queries: &Corpus,
        range: Range<usize>,
        limit: usize,
        cutoff: Option<f64>,
        memory: &mut SearchMemory,
    ) -> Vec<Vec<Match>> {
        let batch = Batch::new(queries, range);
        let none = Best::new(self.scorer.sense(), limit, cutoff);
        let mut kept = vec![none; batch.len];
        if limit > 0 {
            for span in self.nearest_first(&batch) {
                if interrupt::is_raised() {
                    break;
                }
                self.best_of_span(span, &batch, &mut kept, memory);
            }
        }
        kept.into_iter().map(Best::into_matches).collect()
    }

    fn best_of_span(
        &self,
        span: &Span,
        batch: &Batch<'_>,
        kept: &mut [Best],
        memory: &mut SearchMemory,
    ) {
        let kernel = self.kernel.filter(|_| span.longest() <= LONGEST);
        let mut limited = Vec::with_capacity(batch.by_length.len());
        for query in &batch.by_length {
            let kept = &mut kept[query.at];
            match kernel {
                Some(kernel) if query.text.len() <= LONGEST => {
                    if let Some(limit) = kernel.limit(span, query.text.len(), kept) {
                        limited.push((*query, limit));
                    }
                }
                _ => self.best_of_pairs(span, batch, query, kept, &mut memory.pairs),
            }
        }
        let Some(kernel) = kernel else {
            return;
        };
        let positions = self.choices.positions(span);
        self.compare(kernel, span, &limited, memory, |query, within, answers| {
            let kept = &mut kept[query.at];
            for slot in block::group::slots(within).filter(|slot| *slot < positions.len()) {
                let choice = self.choices.corpus().length(positions[slot] as usize);
                let score = kernel.score(answers, slot, query.text.len(), choice);
                kept.offer(positions[slot], score);
            }
        });
    }

    /// The best of those runs of a span that may have any.
    fn best_of_pairs(
        &self,
        span: &Span,
        batch: &Batch<'_>,
        query: &BatchQuery<'_>,
        kept: &mut Best,
        pairs: &mut Pairs,
    ) {
        let positions = self.choices.positions(span);
        for (length, slots) in span.runs() {
            let best = self.scorer.best(query.text.len(), length);
            if !best.is_some_and(|best| kept.keeps(best, span.first)) {
                continue;
            }
            let scoring = Scoring {
                scorer: self.scorer,
                query: batch.locate(query),
                choices: self.choices.corpus(),
                cutoff: kept.cutoff(),
            };
            pairs.score(scoring, &positions[slots], |position, score| {
                if let Some(score) = score {
                    kept.offer(position, score);
                }
            });
        }
    }

    /// Compares queries, each with its limit, with the choices of a span. `report` gets a query, which
    /// slots are within its limit, and the answers for all.
    pub(crate) fn compare<'q>(
        &self,
        kernel: Kernel<'_>,
        span: &Span,
        limited: &[(BatchQuery<'q>, u32)],
        memory: &mut SearchMemory,
        mut report: impl FnMut(&BatchQuery<'q>, &Plane, GroupCounts<'_>),
    ) {
        if limited.is_empty() {
            return;
        }
        let SearchMemory { spare, rows, .. } = memory;
        let group = self.choices.group(span, spare);
        rows.clear();
        for (query, _) in limited {
            match query.text {
                Text::Bytes(bytes) => group.look_up(bytes, rows),
                Text::Codes(codes) => group.look_up(codes, rows),
            }
        }
        let mut rest = &rows[..];
        let queries: Vec<_> = limited
            .iter()
            .map(|(query, limit)| {
                let (rows, after) = rest.split_at(query.text.len() as usize);
                rest = after;
                Query {
                    rows,
                    limit: *limit,
                }
            })
            .collect();
        let level = Level::best();
        kernel
            .group
            .compare(level, group, &queries, &mut |at, within, answers| {
                report(&limited[at].0, within, answers);
            });
    }

    /// The spans, those first whose lengths are nearest to the batch's.
    fn nearest_first(&self, batch: &Batch<'_>) -> Vec<&'a Span> {
        let mut spans: Vec<_> = self.choices.spans().iter().collect();
        let middle = batch.by_length.get(batch.by_length.len() / 2);
        let length = middle.map_or(0, |query| query.text.len());
        spans.sort_by_key(|span| span.runs[span.runs.len() / 2].0.abs_diff(length));
        spans
    }
}

/// Queries that are searched together.
pub(crate) struct Batch<'a> {
    queries: &'a Corpus,
    first: usize,
    len: usize,
    /// Those that are not null, short ones first.
    pub(crate) by_length: Vec<BatchQuery<'a>>,
}

/// A query of a batch.
#[derive(Clone, Copy)]
pub(crate) struct BatchQuery<'a> {
    /// Its index in the batch.
    pub(crate) at: usize,
    pub(crate) text: Text<'a>,
}

impl<'a> Batch<'a> {
    pub(crate) fn new(queries: &'a Corpus, range: Range<usize>) -> Self {
        let texts = range.clone().map(|row| queries.get(row)).enumerate();
        let mut by_length: Vec<_> = texts
            .filter_map(|(at, text)| Some(BatchQuery { at, text: text? }))
            .collect();
        by_length.sort_by_key(|query| query.text.len());
        Self {
            queries,
            first: range.start,
            len: range.len(),
            by_length,
        }
    }

    /// Where a query is: the corpus and its index there.
    pub(crate) fn locate(&self, query: &BatchQuery<'_>) -> (&'a Corpus, usize) {
        (self.queries, self.first + query.at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::block::testing::random;
    use crate::scorer::ScorerScratch;

    fn corpus(seed: &mut u64, count: usize) -> Corpus {
        let texts: Vec<_> = (0..count)
            .map(|_| {
                let (kind, longest) = (random(seed) % 20, random(seed) % 3);
                let longest = [4, 14, if kind == 1 { 200 } else { 30 }][longest as usize];
                let len = random(seed) % (longest + 1);
                let letters = if kind < 3 { 'α' } else { 'a' };
                let letter = |step| char::from_u32(letters as u32 + step).unwrap_or(letters);
                let text = (0..len).map(|_| letter((random(seed) % 6) as u32));
                (kind != 0).then(|| text.collect::<String>())
            })
            .collect();
        Corpus::from_texts(texts.iter().map(Option::as_deref), None)
    }

    fn scorer(metric: &str, measure: &str) -> Scorer {
        let parameters = match metric {
            "levenshtein" => r#"{"weights": [1, 1, 1]}"#,
            "hamming" => r#"{"pad": false}"#,
            _ => "{}",
        };
        serde_json::from_str(&format!(
            r#"{{"metric": "{metric}", "parameters": {parameters}, "measure": "{measure}"}}"#
        ))
        .expect("a scorer")
    }

    fn scorers() -> Vec<(Scorer, f64)> {
        let part = |metric| scorer(metric, "normalized_similarity");
        let mean = Scorer::combine(vec![(part("indel"), 1.0), (part("jaro"), 2.0)]);
        vec![
            (scorer("levenshtein", "distance"), 3.0),
            (scorer("levenshtein", "similarity"), 5.0),
            (scorer("osa", "normalized_distance"), 0.5),
            (scorer("indel", "normalized_similarity"), 0.6),
            (scorer("lcs_seq", "similarity"), 4.0),
            (scorer("hamming", "distance"), 2.0),
            (scorer("jaro", "normalized_similarity"), 0.7),
            (mean.expect("a scorer"), 0.7),
        ]
    }

    /// Every pair by itself.
    fn scores(scorer: &Scorer, query: Option<Text<'_>>, choices: &Corpus) -> Vec<Option<f64>> {
        let mut scratch = ScorerScratch::default();
        let mut score = |at| scorer.score(query?, choices.get(at)?, None, &mut scratch);
        (0..choices.len()).map(&mut score).collect()
    }

    #[test]
    fn the_best_are_those_of_scoring_every_pair() {
        let mut seed = 42;
        let queries = corpus(&mut seed, 30);
        for count in [0, 1, 3, 700] {
            let choices = Choices::new(corpus(&mut seed, count));
            for (scorer, cutoff) in scorers() {
                let search = Search::new(&scorer, &choices, queries.longest()).expect("fits");
                let mut memory = SearchMemory::default();
                let scored: Vec<Vec<_>> = (0..queries.len())
                    .map(|at| scores(&scorer, queries.get(at), choices.corpus()))
                    .collect();
                for (limit, cutoff) in [
                    (0, None),
                    (1, None),
                    (1, Some(cutoff)),
                    (4, Some(cutoff)),
                    (9999, None),
                ] {
                    let matches =
                        search.best(&queries, 0..queries.len(), limit, cutoff, &mut memory);
                    assert_eq!(matches.len(), scored.len());
                    for (matches, scores) in matches.into_iter().zip(&scored) {
                        let mut expected: Vec<_> = (0..)
                            .zip(scores)
                            .filter_map(|(position, score)| {
                                let score = score.filter(|score| scorer.keeps(*score, cutoff))?;
                                Some(Match { position, score })
                            })
                            .collect();
                        expected.sort_by(|one, other| match scorer.sense() {
                            crate::measure::Sense::Distance => one.score.total_cmp(&other.score),
                            crate::measure::Sense::Similarity => other.score.total_cmp(&one.score),
                        });
                        expected.truncate(limit);
                        assert_eq!(matches, expected);
                    }
                }
            }
        }
    }

    #[test]
    fn all_scores_are_those_of_every_pair() {
        let mut seed = 7;
        let queries = corpus(&mut seed, 50);
        for count in [0, 1, 700] {
            let choices = Choices::new(corpus(&mut seed, count));
            for (scorer, _) in scorers() {
                let search = Search::new(&scorer, &choices, queries.longest()).expect("fits");
                let mut got = vec![f32::NAN; 40 * count];
                search.all(&queries, 10..50, &mut got, &mut SearchMemory::default());
                for at in 10..50 {
                    let scores = scores(&scorer, queries.get(at), choices.corpus());
                    for (score, got) in scores.iter().zip(&got[(at - 10) * count..]) {
                        assert_eq!(
                            score.map(|score| score as f32),
                            Some(*got).filter(|got| !got.is_nan())
                        );
                    }
                }
            }
        }
    }
}
