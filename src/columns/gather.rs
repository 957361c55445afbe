//! One chunk of rows: gathered into blocks, compared, and read into the output.
//!
//! A row's two sequences are written as words into the block of their length class, straight from
//! the string views; a full block goes to the metric's kernel at once. Rows that no block takes
//! (long ones, and metrics without a block kernel) are compared one at a time.

use super::inputs::{Kind, Sequences};
use super::output::Read;
use crate::kernels::Scratch;
use crate::kernels::affix::count;
use crate::kernels::alphabet::Alphabet;
use crate::kernels::block::{Admission, Block, LANES, MAX_SYMBOLS, MAX_WORDS, Padded, WORD};
use crate::kernels::lanes::{Level, prefetch};
use crate::metric::{Metric, Raw, Symbol};

/// Below this many pairs a block costs more than comparing them one at a time.
const WORTH_A_BLOCK: usize = LANES / 8;

/// Longer texts are fetched as soon as their row is met. (Of shorter ones many share a cache line.)
const PREFETCHED: u32 = 24;

/// Rows whose lengths are looked at together.
const BATCH: usize = 256;

/// The two columns and what is asked of them.
pub(super) struct Comparison<'a, M: Metric, R: Read<M::Raw>> {
    pub(super) metric: &'a M,
    pub(super) read: R,
    pub(super) kind: Kind,
    pub(super) left: &'a Sequences,
    pub(super) right: &'a Sequences,
}

/// The rows of a chunk: where the first one stands in the column, and the output for all of them.
pub(super) struct Chunk<'a, V> {
    pub(super) first: usize,
    pub(super) values: &'a mut [V],
    /// One bit a row, all set.
    pub(super) valid: &'a mut [u64],
}

impl<V> Chunk<'_, V> {
    fn set_null(&mut self, row: usize) {
        self.valid[row / 64] &= !(1 << (row % 64));
    }
}

/// Compares a chunk's rows.
///
/// # Errors
/// If a number does not fit its type.
pub(super) fn compare_chunk<M: Metric, R: Read<M::Raw>>(
    comparison: &Comparison<'_, M, R>,
    chunk: Chunk<'_, R::Value>,
) -> Result<(), String> {
    let mut gather = Gather::new(comparison, chunk);
    let (left, right) = (comparison.left, comparison.right);
    let (first, rows) = (gather.chunk.first, gather.chunk.values.len());
    // The lengths of a batch of rows are compared by themselves, in registers.
    let (mut longest, mut other) = ([0; BATCH], [0; BATCH]);
    for start in (0..rows).step_by(BATCH) {
        let batch = start..rows.min(start + BATCH);
        left.lengths(first + start, &mut longest[..batch.len()]);
        right.lengths(first + start, &mut other[..batch.len()]);
        for (longest, other) in longest.iter_mut().zip(other) {
            *longest = other.max(*longest);
        }
        if left.validity().is_none() && right.validity().is_none() {
            for (row, longest) in batch.zip(longest) {
                gather.row(row, longest);
            }
        } else {
            for (row, longest) in batch.zip(longest) {
                if left.is_valid(first + row) && right.is_valid(first + row) {
                    gather.row(row, longest);
                } else {
                    gather.chunk.set_null(row);
                }
            }
        }
    }
    gather.finish()
}

/// Pairs of one length class on their way to the kernel.
#[derive(Default)]
struct Queue {
    block: Option<Box<Block>>,
    /// The rows of the block's pairs.
    rows: Vec<u32>,
}

struct Gather<'a, M: Metric, R: Read<M::Raw>> {
    comparison: &'a Comparison<'a, M, R>,
    chunk: Chunk<'a, R::Value>,
    level: Level,
    /// Longer sequences are compared one pair at a time.
    longest_in_block: u32,
    /// One for each number of words.
    queues: [Queue; MAX_WORDS],
    /// Rows still to be written to the block of their class. Going through them together keeps the
    /// loop that does it free of surprises for the processor.
    waiting: Box<[[u32; LANES]; MAX_WORDS]>,
    /// How many rows wait in each class.
    waiting_rows: [usize; MAX_WORDS],
    scratch: Scratch,
    alphabet: Alphabet,
    symbols: [Vec<u32>; 2],
    codes: Vec<u8>,
    failure: Option<String>,
}

/// Whether a pair goes to a block, by the length of its longer sequence.
#[inline(always)]
fn fits_block(longest: u32, longest_in_block: u32) -> bool {
    longest.max(1) <= longest_in_block
}

/// The queue for sequences of up to `longest` symbols.
#[inline(always)]
fn class(longest: u32) -> usize {
    (longest as usize).div_ceil(WORD).saturating_sub(1)
}

