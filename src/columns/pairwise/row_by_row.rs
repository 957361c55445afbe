//! All rows of a chunk, one after the other.

use super::rows::{AHEAD, Batch, Rows};
use super::short_rows::CompareShort;
use crate::columns::output::numbers::Read;
use crate::measure::Unit;
use crate::metrics::Metric;
use crate::simd::Level;

/// Compares all rows in their order.
pub(super) fn compare_all<M: Metric, R: Read<M::Raw>>(
    mut rows: Rows<'_, M, R>,
) -> Result<(), String> {
    if M::COMPARES_SHORT {
        if rows.comparison.unit == Unit::Codepoint && rows.comparison.is_raw() {
            Level::best().run(CompareShort::<_, _, true>(&mut rows));
        } else {
            Level::best().run(CompareShort::<_, _, false>(&mut rows));
        }
        return rows.finish();
    }
    let has_nulls = rows.has_nulls();
    let mut some = Batch::default();
    for row in 0..rows.chunk.values.len() {
        rows.fetch(row + AHEAD);
        if has_nulls && !rows.is_valid(row) {
            rows.chunk.set_null(row);
        } else if M::HAS_BATCH {
            rows.collect_row(row, &mut some);
        } else {
            rows.compare_row(row);
        }
    }
    rows.compare_batch(&mut some);
    for row in some.others {
        rows.compare_symbols(row as usize);
    }
    rows.finish()
}
