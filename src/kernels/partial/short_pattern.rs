//! The best window next to a shorter sequence of at most 64 symbols.

use super::{Best, Window};
use crate::interrupt::Pace;
use crate::kernels::match_masks::{Masks, Scratch};
use crate::simd::{BYTES, Isa, Level, dispatch};
use crate::symbol::Symbol;

/// Columns that are taken at a time, and windows that run side by side.
const STEP: usize = 8;
/// Empty columns behind those of the longer sequence.
const EMPTY: usize = 2 * STEP;
/// Beginnings that are compared at a time.
const BATCH: usize = 16;

/// The best window of the longer sequence, as [`super::pair::best_window`] has it.
pub(crate) fn best_window<S: Symbol>(
    shorter: &[S],
    longer: &[S],
    least: u32,
    scratch: &mut Scratch,
) -> Window {
    let [columns, _] = &mut scratch.words;
    let bytes = match (S::as_bytes(shorter), S::as_bytes(longer)) {
        (Some(shorter), Some(longer)) if Level::best().is_wide() => {
            columns.resize(usize::max(columns.len(), longer.len() + EMPTY), 0);
            Some([shorter, longer])
        }
        _ => {
            look_up(shorter, longer, &mut scratch.masks, columns);
            None
        }
    };
    let mut best = Best::new(shorter.len());
    let search = Search {
        bytes,
        columns,
        width: longer.len(),
        least,
        best: &mut best,
    };
    dispatch!(Level::best(), isa => search.run(isa));
    best.window
}

/// Replaces `columns` by the masks of the longer sequence's symbols, the shorter one's last symbol at
/// the highest bit.
fn look_up<S: Symbol>(shorter: &[S], longer: &[S], masks: &mut Masks, columns: &mut Vec<u64>) {
    let strip = masks.fill::<S, 1>(shorter, BYTES - shorter.len());
    columns.clear();
    columns.extend(longer.iter().map(|&symbol| strip.mask(symbol)));
    columns.resize(longer.len() + EMPTY, 0);
}

/// The search with a shorter sequence of at most 64 symbols.
struct Search<'a> {
    /// Both sequences, the shorter one first, if the columns are still to be computed.
    bytes: Option<[&'a [u8]; 2]>,
    columns: &'a mut Vec<u64>,
    /// The number of symbols of the longer one; there is room for more columns.
    width: usize,
    /// The least common symbols of a useful window of the shorter sequence's length.
    least: u32,
    best: &'a mut Best,
}

impl Search<'_> {
    #[inline(always)]
    fn run<I: Isa>(self, isa: I) {
        let (rows, width, best) = (self.best.shorter as usize, self.width, self.best);
        let columns = &mut self.columns[..width + EMPTY];
        let behind = BYTES - rows;
        let [mut beginning, mut end] = [Walk::new(), Walk::new()];
        let mut whole;
        if let Some([shorter, longer]) = self.bytes {
            let bytes = isa.bytes(shorter);
            // Backwards, the shorter sequence is at the end by itself.
            let (backwards, are_rows) = (isa.backwards(bytes), u64::MAX << behind);
            let ends = longer.iter().zip(longer.iter().rev());
            for (column, (first, last)) in columns.iter_mut().zip(ends.take(rows)) {
                *column = isa.equal(bytes, *first) << behind;
                beginning.step(*column);
                end.step(isa.equal(backwards, *last) & are_rows);
            }
            whole = beginning;
            for (column, symbol) in columns[rows..].iter_mut().zip(&longer[rows..]) {
                *column = isa.equal(bytes, *symbol) << behind;
                whole.step(*column);
            }
            columns[width..].fill(0);
        } else {
            let (first, others) = columns[..width].split_at(rows);
            for (column, last) in first.iter().zip(columns[..width].iter().rev()) {
                beginning.step(*column);
                end.step(last.reverse_bits() << behind);
            }
            whole = beginning;
            for column in others {
                whole.step(*column);
            }
        }
        let (common, length) = beginning.best(isa, rows);
        best.offer(0, length, common);
        let (common, length) = end.best(isa, rows);
        best.offer(width - length, width, common);

        let mut start = 1;
        let mut pace = Pace::default();
        let mut bar = best.bar().max(self.least.saturating_sub(1));
        while start + rows < width && bar < whole.common() && !pace.ends(STEP * rows) {
            let commons = side_by_side(&columns[start..], rows);
            // Those that reach past the end have no more in common than the last window, which is known.
            let mut most = 0;
            for (common, behind) in commons.into_iter().zip((0..STEP as u32).rev()) {
                most = most.max(common << 8 | behind);
            }
            if most >> 8 > bar {
                bar = most >> 8;
                let start = start + STEP - 1 - (most & 0xFF) as usize;
                best.offer(start, start + rows, bar);
            }
            start += STEP + bar.saturating_sub(commons[STEP - 1]) as usize;
        }
    }
}

/// A walk along the columns of a matrix.
#[derive(Clone, Copy)]
struct Walk {
    state: u64,
    /// At which of the last 64 columns the common subsequence has grown by one, the last one at the lowest bit.
    grown: u64,
}

impl Walk {
    #[inline(always)]
    fn new() -> Self {
        Self {
            state: u64::MAX,
            grown: 0,
        }
    }

    #[inline(always)]
    fn step(&mut self, mask: u64) {
        let matches = self.state & mask;
        let (sum, grows) = self.state.overflowing_add(matches);
        self.state = sum | (self.state - matches);
        self.grown = self.grown << 1 | u64::from(grows);
    }

    /// How long a subsequence the rows have in common with the columns.
    #[inline(always)]
    fn common(&self) -> u32 {
        self.state.count_zeros()
    }

    /// What the best of the first columns have in common with the rows, and how many columns these are, after
    /// as many columns as rows.
    #[inline(always)]
    fn best<I: Isa>(&self, isa: I, rows: usize) -> (u32, usize) {
        let (rows, most) = (rows as i32, self.common() as i32);
        let mut best = 0;
        let some = isa.indices(self.grown);
        for (first, places) in (0..).step_by(BATCH).zip(some.as_chunks::<BATCH>().0) {
            if first >= most {
                break;
            }
            let mut keys = [0; BATCH];
            for at in 0..BATCH {
                // The last of them comes first.
                let (common, length) = (most - first - at as i32, rows - i32::from(places[at]));
                // Ratios of such small numbers are equal, or differ by more than they are rounded.
                let ratio = common as f32 / (rows + length) as f32;
                let key = u64::from(ratio.to_bits()) << 16 | (common << 8 | length) as u64;
                keys[at] = if common > 0 { key } else { 0 };
            }
            for key in keys {
                best = best.max(key);
            }
        }
        ((best >> 8 & 0xFF) as u32, (best & 0xFF) as usize)
    }
}

/// The common subsequences of the first windows.
#[inline(always)]
fn side_by_side(columns: &[u64], rows: usize) -> [u32; STEP] {
    let mut states = [u64::MAX; STEP];
    for first in (0..rows).step_by(STEP) {
        let Some(masks) = columns[first..].first_chunk::<{ 2 * STEP }>() else {
            break;
        };
        for at in 0..STEP {
            // Behind the last row nothing matches.
            let are_rows = if first + at < rows { u64::MAX } else { 0 };
            for (lane, state) in states.iter_mut().enumerate() {
                let matches = *state & masks[at + lane] & are_rows;
                *state = state.wrapping_add(matches) | (*state - matches);
            }
        }
    }
    states.map(u64::count_zeros)
}
