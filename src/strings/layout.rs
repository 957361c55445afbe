//! Symbols of sixteen bits.

use crate::simd::{BYTES, HALVES, Isa, MAX_SYMBOLS};

/// The most symbols of a sequence.
pub(crate) const LONGEST: usize = MAX_SYMBOLS as usize;
/// Symbols of a table that are looked for between two checks of its end.
pub(crate) const ROUND: usize = 8;

/// Symbols in a register.
pub(crate) type Group = [u16; HALVES];

/// Symbols of sixteen bits. Whole registers are read and written, so there is room behind the last symbol.
#[derive(Debug)]
pub struct Symbols {
    symbols: [u16; LONGEST + BYTES],
    len: usize,
}

impl Default for Symbols {
    fn default() -> Self {
        Self {
            symbols: [0; LONGEST + BYTES],
            len: 0,
        }
    }
}

impl Symbols {
    /// Forgets the symbols.
    pub fn clear(&mut self) {
        self.len = 0;
    }

    /// The number of symbols.
    #[inline(always)]
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// Adds the symbols of a mask, out of 32; false if there are too many.
    #[inline(always)]
    pub fn extend<I: Isa>(&mut self, isa: I, symbols: &Group, kept: u32) -> bool {
        let Some(room) = self.room() else {
            return false;
        };
        isa.compress(symbols, kept, room);
        self.add(kept.count_ones())
    }

    /// Memory of the next symbols, as many as a call of [`add`](Self::add) may add. `None` if there are too many.
    #[inline(always)]
    pub fn room<const ROOM: usize>(&mut self) -> Option<&mut [u16; ROOM]> {
        self.symbols.get_mut(self.len..)?.first_chunk_mut()
    }

    /// Adds symbols that were written to the [`room`](Self::room); false if there are too many.
    #[inline(always)]
    pub fn add(&mut self, count: u32) -> bool {
        self.len += count as usize;
        self.len <= LONGEST
    }

    /// Replaces the symbols; `None` if there are too many.
    pub(crate) fn extend_from(&mut self, symbols: impl Iterator<Item = u16>) -> Option<()> {
        self.clear();
        for symbol in symbols {
            *self.symbols[..LONGEST].get_mut(self.len)? = symbol;
            self.len += 1;
        }
        Some(())
    }

    /// The symbols.
    #[inline(always)]
    pub(crate) fn as_slice(&self) -> &[u16] {
        &self.symbols[..self.len]
    }

    /// The symbols in groups of eight. The last group is filled with any symbols.
    #[inline(always)]
    pub(crate) fn rounds(&self) -> &[[u16; ROUND]] {
        let (rounds, _) = self.symbols.as_chunks();
        &rounds[..self.len.div_ceil(ROUND)]
    }

    /// The symbols in groups of 32, each with the number of symbols from it on. The last group is filled with any
    /// symbols.
    #[inline(always)]
    pub(crate) fn groups(&self) -> impl Iterator<Item = (&Group, u16)> {
        let (groups, _) = self.symbols.as_chunks();
        let rests = (0..self.len)
            .step_by(HALVES)
            .map(|start| (self.len - start) as u16);
        groups.iter().zip(rests)
    }

    /// The number of indices at which symbols differ, or only one sequence has one.
    #[inline(always)]
    pub fn differing<I: Isa>(&self, isa: I, other: &Self) -> u32 {
        let groups = self.groups().zip(other.groups());
        let equal = groups.map(|((these, rest), (those, other_rest))| {
            let met = u32::from(rest.min(other_rest));
            let both = u32::MAX.unbounded_shr(u32::BITS.saturating_sub(met));
            (isa.equal_halves(isa.halves(these), isa.halves(those)) & both).count_ones()
        });
        self.len.max(other.len) as u32 - equal.sum::<u32>()
    }
}
