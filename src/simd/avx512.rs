//! The operations of AVX-512, in registers of 64 bytes.
//!
//! Five features beyond wider registers make most operations one or two instructions:
//!
//! - A comparison gives a mask, a bit for each byte, and most instructions take one.
//! - Loads under a mask read only its bytes.
//! - `vpternlog` is any function of three bits.
//! - `vpermb` and `vpermi2b` (VBMI) move any byte of one register, or of two, to any other.
//! - `vpcompress` (VBMI2) moves the bytes of a mask together.
//!
//! Longer routines have their files: `division.rs`, `inline_views.rs`, `gather_views.rs`,
//! `transpose_views.rs`, `small_word_lists.rs` and `utf8.rs`.

#![allow(unsafe_code, reason = "intrinsics of AVX-512")]

use std::arch::x86_64::*;
use std::ops::{BitAnd, BitOr, BitXor, Not};

use super::division;
use super::gather_views::{self, Located, Sources};
use super::inline_views::{self, Inline};
use super::layout::*;
use super::ops::{Bits, ByteOps, HalfOps, LaneOps, LoadOps, ShortText, by_intrinsic};
use super::scalar;
use super::small_word_lists::{self, Marks, Token, WORDS};
use super::tokens::Avx512;
use super::transpose_views;
use super::utf8::{self, Begins};

/// A register of [`Avx512`].
#[derive(Clone, Copy)]
pub struct Zmm(__m512i);

impl LaneOps for Avx512 {
    type Bits = Zmm;
    const WIDTH: usize = 8;

    #[inline(always)]
    fn splat(self, element: u64) -> Zmm {
        // SAFETY: `self` proves the instruction set.
        unsafe { Zmm(_mm512_set1_epi64(element.cast_signed())) }
    }

    #[inline(always)]
    fn load(self, plane: &Plane, group: usize) -> Zmm {
        let elements: &[u64; 8] = plane.0[group..group + 8]
            .try_into()
            .expect("the slice has the register's width");
        // SAFETY: `self` proves the instruction set; the array is as wide as the load.
        unsafe { Zmm(_mm512_loadu_si512(elements.as_ptr().cast())) }
    }

    /// One permutation of all 64 bytes.
    #[inline(always)]
    fn transpose_bytes(self, square: [u64; 8]) -> [u64; 8] {
        // SAFETY: `self` proves the instruction set; arrays and registers have the same size.
        unsafe {
            let indices = _mm512_loadu_si512(TRANSPOSED.as_ptr().cast());
            let square = _mm512_loadu_si512(square.as_ptr().cast());
            std::mem::transmute(_mm512_permutexvar_epi8(indices, square))
        }
    }

    #[inline(always)]
    fn translate(self, table: &[u8; SYMBOLS], symbols: &mut Plane, mask: &Plane) {
        transpose_views::avx512::translate(self, table, symbols, mask);
    }

    #[inline(always)]
    fn ratios<const LONGEST: usize>(
        self,
        dividends: [u32; EIGHT],
        divisors: [u32; EIGHT],
    ) -> [f64; EIGHT] {
        if LONGEST > division::avx512::LARGEST {
            return scalar::ratios(dividends, divisors);
        }
        division::avx512::ratios::<LONGEST>(self, dividends, divisors)
    }

    #[inline(always)]
    fn thirds(self, numbers: [f64; EIGHT]) -> [f64; EIGHT] {
        division::avx512::thirds(self, numbers)
    }
}

/// Where each byte of a transposed square of eight by eight bytes comes from.
const TRANSPOSED: [u8; 64] = {
    let mut indices = [0; 64];
    let mut at = 0;
    while at < 64 {
        indices[at] = (at % 8 * 8 + at / 8) as u8;
        at += 1;
    }
    indices
};

