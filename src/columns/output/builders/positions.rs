//! Answers that say where: the steps of an edit script, and a place in two texts.

use polars::prelude::*;
use polars_arrow::array::{Array, MutablePlString, PrimitiveArray, StructArray};
use polars_arrow::bitmap::Bitmap;

use super::lists::{ListBuilder, list};
use super::{Builder, IntoColumn, arrow};
use crate::alignment::{Place, Steps};

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

impl<const N: usize> IntoColumn for Steps<N> {
    type Builder = ListBuilder<(MutablePlString, Positions<N>)>;

    fn dtype(fields: &[&str]) -> DataType {
        DataType::List(dtype_with_positions(DataType::String, fields).into())
    }
}

impl<const N: usize> Builder<Steps<N>> for ListBuilder<(MutablePlString, Positions<N>)> {
    fn with_capacity(rows: usize) -> Self {
        let positions = std::array::from_fn(|_| Vec::new());
        Self::new(rows, (MutablePlString::with_capacity(rows), positions))
    }

    fn push(&mut self, output: &mut Steps<N>) {
        let (tags, positions) = &mut self.elements;
        for (tag, step) in &output.0 {
            tags.push_value(tag.name());
            for (positions, position) in positions.iter_mut().zip(step) {
                positions.push(*position);
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

impl IntoColumn for Place {
    type Builder = (Vec<f64>, Positions<4>);

    fn dtype(fields: &[&str]) -> DataType {
        dtype_with_positions(DataType::Float64, fields)
    }
}

impl Builder<Place> for (Vec<f64>, Positions<4>) {
    fn with_capacity(rows: usize) -> Self {
        (
            Vec::with_capacity(rows),
            std::array::from_fn(|_| Vec::with_capacity(rows)),
        )
    }

    fn push(&mut self, output: &mut Place) {
        self.0.push(output.score);
        for (positions, position) in self.1.iter_mut().zip(output.ends) {
            positions.push(position);
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
