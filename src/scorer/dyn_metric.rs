//! A metric chosen at run time.
//!
//! [`Metric`] has a type for its numbers and a method generic over symbols, so it cannot be a trait
//! object. [`Comparison`] can: it is written once, for every metric, and its calls take a whole
//! comparison or a whole block, so that choosing at run time costs nothing that could be measured.

use serde::Deserialize;

use crate::kernels::Scratch;
use crate::kernels::affix::pair::to_u32;
use crate::kernels::block::{Block, LANES};
use crate::kernels::edit::group::EditKernel;
use crate::kernels::jaro::JaroCounts;
use crate::kernels::qgrams::{Grams, Overlap};
use crate::measure::{Measure, Raw, Reading, Sense};
use crate::metrics::{Metric, Visitor};
use crate::registry::for_each_metric;
use crate::simd::Level;
use crate::strings::words::Letter;

/// What can be asked of any metric, its numbers being read by a measure: a score.
pub(super) trait Comparison: Send + Sync {
    fn name(&self) -> &'static str;
    fn sense(&self) -> Sense;
    fn check(&self) -> Result<(), String>;
    fn is_symmetric(&self) -> bool;
    fn check_overflow(&self, left: u32, right: u32) -> Result<(), String>;
    fn check_room(&self, left: u32, right: u32) -> Result<(), String>;
    fn maximum(&self, left: u32, right: u32) -> f64;
    fn best(&self, measure: Measure, left: u32, right: u32) -> Option<f64>;
    fn best_with_common(
        &self,
        measure: Measure,
        lengths: [u32; 2],
        shared: u32,
        prefix: u32,
    ) -> f64;
    fn max_edits_with_common(&self, lengths: [u32; 2], shared: u32) -> Option<u32>;
    fn best_with_missing_bigrams(
        &self,
        measure: Measure,
        lengths: [u32; 2],
        lacking: u32,
    ) -> Option<f64>;
    fn of_words(&self) -> Option<Box<dyn Comparison>>;
    fn by_grams(&self) -> Option<Grams>;
    fn overlapping(&self, measure: Measure, overlap: Overlap) -> Option<f64>;
    fn limit(&self, reading: Reading, left: u32, right: u32) -> Option<f64>;
    fn score_bytes(&self, reading: Reading, sides: Sides<u8>, scratch: &mut Scratch)
    -> Option<f64>;
    fn score_codes(
        &self,
        reading: Reading,
        sides: Sides<u32>,
        scratch: &mut Scratch,
    ) -> Option<f64>;
    fn longest_in_block(&self) -> u32;
    fn score_block(
        &self,
        level: Level,
        measure: Measure,
        block: &mut Block,
        scores: &mut [f64; LANES],
    );
    fn many(&self) -> Option<EditKernel>;
    fn score_of(&self, measure: Measure, number: u32, left: u32, right: u32) -> f64;
    fn follows_from_jaro(&self) -> bool;
    fn score_of_jaro(&self, measure: Measure, counts: JaroCounts, left: u32, right: u32) -> f64;
}

/// The left and the right sequence.
pub(super) type Sides<'a, S> = (&'a [S], &'a [S]);

