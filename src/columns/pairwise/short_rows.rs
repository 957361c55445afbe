//! Rows compared in registers, as far as their sequences are short, and then the others one at a time.
//!
//! The others wait for a few rows, since what is done for them would take registers from the short ones.

use super::comparison::Comparison;
use super::rows::Rows;
use crate::columns::output::numbers::Read;
use crate::metrics::Metric;
use crate::simd::{Isa, Kernel};

/// Rows that are compared in registers before those that cannot be.
const BATCH: usize = 64;

/// Compares rows in registers: as `TEXTS` in UTF-8 if nobody asks how long they are.
pub(super) struct CompareShort<'r, 'a, M: Metric, R: Read<M::Raw>, const TEXTS: bool>(
    pub(super) &'r mut Rows<'a, M, R>,
);

impl<M: Metric, R: Read<M::Raw>, const TEXTS: bool> Kernel for CompareShort<'_, '_, M, R, TEXTS> {
    #[inline(always)]
    fn run<I: Isa>(self, isa: I) {
        let Self(rows) = self;
        let Comparison {
            metric,
            left,
            right,
            ..
        } = *rows.comparison;
        let (has_nulls, are_plain) = (rows.has_nulls(), rows.comparison.are_plain(I::LONGEST));
        let value = R::as_is;
        let height = rows.chunk.values.len();
        let mut others = [0; BATCH];
        for start in (0..height).step_by(BATCH) {
            let mut count = 0;
            for row in start..height.min(start + BATCH) {
                let at = rows.chunk.first + row;
                if has_nulls && !rows.is_valid(row) {
                    rows.chunk.set_null(row);
                    continue;
                }
                let (left, right) = (left.padded(at), right.padded(at));
                let Some(raw) = metric.compare_short(isa, left, right, TEXTS) else {
                    others[count] = row;
                    count += 1;
                    continue;
                };
                if !metric.is_defined(left.len(), right.len()) {
                    rows.chunk.set_null(row);
                } else if are_plain {
                    rows.chunk.values[row] = value(raw);
                } else if TEXTS {
                    rows.put(row, value(raw));
                } else {
                    rows.write(row, raw, left.len(), right.len());
                }
            }
            for row in &others[..count] {
                let (row, at) = (*row, rows.chunk.first + *row);
                let (left, right) = (left.padded(at), right.padded(at));
                if TEXTS
                    && let Some(raw) = metric.compare_texts(isa, left, right, &mut rows.scratch)
                {
                    rows.put(row, value(raw));
                } else {
                    rows.compare_row(row);
                }
            }
        }
    }
}
