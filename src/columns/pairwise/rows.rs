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
    pub(super) pace: Pace,
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

    /// Asks for a row's texts if they are long and no literals: they lie far apart in memory, and would be waited for when
    /// they are read. (Of shorter ones many share a cache line.)
    #[inline(always)]
    pub(super) fn fetch(&self, row: usize) {
        if row >= self.chunk.values.len() {
            return;
        }
        let Comparison { left, right, .. } = self.comparison;
        for side in [left, right] {
            let at = self.chunk.first + row;
            if side.len(at) > PREFETCHED && !side.is_literal() {
                prefetch(side.bytes(at));
            }
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
            let maximum = self.comparison.maximum(lengths);
            self.write(row, raw, maximum, lengths, allowed.limit());
        } else {
            self.chunk.set_null(row);
        }
    }

    /// Writes the value that a raw number is read as, or null if it is worse than its limit or not kept.
    #[inline(always)]
    pub(super) fn write(
        &mut self,
        row: usize,
        raw: N,
        maximum: N,
        [left, right]: [u32; 2],
        limit: Option<N>,
    ) {
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
        let to = read.reading().measure.sense();
        let value = R::read(to, profile.sense, raw, maximum);
        let is_kept = match limit {
            Some(limit) => !profile.sense.is_worse(raw, limit),
            None => read.reading().keeps(value.into()),
        };
        if is_kept {
            self.chunk.values[row] = value;
        } else {
            self.chunk.set_null(row);
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

    /// # Errors
    /// If a number did not fit its type.
    pub(super) fn finish(self) -> Result<(), String> {
        self.failure.map_or(Ok(()), Err)
    }
}
