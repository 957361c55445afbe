//! Functions of two texts about how they are aligned: edit scripts, common parts, scores that have no
//! bounds. They know no column.
//!
//! | module | functions |
//! |---|---|
//! | [`edits`] | edit scripts, as single edits and as runs |
//! | [`common`] | the text that both have |
//! | [`aligned`] | both texts with gaps |
//! | [`scores`] | what the best alignment is worth, with scores from [`matrices`] |
//! | [`window`] | the part of the longer text that is most like the shorter one |
//!
//! Positions count code points.

use crate::kernels::Scratch;
use crate::kernels::edit::script::Tag;
use crate::symbol::Symbol;
use crate::text::Output;

pub mod aligned;
pub mod common;
pub mod edits;
pub mod matrices;
pub mod scores;
pub mod window;

/// Memory that is used again from pair to pair.
#[derive(Debug, Default)]
pub struct Memory {
    /// What kernels need.
    pub scratch: Scratch,
    codes: [Vec<u32>; 2],
}

/// What is done with the symbols of two texts, whatever they are.
trait Symbols {
    type Output;

    fn with<S: Symbol>(self, left: &[S], right: &[S], scratch: &mut Scratch) -> Self::Output;
}

impl Memory {
    /// Does something with the bytes of both texts if they are ASCII, or with their code points.
    fn with<F: Symbols>(&mut self, left: &str, right: &str, symbols: F) -> F::Output {
        if left.is_ascii() && right.is_ascii() {
            return symbols.with(left.as_bytes(), right.as_bytes(), &mut self.scratch);
        }
        for (codes, text) in self.codes.iter_mut().zip([left, right]) {
            codes.clear();
            codes.extend(text.chars().map(u32::from));
        }
        let [left, right] = &self.codes;
        symbols.with(left, right, &mut self.scratch)
    }
}

impl Output for f64 {
    fn clear(&mut self) {
        *self = 0.0;
    }
}

/// Steps of an edit script, each with `N` positions.
#[derive(Debug)]
pub struct Steps<const N: usize>(pub Vec<(Tag, [u32; N])>);

impl<const N: usize> Default for Steps<N> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<const N: usize> Output for Steps<N> {
    fn clear(&mut self) {
        self.0.clear();
    }

    fn bytes(&self) -> usize {
        // The step, and in a column that grows the view of its name and the positions.
        let step = size_of::<(Tag, [u32; N])>() + 2 * (16 + size_of::<[u32; N]>());
        step * self.0.len()
    }
}

/// A score and where it was reached: from and to in the left text, from and to in the right one.
#[derive(Debug, Default)]
pub struct Place {
    /// The score.
    pub score: f64,
    /// From and to on the left, from and to on the right.
    pub ends: [u32; 4],
}

impl Output for Place {
    fn clear(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod testing {
    use super::Memory;
    use crate::text::PairFunction;

    /// The output for two texts.
    pub(super) fn output<F>(function: &F, left: &str, right: &str) -> F::Output
    where
        F: PairFunction<Scratch = Memory>,
    {
        let mut output = F::Output::default();
        let exists = function.apply(left, right, &mut Memory::default(), &mut output);
        assert_eq!(exists, Ok(true));
        output
    }
}
