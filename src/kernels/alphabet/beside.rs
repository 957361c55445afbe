//! Numbers for the symbols of texts that are all compared with one sequence.

use super::places::write_places;
use super::{Alphabet, Codes, LONGEST, OTHER, ROUND, Symbols};
use crate::kernels::lanes::{Isa, Kernel, Portable};
use crate::kernels::views::Padded;

/// A sequence whose symbols have numbers. Symbols that it has not are one number beside it.
pub struct Known {
    symbols: Symbols,
    codes: Codes,
}

impl Known {
    /// A sequence of symbols, unless there are too many, or one has more than sixteen bits.
    pub fn new(symbols: &[u32]) -> Option<Self> {
        let mut halves = Symbols::default();
        let narrow = symbols.iter().map(|symbol| u16::try_from(*symbol).ok());
        halves.extend_from(narrow.collect::<Option<Vec<_>>>()?.into_iter())?;
        let mut codes = [0; LONGEST];
        write_places(Portable, &halves, halves.rounds(), &mut codes);
        (halves.rounds().len() * ROUND < OTHER.into()).then_some(Self {
            symbols: halves,
            codes,
        })
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
            symbols: &mut self.symbols[0][0],
            known,
            texts,
            each,
        });
    }
}

struct NumberBeside<'a, T, E> {
    symbols: &'a mut Symbols,
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
        let known = self.known.symbols.rounds();
        for text in self.texts {
            if text.decode_halves(isa, self.symbols) {
                let mut codes = [0; LONGEST];
                write_places(isa, self.symbols, known, &mut codes);
                (self.each)(Some((&codes, self.symbols.len() as u32)));
            } else {
                (self.each)(None);
            }
        }
    }
}
