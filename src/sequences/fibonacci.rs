//! The numbers of Fibonacci and of Lucas, by fast doubling.
//!
//! With F(k-1) and F(k) known, two squarings give the neighbours of twice the index:
//!
//! ```text
//! F(2k-1) = F(k)² + F(k-1)²
//! F(2k+1) = 4 F(k)² - F(k-1)² + 2 (-1)^k
//! F(2k)   = F(2k+1) - F(2k-1)
//! ```
//!
//! (Knuth, The Art of Computer Programming, volume 1, section 1.2.8), so F(n) takes one step for
//! each bit of n, and the last step costs nearly all of it. L(n) = F(n) + 2 F(n-1). Below zero,
//! F(-n) = (-1)^(n+1) F(n) and L(-n) = (-1)^n L(n).

use num_bigint::{BigInt, BigUint};
use serde::Deserialize;

use super::modular::Modular;
use super::terms::{LARGEST_BITS, Sequence};

/// The largest n whose number has a text: F(n) has 0.694 n bits.
pub const LARGEST_N: u32 = 10_000_000;

const _: () = assert!(LARGEST_N as u64 / 10 * 7 <= LARGEST_BITS);

/// 0, 1, 1, 2, 3, 5, 8, …
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fibonacci {}

/// 2, 1, 3, 4, 7, 11, 18, …
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lucas {}

impl Sequence for Fibonacci {
    fn walk(&self) -> impl Iterator<Item = BigInt> {
        walk(0, 1)
    }

    fn term(&self, n: u128) -> Result<BigInt, String> {
        let (_, number) = pair(checked(n)?);
        Ok(number.into())
    }

    fn residue(&self, n: u128, modulus: u64) -> u64 {
        let (_, residue) = residues(n, Modular { modulus });
        residue
    }

    fn is_negated_below(&self, n: u128) -> Option<bool> {
        Some(n.is_multiple_of(2))
    }

    fn may_return(&self) -> bool {
        false
    }
}

impl Sequence for Lucas {
    fn walk(&self) -> impl Iterator<Item = BigInt> {
        walk(2, 1)
    }

    fn term(&self, n: u128) -> Result<BigInt, String> {
        let (before, number) = pair(checked(n)?);
        Ok((number + (before << 1_u32)).into())
    }

    fn residue(&self, n: u128, modulus: u64) -> u64 {
        let ring = Modular { modulus };
        let (before, residue) = residues(n, ring);
        ring.add(residue, ring.add(before, before))
    }

    fn is_negated_below(&self, n: u128) -> Option<bool> {
        Some(!n.is_multiple_of(2))
    }

    fn may_return(&self) -> bool {
        false
    }
}

fn walk(first: u8, second: u8) -> impl Iterator<Item = BigInt> {
    let pair = (BigInt::from(first), BigInt::from(second));
    std::iter::successors(Some(pair), |(before, number)| {
        Some((number.clone(), before + number))
    })
    .map(|(number, _)| number)
}

fn checked(n: u128) -> Result<u32, String> {
    u32::try_from(n)
        .ok()
        .filter(|n| *n <= LARGEST_N)
        .ok_or_else(|| format!("expected n within -{LARGEST_N}..={LARGEST_N}, got {n}"))
}

/// F(n-1) and F(n).
fn pair(n: u32) -> (BigUint, BigUint) {
    let (mut before, mut number) = (BigUint::from(1_u8), BigUint::ZERO);
    for bit in (0..u32::BITS - n.leading_zeros()).rev() {
        let is_even = (n >> bit) & 2 == 0;
        let square = &number * &number;
        let square_before = &before * &before;
        let low = &square + &square_before;
        // In this order no difference is below zero.
        let mut high = (square << 2_u32) + if is_even { 2_u8 } else { 0 };
        high -= square_before;
        if !is_even {
            high -= 2_u8;
        }
        let middle = &high - &low;
        (before, number) = if (n >> bit) & 1 == 1 {
            (middle, high)
        } else {
            (low, middle)
        };
    }
    (before, number)
}

/// F(n-1) and F(n), modulo a number.
fn residues(n: u128, ring: Modular) -> (u64, u64) {
    let two = ring.element(2);
    let (mut before, mut number) = (ring.element(1), 0);
    for bit in (0..u128::BITS - n.leading_zeros()).rev() {
        let square = ring.multiply(number, number);
        let square_before = ring.multiply(before, before);
        let low = ring.add(square, square_before);
        let twice = ring.add(square, square);
        let high = ring.subtract(ring.add(twice, twice), square_before);
        let high = if (n >> bit) & 2 == 0 {
            ring.add(high, two)
        } else {
            ring.subtract(high, two)
        };
        let middle = ring.subtract(high, low);
        (before, number) = if (n >> bit) & 1 == 1 {
            (middle, high)
        } else {
            (low, middle)
        };
    }
    (before, number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubling_meets_the_walk() {
        for (n, number) in (0..600).zip(Fibonacci {}.walk()) {
            assert_eq!(Fibonacci {}.term(n).as_ref(), Ok(&number));
            for modulus in [1, 2, 10, 997, u64::MAX] {
                let expected = &number % modulus;
                assert_eq!(BigInt::from(Fibonacci {}.residue(n, modulus)), expected);
            }
        }
        for (n, number) in (0..600).zip(Lucas {}.walk()) {
            assert_eq!(Lucas {}.term(n).as_ref(), Ok(&number));
            for modulus in [1, 2, 10, 997, u64::MAX] {
                let expected = &number % modulus;
                assert_eq!(BigInt::from(Lucas {}.residue(n, modulus)), expected);
            }
        }
    }

    #[test]
    fn residues_repeat_after_pisanos_period() {
        // The periods of 10 and of 10^9 are 60 and 1 500 000 000 (OEIS A001175).
        assert_eq!(
            Fibonacci {}.residue(u128::MAX, 10),
            Fibonacci {}.residue(u128::MAX % 60, 10)
        );
        let (modulus, period) = (1_000_000_000, 1_500_000_000);
        assert_eq!(
            Fibonacci {}.residue(u128::MAX, modulus),
            Fibonacci {}.residue(u128::MAX % period, modulus)
        );
    }

    #[test]
    fn far_numbers_are_refused() {
        assert!(checked(LARGEST_N.into()).is_ok());
        assert!(Fibonacci {}.term(u128::from(LARGEST_N) + 1).is_err());
        assert!(Lucas {}.term(u128::MAX).is_err());
    }
}
