//! What is asked of a join, and which matches of a row it keeps.

use super::criterion::{Matches, RowRange, Scored, by_worth};
use super::progress::JobControl;
use super::scoring::Scoring;
use crate::measure::Sense;

/// What joins the rows of two columns, for those who look for words by a join and are a part of one.
pub(super) type Join =
    fn(Request<'_>, &[RowRange<'_>; 2], &JobControl<'_>) -> Result<Matches, String>;

/// What is asked of a join.
#[derive(Clone, Copy)]
pub struct Request<'a> {
    /// Gives pairs their scores.
    pub scoring: Scoring<'a>,
    /// The worst score that is kept.
    pub cutoff: Option<f64>,
    /// How many matches a left row keeps, the best of them; of equal ones the first right rows.
    pub limit: Option<usize>,
}

impl Request<'_> {
    /// Puts scored rows in order, best first, and keeps no more than the limit.
    pub(super) fn rank(&self, rows: &mut Vec<Scored>) {
        rank(self.scoring.sense(), self.limit, rows);
    }
}

/// Puts scored rows in order, best first, and keeps no more than the limit.
pub(super) fn rank(sense: Sense, limit: Option<usize>, rows: &mut Vec<Scored>) {
    let better = |one: &Scored, other: &Scored| by_worth(sense, one, other);
    if let Some(limit) = limit
        && limit < rows.len()
    {
        rows.select_nth_unstable_by(limit, better);
        rows.truncate(limit);
    }
    rows.sort_unstable_by(better);
    rows.shrink_to_fit();
}
