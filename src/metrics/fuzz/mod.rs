//! RapidFuzz's `fuzz`: similarities in 0..1, which are its percentages divided by 100.
//!
//! Values agree to the last bit, so everything here is in percent and in RapidFuzz's order of
//! operations until the end, where the metric divides by 100. Indel's distance is behind them all.

mod partial_ratio;
mod partial_token;
mod ratio;
mod token;
mod weighted;

pub use partial_ratio::PartialRatio;
pub use partial_token::{PartialTokenRatio, PartialTokenSetRatio, PartialTokenSortRatio};
pub use ratio::{QRatio, Ratio};
pub use token::{TokenRatio, TokenSetRatio, TokenSortRatio};
pub use weighted::WRatio;

use crate::kernels::{Scratch, affix, lcs};
use crate::strings::words::{BATCH, Letter};

/// Implements [`Metric`](crate::metrics::Metric) for a similarity whose best value is 1 for all
/// lengths and which reads words, given a function that writes the percentages of some pairs of texts.
macro_rules! fuzz_metric {
    ($metric:ident, $name:literal, $percents:path) => {
        impl crate::metrics::Metric for $metric {
            type Raw = f64;
            const NAME: &'static str = $name;
            const SENSE: crate::measure::Sense = crate::measure::Sense::Similarity;
            // A word is 24 bytes, and may be a letter and a space; words are sorted and joined again.
            const ROOM: u64 = 56;

            fn needs_text(&self) -> bool {
                true
            }

            fn maximum(&self, _left: u32, _right: u32) -> f64 {
                1.0
            }

            fn compare<S: crate::strings::words::Letter>(
                &self,
                left: &[S],
                right: &[S],
                _limit: Option<f64>,
                scratch: &mut crate::kernels::Scratch,
            ) -> f64 {
                let mut percent = [0.0];
                $percents(&[[left, right]], &mut percent, scratch);
                percent[0] / 100.0
            }

            fn compare_batch(
                &self,
                pairs: &[[&[u8]; 2]],
                _limits: &[Option<f64>],
                raws: &mut [f64],
                scratch: &mut crate::kernels::Scratch,
            ) {
                $percents(pairs, raws, scratch);
                raws.iter_mut().for_each(|raw| *raw /= 100.0);
            }
        }

        impl crate::metrics::Bounds for $metric {
            fn best(&self, _left: u32, _right: u32) -> f64 {
                1.0
            }
        }
    };
}
use fuzz_metric;

/// The share of `whole` symbols that an Indel distance leaves, in percent.
#[inline]
pub(crate) fn share(distance: u32, whole: u32) -> f64 {
    if whole == 0 {
        return 100.0;
    }
    (1.0 - f64::from(distance) / f64::from(whole)) * 100.0
}

/// Two texts to be compared.
type Pair<'a, S> = [&'a [S]; 2];

/// The number of symbols of both texts.
fn whole<S: Letter>([left, right]: &Pair<'_, S>) -> u32 {
    affix::pair::length(left) + affix::pair::length(right)
}

/// Indel's normalised similarities of some pairs, in percent.
fn ratios<S: Letter>(pairs: &[Pair<'_, S>], percents: &mut [f64], scratch: &mut Scratch) {
    let distances = indel(pairs, scratch);
    for ((percent, distance), pair) in percents.iter_mut().zip(distances).zip(pairs) {
        *percent = share(distance, whole(pair));
    }
}

/// Indel's distances of some pairs, which are at most [`BATCH`].
fn indel<S: Letter>(pairs: &[Pair<'_, S>], scratch: &mut Scratch) -> [u32; BATCH] {
    let mut distances = [0; BATCH];
    lcs::interleaved::lcs(pairs, &mut distances[..pairs.len()], scratch);
    for (distance, pair) in distances.iter_mut().zip(pairs) {
        *distance = whole(pair) - 2 * *distance;
    }
    distances
}
