//! What a cutoff allows, by the lengths of a pair.

use super::comparison::{Comparison, Limit};
use crate::columns::output::numbers::Read;
use crate::kernels::block::MAX_SYMBOLS;
use crate::measure::Raw;

/// Below this many rows a table of lengths costs more than it saves.
pub(super) const WORTH_A_TABLE: usize = 4096;

/// Lengths that the table has, zero among them.
pub(super) const LENGTHS: usize = MAX_SYMBOLS as usize + 1;

/// What is allowed for each pair of lengths. It takes divisions to find out, for a limit several, and
/// the same lengths come again and again, so it is remembered.
pub(super) struct LimitsByLength<R> {
    /// Whether enough is asked for a table, which is made when the first is.
    are_kept: bool,
    limits: Vec<Option<Limit<R>>>,
}

impl<R: Raw> LimitsByLength<R> {
    /// For what a chunk of so many rows asks.
    pub(super) fn new(has_cutoff: bool, rows: usize) -> Self {
        Self {
            are_kept: has_cutoff && rows >= WORTH_A_TABLE,
            limits: Vec::new(),
        }
    }

    /// What is allowed for a pair of these lengths.
    #[inline(always)]
    pub(super) fn of<V: Read<R>>(
        &mut self,
        comparison: &Comparison<'_, R, V>,
        left: u32,
        right: u32,
    ) -> Limit<R> {
        if !self.are_kept || left > MAX_SYMBOLS || right > MAX_SYMBOLS {
            return comparison.allowed(left, right);
        }
        if self.limits.is_empty() {
            self.limits.resize(LENGTHS * LENGTHS, None);
        }
        let limit = &mut self.limits[left as usize * LENGTHS + right as usize];
        *limit.get_or_insert_with(|| comparison.allowed(left, right))
    }
}
