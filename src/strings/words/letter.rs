//! Symbols as letters: white space between words, and the first letters of a word.

use crate::simd::Isa;
use crate::strings::ascii;
use crate::symbol::Symbol;

/// Two texts of any kind of symbol.
#[derive(Debug, Default)]
pub struct JoinedPair {
    /// Texts of bytes.
    pub bytes: [Joined<u8>; 2],
    /// Texts of code points.
    pub codes: [Joined<u32>; 2],
}

/// A text put together from words, with room behind it.
#[derive(Debug, Default)]
pub struct Joined<S> {
    pub(super) memory: Vec<S>,
    pub(super) len: usize,
}

impl<S> Joined<S> {
    /// The text.
    #[inline]
    pub fn text(&self) -> &[S] {
        &self.memory[..self.len]
    }
}

/// A symbol of words.
pub trait Letter: Symbol {
    /// The symbol between two words.
    const SPACE: Self;

    /// A mask of the white space in up to 64 symbols, the first one at the lowest bit: that of Unicode, as in
    /// Python's `str.split`.
    #[inline(always)]
    fn spaces<I: Isa>(isa: I, symbols: &[Self]) -> u64 {
        let _ = isa;
        let is_space = |code: u32| match code {
            0x1C..=0x1F => true,
            code => char::from_u32(code).is_some_and(char::is_whitespace),
        };
        let spaces = symbols.iter().map(|symbol| is_space(symbol.code()));
        (0..)
            .zip(spaces)
            .fold(0, |all, (at, space)| all | u64::from(space) << at)
    }

    /// A number for the first symbols of the word at `start..end`. Numbers that differ are in the order of their
    /// words.
    fn head(text: &[Self], start: usize, end: usize) -> u64 {
        let word = &text[start..end];
        let code = |at: usize| word.get(at).map_or(0, |symbol| symbol.code());
        // Code points are smaller than 24 bits; larger codes are told apart by their symbols.
        u64::from(code(0)) << 32 | u64::from(code(1).min((1 << 24) - 1)) << 8
    }

    /// Writes the word at `start..end`, whose head is known, to the beginning of the memory. Memory behind the word
    /// may change, up to 16 symbols from its beginning.
    #[inline(always)]
    fn write(text: &[Self], start: usize, end: usize, head: u64, memory: &mut [Self]) {
        let _ = head;
        memory[..end - start].copy_from_slice(&text[start..end]);
    }

    /// True if two words of one length and with one head are equal.
    #[inline(always)]
    fn are_same(word: &[Self], other: &[Self]) -> bool {
        word == other
    }

    /// The memory for texts of such symbols.
    fn texts(joined: &mut JoinedPair) -> &mut [Joined<Self>; 2];
}

/// A byte, or a letter of ASCII.
impl Letter for u8 {
    const SPACE: u8 = b' ';

    /// The white space of ASCII, its four separators included.
    #[inline(always)]
    fn spaces<I: Isa>(isa: I, symbols: &[u8]) -> u64 {
        ascii::spaces(isa, symbols)
    }

    /// The first eight bytes, zeros behind the word.
    #[inline(always)]
    fn head(text: &[u8], start: usize, end: usize) -> u64 {
        let Some(last) = text.len().checked_sub(8) else {
            let word = text[start..end].iter();
            return word.fold(0, |head, byte| head << 8 | u64::from(*byte))
                << (8 * (8 - (end - start)));
        };
        // Eight bytes inside the text, shifted so that the word's first is the highest.
        let at = start.min(last);
        let bytes = text[at..].first_chunk().copied().unwrap_or_default();
        let head = u64::from_be_bytes(bytes) << (8 * (start - at));
        head & !(u64::MAX.checked_shr(8 * (end - start) as u32).unwrap_or(0))
    }

    /// Writes the head and the eight bytes behind it, even if the word is shorter.
    #[inline(always)]
    fn write(text: &[u8], start: usize, end: usize, head: u64, memory: &mut [u8]) {
        let at = (start + 8).min(text.len().saturating_sub(8));
        if let (Some(next), Some([first, second])) = (
            text[at..].first_chunk(),
            memory.as_chunks_mut().0.first_chunk_mut(),
        ) {
            let past = 8 * (start + 8 - at) as u32;
            *first = head.to_be_bytes();
            *second = u64::from_le_bytes(*next).wrapping_shr(past).to_le_bytes();
            if end - start <= 16 {
                return;
            }
        }
        memory[..end - start].copy_from_slice(&text[start..end]);
    }

    #[inline(always)]
    fn are_same(word: &[u8], other: &[u8]) -> bool {
        match (word.last_chunk::<8>(), other.last_chunk::<8>()) {
            (Some(end), Some(other)) if word.len() <= 16 => end == other,
            (None, None) => true,
            _ => word == other,
        }
    }

    #[inline]
    fn texts(joined: &mut JoinedPair) -> &mut [Joined<u8>; 2] {
        &mut joined.bytes
    }
}

/// A code point, or a number that stands for another symbol.
impl Letter for u32 {
    const SPACE: u32 = b' ' as u32;

    #[inline]
    fn texts(joined: &mut JoinedPair) -> &mut [Joined<u32>; 2] {
        &mut joined.codes
    }
}
