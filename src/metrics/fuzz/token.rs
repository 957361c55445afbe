//! Ratios of words, in any order.

use serde::Deserialize;

use super::{Pair, fuzz_metric, indel, ratios, share, whole};
use crate::kernels::{Scratch, affix};
use crate::strings::words::{BATCH, Joined, Letter, Tokens, join_all, prepare, take_common};

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

/// Splits the texts of all pairs into sorted words and hands them on, with the rest of the memory.
pub(super) fn with_tokens<S: Letter>(
    pairs: &[Pair<'_, S>],
    scratch: &mut Scratch,
    compare: impl FnOnce(&mut [Tokens], &mut Scratch),
) {
    let mut memory = scratch.take_tokens(pairs.len());
    let tokens = &mut memory[..pairs.len()];
    prepare(pairs, tokens);
    compare(tokens, scratch);
    scratch.tokens = memory;
}

/// All pairs of some.
pub(super) const ALL: [bool; BATCH] = [true; BATCH];

/// What [`join_all`] has made.
pub(super) fn joined<S: Letter>(tokens: &mut Tokens) -> Pair<'_, S> {
    S::texts(&mut tokens.joined).each_ref().map(Joined::text)
}

/// What [`join_all`] has made of some pairs.
fn all_joined<S: Letter>(tokens: &mut [Tokens]) -> [Pair<'_, S>; BATCH] {
    let mut pairs: [Pair<'_, S>; BATCH] = [[&[]; 2]; BATCH];
    for (pair, tokens) in pairs.iter_mut().zip(tokens) {
        *pair = joined(tokens);
    }
    pairs
}

fn sort_ratio<S: Letter>(pairs: &[Pair<'_, S>], percents: &mut [f64], scratch: &mut Scratch) {
    with_tokens(pairs, scratch, |tokens, scratch| {
        join_all(pairs, tokens, &ALL);
        ratios(&all_joined::<S>(tokens)[..pairs.len()], percents, scratch);
    });
}

/// What sets of words have in common, see [`take_common`]; `None` where there are no words.
type Common = Option<(u32, u32)>;

fn set_ratio<S: Letter>(pairs: &[Pair<'_, S>], percents: &mut [f64], scratch: &mut Scratch) {
    with_tokens(pairs, scratch, |tokens, scratch| {
        let commons = common_words(pairs, tokens);
        join_all(pairs, tokens, &ALL);
        percents.fill(0.0);
        compare_rests::<S>(&commons, tokens, percents, scratch);
    });
}

fn common_words<S: Letter>(pairs: &[Pair<'_, S>], tokens: &mut [Tokens]) -> [Common; BATCH] {
    let mut have_words = [false; BATCH];
    for (have_words, tokens) in have_words.iter_mut().zip(&*tokens) {
        *have_words = tokens.sides.iter().all(|words| !words.is_empty());
    }
    let mut taken = [(0, 0); BATCH];
    take_common(pairs, tokens, &mut taken);
    let mut commons = [None; BATCH];
    for (common, (have_words, taken)) in commons.iter_mut().zip(have_words.into_iter().zip(taken)) {
        *common = have_words.then_some(taken);
    }
    commons
}

/// How many words each pair has.
pub(super) fn counts(tokens: &[Tokens]) -> [usize; BATCH] {
    let mut counts = [0; BATCH];
    for (count, tokens) in counts.iter_mut().zip(tokens) {
        *count = tokens.sides.iter().map(|words| words.len()).sum();
    }
    counts
}

pub(super) fn token_ratio<S: Letter>(
    pairs: &[Pair<'_, S>],
    percents: &mut [f64],
    scratch: &mut Scratch,
) {
    with_tokens(pairs, scratch, |tokens, scratch| {
        join_all(pairs, tokens, &ALL);
        let sorted = &all_joined::<S>(tokens)[..pairs.len()];
        let distances = indel(sorted, scratch);
        let mut wholes = [0; BATCH];
        for (to, pair) in wholes.iter_mut().zip(sorted) {
            *to = whole(pair);
        }
        let before = counts(tokens);
        let mut commons = common_words(pairs, tokens);
        let after = counts(tokens);
        let mut are_others = [false; BATCH];
        for (at, percent) in percents.iter_mut().enumerate() {
            let (distance, whole) = (distances[at], wholes[at]);
            *percent = share(distance, whole);
            are_others[at] = before[at] != after[at];
            // Where no word is common or repeated, the sets are the same texts.
            if !are_others[at] && commons[at].take().is_some() {
                *percent = percent.max(remainder(distance, whole));
            }
        }
        join_all(pairs, tokens, &are_others);
        compare_rests::<S>(&commons, tokens, percents, scratch);
    });
}

/// Raises percentages to the ratios of sets of words, where these are known, whose rests were joined.
fn compare_rests<S: Letter>(
    commons: &[Common; BATCH],
    tokens: &mut [Tokens],
    percents: &mut [f64],
    scratch: &mut Scratch,
) {
    let rests = &all_joined::<S>(tokens)[..percents.len()];
    let (mut some, mut places, mut count) = ([[&[][..]; 2]; BATCH], [0; BATCH], 0);
    for (at, (rests, common)) in rests.iter().zip(commons).enumerate() {
        if common.is_some() {
            (some[count], places[count]) = (*rests, at);
            count += 1;
        }
    }
    let distances = indel(&some[..count], scratch);
    for ((place, rests), distance) in places[..count].iter().zip(&some).zip(distances) {
        if let Some(common) = commons[*place] {
            percents[*place] = percents[*place].max(of_rests(common, rests, distance));
        }
    }
}

/// The ratio of sets of words, given the number and length of the common ones, the rests, which were
/// joined, and their distance.
///
/// The common words are the beginning of all three texts that are compared, and what else two of
/// them have makes the distance, so only the rests of left and right need a kernel.
fn of_rests<S: Letter>((shared, common): (u32, u32), rests: &Pair<'_, S>, distance: u32) -> f64 {
    if shared > 0 && rests.iter().any(|rest| rest.is_empty()) {
        return 100.0;
    }
    let space = u32::from(shared > 0);
    let [left_rest, right_rest] = rests.map(|rest| space + affix::pair::length(rest));
    let whole = 2 * common + left_rest + right_rest;
    let both = remainder(distance, whole);
    if shared == 0 {
        return both;
    }
    let either = [left_rest, right_rest].map(|rest| remainder(rest, 2 * common + rest));
    both.max(either[0]).max(either[1])
}

/// The share of [`super::share`], rounded as RapidFuzz rounds it for sets of words.
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
