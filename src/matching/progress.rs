//! Long work that shows how far it is, and can be stopped.

use std::sync::atomic::{AtomicBool, Ordering};

/// Told how work goes on; says when to stop.
pub trait Progress: Sync {
    /// There are so many steps to do.
    fn begin(&self, steps: usize);
    /// So many more are done.
    fn advance(&self, steps: usize);
}

/// What work looks at between two steps.
#[derive(Clone, Copy, Default)]
pub struct Watch<'a> {
    /// Set when the work is to stop.
    pub stop: Option<&'a AtomicBool>,
    /// Shows how far the work is.
    pub progress: Option<&'a dyn Progress>,
}

impl Watch<'_> {
    pub(super) fn begin(&self, steps: usize) {
        if let Some(progress) = self.progress {
            progress.begin(steps);
        }
    }

    pub(super) fn advance(&self, steps: usize) {
        if let Some(progress) = self.progress {
            progress.advance(steps);
        }
    }

    pub(super) fn is_stopped(&self) -> bool {
        self.stop.is_some_and(|stop| stop.load(Ordering::Relaxed))
    }

    /// # Errors
    /// If the work was stopped.
    pub(super) fn end(&self) -> Result<(), String> {
        if self.is_stopped() {
            return Err("expected to work to the end, got an interrupt".into());
        }
        Ok(())
    }
}