/// A method of three registers that is one instruction: the eight bits of a table say what becomes of three bits.
macro_rules! by_table {
    ($($method:ident $table:literal)*) => {$(
        #[inline(always)]
        fn $method(self, second: Self, third: Self) -> Self {
            // SAFETY: `self` was made from the token of the instruction set.
            unsafe { Self(_mm512_ternarylogic_epi64::<$table>(self.0, second.0, third.0)) }
        }
    )*};
}

impl Bits for Zmm {
    #[inline(always)]
    fn shift_left(self, by: u32) -> Self {
        // SAFETY: `self` was made from the token of the instruction set.
        unsafe {
            Self(_mm512_sll_epi64(
                self.0,
                _mm_cvtsi32_si128(by.cast_signed()),
            ))
        }
    }

    #[inline(always)]
    fn shift_right(self, by: u32) -> Self {
        // SAFETY: `self` was made from the token of the instruction set.
        unsafe {
            Self(_mm512_srl_epi64(
                self.0,
                _mm_cvtsi32_si128(by.cast_signed()),
            ))
        }
    }

    by_intrinsic!(
        max_bytes _mm512_max_epu8
        min_bytes _mm512_min_epu8
        add_bytes _mm512_add_epi8
        multiply_shorts _mm512_mullo_epi16
    );

    /// A comparison to a mask of 64 bits, which becomes bytes again.
    #[inline(always)]
    fn equal_bytes(self, other: Self) -> Self {
        // SAFETY: `self` was made from the token of the instruction set.
        unsafe { Self(_mm512_movm_epi8(_mm512_cmpeq_epi8_mask(self.0, other.0))) }
    }

    /// A comparison to a mask of 32 bits, which becomes 16-bit numbers again.
    #[inline(always)]
    fn greater_shorts(self, other: Self) -> Self {
        // SAFETY: `self` was made from the token of the instruction set.
        unsafe { Self(_mm512_movm_epi16(_mm512_cmpgt_epi16_mask(self.0, other.0))) }
    }

    #[inline(always)]
    fn store(self, plane: &mut Plane, group: usize) {
        let elements: &mut [u64; 8] = (&mut plane.0[group..group + 8])
            .try_into()
            .expect("the slice has the register's width");
        // SAFETY: `self` was made from the token of the instruction set; the array is as wide as the store.
        unsafe { _mm512_storeu_si512(elements.as_mut_ptr().cast(), self.0) }
    }

    by_table!(
        or3 0b1111_1110
        or_but 0b1111_0100
        or_neither 0b1111_0001
        or_not_but 0b0101_0001
        either_but 0b0101_0100
        and_neither 0b0001_0000
        flip_but 0b1011_0100
        differ_but 0b0001_0100
        sum3 0b1001_0110
        carry3 0b1110_1000
        or_else 0b1110_0010
    );

    /// A comparison without signs, which AVX2 lacks.
    #[inline(always)]
    fn above_bytes(self, other: Self) -> Self {
        // SAFETY: `self` was made from the token of the instruction set.
        unsafe { Self(_mm512_movm_epi8(_mm512_cmpgt_epu8_mask(self.0, other.0))) }
    }

    /// An addition under a mask, into a register of ones.
    #[inline(always)]
    fn twice_under(self, mask: Self) -> Self {
        // SAFETY: `self` was made from the token of the instruction set.
        unsafe {
            let ones = _mm512_set1_epi8(-1);
            let mask = _mm512_movepi8_mask(mask.0);
            Self(_mm512_mask_add_epi8(ones, mask, self.0, self.0))
        }
    }

    /// Subtracts `ones`, a register: the compiler would turn a constant into an addition of the mask, which takes an
    /// instruction more.
    #[inline(always)]
    fn less_where_at_least(self, ones: Self, this: Self, other: Self) -> Self {
        // SAFETY: `self` was made from the token of the instruction set.
        unsafe {
            let mask = _mm512_cmpge_epu8_mask(this.0, other.0);
            Self(_mm512_mask_sub_epi8(self.0, mask, self.0, ones.0))
        }
    }

