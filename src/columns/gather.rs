//! One chunk of rows: gathered into blocks, compared, and read into the output.
//!
//! A row's two sequences are written as words into the block of their length class, straight from
//! the string views; a full block goes to the metric's kernel at once. Rows that no block takes
//! (long ones, and metrics without a block kernel) are compared one at a time.

use polars::prelude::*;
use polars_arrow::array::View;
use polars_arrow::bitmap::Bitmap;

use super::inputs::{Kind, Sequences};
use crate::kernels::Scratch;
use crate::kernels::alphabet::Alphabet;
use crate::kernels::block::{Block, Inline, LANES, MAX_SYMBOLS, MAX_WORDS, WORD};
use crate::kernels::lanes::Level;
use crate::metric::{Metric, Raw, Reading, Symbol};

/// Below this many pairs a block costs more than comparing them one at a time.
const WORTH_A_BLOCK: usize = LANES / 8;

/// A value of the output.
pub(crate) trait Value: Copy + Default + Send + Into<f64> {
    /// A column of values.
    fn series(values: Vec<Self>, valid: Option<Bitmap>) -> Series;
}

impl Value for u32 {
    fn series(values: Vec<Self>, valid: Option<Bitmap>) -> Series {
        UInt32Chunked::from_vec_validity(PlSmallStr::EMPTY, values, valid).into_series()
    }
}

impl Value for f64 {
    fn series(values: Vec<Self>, valid: Option<Bitmap>) -> Series {
        Float64Chunked::from_vec_validity(PlSmallStr::EMPTY, values, valid).into_series()
    }
}

/// How a raw number becomes a value of the output.
pub(super) trait Read<R: Raw>: Copy + Send + Sync {
    /// The output's value type.
    type Value: Value;
    /// Reads one raw number.
    fn read<M: Metric<Raw = R>>(self, raw: R, maximum: R) -> Self::Value;
    /// Measure and cutoff.
    fn reading(self) -> Reading;
}

/// Reads in the raw number's own type.
#[derive(Clone, Copy)]
pub(super) struct Plain(pub(super) Reading);

impl<R: Raw + Value> Read<R> for Plain {
    type Value = R;

    #[inline(always)]
    fn read<M: Metric<Raw = R>>(self, raw: R, maximum: R) -> R {
        self.0.plain(M::SENSE, raw, maximum)
    }

    fn reading(self) -> Reading {
        self.0
    }
}

/// Reads as a ratio in 0..1.
#[derive(Clone, Copy)]
pub(super) struct Ratio(pub(super) Reading);

impl<R: Raw> Read<R> for Ratio {
    type Value = f64;

    #[inline(always)]
    fn read<M: Metric<Raw = R>>(self, raw: R, maximum: R) -> f64 {
        self.0.ratio(M::SENSE, raw, maximum)
    }

    fn reading(self) -> Reading {
        self.0
    }
}

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
    /// One bit a row.
    pub(super) valid: &'a mut [u64],
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
    let (left, right) = (comparison.left.validity(), comparison.right.validity());
    for row in 0..gather.chunk.values.len() {
        let at = gather.chunk.first + row;
        let is_valid =
            left.is_none_or(|left| left.get_bit(at)) && right.is_none_or(|right| right.get_bit(at));
        if is_valid {
            gather.row(row);
        }
    }
    gather.finish()
}

/// A block that is being filled, and the rows of its pairs.
struct Queue {
    block: Block,
    rows: Vec<usize>,
}

struct Gather<'a, M: Metric, R: Read<M::Raw>> {
    comparison: &'a Comparison<'a, M, R>,
    chunk: Chunk<'a, R::Value>,
    level: Level,
    has_block_kernel: bool,
    /// One for each number of words.
    queues: [Option<Box<Queue>>; MAX_WORDS],
    scratch: Scratch,
    alphabet: Alphabet,
    symbols: [Vec<u32>; 2],
    codes: Vec<u8>,
    failure: Option<String>,
}

impl<'a, M: Metric, R: Read<M::Raw>> Gather<'a, M, R> {
    fn new(comparison: &'a Comparison<'a, M, R>, chunk: Chunk<'a, R::Value>) -> Self {
        Self {
            comparison,
            chunk,
            level: Level::best(),
            has_block_kernel: comparison.metric.has_block_kernel(),
            queues: Default::default(),
            scratch: Scratch::default(),
            alphabet: Alphabet::default(),
            symbols: Default::default(),
            codes: Vec::new(),
            failure: None,
        }
    }

    #[inline(always)]
    fn row(&mut self, row: usize) {
        let Comparison { left, right, .. } = self.comparison;
        let at = self.chunk.first + row;
        let (left_view, right_view) = (left.view(at), right.view(at));
        let longest = left_view.length.max(right_view.length) as usize;
        if !self.has_block_kernel || longest > MAX_SYMBOLS {
            return self.row_without_block(row);
        }
        let block = &mut Self::queue(&mut self.queues, longest).block;
        let is_ascii = match (left_view.is_inline(), right_view.is_inline()) {
            (true, true) => block.push(inline(left_view), inline(right_view)),
            (true, false) => block.push(inline(left_view), right.bytes(at)),
            (false, true) => block.push(left.bytes(at), inline(right_view)),
            (false, false) => block.push(left.bytes(at), right.bytes(at)),
        };
        if is_ascii {
            self.pushed(row, longest);
        } else {
            self.row_renumbered(row);
        }
    }

