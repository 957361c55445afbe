//! Columns of integers: read at any width, looked up in a table, or written as text.

use std::collections::HashMap;
use std::ops::Range;

use polars::prelude::*;
use polars_arrow::array::PrimitiveArray;
use polars_arrow::bitmap::{Bitmap, MutableBitmap};
use polars_arrow::types::NativeType;

use super::dtype::{common_height, dtype_name, in_row};
use crate::interrupt;
use crate::sequences::number::Number;
use crate::sequences::whole::{Integer, Whole};
use crate::threads;

/// Rows that a thread takes at a time, if not more: a fraction of its share, since what it makes of them is
/// a chunk of the column. (A column in one piece would have to be filled with zeros first, on one thread.)
const CHUNK: usize = 64 * 1024;
const CHUNKS_PER_THREAD: usize = 4;

/// Rows that are looked up before those that no table has are computed, while all of them are near.
const ROWS_PER_LOOK_UP: usize = 1024;

/// Integers that no table has, whose values a thread keeps for equal ones.
const KEPT: usize = 1 << 16;

/// A column of integers, contiguous in memory; one row stands for all rows.
pub(crate) struct Integers {
    column: Column,
    valid: Option<Bitmap>,
}

enum Column {
    Int8(Int8Chunked),
    Int16(Int16Chunked),
    Int32(Int32Chunked),
    Int64(Int64Chunked),
    Int128(Int128Chunked),
    UInt8(UInt8Chunked),
    UInt16(UInt16Chunked),
    UInt32(UInt32Chunked),
    UInt64(UInt64Chunked),
    UInt128(UInt128Chunked),
}

/// Evaluates an expression with the values of a column of integers, whatever their width.
macro_rules! with_slice {
    ($integers:expr, $slice:ident => $body:expr) => {
        with_slice!(
            $integers, $slice => $body,
            Int8 Int16 Int32 Int64 Int128 UInt8 UInt16 UInt32 UInt64 UInt128
        )
    };
    ($integers:expr, $slice:ident => $body:expr, $($width:ident)*) => {
        match &$integers.column {
            $(Column::$width(column) => {
                let $slice = column.downcast_as_array().values().as_slice();
                $body
            })*
        }
    };
}

impl Integers {
    /// Reads a column. One whose every value is null may have any dtype.
    ///
    /// # Errors
    /// If the column does not hold integers.
    pub(crate) fn new(function: &str, column: &Series) -> PolarsResult<Self> {
        check_integers(function, &column.field())?;
        let column = column.rechunk();
        let valid = column.rechunk_validity();
        let column = match column.dtype() {
            DataType::Int8 => Column::Int8(column.i8()?.clone()),
            DataType::Int16 => Column::Int16(column.i16()?.clone()),
            DataType::Int32 => Column::Int32(column.i32()?.clone()),
            DataType::Int128 => Column::Int128(column.i128()?.clone()),
            DataType::UInt8 => Column::UInt8(column.u8()?.clone()),
            DataType::UInt16 => Column::UInt16(column.u16()?.clone()),
            DataType::UInt32 => Column::UInt32(column.u32()?.clone()),
            DataType::UInt64 => Column::UInt64(column.u64()?.clone()),
            DataType::UInt128 => Column::UInt128(column.u128()?.clone()),
            _ => Column::Int64(column.cast(&DataType::Int64)?.i64()?.clone()),
        };
        Ok(Self { column, valid })
    }

    /// The number of rows.
    pub(crate) fn len(&self) -> usize {
        with_slice!(self, slice => slice.len())
    }

    /// A row's integer, whatever it is where the row is null.
    #[inline]
    pub(crate) fn get(&self, row: usize) -> Whole {
        let row = if self.len() == 1 { 0 } else { row };
        with_slice!(self, slice => slice[row].into())
    }

    /// Which of a number of rows are not null, if any is.
    pub(crate) fn validity(&self, height: usize) -> Option<Bitmap> {
        match &self.valid {
            Some(valid) if self.len() == 1 && height != 1 => {
                let is_null = valid.unset_bits() == 1;
                is_null.then(|| Bitmap::new_zeroed(height))
            }
            valid => valid.clone(),
        }
    }

    /// For each distinct integer its first row, and for each row that is not null its place among these.
    pub(crate) fn distinct(&self) -> (Vec<usize>, IdxCa) {
        let (mut firsts, mut numbers) = (vec![], HashMap::new());
        let mut number = |row: usize| {
            let is_valid = self.valid.as_ref().is_none_or(|valid| valid.get_bit(row));
            is_valid.then(|| {
                *numbers.entry(self.get(row)).or_insert_with(|| {
                    firsts.push(row);
                    (firsts.len() - 1) as IdxSize
                })
            })
        };
        let rows = (0..self.len()).map(&mut number).collect();
        (firsts, rows)
    }

    /// The largest distance from zero, null rows included.
    pub(crate) fn largest(&self) -> u128 {
        let magnitude = |integer: Whole| integer.magnitude;
        with_slice!(self, slice => {
            slice.iter().map(|integer| magnitude((*integer).into())).max().unwrap_or(0)
        })
    }
}

