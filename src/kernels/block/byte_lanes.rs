//! Sixty-four rows of at most twelve symbols, a byte of a register for each.

use crate::simd::{Bits, Isa, MAX_INLINE, Plane, SYMBOLS};

/// The most symbols of a row.
pub(crate) const PLACES: usize = MAX_INLINE as usize;

/// For each symbol of ASCII the places that a sequence has it in, a bit for each.
pub(crate) type Places = [u8; SYMBOLS];

/// The same byte in all places.
#[inline(always)]
pub(crate) fn bytes<I: Isa>(isa: I, byte: u8) -> I::Bits {
    isa.splat(u64::from_ne_bytes([byte; 8]))
}

/// Where a byte is at least that.
#[inline(always)]
pub(crate) fn at_least<I: Isa>(isa: I, number: I::Bits, least: u8) -> I::Bits {
    number.max_bytes(bytes(isa, least)).equal_bytes(number)
}

/// The bits of so many symbols.
#[inline(always)]
pub(crate) fn bits_of<I: Isa>(isa: I, symbols: u8) -> I::Bits {
    bytes(isa, ((1_u16 << symbols) - 1) as u8)
}

/// How many bits of each byte are set (Warren, Hacker's Delight, 5-1).
#[inline(always)]
pub(crate) fn ones<I: Isa>(isa: I, mut number: I::Bits) -> I::Bits {
    for (by, mask) in [(1, 0x55), (2, 0x33), (4, 0x0F)] {
        let mask = bytes(isa, mask);
        number = (number & mask).add_bytes(number.shift_right(by) & mask);
    }
    number
}

/// Sixty-four rows.
pub(crate) struct Part<'a> {
    /// The sequence that they are compared with.
    pub(crate) places: &'a Places,
    /// Their symbols. Behind their ends they have no meaning.
    pub(crate) symbols: [Plane; PLACES],
    /// The numbers of symbols.
    pub(crate) lengths: Plane,
}

impl Part<'_> {
    /// Takes rows for empty ones whose bytes are not ASCII up to `~`, or too many; says which they are. So nothing
    /// depends on how many there are: a branch would be guessed wrong in half of the parts if one row of a hundred does
    /// not fit. That bytes behind the ends are asked for too spares masks, as there are zeros.
    #[inline(always)]
    pub(crate) fn empty_unfit<I: Isa>(&mut self, isa: I) -> Plane {
        let mut unfit = Plane::ZERO;
        for lanes in (0..8).step_by(I::WIDTH) {
            let mut largest = isa.splat(0);
            for symbols in &self.symbols {
                largest = largest.max_bytes(isa.load(symbols, lanes));
            }
            let length = isa.load(&self.lengths, lanes);
            let unfit_here = largest.above_bytes(bytes(isa, 0x7E))
                | length.above_bytes(bytes(isa, MAX_INLINE as u8));
            (length & !unfit_here).store(&mut self.lengths, lanes);
            unfit_here.store(&mut unfit, lanes);
        }
        unfit
    }

    /// All bits of the rows that have a symbol in this place.
    #[inline(always)]
    pub(crate) fn present<I: Isa>(&self, isa: I, place: usize, lanes: usize) -> I::Bits {
        let length = isa.load(&self.lengths, lanes);
        length.above_bytes(bytes(isa, place as u8))
    }

    /// The places that the sequence has the symbols of this place in, none where there is no symbol.
    #[inline(always)]
    pub(crate) fn equal<I: Isa>(&self, isa: I, place: usize) -> Plane {
        let (mut equal, mut present) = (self.symbols[place], Plane::ZERO);
        for lanes in (0..8).step_by(I::WIDTH) {
            self.present(isa, place, lanes).store(&mut present, lanes);
        }
        isa.translate(self.places, &mut equal, &present);
        equal
    }
}

/// What is asked of rows.
pub(crate) trait Question {
    /// Answers for a part.
    fn answer<I: Isa>(&mut self, isa: I, part: &Part<'_>, at: usize);
}
