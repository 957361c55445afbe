//! The operations of AVX2, in registers of 32 bytes.
//!
//! Texts, symbols and views fill two registers each. Three limits shape the code:
//!
//! - A comparison gives bytes of ones; `vpmovmskb` collects their highest bits as a mask.
//! - A shuffle moves bytes within a half of a register only, and a permutation moves quarters.
//! - Loads take no mask, so a text near the end of its memory is copied first.
//!
//! [Short texts](super::ops::ShortText) and codes are therefore those of the baseline, in words of 64 bits.

#![allow(unsafe_code, reason = "intrinsics of AVX2")]

use std::arch::x86_64::*;
use std::convert::Infallible;
use std::ops::{BitAnd, BitOr, BitXor, Not};

use super::inline_views::{self, Inline};
use super::layout::*;
use super::ops::{Bits, ByteOps, HalfOps, LaneOps, LoadOps, by_intrinsic};
use super::portable::Number;
use super::scalar;
use super::tokens::Avx2;
use super::utf8::{self, Begins};

/// A register of [`Avx2`].
#[derive(Clone, Copy)]
pub struct Ymm(__m256i);

impl LaneOps for Avx2 {
    type Bits = Ymm;
    const WIDTH: usize = 4;

    #[inline(always)]
    fn splat(self, element: u64) -> Ymm {
        // SAFETY: `self` proves the instruction set.
        unsafe { Ymm(_mm256_set1_epi64x(element.cast_signed())) }
    }

    #[inline(always)]
    fn load(self, plane: &Plane, group: usize) -> Ymm {
        let elements: &[u64; 4] = plane.0[group..group + 4]
            .try_into()
            .expect("the slice has the register's width");
        // SAFETY: `self` proves the instruction set; the array is as wide as the load.
        unsafe { Ymm(_mm256_loadu_si256(elements.as_ptr().cast())) }
    }
}

impl Bits for Ymm {
    #[inline(always)]
    fn shift_left(self, by: u32) -> Self {
        // SAFETY: `self` was made from the token of the instruction set.
        unsafe {
            Self(_mm256_sll_epi64(
                self.0,
                _mm_cvtsi32_si128(by.cast_signed()),
            ))
        }
    }

    #[inline(always)]
    fn shift_right(self, by: u32) -> Self {
        // SAFETY: `self` was made from the token of the instruction set.
        unsafe {
            Self(_mm256_srl_epi64(
                self.0,
                _mm_cvtsi32_si128(by.cast_signed()),
            ))
        }
    }

    by_intrinsic!(
        max_bytes _mm256_max_epu8
        min_bytes _mm256_min_epu8
        add_bytes _mm256_add_epi8
        equal_bytes _mm256_cmpeq_epi8
        multiply_shorts _mm256_mullo_epi16
        greater_shorts _mm256_cmpgt_epi16
    );

    #[inline(always)]
    fn store(self, plane: &mut Plane, group: usize) {
        let elements: &mut [u64; 4] = (&mut plane.0[group..group + 4])
            .try_into()
            .expect("the slice has the register's width");
        // SAFETY: `self` was made from the token of the instruction set; the array is as wide as the store.
        unsafe { _mm256_storeu_si256(elements.as_mut_ptr().cast(), self.0) }
    }
}

impl BitAnd for Ymm {
    type Output = Self;
    by_intrinsic!(bitand _mm256_and_si256);
}

impl BitOr for Ymm {
    type Output = Self;
    by_intrinsic!(bitor _mm256_or_si256);
}

impl BitXor for Ymm {
    type Output = Self;
    by_intrinsic!(bitxor _mm256_xor_si256);
}

impl Not for Ymm {
    type Output = Self;

    #[inline(always)]
    fn not(self) -> Self {
        // SAFETY: `self` was made from the token of the instruction set.
        unsafe { Self(_mm256_xor_si256(self.0, _mm256_set1_epi64x(-1))) }
    }
}

/// The highest bit of each byte.
#[inline(always)]
fn high_bits(_: Avx2, low: __m256i, high: __m256i) -> u64 {
    // SAFETY: the first argument proves the instruction set.
    let (low, high) = unsafe { (_mm256_movemask_epi8(low), _mm256_movemask_epi8(high)) };
    u64::from(low.cast_unsigned()) | u64::from(high.cast_unsigned()) << 32
}

