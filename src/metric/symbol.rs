//! What sequences are made of.

use crate::kernels::ascii;
use crate::kernels::tokens::{Joined, JoinedPair};

/// An element of a compared sequence.
pub trait Symbol: Copy + Ord + Send + Sync + 'static {
    /// How many bits a code has.
    const BITS: u32;
    /// What stands between two words.
    const SPACE: Self;

    /// A number that is equal for equal symbols and different for different ones.
    fn code(self) -> u32;

    /// The sequence as bytes, if its symbols are bytes.
    #[inline]
    fn as_bytes(sequence: &[Self]) -> Option<&[u8]> {
        let _ = sequence;
        None
    }

    /// Which of up to 64 symbols part words, the first one at the lowest bit: the white space of
    /// Unicode, as Python's `str.split` has it.
    fn spaces(symbols: &[Self]) -> u64 {
        let is_space = |code: u32| match code {
            0x1C..=0x1F => true,
            code => char::from_u32(code).is_some_and(char::is_whitespace),
        };
        let spaces = symbols.iter().map(|symbol| is_space(symbol.code()));
        (0..)
            .zip(spaces)
            .fold(0, |all, (at, space)| all | u64::from(space) << at)
    }

    /// The same of the first 64 symbols of several texts.
    #[inline]
    fn first_spaces(texts: &[&[Self]], spaces: &mut [u64]) {
        for (spaces, text) in spaces.iter_mut().zip(texts) {
            *spaces = Self::spaces(&text[..text.len().min(64)]);
        }
    }

    /// A number for the first symbols of the word that stands at `start..end`: where two words'
    /// numbers differ, they are in the order of the words.
    fn head(text: &[Self], start: usize, end: usize) -> u64 {
        let word = &text[start..end];
        let code = |at: usize| word.get(at).map_or(0, |symbol| symbol.code());
        // Code points are smaller than 24 bits; larger codes are told apart by what they are.
        u64::from(code(0)) << 32 | u64::from(code(1).min((1 << 24) - 1)) << 8
    }

    /// Writes the word that stands at `start..end` to the beginning of the memory. Its head is known; what
    /// is behind it in the memory may change, as far as 16 symbols from its beginning.
    #[inline]
    fn write(text: &[Self], start: usize, end: usize, head: u64, memory: &mut [Self]) {
        let _ = head;
        memory[..end - start].copy_from_slice(&text[start..end]);
    }

    /// The memory for texts of such symbols.
    fn texts(joined: &mut JoinedPair) -> &mut [Joined<Self>; 2];
}

/// A byte, or a letter of ASCII.
impl Symbol for u8 {
    const BITS: u32 = u8::BITS;
    const SPACE: u8 = b' ';

    #[inline]
    fn code(self) -> u32 {
        self.into()
    }

    #[inline]
    fn as_bytes(sequence: &[u8]) -> Option<&[u8]> {
        Some(sequence)
    }

    /// The white space of ASCII, its four separators included.
    #[inline]
    fn spaces(symbols: &[u8]) -> u64 {
        ascii::spaces(symbols)
    }

    #[inline]
    fn first_spaces(texts: &[&[u8]], spaces: &mut [u64]) {
        ascii::first_spaces(texts, spaces);
    }

    /// The first eight bytes, zeros behind the word.
    #[inline]
    fn head(text: &[u8], start: usize, end: usize) -> u64 {
        let Some(last) = text.len().checked_sub(8) else {
            let word = text[start..end].iter();
            return word.fold(0, |head, byte| head << 8 | u64::from(*byte))
                << (8 * (8 - (end - start)));
        };
        // Eight bytes that are there, moved to where they belong.
        let at = start.min(last);
        let bytes = text[at..].first_chunk().copied().unwrap_or_default();
        let head = u64::from_be_bytes(bytes) << (8 * (start - at));
        head & !(u64::MAX.checked_shr(8 * (end - start) as u32).unwrap_or(0))
    }

    /// Most words are no longer than their heads.
    #[inline]
    fn write(text: &[u8], start: usize, end: usize, head: u64, memory: &mut [u8]) {
        if let Some(memory) = memory.first_chunk_mut() {
            *memory = head.to_be_bytes();
        }
        if end - start <= 8 {
            return;
        }
        match (text[start..].first_chunk::<16>(), memory.first_chunk_mut()) {
            (Some(symbols), Some(memory)) if end - start <= 16 => *memory = *symbols,
            _ => memory[..end - start].copy_from_slice(&text[start..end]),
        }
    }

    #[inline]
    fn texts(joined: &mut JoinedPair) -> &mut [Joined<u8>; 2] {
        &mut joined.bytes
    }
}

/// A code point, or a number that stands for another symbol.
impl Symbol for u32 {
    const BITS: u32 = u32::BITS;
    const SPACE: u32 = b' ' as u32;

    #[inline]
    fn code(self) -> u32 {
        self
    }

    #[inline]
    fn texts(joined: &mut JoinedPair) -> &mut [Joined<u32>; 2] {
        &mut joined.codes
    }
}
