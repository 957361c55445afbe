//! The part of the longer text that is most like the shorter one.

use serde::Deserialize;

use super::{Memory, Place, Symbols};
use crate::kernels::partial::pair::first_best_window;
use crate::kernels::{Scratch, affix};
use crate::measure::{Cutoff, Sense};
use crate::metrics::share;
use crate::symbol::Symbol;
use crate::text::PairFunction;

/// Where [`PartialRatio`](crate::metrics::PartialRatio) finds its value, as RapidFuzz's
/// `partial_ratio_alignment`.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartialRatioAlignment {
    /// The least score; where it is not reached there is no output.
    pub score_cutoff: Option<Cutoff>,
}

struct Find;

impl Symbols for Find {
    type Output = Place;

    fn with<S: Symbol>(self, left: &[S], right: &[S], scratch: &mut Scratch) -> Place {
        let [rows, columns] = [affix::pair::length(left), affix::pair::length(right)];
        let shorter = rows.min(columns);
        if shorter == 0 {
            return Place {
                score: f64::from(u8::from(rows == columns)),
                ends: [0; 4],
            };
        }
        let (window, is_right) = first_best_window(left, right, scratch);
        let whole = shorter + window.end - window.start;
        let [cut, uncut] = [[window.start, window.end], [0, shorter]];
        let [[from, to], [dest_from, dest_to]] = if is_right { [uncut, cut] } else { [cut, uncut] };
        Place {
            score: share(whole - 2 * window.common, whole) / 100.0,
            ends: [from, to, dest_from, dest_to],
        }
    }
}

impl PairFunction for PartialRatioAlignment {
    type Output = Place;
    type Scratch = Memory;
    const NAME: &'static str = "partial_ratio_alignment";
    const FIELDS: &'static [&'static str] =
        &["score", "src_start", "src_end", "dest_start", "dest_end"];

    /// Each symbol of the longer text has masks of what it matches.
    fn peak_bytes(&self, left: &str, right: &str) -> usize {
        72 * (left.len() + right.len())
    }

    fn apply(
        &self,
        left: &str,
        right: &str,
        memory: &mut Memory,
        output: &mut Place,
    ) -> Result<bool, String> {
        *output = memory.with(left, right, Find);
        Ok(self
            .score_cutoff
            .is_none_or(|cutoff| output.score >= cutoff.worst(Sense::Similarity)))
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::output;
    use super::*;

    /// The documentation of RapidFuzz, `fuzz.partial_ratio_alignment`.
    #[test]
    fn value_of_rapidfuzz() {
        let score_cutoff = None;
        let function = PartialRatioAlignment { score_cutoff };
        let place = output(&function, "a certain string", "cetain");
        assert!((place.score - 0.833_333_333).abs() < 1e-8);
        assert_eq!(place.ends, [2, 8, 0, 6]);
        assert_eq!(output(&function, "", "").score, 1.0);
    }
}
