//! The best matches found so far, and what a further one must score.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use crate::measure::Sense;

/// A choice and its score.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Match {
    /// The choice's position in the corpus.
    pub position: u32,
    /// What the scorer says.
    pub score: f64,
}

/// A match in the order of how bad it is.
#[derive(Clone, Copy, Debug)]
struct Ranked {
    matched: Match,
    sense: Sense,
}

impl Ord for Ranked {
    fn cmp(&self, other: &Self) -> Ordering {
        let scores = self.matched.score.total_cmp(&other.matched.score);
        let worse = match self.sense {
            Sense::Distance => scores,
            Sense::Similarity => scores.reverse(),
        };
        worse.then(self.matched.position.cmp(&other.matched.position))
    }
}

impl PartialOrd for Ranked {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Ranked {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Ranked {}

/// The matches of one query: the best ones, of equal ones those that come first.
#[derive(Clone, Debug)]
pub(crate) struct Best {
    sense: Sense,
    limit: usize,
    cutoff: Option<f64>,
    /// The worst is on top.
    matches: BinaryHeap<Ranked>,
}

impl Best {
    /// Nothing found yet; at most `limit` matches will be kept, none worse than the cutoff.
    pub(crate) fn new(sense: Sense, limit: usize, cutoff: Option<f64>) -> Self {
        Self {
            sense,
            limit,
            cutoff,
            matches: BinaryHeap::new(),
        }
    }

    /// The worst score that a match still may have.
    #[inline(always)]
    pub(crate) fn cutoff(&self) -> Option<f64> {
        if self.matches.len() < self.limit {
            self.cutoff
        } else {
            self.matches.peek().map(|worst| worst.matched.score)
        }
    }

    /// Whether a match with this score, which stands at `position` or later, may be kept.
    #[inline(always)]
    pub(crate) fn keeps(&self, score: f64, position: u32) -> bool {
        let is_kept = |worst: f64| self.sense.reaches(score, worst);
        if self.matches.len() < self.limit {
            return self.cutoff.map_or(!score.is_nan(), is_kept);
        }
        self.matches.peek().is_some_and(|worst| {
            is_kept(worst.matched.score)
                && (score != worst.matched.score || position < worst.matched.position)
        })
    }

    /// Keeps a match, if it is good enough.
    #[inline(always)]
    pub(crate) fn offer(&mut self, position: u32, score: f64) {
        if !self.keeps(score, position) {
            return;
        }
        if self.matches.len() == self.limit {
            self.matches.pop();
        }
        self.matches.push(Ranked {
            matched: Match { position, score },
            sense: self.sense,
        });
    }

    /// The matches, best first.
    pub(crate) fn into_matches(self) -> Vec<Match> {
        let sorted = self.matches.into_sorted_vec();
        sorted.into_iter().map(|ranked| ranked.matched).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn best(sense: Sense, limit: usize, cutoff: Option<f64>, scores: &[f64]) -> Vec<(u32, f64)> {
        let mut best = Best::new(sense, limit, cutoff);
        for (position, score) in scores.iter().enumerate().rev() {
            best.offer(position as u32, *score);
        }
        let matches = best.into_matches();
        matches
            .iter()
            .map(|matched| (matched.position, matched.score))
            .collect()
    }

    #[test]
    fn the_first_of_the_best_are_kept_in_order() {
        let scores = [3.0, 1.0, 2.0, 1.0, f64::NAN, 2.0, 1.0];
        let least = best(Sense::Distance, 3, None, &scores);
        assert_eq!(least, [(1, 1.0), (3, 1.0), (6, 1.0)]);
        let most = best(Sense::Similarity, 3, None, &scores);
        assert_eq!(most, [(0, 3.0), (2, 2.0), (5, 2.0)]);
        assert_eq!(best(Sense::Similarity, 9, Some(2.0), &scores), most);
        assert_eq!(best(Sense::Distance, 9, Some(0.5), &scores), []);
        assert_eq!(best(Sense::Distance, 0, None, &scores), []);
    }
}
