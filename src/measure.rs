//! The vocabulary of comparison: what a raw number counts, and how it is read.
//!
//! A metric answers one raw number about two sequences, says whether that number counts differences
//! or likeness, and knows the largest value it can take for two lengths. The four readings that
//! users ask for (`distance`, `similarity` and both normalised) follow from these three facts and
//! are derived here, once, for all metrics.

#[cfg(test)]
mod tests;

use std::ops::Sub;

use serde::Deserialize;

/// What a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sense {
    /// Zero for equal sequences, growing with every difference.
    Distance,
    /// Zero for sequences that share nothing, growing with every likeness.
    Similarity,
}

/// What a text is compared by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Unicode's scalar values.
    Codepoint,
    /// What readers take for one letter, whatever it is made of.
    Grapheme,
    /// The bytes of UTF-8.
    Byte,
}

impl Unit {
    /// The name in Python.
    pub fn name(self) -> &'static str {
        match self {
            Self::Codepoint => "codepoint",
            Self::Grapheme => "grapheme",
            Self::Byte => "byte",
        }
    }
}

/// The number that a metric answers: a count (`u32`), or a share of one or a sum of costs (`f64`).
pub trait Raw: Copy + Default + PartialOrd + Send + Sync + Into<f64> + Sub<Output = Self> {
    /// True for counts, whose distance and similarity are whole numbers.
    const COUNTS: bool;

    /// The raw number that is a count.
    fn of_count(count: u32) -> Self;

    /// The worst raw number whose reading is still kept; `None` where every number counts. `best`
    /// must be kept.
    fn limit(reading: Reading, sense: Sense, best: Self, maximum: Self) -> Option<Self>;

    /// A raw number that none is worse than whose reading is still kept; where there is no [`limit`](Self::limit)
    /// it may be a little worse than the last of these.
    fn loose_limit(reading: Reading, sense: Sense, best: Self, maximum: Self) -> Option<Self> {
        Self::limit(reading, sense, best, maximum)
    }
}

impl Raw for u32 {
    const COUNTS: bool = true;

    #[inline(always)]
    fn of_count(count: u32) -> Self {
        count
    }

    fn limit(reading: Reading, sense: Sense, best: u32, maximum: u32) -> Option<u32> {
        reading.limit(sense, best, maximum)
    }
}

impl Raw for f64 {
    const COUNTS: bool = false;

    #[inline(always)]
    fn of_count(count: u32) -> Self {
        count.into()
    }

    /// The cutoff itself where the reading is the raw number. Elsewhere rounding could move the line.
    fn limit(reading: Reading, sense: Sense, _: f64, maximum: f64) -> Option<f64> {
        let is_raw = maximum == 1.0 || !reading.measure.is_normalized();
        reading
            .score_cutoff
            .filter(|_| is_raw && reading.measure.sense() == sense)
    }

    fn loose_limit(reading: Reading, sense: Sense, best: f64, maximum: f64) -> Option<f64> {
        let limit = Self::limit(reading, sense, best, maximum);
        if limit.is_some() || sense == Sense::Similarity {
            return limit;
        }
        let (worst, measure) = (reading.score_cutoff?, reading.measure);
        let whole = if measure.is_normalized() {
            1.0
        } else {
            maximum
        };
        let apart = match measure.sense() {
            Sense::Distance => worst,
            Sense::Similarity => whole - worst,
        };
        let distance = apart * (maximum / whole);
        Some(distance + LOOSENED * (1.0 + distance.abs()))
    }
}

/// The four readings of a metric, in RapidFuzz's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// How far apart: zero is best.
    Distance,
    /// How alike: the maximum is best.
    Similarity,
    /// Distance divided by the maximum: zero is best, one is worst.
    NormalizedDistance,
    /// One minus the normalised distance: one is best.
    NormalizedSimilarity,
}

impl Measure {
    /// True where the reading is divided by the maximum.
    pub fn is_normalized(self) -> bool {
        matches!(self, Self::NormalizedDistance | Self::NormalizedSimilarity)
    }

    /// Whether small or large readings are the better ones.
    pub fn sense(self) -> Sense {
        match self {
            Self::Distance | Self::NormalizedDistance => Sense::Distance,
            Self::Similarity | Self::NormalizedSimilarity => Sense::Similarity,
        }
    }

    /// The reading of a raw number, whether it is a ratio or not; counts are exact in a float.
    #[inline(always)]
    pub fn score<R: Raw>(self, sense: Sense, raw: R, maximum: R) -> f64 {
        let reading = Reading {
            measure: self,
            score_cutoff: None,
        };
        if self.is_normalized() {
            reading.ratio(sense, raw, maximum)
        } else {
            reading.plain(sense, raw, maximum).into()
        }
    }
}

/// Loose limits are looser by this part of them.
const LOOSENED: f64 = 1e-9;

/// A score reaches a cutoff that it misses by no more than this.
///
/// Rounding carries a fraction some 1e-16 away from its decimal: 1 - 7/100 is 0.9299999999999999. A fraction
/// with denominator n and a cutoff of d decimals that differ at all are 1 / (n 10^d) apart or more, which
/// is far above the tolerance for all texts of fewer than a hundred million symbols and three decimals.
const TOLERANCE: f64 = 1e-12;

