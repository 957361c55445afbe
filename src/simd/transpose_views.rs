//! Short sequences of sixty-four rows, turned: first bytes, second bytes, and so on.

use super::inline_views::{HELD, VIEW};
use super::{BYTES, Plane};

/// Symbols that a table has something for: those of ASCII.
pub const SYMBOLS: usize = 128;

/// What an instruction set does to turn short sequences.
pub trait Turnwise: Copy {
    /// Whether it takes a few instructions.
    const TURNS: bool = false;

    /// Turns what views hold, and what else is there. A length of more than 255 becomes that. Bytes are in an order
    /// of the instruction set's own, the same in all planes.
    #[inline(always)]
    fn turned(
        self,
        views: &[[u8; VIEW]; BYTES],
        columns: &mut [Plane; HELD as usize],
        lengths: &mut Plane,
    ) {
        let mut bytes = [[0; BYTES]; HELD as usize];
        let mut counts = [0; BYTES];
        for (row, [a, b, c, d, held @ ..]) in views.iter().enumerate() {
            counts[row] = u32::from_ne_bytes([*a, *b, *c, *d]).min(255) as u8;
            for (column, byte) in bytes.iter_mut().zip(held) {
                column[row] = *byte;
            }
        }
        for (column, bytes) in columns.iter_mut().zip(&bytes) {
            *column = Plane::of_bytes(bytes);
        }
        *lengths = Plane::of_bytes(&counts);
    }

    /// Replaces symbols by what the table has for them, those that are not under the mask by zeros. What becomes of
    /// symbols beyond ASCII has no meaning.
    #[inline(always)]
    fn translate(self, table: &[u8; SYMBOLS], symbols: &mut Plane, mask: &Plane) {
        let mut bytes = symbols.to_bytes();
        for (byte, mask) in bytes.iter_mut().zip(mask.to_bytes()) {
            *byte = table[usize::from(*byte) % SYMBOLS] & mask;
        }
        *symbols = Plane::of_bytes(&bytes);
    }

    /// The bytes in the order of rows.
    #[inline(always)]
    fn in_rows(self, bytes: &Plane) -> [u8; BYTES] {
        bytes.to_bytes()
    }
}

impl Turnwise for super::Portable {}

