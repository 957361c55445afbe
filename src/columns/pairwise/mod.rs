//! Two columns compared row by row.
//!
//! A [`comparison`] is two columns and what is asked of them. [`blocks`] takes a chunk's [`rows`] to kernels in blocks:
//! sorted [`by_length`], as they lie beside a [`literal`] ([`literal_rows`]), or [`remapped`] to numbers. What a
//! [`cutoff`] rules out is left out before ([`prefilter`]). Metrics without a block kernel go [`row_by_row`],
//! a [`batch`] at a time, short texts in registers ([`short_rows`]).

pub(super) mod batch;
pub(super) mod blocks;
pub(super) mod by_length;
pub(super) mod comparison;
pub(super) mod cutoff;
pub(super) mod length_buckets;
pub(super) mod literal;
pub(super) mod literal_rows;
pub(super) mod prefilter;
pub(super) mod read_block;
pub(super) mod remapped;
pub(super) mod row_by_row;
pub(super) mod rows;
pub(super) mod short_rows;

use std::sync::Mutex;

use polars::prelude::*;
use polars_arrow::bitmap::Bitmap;

use super::input::categorical;
use super::input::compare_as::CompareAs;
use super::input::dtype::{Sequences, common_height};
use super::input::list_symbols::{ElementPairs, Elements};
use super::output::buffer::OutputBuffer;
use super::output::numbers::{Plain, Ratio, Read, Value};
use crate::kernels::affix::pair::to_u32;
use crate::measure::{Measure, Raw, Reading, Unit};
use crate::metrics::{AnyMetric, DynMetric, Profile};
use crate::simd::bit_of_each;
use crate::strings::views::Views;
use crate::threads;
use blocks::compare_chunk;
use comparison::Comparison;
use cutoff::WORTH_A_TABLE;
use remapped::{compare_decoded, compare_pairs};
use rows::Chunk;

/// Rows that a thread takes at a time; a whole number of bytes of validity. Large enough that
/// few blocks are left half full, small enough that threads end together.
const CHUNK: usize = 32 * 1024;

/// Compares two columns row by row.
///
/// # Errors
/// If the columns cannot be compared, or a number does not fit its type.
pub(crate) fn pairwise(
    left: &Series,
    right: &Series,
    metric: &AnyMetric,
    unit: Unit,
    reading: Reading,
) -> PolarsResult<Series> {
    let profile = metric.profile();
    let height = common_height(profile.name, left, right)?;
    let compared = CompareAs::of(&profile, unit, &left.field(), &right.field())?;
    if let CompareAs::Texts(_) = compared
        && let Some(distinct) = categorical::distinct_pairs(left, right, height)?
    {
        let numbers = pairwise(&distinct.left, &distinct.right, metric, unit, reading)?;
        return Ok(numbers
            .take(&distinct.index)?
            .with_name(left.name().clone()));
    }
    let Some(sides) = Sides::new(profile.name, compared, left, right)? else {
        return Ok(Series::full_null(
            left.name().clone(),
            height,
            &output_dtype(metric, reading.measure),
        ));
    };
    let numbers = match metric {
        AnyMetric::Counts(metric) if !reading.measure.is_normalized() => {
            compare(&**metric, profile, Plain(reading), &sides, height)?
        }
        AnyMetric::Counts(metric) => compare(&**metric, profile, Ratio(reading), &sides, height)?,
        AnyMetric::Ratios(metric) if !profile.is_share && !reading.measure.is_normalized() => {
            compare(&**metric, profile, Plain(reading), &sides, height)?
        }
        AnyMetric::Ratios(metric) => compare(&**metric, profile, Ratio(reading), &sides, height)?,
    };
    Ok(numbers.with_name(left.name().clone()))
}

/// Two columns, ready to be compared.
enum Sides {
    Texts(Unit, [Sequences; 2]),
    Elements([Elements; 2]),
}

impl Sides {
    /// Reads both columns, unless the result is null in every row.
    fn new(
        function: &str,
        compared: CompareAs,
        left: &Series,
        right: &Series,
    ) -> PolarsResult<Option<Self>> {
        Ok(match compared {
            CompareAs::Nothing => None,
            CompareAs::Texts(unit) => {
                let sides = [Sequences::new(left)?, Sequences::new(right)?];
                let is_null = sides.iter().any(Sequences::is_null_literal);
                (!is_null).then_some(Self::Texts(unit, sides))
            }
            CompareAs::Elements(element) => {
                let sides = Elements::of_both(function, element, left, right)?;
                let is_null = sides.iter().any(Elements::is_null_literal);
                (!is_null).then_some(Self::Elements(sides))
            }
        })
    }
}