impl ByteOps for Avx2 {
    type Bytes = (__m256i, __m256i);
    type Short = Number;
    type Words = Infallible;
    const IS_WIDE: bool = true;
    const LONGEST: u32 = Number::LONGEST;

    /// A text shorter than two registers is copied first, as there are no loads of bytes under a mask.
    #[inline(always)]
    fn bytes(self, sequence: &[u8]) -> (__m256i, __m256i) {
        let bytes = scalar::padded(sequence);
        let low: *const __m256i = bytes[..BYTES / 2].as_ptr().cast();
        let high: *const __m256i = bytes[BYTES / 2..].as_ptr().cast();
        // SAFETY: `self` proves the instruction set; a half has as many bytes as a register.
        unsafe { (_mm256_loadu_si256(low), _mm256_loadu_si256(high)) }
    }

    /// Shuffles reverse the bytes of each quarter, and permutations the quarters; the registers change places.
    #[inline(always)]
    fn backwards(self, (low, high): (__m256i, __m256i)) -> (__m256i, __m256i) {
        // SAFETY: `self` proves the instruction set.
        unsafe {
            let indices = _mm_set_epi64x(0x0001_0203_0405_0607, 0x0809_0A0B_0C0D_0E0F);
            let indices = _mm256_broadcastsi128_si256(indices);
            let low = _mm256_shuffle_epi8(low, indices);
            let high = _mm256_shuffle_epi8(high, indices);
            (
                _mm256_permute4x64_epi64::<0b01_00_11_10>(high),
                _mm256_permute4x64_epi64::<0b01_00_11_10>(low),
            )
        }
    }

    /// A comparison gives bytes of ones, whose highest bits are the mask.
    #[inline(always)]
    fn equal(self, (low, high): (__m256i, __m256i), byte: u8) -> u64 {
        // SAFETY: `self` proves the instruction set.
        let (low, high) = unsafe {
            let byte = _mm256_set1_epi8(byte.cast_signed());
            (_mm256_cmpeq_epi8(low, byte), _mm256_cmpeq_epi8(high, byte))
        };
        high_bits(self, low, high)
    }

    /// `min(byte - first, last - first)` is `byte - first` for bytes within; there is no comparison without signs.
    #[inline(always)]
    fn within(self, (low, high): (__m256i, __m256i), first: u8, last: u8) -> u64 {
        // SAFETY: `self` proves the instruction set.
        let (low, high) = unsafe {
            let start = _mm256_set1_epi8(first.cast_signed());
            let span = _mm256_set1_epi8(last.wrapping_sub(first).cast_signed());
            let low = _mm256_sub_epi8(low, start);
            let high = _mm256_sub_epi8(high, start);
            (
                _mm256_cmpeq_epi8(_mm256_min_epu8(low, span), low),
                _mm256_cmpeq_epi8(_mm256_min_epu8(high, span), high),
            )
        };
        high_bits(self, low, high)
    }

    /// Four comparisons of four words each.
    #[inline(always)]
    fn equal_words(self, words: &[u64; SIXTEEN], word: u64) -> u64 {
        let mut mask = 0;
        for (at, words) in words.as_chunks::<4>().0.iter().enumerate() {
            // SAFETY: `self` proves the instruction set; four words fill a register.
            let equal = unsafe {
                let words = _mm256_loadu_si256(words.as_ptr().cast());
                let equal = _mm256_cmpeq_epi64(words, _mm256_set1_epi64x(word.cast_signed()));
                _mm256_movemask_pd(_mm256_castsi256_pd(equal))
            };
            mask |= u64::from(equal.cast_unsigned()) << (4 * at);
        }
        mask
    }

    #[inline(always)]
    fn beginning(self, memory: &[u8], len: u32) -> Number {
        Number::beginning(memory, len)
    }

    #[inline(always)]
    fn ending(self, memory: &[u8], len: u32) -> Number {
        Number::ending(memory, len)
    }

    /// Leads are all bytes but those from `0x80` to `0xBF`.
    #[inline(always)]
    fn begins(self, memory: &[u8], len: u32) -> Begins {
        let mut room = [0; utf8::WINDOW];
        let bytes = self.bytes(&utf8::window(memory, &mut room)[..BYTES]);
        Begins {
            leads: !self.within(bytes, 0x80, 0xBF) & low_bits(len),
            are_narrow: self.within(bytes, 0xF0, 0xFF) & low_bits(len) == 0,
        }
    }

