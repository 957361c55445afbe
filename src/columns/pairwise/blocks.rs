//! One chunk of rows: gathered into blocks, compared, and read into the output.
//!
//! A row's two sequences are written as words into the block of their length class, straight from
//! the string views; a full block goes to the metric's kernel at once. Rows that no block takes
//! (long ones, and metrics without a block kernel) are compared one at a time; those that a cutoff
//! rules out by their views are not read at all.

use super::batch::Batch;
use super::comparison::Comparison;
use super::length_buckets::{LengthBuckets, ROW_BY_ROW};
use super::literal::Literal;
use super::read_block::Numbers;
use super::row_by_row::compare_all;
use super::rows::{Chunk, Rows};
use crate::columns::output::numbers::Read;
use crate::kernels::block::remap::Alphabet;
use crate::kernels::block::{self, Block, LANES, MAX_SYMBOLS, MAX_WORDS, WORTH_A_BLOCK};
use crate::kernels::block_kernel::BlockCounts;
use crate::measure::Raw;
use crate::simd::Level;

/// How often rows that are likely to have symbols beyond ASCII are taken to have some.
pub(super) const UNTRIED: u32 = 15;

/// Compares a chunk's rows.
///
/// # Errors
/// If a number does not fit its type.
pub(super) fn compare_chunk<N: Raw, R: Read<N>>(
    comparison: &Comparison<'_, N, R>,
    chunk: Chunk<'_, R::Value>,
) -> Result<(), String> {
    if comparison.profile.longest_in_block() == 0 || chunk.values.len() < WORTH_A_BLOCK {
        return compare_all(Rows::new(comparison, chunk));
    }
    let mut gather = Gather::new(comparison, chunk);
    let mut buckets = LengthBuckets::default();
    if !gather.compare_with_literal(&mut buckets) {
        gather.sort(&mut buckets);
    }
    gather.finish(&buckets)
}

/// Pairs of one length class on their way to the kernel.
#[derive(Default)]
pub(super) struct OpenBlock {
    pub(super) block: Option<Box<Block>>,
    /// The rows of the block's pairs.
    pub(super) rows: Vec<u32>,
}

/// What the codes of a block are, and whether they are those of pairs or of rows against a literal.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Codes {
    /// Of pairs, ASCII or numbers.
    OfPairs,
    /// Of rows, ASCII.
    OfRows,
    /// Of rows, numbers.
    NumberedRows,
}

pub(super) struct Gather<'a, N: Raw, R: Read<N>> {
    pub(super) rows: Rows<'a, N, R>,
    pub(super) level: Level,
    /// Longer sequences are compared one pair at a time.
    pub(super) longest_in_block: u32,
    /// For each kind of [`Codes`] one for each number of words.
    pub(super) queues: [[OpenBlock; MAX_WORDS]; 3],
    /// The sequence that all rows are compared with.
    pub(super) literal: Option<Literal>,
    /// The counts of the pairs of the block that was compared last.
    pub(super) counts: BlockCounts,
    /// The raw numbers that follow from them.
    pub(super) raws: Box<[N; LANES]>,
    pub(super) alphabet: Option<Box<Alphabet>>,
    /// True if the cutoff has already removed every ASCII row whose lengths cannot pass.
    pub(super) lengths_are_fine: bool,
    /// For each length class, how many more batches are renumbered without an attempt to read them as ASCII.
    pub(super) skips: [u32; MAX_WORDS],
    pub(super) symbols: [Vec<u32>; 2],
}

/// The class of a pair, by the length of its longer sequence.
#[inline(always)]
pub(super) fn class_of(longest: u32, longest_in_block: u32) -> u8 {
    if fits_block(longest, longest_in_block) {
        block::class(longest) as u8
    } else {
        ROW_BY_ROW as u8
    }
}

/// Whether a pair goes to a block, by the length of its longer sequence.
#[inline(always)]
pub(super) fn fits_block(longest: u32, longest_in_block: u32) -> bool {
    longest.max(1) <= longest_in_block
}

/// A class's block, which is made when its first pair comes.
pub(super) fn block_of(block: &mut Option<Box<Block>>, class: usize) -> &mut Block {
    block.get_or_insert_with(|| Box::new(Block::new(class + 1)))
}

