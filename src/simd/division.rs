//! Quotients of small whole numbers, eight at a time.
//!
//! A division takes a processor as long as a dozen other operations. With a correctly rounded reciprocal `r` of
//! `b` three multiplications and additions do the same, to the last bit: `q = a r` is next to the quotient, `a - b q`
//! is computed without rounding, and `q + (a - b q) r` rounds correctly (Markstein, "Computation of elementary
//! functions on the IBM RISC System/6000 processor", 1990). The reciprocals of whole numbers are looked up.

/// How many are computed at once.
pub const EIGHT: usize = 8;

/// What an instruction set does with eight quotients.
pub trait Ratiowise: Copy {
    /// The quotients of whole numbers, of which none is larger than `LONGEST`. What is divided by zero has no
    /// meaning.
    #[inline(always)]
    fn ratios<const LONGEST: usize>(
        self,
        dividends: [u32; EIGHT],
        divisors: [u32; EIGHT],
    ) -> [f64; EIGHT] {
        divided(dividends, divisors)
    }

    /// A third of each number.
    #[inline(always)]
    fn thirds(self, mut numbers: [f64; EIGHT]) -> [f64; EIGHT] {
        for number in &mut numbers {
            *number /= 3.0;
        }
        numbers
    }
}

#[inline(always)]
fn divided(dividends: [u32; EIGHT], divisors: [u32; EIGHT]) -> [f64; EIGHT] {
    let mut ratios = [0.0; EIGHT];
    for (ratio, (dividend, divisor)) in ratios.iter_mut().zip(dividends.into_iter().zip(divisors)) {
        *ratio = f64::from(dividend) / f64::from(divisor);
    }
    ratios
}

impl Ratiowise for super::Portable {}

#[cfg(target_arch = "x86_64")]
impl Ratiowise for super::Avx2 {}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use std::arch::x86_64::*;

    use super::{EIGHT, Ratiowise, divided};
    use crate::simd::Avx512;

    /// The largest number whose reciprocal is looked up. For larger ones that would take as long as to divide.
    const KNOWN: usize = 64;
    /// The reciprocals in two registers.
    const PART: usize = 16;
    /// The reciprocals of one and the following numbers.
    static RECIPROCALS: [[f64; PART]; KNOWN / PART] = {
        let mut reciprocals = [[0.0; PART]; KNOWN / PART];
        let mut at = 0;
        while at < KNOWN {
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

    impl Ratiowise for Avx512 {
        #[inline(always)]
        fn ratios<const LONGEST: usize>(
            self,
            dividends: [u32; EIGHT],
            divisors: [u32; EIGHT],
        ) -> [f64; EIGHT] {
            if LONGEST > KNOWN {
                return divided(dividends, divisors);
            }
            // SAFETY: `self` proves the instruction set; arrays and registers have the same size, and the table
            // has as many parts as are read.
            unsafe {
                let dividends = std::mem::transmute::<[u32; EIGHT], __m256i>(dividends);
                let divisors = std::mem::transmute::<[u32; EIGHT], __m256i>(divisors);
                let places =
                    _mm512_sub_epi64(_mm512_cvtepu32_epi64(divisors), _mm512_set1_epi64(1));
                let mut reciprocals = _mm512_setzero_pd();
                for (at, part) in RECIPROCALS.iter().enumerate().take(LONGEST.div_ceil(PART)) {
                    let low = _mm512_loadu_pd(part.as_ptr());
                    let high = _mm512_loadu_pd(part.as_ptr().add(PART / 2));
                    let found = _mm512_permutex2var_pd(low, places, high);
                    let first = _mm512_set1_epi64((at * PART) as i64);
                    let are_there = _mm512_cmpge_epu64_mask(places, first);
                    reciprocals = _mm512_mask_mov_pd(reciprocals, are_there, found);
                }
                quotients(
                    self,
                    _mm512_cvtepu32_pd(dividends),
                    _mm512_cvtepu32_pd(divisors),
                    reciprocals,
                )
            }
        }

        #[inline(always)]
        fn thirds(self, numbers: [f64; EIGHT]) -> [f64; EIGHT] {
            // SAFETY: `self` proves the instruction set; the array has the size of the register.
            unsafe {
                let numbers = std::mem::transmute::<[f64; EIGHT], __m512d>(numbers);
                quotients(
                    self,
                    numbers,
                    _mm512_set1_pd(3.0),
                    _mm512_set1_pd(1.0 / 3.0),
                )
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simd::{Isa, Kernel, Level};

    struct Divide<'a, const LONGEST: usize>(u32, [u32; EIGHT], &'a mut [f64; EIGHT]);

    impl<const LONGEST: usize> Kernel for Divide<'_, LONGEST> {
        #[inline(always)]
        fn run<I: Isa>(self, isa: I) {
            *self.2 = isa.ratios::<LONGEST>([self.0; EIGHT], self.1);
        }
    }

    struct Third<'a>(&'a mut [f64; EIGHT]);

    impl Kernel for Third<'_> {
        #[inline(always)]
        fn run<I: Isa>(self, isa: I) {
            *self.0 = isa.thirds(*self.0);
        }
    }

    fn check<const LONGEST: usize>() {
        for level in Level::available() {
            for dividend in 0..=LONGEST as u32 {
                for first in 1..=LONGEST as u32 {
                    let divisors =
                        std::array::from_fn(|at| (first + at as u32).min(LONGEST as u32));
                    let mut ratios = [0.0; EIGHT];
                    level.run(Divide::<LONGEST>(dividend, divisors, &mut ratios));
                    let expected = divisors.map(|divisor| f64::from(dividend) / f64::from(divisor));
                    assert_eq!(ratios, expected, "{} {dividend}", level.name());
                }
            }
        }
    }

    #[test]
    fn every_level_divides_as_ieee_does() {
        check::<15>();
        check::<16>();
        check::<32>();
        check::<63>();
        check::<64>();
        check::<128>();
    }

    #[test]
    fn every_level_takes_thirds_as_ieee_does() {
        let mut number = 1e-3;
        while number < 3.0 {
            let numbers = std::array::from_fn(|at| number + at as f64 * f64::EPSILON);
            for level in Level::available() {
                let mut thirds = numbers;
                level.run(Third(&mut thirds));
                assert_eq!(
                    thirds,
                    numbers.map(|number| number / 3.0),
                    "{}",
                    level.name()
                );
            }
            number *= 1.000_1;
        }
    }
}
