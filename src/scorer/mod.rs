//! Scorers: metrics chosen by their names, with the measure they are read by, or weighted means of them.
//!
//! Searches and joins take a [`Scorer`]. It gives a score for two prepared texts, and tells an index what it needs
//! to rule pairs out: the best score of two lengths, and whether whole blocks, or groups, can be compared.

mod adjusted;
mod bounds;
mod combined;
mod decompose;
mod given_names;
mod mean;
mod single;
#[cfg(test)]
mod tests;
mod word_order;

use std::borrow::Cow;

use serde::Deserialize;

use crate::kernels;
use crate::measure::{Measure, Sense};
use crate::text::default_process::default_process;

pub use combined::Combined;
pub use decompose::SubQuery;
pub use given_names::GivenNames;
pub use mean::Weights;
pub use single::Single;
pub use word_order::{Arrangement, Arranger};

use adjusted::AdjustedSpec;
use single::MetricSpec;

/// What is done to a text before it is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Processor {
    /// RapidFuzz's `default_process`: lower case, white space for everything but letters and digits,
    /// none at the ends.
    Default,
    /// Words are sorted, as `token_sort_ratio` does; not to be chosen, but found out.
    #[serde(skip)]
    SortedWords,
    /// RapidFuzz's `default_process`, and then words are sorted.
    #[serde(skip)]
    DefaultSortedWords,
}

impl Processor {
    /// The text before its words are put in another order.
    pub fn apply(self, text: &str) -> Cow<'_, str> {
        if self == Self::SortedWords {
            return Cow::Borrowed(text);
        }
        let mut processed = String::new();
        default_process(text, &mut processed);
        Cow::Owned(processed)
    }

    /// Whether a user chose it. Then it reads letters, which bytes alone do not tell, and a text that it leaves
    /// empty matches nothing.
    pub fn is_chosen(self) -> bool {
        self != Self::SortedWords
    }

    /// The order that words are put in then.
    pub fn arrangement(self) -> Arrangement {
        match self {
            Self::Default => Arrangement::AsIs,
            Self::SortedWords | Self::DefaultSortedWords => Arrangement::Sorted,
        }
    }
}

/// A text's symbols: bytes where they are the symbols (ASCII text, or Binary), else code points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Text<'a> {
    /// One symbol a byte.
    Bytes(&'a [u8]),
    /// One symbol a number.
    Codes(&'a [u32]),
}

impl<'a> Text<'a> {
    /// The number of symbols.
    pub fn len(self) -> u32 {
        kernels::affix::pair::to_u32(match self {
            Self::Bytes(bytes) => bytes.len(),
            Self::Codes(codes) => codes.len(),
        })
    }

    /// Whether there are no symbols.
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The symbols, one number each.
    pub fn symbols(self) -> impl Iterator<Item = u32> + Clone + 'a {
        let (bytes, codes): (&[u8], &[u32]) = match self {
            Self::Bytes(bytes) => (bytes, &[]),
            Self::Codes(codes) => (&[], codes),
        };
        let bytes = bytes.iter().map(|byte| u32::from(*byte));
        bytes.chain(codes.iter().copied())
    }

    /// The symbols as an array of their own.
    pub fn to_codes(self) -> Box<[u32]> {
        self.symbols().collect()
    }
}

/// The memory of scorers, kept between calls so that none of them allocates for each pair.
#[derive(Debug, Default)]
pub struct ScorerScratch {
    kernels: kernels::Scratch,
    widened: Vec<u32>,
}

enum ScorerKind {
    Single(Single),
    Combined(Combined),
}

/// Gives two texts a score.
#[derive(Deserialize)]
#[serde(try_from = "ScorerSpec")]
pub struct Scorer {
    kind: ScorerKind,
    sense: Sense,
    processor: Option<Processor>,
}

impl Scorer {
    fn of_single(single: Single, processor: Option<Processor>) -> Self {
        Self {
            sense: single.measure().sense(),
            kind: ScorerKind::Single(single),
            processor,
        }
    }

    /// Whether large or small scores are the better ones: similarities or distances.
    pub fn sense(&self) -> Sense {
        self.sense
    }

    /// What has to be done to texts before they are scored; see [`Corpus`](crate::matching::Corpus).
    pub fn processor(&self) -> Option<Processor> {
        self.processor
    }

