//! Rows whose other side is a literal.
//!
//! The literal is prepared once: which symbols it has. A block holds the sequences of the rows alone,
//! and becomes a group that the literal is compared with (see [`Group`]), so nothing asks row by row
//! whether a symbol of the literal equals one of the row's.

use super::output::Read;
use super::rows::Comparison;
use crate::kernels::block::{Block, LANES};
use crate::kernels::graphemes::Graphemes;
use crate::kernels::group::{Group, LONGEST, Pattern, slot_of};
use crate::kernels::lanes::Level;
use crate::kernels::many::{self, Query, Rule};
use crate::kernels::near;
use crate::metric::{Metric, Unit};

/// A sequence that all rows are compared with.
pub(super) struct Literal {
    /// The side it stands on.
    pub(super) is_left: bool,
    pattern: Pattern,
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
        if is_left == right.is_literal()
            || !(metric.many().is_some() || metric.follows_from_likeness())
        {
            return None;
        }
        let bytes = if is_left { left } else { right }.bytes(0);
        let pattern = match (unit, std::str::from_utf8(bytes)) {
            (Unit::Codepoint, Ok(text)) => {
                Pattern::new(&text.chars().map(u32::from).collect::<Vec<_>>())
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
            group: Group::default(),
        })
    }

    /// The number of symbols.
    pub(super) fn len(&self) -> u32 {
        self.pattern.len() as u32
    }

    /// The raw numbers of all rows in a block. The block's symbols are consumed.
    pub(super) fn compare<M: Metric>(
        &mut self,
        metric: &M,
        level: Level,
        block: &mut Block,
        raws: &mut [M::Raw; LANES],
    ) {
        let len = block.len();
        let side = if self.is_left {
            &mut block.right
        } else {
            &mut block.left
        };
        self.group.fill(level, side, len, &self.pattern);
        let rows = self.pattern.rows();
        match metric.many() {
            Some(rule) => {
                // Every number is worth knowing.
                let limit = if rule == Rule::Lcs { 0 } else { u32::MAX };
                let queries = [Query { rows, limit }];
                many::compare(level, rule, &self.group, &queries, |_, _, numbers| {
                    each(block, raws, |slot, left, right| {
                        metric.raw_of(numbers[slot].into(), left, right)
                    });
                });
            }
            None => {
                let queries = [Query { rows, limit: 0 }];
                near::compare(level, &self.group, &queries, |_, _, likenesses| {
                    each(block, raws, |slot, left, right| {
                        metric.raw_of_likeness(likenesses.of(slot), left, right)
                    });
                });
            }
        }
    }
}

/// Sets the raw number of each pair, whose slot and lengths say it.
#[inline(always)]
fn each<R>(block: &Block, raws: &mut [R; LANES], raw_of: impl Fn(usize, u32, u32) -> R) {
    let (left, right) = (&block.left.lengths, &block.right.lengths);
    for (pair, raw) in raws[..block.len()].iter_mut().enumerate() {
        *raw = raw_of(slot_of(pair), left[pair], right[pair]);
    }
}
