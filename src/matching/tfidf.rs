//! Cosine of weighted grams: a gram counts the more, the fewer texts of both columns have it.
//!
//! A text is a vector with one coordinate for each of its grams: how often it has it, times
//! ln((1 + N) / (1 + n)) + 1, where n of N distinct texts have the gram (Salton and Buckley, "Term-weighting
//! approaches in automatic text retrieval", 1988; smoothed as in scikit-learn), and of length 1. The score is the
//! product of two vectors, 0..1. Two texts without grams are alike.
//!
//! All products of a left text come from one pass over the postings of its grams, the rarest first: a
//! sparse matrix product. The pass ends where what is left of the text's own vector is too short to
//! bring a text that was not met yet over the cutoff, or among the best; the products of those that were met
//! are completed one by one. Additions are in one order either way, so that a score does not depend
//! on how it was found.

use std::collections::HashSet;

use serde::Deserialize;

use super::collections::Collections;
use super::verify::Match;
use crate::kernels::grams::{Counting, Grams};
use crate::scorer::Processor;

/// Completing the product of one pair costs as much as so many postings.
const PRODUCT: usize = 32;

/// Scores so near to 1 are 1.
const ROUNDING: f64 = 1e-12;

/// What is compared.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tfidf {
    /// Symbols in a gram; `None` for words.
    pub ngram: Option<u32>,
    /// What is done to texts first.
    pub processor: Option<Processor>,
}

impl Tfidf {
    /// What texts are split into.
    pub(super) fn grams(self) -> Grams {
        Grams {
            ngram: self.ngram,
            counting: Counting::Once,
        }
    }
}

/// The coordinates of all texts, and for each gram the right texts that have it.
pub(super) struct Products {
    collections: Collections,
    weights: [Vec<f64>; 2],
    /// For each side where each text's weights begin.
    begins: [Vec<usize>; 2],
    starts: Vec<usize>,
    postings: Vec<(u32, f64)>,
    /// Right texts without grams.
    empty: Vec<u32>,
}

/// The memory of a thread.
pub(super) struct Sums {
    sums: Vec<f64>,
    touched: Vec<u32>,
    /// Sums of touched texts.
    largest: Vec<f64>,
    /// For each gram of the left text the squared length of what follows.
    rests: Vec<f64>,
}

impl Products {
    pub(super) fn new(collections: Collections) -> Self {
        let texts = (collections.len(0) + collections.len(1)) as f64;
        let rarities: Vec<f64> = collections
            .frequencies
            .iter()
            .map(|[left, right]| {
                ((1.0 + texts) / (1.0 + f64::from(*left) + f64::from(*right))).ln() + 1.0
            })
            .collect();
        let mut weights: [Vec<f64>; 2] = Default::default();
        let mut begins: [Vec<usize>; 2] = Default::default();
        for side in 0..2 {
            for text in 0..collections.len(side) {
                begins[side].push(weights[side].len());
                let grams = collections
                    .of(side, text)
                    .iter()
                    .zip(collections.counts(side, text));
                let each = grams.map(|(gram, times)| f64::from(*times) * rarities[*gram as usize]);
                let raw: Vec<f64> = each.collect();
                let length = raw.iter().map(|weight| weight * weight).sum::<f64>().sqrt();
                weights[side].extend(raw.into_iter().map(|weight| weight / length));
            }
        }
        let mut starts = vec![0; collections.frequencies.len() + 1];
        for (gram, [_, right]) in collections.frequencies.iter().enumerate() {
            starts[gram + 1] = starts[gram] + *right as usize;
        }
        let mut next = starts.clone();
        let mut postings = vec![(0, 0.0); starts.last().copied().unwrap_or(0)];
        let mut empty = Vec::new();
        for text in 0..collections.len(1) {
            let grams = collections.of(1, text);
            if grams.is_empty() {
                empty.push(text as u32);
            }
            for (gram, weight) in grams.iter().zip(&weights[1][begins[1][text]..]) {
                let place = &mut next[*gram as usize];
                postings[*place] = (text as u32, *weight);
                *place += 1;
            }
        }
        Self {
            collections,
            weights,
            begins,
            starts,
            postings,
            empty,
        }
    }

