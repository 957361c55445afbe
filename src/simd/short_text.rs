//! A short sequence in a register, beside another one.

use super::symbol_codes::masked;

/// What an instruction set does with sequences that a register holds. They are compared as codes, bytes
/// plus one, so that nothing equals what is past an end; whether bytes have codes is asked of both.
pub trait Shortwise: Copy {
    /// A sequence.
    type Short: Copy;
    /// The most bytes there is room for.
    const LONGEST: u32;

    /// The first `len` bytes of `memory`, of which no more are taken than there is room for. What is
    /// behind them in the memory may be read as well.
    fn beginning(self, memory: &[u8], len: u32) -> Self::Short;
    /// The last ones of the first `len` bytes, the last one in the last place.
    fn ending(self, memory: &[u8], len: u32) -> Self::Short;
    /// Whether both consist of ASCII up to `~`.
    fn are_codes(self, one: Self::Short, other: Self::Short) -> bool;
    /// How many of the first places are equal, those past both ends included.
    fn equal_first(self, one: Self::Short, other: Self::Short) -> u32;
    /// How many of the last places are equal.
    fn equal_last(self, one: Self::Short, other: Self::Short) -> u32;
    /// How many places differ.
    fn differing(self, one: Self::Short, other: Self::Short) -> u32;
    /// Which places have a byte that goes on with a code point of UTF-8, the first one at the lowest bit.
    fn continuations(self, one: Self::Short) -> u64;
}

/// The codes of up to sixteen bytes, and zero if these have codes.
#[derive(Clone, Copy)]
pub struct Number(u128, u64);

/// For instruction sets without loads under a mask: all in one number.
macro_rules! as_a_number {
    ($isa:ty) => {
        impl Shortwise for $isa {
            type Short = Number;
            const LONGEST: u32 = 16;

            #[inline(always)]
            fn beginning(self, memory: &[u8], len: u32) -> Number {
                let ([low, high], rest) = masked(memory, len);
                Number(u128::from(high) << u64::BITS | u128::from(low), rest)
            }

            #[inline(always)]
            fn ending(self, memory: &[u8], len: u32) -> Number {
                let before = len.saturating_sub(Self::LONGEST);
                let last = &memory[before as usize..];
                let Number(codes, rest) = self.beginning(last, len - before);
                let missing = Self::LONGEST.saturating_sub(len);
                Number(codes.unbounded_shl(8 * missing), rest)
            }

            #[inline(always)]
            fn are_codes(self, one: Number, other: Number) -> bool {
                one.1 | other.1 == 0
            }

            #[inline(always)]
            fn equal_first(self, one: Number, other: Number) -> u32 {
                (one.0 ^ other.0).trailing_zeros() / 8
            }

            #[inline(always)]
            fn equal_last(self, one: Number, other: Number) -> u32 {
                (one.0 ^ other.0).leading_zeros() / 8
            }

            #[inline(always)]
            fn differing(self, one: Number, other: Number) -> u32 {
                const ONES: u64 = 0x0101_0101_0101_0101;
                let differ = one.0 ^ other.0;
                // Codes have seven bits, so a sum with 127 reaches the eighth where a byte is not zero.
                let places = |differ: u128| (differ as u64).wrapping_add(ONES * 0x7F) >> 7 & ONES;
                let places = places(differ) + places(differ >> u64::BITS);
                (places.wrapping_mul(ONES) >> (u64::BITS - 8)) as u32
            }

            #[inline(always)]
            fn continuations(self, one: Number) -> u64 {
                let goes_on = |code: u8| u64::from((0x81..=0xC0).contains(&code));
                let codes = (0..).zip(one.0.to_le_bytes());
                codes.fold(0, |places, (at, code)| places | goes_on(code) << at)
            }
        }
    };
}

as_a_number!(super::Portable);
#[cfg(target_arch = "x86_64")]
as_a_number!(super::Avx2);

#[cfg(target_arch = "x86_64")]
mod x86 {
    use std::arch::x86_64::*;

    use super::Shortwise;
    use crate::simd::Avx512;

    /// The codes of up to 64 bytes, and bits that are beyond seven in a byte or its code.
    #[derive(Clone, Copy)]
    pub struct Codes(__m512i, __m512i);

    /// The bytes under the mask, the first of which stands at `start`.
    #[inline(always)]
    fn codes(_: Avx512, start: *const u8, mask: u64) -> Codes {
        // SAFETY: the first argument proves the instruction set; callers see to what the mask allows.
        unsafe {
            let bytes = _mm512_maskz_loadu_epi8(mask, start.cast());
            let codes = _mm512_maskz_add_epi8(mask, bytes, _mm512_set1_epi8(1));
            Codes(codes, _mm512_or_si512(bytes, codes))
        }
    }

    /// The places that differ.
    #[inline(always)]
    fn differ(_: Avx512, one: Codes, other: Codes) -> u64 {
        // SAFETY: the first argument proves the instruction set.
        unsafe { _mm512_cmpneq_epi8_mask(one.0, other.0) }
    }

    impl Shortwise for Avx512 {
        type Short = Codes;
        const LONGEST: u32 = 64;

        #[inline(always)]
        fn beginning(self, memory: &[u8], len: u32) -> Codes {
            let bytes = &memory[..len as usize];
            let missing = Self::LONGEST.saturating_sub(len);
            codes(self, bytes.as_ptr(), u64::MAX.unbounded_shr(missing))
        }

        #[inline(always)]
        fn ending(self, memory: &[u8], len: u32) -> Codes {
            let bytes = &memory[..len as usize];
            let missing = Self::LONGEST.saturating_sub(len);
            let start = bytes
                .as_ptr()
                .wrapping_add(bytes.len())
                .wrapping_sub(Self::LONGEST as usize);
            codes(self, start, u64::MAX.unbounded_shl(missing))
        }

        #[inline(always)]
        fn are_codes(self, one: Codes, other: Codes) -> bool {
            // SAFETY: `self` proves the instruction set.
            unsafe { _mm512_movepi8_mask(_mm512_or_si512(one.1, other.1)) == 0 }
        }

        #[inline(always)]
        fn equal_first(self, one: Codes, other: Codes) -> u32 {
            differ(self, one, other).trailing_zeros()
        }

        #[inline(always)]
        fn equal_last(self, one: Codes, other: Codes) -> u32 {
            differ(self, one, other).leading_zeros()
        }

        #[inline(always)]
        fn differing(self, one: Codes, other: Codes) -> u32 {
            differ(self, one, other).count_ones()
        }

        #[inline(always)]
        fn continuations(self, one: Codes) -> u64 {
            // SAFETY: `self` proves the instruction set.
            unsafe {
                let from_first = _mm512_sub_epi8(one.0, _mm512_set1_epi8(0x81_u8.cast_signed()));
                _mm512_cmplt_epu8_mask(from_first, _mm512_set1_epi8(0x40))
            }
        }
    }
}
