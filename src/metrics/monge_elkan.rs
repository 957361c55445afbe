//! Monge and Elkan's similarity of texts by their words: each left word with the right word it is most
//! like ("The field matching problem: algorithms and applications", KDD 1996).

use serde::Deserialize;

use super::dyn_metric::AnyMetric;
use super::inner::Inner;
use super::{
    Bounds, DamerauLevenshtein, Hamming, Indel, Jaro, JaroWinkler, LcsSeq, LcsStr, Levenshtein,
    Metric, Osa, Postfix, Prefix, RatcliffObershelp,
};
use crate::interrupt::Pace;
use crate::kernels::{Scratch, affix};
use crate::measure::{Measure, Sense};
use crate::strings::words::{Letter, Token};

/// Evaluates an expression with the metric behind an [`Inner`], whatever its type.
macro_rules! with_inner {
    ($inner:expr, $metric:ident => $value:expr) => {{
        macro_rules! of {
            ($default:expr) => {{
                let $metric = $default;
                $value
            }};
        }
        match $inner {
            Inner::Levenshtein => of!(Levenshtein::default()),
            Inner::Osa => of!(Osa {}),
            Inner::DamerauLevenshtein => of!(DamerauLevenshtein {}),
            Inner::Indel => of!(Indel {}),
            Inner::LcsSeq => of!(LcsSeq {}),
            Inner::LcsStr => of!(LcsStr {}),
            Inner::Hamming => of!(Hamming { pad: true }),
            Inner::Prefix => of!(Prefix {}),
            Inner::Postfix => of!(Postfix {}),
            Inner::Jaro => of!(Jaro {}),
            Inner::JaroWinkler => of!(JaroWinkler { prefix_weight: 0.1 }),
            Inner::RatcliffObershelp => of!(RatcliffObershelp {}),
        }
    }};
}

impl Inner {
    /// The metric chosen at run time.
    pub fn metric(self) -> AnyMetric {
        with_inner!(self, metric => AnyMetric::new(metric))
    }
}

#[inline]
fn similarity<M: Metric, S: Letter>(
    metric: &M,
    left: &[S],
    right: &[S],
    scratch: &mut Scratch,
) -> f64 {
    let raw = metric.compare(left, right, None, scratch);
    let maximum = metric.maximum(affix::pair::length(left), affix::pair::length(right));
    Measure::NormalizedSimilarity.score(M::SENSE, raw, maximum)
}

/// The mean over the words of the first text of the similarity with the word of the other text most like it.
#[inline(never)]
fn one_way<M: Metric, S: Letter>(
    metric: &M,
    (text, words): (&[S], &[Token]),
    (other, others): (&[S], &[Token]),
    scratch: &mut Scratch,
) -> f64 {
    let mut pace = Pace::default();
    let sum: f64 = words
        .iter()
        .take_while(|word| !pace.ends(word.of(text).len() * other.len()))
        .map(|word| {
            let word = word.of(text);
            let mut best = 0.0_f64;
            for another in others {
                best = best.max(similarity(metric, word, another.of(other), scratch));
                if best == 1.0 {
                    break;
                }
            }
            best
        })
        .sum();
    // Rounding may carry the mean of ones beyond 1.
    (sum / words.len() as f64).min(1.0)
}

/// The mean of what each left word has in common with the right word that is most like it.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MongeElkan {
    /// What compares two words.
    pub inner: Inner,
    /// Whether the mean of both directions is taken.
    pub symmetric: bool,
}

impl MongeElkan {
    /// [`one_way`], or the mean of both ways.
    fn mean<M: Metric, S: Letter>(
        self,
        metric: &M,
        left: (&[S], &[Token]),
        right: (&[S], &[Token]),
        scratch: &mut Scratch,
    ) -> f64 {
        let there = one_way(metric, left, right, scratch);
        if self.symmetric {
            f64::midpoint(there, one_way(metric, right, left, scratch))
        } else {
            there
        }
    }
}

impl Metric for MongeElkan {
    type Raw = f64;
    const NAME: &'static str = "monge_elkan";
    const SENSE: Sense = Sense::Similarity;
    // A word is 24 bytes, and may be a letter and a space; words are put in order.
    const ROOM: u64 = 56;

    fn needs_text(&self) -> bool {
        true
    }

    fn is_symmetric(&self) -> bool {
        self.symmetric
    }

    fn maximum(&self, _left: u32, _right: u32) -> f64 {
        1.0
    }

    fn compare<S: Letter>(
        &self,
        left: &[S],
        right: &[S],
        _limit: Option<f64>,
        scratch: &mut Scratch,
    ) -> f64 {
        let mut tokens = scratch.take_tokens(1);
        let [words, others] = &mut tokens[0].sides;
        words.split(left);
        others.split(right);
        let similarity = match (words.is_empty(), others.is_empty()) {
            (true, true) => 1.0,
            (true, false) | (false, true) => 0.0,
            // One choice for all words, so that nothing is chosen in the loops over them.
            (false, false) => with_inner!(self.inner, metric => {
                self.mean(&metric, (left, words), (right, others), scratch)
            }),
        };
        scratch.tokens = tokens;
        similarity
    }
}

impl Bounds for MongeElkan {
    fn best(&self, _left: u32, _right: u32) -> f64 {
        1.0
    }

    fn of_words(&self) -> Option<Inner> {
        // It has a direction, and of both the other one may be the better.
        let is_one_sided = self.symmetric && self.inner == Inner::RatcliffObershelp;
        (!is_one_sided).then_some(self.inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::testing::compare;

    #[test]
    fn each_word_finds_its_best() {
        let metric = |symmetric| MongeElkan {
            inner: Inner::Levenshtein,
            symmetric,
        };
        let [left, right] = ["paul johnson", "johson paule jr"];
        let there = (1.0 - 1.0 / 5.0 + 1.0 - 1.0 / 7.0) / 2.0;
        assert!((compare(&metric(false), left, right) - there).abs() < 1e-12);
        let back = compare(&metric(false), right, left);
        assert!(back < there);
        assert_eq!(compare(&metric(true), left, right), (there + back) / 2.0);
        assert_eq!(compare(&metric(false), " ", ""), 1.0);
        assert_eq!(compare(&metric(false), "a", " "), 0.0);
    }
}
