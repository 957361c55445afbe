//! Texts of ASCII: the check that they are, and masks of their white space, in a few instructions.

use crate::simd::{BYTES, HIGH, Isa, Level, bit_of_each, dispatch};

/// True if both texts are of ASCII.
#[inline]
pub fn is_ascii(left: &[u8], right: &[u8]) -> bool {
    let mut is_ascii = [false];
    are_ascii(&[[left, right]], &mut is_ascii);
    is_ascii[0]
}

/// Writes for each of several pairs whether both texts are of ASCII. No pair waits for the one before.
#[inline]
pub fn are_ascii(pairs: &[[&[u8]; 2]], answers: &mut [bool]) {
    dispatch!(Level::best(), isa => are_ascii_in(isa, pairs, answers));
}

/// [`are_ascii`] in a shell.
#[inline(always)]
fn are_ascii_in<I: Isa>(isa: I, pairs: &[[&[u8]; 2]], answers: &mut [bool]) {
    for (answer, [left, right]) in answers.iter_mut().zip(pairs) {
        *answer = if I::IS_WIDE {
            others(isa, left) | others(isa, right) == 0
        } else {
            left.is_ascii() && right.is_ascii()
        };
    }
}

/// Not zero if a byte is beyond ASCII.
#[inline(always)]
fn others<I: Isa>(isa: I, mut text: &[u8]) -> u64 {
    let mut others = 0;
    while let Some((part, rest)) = text.split_first_chunk::<BYTES>() {
        others |= isa.within(isa.bytes(part), 0x80, u8::MAX);
        text = rest;
    }
    others | isa.within(isa.bytes(text), 0x80, u8::MAX)
}

/// A mask of the white space in up to 64 bytes, the first one at the lowest bit: 9 to 13, and the four
/// separators before the space, as in Python's `str.split`.
#[inline(always)]
pub fn spaces<I: Isa>(isa: I, symbols: &[u8]) -> u64 {
    if I::IS_WIDE {
        let bytes = isa.bytes(symbols);
        isa.within(bytes, 9, 13) | isa.within(bytes, 28, 32)
    } else {
        word_by_word(symbols)
    }
}

/// [`spaces`], eight bytes at a time.
fn word_by_word(symbols: &[u8]) -> u64 {
    let (words, rest) = symbols[..symbols.len().min(BYTES)].as_chunks::<8>();
    let mut last = [0; 8];
    for (byte, symbol) in last.iter_mut().zip(rest) {
        *byte = *symbol;
    }
    let words = words.iter().chain([&last]);
    (0..).zip(words).take(8).fold(0, |all, (at, word)| {
        all | in_word(u64::from_le_bytes(*word)) << (8 * at)
    })
}

/// A mask of the white space in eight bytes: a range is two carries into the high bit of each byte.
#[inline]
fn in_word(bytes: u64) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let low = bytes & !HIGH;
    let at_least = |least: u64| low + (0x80 - least) * ONES;
    let spaces = (at_least(9) & !at_least(14)) | (at_least(28) & !at_least(33));
    bit_of_each((spaces & !bytes & HIGH) >> 7)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_level_knows_ascii() {
        for len in [1, 8, 63, 64, 65, 128, 200] {
            for other in [None, Some(0), Some(len / 2), Some(len - 1)] {
                let mut text = vec![b'~'; len];
                if let Some(at) = other {
                    text[at] = 0xC3;
                }
                for texts in [[b"".as_slice(), &text], [&text, b"a"]] {
                    for level in Level::available() {
                        let mut answers = [other.is_some(), false];
                        let pairs = [texts, [b"a".as_slice(); 2]];
                        dispatch!(level, isa => are_ascii_in(isa, &pairs, &mut answers));
                        assert_eq!(answers, [other.is_none(), true], "{}", level.name());
                    }
                }
            }
        }
    }

    #[test]
    fn every_level_knows_white_space() {
        let all: Vec<u8> = (0..=u8::MAX).collect();
        for len in [0, 1, 7, 8, 9, 63, 64] {
            for symbols in all.windows(len.max(1)).map(|part| &part[..len]) {
                let is_space = |byte: &u8| matches!(byte, 9..=13 | 28..=32);
                let expected = (0..)
                    .zip(symbols)
                    .fold(0, |all, (at, byte)| all | u64::from(is_space(byte)) << at);
                for level in Level::available() {
                    let spaces = dispatch!(level, isa => spaces(isa, symbols));
                    assert_eq!(spaces, expected, "{}", level.name());
                }
            }
        }
    }
}
