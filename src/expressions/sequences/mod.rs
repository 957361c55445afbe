//! The sequence functions, by what they take.

mod biology;
mod integers;
mod lists;
mod terms;

use polars::prelude::*;
use serde::Deserialize;

/// What Python sends along with the columns: the function's own parameters. Polars would send none as
/// no bytes at all.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Arguments<P> {
    parameters: P,
}

/// No parameters.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Nothing {}

/// The only column of a function.
fn one<'a>(function: &str, fields: &'a [Field]) -> PolarsResult<&'a Field> {
    let [field] = fields else {
        polars_bail!(InvalidOperation: "{function}: expected one column, got {}", fields.len());
    };
    Ok(field)
}

/// The two columns of a function.
fn two<'a>(function: &str, fields: &'a [Field]) -> PolarsResult<[&'a Field; 2]> {
    let [left, right] = fields else {
        polars_bail!(InvalidOperation: "{function}: expected two columns, got {}", fields.len());
    };
    Ok([left, right])
}

/// The names and dtypes of columns.
fn fields_of(inputs: &[Series]) -> Vec<Field> {
    inputs
        .iter()
        .map(|input| input.field().into_owned())
        .collect()
}

/// Says where a sentence about a value belongs.
fn failed(function: &str, column: &Series, sentence: &str) -> PolarsError {
    let name = column.name().as_str();
    polars_err!(ComputeError: "{function}: {sentence} in column {name:?}")
}
