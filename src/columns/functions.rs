//! Columns of text, taken to a function row by row: one column, or two.

use std::mem;
use std::ops::Range;

use polars::prelude::*;
use polars_arrow::array::{Array, Utf8ViewArray};
use polars_arrow::bitmap::MutableBitmap;

use super::input::categorical;
use super::input::dtype::{common_height, dtype_name};
use super::output::builders::{Builder, IntoColumn};
use crate::interrupt;
use crate::memory::Allowance;
use crate::text::{PairFunction, TextFunction};
use crate::threads;

/// Rows that a thread takes at a time: few enough that threads end together, and texts are long.
const CHUNK: usize = 8 * 1024;

/// Rows between two looks whether work is to end: a code of one name may take milliseconds.
const LOOKED_AT: usize = 16;

/// What is left to do where outputs are too large.
const WAY_OUT: &str = "compute fewer rows, or shorter texts, at a time";

/// Bytes of outputs, with what they take at the peak, from which on an array is closed.
const CLOSED: usize = 1 << 26;

/// Bytes of outputs that a thread counts by itself before it counts them with the others.
const UNCOUNTED: usize = 1 << 20;

/// The name and dtype of the result of a function of one column of text.
///
/// # Errors
/// If there is not one column, or it does not hold text.
pub(crate) fn text_field<F: TextFunction<Output: IntoColumn>>(
    fields: &[Field],
) -> PolarsResult<Field> {
    let [field] = fields else {
        polars_bail!(InvalidOperation: "{}: expected one column, got {}", F::NAME, fields.len());
    };
    check_text(F::NAME, field)?;
    Ok(Field::new(
        field.name().clone(),
        F::Output::dtype(F::FIELDS),
    ))
}

/// The name and dtype of the result of a function of two columns of text.
///
/// # Errors
/// If there are not two columns, or they do not hold text.
pub(crate) fn pair_field<F: PairFunction<Output: IntoColumn>>(
    fields: &[Field],
) -> PolarsResult<Field> {
    let [left, right] = fields else {
        polars_bail!(InvalidOperation: "{}: expected two columns, got {}", F::NAME, fields.len());
    };
    check_text(F::NAME, left)?;
    check_text(F::NAME, right)?;
    Ok(Field::new(left.name().clone(), F::Output::dtype(F::FIELDS)))
}

/// Makes sure that a column holds text, or nothing.
pub(super) fn check_text(name: &str, field: &Field) -> PolarsResult<()> {
    match field.dtype() {
        DataType::String | DataType::Categorical(..) | DataType::Enum(..) | DataType::Null => {
            Ok(())
        }
        dtype => polars_bail!(
            SchemaMismatch: "{name}: expected String, Categorical or Enum for column {:?}, got {}",
            field.name().as_str(), dtype_name(dtype),
        ),
    }
}

/// Answers for a range of rows of some columns of text.
type Work<'a, const COLUMNS: usize> =
    &'a (dyn Fn([&TextColumn; COLUMNS], Range<usize>, &Allowance) -> PolarsResult<Arrays> + Sync);

/// Takes each text of a column to a function; of a dictionary, each category once.
///
/// # Errors
/// If the column does not hold text, or an output would be too large.
pub(crate) fn of_each_text<F: TextFunction<Output: IntoColumn>>(
    column: &Series,
    function: &F,
) -> PolarsResult<Series> {
    let field = text_field::<F>(&[column.field().into_owned()])?;
    apply_to_texts(&field, column, &|[texts], rows, allowance| {
        let mut scratch = F::Scratch::default();
        let peak_bytes = |row: usize| texts.get(row).map_or(0, |text| function.peak_bytes(text));
        of_rows(
            F::NAME,
            &field,
            rows,
            allowance,
            peak_bytes,
            |row, output| {
                let Some(text) = texts.get(row) else {
                    return Ok(false);
                };
                function.fits(text)?;
                Ok(function.apply(text, &mut scratch, output))
            },
        )
    })
}

/// Takes each pair of texts of two columns to a function; of dictionaries, each distinct pair once.
///
/// # Errors
/// If the columns do not hold text, have no common height, or an output cannot be found.
pub(crate) fn of_each_pair<F: PairFunction<Output: IntoColumn>>(
    left: &Series,
    right: &Series,
    function: &F,
) -> PolarsResult<Series> {
    let field = pair_field::<F>(&[left.field().into_owned(), right.field().into_owned()])?;
    let height = common_height(F::NAME, left, right)?;
    apply_to_pairs(
        &field,
        [left, right],
        height,
        &|[left, right], rows, allowance| {
            let mut scratch = F::Scratch::default();
            let peak_bytes = |row: usize| match (left.get(row), right.get(row)) {
                (Some(left), Some(right)) => function.peak_bytes(left, right),
                _ => 0,
            };
            let apply = |row, output: &mut _| match (left.get(row), right.get(row)) {
                (Some(left), Some(right)) => function.apply(left, right, &mut scratch, output),
                _ => Ok(false),
            };
            of_rows(F::NAME, &field, rows, allowance, peak_bytes, apply)
        },
    )
}

