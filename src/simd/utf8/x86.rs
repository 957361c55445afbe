//! The same in the registers of x86-64.

use std::arch::x86_64::*;

use super::{BYTES, Begins, HALVES, Utf8wise, WINDOW, points_at, present, window};
use crate::simd::byte_search::{Bytewise, PLACES};
use crate::simd::{Avx2, Avx512};

impl Utf8wise for Avx512 {
    #[inline(always)]
    fn begins(self, memory: &[u8], len: u32) -> Begins {
        let bytes = self.bytes(&memory[..len as usize]);
        // SAFETY: `self` proves the instruction set.
        unsafe {
            // As signed numbers, bytes that go on are the lowest.
            let last = _mm512_set1_epi8(0xBF_u8.cast_signed());
            let leads = _mm512_mask_cmpgt_epi8_mask(present(len), bytes, last);
            let longest = _mm512_set1_epi8(0xF0_u8.cast_signed());
            Begins {
                leads,
                are_narrow: _mm512_cmpge_epu8_mask(bytes, longest) == 0,
            }
        }
    }

    /// Bytes are moved together first, so that there are no more code points to be computed than begin.
    #[inline(always)]
    fn code_points(self, memory: &[u8], len: u32, leads: u64, into: &mut [u16; BYTES]) {
        let bytes = self.bytes(&memory[..len as usize]);
        let places = self.bytes(&PLACES);
        let (low, high) = into.split_at_mut(HALVES);
        // SAFETY: `self` proves the instruction set; halves of the array are as wide as a store.
        unsafe {
            let one = _mm512_set1_epi8(1);
            let places = _mm512_maskz_compress_epi8(leads, places);
            let first = _mm512_permutexvar_epi8(places, bytes);
            let places = _mm512_add_epi8(places, one);
            let second = _mm512_permutexvar_epi8(places, bytes);
            let places = _mm512_add_epi8(places, one);
            let third = _mm512_permutexvar_epi8(places, bytes);
            let points = points(
                self,
                _mm512_castsi512_si256(first),
                _mm512_castsi512_si256(second),
                _mm512_castsi512_si256(third),
            );
            _mm512_storeu_si512(low.as_mut_ptr().cast(), points);
            if leads.count_ones() as usize > HALVES {
                let points = self::points(
                    self,
                    _mm512_extracti64x4_epi64::<1>(first),
                    _mm512_extracti64x4_epi64::<1>(second),
                    _mm512_extracti64x4_epi64::<1>(third),
                );
                _mm512_storeu_si512(high.as_mut_ptr().cast(), points);
            }
        }
    }
}

/// The code points that have these bytes, as far as they have so many.
#[inline(always)]
fn points(_: Avx512, first: __m256i, second: __m256i, third: __m256i) -> __m512i {
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

/// Symbols of sixteen bits in half a register.
const EIGHT: usize = 8;

/// For each byte, the places of the bits that are set, as those of bytes of eight symbols.
static MOVES: [[u8; 2 * EIGHT]; 256] = {
    let (mut moves, mut kept) = ([[0; 2 * EIGHT]; 256], 0);
    while kept < 256 {
        let (mut symbol, mut next) = (0, 0);
        while symbol < EIGHT {
            if kept >> symbol & 1 == 1 {
                moves[kept][next] = 2 * symbol as u8;
                moves[kept][next + 1] = 2 * symbol as u8 + 1;
                next += 2;
            }
            symbol += 1;
        }
        kept += 1;
    }
    moves
};

impl Utf8wise for Avx2 {
    #[inline(always)]
    fn begins(self, memory: &[u8], len: u32) -> Begins {
        let mut room = [0; WINDOW];
        let bytes = self.bytes(&window(memory, &mut room)[..BYTES]);
        Begins {
            leads: !self.within(bytes, 0x80, 0xBF) & present(len),
            are_narrow: self.within(bytes, 0xF0, 0xFF) & present(len) == 0,
        }
    }

    /// Those that begin are moved together eight at a time, by a table.
    #[inline(always)]
    fn code_points(self, memory: &[u8], _: u32, leads: u64, into: &mut [u16; BYTES]) {
        let mut room = [0; WINDOW];
        let bytes = window(memory, &mut room);
        let mut next = 0;
        for part in [0, HALVES] {
            let mut leads = (leads >> part) as u32;
            // Texts of so many bytes come one after the other.
            if part > 0 && leads == 0 {
                return;
            }
            for points in points_at(bytes, part).as_chunks::<EIGHT>().0 {
                let kept = leads as u8;
                let room: &mut [u16; EIGHT] = (&mut into[next..next + EIGHT])
                    .try_into()
                    .expect("the slice has this length");
                // SAFETY: `self` proves the instruction set; arrays are as wide as a register.
                unsafe {
                    let points = _mm_loadu_si128(points.as_ptr().cast());
                    let moves = _mm_loadu_si128(MOVES[usize::from(kept)].as_ptr().cast());
                    let points = _mm_shuffle_epi8(points, moves);
                    _mm_storeu_si128(room.as_mut_ptr().cast(), points);
                }
                next += kept.count_ones() as usize;
                leads >>= EIGHT;
            }
        }
    }
}
