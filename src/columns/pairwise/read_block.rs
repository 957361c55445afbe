//! The numbers of a block's pairs, read into the output.

use super::comparison::Comparison;
use super::rows::Rows;
use crate::columns::output::numbers::Read;
use crate::kernels::block::{LANES, MAX_SYMBOLS};
use crate::metrics::Metric;
use crate::simd::{Isa, Kernel, Level};

/// The raw numbers of a block's pairs, and their lengths.
pub(super) struct Numbers<'a, R> {
    pub(super) raws: &'a [R],
    pub(super) left: &'a [u32],
    pub(super) right: &'a [u32],
}

impl<R> Clone for Numbers<'_, R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R> Copy for Numbers<'_, R> {}

/// Numbers that become values, of which those are kept that the metric defines and the cutoff allows.
struct ReadAll<'r, 'a, M: Metric, R: Read<M::Raw>> {
    comparison: &'r Comparison<'a, M, R>,
    numbers: Numbers<'r, M::Raw>,
    values: &'r mut [R::Value],
    kept: &'r mut [bool],
}

impl<M: Metric, R: Read<M::Raw>> Kernel for ReadAll<'_, '_, M, R> {
    #[inline(always)]
    fn run<I: Isa>(self, _: I) {
        let Comparison { metric, read, .. } = *self.comparison;
        let Numbers { raws, left, right } = self.numbers;
        let reading = read.reading();
        let numbers = raws.iter().zip(left.iter().zip(right));
        let places = self.values.iter_mut().zip(self.kept);
        for ((to, kept), (raw, (left, right))) in places.zip(numbers) {
            let value = read.read::<M>(*raw, metric.maximum(*left, *right));
            *kept = metric.is_defined(*left, *right) & reading.keeps(value.into());
            *to = if *kept { value } else { R::Value::default() };
        }
    }
}

/// Copies the raw numbers of a block where a reading is the raw number, and notes if the metric defines all.
struct ReadPlain<'r, 'a, M: Metric, R: Read<M::Raw>> {
    comparison: &'r Comparison<'a, M, R>,
    numbers: Numbers<'r, M::Raw>,
    values: &'r mut [R::Value],
    are_defined: &'r mut bool,
}

impl<M: Metric, R: Read<M::Raw>> Kernel for ReadPlain<'_, '_, M, R> {
    #[inline(always)]
    fn run<I: Isa>(self, _: I) {
        let Numbers { raws, left, right } = self.numbers;
        let metric = self.comparison.metric;
        for (to, raw) in self.values.iter_mut().zip(raws) {
            *to = R::as_is(*raw);
        }
        *self.are_defined = left.iter().zip(right).fold(true, |all, (left, right)| {
            all & metric.is_defined(*left, *right)
        });
    }
}

impl<M: Metric, R: Read<M::Raw>> Rows<'_, M, R> {
    /// Writes the numbers of a block's pairs, which belong to these rows and are defined.
    pub(super) fn write_pairs(&mut self, rows: &[u32], numbers: Numbers<'_, M::Raw>) {
        if self.comparison.are_plain(MAX_SYMBOLS) {
            for (row, raw) in rows.iter().zip(numbers.raws) {
                self.chunk.values[*row as usize] = R::as_is(*raw);
            }
            return;
        }
        let (mut values, mut kept) = ([R::Value::default(); LANES], [false; LANES]);
        if self.comparison.read_all(numbers, &mut values, &mut kept) {
            for (row, (value, kept)) in rows.iter().zip(values.iter().zip(kept)) {
                self.chunk.values[*row as usize] = *value;
                self.chunk.valid[*row as usize] = kept;
            }
        } else {
            for (pair, row) in rows.iter().enumerate() {
                self.write_pair(*row as usize, pair, numbers);
            }
        }
    }

    /// Writes the values of a block to consecutive rows, from `first` on. Null rows stay null. A misfit gets
    /// a value without meaning, and is null only if it was.
    pub(super) fn write_in_order(
        &mut self,
        first: usize,
        misfits: &[u32],
        numbers: Numbers<'_, M::Raw>,
    ) {
        let rows = first..first + numbers.raws.len();
        if self
            .comparison
            .read_plain(numbers, &mut self.chunk.values[rows.clone()])
        {
            return;
        }
        let mut kept = [false; LANES];
        let kept = &mut kept[..rows.len()];
        let values = &mut self.chunk.values[rows.clone()];
        if self.comparison.read_all(numbers, values, kept) {
            for row in misfits {
                kept[*row as usize] = true;
            }
            for (valid, kept) in self.chunk.valid[rows].iter_mut().zip(kept) {
                *valid &= *kept;
            }
        } else {
            for row in misfits {
                kept[*row as usize] = true;
            }
            for (pair, is_misfit) in kept.iter().enumerate() {
                if !is_misfit && self.chunk.is_valid(first + pair) {
                    self.write_pair(first + pair, pair, numbers);
                }
            }
        }
    }

    /// Writes the number of one of a block's pairs.
    fn write_pair(&mut self, row: usize, pair: usize, numbers: Numbers<'_, M::Raw>) {
        let Numbers { raws, left, right } = numbers;
        self.write(row, raws[pair], left[pair], right[pair]);
    }
}

impl<M: Metric, R: Read<M::Raw>> Comparison<'_, M, R> {
    /// Reads the numbers of a block's pairs, if they are read as they are; says whether it did and all are defined.
    fn read_plain(&self, numbers: Numbers<'_, M::Raw>, values: &mut [R::Value]) -> bool {
        let mut are_defined = false;
        if self.are_plain(MAX_SYMBOLS) {
            Level::best().run(ReadPlain {
                comparison: self,
                numbers,
                values,
                are_defined: &mut are_defined,
            });
        }
        are_defined
    }

    /// Reads the numbers of a block's pairs, if all of them fit their type; says whether it did. Where a
    /// value is not kept it has no meaning.
    fn read_all(
        &self,
        numbers: Numbers<'_, M::Raw>,
        values: &mut [R::Value],
        kept: &mut [bool],
    ) -> bool {
        let fits = self.metric.check_overflow(MAX_SYMBOLS, MAX_SYMBOLS).is_ok();
        if fits {
            Level::best().run(ReadAll {
                comparison: self,
                numbers,
                values,
                kept,
            });
        }
        fits
    }
}
