//! Arithmetic with remainders.

/// The integers modulo a number of up to 64 bits. All elements are in 0..modulus.
#[derive(Clone, Copy)]
pub struct Modular {
    /// The modulus, at least 1.
    pub modulus: u64,
}

impl Modular {
    /// The element that an integer is congruent to.
    pub fn element(self, integer: i64) -> u64 {
        let remainder = i128::from(integer).rem_euclid(self.modulus.into());
        // The remainder is less than the modulus, which fits.
        remainder as u64
    }

    /// The sum of two elements.
    pub fn add(self, left: u64, right: u64) -> u64 {
        let missing = self.modulus - right;
        if left >= missing {
            left - missing
        } else {
            left + right
        }
    }

    /// The difference of two elements.
    pub fn subtract(self, left: u64, right: u64) -> u64 {
        if left >= right {
            left - right
        } else {
            left + (self.modulus - right)
        }
    }

    /// The product of two elements. Only large ones need a division of 128 bits, which is slow.
    pub fn multiply(self, left: u64, right: u64) -> u64 {
        match left.checked_mul(right) {
            Some(product) => product % self.modulus,
            None => (u128::from(left) * u128::from(right) % u128::from(self.modulus)) as u64,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn elements_are_remainders(modulus in 1_u64.., left: u64, right: u64, integer: i64) {
            let ring = Modular { modulus };
            let whole = u128::from(modulus);
            let (left, right) = (left % modulus, right % modulus);
            let [wide_left, wide_right] = [left, right].map(u128::from);
            prop_assert_eq!(u128::from(ring.add(left, right)), (wide_left + wide_right) % whole);
            let difference = (wide_left + whole - wide_right) % whole;
            prop_assert_eq!(u128::from(ring.subtract(left, right)), difference);
            prop_assert_eq!(u128::from(ring.multiply(left, right)), wide_left * wide_right % whole);
            let remainder = i128::from(integer).rem_euclid(i128::from(modulus));
            prop_assert_eq!(i128::from(ring.element(integer)), remainder);
        }
    }
}
