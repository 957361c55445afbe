//! Winkler's boost of Jaro's similarity for texts that begin alike ("String comparator metrics and
//! enhanced decision rules in the Fellegi-Sunter model of record linkage", 1990), in RapidFuzz's
//! definition: up to four leading symbols, for similarities above 0.7.

use serde::Deserialize;

use super::jaro::Jaro;
use super::{Bounds, Metric};
use crate::kernels::block_kernel::{BlockKernel, Counts};
use crate::kernels::jaro::{self, BOOSTED};
use crate::kernels::{Scratch, affix};
use crate::measure::Sense;
use crate::strings::words::Letter;

/// Jaro's similarity, raised for texts that begin alike.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JaroWinkler {
    /// The share of the missing similarity that each common leading symbol makes up for, 0..1.
    pub prefix_weight: f64,
}

impl JaroWinkler {
    #[inline(always)]
    fn boost(self, jaro: f64, prefix: u32) -> f64 {
        jaro::boost(jaro, prefix, self.prefix_weight)
    }
}

impl Metric for JaroWinkler {
    type Raw = f64;
    const NAME: &'static str = "jaro_winkler";
    const SENSE: Sense = Sense::Similarity;

    fn check(&self) -> Result<(), String> {
        if (0.0..=1.0).contains(&self.prefix_weight) {
            return Ok(());
        }
        Err(format!(
            "expected prefix_weight within 0..1, got {}",
            self.prefix_weight
        ))
    }

    #[inline(always)]
    fn maximum(&self, _left: u32, _right: u32) -> f64 {
        1.0
    }

    fn compare<S: Letter>(
        &self,
        left: &[S],
        right: &[S],
        limit: Option<f64>,
        scratch: &mut Scratch,
    ) -> f64 {
        let jaro = Jaro {}.compare(left, right, limit, scratch);
        let [left, right] = [left, right].map(|text| &text[..text.len().min(BOOSTED)]);
        self.boost(jaro, affix::pair::prefix(left, right))
    }

    fn kernel(&self) -> Option<BlockKernel> {
        Some(BlockKernel::Jaro {
            with_prefixes: self.prefix_weight > 0.0,
        })
    }

    #[inline(always)]
    fn raw(&self, counts: Counts, _left: u32, _right: u32) -> f64 {
        let (jaro, prefix) = counts.jaro();
        self.boost(jaro, prefix)
    }
}

impl Bounds for JaroWinkler {
    fn best(&self, left: u32, right: u32) -> f64 {
        self.boost(Jaro {}.best(left, right), left.min(right).min(4))
    }

    fn best_with_common(&self, left: u32, right: u32, shared: u32, prefix: u32) -> f64 {
        let jaro = Jaro {}.best_with_common(left, right, shared, prefix);
        self.boost(jaro, prefix.min(shared).min(4))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::testing::compare;

    #[test]
    fn values_of_the_literature() {
        let metric = JaroWinkler { prefix_weight: 0.1 };
        let near = |left, right, value: f64| (compare(&metric, left, right) - value).abs() < 5e-5;
        // Winkler 1990.
        assert!(near("MARTHA", "MARHTA", 0.9611));
        assert!(near("DIXON", "DICKSONX", 0.8133));
        assert!(near("DWAYNE", "DUANE", 0.84));
        // No boost at or below 0.7.
        assert!(near("abcd", "abxy", 0.6667));
    }

    #[test]
    fn heavy_prefixes_make_up_for_all() {
        let boosted =
            |prefix_weight, left, right| compare(&JaroWinkler { prefix_weight }, left, right);
        // The values of RapidFuzz 3.14.
        assert_eq!(boosted(0.3, "MARTHA", "MARHTA"), 0.994_444_444_444_444_5);
        assert_eq!(boosted(0.5, "MARTHA", "MARHTA"), 1.0);
        assert_eq!(boosted(1.0, "MARTHA", "MARHTA"), 1.0);
        assert_eq!(boosted(1.0, "abcd", "abxy"), boosted(0.0, "abcd", "abxy"));
    }

    #[test]
    fn weights_outside_the_range_are_refused() {
        for prefix_weight in [0.0, 0.25, 1.0] {
            assert!(JaroWinkler { prefix_weight }.check().is_ok());
        }
        for prefix_weight in [-0.1, 1.1, f64::NAN] {
            assert!(JaroWinkler { prefix_weight }.check().is_err());
        }
    }
}
