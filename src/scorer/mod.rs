//! Scorers: metrics chosen at run time, with the measure they are read by, or weighted means of them.
//!
//! Pairwise expressions know their metric when they are compiled; searches and joins take any. A
//! [`Scorer`] is what they take. It gives a score for two prepared texts, and tells an index what it
//! needs to rule pairs out: the best score of two lengths, the raw limit behind a cutoff, and whether
//! whole blocks can be compared.

mod bounds;
mod combined;
mod decompose;
mod dyn_metric;
mod mean;
#[cfg(test)]
mod tests;
mod word_order;

use std::borrow::Cow;

use serde::Deserialize;

use crate::kernels;
use crate::kernels::block::{Block, LANES};
use crate::kernels::edit::group::EditKernel;
use crate::kernels::jaro::JaroCounts;
use crate::measure::{Measure, Reading, Sense};
use crate::simd::Level;
use crate::text::default_process::default_process;

pub use combined::Combined;
pub use decompose::SubQuery;
pub use mean::Weights;
pub use word_order::{Arrangement, Arranger};

use dyn_metric::{Comparison, MetricSpec};

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

/// One metric, read by one measure.
pub struct Single {
    metric: Box<dyn Comparison>,
    measure: Measure,
}

impl Single {
    /// The metric's name in the registry.
    pub fn metric(&self) -> &'static str {
        self.metric.name()
    }

    /// The reading that is the score.
    pub fn measure(&self) -> Measure {
        self.measure
    }

    /// What the metric's raw number counts.
    pub fn raw_sense(&self) -> Sense {
        self.metric.sense()
    }

    /// The largest raw number for two lengths.
    pub fn maximum(&self, left: u32, right: u32) -> f64 {
        self.metric.maximum(left, right)
    }

    /// The worst raw number whose score for two lengths is at least as good as the cutoff, or for
    /// ratios a hair beyond; `None` where no score of these lengths is.
    pub fn limit(&self, cutoff: Option<f64>, left: u32, right: u32) -> Option<f64> {
        self.metric.limit(self.reading(cutoff), left, right)
    }

    /// The most symbols a side may have for [`score_block`](Self::score_block); zero where the metric
    /// has no block kernel.
    pub fn longest_in_block(&self) -> u32 {
        self.metric.longest_in_block()
    }

    /// The scores of all pairs in a block, NaN where there is none. The block's symbols are consumed.
    /// Not to be called where [`longest_in_block`](Self::longest_in_block) is zero.
    pub fn score_block(&self, level: Level, block: &mut Block, scores: &mut [f64; LANES]) {
        self.metric.score_block(level, self.measure, block, scores);
    }

    /// The number that a kernel computes for one text against a group, if one does and the score follows
    /// from it.
    pub fn many(&self) -> Option<EditKernel> {
        self.metric.many()
    }

    /// The score of two texts of these lengths for which [`many`](Self::many) computes `number`.
    pub fn score_of(&self, number: u32, left: u32, right: u32) -> f64 {
        self.metric.score_of(self.measure, number, left, right)
    }

    /// Whether the score follows from how symbols match as Jaro has it.
    pub fn follows_from_jaro(&self) -> bool {
        self.metric.follows_from_jaro()
    }

    /// The score of two texts of these lengths which match like this.
    pub fn score_of_jaro(&self, counts: JaroCounts, left: u32, right: u32) -> f64 {
        self.metric.score_of_jaro(self.measure, counts, left, right)
    }

    fn reading(&self, score_cutoff: Option<f64>) -> Reading {
        Reading {
            measure: self.measure,
            score_cutoff,
        }
    }

    fn score(
        &self,
        left: Text<'_>,
        right: Text<'_>,
        cutoff: Option<f64>,
        scratch: &mut ScorerScratch,
    ) -> Option<f64> {
        let ScorerScratch { kernels, widened } = scratch;
        let mut widen = |bytes: &[u8]| {
            widened.clear();
            widened.extend(bytes.iter().map(|byte| u32::from(*byte)));
        };
        let reading = self.reading(cutoff);
        match (left, right) {
            (Text::Bytes(left), Text::Bytes(right)) => {
                self.metric.score_bytes(reading, (left, right), kernels)
            }
            (Text::Codes(left), Text::Codes(right)) => {
                self.metric.score_codes(reading, (left, right), kernels)
            }
            (Text::Bytes(left), Text::Codes(right)) => {
                widen(left);
                self.metric.score_codes(reading, (widened, right), kernels)
            }
            (Text::Codes(left), Text::Bytes(right)) => {
                widen(right);
                self.metric.score_codes(reading, (left, widened), kernels)
            }
        }
    }
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
            ScorerKind::Single(single) => single.metric.is_symmetric(),
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
            ScorerKind::Single(single) => single.metric.check_overflow(left, right),
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
            ScorerKind::Single(single) => single.metric.check_room(left, right),
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
            ScorerKind::Single(single) => single.metric.best(single.measure, left, right),
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
                let metric = metric.into_comparison();
                metric
                    .check()
                    .map_err(|wrong| format!("{}: {wrong}", metric.name()))?;
                Ok(Self {
                    sense: measure.sense(),
                    kind: ScorerKind::Single(Single { metric, measure }),
                    processor,
                })
            }
            ScorerSpec::Combined { combine } => Self::combine(combine),
        }
    }
}
