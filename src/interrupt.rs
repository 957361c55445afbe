//! The wish to end all work now, as Ctrl-C says it.
//!
//! There is one flag for the process. The listener of `expressions` raises it, and lowers it when the last call is
//! over. Work that can last looks at it once in a while, counted in cells or bytes, and once it is raised leaves with
//! any answer at all: nobody reads the answer of a call that was interrupted.

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
