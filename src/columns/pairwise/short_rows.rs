//! Rows compared in registers, as far as their sequences are short, and then the others one at a time.

use super::batch::Batch;
use super::read_block::Numbers;
use super::rows::Rows;
use crate::columns::output::numbers::{Read, Value};
use crate::kernels::affix::short_text::{self, ShortKernel, ShortNumbers, ShortRows};
use crate::kernels::block::LANES;
use crate::measure::{Raw, Unit};
use crate::simd::Level;

/// Compares all rows in their order, as texts in UTF-8 if nobody asks how many symbols they have.
pub(super) fn compare_short<N: Raw, R: Read<N>>(rows: &mut Rows<'_, N, R>, kernel: ShortKernel) {
    let comparison = rows.comparison;
    let are_texts = comparison.unit == Unit::Codepoint && comparison.is_raw;
    let are_plain = comparison.are_plain(u32::MAX) && !comparison.profile.needs_equal_lengths;
    let (level, has_nulls) = (Level::best(), rows.has_nulls());
    let height = rows.chunk.values.len();
    let (mut numbers, mut lengths) = ([0; LANES], [[0; LANES]; 2]);
    let mut batch = Batch::default();
    for start in (0..height).step_by(LANES) {
        let count = LANES.min(height - start);
        let mut present = first_bits(count);
        if has_nulls {
            for row in 0..count {
                present[row / 64] &= !(u64::from(!rows.is_valid(start + row)) << (row % 64));
            }
        }
        let short = ShortRows {
            sides: [comparison.left, comparison.right],
            first: rows.chunk.first + start,
            rows: present,
            are_texts,
        };
        let values = &mut rows.chunk.values[start..][..count];
        // Counts that are read as they are go to the output at once.
        let output = R::Value::counts(values).filter(|_| are_plain);
        let are_read = output.is_some();
        let to = ShortNumbers {
            numbers: output.unwrap_or(&mut numbers[..count]),
            lengths: &mut lengths,
        };
        let rest = kernel.compare(level, short, &mut rows.scratch, to);
        if !are_read {
            rows.read_short(start, &numbers[..count], &lengths);
        }
        if has_nulls {
            for row in (0..count).filter(|row| present[row / 64] >> (row % 64) & 1 == 0) {
                rows.chunk.set_null(start + row);
            }
        }
        for row in places(rest) {
            rows.chunk.valid[start + row] = true;
            // They arrive while the batch fills.
            rows.fetch(start + row);
            rows.collect_row(start + row, &mut batch);
            if batch.is_full() {
                rows.finish_batch(&mut batch);
            }
        }
        rows.finish_batch(&mut batch);
    }
}

/// The bits of the first `count` rows.
fn first_bits(count: usize) -> short_text::Rows {
    let mut bits = [0; LANES / 64];
    for (first, bits) in (0..count).step_by(64).zip(&mut bits) {
        *bits = u64::MAX >> (64 - (count - first).min(64));
    }
    bits
}

/// The rows whose bits are set.
fn places(rows: short_text::Rows) -> impl Iterator<Item = usize> {
    (0..).step_by(64).zip(rows).flat_map(|(first, mut bits)| {
        std::iter::from_fn(move || {
            let place = (bits != 0).then(|| bits.trailing_zeros() as usize)?;
            bits &= bits - 1;
            Some(first + place)
        })
    })
}

impl<N: Raw, R: Read<N>> Rows<'_, N, R> {
    /// Reads the numbers of rows from `start` on. Where there is none, the value has no meaning.
    fn read_short(&mut self, start: usize, numbers: &[u32], lengths: &[[u32; LANES]; 2]) {
        let (count, mut raws) = (numbers.len(), [N::default(); LANES]);
        for (raw, number) in raws.iter_mut().zip(numbers) {
            *raw = N::of_count(*number);
        }
        let numbers = Numbers {
            raws: &raws[..count],
            left: &lengths[0][..count],
            right: &lengths[1][..count],
        };
        let values = &mut self.chunk.values[start..][..count];
        let kept = &mut self.chunk.valid[start..][..count];
        self.comparison.read(numbers, values, kept);
    }
}
