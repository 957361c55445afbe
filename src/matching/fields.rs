//! The fields of records, and the score of two records: the weighted mean of what their fields score.
//!
//! A field is known of a pair if it is known of both rows: neither is null, and no processor emptied it. A field
//! that is unknown is left out of the mean, or counts as 0, or as 1 ([`Nulls`]). Of the weight of all fields a
//! share must be left in, or the pair has no score.

use serde::Deserialize;

use super::criterion::{Matches, RowRange};
use super::scoring::{Scoring, ScoringSpec};
use super::tfidf::pair_scores::CorpusScores;
use super::tfidf::targets::Matching;
use super::values::{ValueRange, ValueScorer};
use crate::measure::{Cutoff, Sense};
use crate::scorer::{ScorerScratch, Weights};

/// Bounds are loosened by so much, against rounding.
const ROUNDING: f64 = 1e-9;

/// Fields that the bits of a word can count.
const MOST: usize = u64::BITS as usize;

/// What a field that is unknown of a pair counts as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Nulls {
    /// It is left out of the mean.
    Ignore,
    /// A score of 0.
    Mismatch,
    /// A score of 1.
    Match,
}

/// A [`JoinField`], but for its columns, as it arrives from Python.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldSpec {
    /// What compares the columns.
    pub scorer: FieldScorer,
    /// How much the score counts.
    pub weight: f64,
    /// The worst score of a pair, if the field is known of it.
    pub score_cutoff: Option<Cutoff>,
    /// What it counts as where it is unknown.
    pub nulls: Nulls,
}

impl FieldSpec {
    /// The worst score that reaches the field's own cutoff.
    pub fn worst(&self) -> Option<f64> {
        let sense = self.scorer.sense();
        self.score_cutoff.map(|cutoff| cutoff.worst(sense))
    }
}

/// What compares the columns of a field, as it arrives from Python.
#[derive(Deserialize)]
#[serde(untagged)]
pub enum FieldScorer {
    /// Values that are no texts.
    Values {
        /// What compares them.
        values: ValueScorer,
    },
    /// Texts.
    Texts(ScoringSpec),
}

impl FieldScorer {
    /// What compares texts, if these are compared.
    pub fn texts(&self) -> Option<Scoring<'_>> {
        match self {
            Self::Values { .. } => None,
            Self::Texts(spec) => Some(spec.scoring()),
        }
    }

    /// Whether large or small scores are the better ones.
    pub fn sense(&self) -> Sense {
        self.texts().map_or(Sense::Similarity, Scoring::sense)
    }

    /// Whether scores stay the same when the two sides are swapped.
    pub fn is_symmetric(&self) -> bool {
        self.texts().is_none_or(Scoring::is_symmetric)
    }
}

/// The columns of a field, and what compares them.
pub enum FieldColumns<'a> {
    /// Texts.
    Texts {
        /// Gives a similarity in 0..1.
        scoring: Scoring<'a>,
        /// The left and the right column.
        sides: [RowRange<'a>; 2],
        /// The scores, if they depend on the texts of more rows than two.
        of_corpus: Option<&'a CorpusScores>,
    },
    /// Values that are no texts.
    Values {
        /// What compares them.
        scorer: ValueScorer,
        /// The left and the right column, read for the scorer.
        sides: [ValueRange<'a>; 2],
    },
}

/// A field of two records.
pub struct JoinField<'a> {
    /// What is compared.
    pub columns: FieldColumns<'a>,
    /// How much the score counts.
    pub weight: f64,
    /// The worst score of a pair, if the field is known of it.
    pub cutoff: Option<f64>,
    /// What it counts as where it is unknown.
    pub nulls: Nulls,
}

/// The memory for scoring pairs.
#[derive(Default)]
pub(super) struct FieldScratch {
    pub(super) scorer: ScorerScratch,
    pub(super) words: Matching,
}

