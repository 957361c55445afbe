//! Texts into words: white space is a mask of bits, and words begin and end where its bits change.

use super::{FEW, LAST_BYTE, Token, Words, take_first};
use crate::kernels::lanes::{BYTES, Isa};
use crate::metric::Symbol;

/// Parts of a text whose white space is found in advance.
pub(super) const PARTS: usize = 2;

/// The white space of the first parts of a text.
#[inline(always)]
pub(super) fn first_spaces<I: Isa, S: Symbol>(isa: I, text: &[S]) -> [u64; PARTS] {
    let (first, rest) = text.split_at(text.len().min(BYTES));
    let second = &rest[..rest.len().min(BYTES)];
    let is_long = !second.is_empty();
    let second = if is_long { S::spaces(isa, second) } else { 0 };
    [S::spaces(isa, first), second]
}

impl Words {
    /// Replaces the words by those of a text, in their order there.
    #[inline(always)]
    pub(super) fn split_in<I: Isa, S: Symbol>(&mut self, isa: I, spaces: [u64; PARTS], text: &[S]) {
        self.clear(text.len().div_ceil(2));
        let mut open = None;
        for (part, symbols) in text.chunks(BYTES).enumerate() {
            let first = BYTES * part;
            let spaces = match spaces.get(part) {
                Some(spaces) => *spaces,
                None => S::spaces(isa, symbols),
            };
            let words = !spaces & u64::MAX >> (BYTES - symbols.len());
            // A word begins or ends where a bit differs from the one before.
            let before = words << 1 | u64::from(open.is_some());
            let (mut starts, mut ends) = (words & !before, before & !words);
            // A word of the part before may go on through all of this one.
            if ends != 0
                && let Some(start) = open.take()
            {
                self.add(text, start, first + take_first(&mut ends));
            }
            while ends != 0 {
                let start = first + take_first(&mut starts);
                self.add(text, start, first + take_first(&mut ends));
            }
            if starts != 0 {
                open = Some(first + starts.trailing_zeros() as usize);
            }
        }
        if let Some(start) = open {
            self.add(text, start, text.len());
        }
        // Two words need no keys.
        if self.len > 2
            && let Some(behind) = self.keys[self.len..].first_chunk_mut::<FEW>()
        {
            *behind = [u64::MAX; FEW];
        }
    }

    /// Adds a word for which there is room.
    #[inline(always)]
    fn add<S: Symbol>(&mut self, text: &[S], start: usize, end: usize) {
        let token = Token::new(text, start, end);
        self.tokens[self.len] = token;
        self.keys[self.len] = token.head & !LAST_BYTE | self.len as u64 & LAST_BYTE;
        self.len += 1;
    }
}