fn compare<N: Raw, R: Read<N>>(
    metric: &dyn DynMetric<N>,
    profile: Profile,
    read: R,
    sides: &Sides,
    height: usize,
) -> PolarsResult<Series> {
    let check_room = |[left, right]: [u32; 2]| {
        let chunks = threads::max_threads().min(height.div_ceil(CHUNK));
        profile.check_room(left, right, chunks as u64)
    };
    match sides {
        Sides::Texts(unit, [left, right]) => {
            let sources = [left, right].map(Sequences::sources);
            let validity = [left.validity(), right.validity()];
            let comparison = Comparison {
                unit: *unit,
                left: Views::new(&sources[0]),
                right: Views::new(&sources[1]),
                are_ascii: read.reading().score_cutoff.is_some()
                    && *unit != Unit::Byte
                    && profile.longest_in_block() > 0
                    && height >= WORTH_A_TABLE
                    && left.height() == right.height()
                    && left.are_ascii()
                    && right.are_ascii(),
                ..Comparison::new(metric, profile, read, validity)
            };
            let sides = [comparison.left, comparison.right];
            // No text is longer than the buffer that it lies in, so that most columns need not be looked through.
            let may_be_long = profile.takes_room()
                && check_room(sides.map(|side| to_u32(side.longest_apart()))).is_err();
            let check = |chunk: &Chunk<'_, R::Value>| {
                if !may_be_long {
                    return Ok(());
                }
                let (first, count) = (chunk.first, chunk.values.len());
                check_room(sides.map(|side| side.longest_at_most(first, count)))
                    .or_else(|_| check_room(sides.map(|side| side.longest(first, count))))
            };
            // A carriage return and a line feed are one grapheme, although they are ASCII.
            if *unit == Unit::Grapheme && (left.have(b'\r') || right.have(b'\r')) {
                return chunk_by_chunk(profile.name, height, |chunk| {
                    check(&chunk)?;
                    compare_decoded(&comparison, chunk)
                });
            }
            chunk_by_chunk(profile.name, height, |chunk| {
                check(&chunk)?;
                compare_chunk(&comparison, chunk)
            })
        }
        Sides::Elements(elements) => {
            let validity = elements.each_ref().map(Elements::validity);
            let comparison = Comparison::new(metric, profile, read, validity);
            let longest = elements.each_ref().map(Elements::longest);
            chunk_by_chunk(profile.name, height, |chunk| {
                check_room(longest)?;
                compare_pairs(&comparison, chunk, ElementPairs::new(elements))
            })
        }
    }
}

/// Shares the rows out to threads, chunk by chunk, and makes a column of what they write.
fn chunk_by_chunk<V: Value>(
    function: &str,
    height: usize,
    compare: impl Fn(Chunk<'_, V>) -> Result<(), String> + Sync,
) -> PolarsResult<Series> {
    let Some(mut room) = OutputBuffer::new(height) else {
        polars_bail!(
            ComputeError: "{function}: expected a result that fits in memory, got {height} rows",
        );
    };
    let mut bits = vec![0; height.div_ceil(8)];
    let chunks = room.values().chunks_mut(CHUNK);
    let chunks = chunks.zip(bits.chunks_mut(CHUNK / 8)).enumerate().collect();
    let failure = Mutex::new(None);
    threads::for_each_parallel(chunks, |(chunk, (values, bits))| {
        let mut valid = vec![true; values.len()];
        let chunk = Chunk {
            first: chunk * CHUNK,
            values,
            valid: &mut valid,
        };
        if let Err(message) = compare(chunk)
            && let Ok(mut failure) = failure.lock()
        {
            *failure = Some(message);
        }
        pack(&valid, bits);
    });
    if let Some(message) = failure.into_inner().ok().flatten() {
        polars_bail!(ComputeError: "{function}: {message}");
    }
    let valid = Bitmap::try_new(bits, height)?;
    Ok(V::series(
        room.into_buffer(),
        (valid.unset_bits() > 0).then_some(valid),
    ))
}

/// Writes a bit for each of these, the first one lowest.
fn pack(valid: &[bool], bits: &mut [u8]) {
    let (eights, rest) = valid.as_chunks();
    for (bits, eight) in bits.iter_mut().zip(eights) {
        *bits = packed(*eight);
    }
    if !rest.is_empty()
        && let Some(bits) = bits.get_mut(eights.len())
    {
        let mut eight = [false; 8];
        eight[..rest.len()].copy_from_slice(rest);
        *bits = packed(eight);
    }
}

fn packed(eight: [bool; 8]) -> u8 {
    bit_of_each(u64::from_le_bytes(eight.map(u8::from))) as u8
}

/// The name and dtype of a comparison's result.
///
/// # Errors
/// If there are not two columns, or they cannot be compared.
pub(crate) fn output_field(
    fields: &[Field],
    metric: &AnyMetric,
    unit: Unit,
    measure: Measure,
) -> PolarsResult<Field> {
    let profile = metric.profile();
    let [left, right] = fields else {
        polars_bail!(
            InvalidOperation: "{}: expected two columns, got {}", profile.name, fields.len(),
        );
    };
    CompareAs::of(&profile, unit, left, right)?;
    Ok(Field::new(
        left.name().clone(),
        output_dtype(metric, measure),
    ))
}

/// Counts are whole numbers unless they are divided by their maximum.
fn output_dtype(metric: &AnyMetric, measure: Measure) -> DataType {
    if metric.counts() && !measure.is_normalized() {
        DataType::UInt32
    } else {
        DataType::Float64
    }
}
