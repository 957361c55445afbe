//! Symbols beyond ASCII, renumbered so that a pair fits a block.
//!
//! The kernels of a block ask only whether two symbols of a pair are equal, so any numbering that
//! keeps equal symbols equal and different ones different will do, and each pair may have its own.
//! Symbols that the pair's shorter sequence lacks are one number, if that suffices ([`Equality`]).
//!
//! If the shorter sequence is of one script, a number is the distance of a symbol from its lowest one
//! (`script_window`). Otherwise it is the symbol's first position in the shorter sequence (`first_position`); symbols
//! that this one lacks are numbered after it, if at all, by their first positions among themselves. Such a number
//! is found by comparing 32 symbols at once with each symbol of a sequence: O(m n / 32), which for texts
//! that fit a block is less work than a table is. Neither way has a branch that depends on a symbol.
//! Against a literal, a number is the slot that a hash sends the symbol to (`perfect_hash`).
//!
//! Symbols are compared by sixteen bits. If they have more, the lower and the upper bits are
//! numbered first, and then the pairs of these two numbers.

mod first_position;
mod one_sided;
mod perfect_hash;
mod script_window;

use super::{CODE_BITS, Codes};
use crate::simd::{HALVES, Isa, Level, dispatch};
use crate::strings::layout::{Group, LONGEST, ROUND};
use crate::strings::views::Padded;
use first_position::{find, write_places};
use script_window::Window;

pub use crate::strings::layout::Symbols;
pub use one_sided::Known;

#[cfg(test)]
mod tests;

/// How many numbers there are: the codes of a block, without zero, which says "no symbol".
const NUMBERS: usize = (1 << CODE_BITS) - 1;
/// The number of symbols that the shorter sequence has not.
const OTHER: u16 = NUMBERS as u16;
/// The symbols of a pair whose numbers must be equal if, and only if, the symbols are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Equality {
    /// Symbols of different sequences. All symbols that the other sequence lacks may have one number.
    Across,
    /// All symbols.
    Everywhere,
}

/// The index of each symbol of a group, in as many bits as symbols have: wider numbers would take more registers.
const PLACES: Group = {
    let mut places = [0; HALVES];
    let mut place = 0;
    while place < HALVES {
        places[place] = place as u16;
        place += 1;
    }
    places
};

/// A pair whose symbols are numbers.
///
/// No store of a whole register goes on in another line of the cache, or on another page of memory, which takes long.
#[repr(C, align(64))]
pub struct Numbered {
    codes: [Codes; 2],
    lengths: [u32; 2],
}

impl Numbered {
    /// How many symbols the left and the right sequence have.
    pub fn lengths(&self) -> [u32; 2] {
        self.lengths
    }

    /// The numbers of the left and the right sequence.
    pub fn sequences(&self) -> [&[u8]; 2] {
        [0, 1].map(|side| &self.codes[side][..self.lengths[side] as usize])
    }

    /// The numbers of the left and the right sequence, with zeros behind them.
    pub fn codes(&self) -> &[Codes; 2] {
        &self.codes
    }
}

/// Pairs that are decoded before the first of them is numbered.
const AT_ONCE: usize = 8;

/// Numbers the symbols of one pair at a time.
pub struct Alphabet {
    level: Level,
    symbols: [[Symbols; 2]; AT_ONCE],
    numbered: Numbered,
}

impl Default for Alphabet {
    fn default() -> Self {
        Self {
            level: Level::best(),
            symbols: Default::default(),
            numbered: Numbered {
                codes: [[0; LONGEST]; 2],
                lengths: [0; 2],
            },
        }
    }
}

