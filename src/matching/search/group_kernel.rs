//! Which kernel compares one text with a group of others, and what its answers mean.

use super::index::Span;
use super::top_k::Best;
use crate::kernels::block::group::{Group, Numbers};
use crate::kernels::edit;
use crate::kernels::edit::group::{EditKernel, Query};
use crate::kernels::jaro::{self, BOOSTED, JaroCountArrays, JaroCounts, JaroMatch};
use crate::scorer::{Scorer, Single};
use crate::simd::{Level, Plane};

/// A metric for which there is such a kernel.
#[derive(Clone, Copy)]
pub(crate) struct Kernel<'a> {
    single: &'a Single,
    /// A number, or how symbols match.
    rule: Option<EditKernel>,
}

/// What a kernel finds for all slots of a group.
#[derive(Clone, Copy)]
pub(crate) enum Answers<'a> {
    Numbers(&'a Numbers),
    Jaro(&'a JaroCountArrays),
}

impl<'a> Kernel<'a> {
    /// The kernel for a scorer, if there is one.
    pub(crate) fn new(scorer: &'a Scorer) -> Option<Self> {
        let single = scorer.single()?;
        let rule = single.many();
        (rule.is_some() || single.follows_from_jaro()).then_some(Self { single, rule })
    }

    /// Whether answers are numbers.
    pub(crate) fn is_of_numbers(self) -> bool {
        self.rule.is_some()
    }

    /// A limit that every choice is within.
    pub(crate) fn every(self) -> u32 {
        if self.is_distance() { u32::MAX } else { 0 }
    }

    fn is_distance(self) -> bool {
        matches!(self.rule, Some(EditKernel::Levenshtein | EditKernel::Osa))
    }

    /// The score for a number; where that is the number of matching symbols, the best score.
    pub(crate) fn score_of(self, number: u32, query: u32, choice: u32) -> f64 {
        if self.is_of_numbers() {
            return self.single.score_of(number, query, choice);
        }
        let counts = JaroCounts {
            matching: JaroMatch {
                matches: number,
                transpositions: 0,
            },
            prefix: number.min(BOOSTED as u32),
        };
        self.single.score_of_jaro(counts, query, choice)
    }

    /// The score of a slot.
    #[inline(always)]
    pub(crate) fn score(self, answers: Answers<'_>, slot: usize, query: u32, choice: u32) -> f64 {
        match answers {
            Answers::Numbers(numbers) => {
                let number = numbers[slot].into();
                self.single.score_of(number, query, choice)
            }
            Answers::Jaro(counts) => {
                let counts = counts.of(slot);
                self.single.score_of_jaro(counts, query, choice)
            }
        }
    }

    /// The worst number that is worth knowing of a span; `None` where no number of its lengths is.
    pub(crate) fn limit(self, span: &Span, query: u32, kept: &Best) -> Option<u32> {
        let limits = span.runs().filter_map(|(length, _)| {
            let keeps = |number| kept.keeps(self.score_of(number, query, length), span.first);
            let (mut good, mut bad) = if self.is_distance() {
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
            if self.is_distance() {
                one.max(other)
            } else {
                one.min(other)
            }
        })
    }

    /// Compares queries with a group; see [`edit::group::compare`] and [`jaro::group::compare`].
    pub(crate) fn compare(
        self,
        group: &Group,
        queries: &[Query<'_>],
        report: &mut dyn FnMut(usize, &Plane, Answers<'_>),
    ) {
        let level = Level::best();
        match self.rule {
            Some(rule) => {
                edit::group::compare(level, rule, group, queries, &mut |at, within, numbers| {
                    report(at, within, Answers::Numbers(numbers));
                })
            }
            None => jaro::group::compare(level, group, queries, &mut |at, within, counts| {
                report(at, within, Answers::Jaro(counts));
            }),
        }
    }
}
