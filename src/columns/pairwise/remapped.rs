//! Rows whose symbols become numbers before a block takes them: those beyond ASCII, and elements that
//! are no letters.

use super::blocks::{Codes, Gather, block_of, fits_block};
use super::comparison::Comparison;
use super::rows::Chunk;
use crate::columns::input::list_symbols::Pairs;
use crate::columns::output::numbers::Read;
use crate::kernels::block::Codes as Numbers;
use crate::kernels::block::remap::{Equality, Known, Numbered};
use crate::kernels::block::{self, LANES};
use crate::kernels::block_kernel::BlockKernel;
use crate::measure::{Raw, Unit};

/// Compares a chunk's rows by symbols that do not come from views.
///
/// # Errors
/// If a number does not fit its type.
pub(super) fn compare_pairs<N: Raw, R: Read<N>>(
    comparison: &Comparison<'_, N, R>,
    chunk: Chunk<'_, R::Value>,
    mut pairs: impl Pairs,
) -> Result<(), String> {
    let first = chunk.first;
    Gather::new(comparison, chunk).one_by_one(|gather, row| {
        let [left, right] = pairs.pair(first + row);
        gather.pair_renumbered(row, left, right);
    })
}

/// Compares a chunk's rows by symbols that bytes are no more than made of, even in ASCII.
///
/// # Errors
/// If a number does not fit its type.
pub(super) fn compare_decoded<N: Raw, R: Read<N>>(
    comparison: &Comparison<'_, N, R>,
    chunk: Chunk<'_, R::Value>,
) -> Result<(), String> {
    Gather::new(comparison, chunk).one_by_one(|gather, row| gather.decoded_renumbered(row))
}

impl<N: Raw, R: Read<N>> Gather<'_, N, R> {
    /// Rows with symbols beyond ASCII, or that no block takes by the number of their bytes.
    pub(super) fn renumber(&mut self, rows: &[u32]) {
        if rows.is_empty() {
            return;
        }
        let Comparison {
            left, right, unit, ..
        } = *self.rows.comparison;
        if unit != Unit::Codepoint {
            for row in rows {
                self.decoded_renumbered(*row as usize);
            }
            return;
        }
        if let Some(literal) = &self.literal
            && let Some(alphabet) = literal.alphabet()
        {
            let is_left = literal.is_left;
            return self.renumber_with_literal(rows, &alphabet, is_left);
        }
        let first = self.rows.chunk.first;
        let [left, right] = [left, right].map(|side| side.find(first, rows));
        let mut alphabet = self.alphabet.take().unwrap_or_default();
        let (mut next, mut rejected) = (rows.iter(), Vec::new());
        let kernel = self.rows.comparison.profile.kernel;
        let equality = kernel.map_or(Equality::Across, BlockKernel::equality);
        alphabet.number_texts(equality, left, right, &mut |numbered| {
            let Some(row) = next.next() else { return };
            match numbered {
                Some(numbered) => self.push(*row as usize, numbered),
                None => rejected.push(*row),
            }
        });
        self.alphabet = Some(alphabet);
        for row in rejected {
            self.decoded_renumbered(row as usize);
        }
    }

    /// Renumbers rows whose other side is the literal, and adds them to their blocks.
    fn renumber_with_literal(&mut self, rows: &[u32], literal: &Known, is_left: bool) {
        let Comparison { left, right, .. } = *self.rows.comparison;
        let side = if is_left { right } else { left };
        let literal_len = literal.codes().len() as u32;
        let first = self.rows.chunk.first;
        let texts = side.find(first, rows);
        let mut alphabet = self.alphabet.take().unwrap_or_default();
        let (mut next, mut rejected) = (rows.iter(), Vec::new());
        alphabet.number_vs_literal(literal, texts, &mut |numbered| {
            let Some(row) = next.next() else { return };
            match numbered {
                Some((codes, len)) => {
                    self.push_with_literal(*row, is_left, literal_len, codes, len)
                }
                None => rejected.push(*row),
            }
        });
        self.alphabet = Some(alphabet);
        for row in rejected {
            self.decoded_renumbered(row as usize);
        }
    }

    /// A row whose symbols have to be looked up one after the other.
    fn decoded_renumbered(&mut self, row: usize) {
        let mut symbols = std::mem::take(&mut self.symbols);
        self.rows.decode(row, &mut symbols);
        self.pair_renumbered(row, &symbols[0], &symbols[1]);
        self.symbols = symbols;
    }

    /// A pair of symbols that are not bytes: to a block if their numbers fit one.
    fn pair_renumbered(&mut self, row: usize, left: &[u32], right: &[u32]) {
        let mut alphabet = self.alphabet.take().unwrap_or_default();
        match alphabet.number(left.iter().copied(), right.iter().copied()) {
            Some(numbered) => self.push(row, numbered),
            None => self.rows.compare(row, left, right),
        }
        self.alphabet = Some(alphabet);
    }

    /// Puts a pair that was numbered into a block, or compares the numbers if it is too long for one.
    fn push(&mut self, row: usize, numbered: &Numbered) {
        let [left, right] = numbered.lengths();
        let longest = left.max(right);
        if !fits_block(longest, self.longest_in_block) {
            let [left, right] = numbered.sequences();
            return self.rows.compare(row, left, right);
        }
        if !self.is_possible(left, right) {
            return self.rows.chunk.set_null(row);
        }
        let class = block::class(longest);
        let queue = self.queue(Codes::OfPairs, class);
        let block = match &mut queue.block {
            Some(block) => block,
            block => block_of(block, class),
        };
        block.push_codes(numbered.codes(), [left, right]);
        queue.rows.push(row as u32);
        if queue.rows.len() == LANES {
            self.compare_full(Codes::OfPairs, class);
        }
    }

    /// Puts a row that was numbered with the literal into a block.
    #[inline(always)]
    fn push_with_literal(
        &mut self,
        row: u32,
        is_left: bool,
        literal: u32,
        codes: &Numbers,
        length: u32,
    ) {
        let [left, right] = if is_left {
            [literal, length]
        } else {
            [length, literal]
        };
        if !self.is_possible(left, right) {
            return self.rows.chunk.set_null(row as usize);
        }
        let class = block::class(length);
        let queue = self.queue(Codes::NumberedRows, class);
        let block = match &mut queue.block {
            Some(block) => block,
            block => block_of(block, class),
        };
        block.push_codes_vs_literal(is_left, literal, codes, length);
        queue.rows.push(row);
        if queue.rows.len() == LANES {
            self.compare_full(Codes::NumberedRows, class);
        }
    }

    #[cold]
    #[inline(never)]
    fn compare_full(&mut self, codes: Codes, class: usize) {
        let mut queue = std::mem::take(self.queue(codes, class));
        if let Some(block) = &mut queue.block {
            self.compare_block(codes, block, &mut queue.rows);
        }
        *self.queue(codes, class) = queue;
    }
}
