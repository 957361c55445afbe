//! Numbers for symbols by a hash that tells those of one sequence apart.
//!
//! A symbol is multiplied, and the upper bits of the product are its slot. Of some multipliers one is
//! likely to send the symbols of a short sequence to slots of their own (Fredman, Komlós, Szemerédi
//! 1984); it is looked for once, and then each of any number of symbols is numbered by looking into one
//! slot, where it is or is not: a multiplication, a permutation of two registers and a comparison for 32
//! symbols at once, however many the sequence has.

use super::{Codes, HALVES, OTHER, Symbols};
use crate::simd::{Isa, SLOTS};

/// Multipliers that are tried.
const ATTEMPTS: u16 = 256;
/// The first one: slots are the lower bits, which the letters of a script have different ones of.
const LOWER_BITS: u16 = 1 << (u16::BITS - SLOTS.ilog2());
/// From one multiplier to the next: the golden section of their range.
const STEP: u16 = 0x9E36;

/// The symbols that have numbers of their own. All others have one.
pub(crate) struct Slots {
    multiplier: u16,
    /// At each number, modulo [`SLOTS`], the symbol that has it, or one with another number.
    symbols: [u16; SLOTS],
}

impl Slots {
    /// No symbols but zero.
    pub(crate) const NONE: Self = Self {
        multiplier: 0,
        symbols: [0; SLOTS],
    };

    /// Slots for the symbols of a sequence. `None` if no multiplier tells them apart.
    pub(crate) fn of(symbols: &Symbols) -> Option<Self> {
        let odd = (0..ATTEMPTS).map(|at| at.wrapping_mul(STEP) | 1);
        let mut multipliers = std::iter::once(LOWER_BITS).chain(odd);
        multipliers.find_map(|multiplier| Self::by(multiplier, symbols.as_slice()))
    }

    /// Slots by a multiplier. `None` if it sends two symbols to one slot.
    fn by(multiplier: u16, symbols: &[u16]) -> Option<Self> {
        let mut filled = [None; SLOTS];
        for symbol in symbols {
            let slot = &mut filled[usize::from(number(multiplier, *symbol)) % SLOTS];
            if slot.is_some_and(|other| other != *symbol) {
                return None;
            }
            *slot = Some(*symbol);
        }
        // A free slot gets a symbol of another slot, so that none is found there: zero, whose number is the first.
        let foreign = |at: usize| match at {
            1 => symbols.first().copied().unwrap_or(1),
            _ => 0,
        };
        let mut slots = Self {
            multiplier,
            ..Self::NONE
        };
        for (at, (slot, symbol)) in slots.symbols.iter_mut().zip(filled).enumerate() {
            *slot = symbol.unwrap_or_else(|| foreign(at));
        }
        Some(slots)
    }

    /// The slots in registers.
    #[inline(always)]
    pub(crate) fn load<I: Isa>(&self, isa: I) -> SlotRegisters<I> {
        SlotRegisters {
            multiplier: self.multiplier,
            slots: isa.slots_of(&self.symbols),
        }
    }
}

/// Slots in registers.
#[derive(Clone, Copy)]
pub(crate) struct SlotRegisters<I: Isa> {
    multiplier: u16,
    slots: I::Slots,
}

impl<I: Isa> SlotRegisters<I> {
    /// Writes the numbers of a sequence's symbols.
    #[inline(always)]
    pub(crate) fn write(&self, isa: I, symbols: &Symbols, codes: &mut Codes) {
        let others = isa.splat_half(OTHER);
        let (written, _) = codes.as_chunks_mut::<HALVES>();
        for ((group, there), written) in symbols.groups().zip(written) {
            let symbols = isa.halves(group);
            let numbers = isa.slots(symbols, self.multiplier);
            let entries = isa.look_up(self.slots, numbers);
            let codes = isa.where_equal(symbols, entries, numbers, others);
            isa.write_codes(codes, there, written);
        }
    }
}

/// One more than a symbol's slot.
fn number(multiplier: u16, symbol: u16) -> u16 {
    (symbol.wrapping_mul(multiplier) >> (u16::BITS - SLOTS.ilog2())) + 1
}
