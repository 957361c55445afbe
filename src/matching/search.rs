//! One against many: the best choices for each query, or the scores of all of them.
//!
//! Where the scorer is a metric whose number one kernel computes for 512 choices at once, spans of
//! choices go to it, group after group, for a batch of queries each, so that making a group pays. The
//! spans nearest to the queries in length come first: there the best matches are likely, and what
//! has been found is a cutoff for the spans that follow, most of which fall by their lengths alone or
//! end in a comparison of sums that says "none". All other pairs are scored one at a time, in the same
//! order and with the same cutoff.
//!
//! No filter loses a match: a span is left out only if the best score of its lengths is not kept.

use std::ops::Range;

use super::best::{Best, Match};
use super::choices::{Choices, Span};
use super::corpus::Corpus;
use crate::kernels::group::{self, Group, LONGEST};
use crate::kernels::lanes::Level;
use crate::kernels::many::{self, Query, Rule};
use crate::scorer::{Scorer, Scratch, Single, Text};

/// Queries that share the making of a group. Enough for that to cost little.
pub const BATCH: usize = 1024;

/// Choices to be searched with a scorer.
pub struct Search<'a> {
    scorer: &'a Scorer,
    choices: &'a Choices,
    level: Level,
}

/// The memory of a search, kept between batches.
#[derive(Default)]
pub struct Memory {
    group: Group,
    scratch: Scratch,
    rows: Vec<u32>,
}

impl<'a> Search<'a> {
    /// Checks that scores fit their type.
    ///
    /// # Errors
    /// One sentence: what was expected and what came.
    pub fn new(scorer: &'a Scorer, choices: &'a Choices, longest: u32) -> Result<Self, String> {
        scorer.fits(longest, choices.corpus().longest())?;
        Ok(Self {
            scorer,
            choices,
            level: Level::best(),
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
        memory: &mut Memory,
    ) -> Vec<Vec<Match>> {
        let batch = Batch::new(queries, range);
        let none = Best::new(self.scorer.sense(), limit, cutoff);
        let mut found = vec![none; batch.texts.len()];
        if limit > 0 {
            for span in self.nearest_first(&batch) {
                self.best_of_span(span, &batch, &mut found, memory);
            }
        }
        found.into_iter().map(Best::into_matches).collect()
    }

    fn best_of_span(
        &self,
        span: &Span,
        batch: &Batch<'_>,
        found: &mut [Best],
        memory: &mut Memory,
    ) {
        let mut alone = |at: usize, query: Text<'_>, found: &mut Best| {
            let _ = at;
            self.score_alone(span, query, found, &mut memory.scratch);
        };
        let Some((single, rule)) = self.rule(span) else {
            for (at, query) in batch.all() {
                alone(at, query, &mut found[at]);
            }
            return;
        };
        let mut asked = Vec::with_capacity(batch.by_length.len());
        for (at, query) in batch.all() {
            if query.len() > LONGEST {
                alone(at, query, &mut found[at]);
            } else if let Some(limit) = limit(single, rule, span, query.len(), &found[at]) {
                asked.push((at, limit));
            }
        }
        let positions = self.choices.positions(span);
        self.compare(
            rule,
            span,
            batch,
            &asked,
            memory,
            |at, length, within, numbers| {
                let found = &mut found[at];
                for slot in group::slots(within).filter(|slot| *slot < positions.len()) {
                    let choice = self.choices.corpus().length(positions[slot] as usize);
                    let score = single.score_of(numbers[slot].into(), length, choice);
                    found.offer(positions[slot], score);
                }
            },
        );
    }

    /// Writes the scores of all choices for each query in the range, one query after the other; NaN
    /// where there is none.
    pub fn all(
        &self,
        queries: &Corpus,
        range: Range<usize>,
        scores: &mut [f32],
        memory: &mut Memory,
    ) {
        scores.fill(f32::NAN);
        let width = self.choices.corpus().len();
        let batch = Batch::new(queries, range);
        for span in self.choices.spans() {
            let positions = self.choices.positions(span);
            let mut alone = |at: usize, query: Text<'_>, scores: &mut [f32]| {
                for position in positions {
                    let choice = self.choices.corpus().get(*position as usize);
                    let score = choice.and_then(|choice| {
                        self.scorer.score(query, choice, None, &mut memory.scratch)
                    });
                    scores[at * width + *position as usize] =
                        score.map_or(f32::NAN, |score| score as f32);
                }
            };
            let Some((single, rule)) = self.rule(span) else {
                for (at, query) in batch.all() {
                    alone(at, query, scores);
                }
                continue;
            };
            let every = match rule {
                Rule::Lcs => 0,
                Rule::Levenshtein | Rule::Osa => u32::MAX,
            };
            let mut asked = Vec::with_capacity(batch.by_length.len());
            for (at, query) in batch.all() {
                if query.len() > LONGEST {
                    alone(at, query, scores);
                } else {
                    asked.push((at, every));
                }
            }
            let mut table = Table::default();
            self.compare(
                rule,
                span,
                &batch,
                &asked,
                memory,
                |at, length, _, numbers| {
                    let scores = &mut scores[at * width..][..width];
                    table.prepare(single, span, length);
                    for ((_, slots), read) in span.runs().zip(table.runs()) {
                        for (position, number) in
                            positions[slots.clone()].iter().zip(&numbers[slots])
                        {
                            scores[*position as usize] = read[usize::from(*number)];
                        }
                    }
                },
            );
        }
    }

