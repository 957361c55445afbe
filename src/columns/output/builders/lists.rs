//! Answers of which a row has any number: numbers, and pieces of a text.

use polars::prelude::*;
use polars_arrow::array::{Array, ListArray, PrimitiveArray, Utf8ViewArray, View};
use polars_arrow::bitmap::Bitmap;
use polars_arrow::datatypes::ArrowDataType;
use polars_arrow::offset::OffsetsBuffer;

use super::{Builder, IntoColumn, arrow};
use crate::text::Pieces;

/// Pieces of more bytes than a view holds itself lie in buffers, which are closed at this size.
const BUFFER: usize = 1 << 24;

/// Lists that grow row by row: where each ends, and the elements.
pub(crate) struct ListBuilder<E> {
    pub(crate) ends: Vec<i64>,
    pub(crate) elements: E,
}

impl<E> ListBuilder<E> {
    pub(crate) fn new(rows: usize, elements: E) -> Self {
        let mut ends = Vec::with_capacity(rows + 1);
        ends.push(0);
        Self { ends, elements }
    }

    /// Closes a row's list; `count` is the number of all elements so far.
    pub(crate) fn close(&mut self, count: usize) {
        self.ends.push(count as i64);
    }
}

/// The array of lists with these ends.
pub(crate) fn list(
    ends: Vec<i64>,
    elements: Box<dyn Array>,
    dtype: &DataType,
    valid: Option<Bitmap>,
) -> PolarsResult<Box<dyn Array>> {
    let ends = OffsetsBuffer::try_from(ends)?;
    Ok(ListArray::try_new(arrow(dtype), ends, elements, valid)?.boxed())
}

impl IntoColumn for Vec<u64> {
    type Builder = ListBuilder<Vec<u64>>;

    fn dtype(_: &[&str]) -> DataType {
        DataType::List(DataType::UInt64.into())
    }
}

impl Builder<Vec<u64>> for ListBuilder<Vec<u64>> {
    fn with_capacity(rows: usize) -> Self {
        Self::new(rows, Vec::new())
    }

    fn push(&mut self, output: &mut Vec<u64>) {
        self.elements.extend_from_slice(output);
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
pub(crate) struct PieceViews {
    views: Vec<View>,
    closed: Vec<Vec<u8>>,
    open: Vec<u8>,
}

impl PieceViews {
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

impl IntoColumn for Pieces {
    type Builder = ListBuilder<PieceViews>;

    fn dtype(_: &[&str]) -> DataType {
        DataType::List(DataType::String.into())
    }
}

impl Builder<Pieces> for ListBuilder<PieceViews> {
    fn with_capacity(rows: usize) -> Self {
        Self::new(rows, PieceViews::default())
    }

    fn push(&mut self, output: &mut Pieces) {
        self.elements.extend(output);
        self.close(self.elements.views.len());
    }

    fn finish(
        self,
        _: Pieces,
        dtype: &DataType,
        valid: Option<Bitmap>,
    ) -> PolarsResult<Box<dyn Array>> {
        let PieceViews {
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
