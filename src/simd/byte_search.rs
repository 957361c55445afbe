//! Sixty-four bytes in registers, and which of them equal a byte: one bit each.
//!
//! That is a match mask (see [`match_masks`](crate::kernels::match_masks)) without a table, and a search for white
//! space without a loop. Where the instruction set has no registers for so many bytes, tables are
//! faster, and [`IS_WIDE`](Bytewise::IS_WIDE) is false.

#[cfg(test)]
mod tests;

/// The most bytes that are looked at together: one for each bit of a mask.
pub const BYTES: usize = u64::BITS as usize;

/// Words that are looked at together.
const WORDS: usize = 16;

/// The place of each byte.
pub(super) const PLACES: [u8; BYTES] = {
    let (mut places, mut at) = ([0; BYTES], 0);
    while at < BYTES {
        places[at] = at as u8;
        at += 1;
    }
    places
};

/// What an instruction set does with up to [`BYTES`] bytes at once.
pub trait Bytewise: Copy {
    /// The registers that hold the bytes.
    type Bytes: Copy;
    /// Whether a mask takes a few instructions only.
    const IS_WIDE: bool;

    /// The first [`BYTES`] bytes of a sequence, zeros behind its end.
    fn bytes(self, sequence: &[u8]) -> Self::Bytes;
    /// All [`BYTES`] in the opposite order.
    fn backwards(self, bytes: Self::Bytes) -> Self::Bytes;
    /// Which of the bytes equal this one, the first byte at the lowest bit.
    fn equal(self, bytes: Self::Bytes, byte: u8) -> u64;
    /// Which of the bytes are at least `first` and at most `last`.
    fn within(self, bytes: Self::Bytes, first: u8, last: u8) -> u64;

    /// The places of the bits that are set, the lowest one first, then zeros.
    #[inline(always)]
    fn places(self, bits: u64) -> [u8; BYTES] {
        squeezed(PLACES, bits)
    }

    /// Which of sixteen words of 64 bits equal this one, the first one at the lowest bit.
    #[inline(always)]
    fn equal_words(self, words: &[u64; WORDS], word: u64) -> u64 {
        let mut mask = 0;
        for (at, other) in words.iter().enumerate() {
            mask |= u64::from(*other == word) << at;
        }
        mask
    }

    /// How many of sixteen words of 64 bits are smaller than this one.
    #[inline(always)]
    fn smaller_words(self, words: &[u64; WORDS], word: u64) -> u32 {
        let mut count = 0;
        for other in words {
            count += u32::from(*other < word);
        }
        count
    }
}

/// The bytes under the mask, one after the other.
#[inline(always)]
fn squeezed(bytes: [u8; BYTES], mut mask: u64) -> [u8; BYTES] {
    let mut squeezed = [0; BYTES];
    for byte in squeezed.iter_mut().take(mask.count_ones() as usize) {
        *byte = bytes[mask.trailing_zeros() as usize];
        mask &= mask - 1;
    }
    squeezed
}

/// The beginning of a sequence, with zeros behind it.
#[inline(always)]
fn padded(sequence: &[u8]) -> [u8; BYTES] {
    sequence.first_chunk().copied().unwrap_or_else(|| {
        let mut bytes = [0; BYTES];
        bytes[..sequence.len()].copy_from_slice(sequence);
        bytes
    })
}

impl Bytewise for super::Portable {
    type Bytes = [u8; BYTES];
    const IS_WIDE: bool = false;

    #[inline(always)]
    fn bytes(self, sequence: &[u8]) -> [u8; BYTES] {
        padded(sequence)
    }

    #[inline(always)]
    fn backwards(self, mut bytes: [u8; BYTES]) -> [u8; BYTES] {
        bytes.reverse();
        bytes
    }

    #[inline(always)]
    fn equal(self, bytes: [u8; BYTES], byte: u8) -> u64 {
        self.within(bytes, byte, byte)
    }

