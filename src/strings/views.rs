//! Columns of sequences as Arrow lays them out: string views.
//!
//! A view has 16 bytes: how many bytes the sequence has, then either these bytes, up to twelve, or
//! four of them, the number of a buffer and the sequence's offset there:
//!
//! ```text
//! inline  | length | bytes, up to twelve            |
//! longer  | length | first four | buffer | offset   |
//! ```
//!
//! Blocks are filled from views directly, in words of eight symbols. To read whole words is to read past a
//! sequence's end, into the bytes behind it in its buffer or into the next view; the reader masks them out.

mod code_points;

use std::hint::select_unpredictable;

use crate::simd::{Isa, MAX_INLINE, Sources, VIEW, prefetch_all, prefetch_early};

/// Bytes of a view before those of its sequence.
const LENGTH: usize = 4;

/// A column of sequences; one sequence may stand for all rows.
#[derive(Clone, Copy)]
pub struct Views<'a> {
    views: &'a [[u8; VIEW]],
    /// The memory of the views, then that of the buffers they point to.
    sources: &'a [&'a [u8]],
    /// Zero if one row stands for all, otherwise all ones.
    mask: usize,
}

impl<'a> Views<'a> {
    /// A column from the memory of its views, the first of the sources, and of their buffers. A single
    /// row is a literal.
    pub fn new(sources: &'a [&'a [u8]]) -> Self {
        let (views, _) = sources.first().copied().unwrap_or_default().as_chunks();
        Self {
            views,
            sources,
            mask: if views.len() == 1 { 0 } else { !0 },
        }
    }

    /// A row's view.
    #[inline(always)]
    pub(crate) fn view(self, row: usize) -> &'a [u8; VIEW] {
        &self.views[row & self.mask]
    }

    /// The views of up to `count` rows from `first` on, fewer at the end of the column.
    #[inline(always)]
    pub(crate) fn some(self, first: usize, count: usize) -> &'a [[u8; VIEW]] {
        let some = self.views.get(first..).unwrap_or_default();
        &some[..count.min(some.len())]
    }

    /// The views of `count` rows from `first` on; for a literal its only view.
    fn of_rows(self, first: usize, count: usize) -> &'a [[u8; VIEW]] {
        match self.is_literal() {
            true => self.views,
            false => self.some(first, count),
        }
    }

    /// True if one row stands for all.
    pub fn is_literal(self) -> bool {
        self.mask == 0
    }

    /// The number of bytes of a row's sequence.
    #[inline(always)]
    pub fn len(self, row: usize) -> u32 {
        field(&self.views[row & self.mask], 0)
    }

    /// The most bytes of a sequence among `count` rows from `first` on.
    pub fn longest(self, first: usize, count: usize) -> u32 {
        let views = self.of_rows(first, count);
        let lengths = views.iter().map(|view| field(view, 0));
        lengths.max().unwrap_or(0)
    }

    /// A bound of the [longest](Self::longest) sequence's bytes, less than twice as large: the union of the bits of
    /// all lengths, which takes one instruction a row.
    pub fn longest_at_most(self, first: usize, count: usize) -> u32 {
        let union = self
            .of_rows(first, count)
            .iter()
            .fold(0, |union, view| union | u128::from_ne_bytes(*view));
        field(&union.to_ne_bytes(), 0)
    }

    /// Raises numbers to the lengths in bytes of the sequences from `first` on.
    #[inline(always)]
    pub fn raise_to_lengths(self, first: usize, numbers: &mut [u32]) {
        if self.is_literal() {
            let length = self.len(0);
            for number in numbers {
                *number = length.max(*number);
            }
            return;
        }
        for (number, view) in numbers.iter_mut().zip(&self.views[first..]) {
            *number = field(view, 0).max(*number);
        }
    }

    /// Prefetches the views of the next `count` rows, from `first` on.
    #[inline(always)]
    pub fn prefetch_next(self, first: usize, count: usize) {
        prefetch_all(self.some(first, count).as_flattened());
    }

    /// Prefetches the views of `count` later rows, from `first` on, into a larger cache.
    #[inline(always)]
    pub fn prefetch(self, first: usize, count: usize) {
        prefetch_early(self.some(first, count).as_flattened());
    }

    /// A bound of the bytes of any sequence: those of the largest buffer, since each lies in one.
    pub fn longest_apart(self) -> usize {
        let buffers = self.sources.iter().skip(1).map(|source| source.len());
        buffers.max().unwrap_or(0).max(MAX_INLINE as usize)
    }

    /// Bytes of the buffers.
    pub fn bytes_apart(self) -> usize {
        self.sources.iter().skip(1).map(|source| source.len()).sum()
    }

    /// The memory in which sequences are located. `None` if there are too many buffers.
    #[inline(always)]
    pub(crate) fn sources(self) -> Option<Sources<'a>> {
        Sources::new(
            self.views,
            self.mask,
            self.sources.get(1..).unwrap_or_default(),
        )
    }

    /// A row's sequence. Inline and longer sequences follow one another without a pattern, so the address is
    /// computed for both, and no branch is taken.
    #[inline(always)]
    pub fn padded(self, row: usize) -> Padded<'a> {
        let row = row & self.mask;
        let view = &self.views[row];
        let len = field(view, 0);
        let is_inline = len <= MAX_INLINE;
        let source = select_unpredictable(is_inline, 0, source(view));
        let start = select_unpredictable(is_inline, VIEW * row + LENGTH, field(view, 12) as usize);
        Padded::new(&self.sources[source][start..], len)
    }

    /// The bytes of a row's sequence.
    #[inline(always)]
    pub fn bytes(self, row: usize) -> &'a [u8] {
        self.padded(row).bytes()
    }
}

