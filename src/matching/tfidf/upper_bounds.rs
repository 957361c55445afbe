//! Which right texts may have a large product with a left one, from products in whole numbers.
//!
//! A weight is counted in 32768ths and rounded up, and so is a product of two; their sum, of 16 bits, is at
//! least the true one, and exceeds it by less than is known ([`slack`]). Sums of 16 bits are found in the
//! cache at one addition a posting, and 32 of them are compared at once afterwards, so nothing is kept
//! of which texts were met. Which sums are the largest is then known but for the slack; whatever may be
//! among them, or reach the cutoff, is multiplied anew by the caller, in floats.

use super::vectors::{Kept, ONE, ROUNDING, rounded_up};
use crate::simd::{Level, dispatch};

/// How many bits are behind the point.
const ONE_BITS: u32 = 15;
/// Estimates in a block; a block that nothing was added to is not looked at.
const BLOCK: usize = 256;
/// Estimates that are compared at once.
const LANES: usize = 32;
/// Texts beyond the limit that are kept before the smallest are dropped.
const SPARE: usize = 64;

/// By how much less than this an estimate of a vector with so many grams exceeds the product: each of two
/// weights is rounded up by less than 1, of which the other weight is a share, and so is their product;
/// and weights of a vector add up to the root of their number at most.
fn slack(grams: usize) -> u16 {
    let grams = grams as f64;
    ((grams + 2.0 * grams.sqrt()).ceil() as u16).saturating_add(2)
}

/// Which products of a vector are wanted.
#[derive(Clone, Copy)]
pub(crate) struct ProductCriterion {
    /// Which are wanted; none with a product of 0.
    pub(crate) kept: Kept,
    /// How many grams it has.
    pub(crate) grams: usize,
}

/// For each right text the product so far, or more.
#[derive(Default)]
pub(crate) struct Estimates {
    sums: Vec<u16>,
    /// For each block whether anything was added to it.
    met: Vec<bool>,
    /// For each block its largest sum.
    peaks: Vec<u16>,
    highest: Vec<u16>,
    /// The texts that may be kept, after their estimates.
    candidates: Vec<(u16, u32)>,
}

impl Estimates {
    /// Resizes for a number of texts.
    pub(crate) fn resize(&mut self, texts: usize) {
        let blocks = texts.div_ceil(BLOCK);
        self.sums.resize(blocks * BLOCK, 0);
        self.met.resize(blocks, false);
        self.peaks.resize(blocks, 0);
    }

    /// Looking through all estimates costs as much as so many postings.
    pub(crate) fn cost(&self) -> usize {
        self.sums.len() / LANES
    }

    /// Adds the products of a gram.
    #[inline]
    pub(crate) fn add(&mut self, weight: f64, texts: &[u32], weights: &[u16]) {
        let weight = u32::from(rounded_up(weight));
        for (text, other) in texts.iter().zip(weights) {
            let product = ((weight * u32::from(*other)) >> ONE_BITS) + 1;
            let text = *text as usize;
            let sum = &mut self.sums[text];
            // A sum that would be larger than any product stays large.
            *sum = sum.saturating_add(product as u16);
            self.met[text / BLOCK] = true;
        }
    }

