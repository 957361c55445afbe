//! Which columns can be compared, what comes out, and the columns as string views.

use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::Relaxed;

use polars::prelude::*;
use polars_arrow::array::{Array, BinaryViewArray};
use polars_arrow::bitmap::Bitmap;

use crate::interrupt;
use crate::scorer::Processor;
use crate::threads;

/// What the elements of a compared column are made of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum TextKind {
    /// Code points.
    Text,
    /// Bytes.
    Binary,
    /// Nothing: every value is null.
    Null,
}

impl TextKind {
    /// What a column is compared as.
    pub(crate) fn of(function: &str, column: &Field) -> PolarsResult<Self> {
        Self::of_dtype(column.dtype()).ok_or_else(|| {
            polars_err!(
                SchemaMismatch: "{function}: expected String, Categorical, Enum or Binary for \
                column {:?}, got {}", column.name().as_str(), dtype_name(column.dtype()),
            )
        })
    }

    /// What a dtype's values are compared as, if they can be.
    pub(crate) fn of_dtype(dtype: &DataType) -> Option<Self> {
        match dtype {
            DataType::String | DataType::Categorical(..) | DataType::Enum(..) => Some(Self::Text),
            DataType::Binary => Some(Self::Binary),
            DataType::Null => Some(Self::Null),
            _ => None,
        }
    }

    /// Refuses a processor for a column of bytes, since processors need text.
    pub(crate) fn processed(
        self,
        function: &str,
        column: &Field,
        processor: Option<Processor>,
    ) -> PolarsResult<Self> {
        if self == Self::Binary && processor.is_some_and(Processor::is_chosen) {
            polars_bail!(
                SchemaMismatch: "{function}: expected text for processor='default', got {} for \
                column {:?}", dtype_name(column.dtype()), column.name().as_str(),
            );
        }
        Ok(self)
    }

    /// What two columns are compared as.
    pub(crate) fn of_both(function: &str, left: &Field, right: &Field) -> PolarsResult<Self> {
        match (Self::of(function, left)?, Self::of(function, right)?) {
            (Self::Null, _) | (_, Self::Null) => Ok(Self::Null),
            (left, right) if left == right => Ok(left),
            _ => polars_bail!(
                SchemaMismatch: "{function}: expected two columns of text or two of Binary, got {} \
                for column {:?} and {} for column {:?}", dtype_name(left.dtype()),
                left.name().as_str(), dtype_name(right.dtype()), right.name().as_str(),
            ),
        }
    }
}

/// Stands for Object, which this build of Polars has not. Nothing takes it.
pub(crate) const OBJECT: DataType = DataType::Unknown(UnknownKind::Any);

/// A dtype in the words of Python's Polars.
pub(crate) fn dtype_name(dtype: &DataType) -> String {
    match dtype {
        dtype if *dtype == OBJECT => "Object".into(),
        DataType::List(inner) => format!("List({})", dtype_name(inner)),
        DataType::Array(inner, width) => format!("Array({}, {width})", dtype_name(inner)),
        dtype => format!("{dtype:?}"),
    }
}

/// The height of a comparison: that of its columns, where one row meets every row.
pub(crate) fn common_height(function: &str, left: &Series, right: &Series) -> PolarsResult<usize> {
    match (left.len(), right.len()) {
        (1, height) | (height, 1) => Ok(height),
        (left, right) if left == right => Ok(left),
        (rows, others) => polars_bail!(
            ShapeMismatch: "{function}: expected columns of equal height or a literal, got {rows} \
            rows ({:?}) against {others} rows ({:?})", left.name().as_str(), right.name().as_str(),
        ),
    }
}

/// Says which of so many rows a sentence is about, counted from 0. A streaming query hands over a column piece by piece,
/// and does not say which piece it is.
pub(in crate::columns) fn in_row(row: usize, height: usize) -> impl FnOnce(String) -> String {
    move |sentence| format!("{sentence} in row {row} of {height}")
}

/// Bytes that a thread looks at at a time.
const LOOKED_AT: usize = 1 << 18;

/// A column's sequences, contiguous in memory.
pub(crate) struct Sequences {
    array: BinaryViewArray,
}

impl Sequences {
    /// Brings a column of text or bytes to views.
    pub(crate) fn new(column: &Series) -> PolarsResult<Self> {
        let binary = match column.dtype() {
            DataType::Binary => column.binary()?.rechunk().into_owned(),
            DataType::String => column.str()?.as_binary().rechunk().into_owned(),
            _ => column
                .cast(&DataType::String)?
                .str()?
                .as_binary()
                .rechunk()
                .into_owned(),
        };
        let array = binary.downcast_as_array().clone();
        Ok(Self { array })
    }

    /// The array of views.
    pub(crate) fn into_array(self) -> BinaryViewArray {
        self.array
    }

    /// The number of rows.
    pub(crate) fn height(&self) -> usize {
        self.array.len()
    }

    /// Whether a sequence has this byte.
    pub(crate) fn have(&self, byte: u8) -> bool {
        let mut sequences = self.array.iter().flatten();
        sequences.any(|sequence| sequence.contains(&byte))
    }

    /// Whether the buffers that views point to are ASCII. Nobody looks if they have much that no view
    /// points to.
    pub(crate) fn are_ascii(&self) -> bool {
        if self.array.total_buffer_len() > 2 * self.array.total_bytes_len() {
            return false;
        }
        let buffers = self.array.data_buffers().iter();
        let parts = buffers
            .flat_map(|buffer| buffer.chunks(LOOKED_AT))
            .collect();
        let are_ascii = AtomicBool::new(true);
        threads::for_each_parallel(parts, |part: &[u8]| {
            if are_ascii.load(Relaxed) && !part.is_ascii() {
                are_ascii.store(false, Relaxed);
            }
        });
        are_ascii.into_inner() && !interrupt::is_raised()
    }

    /// The memory of the views and of the buffers they point to.
    pub(crate) fn sources(&self) -> Vec<&[u8]> {
        let views = bytemuck::cast_slice(self.array.views().as_slice());
        let buffers = self.array.data_buffers().iter();
        let buffers = buffers.map(|buffer| &buffer[..]);
        std::iter::once(views).chain(buffers).collect()
    }

    /// Whether every row is null because the one that stands for all is.
    pub(crate) fn is_null_literal(&self) -> bool {
        self.array.len() == 1 && self.array.null_count() == 1
    }

    /// Which rows are not null, if any is. A literal is not asked.
    pub(crate) fn validity(&self) -> Option<&Bitmap> {
        let validity = self.array.validity();
        validity.filter(|validity| self.array.len() > 1 && validity.unset_bits() > 0)
    }
}
