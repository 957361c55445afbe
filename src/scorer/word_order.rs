//! Texts with their words in another order.

use super::Text;
use crate::strings::words::{Joined, Letter, Words, join};

/// What is compared instead of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrangement {
    /// The text as it is.
    AsIs,
    /// Its words, sorted, with a space between each two.
    Sorted,
    /// Its distinct words, sorted, with a space between each two.
    Set,
}

/// Arranges texts; keeps the memory.
#[derive(Default)]
pub struct Arranger {
    words: Words,
    bytes: Joined<u8>,
    codes: Joined<u32>,
}

impl Arranger {
    /// The symbols that are compared instead.
    pub fn arrange<'a>(&'a mut self, text: Text<'a>, arrangement: Arrangement) -> Text<'a> {
        let Self {
            words,
            bytes,
            codes,
        } = self;
        match (arrangement, text) {
            (Arrangement::AsIs, _) => text,
            (_, Text::Bytes(text)) => Text::Bytes(arranged(text, arrangement, words, bytes)),
            (_, Text::Codes(text)) => Text::Codes(arranged(text, arrangement, words, codes)),
        }
    }
}

fn arranged<'a, S: Letter>(
    text: &[S],
    arrangement: Arrangement,
    words: &mut Words,
    joined: &'a mut Joined<S>,
) -> &'a [S] {
    words.split(text);
    words.sort(text);
    if arrangement == Arrangement::Set {
        words.drop_repeated(text);
    }
    join(text, words, joined);
    joined.text()
}
