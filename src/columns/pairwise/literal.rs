//! Rows whose other side is a literal.
//!
//! The literal is prepared once: which symbols it has. A block holds the sequences of the rows alone, and is
//! swept against the literal (see [`Beside`]), or becomes a group that it is matched with (see [`Group`]), so
//! nothing asks row by row whether a symbol of the literal equals one of the row's. Short rows against a short literal
//! need no block (see [`Short`]). Rows with symbols beyond ASCII have numbers for symbols, and are compared with
//! those of the literal.

use std::rc::Rc;

use super::comparison::Comparison;
use crate::columns::output::numbers::Read;
use crate::kernels::block::group::{Group, LONGEST, Pattern};
use crate::kernels::block::remap::Known;
use crate::kernels::block::{Block, InOrder, WORD};
use crate::kernels::block_kernel::{BlockCounts, GroupKernel};
use crate::kernels::edit::group::Query;
use crate::kernels::edit::literal::{Beside, Outcome, Short};
use crate::kernels::jaro::{self, JaroCountArrays, OneToMany};
use crate::measure::{Raw, Unit};
use crate::simd::{Level, MAX_INLINE};
use crate::strings::graphemes::Graphemes;

/// A sequence that all rows are compared with.
pub(super) struct Literal {
    kernel: GroupKernel,
    /// The side it stands on.
    pub(super) is_left: bool,
    pattern: Pattern,
    /// The literal with which rows are numbered, if they can be, and its numbers.
    numbered: Option<(Rc<Known>, Pattern)>,
    /// The literal where rows held by their views are compared with it byte by byte.
    short: Option<Short>,
    sweep: Beside,
    group: Group,
}

impl Literal {
    /// The literal of a comparison, if there is one, and a kernel for it.
    pub(super) fn of<N: Raw, R: Read<N>>(comparison: &Comparison<'_, N, R>) -> Option<Self> {
        let [left, right] = [comparison.left, comparison.right];
        let is_left = left.is_literal();
        if is_left == right.is_literal() {
            return None;
        }
        let kernel = comparison.profile.kernel?.of_group()?;
        let literal = if is_left { left } else { right };
        Self::new(kernel, comparison.unit, literal.bytes(0), is_left)
    }

    fn new(kernel: GroupKernel, unit: Unit, bytes: &[u8], is_left: bool) -> Option<Self> {
        let mut numbered = None;
        let pattern = match (unit, std::str::from_utf8(bytes)) {
            (Unit::Codepoint, Ok(text)) => {
                let symbols: Vec<_> = text.chars().map(u32::from).collect();
                numbered = Known::new(&symbols).map(|alphabet| {
                    let pattern = Pattern::of_codes(alphabet.codes());
                    (Rc::new(alphabet), pattern)
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
            kernel,
            is_left,
            short: Short::of(&pattern, Level::best()),
            pattern,
            numbered,
            sweep: Beside::default(),
            group: Group::default(),
        })
    }

    /// The number of symbols.
    pub(super) fn len(&self) -> u32 {
        self.pattern.len() as u32
    }

    /// What rows are numbered with.
    pub(super) fn alphabet(&self) -> Option<Rc<Known>> {
        self.numbered
            .as_ref()
            .map(|(alphabet, _)| Rc::clone(alphabet))
    }

    /// Replaces a block against the literal by rows, and finds theirs; see [`Block::fill_vs_literal`].
    pub(super) fn compare_rows(
        &mut self,
        level: Level,
        block: &mut Block,
        rows: InOrder<'_>,
        rejected: &mut Vec<u32>,
        counts: &mut BlockCounts,
    ) {
        let Some(short) = self.short_for(rows.mostly_inline) else {
            block.fill_vs_literal(level, self.is_left, rows, rejected);
            return self.compare(level, block, false, counts);
        };
        let outcome = Outcome {
            lengths: block.lengths_vs_literal(self.is_left, rows.valid.len()),
            misfits: rejected,
        };
        match self.kernel {
            GroupKernel::Edit(kernel) => {
                short.compare(level, kernel, rows, outcome, counts.bytes());
            }
            GroupKernel::Jaro => {
                let mut arrays = JaroCountArrays::NONE;
                short.match_rows(level, rows, outcome, &mut arrays);
                let matches = OneToMany {
                    counts: &arrays,
                    are_slots: false,
                    lengths: (self.len(), block.others(self.is_left)),
                };
                // Rows have no more symbols than views hold, and a short literal has fewer.
                matches.similarities(level, MAX_INLINE as usize, counts.similarities());
            }
        }
    }

    fn short_for(&self, mostly_inline: bool) -> Option<&Short> {
        self.short.as_ref().filter(|_| mostly_inline)
    }

    /// The most bytes that a row may have to be compared by [`Self::compare_rows`].
    pub(super) fn capacity(&self, block: &Block, mostly_inline: bool) -> u32 {
        match self.short_for(mostly_inline) {
            Some(_) => MAX_INLINE,
            None => (WORD * block.words()) as u32,
        }
    }

    /// Compares all rows in a block, whose symbols are ASCII, or numbers. The block's symbols are consumed.
    pub(super) fn compare(
        &mut self,
        level: Level,
        block: &mut Block,
        is_numbered: bool,
        counts: &mut BlockCounts,
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
        match self.kernel {
            GroupKernel::Edit(kernel) => {
                self.sweep
                    .compare(level, kernel, side, len, pattern, counts.bytes());
            }
            GroupKernel::Jaro => {
                self.group.fill(level, side, len, pattern);
                let longest = self.group.positions().max(pattern.len());
                let (rows, limit) = (pattern.rows(), 0);
                let to = counts.similarities();
                jaro::group::compare(
                    level,
                    &self.group,
                    &[Query { rows, limit }],
                    &mut |_, _, counts| {
                        let matches = OneToMany {
                            counts,
                            are_slots: true,
                            lengths: (pattern.len() as u32, &side.lengths),
                        };
                        matches.similarities(level, longest, to);
                    },
                );
            }
        }
    }
}
