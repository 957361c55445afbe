//! Partial ratios of words, in any order.

use serde::Deserialize;

use super::token::{join_both, with_tokens};
use super::{fuzz_metric, partial_ratio};
use crate::kernels::Scratch;
use crate::kernels::tokens::take_common;
use crate::metric::Symbol;

/// [`PartialRatio`](super::PartialRatio) of the texts with their words sorted.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartialTokenSortRatio {}

/// 1 where the texts have a word in common, otherwise [`PartialRatio`](super::PartialRatio) of their
/// different words, sorted.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartialTokenSetRatio {}

/// The larger one of [`PartialTokenSortRatio`] and [`PartialTokenSetRatio`].
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartialTokenRatio {}

fuzz_metric!(
    PartialTokenSortRatio,
    "partial_token_sort_ratio",
    sort_ratio
);
fuzz_metric!(PartialTokenSetRatio, "partial_token_set_ratio", set_ratio);
fuzz_metric!(PartialTokenRatio, "partial_token_ratio", token_ratio);

fn sort_ratio<S: Symbol>(left: &[S], right: &[S], scratch: &mut Scratch) -> f64 {
    with_tokens(left, right, scratch, |tokens, scratch| {
        let (left, right) = join_both(left, right, tokens);
        partial_ratio::percent(left, right, scratch)
    })
}

fn set_ratio<S: Symbol>(left: &[S], right: &[S], scratch: &mut Scratch) -> f64 {
    with_tokens(left, right, scratch, |tokens, scratch| {
        if tokens.sides.iter().any(|words| words.is_empty()) {
            return 0.0;
        }
        if take_common([left, right], &mut tokens.sides).0 > 0 {
            return 100.0;
        }
        let (left, right) = join_both(left, right, tokens);
        partial_ratio::percent(left, right, scratch)
    })
}

pub(super) fn token_ratio<S: Symbol>(left: &[S], right: &[S], scratch: &mut Scratch) -> f64 {
    let mut is_repeated = false;
    let sets = with_tokens(left, right, scratch, |tokens, scratch| {
        let words = tokens.sides.each_ref().map(|words| words.len());
        if take_common([left, right], &mut tokens.sides).0 > 0 {
            return 100.0;
        }
        is_repeated = tokens.sides.each_ref().map(|words| words.len()) != words;
        let (left, right) = join_both(left, right, tokens);
        partial_ratio::percent(left, right, scratch)
    });
    // Without repetitions both ratios are of the same texts.
    if is_repeated {
        sets.max(sort_ratio(left, right, scratch))
    } else {
        sets
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::testing::compare;

    #[test]
    fn a_common_word_is_enough_for_sets() {
        let [left, right] = ["new york mets", "york city"];
        assert_eq!(compare(&PartialTokenSetRatio {}, left, right), 1.0);
        assert_eq!(compare(&PartialTokenRatio {}, left, right), 1.0);
        assert!(compare(&PartialTokenSortRatio {}, left, right) < 1.0);
        let value = compare(&PartialTokenSetRatio {}, "ab", "b a");
        assert!((value - 2.0 / 3.0).abs() < 1e-12);
    }

    #[test]
    fn texts_without_words() {
        assert_eq!(compare(&PartialTokenSortRatio {}, " ", ""), 1.0);
        assert_eq!(compare(&PartialTokenSetRatio {}, " ", ""), 0.0);
        assert_eq!(compare(&PartialTokenRatio {}, " ", ""), 1.0);
        assert_eq!(compare(&PartialTokenRatio {}, "a", " "), 0.0);
    }
}
