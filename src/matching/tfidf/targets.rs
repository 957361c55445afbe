//! Scores that depend on all texts, not on two alone: what is common to [`products`](super::products) and
//! [`soft_tfidf`](super::soft_tfidf).

use super::upper_bounds::Estimates;
use super::vectors::{Postings, Vectors, Weights};
use crate::kernels::qgrams::{Counting, Grams};
use crate::matching::Corpus;
use crate::matching::texts::gram_sets::Collections;

/// What texts are split into, counted once each.
pub(crate) fn grams(ngram: Option<u32>) -> Grams {
    Grams {
        ngram,
        counting: Counting::Once,
    }
}

/// The memory for matching the words of two texts.
#[derive(Default)]
pub(crate) struct Matching {
    pub(crate) pairs: Vec<Pair>,
    /// For each word of either text whether it is taken.
    pub(crate) taken: [Vec<bool>; 2],
}

/// Two words that are close.
#[derive(Clone, Copy)]
pub(crate) struct Pair {
    /// Their places in the vectors of their texts.
    pub(crate) places: [usize; 2],
    pub(crate) alike: f64,
    /// The product of their weights.
    pub(crate) weight: f64,
}

/// The memory of a thread.
#[derive(Default)]
pub(crate) struct Memory {
    /// For each right text the sum of products so far.
    pub(crate) sums: Vec<f64>,
    pub(crate) estimates: Estimates,
    /// For each gram what it weighs in the left text.
    pub(crate) spread: Vec<f64>,
    /// The right texts whose sum is not 0.
    pub(crate) touched: Vec<u32>,
    pub(crate) largest: Vec<f64>,
    /// For each gram of a left text the squared length of what follows.
    pub(crate) rests: Vec<f64>,
    pub(crate) matching: Matching,
}

/// Right texts, ready to be found.
pub(crate) struct Targets {
    pub(crate) weights: Weights,
    pub(crate) vectors: Vectors,
    pub(crate) postings: Postings,
    /// Texts without grams.
    pub(crate) empty: Vec<u32>,
}

impl Targets {
    /// Makes the right one of two sides ready; beside it the vectors of the left one. Grams weigh by
    /// rarity, or all the same.
    pub(crate) fn new(
        corpora: [&Corpus; 2],
        texts: [&[usize]; 2],
        ngram: Option<u32>,
        by_rarity: bool,
    ) -> (Self, Vectors) {
        let collections = Collections::new(corpora, texts, grams(ngram));
        let (weights, [left, right]) = Weights::new(collections, ngram, by_rarity);
        let empty = (0..right.len()).filter(|text| right.of(*text).grams.is_empty());
        let targets = Self {
            empty: empty.map(|text| text as u32).collect(),
            postings: Postings::new(&right, weights.known()),
            vectors: right,
            weights,
        };
        (targets, left)
    }
}
