//! Symbols beyond ASCII, renumbered so that a pair fits a block.
//!
//! The kernels of a block ask only whether two symbols of a pair are equal, so any numbering that
//! keeps equal symbols equal and different ones different will do, and each pair may have its own.
//! A symbol's number is its slot in a hash table of as many slots as there are numbers, so there is
//! nothing to count, and nothing to undo for the next pair: a slot says in whose time it was taken.
//! O(m + n).

use super::block::{CODE_BITS, MAX_SYMBOLS};
use super::views::{Encoded, Padded};

/// How many numbers there are: all codes but the one that says "no symbol".
const SLOTS: usize = (1 << CODE_BITS) - 1;

/// The numbers of a sequence's symbols. Only the first ones are meant.
pub type Numbers = [u8; MAX_SYMBOLS as usize];

/// Numbers the symbols of one pair at a time.
pub struct Alphabet {
    /// Symbols, each below the number of the pair it was met in.
    slots: [u64; SLOTS],
    pair: u32,
}

impl Default for Alphabet {
    fn default() -> Self {
        Self {
            slots: [0; SLOTS],
            pair: 1,
        }
    }
}

impl Alphabet {
    /// Forgets all symbols.
    pub fn clear(&mut self) {
        self.pair = self.pair.wrapping_add(1);
        if self.pair == 0 {
            *self = Self::default();
        }
    }

    /// Writes the number of each code point, which is below 127: what a block expects of ASCII bytes.
    /// Returns how many there are; none when these are too many, or too many different ones.
    pub fn number_text(&mut self, text: Padded<'_>, numbers: &mut Numbers) -> Option<u32> {
        text.with_code_points(|points| self.number(points.map(Encoded::key), numbers))
    }

    /// The same for symbols.
    #[inline(always)]
    pub fn number(
        &mut self,
        symbols: impl Iterator<Item = u32>,
        numbers: &mut Numbers,
    ) -> Option<u32> {
        let mut count = 0;
        for symbol in symbols {
            *numbers.get_mut(count)? = self.slot(symbol)? as u8;
            count += 1;
        }
        Some(count as u32)
    }

    /// The symbol's slot, if there is one left.
    ///
    /// Whether a symbol is new cannot be foreseen, and makes no difference: its slot is written again.
    /// That another symbol has the slot is rare. Only the lower halves differ then.
    #[inline(always)]
    fn slot(&mut self, symbol: u32) -> Option<usize> {
        let this = u64::from(self.pair) << u32::BITS | u64::from(symbol);
        let first = (symbol.wrapping_mul(0x9E37_79B1) >> (u32::BITS - CODE_BITS as u32)) as usize;
        let first = first.min(SLOTS - 1);
        if is_anothers(self.slots[first], this) {
            return self.next_slot(first, this);
        }
        self.slots[first] = this;
        Some(first)
    }

    #[cold]
    fn next_slot(&mut self, first: usize, this: u64) -> Option<usize> {
        let after = (first + 1..SLOTS).chain(0..first);
        let mut free = after.filter(|slot| !is_anothers(self.slots[*slot], this));
        let slot = free.next()?;
        self.slots[slot] = this;
        Some(slot)
    }
}

/// Whether a slot was taken in the same time by another symbol.
#[inline(always)]
fn is_anothers(there: u64, this: u64) -> bool {
    (there ^ this).wrapping_sub(1) < u64::from(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_symbols_have_equal_numbers() {
        let mut alphabet = Alphabet::default();
        let (mut left, mut right) = ([0; 128], [0; 128]);
        let texts = ["A\u{10FFFF}A\0αߐ𐀀\u{d000}", "αB\0\u{d000}д"];
        for pair in [1, 2, u32::MAX] {
            alphabet.pair = pair;
            alphabet.clear();
            assert_eq!(alphabet.number_text(texts[0].into(), &mut left), Some(8));
            assert_eq!(alphabet.number_text(texts[1].into(), &mut right), Some(5));
            for (symbol, number) in texts[0].chars().zip(left) {
                assert!(usize::from(number) < SLOTS);
                for (other, other_number) in texts[1].chars().zip(right) {
                    assert_eq!(symbol == other, number == other_number);
                }
            }
        }
    }

    #[test]
    fn too_many_symbols_are_refused() {
        let mut alphabet = Alphabet::default();
        let mut numbers = [0; 128];
        let mut symbols = (0..128).map(|symbol| symbol * 512);
        let first = symbols.by_ref().take(127);
        assert_eq!(alphabet.number(first, &mut numbers), Some(127));
        let mut different = numbers[..127].to_vec();
        different.sort_unstable();
        assert_eq!(different, (0..127).collect::<Vec<u8>>());
        assert_eq!(alphabet.number(symbols.clone(), &mut numbers), None);
        alphabet.clear();
        assert_eq!(alphabet.number(symbols, &mut numbers), Some(1));
        assert_eq!(
            alphabet.number([7; 128].into_iter(), &mut numbers),
            Some(128)
        );
        assert_eq!(alphabet.number([7; 129].into_iter(), &mut numbers), None);
    }
}
