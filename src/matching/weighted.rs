//! Scores that depend on all texts, not on two alone: what is common to [`tfidf`](super::tfidf) and
//! [`soft_tfidf`](super::soft_tfidf).

use std::collections::HashSet;

use super::Corpus;
use super::collections::Collections;
use super::estimates::Estimates;
use super::soft_tfidf::{Close, Matching};
use super::tfidf::{self, Products};
use super::vectors::{Postings, Vector, Vectors, Weights};
use super::verify::Match;

/// Sums are taken for so much larger than they are before they rule anything out, and scores so near
/// to 1 are 1.
pub(super) const ROUNDING: f64 = 1e-12;

/// Which matches of a text are wanted.
#[derive(Clone, Copy)]
pub(super) struct Kept {
    /// The worst score.
    pub(super) cutoff: f64,
    /// How many; those that many others surpass may be given all the same.
    pub(super) limit: Option<usize>,
}

/// The memory of a thread.
#[derive(Default)]
pub(super) struct Memory {
    /// For each right text the sum of products so far.
    pub(super) sums: Vec<f64>,
    pub(super) estimates: Estimates,
    /// For each gram what it weighs in the left text.
    pub(super) spread: Vec<f64>,
    /// The right texts whose sum is not 0.
    pub(super) touched: Vec<u32>,
    pub(super) largest: Vec<f64>,
    /// For each gram of a left text the squared length of what follows.
    pub(super) rests: Vec<f64>,
    pub(super) matching: Matching,
}

/// Right texts, ready to be found.
pub(super) struct Targets {
    pub(super) weights: Weights,
    pub(super) vectors: Vectors,
    pub(super) postings: Postings,
    /// Texts without grams.
    empty: Vec<u32>,
}

impl Targets {
    /// Makes the right one of two sides ready; beside it the vectors of the left one. Grams weigh by
    /// rarity, or all the same.
    pub(super) fn new(
        corpora: [&Corpus; 2],
        texts: [&[usize]; 2],
        ngram: Option<u32>,
        by_rarity: bool,
    ) -> (Self, Vectors) {
        let collections = Collections::new(corpora, texts, tfidf::grams(ngram));
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

/// How left texts find their matches.
#[derive(Clone, Copy)]
pub(super) struct Finder<'a> {
    pub(super) targets: &'a Targets,
    /// Words that are close, if they count as shared.
    pub(super) close: Option<&'a Close<'a>>,
}

impl Finder<'_> {
    /// Adds the matches of a left text.
    pub(super) fn matches(
        &self,
        left: u32,
        vector: Vector<'_>,
        kept: Kept,
        memory: &mut Memory,
        matches: &mut Vec<Match>,
    ) {
        let before = matches.len();
        let targets = self.targets;
        let mut push = |right: u32, score: f64| {
            // Rounding carries the product of equal vectors a little away from 1.
            let score = if score > 1.0 - ROUNDING { 1.0 } else { score };
            if score >= kept.cutoff {
                matches.push(Match { left, right, score });
            }
        };
        if vector.grams.is_empty() {
            targets.empty.iter().for_each(|right| push(*right, 1.0));
        } else if let Some(close) = self.close {
            close.matches(targets, vector, kept, memory, push);
        } else {
            let is_stranger = |gram: &u32| *gram >= targets.weights.known();
            let vector = vector.from(vector.grams.partition_point(is_stranger));
            let products = Products {
                vectors: &targets.vectors,
                postings: &targets.postings,
            };
            products.matches(vector, kept, memory, push);
        }
        // What shares nothing scores 0, and is kept by a cutoff of 0 alone.
        let found = matches.len() - before;
        if kept.cutoff <= 0.0 && kept.limit.is_none_or(|limit| found < limit) {
            let known: HashSet<u32> = matches[before..].iter().map(|found| found.right).collect();
            let others = (0..targets.vectors.len() as u32).filter(|right| !known.contains(right));
            matches.extend(others.map(|right| Match {
                left,
                right,
                score: 0.0,
            }));
        }
    }
}
