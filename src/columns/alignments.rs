//! Two columns of text, taken to a function row by row.

use std::ops::Range;

use polars::prelude::*;
use polars_arrow::array::{Array, Utf8ViewArray};
use polars_arrow::bitmap::MutableBitmap;

use super::answers::{Collect, Growing};
use super::inputs::common_height;
use super::texts::check_text;
use crate::alignment::{AlignmentFunction, Memory};
use crate::text::Answer;
use crate::threads;

/// Rows that a thread takes at a time: few enough that threads end together.
const CHUNK: usize = 8 * 1024;

/// The name and dtype of the result of a function of two columns of text.
///
/// # Errors
/// If there are not two columns, or one does not hold text.
pub(crate) fn alignment_field<F: AlignmentFunction<Answer: Collect>>(
    fields: &[Field],
) -> PolarsResult<Field> {
    let [left, right] = fields else {
        polars_bail!(InvalidOperation: "{}: expected two columns, got {}", F::NAME, fields.len());
    };
    check_text(F::NAME, left)?;
    check_text(F::NAME, right)?;
    Ok(Field::new(left.name().clone(), F::Answer::dtype(F::FIELDS)))
}

/// Takes each pair of texts to a function; a column of one row meets every row.
///
/// # Errors
/// If the columns do not hold text or are not equally high, or an answer cannot be found.
pub(crate) fn of_each_alignment<F: AlignmentFunction<Answer: Collect>>(
    left: &Series,
    right: &Series,
    function: &F,
) -> PolarsResult<Series> {
    let fields = [left, right].map(|side| side.field().into_owned());
    let field = alignment_field::<F>(&fields)?;
    let height = common_height(F::NAME, left, right)?;
    let sides = [left, right].map(|side| {
        let texts = side.cast(&DataType::String)?;
        Ok(texts.str()?.rechunk().downcast_as_array().clone())
    });
    let [left, right]: [PolarsResult<Utf8ViewArray>; 2] = sides;
    let sides = [left?, right?];
    let chunks = (0..height).step_by(CHUNK);
    let chunks: Vec<_> = chunks
        .map(|first| first..height.min(first + CHUNK))
        .collect();
    let mut arrays: Vec<Option<PolarsResult<Box<dyn Array>>>> = vec![];
    arrays.resize_with(chunks.len(), || None);
    threads::share(
        chunks.into_iter().zip(&mut arrays).collect(),
        |(rows, array)| *array = Some(of_rows(&sides, rows, function)),
    );
    let arrays = arrays
        .into_iter()
        .flatten()
        .collect::<PolarsResult<Vec<_>>>()?;
    if arrays.is_empty() {
        return Ok(Series::new_empty(field.name().clone(), field.dtype()));
    }
    Ok(Series::try_from((field.name().clone(), arrays))?.rechunk())
}

fn of_rows<F: AlignmentFunction<Answer: Collect>>(
    sides: &[Utf8ViewArray; 2],
    rows: Range<usize>,
    function: &F,
) -> PolarsResult<Box<dyn Array>> {
    let mut growing = <F::Answer as Collect>::Growing::with_capacity(rows.len());
    let mut valid = MutableBitmap::with_capacity(rows.len());
    let (mut memory, mut answer) = (Memory::default(), F::Answer::default());
    for row in rows {
        answer.clear();
        let [left, right] = sides
            .each_ref()
            .map(|side| side.get(if side.len() == 1 { 0 } else { row }));
        let exists = match left.zip(right) {
            None => false,
            Some((left, right)) => function
                .apply(left, right, &mut memory, &mut answer)
                .map_err(|wrong| polars_err!(ComputeError: "{}: {wrong}", F::NAME))?,
        };
        if !exists {
            answer.clear();
        }
        valid.push(exists);
        growing.push(&answer);
    }
    let valid = (valid.unset_bits() > 0).then(|| valid.freeze());
    growing.finish(&F::Answer::dtype(F::FIELDS), valid)
}
