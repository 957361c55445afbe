//! The places of a byte among sixteen.

/// How many bytes are looked at together.
pub const SIXTEEN: usize = 16;

/// What an instruction set does to find the places of a byte.
pub trait Placewise: Copy {
    /// Whether it finds them in a few instructions.
    const FINDS_PLACES: bool;

    /// The places of a byte, counted from `first`, in their order, and how many there are. What follows them has no
    /// meaning.
    fn places_of(self, byte: u8, bytes: &[u8; SIXTEEN], first: u32) -> ([u32; SIXTEEN], usize);
}

macro_rules! one_by_one {
    ($isa:ty) => {
        impl Placewise for $isa {
            const FINDS_PLACES: bool = false;

            #[inline(always)]
            fn places_of(
                self,
                byte: u8,
                bytes: &[u8; SIXTEEN],
                first: u32,
            ) -> ([u32; SIXTEEN], usize) {
                let (mut places, mut count) = ([0; SIXTEEN], 0);
                for (place, other) in (first..).zip(bytes) {
                    places[count % SIXTEEN] = place;
                    count += usize::from(*other == byte);
                }
                (places, count)
            }
        }
    };
}

one_by_one!(super::Portable);
#[cfg(target_arch = "x86_64")]
one_by_one!(super::Avx2);

#[cfg(target_arch = "x86_64")]
mod x86 {
    use std::arch::x86_64::*;

    use super::{Placewise, SIXTEEN};
    use crate::simd::Avx512;

    impl Placewise for Avx512 {
        const FINDS_PLACES: bool = true;

        #[inline(always)]
        fn places_of(self, byte: u8, bytes: &[u8; SIXTEEN], first: u32) -> ([u32; SIXTEEN], usize) {
            // SAFETY: `self` proves the instruction set; arrays and registers have the same size.
            unsafe {
                let bytes = _mm_loadu_si128(bytes.as_ptr().cast());
                let equal = _mm_cmpeq_epi8_mask(bytes, _mm_set1_epi8(byte.cast_signed()));
                let counted =
                    _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
                let places = _mm512_add_epi32(counted, _mm512_set1_epi32(first.cast_signed()));
                let found = _mm512_maskz_compress_epi32(equal, places);
                (
                    std::mem::transmute::<__m512i, [u32; SIXTEEN]>(found),
                    equal.count_ones() as usize,
                )
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simd::{Isa, Kernel, Level};

    struct Find<'a>(&'a [u8; SIXTEEN], u8, &'a mut Vec<u32>);

    impl Kernel for Find<'_> {
        #[inline(always)]
        fn run<I: Isa>(self, isa: I) {
            let (places, count) = isa.places_of(self.1, self.0, 100);
            self.2.extend(&places[..count]);
        }
    }

    #[test]
    fn every_level_finds_places() {
        for bytes in [[7; SIXTEEN], *b"abracadabra, abr", *b"abcdefghijklmnop"] {
            for byte in [7, b'a', b'b', b'p', 0] {
                let there = (100..).zip(bytes).filter(|(_, other)| *other == byte);
                let expected: Vec<_> = there.map(|(place, _)| place).collect();
                for level in Level::available() {
                    let mut found = Vec::new();
                    level.run(Find(&bytes, byte, &mut found));
                    assert_eq!(found, expected, "{}", level.name());
                }
            }
        }
    }
}