/// The raw numbers of a block's pairs, with their lengths.
pub(super) fn numbers_of<'a, R>(block: &'a Block, raws: &'a [R; LANES]) -> Numbers<'a, R> {
    let pairs = ..block.len();
    Numbers {
        raws: &raws[pairs],
        left: &block.left.lengths[pairs],
        right: &block.right.lengths[pairs],
    }
}

impl<'a, N: Raw, R: Read<N>> Gather<'a, N, R> {
    pub(super) fn new(comparison: &'a Comparison<'a, N, R>, chunk: Chunk<'a, R::Value>) -> Self {
        let literal = Literal::of(comparison);
        // Against a literal blocks are worth it for all that fits one.
        let longest_in_block = match literal {
            Some(_) => MAX_SYMBOLS,
            None => comparison.profile.longest_in_block(),
        };
        Self {
            longest_in_block,
            rows: Rows::new(comparison, chunk),
            level: Level::best(),
            queues: Default::default(),
            literal,
            counts: BlockCounts::default(),
            raws: Box::new([N::default(); LANES]),
            alphabet: None,
            lengths_are_fine: false,
            skips: Default::default(),
            symbols: Default::default(),
        }
    }

    /// Goes through the rows that are not null in their order.
    pub(super) fn one_by_one(
        mut self,
        mut compare: impl FnMut(&mut Self, usize),
    ) -> Result<(), String> {
        for row in 0..self.rows.chunk.values.len() {
            if self.rows.is_valid(row) {
                compare(&mut self, row);
            } else {
                self.rows.chunk.set_null(row);
            }
        }
        self.finish_blocks()
    }

    /// Sets rows from `start` on null that are; says whether there may be any.
    pub(super) fn set_nulls(&mut self, start: usize, count: usize) -> bool {
        let has_nulls = self.rows.has_nulls();
        if has_nulls {
            for row in start..start + count {
                if !self.rows.is_valid(row) {
                    self.rows.chunk.set_null(row);
                }
            }
        }
        has_nulls
    }

    /// Writes the rows of classes that have enough for a block.
    pub(super) fn admit_full(&mut self, buckets: &mut LengthBuckets) {
        for class in 0..=ROW_BY_ROW {
            if buckets.len(class) >= LANES {
                for rows in buckets.rows(class) {
                    self.admit(class, rows);
                }
                buckets.clear(class);
            }
        }
    }

    /// Writes rows to the block of their class.
    pub(super) fn admit(&mut self, class: usize, rows: &[u32]) {
        if class == ROW_BY_ROW {
            return self.compare_alone(rows);
        }
        let skips = &mut self.skips[class];
        if *skips > 0 {
            *skips -= 1;
            return self.renumber(rows);
        }
        let codes = self.codes();
        let mut queue = std::mem::take(self.queue(codes, class));
        let block = block_of(&mut queue.block, class);
        let mut not_ascii = Vec::new();
        let mut rest = rows;
        while !rest.is_empty() {
            let (batch, after) = rest.split_at(rest.len().min(LANES - block.len()));
            rest = after;
            self.stage(block, batch);
            // Found out before the loop, which may then have nothing left to ask.
            let are_fine = self.lengths_are_fine || !self.rows.lengths_matter;
            let rejected = block.admit(batch, &mut queue.rows, |left, right| {
                are_fine || self.is_allowed(left, right)
            });
            for row in rejected.dropped {
                self.rows.chunk.set_null(row as usize);
            }
            not_ascii.extend(rejected.unfit);
            if block.is_full() {
                self.compare_block(codes, block, &mut queue.rows);
            }
        }
        *self.queue(codes, class) = queue;
        if 2 * not_ascii.len() > rows.len() {
            self.skips[class] = UNTRIED;
        }
        self.renumber(&not_ascii);
    }

    /// Writes rows behind a block's pairs.
    pub(super) fn stage(&self, block: &mut Block, rows: &[u32]) {
        let first = self.rows.chunk.first;
        let Comparison { left, right, .. } = *self.rows.comparison;
        match &self.literal {
            None => block.stage_rows(self.level, [left, right], first, rows),
            Some(literal) => {
                let texts = if literal.is_left { right } else { left };
                let literal = (literal.is_left, literal.len());
                block.stage_rows_vs_literal(self.level, literal, texts, first, rows);
            }
        }
    }

