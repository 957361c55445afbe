//! Four views of short sequences in registers: their symbols' codes without a loop over rows.
//!
//! A view holds up to twelve bytes; they are read as one word of eight, or as two.

use super::HIGH;
use crate::kernels::block::WORD;

/// How many views are looked at together.
pub const VIEWS: usize = 4;
/// The most bytes that a view holds.
pub const HELD: u32 = 12;
/// Bytes of a view: four of the length, then those of the sequence.
pub const VIEW: usize = 16;

/// What [`VIEWS`] views hold of sequences that fit so many words, one or two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held<const WORDS: usize> {
    /// The bytes plus one, the first one lowest, then zeros: the first words, then the second ones.
    pub codes: [[u64; VIEWS]; WORDS],
    /// Zero where all bytes are ASCII up to `~`.
    pub high: [u64; VIEWS],
    /// The number of bytes.
    pub lengths: [u32; VIEWS],
    /// Whether all are ASCII up to `~`, and in their words and views.
    pub fit: bool,
}

impl<const WORDS: usize> Held<WORDS> {
    // A constant: a call of `default` could stay a call inside a shell.
    const EMPTY: Self = Self {
        codes: [[0; VIEWS]; WORDS],
        high: [0; VIEWS],
        lengths: [0; VIEWS],
        fit: true,
    };
    /// The most bytes that are read from a view.
    const LONGEST: u32 = if WORDS == 1 { WORD as u32 } else { HELD };
}

/// What an instruction set does with [`VIEWS`] views at once.
pub trait Viewwise: Copy {
    /// Reads views. Where a sequence is longer than its words, or is not in its view, the codes have no
    /// meaning.
    fn held<const WORDS: usize>(self, views: [&[u8; VIEW]; VIEWS]) -> Held<WORDS>;
}