    /// Memory for [`matches`](Self::matches).
    pub(super) fn sums(&self) -> Sums {
        Sums {
            sums: vec![0.0; self.collections.len(1)],
            touched: Vec::new(),
            largest: Vec::new(),
            rests: Vec::new(),
        }
    }

    /// Adds the matches of a left text; with a limit perhaps not those that many others surpass.
    pub(super) fn matches(
        &self,
        left: u32,
        (cutoff, limit): (f64, Option<usize>),
        sums: &mut Sums,
        matches: &mut Vec<Match>,
    ) {
        let before = matches.len();
        let grams = self.collections.of(0, left as usize);
        let weights = &self.weights[0][self.begins[0][left as usize]..];
        let mut push = |right: u32, score: f64| {
            if score >= cutoff {
                matches.push(Match { left, right, score });
            }
        };
        if grams.is_empty() {
            self.empty.iter().for_each(|right| push(*right, 1.0));
        }
        let Sums {
            sums,
            touched,
            largest,
            rests,
        } = sums;
        rests.clear();
        rests.resize(grams.len() + 1, 0.0);
        for at in (0..grams.len()).rev() {
            rests[at] = rests[at + 1] + weights[at] * weights[at];
        }
        // From here on a right text that was not met yet, and so has only these grams in common, stays
        // below what is kept, because the rest of its vector is not longer than 1 (Cauchy, Schwarz).
        let mut done = grams.len();
        let mut least = cutoff;
        let list = |gram: &u32| self.starts[*gram as usize]..self.starts[*gram as usize + 1];
        let mut ahead: usize = grams.iter().map(|gram| list(gram).len()).sum();
        for (at, (gram, weight)) in grams.iter().zip(weights).enumerate() {
            let list = &self.postings[list(gram)];
            if let Some(limit) = limit
                && limit <= touched.len()
                && touched.len() < list.len()
            {
                // Sums only grow, so the last of the best will not be less than it is now.
                largest.clear();
                largest.extend(touched.iter().map(|right| sums[*right as usize]));
                let (_, last, _) =
                    largest.select_nth_unstable_by(limit - 1, |one, other| other.total_cmp(one));
                least = least.max(*last);
            }
            let rest = rests[at].sqrt() + ROUNDING;
            if rest < least && touched.len() < list.len() {
                let open = touched
                    .iter()
                    .filter(|right| sums[**right as usize] + rest >= least);
                if open.count() * PRODUCT < ahead {
                    done = at;
                    break;
                }
            }
            ahead -= list.len();
            for (right, other) in list {
                let sum = &mut sums[*right as usize];
                if *sum == 0.0 {
                    touched.push(*right);
                }
                *sum += weight * other;
            }
        }
        let rest = rests[done].sqrt() + ROUNDING;
        for right in touched.drain(..) {
            let mut sum = std::mem::take(&mut sums[right as usize]);
            if sum + rest < least {
                continue;
            }
            if done < grams.len() {
                sum = self.add_common(sum, &grams[done..], &weights[done..], right);
            }
            // Rounding carries the product of equal vectors a little away from 1.
            push(right, if sum > 1.0 - ROUNDING { 1.0 } else { sum });
        }
        // What shares nothing scores 0, and is kept by a cutoff of 0 alone.
        if cutoff <= 0.0 && limit.is_none_or(|limit| matches.len() - before < limit) {
            let known: HashSet<u32> = matches[before..].iter().map(|found| found.right).collect();
            for right in (0..self.collections.len(1) as u32).filter(|right| !known.contains(right))
            {
                matches.push(Match {
                    left,
                    right,
                    score: 0.0,
                });
            }
        }
    }

    /// Adds the products of the grams that a right text has of these, in their order.
    fn add_common(&self, mut sum: f64, grams: &[u32], weights: &[f64], right: u32) -> f64 {
        let others = self.collections.of(1, right as usize);
        let first = others.partition_point(|other| *other < grams[0]);
        let values = &self.weights[1][self.begins[1][right as usize]..];
        let mut other = first;
        for (gram, weight) in grams.iter().zip(weights) {
            while other < others.len() && others[other] < *gram {
                other += 1;
            }
            if other < others.len() && others[other] == *gram {
                sum += weight * values[other];
            }
        }
        sum
    }
}
