//! One metric, chosen by its name, and its raw numbers read by a measure.

use serde::Deserialize;

use super::adjusted::NamesFinder;
use super::{ScorerScratch, Text};
use crate::kernels;
use crate::kernels::block::{Block, LANES};
use crate::kernels::block_kernel::{BlockCounts, Counts, GroupKernel};
use crate::kernels::qgrams::{Grams, Overlap};
use crate::measure::{Measure, Raw, Reading};
use crate::metrics::{AnyMetric, DynMetric, Inner, Profile, with_metric};
use crate::registry::for_each_metric;
use crate::simd::Level;

/// One metric, read by one measure.
pub struct Single {
    metric: AnyMetric,
    profile: Profile,
    measure: Measure,
    names: Option<NamesFinder>,
}

impl Single {
    pub(super) fn new(metric: AnyMetric, measure: Measure) -> Self {
        Self {
            profile: metric.profile(),
            metric,
            measure,
            names: None,
        }
    }

    /// Lets names find candidates of their own.
    pub(super) fn found_by_names(self, names: Option<NamesFinder>) -> Self {
        Self { names, ..self }
    }

    pub(super) fn names(&self) -> Option<&NamesFinder> {
        self.names.as_ref()
    }

    /// The metric, for whom it is compared in columns.
    pub fn any_metric(&self) -> &AnyMetric {
        &self.metric
    }

    pub(super) fn profile(&self) -> Profile {
        self.profile
    }

    pub(super) fn is_share(&self) -> bool {
        self.profile.is_share
    }

