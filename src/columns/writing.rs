//! Texts that are made row by row, and how long they may get.

use std::sync::atomic::{AtomicUsize, Ordering};

use polars::prelude::*;
use polars_arrow::array::MutablePlString;
use polars_arrow::bitmap::Bitmap;

use crate::threads;

/// Rows that a thread takes at a time: few, since a text may be long.
const CHUNK: usize = 1024;

/// The most bytes of text that one call makes: 1 GiB. More is an error rather than the end of the
/// process.
pub(crate) const LARGEST_TEXT: usize = 1 << 30;

/// Writes a text for every row that is valid; `false` makes it null.
///
/// # Errors
/// If `write` answers with one, or the texts get too long.
pub(crate) fn write_texts(
    height: usize,
    valid: Option<&Bitmap>,
    write: impl Fn(usize, &mut String) -> Result<bool, String> + Sync,
) -> Result<StringChunked, String> {
    let size = AtomicUsize::new(0);
    let write_row = |row: usize, text: &mut String| {
        text.clear();
        if valid.is_some_and(|valid| !valid.get_bit(row)) || !write(row, text)? {
            return Ok(false);
        }
        if size.fetch_add(text.len(), Ordering::Relaxed) + text.len() > LARGEST_TEXT {
            return Err(format!(
                "expected texts of at most {LARGEST_TEXT} bytes in all, got more"
            ));
        }
        Ok(true)
    };
    // A column of no rows has one chunk, too.
    let firsts = (0..height.max(1)).step_by(CHUNK).collect();
    let arrays = threads::try_share(firsts, |first: usize| {
        let rows = first..height.min(first + CHUNK);
        let mut texts = MutablePlString::with_capacity(rows.len());
        let mut text = String::new();
        for row in rows {
            texts.push(write_row(row, &mut text)?.then_some(&text));
        }
        Ok::<_, String>(texts.freeze())
    })?;
    let texts = StringChunked::from_chunk_iter(PlSmallStr::EMPTY, arrays);
    Ok(texts.rechunk().into_owned())
}
