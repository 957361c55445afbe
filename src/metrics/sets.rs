//! Two texts as collections of their runs of n symbols (q-grams), or of their words.
//!
//! Collections are sets, or bags in which each gram counts as often as it stands in the text. Grams are
//! not padded: a text of fewer than n symbols is its own only gram, and an empty text has none.
//! Two empty collections are alike, an empty one and another one have nothing in common.

use serde::Deserialize;

use super::{Bounds, Metric};
use crate::kernels::Scratch;
use crate::kernels::block_kernel::{BlockKernel, Counts};
use crate::kernels::qgrams::pair::{overlap, overlap_of_words};
use crate::kernels::qgrams::{Counting, Grams, Overlap};
use crate::measure::Sense;
use crate::strings::words::Letter;

/// What both have, divided by what either has (Jaccard, "Étude comparative de la distribution florale",
/// 1901). Its distance is a metric, also of bags.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Jaccard {
    /// Symbols in a gram; `None` for words.
    pub ngram: Option<u32>,
    /// Whether repeated grams count.
    pub multiset: bool,
}

/// What both have, divided by the mean size (Dice, "Measures of the amount of ecologic association",
/// 1945; Sørensen, 1948).
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SorensenDice {
    /// Symbols in a gram; `None` for words.
    pub ngram: Option<u32>,
    /// Whether repeated grams count.
    pub multiset: bool,
}

/// What both have, divided by the smaller size (Szymkiewicz 1934, Simpson 1943).
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OverlapCoefficient {
    /// Symbols in a gram; `None` for words.
    pub ngram: Option<u32>,
    /// Whether repeated grams count.
    pub multiset: bool,
}

/// The cosine of the angle between the vectors of counts (Salton and McGill, "Introduction to modern
/// information retrieval", 1983); of sets the counts are 0 and 1 (Ochiai, 1957).
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cosine {
    /// Symbols in a gram; `None` for words.
    pub ngram: Option<u32>,
    /// Whether repeated grams count.
    pub multiset: bool,
}

/// What both have, divided by that and weighted shares of what only one has (Tversky, "Features of
/// similarity", Psychological Review, 1977).
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tversky {
    /// Symbols in a gram; `None` for words.
    pub ngram: Option<u32>,
    /// Whether repeated grams count.
    pub multiset: bool,
    /// What a gram weighs that only the left text has.
    pub alpha: f64,
    /// What a gram weighs that only the right text has.
    pub beta: f64,
}

impl Jaccard {
    fn share(self, common: f64, left: f64, right: f64) -> f64 {
        common / (left + right - common)
    }
}

impl SorensenDice {
    fn share(self, common: f64, left: f64, right: f64) -> f64 {
        2.0 * common / (left + right)
    }
}

impl OverlapCoefficient {
    fn share(self, common: f64, left: f64, right: f64) -> f64 {
        common / left.min(right)
    }
}

impl Cosine {
    fn share(self, common: f64, left: f64, right: f64) -> f64 {
        // Rounding may carry the quotient of equal collections beyond 1.
        (common / (left * right).sqrt()).min(1.0)
    }
}

impl Tversky {
    /// Whether what only one side has counts as much as what only the other has.
    fn is_even(self) -> bool {
        self.alpha == self.beta
    }

    fn share(self, common: f64, left: f64, right: f64) -> f64 {
        let apart = self.alpha * (left - common) + self.beta * (right - common);
        if common == 0.0 {
            0.0
        } else {
            common / (common + apart)
        }
    }

    fn check(&self) -> Result<(), String> {
        for (name, weight) in [("alpha", self.alpha), ("beta", self.beta)] {
            if !(weight >= 0.0 && weight.is_finite()) {
                return Err(format!(
                    "expected {name} to be finite and at least 0, got {weight}"
                ));
            }
        }
        Ok(())
    }
}

impl Grams {
    fn check(self) -> Result<(), String> {
        match self.ngram {
            Some(0) => Err("expected ngram to be at least 1, got 0".into()),
            _ => Ok(()),
        }
    }

    /// The best overlap that lengths allow; `None` where they say nothing.
    fn best(self, left: u32, right: u32) -> Option<Overlap> {
        let n = self.ngram?;
        let grams = |length: u32| u64::from(length.min((length + 1).saturating_sub(n).max(1)));
        let is_short = left.min(right) < n;
        let [left_grams, right_grams] = [grams(left), grams(right)];
        if is_short && left != right {
            Some(Overlap {
                left: left_grams,
                right: right_grams,
                common: 0,
            })
        } else if !is_short && self.counting == Counting::Each {
            Some(Overlap {
                left: left_grams,
                right: right_grams,
                common: left_grams.min(right_grams),
            })
        } else {
            None
        }
    }

    fn overlap<S: Letter>(self, left: &[S], right: &[S], scratch: &mut Scratch) -> Overlap {
        match self.ngram {
            Some(n) => overlap(left, right, n as usize, self.counting, scratch),
            None => overlap_of_words(left, right, self.counting, scratch),
        }
    }
}

/// Reads an overlap; nothing is like an empty collection but another one.
#[inline(always)]
fn read(overlap: Overlap, share: impl Fn(f64, f64, f64) -> f64) -> f64 {
    match overlap {
        Overlap {
            left: 0, right: 0, ..
        } => 1.0,
        Overlap { left: 0, .. } | Overlap { right: 0, .. } => 0.0,
        Overlap {
            left,
            right,
            common,
        } => share(common as f64, left as f64, right as f64),
    }
}

