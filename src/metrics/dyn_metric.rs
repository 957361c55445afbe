//! A metric chosen at run time.
//!
//! [`Metric`] has a type for its numbers and methods generic over symbols, so it cannot be a trait
//! object. [`DynMetric`] can: it is written once, for every metric. Its calls take a whole comparison, or those of
//! a whole block, so that choosing at run time costs nothing that could be measured, and what is built upon it
//! is compiled for counts and for ratios, not for each metric.

use super::inner::Inner;
use super::levenshtein_by_costs::LevenshteinByCosts;
use super::metric::{Bounds, Metric};
use crate::kernels::Scratch;
use crate::kernels::affix::short_text::ShortKernel;
use crate::kernels::block::LANES;
use crate::kernels::block_kernel::{BlockCounts, BlockKernel, Counted, Counts, IN_REGISTERS};
use crate::kernels::qgrams::{Grams, Overlap};
use crate::measure::{Measure, Sense};
use crate::memory;
use crate::simd::{Isa, Kernel, Level};

/// The facts about a metric with its parameters: what does not depend on sequences.
#[derive(Clone, Copy, Debug)]
pub struct Profile {
    /// The name in the registry.
    pub name: &'static str,
    /// The name of the metric whose candidates are this one's.
    pub found_as: &'static str,
    /// What the raw number counts.
    pub sense: Sense,
    /// Whether symbols are read as letters.
    pub needs_text: bool,
    /// Whether the raw number stays the same when the sides are swapped.
    pub is_symmetric: bool,
    /// Whether only sequences of one length have an answer.
    pub needs_equal_lengths: bool,
    /// Whether raw numbers are shares of one, whatever the lengths.
    pub is_share: bool,
    /// The kernel for sequences that registers hold.
    pub short_kernel: Option<ShortKernel>,
    /// The kernel for blocks.
    pub kernel: Option<BlockKernel>,
    /// Bytes that a comparison of long sequences takes for each of their symbols.
    pub room: u64,
}

impl Profile {
    fn of<M: Metric>(metric: &M) -> Self {
        Self {
            name: M::NAME,
            found_as: M::NAME,
            sense: M::SENSE,
            needs_text: metric.needs_text(),
            is_symmetric: metric.is_symmetric(),
            needs_equal_lengths: metric.needs_equal_lengths(),
            is_share: M::IS_SHARE,
            short_kernel: metric.short_kernel(),
            kernel: metric.kernel(),
            room: M::ROOM,
        }
    }

    /// Whether sequences of these lengths have an answer.
    #[inline(always)]
    pub fn is_defined(&self, left: u32, right: u32) -> bool {
        !self.needs_equal_lengths | (left == right)
    }

    /// The most symbols a side may have for blocks to be the faster way; zero where there is no kernel for them.
    pub fn longest_in_block(&self) -> u32 {
        self.kernel.map_or(0, BlockKernel::longest)
    }

    /// Whether a comparison takes memory for each symbol.
    pub fn takes_room(&self) -> bool {
        self.room > 0
    }

    /// Why so many comparisons at a time, of sequences of up to these lengths, might take too much memory, if so.
    ///
    /// # Errors
    /// One sentence: what was expected and what came.
    pub fn check_room(&self, left: u32, right: u32, comparisons: u64) -> Result<(), String> {
        let symbols = (u64::from(left) + u64::from(right)).saturating_mul(comparisons);
        memory::expect_room(symbols.saturating_mul(self.room), "compare shorter texts")
    }
}

