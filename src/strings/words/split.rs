//! Texts into words: white space is a mask of bits, and words begin and end at its changes.

use super::{FEW, LAST_BYTE, Letter, Token, Words, take_first};
use crate::simd::{BYTES, Isa, Level, Marks, Room, WORDS, dispatch};

/// Parts of a text whose mask of white space is computed in advance.
pub(crate) const PARTS: usize = 2;

/// The white space of the first parts of a text.
#[inline(always)]
pub(crate) fn first_spaces<I: Isa, S: Letter>(isa: I, text: &[S]) -> [u64; PARTS] {
    let (first, rest) = text.split_at(text.len().min(BYTES));
    let second = &rest[..rest.len().min(BYTES)];
    let is_long = !second.is_empty();
    let second = if is_long { S::spaces(isa, second) } else { 0 };
    [S::spaces(isa, first), second]
}

/// The words of two texts in registers, and their numbers. `None` if there are no such registers, or if a text or
/// its words do not fit them.
#[inline(always)]
pub(crate) fn few_words<I: Isa, S: Letter>(
    isa: I,
    [left, right]: &[&[S]; 2],
    [left_spaces, right_spaces]: &[[u64; PARTS]; 2],
) -> Option<(I::Words, [usize; 2])> {
    let [left, right] = [S::as_bytes(left)?, S::as_bytes(right)?];
    let marks = [marks(left, left_spaces[0]), marks(right, right_spaces[0])];
    let few = marks[0].firsts.count_ones() as usize;
    let others = marks[1].firsts.count_ones() as usize;
    // One branch for both conditions, each of which could be hard to guess.
    if (few.max(others) > WORDS / 2) | (left.len().max(right.len()) > BYTES) {
        return None;
    }
    let words = isa.words([isa.bytes(left), isa.bytes(right)], marks)?;
    Some((words, [few, others]))
}

/// Masks of the first and last symbols of words.
#[inline(always)]
fn marks(text: &[u8], spaces: u64) -> Marks {
    let words = !(spaces | u64::MAX.unbounded_shl(text.len() as u32));
    Marks {
        firsts: words & !(words << 1),
        lasts: words & !(words >> 1),
    }
}

impl Words {
    /// Replaces the words by those of a text, in their order there.
    pub fn split<S: Letter>(&mut self, text: &[S]) {
        self.split_by(Level::best(), text);
    }

    /// [`split`](Self::split) in a level's shell.
    pub(crate) fn split_by<S: Letter>(&mut self, level: Level, text: &[S]) {
        dispatch!(level, isa => self.split_in(isa, first_spaces(isa, text), text));
    }

    /// Room for a few words.
    #[inline(always)]
    pub(crate) fn room(&mut self) -> Option<Room<'_>> {
        self.clear(WORDS);
        self.tokens
            .first_chunk_mut()
            .zip(self.heads.first_chunk_mut())
    }

    /// Replaces the words by those of a text, in their order there.
    #[inline(always)]
    pub(crate) fn split_in<I: Isa, S: Letter>(&mut self, isa: I, spaces: [u64; PARTS], text: &[S]) {
        self.clear(text.len().div_ceil(2));
        let mut open = None;
        for (part, symbols) in text.chunks(BYTES).enumerate() {
            let first = BYTES * part;
            let spaces = match spaces.get(part) {
                Some(spaces) => *spaces,
                None => S::spaces(isa, symbols),
            };
            let words = !spaces & u64::MAX >> (BYTES - symbols.len());
            // A word begins or ends at a bit that differs from the one before.
            let before = words << 1 | u64::from(open.is_some());
            let (mut starts, mut ends) = (words & !before, before & !words);
            // A word of the part before may go on through all of this one.
            if ends != 0
                && let Some(start) = open.take()
            {
                self.add(text, start, first + take_first(&mut ends));
            }
            let last_ends = u64::MAX.unbounded_shr(ends.leading_zeros() + 1);
            if self.add_all(isa, symbols, first, [starts & last_ends, ends]) {
                (starts, ends) = (starts & !last_ends, 0);
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

    /// Adds the words of a part of a text, given masks of their starts and ends, if there are registers for them.
    #[inline(always)]
    fn add_all<I: Isa, S: Letter>(
        &mut self,
        isa: I,
        part: &[S],
        first: usize,
        [starts, ends]: [u64; 2],
    ) -> bool {
        let count = ends.count_ones() as usize;
        let marks = Marks {
            firsts: starts,
            lasts: ends >> 1,
        };
        let room = (self.tokens[self.len..].first_chunk_mut())
            .zip(self.keys[self.len..].first_chunk_mut());
        if let (Some(part), Some(room)) = (S::as_bytes(part), room)
            && isa.split(isa.bytes(part), marks, (first, self.len), room)
        {
            self.len += count;
            return true;
        }
        false
    }

    /// Adds a word for which there is room.
    #[inline(always)]
    fn add<S: Letter>(&mut self, text: &[S], start: usize, end: usize) {
        let token = Token::new(text, start, end);
        self.tokens[self.len] = token;
        self.keys[self.len] = token.head & !LAST_BYTE | self.len as u64 & LAST_BYTE;
        self.len += 1;
    }
}
