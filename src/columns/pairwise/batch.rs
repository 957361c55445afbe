//! Rows of bytes compared a batch at a time.
//!
//! A metric is chosen at run time, so each call of it is one through a table, which nothing is inlined into. A batch
//! costs one such call, as do its check for ASCII and its maxima, and the metric's loop over the batch is compiled
//! for the metric.

use super::comparison::Comparison;
use super::rows::Rows;
use crate::columns::output::numbers::Read;
use crate::interrupt::WORK;
use crate::kernels::affix::pair::to_u32;
use crate::measure::{Raw, Unit};
use crate::simd::Level;
use crate::strings::ascii;
use crate::strings::words::BATCH;

/// Cells of a batch that is full, however few its rows are, so that an interrupt need not wait for many long rows.
const MAX_CELLS: usize = BATCH * WORK;

/// Rows that are compared together.
pub(super) struct Batch<'a> {
    rows: [usize; BATCH],
    pairs: [[&'a [u8]; 2]; BATCH],
    count: usize,
    /// Cells of the comparisons.
    cells: usize,
    /// Rows whose symbols are not bytes, of this batch and earlier ones.
    pub(super) not_bytes: Vec<u32>,
}

impl Default for Batch<'_> {
    fn default() -> Self {
        Self {
            rows: [0; BATCH],
            pairs: [[&[]; 2]; BATCH],
            count: 0,
            cells: 0,
            not_bytes: Vec::new(),
        }
    }
}

impl Batch<'_> {
    /// Whether the batch is to be compared before it takes another row.
    #[inline(always)]
    pub(super) fn is_full(&self) -> bool {
        self.count == BATCH || self.cells >= MAX_CELLS
    }
}

impl<'a, N: Raw, R: Read<N>> Rows<'a, N, R> {
    /// Puts a row into a batch, which is to be compared when it is [full](Batch::is_full).
    #[inline(always)]
    pub(super) fn collect_row(&self, row: usize, batch: &mut Batch<'a>) {
        let Comparison { left, right, .. } = self.comparison;
        let at = self.chunk.first + row;
        let (left, right) = (left.bytes(at), right.bytes(at));
        batch.rows[batch.count] = row;
        batch.pairs[batch.count] = [left, right];
        batch.count += 1;
        let cells = left.len().saturating_mul(right.len());
        batch.cells = batch.cells.saturating_add(cells);
    }

    /// Compares the rows of a batch, also those whose symbols are not bytes, and empties it.
    pub(super) fn finish_batch(&mut self, batch: &mut Batch<'a>) {
        self.compare_batch(batch);
        for row in batch.not_bytes.drain(..) {
            self.compare_symbols(row as usize);
        }
    }

    /// Compares the rows of a batch, but for those whose symbols are not bytes.
    #[inline(never)]
    pub(super) fn compare_batch(&mut self, batch: &mut Batch<'a>) {
        let mut limits = [None; BATCH];
        self.sift(batch, &mut limits);
        let (count, cells) = (batch.count, batch.cells);
        (batch.count, batch.cells) = (0, 0);
        if self.pace.ends(cells) {
            return;
        }
        let Comparison { metric, is_raw, .. } = *self.comparison;
        let (rows, pairs) = (&batch.rows[..count], &batch.pairs[..count]);
        let mut raws = [N::default(); BATCH];
        let raws = &mut raws[..count];
        metric.compare_batch(pairs, &limits[..count], raws, &mut self.scratch);
        let (mut left, mut right) = ([0; BATCH], [0; BATCH]);
        let lengths = left.iter_mut().zip(&mut right);
        for ((left, right), pair) in lengths.zip(pairs) {
            [*left, *right] = pair.map(<[u8]>::len).map(to_u32);
        }
        // Of numbers that are read as they are, 1 is the largest share.
        let mut maxima = [N::of_count(1); BATCH];
        if !is_raw {
            let lengths = [&left[..count], &right[..count]];
            metric.maxima(Level::best(), lengths, &mut maxima[..count]);
        }
        for (at, (row, raw)) in rows.iter().zip(raws).enumerate() {
            self.write(*row, *raw, maxima[at], [left[at], right[at]], limits[at]);
        }
    }

    /// Leaves in a batch the rows of bytes that may have a value, and notes the limits of their raw numbers.
    fn sift(&mut self, batch: &mut Batch<'a>, limits: &mut [Option<N>; BATCH]) {
        let met = batch.count;
        let mut are_bytes = [true; BATCH];
        if self.comparison.unit != Unit::Byte {
            ascii::are_ascii(&batch.pairs[..met], &mut are_bytes);
        }
        if !self.lengths_matter && are_bytes == [true; BATCH] {
            return;
        }
        batch.count = 0;
        for (at, is_bytes) in are_bytes.into_iter().enumerate().take(met) {
            let (row, pair) = (batch.rows[at], batch.pairs[at]);
            if !is_bytes {
                batch.not_bytes.push(row as u32);
                continue;
            }
            let [left, right] = pair.map(<[u8]>::len).map(to_u32);
            let allowed = self.allowed(left, right);
            if allowed.is_possible() {
                batch.rows[batch.count] = row;
                batch.pairs[batch.count] = pair;
                limits[batch.count] = allowed.limit();
                batch.count += 1;
            } else {
                self.chunk.set_null(row);
            }
        }
    }
}
