//! The code of the New York State Identification and Intelligence System (R. L. Taft, "Name search
//! techniques", 1970), without its limit of six letters.

use std::collections::HashMap;
use std::hint::select_unpredictable;

use serde::Deserialize;
use unicode_segmentation::UnicodeSegmentation;

use super::{Text, TextFunction};

/// The NYSIIS code of a name, as in jellyfish.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Nysiis {}

/// Memory for one name: its letters, and its code while it is made.
#[derive(Debug, Default)]
pub struct Name {
    ascii: Vec<u8>,
    others: (Vec<u32>, Vec<u32>),
}

/// Letters of more than one code point are numbered from here on.
const CLUSTER: u32 = char::MAX as u32 + 1;

impl TextFunction for Nysiis {
    type Answer = Text;
    type Scratch = Name;
    const NAME: &'static str = "nysiis";

    fn apply(&self, text: &str, name: &mut Name, answer: &mut Text) -> bool {
        if let Some(letters) = capitals(text.as_bytes(), &mut name.ascii) {
            answer.write(letters.len(), |key| encode(text.as_bytes(), letters, key));
            return true;
        }
        let (letters, key) = &mut name.others;
        letters.clear();
        let upper = text.to_uppercase();
        let mut numbers = HashMap::new();
        let mut clusters = Vec::new();
        letters.extend(upper.graphemes(true).map(|letter| {
            let mut symbols = letter.chars();
            match (symbols.next(), symbols.next()) {
                (Some(symbol), None) => symbol.into(),
                _ => *numbers.entry(letter).or_insert_with(|| {
                    clusters.push(letter);
                    CLUSTER + (clusters.len() - 1) as u32
                }),
            }
        }));
        letters.extend([0; ENDS]);
        key.resize(letters.len(), 0);
        let length = encode(upper.as_bytes(), letters, key);
        for &letter in &key[..length] {
            match char::from_u32(letter) {
                Some(symbol) => answer.push(symbol),
                None => answer.push_str(clusters[(letter - CLUSTER) as usize]),
            }
        }
        true
    }
}

/// The capital letters of ASCII, and [`ENDS`] behind them. None for other texts, and where a carriage return
/// may be one letter with a line feed.
fn capitals<'a>(text: &[u8], memory: &'a mut Vec<u8>) -> Option<&'a mut [u8]> {
    if memory.len() < text.len() + ENDS {
        memory.resize(2 * (text.len() + ENDS), 0);
    }
    let letters = &mut memory[..text.len() + ENDS];
    let (mut union, mut has_return) = (0, false);
    for (letter, byte) in letters.iter_mut().zip(text) {
        union |= byte;
        has_return |= *byte == b'\r';
        *letter = byte.to_ascii_uppercase();
    }
    letters[text.len()..].fill(0);
    (union.is_ascii() && !has_return).then_some(letters)
}

/// A letter: a byte of ASCII, or a number.
trait Letter: Copy + PartialEq + From<u8> {
    /// The letter if it is one of ASCII, else zero.
    fn ascii(self) -> u8;
}

impl Letter for u8 {
    fn ascii(self) -> u8 {
        self
    }
}

impl Letter for u32 {
    fn ascii(self) -> u8 {
        u8::try_from(self).ok().filter(u8::is_ascii).unwrap_or(0)
    }
}

/// Stands for a sound that depends on more letters.
const UNKNOWN: u8 = u8::MAX;

/// One for vowels, zero for other letters.
static VOWELS: [u8; 128] = {
    let mut table = [0; 128];
    let mut letter = 0;
    while letter < 128 {
        table[letter] = matches!(letter as u8, b'A' | b'E' | b'I' | b'O' | b'U') as u8;
        letter += 1;
    }
    table
};

/// Stands for the letter before.
const BEFORE: u8 = UNKNOWN - 1;

/// The sound of a letter behind a vowel or another letter, and before a letter.
const fn sound(after_vowel: bool, letter: u8, next: u8) -> u8 {
    match letter {
        b'E' if next == b'V' => UNKNOWN,
        b'A' | b'E' | b'I' | b'O' | b'U' => b'A',
        b'Q' => b'G',
        b'Z' => b'S',
        b'M' => b'N',
        b'K' if next == b'N' => b'N',
        b'K' => b'C',
        b'S' if next == b'C' => UNKNOWN,
        b'P' if next == b'H' => UNKNOWN,
        b'H' if !after_vowel => BEFORE,
        b'H' if !matches!(next, b'A' | b'E' | b'I' | b'O' | b'U') => b'A',
        b'W' if after_vowel => BEFORE,
        0 => UNKNOWN,
        letter => letter,
    }
}

