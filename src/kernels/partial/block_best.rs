//! What strands tell when all of them have left: the best window of each pair.

use super::block::{Matrix, ONES};
use crate::simd::{Bits, Isa};

/// The lower byte of each 16-bit number.
const LOWER: u64 = 0x00FF_00FF_00FF_00FF;

impl<B: Bits> Matrix<'_, B> {
    /// What the best windows have in common with the shorter sequences, and how long both are.
    #[inline(always)]
    pub(crate) fn best<I: Isa<Bits = B>>(&self, isa: I) -> (B, B) {
        let rows = self.rows.len() as u64;
        let one = ones(isa);
        let mut best = Best::new(isa, self.common(isa), self.shorter.add_bytes(self.shorter));
        let same = self.shorter.equal_bytes(self.longer);
        // The first strand from above, and what is before it.
        let above = isa.splat(ONES * rows);
        let left = above.add_bytes(!isa.splat(0));
        let (mut beginning, mut other_beginning) = (isa.splat(0), isa.splat(0));
        // Strands from above that enter in the end of the columns are greater than this, those from the left
        // that enter in the end of the rows are smaller than that.
        let mut last_above = self.longer.add_bytes(left);
        let mut last_left = above.add_bytes(!self.shorter).add_bytes(one);
        let mut length = isa.splat(0);
        for at in 1..self.rows.len() {
            length = length.add_bytes(one);
            last_above = last_above.add_bytes(!isa.splat(0));
            last_left = last_left.add_bytes(one);
            beginning = beginning
                .add_bytes(one)
                .less_where_at_least(one, self.down[at - 1], above);
            other_beginning =
                other_beginning
                    .add_bytes(one)
                    .less_where_at_least(one, left, self.across[at - 1]);
            let mut end = isa.splat(ONES * rows);
            for across in &*self.across {
                end = end.less_where_at_least(one, last_above, *across);
            }
            let mut other_end = isa.splat(ONES * self.down.len() as u64);
            for down in &*self.down {
                other_end = other_end.less_where_at_least(one, *down, last_left);
            }
            let other = other_beginning.max_bytes(other_end) & same;
            // Only windows shorter than the shorter sequence.
            let is_shorter = !length.max_bytes(self.shorter).equal_bytes(length);
            let common = beginning.max_bytes(end).max_bytes(other) & is_shorter;
            best.offer(isa, common, self.shorter.add_bytes(length));
        }
        best.bytes()
    }

    /// The most that windows as long as the shorter sequences have in common with them. Windows that reach
    /// past the end have no more in common than the last one that does not.
    #[inline(always)]
    fn common<I: Isa<Bits = B>>(&self, isa: I) -> B {
        let rows = self.rows.len();
        let one = ones(isa);
        let mut most = isa.splat(0);
        for start in 0..=self.shape.excess {
            let entered = isa.splat(ONES * (rows + start) as u64);
            let within = self.down.len().min(start + rows);
            let surely = self.shape.fewest.min(within - start);
            let mut common = self
                .shorter
                .min_bytes(isa.splat(ONES * (within - start) as u64));
            let (first, others) = self.down[start..within].split_at(surely);
            for down in first {
                common = common.less_where_at_least(one, *down, entered);
            }
            for (at, down) in (surely as u64..).zip(others) {
                // Which of these columns still belong to the window.
                let at = isa.splat(ONES * at);
                let behind = at.max_bytes(self.shorter).equal_bytes(at);
                common = common.less_where_at_least(one, *down, entered | behind);
            }
            most = most.max_bytes(common);
        }
        most
    }
}

/// The best windows met so far: even and odd bytes as 16-bit numbers.
struct Best<B> {
    common: [B; 2],
    whole: [B; 2],
}

impl<B: Bits> Best<B> {
    #[inline(always)]
    fn new<I: Isa<Bits = B>>(isa: I, common: B, whole: B) -> Self {
        Self {
            common: halves(isa, common),
            whole: halves(isa, whole),
        }
    }

    /// Keeps the better windows.
    #[inline(always)]
    fn offer<I: Isa<Bits = B>>(&mut self, isa: I, common: B, whole: B) {
        let (commons, wholes) = (halves(isa, common), halves(isa, whole));
        for half in 0..2 {
            let value = commons[half].multiply_shorts(self.whole[half]);
            let bar = self.common[half].multiply_shorts(wholes[half]);
            let is_better = value.greater_shorts(bar);
            self.common[half] = commons[half].or_else(is_better, self.common[half]);
            self.whole[half] = wholes[half].or_else(is_better, self.whole[half]);
        }
    }

    /// Common symbols and symbols in all, as bytes.
    #[inline(always)]
    fn bytes(self) -> (B, B) {
        let [low, high] = self.common;
        let common = low | high.shift_left(8);
        let [low, high] = self.whole;
        (common, low | high.shift_left(8))
    }
}

/// One in every byte, though the compiler does not know; see [`Bits::less_where_at_least`].
#[inline(always)]
fn ones<I: Isa>(isa: I) -> I::Bits {
    isa.splat(std::hint::black_box(ONES))
}

/// Even and odd bytes as 16-bit numbers.
#[inline(always)]
fn halves<I: Isa>(isa: I, bytes: I::Bits) -> [I::Bits; 2] {
    let lower = isa.splat(LOWER);
    [bytes & lower, bytes.shift_right(8) & lower]
}
