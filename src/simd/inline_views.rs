//! The inline sequences of sixteen views, as codes, without a loop over rows.
//!
//! ```text
//! view     | length 3 | r o w · · · · · · · · · |       bytes behind the end have no meaning
//! index    | behind   | 0 1 2 3 4 5 6 7 8 9 A B |
//! codes    | 0        | s p x 0 0 0 0 0 0 0 0 0 |       index < length ? byte + 1 : 0
//! words    |          | first word      | second, and four zeros
//! ```
//!
//! The indices of the length's own bytes are larger than any length, so that they become zeros. Codes of several
//! views are then put side by side, first words and second words.

use super::layout::{HIGH, MAX_INLINE, VIEW, VIEWS, WORD};

/// Sixteen views, read as codes of inline sequences of up to `WORDS` words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Inline<const WORDS: usize> {
    /// The bytes plus one, the first one lowest, then zeros: the first words, then the second ones, and so on.
    pub codes: [[u64; VIEWS]; WORDS],
    /// The number of bytes.
    pub lengths: [u32; VIEWS],
    /// A mask of the sequences that are not inline, or have more words; the first one is the lowest bit. Their
    /// codes have no meaning.
    pub long: u16,
    /// A mask of the other sequences that are not ASCII up to `~`. One of their codes has its high bit.
    pub high: u16,
}

impl<const WORDS: usize> Inline<WORDS> {
    // A constant: a call of `default` could stay a call inside a shell.
    pub(super) const EMPTY: Self = Self {
        codes: [[0; VIEWS]; WORDS],
        lengths: [0; VIEWS],
        long: 0,
        high: 0,
    };
    /// The most bytes that are read from a view.
    pub(super) const LONGEST: u32 = if WORDS == 1 { WORD as u32 } else { MAX_INLINE };
}

/// [`LoadOps::read_inline`](super::ops::LoadOps::read_inline), view by view.
#[inline(always)]
pub(super) fn read<const WORDS: usize>(views: [&[u8; VIEW]; VIEWS]) -> Inline<WORDS> {
    let mut inline = Inline::EMPTY;
    for (at, view) in views.into_iter().enumerate() {
        let (length, codes) = codes_of(view);
        let mut high = 0;
        for (word, codes) in inline.codes.iter_mut().zip(codes) {
            word[at] = codes;
            high |= codes & HIGH;
        }
        inline.lengths[at] = length;
        inline.long |= u16::from(length > Inline::<WORDS>::LONGEST) << at;
        inline.high |= u16::from(high != 0) << at;
    }
    inline.high &= !inline.long;
    inline
}

/// The length of a view's sequence, and the codes of its first twelve bytes. They have a meaning if it is inline.
#[inline(always)]
fn codes_of(view: &[u8; VIEW]) -> (u32, [u64; 2]) {
    let view = u128::from_le_bytes(*view);
    let (length, mut symbols) = ((view as u32).to_le(), view >> u32::BITS);
    let mut rest = length;
    let mut codes = [0; 2];
    for codes in &mut codes {
        let ones = (u64::MAX / 0xFF).unbounded_shr(u64::BITS.saturating_sub(8 * rest.min(8)));
        let word = symbols as u64 & (ones * 0xFF);
        *codes = word.wrapping_add(ones) | word & HIGH;
        symbols >>= u64::BITS;
        rest = rest.saturating_sub(WORD as u32);
    }
    (length, codes)
}

/// The routines of x86-64.
#[cfg(target_arch = "x86_64")]
#[allow(unsafe_code, reason = "intrinsics")]
pub(super) mod x86 {
    use std::arch::x86_64::*;

    use super::{HIGH, Inline, VIEW, VIEWS};
    use crate::simd::tokens::{Avx2, Avx512};

    /// The index of each byte of a view in its sequence. The bytes of the length get an index behind any.
    const VIEW_INDICES: [i8; VIEW] = [127, 127, 127, 127, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];

    /// A view in a register.
    #[inline(always)]
    fn load(view: &[u8; VIEW]) -> __m128i {
        // SAFETY: the instruction set is the target's; a view is as wide as the load.
        unsafe { _mm_loadu_si128(view.as_ptr().cast()) }
    }

    /// The indices of a view in a register.
    #[inline(always)]
    fn indices() -> __m128i {
        // SAFETY: the instruction set is the target's; there are as many indices as bytes.
        unsafe { _mm_loadu_si128(VIEW_INDICES.as_ptr().cast()) }
    }

    /// Four views from `first` on, and their codes. A byte of 255 keeps its high bit.
    #[inline(always)]
    fn four(_: Avx512, views: &[&[u8; VIEW]; VIEWS], first: usize) -> (__m512i, __m512i) {
        // SAFETY: the first argument proves the instruction set.
        unsafe {
            let four = _mm512_castsi128_si512(load(views[first]));
            let four = _mm512_inserti32x4::<1>(four, load(views[first + 1]));
            let four = _mm512_inserti32x4::<2>(four, load(views[first + 2]));
            let views = _mm512_inserti32x4::<3>(four, load(views[first + 3]));
            // The lowest byte of each length, which is all of it if the sequence is inline, at every index.
            let lengths = _mm512_shuffle_epi8(views, _mm512_setzero_si512());
            let are_there = _mm512_cmplt_epi8_mask(_mm512_broadcast_i32x4(indices()), lengths);
            let codes = _mm512_maskz_adds_epu8(are_there, views, _mm512_set1_epi8(1));
            (views, codes)
        }
    }

