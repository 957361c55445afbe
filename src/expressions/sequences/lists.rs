//! Functions of lists, whose elements may have almost any dtype.

use polars::prelude::*;
use serde::Deserialize;

use super::{Arguments, Nothing, failed, fields_of, one, two};
use crate::columns::{self, Integers, ListColumn};
use crate::expressions::door::symbol;
use crate::sequences::common::{self, common};
use crate::sequences::grams::grams;
use crate::sequences::increasing::{self, increasing};

const NGRAMS: &str = "list_ngrams";
const ENCODE: &str = "run_length_encode";
const DECODE: &str = "run_length_decode";
const INCREASING: &str = "longest_increasing_subsequence";
const COMMON: &str = "list_lcs";

/// The elements' dtype; a column that is all null may have none.
fn elements<'a>(function: &str, field: &'a Field) -> PolarsResult<&'a DataType> {
    if field.dtype() == &DataType::Null {
        return Ok(&DataType::Null);
    }
    columns::check_list(function, field)
}

fn list_of(inner: DataType) -> DataType {
    DataType::List(inner.into())
}

/// A column of nulls, where the input is one whose dtype nobody said.
fn untyped(column: &Series, field: &Field) -> Option<Series> {
    let is_untyped = column.dtype() == &DataType::Null;
    is_untyped.then(|| Series::full_null(field.name().clone(), column.len(), field.dtype()))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ngrams {
    n: usize,
}

fn list_ngrams_field(fields: &[Field], _: Arguments<Ngrams>) -> PolarsResult<Field> {
    let field = one(NGRAMS, fields)?;
    let inner = elements(NGRAMS, field)?.clone();
    Ok(Field::new(field.name().clone(), list_of(list_of(inner))))
}

symbol!(list_ngrams, list_ngrams_field, list_ngrams);

fn list_ngrams(inputs: &[Series], kwargs: Arguments<Ngrams>) -> PolarsResult<Series> {
    let (column, n) = (&inputs[0], kwargs.parameters.n.max(1));
    let field = list_ngrams_field(&fields_of(inputs), kwargs)?;
    if let Some(nulls) = untyped(column, &field) {
        return Ok(nulls);
    }
    let lists = ListColumn::new(NGRAMS, column)?;
    // The grams of all rows one after the other, and which of them belong to which row.
    let mut all = vec![];
    let mut first = vec![0];
    for row in 0..lists.len() {
        if lists.is_valid(row) {
            let range = lists.range(row);
            let shifted =
                |gram: std::ops::Range<usize>| gram.start + range.start..gram.end + range.start;
            all.extend(grams(range.len(), n).map(shifted));
        }
        first.push(all.len());
    }
    let elements = all
        .iter()
        .map(ExactSizeIterator::len)
        .fold(0, usize::saturating_add);
    let failed = |sentence: String| failed(NGRAMS, column, &sentence);
    columns::check_size(elements.saturating_add(all.len())).map_err(failed)?;
    let grams = columns::write_indices(all.len(), |gram, (): &mut (), indices| {
        indices.extend(all[gram].clone().map(|index| index as IdxSize));
        Ok(true)
    });
    let grams = grams.map_err(failed)?.gather(&lists.values)?.into_series();
    let rows = columns::write_indices(lists.len(), |row, (): &mut (), indices| {
        indices.extend((first[row]..first[row + 1]).map(|index| index as IdxSize));
        Ok(lists.is_valid(row))
    });
    let (_, rows) = rows.map_err(failed)?.split()?;
    Ok(rows
        .with_inner_values(&grams)
        .with_name(field.name().clone())
        .into_series())
}

const RUN: [&str; 2] = ["len", "value"];

fn run_length_encode_field(fields: &[Field], _: Arguments<Nothing>) -> PolarsResult<Field> {
    let field = one(ENCODE, fields)?;
    let dtypes = [DataType::UInt32, elements(ENCODE, field)?.clone()];
    let parts = RUN.into_iter().zip(dtypes);
    let parts = parts.map(|(name, dtype)| Field::new(name.into(), dtype));
    let run = DataType::Struct(parts.collect());
    Ok(Field::new(field.name().clone(), list_of(run)))
}

symbol!(
    run_length_encode,
    run_length_encode_field,
    run_length_encode
);

fn run_length_encode(inputs: &[Series], kwargs: Arguments<Nothing>) -> PolarsResult<Series> {
    let column = &inputs[0];
    let field = run_length_encode_field(&fields_of(inputs), kwargs)?;
    if let Some(nulls) = untyped(column, &field) {
        return Ok(nulls);
    }
    let lists = ListColumn::new(ENCODE, column)?;
    let steps = columns::steps(&lists.values)?;
    let starts = columns::write_indices(lists.len(), |row, (): &mut (), indices| {
        let range = lists.range(row);
        let begins = |index: &usize| *index == range.start || steps[*index];
        indices.extend(range.clone().filter(begins).map(|index| index as IdxSize));
        Ok(lists.is_valid(row))
    });
    let failed = |sentence: String| failed(ENCODE, column, &sentence);
    let (starts, rows) = starts.map_err(failed)?.split()?;
    let mut lengths = Vec::with_capacity(starts.len());
    for row in (0..lists.len()).filter(|row| lists.is_valid(*row)) {
        let range = lists.range(row);
        let mut start = range.start;
        for index in range.clone().skip(1) {
            if steps[index] {
                lengths.push((index - start) as u32);
                start = index;
            }
        }
        lengths.extend((!range.is_empty()).then_some((range.end - start) as u32));
    }
    let values = lists.values.take(&starts)?.with_name(RUN[1].into());
    let lengths = Series::new(RUN[0].into(), lengths);
    let runs =
        StructChunked::from_series(PlSmallStr::EMPTY, starts.len(), [lengths, values].iter())?;
    let runs = rows.with_inner_values(&runs.into_series());
    Ok(runs.with_name(field.name().clone()).into_series())
}

fn run_length_decode_field(fields: &[Field], _: Arguments<Nothing>) -> PolarsResult<Field> {
    let field = one(DECODE, fields)?;
    let inner = elements(DECODE, field)?;
    let value = match inner {
        DataType::Null => DataType::Null,
        DataType::Struct(parts) => match parts.as_slice() {
            [len, value]
                if [len.name().as_str(), value.name().as_str()] == RUN
                    && len.dtype().is_integer() =>
            {
                value.dtype().clone()
            }
            _ => return Err(no_runs(field, inner)),
        },
        _ => return Err(no_runs(field, inner)),
    };
    Ok(Field::new(field.name().clone(), list_of(value)))
}

fn no_runs(field: &Field, inner: &DataType) -> PolarsError {
    polars_err!(
        SchemaMismatch: "{DECODE}: expected lists of Struct {{len: integer, value: any}} for column \
        {:?}, got lists of {inner:?}", field.name().as_str(),
    )
}

symbol!(
    run_length_decode,
    run_length_decode_field,
    run_length_decode
);

fn run_length_decode(inputs: &[Series], kwargs: Arguments<Nothing>) -> PolarsResult<Series> {
    let column = &inputs[0];
    let field = run_length_decode_field(&fields_of(inputs), kwargs)?;
    if let Some(nulls) = untyped(column, &field) {
        return Ok(nulls);
    }
    let lists = ListColumn::new(DECODE, column)?;
    if lists.values.dtype() == &DataType::Null {
        let runs = DataType::List(DataType::Null.into());
        return column
            .cast(&runs)
            .map(|nulls| nulls.with_name(field.name().clone()));
    }
    let parts = lists.values.struct_()?.fields_as_series();
    let lengths = Integers::new(DECODE, &parts[0])?;
    let valid = lengths.validity(lengths.len());
    let indices = columns::write_indices(lists.len(), |row, (): &mut (), indices| {
        if !lists.is_valid(row) {
            return Ok(false);
        }
        for index in lists.range(row) {
            if valid.as_ref().is_some_and(|valid| !valid.get_bit(index)) {
                return Err("expected the length of every run, got null".into());
            }
            let length = lengths.get(index);
            if length.negative {
                return Err(format!(
                    "expected runs of at least no element, got {length}"
                ));
            }
            let length = usize::try_from(length.magnitude).unwrap_or(usize::MAX);
            columns::check_size(indices.len().saturating_add(length))?;
            indices.extend(std::iter::repeat_n(index as IdxSize, length));
        }
        Ok(true)
    });
    let indices = indices.map_err(|sentence| failed(DECODE, column, &sentence))?;
    let values = indices.gather(&parts[1])?;
    Ok(values.with_name(field.name().clone()).into_series())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Increasing {
    strict: bool,
}

/// Refuses elements that have no order, or none that ranks can be found by.
fn check_elements(function: &str, field: &Field, inner: &DataType) -> PolarsResult<()> {
    if !inner.is_nested() && !inner.is_object() {
        return Ok(());
    }
    polars_bail!(
        SchemaMismatch: "{function}: expected lists of plain elements for column {:?}, got lists of \
        {inner:?}", field.name().as_str(),
    )
}

fn longest_increasing_subsequence_field(
    fields: &[Field],
    _: Arguments<Increasing>,
) -> PolarsResult<Field> {
    let field = one(INCREASING, fields)?;
    let inner = elements(INCREASING, field)?;
    check_elements(INCREASING, field, inner)?;
    Ok(Field::new(field.name().clone(), list_of(inner.clone())))
}

symbol!(
    longest_increasing_subsequence,
    longest_increasing_subsequence_field,
    longest_increasing_subsequence
);

fn longest_increasing_subsequence(
    inputs: &[Series],
    kwargs: Arguments<Increasing>,
) -> PolarsResult<Series> {
    let (column, is_strict) = (&inputs[0], kwargs.parameters.strict);
    let field = longest_increasing_subsequence_field(&fields_of(inputs), kwargs)?;
    if let Some(nulls) = untyped(column, &field) {
        return Ok(nulls);
    }
    let lists = ListColumn::new(INCREASING, column)?;
    let ranks = columns::ranks(&lists.values)?;
    let indices = columns::write_indices(
        lists.len(),
        |row, scratch: &mut increasing::Scratch, indices| {
            let (range, first) = (lists.range(row), indices.len());
            let start = range.start as IdxSize;
            increasing(&ranks[range], is_strict, scratch, indices);
            indices[first..]
                .iter_mut()
                .for_each(|index| *index += start);
            Ok(lists.is_valid(row))
        },
    );
    let indices = indices.map_err(|sentence| failed(INCREASING, column, &sentence))?;
    let values = indices.gather(&lists.values)?;
    Ok(values.with_name(field.name().clone()).into_series())
}

/// What elements of two columns are compared as, if they can be.
fn compared_as(left: &DataType, right: &DataType) -> Option<DataType> {
    let is_text = |dtype: &DataType| {
        matches!(
            dtype,
            DataType::String | DataType::Categorical(..) | DataType::Enum(..)
        )
    };
    match (left, right) {
        (DataType::Null, dtype) | (dtype, DataType::Null) => Some(dtype.clone()),
        (left, right) if is_text(left) && is_text(right) => Some(DataType::String),
        (left, right) if left == right => Some(left.clone()),
        (DataType::UInt128, _) | (_, DataType::UInt128) => None,
        (left, right) if left.is_integer() && right.is_integer() => Some(DataType::Int128),
        _ => None,
    }
}

fn list_lcs_field(fields: &[Field], _: Arguments<Nothing>) -> PolarsResult<Field> {
    let [left, right] = two(COMMON, fields)?;
    let (left_inner, right_inner) = (elements(COMMON, left)?, elements(COMMON, right)?);
    check_elements(COMMON, left, left_inner)?;
    check_elements(COMMON, right, right_inner)?;
    if compared_as(left_inner, right_inner).is_none() {
        polars_bail!(
            SchemaMismatch: "{COMMON}: expected lists of elements that can be equal, got {left_inner:?} \
            for column {:?} and {right_inner:?} for column {:?}", left.name().as_str(),
            right.name().as_str(),
        );
    }
    Ok(Field::new(left.name().clone(), list_of(left_inner.clone())))
}

symbol!(list_lcs, list_lcs_field, list_lcs);

fn list_lcs(inputs: &[Series], kwargs: Arguments<Nothing>) -> PolarsResult<Series> {
    let field = list_lcs_field(&fields_of(inputs), kwargs)?;
    let height = columns::common_height(COMMON, &inputs[0], &inputs[1])?;
    if inputs.iter().any(|input| input.dtype() == &DataType::Null) {
        return Ok(Series::full_null(
            field.name().clone(),
            height,
            field.dtype(),
        ));
    }
    let (left, right) = (
        ListColumn::new(COMMON, &inputs[0])?,
        ListColumn::new(COMMON, &inputs[1])?,
    );
    let dtype = compared_as(left.values.dtype(), right.values.dtype()).unwrap_or(DataType::Null);
    let mut both = left.values.cast(&dtype)?;
    let shift = both.len();
    both.append(&right.values.cast(&dtype)?)?;
    // Null is an element like any other, and gets the rank that no value has.
    let ranks = columns::ranks(&both.rechunk())?;
    let ranks: Vec<u32> = ranks
        .into_iter()
        .map(|rank| rank.map_or(0, |rank| rank + 1))
        .collect();
    let indices = columns::write_indices(height, |row, scratch: &mut common::Scratch, indices| {
        if !left.is_valid(row) || !right.is_valid(row) {
            return Ok(false);
        }
        let (range, first) = (left.range(row), indices.len());
        let other = right.range(row);
        let start = range.start as IdxSize;
        let other = other.start + shift..other.end + shift;
        common(&ranks[range], &ranks[other], scratch, indices)?;
        indices[first..]
            .iter_mut()
            .for_each(|index| *index += start);
        Ok(true)
    });
    let indices = indices.map_err(|sentence| failed(COMMON, &inputs[0], &sentence))?;
    let values = indices.gather(&left.values)?;
    Ok(values.with_name(field.name().clone()).into_series())
}
