//! Numbers for the symbols of texts that are all compared with one sequence.

use super::places::write_places;
use super::slots::Slots;
use super::{AT_ONCE, Alphabet, Codes, LONGEST, OTHER, ROUND, Symbols};
use crate::kernels::lanes::{Isa, Kernel, Portable};
use crate::kernels::views::Padded;

/// A sequence whose symbols have numbers. Symbols that it has not are one number beside it.
pub struct Known {
    symbols: Symbols,
    slots: Option<Slots>,
    codes: Codes,
}

impl Known {
    /// A sequence of symbols, unless there are too many, or one has more than sixteen bits.
    pub fn new(symbols: &[u32]) -> Option<Self> {
        let mut halves = Symbols::default();
        let narrow = symbols.iter().map(|symbol| u16::try_from(*symbol).ok());
        halves.extend_from(narrow.collect::<Option<Vec<_>>>()?.into_iter())?;
        let mut known = Self {
            slots: Slots::of(&halves),
            symbols: halves,
            codes: [0; LONGEST],
        };
        let mut codes = [0; LONGEST];
        known.write(Portable, &known.symbols, &mut codes);
        known.codes = codes;
        let has_numbers = known.slots.is_some() || known.symbols.rounds().len() * ROUND < OTHER.into();
        has_numbers.then_some(known)
    }

    /// Writes the numbers of a text's symbols.
    #[inline(always)]
    fn write<I: Isa>(&self, isa: I, symbols: &Symbols, codes: &mut Codes) {
        match &self.slots {
            Some(slots) => slots.write(isa, symbols, codes),
            None => write_places(isa, symbols, self.symbols.rounds(), codes),
        }
    }

    /// The numbers of its symbols.
    pub fn codes(&self) -> &[u8] {
        &self.codes[..self.symbols.len()]
    }
}

impl Alphabet {
    /// Numbers the code points of texts beside a sequence, and does something with each text: with
    /// nothing where it has too many code points, or one beyond sixteen bits.
    pub fn number_beside<'a>(
        &mut self,
        known: &Known,
        texts: impl Iterator<Item = Padded<'a>>,
        each: impl FnMut(Option<(&Codes, u32)>),
    ) {
        let level = self.level;
        level.run(NumberBeside {
            symbols: self.symbols.as_flattened_mut(),
            known,
            texts,
            each,
        });
    }
}

struct NumberBeside<'a, T, E> {
    symbols: &'a mut [Symbols],
    known: &'a Known,
    texts: T,
    each: E,
}

impl<'a, T, E> Kernel for NumberBeside<'_, T, E>
where
    T: Iterator<Item = Padded<'a>>,
    E: FnMut(Option<(&Codes, u32)>),
{
    #[inline(always)]
    fn run<I: Isa>(mut self, isa: I) {
        let mut texts = self.texts.fuse();
        loop {
            // What was just written takes long to be read: several texts are decoded first.
            let (mut met, mut fits) = (0, [false; 2 * AT_ONCE]);
            for (symbols, fits) in self.symbols.iter_mut().zip(&mut fits) {
                let Some(text) = texts.next() else {
                    break;
                };
                *fits = text.decode_halves(isa, symbols);
                met += 1;
            }
            for (symbols, fits) in self.symbols.iter().zip(fits).take(met) {
                let mut codes = [0; LONGEST];
                self.known.write(isa, symbols, &mut codes);
                let numbered = (&codes, symbols.len() as u32);
                (self.each)(fits.then_some(numbered));
            }
            if met < 2 * AT_ONCE {
                return;
            }
        }
    }
}
