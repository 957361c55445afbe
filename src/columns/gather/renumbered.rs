//! Rows whose symbols become numbers before a block takes them: those beyond ASCII, and elements that
//! are no letters.

use super::{Gather, block_of, fits_block};
use crate::columns::output::Read;
use crate::columns::rows::{Chunk, Comparison};
use crate::kernels::alphabet::Numbered;
use crate::kernels::block;
use crate::metric::{Metric, Unit};

/// Symbols that are no letters of a text, row by row.
pub(in crate::columns) trait Pairs {
    /// The left and the right symbols of a row.
    fn pair(&mut self, row: usize) -> [&[u32]; 2];
}

/// Compares a chunk's rows by symbols that do not come from views.
///
/// # Errors
/// If a number does not fit its type.
pub(in crate::columns) fn compare_pairs<M: Metric, R: Read<M::Raw>>(
    comparison: &Comparison<'_, M, R>,
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
pub(in crate::columns) fn compare_decoded<M: Metric, R: Read<M::Raw>>(
    comparison: &Comparison<'_, M, R>,
    chunk: Chunk<'_, R::Value>,
) -> Result<(), String> {
    Gather::new(comparison, chunk).one_by_one(|gather, row| gather.decoded_renumbered(row))
}

impl<M: Metric, R: Read<M::Raw>> Gather<'_, M, R> {
    /// Rows with symbols beyond ASCII, or that no block takes by the number of their bytes.
    pub(super) fn renumber(&mut self, rows: &[u32]) {
        let Comparison {
            left, right, unit, ..
        } = *self.rows.comparison;
        if unit != Unit::Codepoint {
            for row in rows {
                self.decoded_renumbered(*row as usize);
            }
            return;
        }
        let first = self.rows.chunk.first;
        let pairs = rows.iter().map(|row| {
            let at = first + *row as usize;
            [left.padded_or_held(at), right.padded_or_held(at)]
        });
        let mut alphabet = std::mem::take(&mut self.alphabet);
        let (mut next, mut others) = (rows.iter(), Vec::new());
        alphabet.number_texts(M::EQUALITY, pairs, |numbered| {
            let Some(row) = next.next() else { return };
            match numbered {
                Some(numbered) => self.push(*row as usize, numbered),
                None => others.push(*row),
            }
        });
        self.alphabet = alphabet;
        for row in others {
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
        let mut alphabet = std::mem::take(&mut self.alphabet);
        match alphabet.number(left.iter().copied(), right.iter().copied()) {
            Some(numbered) => self.push(row, numbered),
            None => self.rows.compare(row, left, right),
        }
        self.alphabet = alphabet;
    }

    /// Puts a pair that was numbered into a block, or compares the numbers if it is too long for one.
    fn push(&mut self, row: usize, numbered: &Numbered) {
        let [left, right] = numbered.lengths();
        let longest = left.max(right);
        if !fits_block(longest, self.longest_in_block) {
            let [left, right] = numbered.sequences();
            return self.rows.compare(row, left, right);
        }
        if !self.rows.allowed(left, right).is_possible() {
            return self.rows.chunk.set_null(row);
        }
        let class = block::class(longest);
        let queue = &mut self.queues[class];
        let block = block_of(&mut queue.block, class);
        let [left, right] = numbered.padded();
        block.push(left, right);
        queue.rows.push(row as u32);
        if block.is_full() {
            let mut queue = std::mem::take(queue);
            if let Some(block) = &mut queue.block {
                self.compare_block(block, &mut queue.rows);
            }
            self.queues[class] = queue;
        }
    }
}
