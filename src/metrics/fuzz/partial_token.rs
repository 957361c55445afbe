//! Partial ratios of words, in any order.

use serde::Deserialize;

use super::token::{ALL, counts, joined, with_tokens};
use super::{Pair, fuzz_metric, partial_ratio};
use crate::kernels::Scratch;
use crate::strings::words::{BATCH, Letter, Tokens, join_all, take_common};

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

fn sort_ratio<S: Letter>(pairs: &[Pair<'_, S>], percents: &mut [f64], scratch: &mut Scratch) {
    with_tokens(pairs, scratch, |tokens, scratch| {
        join_all(pairs, tokens, &ALL);
        for (percent, tokens) in percents.iter_mut().zip(tokens) {
            *percent = of_joined::<S>(tokens, scratch);
        }
    });
}

fn set_ratio<S: Letter>(pairs: &[Pair<'_, S>], percents: &mut [f64], scratch: &mut Scratch) {
    with_tokens(pairs, scratch, |tokens, scratch| {
        let mut have_words = [false; BATCH];
        for (have_words, tokens) in have_words.iter_mut().zip(&*tokens) {
            *have_words = tokens.sides.iter().all(|words| !words.is_empty());
        }
        let mut common = [(0, 0); BATCH];
        take_common(pairs, tokens, &mut common);
        let mut are_apart = have_words;
        for (is_apart, (shared, _)) in are_apart.iter_mut().zip(common) {
            *is_apart &= shared == 0;
        }
        join_all(pairs, tokens, &are_apart);
        for (at, (percent, tokens)) in percents.iter_mut().zip(tokens).enumerate() {
            *percent = if are_apart[at] {
                of_joined::<S>(tokens, scratch)
            } else {
                f64::from(u8::from(have_words[at])) * 100.0
            };
        }
    });
}

pub(super) fn token_ratio<S: Letter>(
    pairs: &[Pair<'_, S>],
    percents: &mut [f64],
    scratch: &mut Scratch,
) {
    with_tokens(pairs, scratch, |tokens, scratch| {
        join_all(pairs, tokens, &ALL);
        let before = counts(tokens);
        let mut common = [(0, 0); BATCH];
        take_common(pairs, tokens, &mut common);
        let after = counts(tokens);
        let mut are_apart = [false; BATCH];
        for (at, (percent, tokens)) in percents.iter_mut().zip(&mut *tokens).enumerate() {
            are_apart[at] = common[at].0 == 0;
            *percent = if are_apart[at] {
                of_joined::<S>(tokens, scratch)
            } else {
                100.0
            };
            // Without repetitions both ratios are of the same texts.
            are_apart[at] &= before[at] != after[at];
        }
        join_all(pairs, tokens, &are_apart);
        for (at, (percent, tokens)) in percents.iter_mut().zip(tokens).enumerate() {
            if are_apart[at] {
                *percent = percent.max(of_joined::<S>(tokens, scratch));
            }
        }
    });
}

/// The ratio of words put together.
fn of_joined<S: Letter>(tokens: &mut Tokens, scratch: &mut Scratch) -> f64 {
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
