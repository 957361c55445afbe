//! Numbers for the symbols of one script, which lie close together.
//!
//! A script has its letters one after the other in Unicode. So a symbol's number is how far it is from
//! the lowest one of a sequence, and takes a subtraction. White space, punctuation and digits come
//! from ASCII in any script and have numbers of their own, as have the letters of ASCII where the
//! sequence has some; what is beyond ASCII must then lie closer together.

use super::{Codes, Group, HALVES, OTHER, PLACES, Symbols, ones_if};

/// The first symbol of ASCII that is no control character, and how many follow up to the last one.
const FIRST: u16 = 0x20;
/// Symbols of ASCII that follow the [`FIRST`], up to `~`.
const PRINTABLE: u16 = 0x5E;
/// How many follow up to the last one before the letters.
const SIGNS: u16 = 0x1F;
/// A bit of every letter of ASCII, and of no sign or digit.
const LETTER: u16 = 0x40;

/// The symbols that have numbers of their own. All others have one.
pub(crate) struct Window {
    /// The lowest symbol beyond ASCII, and how many follow up to the highest.
    lowest: u16,
    span: u16,
    /// How many symbols of ASCII follow the [`FIRST`]; the numbers after theirs are the window's.
    plain: u16,
}

impl Window {
    /// The window of a sequence's symbols. `None` if they lie too far apart.
    #[inline(always)]
    pub(crate) fn of(symbols: &Symbols) -> Option<Self> {
        let (mut lowest, mut highest, mut plain) = ([u16::MAX; HALVES], [0; HALVES], [0; HALVES]);
        for (group, there) in symbols.groups() {
            for (lane, symbol) in group.iter().enumerate() {
                let is_there = ones_if(PLACES[lane] < there);
                let is_plain = ones_if(symbol.wrapping_sub(FIRST) <= PRINTABLE);
                let is_wide = !is_plain & is_there;
                lowest[lane] = lowest[lane].min(symbol | !is_wide);
                highest[lane] = highest[lane].max(symbol & is_wide);
                plain[lane] |= symbol & is_plain & is_there;
            }
        }
        let lowest = lowest.into_iter().fold(u16::MAX, u16::min);
        let highest = highest.into_iter().fold(lowest, u16::max);
        let plain = plain.into_iter().fold(0, |union, symbol| union | symbol);
        let plain = if plain & LETTER == 0 {
            SIGNS
        } else {
            PRINTABLE
        };
        let span = highest - lowest;
        (span < OTHER - 2 - plain).then_some(Self {
            lowest,
            span,
            plain,
        })
    }

    /// Writes the numbers of a sequence; says whether there are others.
    #[inline(always)]
    pub(crate) fn write(&self, symbols: &Symbols, codes: &mut Codes) -> bool {
        let mut others = [0; HALVES];
        let (written, _) = codes.as_chunks_mut();
        for ((group, there), written) in symbols.groups().zip(written) {
            self.write_group(group, there, written, &mut others);
        }
        others.into_iter().fold(0, |union, other| union | other) != 0
    }

    /// Writes the numbers of 32 symbols, and notes those that are others.
    #[inline(always)]
    fn write_group(&self, group: &Group, there: u16, codes: &mut [u8; HALVES], others: &mut Group) {
        for (lane, symbol) in group.iter().enumerate() {
            let plain = symbol.wrapping_sub(FIRST);
            let wide = symbol.wrapping_sub(self.lowest);
            let is_plain = ones_if(plain <= self.plain);
            let is_wide = ones_if(wide <= self.span);
            let other = OTHER & !(is_plain | is_wide);
            let wide = wide.wrapping_add(self.plain + 2);
            let code = (plain.wrapping_add(1) & is_plain) | (wide & is_wide) | other;
            let is_there = ones_if(PLACES[lane] < there);
            others[lane] |= other & is_there;
            codes[lane] = (code & is_there) as u8;
        }
    }
}