    /// The metric and its measure, if it is one and not a mean of several.
    pub fn single(&self) -> Option<&Single> {
        match &self.kind {
            ScorerKind::Single(single) => Some(single),
            ScorerKind::Combined(_) => None,
        }
    }

    /// Whether scores stay the same when the two texts are swapped.
    pub fn is_symmetric(&self) -> bool {
        match &self.kind {
            ScorerKind::Single(single) => single.is_symmetric(),
            ScorerKind::Combined(combined) => combined.parts.iter().all(Scorer::is_symmetric),
        }
    }

    /// Whether one score is better than another.
    #[inline(always)]
    pub fn is_better(&self, score: f64, than: f64) -> bool {
        match self.sense {
            Sense::Distance => score < than,
            Sense::Similarity => score > than,
        }
    }

    /// Whether a score is at least as good as the cutoff. NaN, which stands for no score, never is.
    #[inline(always)]
    pub fn keeps(&self, score: f64, cutoff: Option<f64>) -> bool {
        cutoff.map_or(!score.is_nan(), |worst| self.sense.reaches(score, worst))
    }

    /// Why scores might not fit their type for texts of up to these lengths, if so.
    ///
    /// # Errors
    /// One sentence: what was expected and what came.
    pub fn check_overflow(&self, left: u32, right: u32) -> Result<(), String> {
        match &self.kind {
            ScorerKind::Single(single) => single.check_overflow(left, right),
            ScorerKind::Combined(combined) => combined
                .parts
                .iter()
                .try_for_each(|scorer| scorer.check_overflow(left, right)),
        }
    }

    /// Why scoring texts of up to these lengths might take too much memory, if so.
    ///
    /// # Errors
    /// One sentence: what was expected and what came.
    pub fn check_room(&self, left: u32, right: u32) -> Result<(), String> {
        match &self.kind {
            ScorerKind::Single(single) => single.check_room(left, right),
            ScorerKind::Combined(combined) => combined
                .parts
                .iter()
                .try_for_each(|scorer| scorer.check_room(left, right)),
        }
    }

    /// The best score that texts of these lengths can have, or a better one; `None` where they have
    /// none.
    pub fn best(&self, left: u32, right: u32) -> Option<f64> {
        match &self.kind {
            ScorerKind::Single(single) => single.best(left, right),
            ScorerKind::Combined(combined) => combined.mean(|scorer| scorer.best(left, right)),
        }
    }

    /// The score of two texts, if they have one and it is at least as good as the cutoff.
    pub fn score(
        &self,
        left: Text<'_>,
        right: Text<'_>,
        cutoff: Option<f64>,
        scratch: &mut ScorerScratch,
    ) -> Option<f64> {
        match &self.kind {
            ScorerKind::Single(single) => single.score(left, right, cutoff, scratch),
            ScorerKind::Combined(combined) => {
                let best = self.best(left.len(), right.len())?;
                if !self.keeps(best, cutoff) {
                    return None;
                }
                combined
                    .mean(|scorer| scorer.score(left, right, None, scratch))
                    .filter(|score| self.keeps(*score, cutoff))
            }
        }
    }
}

/// A scorer as it arrives from Python.
#[derive(Deserialize)]
#[serde(untagged)]
enum ScorerSpec {
    Single {
        #[serde(flatten)]
        metric: MetricSpec,
        measure: Measure,
        processor: Option<Processor>,
    },
    Combined {
        combine: Vec<(Scorer, f64)>,
    },
    Adjusted {
        adjusted: AdjustedSpec,
        processor: Option<Processor>,
    },
}

impl TryFrom<ScorerSpec> for Scorer {
    type Error = String;

    fn try_from(spec: ScorerSpec) -> Result<Self, String> {
        match spec {
            ScorerSpec::Single {
                metric,
                measure,
                processor,
            } => {
                let single = Single::new(metric.metric()?, measure);
                Ok(Self::of_single(single, processor))
            }
            ScorerSpec::Adjusted {
                adjusted,
                processor,
            } => Ok(Self::of_single(adjusted.single()?, processor)),
            ScorerSpec::Combined { combine } => Self::combine(combine),
        }
    }
}