    /// A minimum under the mask of the bytes that differ; the second answer is the other of two bytes, so the
    /// exclusive or of all three.
    #[inline(always)]
    fn comb_bytes(self, down: Self, one: Self, other: Self) -> (Self, Self) {
        // SAFETY: `self` was made from the token of the instruction set.
        let first = unsafe {
            let differ = _mm512_cmpneq_epi8_mask(one.0, other.0);
            Self(_mm512_mask_min_epu8(down.0, differ, self.0, down.0))
        };
        (first, first.sum3(self, down))
    }

    /// Two shifts and two choices, each of which is one instruction here.
    #[inline(always)]
    fn cross(self, lower: Self, mask: Self, by: u32) -> (Self, Self) {
        (
            self.or_else(mask, lower.shift_left(by)),
            self.shift_right(by).or_else(mask, lower),
        )
    }

    /// Shuffles bytes under the mask. That replaces a shift, which one port fewer can do, and a choice.
    #[inline(always)]
    fn cross_bytes(self, lower: Self, mask: Self, by: u32) -> (Self, Self) {
        // SAFETY: `self` was made from the token of the instruction set.
        let crossed = unsafe {
            let indices = _mm512_set4_epi32(0x0F0E_0D0C, 0x0B0A_0908, 0x0706_0504, 0x0302_0100);
            let indices = _mm512_add_epi8(indices, _mm512_set1_epi8((by / 8) as i8));
            let mask = _mm512_movepi8_mask(mask.0);
            Self(_mm512_mask_shuffle_epi8(lower.0, mask, self.0, indices))
        };
        (self.or_else(mask, lower.shift_left(by)), crossed)
    }
}

impl BitAnd for Zmm {
    type Output = Self;
    by_intrinsic!(bitand _mm512_and_si512);
}

impl BitOr for Zmm {
    type Output = Self;
    by_intrinsic!(bitor _mm512_or_si512);
}

impl BitXor for Zmm {
    type Output = Self;
    by_intrinsic!(bitxor _mm512_xor_si512);
}

impl Not for Zmm {
    type Output = Self;

    #[inline(always)]
    fn not(self) -> Self {
        // SAFETY: `self` was made from the token of the instruction set.
        unsafe { Self(_mm512_xor_si512(self.0, _mm512_set1_epi64(-1))) }
    }
}

impl ByteOps for Avx512 {
    type Bytes = __m512i;
    type Short = Codes;
    type Words = small_word_lists::avx512::Eight;
    const IS_WIDE: bool = true;
    const LISTS_INDICES: bool = true;
    const LONGEST: u32 = BYTES as u32;

    /// A load under a mask reads no byte behind the sequence.
    #[inline(always)]
    fn bytes(self, sequence: &[u8]) -> __m512i {
        let missing = BYTES.saturating_sub(sequence.len()) as u32;
        let mask = u64::MAX.unbounded_shr(missing);
        // SAFETY: `self` proves the instruction set; only bytes of the sequence are read.
        unsafe { _mm512_maskz_loadu_epi8(mask, sequence.as_ptr().cast()) }
    }

    /// One permutation, by the indices from 63 to 0.
    #[inline(always)]
    fn backwards(self, bytes: __m512i) -> __m512i {
        // SAFETY: `self` proves the instruction set; the array is as wide as the load.
        unsafe {
            let indices = _mm512_loadu_si512(INDICES.as_ptr().cast());
            let last = _mm512_set1_epi8(BYTES as i8 - 1);
            _mm512_permutexvar_epi8(_mm512_sub_epi8(last, indices), bytes)
        }
    }

    /// Moves those of the indices 0 to 63 together that are under the mask.
    #[inline(always)]
    fn indices(self, bits: u64) -> [u8; BYTES] {
        let mut together = [0; BYTES];
        // SAFETY: `self` proves the instruction set; the arrays are as wide as a register.
        unsafe {
            let indices = _mm512_maskz_compress_epi8(bits, self.bytes(&INDICES));
            _mm512_storeu_si512(together.as_mut_ptr().cast(), indices);
        }
        together
    }

