//! Sums of two integers, with every digit.

use std::fmt::Write;

use num_bigint::BigUint;

use super::whole::Whole;

/// Writes the sum of two integers, which may take one bit more than either.
pub fn write_sum(left: Whole, right: Whole, text: &mut String) {
    if left.negative != right.negative {
        let larger = if left.magnitude > right.magnitude {
            left
        } else {
            right
        };
        let magnitude = left.magnitude.abs_diff(right.magnitude);
        return write_integer(larger.negative && magnitude > 0, magnitude, text);
    }
    match left.magnitude.checked_add(right.magnitude) {
        Some(magnitude) => write_integer(left.negative, magnitude, text),
        None => {
            let sign = if left.negative { "-" } else { "" };
            let magnitude = BigUint::from(left.magnitude) + right.magnitude;
            // Writing to a String never fails.
            let _ = write!(text, "{sign}{magnitude}");
        }
    }
}

fn write_integer(is_negative: bool, magnitude: u128, text: &mut String) {
    if is_negative {
        text.push('-');
    }
    let mut digits = itoa::Buffer::new();
    match u64::try_from(magnitude) {
        Ok(magnitude) => text.push_str(digits.format(magnitude)),
        Err(_) => text.push_str(digits.format(magnitude)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use num_bigint::BigInt;
    use proptest::prelude::*;

    fn sum(left: impl Into<Whole>, right: impl Into<Whole>) -> String {
        let mut text = String::new();
        write_sum(left.into(), right.into(), &mut text);
        text
    }

    proptest! {
        #[test]
        fn sums_are_exact(left: i128, right: i128, unsigned: u128) {
            prop_assert_eq!(sum(left, right), (BigInt::from(left) + right).to_string());
            prop_assert_eq!(sum(left, unsigned), (BigInt::from(left) + unsigned).to_string());
            prop_assert_eq!(sum(left, 0), left.to_string());
        }
    }

    #[test]
    fn sums_beyond_every_type() {
        assert_eq!(
            sum(u128::MAX, u128::MAX),
            "680564733841876926926749214863536422910"
        );
        assert_eq!(
            sum(i128::MIN, i128::MIN),
            (BigInt::from(i128::MIN) * 2_u8).to_string()
        );
        assert_eq!(sum(i64::MIN, i64::MIN), "-18446744073709551616");
        assert_eq!(sum(-5, 5), "0");
        assert_eq!(sum(5, -5), "0");
    }
}
