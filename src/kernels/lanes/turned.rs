//! Short sequences of sixty-four rows, turned: first bytes, second bytes, and so on.

use super::held::{HELD, VIEW};
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

    /// Replaces symbols, none of which is beyond ASCII, by what the table has for them.
    #[inline(always)]
    fn translate(self, table: &[u8; SYMBOLS], symbols: &mut Plane) {
        let mut bytes = symbols.to_bytes();
        for byte in &mut bytes {
            *byte = table[usize::from(*byte) % SYMBOLS];
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

    use super::super::{Avx512, Plane};
    use super::{BYTES, HELD, SYMBOLS, Turnwise, VIEW};

    /// The bytes of four elements by their weight.
    const BY_WEIGHT: [u8; 16] = [0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15];

    /// Where the byte of each row is: of row `16 g + 4 i + l` it is byte `i` of element `g` of the quarter `l`.
    const ROWS: [u8; BYTES] = {
        let mut rows = [0; BYTES];
        let mut row = 0;
        while row < BYTES {
            rows[row] = (row % 4 * 16 + row / 16 * 4 + row / 4 % 4) as u8;
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

    /// Squares of four by four elements: what is first, second, third and fourth in the quarters of all four.
    #[inline(always)]
    fn crossed(_: Avx512, [one, two, three, four]: [__m512i; 4]) -> [__m512i; 4] {
        // SAFETY: the first argument proves the instruction set.
        unsafe {
            let (low, high) = (
                _mm512_unpacklo_epi32(one, two),
                _mm512_unpackhi_epi32(one, two),
            );
            let (other_low, other_high) = (
                _mm512_unpacklo_epi32(three, four),
                _mm512_unpackhi_epi32(three, four),
            );
            [
                _mm512_unpacklo_epi64(low, other_low),
                _mm512_unpackhi_epi64(low, other_low),
                _mm512_unpacklo_epi64(high, other_high),
                _mm512_unpackhi_epi64(high, other_high),
            ]
        }
    }

    /// Bytes of four registers of elements, those of the lowest weight first.
    #[inline(always)]
    fn by_weight(isa: Avx512, mut elements: [__m512i; 4]) -> [__m512i; 4] {
        // SAFETY: `isa` proves the instruction set; there are as many places as bytes.
        unsafe {
            let places = _mm_loadu_si128(BY_WEIGHT.as_ptr().cast());
            let places = _mm512_broadcast_i32x4(places);
            for elements in &mut elements {
                *elements = _mm512_shuffle_epi8(*elements, places);
            }
        }
        crossed(isa, elements)
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
            // SAFETY: `self` proves the instruction set.
            let nothing = unsafe { _mm512_setzero_si512() };
            let mut fields = [[nothing; 4]; 4];
            let (fours, _) = views.as_chunks::<4>();
            let (groups, _) = fours.as_chunks::<4>();
            for (at, [one, two, three, four]) in groups.iter().enumerate() {
                let four = [
                    load(self, one),
                    load(self, two),
                    load(self, three),
                    load(self, four),
                ];
                let [lengths, first, second, third] = crossed(self, four);
                // SAFETY: `self` proves the instruction set.
                fields[0][at] = unsafe { _mm512_min_epu32(lengths, _mm512_set1_epi32(255)) };
                fields[1][at] = first;
                fields[2][at] = second;
                fields[3][at] = third;
            }
            let [counts, held @ ..] = fields;
            let [counts, ..] = by_weight(self, counts);
            store(self, lengths, counts);
            let (fours, _) = columns.as_chunks_mut::<4>();
            for (columns, elements) in fours.iter_mut().zip(held) {
                for (column, bytes) in columns.iter_mut().zip(by_weight(self, elements)) {
                    store(self, column, bytes);
                }
            }
        }

        #[inline(always)]
        fn translate(self, table: &[u8; SYMBOLS], symbols: &mut Plane) {
            let (halves, _) = table.as_chunks::<BYTES>();
            let (low, high) = (load(self, &halves[0]), load(self, &halves[1]));
            // SAFETY: `self` proves the instruction set.
            let found = unsafe { _mm512_permutex2var_epi8(low, load(self, symbols), high) };
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
    use super::super::{Isa, Kernel, Level};
    use super::*;

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
            for column in &mut columns {
                isa.translate(self.table, column);
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
                    assert_eq!(column[row], table[usize::from(*byte)], "{}", level.name());
                }
            }
        }
    }
}
