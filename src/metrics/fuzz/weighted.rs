//! RapidFuzz's `WRatio`: the best of several ratios, each with a weight that says how much it may be
//! trusted for texts of these lengths.

use serde::Deserialize;

use super::{Pair, fuzz_metric, partial_ratio, partial_token, ratios, token};
use crate::kernels::{Scratch, affix};
use crate::strings::words::{BATCH, Letter};

/// The best of [`Ratio`](super::Ratio), and with weights [`TokenRatio`](super::TokenRatio), or, where
/// one text is at least half as long again as the other, [`PartialRatio`](super::PartialRatio) and
/// [`PartialTokenRatio`](super::PartialTokenRatio).
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WRatio {}

fuzz_metric!(WRatio, "wratio", percents);

/// What words in another order weigh.
const TOKENS: f64 = 0.95;

/// How trustworthy the parts of texts are; `None` where the whole texts are.
fn weight_of_parts<S: Letter>([left, right]: &Pair<'_, S>) -> Option<f64> {
    let [left, right] = [left, right].map(|side| f64::from(affix::pair::length(side)));
    match left.max(right) / left.min(right) {
        lengths if lengths < 1.5 => None,
        lengths if lengths <= 8.0 => Some(0.9),
        _ => Some(0.6),
    }
}

fn percents<S: Letter>(pairs: &[Pair<'_, S>], percents: &mut [f64], scratch: &mut Scratch) {
    let empty: &[S] = &[];
    let mut some = [[empty; 2]; BATCH];
    let mut answers = [0.0; BATCH];
    for are_parts in [false, true] {
        let is_meant = |pair: &Pair<'_, S>| {
            !pair.contains(&empty) && weight_of_parts(pair).is_some() == are_parts
        };
        let meant = pairs.iter().filter(|pair| is_meant(pair));
        let count = some
            .iter_mut()
            .zip(meant)
            .map(|(some, pair)| *some = *pair)
            .count();
        let (some, answers) = (&some[..count], &mut answers[..count]);
        if are_parts {
            partial_token::token_ratio(some, answers, scratch);
        } else {
            token::token_ratio(some, answers, scratch);
        }
        let mut plain = [0.0; BATCH];
        ratios(some, &mut plain[..count], scratch);
        let mut answers = answers.iter().zip(plain);
        for (percent, pair) in percents
            .iter_mut()
            .zip(pairs)
            .filter(|(_, pair)| is_meant(pair))
        {
            let (tokens, plain) = answers.next().unwrap_or((&0.0, 0.0));
            let tokens = tokens * TOKENS;
            let [left, right] = *pair;
            *percent = match weight_of_parts(pair) {
                None => plain.max(tokens),
                Some(weight) => {
                    let partial = partial_ratio::percent(left, right, scratch) * weight;
                    plain.max(partial).max(tokens * weight)
                }
            };
        }
    }
    for (percent, pair) in percents.iter_mut().zip(pairs) {
        if pair.contains(&empty) {
            *percent = 0.0;
        }
    }
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