    /// The kernel for a span, if there is one.
    fn rule(&self, span: &Span) -> Option<(&'a Single, Rule)> {
        let single = self.scorer.single()?;
        let rule = single.many()?;
        (span.longest() <= LONGEST).then_some((single, rule))
    }

    /// Compares queries, each with its limit, with the choices of a span. `report` gets a query's place
    /// in the batch, its length, and what the kernel found.
    fn compare(
        &self,
        rule: Rule,
        span: &Span,
        batch: &Batch<'_>,
        asked: &[(usize, u32)],
        memory: &mut Memory,
        mut report: impl FnMut(usize, u32, &crate::kernels::lanes::Plane, &group::Numbers),
    ) {
        if asked.is_empty() {
            return;
        }
        let Memory { group, rows, .. } = memory;
        self.choices.fill(span, group);
        rows.clear();
        let mut ends = Vec::with_capacity(asked.len());
        for (at, _) in asked {
            match batch.texts[*at] {
                Some(Text::Bytes(bytes)) => group.look_up(bytes, rows),
                Some(Text::Codes(codes)) => group.look_up(codes, rows),
                None => {}
            }
            ends.push(rows.len());
        }
        let mut start = 0;
        let queries: Vec<_> = asked
            .iter()
            .zip(ends)
            .map(|((_, limit), end)| {
                let rows = &rows[start..end];
                start = end;
                Query {
                    rows,
                    limit: *limit,
                }
            })
            .collect();
        many::compare(self.level, rule, group, &queries, |at, within, numbers| {
            report(asked[at].0, queries[at].rows.len() as u32, within, numbers);
        });
    }

    fn score_alone(&self, span: &Span, query: Text<'_>, found: &mut Best, scratch: &mut Scratch) {
        let positions = self.choices.positions(span);
        for (length, slots) in span.runs() {
            let best = self.scorer.best(query.len(), length);
            if !best.is_some_and(|best| found.keeps(best, span.first)) {
                continue;
            }
            for position in &positions[slots] {
                let choice = self.choices.corpus().get(*position as usize);
                let cutoff = found.cutoff();
                let score =
                    choice.and_then(|choice| self.scorer.score(query, choice, cutoff, scratch));
                if let Some(score) = score {
                    found.offer(*position, score);
                }
            }
        }
    }

