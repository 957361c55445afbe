//! The numbers of a block's pairs, read into the output.

use super::comparison::Comparison;
use super::rows::Rows;
use crate::columns::output::numbers::Read;
use crate::kernels::block::{LANES, MAX_SYMBOLS};
use crate::measure::{Raw, Sense};
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
struct ReadAll<'r, 'a, N: Raw, R: Read<N>> {
    comparison: &'r Comparison<'a, N, R>,
    numbers: Numbers<'r, N>,
    maxima: &'r [N],
    values: &'r mut [R::Value],
    kept: &'r mut [bool],
}

impl<N: Raw, R: Read<N>> Kernel for ReadAll<'_, '_, N, R> {
    #[inline(always)]
    fn run<I: Isa>(mut self, _: I) {
        use Sense::{Distance, Similarity};
        let to = self.comparison.read.reading().measure.sense();
        // A loop for each: what is asked for each pair would keep it from going through vectors.
        match (to, self.comparison.profile.sense) {
            (Distance, Distance) => self.read(Distance, Distance),
            (Distance, Similarity) => self.read(Distance, Similarity),
            (Similarity, Distance) => self.read(Similarity, Distance),
            (Similarity, Similarity) => self.read(Similarity, Similarity),
        }
        self.leave_out();
    }
}

impl<N: Raw, R: Read<N>> ReadAll<'_, '_, N, R> {
    /// Reads all numbers.
    #[inline(always)]
    fn read(&mut self, to: Sense, of: Sense) {
        let numbers = self.numbers.raws.iter().zip(self.maxima);
        for (value, (raw, maximum)) in self.values.iter_mut().zip(numbers) {
            *value = R::read(to, of, *raw, *maximum);
        }
    }

    /// Notes which values are kept, and replaces the others.
    #[inline(always)]
    fn leave_out(self) {
        let Comparison { profile, read, .. } = *self.comparison;
        let Numbers { left, right, .. } = self.numbers;
        self.kept.fill(true);
        if read.reading().score_cutoff.is_some() {
            let [least, most] = read.reading().range();
            for (value, kept) in self.values.iter_mut().zip(&mut *self.kept) {
                let number: f64 = (*value).into();
                *kept = (number >= least) & (number <= most);
                *value = if *kept { *value } else { R::Value::default() };
            }
        }
        if profile.needs_equal_lengths {
            let kept = self.values.iter_mut().zip(self.kept);
            for ((value, kept), (left, right)) in kept.zip(left.iter().zip(right)) {
                *kept &= left == right;
                *value = if *kept { *value } else { R::Value::default() };
            }
        }
    }
}

/// Copies the raw numbers of a block where a reading is the raw number, and notes if the metric defines all.
struct ReadPlain<'r, 'a, N: Raw, R: Read<N>> {
    comparison: &'r Comparison<'a, N, R>,
    numbers: Numbers<'r, N>,
    values: &'r mut [R::Value],
    are_defined: &'r mut bool,
}

impl<N: Raw, R: Read<N>> Kernel for ReadPlain<'_, '_, N, R> {
    #[inline(always)]
    fn run<I: Isa>(self, _: I) {
        let Numbers { raws, left, right } = self.numbers;
        let profile = self.comparison.profile;
        for (to, raw) in self.values.iter_mut().zip(raws) {
            *to = R::as_is(*raw);
        }
        *self.are_defined = left.iter().zip(right).fold(true, |all, (left, right)| {
            all & profile.is_defined(*left, *right)
        });
    }
}

impl<N: Raw, R: Read<N>> Rows<'_, N, R> {
    /// Writes the numbers of a block's pairs, which belong to these rows and are defined.
    pub(super) fn write_pairs(&mut self, rows: &[u32], numbers: Numbers<'_, N>) {
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
        numbers: Numbers<'_, N>,
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
    fn write_pair(&mut self, row: usize, pair: usize, numbers: Numbers<'_, N>) {
        let Numbers { raws, left, right } = numbers;
        let (raw, lengths) = (raws[pair], [left[pair], right[pair]]);
        let allowed = self.allowed(lengths[0], lengths[1]);
        if allowed.is_possible() {
            let maximum = self.comparison.maximum(lengths);
            self.write(row, raw, maximum, lengths, allowed.limit());
        } else {
            self.chunk.set_null(row);
        }
    }
}

impl<N: Raw, R: Read<N>> Comparison<'_, N, R> {
    /// Reads the numbers of a block's pairs, if they are read as they are; says whether it did and all are defined.
    fn read_plain(&self, numbers: Numbers<'_, N>, values: &mut [R::Value]) -> bool {
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
        numbers: Numbers<'_, N>,
        values: &mut [R::Value],
        kept: &mut [bool],
    ) -> bool {
        let fits = self.fits(MAX_SYMBOLS);
        if fits {
            self.read(numbers, values, kept);
        }
        fits
    }

    /// Reads the numbers of at most [`LANES`] pairs, which fit their type. Where a value is not kept it has no meaning.
    pub(super) fn read(&self, numbers: Numbers<'_, N>, values: &mut [R::Value], kept: &mut [bool]) {
        // Where they are read as they are, nobody asks for the maximum.
        let mut maxima = [N::of_count(1); LANES];
        let maxima = &mut maxima[..numbers.raws.len()];
        if !self.is_raw {
            let lengths = [numbers.left, numbers.right];
            self.metric.maxima(Level::best(), lengths, maxima);
        }
        Level::best().run(ReadAll {
            comparison: self,
            numbers,
            maxima,
            values,
            kept,
        });
    }
}
