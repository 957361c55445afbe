//! Symbols beyond ASCII, renumbered so that a pair fits a block.
//!
//! The kernels of a block ask only whether two symbols of a pair are equal, so any numbering that
//! keeps equal symbols equal and different ones different will do, and each pair may have its own.
//! O(m + n) with a small hash table that is emptied by what was put in.

use std::hint::select_unpredictable;

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
    /// The slots that are taken, in order, and one more to write to.
    used: [u16; LARGEST as usize + 1],
    count: u8,
}

impl Default for Alphabet {
    fn default() -> Self {
        Self {
            symbols: [0; SLOTS],
            codes: [0; SLOTS],
            used: [0; LARGEST as usize + 1],
            count: 0,
        }
    }
}

impl Alphabet {
    /// Replaces `codes` by the numbers of both texts' symbols, less one, which is what a block
    /// expects of ASCII bytes: 1 and up in order of appearance, or small symbols themselves. False
    /// when there are too many different ones.
    pub fn number_both(&mut self, left: &[u32], right: &[u32], codes: &mut Vec<u8>) -> bool {
        codes.clear();
        let largest = |text: &[u32]| text.iter().fold(0, |largest, symbol| largest.max(*symbol));
        if largest(left).max(largest(right)) < u32::from(LARGEST) {
            codes.extend(left.iter().chain(right).map(|symbol| *symbol as u8));
            return true;
        }
        for slot in &self.used[..usize::from(self.count)] {
            self.codes[usize::from(*slot)] = 0;
        }
        self.count = 0;
        self.number(left, codes) && self.number(right, codes)
    }

    fn number(&mut self, symbols: &[u32], codes: &mut Vec<u8>) -> bool {
        symbols.iter().all(|symbol| {
            let code = self.code(*symbol);
            codes.push(code.wrapping_sub(1));
            code <= LARGEST
        })
    }

    /// The symbol's number. That it is new is as likely as not, so no branch is taken on it. A number
    /// that is too large is found only once, and then the table has to be emptied.
    #[inline]
    fn code(&mut self, symbol: u32) -> u8 {
        let mut slot = (symbol.wrapping_mul(0x9E37_79B1) >> 23) as usize;
        while (self.codes[slot] != 0) & (self.symbols[slot] != symbol) {
            slot = (slot + 1) % SLOTS;
        }
        let is_new = self.codes[slot] == 0;
        self.used[usize::from(self.count)] = slot as u16;
        self.symbols[slot] = symbol;
        self.count += u8::from(is_new);
        self.codes[slot] = select_unpredictable(is_new, self.count, self.codes[slot]);
        self.codes[slot]
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
            let (left, right) = ([0x41, 0x10_FFFF, 0x41, 0, 0x3B1], [0x3B1, 0x42]);
            assert!(alphabet.number_both(&left, &right, &mut codes));
            assert_eq!(codes, [0, 1, 0, 2, 3, 3, 4]);
            assert!(alphabet.number_both(&[126, 0], &[5], &mut codes));
            assert_eq!(codes, [126, 0, 5]);
        }
    }

    #[test]
    fn too_many_symbols_are_refused() {
        let mut alphabet = Alphabet::default();
        let mut codes = Vec::new();
        let symbols: Vec<u32> = (0..129).map(|symbol| symbol * 512).collect();
        for _ in 0..3 {
            assert!(alphabet.number_both(&symbols[..127], &symbols[..5], &mut codes));
            assert_eq!(codes, (0..127).chain(0..5).collect::<Vec<u8>>());
            assert!(!alphabet.number_both(&symbols[..128], &[], &mut codes));
            assert!(!alphabet.number_both(&symbols[..70], &symbols[70..], &mut codes));
            assert!(alphabet.number_both(&symbols[127..], &[], &mut codes));
            assert!(alphabet.number_both(&(0..127).collect::<Vec<u32>>(), &[], &mut codes));
            assert!(alphabet.number_both(&[127], &[], &mut codes));
            assert_eq!(codes, [0]);
        }
    }
}