/// Refuses a column that does not hold integers.
///
/// # Errors
/// If it does not.
pub(crate) fn check_integers(function: &str, field: &Field) -> PolarsResult<()> {
    if field.dtype().is_integer() || field.dtype() == &DataType::Null {
        return Ok(());
    }
    polars_bail!(
        SchemaMismatch: "{function}: expected integers for column {:?}, got {}",
        field.name().as_str(), dtype_name(field.dtype()),
    )
}

/// Two columns of integers row by row, with their common height.
///
/// # Errors
/// If a column does not hold integers, or the heights do not fit.
pub(crate) fn two_integers(
    function: &str,
    left: &Series,
    right: &Series,
) -> PolarsResult<(Integers, Integers, usize)> {
    let height = common_height(function, left, right)?;
    let (left, right) = (
        Integers::new(function, left)?,
        Integers::new(function, right)?,
    );
    Ok((left, right, height))
}

/// Looks every integer up in a table whose entry `below` stands for zero, and asks `beyond` for those
/// that it does not have, once for equal ones of a chunk; `None` makes the row null.
///
/// # Errors
/// If `beyond` answers with one.
pub(crate) fn look_up<V>(
    integers: &Integers,
    (below, table): (u32, &[V::Native]),
    beyond: &(dyn Fn(Whole) -> Result<Option<V::Native>, String> + Sync),
) -> Result<ChunkedArray<V>, String>
where
    V: PolarsNumericType<Native: Number>,
{
    let height = integers.len();
    let most = height
        .div_ceil(CHUNKS_PER_THREAD * threads::max_threads())
        .max(CHUNK);
    // A column of no rows has one chunk, too.
    let firsts = (0..height.max(1)).step_by(most).collect();
    let arrays = threads::try_map_parallel(firsts, |first| {
        let rows = first..height.min(first + most);
        look_up_chunk::<V>(integers, rows, (below, table), beyond)
    })?;
    Ok(ChunkedArray::from_chunk_iter(PlSmallStr::EMPTY, arrays))
}

fn look_up_chunk<V: PolarsNumericType>(
    integers: &Integers,
    rows: Range<usize>,
    (below, table): (u32, &[V::Native]),
    beyond: &(dyn Fn(Whole) -> Result<Option<V::Native>, String> + Sync),
) -> Result<PrimitiveArray<V::Native>, String> {
    let (height, start) = (integers.len(), rows.start);
    let valid = integers.valid.clone();
    let valid = valid.map(|valid| valid.sliced(start, rows.len()));
    let mut values = Vec::with_capacity(rows.len());
    let (mut absent, mut missing) = (vec![], vec![]);
    let mut computed = PlHashMap::new();
    for first in rows.clone().step_by(ROWS_PER_LOOK_UP) {
        let batch = first..rows.end.min(first + ROWS_PER_LOOK_UP);
        with_slice!(integers, slice => {
            look_up_batch(&slice[batch.clone()], below, table, &mut values, &mut absent);
        });
        for row in absent.drain(..).map(|index: usize| first + index) {
            let index = row - start;
            if valid.as_ref().is_some_and(|valid| !valid.get_bit(index)) {
                continue;
            }
            let integer = integers.get(row);
            let value = match computed.get(&integer) {
                Some(value) => *value,
                None => {
                    if computed.len() == KEPT {
                        computed.clear();
                    }
                    interrupt::check()?;
                    let value = beyond(integer).map_err(in_row(row, height))?;
                    computed.insert(integer, value);
                    value
                }
            };
            match value {
                Some(value) => values[index] = value,
                None => missing.push(index),
            }
        }
    }
    let mut array = PrimitiveArray::from_vec(values).with_validity(valid);
    if !missing.is_empty() {
        let mut kept = match array.take_validity() {
            Some(valid) => valid.make_mut(),
            None => MutableBitmap::from_len_set(rows.len()),
        };
        for row in missing {
            kept.set(row, false);
        }
        array.set_validity(Some(kept.freeze()));
    }
    Ok(array)
}

/// Appends the values of a batch, and the indices in it of integers that are not in the table. The only part
/// compiled for every width of integers, so it is small.
fn look_up_batch<I: Integer, V: NativeType>(
    batch: &[I],
    below: u32,
    table: &[V],
    values: &mut Vec<V>,
    absent: &mut Vec<usize>,
) {
    let mut farthest = 0;
    if let Some(last) = table.len().checked_sub(1) {
        // No branch: an integer that is not in the table gets its last value for now.
        values.extend(batch.iter().map(|integer| {
            let index = integer.index(below);
            farthest = farthest.max(index);
            table[index.min(last)]
        }));
    } else {
        values.resize(values.len() + batch.len(), V::default());
    }
    if farthest >= table.len() {
        let is_absent = |at: &usize| batch[*at].index(below) >= table.len();
        absent.extend((0..batch.len()).filter(is_absent));
    }
}
