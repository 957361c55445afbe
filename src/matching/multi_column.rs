//! Joins by several columns: the weighted mean of their scores.
//!
//! A mean of at least the cutoff leaves each column a least score of its own, for the case that all
//! others are perfect. The column for which that is the strictest demand finds the candidates; the
//! others are scored pair by pair, until the mean is out of reach.

use super::criterion::{Match, Matches, RowRange, Scored};
use super::join::{JoinSides, expand, search};
use super::request::{Request, rank};
use super::scoring::Scoring;
use super::{Distinct, JobControl};
use crate::measure::Sense;
use crate::scorer::{Scorer, ScorerScratch, Weights};
use crate::threads;

/// A mean so little below the worst one is not yet ruled out, against rounding.
const ROUNDING: f64 = 1e-9;

/// A column of either side, with the scorer and the weight of its scores.
pub struct Part<'a> {
    /// Gives a similarity in 0..1.
    pub scorer: &'a Scorer,
    /// How much it counts.
    pub weight: f64,
    /// The left and the right column.
    pub sides: [RowRange<'a>; 2],
}

/// What all parts ask of a pair.
struct Mean<'a> {
    parts: &'a [Part<'a>],
    weights: Weights,
    /// The worst mean that is kept.
    worst: f64,
}

impl Mean<'_> {
    /// The score that a part needs at least when so much of the weighted sum is still open besides.
    fn least(&self, part: usize, known: f64, open: f64) -> f64 {
        let weight = self.parts[part].weight;
        if weight == 0.0 {
            return 0.0;
        }
        ((self.worst - ROUNDING) * self.weights.whole() - known - open) / weight
    }

    /// The mean for two rows, one part's score being known, if it is as good as the cutoff.
    fn score(
        &self,
        main: usize,
        known: f64,
        [left, right]: [u32; 2],
        scratch: &mut ScorerScratch,
    ) -> Option<f64> {
        let mut scores = vec![0.0; self.parts.len()];
        scores[main] = known;
        let mut open = self.weights.whole() - self.parts[main].weight;
        let mut sum = known * self.parts[main].weight;
        for (at, part) in self.parts.iter().enumerate().filter(|(at, _)| *at != main) {
            open -= part.weight;
            let [one, other] = &part.sides;
            let least = Some(self.least(at, sum, open)).filter(|least| *least > 0.0);
            let (one, other) = (one.get(left)?, other.get(right)?);
            let score = part.scorer.score(one, other, least, scratch)?;
            scores[at] = score;
            sum += score * part.weight;
        }
        let mean = self.weights.mean(scores.into_iter().map(Some))?;
        Sense::Similarity.reaches(mean, self.worst).then_some(mean)
    }
}

/// Joins rows whose mean score is at least as good as the cutoff; a match takes so many bytes at the peak.
///
/// # Errors
/// If there is no part, a part's scorer is a distance, no weight is above zero, the answer is too
/// large, or the work was stopped.
pub fn join_columns(
    parts: &[Part<'_>],
    cutoff: f64,
    limit: Option<usize>,
    job: &JobControl<'_>,
    bytes: u64,
) -> Result<Matches, String> {
    let weights = Weights::new(parts.iter().map(|part| part.weight).collect())?;
    let whole = weights.whole();
    if parts
        .iter()
        .any(|part| part.scorer.sense() != Sense::Similarity)
    {
        return Err("expected similarities for several columns, got a distance".into());
    }
    let mean = Mean {
        parts,
        weights,
        worst: cutoff,
    };
    let least = |part: usize| mean.least(part, 0.0, whole - parts[part].weight);
    let strictest = (0..parts.len()).max_by(|one, other| least(*one).total_cmp(&least(*other)));
    let Some(main) = strictest else {
        return Err("expected at least one column, got none".into());
    };
    let request = Request {
        scoring: Scoring::Pairs(parts[main].scorer),
        cutoff: Some(least(main)),
        limit,
    };
    let sides = &parts[main].sides;
    let distinct = threads::join_two(|side| Distinct::of(&sides[side]));
    let [left, right] = &distinct;
    let rank = |number: u32, matches: &[Match], scratch: &mut ScorerScratch| {
        let mut answers = Vec::new();
        for row in left.rows(number) {
            let mut rows: Vec<Scored> = Vec::new();
            for found in matches {
                for other in right.rows(found.right) {
                    let score = mean.score(main, found.score, [*row, *other], scratch);
                    rows.extend(score.map(|score| (*other, score)));
                }
            }
            rank(request, &mut rows);
            answers.push((*row, rows));
        }
        answers
    };
    let join_sides = JoinSides {
        sides,
        distinct: &distinct,
        weights: None,
    };
    let found = search(request, join_sides, left.numbers.len(), job, rank, |_| {
        bytes
    })?;
    expand(found.len(), |row| &found[row])
}
