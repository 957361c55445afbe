//! The code points of up to 64 bytes of UTF-8.
//!
//! ```text
//! bytes            61  C3 9F  E2 82 AC                     "aß€"
//! leads             #   #      #                           bytes that are not 10xx xxxx
//! three bytes from each lead, all leads together:
//!     one byte      first                                  first < 0x80
//!     two bytes     (first << 6 | second) & 0x7FF          first < 0xE0
//!     three bytes   first << 12 | second << 6 | third      otherwise
//! ```
//!
//! All three are computed for every lead, and one is chosen. Code points of more than sixteen bits, which have
//! four bytes, are only reported.

use super::layout::{BYTES, HALVES, HIGH, WORD, bit_of_each, low_bits};

/// Bytes that are looked at together, and two that may be read behind the last one.
pub(super) const WINDOW: usize = BYTES + 2;

/// The code points that begin in some bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Begins {
    /// A mask of the bytes that begin one, the first byte at the lowest bit.
    pub leads: u64,
    /// True if all of them have at most sixteen bits.
    pub are_narrow: bool,
}

/// [`ByteOps::begins`](super::ops::ByteOps::begins), eight bytes at a time.
#[inline(always)]
pub(super) fn begins(memory: &[u8], len: u32) -> Begins {
    let mut room = [0; WINDOW];
    let (words, _) = window(memory, &mut room).as_chunks::<WORD>();
    let (mut begin, mut longest) = (0, 0);
    for (at, word) in words.iter().enumerate() {
        let [these, those] = begin_and_longest(u64::from_le_bytes(*word));
        begin |= these << (WORD * at);
        longest |= those << (WORD * at);
    }
    Begins {
        leads: begin & low_bits(len),
        are_narrow: longest & low_bits(len) == 0,
    }
}

/// [`ByteOps::code_points`](super::ops::ByteOps::code_points): those of all 64 bytes, of which the leads' are kept.
#[inline(always)]
pub(super) fn code_points(memory: &[u8], mut leads: u64, into: &mut [u16; BYTES]) {
    let mut room = [0; WINDOW];
    let bytes = window(memory, &mut room);
    let points = [points_at(bytes, 0), points_at(bytes, HALVES)];
    for into in into {
        *into = points.as_flattened()[leads.trailing_zeros() as usize % BYTES];
        leads &= leads.wrapping_sub(1);
        if leads == 0 {
            return;
        }
    }
}

/// The first bytes of the memory; if it is shorter, a copy with zeros behind it, in `room`.
#[inline(always)]
pub(super) fn window<'a>(memory: &'a [u8], room: &'a mut [u8; WINDOW]) -> &'a [u8; WINDOW] {
    match memory.first_chunk() {
        Some(bytes) => bytes,
        None => copied(memory, room),
    }
}

/// A copy of memory shorter than a window.
#[cold]
fn copied<'a>(memory: &[u8], room: &'a mut [u8; WINDOW]) -> &'a [u8; WINDOW] {
    for (room, byte) in room.iter_mut().zip(memory) {
        *room = *byte;
    }
    room
}

/// Masks of the bytes of a word that begin a code point, and of those that begin one of more than sixteen bits.
#[inline(always)]
fn begin_and_longest(word: u64) -> [u64; 2] {
    // A byte that goes on begins with the bits 10, the first of four with 1111.
    let begin = !(word >> 7) | word >> 6;
    let longest = word >> 7 & word >> 6 & word >> 5 & word >> 4;
    [begin, longest].map(|bits| bit_of_each(bits & HIGH >> 7))
}

/// The code point at each of 32 bytes, as if each were a lead.
#[inline(always)]
pub(super) fn points_at(bytes: &[u8; WINDOW], start: usize) -> [u16; HALVES] {
    let (first, second, third) = (
        bytes_from(bytes, start),
        bytes_from(bytes, start + 1),
        bytes_from(bytes, start + 2),
    );
    let mut points = [0; HALVES];
    for (at, point) in points.iter_mut().enumerate() {
        let first = u16::from(first[at]);
        let second = u16::from(second[at] & 0x3F);
        let third = u16::from(third[at] & 0x3F);
        let two = (first & 0x1F) << 6 | second;
        let three = first << 12 | second << 6 | third;
        let more = if first < 0xE0 { two } else { three };
        *point = if first < 0x80 { first } else { more };
    }
    points
}

