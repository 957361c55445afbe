//! The registers that every target has.

use std::ops::{BitAnd, BitOr, BitXor, Not};

use super::{Bits, Isa, Plane};

/// The baseline of the target; pairs of words, which every 64-bit target has registers for.
#[derive(Clone, Copy, Debug)]
pub struct Portable;

impl Portable {
    /// Evaluates a body, for which nothing has to be known of the processor.
    #[inline(always)]
    pub fn run<R>(self, body: impl FnOnce(Self) -> R) -> R {
        body(self)
    }
}

/// A register of [`Portable`].
#[derive(Clone, Copy)]
pub struct Pair([u64; 2]);

impl Pair {
    /// A function of the bytes at each place.
    #[inline(always)]
    fn bytes(self, other: Self, of: impl Fn(u8, u8) -> u8) -> Self {
        let (mut bytes, others) = (self.0.map(u64::to_ne_bytes), other.0.map(u64::to_ne_bytes));
        for (byte, other) in bytes
            .as_flattened_mut()
            .iter_mut()
            .zip(others.as_flattened())
        {
            *byte = of(*byte, *other);
        }
        Self(bytes.map(u64::from_ne_bytes))
    }

    /// A function of the 16-bit numbers at each place.
    #[inline(always)]
    fn shorts(self, other: Self, of: impl Fn(u16, u16) -> u16) -> Self {
        let mut result = [0; 2];
        for ((result, one), other) in result.iter_mut().zip(self.0).zip(other.0) {
            for place in [0, 16, 32, 48] {
                let short = of((one >> place) as u16, (other >> place) as u16);
                *result |= u64::from(short) << place;
            }
        }
        Self(result)
    }
}

impl Isa for Portable {
    type Bits = Pair;
    const WIDTH: usize = 2;

    #[inline(always)]
    fn splat(self, element: u64) -> Pair {
        Pair([element; 2])
    }

    #[inline(always)]
    fn load(self, plane: &Plane, group: usize) -> Pair {
        Pair([plane.0[group], plane.0[group + 1]])
    }
}

impl Bits for Pair {
    #[inline(always)]
    fn shift_left(self, by: u32) -> Self {
        Self([self.0[0] << by, self.0[1] << by])
    }

    #[inline(always)]
    fn shift_right(self, by: u32) -> Self {
        Self([self.0[0] >> by, self.0[1] >> by])
    }

    #[inline(always)]
    fn max_bytes(self, other: Self) -> Self {
        self.bytes(other, u8::max)
    }

    #[inline(always)]
    fn min_bytes(self, other: Self) -> Self {
        self.bytes(other, u8::min)
    }

    #[inline(always)]
    fn add_bytes(self, other: Self) -> Self {
        self.bytes(other, u8::wrapping_add)
    }

    #[inline(always)]
    fn equal_bytes(self, other: Self) -> Self {
        self.bytes(other, |byte, other| if byte == other { u8::MAX } else { 0 })
    }

    #[inline(always)]
    fn multiply_shorts(self, other: Self) -> Self {
        self.shorts(other, u16::wrapping_mul)
    }

    #[inline(always)]
    fn greater_shorts(self, other: Self) -> Self {
        self.shorts(
            other,
            |short, other| if short > other { u16::MAX } else { 0 },
        )
    }

    #[inline(always)]
    fn store(self, plane: &mut Plane, group: usize) {
        plane.0[group] = self.0[0];
        plane.0[group + 1] = self.0[1];
    }
}

impl BitAnd for Pair {
    type Output = Self;

    #[inline(always)]
    fn bitand(self, other: Self) -> Self {
        Self([self.0[0] & other.0[0], self.0[1] & other.0[1]])
    }
}

impl BitOr for Pair {
    type Output = Self;

    #[inline(always)]
    fn bitor(self, other: Self) -> Self {
        Self([self.0[0] | other.0[0], self.0[1] | other.0[1]])
    }
}

impl BitXor for Pair {
    type Output = Self;

    #[inline(always)]
    fn bitxor(self, other: Self) -> Self {
        Self([self.0[0] ^ other.0[0], self.0[1] ^ other.0[1]])
    }
}

impl Not for Pair {
    type Output = Self;

    #[inline(always)]
    fn not(self) -> Self {
        Self([!self.0[0], !self.0[1]])
    }
}
