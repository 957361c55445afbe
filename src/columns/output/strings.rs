//! Texts that are made row by row, and how long they may get.

use std::sync::atomic::{AtomicUsize, Ordering};

use polars::prelude::*;
use polars_arrow::array::{BinaryViewArray, MutablePlString, View};
use polars_arrow::bitmap::Bitmap;
use polars_arrow::datatypes::ArrowDataType;

use crate::columns::input::dtype::in_row;
use crate::interrupt::{self, Pace};
use crate::memory::Allowance;
use crate::threads;

/// Rows that a thread takes at a time: few, since a text may be long.
const CHUNK: usize = 1024;

/// Bytes of texts that a thread counts by itself before it counts them with the others.
const UNCOUNTED: usize = 1 << 20;

/// What it takes to make a text besides its length, as work.
const PER_ROW: usize = 256;

/// The most bytes of text that one call makes: 1 GiB. More is an error rather than the end of the
/// process.
pub(crate) const LARGEST_TEXT: usize = 1 << 30;

/// Cuts every row's text from the beginning of one that is as long as the longest of them, and does
/// not copy it; `length` gives the bytes.
///
/// # Errors
/// If Polars refuses the views, or texts that have to be copied get too long.
pub(crate) fn cut_texts(
    whole: String,
    height: usize,
    valid: Option<&Bitmap>,
    length: impl Fn(usize) -> usize + Sync,
) -> Result<StringChunked, String> {
    if !whole.is_ascii() {
        // Polars would look at every byte of every row, so there is nothing to gain.
        return write_texts(height, valid, |row, text| {
            text.push_str(whole.get(..length(row)).unwrap_or_default());
            Ok(true)
        });
    }
    let is_valid = |row: usize| valid.is_none_or(|valid| valid.get_bit(row));
    let bytes = whole.as_bytes();
    let views: Vec<View> = (0..height)
        .map(|row| {
            let length = if is_valid(row) { length(row) } else { 0 };
            View::new_from_bytes(&bytes[..length], 0, 0)
        })
        .collect();
    let buffers = vec![whole.into_bytes().into()];
    let views = BinaryViewArray::try_new(
        ArrowDataType::BinaryView,
        views.into(),
        buffers.into(),
        valid.cloned(),
    );
    let texts = views.and_then(|views| views.to_utf8view());
    let texts = texts.map_err(|wrong| wrong.to_string())?;
    Ok(StringChunked::with_chunk(PlSmallStr::EMPTY, texts))
}

/// Writes a text for every row that is valid; `false` makes it null.
///
/// # Errors
/// If `write` answers with one, or the texts get too long.
pub(crate) fn write_texts(
    height: usize,
    valid: Option<&Bitmap>,
    write: impl Fn(usize, &mut String) -> Result<bool, String> + Sync,
) -> Result<StringChunked, String> {
    let is_valid = |row: &usize| valid.is_none_or(|valid| valid.get_bit(*row));
    write_some(height, height, |row| Some(row).filter(is_valid), write)
}

/// Writes a text for each of these rows, of so many; `false` makes it null.
///
/// # Errors
/// If `write` answers with one, or the texts get too long.
pub(crate) fn write_texts_of(
    rows: &[usize],
    height: usize,
    write: impl Fn(usize, &mut String) -> Result<bool, String> + Sync,
) -> Result<StringChunked, String> {
    write_some(rows.len(), height, |at| Some(rows[at]), write)
}

/// Writes so many texts, each of a row, of which there are `height`, or null.
fn write_some(
    count: usize,
    height: usize,
    row: impl Fn(usize) -> Option<usize> + Sync,
    write: impl Fn(usize, &mut String) -> Result<bool, String> + Sync,
) -> Result<StringChunked, String> {
    let size = AtomicUsize::new(0);
    let allowance = Allowance::new("compute fewer rows, or shorter texts, at a time");
    let write_row = |at: usize, text: &mut String| {
        text.clear();
        let Some(row) = row(at) else {
            return Ok(false);
        };
        if !write(row, text).map_err(in_row(row, height))? {
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
    let firsts = (0..count.max(1)).step_by(CHUNK).collect();
    let arrays = threads::try_map_parallel(firsts, |first: usize| {
        let rows = first..count.min(first + CHUNK);
        let mut texts = MutablePlString::with_capacity(rows.len());
        let mut text = String::new();
        let (mut pace, mut uncounted) = (Pace::default(), 0);
        for row in rows {
            if pace.ends(PER_ROW + text.len()) {
                interrupt::check()?;
            }
            let exists = write_row(row, &mut text)?;
            // A text is here and in a buffer that grows.
            uncounted += 3 * text.len();
            if uncounted > UNCOUNTED {
                allowance.take(uncounted as u64)?;
                uncounted = 0;
            }
            texts.push(exists.then_some(&text));
        }
        Ok::<_, String>(texts.freeze())
    })?;
    let texts = StringChunked::from_chunk_iter(PlSmallStr::EMPTY, arrays);
    Ok(texts.rechunk().into_owned())
}
