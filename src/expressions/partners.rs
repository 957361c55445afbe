//! The expressions behind `matches` and `validate` of a join, and behind `one_to_one`.

use polars::prelude::*;
use serde::Deserialize;

use super::door::symbol;
use crate::columns::{self, OnePartner};
use crate::measure::{Cutoff, Sense};

/// What Python sends along with left rows, right rows and scores.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfScores {
    /// The name of the function that was called.
    function: String,
    sense: Sense,
    /// The worst score of a pair, if any.
    score_cutoff: Option<Cutoff>,
}

fn one_to_one_output(fields: &[Field], _kwargs: OfScores) -> PolarsResult<Field> {
    Ok(renamed(fields, DataType::Boolean))
}

symbol!(one_to_one, one_to_one_output, one_to_one);

fn one_to_one(inputs: &[Series], kwargs: OfScores) -> PolarsResult<Series> {
    let worst = kwargs.score_cutoff.map(|cutoff| cutoff.worst(kwargs.sense));
    columns::one_partner(&kwargs.function, inputs, kwargs.sense, worst)
}

/// What Python sends along with row numbers.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfRows {
    /// The name of the function that was called.
    function: String,
    side: OnePartner,
    /// What the user asked for.
    validate: String,
}

fn validate_output(fields: &[Field], _kwargs: OfRows) -> PolarsResult<Field> {
    Ok(renamed(fields, DataType::UInt32))
}

symbol!(validate, validate_output, validate);

fn validate(inputs: &[Series], kwargs: OfRows) -> PolarsResult<Series> {
    columns::check_one_partner(&kwargs.function, inputs, kwargs.side, &kwargs.validate)
}

/// The field of the first column, with a dtype.
fn renamed(fields: &[Field], dtype: DataType) -> Field {
    let name = fields.first().map(|field| field.name().clone());
    Field::new(name.unwrap_or_default(), dtype)
}
