//! Columns of numbers, dates, places and other values, read for what compares them.

use std::slice;

use polars::prelude::*;

use super::input::dtype::{OBJECT, common_height, dtype_name};
use super::keys::{common, numbers};
use crate::matching::{Day, Sets, ValueScorer, Values};
use crate::measure::Sense;

/// Seconds of a day, in units of which a second has so many.
const SECONDS: i64 = 86_400;

/// The name of a scorer in Python.
fn name(scorer: ValueScorer) -> &'static str {
    match scorer {
        ValueScorer::Number { .. } => "number",
        ValueScorer::Date { .. } => "date",
        ValueScorer::Geo { .. } => "geo",
        ValueScorer::Exact {} => "exact",
        ValueScorer::ListOverlap { .. } => "list_overlap",
    }
}

/// Refuses columns that a scorer cannot compare.
///
/// # Errors
/// If a column has another dtype than the scorer takes, or the two have no common one.
pub(crate) fn check_values(
    function: &str,
    [left, right]: [&Field; 2],
    scorer: ValueScorer,
) -> PolarsResult<()> {
    let (takes, expected): (fn(&DataType) -> bool, _) = match scorer {
        ValueScorer::Number { .. } => (is_number, "numbers"),
        ValueScorer::Date { .. } => (
            is_date,
            "Date, or Datetime without a time zone (.dt.date() gives the day in the zone),",
        ),
        ValueScorer::Geo { .. } => (is_place, "a Struct of two numbers, latitude and longitude,"),
        ValueScorer::Exact {} => (has_values, "values that can be equal"),
        ValueScorer::ListOverlap { .. } => (is_list, "List or Array of values that can be equal"),
    };
    for field in [left, right] {
        if !takes(field.dtype()) && *field.dtype() != DataType::Null {
            polars_bail!(
                SchemaMismatch: "{function}: expected {expected} for column {:?}, which {} compares, got {}",
                field.name().as_str(), name(scorer), dtype_name(field.dtype()),
            );
        }
    }
    let dtypes = match scorer {
        ValueScorer::Exact {} => Some((left.dtype().clone(), right.dtype().clone())),
        ValueScorer::ListOverlap { .. } => left
            .dtype()
            .inner_dtype()
            .cloned()
            .zip(right.dtype().inner_dtype().cloned()),
        _ => None,
    };
    if let Some((one, other)) = dtypes
        && one != other
        && common(&one, &other).is_none()
    {
        polars_bail!(
            SchemaMismatch: "{function}: expected columns of one dtype for {}, got {} for column {:?} and {} for column {:?}",
            name(scorer), dtype_name(left.dtype()), left.name().as_str(), dtype_name(right.dtype()),
            right.name().as_str(),
        );
    }
    Ok(())
}

fn is_number(dtype: &DataType) -> bool {
    dtype.is_primitive_numeric() || matches!(dtype, DataType::Decimal(..))
}

fn is_date(dtype: &DataType) -> bool {
    matches!(dtype, DataType::Date | DataType::Datetime(_, None))
}

fn is_place(dtype: &DataType) -> bool {
    let is_part = |part: &Field| is_number(part.dtype()) || *part.dtype() == DataType::Null;
    matches!(dtype, DataType::Struct(parts) if parts.len() == 2 && parts.iter().all(is_part))
}

fn has_values(dtype: &DataType) -> bool {
    *dtype != OBJECT
}

fn is_list(dtype: &DataType) -> bool {
    matches!(dtype, DataType::List(inner) | DataType::Array(inner, _) if has_values(inner))
}

/// Reads two columns for a scorer that takes them.
///
/// # Errors
/// If the scorer does not take them.
pub(crate) fn values(
    function: &str,
    [left, right]: [&Series; 2],
    scorer: ValueScorer,
) -> PolarsResult<[Values; 2]> {
    check_values(function, [&left.field(), &right.field()], scorer)?;
    Ok(match scorer {
        ValueScorer::Number { .. } => [
            Values::Numbers(floats(left)?),
            Values::Numbers(floats(right)?),
        ],
        ValueScorer::Date { .. } => [Values::Dates(days(left)?), Values::Dates(days(right)?)],
        ValueScorer::Geo { .. } => [
            Values::Places(places(left)?),
            Values::Places(places(right)?),
        ],
        ValueScorer::Exact {} => {
            let [lefts, rights] = numbered(left, right)?;
            let sets = |numbers: Vec<Option<u32>>| {
                let sets = numbers.into_iter();
                Values::Sets(Sets::new(sets.map(|number| number.into_iter().collect())))
            };
            [sets(lefts), sets(rights)]
        }
        ValueScorer::ListOverlap { .. } => {
            let lists = [list(left)?, list(right)?];
            let [lefts, rights] = numbered(&lists[0].get_inner(), &lists[1].get_inner())?;
            [sets(&lists[0], &lefts), sets(&lists[1], &rights)]
        }
    })
}

