//! How the answers of a function of one text, or of two, become a column.

use polars::prelude::*;
use polars_arrow::array::{
    Array, BooleanArray, ListArray, MutablePlString, PrimitiveArray, StructArray, Utf8Array,
    Utf8ViewArray, View,
};
use polars_arrow::bitmap::{Bitmap, MutableBitmap};
use polars_arrow::datatypes::ArrowDataType;
use polars_arrow::offset::OffsetsBuffer;

use crate::alignment::{Place, Steps};
use crate::text::{Answer, Pieces, Record, Text};

/// Pieces of more bytes than a view holds itself lie in buffers, which are closed at this size.
const BUFFER: usize = 1 << 24;

/// An answer that a column can be made of.
pub(crate) trait Collect: Answer {
    /// The column's array, while it grows.
    type Growing: Growing<Self>;

    /// The column's dtype; `fields` are the names of a record's parts.
    fn dtype(fields: &[&str]) -> DataType;
}

/// An array that grows answer by answer.
pub(crate) trait Growing<A>: Sized {
    /// Makes room for a number of rows.
    fn with_capacity(rows: usize) -> Self;

    /// Adds a row.
    fn push(&mut self, answer: &mut A);

    /// Makes the array, with what the last answer keeps of all of them. Rows that are not valid were added
    /// as empty answers.
    ///
    /// # Errors
    /// If Polars refuses the array.
    fn finish(
        self,
        answer: A,
        dtype: &DataType,
        valid: Option<Bitmap>,
    ) -> PolarsResult<Box<dyn Array>>;
}

fn arrow(dtype: &DataType) -> ArrowDataType {
    dtype.to_arrow(CompatLevel::newest())
}

impl Collect for Text {
    type Growing = Ends;

    fn dtype(_: &[&str]) -> DataType {
        DataType::String
    }
}

/// Where texts end that lie one behind the other.
pub(crate) struct Ends(Vec<i64>);

impl Growing<Text> for Ends {
    fn with_capacity(rows: usize) -> Self {
        let mut ends = Vec::with_capacity(rows + 1);
        ends.push(0);
        Self(ends)
    }

    fn push(&mut self, answer: &mut Text) {
        self.0.push(answer.close() as i64);
    }

    fn finish(
        self,
        answer: Text,
        _: &DataType,
        valid: Option<Bitmap>,
    ) -> PolarsResult<Box<dyn Array>> {
        let (ends, bytes) = (OffsetsBuffer::try_from(self.0)?, answer.into_bytes());
        let texts = Utf8Array::try_new(ArrowDataType::LargeUtf8, ends, bytes.into(), valid)?;
        Ok(texts.boxed())
    }
}

impl Collect for bool {
    type Growing = MutableBitmap;

    fn dtype(_: &[&str]) -> DataType {
        DataType::Boolean
    }
}

impl Growing<bool> for MutableBitmap {
    fn with_capacity(rows: usize) -> Self {
        Self::with_capacity(rows)
    }

    fn push(&mut self, answer: &mut bool) {
        self.push(*answer);
    }

    fn finish(self, _: bool, _: &DataType, valid: Option<Bitmap>) -> PolarsResult<Box<dyn Array>> {
        Ok(BooleanArray::try_new(ArrowDataType::Boolean, self.freeze(), valid)?.boxed())
    }
}

impl Collect for u64 {
    type Growing = Vec<u64>;

    fn dtype(_: &[&str]) -> DataType {
        DataType::UInt64
    }
}

impl Growing<u64> for Vec<u64> {
    fn with_capacity(rows: usize) -> Self {
        Self::with_capacity(rows)
    }

    fn push(&mut self, answer: &mut u64) {
        self.push(*answer);
    }

    fn finish(self, _: u64, _: &DataType, valid: Option<Bitmap>) -> PolarsResult<Box<dyn Array>> {
        Ok(PrimitiveArray::from_vec(self).with_validity(valid).boxed())
    }
}

impl Collect for f64 {
    type Growing = Vec<f64>;

    fn dtype(_: &[&str]) -> DataType {
        DataType::Float64
    }
}

impl Growing<f64> for Vec<f64> {
    fn with_capacity(rows: usize) -> Self {
        Self::with_capacity(rows)
    }