    /// Eight views from `first` on: their words, their lengths, and a mask of those with a high bit.
    #[inline(always)]
    fn eight<const WORDS: usize>(
        isa: Avx512,
        views: &[&[u8; VIEW]; VIEWS],
        first: usize,
    ) -> ([[u64; 8]; WORDS], __m256i, u16) {
        let (low, low_codes) = four(isa, views, first);
        let (high, high_codes) = four(isa, views, first + 4);
        let mut words = [[0; 8]; WORDS];
        // SAFETY: `isa` proves the instruction set; arrays and registers have the same size.
        unsafe {
            let counts = _mm512_setr_epi32(0, 4, 8, 12, 16, 20, 24, 28, 0, 0, 0, 0, 0, 0, 0, 0);
            let lengths = _mm512_castsi512_si256(_mm512_permutex2var_epi32(low, counts, high));
            let indices =
                _mm512_setr_epi32(1, 2, 5, 6, 9, 10, 13, 14, 17, 18, 21, 22, 25, 26, 29, 30);
            let first = _mm512_permutex2var_epi32(low_codes, indices, high_codes);
            let indices = _mm512_setr_epi32(3, 0, 7, 0, 11, 0, 15, 0, 19, 0, 23, 0, 27, 0, 31, 0);
            let second = _mm512_maskz_permutex2var_epi32(0x5555, low_codes, indices, high_codes);
            let mut all = first;
            for (word, codes) in words.iter_mut().zip([first, second]) {
                *word = std::mem::transmute::<__m512i, [u64; 8]>(codes);
                all = _mm512_or_si512(all, codes);
            }
            let high = _mm512_set1_epi64(HIGH.cast_signed());
            (words, lengths, _mm512_test_epi64_mask(all, high).into())
        }
    }

    /// [`LoadOps::read_inline`](crate::simd::ops::LoadOps::read_inline) with the registers of [`Avx512`].
    #[inline(always)]
    pub(in crate::simd) fn by_avx512<const WORDS: usize>(
        isa: Avx512,
        views: [&[u8; VIEW]; VIEWS],
    ) -> Inline<WORDS> {
        let mut inline = Inline::EMPTY;
        let (first, low, low_high) = eight::<WORDS>(isa, &views, 0);
        let (second, high, high_high) = eight::<WORDS>(isa, &views, 8);
        for (word, (first, second)) in inline.codes.iter_mut().zip(first.into_iter().zip(second)) {
            let (halves, _) = word.as_chunks_mut::<8>();
            halves.copy_from_slice(&[first, second]);
        }
        // SAFETY: `isa` proves the instruction set; the array has the size of the register.
        unsafe {
            let lengths = _mm512_inserti64x4::<1>(_mm512_castsi256_si512(low), high);
            let longest = _mm512_set1_epi32(Inline::<WORDS>::LONGEST.cast_signed());
            inline.long = _mm512_cmpgt_epu32_mask(lengths, longest);
            inline.high = (low_high | high_high << 8) & !inline.long;
            inline.lengths = std::mem::transmute::<__m512i, [u32; VIEWS]>(lengths);
        }
        inline
    }

    /// [`LoadOps::read_inline`](crate::simd::ops::LoadOps::read_inline) with the registers of [`Avx2`].
    #[inline(always)]
    pub(in crate::simd) fn by_avx2<const WORDS: usize>(
        _: Avx2,
        views: [&[u8; VIEW]; VIEWS],
    ) -> Inline<WORDS> {
        let mut inline = Inline::EMPTY;
        let (pairs, _) = views.as_chunks::<2>();
        for (at, [first, second]) in pairs.iter().enumerate() {
            let at = 2 * at;
            // SAFETY: the token proves the instruction set; the arrays have the sizes of the registers.
            unsafe {
                let both = _mm256_castsi128_si256(load(first));
                let both = _mm256_inserti128_si256::<1>(both, load(second));
                let lengths = _mm256_shuffle_epi8(both, _mm256_setzero_si256());
                let are_there = _mm256_cmpgt_epi8(lengths, _mm256_broadcastsi128_si256(indices()));
                let codes = _mm256_adds_epu8(both, _mm256_set1_epi8(1));
                let codes = _mm256_and_si256(codes, are_there);
                let codes =
                    _mm256_permute4x64_epi64::<0b1101_1000>(_mm256_bsrli_epi128::<4>(codes));
                let codes: [[u64; 2]; 2] = std::mem::transmute(codes);
                inline.lengths[at] = _mm256_extract_epi32::<0>(both).cast_unsigned();
                inline.lengths[at + 1] = _mm256_extract_epi32::<4>(both).cast_unsigned();
                let mut high = [0; 2];
                for (word, codes) in inline.codes.iter_mut().zip(codes) {
                    word[at..at + 2].copy_from_slice(&codes);
                    high = [high[0] | codes[0], high[1] | codes[1]];
                }
                for (view, high) in (at..).zip(high) {
                    let is_long = inline.lengths[view] > Inline::<WORDS>::LONGEST;
                    inline.long |= u16::from(is_long) << view;
                    inline.high |= u16::from(high & HIGH != 0) << view;
                }
            }
        }
        inline.high &= !inline.long;
        inline
    }
}
