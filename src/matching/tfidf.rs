//! Cosine of weighted grams: a gram counts the more, the fewer texts have it.
//!
//! The score is the product of two [vectors](super::vectors), 0..1. Two texts without grams are alike.
//!
//! All products of a left text come from one pass over the postings of its grams, the rarest first: a
//! sparse matrix product. The pass ends where what is left of the text's own vector is too short to
//! bring a text that was not met yet over the cutoff, or among the best; the products of those that were met
//! are completed one by one. Additions are in one order either way, so that a score does not depend
//! on how it was found.

use serde::Deserialize;

use super::vectors::{Postings, Vector, Vectors};
use super::weighted::{Kept, Memory, ROUNDING};
use crate::kernels::grams::{Counting, Grams};
use crate::scorer::Processor;

/// Completing the product of one pair costs as much as so many postings.
const PRODUCT: usize = 32;

/// What is compared.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tfidf {
    /// Symbols in a gram; `None` for words.
    pub ngram: Option<u32>,
    /// What is done to texts first.
    pub processor: Option<Processor>,
}

/// What texts are split into, counted once each.
pub(super) fn grams(ngram: Option<u32>) -> Grams {
    Grams {
        ngram,
        counting: Counting::Once,
    }
}

/// The vectors that others are multiplied with.
#[derive(Clone, Copy)]
pub(super) struct Products<'a> {
    /// The right texts.
    pub(super) vectors: &'a Vectors,
    /// Which of them have a gram.
    pub(super) postings: &'a Postings,
}

impl Products<'_> {
    /// Gives the products of a vector, in which no gram is a stranger, with those right texts for which
    /// they are not 0; perhaps not those that are not kept.
    pub(super) fn matches(
        &self,
        vector: Vector<'_>,
        Kept { cutoff, limit }: Kept,
        memory: &mut Memory,
        mut found: impl FnMut(u32, f64),
    ) {
        let Vector { grams, weights } = vector;
        let Memory {
            sums,
            touched,
            largest,
            rests,
            ..
        } = memory;
        vector.rests(rests);
        // From here on a right text that was not met yet, and so has only these grams in common, stays
        // below what is kept, because the rest of its vector is not longer than 1 (Cauchy, Schwarz).
        let mut done = grams.len();
        let mut least = cutoff;
        let mut ahead: usize = grams.iter().map(|gram| self.postings.of(*gram).len()).sum();
        for (at, (gram, weight)) in grams.iter().zip(weights).enumerate() {
            let list = self.postings.of(*gram);
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
                sum = self.add_common(sum, vector.from(done), right);
            }
            found(right, sum);
        }
    }

    /// Adds the products of the grams that a right text has of these, in their order.
    fn add_common(&self, mut sum: f64, Vector { grams, weights }: Vector<'_>, right: u32) -> f64 {
        let others = self.vectors.of(right as usize);
        let mut other = others.grams.partition_point(|other| *other < grams[0]);
        for (gram, weight) in grams.iter().zip(weights) {
            while other < others.grams.len() && others.grams[other] < *gram {
                other += 1;
            }
            if other < others.grams.len() && others.grams[other] == *gram {
                sum += weight * others.weights[other];
            }
        }
        sum
    }
}
