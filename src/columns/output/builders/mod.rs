//! How the outputs of a function of one text, or of two, become a column.

pub(super) mod lists;
pub(super) mod positions;

use polars::prelude::*;
use polars_arrow::array::{
    Array, BooleanArray, MutablePlString, PrimitiveArray, StructArray, Utf8Array,
};
use polars_arrow::bitmap::{Bitmap, MutableBitmap};
use polars_arrow::datatypes::ArrowDataType;
use polars_arrow::offset::OffsetsBuffer;

use crate::text::{Output, Record, Text};

/// An output that a column can be made of.
pub(crate) trait IntoColumn: Output {
    /// What builds the column's array.
    type Builder: Builder<Self>;

    /// The column's dtype; `fields` are the names of a record's parts.
    fn dtype(fields: &[&str]) -> DataType;
}

/// Builds an array, row by row.
pub(crate) trait Builder<A>: Sized {
    /// An empty builder with the capacity for a number of rows.
    fn with_capacity(rows: usize) -> Self;

    /// Adds a row.
    fn push(&mut self, output: &mut A);

    /// Makes the array, with what the last output keeps of all of them. Rows that are not valid were added
    /// as empty outputs.
    ///
    /// # Errors
    /// If Polars refuses the array.
    fn finish(
        self,
        output: A,
        dtype: &DataType,
        valid: Option<Bitmap>,
    ) -> PolarsResult<Box<dyn Array>>;
}

fn arrow(dtype: &DataType) -> ArrowDataType {
    dtype.to_arrow(CompatLevel::newest())
}

impl IntoColumn for Text {
    type Builder = Ends;

    fn dtype(_: &[&str]) -> DataType {
        DataType::String
    }
}

/// Where texts end that lie one behind the other.
pub(crate) struct Ends(Vec<i64>);

impl Builder<Text> for Ends {
    fn with_capacity(rows: usize) -> Self {
        let mut ends = Vec::with_capacity(rows + 1);
        ends.push(0);
        Self(ends)
    }

    fn push(&mut self, output: &mut Text) {
        self.0.push(output.close() as i64);
    }

    fn finish(
        self,
        output: Text,
        _: &DataType,
        valid: Option<Bitmap>,
    ) -> PolarsResult<Box<dyn Array>> {
        let (ends, bytes) = (OffsetsBuffer::try_from(self.0)?, output.into_bytes());
        let texts = Utf8Array::try_new(ArrowDataType::LargeUtf8, ends, bytes.into(), valid)?;
        Ok(texts.boxed())
    }
}

impl IntoColumn for bool {
    type Builder = MutableBitmap;

    fn dtype(_: &[&str]) -> DataType {
        DataType::Boolean
    }
}

impl Builder<bool> for MutableBitmap {
    fn with_capacity(rows: usize) -> Self {
        Self::with_capacity(rows)
    }

    fn push(&mut self, output: &mut bool) {
        self.push(*output);
    }

    fn finish(self, _: bool, _: &DataType, valid: Option<Bitmap>) -> PolarsResult<Box<dyn Array>> {
        Ok(BooleanArray::try_new(ArrowDataType::Boolean, self.freeze(), valid)?.boxed())
    }
}

impl IntoColumn for u64 {
    type Builder = Vec<u64>;

    fn dtype(_: &[&str]) -> DataType {
        DataType::UInt64
    }
}

impl Builder<u64> for Vec<u64> {
    fn with_capacity(rows: usize) -> Self {
        Self::with_capacity(rows)
    }

    fn push(&mut self, output: &mut u64) {
        self.push(*output);
    }

    fn finish(self, _: u64, _: &DataType, valid: Option<Bitmap>) -> PolarsResult<Box<dyn Array>> {
        Ok(PrimitiveArray::from_vec(self).with_validity(valid).boxed())
    }
}

impl IntoColumn for f64 {
    type Builder = Vec<f64>;

    fn dtype(_: &[&str]) -> DataType {
        DataType::Float64
    }
}

impl Builder<f64> for Vec<f64> {
    fn with_capacity(rows: usize) -> Self {
        Self::with_capacity(rows)
    }

    fn push(&mut self, output: &mut f64) {
        self.push(*output);
    }

    fn finish(self, _: f64, _: &DataType, valid: Option<Bitmap>) -> PolarsResult<Box<dyn Array>> {
        Ok(PrimitiveArray::from_vec(self).with_validity(valid).boxed())
    }
}

impl IntoColumn for Record {
    type Builder = [MutablePlString; 2];

    fn dtype(fields: &[&str]) -> DataType {
        let field = |name: &&str| Field::new((*name).into(), DataType::String);
        DataType::Struct(fields.iter().map(field).collect())
    }
}

impl Builder<Record> for [MutablePlString; 2] {
    fn with_capacity(rows: usize) -> Self {
        [(), ()].map(|()| MutablePlString::with_capacity(rows))
    }

    fn push(&mut self, output: &mut Record) {
        for (part, text) in self.iter_mut().zip(&output.0) {
            part.push_value(text);
        }
    }

    fn finish(
        self,
        _: Record,
        dtype: &DataType,
        valid: Option<Bitmap>,
    ) -> PolarsResult<Box<dyn Array>> {
        let rows = self[0].len();
        let parts = self.map(|part| part.freeze().with_validity(valid.clone()).boxed());
        let array = StructArray::try_new(arrow(dtype), rows, parts.to_vec(), valid)?;
        Ok(array.boxed())
    }
}