/// What can be asked of any metric whose raw numbers are of this type. The methods that a [`Metric`] or its [`Bounds`]
/// have, too, are explained there.
#[expect(
    missing_docs,
    reason = "the methods are those of Metric and Bounds, but for the types"
)]
pub trait DynMetric<N>: Send + Sync {
    /// What does not depend on sequences.
    fn profile(&self) -> Profile;
    fn check_overflow(&self, left: u32, right: u32) -> Result<(), String>;
    fn maximum(&self, left: u32, right: u32) -> N;
    /// The largest raw numbers for as many pairs of lengths.
    fn maxima(&self, level: Level, lengths: [&[u32]; 2], maxima: &mut [N]);
    fn compare_bytes(&self, sides: [&[u8]; 2], limit: Option<N>, scratch: &mut Scratch) -> N;
    fn compare_codes(&self, sides: [&[u32]; 2], limit: Option<N>, scratch: &mut Scratch) -> N;
    /// The raw numbers of pairs, each with a limit or none.
    fn compare_batch(
        &self,
        pairs: &[[&[u8]; 2]],
        limits: &[Option<N>],
        raws: &mut [N],
        scratch: &mut Scratch,
    );
    /// The score, as a measure reads it, of two sequences for which the kernel finds `counts`.
    fn score(&self, measure: Measure, counts: Counts, left: u32, right: u32) -> f64;
    /// The raw numbers of all pairs of a block.
    fn raws(
        &self,
        level: Level,
        counts: &BlockCounts,
        lengths: [&[u32; LANES]; 2],
        raws: &mut [N; LANES],
    );
    fn best(&self, left: u32, right: u32) -> N;
    fn best_with_common(&self, left: u32, right: u32, shared: u32, prefix: u32) -> N;
    fn max_edits_with_common(&self, left: u32, right: u32, shared: u32) -> Option<u32>;
    fn best_with_missing_bigrams(&self, left: u32, right: u32, lacking: u32) -> Option<N>;
    fn of_words(&self) -> Option<Inner>;
    fn by_grams(&self) -> Option<Grams>;
    fn overlapping(&self, overlap: Overlap) -> Option<N>;
}

impl<M: Bounds> DynMetric<M::Raw> for M {
    fn profile(&self) -> Profile {
        Profile::of(self)
    }

    fn check_overflow(&self, left: u32, right: u32) -> Result<(), String> {
        Metric::check_overflow(self, left, right)
    }

    fn maximum(&self, left: u32, right: u32) -> M::Raw {
        Metric::maximum(self, left, right)
    }

    fn maxima(&self, level: Level, lengths: [&[u32]; 2], maxima: &mut [M::Raw]) {
        level.run(Maxima {
            metric: self,
            lengths,
            maxima,
        });
    }

    fn compare_bytes(
        &self,
        [left, right]: [&[u8]; 2],
        limit: Option<M::Raw>,
        scratch: &mut Scratch,
    ) -> M::Raw {
        self.compare(left, right, limit, scratch)
    }

    fn compare_codes(
        &self,
        [left, right]: [&[u32]; 2],
        limit: Option<M::Raw>,
        scratch: &mut Scratch,
    ) -> M::Raw {
        self.compare(left, right, limit, scratch)
    }

    fn compare_batch(
        &self,
        pairs: &[[&[u8]; 2]],
        limits: &[Option<M::Raw>],
        raws: &mut [M::Raw],
        scratch: &mut Scratch,
    ) {
        Metric::compare_batch(self, pairs, limits, raws, scratch);
    }

    fn score(&self, measure: Measure, counts: Counts, left: u32, right: u32) -> f64 {
        let raw = self.raw(counts, left, right);
        measure.score(M::SENSE, raw, Metric::maximum(self, left, right))
    }

    fn raws(
        &self,
        level: Level,
        counts: &BlockCounts,
        lengths: [&[u32; LANES]; 2],
        raws: &mut [M::Raw; LANES],
    ) {
        level.run(Raws {
            metric: self,
            counts,
            lengths,
            raws,
        });
    }

    fn best(&self, left: u32, right: u32) -> M::Raw {
        Bounds::best(self, left, right)
    }

    fn best_with_common(&self, left: u32, right: u32, shared: u32, prefix: u32) -> M::Raw {
        Bounds::best_with_common(self, left, right, shared, prefix)
    }

    fn max_edits_with_common(&self, left: u32, right: u32, shared: u32) -> Option<u32> {
        Bounds::max_edits_with_common(self, left, right, shared)
    }

    fn best_with_missing_bigrams(&self, left: u32, right: u32, lacking: u32) -> Option<M::Raw> {
        Bounds::best_with_missing_bigrams(self, left, right, lacking)
    }

    fn of_words(&self) -> Option<Inner> {
        Bounds::of_words(self)
    }

    fn by_grams(&self) -> Option<Grams> {
        Bounds::by_grams(self)
    }

    fn overlapping(&self, overlap: Overlap) -> Option<M::Raw> {
        Bounds::overlapping(self, overlap)
    }
}

struct Maxima<'a, M: Metric> {
    metric: &'a M,
    lengths: [&'a [u32]; 2],
    maxima: &'a mut [M::Raw],
}