    fn push(&mut self, answer: &mut f64) {
        self.push(*answer);
    }

    fn finish(self, _: f64, _: &DataType, valid: Option<Bitmap>) -> PolarsResult<Box<dyn Array>> {
        Ok(PrimitiveArray::from_vec(self).with_validity(valid).boxed())
    }
}

impl Collect for Record {
    type Growing = [MutablePlString; 2];

    fn dtype(fields: &[&str]) -> DataType {
        let field = |name: &&str| Field::new((*name).into(), DataType::String);
        DataType::Struct(fields.iter().map(field).collect())
    }
}

impl Growing<Record> for [MutablePlString; 2] {
    fn with_capacity(rows: usize) -> Self {
        [(), ()].map(|()| MutablePlString::with_capacity(rows))
    }

    fn push(&mut self, answer: &mut Record) {
        for (part, text) in self.iter_mut().zip(&answer.0) {
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

/// Lists that grow row by row: where each ends, and the elements.
pub(crate) struct Lists<E> {
    ends: Vec<i64>,
    elements: E,
}

impl<E> Lists<E> {
    fn new(rows: usize, elements: E) -> Self {
        let mut ends = Vec::with_capacity(rows + 1);
        ends.push(0);
        Self { ends, elements }
    }

    /// Closes a row's list; `count` is the number of all elements so far.
    fn close(&mut self, count: usize) {
        self.ends.push(count as i64);
    }
}

fn list(
    ends: Vec<i64>,
    elements: Box<dyn Array>,
    dtype: &DataType,
    valid: Option<Bitmap>,
) -> PolarsResult<Box<dyn Array>> {
    let ends = OffsetsBuffer::try_from(ends)?;
    Ok(ListArray::try_new(arrow(dtype), ends, elements, valid)?.boxed())
}

impl Collect for Vec<u64> {
    type Growing = Lists<Vec<u64>>;

    fn dtype(_: &[&str]) -> DataType {
        DataType::List(DataType::UInt64.into())
    }
}

impl Growing<Vec<u64>> for Lists<Vec<u64>> {
    fn with_capacity(rows: usize) -> Self {
        Self::new(rows, Vec::new())
    }

    fn push(&mut self, answer: &mut Vec<u64>) {
        self.elements.extend_from_slice(answer);
        self.close(self.elements.len());
    }

    fn finish(
        self,
        _: Vec<u64>,
        dtype: &DataType,
        valid: Option<Bitmap>,
    ) -> PolarsResult<Box<dyn Array>> {
        let elements = PrimitiveArray::from_vec(self.elements).boxed();
        list(self.ends, elements, dtype, valid)
    }
}

/// Views of pieces: a text is stored once, however many pieces are cut from it.
#[derive(Default)]
pub(crate) struct Views {
    views: Vec<View>,
    closed: Vec<Vec<u8>>,
    open: Vec<u8>,
}

impl Views {
    fn extend(&mut self, pieces: &Pieces) {
        let is_inline = |(start, end)| end - start <= View::MAX_INLINE_SIZE as usize;
        let text = pieces.text.as_bytes();
        if pieces.ranges.iter().copied().all(is_inline) {
            let view = |&(start, end): &(usize, usize)| View::new_inline(&text[start..end]);
            return self.views.extend(pieces.ranges.iter().map(view));
        }
        if !self.open.is_empty() && self.open.len() + text.len() > BUFFER {
            self.closed.push(std::mem::take(&mut self.open));
        }
        let (buffer, first) = (self.closed.len() as u32, self.open.len());
        self.open.extend_from_slice(text);
        let view = |&(start, end): &(usize, usize)| {
            View::new_from_bytes(&text[start..end], buffer, (first + start) as u32)
        };
        self.views.extend(pieces.ranges.iter().map(view));
    }
}

impl Collect for Pieces {
    type Growing = Lists<Views>;

    fn dtype(_: &[&str]) -> DataType {
        DataType::List(DataType::String.into())
    }
}

impl Growing<Pieces> for Lists<Views> {
    fn with_capacity(rows: usize) -> Self {
        Self::new(rows, Views::default())
    }

    fn push(&mut self, answer: &mut Pieces) {
        self.elements.extend(answer);
        self.close(self.elements.views.len());
    }

    fn finish(
        self,
        _: Pieces,
        dtype: &DataType,
        valid: Option<Bitmap>,
    ) -> PolarsResult<Box<dyn Array>> {
        let Views {
            views,
            mut closed,
            open,
        } = self.elements;
        closed.push(open);
        let buffers: Vec<_> = closed.into_iter().map(Into::into).collect();
        let utf8 = ArrowDataType::Utf8View;
        let texts = Utf8ViewArray::try_new(utf8, views.into(), buffers.into(), None)?;
        list(self.ends, texts.boxed(), dtype, valid)
    }
}

/// Columns of positions, side by side.
type Positions<const N: usize> = [Vec<u32>; N];

/// Structs of something and positions.
fn with_positions<const N: usize>(
    first: Box<dyn Array>,
    positions: Positions<N>,
    dtype: &DataType,
    valid: Option<Bitmap>,
) -> PolarsResult<Box<dyn Array>> {
    let rows = first.len();
    let positions = positions.map(|positions| PrimitiveArray::from_vec(positions).boxed());
    let mut parts = vec![first];
    parts.extend(positions);
    let parts = parts
        .into_iter()
        .map(|part| part.with_validity(valid.clone()));
    Ok(StructArray::try_new(arrow(dtype), rows, parts.collect(), valid.clone())?.boxed())
}

/// The dtype of structs of something and positions.
fn dtype_with_positions(first: DataType, fields: &[&str]) -> DataType {
    let dtypes = std::iter::once(first).chain(std::iter::repeat(DataType::UInt32));
    let fields = fields.iter().zip(dtypes);
    DataType::Struct(
        fields
            .map(|(name, dtype)| Field::new((*name).into(), dtype))
            .collect(),
    )
}

impl<const N: usize> Collect for Steps<N> {
    type Growing = Lists<(MutablePlString, Positions<N>)>;

    fn dtype(fields: &[&str]) -> DataType {
        DataType::List(dtype_with_positions(DataType::String, fields).into())
    }
}

impl<const N: usize> Growing<Steps<N>> for Lists<(MutablePlString, Positions<N>)> {
    fn with_capacity(rows: usize) -> Self {
        let positions = std::array::from_fn(|_| Vec::new());
        Self::new(rows, (MutablePlString::with_capacity(rows), positions))
    }

    fn push(&mut self, answer: &mut Steps<N>) {
        let (tags, positions) = &mut self.elements;
        for (tag, places) in &answer.0 {
            tags.push_value(tag.name());
            for (positions, place) in positions.iter_mut().zip(places) {
                positions.push(*place);
            }
        }
        let count = tags.len();
        self.close(count);
    }

    fn finish(
        self,
        _: Steps<N>,
        dtype: &DataType,
        valid: Option<Bitmap>,
    ) -> PolarsResult<Box<dyn Array>> {
        let (tags, positions) = self.elements;
        let DataType::List(inner) = dtype else {
            polars_bail!(ComputeError: "expected a list of steps, got {dtype}");
        };
        let steps = with_positions(tags.freeze().boxed(), positions, inner, None)?;
        list(self.ends, steps, dtype, valid)
    }
}

impl Collect for Place {
    type Growing = (Vec<f64>, Positions<4>);

    fn dtype(fields: &[&str]) -> DataType {
        dtype_with_positions(DataType::Float64, fields)
    }
}

impl Growing<Place> for (Vec<f64>, Positions<4>) {
    fn with_capacity(rows: usize) -> Self {
        (
            Vec::with_capacity(rows),
            std::array::from_fn(|_| Vec::with_capacity(rows)),
        )
    }

    fn push(&mut self, answer: &mut Place) {
        self.0.push(answer.score);
        for (positions, place) in self.1.iter_mut().zip(answer.ends) {
            positions.push(place);
        }
    }

    fn finish(
        self,
        _: Place,
        dtype: &DataType,
        valid: Option<Bitmap>,
    ) -> PolarsResult<Box<dyn Array>> {
        with_positions(
            PrimitiveArray::from_vec(self.0).boxed(),
            self.1,
            dtype,
            valid,
        )
    }
}
