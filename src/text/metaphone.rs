//! Metaphone (L. Philips, "Hanging on the Metaphone", Computer Language 7 (12), 1990): consonants as English
//! pronounces them, and a vowel at the beginning.
//!
//! Most sounds follow from a letter and the next one alone. Those are looked up in a table, which is made
//! from the rules, so that there are few branches that the processor cannot foresee.

use std::sync::LazyLock;

use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;

use super::{Text, TextFunction};

/// The Metaphone code of a text, word by word, as in jellyfish.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Metaphone {}

impl TextFunction for Metaphone {
    type Answer = Text;
    type Scratch = Vec<u8>;
    const NAME: &'static str = "metaphone";

    fn apply(&self, text: &str, letters: &mut Vec<u8>, answer: &mut Text) -> bool {
        let bytes = text.as_bytes();
        let at = |place: usize| bytes.get(place).map_or('\0', |&byte| byte.into());
        let beginning = [at(0), at(1)].map(|letter| letter.to_ascii_uppercase());
        if write(bytes, beginning, answer) {
            return true;
        }
        let mut upper = text.chars().flat_map(char::to_uppercase);
        let beginning = ['\0'; 2].map(|none| upper.next().unwrap_or(none));
        let upper = text.chars().flat_map(char::to_uppercase).nfkd();
        // Small letters that decomposing brings have no sound either.
        let is_heard = |letter: &u8| letter.is_ascii() && !letter.is_ascii_lowercase();
        let ascii = |letter| u8::try_from(letter).ok().filter(is_heard).unwrap_or(OTHER);
        letters.clear();
        letters.extend(upper.map(ascii));
        write(letters, beginning, answer)
    }
}

/// Writes the code of letters, if all are ASCII; `beginning` are the first two as capitals, before they
/// were decomposed.
fn write(letters: &[u8], beginning: [char; 2], answer: &mut Text) -> bool {
    let is_silent = matches!(beginning, ['K' | 'G' | 'P', 'N'] | ['W', 'R'] | ['A', 'E']);
    let letters = &letters[usize::from(is_silent)..];
    let mut is_ascii = true;
    // No letter has more than two sounds.
    answer.write(2 * letters.len(), |code| {
        let length = encode(letters, code);
        is_ascii = length.is_some();
        length.unwrap_or(0)
    });
    is_ascii
}

/// Stands for the letters behind the text.
const NONE: u8 = b'*';

/// Stands for letters beyond ASCII, which have no sound.
const OTHER: u8 = 0;

fn is_vowel(letter: u8) -> bool {
    matches!(letter, b'A' | b'E' | b'I' | b'O' | b'U')
}

fn is_soft(letter: u8) -> bool {
    matches!(letter, b'E' | b'I' | b'Y')
}

/// Writes the code, and says how long it is; what is behind is of no meaning. None where a letter is not
/// ASCII.
fn encode(letters: &[u8], code: &mut [u8]) -> Option<usize> {
    let tables = &**TABLES;
    let mut table = &tables.first;
    let (mut length, mut place) = (0, 0);
    while let Some(&letter) = letters.get(place) {
        let at = |place: usize| *letters.get(place).unwrap_or(&NONE);
        let next = at(place + 1);
        let row = table.get(usize::from(letter));
        let sound = row.and_then(|row| row.get(usize::from(next)));
        let sound = sound.copied().unwrap_or(UNKNOWN);
        table = &tables.inside;
        if sound < OF_TWO {
            code[length] = sound;
            length += usize::from(sound != 0);
            place += 1;
        } else if sound != UNKNOWN {
            code[length] = sound & !OF_TWO;
            length += 1;
            place += 2;
        } else if letter == b' ' {
            if next != b' ' && length > 0 && code[length - 1] != b' ' {
                code[length] = b' ';
                length += 1;
            }
            table = &tables.after_space;
            place += 1;
        } else if letter.is_ascii() {
            let before = place.checked_sub(1).map(|before| letters[before]);
            let [next, after] = [next, at(place + 2)].map(|letter| letter.to_ascii_uppercase());
            let before = before.map(|letter| letter.to_ascii_uppercase());
            let Sound { sounds, taken } = sounds(before, letter.to_ascii_uppercase(), next, after);
            for sound in sounds.into_iter().filter(|sound| *sound != 0) {
                code[length] = sound;
                length += 1;
            }
            place += 1 + usize::from(taken);
        } else {
            return None;
        }
    }
    Some(length)
}

/// What a letter sounds like.
#[derive(Clone, Copy, PartialEq)]
struct Sound {
    /// Zeros for none.
    sounds: [u8; 2],
    /// How many of the letters that follow are part of it.
    taken: u8,
}

/// Stands for a sound that depends on more letters.
const UNKNOWN: u8 = u8::MAX;
/// Marks the sound of a letter and the next one together.
const OF_TWO: u8 = 0x80;

