//! Texts with their words in another order.

use crate::kernels::tokens::{Token, join, split_sorted};
use crate::metric::Symbol;

use super::Text;

/// What is compared instead of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrangement {
    /// The text as it is.
    AsIs,
    /// Its words, sorted, with a space between each two.
    Sorted,
    /// The same, each word once.
    Set,
}

/// Arranges texts; keeps the memory.
#[derive(Default)]
pub struct Arranger {
    tokens: Vec<Token>,
    bytes: Vec<u8>,
    codes: Vec<u32>,
}

impl Arranger {
    /// The symbols that are compared instead.
    pub fn arrange<'a>(&'a mut self, text: Text<'a>, arrangement: Arrangement) -> Text<'a> {
        let Self {
            tokens,
            bytes,
            codes,
        } = self;
        match (arrangement, text) {
            (Arrangement::AsIs, _) => text,
            (_, Text::Bytes(text)) => Text::Bytes(arranged(text, arrangement, tokens, bytes)),
            (_, Text::Codes(text)) => Text::Codes(arranged(text, arrangement, tokens, codes)),
        }
    }
}

fn arranged<'a, S: Symbol>(
    text: &[S],
    arrangement: Arrangement,
    tokens: &mut Vec<Token>,
    memory: &'a mut Vec<S>,
) -> &'a [S] {
    split_sorted(text, tokens);
    if arrangement == Arrangement::Set {
        tokens.dedup_by(|one, other| one.compare(text, *other, text).is_eq());
    }
    join(text, tokens, memory)
}
