//! Choices: a corpus put in order once, to be searched many times.
//!
//! Texts of like length are neighbours, so that a kernel that takes 512 of them at once wastes little,
//! and a whole run can be ruled out by its lengths. Among texts of one length the first comes first,
//! which makes ties easy: what is found later in a run of equal lengths stands later in the corpus.

use std::ops::Range;

use super::corpus::Corpus;
use crate::kernels::block::LANES;
use crate::kernels::group::{Group, LONGEST};
use crate::scorer::Text;

/// A corpus to be searched.
#[derive(Debug)]
pub struct Choices {
    corpus: Corpus,
    /// The positions of all texts that are not null, short ones first.
    order: Vec<u32>,
    spans: Vec<Span>,
}

/// Up to 512 choices that are neighbours in length.
#[derive(Clone, Debug)]
pub(super) struct Span {
    /// Where they are in the order.
    pub(super) range: Range<usize>,
    /// Runs of equal length: the length, and where the run ends within the span.
    pub(super) runs: Vec<(u32, usize)>,
    /// The smallest position of all.
    pub(super) first: u32,
}

impl Span {
    fn new(corpus: &Corpus, order: &[u32], range: Range<usize>) -> Self {
        let positions = &order[range.clone()];
        let mut runs: Vec<(u32, usize)> = Vec::new();
        for (slot, position) in positions.iter().enumerate() {
            let length = corpus.length(*position as usize);
            match runs.last_mut() {
                Some((last, end)) if *last == length => *end = slot + 1,
                _ => runs.push((length, slot + 1)),
            }
        }
        Self {
            range,
            runs,
            first: positions.iter().copied().min().unwrap_or(0),
        }
    }

    /// The length of the longest choice.
    pub(super) fn longest(&self) -> u32 {
        self.runs.last().map_or(0, |(length, _)| *length)
    }

    /// The runs of equal length, with their slots.
    pub(super) fn runs(&self) -> impl Iterator<Item = (u32, Range<usize>)> {
        let mut start = 0;
        self.runs.iter().map(move |(length, end)| {
            let slots = start..*end;
            start = *end;
            (*length, slots)
        })
    }
}

impl Choices {
    /// Puts a corpus in order.
    pub fn new(corpus: Corpus) -> Self {
        let mut order: Vec<u32> = (0..crate::kernels::affix::count(corpus.len()))
            .filter(|position| !corpus.is_null(*position as usize))
            .collect();
        order.sort_by_key(|position| corpus.length(*position as usize));
        let spans = (0..order.len())
            .step_by(LANES)
            .map(|start| Span::new(&corpus, &order, start..order.len().min(start + LANES)))
            .collect();
        Self {
            corpus,
            order,
            spans,
        }
    }

    /// The texts in their own order.
    pub fn corpus(&self) -> &Corpus {
        &self.corpus
    }

    /// Runs of 512 choices by length.
    pub(super) fn spans(&self) -> &[Span] {
        &self.spans
    }

    /// The positions of a span's choices.
    #[inline(always)]
    pub(super) fn positions(&self, span: &Span) -> &[u32] {
        &self.order[span.range.clone()]
    }

    /// Makes the group of a span's choices.
    pub(super) fn fill(&self, span: &Span, group: &mut Group) {
        debug_assert!(span.longest() <= LONGEST, "the span's choices fit a group");
        group.clear(span.longest());
        for (slot, position) in self.positions(span).iter().enumerate() {
            match self.corpus.get(*position as usize) {
                Some(Text::Bytes(bytes)) => group.insert(slot, bytes),
                Some(Text::Codes(codes)) => group.insert(slot, codes),
                None => {}
            }
        }
    }
}
