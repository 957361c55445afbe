//! Cosine of weighted grams: a gram counts the more, the fewer texts have it.
//!
//! The score is the product of two [vectors](super::vectors), 0..1. Two texts without grams are alike.
//!
//! All products of a left text come from one pass over the postings of its grams, the rarest first: a
//! sparse matrix product. Where only the best or the good ones are wanted, the pass adds up
//! [estimates](super::upper_bounds), and what these let pass is multiplied anew. It ends early where what is
//! left of the text's own vector is too short to bring a text that was not met yet over the cutoff, or
//! among the best. Additions are in one order either way, so that a score does not depend on how it was
//! found.

use super::targets::FinderMemory;
use super::upper_bounds::{Estimates, ProductCriterion};
use super::vectors::{Kept, Postings, ROUNDING, Vector, Vectors};

/// Completing the product of one pair costs as much as so many postings.
const PRODUCT: usize = 32;
/// Cutoffs from here on keep few of the texts that have a gram in common.
const TELLING: f64 = 0.3;

/// The vectors that others are multiplied with.
#[derive(Clone, Copy)]
pub(crate) struct Products<'a> {
    /// The right texts.
    pub(crate) vectors: &'a Vectors,
    /// Which of them have a gram.
    pub(crate) postings: &'a Postings,
}

impl Products<'_> {
    /// Gives the products of a vector, in which no gram is a stranger, with those right texts for which
    /// they are not 0; perhaps not those that are not kept.
    pub(crate) fn matches(
        &self,
        vector: Vector<'_>,
        kept: Kept,
        memory: &mut FinderMemory,
        report: impl FnMut(u32, f64),
    ) {
        vector.rests(&mut memory.rests);
        if kept.limit.is_some() || kept.cutoff >= TELLING {
            self.best(vector, kept, memory, report);
        } else {
            self.all(vector, memory, report);
        }
    }

    /// Those that estimates say may be kept.
    fn best(
        &self,
        vector: Vector<'_>,
        kept: Kept,
        FinderMemory {
            estimates,
            rests,
            spread,
            ..
        }: &mut FinderMemory,
        mut report: impl FnMut(u32, f64),
    ) {
        let candidates = self.candidates(vector, kept, rests, estimates);
        spread.resize(self.postings.grams(), 0.0);
        for (gram, weight) in vector.grams.iter().zip(vector.weights) {
            spread[*gram as usize] = *weight;
        }
        for (_, right) in candidates {
            report(*right, self.product(spread, *right));
        }
        for gram in vector.grams {
            spread[*gram as usize] = 0.0;
        }
        estimates.clear();
    }

    /// The right texts that may be kept.
    fn candidates<'e>(
        &self,
        vector: Vector<'_>,
        kept: Kept,
        rests: &[f64],
        estimates: &'e mut Estimates,
    ) -> &'e [(u16, u32)] {
        estimates.resize(self.vectors.len());
        let criterion = ProductCriterion {
            kept,
            grams: vector.grams.len(),
        };
        let counts = vector.grams.iter().map(|gram| self.postings.count(*gram));
        let mut ahead: usize = counts.sum();
        let mut since = 0;
        for (at, (gram, weight)) in vector.grams.iter().zip(vector.weights).enumerate() {
            // Where a look costs less than was done since the last one, and than is to be done.
            if estimates.cost() < since.min(ahead) {
                since = 0;
                let rest = rests[at].sqrt() + ROUNDING;
                if estimates.look(criterion, rest, ahead / PRODUCT) {
                    return estimates.candidates();
                }
            }
            let list = self.postings.of(*gram);
            estimates.add(*weight, list.texts, list.rounded);
            since += list.texts.len();
            ahead -= list.texts.len();
        }
        estimates.look(criterion, 0.0, usize::MAX);
        estimates.candidates()
    }

    /// All that are not 0.
    fn all(
        &self,
        Vector { grams, weights }: Vector<'_>,
        FinderMemory { sums, touched, .. }: &mut FinderMemory,
        mut report: impl FnMut(u32, f64),
    ) {
        sums.resize(self.vectors.len(), 0.0);
        for (gram, weight) in grams.iter().zip(weights) {
            for (right, other) in self.postings.of(*gram).each() {
                let sum = &mut sums[right as usize];
                if *sum == 0.0 {
                    touched.push(right);
                }
                *sum += weight * other;
            }
        }
        for right in touched.drain(..) {
            report(right, std::mem::take(&mut sums[right as usize]));
        }
    }

    /// The product with one right text of a vector whose weights are indexed by gram.
    ///
    /// Grams of both are in the same order, and to add a 0 changes nothing: this is the sum over common
    /// grams, in the order in which [`all`](Self::all) adds it up.
    fn product(&self, spread: &[f64], right: u32) -> f64 {
        let Vector { grams, weights } = self.vectors.of(right as usize);
        let mut sum = 0.0;
        for (gram, weight) in grams.iter().zip(weights) {
            sum += spread[*gram as usize] * weight;
        }
        sum
    }
}
