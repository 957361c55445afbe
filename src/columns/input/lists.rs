//! Columns of lists: where each list lies among the values of all, and lists made of such indices.
//!
//! A function gives indices, so that it works on elements of any dtype: the elements are
//! gathered afterwards, all at once. Elements are compared by rank, which is found by sorting.

use std::ops::Range;

use polars::prelude::*;
use polars_arrow::array::{ListArray, PrimitiveArray};
use polars_arrow::bitmap::Bitmap;
use polars_arrow::offset::OffsetsBuffer;

use super::dtype::{dtype_name, in_row};
use crate::interrupt;
use crate::memory;
use crate::threads;

/// Rows that a thread takes at a time: few, since a list may be long.
const CHUNK: usize = 1024;

/// The most elements that one call makes. More is an error rather than the end of the process.
const LARGEST_LISTS: usize = 1 << 28;

/// Bytes that an element takes at the peak: its index twice, and the element in a list that grows.
const ELEMENT: u64 = 40;

/// A column of lists; one row stands for all rows.
pub(crate) struct ListColumn {
    /// The elements of all lists.
    pub(crate) values: Series,
    offsets: Vec<i64>,
    valid: Option<Bitmap>,
}

impl ListColumn {
    /// Reads a column of lists or arrays.
    ///
    /// # Errors
    /// If it is neither.
    pub(crate) fn new(function: &str, column: &Series) -> PolarsResult<Self> {
        let inner = check_list(function, &column.field())?.clone();
        let column = column.cast(&DataType::List(inner.into()))?;
        let lists = column.list()?.rechunk();
        let array = lists.downcast_as_array();
        let (first, last) = (*array.offsets().first(), *array.offsets().last());
        // A slice of a column lies among the values of all its rows.
        let values = lists.get_inner().slice(first, (last - first) as usize);
        Ok(Self {
            values: values.rechunk(),
            offsets: array
                .offsets()
                .iter()
                .map(|offset| offset - first)
                .collect(),
            valid: lists.rechunk_validity(),
        })
    }

    /// The number of rows.
    pub(crate) fn len(&self) -> usize {
        self.offsets.len() - 1
    }

    /// The most elements of a row.
    pub(crate) fn longest(&self) -> usize {
        let ends = self.offsets.windows(2);
        let lengths = ends.map(|ends| (ends[1] - ends[0]) as usize);
        lengths.max().unwrap_or_default()
    }

    /// Which rows are not null, if any is.
    pub(crate) fn validity(&self) -> Option<&Bitmap> {
        self.valid.as_ref()
    }

    /// Where a row's elements lie among the values.
    pub(crate) fn range(&self, row: usize) -> Range<usize> {
        let row = if self.len() == 1 { 0 } else { row };
        self.offsets[row] as usize..self.offsets[row + 1] as usize
    }

    /// Whether a row is not null.
    pub(crate) fn is_valid(&self, row: usize) -> bool {
        let row = if self.len() == 1 { 0 } else { row };
        self.valid.as_ref().is_none_or(|valid| valid.get_bit(row))
    }
}

/// The dtype of a list's elements.
///
/// # Errors
/// If the column does not hold lists.
pub(crate) fn check_list<'a>(function: &str, field: &'a Field) -> PolarsResult<&'a DataType> {
    match field.dtype() {
        DataType::List(inner) | DataType::Array(inner, _) => Ok(inner),
        dtype => polars_bail!(
            SchemaMismatch: "{function}: expected List or Array for column {:?}, got {}",
            field.name().as_str(), dtype_name(dtype),
        ),
    }
}

/// Lists of indices: for each row where its list ends, or that it is null.
pub(crate) struct IndexLists {
    /// Indices of values.
    pub(crate) indices: Vec<IdxSize>,
    ends: Vec<i64>,
    valid: Option<Bitmap>,
}

