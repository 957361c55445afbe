//! Linear recurrences with constant coefficients: a(n) = c₁ a(n-1) + … + c_d a(n-d).
//!
//! Modulo the characteristic polynomial x^d - c₁ x^(d-1) - … - c_d, the power x^n is a polynomial
//! r₀ + r₁ x + … of degree less than d, and a(n) = r₀ a(0) + r₁ a(1) + …. The power is found by
//! squaring: d² multiplications for each bit of n, where the powers of a matrix take d³.
//!
//! C. M. Fiduccia, "An efficient formula for linear recurrences", SIAM Journal on Computing 14
//! (1985).

use num_bigint::BigInt;
use serde::Deserialize;

use super::modular::Modular;
use super::terms::{LARGEST_BITS, Sequence};
use crate::interrupt;

/// A recurrence of any order.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinearRecurrence {
    /// What the preceding terms are multiplied by, the nearest one first.
    pub coefficients: Vec<i64>,
    /// The first terms, as many as there are coefficients.
    pub initial: Vec<i64>,
}

impl Sequence for LinearRecurrence {
    fn check(&self) -> Result<(), String> {
        let (order, first) = (self.coefficients.len(), self.initial.len());
        if order == 0 || order != first {
            return Err(format!(
                "expected as many initial terms as coefficients, and at least one, got {first} and {order}"
            ));
        }
        Ok(())
    }

    fn walk(&self) -> impl Iterator<Item = BigInt> {
        let mut window: Vec<BigInt> = self.initial.iter().copied().map(BigInt::from).collect();
        (0..).map(move |n: usize| {
            // The window is a ring: at `oldest` stands the term that leaves it.
            let oldest = n % window.len();
            let before =
                (1..=window.len()).map(|back| (oldest + window.len() - back) % window.len());
            let next = before
                .zip(&self.coefficients)
                .map(|(place, coefficient)| &window[place] * coefficient)
                .sum();
            std::mem::replace(&mut window[oldest], next)
        })
    }

    fn term(&self, n: u128) -> Result<BigInt, String> {
        let power = power_of_x(&Integers, n, &self.coefficients).ok_or_else(|| {
            format!("expected n whose term takes at most {LARGEST_BITS} bits to compute, got {n}")
        })?;
        let first = power.iter().zip(&self.initial);
        Ok(first.map(|(share, initial)| share * initial).sum())
    }

    fn residue(&self, n: u128, modulus: u64) -> u64 {
        let ring = Modular { modulus };
        let power = power_of_x(&ring, n, &self.coefficients).unwrap_or_default();
        let mut sum = 0;
        for (share, initial) in power.iter().zip(&self.initial) {
            ring.add_product(&mut sum, share, &ring.element(*initial));
        }
        sum
    }

    fn is_negated_below(&self, _: u128) -> Option<bool> {
        None
    }

    fn may_return(&self) -> bool {
        true
    }
}

/// Where the coefficients of polynomials come from.
trait Ring {
    type Element: Clone + Default;
    fn element(&self, integer: i64) -> Self::Element;
    fn add_product(&self, sum: &mut Self::Element, left: &Self::Element, right: &Self::Element);
    /// Whether an element is too large to be squared.
    fn is_large(&self, element: &Self::Element) -> bool;
}

struct Integers;

impl Ring for Integers {
    type Element = BigInt;

    fn element(&self, integer: i64) -> BigInt {
        integer.into()
    }

    fn add_product(&self, sum: &mut BigInt, left: &BigInt, right: &BigInt) {
        *sum += left * right;
    }

    fn is_large(&self, element: &BigInt) -> bool {
        2 * element.bits() > LARGEST_BITS
    }
}

impl Ring for Modular {
    type Element = u64;

    fn element(&self, integer: i64) -> u64 {
        (*self).element(integer)
    }

    fn add_product(&self, sum: &mut u64, left: &u64, right: &u64) {
        *sum = self.add(*sum, self.multiply(*left, *right));
    }

    fn is_large(&self, _: &u64) -> bool {
        false
    }
}

