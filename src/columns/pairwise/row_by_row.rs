//! All rows of a chunk, one after the other.

use super::rows::{AHEAD, Batch, Rows};
use super::short_rows::compare_short;
use crate::columns::output::numbers::Read;
use crate::measure::Raw;

/// Compares all rows in their order.
pub(super) fn compare_all<N: Raw, R: Read<N>>(mut rows: Rows<'_, N, R>) -> Result<(), String> {
    let profile = rows.comparison.profile;
    if let Some(kernel) = profile.short_kernel {
        compare_short(&mut rows, kernel);
        return rows.finish();
    }
    let has_nulls = rows.has_nulls();
    let mut batch = Batch::default();
    for row in 0..rows.chunk.values.len() {
        rows.fetch(row + AHEAD);
        if has_nulls && !rows.is_valid(row) {
            rows.chunk.set_null(row);
        } else if profile.has_batch {
            rows.collect_row(row, &mut batch);
        } else {
            rows.compare_row(row);
        }
    }
    rows.compare_batch(&mut batch);
    for row in batch.not_bytes {
        rows.compare_symbols(row as usize);
    }
    rows.finish()
}