    /// The name of the metric whose candidates are this one's.
    pub(super) fn found_as(&self) -> &'static str {
        self.profile.found_as
    }

    /// The metric's name in the registry.
    pub fn metric(&self) -> &'static str {
        self.profile.name
    }

    /// The reading that is the score.
    pub fn measure(&self) -> Measure {
        self.measure
    }

    pub(super) fn is_symmetric(&self) -> bool {
        self.profile.is_symmetric
    }

    /// The most symbols a side may have for [`score_block`](Self::score_block); zero where the metric
    /// has no block kernel.
    pub fn longest_in_block(&self) -> u32 {
        self.profile.longest_in_block()
    }

    /// The kernel for one text against a group, if there is one and the score follows from what it finds.
    pub fn group_kernel(&self) -> Option<GroupKernel> {
        self.profile.kernel?.of_group()
    }

    pub(super) fn check_overflow(&self, left: u32, right: u32) -> Result<(), String> {
        with_metric!(&self.metric, metric => metric.check_overflow(left, right))
    }

    pub(super) fn check_room(&self, left: u32, right: u32) -> Result<(), String> {
        self.profile.check_room(left, right, 1)
    }

    /// The score of two texts of these lengths for which [`group_kernel`](Self::group_kernel) finds `counts`.
    pub fn score_of(&self, counts: Counts, left: u32, right: u32) -> f64 {
        with_metric!(&self.metric, metric => metric.score(self.measure, counts, left, right))
    }

    /// The scores of all pairs in a block, NaN where there is none. The block's symbols are consumed.
    /// Not to be called where [`longest_in_block`](Self::longest_in_block) is zero.
    pub fn score_block(&self, level: Level, block: &mut Block, scores: &mut [f64; LANES]) {
        let Some(kernel) = self.profile.kernel else {
            return;
        };
        let mut counts = BlockCounts::default();
        kernel.compare(level, block, &mut counts);
        with_metric!(&self.metric, metric => {
            self.read_block(&**metric, level, &counts, block, scores);
        });
    }

    fn read_block<N: Raw>(
        &self,
        metric: &dyn DynMetric<N>,
        level: Level,
        counts: &BlockCounts,
        block: &Block,
        scores: &mut [f64; LANES],
    ) {
        let lengths @ [left, right] = [&block.left.lengths, &block.right.lengths];
        let (mut raws, mut maxima) = ([N::default(); LANES], [N::default(); LANES]);
        metric.raws(level, counts, lengths, &mut raws);
        metric.maxima(level, [left, right], &mut maxima);
        for pair in 0..block.len() {
            scores[pair] = if self.profile.is_defined(left[pair], right[pair]) {
                let sense = self.profile.sense;
                self.measure.score(sense, raws[pair], maxima[pair])
            } else {
                f64::NAN
            };
        }
    }

    pub(super) fn best(&self, left: u32, right: u32) -> Option<f64> {
        self.profile.is_defined(left, right).then(|| {
            with_metric!(&self.metric, metric => {
                self.read(&**metric, metric.best(left, right), left, right)
            })
        })
    }

    pub(super) fn best_with_common(
        &self,
        [left, right]: [u32; 2],
        shared: u32,
        prefix: u32,
    ) -> f64 {
        with_metric!(&self.metric, metric => {
            let best = metric.best_with_common(left, right, shared, prefix);
            self.read(&**metric, best, left, right)
        })
    }

    pub(super) fn max_edits_with_common(
        &self,
        [left, right]: [u32; 2],
        shared: u32,
    ) -> Option<u32> {
        with_metric!(&self.metric, metric => metric.max_edits_with_common(left, right, shared))
    }

    pub(super) fn best_with_missing_bigrams(
        &self,
        [left, right]: [u32; 2],
        lacking: u32,
    ) -> Option<f64> {
        with_metric!(&self.metric, metric => {
            let best = metric.best_with_missing_bigrams(left, right, lacking)?;
            Some(self.read(&**metric, best, left, right))
        })
    }

    pub(super) fn of_words(&self) -> Option<Inner> {
        with_metric!(&self.metric, metric => metric.of_words())
    }

    pub(super) fn by_grams(&self) -> Option<Grams> {
        with_metric!(&self.metric, metric => metric.by_grams())
    }

    /// For metrics whose maximum is one for all lengths, as it is for ratios.
    pub(super) fn overlapping(&self, overlap: Overlap) -> Option<f64> {
        with_metric!(&self.metric, metric => {
            Some(self.read(&**metric, metric.overlapping(overlap)?, 0, 0))
        })
    }

    /// The score that is read from a raw number of sequences of these lengths.
    #[inline(always)]
    fn read<N: Raw>(&self, metric: &dyn DynMetric<N>, raw: N, left: u32, right: u32) -> f64 {
        // Where it is read as it is, nobody needs to ask for the maximum.
        let maximum = if self
            .reading(None)
            .is_raw(self.profile.sense, self.profile.is_share)
        {
            N::of_count(1)
        } else {
            metric.maximum(left, right)
        };
        self.measure.score(self.profile.sense, raw, maximum)
    }

    fn reading(&self, score_cutoff: Option<f64>) -> Reading {
        Reading {
            measure: self.measure,
            score_cutoff,
        }
    }

    pub(super) fn score(
        &self,
        left: Text<'_>,
        right: Text<'_>,
        cutoff: Option<f64>,
        scratch: &mut ScorerScratch,
    ) -> Option<f64> {
        let lengths = [left.len(), right.len()];
        if !self.profile.is_defined(lengths[0], lengths[1]) {
            return None;
        }
        let ScorerScratch { kernels, widened } = scratch;
        with_metric!(&self.metric, metric => {
            self.score_by(&**metric, [left, right], lengths, cutoff, (kernels, widened))
        })
    }

    /// The score of two texts whose symbols have one form, which is a similarity in 0..1; a number below 0 where
    /// it is worse than the limit.
    pub(super) fn similarity(
        &self,
        texts: [Text<'_>; 2],
        limit: Option<f64>,
        kernels: &mut kernels::Scratch,
    ) -> f64 {
        let lengths = texts.map(Text::len);
        let memory = (kernels, &mut Vec::new());
        let similarity = with_metric!(&self.metric, metric => {
            self.score_by(&**metric, texts, lengths, limit, memory)
        });
        similarity.unwrap_or(-1.0)
    }

    fn score_by<N: Raw>(
        &self,
        metric: &dyn DynMetric<N>,
        texts: [Text<'_>; 2],
        [left, right]: [u32; 2],
        cutoff: Option<f64>,
        (kernels, widened): (&mut kernels::Scratch, &mut Vec<u32>),
    ) -> Option<f64> {
        let (reading, sense) = (self.reading(cutoff), self.profile.sense);
        let mut limit = None;
        if cutoff.is_some() {
            let (best, maximum) = (metric.best(left, right), metric.maximum(left, right));
            if !reading.keeps_raw(sense, best, maximum) {
                return None;
            }
            limit = N::loose_limit(reading, sense, best, maximum);
        }
        let raw = compare(metric, texts, limit, kernels, widened);
        Some(self.read(metric, raw, left, right)).filter(|score| reading.keeps(*score))
    }
}

/// The raw number of two texts, whose symbols have one form then.
fn compare<N>(
    metric: &dyn DynMetric<N>,
    texts: [Text<'_>; 2],
    limit: Option<N>,
    kernels: &mut kernels::Scratch,
    widened: &mut Vec<u32>,
) -> N {
    let mut widen = |bytes: &[u8]| {
        widened.clear();
        widened.extend(bytes.iter().map(|byte| u32::from(*byte)));
    };
    match texts {
        [Text::Bytes(left), Text::Bytes(right)] => {
            metric.compare_bytes([left, right], limit, kernels)
        }
        [Text::Codes(left), Text::Codes(right)] => {
            metric.compare_codes([left, right], limit, kernels)
        }
        [Text::Bytes(left), Text::Codes(right)] => {
            widen(left);
            metric.compare_codes([widened, right], limit, kernels)
        }
        [Text::Codes(left), Text::Bytes(right)] => {
            widen(right);
            metric.compare_codes([left, widened], limit, kernels)
        }
    }
}

macro_rules! choice {
    ($($name:ident: $metric:ident,)*) => {
        /// A metric's name and its parameters, as they arrive from Python.
        #[derive(Clone, Deserialize)]
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
            ///
            /// # Errors
            /// What is wrong with the parameters.
            pub(super) fn metric(self) -> Result<AnyMetric, String> {
                match self {
                    $(Self::$name(metric) => AnyMetric::checked(metric),)*
                }
            }
        }
    };
}

for_each_metric!(choice);
