//! Rows against a literal: they fill blocks in their order, and need not wait for rows of the same length.

use super::blocks::{Gather, UNTRIED, class_of, numbers_of};
use super::comparison::Comparison;
use super::length_buckets::LengthBuckets;
use crate::columns::output::numbers::Read;
use crate::kernels::block::{self, Block, InOrder, LANES, MAX_SYMBOLS};
use crate::measure::Raw;
use crate::simd::MAX_INLINE;
use crate::strings::views::Views;

/// Rows that are looked at to choose a block.
const SAMPLED: usize = 128;
/// Of so many rows one may be longer than the block allows.
const FEW: usize = 16;

/// The longest of most sequences, but for those that fit no block, and of nearly all of them; nothing if most fit no
/// block.
fn longest_of_most(views: Views<'_>, first: usize, count: usize) -> Option<(u32, u32)> {
    let step = count.div_ceil(SAMPLED).max(1);
    let sampled = (first..first + count).step_by(step);
    let mut lengths: Vec<_> = sampled.map(|row| views.len(row)).collect();
    lengths.sort_unstable();
    let fitting = lengths.partition_point(|length| *length <= MAX_SYMBOLS);
    if 2 * fitting < lengths.len() {
        return None;
    }
    let fitting = &lengths[..fitting];
    let most = fitting.iter().rev().nth(fitting.len() / FEW)?;
    Some((*most, *fitting.last()?))
}

impl<N: Raw, R: Read<N>> Gather<'_, N, R> {
    /// Compares the chunk's rows if there is a literal, and most of them fit a block. Those that do not are
    /// put to `buckets`.
    pub(super) fn compare_with_literal(&mut self, buckets: &mut LengthBuckets) -> bool {
        let Some(literal) = &self.literal else {
            return false;
        };
        let of_literal = (literal.is_left, literal.len());
        let Comparison { left, right, .. } = *self.rows.comparison;
        let views = if literal.is_left { right } else { left };
        let rows = self.rows.chunk.values.len();
        let Some((longest, longer)) = longest_of_most(views, self.rows.chunk.first, rows) else {
            return false;
        };
        let mostly_inline = longest <= MAX_INLINE;
        let mut block = Block::with_literal(block::class(longest) + 1, of_literal);
        let capacity = literal.capacity(&block, mostly_inline);
        let later = (capacity, block::class(longer) as u8);
        let (mut rejected, mut untried) = (Vec::new(), 0_u32);
        for start in (0..rows).step_by(LANES) {
            let count = LANES.min(rows - start);
            self.set_nulls(start, count);
            rejected.clear();
            let is_tried = untried == 0;
            if is_tried {
                let rows = (start, count, mostly_inline);
                self.compare_in_order(rows, views, &mut block, &mut rejected);
            } else {
                rejected.extend(0..count as u32);
            }
            untried = untried.saturating_sub(1);
            if rejected.is_empty() {
                continue;
            }
            let not_ascii = self.put_off(start, &rejected, views, later, buckets);
            if is_tried && 2 * not_ascii.len() > count {
                untried = UNTRIED;
            }
            self.renumber(&not_ascii);
        }
        true
    }

    /// Compares rows with the literal, which are those from `start` on but for the rejected ones.
    fn compare_in_order(
        &mut self,
        (start, count, mostly_inline): (usize, usize, bool),
        views: Views<'_>,
        block: &mut Block,
        rejected: &mut Vec<u32>,
    ) {
        let Some(literal) = &mut self.literal else {
            return;
        };
        let rows = InOrder {
            views,
            first: self.rows.chunk.first + start,
            valid: &self.rows.chunk.valid[start..][..count],
            mostly_inline,
        };
        literal.compare_rows(self.level, block, rows, rejected, &mut self.counts);
        self.read_raws(block);
        self.rows
            .write_in_order(start, rejected, numbers_of(block, &self.raws));
    }

    /// Puts those of the rejected rows, counted from `start`, that have more bytes than the block takes to the rows that
    /// wait, together for nearly all of them, as blocks that are full matter more than how wide they are. The others,
    /// but for nulls, are returned.
    fn put_off(
        &self,
        start: usize,
        rejected: &[u32],
        views: Views<'_>,
        (capacity, class): (u32, u8),
        buckets: &mut LengthBuckets,
    ) -> Vec<u32> {
        let mut not_ascii = Vec::new();
        for row in rejected.iter().map(|row| start + *row as usize) {
            if !self.rows.chunk.is_valid(row) {
                continue;
            }
            let length = views.len(self.rows.chunk.first + row);
            if length <= capacity {
                not_ascii.push(row as u32);
            } else {
                buckets.push_one(row, class_of(length, MAX_SYMBOLS).max(class));
            }
        }
        not_ascii
    }
}
