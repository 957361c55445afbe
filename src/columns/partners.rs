//! Pairs of row numbers: each row left one partner, and lists of them checked for rows with more than one.

use polars::prelude::*;

use crate::matching::{ScoredPair, one_to_one};
use crate::measure::Sense;

/// Says of each pair of a left row, a right row and a score whether it is kept, no row being in two kept pairs. A
/// pair with a null, without a finite score, or worse than the worst one is not kept.
///
/// # Errors
/// If the columns do not hold these, or the work was stopped.
pub(crate) fn one_partner(
    function: &str,
    inputs: &[Series],
    sense: Sense,
    worst: Option<f64>,
) -> PolarsResult<Series> {
    let [lefts, rights, scores] = inputs else {
        polars_bail!(InvalidOperation: "{function}: expected 3 columns, got {}", inputs.len());
    };
    let (left, right, score) = (lefts.u32()?, rights.u32()?, scores.f64()?);
    let reaches = |score: f64| worst.is_none_or(|worst| sense.reaches(score, worst));
    let rows = left.iter().zip(right.iter()).zip(score.iter());
    let listed: Vec<(usize, ScoredPair)> = rows
        .enumerate()
        .filter_map(|(at, ((left, right), score))| {
            let (left, right) = (left?, right?);
            let score = score.filter(|score| score.is_finite() && reaches(*score))?;
            Some((at, ScoredPair { left, right, score }))
        })
        .collect();
    let pairs: Vec<ScoredPair> = listed.iter().map(|(_, pair)| *pair).collect();
    let chosen = one_to_one(&pairs, sense)
        .map_err(|wrong| polars_err!(ComputeError: "{function}: {wrong}"))?;
    let mut is_kept = vec![false; lefts.len()];
    for ((at, _), is_chosen) in listed.iter().zip(chosen) {
        is_kept[*at] = is_chosen;
    }
    Ok(BooleanChunked::from_slice(lefts.name().clone(), &is_kept).into_series())
}

/// A side of a join whose rows may have no more than one match.
#[derive(Clone, Copy, Debug, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum OnePartner {
    /// Each left row.
    Left,
    /// Each right row.
    Right,
}

/// Gives a column of row numbers as it is, unless one of them comes twice. Nulls are no rows.
///
/// # Errors
/// If a number comes twice.
pub(crate) fn check_one_partner(
    function: &str,
    inputs: &[Series],
    side: OnePartner,
    validate: &str,
) -> PolarsResult<Series> {
    let [rows] = inputs else {
        polars_bail!(InvalidOperation: "{function}: expected 1 column, got {}", inputs.len());
    };
    let mut numbers: Vec<u32> = rows.u32()?.iter().flatten().collect();
    numbers.sort_unstable();
    let groups = numbers.chunk_by(|one, other| one == other);
    let many = groups.filter(|group| group.len() > 1).count();
    if many > 0 {
        let side = match side {
            OnePartner::Left => "left",
            OnePartner::Right => "right",
        };
        let (rows, have) = if many == 1 {
            ("row", "has")
        } else {
            ("rows", "have")
        };
        polars_bail!(
            ComputeError: "{function}: expected no {side} row with more than one match, as validate={validate:?} says, \
             got {many} {rows} that {have}"
        );
    }
    Ok(rows.clone())
}
