//! Which kernel compares one text with a group of others, and what is worth knowing of its answers.

use super::index::Span;
use super::top_k::Best;
use crate::kernels::block_kernel::{GroupCounts, GroupKernel};
use crate::scorer::{Scorer, Single};

/// A metric for which there is such a kernel.
#[derive(Clone, Copy)]
pub(crate) struct Kernel<'a> {
    single: &'a Single,
    /// What compares queries.
    pub(crate) group: GroupKernel,
}

impl<'a> Kernel<'a> {
    /// The kernel for a scorer, if there is one.
    pub(crate) fn new(scorer: &'a Scorer) -> Option<Self> {
        let single = scorer.single()?;
        let group = single.group_kernel()?;
        Some(Self { single, group })
    }

    /// Whether answers are numbers.
    pub(crate) fn is_of_numbers(self) -> bool {
        self.group != GroupKernel::Jaro
    }

    /// A limit that every choice is within.
    pub(crate) fn every(self) -> u32 {
        if self.group.is_distance() {
            u32::MAX
        } else {
            0
        }
    }

    /// The score for a number; where that is the number of matching symbols, the best score.
    pub(crate) fn score_of(self, number: u32, query: u32, choice: u32) -> f64 {
        let best = self.group.best_with(number, query, choice);
        self.single.score_of(best, query, choice)
    }

    /// The score of a slot.
    #[inline(always)]
    pub(crate) fn score(
        self,
        answers: GroupCounts<'_>,
        slot: usize,
        query: u32,
        choice: u32,
    ) -> f64 {
        let counts = answers.of(slot, query, choice);
        self.single.score_of(counts, query, choice)
    }

    /// The worst number that is worth knowing of a span; `None` where no number of its lengths is.
    pub(crate) fn limit(self, span: &Span, query: u32, kept: &Best) -> Option<u32> {
        let is_distance = self.group.is_distance();
        let limits = span.runs().filter_map(|(length, _)| {
            let keeps = |number| kept.keeps(self.score_of(number, query, length), span.first);
            let (mut good, mut bad) = if is_distance {
                (query.abs_diff(length), query.max(length))
            } else {
                (query.min(length), 0)
            };
            if !keeps(good) {
                return None;
            }
            if keeps(bad) {
                return Some(bad);
            }
            while good.abs_diff(bad) > 1 {
                let middle = good.midpoint(bad);
                if keeps(middle) {
                    good = middle;
                } else {
                    bad = middle;
                }
            }
            Some(good)
        });
        limits.reduce(|one, other| {
            if is_distance {
                one.max(other)
            } else {
                one.min(other)
            }
        })
    }
}