/// A cutoff as users state it, in the units of the score. Everything that rules pairs out, and the last
/// comparison, takes the [worst score that reaches it](Self::worst) instead.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
pub struct Cutoff(pub f64);

impl Cutoff {
    /// The worst score that reaches the cutoff.
    pub fn worst(self, sense: Sense) -> f64 {
        match sense {
            Sense::Distance => self.0 + TOLERANCE,
            Sense::Similarity => self.0 - TOLERANCE,
        }
    }
}

impl Sense {
    /// A raw number that counts in the sense `of`, as it counts in this one.
    #[inline(always)]
    pub fn plain<R: Raw>(self, of: Self, raw: R, maximum: R) -> R {
        if self == of { raw } else { maximum - raw }
    }

    /// A raw number that counts in the sense `of`, as a ratio in 0..1 that counts in this one. A share of one is its own.
    #[inline(always)]
    pub fn ratio<R: Raw>(self, of: Self, raw: R, maximum: R) -> f64 {
        let whole: f64 = maximum.into();
        if !R::COUNTS && whole == 1.0 {
            return self.plain(of, raw, maximum).into();
        }
        let apart: f64 = Self::Distance.plain(of, raw, maximum).into();
        let distance = if whole == 0.0 { 0.0 } else { apart / whole };
        match self {
            Self::Distance => distance,
            Self::Similarity => 1.0 - distance,
        }
    }

    /// Whether a number is worse than another one.
    #[inline(always)]
    pub fn is_worse<R: Raw>(self, number: R, than: R) -> bool {
        match self {
            Self::Distance => number > than,
            Self::Similarity => number < than,
        }
    }

    /// Whether a score is at least as good as another one. NaN never is.
    #[inline(always)]
    pub fn reaches(self, score: f64, worst: f64) -> bool {
        match self {
            Self::Distance => score <= worst,
            Self::Similarity => score >= worst,
        }
    }
}

/// How a metric's raw numbers are read: the measure, and the readings that still count.
#[derive(Clone, Copy, Debug)]
pub struct Reading {
    /// Which of the four readings.
    pub measure: Measure,
    /// The worst reading that is kept: [`Cutoff::worst`].
    pub score_cutoff: Option<f64>,
}

impl Reading {
    /// Whether raw numbers, which may be shares of one, are read as they are, whatever the maximum.
    pub fn is_raw(self, sense: Sense, is_share: bool) -> bool {
        self.measure.sense() == sense && (is_share || !self.measure.is_normalized())
    }

    /// The reading in the raw number's own type; meant for measures that are not normalised.
    #[inline(always)]
    pub fn plain<R: Raw>(self, sense: Sense, raw: R, maximum: R) -> R {
        self.measure.sense().plain(sense, raw, maximum)
    }

    /// The reading as a ratio in 0..1. Two empty sequences are equal: distance 0, similarity 1.
    #[inline(always)]
    pub fn ratio<R: Raw>(self, sense: Sense, raw: R, maximum: R) -> f64 {
        self.measure.sense().ratio(sense, raw, maximum)
    }

    /// Whether a reading is at least as good as the cutoff.
    #[inline(always)]
    pub fn keeps(self, reading: f64) -> bool {
        self.score_cutoff
            .is_none_or(|worst| self.measure.sense().reaches(reading, worst))
    }

    /// The least and the largest reading that are at least as good as the cutoff.
    pub fn range(self) -> [f64; 2] {
        match (self.score_cutoff, self.measure.sense()) {
            (None, _) => [f64::NEG_INFINITY, f64::INFINITY],
            (Some(worst), Sense::Distance) => [f64::NEG_INFINITY, worst],
            (Some(worst), Sense::Similarity) => [worst, f64::INFINITY],
        }
    }

    /// Whether a raw number's reading is at least as good as the cutoff.
    #[inline(always)]
    pub fn keeps_raw<R: Raw>(self, sense: Sense, raw: R, maximum: R) -> bool {
        self.score_cutoff.is_none()
            || self.keeps(if self.measure.is_normalized() {
                self.ratio(sense, raw, maximum)
            } else {
                self.plain(sense, raw, maximum).into()
            })
    }

    /// The worst count whose reading is still kept, found by bisection over the reading itself, so
    /// that rounding can never move the line. `best` must be kept.
    pub fn limit(self, sense: Sense, best: u32, maximum: u32) -> Option<u32> {
        self.score_cutoff?;
        let worst = match sense {
            Sense::Distance => maximum,
            Sense::Similarity => 0,
        };
        let (mut good, mut bad) = (best, worst);
        if self.keeps_raw(sense, worst, maximum) {
            return Some(worst);
        }
        while good.abs_diff(bad) > 1 {
            let middle = good.min(bad) + good.abs_diff(bad) / 2;
            if self.keeps_raw(sense, middle, maximum) {
                good = middle;
            } else {
                bad = middle;
            }
        }
        Some(good)
    }
}