/// Summaries of sequences, as far as their views tell.
pub struct ViewSummaries<const ROWS: usize> {
    /// The numbers of bytes.
    pub lengths: [u32; ROWS],
    /// The first four bytes, zeros behind a shorter sequence.
    pub starts: [u32; ROWS],
    /// Not zero if a byte in the view is not ASCII.
    pub high: [u32; ROWS],
    /// A set of the lower five bits of bytes, without zero, as a mask of 32 bits, for inline sequences.
    pub letters: [u32; ROWS],
    words: [[u32; VIEW / 4]; ROWS],
}

impl<const ROWS: usize> Default for ViewSummaries<ROWS> {
    fn default() -> Self {
        Self {
            lengths: [0; ROWS],
            starts: [0; ROWS],
            high: [0; ROWS],
            letters: [0; ROWS],
            words: [[0; VIEW / 4]; ROWS],
        }
    }
}

impl<const ROWS: usize> ViewSummaries<ROWS> {
    /// Replaces the summaries by those of rows from `first` on, fewer at the end of the column.
    #[inline(always)]
    pub fn set(&mut self, views: Views<'_>, first: usize) {
        let repeated;
        let views = if views.is_literal() {
            repeated = [*views.view(0); ROWS];
            &repeated
        } else {
            views.some(first, ROWS)
        };
        // Words are read here, since the loop below is of vectors of words.
        let (fields, _) = views.as_flattened().as_chunks();
        for (word, field) in self.words.as_flattened_mut().iter_mut().zip(fields) {
            *word = u32::from_ne_bytes(*field);
        }
        for (row, [length, start, middle, end]) in self.words.iter().copied().enumerate() {
            let is_inline = length <= MAX_INLINE;
            let middle = if is_inline { middle } else { 0 };
            let end = if is_inline { end } else { 0 };
            self.lengths[row] = length;
            self.starts[row] = start;
            self.high[row] = (start | middle | end) & 0x8080_8080;
            self.letters[row] = letters(start) | letters(middle) | letters(end);
        }
    }
}

/// The set of the lower five bits of four bytes, without zero.
#[inline(always)]
fn letters(word: u32) -> u32 {
    let bit = |at: u32| 1 << (word >> at & 31);
    (bit(0) | bit(8) | bit(16) | bit(24)) & !1
}

/// An iterator over the sequences of rows.
pub struct Sequences<'a> {
    views: Views<'a>,
    first: usize,
    rows: std::slice::Iter<'a, u32>,
}

impl<'a> Views<'a> {
    /// The sequences of `rows`, which are counted from `first`.
    pub fn find(self, first: usize, rows: &'a [u32]) -> Sequences<'a> {
        Sequences {
            views: self,
            first,
            rows: rows.iter(),
        }
    }
}

impl<'a> Iterator for Sequences<'a> {
    type Item = Padded<'a>;

    #[inline(always)]
    fn next(&mut self) -> Option<Padded<'a>> {
        let row = *self.rows.next()? as usize;
        Some(self.views.padded(self.first + row))
    }
}

/// A sequence of bytes, and the memory behind it, which is read with it.
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
    pub(crate) fn len(self) -> u32 {
        self.len
    }

    /// The codes of the sequence, which fits `WORDS` words; see [`LoadOps::codes`](crate::simd::LoadOps::codes).
    #[inline(always)]
    pub(crate) fn codes<I: Isa, const WORDS: usize>(self, isa: I) -> ([u64; WORDS], u64) {
        isa.codes(self.memory, self.len)
    }

    /// The first bytes, as many as a register holds.
    #[inline(always)]
    pub(crate) fn beginning<I: Isa>(self, isa: I) -> I::Short {
        isa.beginning(self.memory, self.len)
    }

    /// The last bytes, as many as a register holds, the last one at the last index.
    #[inline(always)]
    pub(crate) fn ending<I: Isa>(self, isa: I) -> I::Short {
        isa.ending(self.memory, self.len)
    }

    /// The first `bytes` bytes at most.
    #[inline(always)]
    pub(crate) fn up_to(self, bytes: u32) -> Self {
        Self::new(self.memory, self.len.min(bytes))
    }

    /// The rest of the sequence, without the first `bytes` bytes.
    #[inline(always)]
    pub(crate) fn behind(self, bytes: u32) -> Self {
        let bytes = bytes.min(self.len);
        Self::new(&self.memory[bytes as usize..], self.len - bytes)
    }

    /// The bytes of the sequence.
    #[inline(always)]
    pub(crate) fn bytes(self) -> &'a [u8] {
        &self.memory[..self.len as usize]
    }
}