impl<M: Metric> Kernel for Maxima<'_, M> {
    #[inline(always)]
    fn run<I: Isa>(self, _: I) {
        let [left, right] = self.lengths;
        let lengths = left.iter().zip(right);
        for (maximum, (left, right)) in self.maxima.iter_mut().zip(lengths) {
            *maximum = self.metric.maximum(*left, *right);
        }
    }
}

struct Raws<'a, M: Metric> {
    metric: &'a M,
    counts: &'a BlockCounts,
    lengths: [&'a [u32; LANES]; 2],
    raws: &'a mut [M::Raw; LANES],
}

impl<M: Metric> Raws<'_, M> {
    #[inline(always)]
    fn read<C: Counted>(self, counted: impl Iterator<Item = C>) {
        let [left, right] = self.lengths;
        let (left, _) = left.as_chunks::<IN_REGISTERS>();
        let (right, _) = right.as_chunks::<IN_REGISTERS>();
        let (raws, _) = self.raws.as_chunks_mut();
        let lengths = left.iter().zip(right);
        for ((counted, to), (left, right)) in counted.zip(raws).zip(lengths) {
            // An array of its own, which nothing that is read can be: so the loop goes through vectors.
            let mut raws = [M::Raw::default(); IN_REGISTERS];
            for (pair, raw) in raws.iter_mut().enumerate() {
                let counts = counted.counts(pair);
                *raw = self.metric.raw(counts, left[pair], right[pair]);
            }
            *to = raws;
        }
    }
}

impl<M: Metric> Kernel for Raws<'_, M> {
    #[inline(always)]
    fn run<I: Isa>(self, _: I) {
        match self.counts {
            BlockCounts::Bytes(numbers) => self.read(numbers.as_chunks().0.iter()),
            BlockCounts::Numbers(numbers) => self.read(numbers.as_chunks().0.iter()),
            BlockCounts::Jaro(jaro) => {
                let similarities = jaro.similarities.as_chunks().0.iter();
                self.read(similarities.zip(jaro.prefixes.as_chunks().0));
            }
            BlockCounts::Windows(windows) => self.read(windows.as_chunks().0.iter()),
            BlockCounts::Overlaps(overlaps) => self.read(overlaps.as_chunks().0.iter()),
        }
    }
}

/// Evaluates an expression with the metric in an [`AnyMetric`], for either kind of raw numbers.
macro_rules! with_metric {
    ($any:expr, $metric:ident => $value:expr) => {
        match $any {
            $crate::metrics::AnyMetric::Counts($metric) => $value,
            $crate::metrics::AnyMetric::Ratios($metric) => $value,
        }
    };
}

pub(crate) use with_metric;

/// A metric whose type is not known, of either kind of raw numbers.
pub enum AnyMetric {
    /// Its raw numbers are counts.
    Counts(Box<dyn DynMetric<u32>>),
    /// Its raw numbers are shares of one, or costs.
    Ratios(Box<dyn DynMetric<f64>>),
}

impl From<Box<dyn DynMetric<u32>>> for AnyMetric {
    fn from(metric: Box<dyn DynMetric<u32>>) -> Self {
        Self::Counts(metric)
    }
}

impl From<Box<dyn DynMetric<f64>>> for AnyMetric {
    fn from(metric: Box<dyn DynMetric<f64>>) -> Self {
        Self::Ratios(metric)
    }
}

impl AnyMetric {
    /// A metric with parameters that are fine.
    pub fn new<M: Bounds>(metric: M) -> Self
    where
        Self: From<Box<dyn DynMetric<M::Raw>>>,
    {
        let metric: Box<dyn DynMetric<M::Raw>> = Box::new(metric);
        metric.into()
    }

    /// A metric with parameters that are to be checked.
    ///
    /// # Errors
    /// One sentence, which begins with the metric's name: what was expected and what came.
    pub fn checked<M: Bounds>(metric: M) -> Result<Self, String>
    where
        Self: From<Box<dyn DynMetric<M::Raw>>>,
    {
        let by_costs = metric.check().and_then(|()| metric.rewrites());
        Ok(
            match by_costs.map_err(|wrong| format!("{}: {wrong}", M::NAME))? {
                Some(rewrites) => Self::Ratios(Box::new(LevenshteinByCosts { rewrites })),
                None => Self::new(metric),
            },
        )
    }

    /// What does not depend on sequences.
    pub fn profile(&self) -> Profile {
        with_metric!(self, metric => metric.profile())
    }

    /// Whether raw numbers are counts.
    pub fn counts(&self) -> bool {
        matches!(self, Self::Counts(_))
    }
}