/// A class's block, which is made when its first pair comes.
fn block_of(block: &mut Option<Box<Block>>, class: usize) -> &mut Block {
    block.get_or_insert_with(|| Box::new(Block::new(class + 1)))
}

impl<'a, M: Metric, R: Read<M::Raw>> Gather<'a, M, R> {
    fn new(comparison: &'a Comparison<'a, M, R>, chunk: Chunk<'a, R::Value>) -> Self {
        Self {
            comparison,
            chunk,
            level: Level::best(),
            longest_in_block: comparison.metric.longest_in_block(),
            queues: Default::default(),
            waiting: Box::new([[0; LANES]; MAX_WORDS]),
            waiting_rows: [0; MAX_WORDS],
            scratch: Scratch::default(),
            alphabet: Alphabet::default(),
            symbols: Default::default(),
            codes: Vec::new(),
            failure: None,
        }
    }

    #[inline(always)]
    fn row(&mut self, row: usize, longest: u32) {
        if !fits_block(longest, self.longest_in_block) {
            return self.row_alone(row);
        }
        // Long texts of a class lie far apart in memory, and would be waited for when they are read.
        if longest > PREFETCHED {
            let Comparison { left, right, .. } = self.comparison;
            let at = self.chunk.first + row;
            prefetch(left.bytes(at));
            prefetch(right.bytes(at));
        }
        let class = class(longest);
        let waiting = &mut self.waiting_rows[class];
        self.waiting[class][*waiting] = row as u32;
        *waiting += 1;
        if *waiting == LANES {
            self.admit(class);
        }
    }

    /// Writes the waiting rows of a class to its block.
    fn admit(&mut self, class: usize) {
        let Comparison { left, right, .. } = self.comparison;
        let waiting = self.waiting[class];
        let mut queue = std::mem::take(&mut self.queues[class]);
        let block = block_of(&mut queue.block, class);
        let mut unfit = Vec::new();
        let mut rest = &waiting[..std::mem::take(&mut self.waiting_rows[class])];
        while !rest.is_empty() {
            let (mut batch, after) = rest.split_at(rest.len().min(LANES - block.len()));
            rest = after;
            let at = |row: &u32| self.chunk.first + *row as usize;
            block.stage(
                batch.iter().map(|row| left.padded(at(row))),
                batch.iter().map(|row| right.padded(at(row))),
            );
            let keep = |left, right| self.comparison.may_keep(left, right);
            if block.admit_all(batch.len(), keep) {
                queue.rows.extend_from_slice(batch);
                batch = &[];
            }
            for (staged, row) in (block.len()..).zip(batch) {
                match block.admit(staged, keep) {
                    Admission::Added => queue.rows.push(*row),
                    Admission::Dropped => self.chunk.set_null(*row as usize),
                    Admission::Unfit => unfit.push(*row),
                }
            }
            if block.is_full() {
                self.compare_block(block, &mut queue.rows);
            }
        }
        self.queues[class] = queue;
        for row in unfit {
            self.row_renumbered(row as usize);
        }
    }

    /// A pair with symbols beyond ASCII, or one that no block takes.
    fn row_renumbered(&mut self, row: usize) {
        let at = self.chunk.first + row;
        let Comparison {
            left, right, kind, ..
        } = self.comparison;
        let [left_symbols, right_symbols] = &mut self.symbols;
        decode(*kind, left.bytes(at), left_symbols);
        decode(*kind, right.bytes(at), right_symbols);
        let lengths = [left_symbols.len(), right_symbols.len()].map(count);
        let longest = lengths[0].max(lengths[1]);
        if fits_block(longest, self.longest_in_block) {
            self.alphabet.clear();
            self.codes.clear();
            if self.alphabet.number(left_symbols, &mut self.codes)
                && self.alphabet.number(right_symbols, &mut self.codes)
            {
                if !self.comparison.may_keep(lengths[0], lengths[1]) {
                    return self.chunk.set_null(row);
                }
                self.codes.extend([0; WORD]);
                let right = Padded::new(&self.codes[lengths[0] as usize..], lengths[1]);
                let left = Padded::new(&self.codes, lengths[0]);
                let class = class(longest);
                let mut queue = std::mem::take(&mut self.queues[class]);
                let block = block_of(&mut queue.block, class);
                block.stage([left].into_iter(), [right].into_iter());
                block.admit(block.len(), |_, _| true);
                queue.rows.push(row as u32);
                if block.is_full() {
                    self.compare_block(block, &mut queue.rows);
                }
                self.queues[class] = queue;
                return;
            }
        }
        let [left, right] = std::mem::take(&mut self.symbols);
        self.compare(row, &left, &right);
        self.symbols = [left, right];
    }