impl<'a, T: AsRef<[u8]> + ?Sized> From<&'a T> for Padded<'a> {
    /// A sequence without memory behind it.
    fn from(sequence: &'a T) -> Self {
        let sequence = sequence.as_ref();
        Self::new(sequence, sequence.len() as u32)
    }
}

/// The number of a longer sequence's source.
#[inline(always)]
fn source(view: &[u8; VIEW]) -> usize {
    field(view, 8) as usize + 1
}

/// A field of a view.
#[inline(always)]
fn field(view: &[u8; VIEW], at: usize) -> u32 {
    u32::from_ne_bytes([view[at], view[at + 1], view[at + 2], view[at + 3]])
}

#[cfg(test)]
pub(crate) mod testing {
    use super::*;

    /// The views of texts, and the buffer they point to.
    pub(crate) fn views_of(texts: &[&[u8]]) -> (Vec<u8>, Vec<u8>) {
        let (mut views, mut buffer) = (Vec::new(), Vec::new());
        for text in texts {
            let mut view = [0; VIEW];
            view[..LENGTH].copy_from_slice(&(text.len() as u32).to_ne_bytes());
            if text.len() <= MAX_INLINE as usize {
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
    use crate::simd::Portable;

    #[test]
    fn the_longest_sequence_is_bounded_within_a_factor_of_two() {
        let texts: Vec<Vec<u8>> = [0, 3, 12, 13, 40, 7, 200].map(|len| vec![b'a'; len]).into();
        let texts: Vec<&[u8]> = texts.iter().map(Vec::as_slice).collect();
        let (memory, buffer) = views_of(&texts);
        let sources = [&memory[..], &buffer];
        let views = Views::new(&sources);
        for first in 0..texts.len() {
            for count in 1..=texts.len() - first {
                let longest = texts[first..first + count]
                    .iter()
                    .map(|text| text.len() as u32);
                let longest = longest.max().unwrap_or(0);
                assert_eq!(views.longest(first, count), longest);
                let bound = views.longest_at_most(first, count);
                assert!(
                    longest <= bound && bound <= 2 * longest,
                    "{longest} {bound}"
                );
            }
        }
        let (memory, buffer) = views_of(&texts[4..5]);
        let sources = [&memory[..], &buffer];
        let literal = Views::new(&sources);
        assert_eq!(
            [literal.longest(5, 9), literal.longest_at_most(5, 9)],
            [40, 40]
        );
    }

    #[test]
    fn sequences_are_read_from_views_and_buffers() {
        let texts: [&[u8]; 4] = [b"", b"twelve bytes", b"thirteen long", b"x"];
        let (views, buffer) = views_of(&texts);
        let sources = [&views[..], &buffer];
        let views = Views::new(&sources);
        for (row, text) in texts.iter().enumerate() {
            assert_eq!(views.bytes(row), *text);
            assert_eq!(views.len(row) as usize, text.len());
        }
        for (row, text) in texts.iter().enumerate() {
            let mut expected = [0; 16];
            for (code, byte) in expected.iter_mut().zip(*text) {
                *code = byte + 1;
            }
            let (codes, high) = views.padded(row).codes::<_, 2>(Portable);
            assert_eq!(codes.map(u64::to_le_bytes).as_flattened(), expected);
            assert_eq!(high, 0);
        }
        let (codes, _) = views.padded(3).codes::<_, 1>(Portable);
        assert_eq!(codes, [u64::from(b'x' + 1)]);
    }

    #[test]
    fn outlines_tell_what_views_have() {
        let texts: [&[u8]; 6] = [
            b"",
            b"abba",
            b"twelve bytes",
            "é".as_bytes(),
            b"thirteen long",
            b" @`",
        ];
        let (views, buffer) = views_of(&texts);
        let sources = [&views[..], &buffer];
        let views = Views::new(&sources);
        let mut summaries = ViewSummaries::<8>::default();
        summaries.set(views, 1);
        for (row, text) in texts[1..].iter().enumerate() {
            assert_eq!(summaries.lengths[row] as usize, text.len());
            let mut start = [0; 4];
            let shown = text.len().min(4);
            start[..shown].copy_from_slice(&text[..shown]);
            assert_eq!(summaries.starts[row].to_ne_bytes(), start);
            assert_eq!(summaries.high[row] == 0, text.is_ascii());
            if text.len() <= MAX_INLINE as usize {
                let letters = text.iter().map(|byte| 1_u32 << (byte & 31));
                let letters = letters.fold(0, |all, letter| all | letter);
                assert_eq!(summaries.letters[row], letters & !1);
            }
        }
        let literal = [&sources[0][VIEW..2 * VIEW]];
        summaries.set(Views::new(&literal), 5);
        assert_eq!(summaries.lengths, [4; 8]);
    }
}
