//! Joins of records by the weighted mean of their fields' scores.
//!
//! A mean of at least the cutoff leaves each field a least score of its own, for the case that all others are
//! perfect. The field whose demand finds the fewest pairs finds the candidates, and the others are scored pair by
//! pair, until the mean is out of reach. Pairs of which it is unknown go on with the next field:
//!
//! ```text
//! join(lefts, rights, unknown):
//!     end if no pair of which these fields are unknown can reach the cutoff
//!     field = the one with the cheapest demand
//!     find pairs of lefts and rights of which it is known, by the least score that it needs
//!     join(lefts without it, rights,            unknown + field)
//!     join(lefts with it,    rights without it, unknown + field)
//! ```
//!
//! Each pair is in one of these parts. Where every demand is weak, as for six fields of equal weight and a cutoff of
//! 0.8, another rule holds: the best field scores no less than the mean. Then each field finds the pairs that it scores
//! with the cutoff, whatever is known of the others, and what several found is kept once.
//!
//! Fields that are no text find pairs in their own ways ([`finder`](super::values::finder)), row by row.

use super::criterion::{Match, Scored};
use super::fields::{Bound, FieldColumns, FieldScratch, Nulls, Records};
use super::join::{JoinSides, TOO_MANY, expand, search};
use super::request::{Request, rank};
use super::values::finder::{Finder, share_found};
use super::{Distinct, JobControl, Matches};
use crate::measure::Sense;
use crate::memory::Allowance;
use crate::scorer::ScorerScratch;
use crate::threads;

/// Left rows that a thread takes at a time where pairs are scored one by one.
const ROWS_PER_TASK: usize = 64;

/// Rows of a side that stand for all where pairs of values are counted.
const SAMPLE: usize = 128;

/// What finds the pairs of a part.
enum Plan {
    /// A field, by its demand; the pairs of which it is unknown are another part.
    One(usize, f64),
    /// Each of several fields, by its demand; there are no other pairs.
    Any(Vec<(usize, f64)>),
    /// Nothing: all pairs are scored.
    All,
}

/// Rows of both sides that are joined.
type Kept = [Vec<bool>; 2];

fn rows(kept: &Kept, side: usize) -> Vec<u32> {
    let rows = (0..).zip(&kept[side]);
    rows.filter_map(|(row, kept)| kept.then_some(row)).collect()
}

/// Joins records whose mean score is at least as good as the cutoff; a match takes so many bytes at the peak.
///
/// # Errors
/// If the answer is too large, or the work was stopped.
pub fn join_records(
    records: &Records<'_>,
    limit: Option<usize>,
    job: &JobControl<'_>,
    bytes: u64,
) -> Result<Matches, String> {
    let mut join = Join {
        records,
        limit,
        job,
        bytes,
        shares: (0..records.fields.len())
            .map(|field| FieldShare::new(records, field))
            .collect(),
        results: vec![Vec::new(); records.len(0)],
    };
    join.part([0, 1].map(|side| vec![true; records.len(side)]), 0)?;
    expand(join.results.len(), |row| &join.results[row])
}

/// What tells the share of pairs that a field finds.
enum FieldShare {
    /// The share of pairs whose texts are equal, by how often texts are among the left rows.
    Equal(f64),
    /// Rows of both sides of which the value is known.
    Sample([Vec<u32>; 2]),
}

impl FieldShare {
    fn new(records: &Records<'_>, field: usize) -> Self {
        match &records.fields[field].columns {
            FieldColumns::Texts { sides, .. } => {
                let distinct = Distinct::of(&sides[0]);
                let rows = distinct.numbers.len().max(1) as f64;
                let texts = 0..distinct.len() as u32;
                let squares = texts.map(|text| (distinct.rows(text).len() as f64).powi(2));
                Self::Equal(squares.sum::<f64>() / rows / rows)
            }
            FieldColumns::Values { .. } => Self::Sample([0, 1].map(|side| {
                let mut known = (0..records.len(side) as u32).collect::<Vec<_>>();
                known.retain(|row| records.is_known(side, *row as usize, field));
                let step = known.len().div_ceil(SAMPLE).max(1);
                known.into_iter().step_by(step).collect()
            })),
        }
    }

