//! Columns of symbols, which are bytes whether they are String or Binary: taken to a function row by
//! row, and its bytes, or the pieces that it cuts, made into a column of the same kind.

use polars::prelude::*;
use polars_arrow::array::{Array, BinaryViewArray, ListArray, PrimitiveArray, StructArray, View};
use polars_arrow::bitmap::{Bitmap, MutableBitmap};
use polars_arrow::datatypes::ArrowDataType;
use polars_arrow::offset::OffsetsBuffer;
use polars_buffer::Buffer;

use super::dtype::{dtype_name, in_row};
use crate::columns::output::buffer::OutputBuffer;
use crate::interrupt;
use crate::threads;

/// Bytes and rows that a thread takes at a time, if not more: a fraction of its share, since what it makes
/// of them is a chunk of the column.
const CHUNK_BYTES: usize = 1 << 20;
const CHUNK_ROWS: usize = 1 << 14;
const CHUNKS_PER_THREAD: usize = 4;

/// The most bytes of a chunk of more than one row, far from what its views can point into.
const LONGEST_CHUNK: usize = 1 << 29;

/// A column of symbols.
pub(crate) struct Symbols {
    array: BinaryViewArray,
    is_text: bool,
}

/// The dtype of a column's symbols: Binary, or else String.
///
/// # Errors
/// If the column holds neither.
pub(crate) fn symbols_dtype(function: &str, field: &Field) -> PolarsResult<DataType> {
    match field.dtype() {
        DataType::Binary => Ok(DataType::Binary),
        DataType::String | DataType::Null => Ok(DataType::String),
        dtype => polars_bail!(
            SchemaMismatch: "{function}: expected String or Binary for column {:?}, got {}",
            field.name().as_str(), dtype_name(dtype),
        ),
    }
}

impl Symbols {
    /// Reads a column.
    ///
    /// # Errors
    /// If it holds no symbols.
    pub(crate) fn new(function: &str, column: &Series) -> PolarsResult<Self> {
        let dtype = symbols_dtype(function, &column.field())?;
        let binary = match &dtype {
            DataType::Binary => column.binary()?.rechunk().into_owned(),
            _ => column
                .cast(&dtype)?
                .str()?
                .as_binary()
                .rechunk()
                .into_owned(),
        };
        Ok(Self {
            array: binary.downcast_as_array().clone(),
            is_text: dtype == DataType::String,
        })
    }

    /// The sequences, or null.
    pub(crate) fn iter(&self) -> impl Iterator<Item = Option<&[u8]>> {
        self.array.iter()
    }

    /// Rows cut into chunks, long ones alone. There is one at least, so that there is an array.
    fn chunks(&self) -> Vec<(usize, usize)> {
        let share = |whole: usize| whole.div_ceil(CHUNKS_PER_THREAD * threads::max_threads());
        let most_bytes = share(self.array.total_bytes_len()).clamp(CHUNK_BYTES, LONGEST_CHUNK);
        let most_rows = share(self.array.len()).max(CHUNK_ROWS);
        let mut chunks = vec![];
        let (mut first, mut bytes) = (0, 0_usize);
        for (row, view) in self.array.views().iter().enumerate() {
            let length = view.length as usize;
            let is_full = bytes + length > most_bytes || row - first == most_rows;
            if is_full && row > first {
                chunks.push((first, row));
                (first, bytes) = (row, 0);
            }
            bytes += length;
        }
        chunks.push((first, self.array.len()));
        chunks
    }

    /// Makes an array of every chunk, given its first row; they are the chunks of the column.
    fn make(
        &self,
        make: impl Fn(usize, BinaryViewArray) -> Result<Box<dyn Array>, String> + Sync,
    ) -> Result<Series, String> {
        let arrays = threads::try_map_parallel(self.chunks(), |(first, end)| {
            interrupt::check()?;
            make(first, self.array.clone().sliced(first, end - first))
        })?;
        Series::try_from((PlSmallStr::EMPTY, arrays)).map_err(|wrong| wrong.to_string())
    }

    /// Measures every row that is not null.
    ///
    /// # Errors
    /// If `measure` answers with one.
    pub(crate) fn measure(
        &self,
        measure: impl Fn(&[u8]) -> Result<Option<f64>, String> + Sync,
    ) -> Result<Series, String> {
        let height = self.array.len();
        self.make(|first, rows| {
            let numbers = (first..).zip(&rows).map(|(row, sequence)| match sequence {
                Some(sequence) => measure(sequence).map_err(in_row(row, height)),
                None => Ok(None),
            });
            let numbers: PrimitiveArray<f64> = numbers.collect::<Result<_, String>>()?;
            Ok(numbers.boxed())
        })
    }

    /// Makes the views into an array of the column's kind.
    fn array_of(
        &self,
        views: Vec<View>,
        buffer: Buffer<u8>,
        valid: Option<Bitmap>,
    ) -> PolarsResult<Box<dyn Array>> {
        let buffers = vec![buffer];
        let dtype = ArrowDataType::BinaryView;
        let array = BinaryViewArray::try_new(dtype, views.into(), buffers.into(), valid)?;
        Ok(if self.is_text {
            array.to_utf8view()?.boxed()
        } else {
            array.boxed()
        })
    }

