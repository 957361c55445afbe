//! Rows that a cutoff rules out by what their views tell, before their texts are read.
//!
//! A view tells how long a text is and how it begins, and has all of it up to twelve bytes. Where a text is
//! ASCII, its bytes are its symbols; then the lengths of two texts, how many letters they begin with are
//! equal, and which letters only one of them has say how alike they can be at best.

use super::blocks::Gather;
use super::comparison::Comparison;
use super::cutoff::{LENGTHS, WORTH_A_TABLE};
use super::length_buckets::{BATCH, NULL};
use crate::columns::output::numbers::Read;
use crate::kernels::block::MAX_SYMBOLS;
use crate::measure::{Raw, Unit};
use crate::simd::{Isa, Kernel, MAX_INLINE};
use crate::strings::views::{ViewSummaries, Views};

/// How many letters at the beginning may be equal, as far as views tell: none to four.
const BEGINNINGS: usize = 5;
/// What is known of pairs that the table has not.
const UNKNOWN: usize = LENGTHS * LENGTHS * BEGINNINGS;
/// More symbols than any pair has in common.
const NEVER: u8 = u8::MAX;

/// What a cutoff asks of pairs, by their lengths and how many letters at the beginning are equal: one more than
/// the least number of symbols they must have in common; zero where nobody has asked yet.
pub(super) struct CutoffTable {
    needed: Vec<u8>,
    summaries: [ViewSummaries<BATCH>; 2],
    /// For each row its slot in the table, and the most symbols that its texts have in common.
    slots: [u32; BATCH],
    shared: [u8; BATCH],
}

impl CutoffTable {
    fn new() -> Self {
        let mut needed = vec![0; UNKNOWN + 1];
        needed[UNKNOWN] = 1;
        Self {
            needed,
            summaries: Default::default(),
            slots: [0; BATCH],
            shared: [0; BATCH],
        }
    }

    /// Whether a row may have a value.
    #[inline(always)]
    fn allow<N: Raw, R: Read<N>>(&mut self, comparison: &Comparison<'_, N, R>, row: usize) -> bool {
        let slot = self.slots[row] as usize;
        let needed = &mut self.needed[slot];
        if *needed == 0 {
            *needed = needed_at(comparison, slot);
        }
        self.shared[row] >= *needed - 1
    }
}

/// One more than the number of symbols that pairs must have in common that belong to a slot in the table.
#[cold]
#[inline(never)]
fn needed_at<N: Raw, R: Read<N>>(comparison: &Comparison<'_, N, R>, slot: usize) -> u8 {
    let (lengths, prefix) = (slot / BEGINNINGS, (slot % BEGINNINGS) as u32);
    let [left, right] = [lengths / LENGTHS, lengths % LENGTHS].map(|length| length as u32);
    let metric = comparison.metric;
    if !comparison.is_possible(left, right) {
        return NEVER;
    }
    let shorter = left.min(right);
    // The views tell no more than that.
    let prefix = if prefix < 4 { prefix } else { shorter };
    let is_enough = |shared: &u32| {
        let best = metric.best_with_common(left, right, *shared, prefix);
        comparison.keeps(left, right, best)
    };
    if left.max(right) > MAX_INLINE {
        return if is_enough(&shorter) { 1 } else { NEVER };
    }
    let least = (0..=shorter).rev().take_while(is_enough).last();
    least.map_or(NEVER, |least| least as u8 + 1)
}

/// Finds slots and shared symbols of rows by their views.
struct Outlined<'a, 'v> {
    sides: [Views<'v>; 2],
    first: usize,
    /// Whether bytes are symbols, whatever they are.
    are_bytes: bool,
    /// Whether bytes are ASCII that views do not have.
    are_ascii: bool,
    table: &'a mut CutoffTable,
}

impl Kernel for Outlined<'_, '_> {
    #[inline(always)]
    fn run<I: Isa>(self, _: I) {
        let CutoffTable {
            summaries: [left, right],
            slots,
            shared,
            ..
        } = self.table;
        left.set(self.sides[0], self.first);
        right.set(self.sides[1], self.first);
        let high = if self.are_bytes { 0 } else { !0 };
        let longest_known = if self.are_bytes || self.are_ascii {
            MAX_SYMBOLS
        } else {
            MAX_INLINE
        };
        for row in 0..BATCH {
            let (left_len, right_len) = (left.lengths[row], right.lengths[row]);
            let longest = left_len.max(right_len);
            let is_known =
                (longest <= longest_known) & ((left.high[row] | right.high[row]) & high == 0);
            let (left_only, right_only) = (
                (left.letters[row] & !right.letters[row]).count_ones(),
                (right.letters[row] & !left.letters[row]).count_ones(),
            );
            let are_inline = longest <= MAX_INLINE;
            let left_only = if are_inline { left_only } else { 0 };
            let right_only = if are_inline { right_only } else { 0 };
            let (left_most, right_most) = (
                left_len.wrapping_sub(left_only),
                right_len.wrapping_sub(right_only),
            );
            shared[row] = left_most.min(right_most) as u8;
            let differ = (left.starts[row] ^ right.starts[row]).to_le();
            let prefix = u32::from(differ & 0xFF == 0)
                + u32::from(differ & 0xFFFF == 0)
                + u32::from(differ & 0xFF_FFFF == 0)
                + u32::from(differ == 0);
            let lengths = left_len
                .wrapping_mul(LENGTHS as u32)
                .wrapping_add(right_len);
            let slot = lengths.wrapping_mul(BEGINNINGS as u32).wrapping_add(prefix);
            slots[row] = if is_known { slot } else { UNKNOWN as u32 };
        }
    }
}

impl<N: Raw, R: Read<N>> Gather<'_, N, R> {
    /// What is to be known to rule rows out, if there is a cutoff and there are enough of them.
    pub(super) fn table(&mut self) -> Option<Box<CutoffTable>> {
        let is_worth_it = self.rows.has_cutoff && self.rows.chunk.values.len() >= WORTH_A_TABLE;
        let Comparison {
            are_ascii, unit, ..
        } = *self.rows.comparison;
        self.lengths_are_fine = is_worth_it && (are_ascii || unit == Unit::Byte);
        is_worth_it.then(|| Box::new(CutoffTable::new()))
    }

    /// Sets rows from `start` on null that are ruled out.
    pub(super) fn rule_out(&mut self, table: &mut CutoffTable, start: usize, classes: &mut [u8]) {
        let comparison = self.rows.comparison;
        let count = classes.len();
        self.level.run(Outlined {
            sides: [comparison.left, comparison.right],
            first: self.rows.chunk.first + start,
            are_bytes: comparison.unit == Unit::Byte,
            are_ascii: comparison.are_ascii,
            table,
        });
        let valid = &mut self.rows.chunk.valid[start..][..count];
        let values = &mut self.rows.chunk.values[start..][..count];
        values.fill(R::Value::default());
        let mut are_possible = [false; BATCH];
        let are_possible = &mut are_possible[..count];
        for (row, is_possible) in are_possible.iter_mut().enumerate() {
            *is_possible = table.allow(comparison, row);
        }
        for ((class, valid), is_possible) in classes.iter_mut().zip(valid).zip(are_possible) {
            *valid &= *is_possible;
            *class = if *is_possible { *class } else { NULL };
        }
    }
}