    /// Finds the texts that may be kept when no product grows by more than `rest` any more. Says
    /// whether no other text may be kept and there are no more than `most`.
    pub(crate) fn look(&mut self, criterion: ProductCriterion, rest: f64, most: usize) -> bool {
        let ProductCriterion {
            grams,
            kept: Kept { cutoff, limit },
        } = criterion;
        let rest = rounded_up(rest.min(1.0));
        let slack = slack(grams);
        // Cutoffs are above 0 and up to 1.
        let cutoff = ((cutoff - ROUNDING) * ONE).floor() as u16;
        dispatch!(Level::best(), _isa => find_peaks(&self.sums, &self.met, &mut self.peaks));
        let mut largest = Largest {
            limit,
            margin: slack.saturating_add(rest),
            least: cutoff.saturating_sub(rest).max(1),
            capacity: limit.map_or(most, |limit| limit.saturating_add(SPARE)),
            most,
            candidates: &mut self.candidates,
        };
        largest.candidates.clear();
        // Each of the highest peaks is the sum of another text.
        self.highest.clear();
        self.highest.extend_from_slice(&self.peaks);
        largest.raise(&mut self.highest, |peak| *peak);
        largest.take(&self.sums, &self.peaks);
        let last = largest.drop_small();
        let least = last.map_or(cutoff, |last| cutoff.max(last.saturating_sub(slack)));
        let is_certain = rest == 0 || rest < least;
        is_certain && self.candidates.len() <= most
    }

    /// The texts that may be kept, as [`look`](Self::look) found them, after their estimates.
    pub(crate) fn candidates(&self) -> &[(u16, u32)] {
        &self.candidates
    }

    /// Forgets all sums.
    pub(crate) fn clear(&mut self) {
        let blocks = self.met.iter_mut().zip(self.sums.chunks_exact_mut(BLOCK));
        for (met, sums) in blocks {
            if std::mem::take(met) {
                sums.fill(0);
            }
        }
    }
}

/// The texts with the largest estimates.
struct Largest<'a> {
    /// How many are wanted.
    limit: Option<usize>,
    /// An estimate may be so much less than the last of the largest.
    margin: u16,
    /// The least estimate that is kept.
    least: u16,
    /// The small ones are dropped when there are so many.
    capacity: usize,
    /// Up to so many are of use.
    most: usize,
    candidates: &'a mut Vec<(u16, u32)>,
}

impl Largest<'_> {
    /// Takes the texts whose sums are not too small, in those blocks where there may be any; perhaps not
    /// all if there are too many.
    fn take(&mut self, sums: &[u16], peaks: &[u16]) {
        for (block, peak) in peaks.iter().enumerate() {
            if *peak < self.least {
                continue;
            }
            let sums = sums[block * BLOCK..][..BLOCK].as_chunks::<LANES>().0;
            for (lanes, sums) in sums.iter().enumerate() {
                // A test of all lanes at once; the least is above 0.
                let mut beyond = 0;
                for sum in sums {
                    beyond |= sum.saturating_sub(self.least - 1);
                }
                if beyond == 0 {
                    continue;
                }
                let first = (block * BLOCK + lanes * LANES) as u32;
                for (text, sum) in (first..).zip(sums) {
                    if *sum >= self.least {
                        self.candidates.push((*sum, text));
                    }
                }
            }
            if self.candidates.len() > self.capacity {
                self.drop_small();
                self.capacity = self.capacity.max(2 * self.candidates.len());
                if self.candidates.len() > self.most {
                    return;
                }
            }
        }
    }

    /// Drops what is too small beside the last one that is wanted, and gives that.
    fn drop_small(&mut self) -> Option<u16> {
        let mut candidates = std::mem::take(self.candidates);
        let last = self.raise(&mut candidates, |(sum, _)| *sum);
        candidates.retain(|(sum, _)| *sum >= self.least);
        *self.candidates = candidates;
        last
    }

    /// Raises the least estimate that is kept by those of some texts, and gives the last one of these that
    /// is wanted.
    fn raise<T>(&mut self, texts: &mut [T], sum: impl Fn(&T) -> u16) -> Option<u16> {
        let last = self
            .limit?
            .checked_sub(1)
            .filter(|last| *last < texts.len())?;
        let largest_first = |one: &T, other: &T| sum(other).cmp(&sum(one));
        let last = sum(texts.select_nth_unstable_by(last, largest_first).1);
        self.least = self.least.max(last.saturating_sub(self.margin));
        Some(last)
    }
}

