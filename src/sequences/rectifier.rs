//! The rectifiers of neural networks: what is below zero becomes zero, or is scaled down.

use serde::Deserialize;

/// `x` where it is not below zero, otherwise `slope * x`. A slope of zero asks for the plain rectifier,
/// which makes zero even of negative infinity.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rectifier {
    /// The scale below zero, in 0..=1.
    pub slope: f64,
}

/// A number that can be rectified without leaving its type.
pub trait Rectify: Copy {
    /// The number, or zero if it is below. NaN stays NaN.
    fn positive(self) -> Self;

    /// The number, or its share if it is below zero. NaN stays NaN; an integer's share is rounded towards
    /// zero.
    fn leaky(self, rectifier: Rectifier) -> Self;
}

impl Rectifier {
    /// Says what is wrong with the parameters, if anything is.
    ///
    /// # Errors
    /// One sentence: what was expected and what came.
    pub fn check(&self) -> Result<(), String> {
        if !(0.0..=1.0).contains(&self.slope) {
            return Err(format!(
                "expected slope to be within 0..1, got {}",
                self.slope
            ));
        }
        Ok(())
    }

    /// The slope's share of a magnitude, exact and then rounded down.
    ///
    /// The slope is m / 2^e with m of 53 bits, so the product has at most 181: the upper half of the
    /// magnitude contributes `high` times 2^64, the lower half `low`.
    fn share(self, magnitude: u128) -> u128 {
        let (factor, exponent) = parts(self.slope);
        let low = (magnitude & u128::from(u64::MAX)) * factor;
        let high = (magnitude >> 64) * factor + (low >> 64);
        let low = low & u128::from(u64::MAX);
        match exponent.checked_sub(64) {
            Some(shift) => high.checked_shr(shift).unwrap_or(0),
            None => (high << (64 - exponent)) | (low >> exponent),
        }
    }
}

/// The integer m and the exponent e of a float m / 2^e in 0..=1.
fn parts(slope: f64) -> (u128, u32) {
    let bits = slope.to_bits();
    let (fraction, exponent) = (bits & ((1 << 52) - 1), (bits >> 52) as u32);
    if exponent == 0 {
        (fraction.into(), 1074)
    } else {
        ((fraction | 1 << 52).into(), 1075 - exponent)
    }
}

macro_rules! floats {
    ($($float:ty)*) => {$(
        impl Rectify for $float {
            #[inline(always)]
            fn positive(self) -> Self {
                if self < 0.0 { 0.0 } else { self }
            }

            #[inline(always)]
            fn leaky(self, rectifier: Rectifier) -> Self {
                let share = self * rectifier.slope as $float;
                if self < 0.0 { share } else { self }
            }
        }
    )*};
}

macro_rules! integers {
    ($($integer:ty)*) => {$(
        impl Rectify for $integer {
            #[inline(always)]
            fn positive(self) -> Self {
                self.max(0)
            }

            #[inline(always)]
            fn leaky(self, rectifier: Rectifier) -> Self {
                if self >= 0 {
                    return self;
                }
                // A share is never larger than the whole, so it fits.
                let share = rectifier.share(self.unsigned_abs().into());
                (share as $integer).wrapping_neg()
            }
        }
    )*};
}

floats!(f32 f64);
integers!(i8 i16 i32 i64 i128);

#[cfg(test)]
mod tests {
    use super::*;
    use num_bigint::BigInt;
    use proptest::prelude::*;

    #[test]
    fn floats_keep_what_is_no_number() {
        let half = Rectifier { slope: 0.5 };
        assert!(f64::NAN.positive().is_nan());
        assert!(f32::NAN.leaky(half).is_nan());
        assert_eq!(f64::NEG_INFINITY.positive(), 0.0);
        assert_eq!(f64::NEG_INFINITY.leaky(half), f64::NEG_INFINITY);
        assert_eq!((-3.0_f64).leaky(half), -1.5);
        assert_eq!(3.0_f32.leaky(half), 3.0);
    }

    #[test]
    fn extremes_of_integers() {
        let whole = Rectifier { slope: 1.0 };
        assert_eq!(i8::MIN.leaky(whole), i8::MIN);
        assert_eq!(i128::MIN.leaky(whole), i128::MIN);
        assert_eq!(i128::MIN.leaky(Rectifier { slope: 0.5 }), i128::MIN / 2);
        assert_eq!(
            i64::MIN.leaky(Rectifier {
                slope: f64::MIN_POSITIVE
            }),
            0
        );
        assert_eq!(
            i128::MIN.leaky(Rectifier {
                slope: f64::from_bits(1)
            }),
            0
        );
    }

    proptest! {
        #[test]
        fn shares_of_integers_are_exact(number: i128, slope in 0.0_f64..=1.0) {
            prop_assume!(slope > 0.0);
            let (factor, exponent) = parts(slope);
            let product: BigInt = (BigInt::from(number.unsigned_abs()) * factor) >> exponent;
            let expected = if number < 0 { -product } else { number.into() };
            prop_assert_eq!(BigInt::from(number.leaky(Rectifier { slope })), expected);
        }

        #[test]
        fn parts_make_the_float(slope in 0.0_f64..=1.0) {
            let (factor, exponent) = parts(slope);
            prop_assert_eq!(factor as f64 / 2_f64.powi(exponent as i32), slope);
        }
    }
}