    /// A pair that is not gathered into a block, unless renumbering makes it fit one.
    fn row_alone(&mut self, row: usize) {
        let at = self.chunk.first + row;
        let Comparison {
            left, right, kind, ..
        } = self.comparison;
        let (left, right) = (left.bytes(at), right.bytes(at));
        if *kind == Kind::Binary || (left.is_ascii() && right.is_ascii()) {
            self.compare(row, left, right);
        } else {
            self.row_renumbered(row);
        }
    }

    /// Compares one pair by itself.
    fn compare<S: Symbol>(&mut self, row: usize, left: &[S], right: &[S]) {
        let lengths = [left.len(), right.len()].map(count);
        if self.comparison.may_keep(lengths[0], lengths[1]) {
            let limit = self.comparison.limit(lengths[0], lengths[1]);
            let raw = self
                .comparison
                .metric
                .compare(left, right, limit, &mut self.scratch);
            self.write(row, raw, lengths[0], lengths[1]);
        } else {
            self.chunk.set_null(row);
        }
    }

    /// Compares the pairs of a block and empties it.
    fn compare_block(&mut self, block: &mut Block, rows: &mut Vec<u32>) {
        let mut raws = [M::Raw::default(); LANES];
        self.comparison
            .metric
            .compare_block(self.level, block, &mut raws);
        for (pair, row) in rows.drain(..).enumerate() {
            let (left, right) = (block.left.lengths[pair], block.right.lengths[pair]);
            self.write(row as usize, raws[pair], left, right);
        }
        block.clear();
    }

    #[inline(always)]
    fn write(&mut self, row: usize, raw: M::Raw, left: u32, right: u32) {
        let Comparison { metric, read, .. } = self.comparison;
        if let Err(failure) = metric.fits(left, right) {
            self.failure = Some(failure);
        }
        let value = read.read::<M>(raw, metric.maximum(left, right));
        if read.reading().keeps(value.into()) {
            self.chunk.values[row] = value;
        } else {
            self.chunk.set_null(row);
        }
    }

    fn finish(mut self) -> Result<(), String> {
        // From the top, because renumbered pairs may move to a lower class.
        for class in (0..MAX_WORDS).rev() {
            let waiting = self.waiting_rows[class];
            if waiting + self.queues[class].rows.len() >= WORTH_A_BLOCK {
                self.admit(class);
            } else {
                let rows = self.waiting[class];
                for row in &rows[..waiting] {
                    self.row_alone(*row as usize);
                }
            }
        }
        for class in 0..MAX_WORDS {
            let mut queue = std::mem::take(&mut self.queues[class]);
            let Some(block) = &mut queue.block else {
                continue;
            };
            if block.len() >= WORTH_A_BLOCK {
                self.compare_block(block, &mut queue.rows);
                continue;
            }
            let (mut left, mut right) = ([0; MAX_SYMBOLS as usize], [0; MAX_SYMBOLS as usize]);
            for (pair, row) in queue.rows.iter().enumerate() {
                let left = block.left.codes(pair, &mut left);
                let right = block.right.codes(pair, &mut right);
                self.compare(*row as usize, left, right);
            }
        }
        self.failure.map_or(Ok(()), Err)
    }
}

impl<M: Metric, R: Read<M::Raw>> Comparison<'_, M, R> {
    /// Whether a row of these lengths can have a value.
    #[inline(always)]
    fn may_keep(&self, left: u32, right: u32) -> bool {
        let best = || self.metric.best(left, right);
        let maximum = || self.metric.maximum(left, right);
        self.metric.is_defined(left, right)
            && (self.read.reading().score_cutoff.is_none()
                || self.read.reading().keeps_raw(M::SENSE, best(), maximum()))
    }

    /// The worst raw number that is worth computing exactly.
    fn limit(&self, left: u32, right: u32) -> Option<M::Raw> {
        M::Raw::limit(
            self.read.reading(),
            M::SENSE,
            self.metric.best(left, right),
            self.metric.maximum(left, right),
        )
    }
}

/// Replaces `symbols` by those of a sequence.
fn decode(kind: Kind, bytes: &[u8], symbols: &mut Vec<u32>) {
    symbols.clear();
    match std::str::from_utf8(bytes) {
        Ok(text) if kind == Kind::Text => symbols.extend(text.chars().map(u32::from)),
        _ => symbols.extend(bytes.iter().map(|byte| u32::from(*byte))),
    }
}
