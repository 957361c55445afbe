//! Planes: a block as kernels see it. One bit of each symbol of all 512 sequences makes a plane, and
//! one logic instruction does a step for all of them.

use super::{CODE_BITS, LANES, STRIDE, WORD};
use crate::simd::{Bits, Isa, Plane};

/// Turns the words of a side's first symbols into planes, eight symbols at a time: a transposition of 64 by 64
/// bits in each of the eight elements (Warren, Hacker's Delight, 7-3): swap ever smaller squares that
/// lie across the diagonal. Three sizes are swapped between eight rows while these are in registers: squares of whole
/// bytes first, then those within bytes.
#[inline(always)]
pub fn transpose<I: Isa>(isa: I, planes: &mut [Plane], symbols: usize) {
    transpose_half(isa, planes, symbols);
    let (squares, _) = planes.as_chunks_mut::<STRIDE>();
    let firsts = (0..symbols).step_by(WORD);
    for (square, first) in squares.iter_mut().zip(firsts) {
        let (eights, _) = square.as_chunks_mut::<8>();
        for eight in eights.iter_mut().take(symbols - first) {
            transpose_bytes(isa, eight);
        }
    }
}

/// The first half of [`transpose`], which brings the bits of a symbol to its eight planes; see [`turned`].
#[inline(always)]
pub fn transpose_half<I: Isa>(isa: I, planes: &mut [Plane], symbols: usize) {
    // The compiler makes shifts of shuffles by masks that it knows.
    let wide = std::hint::black_box(WIDE);
    let (squares, _) = planes.as_chunks_mut::<STRIDE>();
    for square in squares.iter_mut().take(symbols.div_ceil(WORD)) {
        let (eights, _) = square.as_chunks_mut::<8>();
        for group in (0..8).step_by(I::WIDTH) {
            for column in 0..8 {
                let mut rows = [isa.splat(0); 8];
                for (row, eight) in rows.iter_mut().zip(eights.iter()) {
                    *row = isa.load(&eight[column], group);
                }
                swap::<I, 32>(isa, &mut rows, wide);
                for (row, eight) in rows.into_iter().zip(eights.iter_mut()) {
                    row.store(&mut eight[column], group);
                }
            }
        }
    }
}

/// Masks of the columns that stay in rows of the upper half: for squares of 32, 16 and 8 bits.
const WIDE: [u64; 3] = [
    0x0000_0000_FFFF_FFFF,
    0x0000_FFFF_0000_FFFF,
    0x00FF_00FF_00FF_00FF,
];
/// Masks for squares of 4, 2 and 1 bits, as [`WIDE`].
const NARROW: [u64; 3] = [
    0x0F0F_0F0F_0F0F_0F0F,
    0x3333_3333_3333_3333,
    0x5555_5555_5555_5555,
];

/// Swaps squares of `SIZE` bits, of half that and of a quarter, between eight rows.
#[inline(always)]
fn swap<I: Isa, const SIZE: u32>(isa: I, rows: &mut [I::Bits; 8], masks: [u64; 3]) {
    let masks = [
        isa.splat(masks[0]),
        isa.splat(masks[1]),
        isa.splat(masks[2]),
    ];
    for pair in 0..4 {
        cross(rows, pair, pair + 4, masks[0], SIZE);
    }
    for pair in [0, 1, 4, 5] {
        cross(rows, pair, pair + 2, masks[1], SIZE / 2);
    }
    for pair in [0, 2, 4, 6] {
        cross(rows, pair, pair + 1, masks[2], SIZE / 4);
    }
}

/// Swaps squares, as [`swap`], in eight rows that follow one another.
#[inline(always)]
fn swap_eight<I: Isa, const SIZE: u32>(
    isa: I,
    eight: &mut [Plane; 8],
    group: usize,
    masks: [u64; 3],
) {
    let rows = swapped::<I, SIZE>(isa, eight, group, masks);
    for (row, plane) in rows.into_iter().zip(eight) {
        row.store(plane, group);
    }
}

