//! Rows compared in registers, as far as their sequences are short, and then the others one at a time.

use super::read_block::Numbers;
use super::rows::{AHEAD, Rows};
use crate::columns::output::numbers::Read;
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
    let mut numbers = ShortNumbers::NONE;
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
        let rest = kernel.compare(level, short, &mut rows.scratch, &mut numbers);
        if are_plain {
            let values = &mut rows.chunk.values[start..][..count];
            for (value, number) in values.iter_mut().zip(&numbers.numbers) {
                *value = R::as_is(N::of_count(*number));
            }
        } else {
            rows.read_short(start, count, &numbers);
        }
        if has_nulls {
            for row in (0..count).filter(|row| present[row / 64] >> (row % 64) & 1 == 0) {
                rows.chunk.set_null(start + row);
            }
        }
        for row in places(rest) {
            // Rows after one that is not short are likely to be read as far.
            rows.fetch(start + row + AHEAD);
            rows.chunk.valid[start + row] = true;
            rows.compare_row(start + row);
        }
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
    fn read_short(&mut self, start: usize, count: usize, short: &ShortNumbers) {
        let raws = short.numbers.map(N::of_count);
        let numbers = Numbers {
            raws: &raws[..count],
            left: &short.lengths[0][..count],
            right: &short.lengths[1][..count],
        };
        let values = &mut self.chunk.values[start..][..count];
        let kept = &mut self.chunk.valid[start..][..count];
        self.comparison.read(numbers, values, kept);
    }
}
