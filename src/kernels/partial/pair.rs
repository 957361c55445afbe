//! The window of a longer sequence that has most in common with a shorter one.
//!
//! The windows are those of RapidFuzz's `partial_ratio`: every part of the longer sequence that is as
//! long as the shorter one, every shorter beginning and every shorter end. A window is worth the
//! longest common subsequence with the shorter sequence, divided by the length of both.
//!
//! No window is computed by itself where that can be avoided (Hyyrö's bit-parallel recurrence, see
//! [`crate::kernels::lcs::pair`]; the masks of the longer sequence's symbols are looked up once):
//!
//! - all beginnings are columns of one matrix: one pass;
//! - all ends are columns of one matrix of the reversed sequences: one pass with reversed masks;
//! - eight neighbouring windows run side by side, their masks being neighbours in memory;
//! - a step to the next window wins at most one symbol, and no window wins more than the whole
//!   sequence does: windows that cannot be the best are passed over.
//!
//! That is O(m + n) steps and at most m · (n - m) / 8 steps of eight. Shorter sequences of more than 64
//! symbols go to [`crate::kernels::partial::seaweed`], which needs O(m n) steps for all windows together.

use super::{Best, Window};
use crate::kernels::affix::pair::to_u32;
use crate::kernels::match_masks::Scratch;
use crate::kernels::{affix, partial};
use crate::symbol::Symbol;

/// The best window of the longer of two sequences, or one of them; of either sequence where both are
/// as long. Neither may be empty. If none as long as the shorter sequence has `least` symbols in common
/// with it, another window may be given that is not the best.
pub fn best_window<S: Symbol>(
    left: &[S],
    right: &[S],
    least: u32,
    scratch: &mut Scratch,
) -> Window {
    let (longer, shorter) = affix::pair::longer_first(left, right);
    let best = best_of_longer(shorter, longer, least, scratch);
    if shorter.len() < longer.len() || best.common == to_u32(shorter.len()) {
        return best;
    }
    let other = best_of_longer(longer, shorter, least, scratch);
    if other.beats(best, to_u32(shorter.len())) {
        other
    } else {
        best
    }
}

pub(crate) fn best_of_longer<S: Symbol>(
    shorter: &[S],
    longer: &[S],
    least: u32,
    scratch: &mut Scratch,
) -> Window {
    if shorter.len() > 64 {
        return best_of_combed(shorter, longer, scratch);
    }
    partial::short_pattern::best_window(shorter, longer, least, scratch)
}

pub(crate) fn best_of_combed<S: Symbol>(
    shorter: &[S],
    longer: &[S],
    scratch: &mut Scratch,
) -> Window {
    let mut best = Best::new(shorter.len());
    partial::seaweed::for_each_window_of(shorter, longer, scratch, |start, end, common| {
        best.offer(start, end, common);
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
    if left.len() < right.len() || best.common == to_u32(rows) {
        return (best, true);
    }
    let other = first_best_of_longer(right, left, scratch);
    let is_better = other.beats(best, to_u32(rows));
    (if is_better { other } else { best }, !is_better)
}

fn first_best_of_longer<S: Symbol>(shorter: &[S], longer: &[S], scratch: &mut Scratch) -> Window {
    let rows = shorter.len();
    let (mut beginnings, mut whole, mut ends) = (vec![], vec![], vec![]);
    partial::seaweed::for_each_window_of(shorter, longer, scratch, |start, end, common| {
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
            let steps = to_u32(last - first).saturating_sub(one.abs_diff(other));
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