/// The sound of a letter, small or capital, before another one: zero for none.
type Table = [[u8; 128]; 128];

struct Tables {
    first: Table,
    inside: Table,
    after_space: Table,
}

static TABLES: LazyLock<Box<Tables>> = LazyLock::new(|| {
    // One letter for each kind that the rules tell apart.
    let inside = b"ACMB".map(Some);
    Box::new(Tables {
        first: table(&[None]),
        inside: table(&inside),
        after_space: table(&[Some(b' ')]),
    })
});

/// The sounds behind some letters, where they are the same behind all of these and whatever comes after the
/// next letter.
fn table(before: &[Option<u8>]) -> Table {
    let known = |letter: u8, next: u8| {
        let after = b"*AEIOUYHB".iter();
        let mut all = after.flat_map(|after| before.iter().map(move |before| (*before, *after)));
        let mut sound = all
            .next()
            .map(|(before, after)| sounds(before, letter, next, after));
        if all.any(|(before, after)| sound != Some(sounds(before, letter, next, after))) {
            sound = None;
        }
        match sound {
            Some(Sound {
                sounds: [sound, 0],
                taken: 0,
            }) if letter != b' ' => sound,
            Some(Sound {
                sounds: [sound, 0],
                taken: 1,
            }) if sound != 0 => sound | OF_TWO,
            _ => UNKNOWN,
        }
    };
    let mut table = [[UNKNOWN; 128]; 128];
    for (letter, row) in (0_u8..).zip(&mut table) {
        for (next, sound) in (0_u8..).zip(row) {
            *sound = known(letter.to_ascii_uppercase(), next.to_ascii_uppercase());
        }
    }
    table
}

/// The sounds of a capital letter.
fn sounds(before: Option<u8>, letter: u8, next: u8, after: u8) -> Sound {
    let is_first = before.is_none();
    let before = before.unwrap_or(NONE);
    if letter == next && letter != b'C' {
        return Sound {
            sounds: [0; 2],
            taken: 0,
        };
    }
    let (sound, taken) = match letter {
        b'A' | b'E' | b'I' | b'O' | b'U' if is_first || before == b' ' => (letter, 0),
        b'B' if before == b'M' && next == NONE => (0, 0),
        b'B' | b'F' | b'J' | b'L' | b'M' | b'N' | b'R' => (letter, 0),
        b'C' if next == b'H' || (next == b'I' && after == b'A') => (b'X', 1),
        b'C' if is_soft(next) => (b'S', 1),
        // A K behind a C is silent, and both sound the same.
        b'C' => (b'K', u8::from(next == b'K')),
        b'D' if next == b'G' && is_soft(after) => (b'J', 2),
        b'D' => (b'T', 0),
        b'G' if is_soft(next) => (b'J', 0),
        b'G' if next == b'H' && !is_vowel(after) || next == b'N' && after == NONE => (0, 1),
        b'G' => (b'K', 0),
        b'H' if is_first || is_vowel(next) || !is_vowel(before) => (b'H', 0),
        b'K' => (b'K', 0),
        b'P' if next == b'H' => (b'F', 1),
        b'P' => (b'P', 0),
        b'Q' => (b'K', 0),
        b'S' if next == b'H' => (b'X', 1),
        b'S' if next == b'I' && matches!(after, b'O' | b'A') => (b'X', 2),
        b'S' | b'Z' => (b'S', 0),
        b'T' if next == b'I' && matches!(after, b'O' | b'A') => (b'X', 0),
        b'T' if next == b'H' => (b'0', 1),
        b'T' if next != b'C' || after != b'H' => (b'T', 0),
        b'V' => (b'F', 0),
        b'W' if is_first && next == b'H' => (b'W', 1),
        b'W' if is_vowel(next) => (b'W', 0),
        b'X' if !is_first => {
            return Sound {
                sounds: [b'K', b'S'],
                taken: 0,
            };
        }
        b'X' if next == b'H' || next == b'I' && matches!(after, b'O' | b'A') => (b'X', 0),
        b'X' => (b'S', 0),
        b'Y' if is_vowel(next) => (b'Y', 0),
        _ => (0, 0),
    };
    Sound {
        sounds: [sound, 0],
        taken,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::testing::text;

    #[test]
    fn published_codes() {
        // From the tests of jellyfish.
        for (word, expected) in [
            ("metaphone", "MTFN"),
            ("wHOle", "WL"),
            ("knuth", "N0"),
            ("aggregate", "AKRKT"),
            ("Thumb", "0M"),
            ("edge", "EJ"),
            ("although", "AL0"),
            ("ghost", "KHST"),
            ("", ""),
            ("12", ""),
        ] {
            let got = text(&Metaphone {}, word).expect("every text has a code");
            assert_eq!(got, expected, "{word}");
        }
    }
}
