//! The window of a longer sequence that has most in common with a shorter one.
//!
//! The windows are those of RapidFuzz's `partial_ratio`: every part of the longer sequence that is as
//! long as the shorter one, every shorter beginning and every shorter end. A window is worth the
//! longest common subsequence with the shorter sequence, divided by the length of both.
//!
//! No window is computed by itself where that can be avoided (Hyyrö's bit-parallel recurrence, see
//! [`super::subsequence`]; the masks of the longer sequence's symbols are looked up once):
//!
//! - all beginnings are columns of one matrix: one pass;
//! - all ends are columns of one matrix of the reversed sequences: one pass with reversed masks;
//! - eight neighbouring windows run side by side, their masks being neighbours in memory;
//! - a step to the next window wins at most one symbol, and no window wins more than the whole
//!   sequence does: windows that cannot be the best are passed over.
//!
//! That is O(m + n) steps and at most m · (n - m) / 8 steps of eight. Shorter sequences of more than 64
//! symbols go to [`super::comb`], which needs O(m n) steps for all windows together.

#[cfg(test)]
mod tests;

use super::affix::count;
use super::comb;
use super::lanes::{BYTES, Isa, Kernel, Level};
use super::masks::{Masks, Scratch};
use crate::metric::Symbol;

/// Windows that run side by side.
const SIDE_BY_SIDE: usize = 8;

/// A part of the longer sequence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Window {
    /// Where it begins.
    pub start: u32,
    /// Where it ends.
    pub end: u32,
    /// How long a subsequence it has in common with the shorter sequence.
    pub common: u32,
}

impl Window {
    /// Whether it is worth more than another one, next to a sequence of `shorter` symbols.
    #[inline]
    fn beats(self, other: Self, shorter: u32) -> bool {
        let whole = |window: Self| u64::from(shorter + window.end - window.start);
        u64::from(self.common) * whole(other) > u64::from(other.common) * whole(self)
    }
}

/// The best window met so far.
pub(super) struct Best {
    pub(super) window: Window,
    shorter: u32,
}

impl Best {
    pub(super) fn new(shorter: usize) -> Self {
        let shorter = count(shorter);
        let window = Window {
            end: shorter,
            ..Window::default()
        };
        Self { window, shorter }
    }

    #[inline]
    pub(super) fn offer(&mut self, start: usize, end: usize, common: u32) {
        let window = Window {
            start: count(start),
            end: count(end),
            common,
        };
        if window.beats(self.window, self.shorter) {
            self.window = window;
        }
    }

    /// What a window of the shorter sequence's length must exceed in common to be better.
    #[inline]
    fn bar(&self) -> u32 {
        let whole = u64::from(self.shorter + self.window.end - self.window.start);
        let bar = u64::from(self.window.common) * 2 * u64::from(self.shorter) / whole;
        u32::try_from(bar).unwrap_or(u32::MAX)
    }
}

/// The best window of the longer of two sequences, or one of them; of either sequence where both are
/// as long. Neither may be empty. If none as long as the shorter sequence has `least` symbols in common
/// with it, another window may be given that is not the best.
pub fn best_window<S: Symbol>(
    left: &[S],
    right: &[S],
    least: u32,
    scratch: &mut Scratch,
) -> Window {
    let (longer, shorter) = super::affix::longer_first(left, right);
    let best = best_of_longer(shorter, longer, least, scratch);
    if shorter.len() < longer.len() || best.common == count(shorter.len()) {
        return best;
    }
    let other = best_of_longer(longer, shorter, least, scratch);
    if other.beats(best, count(shorter.len())) {
        other
    } else {
        best
    }
}

fn best_of_longer<S: Symbol>(
    shorter: &[S],
    longer: &[S],
    least: u32,
    scratch: &mut Scratch,
) -> Window {
    if shorter.len() > 64 {
        return comb::best_window(shorter, longer, scratch);
    }
    let [columns, _] = &mut scratch.words;
    let bytes = match (S::as_bytes(shorter), S::as_bytes(longer)) {
        (Some(shorter), Some(longer)) if Level::best().is_wide() => Some([shorter, longer]),
        _ => {
            look_up(shorter, longer, &mut scratch.masks, columns);
            None
        }
    };
    let mut best = Best::new(shorter.len());
    Level::best().run(Search {
        bytes,
        columns,
        least,
        best: &mut best,
    });
    best.window
}

