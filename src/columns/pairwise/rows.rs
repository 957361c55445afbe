//! Rows compared one at a time.

use super::comparison::{Comparison, Limit};
use super::cutoff::LimitsByLength;
use crate::columns::output::numbers::Read;
use crate::interrupt::Pace;
use crate::kernels::Scratch;
use crate::kernels::affix::pair::to_u32;
use crate::measure::{Raw, Unit};
use crate::metrics::DynMetric;
use crate::simd::prefetch;
use crate::strings::ascii;
use crate::strings::graphemes::Graphemes;
use crate::strings::words::BATCH;

/// Longer texts are fetched before their row is met.
pub(super) const PREFETCHED: u32 = 24;
/// How many rows before.
pub(super) const AHEAD: usize = 2 * BATCH;

/// The rows of a chunk: where the first one stands in the column, and the output for all of them, each of
/// which is to be written or set null.
pub(super) struct Chunk<'a, V> {
    pub(super) first: usize,
    pub(super) values: &'a mut [V],
    /// Whether each row is not null, as all are at first.
    pub(super) valid: &'a mut [bool],
}

impl<V: Default> Chunk<'_, V> {
    pub(super) fn set_null(&mut self, row: usize) {
        self.values[row] = V::default();
        self.valid[row] = false;
    }

    /// Whether the row was not set null.
    pub(super) fn is_valid(&self, row: usize) -> bool {
        self.valid[row]
    }
}

/// Symbols that a metric chosen at run time compares.
pub(super) trait Comparable: Sized {
    fn compare<N>(
        metric: &dyn DynMetric<N>,
        sides: [&[Self]; 2],
        limit: Option<N>,
        scratch: &mut Scratch,
    ) -> N;
}

impl Comparable for u8 {
    fn compare<N>(
        metric: &dyn DynMetric<N>,
        sides: [&[Self]; 2],
        limit: Option<N>,
        scratch: &mut Scratch,
    ) -> N {
        metric.compare_bytes(sides, limit, scratch)
    }
}

impl Comparable for u32 {
    fn compare<N>(
        metric: &dyn DynMetric<N>,
        sides: [&[Self]; 2],
        limit: Option<N>,
        scratch: &mut Scratch,
    ) -> N {
        metric.compare_codes(sides, limit, scratch)
    }
}

/// A chunk on its way from sequences to values.
pub(super) struct Rows<'a, N: Raw, R: Read<N>> {
    pub(super) comparison: &'a Comparison<'a, N, R>,
    pub(super) chunk: Chunk<'a, R::Value>,
    pub(super) has_cutoff: bool,
    /// Whether lengths may tell that a row has no value.
    pub(super) lengths_matter: bool,
    limits: LimitsByLength<N>,
    pub(super) scratch: Scratch,
    graphemes: Graphemes,
    symbols: [Vec<u32>; 2],
    failure: Option<String>,
    pace: Pace,
}

/// Rows of bytes that are compared together.
pub(super) struct Batch<'a> {
    rows: [usize; BATCH],
    pairs: [[&'a [u8]; 2]; BATCH],
    count: usize,
    /// Rows whose symbols are no bytes.
    pub(super) not_bytes: Vec<u32>,
}

impl Default for Batch<'_> {
    fn default() -> Self {
        Self {
            rows: [0; BATCH],
            pairs: [[&[]; 2]; BATCH],
            count: 0,
            not_bytes: Vec::new(),
        }
    }
}

impl<'a, N: Raw, R: Read<N>> Rows<'a, N, R> {
    pub(super) fn new(comparison: &'a Comparison<'a, N, R>, chunk: Chunk<'a, R::Value>) -> Self {
        let reading = comparison.read.reading();
        let has_cutoff = reading.score_cutoff.is_some();
        Self {
            has_cutoff,
            lengths_matter: has_cutoff || comparison.profile.needs_equal_lengths,
            limits: LimitsByLength::new(has_cutoff, chunk.values.len()),
            comparison,
            chunk,
            scratch: Scratch::default(),
            graphemes: Graphemes::default(),
            symbols: Default::default(),
            failure: None,
            pace: Pace::default(),
        }
    }

    /// Whether any row may be null.
    #[inline(always)]
    pub(super) fn has_nulls(&self) -> bool {
        self.comparison.validity.iter().any(Option::is_some)
    }

    /// Whether the row is not null.
    #[inline(always)]
    pub(super) fn is_valid(&self, row: usize) -> bool {
        let at = self.chunk.first + row;
        let validity = self.comparison.validity.into_iter().flatten();
        validity.fold(true, |valid, side| valid & side.get_bit(at))
    }

    /// Asks for a row's texts if they are long: they lie far apart in memory, and would be waited for when
    /// they are read. (Of shorter ones many share a cache line.)
    #[inline(always)]
    pub(super) fn fetch(&self, row: usize) {
        if row >= self.chunk.values.len() {
            return;
        }
        let Comparison { left, right, .. } = self.comparison;
        for side in [left, right] {
            let at = self.chunk.first + row;
            if side.len(at) > PREFETCHED {
                prefetch(side.bytes(at));
            }
        }
    }

    /// Puts a row into a batch, which is compared when it is full.
    pub(super) fn collect_row(&mut self, row: usize, batch: &mut Batch<'a>) {
        let Comparison { left, right, .. } = self.comparison;
        let at = self.chunk.first + row;
        batch.rows[batch.count] = row;
        batch.pairs[batch.count] = [left.bytes(at), right.bytes(at)];
        batch.count += 1;
        if batch.count == BATCH {
            self.compare_batch(batch);
        }
    }