impl Viewwise for super::Portable {
    #[inline(always)]
    fn held<const WORDS: usize>(self, views: [&[u8; VIEW]; VIEWS]) -> Held<WORDS> {
        let mut held = Held::EMPTY;
        for (at, view) in views.into_iter().enumerate() {
            let view = u128::from_le_bytes(*view);
            let (length, mut symbols) = ((view as u32).to_le(), view >> u32::BITS);
            held.lengths[at] = length;
            let mut rest = length;
            for codes in &mut held.codes {
                let ones =
                    (u64::MAX / 0xFF).unbounded_shr(u64::BITS.saturating_sub(8 * rest.min(8)));
                let word = symbols as u64 & (ones * 0xFF);
                codes[at] = word.wrapping_add(ones);
                held.high[at] |= (word | codes[at]) & HIGH;
                symbols >>= u64::BITS;
                rest = rest.saturating_sub(WORD as u32);
            }
            held.fit &= held.high[at] == 0 && length <= Held::<WORDS>::LONGEST;
        }
        held
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use std::arch::x86_64::*;

    use super::super::{Avx2, Avx512};
    use super::{Held, VIEW, VIEWS, Viewwise};

    /// Where each byte of a view stands in its sequence; those of the length stand behind any.
    const PLACES: [i8; VIEW] = [127, 127, 127, 127, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];

    /// Which 32-bit numbers of four views are lengths.
    const LENGTHS: u16 = 0x1111;

    #[inline(always)]
    fn load(view: &[u8; VIEW]) -> __m128i {
        // SAFETY: the instruction set is the target's; a view is as wide as the load.
        unsafe { _mm_loadu_si128(view.as_ptr().cast()) }
    }

    #[inline(always)]
    fn places() -> __m128i {
        // SAFETY: the instruction set is the target's; there are as many places as bytes.
        unsafe { _mm_loadu_si128(PLACES.as_ptr().cast()) }
    }

    impl Viewwise for Avx512 {
        #[inline(always)]
        fn held<const WORDS: usize>(self, views: [&[u8; VIEW]; VIEWS]) -> Held<WORDS> {
            let [first, second, third, fourth] = views;
            let mut held = Held::EMPTY;
            // SAFETY: `self` proves the instruction set; the arrays have the sizes of the registers.
            unsafe {
                let views = _mm512_castsi128_si512(load(first));
                let views = _mm512_inserti32x4::<1>(views, load(second));
                let views = _mm512_inserti32x4::<2>(views, load(third));
                let views = _mm512_inserti32x4::<3>(views, load(fourth));
                // The lowest byte of each length, which is all of it, beside each place.
                let lengths = _mm512_shuffle_epi8(views, _mm512_setzero_si512());
                let is_there = _mm512_cmplt_epi8_mask(_mm512_broadcast_i32x4(places()), lengths);
                let codes = _mm512_maskz_add_epi8(is_there, views, _mm512_set1_epi8(1));
                let either = _mm512_or_si512(codes, views);
                let longest = _mm512_set1_epi32(Held::<WORDS>::LONGEST.cast_signed());
                let are_long = _mm512_mask_cmpgt_epu32_mask(LENGTHS, views, longest);
                held.fit = _mm512_movepi8_mask(either) & is_there == 0 && are_long == 0;
                let high = _mm512_and_si512(either, _mm512_set1_epi8(i8::MIN));
                let high = _mm512_maskz_mov_epi8(is_there, high);
                let words = _mm512_setr_epi64(0, 2, 4, 6, 1, 3, 5, 7);
                let codes = _mm512_permutexvar_epi64(words, _mm512_bsrli_epi128::<4>(codes));
                let codes: [[u64; VIEWS]; 2] = std::mem::transmute(codes);
                let high = _mm512_permutexvar_epi64(words, _mm512_bsrli_epi128::<4>(high));
                let high: [[u64; VIEWS]; 2] = std::mem::transmute(high);
                for (word, codes) in held.codes.iter_mut().zip(codes) {
                    *word = codes;
                }
                for high in &high[..WORDS] {
                    for (all, high) in held.high.iter_mut().zip(high) {
                        *all |= high;
                    }
                }
                let counts = _mm512_setr_epi32(0, 4, 8, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
                let lengths = _mm512_castsi512_si128(_mm512_permutexvar_epi32(counts, views));
                held.lengths = std::mem::transmute::<__m128i, [u32; VIEWS]>(lengths);
            }
            held
        }
    }

    impl Viewwise for Avx2 {
        #[inline(always)]
        fn held<const WORDS: usize>(self, views: [&[u8; VIEW]; VIEWS]) -> Held<WORDS> {
            let mut held = Held::EMPTY;
            for half in 0..2 {
                let (first, second) = (2 * half, 2 * half + 1);
                // SAFETY: `self` proves the instruction set; the arrays have the sizes of the registers.
                unsafe {
                    let both = _mm256_castsi128_si256(load(views[first]));
                    let both = _mm256_inserti128_si256::<1>(both, load(views[second]));
                    let lengths = _mm256_shuffle_epi8(both, _mm256_setzero_si256());
                    let is_there =
                        _mm256_cmpgt_epi8(lengths, _mm256_broadcastsi128_si256(places()));
                    let codes = _mm256_add_epi8(both, _mm256_set1_epi8(1));
                    let codes = _mm256_and_si256(codes, is_there);
                    let either = _mm256_and_si256(_mm256_or_si256(both, codes), is_there);
                    let high = _mm256_and_si256(either, _mm256_set1_epi8(i8::MIN));
                    let codes =
                        _mm256_permute4x64_epi64::<0b1101_1000>(_mm256_bsrli_epi128::<4>(codes));
                    let codes: [[u64; 2]; 2] = std::mem::transmute(codes);
                    let high =
                        _mm256_permute4x64_epi64::<0b1101_1000>(_mm256_bsrli_epi128::<4>(high));
                    let high: [[u64; 2]; 2] = std::mem::transmute(high);
                    for (word, codes) in held.codes.iter_mut().zip(codes) {
                        word[first..=second].copy_from_slice(&codes);
                    }
                    for high in &high[..WORDS] {
                        held.high[first] |= high[0];
                        held.high[second] |= high[1];
                    }
                    held.lengths[first] = _mm256_extract_epi32::<0>(both).cast_unsigned();
                    held.lengths[second] = _mm256_extract_epi32::<4>(both).cast_unsigned();
                    let longest = held.lengths[first].max(held.lengths[second]);
                    held.fit &=
                        _mm256_movemask_epi8(either) == 0 && longest <= Held::<WORDS>::LONGEST;
                }
            }
            held
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Isa, Kernel, Level};
    use super::*;

    struct Read<'a, const WORDS: usize> {
        views: [[u8; VIEW]; VIEWS],
        held: &'a mut Option<Held<WORDS>>,
    }

    impl<const WORDS: usize> Kernel for Read<'_, WORDS> {
        #[inline(always)]
        fn run<I: Isa>(self, isa: I) {
            let [first, second, third, fourth] = &self.views;
            *self.held = Some(isa.held([first, second, third, fourth]));
        }
    }

    fn check<const WORDS: usize>(longest: usize) {
        let bytes: Vec<u8> = (0..=u8::MAX).map(|at| at.wrapping_mul(37)).collect();
        for (start, texts) in bytes.windows(12 * VIEWS).enumerate() {
            // What stands behind a text in its view has no meaning.
            let lengths = [0, 1, 2, 3].map(|at| (start * 5 + at * 3) % (longest + 1));
            let mut views = [[0xEE; VIEW]; VIEWS];
            let mut codes = [[[0; WORD]; VIEWS]; WORDS];
            let mut fits = [true; VIEWS];
            for (at, length) in lengths.into_iter().enumerate() {
                let text = &texts[12 * at..][..12];
                views[at][..4].copy_from_slice(&(length as u32).to_ne_bytes());
                views[at][4..].copy_from_slice(text);
                for (place, byte) in text[..length].iter().enumerate() {
                    codes[place / WORD][at][place % WORD] = byte.wrapping_add(1);
                    fits[at] &= *byte < 0x7F;
                }
            }
            let lengths = lengths.map(|length| length as u32);
            for level in Level::available() {
                let mut held = None;
                level.run(Read::<WORDS> {
                    views,
                    held: &mut held,
                });
                let Some(held) = held else { unreachable!() };
                assert_eq!(held.lengths, lengths, "{}", level.name());
                assert_eq!(held.fit, fits == [true; VIEWS], "{}", level.name());
                for (at, fits) in fits.into_iter().enumerate() {
                    assert_eq!(held.high[at] == 0, fits, "{}", level.name());
                    for (held, codes) in held.codes.iter().zip(&codes) {
                        let codes = u64::from_le_bytes(codes[at]);
                        assert!(!fits || held[at] == codes, "{}", level.name());
                    }
                }
            }
        }
    }

    #[test]
    fn every_level_reads_views() {
        check::<1>(8);
        check::<2>(12);
    }

    #[test]
    fn longer_sequences_do_not_fit() {
        fn check<const WORDS: usize>(longest: u32) {
            for length in [longest, longest + 1, 13, 128, 255, 256, 1 << 31, u32::MAX] {
                for at in 0..VIEWS {
                    let mut views = [[b'a'; VIEW]; VIEWS];
                    for view in &mut views {
                        view[..4].copy_from_slice(&3_u32.to_ne_bytes());
                    }
                    views[at][..4].copy_from_slice(&length.to_ne_bytes());
                    for level in Level::available() {
                        let mut held = None;
                        level.run(Read::<WORDS> {
                            views,
                            held: &mut held,
                        });
                        let fit = held.is_some_and(|held| held.fit);
                        assert_eq!(fit, length == longest, "{} {length}", level.name());
                    }
                }
            }
        }
        check::<1>(8);
        check::<2>(12);
    }
}
