//! Rows whose other side is a literal.
//!
//! The literal is prepared once: which symbols it has. A block holds the sequences of the rows alone, and is
//! swept beside the literal (see [`Beside`]), or becomes a group that it is matched with (see [`Group`]), so
//! nothing asks row by row whether a symbol of the literal equals one of the row's. Short rows beside a short literal
//! need no block (see [`Short`]). Rows with symbols beyond ASCII have numbers for symbols, and are compared with
//! those of the literal.

use std::rc::Rc;

use super::comparison::Comparison;
use crate::columns::output::numbers::Read;
use crate::kernels::block::group::{Group, LONGEST, Pattern};
use crate::kernels::block::remap::Known;
use crate::kernels::block::{Block, InOrder, LANES, WORD};
use crate::kernels::edit::group::Query;
use crate::kernels::edit::literal::{Beside, Outcome, Short};
use crate::kernels::jaro::{self, JaroCountArrays};
use crate::measure::Unit;
use crate::metrics::Metric;
use crate::simd::{Isa, Kernel, Level, MAX_INLINE};
use crate::strings::graphemes::Graphemes;

/// A sequence that all rows are compared with.
pub(super) struct Literal {
    /// The side it stands on.
    pub(super) is_left: bool,
    pattern: Pattern,
    /// The literal beside which rows are numbered, if they can be, and its numbers.
    numbered: Option<(Rc<Known>, Pattern)>,
    /// The literal where rows held by their views are compared with it byte by byte.
    short: Option<Short>,
    beside: Beside,
    group: Group,
}

impl Literal {
    /// The literal of a comparison, if there is one, and a kernel for it.
    pub(super) fn of<M: Metric, R: Read<M::Raw>>(
        comparison: &Comparison<'_, M, R>,
    ) -> Option<Self> {
        let Comparison {
            metric,
            left,
            right,
            unit,
            ..
        } = comparison;
        let is_left = left.is_literal();
        if is_left == right.is_literal() || !(metric.many().is_some() || metric.follows_from_jaro())
        {
            return None;
        }
        let bytes = if is_left { left } else { right }.bytes(0);
        let mut numbered = None;
        let pattern = match (unit, std::str::from_utf8(bytes)) {
            (Unit::Codepoint, Ok(text)) => {
                let symbols: Vec<_> = text.chars().map(u32::from).collect();
                numbered = Known::new(&symbols).map(|known| {
                    let pattern = Pattern::of_codes(known.codes());
                    (Rc::new(known), pattern)
                });
                Pattern::new(&symbols)
            }
            (Unit::Grapheme, Ok(text)) => {
                let mut symbols = vec![];
                Graphemes::default().number(text, &mut symbols);
                Pattern::new(&symbols)
            }
            _ => Pattern::new(bytes),
        };
        (pattern.len() <= LONGEST as usize).then(|| Self {
            is_left,
            short: Short::of(&pattern, Level::best()),
            pattern,
            numbered,
            beside: Beside::default(),
            group: Group::default(),
        })
    }

    /// The number of symbols.
    pub(super) fn len(&self) -> u32 {
        self.pattern.len() as u32
    }

    /// What rows are numbered beside.
    pub(super) fn known(&self) -> Option<Rc<Known>> {
        self.numbered.as_ref().map(|(known, _)| Rc::clone(known))
    }

