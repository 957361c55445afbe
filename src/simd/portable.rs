//! The operations on the baseline of the target, written without intrinsics.
//!
//! A register is a pair of words, since every 64-bit target has registers of 128 bits.

use std::convert::Infallible;
use std::ops::{BitAnd, BitOr, BitXor, Not};

use super::layout::*;
use super::ops::{Bits, ByteOps, HalfOps, LaneOps, LoadOps, ShortText};
use super::scalar;
use super::tokens::Portable;
use super::utf8::{self, Begins};

/// A register of [`Portable`].
#[derive(Clone, Copy)]
pub struct Pair([u64; 2]);

impl Pair {
    /// A function of the bytes at each index.
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

    /// A function of the 16-bit numbers at each index.
    #[inline(always)]
    fn shorts(self, other: Self, of: impl Fn(u16, u16) -> u16) -> Self {
        let mut result = [0; 2];
        for ((result, one), other) in result.iter_mut().zip(self.0).zip(other.0) {
            for shift in [0, 16, 32, 48] {
                let short = of((one >> shift) as u16, (other >> shift) as u16);
                *result |= u64::from(short) << shift;
            }
        }
        Self(result)
    }
}

impl LaneOps for Portable {
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

impl ByteOps for Portable {
    type Bytes = [u8; BYTES];
    type Short = Number;
    type Words = Infallible;
    const IS_WIDE: bool = false;
    const LONGEST: u32 = Number::LONGEST;

    /// A copy, with zeros behind it.
    #[inline(always)]
    fn bytes(self, sequence: &[u8]) -> [u8; BYTES] {
        scalar::padded(sequence)
    }

    #[inline(always)]
    fn backwards(self, mut bytes: [u8; BYTES]) -> [u8; BYTES] {
        bytes.reverse();
        bytes
    }

    #[inline(always)]
    fn equal(self, bytes: [u8; BYTES], byte: u8) -> u64 {
        self.within(bytes, byte, byte)
    }

    /// A comparison of every byte, whose answers are put together as bits.
    #[inline(always)]
    fn within(self, bytes: [u8; BYTES], first: u8, last: u8) -> u64 {
        let within = bytes.map(|byte| u64::from(byte >= first && byte <= last));
        (0..)
            .zip(within)
            .fold(0, |mask, (at, bit)| mask | bit << at)
    }

    #[inline(always)]
    fn beginning(self, memory: &[u8], len: u32) -> Number {
        Number::beginning(memory, len)
    }

    #[inline(always)]
    fn ending(self, memory: &[u8], len: u32) -> Number {
        Number::ending(memory, len)
    }

    #[inline(always)]
    fn begins(self, memory: &[u8], len: u32) -> Begins {
        utf8::begins(memory, len)
    }

    #[inline(always)]
    fn code_points(self, memory: &[u8], _: u32, leads: u64, into: &mut [u16; BYTES]) {
        utf8::code_points(memory, leads, into);
    }
}

/// A short text without registers of its own: the codes of up to sixteen bytes in one number, and zero if all bytes
/// have codes.
#[derive(Clone, Copy)]
pub struct Number(u128, u64);

impl Number {
    /// The most bytes of a text.
    pub(super) const LONGEST: u32 = 16;

    /// The first `len` bytes of `memory`, no more than fit.
    #[inline(always)]
    pub(super) fn beginning(memory: &[u8], len: u32) -> Number {
        let ([low, high], rest) = scalar::codes(memory, len);
        Number(u128::from(high) << u64::BITS | u128::from(low), rest)
    }

    /// The last of the first `len` bytes.
    #[inline(always)]
    pub(super) fn ending(memory: &[u8], len: u32) -> Number {
        let before = len.saturating_sub(Self::LONGEST);
        let last = &memory[before as usize..];
        let Number(codes, rest) = Self::beginning(last, len - before);
        let missing = Self::LONGEST.saturating_sub(len);
        Number(codes.unbounded_shl(8 * missing), rest)
    }
}

impl ShortText for Number {
    /// A code with its high bit was counted when the text was read.
    #[inline(always)]
    fn are_codes(self, other: Self) -> bool {
        self.1 | other.1 == 0
    }