/// Implements [`Metric`] for a metric with a method `share`, given how bags are counted.
macro_rules! set_metric {
    ($metric:ident, $name:literal, $bags:expr $(, $check:ident, $is_even:ident)?) => {
        impl $metric {
            fn grams(&self) -> Grams {
                Grams {
                    ngram: self.ngram,
                    counting: if self.multiset { $bags } else { Counting::Once },
                }
            }
        }

        impl Metric for $metric {
            type Raw = f64;
            const NAME: &'static str = $name;
            const SENSE: Sense = Sense::Similarity;
            // A gram is 8 bytes or, as a place in its text, 24.
            const ROOM: u64 = 40;

            fn check(&self) -> Result<(), String> {
                $($metric::$check(self)?;)?
                self.grams().check()
            }

            fn is_symmetric(&self) -> bool {
                true $(&& self.$is_even())?
            }

            fn needs_text(&self) -> bool {
                self.ngram.is_none()
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
                let overlap = self.grams().overlap(left, right, scratch);
                read(overlap, |c, l, r| self.share(c, l, r))
            }

            fn kernel(&self) -> Option<BlockKernel> {
                BlockKernel::of_grams(self.grams())
            }

            #[inline(always)]
            fn raw(&self, counts: Counts, _left: u32, _right: u32) -> f64 {
                read(counts.overlap(), |c, l, r| self.share(c, l, r))
            }
        }

        impl Bounds for $metric {
            fn best(&self, left: u32, right: u32) -> f64 {
                let best = self.grams().best(left, right);
                best.map_or(1.0, |best| read(best, |c, l, r| self.share(c, l, r)))
            }

            fn by_grams(&self) -> Option<Grams> {
                Some(self.grams())
            }

            fn overlapping(&self, overlap: Overlap) -> Option<f64> {
                Some(read(overlap, |c, l, r| self.share(c, l, r)))
            }
        }
    };
}

set_metric!(Jaccard, "jaccard", Counting::Each);
set_metric!(SorensenDice, "sorensen_dice", Counting::Each);
set_metric!(OverlapCoefficient, "overlap", Counting::Each);
set_metric!(Cosine, "cosine", Counting::Squares);
set_metric!(Tversky, "tversky", Counting::Each, check, is_even);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::testing::compare;

    /// Bigrams of "night" and "nacht" share one of seven.
    #[test]
    fn grams_of_two() {
        let (ngram, multiset) = (Some(2), false);
        let of = ("night", "nacht");
        assert_eq!(compare(&Jaccard { ngram, multiset }, of.0, of.1), 1.0 / 7.0);
        assert_eq!(compare(&SorensenDice { ngram, multiset }, of.0, of.1), 0.25);
        assert_eq!(
            compare(&OverlapCoefficient { ngram, multiset }, of.0, of.1),
            0.25
        );
        assert_eq!(compare(&Cosine { ngram, multiset }, of.0, of.1), 0.25);
        let (alpha, beta) = (0.5, 0.0);
        let tversky = Tversky {
            ngram,
            multiset,
            alpha,
            beta,
        };
        assert_eq!(compare(&tversky, of.0, of.1), 1.0 / 2.5);
    }

    #[test]
    fn bags_count_repetitions() {
        let jaccard = |ngram, multiset| compare(&Jaccard { ngram, multiset }, "aab", "ab");
        assert_eq!(jaccard(Some(1), false), 1.0);
        assert_eq!(jaccard(Some(1), true), 2.0 / 3.0);
        let cosine = Cosine {
            ngram: Some(1),
            multiset: true,
        };
        assert!((compare(&cosine, "aab", "ab") - 3.0 / 10.0_f64.sqrt()).abs() < 1e-15);
        let words = Jaccard {
            ngram: None,
            multiset: false,
        };
        assert_eq!(compare(&words, "new york mets", "york  new"), 2.0 / 3.0);
    }

    #[test]
    fn short_and_empty_texts() {
        let jaccard = |left, right| {
            let [set, bag] = [false, true].map(|multiset| {
                compare(
                    &Jaccard {
                        ngram: Some(3),
                        multiset,
                    },
                    left,
                    right,
                )
            });
            assert_eq!(set, bag);
            set
        };
        assert_eq!(jaccard("", ""), 1.0);
        assert_eq!(jaccard("", "a"), 0.0);
        assert_eq!(jaccard("ab", "ab"), 1.0);
        assert_eq!(jaccard("ab", "ba"), 0.0);
        assert_eq!(jaccard("ab", "abc"), 0.0);
    }

    #[test]
    fn wrong_parameters_are_refused() {
        assert!(
            Jaccard {
                ngram: Some(0),
                multiset: false
            }
            .check()
            .is_err()
        );
        let tversky = |alpha, beta| Tversky {
            ngram: None,
            multiset: true,
            alpha,
            beta,
        };
        assert!(Metric::check(&tversky(0.0, 2.0)).is_ok());
        for (alpha, beta) in [(-1.0, 1.0), (1.0, f64::NAN), (f64::INFINITY, 0.0)] {
            assert!(Metric::check(&tversky(alpha, beta)).is_err());
        }
    }
}
