//! The inline sequences of 64 rows, transposed: a register of first bytes, one of second bytes, and so on.
//!
//! The views of 64 rows are 16 registers of four views each. To zip two registers byte by byte rotates the bits of a
//! byte's address by one:
//!
//! ```text
//! address of a byte    register r3 r2 r1 r0   quarter q1 q0   byte b3 b2 b1 b0
//! after one zip        register r2 r1 r0 b3   quarter q1 q0   byte b2 b1 b0 r3
//! after four zips      register b3 b2 b1 b0   quarter q1 q0   byte r3 r2 r1 r0
//! ```
//!
//! After four zips register `b` holds byte `b` of all views: four of lengths, twelve of the sequence. View
//! `4 r + q` is byte `r` of quarter `q`.

/// The routine of AVX-512.
#[cfg(target_arch = "x86_64")]
#[allow(unsafe_code, reason = "intrinsics")]
pub(super) mod avx512 {
    use std::arch::x86_64::*;

    use crate::simd::layout::{BYTES, MAX_INLINE, Plane, SYMBOLS, VIEW};
    use crate::simd::tokens::Avx512;

    /// The index of each row's byte: row `4 j + l` is byte `j` of the quarter `l`.
    const ROWS: [u8; BYTES] = {
        let mut rows = [0; BYTES];
        let mut row = 0;
        while row < BYTES {
            rows[row] = (row % 4 * VIEW + row / 4) as u8;
            row += 1;
        }
        rows
    };

    /// Writes a register to a plane.
    #[inline(always)]
    fn store(_: Avx512, plane: &mut Plane, bytes: __m512i) {
        // SAFETY: the first argument proves the instruction set; a plane has the size of the register.
        unsafe { _mm512_storeu_si512(plane.0.as_mut_ptr().cast(), bytes) }
    }

    /// Reads 64 bytes of any kind.
    #[inline(always)]
    fn load<T>(_: Avx512, wide: &T) -> __m512i {
        const { assert!(size_of::<T>() == BYTES, "a register has 64 bytes") };
        // SAFETY: the first argument proves the instruction set; `wide` has the size of the register.
        unsafe { _mm512_loadu_si512(std::ptr::from_ref(wide).cast()) }
    }

    /// Zips the bytes in the first half of the registers with those in the second one, quarter by quarter.
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

    /// [`LoadOps::transpose_views`](crate::simd::ops::LoadOps::transpose_views).
    #[inline(always)]
    pub(in crate::simd) fn transpose(
        isa: Avx512,
        views: &[[u8; VIEW]; BYTES],
        columns: &mut [Plane; MAX_INLINE as usize],
        lengths: &mut Plane,
    ) {
        let (fours, _) = views.as_chunks::<4>();
        let mut bytes = [load(isa, &fours[0]); VIEW];
        for (register, four) in bytes.iter_mut().zip(fours) {
            *register = load(isa, four);
        }
        // Four zips rotate the four bits of the register to those of the byte.
        for _ in 0..4 {
            bytes = zipped(isa, bytes);
        }
        let [length, more, still_more, most, inline @ ..] = bytes;
        // SAFETY: `isa` proves the instruction set.
        let length = unsafe {
            let more = _mm512_or_si512(more, _mm512_or_si512(still_more, most));
            let is_more = _mm512_test_epi8_mask(more, more);
            _mm512_mask_blend_epi8(is_more, length, _mm512_set1_epi8(-1))
        };
        store(isa, lengths, length);
        for (column, bytes) in columns.iter_mut().zip(inline) {
            store(isa, column, bytes);
        }
    }

    /// [`LaneOps::translate`](crate::simd::ops::LaneOps::translate): a permutation of two registers is a table
    /// of 128 bytes.
    #[inline(always)]
    pub(in crate::simd) fn translate(
        isa: Avx512,
        table: &[u8; SYMBOLS],
        symbols: &mut Plane,
        mask: &Plane,
    ) {
        let (halves, _) = table.as_chunks::<BYTES>();
        let (low, high) = (load(isa, &halves[0]), load(isa, &halves[1]));
        // SAFETY: `isa` proves the instruction set.
        let entries = unsafe {
            let mask = _mm512_movepi8_mask(load(isa, mask));
            _mm512_maskz_permutex2var_epi8(mask, low, load(isa, symbols), high)
        };
        store(isa, symbols, entries);
    }

    /// [`LoadOps::in_rows`](crate::simd::ops::LoadOps::in_rows).
    #[inline(always)]
    pub(in crate::simd) fn in_rows(isa: Avx512, bytes: &Plane) -> [u8; BYTES] {
        // SAFETY: `isa` proves the instruction set; the array has the size of the register.
        unsafe {
            let bytes = _mm512_permutexvar_epi8(load(isa, &ROWS), load(isa, bytes));
            std::mem::transmute(bytes)
        }
    }
}
