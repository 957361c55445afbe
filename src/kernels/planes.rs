//! Planes: what kernels see of a block. One bit of each symbol of all 512 sequences makes a plane, and
//! one logic instruction does the same step for all of them.

use super::block::{CODE_BITS, STRIDE, WORD};
use super::lanes::{Bits, Isa, Plane};

/// Turns the first words of a side into planes, eight symbols at a time: a transposition of 64 by 64
/// bits in each of the eight elements (Warren, Hacker's Delight, 7-3): swap ever smaller squares that
/// lie across the diagonal.
#[inline(always)]
pub fn transpose<I: Isa>(isa: I, planes: &mut [Plane]) {
    for square in planes.chunks_mut(STRIDE) {
        let square = &mut square[..64];
        for group in (0..8).step_by(I::WIDTH) {
            swap::<I, 32>(isa, square, group, 0x0000_0000_FFFF_FFFF);
            swap::<I, 16>(isa, square, group, 0x0000_FFFF_0000_FFFF);
            swap::<I, 8>(isa, square, group, 0x00FF_00FF_00FF_00FF);
            swap::<I, 4>(isa, square, group, 0x0F0F_0F0F_0F0F_0F0F);
            swap::<I, 2>(isa, square, group, 0x3333_3333_3333_3333);
            swap::<I, 1>(isa, square, group, 0x5555_5555_5555_5555);
        }
    }
}

#[inline(always)]
fn swap<I: Isa, const SIZE: u32>(isa: I, square: &mut [Plane], group: usize, mask: u64) {
    let mask = isa.splat(mask);
    for halves in square.chunks_exact_mut(2 * SIZE as usize) {
        let (upper, lower) = halves.split_at_mut(SIZE as usize);
        for (upper, lower) in upper.iter_mut().zip(lower) {
            let (high, low) = (isa.load(upper, group), isa.load(lower, group));
            let crossed = (high.shift_right::<SIZE>() ^ low) & mask;
            (low ^ crossed).store(lower, group);
            (high ^ crossed.shift_left::<SIZE>()).store(upper, group);
        }
    }
}

/// Turns eight planes, each holding one bit of a number of up to eight bits, into those numbers: a
/// transposition of 8 by 8 bits in each byte. Byte `b` of plane `p` is the number of lane `8 * b + p`.
#[inline(always)]
pub fn transpose_bytes<I: Isa>(isa: I, planes: &mut [Plane; 8]) {
    for group in (0..8).step_by(I::WIDTH) {
        swap::<I, 4>(isa, planes, group, 0x0F0F_0F0F_0F0F_0F0F);
        swap::<I, 2>(isa, planes, group, 0x3333_3333_3333_3333);
        swap::<I, 1>(isa, planes, group, 0x5555_5555_5555_5555);
    }
}

/// The planes of the words that `symbols` symbols take.
#[inline(always)]
pub fn words_of(planes: &mut [Plane], symbols: usize) -> &mut [Plane] {
    &mut planes[..symbols.div_ceil(WORD) * STRIDE]
}

/// The planes of the `at`-th symbol.
#[inline(always)]
pub fn symbol<I: Isa>(isa: I, planes: &[Plane], at: usize, group: usize) -> [I::Bits; CODE_BITS] {
    let planes = &planes[at / WORD * STRIDE + at % WORD * 8..][..8];
    [
        isa.load(&planes[0], group),
        isa.load(&planes[1], group),
        isa.load(&planes[2], group),
        isa.load(&planes[3], group),
        isa.load(&planes[4], group),
        isa.load(&planes[5], group),
        isa.load(&planes[6], group),
    ]
}

/// Lanes whose symbols differ.
#[inline(always)]
pub fn differ<B: Bits>(left: &[B; CODE_BITS], right: &[B; CODE_BITS]) -> B {
    let mut differ = left[0] ^ right[0];
    for bit in 1..CODE_BITS {
        differ = differ | (left[bit] ^ right[bit]);
    }
    differ
}

/// Lanes that have a symbol here, rather than being past their end.
#[inline(always)]
pub fn present<B: Bits>(symbol: &[B; CODE_BITS]) -> B {
    (symbol[0] | symbol[1] | symbol[2]) | (symbol[3] | symbol[4]) | (symbol[5] | symbol[6])
}

/// Bits of a number that is counted.
pub const COUNT_BITS: usize = 9;

/// One number in 0..512 for each lane, bit by bit.
#[derive(Clone, Copy)]
pub struct Counter<B> {
    bits: [B; COUNT_BITS],
}

impl<B: Bits> Counter<B> {
    /// All lanes zero.
    #[inline(always)]
    pub fn new<I: Isa<Bits = B>>(isa: I) -> Self {
        Self {
            bits: [isa.splat(0); COUNT_BITS],
        }
    }

    /// Adds one in the lanes that are set.
    #[inline(always)]
    pub fn add(&mut self, lanes: B) {
        self.carry(lanes, 0);
    }

    /// Adds one for each of two sets of lanes.
    #[inline(always)]
    pub fn add_both(&mut self, first: B, second: B) {
        let both = first ^ second;
        let carry = (first & second) | (both & self.bits[0]);
        self.bits[0] = self.bits[0] ^ both;
        self.carry(carry, 1);
    }

    /// The number's bits, lowest first.
    #[inline(always)]
    pub fn bits(&self) -> &[B; COUNT_BITS] {
        &self.bits
    }

    #[inline(always)]
    fn carry(&mut self, mut carry: B, from: usize) {
        for bit in &mut self.bits[from..] {
            let sum = *bit ^ carry;
            carry = *bit & carry;
            *bit = sum;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::block::testing::random;
    use super::super::lanes::{Kernel, Level};
    use super::*;

    struct Transpose<'a>(&'a mut [Plane]);

    impl Kernel for Transpose<'_> {
        #[inline(always)]
        fn run<I: Isa>(self, isa: I) {
            transpose(isa, self.0);
        }
    }

    #[test]
    fn every_level_transposes() {
        let mut seed = 42;
        let mut planes = vec![Plane::ZERO; 64];
        for plane in &mut planes {
            plane.0 = std::array::from_fn(|_| random(&mut seed));
        }
        for level in Level::available() {
            let mut transposed = planes.clone();
            level.run(Transpose(&mut transposed));
            for (row, plane) in planes.iter().enumerate() {
                for (column, other) in transposed.iter().enumerate() {
                    for group in 0..8 {
                        let (bit, image) = (plane.0[group] >> column, other.0[group] >> row);
                        assert_eq!(bit & 1, image & 1, "{} {row} {column}", level.name());
                    }
                }
            }
        }
    }
}
