//! Four views of short sequences in registers: their symbols' codes without a loop over rows.

use super::HIGH;

/// How many views are looked at together.
pub const VIEWS: usize = 4;
/// Bytes of a view: four of the length, then those of the sequence.
pub const VIEW: usize = 16;

/// What [`VIEWS`] views of up to eight bytes hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    /// The bytes plus one, the first one lowest, then zeros.
    pub codes: [u64; VIEWS],
    /// Zero where all bytes are ASCII up to `~`.
    pub high: [u64; VIEWS],
    /// The number of bytes.
    pub lengths: [u32; VIEWS],
}

impl Held {
    // A constant: a call of `default` could stay a call inside a shell.
    const EMPTY: Self = Self {
        codes: [0; VIEWS],
        high: [0; VIEWS],
        lengths: [0; VIEWS],
    };
}

/// What an instruction set does with [`VIEWS`] views at once.
pub trait Viewwise: Copy {
    /// Reads views of sequences of up to eight bytes.
    fn held(self, views: [&[u8; VIEW]; VIEWS]) -> Held;
}

impl Viewwise for super::Portable {
    #[inline(always)]
    fn held(self, views: [&[u8; VIEW]; VIEWS]) -> Held {
        let mut held = Held::EMPTY;
        for (at, view) in views.into_iter().enumerate() {
            let [length, low, high, _] = view.as_chunks().0 else {
                unreachable!("a view has four parts")
            };
            let length = u32::from_ne_bytes(*length);
            let symbols =
                u64::from(u32::from_le_bytes(*high)) << 32 | u64::from(u32::from_le_bytes(*low));
            let missing = u64::BITS.saturating_sub(8 * length);
            let ones = (u64::MAX / 0xFF).unbounded_shr(missing);
            let symbols = symbols & (ones * 0xFF);
            held.codes[at] = symbols.wrapping_add(ones);
            held.high[at] = (symbols | held.codes[at]) & HIGH;
            held.lengths[at] = length;
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
    const PLACES: [i8; VIEW] = [
        127, 127, 127, 127, 0, 1, 2, 3, 4, 5, 6, 7, 127, 127, 127, 127,
    ];

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
        fn held(self, views: [&[u8; VIEW]; VIEWS]) -> Held {
            let [first, second, third, fourth] = views;
            // SAFETY: `self` proves the instruction set; stores are as wide as the arrays.
            unsafe {
                let views = _mm512_castsi128_si512(load(first));
                let views = _mm512_inserti32x4::<1>(views, load(second));
                let views = _mm512_inserti32x4::<2>(views, load(third));
                let views = _mm512_inserti32x4::<3>(views, load(fourth));
                // The lowest byte of each length, which is all of it, beside each place.
                let lengths = _mm512_shuffle_epi8(views, _mm512_setzero_si512());
                let is_there = _mm512_cmplt_epi8_mask(_mm512_broadcast_i32x4(places()), lengths);
                let codes = _mm512_maskz_add_epi8(is_there, views, _mm512_set1_epi8(1));
                let high = _mm512_set1_epi8(i8::MIN);
                let high = _mm512_and_si512(_mm512_or_si512(codes, views), high);
                let high = _mm512_maskz_mov_epi8(is_there, high);
                let words = _mm512_setr_epi64(0, 2, 4, 6, 0, 0, 0, 0);
                let counts = _mm512_setr_epi32(0, 4, 8, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
                let mut held = Held::EMPTY;
                let codes = _mm512_permutexvar_epi64(words, _mm512_bsrli_epi128::<4>(codes));
                let codes = _mm512_castsi512_si256(codes);
                _mm256_storeu_si256(held.codes.as_mut_ptr().cast(), codes);
                let high = _mm512_permutexvar_epi64(words, _mm512_bsrli_epi128::<4>(high));
                let high = _mm512_castsi512_si256(high);
                _mm256_storeu_si256(held.high.as_mut_ptr().cast(), high);
                let lengths = _mm512_castsi512_si128(_mm512_permutexvar_epi32(counts, views));
                _mm_storeu_si128(held.lengths.as_mut_ptr().cast(), lengths);
                held
            }
        }
    }

    impl Viewwise for Avx2 {
        #[inline(always)]
        fn held(self, views: [&[u8; VIEW]; VIEWS]) -> Held {
            let mut held = Held::EMPTY;
            for half in 0..2 {
                let (first, second) = (views[2 * half], views[2 * half + 1]);
                // SAFETY: `self` proves the instruction set; stores are as wide as half an array.
                unsafe {
                    let views = _mm256_castsi128_si256(load(first));
                    let views = _mm256_inserti128_si256::<1>(views, load(second));
                    let lengths = _mm256_shuffle_epi8(views, _mm256_setzero_si256());
                    let is_there =
                        _mm256_cmpgt_epi8(lengths, _mm256_broadcastsi128_si256(places()));
                    let codes = _mm256_add_epi8(views, _mm256_set1_epi8(1));
                    let codes = _mm256_and_si256(codes, is_there);
                    let high = _mm256_and_si256(is_there, _mm256_set1_epi8(i8::MIN));
                    let high = _mm256_and_si256(_mm256_or_si256(views, codes), high);
                    let codes = _mm256_permute4x64_epi64::<0b1000>(_mm256_bsrli_epi128::<4>(codes));
                    let high = _mm256_permute4x64_epi64::<0b1000>(_mm256_bsrli_epi128::<4>(high));
                    let into = held.codes.as_mut_ptr().add(2 * half);
                    _mm_storeu_si128(into.cast(), _mm256_castsi256_si128(codes));
                    let into = held.high.as_mut_ptr().add(2 * half);
                    _mm_storeu_si128(into.cast(), _mm256_castsi256_si128(high));
                    held.lengths[2 * half] = _mm256_extract_epi32::<0>(views).cast_unsigned();
                    held.lengths[2 * half + 1] = _mm256_extract_epi32::<4>(views).cast_unsigned();
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

    struct Read<'a> {
        views: [[u8; VIEW]; VIEWS],
        held: &'a mut Option<Held>,
    }

    impl Kernel for Read<'_> {
        #[inline(always)]
        fn run<I: Isa>(self, isa: I) {
            let [first, second, third, fourth] = &self.views;
            *self.held = Some(isa.held([first, second, third, fourth]));
        }
    }

    #[test]
    fn every_level_reads_views() {
        let bytes: Vec<u8> = (0..=u8::MAX).map(|at| at.wrapping_mul(37)).collect();
        for (start, texts) in bytes.windows(32).enumerate() {
            // What stands behind a text in its view has no meaning.
            let lengths = [0, 1, 2, 3].map(|at| (start * 5 + at * 3) % 9);
            let mut views = [[0xEE; VIEW]; VIEWS];
            let (mut codes, mut unions) = ([0; VIEWS], [0; VIEWS]);
            for (at, length) in lengths.into_iter().enumerate() {
                views[at][..4].copy_from_slice(&(length as u32).to_ne_bytes());
                views[at][4..12].copy_from_slice(&texts[8 * at..][..8]);
                for (place, byte) in texts[8 * at..][..length].iter().enumerate() {
                    let code = byte.wrapping_add(1);
                    codes[at] |= u64::from(code) << (8 * place);
                    unions[at] |= u64::from(byte | code) << (8 * place);
                }
            }
            let lengths = lengths.map(|length| length as u32);
            for level in Level::available() {
                let mut held = None;
                level.run(Read {
                    views,
                    held: &mut held,
                });
                let Some(held) = held else { unreachable!() };
                assert_eq!(held.lengths, lengths, "{}", level.name());
                for at in 0..VIEWS {
                    let fits = unions[at] & HIGH == 0;
                    assert_eq!(held.high[at] == 0, fits, "{}", level.name());
                    assert!(!fits || held.codes[at] == codes[at], "{}", level.name());
                }
            }
        }
    }
}
