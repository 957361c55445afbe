//! Columns of sequences as Arrow lays them out: string views.
//!
//! A view has 16 bytes: how many bytes the sequence has, then either these bytes, up to twelve, or
//! four of them, the number of a buffer and the sequence's offset there. Blocks are filled from views
//! directly, in words of eight symbols. Reading whole words means to read past a sequence's end, into
//! what follows it in its buffer or into the next view; who reads masks that out.

mod code_points;

use std::hint::select_unpredictable;

use super::block::{MAX_SYMBOLS, WORD};
use super::lanes::VIEW;

/// Bytes of a view before those of its sequence.
const LENGTH: usize = 4;
/// The longest sequence that a view holds itself.
const HELD: u32 = 12;
/// The longest sequence that is [`Short`].
const SHORT: u32 = 2 * WORD as u32;
/// The high bit of every byte of a word.
pub(super) const HIGH: u64 = 0x8080_8080_8080_8080;

/// A column of sequences; one sequence may stand for all rows.
#[derive(Clone, Copy)]
pub struct Views<'a> {
    views: &'a [[u8; VIEW]],
    buffers: &'a [&'a [u8]],
    /// Zero where one row stands for all, otherwise all ones.
    mask: usize,
}

impl<'a> Views<'a> {
    /// A column from the bytes of its views. A single row is a literal.
    pub fn new(views: &'a [u8], buffers: &'a [&'a [u8]]) -> Self {
        let (views, _) = views.as_chunks();
        Self {
            views,
            buffers,
            mask: if views.len() == 1 { 0 } else { !0 },
        }
    }

    /// A row's view.
    #[inline(always)]
    pub(super) fn view(self, row: usize) -> &'a [u8; VIEW] {
        &self.views[row & self.mask]
    }

    /// Whether one row stands for all.
    pub fn is_literal(self) -> bool {
        self.mask == 0
    }

    /// The number of bytes of a row's sequence.
    #[inline(always)]
    pub fn len(self, row: usize) -> u32 {
        field(&self.views[row & self.mask], 0)
    }

    /// Writes the number of bytes of the sequences from `first` on.
    pub fn lengths(self, first: usize, lengths: &mut [u32]) {
        if self.is_literal() {
            return lengths.fill(self.len(0));
        }
        for (length, view) in lengths.iter_mut().zip(&self.views[first..]) {
            *length = field(view, 0);
        }
    }

    /// A row's sequence.
    #[inline(always)]
    pub fn bytes(self, row: usize) -> &'a [u8] {
        let view = &self.views[row & self.mask];
        let len = field(view, 0);
        if len <= HELD {
            &view[LENGTH..][..len as usize]
        } else {
            let buffer = self.buffers[field(view, 8) as usize];
            &buffer[field(view, 12) as usize..][..len as usize]
        }
    }

    /// A row's sequence of at most twelve bytes.
    #[inline(always)]
    pub fn held(self, row: usize) -> Padded<'a> {
        let row = row & self.mask;
        let memory = &self.views.as_flattened()[VIEW * row + LENGTH..];
        Padded::new(memory, self.len(row))
    }

    /// A row's sequence.
    #[inline(always)]
    pub fn padded(self, row: usize) -> Padded<'a> {
        let view = &self.views[row & self.mask];
        if self.len(row) <= HELD {
            return self.held(row);
        }
        let memory = self.buffers[field(view, 8) as usize];
        Padded::new(&memory[field(view, 12) as usize..], self.len(row))
    }

    /// A row's sequence, where as many are held as are not, without a pattern: both places are looked
    /// up, and no branch is taken.
    #[inline(always)]
    pub fn padded_or_held(self, row: usize) -> Padded<'a> {
        let row = row & self.mask;
        let view = &self.views[row];
        let is_held = field(view, 0) <= HELD;
        let buffer = select_unpredictable(is_held, 0, field(view, 8)) as usize;
        let memory = self.buffers.get(buffer).copied().unwrap_or_default();
        let memory = select_unpredictable(is_held, self.views.as_flattened(), memory);
        let offset = field(view, 12) as usize;
        let start = select_unpredictable(is_held, VIEW * row + LENGTH, offset);
        Padded::new(&memory[start..], field(view, 0))
    }

    /// The same without what is behind it.
    #[inline(always)]
    pub fn bytes_or_held(self, row: usize) -> &'a [u8] {
        let Padded { memory, len } = self.padded_or_held(row);
        &memory[..len as usize]
    }

    /// A row's sequence, if it is short.
    #[inline(always)]
    pub fn short(self, row: usize) -> Option<Short> {
        self.padded_or_held(row).short()
    }
}

/// The sequences of some rows, looked up in one of the ways of [`Views`].
pub struct Found<'a, F> {
    views: Views<'a>,
    first: usize,
    rows: std::slice::Iter<'a, u32>,
    look_up: F,
}

impl<'a> Views<'a> {
    /// The sequences of `rows`, which are counted from `first`.
    pub fn find<F: Fn(Views<'a>, usize) -> Padded<'a>>(
        self,
        first: usize,
        rows: &'a [u32],
        look_up: F,
    ) -> Found<'a, F> {
        Found {
            views: self,
            first,
            rows: rows.iter(),
            look_up,
        }
    }
}

impl<'a, F: Fn(Views<'a>, usize) -> Padded<'a>> Iterator for Found<'a, F> {
    type Item = Padded<'a>;

    #[inline(always)]
    fn next(&mut self) -> Option<Padded<'a>> {
        let row = *self.rows.next()? as usize;
        Some((self.look_up)(self.views, self.first + row))
    }
}

