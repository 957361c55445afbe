//! A metric whose similarity is adjusted by something else that two texts say: their numbers, or that one
//! is a nickname or an initial.
//!
//! It is a metric like others: columns, searches and joins take it as they take any. Candidates are
//! those of the metric, of which none is lost where an adjustment only lowers scores, and those that nicknames find.

use std::sync::Arc;

use serde::Deserialize;

use super::given_names::GivenNames;
use super::single::{MetricSpec, Single};
use super::{Scorer, Text};
use crate::kernels::block::LANES;
use crate::kernels::block_kernel::{BlockCounts, Counts};
use crate::kernels::qgrams::{Grams, Overlap};
use crate::kernels::{Scratch, numbers};
use crate::measure::{Measure, Sense};
use crate::metrics::{AnyMetric, DynMetric, Inner, Profile};
use crate::simd::Level;

/// Limits are loosened by this part of them before they are divided.
const ROUNDING: f64 = 1e-9;

/// A metric and what adjusts it, as they arrive from Python.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AdjustedSpec {
    inner: InnerSpec,
    by: AdjustmentSpec,
}

/// A metric that is read as a similarity in 0..1.
#[derive(Deserialize)]
struct InnerSpec {
    #[serde(flatten)]
    metric: MetricSpec,
    measure: Measure,
}

/// What adjusts a similarity, as it arrives from Python.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum AdjustmentSpec {
    WithNumbers {
        factor: f64,
    },
    GivenName {
        /// A full name and a nickname each.
        nicknames: Vec<(String, String)>,
        nickname: f64,
        initial: f64,
    },
}

/// What adjusts a similarity.
enum Adjustment {
    /// Of texts whose numbers differ, the similarity is multiplied.
    Numbers { factor: f64 },
    /// Names that stand for each other are at least as alike as is said, and the metric finds others by its own scorer.
    Names { names: Arc<GivenNames> },
}

/// A similarity in 0..1 that is adjusted.
pub(super) struct Adjusted {
    inner: Single,
    by: Adjustment,
}

/// What finds names that stand for each other.
#[derive(Clone)]
pub(super) struct NamesFinder {
    pub(super) names: Arc<GivenNames>,
    metric: MetricSpec,
    measure: Measure,
}

impl NamesFinder {
    /// What finds all other names: a similarity in 0..1.
    pub(super) fn inner(&self) -> Option<Scorer> {
        let metric = self.metric.clone().metric().ok()?;
        Some(Scorer::of_single(Single::new(metric, self.measure), None))
    }
}

impl AdjustedSpec {
    /// The adjusted metric.
    ///
    /// # Errors
    /// What is wrong with the parameters.
    pub(super) fn single(self) -> Result<Single, String> {
        let Self {
            inner: InnerSpec { metric, measure },
            by,
        } = self;
        let named = metric.clone();
        let inner = Single::new(metric.metric()?, measure);
        let name = match &by {
            AdjustmentSpec::WithNumbers { .. } => WITH_NUMBERS,
            AdjustmentSpec::GivenName { .. } => GIVEN_NAME,
        };
        if measure.sense() != Sense::Similarity || !(inner.is_share() || measure.is_normalized()) {
            return Err(format!(
                "{name}: expected a similarity in 0..1, got {measure:?}"
            ));
        }
        let shares = match &by {
            AdjustmentSpec::WithNumbers { factor } => [*factor; 2],
            AdjustmentSpec::GivenName {
                nickname, initial, ..
            } => [*nickname, *initial],
        };
        if let Some(wrong) = shares.iter().find(|share| !(0.0..=1.0).contains(*share)) {
            return Err(format!(
                "{name}: expected a number within 0..1, got {wrong}"
            ));
        }
        let mut finder = None;
        let by = match by {
            AdjustmentSpec::WithNumbers { factor } => Adjustment::Numbers { factor },
            AdjustmentSpec::GivenName {
                nicknames,
                nickname,
                initial,
            } => {
                let names = Arc::new(GivenNames::new(&nicknames, nickname, initial));
                finder = Some(NamesFinder {
                    names: Arc::clone(&names),
                    metric: named,
                    measure,
                });
                Adjustment::Names { names }
            }
        };
        let metric = AnyMetric::Ratios(Box::new(Adjusted { inner, by }));
        let single = Single::new(metric, Measure::NormalizedSimilarity);
        Ok(single.found_by_names(finder))
    }
}

/// The name of the scorer of numbers.
pub(super) const WITH_NUMBERS: &str = "with_numbers";
/// The name of the scorer of nicknames.
pub(super) const GIVEN_NAME: &str = "given_name";