    /// The answer of a comparison is the mask.
    #[inline(always)]
    fn equal(self, bytes: __m512i, byte: u8) -> u64 {
        // SAFETY: `self` proves the instruction set.
        unsafe { _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(byte.cast_signed())) }
    }

    /// One comparison for both ends: without signs, `byte - first <= last - first`.
    #[inline(always)]
    fn within(self, bytes: __m512i, first: u8, last: u8) -> u64 {
        // SAFETY: `self` proves the instruction set.
        unsafe {
            let above = _mm512_sub_epi8(bytes, _mm512_set1_epi8(first.cast_signed()));
            let span = _mm512_set1_epi8(last.wrapping_sub(first).cast_signed());
            _mm512_cmple_epu8_mask(above, span)
        }
    }

    /// Two comparisons of eight words each.
    #[inline(always)]
    fn equal_words(self, words: &[u64; SIXTEEN], word: u64) -> u64 {
        let (low, high) = (&raw const words[..8], &raw const words[8..]);
        // SAFETY: `self` proves the instruction set; half of the words fill a register.
        let (low, high) = unsafe {
            let word = _mm512_set1_epi64(word.cast_signed());
            (
                _mm512_cmpeq_epi64_mask(_mm512_loadu_si512(low.cast()), word),
                _mm512_cmpeq_epi64_mask(_mm512_loadu_si512(high.cast()), word),
            )
        };
        u64::from(low) | u64::from(high) << 8
    }

    /// Two comparisons of eight words each, and the number of bits in their masks.
    #[inline(always)]
    fn smaller_words(self, words: &[u64; SIXTEEN], word: u64) -> u32 {
        let (low, high) = (&raw const words[..8], &raw const words[8..]);
        // SAFETY: `self` proves the instruction set; half of the words fill a register.
        let (low, high) = unsafe {
            let word = _mm512_set1_epi64(word.cast_signed());
            (
                _mm512_cmplt_epu64_mask(_mm512_loadu_si512(low.cast()), word),
                _mm512_cmplt_epu64_mask(_mm512_loadu_si512(high.cast()), word),
            )
        };
        (u32::from(low) | u32::from(high) << 8).count_ones()
    }

    /// Moves the indices of the bytes together that are equal.
    #[inline(always)]
    fn indices_of(self, byte: u8, bytes: &[u8; SIXTEEN], first: u32) -> ([u32; SIXTEEN], usize) {
        // SAFETY: `self` proves the instruction set; arrays and registers have the same size.
        unsafe {
            let bytes = _mm_loadu_si128(bytes.as_ptr().cast());
            let equal = _mm_cmpeq_epi8_mask(bytes, _mm_set1_epi8(byte.cast_signed()));
            let counted = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
            let indices = _mm512_add_epi32(counted, _mm512_set1_epi32(first.cast_signed()));
            let found = _mm512_maskz_compress_epi32(equal, indices);
            (
                std::mem::transmute::<__m512i, [u32; SIXTEEN]>(found),
                equal.count_ones() as usize,
            )
        }
    }

    /// Loads the first bytes under a mask.
    #[inline(always)]
    fn beginning(self, memory: &[u8], len: u32) -> Codes {
        let bytes = &memory[..len as usize];
        let missing = Self::LONGEST.saturating_sub(len);
        masked_codes(self, bytes.as_ptr(), u64::MAX.unbounded_shr(missing))
    }

    /// Loads 64 bytes that end with the text. Under the mask nothing before the text is read.
    #[inline(always)]
    fn ending(self, memory: &[u8], len: u32) -> Codes {
        let bytes = &memory[..len as usize];
        let missing = Self::LONGEST.saturating_sub(len);
        let start = bytes
            .as_ptr()
            .wrapping_add(bytes.len())
            .wrapping_sub(Self::LONGEST as usize);
        masked_codes(self, start, u64::MAX.unbounded_shl(missing))
    }

    #[inline(always)]
    fn begins(self, memory: &[u8], len: u32) -> Begins {
        utf8::avx512::begins(self, self.bytes(&memory[..len as usize]), len)
    }

    #[inline(always)]
    fn code_points(self, memory: &[u8], len: u32, leads: u64, into: &mut [u16; BYTES]) {
        utf8::avx512::code_points(self, self.bytes(&memory[..len as usize]), leads, into);
    }

    #[inline(always)]
    fn split(
        self,
        part: __m512i,
        marks: Marks,
        numbers: (usize, usize),
        into: (&mut [Token; 2 * WORDS], &mut [u64; 2 * WORDS]),
    ) -> bool {
        small_word_lists::avx512::split(self, part, marks, numbers, into)
    }

    #[inline(always)]
    fn words(self, texts: [__m512i; 2], marks: [Marks; 2]) -> Option<Self::Words> {
        Some(small_word_lists::avx512::words(self, texts, marks))
    }
}

