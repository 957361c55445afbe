//! Sixteen views of short sequences in registers: their symbols' codes without a loop over rows.
//!
//! A view holds up to twelve bytes; they are read as one word of eight, or as two and zeros.

use super::{HIGH, WORD};

/// How many views are looked at together.
pub const VIEWS: usize = 16;
/// The most bytes that a view holds.
pub const HELD: u32 = 12;
/// Bytes of a view: four of the length, then those of the sequence.
pub const VIEW: usize = 16;

/// What [`VIEWS`] views hold of sequences that fit so many words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held<const WORDS: usize> {
    /// The bytes plus one, the first one lowest, then zeros: the first words, then the second ones, and so on.
    pub codes: [[u64; VIEWS]; WORDS],
    /// The number of bytes.
    pub lengths: [u32; VIEWS],
    /// A bit, the first one lowest, for each sequence that is not in its view, or longer than its words. Its
    /// codes have no meaning.
    pub long: u16,
    /// The same for other sequences that are not ASCII up to `~`. A code of theirs has its high bit.
    pub high: u16,
}

impl<const WORDS: usize> Held<WORDS> {
    // A constant: a call of `default` could stay a call inside a shell.
    const EMPTY: Self = Self {
        codes: [[0; VIEWS]; WORDS],
        lengths: [0; VIEWS],
        long: 0,
        high: 0,
    };
    /// The most bytes that are read from a view.
    const LONGEST: u32 = if WORDS == 1 { WORD as u32 } else { HELD };
}

/// What an instruction set does with [`VIEWS`] views at once.
pub trait Viewwise: Copy {
    /// Reads views.
    fn held<const WORDS: usize>(self, views: [&[u8; VIEW]; VIEWS]) -> Held<WORDS>;
    /// A bit, the first one lowest, for each length that is greater than that.
    fn longer(self, lengths: &[u32; VIEWS], than: u32) -> u16;
}

impl Viewwise for super::Portable {
    #[inline(always)]
    fn held<const WORDS: usize>(self, views: [&[u8; VIEW]; VIEWS]) -> Held<WORDS> {
        let mut held = Held::EMPTY;
        for (at, view) in views.into_iter().enumerate() {
            let view = u128::from_le_bytes(*view);
            let (length, mut symbols) = ((view as u32).to_le(), view >> u32::BITS);
            held.lengths[at] = length;
            let (mut rest, mut high) = (length, 0);
            for codes in &mut held.codes {
                let ones =
                    (u64::MAX / 0xFF).unbounded_shr(u64::BITS.saturating_sub(8 * rest.min(8)));
                let word = symbols as u64 & (ones * 0xFF);
                codes[at] = word.wrapping_add(ones) | word & HIGH;
                high |= codes[at] & HIGH;
                symbols >>= u64::BITS;
                rest = rest.saturating_sub(WORD as u32);
            }
            held.long |= u16::from(length > Held::<WORDS>::LONGEST) << at;
            held.high |= u16::from(high != 0) << at;
        }
        held.high &= !held.long;
        held
    }

    #[inline(always)]
    fn longer(self, lengths: &[u32; VIEWS], than: u32) -> u16 {
        bits_of_longer(lengths, than)
    }
}