impl<M: Metric> Comparison for M {
    fn name(&self) -> &'static str {
        M::NAME
    }

    fn sense(&self) -> Sense {
        M::SENSE
    }

    fn check(&self) -> Result<(), String> {
        Metric::check(self)
    }

    fn is_symmetric(&self) -> bool {
        Metric::is_symmetric(self)
    }

    fn check_overflow(&self, left: u32, right: u32) -> Result<(), String> {
        Metric::check_overflow(self, left, right)
    }

    fn check_room(&self, left: u32, right: u32) -> Result<(), String> {
        M::check_room(left.into(), right.into(), 1)
    }

    fn maximum(&self, left: u32, right: u32) -> f64 {
        Metric::maximum(self, left, right).into()
    }

    fn best(&self, measure: Measure, left: u32, right: u32) -> Option<f64> {
        self.is_defined(left, right).then(|| {
            let best = Metric::best(self, left, right);
            read::<M>(measure, best, Metric::maximum(self, left, right))
        })
    }

    fn best_with_common(
        &self,
        measure: Measure,
        [left, right]: [u32; 2],
        shared: u32,
        prefix: u32,
    ) -> f64 {
        let best = Metric::best_with_common(self, left, right, shared, prefix);
        read::<M>(measure, best, Metric::maximum(self, left, right))
    }

    fn max_edits_with_common(&self, [left, right]: [u32; 2], shared: u32) -> Option<u32> {
        Metric::max_edits_with_common(self, left, right, shared)
    }

    fn best_with_missing_bigrams(
        &self,
        measure: Measure,
        [left, right]: [u32; 2],
        lacking: u32,
    ) -> Option<f64> {
        let best = Metric::best_with_missing_bigrams(self, left, right, lacking)?;
        Some(read::<M>(measure, best, Metric::maximum(self, left, right)))
    }

    fn of_words(&self) -> Option<Box<dyn Comparison>> {
        Metric::of_words(self, Boxed)
    }

    fn by_grams(&self) -> Option<Grams> {
        Metric::by_grams(self)
    }

    /// For metrics whose maximum is the same for all lengths, as it is for ratios.
    fn overlapping(&self, measure: Measure, overlap: Overlap) -> Option<f64> {
        let raw = Metric::overlapping(self, overlap)?;
        Some(read::<M>(measure, raw, Metric::maximum(self, 0, 0)))
    }

    fn limit(&self, reading: Reading, left: u32, right: u32) -> Option<f64> {
        let best = Metric::best(self, left, right);
        let maximum = Metric::maximum(self, left, right);
        if !self.is_defined(left, right) || !reading.keeps_raw(M::SENSE, best, maximum) {
            return None;
        }
        Some(match M::Raw::limit(reading, M::SENSE, best, maximum) {
            Some(limit) => limit.into(),
            None => worst_ratio(reading, M::SENSE, maximum.into()),
        })
    }

    fn score_bytes(
        &self,
        reading: Reading,
        (left, right): Sides<u8>,
        scratch: &mut Scratch,
    ) -> Option<f64> {
        score(self, reading, left, right, scratch)
    }

    fn score_codes(
        &self,
        reading: Reading,
        (left, right): Sides<u32>,
        scratch: &mut Scratch,
    ) -> Option<f64> {
        score(self, reading, left, right, scratch)
    }

    fn longest_in_block(&self) -> u32 {
        Metric::longest_in_block(self)
    }

    fn score_block(
        &self,
        level: Level,
        measure: Measure,
        block: &mut Block,
        scores: &mut [f64; LANES],
    ) {
        let mut raws = [M::Raw::default(); LANES];
        self.compare_block(level, block, &mut raws);
        let lengths = block.left.lengths.iter().zip(&block.right.lengths);
        for (score, (raw, (left, right))) in scores
            .iter_mut()
            .zip(raws.into_iter().zip(lengths))
            .take(block.len())
        {
            *score = if self.is_defined(*left, *right) {
                read::<M>(measure, raw, Metric::maximum(self, *left, *right))
            } else {
                f64::NAN
            };
        }
    }

    fn many(&self) -> Option<EditKernel> {
        Metric::many(self)
    }

    fn score_of(&self, measure: Measure, number: u32, left: u32, right: u32) -> f64 {
        let raw = self.raw_of(number, left, right);
        read::<M>(measure, raw, Metric::maximum(self, left, right))
    }

    fn follows_from_jaro(&self) -> bool {
        Metric::follows_from_jaro(self)
    }

    fn score_of_jaro(&self, measure: Measure, counts: JaroCounts, left: u32, right: u32) -> f64 {
        let jaro = counts.matching.similarity(left, right);
        let raw = self.raw_of_jaro(jaro, counts.prefix);
        read::<M>(measure, raw, Metric::maximum(self, left, right))
    }
}

/// Makes a metric one chosen at run time.
struct Boxed;

impl Visitor for Boxed {
    type Answer = Box<dyn Comparison>;

    fn visit<M: Metric>(self, metric: M) -> Self::Answer {
        Box::new(metric)
    }
}

/// A raw number as the measure reads it; counts are exact in a float.
#[inline(always)]
fn read<M: Metric>(measure: Measure, raw: M::Raw, maximum: M::Raw) -> f64 {
    let reading = Reading {
        measure,
        score_cutoff: None,
    };
    if measure.is_normalized() {
        reading.ratio(M::SENSE, raw, maximum)
    } else {
        reading.plain(M::SENSE, raw, maximum).into()
    }
}

fn score<M: Metric, S: Letter>(
    metric: &M,
    reading: Reading,
    left: &[S],
    right: &[S],
    scratch: &mut Scratch,
) -> Option<f64> {
    let (rows, columns) = (to_u32(left.len()), to_u32(right.len()));
    if !metric.is_defined(rows, columns) {
        return None;
    }
    let best = metric.best(rows, columns);
    let maximum = metric.maximum(rows, columns);
    if !reading.keeps_raw(M::SENSE, best, maximum) {
        return None;
    }
    let limit = M::Raw::limit(reading, M::SENSE, best, maximum);
    let raw = metric.compare(left, right, limit, scratch);
    Some(read::<M>(reading.measure, raw, maximum)).filter(|score| reading.keeps(*score))
}

/// The worst ratio whose reading may be kept, moved a little to the worse side against rounding.
fn worst_ratio(reading: Reading, sense: Sense, maximum: f64) -> f64 {
    const ROUNDING: f64 = 1e-12;
    let Some(cutoff) = reading.score_cutoff else {
        return if sense == Sense::Distance {
            maximum
        } else {
            0.0
        };
    };
    let ratio = if reading.measure.sense() == sense {
        cutoff
    } else {
        maximum - cutoff
    };
    match sense {
        Sense::Distance => ratio + ROUNDING,
        Sense::Similarity => ratio - ROUNDING,
    }
}

macro_rules! choice {
    ($($name:ident: $metric:ident,)*) => {
        /// A metric's name and its parameters, as they arrive from Python.
        #[derive(Deserialize)]
        #[serde(tag = "metric", content = "parameters")]
        #[allow(non_camel_case_types, reason = "the names are those of the registry")]
        pub(super) enum MetricSpec {
            $(
                #[doc = stringify!($metric)]
                $name(crate::metrics::$metric),
            )*
        }

        impl MetricSpec {
            /// The metric behind the name.
            pub(super) fn into_comparison(self) -> Box<dyn Comparison> {
                match self {
                    $(Self::$name(metric) => Box::new(metric),)*
                }
            }
        }
    };
}

for_each_metric!(choice);
