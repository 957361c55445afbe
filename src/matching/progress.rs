//! Long work that shows how far it is, and can be stopped.

use crate::interrupt;

/// Told how work goes on.
pub trait Progress: Sync {
    /// There are so many steps to do.
    fn begin(&self, steps: usize);
    /// So many more are done.
    fn advance(&self, steps: usize);
}

/// Who watches the work.
#[derive(Clone, Copy, Default)]
pub struct JobControl<'a> {
    /// Shows how far the work is.
    pub progress: Option<&'a dyn Progress>,
}

impl JobControl<'_> {
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
        interrupt::is_raised()
    }

    /// # Errors
    /// If the work was stopped.
    pub(super) fn end(&self) -> Result<(), String> {
        interrupt::check()
    }
}
