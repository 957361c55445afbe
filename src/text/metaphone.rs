//! Metaphone (L. Philips, "Hanging on the Metaphone", Computer Language 7 (12), 1990): consonants as English
//! pronounces them, and a vowel at the beginning.
//!
//! Most sounds follow from a letter and the next one alone. Those are looked up in a table, which is made
//! from the rules, so that there are few branches that the processor cannot foresee.

use std::sync::LazyLock;

use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;

use super::capitals::capitals;
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
        if let Some(letters) = capitals(text, NONE, letters) {
            let beginning = [letters[0], letters[1]].map(char::from);
            write(letters, beginning, answer);
            return true;
        }
        letters.clear();
        let mut upper = text.chars().flat_map(char::to_uppercase);
        let beginning = ['\0'; 2].map(|none| upper.next().unwrap_or(none));
        let upper = text.chars().flat_map(char::to_uppercase).nfkd();
        let ascii = |letter| {
            u8::try_from(letter)
                .ok()
                .filter(u8::is_ascii)
                .unwrap_or(OTHER)
        };
        letters.extend(upper.map(ascii).chain([NONE; 2]));
        write(letters, beginning, answer);
        true
    }
}

/// Writes the code of capital letters, behind which are two of [`NONE`]; `beginning` are the first two
/// before they were decomposed.
fn write(letters: &[u8], beginning: [char; 2], answer: &mut Text) {
    let is_silent = matches!(beginning, ['K' | 'G' | 'P', 'N'] | ['W', 'R'] | ['A', 'E']);
    let letters = &letters[usize::from(is_silent)..];
    // No letter has more than two sounds.
    answer.write(2 * letters.len(), |code| encode(letters, code));
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

/// Writes the code, and says how long it is; what is behind is of no meaning.
fn encode(letters: &[u8], code: &mut [u8]) -> usize {
    let known = &**KNOWN;
    let (mut length, mut place) = (0, 0);
    while let Some(&[letter, next, after]) = letters[place..].first_chunk() {
        let sound = known[usize::from(letter)][usize::from(next)];
        let is_inside = place > 0 && letters[place - 1] != b' ';
        if is_inside && sound != UNKNOWN {
            code[length] = sound;
            length += usize::from(sound != 0);
            place += 1;
            continue;
        }
        if letter == b' ' {
            if next != b' ' && length > 0 && code[length - 1] != b' ' {
                code[length] = b' ';
                length += 1;
            }
            place += 1;
            continue;
        }
        let before = place.checked_sub(1).map(|before| letters[before]);
        let (sounds, taken) = sounds(before, letter, next, after);
        for sound in sounds.into_iter().filter(|sound| *sound != 0) {
            code[length] = sound;
            length += 1;
        }
        // What is taken may be an end.
        place = letters.len().min(place + 1 + taken);
    }
    length
}

/// Stands for a sound that depends on more letters.
const UNKNOWN: u8 = u8::MAX;

type Known = [[u8; 128]; 128];

/// The sound of a letter before another one, inside a word: zero for none.
static KNOWN: LazyLock<Box<Known>> = LazyLock::new(|| {
    // One letter for each kind that the rules tell apart.
    let (before, after) = (b"ACMB", b"*AEIOUYHB");
    let around = || {
        before
            .iter()
            .flat_map(|before| after.iter().map(move |after| (*before, *after)))
    };
    let known = |letter: u8, next: u8| {
        let all = || around().map(|(before, after)| sounds(Some(before), letter, next, after));
        match sounds(Some(b'B'), letter, next, b'B') {
            ([sound, 0], 0) if letter != b' ' && all().all(|other| other == ([sound, 0], 0)) => {
                sound
            }
            _ => UNKNOWN,
        }
    };
    let mut table = Box::new([[UNKNOWN; 128]; 128]);
    for (letter, row) in (0..).zip(table.iter_mut()) {
        for (next, sound) in (0..).zip(row) {
            *sound = known(letter, next);
        }
    }
    table
});

/// The sounds of a letter, zeros for none, and how many of the letters that follow are part of them.
fn sounds(before: Option<u8>, letter: u8, next: u8, after: u8) -> ([u8; 2], usize) {
    let is_first = before.is_none();
    let before = before.unwrap_or(NONE);
    if letter == next && letter != b'C' {
        return ([0; 2], 0);
    }
    let (sound, taken) = match letter {
        b'A' | b'E' | b'I' | b'O' | b'U' if is_first || before == b' ' => (letter, 0),
        b'B' if before == b'M' && next == NONE => (0, 0),
        b'B' | b'F' | b'J' | b'L' | b'M' | b'N' | b'R' => (letter, 0),
        b'C' if next == b'H' || (next == b'I' && after == b'A') => (b'X', 1),
        b'C' if is_soft(next) => (b'S', 1),
        b'C' => (b'K', 0),
        b'D' if next == b'G' && is_soft(after) => (b'J', 2),
        b'D' => (b'T', 0),
        b'G' if is_soft(next) => (b'J', 0),
        b'G' if next == b'H' && !is_vowel(after) || next == b'N' && after == NONE => (0, 1),
        b'G' => (b'K', 0),
        b'H' if is_first || is_vowel(next) || !is_vowel(before) => (b'H', 0),
        b'K' if before != b'C' => (b'K', 0),
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
        b'X' if !is_first => return ([b'K', b'S'], 0),
        b'X' if next == b'H' || next == b'I' && matches!(after, b'O' | b'A') => (b'X', 0),
        b'X' => (b'S', 0),
        b'Y' if is_vowel(next) => (b'Y', 0),
        _ => (0, 0),
    };
    ([sound, 0], taken)
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