/// The codes of up to 64 bytes, and bits that are beyond seven in a byte or its code.
#[derive(Clone, Copy)]
pub struct Codes(__m512i, __m512i);

/// The bytes under the mask, the first of which stands at `start`.
#[inline(always)]
fn masked_codes(_: Avx512, start: *const u8, mask: u64) -> Codes {
    // SAFETY: the first argument proves the instruction set; callers see to what the mask allows.
    unsafe {
        let bytes = _mm512_maskz_loadu_epi8(mask, start.cast());
        let codes = _mm512_maskz_add_epi8(mask, bytes, _mm512_set1_epi8(1));
        Codes(codes, _mm512_or_si512(bytes, codes))
    }
}

impl Codes {
    /// A mask of the codes that differ.
    #[inline(always)]
    fn differ(self, other: Self) -> u64 {
        // SAFETY: `self` was made from the token of the instruction set.
        unsafe { _mm512_cmpneq_epi8_mask(self.0, other.0) }
    }
}

impl ShortText for Codes {
    #[inline(always)]
    fn are_codes(self, other: Self) -> bool {
        // SAFETY: `self` was made from the token of the instruction set.
        unsafe { _mm512_movepi8_mask(_mm512_or_si512(self.1, other.1)) == 0 }
    }

    #[inline(always)]
    fn equal_first(self, other: Self) -> u32 {
        self.differ(other).trailing_zeros()
    }

    #[inline(always)]
    fn equal_last(self, other: Self) -> u32 {
        self.differ(other).leading_zeros()
    }

    #[inline(always)]
    fn differing(self, other: Self) -> u32 {
        self.differ(other).count_ones()
    }

    #[inline(always)]
    fn continuations(self) -> u64 {
        // SAFETY: `self` was made from the token of the instruction set.
        unsafe {
            let from_first = _mm512_sub_epi8(self.0, _mm512_set1_epi8(0x81_u8.cast_signed()));
            _mm512_cmplt_epu8_mask(from_first, _mm512_set1_epi8(0x40))
        }
    }
}

impl HalfOps for Avx512 {
    type Halves = __m512i;
    type Slots = [__m512i; 2];

    /// One load.
    #[inline(always)]
    fn halves(self, symbols: &[u16; HALVES]) -> __m512i {
        // SAFETY: `self` proves the instruction set; the array is as wide as the load.
        unsafe { _mm512_loadu_si512(symbols.as_ptr().cast()) }
    }

    #[inline(always)]
    fn splat_half(self, symbol: u16) -> __m512i {
        // SAFETY: `self` proves the instruction set.
        unsafe { _mm512_set1_epi16(symbol.cast_signed()) }
    }

    #[inline(always)]
    fn less_one(self, symbols: __m512i) -> __m512i {
        // SAFETY: `self` proves the instruction set.
        unsafe { _mm512_sub_epi16(symbols, _mm512_set1_epi16(1)) }
    }

