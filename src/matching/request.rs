//! What is asked of a join, and which matches of a row it keeps.

use super::criterion::{Matches, Rows, Scored};
use super::progress::Watch;
use super::scoring::Scoring;
use crate::measure::Sense;

/// What joins the rows of two columns, for those who look for words by a join and are a part of one.
pub(super) type Join = fn(Request<'_>, &[Rows<'_>; 2], &Watch<'_>) -> Result<Matches, String>;

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

/// Puts scored rows in order, best first, and keeps no more than the limit.
pub(super) fn rank(request: Request<'_>, rows: &mut Vec<Scored>) {
    let better = |one: &Scored, other: &Scored| {
        let order = match request.scoring.sense() {
            Sense::Distance => one.1.total_cmp(&other.1),
            Sense::Similarity => other.1.total_cmp(&one.1),
        };
        order.then(one.0.cmp(&other.0))
    };
    if let Some(limit) = request.limit
        && limit < rows.len()
    {
        rows.select_nth_unstable_by(limit, better);
        rows.truncate(limit);
    }
    rows.sort_unstable_by(better);
    rows.shrink_to_fit();
}