impl JoinField<'_> {
    fn len(&self, side: usize) -> usize {
        match &self.columns {
            FieldColumns::Texts { sides, .. } => sides[side].range.len(),
            FieldColumns::Values { sides, .. } => sides[side].range.len(),
        }
    }

    fn is_known(&self, side: usize, row: u32) -> bool {
        match &self.columns {
            FieldColumns::Texts { sides, .. } => sides[side].get(row).is_some(),
            FieldColumns::Values { sides, .. } => sides[side].is_known(row),
        }
    }

    /// The score of two rows, if the field is known of them and it is no worse than `least`.
    fn score(
        &self,
        [left, right]: [u32; 2],
        least: Option<f64>,
        scratch: &mut FieldScratch,
    ) -> Option<f64> {
        match &self.columns {
            FieldColumns::Texts {
                of_corpus: Some(scores),
                sides: [lefts, rights],
                ..
            } => {
                let at = |rows: &RowRange<'_>, row: u32| rows.range.start + row as usize;
                let texts = [at(lefts, left), at(rights, right)];
                let score = scores.score(texts, &mut scratch.words)?;
                least.is_none_or(|least| score >= least).then_some(score)
            }
            FieldColumns::Texts {
                scoring: Scoring::Pairs(scorer),
                sides: [lefts, rights],
                ..
            } => {
                let (left, right) = (lefts.get(left)?, rights.get(right)?);
                scorer.score(left, right, least, &mut scratch.scorer)
            }
            // Without the texts of all rows there is no score.
            FieldColumns::Texts { .. } => None,
            FieldColumns::Values { scorer, sides } => {
                let [lefts, rights] = sides;
                let score = scorer.score_rows([lefts, rights], [left, right])?;
                least.is_none_or(|least| score >= least).then_some(score)
            }
        }
    }
}

/// The fields of a join, and which of them are known of each row.
pub struct Records<'a> {
    pub(super) fields: &'a [JoinField<'a>],
    /// The worst mean.
    worst: f64,
    whole: f64,
    /// The least weight that must be left in.
    least_weight: f64,
    /// For each row of a side, a bit for each field that is known of it.
    known: [Vec<u64>; 2],
}

/// What can still be said of pairs of which some fields are unknown.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bound {
    /// The most weight that is left in.
    weight: f64,
    /// The weight of fields that count as 0.
    mismatched: f64,
    /// The weight of fields that count as 1.
    pub(super) matched: f64,
}