/// Finds the largest sum of each block.
#[inline(always)]
fn find_peaks(sums: &[u16], met: &[bool], peaks: &mut [u16]) {
    for (block, sums) in sums.as_chunks::<BLOCK>().0.iter().enumerate() {
        peaks[block] = if met[block] {
            largest(sums.as_chunks().0)
        } else {
            0
        };
    }
}

/// The largest sum. Written without iterators, which are not always inlined into shells.
#[inline(always)]
fn largest(sums: &[[u16; LANES]]) -> u16 {
    let mut most = [0; LANES];
    for sums in sums {
        for lane in 0..LANES {
            most[lane] = if sums[lane] > most[lane] {
                sums[lane]
            } else {
                most[lane]
            };
        }
    }
    let mut half = LANES / 2;
    while half > 0 {
        for lane in 0..half {
            let other = most[lane + half];
            most[lane] = if other > most[lane] {
                other
            } else {
                most[lane]
            };
        }
        half /= 2;
    }
    most[0]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::block::testing::random;

    #[test]
    fn any_sum_may_exceed_the_product_of_very_many_grams() {
        for grams in [65_023, 65_535, 70_000, usize::MAX] {
            assert!(slack(grams) >= u16::MAX - 2, "{grams}");
        }
    }

    #[test]
    fn what_may_be_among_the_best_is_found() {
        let mut seed = 1;
        let mut unit = |grams: usize| -> Vec<f64> {
            let weights: Vec<f64> = (0..grams).map(|_| (random(&mut seed) % 9) as f64).collect();
            let length = weights
                .iter()
                .map(|weight| weight * weight)
                .sum::<f64>()
                .sqrt()
                .max(1.0);
            weights.iter().map(|weight| weight / length).collect()
        };
        let grams = 12;
        let left = unit(grams);
        let rights: Vec<Vec<f64>> = (0..700).map(|_| unit(grams)).collect();
        let every: Vec<u32> = (0..rights.len() as u32).collect();
        let product =
            |right: &Vec<f64>| left.iter().zip(right).map(|(one, other)| one * other).sum();
        let products: Vec<f64> = rights.iter().map(product).collect();
        let mut sorted = products.clone();
        sorted.sort_by(|one, other| other.total_cmp(one));
        let mut estimates = Estimates::default();
        estimates.resize(rights.len());
        for skipped in [0, 1, 3] {
            for (gram, weight) in left.iter().enumerate().skip(skipped) {
                let others: Vec<u16> = rights.iter().map(|right| rounded_up(right[gram])).collect();
                estimates.add(*weight, &every, &others);
            }
            let rest = left[..skipped]
                .iter()
                .map(|weight| weight * weight)
                .sum::<f64>()
                .sqrt();
            for (cutoff, limit) in [(0.8, None), (0.1, Some(5)), (0.7, Some(40)), (0.1, Some(1))] {
                let kept = Kept { cutoff, limit };
                let is_all = estimates.look(ProductCriterion { kept, grams }, rest, usize::MAX);
                if !is_all {
                    assert!(rest > 0.0);
                    continue;
                }
                let found: Vec<u32> = estimates
                    .candidates()
                    .iter()
                    .map(|(_, right)| *right)
                    .collect();
                let last = limit.map_or(0.0, |limit| sorted[limit - 1]);
                let mut wanted = 0;
                for (right, product) in (0..).zip(&products) {
                    let is_kept = *product >= cutoff && *product >= last;
                    wanted += usize::from(is_kept);
                    assert!(
                        !is_kept || found.contains(&right),
                        "{product} {cutoff} {limit:?}"
                    );
                }
                assert!(skipped > 0 || found.len() <= wanted + rights.len() / 20);
                let is_few = estimates.look(ProductCriterion { kept, grams }, rest, 1);
                assert!(!is_few || estimates.candidates().len() <= 1);
            }
            estimates.clear();
            assert!(estimates.sums.iter().all(|sum| *sum == 0));
        }
    }
}
