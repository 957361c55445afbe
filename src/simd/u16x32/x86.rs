//! The same in the registers of x86-64.

use std::arch::x86_64::*;

use super::{HALVES, Halfwise, SLOT_SHIFT, SLOTS};
use crate::simd::byte_search::PLACES;
use crate::simd::{Avx2, Avx512};

impl Halfwise for Avx512 {
    type Halves = __m512i;
    type Slots = [__m512i; 2];

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

    #[inline(always)]
    fn look_up(self, [low, high]: [__m512i; 2], places: __m512i) -> __m512i {
        // SAFETY: `self` proves the instruction set.
        unsafe { _mm512_permutex2var_epi16(low, places, high) }
    }

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

impl Halfwise for Avx2 {
    type Halves = [__m256i; 2];
    /// The lower bytes of sixteen symbols, twice, and their upper ones.
    type Slots = [[__m256i; 2]; SLOTS / 16];

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
    fn look_up(self, slots: [[__m256i; 2]; SLOTS / 16], places: [__m256i; 2]) -> [__m256i; 2] {
        // SAFETY: `self` proves the instruction set.
        unsafe {
            let places = _mm256_packus_epi16(places[0], places[1]);
            let places = _mm256_and_si256(places, _mm256_set1_epi8(SLOTS as i8 - 1));
            let (mut lower, mut upper) = (_mm256_setzero_si256(), _mm256_setzero_si256());
            for (at, [lowers, uppers]) in slots.into_iter().enumerate() {
                // Places elsewhere have their highest bit set, for which a shuffle gives zero.
                let here = _mm256_sub_epi8(places, _mm256_set1_epi8(16 * at as i8));
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

    #[inline(always)]
    fn write_codes(self, codes: [__m256i; 2], there: u16, into: &mut [u8; HALVES]) {
        // SAFETY: `self` proves the instruction set; the arrays are as wide as loads and stores.
        unsafe {
            // Packed to bytes, the quarters stand in the order 0, 2, 1, 3.
            let codes = _mm256_packus_epi16(codes[0], codes[1]);
            let codes = _mm256_permute4x64_epi64::<0b11_01_10_00>(codes);
            let places = _mm256_loadu_si256(PLACES.as_ptr().cast());
            let there = _mm256_set1_epi8(there.min(HALVES as u16) as i8);
            let codes = _mm256_and_si256(codes, _mm256_cmpgt_epi8(there, places));
            _mm256_storeu_si256(into.as_mut_ptr().cast(), codes);
        }
    }
}
