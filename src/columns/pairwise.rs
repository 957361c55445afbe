//! Two columns compared row by row.

use std::sync::Mutex;

use polars::prelude::*;
use polars_arrow::bitmap::Bitmap;

use super::categories;
use super::gather::compare_chunk;
use super::inputs::{Kind, Sequences, common_height, output_dtype};
use super::output::{Plain, Ratio, Read, Value};
use super::rows::{Chunk, Comparison};
use crate::metric::{Metric, Raw, Reading};
use crate::threads;

/// Rows that a thread takes at a time; a whole number of 64-bit words of validity. Large enough that
/// few blocks are left half full, small enough that threads end together.
const CHUNK: usize = 32 * 1024;

/// Compares two columns row by row.
///
/// # Errors
/// If the columns cannot be compared, or a number does not fit its type.
pub(crate) fn pairwise<M: Metric<Raw: Value>>(
    left: &Series,
    right: &Series,
    metric: &M,
    reading: Reading,
) -> PolarsResult<Series> {
    let height = common_height(M::NAME, left, right)?;
    let kind = Kind::of_both(M::NAME, &left.field(), &right.field())?;
    let nothing = || {
        Series::full_null(
            left.name().clone(),
            height,
            &output_dtype::<M>(reading.measure),
        )
    };
    if kind == Kind::Null {
        return Ok(nothing());
    }
    if let Some(distinct) = categories::distinct_pairs(left, right, height)? {
        let numbers = pairwise(&distinct.left, &distinct.right, metric, reading)?;
        return Ok(numbers
            .take(&distinct.index)?
            .with_name(left.name().clone()));
    }
    let sides = (Sequences::new(left)?, Sequences::new(right)?);
    if sides.0.is_null_literal() || sides.1.is_null_literal() {
        return Ok(nothing());
    }
    let numbers = if M::Raw::COUNTS && !reading.measure.is_normalized() {
        compare(metric, Plain(reading), kind, &sides, height)?
    } else {
        compare(metric, Ratio(reading), kind, &sides, height)?
    };
    Ok(numbers.with_name(left.name().clone()))
}

fn compare<M: Metric, R: Read<M::Raw>>(
    metric: &M,
    read: R,
    kind: Kind,
    (left, right): &(Sequences, Sequences),
    height: usize,
) -> PolarsResult<Series> {
    let buffers = (left.buffers(), right.buffers());
    let comparison = Comparison {
        metric,
        read,
        kind,
        left: left.views(&buffers.0),
        right: right.views(&buffers.1),
        validity: [left.validity(), right.validity()],
    };
    let mut values = vec![R::Value::default(); height];
    let mut valid = vec![!0_u64; height.div_ceil(64)];
    let chunks = values
        .chunks_mut(CHUNK)
        .zip(valid.chunks_mut(CHUNK / 64))
        .enumerate();
    let chunks = chunks
        .map(|(chunk, (values, valid))| Chunk {
            first: chunk * CHUNK,
            values,
            valid,
        })
        .collect();
    let failure = Mutex::new(None);
    threads::share(chunks, |chunk| {
        if let Err(message) = compare_chunk(&comparison, chunk)
            && let Ok(mut failure) = failure.lock()
        {
            *failure = Some(message);
        }
    });
    if let Some(message) = failure.into_inner().ok().flatten() {
        polars_bail!(ComputeError: "{}: {message}", M::NAME);
    }
    let bytes = valid.into_iter().flat_map(u64::to_le_bytes).collect();
    let valid = Bitmap::try_new(bytes, height)?;
    Ok(R::Value::series(
        values,
        (valid.unset_bits() > 0).then_some(valid),
    ))
}