    /// The queue whose block takes sequences of up to `longest` symbols.
    #[inline(always)]
    fn queue(queues: &mut [Option<Box<Queue>>; MAX_WORDS], longest: usize) -> &mut Queue {
        let class = longest.div_ceil(WORD).saturating_sub(1);
        queues[class].get_or_insert_with(|| {
            Box::new(Queue {
                block: Block::new(class + 1),
                rows: Vec::with_capacity(LANES),
            })
        })
    }

    /// Keeps the pair that was just pushed, unless its lengths already say that it is null.
    #[inline(always)]
    fn pushed(&mut self, row: usize, longest: usize) {
        let queue = Self::queue(&mut self.queues, longest);
        let pair = queue.rows.len();
        let (left, right) = (
            queue.block.left.lengths[pair],
            queue.block.right.lengths[pair],
        );
        if !self.comparison.may_keep(left, right) {
            return queue.block.pop();
        }
        queue.rows.push(row);
        if queue.block.is_full() {
            self.flush(longest.div_ceil(WORD).saturating_sub(1));
        }
    }

    /// A pair with symbols beyond ASCII, or of more bytes than a block takes.
    #[cold]
    fn row_renumbered(&mut self, row: usize) {
        let at = self.chunk.first + row;
        let Comparison {
            left, right, kind, ..
        } = self.comparison;
        let [left_symbols, right_symbols] = &mut self.symbols;
        decode(*kind, left.bytes(at), left_symbols);
        decode(*kind, right.bytes(at), right_symbols);
        let (left_len, longest) = (
            left_symbols.len(),
            left_symbols.len().max(right_symbols.len()),
        );
        if self.has_block_kernel && longest <= MAX_SYMBOLS {
            self.alphabet.clear();
            self.codes.clear();
            if self.alphabet.number(left_symbols, &mut self.codes)
                && self.alphabet.number(right_symbols, &mut self.codes)
            {
                let (left, right) = self.codes.split_at(left_len);
                Self::queue(&mut self.queues, longest)
                    .block
                    .push(left, right);
                return self.pushed(row, longest);
            }
        }
        let [left, right] = std::mem::take(&mut self.symbols);
        self.compare(row, &left, &right);
        self.symbols = [left, right];
    }

    fn row_without_block(&mut self, row: usize) {
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

    fn compare<S: Symbol>(&mut self, row: usize, left: &[S], right: &[S]) {
        let lengths = [left, right].map(|side| u32::try_from(side.len()).unwrap_or(u32::MAX));
        if self.comparison.may_keep(lengths[0], lengths[1]) {
            let limit = self.comparison.limit(lengths[0], lengths[1]);
            let raw = self
                .comparison
                .metric
                .compare(left, right, limit, &mut self.scratch);
            self.write(row, raw, lengths[0], lengths[1]);
        }
    }

    /// Compares the pairs of a queue and empties it.
    fn flush(&mut self, class: usize) {
        let Some(mut queue) = self.queues[class].take() else {
            return;
        };
        if queue.block.len() >= WORTH_A_BLOCK {
            let mut raws = [M::Raw::default(); LANES];
            self.comparison
                .metric
                .compare_block(self.level, &mut queue.block, &mut raws);
            let (left, right) = (&queue.block.left.lengths, &queue.block.right.lengths);
            for (pair, row) in queue.rows.iter().enumerate() {
                self.write(*row, raws[pair], left[pair], right[pair]);
            }
        } else {
            let (mut left, mut right) = ([0; MAX_SYMBOLS], [0; MAX_SYMBOLS]);
            for (pair, row) in queue.rows.iter().enumerate() {
                let left = queue.block.left.codes(pair, &mut left);
                let right = queue.block.right.codes(pair, &mut right);
                self.compare(*row, left, right);
            }
        }
        queue.block.clear();
        queue.rows.clear();
        self.queues[class] = Some(queue);
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
            self.chunk.valid[row / 64] |= 1 << (row % 64);
        }
    }

    fn finish(mut self) -> Result<(), String> {
        for class in 0..MAX_WORDS {
            self.flush(class);
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

/// The bytes that a short view holds itself.
#[inline(always)]
fn inline(view: View) -> Inline {
    Inline {
        bytes: view.as_u128() >> 32,
        len: view.length,
    }
}

/// Appends a sequence's symbols after clearing what was there.
fn decode(kind: Kind, bytes: &[u8], symbols: &mut Vec<u32>) {
    symbols.clear();
    match std::str::from_utf8(bytes) {
        Ok(text) if kind == Kind::Text => symbols.extend(text.chars().map(u32::from)),
        _ => symbols.extend(bytes.iter().map(|byte| u32::from(*byte))),
    }
}
