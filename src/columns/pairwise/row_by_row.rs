//! All rows of a chunk, one after the other.

use super::batch::Batch;
use super::rows::{AHEAD, Rows};
use super::short_rows::compare_short;
use crate::columns::output::numbers::Read;
use crate::measure::Raw;

/// Compares all rows in their order.
pub(super) fn compare_all<N: Raw, R: Read<N>>(mut rows: Rows<'_, N, R>) -> Result<(), String> {
    if let Some(kernel) = rows.comparison.profile.short_kernel {
        compare_short(&mut rows, kernel);
        return rows.finish();
    }
    let has_nulls = rows.has_nulls();
    let mut batch = Batch::default();
    for row in 0..rows.chunk.values.len() {
        rows.fetch(row + AHEAD);
        if has_nulls && !rows.is_valid(row) {
            rows.chunk.set_null(row);
        } else {
            rows.collect_row(row, &mut batch);
            if batch.is_full() {
                rows.finish_batch(&mut batch);
            }
        }
    }
    rows.finish_batch(&mut batch);
    rows.finish()
}