/// The power x^n modulo the characteristic polynomial, lowest coefficient first; `None` if the
/// elements grow too large.
fn power_of_x<R: Ring>(ring: &R, n: u128, coefficients: &[i64]) -> Option<Vec<R::Element>> {
    let order = coefficients.len();
    let coefficients: Vec<R::Element> = coefficients
        .iter()
        .map(|coefficient| ring.element(*coefficient))
        .collect();
    let reduce = |mut polynomial: Vec<R::Element>| {
        while polynomial.len() > order && !interrupt::is_raised() {
            let top = polynomial.pop().unwrap_or_default();
            let places = polynomial.iter_mut().rev();
            for (place, coefficient) in places.zip(&coefficients) {
                ring.add_product(place, &top, coefficient);
            }
        }
        polynomial
    };
    let mut power = vec![ring.element(1)];
    for bit in (0..u128::BITS - n.leading_zeros()).rev() {
        if power.iter().any(|element| ring.is_large(element)) {
            return None;
        }
        let mut square = vec![R::Element::default(); 2 * power.len() - 1];
        for (degree, left) in power.iter().enumerate() {
            if interrupt::is_raised() {
                return None;
            }
            for (place, right) in square[degree..].iter_mut().zip(&power) {
                ring.add_product(place, left, right);
            }
        }
        power = reduce(square);
        if (n >> bit) & 1 == 1 {
            power.insert(0, R::Element::default());
            power = reduce(power);
        }
    }
    Some(power)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn recurrence(coefficients: &[i64], initial: &[i64]) -> LinearRecurrence {
        LinearRecurrence {
            coefficients: coefficients.to_vec(),
            initial: initial.to_vec(),
        }
    }

    #[test]
    fn known_sequences() {
        let first =
            |sequence: LinearRecurrence| -> Vec<BigInt> { sequence.walk().take(10).collect() };
        let expected = |terms: [i64; 10]| terms.map(BigInt::from).to_vec();
        // Pell, tribonacci, Padovan (OEIS A000129, A000073, A000931), and powers of three.
        let pell = first(recurrence(&[2, 1], &[0, 1]));
        assert_eq!(pell, expected([0, 1, 2, 5, 12, 29, 70, 169, 408, 985]));
        let tribonacci = first(recurrence(&[1, 1, 1], &[0, 0, 1]));
        assert_eq!(tribonacci, expected([0, 0, 1, 1, 2, 4, 7, 13, 24, 44]));
        let padovan = first(recurrence(&[0, 1, 1], &[1, 0, 0]));
        assert_eq!(padovan, expected([1, 0, 0, 1, 0, 1, 1, 1, 2, 2]));
        let powers = first(recurrence(&[3], &[1]));
        assert_eq!(
            powers,
            expected([1, 3, 9, 27, 81, 243, 729, 2187, 6561, 19683])
        );
    }

    #[test]
    fn growth_is_bounded() {
        assert!(recurrence(&[1, 1], &[0, 1]).term(100_000).is_ok());
        assert!(recurrence(&[i64::MAX], &[1]).term(u128::MAX).is_err());
        assert_eq!(recurrence(&[1], &[7]).term(u128::MAX), Ok(7.into()));
        assert_eq!(recurrence(&[0], &[7]).term(u128::MAX), Ok(0.into()));
    }

    proptest! {
        #[test]
        fn powers_meet_the_walk(
            both in prop::collection::vec((-9_i64..9, -9_i64..9), 1..6),
            n in 0_usize..300,
            modulus in 1_u64..,
        ) {
            let (coefficients, initial): (Vec<_>, Vec<_>) = both.into_iter().unzip();
            let sequence = recurrence(&coefficients, &initial);
            let walked = sequence.walk().nth(n).expect("a walk never ends");
            let residue = ((&walked % modulus) + modulus) % modulus;
            prop_assert_eq!(BigInt::from(sequence.residue(n as u128, modulus)), residue);
            prop_assert_eq!(sequence.term(n as u128), Ok(walked));
        }
    }
}