    /// Compares the rows of a batch, but for those whose symbols are no bytes.
    pub(super) fn compare_batch(&mut self, batch: &mut Batch<'a>) {
        let met = batch.count;
        let mut are_bytes = [true; BATCH];
        if self.comparison.unit != Unit::Byte {
            ascii::are_ascii(&batch.pairs[..met], &mut are_bytes);
        }
        batch.count = 0;
        for (at, is_bytes) in are_bytes.into_iter().enumerate().take(met) {
            let (row, pair) = (batch.rows[at], batch.pairs[at]);
            let [left, right] = pair.map(<[u8]>::len).map(to_u32);
            if !is_bytes {
                batch.not_bytes.push(row as u32);
            } else if self.allowed(left, right).is_possible() {
                batch.rows[batch.count] = row;
                batch.pairs[batch.count] = pair;
                batch.count += 1;
            } else {
                self.chunk.set_null(row);
            }
        }
        let mut raws = [N::default(); BATCH];
        let (raws, pairs) = (&mut raws[..batch.count], &batch.pairs[..batch.count]);
        let cells = |[left, right]: &[&[u8]; 2]| left.len().saturating_mul(right.len());
        if self
            .pace
            .ends(pairs.iter().map(cells).fold(0, usize::saturating_add))
        {
            batch.count = 0;
            return;
        }
        let metric = self.comparison.metric;
        metric.compare_batch(pairs, raws, &mut self.scratch);
        for ((row, raw), [left, right]) in batch.rows.iter().zip(raws).zip(pairs) {
            self.write(*row, *raw, to_u32(left.len()), to_u32(right.len()));
        }
        batch.count = 0;
    }

    /// Compares one row.
    pub(super) fn compare_row(&mut self, row: usize) {
        let Comparison {
            left, right, unit, ..
        } = self.comparison;
        let at = self.chunk.first + row;
        let (left, right) = (left.bytes(at), right.bytes(at));
        if *unit == Unit::Byte || ascii::is_ascii(left, right) {
            self.compare(row, left, right);
        } else {
            self.compare_symbols(row);
        }
    }

    /// Compares one row by its symbols.
    pub(super) fn compare_symbols(&mut self, row: usize) {
        let mut symbols = std::mem::take(&mut self.symbols);
        self.decode(row, &mut symbols);
        self.compare(row, &symbols[0], &symbols[1]);
        self.symbols = symbols;
    }

    /// Replaces `symbols` by those of a row's sequences.
    pub(super) fn decode(&mut self, row: usize, symbols: &mut [Vec<u32>; 2]) {
        let Comparison {
            left, right, unit, ..
        } = self.comparison;
        self.graphemes.clear();
        let at = self.chunk.first + row;
        for (symbols, side) in symbols.iter_mut().zip([left, right]) {
            symbols.clear();
            match unit {
                Unit::Codepoint => side.padded(at).decode(symbols),
                Unit::Grapheme => {
                    let text = std::str::from_utf8(side.bytes(at));
                    self.graphemes.number(text.unwrap_or_default(), symbols);
                }
                Unit::Byte => symbols.extend(side.bytes(at).iter().map(|byte| u32::from(*byte))),
            }
        }
    }

    /// Compares one pair.
    pub(super) fn compare<S: Comparable>(&mut self, row: usize, left: &[S], right: &[S]) {
        if self.pace.ends(left.len().saturating_mul(right.len())) {
            return;
        }
        let lengths = [left.len(), right.len()].map(to_u32);
        let allowed = self.allowed(lengths[0], lengths[1]);
        if allowed.is_possible() {
            let metric = self.comparison.metric;
            let raw = S::compare(metric, [left, right], allowed.limit(), &mut self.scratch);
            self.write(row, raw, lengths[0], lengths[1]);
        } else {
            self.chunk.set_null(row);
        }
    }

    #[inline(always)]
    pub(super) fn write(&mut self, row: usize, raw: N, left: u32, right: u32) {
        let Comparison {
            metric,
            profile,
            read,
            ..
        } = self.comparison;
        if !self.comparison.fits(left.max(right))
            && let Err(failure) = metric.check_overflow(left, right)
        {
            self.failure = Some(failure);
        }
        let allowed = self.allowed(left, right);
        if allowed.excludes(profile.sense, raw) {
            return self.chunk.set_null(row);
        }
        // Where it is read as it is, nobody asks for the maximum.
        let maximum = if self.comparison.is_raw {
            N::of_count(1)
        } else {
            metric.maximum(left, right)
        };
        let to = read.reading().measure.sense();
        let value = R::read(to, profile.sense, raw, maximum);
        match allowed {
            Limit::Anything => self.put(row, value),
            Limit::Within(_) | Limit::Nothing => self.chunk.values[row] = value,
        }
    }

    /// What the cutoff allows for a pair of these lengths.
    #[inline(always)]
    pub(super) fn allowed(&mut self, left: u32, right: u32) -> Limit<N> {
        if self.has_cutoff {
            self.limits.of(self.comparison, left, right)
        } else if self.comparison.profile.is_defined(left, right) {
            Limit::Anything
        } else {
            Limit::Nothing
        }
    }

    #[inline(always)]
    pub(super) fn put(&mut self, row: usize, value: R::Value) {
        if self.comparison.read.reading().keeps(value.into()) {
            self.chunk.values[row] = value;
        } else {
            self.chunk.set_null(row);
        }
    }

    /// # Errors
    /// If a number did not fit its type.
    pub(super) fn finish(self) -> Result<(), String> {
        self.failure.map_or(Ok(()), Err)
    }
}