    /// The share of pairs that the field finds with a score of at least `least`.
    fn of(&self, records: &Records<'_>, field: usize, least: f64) -> f64 {
        match (self, &records.fields[field].columns) {
            (Self::Sample([lefts, rights]), FieldColumns::Values { scorer, sides }) => {
                share_found(*scorer, sides.each_ref(), [lefts, rights], least)
            }
            // Different texts, as among names.
            (Self::Equal(share), _) => share + (1.0 - least.clamp(0.0, 1.0)).powi(4),
            _ => 1.0,
        }
    }
}

struct Join<'a> {
    records: &'a Records<'a>,
    limit: Option<usize>,
    job: &'a JobControl<'a>,
    bytes: u64,
    /// For each field what tells the share of pairs that it finds.
    shares: Vec<FieldShare>,
    /// For each left row its matches.
    results: Vec<Vec<Scored>>,
}

impl Join<'_> {
    /// Joins rows of which some fields are unknown in each pair.
    fn part(&mut self, kept: Kept, unknown: u64) -> Result<(), String> {
        if kept.iter().any(|rows| !rows.contains(&true)) {
            return Ok(());
        }
        let Some(bound) = self.records.bound(unknown) else {
            return Ok(());
        };
        match self.plan(&kept, unknown, bound) {
            Plan::All => self.all(&kept),
            Plan::Any(fields) => fields
                .into_iter()
                .try_for_each(|(field, least)| self.find(&kept, field, least)),
            Plan::One(field, least) => {
                self.find(&kept, field, least)?;
                let [lefts, rights] = &kept;
                let split = |side: usize, rows: &[bool], is_known: bool| -> Vec<bool> {
                    let rows = rows.iter().enumerate();
                    rows.map(|(row, kept)| {
                        *kept && self.records.is_known(side, row, field) == is_known
                    })
                    .collect()
                };
                let parts = [
                    [split(0, lefts, false), rights.clone()],
                    [split(0, lefts, true), split(1, rights, false)],
                ];
                drop(kept);
                let unknown = unknown | 1 << field;
                parts
                    .into_iter()
                    .try_for_each(|part| self.part(part, unknown))
            }
        }
    }

    /// Chooses what finds the fewest candidates.
    fn plan(&self, kept: &Kept, unknown: u64, bound: Bound) -> Plan {
        let open: Vec<usize> = (0..self.records.fields.len())
            .filter(|field| unknown >> field & 1 == 0)
            .collect();
        let cost =
            |(field, least): &(usize, f64)| self.shares[*field].of(self.records, *field, *least);
        let demands = open
            .iter()
            .map(|field| (*field, self.records.demand(*field, bound)));
        let one = demands
            .filter(|(_, least)| *least > 0.0)
            .min_by(|one, other| cost(one).total_cmp(&cost(other)));
        let any = self.any(kept, &open, bound);
        let cost_of_any = any.as_ref().map(|any| any.iter().map(cost).sum::<f64>());
        match (one, any) {
            (Some(one), Some(_)) if cost_of_any.is_none_or(|any| cost(&one) <= any) => {
                Plan::One(one.0, one.1)
            }
            (_, Some(any)) if cost_of_any.is_some_and(|cost| cost < 1.0) => Plan::Any(any),
            (Some((field, least)), _) => Plan::One(field, least),
            (None, _) => Plan::All,
        }
    }

    /// What each field of which one is as good as the mean must score; `None` where a field may count as 1 though it
    /// is unknown, or the mean may be 0.
    fn any(&self, kept: &Kept, open: &[usize], bound: Bound) -> Option<Vec<(usize, f64)>> {
        let may_match = |field: &usize| {
            let is_unknown = |side: usize| {
                let mut rows = kept[side].iter().enumerate();
                rows.any(|(row, kept)| *kept && !self.records.is_known(side, row, *field))
            };
            self.records.fields[*field].nulls == Nulls::Match && (is_unknown(0) || is_unknown(1))
        };
        if bound.matched > 0.0 || open.iter().any(may_match) {
            return None;
        }
        let counted = open.iter().copied();
        let counted: Vec<usize> = counted
            .filter(|field| self.records.fields[*field].weight > 0.0)
            .collect();
        let least = self.records.best_of(&counted, bound);
        let demand = |field: usize| {
            let own = self.records.fields[field].cutoff;
            (field, own.map_or(least, |own| own.max(least)))
        };
        (least > 0.0 && !counted.is_empty()).then(|| counted.into_iter().map(demand).collect())
    }

    /// Finds the pairs of which a field is known and scores no less than `least`.
    fn find(&mut self, kept: &Kept, field: usize, least: f64) -> Result<(), String> {
        let (scoring, sides, of_corpus) = match &self.records.fields[field].columns {
            FieldColumns::Texts {
                scoring,
                sides,
                of_corpus,
            } => (scoring, sides, of_corpus),
            FieldColumns::Values { scorer, sides } => {
                let [lefts, rights] = [0, 1].map(|side| {
                    let mut rows = rows(kept, side);
                    rows.retain(|row| self.records.is_known(side, *row as usize, field));
                    rows
                });
                let finder = Finder::new(*scorer, sides.each_ref(), &rights, least);
                return self.score(&lefts, |left, seen, show| {
                    finder.find(left, seen, |right, score| show(right, Some((field, score))));
                });
            }
        };
        let distinct =
            threads::join_two(|side| Distinct::of_kept(&sides[side], |row| kept[side][row]));
        let [left, right] = &distinct;
        if left.is_empty() || right.is_empty() {
            return Ok(());
        }
        let request = Request {
            scoring: *scoring,
            cutoff: Some(least),
            limit: None,
        };
        let rank = |number: u32, matches: &[Match], _: &mut ScorerScratch| {
            let mut scratch = FieldScratch::default();
            let rows = left.rows(number).iter();
            rows.map(|row| {
                let mut scored: Vec<Scored> = Vec::new();
                for matched in matches {
                    for other in right.rows(matched.right) {
                        let given = Some((field, matched.score));
                        let mean = self.records.score([*row, *other], given, &mut scratch);
                        scored.extend(mean.map(|mean| (*other, mean)));
                    }
                }
                rank(Sense::Similarity, self.limit, &mut scored);
                (*row, scored)
            })
            .collect()
        };
        let join_sides = JoinSides {
            sides,
            distinct: &distinct,
            weights: of_corpus.map(|scores| scores.weights()),
        };
        let slots = left.numbers.len();
        let found = search(request, join_sides, slots, self.job, rank, |_| self.bytes)?;
        self.merge(found.into_iter().enumerate());
        Ok(())
    }

    /// Scores all pairs.
    fn all(&mut self, kept: &Kept) -> Result<(), String> {
        let rights = rows(kept, 1);
        self.score(&rows(kept, 0), |_, _, show| {
            rights.iter().for_each(|right| show(*right, None));
        })
    }

    /// Scores left rows beside the right ones that `candidates` shows, each once, and with the score of a field if it is
    /// there. It has a list of rows to work with.
    fn score(
        &mut self,
        lefts: &[u32],
        candidates: impl Fn(u32, &mut Vec<u32>, &mut dyn FnMut(u32, Option<(usize, f64)>)) + Sync,
    ) -> Result<(), String> {
        let allowance = Allowance::new(TOO_MANY);
        self.job.begin(lefts.len());
        let chunks = lefts.chunks(ROWS_PER_TASK).collect();
        let found = threads::try_map_parallel(chunks, |chunk: &[u32]| {
            let (mut scratch, mut seen) = (FieldScratch::default(), Vec::new());
            let mut found = Vec::with_capacity(chunk.len());
            for left in chunk {
                if self.job.is_stopped() {
                    break;
                }
                let mut scored: Vec<Scored> = Vec::new();
                candidates(*left, &mut seen, &mut |right, given| {
                    let score = self.records.score([*left, right], given, &mut scratch);
                    scored.extend(score.map(|score| (right, score)));
                });
                rank(Sense::Similarity, self.limit, &mut scored);
                allowance.take(scored.len() as u64 * self.bytes)?;
                found.push((*left as usize, scored));
            }
            self.job.advance(chunk.len());
            Ok::<_, String>(found)
        })?;
        self.job.end()?;
        self.merge(found.into_iter().flatten());
        Ok(())
    }

    /// Adds matches to those of their rows. Several fields may have found one.
    fn merge(&mut self, found: impl Iterator<Item = (usize, Vec<Scored>)>) {
        for (row, mut more) in found.filter(|(_, more)| !more.is_empty()) {
            let matches = &mut self.results[row];
            if matches.is_empty() {
                *matches = more;
                continue;
            }
            matches.append(&mut more);
            matches.sort_by_key(|(right, _)| *right);
            matches.dedup_by_key(|(right, _)| *right);
            rank(Sense::Similarity, self.limit, matches);
        }
    }
}