/// The best window in RapidFuzz's order, where several are as good, and whether it lies in the right
/// sequence. Neither may be empty.
///
/// That order is: windows of the shorter one's length in rounds, each of which looks at the middle of
/// every stretch that may still hold a better one, then shorter beginnings, then ends.
pub fn first_best_window<S: Symbol>(
    left: &[S],
    right: &[S],
    scratch: &mut Scratch,
) -> (Window, bool) {
    let rows = left.len().min(right.len());
    if left.len() > right.len() {
        return (first_best_of_longer(right, left, scratch), false);
    }
    let best = first_best_of_longer(left, right, scratch);
    if left.len() < right.len() || best.common == count(rows) {
        return (best, true);
    }
    let other = first_best_of_longer(right, left, scratch);
    let is_better = other.beats(best, count(rows));
    (if is_better { other } else { best }, !is_better)
}

fn first_best_of_longer<S: Symbol>(shorter: &[S], longer: &[S], scratch: &mut Scratch) -> Window {
    let rows = shorter.len();
    let (mut beginnings, mut whole, mut ends) = (vec![], vec![], vec![]);
    comb::for_each_window_of(shorter, longer, scratch, |start, end, common| {
        let list = match end - start == rows {
            true if end < longer.len() => &mut whole,
            false if start == 0 => &mut beginnings,
            _ => &mut ends,
        };
        list.push((start, end, common));
    });
    let mut best = Best::new(rows);
    let mut stretches = vec![];
    stretches.extend(whole.len().checked_sub(1).map(|last| (0, last)));
    while !stretches.is_empty() {
        let mut next = vec![];
        for (first, last) in stretches {
            for (start, end, common) in [whole[first], whole[last]] {
                best.offer(start, end, common);
            }
            // From one window to the next at most one symbol is won.
            let [one, other] = [whole[first].2, whole[last].2];
            let steps = count(last - first).saturating_sub(one.abs_diff(other));
            if last - first > 1 && one.max(other) + steps / 2 > best.window.common {
                let middle = usize::midpoint(first, last);
                next.extend([(first, middle), (middle, last)]);
            }
        }
        stretches = next;
    }
    for (start, end, common) in beginnings.into_iter().chain(ends) {
        best.offer(start, end, common);
    }
    best.window
}

/// Replaces `columns` by the masks of the longer sequence's symbols, the shorter one's last symbol at
/// the highest bit, and empty ones for windows that reach past the end.
fn look_up<S: Symbol>(shorter: &[S], longer: &[S], masks: &mut Masks, columns: &mut Vec<u64>) {
    let strip = masks.fill::<S, 1>(shorter, 64 - shorter.len());
    columns.clear();
    columns.extend(longer.iter().map(|&symbol| strip.mask(symbol)));
    columns.extend([0; SIDE_BY_SIDE]);
}

/// The same without a table.
#[inline(always)]
fn find<I: Isa>(
    isa: I,
    [shorter, longer]: [&[u8]; 2],
    columns: &mut Vec<u64>,
    reversed: &mut [u64; BYTES],
) {
    let mut backwards = [0; BYTES];
    for (byte, symbol) in backwards.iter_mut().zip(shorter.iter().rev()) {
        *byte = *symbol;
    }
    let bytes = isa.bytes(shorter);
    let behind = BYTES - shorter.len();
    columns.resize(longer.len() + SIDE_BY_SIDE, 0);
    let (columns, empty) = columns.split_at_mut(longer.len());
    for (column, symbol) in columns.iter_mut().zip(longer) {
        *column = isa.equal(bytes, *symbol) << behind;
    }
    empty.fill(0);
    let bytes = isa.bytes(&backwards);
    let ends = longer.iter().rev();
    for (column, symbol) in reversed[..shorter.len()].iter_mut().zip(ends) {
        *column = isa.equal(bytes, *symbol) << behind;
    }
}