/// The 32 bytes from `start` on.
#[inline(always)]
fn bytes_from(bytes: &[u8; WINDOW], start: usize) -> [u8; HALVES] {
    let bytes = bytes[start..].first_chunk();
    bytes.copied().unwrap_or_default()
}

/// The routine of AVX-512.
#[cfg(target_arch = "x86_64")]
#[allow(unsafe_code, reason = "intrinsics")]
pub(super) mod avx512 {
    use std::arch::x86_64::*;

    use super::Begins;
    use crate::simd::layout::{BYTES, HALVES, INDICES, low_bits};
    use crate::simd::tokens::Avx512;

    /// The code points that begin in the first `len` bytes.
    #[inline(always)]
    pub(in crate::simd) fn begins(_: Avx512, bytes: __m512i, len: u32) -> Begins {
        // SAFETY: the token proves the instruction set.
        unsafe {
            // As signed numbers, bytes that go on are the lowest.
            let last = _mm512_set1_epi8(0xBF_u8.cast_signed());
            let leads = _mm512_mask_cmpgt_epi8_mask(low_bits(len), bytes, last);
            let longest = _mm512_set1_epi8(0xF0_u8.cast_signed());
            Begins {
                leads,
                are_narrow: _mm512_cmpge_epu8_mask(bytes, longest) == 0,
            }
        }
    }

    /// Writes the code points at the leads. Leads are moved to the front first, so that no more code points are computed
    /// than begin.
    #[inline(always)]
    pub(in crate::simd) fn code_points(
        isa: Avx512,
        bytes: __m512i,
        leads: u64,
        into: &mut [u16; BYTES],
    ) {
        let (low, high) = into.split_at_mut(HALVES);
        // SAFETY: `isa` proves the instruction set; halves of the array are as wide as a store.
        unsafe {
            let one = _mm512_set1_epi8(1);
            let indices =
                _mm512_maskz_compress_epi8(leads, _mm512_loadu_si512(INDICES.as_ptr().cast()));
            let first = _mm512_permutexvar_epi8(indices, bytes);
            let indices = _mm512_add_epi8(indices, one);
            let second = _mm512_permutexvar_epi8(indices, bytes);
            let indices = _mm512_add_epi8(indices, one);
            let third = _mm512_permutexvar_epi8(indices, bytes);
            let points = points_of(
                isa,
                _mm512_castsi512_si256(first),
                _mm512_castsi512_si256(second),
                _mm512_castsi512_si256(third),
            );
            _mm512_storeu_si512(low.as_mut_ptr().cast(), points);
            if leads.count_ones() as usize > HALVES {
                let points = points_of(
                    isa,
                    _mm512_extracti64x4_epi64::<1>(first),
                    _mm512_extracti64x4_epi64::<1>(second),
                    _mm512_extracti64x4_epi64::<1>(third),
                );
                _mm512_storeu_si512(high.as_mut_ptr().cast(), points);
            }
        }
    }

    /// The code points of 32 leads, given the three bytes from each.
    #[inline(always)]
    fn points_of(_: Avx512, first: __m256i, second: __m256i, third: __m256i) -> __m512i {
        // SAFETY: the first argument proves the instruction set.
        unsafe {
            let six = _mm256_set1_epi8(0x3F);
            let is_one = _mm256_movepi8_mask(first);
            let is_two = _mm256_cmplt_epu8_mask(first, _mm256_set1_epi8(0xE0_u8.cast_signed()));
            let one = _mm512_cvtepu8_epi16(first);
            let second = _mm512_cvtepu8_epi16(_mm256_and_si256(second, six));
            let third = _mm512_cvtepu8_epi16(_mm256_and_si256(third, six));
            // (first << 6 | second) & 0x7FF
            let two = _mm512_slli_epi16::<6>(one);
            let eleven = _mm512_set1_epi16(0x7FF);
            let two = _mm512_ternarylogic_epi64::<0b1010_1000>(two, second, eleven);
            // first << 12 | second << 6 | third
            let three = _mm512_slli_epi16::<12>(one);
            let second = _mm512_slli_epi16::<6>(second);
            let three = _mm512_ternarylogic_epi64::<0b1111_1110>(three, second, third);
            let more = _mm512_mask_mov_epi16(three, is_two, two);
            _mm512_mask_mov_epi16(one, is_one, more)
        }
    }
}