    /// Replaces a block beside the literal by rows, and the raw numbers by theirs; see [`Block::fill_vs_literal`].
    pub(super) fn compare_rows<M: Metric>(
        &mut self,
        metric: &M,
        level: Level,
        block: &mut Block,
        (rows, misfits): (InOrder<'_>, &mut Vec<u32>),
        raws: &mut [M::Raw; LANES],
    ) {
        let Some(short) = self.short_for(rows.mostly_inline) else {
            block.fill_vs_literal(level, self.is_left, rows, misfits);
            return self.compare(metric, level, block, false, raws);
        };
        let outcome = Outcome {
            lengths: block.lengths_vs_literal(self.is_left, rows.valid.len()),
            misfits,
        };
        if let Some(rule) = metric.many() {
            let mut numbers = [0; LANES];
            short.compare(level, rule, rows, outcome, &mut numbers);
            level.run(Numbered {
                metric,
                numbers: &numbers,
                lengths: [&block.left.lengths, &block.right.lengths],
                raws,
            });
        } else {
            let mut counts = JaroCountArrays::NONE;
            short.match_rows(level, rows, outcome, &mut counts);
            let matched = Matched {
                metric,
                counts: &counts,
                are_slots: false,
                lengths: (self.len(), block.others(self.is_left)),
                raws,
            };
            // Rows have no more symbols than views hold, and a short literal has fewer.
            matched.run(level, MAX_INLINE as usize);
        }
    }

    fn short_for(&self, mostly_inline: bool) -> Option<&Short> {
        self.short.as_ref().filter(|_| mostly_inline)
    }

    /// The most bytes that a row may have to be compared by [`Self::compare_rows`].
    pub(super) fn room(&self, block: &Block, mostly_inline: bool) -> u32 {
        match self.short_for(mostly_inline) {
            Some(_) => MAX_INLINE,
            None => (WORD * block.words()) as u32,
        }
    }

    /// The raw numbers of all rows in a block, whose symbols are ASCII, or numbers. The block's symbols are
    /// consumed.
    pub(super) fn compare<M: Metric>(
        &mut self,
        metric: &M,
        level: Level,
        block: &mut Block,
        is_numbered: bool,
        raws: &mut [M::Raw; LANES],
    ) {
        let pattern = match &self.numbered {
            Some((_, pattern)) if is_numbered => pattern,
            _ => &self.pattern,
        };
        let len = block.len();
        let side = if self.is_left {
            &mut block.right
        } else {
            &mut block.left
        };
        let Some(rule) = metric.many() else {
            self.group.fill(level, side, len, pattern);
            let longest = self.group.positions().max(pattern.len());
            let lengths = (pattern.len() as u32, &side.lengths);
            let (rows, limit) = (pattern.rows(), 0);
            jaro::group::compare(
                level,
                &self.group,
                &[Query { rows, limit }],
                &mut |_, _, counts| {
                    let matched = Matched {
                        metric,
                        counts,
                        are_slots: true,
                        lengths,
                        raws,
                    };
                    matched.run(level, longest);
                },
            );
            return;
        };
        let mut numbers = [0; LANES];
        self.beside
            .compare(level, rule, side, len, pattern, &mut numbers);
        level.run(Numbered {
            metric,
            numbers: &numbers,
            lengths: [&block.left.lengths, &block.right.lengths],
            raws,
        });
    }
}

/// What is divided by numbers up to these is multiplied by reciprocals, of which there are fewer for smaller ones.
const SHORT: usize = 32;
const MEDIUM: usize = 64;

/// Pairs whose numbers stay in registers.
const SOME: usize = 32;

/// The raw numbers of all pairs, from the distances or lengths of pairs that have these lengths.
struct Numbered<'a, M: Metric> {
    metric: &'a M,
    numbers: &'a [u8; LANES],
    lengths: [&'a [u32; LANES]; 2],
    raws: &'a mut [M::Raw; LANES],
}

impl<M: Metric> Kernel for Numbered<'_, M> {
    #[inline(always)]
    fn run<I: Isa>(self, _: I) {
        let [left, right] = self.lengths;
        let (numbers, _) = self.numbers.as_chunks::<SOME>();
        let (left, _) = left.as_chunks::<SOME>();
        let (right, _) = right.as_chunks::<SOME>();
        let (raws, _) = self.raws.as_chunks_mut();
        let all = numbers.iter().zip(left.iter().zip(right)).zip(raws);
        for ((numbers, (left, right)), to) in all {
            // An array of its own, which nothing that is read can be: so the loop goes through vectors.
            let mut raws = [M::Raw::default(); SOME];
            for (pair, raw) in raws.iter_mut().enumerate() {
                let number = numbers[pair].into();
                *raw = self.metric.raw_of(number, left[pair], right[pair]);
            }
            *to = raws;
        }
    }
}

/// Computes the raw numbers of pairs, or of the slots of a group, from their matches.
struct Matched<'a, M: Metric> {
    metric: &'a M,
    counts: &'a JaroCountArrays,
    are_slots: bool,
    /// That of the literal and those of the rows: it makes no difference which ones are the left ones.
    lengths: (u32, &'a [u32; LANES]),
    raws: &'a mut [M::Raw; LANES],
}

impl<M: Metric> Matched<'_, M> {
    fn run(self, level: Level, longest: usize) {
        if longest <= SHORT {
            level.run(UpTo::<_, SHORT>(self));
        } else if longest <= MEDIUM {
            level.run(UpTo::<_, MEDIUM>(self));
        } else {
            level.run(UpTo::<_, { LONGEST as usize }>(self));
        }
    }
}

/// Computes the raw numbers where no length exceeds `LENGTH`.
struct UpTo<'a, M: Metric, const LENGTH: usize>(Matched<'a, M>);

impl<M: Metric, const LENGTH: usize> Kernel for UpTo<'_, M, LENGTH> {
    #[inline(always)]
    fn run<I: Isa>(self, isa: I) {
        let Matched {
            metric,
            counts,
            are_slots,
            lengths,
            raws,
        } = self.0;
        let ordered;
        let counts = if are_slots {
            ordered = counts.in_order_of_pairs(isa);
            &ordered
        } else {
            counts
        };
        counts.numbers::<I, LENGTH, _>(isa, lengths, raws, |jaro, prefix| {
            metric.raw_of_jaro(jaro, prefix)
        });
    }
}
