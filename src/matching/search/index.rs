//! Choices: a corpus put in order once, to be searched many times.
//!
//! Texts of like length are neighbours, so that a kernel that takes 512 of them at once wastes little,
//! and a whole run can be ruled out by its lengths. Among texts of one length the first comes first,
//! which makes ties easy: what is found later in a run of equal lengths stands later in the corpus.

use std::ops::Range;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::kernels::affix::pair::to_u32;
use crate::kernels::block::LANES;
use crate::kernels::block::group::{Group, LONGEST};
use crate::matching::texts::corpus::Corpus;
use crate::scorer::Text;

/// Bytes of groups that are kept for the next search; beyond, groups are made anew each time.
const KEPT: usize = 1 << 27;

/// A corpus to be searched.
#[derive(Debug)]
pub struct Choices {
    corpus: Corpus,
    /// The positions of all texts that can be found, short ones first.
    order: Vec<u32>,
    spans: Vec<Span>,
    /// The lengths that occur, in order.
    lengths: Vec<u32>,
    /// For each position of the corpus, its rank in the order and that of its length among the
    /// lengths; one past the last for null.
    ranks: Vec<(u32, u32)>,
    /// Bytes of the groups that are kept.
    kept: AtomicUsize,
}

/// Up to 512 choices that are neighbours in length.
#[derive(Debug)]
pub(crate) struct Span {
    /// Where they are in the order.
    pub(crate) range: Range<usize>,
    /// Runs of equal length: the length, and where the run ends within the span.
    pub(crate) runs: Vec<(u32, usize)>,
    /// The smallest position of all.
    pub(crate) first: u32,
    group: OnceLock<Group>,
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
            group: OnceLock::new(),
        }
    }

    /// The length of the longest choice.
    pub(crate) fn longest(&self) -> u32 {
        self.runs.last().map_or(0, |(length, _)| *length)
    }

    /// The runs of equal length, with their slots.
    pub(crate) fn runs(&self) -> impl Iterator<Item = (u32, Range<usize>)> {
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
        let mut order: Vec<u32> = (0..to_u32(corpus.len()))
            .filter(|position| corpus.has_text(*position as usize))
            .collect();
        order.sort_by_key(|position| corpus.length(*position as usize));
        let mut lengths: Vec<u32> = Vec::new();
        let mut ranks = vec![(to_u32(order.len()), u32::MAX); corpus.len()];
        for (rank, position) in (0..).zip(&order) {
            let length = corpus.length(*position as usize);
            if lengths.last() != Some(&length) {
                lengths.push(length);
            }
            ranks[*position as usize] = (rank, to_u32(lengths.len()) - 1);
        }
        for (_, length) in &mut ranks {
            *length = to_u32(lengths.len()).min(*length);
        }
        let spans = (0..order.len())
            .step_by(LANES)
            .map(|start| Span::new(&corpus, &order, start..order.len().min(start + LANES)))
            .collect();
        Self {
            corpus,
            order,
            spans,
            lengths,
            ranks,
            kept: AtomicUsize::new(0),
        }
    }

    /// The texts in their own order.
    pub fn corpus(&self) -> &Corpus {
        &self.corpus
    }

    /// How many choices can be found: those that are neither null nor set aside.
    pub(crate) fn len(&self) -> usize {
        self.order.len()
    }

    /// The positions of a part of the choices in order.
    pub(crate) fn order(&self, part: Range<usize>) -> &[u32] {
        &self.order[part]
    }

    /// Runs of 512 choices by length.
    pub(crate) fn spans(&self) -> &[Span] {
        &self.spans
    }

    /// The lengths that occur, in order.
    pub(crate) fn lengths(&self) -> &[u32] {
        &self.lengths
    }

    /// For each position of the corpus, its rank in the order and that of its length among the
    /// lengths; one past the last for null.
    pub(crate) fn ranks(&self) -> &[(u32, u32)] {
        &self.ranks
    }

    /// The positions of a span's choices.
    #[inline(always)]
    pub(crate) fn positions(&self, span: &Span) -> &[u32] {
        &self.order[span.range.clone()]
    }

    /// The group of a span's choices, which must fit one: the one that is kept, or `spare`.
    pub(crate) fn group<'a>(&self, span: &'a Span, spare: &'a mut Group) -> &'a Group {
        if span.group.get().is_none() && self.kept.load(Ordering::Relaxed) > KEPT {
            self.fill(span, spare);
            return spare;
        }
        span.group.get_or_init(|| {
            let mut group = Group::default();
            self.fill(span, &mut group);
            self.kept.fetch_add(group.bytes(), Ordering::Relaxed);
            group
        })
    }

    fn fill(&self, span: &Span, group: &mut Group) {
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