    /// Pairs that are not gathered into a block, unless renumbering makes them fit one.
    pub(super) fn compare_alone(&mut self, rows: &[u32]) {
        let mut batch = Batch::default();
        for row in rows {
            self.rows.collect_row(*row as usize, &mut batch);
            if batch.is_full() {
                self.rows.compare_batch(&mut batch);
            }
        }
        self.rows.compare_batch(&mut batch);
        self.renumber(&batch.not_bytes);
    }

    /// Whether lengths allow a number, next to a cutoff if there is one.
    #[inline(always)]
    pub(super) fn is_possible(&mut self, left: u32, right: u32) -> bool {
        !self.rows.lengths_matter || self.is_allowed(left, right)
    }

    // Not part of what is done for each row: that would save as many registers as this needs.
    #[inline(never)]
    pub(super) fn is_allowed(&mut self, left: u32, right: u32) -> bool {
        self.rows.allowed(left, right).is_possible()
    }

    /// What the codes of rows are that were staged.
    pub(super) fn codes(&self) -> Codes {
        match self.literal {
            Some(_) => Codes::OfRows,
            None => Codes::OfPairs,
        }
    }

    /// Where rows of a class wait for a full block.
    pub(super) fn queue(&mut self, codes: Codes, class: usize) -> &mut OpenBlock {
        &mut self.queues[codes as usize][class]
    }

    /// Compares the rows of a block and empties it.
    pub(super) fn compare_block(&mut self, codes: Codes, block: &mut Block, rows: &mut Vec<u32>) {
        match &mut self.literal {
            Some(literal) if codes != Codes::OfPairs => {
                let is_numbered = codes == Codes::NumberedRows;
                literal.compare(self.level, block, is_numbered, &mut self.counts);
            }
            _ => {
                if let Some(kernel) = self.rows.comparison.profile.kernel {
                    kernel.compare(self.level, block, &mut self.counts);
                }
            }
        }
        self.read_raws(block);
        self.rows.write_pairs(rows, numbers_of(block, &self.raws));
        rows.clear();
        block.clear();
    }

    /// Reads the raw numbers of the block that was compared last.
    pub(super) fn read_raws(&mut self, block: &Block) {
        let lengths = [&block.left.lengths, &block.right.lengths];
        let metric = self.rows.comparison.metric;
        metric.raws(self.level, &self.counts, lengths, &mut self.raws);
    }

    pub(super) fn finish(mut self, buckets: &LengthBuckets) -> Result<(), String> {
        // From the top, because renumbered pairs may move to a lower class.
        for class in (0..=ROW_BY_ROW).rev() {
            let is_worth_it = class == ROW_BY_ROW
                || buckets.len(class) + self.queue(self.codes(), class).rows.len() >= WORTH_A_BLOCK;
            for rows in buckets.rows(class) {
                self.admit(if is_worth_it { class } else { ROW_BY_ROW }, rows);
            }
        }
        for codes in [Codes::OfRows, Codes::NumberedRows] {
            for mut queue in std::mem::take(&mut self.queues[codes as usize]) {
                if let Some(block) = &mut queue.block {
                    self.compare_block(codes, block, &mut queue.rows);
                }
            }
        }
        self.finish_blocks()
    }

    /// Compares the pairs that are left in blocks.
    pub(super) fn finish_blocks(mut self) -> Result<(), String> {
        for mut queue in std::mem::take(&mut self.queues[Codes::OfPairs as usize]) {
            let Some(block) = &mut queue.block else {
                continue;
            };
            if block.len() >= WORTH_A_BLOCK {
                self.compare_block(Codes::OfPairs, block, &mut queue.rows);
                continue;
            }
            let (mut left, mut right) = ([0; MAX_SYMBOLS as usize], [0; MAX_SYMBOLS as usize]);
            for (pair, row) in queue.rows.iter().enumerate() {
                let left = block.left.codes(pair, &mut left);
                let right = block.right.codes(pair, &mut right);
                self.rows.compare(*row as usize, left, right);
            }
        }
        self.rows.finish()
    }
}
