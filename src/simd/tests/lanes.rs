//! [`LaneOps`](crate::simd::LaneOps): bits, bytes and quotients of lanes.

use super::{levels, random};
use crate::simd::*;

/// Operations of [`Bits`] on four planes, in the order of [`bit_operations`].
const OPERATIONS: usize = 34;

/// The answers of all operations of [`Bits`], on four planes of which `mask` has whole bytes of bits.
#[inline(always)]
fn bit_operations<I: Isa>(isa: I, planes: &[Plane; 4], mask: &Plane) -> [Plane; OPERATIONS] {
    let mut answers = [Plane::ZERO; OPERATIONS];
    for lanes in (0..8).step_by(I::WIDTH) {
        let [a, b, c, d] = planes.each_ref().map(|plane| isa.load(plane, lanes));
        let mask = isa.load(mask, lanes);
        let ones = isa.splat(0x0101_0101_0101_0101);
        let below = isa.splat(0x7FFF_7FFF_7FFF_7FFF);
        let comb = a.comb_bytes(b, c, d);
        let crossed = a.cross(b, isa.splat(0x0F0F_0F0F_0F0F_0F0F), 4);
        let crossed_bytes = a.cross_bytes(b, isa.splat(0x0000_FFFF_0000_FFFF), 16);
        let registers = [
            a & b,
            a | b,
            a ^ b,
            !a,
            a.shift_left(5),
            a.shift_right(9),
            a.max_bytes(b),
            a.min_bytes(b),
            a.add_bytes(b),
            (a & ones).equal_bytes(b & ones),
            a.multiply_shorts(b),
            (a & below).greater_shorts(b & below),
            a.or3(b, c),
            a.or_but(b, c),
            a.or_neither(b, c),
            a.or_not_but(b, c),
            a.either_but(b, c),
            a.and_neither(b, c),
            a.flip_but(b, c),
            a.differ_but(b, c),
            a.sum3(b, c),
            a.carry3(b, c),
            a.above_bytes(b),
            a.twice_under(mask),
            a.less_where_at_least(ones, b, c),
            comb.0,
            comb.1,
            crossed.0,
            crossed.1,
            crossed_bytes.0,
            crossed_bytes.1,
            a.or_else(b, c),
            isa.splat(42),
            (a & ones).comb_bytes(b & ones, c & ones, d & ones).0,
        ];
        for (answer, register) in answers.iter_mut().zip(registers) {
            register.store(answer, lanes);
        }
    }
    answers
}

#[test]
fn every_level_computes_the_bits_of_the_portable_one() {
    let mut seed = 1;
    for _ in 0..200 {
        let planes = std::array::from_fn(|_| Plane(std::array::from_fn(|_| random(&mut seed))));
        let mask = std::array::from_fn(|_| {
            if random(&mut seed).is_multiple_of(2) {
                0xFF
            } else {
                0
            }
        });
        let mask = Plane::of_bytes(&mask);
        let expected = bit_operations(Portable, &planes, &mask);
        for (level, name) in levels() {
            let answers = dispatch!(level, isa => bit_operations(isa, &planes, &mask));
            for (at, (answer, expected)) in answers.iter().zip(&expected).enumerate() {
                assert_eq!(answer.0, expected.0, "{name}, operation {at}");
            }
        }
    }
}

#[test]
fn every_level_transposes_squares() {
    let square: [[u8; 8]; 8] =
        std::array::from_fn(|row| std::array::from_fn(|column| (8 * row + column) as u8));
    for (level, name) in levels() {
        let elements = square.map(u64::from_le_bytes);
        let turned = dispatch!(level, isa => isa.transpose_bytes(elements));
        for (row, element) in turned.into_iter().enumerate() {
            for (column, byte) in element.to_le_bytes().into_iter().enumerate() {
                assert_eq!(byte, square[column][row], "{}", name);
            }
        }
    }
}

fn check_ratios<const LONGEST: usize>() {
    for (level, name) in levels() {
        for dividend in 0..=LONGEST as u32 {
            for first in 1..=LONGEST as u32 {
                let divisors = std::array::from_fn(|at| (first + at as u32).min(LONGEST as u32));
                let dividends = [dividend; EIGHT];
                let ratios = dispatch!(level, isa => isa.ratios::<LONGEST>(dividends, divisors));
                let expected = divisors.map(|divisor| f64::from(dividend) / f64::from(divisor));
                assert_eq!(ratios, expected, "{} {dividend}", name);
            }
        }
    }
}

#[test]
fn every_level_divides_as_ieee_does() {
    check_ratios::<15>();
    check_ratios::<16>();
    check_ratios::<32>();
    check_ratios::<63>();
    check_ratios::<64>();
    check_ratios::<128>();
}

#[test]
fn every_level_takes_thirds_as_ieee_does() {
    let mut number = 1e-3;
    while number < 3.0 {
        let numbers = std::array::from_fn(|at| number + at as f64 * f64::EPSILON);
        for (level, name) in levels() {
            let thirds = dispatch!(level, isa => isa.thirds(numbers));
            assert_eq!(thirds, numbers.map(|number| number / 3.0), "{}", name);
        }
        number *= 1.000_1;
    }
}