impl<'a> Records<'a> {
    /// Records of which a mean is as good as the cutoff and `known`, a share of the weight of all fields, is
    /// left in.
    ///
    /// # Errors
    /// If there are no fields or too many, one is a distance, or no weight is above zero.
    pub fn new(fields: &'a [JoinField<'a>], worst: f64, known: f64) -> Result<Self, String> {
        if fields.is_empty() || fields.len() > MOST {
            let count = fields.len();
            return Err(format!("expected 1 to {MOST} fields, got {count}"));
        }
        for field in fields {
            if let FieldColumns::Texts { scoring, .. } = &field.columns
                && scoring.sense() != Sense::Similarity
            {
                return Err("expected similarities for several columns, got a distance".into());
            }
        }
        let weights = Weights::new(fields.iter().map(|field| field.weight).collect())?;
        let masks = |side: usize| {
            let mask = |row: u32| {
                let bits = fields.iter().enumerate();
                bits.fold(0, |mask, (at, field)| {
                    mask | u64::from(field.is_known(side, row)) << at
                })
            };
            (0..fields[0].len(side) as u32).map(mask).collect()
        };
        Ok(Self {
            fields,
            worst,
            whole: weights.whole(),
            least_weight: (known - ROUNDING) * weights.whole(),
            known: [masks(0), masks(1)],
        })
    }

    /// How many rows a side has.
    pub(super) fn len(&self, side: usize) -> usize {
        self.known[side].len()
    }

    /// Whether a field is known of a row.
    #[inline(always)]
    pub(super) fn is_known(&self, side: usize, row: usize, field: usize) -> bool {
        self.known[side][row] >> field & 1 == 1
    }

    /// The mean for two rows, if it is as good as the cutoff; `given` is the score of a field, if it is there.
    pub(super) fn score(
        &self,
        rows @ [left, right]: [u32; 2],
        given: Option<(usize, f64)>,
        scratch: &mut FieldScratch,
    ) -> Option<f64> {
        let known = self.known[0][left as usize] & self.known[1][right as usize];
        // Of unknown fields, and what is open of known ones.
        let (mut weight, mut sum, mut open) = (0.0, 0.0, 0.0);
        for (at, field) in self.fields.iter().enumerate() {
            match (known >> at & 1 == 1, field.nulls) {
                (true, _) => open += field.weight,
                (false, Nulls::Ignore) => continue,
                (false, Nulls::Mismatch) => {}
                (false, Nulls::Match) => sum += field.weight,
            }
            weight += field.weight;
        }
        if weight <= 0.0 || weight < self.least_weight {
            return None;
        }
        let needed = (self.worst - ROUNDING) * weight;
        let mut scores = [0.0; MOST];
        let first = given.map(|(at, _)| at);
        let others = (0..self.fields.len()).filter(|at| Some(*at) != first);
        for at in first.into_iter().chain(others) {
            if known >> at & 1 == 0 {
                continue;
            }
            let field = &self.fields[at];
            open -= field.weight;
            let mut least = field.cutoff.filter(|cutoff| *cutoff > 0.0);
            let missing = needed - sum - open;
            if missing > 0.0 {
                let demand = missing / field.weight;
                least = Some(least.map_or(demand, |least| least.max(demand)));
            }
            let score = match given {
                Some((given, score)) if given == at => score,
                _ => field.score(rows, least, scratch)?,
            };
            let reaches = |worst| Sense::Similarity.reaches(score, worst);
            if !field.cutoff.is_none_or(reaches) {
                return None;
            }
            scores[at] = score;
            sum += score * field.weight;
        }
        let mean = self.mean(known, &scores)?;
        Sense::Similarity.reaches(mean, self.worst).then_some(mean)
    }

    /// The mean of the scores of known fields, added up in the order of the fields, as their weights are: scores of 1
    /// have a mean of exactly 1.
    fn mean(&self, known: u64, scores: &[f64; MOST]) -> Option<f64> {
        let (mut sum, mut weight) = (0.0, 0.0);
        for (at, field) in self.fields.iter().enumerate() {
            let score = match (known >> at & 1 == 1, field.nulls) {
                (true, _) => scores[at],
                (false, Nulls::Ignore) => continue,
                (false, Nulls::Mismatch) => 0.0,
                (false, Nulls::Match) => 1.0,
            };
            sum += score * field.weight;
            weight += field.weight;
        }
        (weight > 0.0).then(|| sum / weight)
    }

    /// Adds the score of each field to matches, NaN where it is unknown: in the direction that has the score of the
    /// match, where either may count.
    pub fn tell_scores(&self, matches: &mut Matches, counts_either: bool) {
        let mut scratch = FieldScratch::default();
        let rows = matches.left.iter().zip(&matches.right).zip(&matches.scores);
        let mut told = Vec::with_capacity(matches.left.len() * self.fields.len());
        for ((left, right), score) in rows {
            let mut scores = self.scores([*left, *right], &mut scratch);
            if counts_either {
                let known = self.known[0][*left as usize] & self.known[1][*right as usize];
                if self.mean(known, &scores) != Some(*score) {
                    scores = self.scores([*right, *left], &mut scratch);
                }
            }
            told.extend_from_slice(&scores[..self.fields.len()]);
        }
        matches.field_scores = told;
    }

    /// The score of each field, NaN where it is unknown.
    fn scores(&self, rows: [u32; 2], scratch: &mut FieldScratch) -> [f64; MOST] {
        let mut scores = [f64::NAN; MOST];
        for (score, field) in scores.iter_mut().zip(self.fields) {
            *score = field.score(rows, None, scratch).unwrap_or(f64::NAN);
        }
        scores
    }

    /// What can still be said of pairs of which these fields are unknown; `None` if none of them is a match.
    pub(super) fn bound(&self, unknown: u64) -> Option<Bound> {
        let (mut ignored, mut mismatched, mut matched) = (0.0, 0.0, 0.0);
        for (at, field) in self.fields.iter().enumerate() {
            if unknown >> at & 1 == 1 {
                match field.nulls {
                    Nulls::Ignore => ignored += field.weight,
                    Nulls::Mismatch => mismatched += field.weight,
                    Nulls::Match => matched += field.weight,
                }
            }
        }
        let weight = self.whole - ignored;
        let is_open = weight > 0.0
            && weight >= self.least_weight
            && weight - mismatched >= (self.worst - ROUNDING) * weight - ROUNDING;
        is_open.then_some(Bound {
            weight,
            mismatched,
            matched,
        })
    }

    /// The least score of a field that is known of a pair, all others being known and perfect. Fields that are left out
    /// leave the pair less to lose, and ask for more.
    pub(super) fn demand(&self, field: usize, bound: Bound) -> f64 {
        let field = &self.fields[field];
        let mut least = field.cutoff.unwrap_or(f64::NEG_INFINITY);
        if field.weight > 0.0 {
            let others = bound.weight - field.weight - bound.mismatched;
            let needed = (self.worst - ROUNDING) * bound.weight;
            least = least.max((needed - others) / field.weight);
        }
        least
    }

    /// A score that the best of these fields, the only ones that may be known of a pair, has at least: the mean,
    /// as no field counts as 1.
    pub(super) fn best_of(&self, open: &[usize], bound: Bound) -> f64 {
        let weight: f64 = open.iter().map(|field| self.fields[*field].weight).sum();
        (self.worst - ROUNDING) * (1.0 + bound.mismatched / weight.max(f64::MIN_POSITIVE))
    }
}