    /// A comparison to a mask, and a move under it.
    #[inline(always)]
    fn where_equal(
        self,
        symbols: __m512i,
        others: __m512i,
        new: __m512i,
        there: __m512i,
    ) -> __m512i {
        // SAFETY: `self` proves the instruction set.
        unsafe {
            let equal = _mm512_cmpeq_epi16_mask(symbols, others);
            _mm512_mask_mov_epi16(there, equal, new)
        }
    }

    #[inline(always)]
    fn equal_halves(self, symbols: __m512i, others: __m512i) -> u32 {
        // SAFETY: `self` proves the instruction set.
        unsafe { _mm512_cmpeq_epi16_mask(symbols, others) }
    }

    #[inline(always)]
    fn write_halves(self, symbols: __m512i, into: &mut [u16; HALVES]) {
        // SAFETY: `self` proves the instruction set; the array is as wide as the store.
        unsafe { _mm512_storeu_si512(into.as_mut_ptr().cast(), symbols) }
    }

    /// One instruction moves the symbols of a mask together.
    #[inline(always)]
    fn compress(self, symbols: &[u16; HALVES], kept: u32, into: &mut [u16; HALVES]) {
        // SAFETY: `self` proves the instruction set.
        let compressed = unsafe { _mm512_maskz_compress_epi16(kept, self.halves(symbols)) };
        self.write_halves(compressed, into);
    }

    #[inline(always)]
    fn slots(self, symbols: __m512i, multiplier: u16) -> __m512i {
        // SAFETY: `self` proves the instruction set.
        unsafe {
            let products = _mm512_mullo_epi16(symbols, _mm512_set1_epi16(multiplier.cast_signed()));
            let slots = _mm512_srli_epi16::<SLOT_SHIFT>(products);
            _mm512_add_epi16(slots, _mm512_set1_epi16(1))
        }
    }

    /// A table fills two registers.
    #[inline(always)]
    fn slots_of(self, symbols: &[u16; SLOTS]) -> [__m512i; 2] {
        let (low, high) = symbols.split_at(HALVES);
        // SAFETY: `self` proves the instruction set; halves of the array are as wide as a load.
        unsafe {
            [
                _mm512_loadu_si512(low.as_ptr().cast()),
                _mm512_loadu_si512(high.as_ptr().cast()),
            ]
        }
    }

    /// One permutation looks 32 symbols up in two registers.
    #[inline(always)]
    fn look_up(self, [low, high]: [__m512i; 2], indices: __m512i) -> __m512i {
        // SAFETY: `self` proves the instruction set.
        unsafe { _mm512_permutex2var_epi16(low, indices, high) }
    }

    /// Narrows the codes to bytes under a mask, which leaves zeros.
    #[inline(always)]
    fn write_codes(self, codes: __m512i, there: u16, into: &mut [u8; HALVES]) {
        // SAFETY: `self` proves the instruction set; the array is as wide as the store.
        unsafe {
            let there = _bzhi_u32(u32::MAX, there.min(HALVES as u16).into());
            let codes = _mm512_maskz_cvtepi16_epi8(there, codes);
            _mm256_storeu_si256(into.as_mut_ptr().cast(), codes);
        }
    }
}

/// Bytes of the widest register.
const WIDE: usize = 64;

/// The way of a part of a sequence, `here` bytes and zeros, through a register of one width.
macro_rules! through {
    ($name:ident, $words:literal, $mask:ty, $load:ident, $add:ident, $ones:ident, $high:ident) => {
        #[inline(always)]
        fn $name(_: Avx512, bytes: &[u8], here: u32, codes: &mut [u64]) -> u64 {
            // SAFETY: the first argument proves the instruction set; of the bytes those under the
            // mask are read, which are there; a register has the size of the array.
            unsafe {
                let mask = _bzhi_u64(u64::MAX, here.min(bytes.len() as u32)) as $mask;
                let bytes = $load(mask, bytes.as_ptr().cast());
                let some = $add(mask, bytes, $ones(1));
                let words: [u64; $words] = std::mem::transmute(some);
                codes.copy_from_slice(&words[..codes.len()]);
                u64::from($high(some))
            }
        }
    };
}