/// Eight rows that follow one another, with their squares swapped.
#[inline(always)]
fn swapped<I: Isa, const SIZE: u32>(
    isa: I,
    eight: &[Plane; 8],
    group: usize,
    masks: [u64; 3],
) -> [I::Bits; 8] {
    let mut rows = [isa.splat(0); 8];
    for (row, plane) in rows.iter_mut().zip(eight) {
        *row = isa.load(plane, group);
    }
    swap::<I, SIZE>(isa, &mut rows, masks);
    rows
}

/// Swaps the upper row's right squares with the lower row's left ones.
#[inline(always)]
fn cross<B: Bits>(rows: &mut [B; 8], upper: usize, lower: usize, mask: B, size: u32) {
    (rows[upper], rows[lower]) = if size.is_multiple_of(8) {
        rows[upper].cross_bytes(rows[lower], mask, size)
    } else {
        rows[upper].cross(rows[lower], mask, size)
    };
}

/// Turns the first words of a side into bytes: in place of words of eight symbols, planes of 64 pairs'
/// `n`-th symbols. Byte `b` of element `e` belongs to the pair `8 * b + e` of the 64.
#[inline(always)]
pub fn transpose_words<I: Isa>(isa: I, planes: &mut [Plane]) {
    let (squares, _) = planes.as_chunks_mut::<STRIDE>();
    for square in squares {
        let (eights, _) = square.as_chunks_mut::<8>();
        for group in (0..8).step_by(I::WIDTH) {
            for eight in eights.iter_mut() {
                swap_eight::<I, 32>(isa, eight, group, WIDE);
            }
        }
    }
}

/// Turns eight planes, each holding one bit of a number of up to eight bits, into those numbers: a
/// transposition of 8 by 8 bits in each byte. Byte `b` of plane `p` is the number of lane `8 * b + p`.
#[inline(always)]
pub fn transpose_bytes<I: Isa>(isa: I, planes: &mut [Plane; 8]) {
    for group in (0..8).step_by(I::WIDTH) {
        swap_eight::<I, 4>(isa, planes, group, NARROW);
    }
}

/// The number of each pair, whose bits are in these planes, lowest first. The planes are consumed.
#[inline(always)]
pub fn numbers<I: Isa>(isa: I, planes: &mut [Plane; 8], numbers: &mut [u8; LANES]) {
    transpose_bytes(isa, planes);
    let mut squares = [[0; 8]; 8];
    for (square, plane) in squares.iter_mut().zip(planes) {
        *square = plane.0;
    }
    in_order(isa, &squares, numbers);
}

