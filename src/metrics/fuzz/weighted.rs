//! RapidFuzz's `WRatio`: the best of several ratios, each with a weight that says how much it may be
//! trusted for texts of these lengths.

use serde::Deserialize;

use super::{fuzz_metric, partial_ratio, partial_token, ratio, token};
use crate::kernels::{Scratch, affix};
use crate::metric::Symbol;

/// The best of [`Ratio`](super::Ratio), and with weights [`TokenRatio`](super::TokenRatio), or, where
/// one text is at least half as long again as the other, [`PartialRatio`](super::PartialRatio) and
/// [`PartialTokenRatio`](super::PartialTokenRatio).
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WRatio {}

fuzz_metric!(WRatio, "wratio", percent);

/// What words in another order weigh.
const TOKENS: f64 = 0.95;

fn percent<S: Symbol>(left: &[S], right: &[S], scratch: &mut Scratch) -> f64 {
    if left.is_empty() || right.is_empty() {
        return 0.0;
    }
    let [left_length, right_length] = [left, right].map(|side| f64::from(affix::length(side)));
    let lengths = left_length.max(right_length) / left_length.min(right_length);
    let plain = ratio(left, right, scratch);
    if lengths < 1.5 {
        return plain.max(token::token_ratio(left, right, scratch) * TOKENS);
    }
    let weight = if lengths <= 8.0 { 0.9 } else { 0.6 };
    let partial = partial_ratio::percent(left, right, scratch) * weight;
    let tokens = partial_token::token_ratio(left, right, scratch) * TOKENS * weight;
    plain.max(partial).max(tokens)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::testing::compare;

    #[test]
    fn weights_follow_the_lengths() {
        let value = |left: &str, right: &str| compare(&WRatio {}, left, right);
        assert_eq!(value("this is a test", "test a is this"), 0.95);
        assert_eq!(value("ab", &"ab".repeat(8)), 0.9);
        assert_eq!(value("ab", &"ab".repeat(9)), 0.6);
        assert_eq!(value("", ""), 0.0);
    }
}
