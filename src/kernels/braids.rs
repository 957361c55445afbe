//! The best window of the longer text, for every pair of a block.
//!
//! Same question as in [`super::partial`], answered by combing as in [`super::comb`], whose cell is a
//! comparison of symbols, a minimum, a maximum and a choice: here one byte belongs to one pair, so that
//! a register combs the same cell of 16, 32 or 64 matrices. Strands of the left border are numbered
//! from the last row up, those of the top border follow from left to right; sequences of at most 128
//! symbols have at most 256.
//!
//! Lengths differ within a batch, and cells past a sequence's end change nothing before it: a row of
//! "no symbol" equals no symbol, and the strand that enters there has a smaller number than all that it
//! meets, so it crosses them all; likewise a column.
//!
//! Of sequences that are as long as each other, either may be cut: the strands that leave at the right
//! tell of the rows what those that leave at the bottom tell of the columns. O(m n) cells for the
//! batch's longest m and n.

use super::block::{Block, LANES, MAX_SYMBOLS, Side, WORD};
use super::comb::for_each_window;
use super::lanes::{Isa, Kernel, Level};
use super::partial::{Best, Window};

/// Pairs that are combed together.
const BATCH: usize = 128;

/// The same symbol, or strand, of all pairs of a batch.
type Lanes = [u8; BATCH];

/// The best window of every pair, which is meaningless where a sequence is empty.
pub fn best_windows(level: Level, block: &Block, windows: &mut [Window; LANES]) {
    let longest = MAX_SYMBOLS as usize;
    let mut braids = Braids {
        rows: vec![[0; BATCH]; longest],
        columns: vec![[0; BATCH]; longest],
        across: vec![[0; BATCH]; longest],
        down: vec![[0; BATCH]; longest],
        used: [0; 2],
    };
    let mut windows = &mut windows[..block.len()];
    let mut first = 0;
    while !windows.is_empty() {
        let (batch, rest) = windows.split_at_mut(windows.len().min(BATCH));
        braids.load(block, first, batch.len());
        level.run(&mut braids);
        for (lane, window) in batch.iter_mut().enumerate() {
            let lengths = [&block.left, &block.right].map(|side| side.lengths[first + lane]);
            let (shorter, longer) = (lengths[0].min(lengths[1]), lengths[0].max(lengths[1]));
            *window = braids.best(lane, shorter as usize, longer as usize);
        }
        windows = rest;
        first += BATCH;
    }
}

/// A batch: the symbols of the shorter sequences are rows, those of the longer ones columns.
struct Braids {
    rows: Vec<Lanes>,
    columns: Vec<Lanes>,
    /// The strands that leave at the right of each row.
    across: Vec<Lanes>,
    /// The strands that leave at the bottom of each column.
    down: Vec<Lanes>,
    /// Rows and columns of the batch.
    used: [usize; 2],
}

impl Braids {
    /// Takes pairs from a block.
    fn load(&mut self, block: &Block, first: usize, pairs: usize) {
        self.used = [0; 2];
        for lane in 0..pairs {
            let pair = first + lane;
            let (left, right) = (&block.left, &block.right);
            let (shorter, longer) = if left.lengths[pair] <= right.lengths[pair] {
                (left, right)
            } else {
                (right, left)
            };
            for (side, used) in [shorter, longer].into_iter().zip(&mut self.used) {
                *used = side.lengths[pair].max(*used as u32) as usize;
            }
            spread(shorter, block.words(), pair, lane, &mut self.rows);
            spread(longer, block.words(), pair, lane, &mut self.columns);
        }
    }

    /// The best window of one pair, of the longer sequence or of either.
    fn best(&self, lane: usize, shorter: usize, longer: usize) -> Window {
        let [rows, _] = self.used;
        let mut best = Best::new(shorter);
        if shorter == 0 {
            return best.window;
        }
        // A strand that came from the top, by its column and one, or 0.
        let from_top = |lanes: &Lanes| (usize::from(lanes[lane]) + 1).saturating_sub(rows);
        offer(&mut best, shorter, self.down[..longer].iter().map(from_top));
        if shorter == longer {
            let from_left = |lanes: &Lanes| rows.saturating_sub(lanes[lane].into());
            offer(
                &mut best,
                shorter,
                self.across[..shorter].iter().map(from_left),
            );
        }
        best.window
    }
}

/// Writes a sequence to its lane.
#[inline]
fn spread(side: &Side, words: usize, pair: usize, lane: usize, symbols: &mut [Lanes]) {
    for (word, symbols) in symbols.chunks_exact_mut(WORD).take(words).enumerate() {
        let codes = side.word(word, pair).to_le_bytes();
        for (lanes, code) in symbols.iter_mut().zip(codes) {
            lanes[lane] = code;
        }
    }
}

/// Offers all windows of a sequence, given the strands that leave there.
#[inline]
fn offer(best: &mut Best, rows: usize, strands: impl ExactSizeIterator<Item = usize>) {
    let width = strands.len();
    let (mut origins, mut ends) = (
        [0_u8; MAX_SYMBOLS as usize],
        [u8::MAX; MAX_SYMBOLS as usize + 1],
    );
    for (place, strand) in strands.enumerate() {
        origins[place] = strand as u8;
        ends[strand] = place as u8;
    }
    for_each_window(rows, &origins[..width], &ends[1..], |start, end, common| {
        best.offer(start, end, common);
    });
}

impl Kernel for &mut Braids {
    #[inline(always)]
    fn run<I: Isa>(self, _: I) {
        let [rows, columns] = self.used;
        for (column, down) in self.down[..columns].iter_mut().enumerate() {
            *down = [(rows + column) as u8; BATCH];
        }
        for (row, (symbols, across)) in self.rows[..rows].iter().zip(&mut self.across).enumerate() {
            let mut strands = [(rows - 1 - row) as u8; BATCH];
            for (others, down) in self.columns[..columns].iter().zip(&mut self.down) {
                for lane in 0..BATCH {
                    let (left, top) = (strands[lane], down[lane]);
                    let equal = symbols[lane] == others[lane];
                    strands[lane] = if equal { top } else { left.min(top) };
                    down[lane] = if equal { left } else { left.max(top) };
                }
            }
            *across = strands;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::block::testing::check;
    use super::super::partial;
    use super::*;
    use crate::kernels::masks::Scratch;

    /// The share of the best window, as a whole number that is different for different shares.
    fn share(window: Window, rows: usize) -> u32 {
        let whole = rows as u32 + window.end - window.start;
        (f64::from(window.common) / f64::from(whole.max(1)) * 1e6).round() as u32
    }

    #[test]
    fn equals_one_pair_alone() {
        check(
            |level, block, numbers| {
                let mut windows = [Window::default(); LANES];
                best_windows(level, block, &mut windows);
                for (pair, number) in numbers.iter_mut().enumerate() {
                    let rows = block.left.lengths[pair].min(block.right.lengths[pair]);
                    *number = share(windows[pair], rows as usize);
                }
            },
            |left, right| {
                let rows = left.len().min(right.len());
                if rows == 0 {
                    return 0;
                }
                share(
                    partial::best_window(left, right, &mut Scratch::default()),
                    rows,
                )
            },
        );
    }
}
