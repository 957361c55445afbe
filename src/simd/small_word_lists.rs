//! The words of short texts in one register: found and sorted without a loop.
//!
//! ```text
//! text                      " ann  bob lee "
//! words                      ·###··###·###·     a bit for each byte that is no white space
//! firsts                     ·#····#···#···     words & !(words << 1)
//! lasts                      ···#····#···#·     words & !(words >> 1)
//! indices of their bits      [1 6 10], [3 8 12]          one compress
//! heads                      "ann·····" "bob·····" "lee·····"    one permutation of the text's bytes
//! ```
//!
//! A head is the first eight bytes of a word, the first one highest, so that heads are in the order of words. Two
//! texts of up to four words each share the register, and a network of three rounds sorts both (Batcher, "Sorting
//! networks and their applications", 1968):
//!
//! ```text
//! 0 ─┬─────┬───────   round 1: 0 with 1, 2 with 3, in opposite directions
//! 1 ─┴─────│─┬─┬───   round 2: 0 with 2, 1 with 3
//! 2 ─┬─────┴─│─┴─┬─   round 3: 0 with 1, 2 with 3
//! 3 ─┴───────┴───┴─
//! ```

use std::convert::Infallible;

/// The most words that are looked at together.
pub const WORDS: usize = 8;

/// A word of a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(C)]
pub struct Token {
    /// The first symbols, as a number: smaller heads belong to smaller words. Of bytes the first eight, the first
    /// one highest, zeros behind the word.
    pub head: u64,
    /// The index of its first symbol.
    pub start: u32,
    /// The index behind its last symbol.
    pub end: u32,
}

/// The words of up to [`BYTES`](super::BYTES) symbols, as masks of their ends.
#[derive(Clone, Copy, Debug)]
pub struct Marks {
    /// A mask of the first symbols of words.
    pub firsts: u64,
    /// A mask of the last symbols of words.
    pub lasts: u64,
}

/// Free space for words and their heads. What is written behind the words has no meaning.
pub type Room<'a> = (&'a mut [Token; WORDS / 2], &'a mut [u64; WORDS / 2]);

