//! Windows of a longer sequence, and the best of those met so far.

pub mod block;
pub mod block_best;
pub mod pair;
pub mod seaweed;
pub mod short_pattern;
#[cfg(test)]
mod tests;

use super::affix::pair::to_u32;

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
    pub(crate) fn beats(self, other: Self, shorter: u32) -> bool {
        let whole = |window: Self| u64::from(shorter + window.end - window.start);
        u64::from(self.common) * whole(other) > u64::from(other.common) * whole(self)
    }
}

/// The best window met so far.
pub(crate) struct Best {
    pub(crate) window: Window,
    shorter: u32,
}

impl Best {
    pub(crate) fn new(shorter: usize) -> Self {
        let shorter = to_u32(shorter);
        let window = Window {
            end: shorter,
            ..Window::default()
        };
        Self { window, shorter }
    }

    #[inline]
    pub(crate) fn offer(&mut self, start: usize, end: usize, common: u32) {
        let window = Window {
            start: to_u32(start),
            end: to_u32(end),
            common,
        };
        if window.beats(self.window, self.shorter) {
            self.window = window;
        }
    }

    /// What a window of the shorter sequence's length, at most 64, must exceed in common to be better.
    #[inline]
    pub(crate) fn bar(&self) -> u32 {
        let whole = self.shorter + self.window.end - self.window.start;
        self.window.common * 2 * self.shorter / whole
    }
}