    #[inline(always)]
    fn within(self, bytes: [u8; BYTES], first: u8, last: u8) -> u64 {
        let within = bytes.map(|byte| u64::from(byte >= first && byte <= last));
        (0..)
            .zip(within)
            .fold(0, |mask, (at, bit)| mask | bit << at)
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use std::arch::x86_64::*;

    use super::{BYTES, Bytewise, PLACES, WORDS, padded};
    use crate::simd::{Avx2, Avx512};

    impl Bytewise for Avx512 {
        type Bytes = __m512i;
        const IS_WIDE: bool = true;

        #[inline(always)]
        fn bytes(self, sequence: &[u8]) -> __m512i {
            let missing = BYTES.saturating_sub(sequence.len()) as u32;
            let mask = u64::MAX.unbounded_shr(missing);
            // SAFETY: `self` proves the instruction set; only bytes of the sequence are read.
            unsafe { _mm512_maskz_loadu_epi8(mask, sequence.as_ptr().cast()) }
        }

        #[inline(always)]
        fn backwards(self, bytes: __m512i) -> __m512i {
            // SAFETY: `self` proves the instruction set; the array is as wide as the load.
            unsafe {
                let places = _mm512_loadu_si512(PLACES.as_ptr().cast());
                let last = _mm512_set1_epi8(BYTES as i8 - 1);
                _mm512_permutexvar_epi8(_mm512_sub_epi8(last, places), bytes)
            }
        }

        #[inline(always)]
        fn places(self, bits: u64) -> [u8; BYTES] {
            let mut together = [0; BYTES];
            // SAFETY: `self` proves the instruction set; the arrays are as wide as a register.
            unsafe {
                let places = _mm512_maskz_compress_epi8(bits, self.bytes(&PLACES));
                _mm512_storeu_si512(together.as_mut_ptr().cast(), places);
            }
            together
        }

        #[inline(always)]
        fn equal(self, bytes: __m512i, byte: u8) -> u64 {
            // SAFETY: `self` proves the instruction set.
            unsafe { _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(byte.cast_signed())) }
        }

        #[inline(always)]
        fn within(self, bytes: __m512i, first: u8, last: u8) -> u64 {
            // SAFETY: `self` proves the instruction set.
            unsafe {
                let above = _mm512_sub_epi8(bytes, _mm512_set1_epi8(first.cast_signed()));
                let span = _mm512_set1_epi8(last.wrapping_sub(first).cast_signed());
                _mm512_cmple_epu8_mask(above, span)
            }
        }

        #[inline(always)]
        fn equal_words(self, words: &[u64; WORDS], word: u64) -> u64 {
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

        #[inline(always)]
        fn smaller_words(self, words: &[u64; WORDS], word: u64) -> u32 {
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
    }

    /// The highest bit of each byte.
    #[inline(always)]
    fn high_bits(_: Avx2, low: __m256i, high: __m256i) -> u64 {
        // SAFETY: the first argument proves the instruction set.
        let (low, high) = unsafe { (_mm256_movemask_epi8(low), _mm256_movemask_epi8(high)) };
        u64::from(low.cast_unsigned()) | u64::from(high.cast_unsigned()) << 32
    }

    // Closures would be compiled without the instruction set, and stay calls.
    impl Bytewise for Avx2 {
        type Bytes = (__m256i, __m256i);
        const IS_WIDE: bool = true;

        #[inline(always)]
        fn bytes(self, sequence: &[u8]) -> (__m256i, __m256i) {
            let bytes = padded(sequence);
            let low: *const __m256i = bytes[..BYTES / 2].as_ptr().cast();
            let high: *const __m256i = bytes[BYTES / 2..].as_ptr().cast();
            // SAFETY: `self` proves the instruction set; a half has as many bytes as a register.
            unsafe { (_mm256_loadu_si256(low), _mm256_loadu_si256(high)) }
        }

        #[inline(always)]
        fn backwards(self, (low, high): (__m256i, __m256i)) -> (__m256i, __m256i) {
            // SAFETY: `self` proves the instruction set.
            unsafe {
                let places = _mm_set_epi64x(0x0001_0203_0405_0607, 0x0809_0A0B_0C0D_0E0F);
                let places = _mm256_broadcastsi128_si256(places);
                let low = _mm256_shuffle_epi8(low, places);
                let high = _mm256_shuffle_epi8(high, places);
                (
                    _mm256_permute4x64_epi64::<0b01_00_11_10>(high),
                    _mm256_permute4x64_epi64::<0b01_00_11_10>(low),
                )
            }
        }

        #[inline(always)]
        fn equal(self, (low, high): (__m256i, __m256i), byte: u8) -> u64 {
            // SAFETY: `self` proves the instruction set.
            let (low, high) = unsafe {
                let byte = _mm256_set1_epi8(byte.cast_signed());
                (_mm256_cmpeq_epi8(low, byte), _mm256_cmpeq_epi8(high, byte))
            };
            high_bits(self, low, high)
        }

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

        #[inline(always)]
        fn equal_words(self, words: &[u64; WORDS], word: u64) -> u64 {
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
    }
}
