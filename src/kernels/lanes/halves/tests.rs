use super::super::{Isa, Kernel, Level};
use super::*;

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
