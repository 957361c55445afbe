//! The wish to end all work now, as Ctrl-C says it.
//!
//! There is one flag for the process. The listener of `expressions` raises it, and lowers it when the last call is
//! over. Work that can last looks at it once in a while, counted in cells or bytes, and once it is raised leaves with
//! any answer at all: nobody reads the answer of a call that was interrupted.

use std::cmp::Ordering as Order;
use std::sync::atomic::{AtomicBool, Ordering};

static IS_RAISED: AtomicBool = AtomicBool::new(false);

/// Cells or bytes of work between two looks: about a millisecond of it.
pub const WORK: usize = 1 << 20;

/// Asks all work to end. Does nothing that a signal handler may not do.
pub fn raise() {
    IS_RAISED.store(true, Ordering::Relaxed);
}

/// Lets work go on again.
pub fn lower() {
    IS_RAISED.store(false, Ordering::Relaxed);
}

/// Whether work is to end.
#[inline(always)]
pub fn is_raised() -> bool {
    IS_RAISED.load(Ordering::Relaxed)
}

/// Ends work that can fail.
///
/// # Errors
/// If work is to end.
#[inline]
pub fn check() -> Result<(), String> {
    if is_raised() {
        return Err("expected to work to the end, got an interrupt".into());
    }
    Ok(())
}

/// Counts work, so that the flag is not looked at for every little piece.
#[derive(Clone, Copy, Debug, Default)]
pub struct Pace {
    done: usize,
}

impl Pace {
    /// Adds work; says whether it is to end, now and then.
    #[inline(always)]
    pub fn ends(&mut self, work: usize) -> bool {
        self.done = self.done.saturating_add(work);
        if self.done < WORK {
            return false;
        }
        let ends = is_raised();
        if !ends {
            self.done = 0;
        }
        ends
    }
}

/// Sorts values, and leaves them in any order if work is to end.
///
/// Many values are halved around their median first, in linear time, so that the flag is looked at between pieces.
pub fn sort_unstable_by<T>(values: &mut [T], mut compare: impl FnMut(&T, &T) -> Order) {
    sort_in_pieces(values, WORK, &mut compare);
}

fn sort_in_pieces<T>(values: &mut [T], piece: usize, compare: &mut impl FnMut(&T, &T) -> Order) {
    if values.len() <= piece {
        return values.sort_unstable_by(compare);
    }
    if is_raised() {
        return;
    }
    let middle = values.len() / 2;
    values.select_nth_unstable_by(middle, &mut *compare);
    let (small, large) = values.split_at_mut(middle);
    sort_in_pieces(small, piece, compare);
    sort_in_pieces(large, piece, compare);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn pieces_make_a_sorted_whole(values in prop::collection::vec(0_u8..20, 0..300), piece in 1_usize..40) {
            let mut sorted = values.clone();
            sorted.sort_unstable();
            let mut got = values;
            sort_in_pieces(&mut got, piece, &mut |one, other| one.cmp(other));
            prop_assert_eq!(got, sorted);
        }
    }
}
