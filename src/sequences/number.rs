//! Exact integers in the types that columns hold.

use num_bigint::{BigInt, BigUint, Sign};

/// A type of numbers into which an exact integer either fits or does not.
pub trait Number: Copy + Default + Send + Sync + 'static {
    /// Whether numbers below zero exist.
    const SIGNED: bool;

    /// The integer in this type, rounded to the nearest number where the type rounds; `None` where
    /// it is too large.
    fn from_exact(exact: &BigInt) -> Option<Self>;
}

macro_rules! integers {
    ($($integer:ty: $signed:literal,)*) => {$(
        impl Number for $integer {
            const SIGNED: bool = $signed;

            fn from_exact(exact: &BigInt) -> Option<Self> {
                exact.try_into().ok()
            }
        }
    )*};
}

integers! {
    u64: false,
    i64: true,
    u128: false,
}

impl Number for f64 {
    const SIGNED: bool = true;

    fn from_exact(exact: &BigInt) -> Option<Self> {
        let magnitude = nearest(exact.magnitude());
        let float = if exact.sign() == Sign::Minus {
            -magnitude
        } else {
            magnitude
        };
        float.is_finite().then_some(float)
    }
}

/// The nearest float, ties to even, or infinity.
///
/// The first 64 bits decide but for a tie, which any later bit breaks: the last of the 64 is set if
/// one of those is. Converting 64 bits to a float then rounds once.
fn nearest(exact: &BigUint) -> f64 {
    let Some(surplus) = exact.bits().checked_sub(64) else {
        return exact.iter_u64_digits().next().unwrap_or(0) as f64;
    };
    let first = exact >> surplus;
    let first = first.iter_u64_digits().next().unwrap_or(0);
    let rest = exact.trailing_zeros().is_some_and(|zeros| zeros < surplus);
    let exponent = i32::try_from(surplus).unwrap_or(i32::MAX);
    (first | u64::from(rest)) as f64 * 2_f64.powi(exponent)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn bounds_of_each_type() {
        let large = |bits: u32| BigInt::from(1) << bits;
        assert_eq!(u64::from_exact(&(large(64) - 1)), Some(u64::MAX));
        assert_eq!(u64::from_exact(&large(64)), None);
        assert_eq!(u64::from_exact(&BigInt::from(-1)), None);
        assert_eq!(i64::from_exact(&-large(63)), Some(i64::MIN));
        assert_eq!(i64::from_exact(&large(63)), None);
        assert_eq!(u128::from_exact(&(large(128) - 1)), Some(u128::MAX));
        assert_eq!(u128::from_exact(&large(128)), None);
        assert_eq!(f64::from_exact(&large(1023)), Some(2_f64.powi(1023)));
        assert_eq!(f64::from_exact(&-large(1023)), Some(-2_f64.powi(1023)));
        assert_eq!(f64::from_exact(&(large(1024) - large(970))), None);
        assert_eq!(
            f64::from_exact(&(large(1024) - large(970) - 1)),
            Some(f64::MAX)
        );
    }

    proptest! {
        #[test]
        fn floats_are_rounded_as_texts_are_read(digits in "-?[1-9][0-9]{0,340}") {
            let exact: BigInt = digits.parse().expect("digits are a number");
            let read: f64 = digits.parse().expect("digits are a number");
            prop_assert_eq!(f64::from_exact(&exact), read.is_finite().then_some(read));
        }

        #[test]
        fn ties_are_rounded_to_even(top: u64, shift in 0_u64..900, more in 0_u64..3) {
            let exact = (BigInt::from(top) << shift) + more;
            let read: f64 = exact.to_string().parse().expect("digits are a number");
            prop_assert_eq!(f64::from_exact(&exact), Some(read));
        }
    }
}
