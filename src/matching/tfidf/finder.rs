//! How left texts find the right ones that they share grams with, or close words.

use std::collections::HashSet;

use super::products::Products;
use super::soft_tfidf::Close;
use super::targets::{FinderMemory, Targets};
use super::vectors::{Kept, ROUNDING, Vector};
use crate::matching::criterion::Match;

/// A score, of which rounding carries the product of equal vectors a little away from 1.
pub(crate) fn without_rounding(score: f64) -> f64 {
    if score > 1.0 - ROUNDING { 1.0 } else { score }
}

/// How left texts find their matches.
#[derive(Clone, Copy)]
pub(crate) struct Finder<'a> {
    pub(crate) targets: &'a Targets,
    /// Words that are close, if they count as shared.
    pub(crate) close: Option<&'a Close<'a>>,
}

impl Finder<'_> {
    /// Adds the matches of a left text.
    pub(crate) fn matches(
        &self,
        left: u32,
        vector: Vector<'_>,
        kept: Kept,
        memory: &mut FinderMemory,
        matches: &mut Vec<Match>,
    ) {
        let before = matches.len();
        let targets = self.targets;
        let mut push = |right: u32, score: f64| {
            let score = without_rounding(score);
            if score >= kept.cutoff {
                matches.push(Match { left, right, score });
            }
        };
        if vector.grams.is_empty() {
            targets.empty.iter().for_each(|right| push(*right, 1.0));
        } else if let Some(close) = self.close {
            close.matches(targets, vector, kept, memory, push);
        } else {
            let is_stranger = |gram: &u32| *gram >= targets.grams;
            let vector = vector.from(vector.grams.partition_point(is_stranger));
            let products = Products {
                vectors: &targets.vectors,
                postings: &targets.postings,
            };
            products.matches(vector, kept, memory, push);
        }
        // What shares nothing scores 0, and is kept by a cutoff of 0 alone.
        let count = matches.len() - before;
        if kept.cutoff <= 0.0 && kept.limit.is_none_or(|limit| count < limit) {
            let matched = matches[before..].iter().map(|matched| matched.right);
            let matched: HashSet<u32> = matched.collect();
            let unmatched =
                (0..targets.vectors.len() as u32).filter(|right| !matched.contains(right));
            matches.extend(unmatched.map(|right| Match {
                left,
                right,
                score: 0.0,
            }));
        }
    }
}