impl Alphabet {
    /// Numbers the code points of pairs of texts, and calls `each` for every pair: with `None` if it has too many
    /// code points, too many different ones, or one beyond sixteen bits.
    pub fn number_texts<'a>(
        &mut self,
        equality: Equality,
        left: impl Iterator<Item = Padded<'a>>,
        right: impl Iterator<Item = Padded<'a>>,
        each: &mut dyn FnMut(Option<&Numbered>),
    ) {
        dispatch!(self.level, isa => self.number_texts_in(isa, equality, left, right, each));
    }

    /// Numbers a pair of sequences. `None` if there are too many symbols, or too many different ones.
    pub fn number(
        &mut self,
        left: impl Iterator<Item = u32> + Clone,
        right: impl Iterator<Item = u32> + Clone,
    ) -> Option<&Numbered> {
        let lower = |symbol: u32| symbol as u16;
        let upper = |symbol: u32| (symbol >> u16::BITS) as u16;
        let all = left.clone().chain(right.clone());
        if all.map(upper).any(|symbol| symbol != 0) {
            self.number_halves(left.clone().map(upper), right.clone().map(upper))?;
            let uppers = self.numbered.codes;
            self.number_halves(left.map(lower), right.map(lower))?;
            let lowers = self.numbered.codes;
            let both = |side: usize, len: u32| {
                let numbers = uppers[side].into_iter().zip(lowers[side]);
                let both = numbers.map(|(upper, lower)| u16::from_le_bytes([lower, upper]));
                both.take(len as usize)
            };
            let [left, right] = self.numbered.lengths;
            self.number_halves(both(0, left), both(1, right))
        } else {
            self.number_halves(left.map(lower), right.map(lower))
        }
    }

    fn number_halves(
        &mut self,
        left: impl Iterator<Item = u16>,
        right: impl Iterator<Item = u16>,
    ) -> Option<&Numbered> {
        let [symbols, ..] = &mut self.symbols;
        symbols[0].extend_from(left)?;
        symbols[1].extend_from(right)?;
        let (symbols, numbered) = (symbols.each_ref(), &mut self.numbered);
        let is_numbered =
            dispatch!(self.level, isa => number(isa, symbols, Equality::Everywhere, numbered));
        is_numbered.then_some(&self.numbered)
    }

    /// [`number_texts`](Self::number_texts) in a shell.
    #[inline(always)]
    fn number_texts_in<'a, I: Isa>(
        &mut self,
        isa: I,
        equality: Equality,
        mut left: impl Iterator<Item = Padded<'a>>,
        mut right: impl Iterator<Item = Padded<'a>>,
        each: &mut dyn FnMut(Option<&Numbered>),
    ) {
        let Alphabet {
            symbols, numbered, ..
        } = self;
        loop {
            // A load right after its store is slow: several pairs are decoded before the first is numbered.
            let (mut met, mut fits) = (0, [false; AT_ONCE]);
            for ([left_symbols, right_symbols], fits) in symbols.iter_mut().zip(&mut fits) {
                let (Some(left_text), Some(right_text)) = (left.next(), right.next()) else {
                    break;
                };
                *fits = left_text.decode_halves(isa, left_symbols)
                    && right_text.decode_halves(isa, right_symbols);
                met += 1;
            }
            for ([left, right], fits) in symbols.iter().zip(fits).take(met) {
                let is_numbered = fits && number(isa, [left, right], equality, numbered);
                each(is_numbered.then_some(&*numbered));
            }
            if met < AT_ONCE {
                return;
            }
        }
    }
}

/// Numbers a pair, if there are enough numbers.
#[inline(always)]
fn number<I: Isa>(
    isa: I,
    symbols: [&Symbols; 2],
    equality: Equality,
    numbered: &mut Numbered,
) -> bool {
    numbered.lengths = symbols.map(|symbols| symbols.len() as u32);
    numbered.codes = [[0; LONGEST]; 2];
    // A branch on which one is shorter would be taken back half of the time.
    let short = usize::from(symbols[1].len() < symbols[0].len());
    let long = 1 - short;
    let (shorter, longer) = (symbols[short], symbols[long]);
    let codes = &mut numbered.codes;
    if let Some(window) = Window::of(shorter) {
        window.write(shorter, &mut codes[short]);
        let has_others = window.write(longer, &mut codes[long]);
        if equality == Equality::Across || !has_others {
            return true;
        }
    }
    // Symbols behind the shorter sequence take part, and do no harm.
    let known = shorter.rounds();
    let first_other = known.len() * ROUND;
    if first_other >= OTHER.into() {
        return number_distinct(isa, symbols, numbered);
    }
    write_places(isa, shorter, known, &mut codes[short]);
    if equality == Equality::Across {
        write_places(isa, longer, known, &mut codes[long]);
        return true;
    }
    let others = isa.splat_half(OTHER);
    let mut rest = Symbols::default();
    let mut located = [[0; HALVES]; LONGEST / HALVES];
    for ((group, there), located) in longer.groups().zip(&mut located) {
        let codes = find(isa, group, known, 0, others);
        isa.write_halves(codes, located);
        let is_other = isa.equal_halves(codes, others);
        rest.extend(isa, group, is_other & present(there));
    }
    if first_other + rest.len() > NUMBERS {
        return number_distinct(isa, symbols, numbered);
    }
    let (written, _) = codes[long].as_chunks_mut();
    for (((group, there), located), written) in longer.groups().zip(&located).zip(written) {
        let codes = isa.halves(located);
        let new = find(isa, group, rest.rounds(), first_other, others);
        let codes = isa.where_equal(codes, others, new, codes);
        isa.write_codes(codes, there, written);
    }
    true
}

/// [`number`] by distinct symbols, if first positions, which leave gaps, are too many numbers.
#[cold]
#[inline(always)]
fn number_distinct<I: Isa>(isa: I, symbols: [&Symbols; 2], numbered: &mut Numbered) -> bool {
    let mut table = [0; NUMBERS.next_multiple_of(ROUND)];
    let mut len = 0;
    for symbol in symbols.into_iter().flat_map(Symbols::as_slice) {
        if table[..len].contains(symbol) {
            continue;
        }
        if len == NUMBERS {
            return false;
        }
        table[len] = *symbol;
        len += 1;
    }
    let (table, _) = table.as_chunks();
    for (symbols, codes) in symbols.into_iter().zip(&mut numbered.codes) {
        write_places(isa, symbols, table, codes);
    }
    true
}

#[inline(always)]
fn ones_if(condition: bool) -> u16 {
    if condition { !0 } else { 0 }
}

/// A mask of the symbols left, out of 32.
#[inline(always)]
fn present(there: u16) -> u32 {
    u32::MAX.unbounded_shr(u32::BITS.saturating_sub(there.into()))
}