    /// Writes every row that is not null, in a place whose length follows from the row's; `false` makes it
    /// null.
    ///
    /// # Errors
    /// If `write` answers with one, or there is too little memory.
    pub(crate) fn write(
        &self,
        length: impl Fn(usize) -> usize + Sync,
        write: impl Fn(&[u8], &mut [u8]) -> Result<bool, String> + Sync,
    ) -> Result<Series, String> {
        let height = self.array.len();
        self.make(|first, rows| {
            let bytes = rows.iter().flatten().map(|row| length(row.len())).sum();
            let mut output = OutputBuffer::new(bytes).ok_or_else(|| {
                format!("expected a result that fits in memory, got {bytes} bytes")
            })?;
            let buffer = output.values();
            let mut views = Vec::with_capacity(rows.len());
            let mut valid = MutableBitmap::with_capacity(rows.len());
            let mut start = 0;
            for (row, sequence) in (first..).zip(&rows) {
                let end = start + sequence.map_or(0, |sequence| length(sequence.len()));
                let is_valid = match sequence {
                    Some(sequence) => {
                        write(sequence, &mut buffer[start..end]).map_err(in_row(row, height))?
                    }
                    None => false,
                };
                valid.push(is_valid);
                let end = if is_valid { end } else { start };
                views.push(view(buffer, start, end)?);
                start = end;
            }
            self.array_of(views, output.into_buffer(), bitmap(valid))
                .map_err(|wrong| wrong.to_string())
        })
    }

    /// Cuts pieces of one length from a text that `cut` writes for every row that is not null, and says
    /// where they begin; `false` makes it null. With `counted`, a piece is a struct with that field and
    /// the number that comes with it.
    ///
    /// # Errors
    /// If `cut` answers with one.
    pub(crate) fn cut(
        &self,
        length: usize,
        counted: Option<[&str; 2]>,
        cut: impl Fn(&[u8], &mut Vec<u8>, &mut Vec<(usize, u32)>) -> Result<bool, String> + Sync,
    ) -> Result<Series, String> {
        let height = self.array.len();
        let lists = self.make(|first, rows| {
            let (mut text, mut pieces) = (vec![], vec![]);
            let (mut views, mut counts, mut ends) = (vec![], vec![], vec![0]);
            let mut valid = MutableBitmap::with_capacity(rows.len());
            for (row, sequence) in (first..).zip(&rows) {
                valid.push(match sequence {
                    Some(sequence) => {
                        cut(sequence, &mut text, &mut pieces).map_err(in_row(row, height))?
                    }
                    None => false,
                });
                for (start, count) in pieces.drain(..) {
                    views.push(view(&text, start, start + length)?);
                    if counted.is_some() {
                        counts.push(count);
                    }
                }
                ends.push(views.len() as i64);
            }
            self.lists_of(views, text, counts, ends, bitmap(valid), counted)
                .map_err(|wrong| wrong.to_string())
        })?;
        // Polars 1.0 takes only the first chunk of a column of lists of structs.
        Ok(if counted.is_some() {
            lists.rechunk()
        } else {
            lists
        })
    }

    fn lists_of(
        &self,
        views: Vec<View>,
        text: Vec<u8>,
        counts: Vec<u32>,
        ends: Vec<i64>,
        valid: Option<Bitmap>,
        counted: Option<[&str; 2]>,
    ) -> PolarsResult<Box<dyn Array>> {
        let mut pieces = self.array_of(views, text.into(), None)?;
        if let Some(names) = counted {
            let counts = PrimitiveArray::from_vec(counts);
            let parts = vec![pieces, counts.boxed()];
            let fields = names.iter().zip(&parts).map(|(name, part)| {
                polars_arrow::datatypes::Field::new((*name).into(), part.dtype().clone(), true)
            });
            let dtype = ArrowDataType::Struct(fields.collect());
            let length = parts[0].len();
            pieces = StructArray::try_new(dtype, length, parts, None)?.boxed();
        }
        let dtype = ListArray::<i64>::default_datatype(pieces.dtype().clone());
        let ends = OffsetsBuffer::try_from(ends)?;
        Ok(ListArray::try_new(dtype, ends, pieces, valid)?.boxed())
    }
}

/// A view of a part of the only buffer.
fn view(buffer: &[u8], start: usize, end: usize) -> Result<View, String> {
    let Ok(offset) = u32::try_from(start) else {
        return Err(format!(
            "expected sequences that take at most {} bytes with their complement, got more",
            u32::MAX
        ));
    };
    Ok(View::new_from_bytes(&buffer[start..end], 0, offset))
}

fn bitmap(valid: MutableBitmap) -> Option<Bitmap> {
    (valid.unset_bits() > 0).then(|| valid.freeze())
}