type Sounds = [[u8; 128]; 128];

/// All of these sounds, so that there are few branches that the processor cannot foresee.
static SOUNDS: [Sounds; 2] = [sounds(false), sounds(true)];

const fn sounds(after_vowel: bool) -> Sounds {
    let mut table = [[0; 128]; 128];
    let mut letter = 0;
    while letter < 128 {
        let mut next = 0;
        while next < 128 {
            table[letter][next] = sound(after_vowel, letter as u8, next as u8);
            next += 1;
        }
        letter += 1;
    }
    table
}

/// Letters that are no letters of a name, behind those that are.
const ENDS: usize = 2;

/// Writes the key of the letters of a text, which are followed by [`ENDS`]. The length of the key.
fn encode<L: Letter>(text: &[u8], letters: &mut [L], key: &mut [L]) -> usize {
    let letters = change_ends(text, letters);
    let count = letters.len() - ENDS;
    if count == 0 {
        return 0;
    }
    let mut last = letters[0];
    key[0] = last;
    let (mut length, mut place) = (1, 1);
    while place < count {
        let (before, letter) = (letters[place - 1], letters[place]);
        let next = letters[place + 1].ascii();
        let sounds = &SOUNDS[usize::from(VOWELS[usize::from(before.ascii())])];
        let known = sounds[usize::from(letter.ascii())][usize::from(next)];
        place += 1;
        if known != UNKNOWN {
            let sound = select_unpredictable(known == BEFORE, before, known.into());
            key[length] = sound;
            length += usize::from(sound != last);
            last = sound;
            continue;
        }
        let after = letters[place + 1].ascii();
        let (two, sound, taken) = match letter.ascii() {
            b'E' => (Some(b'A'), b'F'.into(), 1),
            b'S' if after == b'H' => (Some(b'S'), letter, 2),
            b'P' => (None, b'F'.into(), 1),
            _ => (None, letter, 0),
        };
        place += taken;
        if sound != last {
            for sound in two.map(L::from).into_iter().chain([sound]) {
                key[length] = sound;
                length += 1;
            }
            last = sound;
        }
    }
    let ends = |length: usize, end: u8| length > 1 && key[length - 1].ascii() == end;
    length -= usize::from(ends(length, b'S'));
    if ends(length, b'Y') && key[length - 2].ascii() == b'A' {
        length -= 1;
        key[length - 1] = b'Y'.into();
    }
    length - usize::from(length > 1 && key[length - 1].ascii() == b'A')
}

/// Changes the beginning and the end of the letters by those of the text.
fn change_ends<'a, L: Letter>(text: &[u8], letters: &'a mut [L]) -> &'a mut [L] {
    let begins = |part: &[u8]| {
        text.get(..part.len())
            .is_some_and(|beginning| beginning.eq_ignore_ascii_case(part))
    };
    let mut start = 0;
    match text.first().map(u8::to_ascii_uppercase) {
        Some(b'M') if begins(b"MAC") => letters[1] = b'C'.into(),
        Some(b'K') if begins(b"KN") => start = 1,
        Some(b'K') => letters[0] = b'C'.into(),
        Some(b'P') if begins(b"PH") || begins(b"PF") => letters[..2].fill(b'F'.into()),
        Some(b'S') if begins(b"SCH") => letters[1..3].fill(b'S'.into()),
        _ => {}
    }
    let letters = &mut letters[start..];
    let end = text
        .last_chunk()
        .map(|end: &[u8; 2]| end.map(|letter| letter.to_ascii_uppercase()));
    let last = match end.as_ref() {
        Some(b"IE" | b"EE") => b'Y',
        Some(b"DT" | b"RT" | b"RD" | b"NT" | b"ND") => b'D',
        _ => return letters,
    };
    // One letter in the place of two.
    let end = letters.len().saturating_sub(1);
    if let Some([replaced, behind @ ..]) = letters[..end].last_chunk_mut::<{ 1 + ENDS }>() {
        *replaced = last.into();
        behind.fill(0.into());
    }
    &mut letters[..end]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::testing::text;

    #[test]
    fn published_codes() {
        // From the tests of jellyfish.
        for (name, expected) in [
            ("Worthy", "WARTY"),
            ("Ogata", "OGAT"),
            ("montgomery", "MANTGANARY"),
            ("Costales", "CASTAL"),
            ("Tu", "T"),
            ("martincevic", "MARTANCAFAC"),
            ("Catherine", "CATARAN"),
            ("", ""),
        ] {
            assert_eq!(text(&Nysiis {}, name).as_deref(), Some(expected), "{name}");
        }
    }
}