impl Adjusted {
    fn compare(&self, texts: [Text<'_>; 2], limit: Option<f64>, scratch: &mut Scratch) -> f64 {
        let [left, right] = texts;
        match &self.by {
            Adjustment::Numbers { factor } => {
                let are_same = match texts {
                    [Text::Bytes(left), Text::Bytes(right)] => {
                        numbers::are_same(left, right, scratch)
                    }
                    [Text::Codes(left), Text::Codes(right)] => {
                        numbers::are_same(left, right, scratch)
                    }
                    _ => true,
                };
                let factor = if are_same { 1.0 } else { *factor };
                if factor == 0.0 || limit.is_some_and(|limit| limit > factor) {
                    return 0.0;
                }
                let limit = limit.map(|limit| limit / factor - ROUNDING);
                self.inner.similarity(texts, limit, scratch) * factor
            }
            Adjustment::Names { names } => match names.likeness(left, right) {
                Some(1.0) => 1.0,
                likeness => {
                    let similarity = self.inner.similarity(texts, limit, scratch);
                    likeness.map_or(similarity, |likeness| similarity.max(likeness))
                }
            },
        }
    }

    /// Whether no score is better than the metric's own.
    fn only_lowers(&self) -> bool {
        matches!(self.by, Adjustment::Numbers { .. })
    }
}

impl DynMetric<f64> for Adjusted {
    fn profile(&self) -> Profile {
        let inner = self.inner.profile();
        let (name, found_as) = match self.by {
            Adjustment::Numbers { .. } => (WITH_NUMBERS, inner.found_as),
            Adjustment::Names { .. } => (GIVEN_NAME, GIVEN_NAME),
        };
        Profile {
            name,
            found_as,
            sense: Sense::Similarity,
            needs_text: true,
            is_share: true,
            short_kernel: None,
            kernel: None,
            ..inner
        }
    }

    fn check_overflow(&self, left: u32, right: u32) -> Result<(), String> {
        self.inner.check_overflow(left, right)
    }

    fn maximum(&self, _left: u32, _right: u32) -> f64 {
        1.0
    }

    fn maxima(&self, _level: Level, _lengths: [&[u32]; 2], maxima: &mut [f64]) {
        maxima.fill(1.0);
    }

    fn compare_bytes(
        &self,
        [left, right]: [&[u8]; 2],
        limit: Option<f64>,
        scratch: &mut Scratch,
    ) -> f64 {
        self.compare([Text::Bytes(left), Text::Bytes(right)], limit, scratch)
    }

    fn compare_codes(
        &self,
        [left, right]: [&[u32]; 2],
        limit: Option<f64>,
        scratch: &mut Scratch,
    ) -> f64 {
        self.compare([Text::Codes(left), Text::Codes(right)], limit, scratch)
    }

    fn compare_batch(
        &self,
        pairs: &[[&[u8]; 2]],
        limits: &[Option<f64>],
        raws: &mut [f64],
        scratch: &mut Scratch,
    ) {
        for ((raw, pair), limit) in raws.iter_mut().zip(pairs).zip(limits) {
            *raw = self.compare_bytes(*pair, *limit, scratch);
        }
    }

    fn score(&self, _measure: Measure, _counts: Counts, _left: u32, _right: u32) -> f64 {
        unreachable!("there is no kernel for what is adjusted")
    }

    fn raws(
        &self,
        _level: Level,
        _counts: &BlockCounts,
        _lengths: [&[u32; LANES]; 2],
        _raws: &mut [f64; LANES],
    ) {
        unreachable!("there is no kernel for what is adjusted")
    }

    fn best(&self, left: u32, right: u32) -> f64 {
        let best = self.inner.best(left, right).filter(|_| self.only_lowers());
        best.unwrap_or(1.0)
    }

    fn best_with_common(&self, left: u32, right: u32, shared: u32, prefix: u32) -> f64 {
        if self.only_lowers() {
            self.inner.best_with_common([left, right], shared, prefix)
        } else {
            1.0
        }
    }

    fn max_edits_with_common(&self, left: u32, right: u32, shared: u32) -> Option<u32> {
        let edits = self.inner.max_edits_with_common([left, right], shared);
        edits.filter(|_| self.only_lowers())
    }

    fn best_with_missing_bigrams(&self, left: u32, right: u32, lacking: u32) -> Option<f64> {
        let best = self.inner.best_with_missing_bigrams([left, right], lacking);
        best.filter(|_| self.only_lowers())
    }

    fn of_words(&self) -> Option<Inner> {
        self.inner.of_words().filter(|_| self.only_lowers())
    }

    fn by_grams(&self) -> Option<Grams> {
        self.inner.by_grams().filter(|_| self.only_lowers())
    }

    fn overlapping(&self, overlap: Overlap) -> Option<f64> {
        self.inner
            .overlapping(overlap)
            .filter(|_| self.only_lowers())
    }
}
