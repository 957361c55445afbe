//! The expression behind the scores of `combine` of two columns, row by row.

use polars::prelude::*;
use serde::Deserialize;

use super::door::symbol;
use crate::columns;
use crate::measure::{Cutoff, Sense};
use crate::scorer::Weights;

/// What Python sends along with a column of scores for each scorer.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Arguments {
    weights: Vec<f64>,
    sense: Sense,
    score_cutoff: Option<Cutoff>,
}

impl Arguments {
    fn weights(&self) -> PolarsResult<Weights> {
        Weights::new(self.weights.clone())
            .map_err(|wrong| polars_err!(InvalidOperation: "combine: {wrong}"))
    }
}

fn output(fields: &[Field], kwargs: Arguments) -> PolarsResult<Field> {
    columns::mean_field(fields, &kwargs.weights()?)
}

symbol!(combine, output, combine);

fn combine(inputs: &[Series], kwargs: Arguments) -> PolarsResult<Series> {
    let Arguments {
        sense,
        score_cutoff,
        ..
    } = kwargs;
    let worst = score_cutoff.map(|cutoff| cutoff.worst(sense));
    columns::mean(inputs, &kwargs.weights()?, sense, worst)
}
