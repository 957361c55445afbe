//! Symbols beyond ASCII, renumbered so that a pair fits a block.
//!
//! The kernels of a block ask only whether two symbols of a pair are equal, so any numbering that
//! keeps equal symbols equal and different ones different will do, and each pair may have its own.
//! O(m + n) with a small hash table that is emptied by what was put in.

use super::block::CODE_BITS;

/// The largest code; symbols of a pair beyond that many different ones do not fit a block.
const LARGEST: u8 = (1 << CODE_BITS) - 1;
/// Slots of the table: four for each symbol it may hold, so that chains stay short.
const SLOTS: usize = 512;

/// Numbers the symbols of one pair at a time.
pub struct Alphabet {
    symbols: [u32; SLOTS],
    /// Zero where the slot is free.
    codes: [u8; SLOTS],
    used: Vec<u16>,
}

impl Default for Alphabet {
    fn default() -> Self {
        Self {
            symbols: [0; SLOTS],
            codes: [0; SLOTS],
            used: Vec::new(),
        }
    }
}

impl Alphabet {
    /// Forgets all symbols.
    pub fn clear(&mut self) {
        for slot in self.used.drain(..) {
            self.codes[usize::from(slot)] = 0;
        }
    }

    /// Appends each symbol's number, 1 and up in order of appearance, less one, which is what a
    /// block expects of ASCII bytes. False when there are too many different symbols.
    pub fn number(&mut self, symbols: &[u32], codes: &mut Vec<u8>) -> bool {
        symbols.iter().all(|symbol| {
            let code = self.code(*symbol);
            codes.push(code.saturating_sub(1));
            code > 0
        })
    }

    /// The symbol's number, or zero when there is none left.
    fn code(&mut self, symbol: u32) -> u8 {
        let mut slot = (symbol.wrapping_mul(0x9E37_79B1) >> 23) as usize;
        loop {
            match self.codes[slot] {
                0 if self.used.len() == usize::from(LARGEST) => return 0,
                0 => {
                    self.used.push(slot as u16);
                    self.symbols[slot] = symbol;
                    self.codes[slot] = self.used.len() as u8;
                    return self.codes[slot];
                }
                code if self.symbols[slot] == symbol => return code,
                _ => slot = (slot + 1) % SLOTS,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_symbols_have_equal_codes() {
        let mut alphabet = Alphabet::default();
        let mut codes = Vec::new();
        for _ in 0..3 {
            alphabet.clear();
            codes.clear();
            assert!(alphabet.number(&[0x41, 0x10_FFFF, 0x41, 0, 0x3B1], &mut codes));
            assert!(alphabet.number(&[0x3B1, 0x42], &mut codes));
            assert_eq!(codes, [0, 1, 0, 2, 3, 3, 4]);
        }
    }

    #[test]
    fn too_many_symbols_are_refused() {
        let mut alphabet = Alphabet::default();
        let mut codes = Vec::new();
        let symbols: Vec<u32> = (0..128).map(|symbol| symbol * 512).collect();
        assert!(alphabet.number(&symbols[..127], &mut codes));
        assert_eq!(codes, (0..127).collect::<Vec<u8>>());
        assert!(!alphabet.number(&symbols, &mut codes));
        alphabet.clear();
        assert!(alphabet.number(&symbols[127..], &mut codes));
    }
}
