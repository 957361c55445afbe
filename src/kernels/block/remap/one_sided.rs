//! Numbers for the symbols of texts that are all compared with one sequence.

use super::first_position::write_places;
use super::perfect_hash::Slots;
use super::{AT_ONCE, Alphabet, Codes, LONGEST, OTHER, ROUND, Symbols};
use crate::simd::{Isa, Portable, dispatch};
use crate::strings::views::Padded;

/// A sequence whose symbols have numbers. All symbols that it lacks have one number.
pub struct Known {
    symbols: Symbols,
    /// Without slots, numbers are first positions.
    slots: Option<Slots>,
    codes: Codes,
}

impl Known {
    /// A sequence of symbols. `None` if there are too many, or one has more than sixteen bits.
    pub fn new(symbols: &[u32]) -> Option<Self> {
        let mut halves = Symbols::default();
        let narrow = symbols.iter().map(|symbol| u16::try_from(*symbol).ok());
        halves.extend_from(narrow.collect::<Option<Vec<_>>>()?.into_iter())?;
        let mut codes = [0; LONGEST];
        let slots = Slots::of(&halves);
        if let Some(slots) = &slots {
            slots.load(Portable).write(Portable, &halves, &mut codes);
        } else if halves.rounds().len() * ROUND < OTHER.into() {
            write_places(Portable, &halves, halves.rounds(), &mut codes);
        } else {
            return None;
        }
        Some(Self {
            symbols: halves,
            slots,
            codes,
        })
    }

    /// The numbers of its symbols.
    pub fn codes(&self) -> &[u8] {
        &self.codes[..self.symbols.len()]
    }
}

/// Called with the numbers of each text, and how many there are.
type Each<'a> = &'a mut dyn FnMut(Option<(&Codes, u32)>);

impl Alphabet {
    /// Numbers the code points of texts against a literal, and calls `each` for every text: with `None` if it has too
    /// many code points, or one beyond sixteen bits.
    pub fn number_vs_literal<'a>(
        &mut self,
        known: &Known,
        texts: impl Iterator<Item = Padded<'a>>,
        each: Each<'_>,
    ) {
        let [codes, _] = &mut self.numbered.codes;
        let symbols = self.symbols.as_flattened_mut();
        dispatch!(self.level, isa => number_vs_literal(isa, symbols, codes, known, texts, each));
    }
}

/// [`Alphabet::number_vs_literal`] in a shell.
#[inline(always)]
fn number_vs_literal<'a, I: Isa>(
    isa: I,
    symbols: &mut [Symbols],
    codes: &mut Codes,
    known: &Known,
    mut texts: impl Iterator<Item = Padded<'a>>,
    each: Each<'_>,
) {
    let slots = known.slots.as_ref();
    let (has_slots, slots) = (slots.is_some(), slots.unwrap_or(&Slots::NONE).load(isa));
    loop {
        // A load right after its store is slow: several texts are decoded before the first is numbered.
        let (mut met, mut fits) = (0, [false; 2 * AT_ONCE]);
        for (decoded, fits) in symbols.iter_mut().zip(&mut fits) {
            let Some(text) = texts.next() else {
                break;
            };
            *fits = text.decode_halves(isa, decoded);
            met += 1;
        }
        for (symbols, fits) in symbols.iter().zip(fits).take(met) {
            let codes = &mut *codes;
            *codes = [0; LONGEST];
            if has_slots {
                slots.write(isa, symbols, codes);
            } else {
                write_places(isa, symbols, known.symbols.rounds(), codes);
            }
            let numbered = (&*codes, symbols.len() as u32);
            each(fits.then_some(numbered));
        }
        if met < 2 * AT_ONCE {
            return;
        }
    }
}
