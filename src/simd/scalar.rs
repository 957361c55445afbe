//! Operations without an instruction of their own: word by word, byte by byte.

use super::layout::*;

/// The most symbols of a sequence of codes.
const LONGEST: usize = MAX_SYMBOLS as usize;

/// Transposes squares of four by four, two by two and one byte across the diagonal, as
/// [`transpose`](crate::kernels::block::bit_planes::transpose) does with bits.
#[inline(always)]
pub(super) fn transpose_bytes(mut square: [u64; 8]) -> [u64; 8] {
    for (bytes, mask) in [
        (4, 0xFFFF_FFFF),
        (2, 0xFFFF_0000_FFFF),
        (1, 0x00FF_00FF_00FF_00FF),
    ] {
        for upper in (0..8).filter(|row| row & bytes == 0) {
            let lower = upper + bytes;
            let crossed = (square[upper] >> (8 * bytes) ^ square[lower]) & mask;
            square[upper] ^= crossed << (8 * bytes);
            square[lower] ^= crossed;
        }
    }
    square
}

/// [`LaneOps::translate`](super::ops::LaneOps::translate), byte by byte.
#[inline(always)]
pub(super) fn translate(table: &[u8; SYMBOLS], symbols: &mut Plane, mask: &Plane) {
    let mut bytes = symbols.to_bytes();
    for (byte, mask) in bytes.iter_mut().zip(mask.to_bytes()) {
        *byte = table[usize::from(*byte) % SYMBOLS] & mask;
    }
    *symbols = Plane::of_bytes(&bytes);
}

/// Quotients, by the processor's division.
#[inline(always)]
pub(super) fn ratios(dividends: [u32; EIGHT], divisors: [u32; EIGHT]) -> [f64; EIGHT] {
    let mut ratios = [0.0; EIGHT];
    for (ratio, (dividend, divisor)) in ratios.iter_mut().zip(dividends.into_iter().zip(divisors)) {
        *ratio = f64::from(dividend) / f64::from(divisor);
    }
    ratios
}

/// Thirds, by the processor's division.
#[inline(always)]
pub(super) fn thirds(mut numbers: [f64; EIGHT]) -> [f64; EIGHT] {
    for number in &mut numbers {
        *number /= 3.0;
    }
    numbers
}

/// The beginning of a sequence, with zeros behind it.
#[inline(always)]
pub(super) fn padded(sequence: &[u8]) -> [u8; BYTES] {
    sequence.first_chunk().copied().unwrap_or_else(|| {
        let mut bytes = [0; BYTES];
        bytes[..sequence.len()].copy_from_slice(sequence);
        bytes
    })
}

/// The indices of bits, one by one.
#[inline(always)]
pub(super) fn indices(mut bits: u64) -> [u8; BYTES] {
    let mut indices = [0; BYTES];
    for index in indices.iter_mut().take(bits.count_ones() as usize) {
        *index = bits.trailing_zeros() as u8;
        bits &= bits - 1;
    }
    indices
}

/// The indices of a byte. Every index is written, and kept only if the next one goes behind it: no branch.
#[inline(always)]
pub(super) fn indices_of(byte: u8, bytes: &[u8; SIXTEEN], first: u32) -> ([u32; SIXTEEN], usize) {
    let (mut indices, mut count) = ([0; SIXTEEN], 0);
    for (index, other) in (first..).zip(bytes) {
        indices[count % SIXTEEN] = index;
        count += usize::from(*other == byte);
    }
    (indices, count)
}

/// A mask of equal words.
#[inline(always)]
pub(super) fn equal_words(words: &[u64; SIXTEEN], word: u64) -> u64 {
    let mut mask = 0;
    for (at, other) in words.iter().enumerate() {
        mask |= u64::from(*other == word) << at;
    }
    mask
}

/// The number of smaller words.
#[inline(always)]
pub(super) fn smaller_words(words: &[u64; SIXTEEN], word: u64) -> u32 {
    let mut count = 0;
    for other in words {
        count += u32::from(*other < word);
    }
    count
}

/// Moves the symbols of a mask to the front, one by one.
#[inline(always)]
pub(super) fn compress(symbols: &[u16; HALVES], mut kept: u32, into: &mut [u16; HALVES]) {
    for into in into {
        *into = symbols[kept.trailing_zeros() as usize % HALVES];
        kept &= kept.wrapping_sub(1);
        if kept == 0 {
            return;
        }
    }
}

/// The codes of a sequence, word by word.
///
/// Every byte gets a one added, except those behind the end: a window of [`ONES_THEN_ZEROS`] has a one for each byte of
/// the sequence.
#[inline(always)]
pub(super) fn codes<const WORDS: usize>(memory: &[u8], len: u32) -> ([u64; WORDS], u64) {
    let room;
    let words = match memory.as_chunks().0.first_chunk::<WORDS>() {
        Some(words) => words,
        None => {
            room = copied(memory);
            &room
        }
    };
    let (ends, _) = ONES_THEN_ZEROS[LONGEST.saturating_sub(len as usize)..].as_chunks();
    let (mut codes, mut union) = ([0; WORDS], 0);
    for ((codes, bytes), ones) in codes.iter_mut().zip(words).zip(ends) {
        let ones = u64::from_le_bytes(*ones);
        let symbols = u64::from_le_bytes(*bytes) & (ones * 0xFF);
        *codes = symbols.wrapping_add(ones) | symbols & HIGH;
        union |= *codes;
    }
    (codes, union & HIGH)
}

/// The end of the memory, with zeros behind it.
#[cold]
fn copied<const WORDS: usize>(memory: &[u8]) -> [[u8; WORD]; WORDS] {
    let mut words = [[0; WORD]; WORDS];
    for (word, byte) in words.as_flattened_mut().iter_mut().zip(memory) {
        *word = *byte;
    }
    words
}

/// As many ones as the longest sequence has symbols, then zeros.
static ONES_THEN_ZEROS: [u8; 2 * LONGEST] = {
    let mut ones = [0; 2 * LONGEST];
    let mut at = 0;
    while at < LONGEST {
        ones[at] = 1;
        at += 1;
    }
    ones
};

/// A mask of greater lengths, one by one.
#[inline(always)]
pub(super) fn longer(lengths: &[u32; VIEWS], than: u32) -> u16 {
    let mut longer = 0;
    for (at, length) in lengths.iter().enumerate() {
        longer |= u16::from(*length > than) << at;
    }
    longer
}

/// Transposes views, byte by byte. Rows stay in their order.
#[inline(always)]
pub(super) fn transpose_views(
    views: &[[u8; VIEW]; BYTES],
    columns: &mut [Plane; MAX_INLINE as usize],
    lengths: &mut Plane,
) {
    let mut bytes = [[0; BYTES]; MAX_INLINE as usize];
    let mut counts = [0; BYTES];
    for (row, [a, b, c, d, inline @ ..]) in views.iter().enumerate() {
        counts[row] = u32::from_ne_bytes([*a, *b, *c, *d]).min(255) as u8;
        for (column, byte) in bytes.iter_mut().zip(inline) {
            column[row] = *byte;
        }
    }
    for (column, bytes) in columns.iter_mut().zip(&bytes) {
        *column = Plane::of_bytes(bytes);
    }
    *lengths = Plane::of_bytes(&counts);
}