#[cfg(target_arch = "x86_64")]
impl Turnwise for super::Avx2 {}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use std::arch::x86_64::*;

    use super::{BYTES, HELD, SYMBOLS, Turnwise, VIEW};
    use crate::simd::{Avx512, Plane};

    /// Where the byte of each row is: row `4 j + l` is byte `j` of the quarter `l`.
    const ROWS: [u8; BYTES] = {
        let mut rows = [0; BYTES];
        let mut row = 0;
        while row < BYTES {
            rows[row] = (row % 4 * VIEW + row / 4) as u8;
            row += 1;
        }
        rows
    };

    #[inline(always)]
    fn store(_: Avx512, plane: &mut Plane, bytes: __m512i) {
        // SAFETY: the first argument proves the instruction set; a plane has the size of the register.
        unsafe { _mm512_storeu_si512(plane.0.as_mut_ptr().cast(), bytes) }
    }

    #[inline(always)]
    fn load<T>(_: Avx512, wide: &T) -> __m512i {
        const { assert!(size_of::<T>() == BYTES, "a register has 64 bytes") };
        // SAFETY: the first argument proves the instruction set; what is loaded has the size of the register.
        unsafe { _mm512_loadu_si512(std::ptr::from_ref(wide).cast()) }
    }

    /// Zips the bytes in the first half of the registers with those in the second one, quarter by quarter. The highest
    /// bit of a byte's place in its quarter becomes the lowest one of its register's number, and the other way round.
    #[inline(always)]
    fn zipped(_: Avx512, registers: [__m512i; VIEW]) -> [__m512i; VIEW] {
        let mut zipped = registers;
        for at in 0..VIEW / 2 {
            let (one, other) = (registers[at], registers[at + VIEW / 2]);
            // SAFETY: the first argument proves the instruction set.
            unsafe {
                zipped[2 * at] = _mm512_unpacklo_epi8(one, other);
                zipped[2 * at + 1] = _mm512_unpackhi_epi8(one, other);
            }
        }
        zipped
    }

    impl Turnwise for Avx512 {
        const TURNS: bool = true;

        #[inline(always)]
        fn turned(
            self,
            views: &[[u8; VIEW]; BYTES],
            columns: &mut [Plane; HELD as usize],
            lengths: &mut Plane,
        ) {
            let (fours, _) = views.as_chunks::<4>();
            let mut bytes = [load(self, &fours[0]); VIEW];
            for (register, four) in bytes.iter_mut().zip(fours) {
                *register = load(self, four);
            }
            // A byte's place has four bits, and so has its register's: after four times they have changed places.
            for _ in 0..4 {
                bytes = zipped(self, bytes);
            }
            let [length, more, still_more, most, held @ ..] = bytes;
            // SAFETY: `self` proves the instruction set.
            let length = unsafe {
                let more = _mm512_or_si512(more, _mm512_or_si512(still_more, most));
                let is_more = _mm512_test_epi8_mask(more, more);
                _mm512_mask_blend_epi8(is_more, length, _mm512_set1_epi8(-1))
            };
            store(self, lengths, length);
            for (column, bytes) in columns.iter_mut().zip(held) {
                store(self, column, bytes);
            }
        }

        #[inline(always)]
        fn translate(self, table: &[u8; SYMBOLS], symbols: &mut Plane, mask: &Plane) {
            let (halves, _) = table.as_chunks::<BYTES>();
            let (low, high) = (load(self, &halves[0]), load(self, &halves[1]));
            // SAFETY: `self` proves the instruction set.
            let found = unsafe {
                let mask = _mm512_movepi8_mask(load(self, mask));
                _mm512_maskz_permutex2var_epi8(mask, low, load(self, symbols), high)
            };
            store(self, symbols, found);
        }

        #[inline(always)]
        fn in_rows(self, bytes: &Plane) -> [u8; BYTES] {
            // SAFETY: `self` proves the instruction set; the array has the size of the register.
            unsafe {
                let bytes = _mm512_permutexvar_epi8(load(self, &ROWS), load(self, bytes));
                std::mem::transmute(bytes)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simd::{Bits, Isa, Kernel, Level};

    /// Rows with lengths above this one are translated.
    const LONG: u8 = 100;

    struct Turn<'a> {
        views: &'a [[u8; VIEW]; BYTES],
        table: &'a [u8; SYMBOLS],
        turned: &'a mut Vec<[u8; BYTES]>,
    }

    impl Kernel for Turn<'_> {
        #[inline(always)]
        fn run<I: Isa>(self, isa: I) {
            let mut columns = [Plane::ZERO; HELD as usize];
            let mut lengths = Plane::ZERO;
            isa.turned(self.views, &mut columns, &mut lengths);
            self.turned.push(isa.in_rows(&lengths));
            let mut mask = Plane::ZERO;
            for lanes in (0..8).step_by(I::WIDTH) {
                let least = isa.splat(u64::from_ne_bytes([LONG; 8]));
                let is_long = isa.load(&lengths, lanes).above_bytes(least);
                is_long.store(&mut mask, lanes);
            }
            for column in &mut columns {
                isa.translate(self.table, column, &mask);
                self.turned.push(isa.in_rows(column));
            }
        }
    }

    #[test]
    fn every_level_turns_views() {
        let mut views = [[0; VIEW]; BYTES];
        let table = std::array::from_fn(|at| (at * 7 + 3) as u8);
        for (row, view) in views.iter_mut().enumerate() {
            view[..4].copy_from_slice(&(row as u32 * row as u32 / 9).to_ne_bytes());
            for (place, byte) in view[4..].iter_mut().enumerate() {
                *byte = ((row * 37 + place * 11) % SYMBOLS) as u8;
            }
        }
        for level in Level::available() {
            let mut turned = Vec::new();
            level.run(Turn {
                views: &views,
                table: &table,
                turned: &mut turned,
            });
            for (row, view) in views.iter().enumerate() {
                let length = (row * row / 9).min(255);
                assert_eq!(usize::from(turned[0][row]), length, "{}", level.name());
                for (column, byte) in turned[1..].iter().zip(&view[4..]) {
                    let translated = table[usize::from(*byte)];
                    let expected = if length > usize::from(LONG) {
                        translated
                    } else {
                        0
                    };
                    assert_eq!(column[row], expected, "{}", level.name());
                }
            }
        }
    }
}
