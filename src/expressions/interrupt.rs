//! Ctrl-C during long work. The handlers that were there before, those of Python and Polars, are
//! called as well.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use signal_hook::consts::SIGINT;
use signal_hook::{SigId, flag, low_level};

/// Listens for an interrupt as long as it lives.
pub(super) struct Interrupt {
    flag: Arc<AtomicBool>,
    listener: Option<SigId>,
}

impl Interrupt {
    /// Begins to listen.
    pub(super) fn listen() -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        Self {
            listener: flag::register(SIGINT, Arc::clone(&stop)).ok(),
            flag: stop,
        }
    }

    /// Set when there was an interrupt.
    pub(super) fn flag(&self) -> Option<&AtomicBool> {
        Some(&self.flag)
    }
}

impl Drop for Interrupt {
    fn drop(&mut self) {
        if let Some(listener) = self.listener {
            low_level::unregister(listener);
        }
    }
}
