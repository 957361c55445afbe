//! One column of text, taken to a function row by row.

use polars::prelude::*;
use polars_arrow::array::{Array, Utf8ViewArray};
use polars_arrow::bitmap::MutableBitmap;

use super::answers::{Collect, Growing, dtype_of};
use super::categories;
use super::inputs::spelled;
use crate::text::{Answer, TextFunction};
use crate::threads;

/// Rows that a thread takes at a time: few enough that threads end together, and texts are long.
const CHUNK: usize = 8 * 1024;

/// The name and dtype of the result of a function of one column of text.
///
/// # Errors
/// If there is not one column, or it does not hold text.
pub(crate) fn text_field<F: TextFunction<Answer: Collect>>(
    fields: &[Field],
) -> PolarsResult<Field> {
    let [field] = fields else {
        polars_bail!(InvalidOperation: "{}: expected one column, got {}", F::NAME, fields.len());
    };
    match field.dtype() {
        DataType::String | DataType::Categorical(..) | DataType::Enum(..) | DataType::Null => {
            Ok(Field::new(field.name().clone(), dtype_of::<F>()))
        }
        dtype => polars_bail!(
            SchemaMismatch: "{}: expected String, Categorical or Enum for column {:?}, got {}",
            F::NAME, field.name().as_str(), spelled(dtype),
        ),
    }
}

/// Takes each text of a column to a function; of a dictionary, each category once.
///
/// # Errors
/// If the column does not hold text.
pub(crate) fn of_each_text<F: TextFunction<Answer: Collect>>(
    column: &Series,
    function: &F,
) -> PolarsResult<Series> {
    let field = text_field::<F>(&[column.field().into_owned()])?;
    if column.null_count() == column.len() {
        let (name, rows) = (field.name().clone(), column.len());
        return Ok(Series::full_null(name, rows, field.dtype()));
    }
    if let Some((texts, rows)) = categories::distinct_texts(column)? {
        let answers = of_each_text(&texts, function)?.take(&rows)?;
        return Ok(answers.with_name(field.name().clone()));
    }
    let texts = column.cast(&DataType::String)?;
    let mut chunks = Vec::new();
    for texts in texts.str()?.downcast_iter() {
        chunks.extend((0..texts.len()).step_by(CHUNK).map(|first| {
            let rows = CHUNK.min(texts.len() - first);
            texts.clone().sliced(first, rows)
        }));
    }
    let mut arrays: Vec<Option<PolarsResult<Box<dyn Array>>>> = vec![];
    arrays.resize_with(chunks.len(), || None);
    threads::share(
        chunks.iter().zip(&mut arrays).collect(),
        |(chunk, array)| {
            *array = Some(of_chunk(chunk, function));
        },
    );
    let arrays = arrays
        .into_iter()
        .flatten()
        .collect::<PolarsResult<Vec<_>>>()?;
    let answers = Series::try_from((field.name().clone(), arrays))?;
    Ok(answers.rechunk())
}

fn of_chunk<F: TextFunction<Answer: Collect>>(
    texts: &Utf8ViewArray,
    function: &F,
) -> PolarsResult<Box<dyn Array>> {
    let mut growing = <F::Answer as Collect>::Growing::with_capacity(texts.len());
    let mut valid = MutableBitmap::with_capacity(texts.len());
    let (mut scratch, mut answer) = (F::Scratch::default(), F::Answer::default());
    for text in texts {
        answer.clear();
        let exists = text.is_some_and(|text| function.apply(text, &mut scratch, &mut answer));
        if !exists {
            answer.clear();
        }
        valid.push(exists);
        growing.push(&answer);
    }
    let valid = (valid.unset_bits() > 0).then(|| valid.freeze());
    growing.finish(&dtype_of::<F>(), valid)
}
