//! Partial ratios of words, in any order.

use serde::Deserialize;

use super::token::{join_both, joined, with_tokens};
use super::{Pair, fuzz_metric, partial_ratio};
use crate::kernels::Scratch;
use crate::kernels::tokens::{Tokens, take_common};
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

fn sort_ratio<S: Symbol>(pairs: &[Pair<'_, S>], percents: &mut [f64], scratch: &mut Scratch) {
    with_tokens(pairs, scratch, |tokens, scratch| {
        for (tokens, pair) in tokens.iter_mut().zip(pairs) {
            join_both(pair, tokens);
        }
        for (percent, tokens) in percents.iter_mut().zip(tokens) {
            let [left, right] = joined::<S>(tokens);
            *percent = partial_ratio::percent(left, right, scratch);
        }
    });
}

fn set_ratio<S: Symbol>(pairs: &[Pair<'_, S>], percents: &mut [f64], scratch: &mut Scratch) {
    with_tokens(pairs, scratch, |tokens, scratch| {
        for ((percent, tokens), pair) in percents.iter_mut().zip(tokens).zip(pairs) {
            *percent = if tokens.sides.iter().any(|words| words.is_empty()) {
                0.0
            } else if take_common(*pair, &mut tokens.sides).0 > 0 {
                100.0
            } else {
                of_words(pair, tokens, scratch)
            };
        }
    });
}

pub(super) fn token_ratio<S: Symbol>(
    pairs: &[Pair<'_, S>],
    percents: &mut [f64],
    scratch: &mut Scratch,
) {
    with_tokens(pairs, scratch, |tokens, scratch| {
        for ((percent, tokens), pair) in percents.iter_mut().zip(tokens).zip(pairs) {
            join_both(pair, tokens);
            let words = tokens.sides.each_ref().map(|words| words.len());
            if take_common(*pair, &mut tokens.sides).0 > 0 {
                *percent = 100.0;
                continue;
            }
            let [left, right] = joined::<S>(tokens);
            *percent = partial_ratio::percent(left, right, scratch);
            // Without repetitions both ratios are of the same texts.
            if tokens.sides.each_ref().map(|words| words.len()) != words {
                *percent = percent.max(of_words(pair, tokens, scratch));
            }
        }
    });
}

/// The ratio of words put together.
fn of_words<S: Symbol>(pair: &Pair<'_, S>, tokens: &mut Tokens, scratch: &mut Scratch) -> f64 {
    join_both(pair, tokens);
    let [left, right] = joined::<S>(tokens);
    partial_ratio::percent(left, right, scratch)
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
