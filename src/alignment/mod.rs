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

use serde::de::DeserializeOwned;

use crate::kernels::Scratch;
use crate::kernels::script::Tag;
use crate::metric::Symbol;
use crate::text::Answer;

pub mod aligned;
pub mod common;
pub mod edits;
pub mod matrices;
pub mod scores;
pub mod window;

/// Makes something of two texts. The fields of the implementing type are the function's parameters,
/// and the keyword arguments of the expression that computes it.
pub trait AlignmentFunction: DeserializeOwned + Send + Sync + 'static {
    /// What comes out.
    type Answer: Answer;
    /// The name in the registry, in Python and in query plans.
    const NAME: &'static str;
    /// The names of the answer's parts, where it has several.
    const FIELDS: &'static [&'static str] = &[];

    /// Says what is wrong with the parameters, if anything is.
    ///
    /// # Errors
    /// One sentence: what was expected and what came.
    fn check(&self) -> Result<(), String> {
        Ok(())
    }

    /// Writes the answer for two texts to `answer`, which is empty before. False where they have
    /// none.
    ///
    /// # Errors
    /// One sentence, if the answer cannot be found.
    fn apply(
        &self,
        left: &str,
        right: &str,
        memory: &mut Memory,
        answer: &mut Self::Answer,
    ) -> Result<bool, String>;
}

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

impl Answer for f64 {
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

impl<const N: usize> Answer for Steps<N> {
    fn clear(&mut self) {
        self.0.clear();
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

impl Answer for Place {
    fn clear(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod testing {
    use super::{AlignmentFunction, Memory};

    /// The answer for two texts.
    pub(super) fn answer<F: AlignmentFunction>(function: &F, left: &str, right: &str) -> F::Answer {
        let mut answer = F::Answer::default();
        let exists = function.apply(left, right, &mut Memory::default(), &mut answer);
        assert_eq!(exists, Ok(true));
        answer
    }
}
