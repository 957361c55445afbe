//! Sixty-four rows of at most twelve symbols, a byte of a register for each.

use crate::simd::{Bits, Isa, MAX_INLINE, Plane, SYMBOLS};

/// The most symbols of a row.
pub(crate) const PLACES: usize = MAX_INLINE as usize;

/// For each symbol of ASCII a mask of its positions in a sequence.
pub(crate) type Places = [u8; SYMBOLS];

/// A register with every byte equal to `byte`.
#[inline(always)]
pub(crate) fn bytes<I: Isa>(isa: I, byte: u8) -> I::Bits {
    isa.splat(u64::from_ne_bytes([byte; 8]))
}

/// All bits of the bytes that are at least `least`.
#[inline(always)]
pub(crate) fn at_least<I: Isa>(isa: I, number: I::Bits, least: u8) -> I::Bits {
    number.max_bytes(bytes(isa, least)).equal_bytes(number)
}

/// The low `symbols` bits of every byte.
#[inline(always)]
pub(crate) fn bits_of<I: Isa>(isa: I, symbols: u8) -> I::Bits {
    bytes(isa, ((1_u16 << symbols) - 1) as u8)
}

/// The number of bits set in each byte (Warren, Hacker's Delight, 5-1).
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
    /// The positions of symbols in the sequence that rows are compared with.
    pub(crate) places: &'a Places,
    /// For each position the symbols of all rows. Behind the end of a row they have no meaning.
    pub(crate) symbols: [Plane; PLACES],
    /// The numbers of symbols.
    pub(crate) lengths: Plane,
}

impl Part<'_> {
    /// Empties the rows whose bytes are not ASCII up to `~`, or too many, and returns all bits of them. A branch
    /// would be guessed wrong in half of the parts if one row of a hundred does not fit; here is none. Bytes behind
    /// the ends, which are zeros, are checked too, which spares masks.
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

    /// All bits of the rows that have a symbol at this position.
    #[inline(always)]
    pub(crate) fn present<I: Isa>(&self, isa: I, place: usize, lanes: usize) -> I::Bits {
        let length = isa.load(&self.lengths, lanes);
        length.above_bytes(bytes(isa, place as u8))
    }

    /// For each row a mask of the positions in the sequence of its symbol at `place`, zero past its end.
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

/// A comparison of rows, part by part.
pub(crate) trait Question {
    /// Answers for a part.
    fn answer<I: Isa>(&mut self, isa: I, part: &Part<'_>, at: usize);
}
