//! When a score reaches a cutoff: one rule for rows, searches, joins and groups.

use serde::Deserialize;

use super::Sense;

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
    /// Whether a score is at least as good as another one. NaN never is.
    #[inline(always)]
    pub fn reaches(self, score: f64, worst: f64) -> bool {
        match self {
            Self::Distance => score <= worst,
            Self::Similarity => score >= worst,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Measure, Reading};
    use super::*;

    /// Whether `apart` of `whole` is at most `least` thousandths below the whole, in whole numbers.
    fn reaches(apart: u32, whole: u32, least: u32) -> bool {
        1000 * apart <= (1000 - least) * whole
    }

    #[test]
    fn fractions_reach_the_decimals_that_they_equal() {
        for whole in 1..=300_u32 {
            for least in 0..=1000_u32 {
                // The fewest that are too far apart.
                let apart = whole * (1000 - least) / 1000;
                for apart in [apart.saturating_sub(1), apart, apart + 1] {
                    let cutoffs = [
                        (Measure::NormalizedSimilarity, f64::from(least) / 1000.0),
                        (
                            Measure::NormalizedDistance,
                            f64::from(1000 - least) / 1000.0,
                        ),
                    ];
                    for (measure, cutoff) in cutoffs {
                        let sense = measure.sense();
                        let reading = Reading {
                            measure,
                            score_cutoff: Some(Cutoff(cutoff).worst(sense)),
                        };
                        let expected = reaches(apart, whole, least);
                        if apart <= whole {
                            let kept = reading.keeps_raw(Sense::Distance, apart, whole);
                            assert_eq!(kept, expected, "{measure:?} {apart}/{whole} {cutoff}");
                            let common = whole - apart;
                            let kept = reading.keeps_raw(Sense::Similarity, common, whole);
                            assert_eq!(kept, expected, "{measure:?} {common}/{whole} {cutoff}");
                        }
                        let limit = reading.limit(Sense::Distance, 0, whole);
                        let most = (0..=whole).rfind(|apart| reaches(*apart, whole, least));
                        assert_eq!(limit, most, "{measure:?} {whole} {cutoff}");
                    }
                }
            }
        }
    }
}
