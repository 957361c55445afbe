//! Rows whose other side is a literal.
//!
//! The literal is prepared once: which symbols it has. A block holds the sequences of the rows alone,
//! and becomes a group that the literal is compared with (see [`Group`]), so nothing asks row by row
//! whether a symbol of the literal equals one of the row's. Rows with symbols beyond ASCII have numbers
//! for symbols, and are compared with those of the literal.

use std::rc::Rc;

use super::output::Read;
use super::rows::Comparison;
use crate::kernels::alphabet::Known;
use crate::kernels::block::{Block, LANES};
use crate::kernels::graphemes::Graphemes;
use crate::kernels::group::{Group, LONGEST, Numbers, Pattern, in_order_of_pairs};
use crate::kernels::lanes::{Isa, Kernel, Level};
use crate::kernels::likeness::Likenesses;
use crate::kernels::many::{self, Query, Rule};
use crate::kernels::near;
use crate::metric::{Metric, Unit};

/// A sequence that all rows are compared with.
pub(super) struct Literal {
    /// The side it stands on.
    pub(super) is_left: bool,
    pattern: Pattern,
    /// The literal beside which rows are numbered, if they can be, and its numbers.
    numbered: Option<(Rc<Known>, Pattern)>,
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
            pattern,
            numbered,
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
        self.group.fill(level, side, len, pattern);
        let rows = pattern.rows();
        let lengths = [&block.left.lengths, &block.right.lengths];
        match metric.many() {
            Some(rule) => {
                // Every number is worth knowing.
                let limit = if rule == Rule::Lcs { 0 } else { u32::MAX };
                let queries = [Query { rows, limit }];
                many::compare(level, rule, &self.group, &queries, |_, _, numbers| {
                    level.run(Raws {
                        metric,
                        told: Told::Numbers(numbers),
                        lengths,
                        raws,
                    });
                });
            }
            None => {
                let queries = [Query { rows, limit: 0 }];
                near::compare(level, &self.group, &queries, |_, _, likenesses| {
                    level.run(Raws {
                        metric,
                        told: Told::Likenesses(likenesses),
                        lengths,
                        raws,
                    });
                });
            }
        }
    }
}

/// What a kernel tells of the slots of a group.
enum Told<'a> {
    Numbers(&'a Numbers),
    Likenesses(&'a Likenesses),
}

/// The raw numbers of all pairs, which have these lengths.
struct Raws<'a, M: Metric> {
    metric: &'a M,
    told: Told<'a>,
    lengths: [&'a [u32; LANES]; 2],
    raws: &'a mut [M::Raw; LANES],
}

impl<M: Metric> Kernel for Raws<'_, M> {
    #[inline(always)]
    fn run<I: Isa>(self, isa: I) {
        let Self { metric, .. } = self;
        let [left, right] = self.lengths;
        // An array of its own, which nothing that is read can be: so the loops go through vectors.
        let mut raws = [M::Raw::default(); LANES];
        match self.told {
            Told::Numbers(numbers) => {
                let numbers = in_order_of_pairs(isa, numbers);
                for (pair, raw) in raws.iter_mut().enumerate() {
                    *raw = metric.raw_of(numbers[pair].into(), left[pair], right[pair]);
                }
            }
            Told::Likenesses(likenesses) => {
                let likenesses = likenesses.in_order_of_pairs(isa);
                likenesses.numbers::<I, { LONGEST as usize }, _>(
                    isa,
                    [left, right],
                    &mut raws,
                    |jaro, prefix| metric.raw_of_jaro(jaro, prefix),
                );
            }
        }
        *self.raws = raws;
    }
}