fn apply_to_texts(field: &Field, column: &Series, work: Work<1>) -> PolarsResult<Series> {
    if column.null_count() == column.len() {
        let (name, rows) = (field.name().clone(), column.len());
        return Ok(Series::full_null(name, rows, field.dtype()));
    }
    if let Some((texts, rows)) = categorical::distinct_texts(column)? {
        let outputs = apply_to_texts(field, &texts, work)?.take(&rows)?;
        return Ok(outputs.with_name(field.name().clone()));
    }
    let texts = TextColumn::new(column)?;
    let allowance = Allowance::new(WAY_OUT);
    collect(field, column.len(), &|rows| {
        work([&texts], rows, &allowance)
    })
}

fn apply_to_pairs(
    field: &Field,
    [left, right]: [&Series; 2],
    height: usize,
    work: Work<2>,
) -> PolarsResult<Series> {
    if [left, right]
        .iter()
        .any(|side| side.null_count() == side.len())
    {
        return Ok(Series::full_null(
            field.name().clone(),
            height,
            field.dtype(),
        ));
    }
    if let Some(distinct) = categorical::distinct_pairs(left, right, height)? {
        let (pairs, height) = ([&distinct.left, &distinct.right], distinct.left.len());
        let outputs = apply_to_pairs(field, pairs, height, work)?;
        return Ok(outputs
            .take(&distinct.index)?
            .with_name(field.name().clone()));
    }
    let (left, right) = (TextColumn::new(left)?, TextColumn::new(right)?);
    let allowance = Allowance::new(WAY_OUT);
    collect(field, height, &|rows| {
        work([&left, &right], rows, &allowance)
    })
}

/// The texts of a column, contiguous in memory; one row stands for all rows.
struct TextColumn {
    array: Utf8ViewArray,
    step: usize,
}

impl TextColumn {
    fn new(column: &Series) -> PolarsResult<Self> {
        let texts = column.cast(&DataType::String)?.rechunk();
        let array = texts.str()?.downcast_as_array().clone();
        let step = usize::from(array.len() != 1);
        Ok(Self { array, step })
    }

    fn get(&self, row: usize) -> Option<&str> {
        self.array.get(row * self.step)
    }
}

/// The chunks of a column.
type Arrays = Vec<Box<dyn Array>>;

/// Shares the rows out to threads, and makes a column of what they give.
fn collect(
    field: &Field,
    height: usize,
    work: &(dyn Fn(Range<usize>) -> PolarsResult<Arrays> + Sync),
) -> PolarsResult<Series> {
    let starts = (0..height).step_by(CHUNK);
    let mut arrays: Vec<Option<PolarsResult<Arrays>>> = vec![];
    arrays.resize_with(starts.len(), || None);
    threads::for_each_parallel(starts.zip(&mut arrays).collect(), |(start, array)| {
        *array = Some(work(start..height.min(start + CHUNK)));
    });
    let arrays = arrays.into_iter().flatten();
    let arrays = arrays.collect::<PolarsResult<Vec<_>>>()?;
    let arrays: Arrays = arrays.into_iter().flatten().collect();
    if arrays.is_empty() {
        return Ok(Series::new_empty(field.name().clone(), field.dtype()));
    }
    Ok(Series::try_from((field.name().clone(), arrays))?.rechunk())
}

/// The outputs for some rows, in arrays that are closed when they are large: one that grew beyond that would take
/// twice its size while it is copied. `peak_bytes` says how many bytes a row takes at most, and `apply` whether it has an
/// output.
fn of_rows<A: IntoColumn>(
    function: &str,
    field: &Field,
    rows: Range<usize>,
    allowance: &Allowance,
    peak_bytes: impl Fn(usize) -> usize,
    mut apply: impl FnMut(usize, &mut A) -> Result<bool, String>,
) -> PolarsResult<Arrays> {
    let mut arrays = Vec::with_capacity(1);
    let mut builder = A::Builder::with_capacity(rows.len());
    let mut valid = MutableBitmap::with_capacity(rows.len());
    let mut output = A::default();
    let (mut uncounted, mut open) = (0, 0);
    let finish = |builder: A::Builder, valid: MutableBitmap, output| {
        let valid = (valid.unset_bits() > 0).then(|| valid.freeze());
        builder.finish(output, field.dtype(), valid)
    };
    let failed = |wrong: String| polars_err!(ComputeError: "{function}: {wrong}");
    for row in rows {
        if row % LOOKED_AT == 0 {
            interrupt::check().map_err(failed)?;
        }
        output.clear();
        let needed = peak_bytes(row);
        let loan = (needed > UNCOUNTED).then(|| allowance.lend(needed as u64));
        let loan = loan.transpose().map_err(failed)?;
        let exists = apply(row, &mut output).map_err(failed)?;
        if !exists {
            output.clear();
        }
        drop(loan);
        uncounted += output.bytes();
        open += output.bytes();
        if uncounted > UNCOUNTED {
            allowance.take(uncounted as u64).map_err(failed)?;
            uncounted = 0;
        }
        valid.push(exists);
        builder.push(&mut output);
        if open > CLOSED {
            open = 0;
            let grown = mem::replace(&mut builder, A::Builder::with_capacity(0));
            arrays.push(finish(
                grown,
                mem::take(&mut valid),
                mem::take(&mut output),
            )?);
        }
    }
    if arrays.is_empty() || !valid.is_empty() {
        arrays.push(finish(builder, valid, output)?);
    }
    Ok(arrays)
}
