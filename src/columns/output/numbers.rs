//! How raw numbers become a column.

use bytemuck::Pod;
use polars::prelude::*;
use polars_arrow::array::PrimitiveArray;
use polars_arrow::bitmap::Bitmap;
use polars_arrow::types::NativeType;
use polars_buffer::Buffer;

use crate::measure::{Raw, Reading, Sense};

/// A value of the output.
pub(crate) trait Value: Copy + Default + Send + Into<f64> + Pod {
    /// A column of values.
    fn series(values: Buffer<Self>, valid: Option<Bitmap>) -> Series;

    /// Values as counts, if they are some.
    fn counts(values: &mut [Self]) -> Option<&mut [u32]>;
}

impl Value for u32 {
    fn series(values: Buffer<Self>, valid: Option<Bitmap>) -> Series {
        UInt32Chunked::from(array(values, valid)).into_series()
    }

    fn counts(values: &mut [Self]) -> Option<&mut [u32]> {
        Some(values)
    }
}

impl Value for f64 {
    fn series(values: Buffer<Self>, valid: Option<Bitmap>) -> Series {
        Float64Chunked::from(array(values, valid)).into_series()
    }

    fn counts(_: &mut [Self]) -> Option<&mut [u32]> {
        None
    }
}

fn array<T: NativeType>(values: Buffer<T>, valid: Option<Bitmap>) -> PrimitiveArray<T> {
    PrimitiveArray::new(T::PRIMITIVE.into(), values, valid)
}

/// How a raw number becomes a value of the output.
pub(crate) trait Read<R: Raw>: Copy + Send + Sync {
    /// The output's value type.
    type Value: Value;
    /// A raw number that counts in the sense `of`, as it is read in another one.
    fn read(to: Sense, of: Sense, raw: R, maximum: R) -> Self::Value;
    /// A raw number where it is read as it is.
    fn as_is(raw: R) -> Self::Value;
    /// Measure and cutoff.
    fn reading(self) -> Reading;
}

/// Reads in the raw number's own type.
#[derive(Clone, Copy)]
pub(crate) struct Plain(pub(crate) Reading);

impl<R: Raw + Value> Read<R> for Plain {
    type Value = R;

    #[inline(always)]
    fn read(to: Sense, of: Sense, raw: R, maximum: R) -> R {
        to.plain(of, raw, maximum)
    }

    #[inline(always)]
    fn as_is(raw: R) -> R {
        raw
    }

    fn reading(self) -> Reading {
        self.0
    }
}

/// Reads as a ratio in 0..1.
#[derive(Clone, Copy)]
pub(crate) struct Ratio(pub(crate) Reading);

impl<R: Raw> Read<R> for Ratio {
    type Value = f64;

    #[inline(always)]
    fn read(to: Sense, of: Sense, raw: R, maximum: R) -> f64 {
        to.ratio(of, raw, maximum)
    }

    #[inline(always)]
    fn as_is(raw: R) -> f64 {
        raw.into()
    }

    fn reading(self) -> Reading {
        self.0
    }
}
