//! Quotients of small whole numbers, eight at a time.
//!
//! A division takes a processor as long as a dozen other operations. With the reciprocal of the divisor, rounded
//! correctly, three multiplications and additions give the same number, to the last bit (Markstein, "Computation of
//! elementary functions on the IBM RISC System/6000 processor", 1990):
//!
//! ```text
//! quotient(a, b):
//!     r    = 1 / b             from a table, a permutation of two registers for each 16 divisors
//!     q    = a * r             the quotient, or a number next to it
//!     rest = a - b * q         fused, so without rounding
//!     q + rest * r             fused, so rounded once, as the quotient is
//! ```

/// The routine of AVX-512.
#[cfg(target_arch = "x86_64")]
#[allow(unsafe_code, reason = "intrinsics")]
pub(super) mod avx512 {
    use std::arch::x86_64::*;

    use crate::simd::layout::EIGHT;
    use crate::simd::tokens::Avx512;

    /// The largest divisor. A longer table would take as long as to divide.
    pub(in crate::simd) const LARGEST: usize = 64;
    /// Reciprocals in a part of the table: two registers.
    const PART: usize = 16;
    /// The reciprocals of 1, 2, 3 and so on.
    static RECIPROCALS: [[f64; PART]; LARGEST / PART] = {
        let mut reciprocals = [[0.0; PART]; LARGEST / PART];
        let mut at = 0;
        while at < LARGEST {
            reciprocals[at / PART][at % PART] = 1.0 / (at + 1) as f64;
            at += 1;
        }
        reciprocals
    };

    /// Eight quotients by the divisors' reciprocals.
    #[inline(always)]
    fn quotients(
        _: Avx512,
        dividends: __m512d,
        divisors: __m512d,
        reciprocals: __m512d,
    ) -> [f64; EIGHT] {
        // SAFETY: the first argument proves the instruction set; arrays and registers have the same size.
        unsafe {
            let near = _mm512_mul_pd(dividends, reciprocals);
            let rest = _mm512_fnmadd_pd(divisors, near, dividends);
            std::mem::transmute(_mm512_fmadd_pd(rest, reciprocals, near))
        }
    }

    /// [`LaneOps::ratios`](crate::simd::ops::LaneOps::ratios), of numbers up to `LONGEST`, which is at most [`LARGEST`].
    #[inline(always)]
    pub(in crate::simd) fn ratios<const LONGEST: usize>(
        isa: Avx512,
        dividends: [u32; EIGHT],
        divisors: [u32; EIGHT],
    ) -> [f64; EIGHT] {
        // SAFETY: `isa` proves the instruction set; arrays and registers have the same size, and the table
        // has as many parts as are read.
        unsafe {
            let dividends = std::mem::transmute::<[u32; EIGHT], __m256i>(dividends);
            let divisors = std::mem::transmute::<[u32; EIGHT], __m256i>(divisors);
            let indices = _mm512_sub_epi64(_mm512_cvtepu32_epi64(divisors), _mm512_set1_epi64(1));
            let mut reciprocals = _mm512_setzero_pd();
            for (at, part) in RECIPROCALS.iter().enumerate().take(LONGEST.div_ceil(PART)) {
                let low = _mm512_loadu_pd(part.as_ptr());
                let high = _mm512_loadu_pd(part.as_ptr().add(PART / 2));
                let entries = _mm512_permutex2var_pd(low, indices, high);
                let first = _mm512_set1_epi64((at * PART) as i64);
                let are_here = _mm512_cmpge_epu64_mask(indices, first);
                reciprocals = _mm512_mask_mov_pd(reciprocals, are_here, entries);
            }
            quotients(
                isa,
                _mm512_cvtepu32_pd(dividends),
                _mm512_cvtepu32_pd(divisors),
                reciprocals,
            )
        }
    }

    /// [`LaneOps::thirds`](crate::simd::ops::LaneOps::thirds).
    #[inline(always)]
    pub(in crate::simd) fn thirds(isa: Avx512, numbers: [f64; EIGHT]) -> [f64; EIGHT] {
        // SAFETY: `isa` proves the instruction set; the array has the size of the register.
        unsafe {
            let numbers = std::mem::transmute::<[f64; EIGHT], __m512d>(numbers);
            quotients(isa, numbers, _mm512_set1_pd(3.0), _mm512_set1_pd(1.0 / 3.0))
        }
    }
}
