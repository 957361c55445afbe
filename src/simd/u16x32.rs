//! Thirty-two symbols of sixteen bits in registers.

#[cfg(test)]
mod tests;
#[cfg(target_arch = "x86_64")]
mod x86;

/// How many symbols are looked at together.
pub const HALVES: usize = 32;
/// Symbols that are looked up together.
pub const SLOTS: usize = 64;
/// How far a product is shifted to be a slot.
const SLOT_SHIFT: u32 = u16::BITS - SLOTS.ilog2();

/// What an instruction set does with [`HALVES`] symbols at once.
pub trait Halfwise: Copy {
    /// The registers that hold the symbols.
    type Halves: Copy;
    /// Those that hold what is looked up.
    type Slots: Copy;

    /// The symbols.
    fn halves(self, symbols: &[u16; HALVES]) -> Self::Halves;
    /// The same symbol everywhere.
    fn splat_half(self, symbol: u16) -> Self::Halves;
    /// One less everywhere.
    fn less_one(self, symbols: Self::Halves) -> Self::Halves;
    /// Where symbols equal the others, `new`; elsewhere what was there.
    fn where_equal(
        self,
        symbols: Self::Halves,
        others: Self::Halves,
        new: Self::Halves,
        there: Self::Halves,
    ) -> Self::Halves;
    /// Which symbols equal the others, the first one at the lowest bit.
    fn equal_halves(self, symbols: Self::Halves, others: Self::Halves) -> u32;
    /// The upper bits of the symbols' products with the multiplier, as many as there are bits in a slot, plus
    /// one.
    fn slots(self, symbols: Self::Halves, multiplier: u16) -> Self::Halves;
    /// Symbols to be looked up.
    fn slots_of(self, symbols: &[u16; SLOTS]) -> Self::Slots;
    /// What stands at the places, modulo [`SLOTS`].
    fn look_up(self, slots: Self::Slots, places: Self::Halves) -> Self::Halves;
    /// The lower bytes of the first ones, which must be below 128, and zeros behind them.
    fn write_codes(self, codes: Self::Halves, there: u16, into: &mut [u8; HALVES]);
    /// The symbols, back in memory.
    fn write_halves(self, symbols: Self::Halves, into: &mut [u16; HALVES]);

    /// Moves the symbols whose bits are set to the front. What stands behind them has no meaning.
    #[inline(always)]
    fn compress(self, symbols: &[u16; HALVES], mut kept: u32, into: &mut [u16; HALVES]) {
        for into in into {
            *into = symbols[kept.trailing_zeros() as usize % HALVES];
            kept &= kept.wrapping_sub(1);
            if kept == 0 {
                return;
            }
        }
    }
}

impl Halfwise for super::Portable {
    type Halves = [u16; HALVES];
    type Slots = [u16; SLOTS];

    #[inline(always)]
    fn halves(self, symbols: &[u16; HALVES]) -> [u16; HALVES] {
        *symbols
    }

    #[inline(always)]
    fn splat_half(self, symbol: u16) -> [u16; HALVES] {
        [symbol; HALVES]
    }

    #[inline(always)]
    fn less_one(self, mut symbols: [u16; HALVES]) -> [u16; HALVES] {
        for symbol in &mut symbols {
            *symbol = symbol.wrapping_sub(1);
        }
        symbols
    }

    #[inline(always)]
    fn where_equal(
        self,
        symbols: [u16; HALVES],
        others: [u16; HALVES],
        new: [u16; HALVES],
        mut there: [u16; HALVES],
    ) -> [u16; HALVES] {
        for (at, there) in there.iter_mut().enumerate() {
            let equal = if symbols[at] == others[at] {
                u16::MAX
            } else {
                0
            };
            *there = (new[at] & equal) | (*there & !equal);
        }
        there
    }

    #[inline(always)]
    fn equal_halves(self, symbols: [u16; HALVES], others: [u16; HALVES]) -> u32 {
        let equal = symbols.into_iter().zip(others);
        let equal = equal.map(|(symbol, other)| u32::from(symbol == other));
        (0..)
            .zip(equal)
            .fold(0, |mask, (at, equal)| mask | equal << at)
    }

    #[inline(always)]
    fn write_halves(self, symbols: [u16; HALVES], into: &mut [u16; HALVES]) {
        *into = symbols;
    }

    #[inline(always)]
    fn slots(self, mut symbols: [u16; HALVES], multiplier: u16) -> [u16; HALVES] {
        for symbol in &mut symbols {
            *symbol = (symbol.wrapping_mul(multiplier) >> SLOT_SHIFT) + 1;
        }
        symbols
    }

    #[inline(always)]
    fn slots_of(self, symbols: &[u16; SLOTS]) -> [u16; SLOTS] {
        *symbols
    }

    #[inline(always)]
    fn look_up(self, slots: [u16; SLOTS], mut places: [u16; HALVES]) -> [u16; HALVES] {
        for place in &mut places {
            *place = slots[usize::from(*place) % SLOTS];
        }
        places
    }

    #[inline(always)]
    fn write_codes(self, codes: [u16; HALVES], there: u16, into: &mut [u8; HALVES]) {
        for (at, code) in into.iter_mut().enumerate() {
            let is_there = if (at as u16) < there { u16::MAX } else { 0 };
            *code = (codes[at] & is_there) as u8;
        }
    }
}
