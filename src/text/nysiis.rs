//! The code of the New York State Identification and Intelligence System (R. L. Taft, "Name search
//! techniques", 1970), without its limit of six letters.

use std::hint::select_unpredictable;

use serde::Deserialize;

use super::fold::ONE_WORD;
use super::{Text, TextFunction};

/// The NYSIIS code of a name.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Nysiis {}

impl TextFunction for Nysiis {
    type Output = Text;
    type Scratch = Vec<u8>;
    const NAME: &'static str = "nysiis";

    fn apply(&self, text: &str, letters: &mut Vec<u8>, output: &mut Text) -> bool {
        ONE_WORD.read(text, letters);
        change_beginning(letters);
        change_end(letters);
        let count = letters.len();
        letters.extend([NONE; ENDS]);
        output.write(count, |key| encode(letters, key));
        true
    }
}

/// Stands for the letters behind the name.
const NONE: u8 = 0;

/// Letters behind the name that are looked at.
const ENDS: usize = 2;

fn change_beginning(letters: &mut [u8]) {
    match letters {
        [b'M', b'A', third @ b'C', ..] => {
            letters[1] = *third;
        }
        [first @ b'K', b'N', ..] => *first = b'N',
        [first @ b'K', ..] => *first = b'C',
        [b'P', b'H' | b'F', ..] => letters[..2].fill(b'F'),
        [b'S', b'C', b'H', ..] => letters[..3].fill(b'S'),
        _ => {}
    }
}

/// Puts one letter in the place of two.
fn change_end(letters: &mut Vec<u8>) {
    let end = match letters.as_slice() {
        [.., b'E' | b'I', b'E'] => b'Y',
        [.., b'D' | b'R' | b'N', b'T'] | [.., b'R' | b'N', b'D'] => b'D',
        _ => return,
    };
    letters.pop();
    letters.pop();
    letters.push(end);
}

/// Writes the key of letters, which [`ENDS`] follow. The length of the key.
fn encode(letters: &mut [u8], key: &mut [u8]) -> usize {
    let count = letters.len() - ENDS;
    if count == 0 {
        return 0;
    }
    let mut last = letters[0];
    key[0] = last;
    let mut length = 1;
    for place in 1..count {
        let [letter, next, after] = [0, 1, 2].map(|ahead| letters[place + ahead]);
        let mut sound = SOUNDS[VOWELS[index(last)]][index(letter)][index(next)];
        if sound == UNKNOWN {
            sound = change(letter, next, after, &mut letters[place + 1..]);
        }
        sound = select_unpredictable(sound == BEFORE, last, sound);
        key[length] = sound;
        length += usize::from(sound != last);
        last = sound;
    }
    let ends = |length: usize, end: u8| length > 1 && key[length - 1] == end;
    length -= usize::from(ends(length, b'S'));
    if length > 2 && key[length - 2..length] == *b"AY" {
        length -= 1;
        key[length - 1] = b'Y';
    }
    length - usize::from(length > 1 && key[length - 1] == b'A')
}

/// The sound of a letter that changes those that follow, and these are changed.
fn change(letter: u8, next: u8, after: u8, following: &mut [u8]) -> u8 {
    match (letter, next, after) {
        (b'E', b'V', _) => {
            following[0] = b'F';
            b'A'
        }
        (b'S', b'C', b'H') => {
            following[..2].fill(b'S');
            b'S'
        }
        (b'P', b'H', _) => {
            following[0] = b'F';
            b'F'
        }
        _ => letter,
    }
}

/// Stands for a sound that depends on more letters, or changes them.
const UNKNOWN: u8 = u8::MAX;

/// Stands for the sound before.
const BEFORE: u8 = UNKNOWN - 1;

/// Where a capital letter, or none, stands in the tables.
fn index(letter: u8) -> usize {
    usize::from(letter % 32)
}

/// One for vowels, zero for other letters.
static VOWELS: [usize; 32] = {
    let mut table = [0; 32];
    let mut letter = 0;
    while letter < 32 {
        table[letter] = is_vowel(b'@' + letter as u8) as usize;
        letter += 1;
    }
    table
};

const fn is_vowel(letter: u8) -> bool {
    matches!(letter, b'A' | b'E' | b'I' | b'O' | b'U')
}

/// The sound of a letter behind a vowel or another sound, and before a letter.
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
        b'H' if !after_vowel || !is_vowel(next) => BEFORE,
        b'W' if after_vowel => BEFORE,
        letter => letter,
    }
}

type Sounds = [[u8; 32]; 32];

/// All of these sounds, so that there are few branches that the processor cannot foresee.
static SOUNDS: [Sounds; 2] = [sounds(false), sounds(true)];

const fn sounds(after_vowel: bool) -> Sounds {
    let mut table = [[0; 32]; 32];
    let mut letter = 0;
    while letter < 32 {
        let mut next = 0;
        while next < 32 {
            table[letter][next] = sound(after_vowel, b'@' + letter as u8, b'@' + next as u8);
            next += 1;
        }
        letter += 1;
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::testing::text;

    #[test]
    fn codes_by_the_rules() {
        for (name, expected) in [
            // As in other libraries.
            ("Worthy", "WARTY"),
            ("Ogata", "OGAT"),
            ("montgomery", "MANTGANARY"),
            ("Costales", "CASTAL"),
            ("Tu", "T"),
            ("martincevic", "MARTANCAFAC"),
            ("Catherine", "CATARAN"),
            ("MacDonald", "MCDANALD"),
            ("Knuth", "NAT"),
            ("Phillipson", "FALAPSAN"),
            // W behind a vowel, and SCH inside.
            ("Brown", "BRAN"),
            ("Lawrence", "LARANC"),
            ("Deutsch", "DAT"),
            // One letter stays.
            ("as", "A"),
            ("ay", "AY"),
            ("KND", "ND"),
            ("EE", "Y"),
            // Signs are skipped.
            ("O'Daniel", "ODANAL"),
            ("", ""),
            ("12", ""),
        ] {
            assert_eq!(text(&Nysiis {}, name).as_deref(), Some(expected), "{name}");
        }
    }
}
