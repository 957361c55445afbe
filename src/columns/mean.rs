//! The weighted mean of columns of scores, row by row.

use polars::prelude::*;

use crate::measure::Sense;
use crate::scorer::Weights;

/// The name and dtype of a mean: those of the first scores, as floats.
///
/// # Errors
/// If there are not as many columns as weights.
pub(crate) fn mean_field(fields: &[Field], weights: &Weights) -> PolarsResult<Field> {
    let expected = weights.each().len();
    match fields {
        [first, ..] if fields.len() == expected => {
            Ok(Field::new(first.name().clone(), DataType::Float64))
        }
        _ => polars_bail!(
            InvalidOperation: "combine: expected {expected} columns of scores, got {}", fields.len()
        ),
    }
}

/// The means of rows, null where a score is, or where the mean is worse than the worst that is kept.
///
/// # Errors
/// If there are not as many columns as weights, or they are of unequal height.
pub(crate) fn mean(
    inputs: &[Series],
    weights: &Weights,
    sense: Sense,
    worst: Option<f64>,
) -> PolarsResult<Series> {
    let fields: Vec<Field> = inputs
        .iter()
        .map(|input| input.field().into_owned())
        .collect();
    let field = mean_field(&fields, weights)?;
    let height = inputs[0].len();
    if let Some(other) = inputs.iter().find(|input| input.len() != height) {
        polars_bail!(
            ShapeMismatch: "combine: expected columns of equal height, got {height} and {} rows", other.len()
        );
    }
    let scores = inputs.iter().map(|input| input.cast(&DataType::Float64));
    let scores: Vec<Series> = scores.collect::<PolarsResult<_>>()?;
    let scores = scores
        .iter()
        .map(|scores| Ok(scores.f64()?.rechunk().into_owned()));
    let scores: Vec<Float64Chunked> = scores.collect::<PolarsResult<_>>()?;
    let arrays: Vec<_> = scores.iter().map(ChunkedArray::downcast_as_array).collect();
    let means = (0..height).map(|row| {
        weights
            .mean(arrays.iter().map(|array| array.get(row)))
            .filter(|mean| worst.is_none_or(|worst| sense.reaches(*mean, worst)))
    });
    Ok(Float64Chunked::from_iter_options(field.name().clone(), means).into_series())
}