/// The numbers that stand in bytes of [transposed](transpose_bytes) planes, in the order of pairs.
#[inline(always)]
pub fn in_order<I: Isa>(isa: I, planes: &[[u64; 8]; 8], numbers: &mut [u8; LANES]) {
    // Pair `64 u + 8 p + e` is bit `8 u + p` of element `e`, where `transpose` has put it, and byte `u` of
    // element `e` of plane `p`, where `transpose_bytes` has.
    let (words, _) = numbers.as_chunks_mut::<8>();
    for (at, plane) in planes.iter().enumerate() {
        for (upper, numbers) in isa.transpose_bytes(*plane).into_iter().enumerate() {
            words[8 * upper + at] = numbers.to_le_bytes();
        }
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

/// The bits of the `at`-th symbol, lowest first and one more than it has, where planes are [half
/// transposed](transpose_half).
#[inline(always)]
pub fn turned<I: Isa>(isa: I, planes: &[Plane], at: usize, group: usize) -> [I::Bits; 8] {
    match planes[at / WORD * STRIDE + at % WORD * 8..].first_chunk() {
        Some(eight) => swapped::<I, 4>(isa, eight, group, NARROW),
        None => [isa.splat(0); 8],
    }
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

/// One number for each lane, bit by bit, modulo 2 to the power of `BITS`.
#[derive(Clone, Copy)]
pub struct Counter<B, const BITS: usize = 8> {
    bits: [B; BITS],
}

impl<B: Bits> Counter<B> {
    /// In how many sets each lane is.
    #[inline(always)]
    pub fn of<I: Isa<Bits = B>>(isa: I, sets: &[B]) -> Self {
        let mut counter = Self::new(isa);
        let (eights, rest) = sets.as_chunks();
        for [one, two, three, four, five, six, seven, eight] in eights {
            let sets = [
                (*one, *two),
                (*three, *four),
                (*five, *six),
                (*seven, *eight),
            ];
            counter.add_eight(sets);
        }
        for set in rest {
            counter.add(*set);
        }
        counter
    }
}

impl<B: Bits, const BITS: usize> Counter<B, BITS> {
    /// All lanes zero.
    #[inline(always)]
    pub fn new<I: Isa<Bits = B>>(isa: I) -> Self {
        Self {
            bits: [isa.splat(0); BITS],
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
        let carry = add(&mut self.bits[0], first, second);
        self.carry(carry, 1);
    }

    /// Adds one for each of eight sets of lanes: full adders turn three numbers of the same weight into
    /// one of this and one of the next (Harley and Seal; Warren, Hacker's Delight, 5-1).
    #[inline(always)]
    pub fn add_eight(&mut self, sets: [(B, B); 4]) {
        let [one, two, three, four] = sets;
        let [ones, twos, fours, ..] = &mut self.bits[..] else {
            return;
        };
        let first = add(ones, one.0, one.1);
        let second = add(ones, two.0, two.1);
        let first = add(twos, first, second);
        let second = add(ones, three.0, three.1);
        let third = add(ones, four.0, four.1);
        let second = add(twos, second, third);
        let carry = add(fours, first, second);
        self.carry(carry, 3);
    }

    /// The bits, lowest first.
    #[inline(always)]
    pub fn bits(self) -> [B; BITS] {
        self.bits
    }

    /// Writes the number's bits to planes, as far as there are any.
    #[inline(always)]
    pub fn store(self, planes: &mut [Plane], group: usize) {
        for (bits, plane) in self.bits.into_iter().zip(planes) {
            bits.store(plane, group);
        }
    }

    /// Adds a bit to the numbers, from the bit `from` on.
    #[inline(always)]
    fn carry(&mut self, mut carry: B, from: usize) {
        for bit in &mut self.bits[from..] {
            (*bit, carry) = (*bit ^ carry, *bit & carry);
        }
    }
}

/// Adds two bits to a number's bit of the same weight, and returns the carry.
#[inline(always)]
fn add<B: Bits>(sum: &mut B, first: B, second: B) -> B {
    let carry = sum.carry3(first, second);
    *sum = sum.sum3(first, second);
    carry
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::block::testing::random;
    use crate::simd::{Level, dispatch};

    #[test]
    fn every_level_reads_numbers() {
        let mut seed = 42;
        let planes: [Plane; 8] =
            std::array::from_fn(|_| Plane(std::array::from_fn(|_| random(&mut seed))));
        for level in Level::available() {
            let mut read = [0; 512];
            dispatch!(level, isa => numbers(isa, &mut planes.clone(), &mut read));
            for (lane, number) in read.into_iter().enumerate() {
                for (bit, plane) in planes.iter().enumerate() {
                    let expected = plane.0[lane % 8] >> (lane / 8) & 1;
                    assert_eq!(u64::from(number >> bit & 1), expected, "{}", level.name());
                }
            }
        }
    }

    #[test]
    fn every_level_transposes() {
        let mut seed = 42;
        let mut planes = vec![Plane::ZERO; STRIDE];
        for plane in &mut planes {
            plane.0 = std::array::from_fn(|_| random(&mut seed));
        }
        for level in Level::available() {
            let mut transposed = planes.clone();
            dispatch!(level, isa => transpose(isa, &mut transposed, WORD));
            // (One plane more than a word has lies behind it.)
            for (row, plane) in planes[..64].iter().enumerate() {
                for (column, other) in transposed[..64].iter().enumerate() {
                    for group in 0..8 {
                        let (bit, image) = (plane.0[group] >> column, other.0[group] >> row);
                        assert_eq!(bit & 1, image & 1, "{} {row} {column}", level.name());
                    }
                }
            }
        }
    }
}