through!(
    narrow,
    2,
    u16,
    _mm_maskz_loadu_epi8,
    _mm_maskz_adds_epu8,
    _mm_set1_epi8,
    _mm_movepi8_mask
);
through!(
    medium,
    4,
    u32,
    _mm256_maskz_loadu_epi8,
    _mm256_maskz_adds_epu8,
    _mm256_set1_epi8,
    _mm256_movepi8_mask
);
through!(
    wide,
    8,
    u64,
    _mm512_maskz_loadu_epi8,
    _mm512_maskz_adds_epu8,
    _mm512_set1_epi8,
    _mm512_movepi8_mask
);

impl LoadOps for Avx512 {
    const LOCATES: bool = true;
    const TRANSPOSES: bool = true;

    /// Loads take a mask, so nothing behind the sequence is read, and it takes no more instructions
    /// for eight words than for one.
    #[inline(always)]
    fn codes<const WORDS: usize>(self, memory: &[u8], len: u32) -> ([u64; WORDS], u64) {
        let sequence = &memory[..len as usize];
        let (mut codes, mut high) = ([0; WORDS], 0);
        for (part, codes) in codes.chunks_mut(WIDE / WORD).enumerate() {
            let start = part * WIDE;
            let here = len.saturating_sub(start as u32);
            // A load of nothing is slow too where there is no memory, so it is of the beginning.
            let bytes = &sequence[if here > 0 { start } else { 0 }..];
            high |= match codes.len() {
                1..=2 => narrow(self, bytes, here, codes),
                3..=4 => medium(self, bytes, here, codes),
                _ => wide(self, bytes, here, codes),
            };
        }
        (codes, high)
    }

    #[inline(always)]
    fn read_inline<const WORDS: usize>(self, views: [&[u8; VIEW]; VIEWS]) -> Inline<WORDS> {
        inline_views::x86::by_avx512(self, views)
    }

    /// One comparison of sixteen lengths.
    #[inline(always)]
    fn longer(self, lengths: &[u32; VIEWS], than: u32) -> u16 {
        // SAFETY: `self` proves the instruction set; the array has the size of the register.
        unsafe {
            let lengths = _mm512_loadu_si512(lengths.as_ptr().cast());
            _mm512_cmpgt_epu32_mask(lengths, _mm512_set1_epi32(than.cast_signed()))
        }
    }

    #[inline(always)]
    fn locate<'a, const WORDS: usize>(
        self,
        sources: &Sources<'a>,
        first: usize,
        rows: &[u32; VIEWS],
    ) -> Located<'a, WORDS> {
        gather_views::avx512::locate(self, sources, first, rows)
    }

    #[inline(always)]
    fn locate_in_order<'a, const WORDS: usize>(
        self,
        sources: &Sources<'a>,
        first: usize,
    ) -> Located<'a, WORDS> {
        gather_views::avx512::locate_in_order(self, sources, first)
    }

    #[inline(always)]
    fn read<const WORDS: usize, const ROOM: usize>(
        self,
        located: &Located<'_, WORDS>,
        words: &mut [[u64; ROOM]; WORDS],
        pair: usize,
    ) -> u16 {
        gather_views::avx512::read(self, located, words, pair)
    }

    #[inline(always)]
    fn transpose_views(
        self,
        views: &[[u8; VIEW]; BYTES],
        columns: &mut [Plane; MAX_INLINE as usize],
        lengths: &mut Plane,
    ) {
        transpose_views::avx512::transpose(self, views, columns, lengths);
    }

    #[inline(always)]
    fn in_rows(self, bytes: &Plane) -> [u8; BYTES] {
        transpose_views::avx512::in_rows(self, bytes)
    }
}