    /// The first byte of the difference that is not zero ends the equal ones.
    #[inline(always)]
    fn equal_first(self, other: Self) -> u32 {
        (self.0 ^ other.0).trailing_zeros() / 8
    }

    /// The last byte of the difference that is not zero begins the equal ones.
    #[inline(always)]
    fn equal_last(self, other: Self) -> u32 {
        (self.0 ^ other.0).leading_zeros() / 8
    }

    /// A one for each byte of the difference that is not zero, summed by a multiplication.
    #[inline(always)]
    fn differing(self, other: Self) -> u32 {
        const ONES: u64 = 0x0101_0101_0101_0101;
        let differ = self.0 ^ other.0;
        // Codes have seven bits, so a sum with 127 reaches the eighth if a byte is not zero.
        let ones = |differ: u128| (differ as u64).wrapping_add(ONES * 0x7F) >> 7 & ONES;
        let ones = ones(differ) + ones(differ >> u64::BITS);
        (ones.wrapping_mul(ONES) >> (u64::BITS - 8)) as u32
    }

    #[inline(always)]
    fn continuations(self) -> u64 {
        let goes_on = |code: u8| u64::from((0x81..=0xC0).contains(&code));
        let codes = (0..).zip(self.0.to_le_bytes());
        codes.fold(0, |mask, (at, code)| mask | goes_on(code) << at)
    }
}

impl HalfOps for Portable {
    type Halves = [u16; HALVES];
    type Slots = [u16; SLOTS];

    #[inline(always)]
    fn halves(self, symbols: &[u16; HALVES]) -> [u16; HALVES] {
        *symbols
    }

    #[inline(always)]
    fn splat_half(self, symbol: u16) -> [u16; HALVES] {
        [symbol; HALVES]
    }

    #[inline(always)]
    fn less_one(self, mut symbols: [u16; HALVES]) -> [u16; HALVES] {
        for symbol in &mut symbols {
            *symbol = symbol.wrapping_sub(1);
        }
        symbols
    }

    /// A choice by masks instead of a branch, so that the compiler uses vectors.
    #[inline(always)]
    fn where_equal(
        self,
        symbols: [u16; HALVES],
        others: [u16; HALVES],
        new: [u16; HALVES],
        mut there: [u16; HALVES],
    ) -> [u16; HALVES] {
        for (at, there) in there.iter_mut().enumerate() {
            let equal = if symbols[at] == others[at] {
                u16::MAX
            } else {
                0
            };
            *there = (new[at] & equal) | (*there & !equal);
        }
        there
    }

    /// A comparison of every symbol, whose answers are put together as bits.
    #[inline(always)]
    fn equal_halves(self, symbols: [u16; HALVES], others: [u16; HALVES]) -> u32 {
        let equal = symbols.into_iter().zip(others);
        let equal = equal.map(|(symbol, other)| u32::from(symbol == other));
        (0..)
            .zip(equal)
            .fold(0, |mask, (at, equal)| mask | equal << at)
    }

    #[inline(always)]
    fn write_halves(self, symbols: [u16; HALVES], into: &mut [u16; HALVES]) {
        *into = symbols;
    }

    #[inline(always)]
    fn slots(self, mut symbols: [u16; HALVES], multiplier: u16) -> [u16; HALVES] {
        for symbol in &mut symbols {
            *symbol = (symbol.wrapping_mul(multiplier) >> SLOT_SHIFT) + 1;
        }
        symbols
    }

    #[inline(always)]
    fn slots_of(self, symbols: &[u16; SLOTS]) -> [u16; SLOTS] {
        *symbols
    }

    #[inline(always)]
    fn look_up(self, slots: [u16; SLOTS], mut indices: [u16; HALVES]) -> [u16; HALVES] {
        for index in &mut indices {
            *index = slots[usize::from(*index) % SLOTS];
        }
        indices
    }

    /// A choice by masks instead of a branch.
    #[inline(always)]
    fn write_codes(self, codes: [u16; HALVES], there: u16, into: &mut [u8; HALVES]) {
        for (at, code) in into.iter_mut().enumerate() {
            let is_there = if (at as u16) < there { u16::MAX } else { 0 };
            *code = (codes[at] & is_there) as u8;
        }
    }
}

impl LoadOps for Portable {}
