//! Texts of integers, and rectified numbers.

use polars::prelude::*;

use super::{Arguments, Nothing, failed, fields_of, one, two};
use crate::columns::{self, Integers, LARGEST_TEXT};
use crate::expressions::door::symbol;
use crate::memory;
use crate::sequences::ranges::Range;
use crate::sequences::rectifier::Rectifier;
use crate::sequences::sums::write_sum;

const CONCAT_RANGE: &str = "concat_range";

fn concat_range_field(fields: &[Field], _: Arguments<Range>) -> PolarsResult<Field> {
    let field = one(CONCAT_RANGE, fields)?;
    columns::check_integers(CONCAT_RANGE, field)?;
    Ok(Field::new(field.name().clone(), DataType::String))
}

symbol!(concat_range, concat_range_field, concat_range);

fn concat_range(inputs: &[Series], kwargs: Arguments<Range>) -> PolarsResult<Series> {
    let (column, range) = (&inputs[0], &kwargs.parameters);
    let failed = |sentence: String| failed(CONCAT_RANGE, column, &sentence);
    range.check().map_err(failed)?;
    let stops = Integers::new(CONCAT_RANGE, column)?;
    let valid = stops.validity(stops.len());
    let is_valid = |row: usize| valid.as_ref().is_none_or(|valid| valid.get_bit(row));
    let rows = (0..stops.len()).filter(|row| is_valid(*row));
    let longest = rows.max_by_key(|row| range.count(stops.get(*row)));
    let most = longest.map_or(0, |row| range.count(stops.get(row)));
    let lengths = range.lengths(most);
    let bytes = usize::try_from(lengths.bytes(most)).unwrap_or(usize::MAX);
    if let Some(row) = longest
        && bytes > LARGEST_TEXT
    {
        let stop = stops.get(row);
        return Err(failed(format!(
            "expected texts of at most {LARGEST_TEXT} bytes, got a range up to {stop}, which takes more"
        )));
    }
    memory::expect_room(bytes as u64, "compute shorter ranges").map_err(failed)?;
    // So many integers take at least as many bytes, but for a few that no bound is needed for.
    let text = range.text(usize::try_from(most).unwrap_or(usize::MAX), bytes);
    let length = |row: usize| {
        let bytes = lengths.bytes(range.count(stops.get(row)));
        usize::try_from(bytes).unwrap_or(usize::MAX)
    };
    let texts = columns::cut_texts(text, stops.len(), valid.as_ref(), length).map_err(failed)?;
    Ok(texts.with_name(column.name().clone()).into_series())
}

const SUM_AS_STRING: &str = "sum_as_string";

fn sum_as_string_field(fields: &[Field], _: Arguments<Nothing>) -> PolarsResult<Field> {
    let [left, right] = two(SUM_AS_STRING, fields)?;
    columns::check_integers(SUM_AS_STRING, left)?;
    columns::check_integers(SUM_AS_STRING, right)?;
    Ok(Field::new(left.name().clone(), DataType::String))
}

symbol!(sum_as_string, sum_as_string_field, sum_as_string);

fn sum_as_string(inputs: &[Series], kwargs: Arguments<Nothing>) -> PolarsResult<Series> {
    sum_as_string_field(&fields_of(inputs), kwargs)?;
    let (left, right, height) = columns::two_integers(SUM_AS_STRING, &inputs[0], &inputs[1])?;
    let valid = match (left.validity(height), right.validity(height)) {
        (Some(left), Some(right)) => Some(&left & &right),
        (left, right) => left.or(right),
    };
    let texts = columns::write_texts(height, valid.as_ref(), |row, text| {
        write_sum(left.get(row), right.get(row), text);
        Ok(true)
    });
    let texts = texts.map_err(|sentence| failed(SUM_AS_STRING, &inputs[0], &sentence))?;
    Ok(texts.with_name(inputs[0].name().clone()).into_series())
}

fn rectified_field(function: &str, fields: &[Field]) -> PolarsResult<Field> {
    let field = one(function, fields)?;
    columns::check_numbers(function, field)?;
    Ok(field.clone())
}

fn relu_field(fields: &[Field], _: Arguments<Nothing>) -> PolarsResult<Field> {
    rectified_field("relu", fields)
}

symbol!(relu, relu_field, relu);

fn relu(inputs: &[Series], kwargs: Arguments<Nothing>) -> PolarsResult<Series> {
    relu_field(&fields_of(inputs), kwargs)?;
    columns::rectified(&inputs[0], Rectifier { slope: 0.0 })
}

fn leaky_relu_field(fields: &[Field], kwargs: Arguments<Rectifier>) -> PolarsResult<Field> {
    let wrong = |sentence| polars_err!(InvalidOperation: "leaky_relu: {sentence}");
    kwargs.parameters.check().map_err(wrong)?;
    rectified_field("leaky_relu", fields)
}

symbol!(leaky_relu, leaky_relu_field, leaky_relu);

fn leaky_relu(inputs: &[Series], kwargs: Arguments<Rectifier>) -> PolarsResult<Series> {
    let rectifier = kwargs.parameters;
    leaky_relu_field(&fields_of(inputs), kwargs)?;
    columns::rectified(&inputs[0], rectifier)
}