/// Writes a list of indices for every row; `false` makes it null.
///
/// # Errors
/// If `write` answers with one, or the lists get too long.
pub(crate) fn write_indices<S: Default>(
    height: usize,
    write: impl Fn(usize, &mut S, &mut Vec<IdxSize>) -> Result<bool, String> + Sync,
) -> Result<IndexLists, String> {
    let firsts = (0..height).step_by(CHUNK).collect();
    let chunks = threads::try_map_parallel(firsts, |first: usize| {
        let (mut scratch, mut indices) = (S::default(), vec![]);
        let (mut ends, mut valid) = (vec![], vec![]);
        for row in first..height.min(first + CHUNK) {
            interrupt::check()?;
            let before = indices.len();
            let is_valid = write(row, &mut scratch, &mut indices).map_err(in_row(row, height))?;
            if !is_valid {
                indices.truncate(before);
            }
            check_size(indices.len())?;
            ends.push(indices.len());
            valid.push(is_valid);
        }
        Ok::<_, String>((indices, ends, valid))
    })?;
    let total = chunks.iter().map(|(indices, _, _)| indices.len()).sum();
    check_size(total)?;
    let mut indices = Vec::with_capacity(total);
    let mut ends = Vec::with_capacity(height + 1);
    let mut valid = Vec::with_capacity(height);
    ends.push(0);
    for (chunk, chunk_ends, chunk_valid) in chunks {
        let before = indices.len();
        ends.extend(chunk_ends.into_iter().map(|end| (before + end) as i64));
        valid.extend(chunk_valid);
        indices.extend(chunk);
    }
    let valid: Bitmap = valid.into_iter().collect();
    Ok(IndexLists {
        indices,
        ends,
        valid: (valid.unset_bits() > 0).then_some(valid),
    })
}

/// Refuses more elements than one call may make.
///
/// # Errors
/// If there are more, or more than the free memory holds.
pub(crate) fn check_size(elements: usize) -> Result<(), String> {
    if elements > LARGEST_LISTS {
        return Err(format!(
            "expected lists of at most {LARGEST_LISTS} elements in all, got more"
        ));
    }
    memory::expect_room(elements as u64 * ELEMENT, "compute fewer rows at a time")
}

impl IndexLists {
    /// The lists of the elements with these indices.
    ///
    /// # Errors
    /// If Polars refuses to take them.
    pub(crate) fn gather(self, values: &Series) -> PolarsResult<ListChunked> {
        let (indices, lists) = self.split()?;
        let values = values.take(&indices)?;
        Ok(lists.with_inner_values(&values))
    }

    /// The indices of all lists, and the lists of them.
    ///
    /// # Errors
    /// If Polars refuses the lists.
    pub(crate) fn split(self) -> PolarsResult<(IdxCa, ListChunked)> {
        let indices = IdxCa::from_vec(PlSmallStr::EMPTY, self.indices);
        let array = PrimitiveArray::from_slice(indices.cont_slice()?).boxed();
        let dtype = ListArray::<i64>::default_datatype(array.dtype().clone());
        let ends = OffsetsBuffer::try_from(self.ends)?;
        let lists = ListArray::try_new(dtype, ends, array, self.valid)?;
        Ok((indices, ListChunked::with_chunk(PlSmallStr::EMPTY, lists)))
    }
}

/// For each value a number that is equal for equal values and grows with them, by Polars' order; for
/// null `None`.
///
/// # Errors
/// If Polars cannot compare such values.
pub(crate) fn ranks(values: &Series) -> PolarsResult<Vec<Option<u32>>> {
    let order = values.arg_sort(SortOptions::default());
    let sorted = values.take(&order)?;
    let steps = steps(&sorted)?;
    let mut rank = 0;
    let mut ranks = vec![None; values.len()];
    let valid = sorted.is_not_null();
    let rows = order.into_no_null_iter().zip(steps).zip(valid.iter());
    for ((row, step), is_valid) in rows {
        rank += u32::from(step);
        ranks[row as usize] = is_valid.unwrap_or(false).then_some(rank);
    }
    Ok(ranks)
}

/// For each value but the first whether it differs from the one before it, nulls being equal.
///
/// # Errors
/// If Polars cannot compare such values.
pub(crate) fn steps(values: &Series) -> PolarsResult<Vec<bool>> {
    let Some(last) = values.len().checked_sub(1) else {
        return Ok(vec![]);
    };
    let differs = values
        .slice(1, last)
        .not_equal_missing(&values.slice(0, last))?;
    let differs = differs.iter().map(|differs| differs.unwrap_or(true));
    Ok(std::iter::once(false).chain(differs).collect())
}
