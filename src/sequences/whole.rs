//! Integers of every width, brought to one type without loss.

use std::fmt;

/// An integer of up to 128 bits, signed or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Whole {
    /// Whether it is below zero.
    pub negative: bool,
    /// Its distance from zero.
    pub magnitude: u128,
}

impl fmt::Display for Whole {
    fn fmt(&self, text: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.negative { "-" } else { "" };
        write!(text, "{sign}{}", self.magnitude)
    }
}

/// A type of integers that columns are made of.
pub trait Integer: Copy + Send + Sync + Into<Whole> {
    /// The index of this integer in a table whose entry `below` stands for zero; whatever is too
    /// small or too large for any table is given an index that no table has.
    fn index(self, below: u32) -> usize;
}

macro_rules! signed {
    ($($integer:ty)*) => {$(
        impl From<$integer> for Whole {
            fn from(integer: $integer) -> Self {
                Self {
                    negative: integer < 0,
                    magnitude: integer.unsigned_abs().into(),
                }
            }
        }

        impl Integer for $integer {
            #[inline(always)]
            fn index(self, below: u32) -> usize {
                // Without a sign, what is below the table comes after all that is above it.
                let integer = i64::try_from(self).unwrap_or(i64::MAX);
                let index = integer.wrapping_add(below.into()).cast_unsigned();
                usize::try_from(index).unwrap_or(usize::MAX)
            }
        }
    )*};
}

macro_rules! unsigned {
    ($($integer:ty)*) => {$(
        impl From<$integer> for Whole {
            fn from(integer: $integer) -> Self {
                Self {
                    negative: false,
                    magnitude: integer.into(),
                }
            }
        }

        impl Integer for $integer {
            #[inline(always)]
            fn index(self, below: u32) -> usize {
                let integer = u64::try_from(self).unwrap_or(u64::MAX);
                usize::try_from(integer.saturating_add(below.into())).unwrap_or(usize::MAX)
            }
        }
    )*};
}

signed!(i8 i16 i32 i64 i128);
unsigned!(u8 u16 u32 u64 u128);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extremes_keep_their_value() {
        assert_eq!(Whole::from(i8::MIN).to_string(), i8::MIN.to_string());
        assert_eq!(Whole::from(i128::MIN).to_string(), i128::MIN.to_string());
        assert_eq!(Whole::from(u128::MAX).to_string(), u128::MAX.to_string());
    }

    #[test]
    fn extremes_are_in_no_table() {
        for below in [0, 92] {
            assert_eq!(5_i8.index(below), 5 + below as usize);
            assert!(i64::MAX.index(below) > 1 << 40);
            assert!(i64::MIN.index(below) > 1 << 40);
            assert!(u64::MAX.index(below) > 1 << 40);
            assert!(i128::MAX.index(below) > 1 << 40);
            assert!(i128::MIN.index(below) > 1 << 40);
            assert!(u128::MAX.index(below) > 1 << 40);
        }
        assert_eq!((-92_i8).index(92), 0);
        assert_eq!((-93_i128).index(92), usize::MAX);
        assert_eq!(u64::MAX.index(92), usize::MAX);
    }
}