/// [`Viewwise::longer`] one by one.
#[inline(always)]
fn bits_of_longer(lengths: &[u32; VIEWS], than: u32) -> u16 {
    let mut longer = 0;
    for (at, length) in lengths.iter().enumerate() {
        longer |= u16::from(*length > than) << at;
    }
    longer
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use std::arch::x86_64::*;

    use super::{Held, VIEW, VIEWS, Viewwise, bits_of_longer};
    use crate::simd::{Avx2, Avx512, HIGH};

    /// Where each byte of a view stands in its sequence; those of the length stand behind any.
    const PLACES: [i8; VIEW] = [127, 127, 127, 127, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];

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

    /// Four views from `first` on, and the codes of their bytes where these are. A byte of 255 keeps its high bit.
    #[inline(always)]
    fn four(_: Avx512, views: &[&[u8; VIEW]; VIEWS], first: usize) -> (__m512i, __m512i) {
        // SAFETY: the first argument proves the instruction set.
        unsafe {
            let four = _mm512_castsi128_si512(load(views[first]));
            let four = _mm512_inserti32x4::<1>(four, load(views[first + 1]));
            let four = _mm512_inserti32x4::<2>(four, load(views[first + 2]));
            let views = _mm512_inserti32x4::<3>(four, load(views[first + 3]));
            // The lowest byte of each length, which is all of it, beside each place.
            let lengths = _mm512_shuffle_epi8(views, _mm512_setzero_si512());
            let are_there = _mm512_cmplt_epi8_mask(_mm512_broadcast_i32x4(places()), lengths);
            let codes = _mm512_maskz_adds_epu8(are_there, views, _mm512_set1_epi8(1));
            (views, codes)
        }
    }

    /// What eight views from `first` on hold: their words, their lengths, and which words have a high bit.
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
            let places =
                _mm512_setr_epi32(1, 2, 5, 6, 9, 10, 13, 14, 17, 18, 21, 22, 25, 26, 29, 30);
            let first = _mm512_permutex2var_epi32(low_codes, places, high_codes);
            let places = _mm512_setr_epi32(3, 0, 7, 0, 11, 0, 15, 0, 19, 0, 23, 0, 27, 0, 31, 0);
            let second = _mm512_maskz_permutex2var_epi32(0x5555, low_codes, places, high_codes);
            let mut all = first;
            for (word, codes) in words.iter_mut().zip([first, second]) {
                *word = std::mem::transmute::<__m512i, [u64; 8]>(codes);
                all = _mm512_or_si512(all, codes);
            }
            let high = _mm512_set1_epi64(HIGH.cast_signed());
            (words, lengths, _mm512_test_epi64_mask(all, high).into())
        }
    }

    impl Viewwise for Avx512 {
        #[inline(always)]
        fn held<const WORDS: usize>(self, views: [&[u8; VIEW]; VIEWS]) -> Held<WORDS> {
            let mut held = Held::EMPTY;
            let (first, low, low_high) = eight::<WORDS>(self, &views, 0);
            let (second, high, high_high) = eight::<WORDS>(self, &views, 8);
            for (word, (first, second)) in held.codes.iter_mut().zip(first.into_iter().zip(second))
            {
                let (halves, _) = word.as_chunks_mut::<8>();
                halves.copy_from_slice(&[first, second]);
            }
            // SAFETY: `self` proves the instruction set; the array has the size of the register.
            unsafe {
                let lengths = _mm512_inserti64x4::<1>(_mm512_castsi256_si512(low), high);
                let longest = _mm512_set1_epi32(Held::<WORDS>::LONGEST.cast_signed());
                held.long = _mm512_cmpgt_epu32_mask(lengths, longest);
                held.high = (low_high | high_high << 8) & !held.long;
                held.lengths = std::mem::transmute::<__m512i, [u32; VIEWS]>(lengths);
            }
            held
        }

        #[inline(always)]
        fn longer(self, lengths: &[u32; VIEWS], than: u32) -> u16 {
            // SAFETY: `self` proves the instruction set; the array has the size of the register.
            unsafe {
                let lengths = _mm512_loadu_si512(lengths.as_ptr().cast());
                _mm512_cmpgt_epu32_mask(lengths, _mm512_set1_epi32(than.cast_signed()))
            }
        }
    }

    impl Viewwise for Avx2 {
        #[inline(always)]
        fn held<const WORDS: usize>(self, views: [&[u8; VIEW]; VIEWS]) -> Held<WORDS> {
            let mut held = Held::EMPTY;
            let (pairs, _) = views.as_chunks::<2>();
            for (at, [first, second]) in pairs.iter().enumerate() {
                let at = 2 * at;
                // SAFETY: `self` proves the instruction set; the arrays have the sizes of the registers.
                unsafe {
                    let both = _mm256_castsi128_si256(load(first));
                    let both = _mm256_inserti128_si256::<1>(both, load(second));
                    let lengths = _mm256_shuffle_epi8(both, _mm256_setzero_si256());
                    let are_there =
                        _mm256_cmpgt_epi8(lengths, _mm256_broadcastsi128_si256(places()));
                    let codes = _mm256_adds_epu8(both, _mm256_set1_epi8(1));
                    let codes = _mm256_and_si256(codes, are_there);
                    let codes =
                        _mm256_permute4x64_epi64::<0b1101_1000>(_mm256_bsrli_epi128::<4>(codes));
                    let codes: [[u64; 2]; 2] = std::mem::transmute(codes);
                    held.lengths[at] = _mm256_extract_epi32::<0>(both).cast_unsigned();
                    held.lengths[at + 1] = _mm256_extract_epi32::<4>(both).cast_unsigned();
                    let mut high = [0; 2];
                    for (word, codes) in held.codes.iter_mut().zip(codes) {
                        word[at..at + 2].copy_from_slice(&codes);
                        high = [high[0] | codes[0], high[1] | codes[1]];
                    }
                    for (view, high) in (at..).zip(high) {
                        let is_long = held.lengths[view] > Held::<WORDS>::LONGEST;
                        held.long |= u16::from(is_long) << view;
                        held.high |= u16::from(high & HIGH != 0) << view;
                    }
                }
            }
            held.high &= !held.long;
            held
        }

        #[inline(always)]
        fn longer(self, lengths: &[u32; VIEWS], than: u32) -> u16 {
            bits_of_longer(lengths, than)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simd::{Isa, Kernel, Level};

    struct Read<'a, const WORDS: usize> {
        views: [[u8; VIEW]; VIEWS],
        held: &'a mut Option<Held<WORDS>>,
    }

    impl<const WORDS: usize> Kernel for Read<'_, WORDS> {
        #[inline(always)]
        fn run<I: Isa>(self, isa: I) {
            *self.held = Some(isa.held(self.views.each_ref()));
        }
    }

    fn check<const WORDS: usize>(longest: usize) {
        let bytes: Vec<u8> = (0..=u8::MAX).map(|at| at.wrapping_mul(37)).collect();
        for (start, texts) in bytes.windows(12 * VIEWS).enumerate() {
            // What stands behind a text in its view has no meaning.
            let lengths =
                std::array::from_fn::<_, VIEWS, _>(|at| (start * 5 + at * 3) % (longest + 1));
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
                assert_eq!(held.long, 0, "{}", level.name());
                for (at, fits) in fits.into_iter().enumerate() {
                    let bits = held.codes.iter().fold(0, |all, word| all | word[at]);
                    assert_eq!(held.high >> at & 1 == 0, fits, "{}", level.name());
                    assert_eq!(bits & HIGH == 0, fits, "{}", level.name());
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
        check::<3>(12);
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
                        let long = held.map(|held| held.long);
                        let expected = u16::from(length > longest) << at;
                        assert_eq!(long, Some(expected), "{} {length}", level.name());
                    }
                }
            }
        }
        check::<1>(8);
        check::<2>(12);
    }
}
