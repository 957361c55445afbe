//! Ratios of words, in any order.

use serde::Deserialize;

use super::{fuzz_metric, indel, ratio, share};
use crate::kernels::tokens::{Tokens, join, take_common};
use crate::kernels::{Scratch, affix};
use crate::metric::Symbol;

/// [`Ratio`](super::Ratio) of the texts with their words sorted.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TokenSortRatio {}

/// The best [`Ratio`](super::Ratio) among the words both texts have, those and the rest of the left
/// words, and those and the rest of the right words.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TokenSetRatio {}

/// The larger one of [`TokenSortRatio`] and [`TokenSetRatio`].
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TokenRatio {}

fuzz_metric!(TokenSortRatio, "token_sort_ratio", sort_ratio);
fuzz_metric!(TokenSetRatio, "token_set_ratio", set_ratio);
fuzz_metric!(TokenRatio, "token_ratio", token_ratio);

/// Splits both texts into sorted words and hands them on, with the rest of the memory.
pub(super) fn with_tokens<S: Symbol>(
    left: &[S],
    right: &[S],
    scratch: &mut Scratch,
    compare: impl FnOnce(&mut Tokens, &mut Scratch) -> f64,
) -> f64 {
    let mut tokens = scratch.tokens.take().unwrap_or_default();
    tokens.sides[0].split_sorted(left);
    tokens.sides[1].split_sorted(right);
    let percent = compare(&mut tokens, scratch);
    scratch.tokens = Some(tokens);
    percent
}

/// The words of both sides put together again.
pub(super) fn join_both<'a, S: Symbol>(
    left: &[S],
    right: &[S],
    tokens: &'a mut Tokens,
) -> (&'a [S], &'a [S]) {
    let [left_words, right_words] = &tokens.sides;
    let [joined_left, joined_right] = S::texts(&mut tokens.joined);
    (
        join(left, left_words, joined_left),
        join(right, right_words, joined_right),
    )
}

fn sort_ratio<S: Symbol>(left: &[S], right: &[S], scratch: &mut Scratch) -> f64 {
    with_tokens(left, right, scratch, |tokens, scratch| {
        let (left, right) = join_both(left, right, tokens);
        ratio(left, right, scratch)
    })
}

fn set_ratio<S: Symbol>(left: &[S], right: &[S], scratch: &mut Scratch) -> f64 {
    with_tokens(left, right, scratch, |tokens, scratch| {
        if tokens.sides.iter().any(|words| words.is_empty()) {
            return 0.0;
        }
        of_sets(left, right, tokens, scratch)
    })
}

pub(super) fn token_ratio<S: Symbol>(left: &[S], right: &[S], scratch: &mut Scratch) -> f64 {
    with_tokens(left, right, scratch, |tokens, scratch| {
        let (sorted_left, sorted_right) = join_both(left, right, tokens);
        let distance = indel(sorted_left, sorted_right, scratch);
        let whole = affix::length(sorted_left) + affix::length(sorted_right);
        let sorted = share(distance, whole);
        let words = tokens.sides.each_ref().map(|words| words.len());
        if words.contains(&0) {
            return sorted;
        }
        let common = take_common([left, right], &mut tokens.sides);
        // Where no word is common or repeated, the sets are the same texts.
        sorted.max(
            if tokens.sides.each_ref().map(|words| words.len()) == words {
                remainder(distance, whole)
            } else {
                of_rests(left, right, common, tokens, scratch)
            },
        )
    })
}

/// The ratio of sets of words, neither of which is empty.
fn of_sets<S: Symbol>(left: &[S], right: &[S], tokens: &mut Tokens, scratch: &mut Scratch) -> f64 {
    let common = take_common([left, right], &mut tokens.sides);
    of_rests(left, right, common, tokens, scratch)
}

/// The ratio of sets of words, given the number and length of the common ones, and the rests.
///
/// The common words are the beginning of all three texts that are compared, and what else two of
/// them have makes the distance, so only the rests of left and right need a kernel.
fn of_rests<S: Symbol>(
    left: &[S],
    right: &[S],
    (shared, common): (u32, u32),
    tokens: &mut Tokens,
    scratch: &mut Scratch,
) -> f64 {
    if shared > 0 && tokens.sides.iter().any(|words| words.is_empty()) {
        return 100.0;
    }
    let (left_rest, right_rest) = join_both(left, right, tokens);
    let distance = indel(left_rest, right_rest, scratch);
    let space = u32::from(shared > 0);
    let [left_rest, right_rest] = [left_rest, right_rest].map(|rest| space + affix::length(rest));
    let whole = 2 * common + left_rest + right_rest;
    let both = remainder(distance, whole);
    if shared == 0 {
        return both;
    }
    let either = [left_rest, right_rest].map(|rest| remainder(rest, 2 * common + rest));
    both.max(either[0]).max(either[1])
}

/// The same share as [`super::share`], as RapidFuzz rounds it here.
fn remainder(distance: u32, whole: u32) -> f64 {
    if whole == 0 {
        return 100.0;
    }
    100.0 - 100.0 * f64::from(distance) / f64::from(whole)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::testing::compare;

    /// The documentation of RapidFuzz, `fuzz.token_sort_ratio` and `fuzz.token_set_ratio`.
    #[test]
    fn words_in_any_order() {
        let [left, right] = ["fuzzy wuzzy was a bear", "wuzzy fuzzy was a bear"];
        assert_eq!(compare(&TokenSortRatio {}, left, right), 1.0);
        let [left, right] = ["fuzzy was a bear", "fuzzy fuzzy was a bear"];
        let sorted = compare(&TokenSortRatio {}, left, right);
        assert!((sorted - 0.842_105_263).abs() < 1e-8, "{sorted}");
        assert_eq!(compare(&TokenSetRatio {}, left, right), 1.0);
        assert_eq!(compare(&TokenRatio {}, left, right), 1.0);
        let left = "fuzzy was a bear but not a dog";
        assert_eq!(compare(&TokenSetRatio {}, left, "fuzzy was a bear"), 1.0);
        let cat = compare(&TokenSetRatio {}, left, "fuzzy was a bear but not a cat");
        assert!((cat - 0.923_076_923).abs() < 1e-8, "{cat}");
    }

    #[test]
    fn texts_without_words() {
        for (left, right, sorted, set) in [
            ("", "", 1.0, 0.0),
            (" ", "\t\n", 1.0, 0.0),
            ("", "a", 0.0, 0.0),
        ] {
            assert_eq!(compare(&TokenSortRatio {}, left, right), sorted);
            assert_eq!(compare(&TokenSetRatio {}, left, right), set);
            assert_eq!(compare(&TokenRatio {}, left, right), sorted);
        }
    }
}