/// The words of two texts in registers. Each step takes long to finish, so several pairs should take turns.
pub trait FewWords: Copy {
    /// Sorts the words of each text by their heads.
    fn sorted(self) -> Self;
    /// Writes the words and their heads. Tells for each text whether two neighbours have the same first seven
    /// bytes; such words may be in any order.
    fn write(self, rooms: [Room<'_>; 2]) -> [bool; 2];
}

/// For instruction sets without such registers.
impl FewWords for Infallible {
    #[inline(always)]
    fn sorted(self) -> Self {
        match self {}
    }

    #[inline(always)]
    fn write(self, _: [Room<'_>; 2]) -> [bool; 2] {
        match self {}
    }
}

/// The routine of AVX-512.
#[cfg(target_arch = "x86_64")]
#[allow(unsafe_code, reason = "intrinsics")]
pub(in crate::simd) mod avx512 {
    use std::arch::x86_64::*;

    use super::{FewWords, Marks, Room, Token, WORDS};
    use crate::simd::layout::{BYTES, INDICES};
    use crate::simd::tokens::Avx512;

    /// The words of two texts. Missing words have the largest of heads.
    #[derive(Clone, Copy)]
    pub struct Eight {
        heads: __m512i,
        /// The index of each word's first byte, and in the upper half of the number the one behind its last byte.
        spans: __m512i,
        /// A bit for each word but the last one of each text.
        have_next: __mmask8,
    }

    /// [`ByteOps::split`](crate::simd::ops::ByteOps::split).
    #[inline(always)]
    pub(in crate::simd) fn split(
        isa: Avx512,
        part: __m512i,
        marks: Marks,
        (first, count): (usize, usize),
        (tokens, keys): (&mut [Token; 2 * WORDS], &mut [u64; 2 * WORDS]),
    ) -> bool {
        let count_of_words = marks.firsts.count_ones() as usize;
        if count_of_words > 2 * WORDS {
            return false;
        }
        let halves = tokens.as_chunks_mut::<{ WORDS / 2 }>().0.as_chunks_mut().0;
        let halves = halves.iter_mut().zip(keys.as_chunks_mut::<WORDS>().0);
        // SAFETY: `isa` proves the instruction set; room for four words is as wide as a register, and so
        // is that for eight keys.
        unsafe {
            let mut firsts = indices(isa, marks.firsts);
            let mut lasts = indices(isa, marks.lasts);
            let mut numbers = _mm512_set_epi64(7, 6, 5, 4, 3, 2, 1, 0);
            numbers = _mm512_add_epi64(numbers, _mm512_set1_epi64(count as i64));
            let moved_by = _mm512_set1_epi64(((first + 1) << 32 | first) as i64);
            for ([low, high], keys) in halves {
                let ends = [_mm512_cvtepu8_epi64(firsts), _mm512_cvtepu8_epi64(lasts)];
                let heads = heads(isa, [part; 2], ends, _mm512_setzero_si512());
                let spans = _mm512_or_si512(ends[0], _mm512_slli_epi64::<32>(ends[1]));
                let spans = _mm512_add_epi64(spans, moved_by);
                let words = tokens_of(isa, heads, spans);
                _mm512_storeu_si512((&raw mut *low).cast(), words[0]);
                _mm512_storeu_si512((&raw mut *high).cast(), words[1]);
                let heads = _mm512_and_si512(heads, _mm512_set1_epi64(SORTED_BY));
                let heads = _mm512_or_si512(heads, numbers);
                _mm512_storeu_si512((&raw mut *keys).cast(), heads);
                if count_of_words <= WORDS {
                    break;
                }
                firsts = _mm_srli_si128::<{ WORDS as i32 }>(firsts);
                lasts = _mm_srli_si128::<{ WORDS as i32 }>(lasts);
                numbers = _mm512_add_epi64(numbers, _mm512_set1_epi64(WORDS as i64));
            }
        }
        true
    }

    /// [`ByteOps::words`](crate::simd::ops::ByteOps::words).
    #[inline(always)]
    pub(in crate::simd) fn words(
        isa: Avx512,
        texts: [__m512i; 2],
        [left, right]: [Marks; 2],
    ) -> Eight {
        let are_left = ones(left.firsts.count_ones());
        let are_there = are_left | ones(right.firsts.count_ones()) << (WORDS / 2);
        // SAFETY: `isa` proves the instruction set.
        unsafe {
            // Indices of the right text follow those of the left one.
            let behind = _mm512_set_epi64(SECOND, SECOND, SECOND, SECOND, 0, 0, 0, 0);
            let firsts = both_indices(isa, left.firsts, right.firsts);
            let lasts = both_indices(isa, left.lasts, right.lasts);
            let heads = heads(isa, texts, [firsts, lasts], behind);
            let missing = _mm512_set1_epi64(-1);
            let ends = _mm512_add_epi64(lasts, _mm512_set1_epi64(1));
            Eight {
                heads: _mm512_mask_mov_epi64(missing, are_there, heads),
                spans: _mm512_or_si512(firsts, _mm512_slli_epi64::<32>(ends)),
                have_next: are_there & are_there >> 1 & 0b0111_0111,
            }
        }
    }

    /// Added to the indices of the second text, whose bytes follow those of the first.
    const SECOND: i64 = 0x4040_4040_4040_4040;
    const _: () = assert!(BYTES == 0x40);
    /// The bytes of a head that words are sorted by: all but the last.
    const SORTED_BY: i64 = !0xFF;

    /// The low `count` bits.
    #[inline(always)]
    fn ones(count: u32) -> __mmask8 {
        !u64::MAX.unbounded_shl(count) as __mmask8
    }

    /// The indices of the first sixteen bits that are set, then zeros.
    #[inline(always)]
    fn indices(_: Avx512, bits: u64) -> __m128i {
        // SAFETY: the first argument proves the instruction set; the array is as wide as the load.
        unsafe {
            let indices = _mm512_loadu_si512(INDICES.as_ptr().cast());
            _mm512_castsi512_si128(_mm512_maskz_compress_epi8(bits, indices))
        }
    }

    /// The indices of the first four bits that are set in each mask, a number each, or zeros.
    #[inline(always)]
    fn both_indices(isa: Avx512, left: u64, right: u64) -> __m512i {
        let (left, right) = (indices(isa, left), indices(isa, right));
        // SAFETY: `isa` proves the instruction set.
        unsafe { _mm512_cvtepu8_epi64(_mm_unpacklo_epi32(left, right)) }
    }

    /// The heads of words whose first and last bytes are at these indices: eight bytes, the first one highest, and zeros
    /// behind a word. `behind` has all bytes [`BYTES`] for words of the second text.
    #[inline(always)]
    fn heads(_: Avx512, texts: [__m512i; 2], ends: [__m512i; 2], behind: __m512i) -> __m512i {
        const EIGHTH: i64 = 0x0808_0808_0808_0808;
        // SAFETY: the first argument proves the instruction set.
        unsafe {
            let eightfold = _mm512_set_epi64(EIGHTH, 0, EIGHTH, 0, EIGHTH, 0, EIGHTH, 0);
            let backwards = _mm512_set1_epi64(0x0001_0203_0405_0607);
            let from = _mm512_add_epi8(_mm512_shuffle_epi8(ends[0], eightfold), backwards);
            let until = _mm512_shuffle_epi8(ends[1], eightfold);
            let are_inside = _mm512_cmple_epu8_mask(from, until);
            let from = _mm512_or_si512(from, behind);
            let heads = _mm512_permutex2var_epi8(texts[0], from, texts[1]);
            _mm512_maskz_mov_epi8(are_inside, heads)
        }
    }

    /// The first four words and the last four.
    #[inline(always)]
    fn tokens_of(_: Avx512, heads: __m512i, spans: __m512i) -> [__m512i; 2] {
        // SAFETY: the first argument proves the instruction set.
        unsafe {
            let low = _mm512_set_epi64(11, 3, 10, 2, 9, 1, 8, 0);
            let high = _mm512_set_epi64(15, 7, 14, 6, 13, 5, 12, 4);
            [
                _mm512_permutex2var_epi64(heads, low, spans),
                _mm512_permutex2var_epi64(heads, high, spans),
            ]
        }
    }

    impl FewWords for Eight {
        /// Compares each head with another one of its text in three rounds.
        #[inline(always)]
        fn sorted(self) -> Self {
            // SAFETY: `self` was made from the token of the instruction set.
            unsafe {
                // Indices in the last bytes make all heads different; sorted, they are the permutation.
                let indices = _mm512_set_epi64(7, 6, 5, 4, 3, 2, 1, 0);
                let heads = _mm512_and_si512(self.heads, _mm512_set1_epi64(SORTED_BY));
                let mut keys = _mm512_or_si512(heads, indices);
                let others = _mm512_permutex_epi64::<0b10_11_00_01>(keys);
                let smaller = _mm512_min_epu64(keys, others);
                keys = _mm512_mask_max_epu64(smaller, 0b0110_0110, keys, others);
                let others = _mm512_permutex_epi64::<0b01_00_11_10>(keys);
                let smaller = _mm512_min_epu64(keys, others);
                keys = _mm512_mask_max_epu64(smaller, 0b1100_1100, keys, others);
                let others = _mm512_permutex_epi64::<0b10_11_00_01>(keys);
                let smaller = _mm512_min_epu64(keys, others);
                keys = _mm512_mask_max_epu64(smaller, 0b1010_1010, keys, others);
                Self {
                    heads: _mm512_permutexvar_epi64(keys, self.heads),
                    spans: _mm512_permutexvar_epi64(keys, self.spans),
                    ..self
                }
            }
        }

        #[inline(always)]
        fn write(self, rooms: [Room<'_>; 2]) -> [bool; 2] {
            let [(left, left_heads), (right, right_heads)] = rooms;
            // SAFETY: `self` was made from the token of the instruction set; room for four words is as wide
            // as a register, and that for their heads half as wide.
            let alike = unsafe {
                let low = _mm512_castsi512_si256(self.heads);
                let high = _mm512_extracti64x4_epi64::<1>(self.heads);
                _mm256_storeu_si256(left_heads.as_mut_ptr().cast(), low);
                _mm256_storeu_si256(right_heads.as_mut_ptr().cast(), high);
                let pairs = _mm512_set_epi64(11, 3, 10, 2, 9, 1, 8, 0);
                let words = _mm512_permutex2var_epi64(self.heads, pairs, self.spans);
                _mm512_storeu_si512(left.as_mut_ptr().cast(), words);
                let pairs = _mm512_set_epi64(15, 7, 14, 6, 13, 5, 12, 4);
                let words = _mm512_permutex2var_epi64(self.heads, pairs, self.spans);
                _mm512_storeu_si512(right.as_mut_ptr().cast(), words);
                let next = _mm512_alignr_epi64::<1>(self.heads, self.heads);
                let differ = _mm512_xor_si512(self.heads, next);
                let sorted_by = _mm512_set1_epi64(SORTED_BY);
                _mm512_mask_testn_epi64_mask(self.have_next, differ, sorted_by)
            };
            [alike & 0b1111 != 0, alike >> (WORDS / 2) != 0]
        }
    }
}
