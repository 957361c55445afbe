//! Columns of integers: read at any width, looked up in a table, or written as text.

use polars::prelude::*;
use polars_arrow::bitmap::Bitmap;

use super::inputs::{common_height, spelled};
use crate::sequences::number::Number;
use crate::sequences::whole::{Integer, Whole};
use crate::threads;

/// Rows that a thread takes at a time; a whole number of 64-bit words of validity.
const CHUNK: usize = 32 * 1024;

/// Rows that are looked up before those that no table has are computed, while all of them are near.
const BATCH: usize = 1024;

/// A column of integers, contiguous in memory; one row stands for all rows.
pub(crate) struct Integers {
    column: Column,
    valid: Option<Bitmap>,
}

/// Narrow integers are brought to 64 bits.
enum Column {
    Int64(Int64Chunked),
    UInt64(UInt64Chunked),
    Int128(Int128Chunked),
    UInt128(UInt128Chunked),
}

macro_rules! with_slice {
    ($integers:expr, $slice:ident => $body:expr) => {
        match &$integers.column {
            Column::Int64(column) => {
                let $slice = column.downcast_as_array().values().as_slice();
                $body
            }
            Column::UInt64(column) => {
                let $slice = column.downcast_as_array().values().as_slice();
                $body
            }
            Column::Int128(column) => {
                let $slice = column.downcast_as_array().values().as_slice();
                $body
            }
            Column::UInt128(column) => {
                let $slice = column.downcast_as_array().values().as_slice();
                $body
            }
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
            DataType::UInt64 => Column::UInt64(column.u64()?.clone()),
            DataType::Int128 => Column::Int128(column.i128()?.clone()),
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
        field.name().as_str(), spelled(field.dtype()),
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
/// that it does not have; `None` makes the row null.
///
/// # Errors
/// If `beyond` answers with one.
pub(crate) fn look_up<V>(
    integers: &Integers,
    (below, table): (u32, &[V::Native]),
    beyond: impl Fn(Whole) -> Result<Option<V::Native>, String> + Sync,
) -> Result<ChunkedArray<V>, String>
where
    V: PolarsNumericType<Native: Number>,
{
    let height = integers.len();
    let mut values = vec![V::Native::default(); height];
    let mut kept = vec![!0_u64; height.div_ceil(64)];
    let chunks: Vec<_> = values
        .chunks_mut(CHUNK)
        .zip(kept.chunks_mut(CHUNK / 64))
        .enumerate()
        .collect();
    with_slice!(integers, slice => threads::try_share(chunks, |(chunk, (values, kept))| {
        let first = chunk * CHUNK;
        let rows = &slice[first..][..values.len()];
        let is_valid = |row: usize| {
            integers.valid.as_ref().is_none_or(|valid| valid.get_bit(first + row))
        };
        look_up_chunk(rows, is_valid, below, table, &beyond, values, kept)
    }))?;
    let bytes = kept.into_iter().flat_map(u64::to_le_bytes).collect();
    let kept = Bitmap::from_u8_vec(bytes, height);
    let valid = match &integers.valid {
        Some(valid) => &kept & valid,
        None => kept,
    };
    let valid = (valid.unset_bits() > 0).then_some(valid);
    Ok(ChunkedArray::from_vec_validity(
        PlSmallStr::EMPTY,
        values,
        valid,
    ))
}

fn look_up_chunk<I: Integer, V: Copy>(
    rows: &[I],
    is_valid: impl Fn(usize) -> bool,
    below: u32,
    table: &[V],
    beyond: impl Fn(Whole) -> Result<Option<V>, String>,
    values: &mut [V],
    kept: &mut [u64],
) -> Result<(), String> {
    for first in (0..rows.len()).step_by(BATCH) {
        let batch = first..rows.len().min(first + BATCH);
        let mut is_missing = false;
        for (integer, value) in rows[batch.clone()].iter().zip(&mut values[batch.clone()]) {
            match table.get(integer.index(below)) {
                Some(entry) => *value = *entry,
                None => is_missing = true,
            }
        }
        if !is_missing {
            continue;
        }
        for row in batch {
            if rows[row].index(below) < table.len() || !is_valid(row) {
                continue;
            }
            match beyond(rows[row].into())? {
                Some(value) => values[row] = value,
                None => kept[row / 64] &= !(1 << (row % 64)),
            }
        }
    }
    Ok(())
}
