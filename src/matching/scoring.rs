//! What gives pairs their scores: two texts alone, or all of them.

use serde::{Deserialize, Deserializer};

use crate::measure::{Cutoff, Sense};
use crate::scorer::{Processor, Scorer};

/// What is compared by the cosine of weighted grams.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tfidf {
    /// Symbols in a gram; `None` for words.
    pub ngram: Option<u32>,
    /// What is done to texts first.
    pub processor: Option<Processor>,
}

/// What is compared by the cosine of weighted words, of which those that are close count as shared.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SoftTfidf {
    /// What compares two words: a similarity in 0..1.
    pub inner: Scorer,
    /// The least score of words that are close.
    pub threshold: Cutoff,
    /// What is done to texts first.
    pub processor: Option<Processor>,
}

/// What gives pairs their scores.
#[derive(Clone, Copy)]
pub enum Scoring<'a> {
    /// The two texts alone.
    Pairs(&'a Scorer),
    /// The two texts, and how frequent their grams are in all of them.
    Tfidf(Tfidf),
    /// The two texts, and how frequent their words are in all of them; close words count as shared.
    SoftTfidf(&'a SoftTfidf),
}

/// [`Scoring`] as it arrives from Python.
#[derive(Deserialize)]
#[serde(untagged)]
pub enum ScoringSpec {
    /// The two texts alone.
    Pairs(#[serde(deserialize_with = "prepared")] Scorer),
    /// The two texts, and how frequent their grams are in all of them.
    Tfidf {
        /// What is compared.
        tfidf: Tfidf,
    },
    /// The two texts, and how frequent their words are in all of them; close words count as shared.
    SoftTfidf {
        /// What is compared.
        soft_tfidf: SoftTfidf,
    },
}

fn prepared<'de, D: Deserializer<'de>>(sent: D) -> Result<Scorer, D::Error> {
    Scorer::deserialize(sent).map(Scorer::prepared)
}

impl ScoringSpec {
    /// What gives pairs their scores.
    pub fn scoring(&self) -> Scoring<'_> {
        match self {
            Self::Pairs(scorer) => Scoring::Pairs(scorer),
            Self::Tfidf { tfidf } => Scoring::Tfidf(*tfidf),
            Self::SoftTfidf { soft_tfidf } => Scoring::SoftTfidf(soft_tfidf),
        }
    }
}

impl Scoring<'_> {
    /// Whether large or small scores are the better ones.
    pub fn sense(self) -> Sense {
        match self {
            Self::Pairs(scorer) => scorer.sense(),
            Self::Tfidf(_) | Self::SoftTfidf(_) => Sense::Similarity,
        }
    }

    /// Whether scores stay the same when the two texts are swapped.
    pub fn is_symmetric(self) -> bool {
        match self {
            Self::Pairs(scorer) => scorer.is_symmetric(),
            Self::Tfidf(_) => true,
            Self::SoftTfidf(soft) => soft.inner.is_symmetric(),
        }
    }

    /// What has to be done to texts before they are scored.
    pub fn processor(self) -> Option<Processor> {
        match self {
            Self::Pairs(scorer) => scorer.processor(),
            Self::Tfidf(tfidf) => tfidf.processor,
            Self::SoftTfidf(soft) => soft.processor,
        }
    }

    /// What texts are split into, if scores depend on all of them.
    pub(super) fn ngram(self) -> Option<Option<u32>> {
        match self {
            Self::Pairs(_) => None,
            Self::Tfidf(tfidf) => Some(tfidf.ngram),
            Self::SoftTfidf(_) => Some(None),
        }
    }
}
