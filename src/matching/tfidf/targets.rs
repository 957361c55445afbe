//! Scores that depend on all texts, not on two alone: what is common to [`products`](super::products) and
//! [`soft_tfidf`](super::soft_tfidf).

use super::upper_bounds::Estimates;
use super::vectors::{Postings, Vectors};

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
    /// Their positions in the vectors of their texts.
    pub(crate) positions: [usize; 2],
    pub(crate) alike: f64,
    /// The product of their weights.
    pub(crate) weight: f64,
}

/// The memory of a thread.
#[derive(Default)]
pub(crate) struct FinderMemory {
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
    /// The number of grams that right texts may have; those with higher numbers are strangers to them.
    pub(crate) grams: u32,
    pub(crate) vectors: Vectors,
    pub(crate) postings: Postings,
    /// Texts without grams.
    pub(crate) empty: Vec<u32>,
}

impl Targets {
    /// Makes vectors ready whose grams have numbers below `grams`.
    pub(crate) fn new(vectors: Vectors, grams: u32) -> Self {
        let empty = (0..vectors.len()).filter(|text| vectors.of(*text).grams.is_empty());
        Self {
            grams,
            empty: empty.map(|text| text as u32).collect(),
            postings: Postings::new(&vectors, grams),
            vectors,
        }
    }
}