    /// Moves the code points of leads together, eight at a time, by a table.
    #[inline(always)]
    fn code_points(self, memory: &[u8], _: u32, leads: u64, into: &mut [u16; BYTES]) {
        let mut room = [0; utf8::WINDOW];
        let bytes = utf8::window(memory, &mut room);
        let mut next = 0;
        for part in [0, HALVES] {
            let mut leads = (leads >> part) as u32;
            // Texts of so many bytes come one after the other.
            if part > 0 && leads == 0 {
                return;
            }
            for points in utf8::points_at(bytes, part).as_chunks::<LANES>().0 {
                let kept = leads as u8;
                let room: &mut [u16; LANES] = (&mut into[next..next + LANES])
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
                leads >>= LANES;
            }
        }
    }
}

/// Symbols of sixteen bits in half a register.
const LANES: usize = 8;

/// For each mask of eight symbols, the indices of their bytes, moved together.
static MOVES: [[u8; 2 * LANES]; 256] = {
    let (mut moves, mut kept) = ([[0; 2 * LANES]; 256], 0);
    while kept < 256 {
        let (mut symbol, mut next) = (0, 0);
        while symbol < LANES {
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

impl HalfOps for Avx2 {
    type Halves = [__m256i; 2];
    /// The lower bytes of sixteen symbols, twice, and their upper ones.
    type Slots = [[__m256i; 2]; SLOTS / 16];

    /// Two loads.
    #[inline(always)]
    fn halves(self, symbols: &[u16; HALVES]) -> [__m256i; 2] {
        let low: *const __m256i = symbols[..HALVES / 2].as_ptr().cast();
        let high: *const __m256i = symbols[HALVES / 2..].as_ptr().cast();
        // SAFETY: `self` proves the instruction set; a half has as many bytes as a register.
        unsafe { [_mm256_loadu_si256(low), _mm256_loadu_si256(high)] }
    }

    #[inline(always)]
    fn splat_half(self, symbol: u16) -> [__m256i; 2] {
        // SAFETY: `self` proves the instruction set.
        unsafe { [_mm256_set1_epi16(symbol.cast_signed()); 2] }
    }

    #[inline(always)]
    fn less_one(self, symbols: [__m256i; 2]) -> [__m256i; 2] {
        // SAFETY: `self` proves the instruction set.
        unsafe {
            let one = _mm256_set1_epi16(1);
            [
                _mm256_sub_epi16(symbols[0], one),
                _mm256_sub_epi16(symbols[1], one),
            ]
        }
    }

    /// A comparison to symbols of ones, and a choice by their bytes.
    #[inline(always)]
    fn where_equal(
        self,
        symbols: [__m256i; 2],
        others: [__m256i; 2],
        new: [__m256i; 2],
        there: [__m256i; 2],
    ) -> [__m256i; 2] {
        // SAFETY: `self` proves the instruction set.
        unsafe {
            let low = _mm256_cmpeq_epi16(symbols[0], others[0]);
            let high = _mm256_cmpeq_epi16(symbols[1], others[1]);
            [
                _mm256_blendv_epi8(there[0], new[0], low),
                _mm256_blendv_epi8(there[1], new[1], high),
            ]
        }
    }

    /// Packs the two answers to bytes, whose highest bits are the mask.
    #[inline(always)]
    fn equal_halves(self, symbols: [__m256i; 2], others: [__m256i; 2]) -> u32 {
        // SAFETY: `self` proves the instruction set.
        unsafe {
            let low = _mm256_cmpeq_epi16(symbols[0], others[0]);
            let high = _mm256_cmpeq_epi16(symbols[1], others[1]);
            // Packed to bytes, the quarters stand in the order 0, 2, 1, 3.
            let bytes = _mm256_packs_epi16(low, high);
            let bytes = _mm256_permute4x64_epi64::<0b11_01_10_00>(bytes);
            _mm256_movemask_epi8(bytes).cast_unsigned()
        }
    }

    #[inline(always)]
    fn write_halves(self, symbols: [__m256i; 2], into: &mut [u16; HALVES]) {
        let (low, high) = into.split_at_mut(HALVES / 2);
        // SAFETY: `self` proves the instruction set; a half has as many bytes as a register.
        unsafe {
            _mm256_storeu_si256(low.as_mut_ptr().cast(), symbols[0]);
            _mm256_storeu_si256(high.as_mut_ptr().cast(), symbols[1]);
        }
    }

    /// A product, a shift and an addition for each register.
    #[inline(always)]
    fn slots(self, symbols: [__m256i; 2], multiplier: u16) -> [__m256i; 2] {
        // SAFETY: `self` proves the instruction set.
        unsafe {
            let multiplier = _mm256_set1_epi16(multiplier.cast_signed());
            let low = _mm256_mullo_epi16(symbols[0], multiplier);
            let high = _mm256_mullo_epi16(symbols[1], multiplier);
            let one = _mm256_set1_epi16(1);
            [
                _mm256_add_epi16(_mm256_srli_epi16::<{ SLOT_SHIFT as i32 }>(low), one),
                _mm256_add_epi16(_mm256_srli_epi16::<{ SLOT_SHIFT as i32 }>(high), one),
            ]
        }
    }

    /// Parts the table into lower and upper bytes, and repeats each sixteen of them in both halves of a register.
    #[inline(always)]
    fn slots_of(self, symbols: &[u16; SLOTS]) -> [[__m256i; 2]; SLOTS / 16] {
        // SAFETY: `self` proves the instruction set; sixteen symbols are as wide as a register.
        unsafe {
            let mut slots = [[_mm256_setzero_si256(); 2]; SLOTS / 16];
            for (slots, symbols) in slots.iter_mut().zip(symbols.as_chunks::<16>().0) {
                let symbols = _mm256_loadu_si256(symbols.as_ptr().cast());
                let lower = _mm256_and_si256(symbols, _mm256_set1_epi16(0xFF));
                let upper = _mm256_srli_epi16::<8>(symbols);
                // Packed to bytes, the quarters stand in the order 0, 2, 1, 3.
                let both = _mm256_packus_epi16(lower, upper);
                let both = _mm256_permute4x64_epi64::<0b11_01_10_00>(both);
                *slots = [
                    _mm256_permute2x128_si256::<0x00>(both, both),
                    _mm256_permute2x128_si256::<0x11>(both, both),
                ];
            }
            slots
        }
    }

    /// A shuffle looks bytes up among sixteen.
    #[inline(always)]
    fn look_up(self, slots: [[__m256i; 2]; SLOTS / 16], indices: [__m256i; 2]) -> [__m256i; 2] {
        // SAFETY: `self` proves the instruction set.
        unsafe {
            let indices = _mm256_packus_epi16(indices[0], indices[1]);
            let indices = _mm256_and_si256(indices, _mm256_set1_epi8(SLOTS as i8 - 1));
            let (mut lower, mut upper) = (_mm256_setzero_si256(), _mm256_setzero_si256());
            for (at, [lowers, uppers]) in slots.into_iter().enumerate() {
                // Places elsewhere have their highest bit set, for which a shuffle gives zero.
                let here = _mm256_sub_epi8(indices, _mm256_set1_epi8(16 * at as i8));
                let here = _mm256_adds_epu8(here, _mm256_set1_epi8(0x70));
                lower = _mm256_or_si256(lower, _mm256_shuffle_epi8(lowers, here));
                upper = _mm256_or_si256(upper, _mm256_shuffle_epi8(uppers, here));
            }
            // This takes back what packing did.
            [
                _mm256_unpacklo_epi8(lower, upper),
                _mm256_unpackhi_epi8(lower, upper),
            ]
        }
    }

    /// Packs the codes to bytes, and clears those from `there` on.
    #[inline(always)]
    fn write_codes(self, codes: [__m256i; 2], there: u16, into: &mut [u8; HALVES]) {
        // SAFETY: `self` proves the instruction set; the arrays are as wide as loads and stores.
        unsafe {
            // Packed to bytes, the quarters stand in the order 0, 2, 1, 3.
            let codes = _mm256_packus_epi16(codes[0], codes[1]);
            let codes = _mm256_permute4x64_epi64::<0b11_01_10_00>(codes);
            let indices = _mm256_loadu_si256(INDICES.as_ptr().cast());
            let there = _mm256_set1_epi8(there.min(HALVES as u16) as i8);
            let codes = _mm256_and_si256(codes, _mm256_cmpgt_epi8(there, indices));
            _mm256_storeu_si256(into.as_mut_ptr().cast(), codes);
        }
    }
}

impl LoadOps for Avx2 {
    #[inline(always)]
    fn read_inline<const WORDS: usize>(self, views: [&[u8; VIEW]; VIEWS]) -> Inline<WORDS> {
        inline_views::x86::by_avx2(self, views)
    }
}