/// A sequence of bytes and the memory behind it, which is read too, as far as there is any.
#[derive(Clone, Copy)]
pub struct Padded<'a> {
    memory: &'a [u8],
    len: u32,
}

impl<'a> Padded<'a> {
    /// The first `len` bytes of `memory`.
    #[inline(always)]
    pub fn new(memory: &'a [u8], len: u32) -> Self {
        debug_assert!(memory.len() >= len as usize, "the sequence is there");
        Self { memory, len }
    }

    /// The number of bytes.
    #[inline(always)]
    pub(super) fn len(self) -> u32 {
        self.len
    }

    /// The codes of the sequence, which has no more than so many words: its bytes plus one, then
    /// zeros; and the union of all bytes and codes, whose high bits tell whether one of them is no
    /// seven-bit code.
    #[inline(always)]
    pub(super) fn codes<const WORDS: usize>(self) -> ([u64; WORDS], u64) {
        let room;
        let words = match self.memory.as_chunks().0.first_chunk::<WORDS>() {
            Some(words) => words,
            None => {
                room = copied(self.memory);
                &room
            }
        };
        let (ends, _) =
            ONES_THEN_ZEROS[MAX_SYMBOLS.saturating_sub(self.len) as usize..].as_chunks();
        let (mut codes, mut union) = ([0; WORDS], 0);
        for ((codes, bytes), ones) in codes.iter_mut().zip(words).zip(ends) {
            let ones = u64::from_le_bytes(*ones);
            let symbols = u64::from_le_bytes(*bytes) & (ones * 0xFF);
            *codes = symbols.wrapping_add(ones);
            union |= symbols | *codes;
        }
        (codes, union)
    }

    #[inline(always)]
    fn short(self) -> Option<Short> {
        let ([low, high], union) = self.codes();
        let codes = u128::from(high) << u64::BITS | u128::from(low);
        let is_short = self.len <= SHORT && union & HIGH == 0;
        is_short.then_some(Short {
            codes,
            len: self.len,
        })
    }
}

impl<'a, T: AsRef<[u8]> + ?Sized> From<&'a T> for Padded<'a> {
    /// A sequence without memory behind it.
    fn from(sequence: &'a T) -> Self {
        let sequence = sequence.as_ref();
        Self::new(sequence, sequence.len() as u32)
    }
}

/// The end of the memory, with room behind it.
#[cold]
fn copied<const WORDS: usize>(memory: &[u8]) -> [[u8; WORD]; WORDS] {
    let mut words = [[0; WORD]; WORDS];
    for (word, byte) in words.as_flattened_mut().iter_mut().zip(memory) {
        *word = *byte;
    }
    words
}

/// A sequence of up to sixteen seven-bit codes: ASCII up to `~`, plus one.
#[derive(Clone, Copy, Debug)]
pub struct Short {
    /// The first symbol's code in the lowest byte; zeros after the last.
    pub codes: u128,
    /// Symbols of the sequence.
    pub len: u32,
}

/// As many ones as the longest sequence of a block has symbols, then zeros.
static ONES_THEN_ZEROS: [u8; 2 * MAX_SYMBOLS as usize] = {
    let mut ones = [0; 2 * MAX_SYMBOLS as usize];
    let mut at = 0;
    while at < MAX_SYMBOLS as usize {
        ones[at] = 1;
        at += 1;
    }
    ones
};

/// A field of a view.
#[inline(always)]
fn field(view: &[u8; VIEW], at: usize) -> u32 {
    u32::from_ne_bytes([view[at], view[at + 1], view[at + 2], view[at + 3]])
}

#[cfg(test)]
pub(super) mod testing {
    use super::*;

    /// The views of texts, and the buffer they point to.
    pub(crate) fn views_of(texts: &[&[u8]]) -> (Vec<u8>, Vec<u8>) {
        let (mut views, mut buffer) = (Vec::new(), Vec::new());
        for text in texts {
            let mut view = [0; VIEW];
            view[..LENGTH].copy_from_slice(&(text.len() as u32).to_ne_bytes());
            if text.len() <= HELD as usize {
                view[LENGTH..][..text.len()].copy_from_slice(text);
            } else {
                view[LENGTH..8].copy_from_slice(&text[..4]);
                view[12..].copy_from_slice(&(buffer.len() as u32).to_ne_bytes());
                buffer.extend_from_slice(text);
            }
            views.extend(view);
        }
        (views, buffer)
    }
}

#[cfg(test)]
mod tests {
    use super::testing::views_of;
    use super::*;

    #[test]
    fn sequences_are_found_in_views_and_buffers() {
        let texts: [&[u8]; 4] = [b"", b"twelve bytes", b"thirteen long", b"x"];
        let (views, buffer) = views_of(&texts);
        let buffers = [&buffer[..]];
        let views = Views::new(&views, &buffers);
        for (row, text) in texts.iter().enumerate() {
            assert_eq!(views.bytes(row), *text);
            assert_eq!(views.len(row) as usize, text.len());
        }
        for (row, text) in texts.iter().enumerate() {
            let mut expected = [0; 16];
            for (code, byte) in expected.iter_mut().zip(*text) {
                *code = byte + 1;
            }
            for padded in [views.padded(row), views.padded_or_held(row)] {
                let (codes, union) = padded.codes::<2>();
                assert_eq!(codes.map(u64::to_le_bytes).as_flattened(), expected);
                assert_eq!(union & HIGH, 0);
            }
        }
        let (codes, _) = views.held(3).codes::<1>();
        assert_eq!(codes, [u64::from(b'x' + 1)]);
    }
}
