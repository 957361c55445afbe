//! The expression behind the scores of two columns that are no texts, row by row.

use polars::prelude::*;
use serde::Deserialize;

use super::door::symbol;
use crate::columns;
use crate::matching::ValueScorer;
use crate::measure::{Cutoff, Sense};

/// What Python sends along with the two columns.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Arguments {
    values: ValueScorer,
    score_cutoff: Option<Cutoff>,
}

fn output(fields: &[Field], kwargs: Arguments) -> PolarsResult<Field> {
    columns::value_scores_field(fields, kwargs.values)
}

symbol!(score_values, output, score_values);

fn score_values(inputs: &[Series], kwargs: Arguments) -> PolarsResult<Series> {
    let worst = kwargs.score_cutoff;
    let worst = worst.map(|cutoff| cutoff.worst(Sense::Similarity));
    columns::value_scores(inputs, kwargs.values, worst)
}
