//! Squares of eight by eight bytes.

/// What an instruction set does with the bytes of eight elements.
pub trait Squarewise: Copy {
    /// Byte `b` of element `e` becomes byte `e` of element `b`.
    fn turn(self, square: [u64; 8]) -> [u64; 8];
}

/// Squares of four, two and one byte are swapped across the diagonal, as [`transpose`](crate::kernels::block::bit_planes::transpose)
/// does with bits.
#[inline(always)]
fn turned(mut square: [u64; 8]) -> [u64; 8] {
    for (bytes, mask) in [
        (4, 0xFFFF_FFFF),
        (2, 0xFFFF_0000_FFFF),
        (1, 0x00FF_00FF_00FF_00FF),
    ] {
        for upper in (0..8).filter(|row| row & bytes == 0) {
            let lower = upper + bytes;
            let crossed = (square[upper] >> (8 * bytes) ^ square[lower]) & mask;
            square[upper] ^= crossed << (8 * bytes);
            square[lower] ^= crossed;
        }
    }
    square
}

macro_rules! by_swapping {
    ($isa:ty) => {
        impl Squarewise for $isa {
            #[inline(always)]
            fn turn(self, square: [u64; 8]) -> [u64; 8] {
                turned(square)
            }
        }
    };
}

by_swapping!(super::Portable);
#[cfg(target_arch = "x86_64")]
by_swapping!(super::Avx2);

#[cfg(target_arch = "x86_64")]
mod x86 {
    use std::arch::x86_64::*;

    use super::Squarewise;
    use crate::simd::Avx512;

    /// Where each byte of a turned square comes from.
    const TURNED: [u8; 64] = {
        let mut places = [0; 64];
        let mut at = 0;
        while at < 64 {
            places[at] = (at % 8 * 8 + at / 8) as u8;
            at += 1;
        }
        places
    };

    impl Squarewise for Avx512 {
        #[inline(always)]
        fn turn(self, square: [u64; 8]) -> [u64; 8] {
            // SAFETY: `self` proves the instruction set; arrays and registers have the same size.
            unsafe {
                let places = _mm512_loadu_si512(TURNED.as_ptr().cast());
                let square = _mm512_loadu_si512(square.as_ptr().cast());
                std::mem::transmute(_mm512_permutexvar_epi8(places, square))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::simd::{Isa, Kernel, Level};

    struct Turn<'a>(&'a mut [u64; 8]);

    impl Kernel for Turn<'_> {
        #[inline(always)]
        fn run<I: Isa>(self, isa: I) {
            *self.0 = isa.turn(*self.0);
        }
    }

    #[test]
    fn every_level_turns_squares() {
        let square: [[u8; 8]; 8] =
            std::array::from_fn(|row| std::array::from_fn(|column| (8 * row + column) as u8));
        for level in Level::available() {
            let mut turned = square.map(u64::from_le_bytes);
            level.run(Turn(&mut turned));
            for (row, element) in turned.into_iter().enumerate() {
                for (column, byte) in element.to_le_bytes().into_iter().enumerate() {
                    assert_eq!(byte, square[column][row], "{}", level.name());
                }
            }
        }
    }
}