/// Numbers, NaN where one is null.
fn floats(column: &Series) -> PolarsResult<Vec<f64>> {
    let column = column.cast(&DataType::Float64)?;
    Ok(column
        .f64()?
        .iter()
        .map(|number| number.unwrap_or(f64::NAN))
        .collect())
}

/// Days since 1970, and what has passed of each.
fn days(column: &Series) -> PolarsResult<Vec<Option<Day>>> {
    let per_day = match column.dtype() {
        DataType::Datetime(TimeUnit::Milliseconds, _) => SECONDS * 1_000,
        DataType::Datetime(TimeUnit::Microseconds, _) => SECONDS * 1_000_000,
        DataType::Datetime(TimeUnit::Nanoseconds, _) => SECONDS * 1_000_000_000,
        _ => 1,
    };
    let column = column.to_physical_repr().cast(&DataType::Int64)?;
    let day = |number: i64| {
        let passed = number.rem_euclid(per_day) as f64 / per_day as f64;
        Day::new(number.div_euclid(per_day), passed)
    };
    Ok(column.i64()?.iter().map(|number| number.map(day)).collect())
}

/// Latitudes and longitudes in degrees, unless one is null, not finite, or a latitude beyond the poles.
fn places(column: &Series) -> PolarsResult<Vec<Option<[f64; 2]>>> {
    if *column.dtype() == DataType::Null {
        return Ok(vec![None; column.len()]);
    }
    let is_known = column.is_not_null();
    let parts = column.struct_()?.fields_as_series();
    let [latitudes, longitudes] = [floats(&parts[0])?, floats(&parts[1])?];
    let place = |((is_known, latitude), longitude): ((Option<bool>, f64), f64)| {
        let is_place = is_known == Some(true) && latitude.abs() <= 90.0 && longitude.is_finite();
        is_place.then_some([latitude, longitude])
    };
    let places = is_known.iter().zip(latitudes).zip(longitudes);
    Ok(places.map(place).collect())
}

/// Numbers the values of two columns, equal ones alike; null and NaN have none.
fn numbered(left: &Series, right: &Series) -> PolarsResult<[Vec<Option<u32>>; 2]> {
    let height = left.len();
    let found = numbers(slice::from_ref(left), slice::from_ref(right), height)?;
    let known = |column: &Series, mut numbers: Vec<Option<u32>>| -> PolarsResult<_> {
        if column.dtype().is_float() {
            for (number, is_nan) in numbers.iter_mut().zip(column.is_nan()?.iter()) {
                *number = number.filter(|_| is_nan != Some(true));
            }
        }
        Ok(numbers)
    };
    Ok([known(left, found.rows)?, known(right, found.choices)?])
}

/// A column of lists, whatever they are.
fn list(column: &Series) -> PolarsResult<ListChunked> {
    let inner = column.dtype().inner_dtype().cloned();
    let lists = DataType::List(Box::new(inner.unwrap_or(DataType::Null)));
    Ok(column.cast(&lists)?.list()?.rechunk().into_owned())
}

/// The numbered elements of each list; those of a null list are none.
fn sets(lists: &ListChunked, numbers: &[Option<u32>]) -> Values {
    let array = lists.downcast_as_array();
    let ends = array.offsets().as_slice().windows(2).enumerate();
    Values::Sets(Sets::new(ends.map(|(row, ends)| {
        let is_null = array.validity().is_some_and(|valid| !valid.get_bit(row));
        let range = if is_null {
            0..0
        } else {
            ends[0] as usize..ends[1] as usize
        };
        numbers[range].iter().flatten().copied().collect()
    })))
}

/// The name and dtype of the scores of two columns, row by row.
///
/// # Errors
/// If there are not two columns, or the scorer does not take them.
pub(crate) fn value_scores_field(fields: &[Field], scorer: ValueScorer) -> PolarsResult<Field> {
    let [left, right] = fields else {
        polars_bail!(InvalidOperation: "score: expected 2 columns, got {}", fields.len());
    };
    check_values("score", [left, right], scorer)?;
    Ok(Field::new(left.name().clone(), DataType::Float64))
}

/// The scores of two columns, row by row; null where a value is unknown, or the score worse than the worst.
///
/// # Errors
/// If the scorer does not take the columns, or they are of unequal height.
pub(crate) fn value_scores(
    inputs: &[Series],
    scorer: ValueScorer,
    worst: Option<f64>,
) -> PolarsResult<Series> {
    let [left, right] = inputs else {
        polars_bail!(InvalidOperation: "score: expected 2 columns, got {}", inputs.len());
    };
    let height = common_height("score", left, right)?;
    let sides = values("score", [left, right], scorer)?;
    let at = |side: usize, row: usize| if sides[side].len() == 1 { 0 } else { row };
    let score = |row: usize| {
        let score = scorer.score(sides.each_ref(), [at(0, row), at(1, row)]);
        score.filter(|score| worst.is_none_or(|worst| Sense::Similarity.reaches(*score, worst)))
    };
    let scores = (0..height).map(score);
    Ok(Float64Chunked::from_iter_options(left.name().clone(), scores).into_series())
}
