//! [`HalfOps`](crate::simd::HalfOps): symbols of sixteen bits.

use super::levels;
use crate::simd::*;

/// The symbols with eight in place of seven, the symbols of a mask, and a mask of the sevens.
#[inline(always)]
fn replaced<I: Isa>(isa: I, memory: &[u16; HALVES], kept: u32) -> ([[u16; HALVES]; 2], u32) {
    let mut written = [[0; HALVES]; 2];
    let symbols = isa.halves(memory);
    let [seven, nine] = [isa.splat_half(7), isa.splat_half(9)];
    let [replaced, compressed] = &mut written;
    let eight = isa.less_one(nine);
    isa.write_halves(isa.where_equal(symbols, seven, eight, symbols), replaced);
    isa.compress(memory, kept, compressed);
    (written, isa.equal_halves(symbols, seven))
}

#[test]
fn every_level_replaces_and_compresses() {
    let symbols: [u16; HALVES] = std::array::from_fn(|at| (at as u16).wrapping_mul(3_001) % 13);
    let seven = |at: &usize| symbols[*at] == 7;
    let sevens: u32 = (0..HALVES).filter(seven).map(|at| 1 << at).sum();
    for kept in [0, 1, 1 << 31, 0x8000_0001, 0xAAAA_5555, u32::MAX] {
        let expected = symbols.map(|symbol| if symbol == 7 { 8 } else { symbol });
        let front: Vec<u16> = (0..HALVES)
            .filter(|at| kept >> at & 1 == 1)
            .map(|at| symbols[at])
            .collect();
        for (level, name) in levels() {
            let (found, equal) = dispatch!(level, isa => replaced(isa, &symbols, kept));
            assert_eq!(equal, sevens, "{}", name);
            assert_eq!(found[0], expected, "{}", name);
            assert_eq!(found[1][..front.len()], front, "{}", name);
        }
    }
}

/// The entries of the symbols' slots, and the first slots as codes.
#[inline(always)]
fn looked_up<I: Isa>(
    isa: I,
    symbols: &[u16; HALVES],
    multiplier: u16,
    table: &[u16; SLOTS],
    len: u16,
) -> ([u16; HALVES], [u8; HALVES]) {
    let (mut entries, mut codes) = ([0; HALVES], [0xEE; HALVES]);
    let slots = isa.slots(isa.halves(symbols), multiplier);
    isa.write_halves(isa.look_up(isa.slots_of(table), slots), &mut entries);
    isa.write_codes(slots, len, &mut codes);
    (entries, codes)
}

#[test]
fn every_level_looks_symbols_up() {
    let slots: [u16; SLOTS] = std::array::from_fn(|at| (at as u16).wrapping_mul(40_503));
    for there in [0, 1, 13, 31, 32, 33, 96] {
        for multiplier in [0, 1, 1024, 40_503, u16::MAX] {
            let symbols: [u16; HALVES] =
                std::array::from_fn(|at| (at as u16 + there).wrapping_mul(2_053));
            let indices = symbols.map(|symbol| (symbol.wrapping_mul(multiplier) >> 10) + 1);
            let expected = indices.map(|index| slots[usize::from(index % 64)]);
            let mut expected_codes = indices.map(|index| index as u8);
            for code in expected_codes.iter_mut().skip(there.into()) {
                *code = 0;
            }
            for (level, name) in levels() {
                let (found, codes) =
                    dispatch!(level, isa => looked_up(isa, &symbols, multiplier, &slots, there));
                assert_eq!(found, expected, "{}", name);
                assert_eq!(codes, expected_codes, "{}", name);
            }
        }
    }
}