/// Replaces `reversed` by the last columns as they are for reversed sequences.
#[inline(always)]
fn reverse(columns: &[u64], rows: usize, reversed: &mut [u64; BYTES]) {
    let ends = columns[..columns.len() - SIDE_BY_SIDE].iter().rev();
    for (reversed, mask) in reversed[..rows].iter_mut().zip(ends) {
        *reversed = mask.reverse_bits() << (BYTES - rows);
    }
}

/// The search with a shorter sequence of at most 64 symbols.
struct Search<'a> {
    /// Both sequences, the shorter one first, where the columns are still to be found.
    bytes: Option<[&'a [u8]; 2]>,
    columns: &'a mut Vec<u64>,
    /// What a window of the shorter sequence's length must have in common to be of use.
    least: u32,
    best: &'a mut Best,
}

impl Kernel for Search<'_> {
    #[inline(always)]
    fn run<I: Isa>(self, isa: I) {
        let (rows, mut reversed) = (self.best.shorter as usize, [0; BYTES]);
        match self.bytes {
            Some(bytes) => find(isa, bytes, self.columns, &mut reversed),
            None => reverse(self.columns, rows, &mut reversed),
        }
        let (columns, best) = (&**self.columns, self.best);
        let width = columns.len() - SIDE_BY_SIDE;

        let [mut beginning, mut end] = [Walk::new(), Walk::new()];
        for (&column, &reversed) in columns.iter().zip(&reversed[..rows]) {
            beginning.step(column);
            end.step(reversed);
        }
        for (common, &length) in (1..).zip(&beginning.grown[..beginning.common]) {
            best.offer(0, length.into(), common);
        }
        for (common, &length) in (1..).zip(&end.grown[..end.common]) {
            best.offer(width - usize::from(length), width, common);
        }
        if rows == width {
            return;
        }

        for &column in &columns[rows..width] {
            beginning.step(column);
        }
        let mut start = 1;
        let mut bar = best.bar().max(self.least.saturating_sub(1));
        while start < width - rows && bar < beginning.common as u32 {
            let commons = side_by_side(&columns[start..], rows);
            // Those that reach past the end have no more in common than the last window, which is known.
            let mut most = 0;
            for (common, behind) in commons.into_iter().zip((0..SIDE_BY_SIDE as u32).rev()) {
                most = most.max(common << 8 | behind);
            }
            if most >> 8 > bar {
                bar = most >> 8;
                let start = start + SIDE_BY_SIDE - 1 - (most & 0xFF) as usize;
                best.offer(start, start + rows, bar);
            }
            start += SIDE_BY_SIDE + bar.saturating_sub(commons[SIDE_BY_SIDE - 1]) as usize;
        }
    }
}

/// A walk along the columns of a matrix.
struct Walk {
    state: u64,
    column: u32,
    /// How long a subsequence the rows have in common with the columns so far.
    common: usize,
    /// After how many columns it had grown by one, each time it did.
    grown: [u8; 128],
}

impl Walk {
    #[inline(always)]
    fn new() -> Self {
        Self {
            state: u64::MAX,
            column: 0,
            common: 0,
            grown: [0; 128],
        }
    }

    #[inline(always)]
    fn step(&mut self, mask: u64) {
        let matches = self.state & mask;
        let (sum, grows) = self.state.overflowing_add(matches);
        self.state = sum | (self.state - matches);
        self.column += 1;
        // It grows at most as often as there are rows, which are no more than 64.
        self.grown[self.common % 128] = self.column as u8;
        self.common += usize::from(grows);
    }
}

/// The common subsequences of the first windows.
#[inline(always)]
fn side_by_side(columns: &[u64], rows: usize) -> [u32; SIDE_BY_SIDE] {
    let mut states = [u64::MAX; SIDE_BY_SIDE];
    for masks in columns.windows(SIDE_BY_SIDE).take(rows) {
        for (state, mask) in states.iter_mut().zip(masks) {
            let matches = *state & mask;
            *state = state.wrapping_add(matches) | (*state - matches);
        }
    }
    states.map(u64::count_zeros)
}