    /// The spans, those first whose lengths are nearest to the batch's.
    fn nearest_first(&self, batch: &Batch<'_>) -> Vec<&'a Span> {
        let mut spans: Vec<_> = self.choices.spans().iter().collect();
        let middle = batch.by_length.get(batch.by_length.len() / 2);
        let length = middle.and_then(|at| batch.texts[*at]).map_or(0, Text::len);
        spans.sort_by_key(|span| {
            let middle = span.runs[span.runs.len() / 2].0;
            middle.abs_diff(length)
        });
        spans
    }
}

/// The worst number that is worth knowing of a span; `None` where no number of its lengths is.
fn limit(single: &Single, rule: Rule, span: &Span, query: u32, found: &Best) -> Option<u32> {
    let loosest = |one: u32, other: u32| match rule {
        Rule::Lcs => one.min(other),
        Rule::Levenshtein | Rule::Osa => one.max(other),
    };
    let limits = span.runs().filter_map(|(length, _)| {
        let keeps = |number| found.keeps(single.score_of(number, query, length), span.first);
        let (mut good, mut bad) = match rule {
            Rule::Lcs => (query.min(length), 0),
            Rule::Levenshtein | Rule::Osa => (query.abs_diff(length), query.max(length)),
        };
        if !keeps(good) {
            return None;
        }
        if keeps(bad) {
            return Some(bad);
        }
        while good.abs_diff(bad) > 1 {
            let middle = good.midpoint(bad);
            if keeps(middle) {
                good = middle;
            } else {
                bad = middle;
            }
        }
        Some(good)
    });
    limits.reduce(loosest)
}

/// The scores of all numbers, for one query's length and each length of a span.
#[derive(Default)]
struct Table {
    length: Option<u32>,
    widths: Vec<usize>,
    scores: Vec<f32>,
}

impl Table {
    fn prepare(&mut self, single: &Single, span: &Span, query: u32) {
        if self.length == Some(query) {
            return;
        }
        self.length = Some(query);
        self.scores.clear();
        self.widths.clear();
        for (length, _) in span.runs() {
            let numbers = 0..=query.max(length);
            self.scores
                .extend(numbers.map(|number| single.score_of(number, query, length) as f32));
            self.widths.push(query.max(length) as usize + 1);
        }
    }

    fn runs(&self) -> impl Iterator<Item = &[f32]> {
        let mut rest = &self.scores[..];
        self.widths.iter().map(move |width| {
            let (scores, after) = rest.split_at(*width);
            rest = after;
            scores
        })
    }
}

/// Queries that are searched together.
struct Batch<'a> {
    texts: Vec<Option<Text<'a>>>,
    /// Those that are not null, short ones first.
    by_length: Vec<usize>,
}

impl<'a> Batch<'a> {
    fn new(queries: &'a Corpus, range: Range<usize>) -> Self {
        let texts: Vec<_> = range.map(|at| queries.get(at)).collect();
        let mut by_length: Vec<_> = (0..texts.len()).filter(|at| texts[*at].is_some()).collect();
        by_length.sort_by_key(|at| texts[*at].map(Text::len));
        Self { texts, by_length }
    }

    /// Places and texts of all queries that are not null.
    fn all(&self) -> impl Iterator<Item = (usize, Text<'a>)> {
        self.by_length
            .iter()
            .filter_map(|at| Some((*at, self.texts[*at]?)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::block::testing::random;

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
        let mut scratch = Scratch::default();
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
                let mut memory = Memory::default();
                for (limit, cutoff) in [
                    (0, None),
                    (1, None),
                    (1, Some(cutoff)),
                    (4, Some(cutoff)),
                    (9999, None),
                ] {
                    let found = search.best(&queries, 0..queries.len(), limit, cutoff, &mut memory);
                    for (at, found) in found.into_iter().enumerate() {
                        let scores = scores(&scorer, queries.get(at), choices.corpus());
                        let mut expected: Vec<_> = (0..)
                            .zip(scores)
                            .filter_map(|(position, score)| {
                                let score = score.filter(|score| scorer.keeps(*score, cutoff))?;
                                Some(Match { position, score })
                            })
                            .collect();
                        expected.sort_by(|one, other| match scorer.sense() {
                            crate::metric::Sense::Distance => one.score.total_cmp(&other.score),
                            crate::metric::Sense::Similarity => other.score.total_cmp(&one.score),
                        });
                        expected.truncate(limit);
                        assert_eq!(found, expected);
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
                let mut got = vec![0.0; 40 * count];
                search.all(&queries, 10..50, &mut got, &mut Memory::default());
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
