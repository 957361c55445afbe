use super::*;
use crate::simd::{Isa, Kernel, Level};

struct Everything<'a> {
    symbols: &'a [u16; HALVES],
    kept: u32,
    found: &'a mut [[u16; HALVES]; 2],
    equal: &'a mut u32,
}

impl Kernel for Everything<'_> {
    #[inline(always)]
    fn run<I: Isa>(self, isa: I) {
        let symbols = isa.halves(self.symbols);
        let [seven, nine] = [isa.splat_half(7), isa.splat_half(9)];
        let [replaced, compressed] = self.found;
        let eight = isa.less_one(nine);
        isa.write_halves(isa.where_equal(symbols, seven, eight, symbols), replaced);
        isa.compress(self.symbols, self.kept, compressed);
        *self.equal = isa.equal_halves(symbols, seven);
    }
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
        for level in Level::available() {
            let (mut found, mut equal) = ([[0; HALVES]; 2], 0);
            level.run(Everything {
                symbols: &symbols,
                kept,
                found: &mut found,
                equal: &mut equal,
            });
            assert_eq!(equal, sevens, "{}", level.name());
            assert_eq!(found[0], expected, "{}", level.name());
            assert_eq!(found[1][..front.len()], front, "{}", level.name());
        }
    }
}

struct LookUp<'a> {
    symbols: &'a [u16; HALVES],
    multiplier: u16,
    slots: &'a [u16; SLOTS],
    there: u16,
    found: &'a mut [u16; HALVES],
    codes: &'a mut [u8; HALVES],
}

impl Kernel for LookUp<'_> {
    #[inline(always)]
    fn run<I: Isa>(self, isa: I) {
        let places = isa.slots(isa.halves(self.symbols), self.multiplier);
        let slots = isa.slots_of(self.slots);
        isa.write_halves(isa.look_up(slots, places), self.found);
        isa.write_codes(places, self.there, self.codes);
    }
}

#[test]
fn every_level_looks_symbols_up() {
    let slots: [u16; SLOTS] = std::array::from_fn(|at| (at as u16).wrapping_mul(40_503));
    for there in [0, 1, 13, 31, 32, 33, 96] {
        for multiplier in [0, 1, 1024, 40_503, u16::MAX] {
            let symbols: [u16; HALVES] =
                std::array::from_fn(|at| (at as u16 + there).wrapping_mul(2_053));
            let places = symbols.map(|symbol| (symbol.wrapping_mul(multiplier) >> 10) + 1);
            let expected = places.map(|place| slots[usize::from(place % 64)]);
            let mut expected_codes = places.map(|place| place as u8);
            for code in expected_codes.iter_mut().skip(there.into()) {
                *code = 0;
            }
            for level in Level::available() {
                let (mut found, mut codes) = ([0; HALVES], [0xEE; HALVES]);
                level.run(LookUp {
                    symbols: &symbols,
                    multiplier,
                    slots: &slots,
                    there,
                    found: &mut found,
                    codes: &mut codes,
                });
                assert_eq!(found, expected, "{}", level.name());
                assert_eq!(codes, expected_codes, "{}", level.name());
            }
        }
    }
}
