//! Metaphone (L. Philips, "Hanging on the Metaphone", Computer Language 7 (12), 1990): consonants as English
//! pronounces them, and a vowel at the beginning.
//!
//! Most sounds follow from a letter and the next one alone. Those are looked up in a table, which is made
//! from the rules, so that there are few branches that the processor cannot foresee.

use std::sync::LazyLock;

use serde::Deserialize;

use super::fold::{ONE_WORD, Reading};
use super::{Text, TextFunction};

/// The Metaphone code of a text, word by word.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Metaphone {}

impl TextFunction for Metaphone {
    type Output = Text;
    type Scratch = Vec<u8>;
    const NAME: &'static str = "metaphone";

    fn apply(&self, text: &str, letters: &mut Vec<u8>, output: &mut Text) -> bool {
        WORDS.read(text, letters);
        // No letter has more than two sounds.
        output.write(2 * letters.len(), |code| {
            let mut length = 0;
            for word in letters.split_mut(|letter| *letter == b' ') {
                if length > 0 && code[length - 1] != b' ' {
                    code[length] = b' ';
                    length += 1;
                }
                length += encode(without_repeats(word), &mut code[length..]);
            }
            // The last words may be silent.
            length - usize::from(length > 0 && code[length - 1] == b' ')
        });
        true
    }
}

const WORDS: Reading = Reading {
    by_words: true,
    ..ONE_WORD
};

/// Stands for the two of a double G, which is hard.
const GG: u8 = b'g';

/// Stands for the letters behind the word.
const NONE: u8 = b'*';

/// Makes one letter of equal ones in a row, but for C, and changes the beginning.
fn without_repeats(word: &mut [u8]) -> &mut [u8] {
    let (mut length, mut last) = (0, NONE);
    for place in 0..word.len() {
        let letter = word[place];
        let is_repeated = (letter == last) & (letter != b'C');
        length -= usize::from(is_repeated);
        word[length] = if is_repeated & (letter == b'G') {
            GG
        } else {
            letter
        };
        length += 1;
        last = letter;
    }
    let word = &mut word[..length];
    match word {
        [b'A', b'E', ..] | [b'G' | b'K' | b'P', b'N', ..] | [b'W', b'R', ..] => &mut word[1..],
        [b'W', second @ b'H', ..] => {
            *second = b'W';
            &mut word[1..]
        }
        [first @ b'X', ..] => {
            *first = b'S';
            word
        }
        _ => word,
    }
}

/// Writes the code of a word. The length of the code.
fn encode(word: &[u8], code: &mut [u8]) -> usize {
    let tables = &**TABLES;
    let mut table = &tables.first;
    let (mut length, mut place) = (0, 0);
    while let Some(&letter) = word.get(place) {
        let at = |place: usize| *word.get(place).unwrap_or(&NONE);
        let next = at(place + 1);
        let sound = table[index(letter)][index(next)];
        table = &tables.inside;
        if sound == UNKNOWN {
            let before = place.checked_sub(1).map(|before| word[before]);
            let around = Around {
                before,
                next,
                after: [at(place + 2), at(place + 3), at(place + 4)],
            };
            let Sound { sounds, taken } = around.sounds(letter);
            for sound in sounds.into_iter().filter(|sound| *sound != SILENT) {
                code[length] = sound;
                length += 1;
            }
            place += 1 + taken;
        } else {
            code[length] = sound;
            length += usize::from(sound != SILENT);
            place += 1;
        }
    }
    length
}

/// What a letter sounds like.
#[derive(Clone, Copy, PartialEq)]
struct Sound {
    sounds: [u8; 2],
    /// How many of the letters that follow are part of it.
    taken: usize,
}

/// Stands for no sound.
const SILENT: u8 = 0;
/// Stands for a sound that depends on more letters.
const UNKNOWN: u8 = u8::MAX;

/// The sound of a letter before another one.
type Table = [[u8; 64]; 64];

/// Where a letter stands in a table.
fn index(letter: u8) -> usize {
    usize::from(letter % 64)
}

struct Tables {
    first: Table,
    inside: Table,
}

static TABLES: LazyLock<Box<Tables>> = LazyLock::new(|| {
    Box::new(Tables {
        first: table(&[None]),
        inside: table(&LETTERS.map(Some)),
    })
});

/// All that a word may hold.
const LETTERS: [u8; 27] = *b"ABCDEFGHIJKLMNOPQRSTUVWXYZg";

/// The sounds behind some letters, where they are the same behind all of these and whatever comes after the
/// next letter.
fn table(before: &[Option<u8>]) -> Table {
    let known = |letter: u8, next: u8| {
        let after: &[u8] = if next == NONE { &[NONE] } else { b"*AEIDNHO" };
        let ahead = |first: &u8| {
            after
                .iter()
                .map(|second| [*first, *second, NONE])
                .collect::<Vec<_>>()
        };
        let ends = after.iter().flat_map(ahead).chain([*b"ED*", *b"EDS"]);
        let mut all = ends.flat_map(|after| {
            before.iter().map(move |before| {
                let around = Around {
                    before: *before,
                    next,
                    after,
                };
                around.sounds(letter)
            })
        });
        let first = all.next()?;
        let [sound, SILENT] = first.sounds else {
            return None;
        };
        (first.taken == 0 && all.all(|other| other == first)).then_some(sound)
    };
    let mut table = [[UNKNOWN; 64]; 64];
    for letter in LETTERS {
        for next in LETTERS.into_iter().chain([NONE]) {
            table[index(letter)][index(next)] = known(letter, next).unwrap_or(UNKNOWN);
        }
    }
    table
}

fn is_vowel(letter: u8) -> bool {
    matches!(letter, b'A' | b'E' | b'I' | b'O' | b'U')
}

/// Whether C and G are soft before the letter.
fn softens(letter: u8) -> bool {
    matches!(letter, b'E' | b'I' | b'Y')
}

/// What stands around a letter: none before it at the beginning, [`NONE`] behind the end.
struct Around {
    before: Option<u8>,
    next: u8,
    /// What comes after the next letter.
    after: [u8; 3],
}

impl Around {
    /// The sounds of a letter.
    fn sounds(&self, letter: u8) -> Sound {
        let is_first = self.before.is_none();
        let before = self.before.unwrap_or(NONE);
        let Self { next, after, .. } = *self;
        let (sound, taken) = match letter {
            b'A' | b'E' | b'I' | b'O' | b'U' if is_first => (letter, 0),
            b'B' if before == b'M' && next == NONE => (SILENT, 0),
            b'B' | b'F' | b'J' | b'L' | b'M' | b'N' | b'R' => (letter, 0),
            // science, school
            b'C' if before == b'S' && softens(next) => (SILENT, 0),
            b'C' if before == b'S' && next == b'H' => (b'K', 0),
            b'C' if next == b'H' || (next == b'I' && after[0] == b'A') => (b'X', 0),
            b'C' if softens(next) => (b'S', 0),
            b'C' => (b'K', 0),
            b'D' if next == b'G' && softens(after[0]) => (b'J', 2),
            b'D' => (b'T', 0),
            // high, night; ghost
            b'G' | GG if next == b'H' && !is_vowel(after[0]) => (SILENT, 0),
            // sign, signed
            b'G' if next == b'N' && matches!(after, [NONE, ..] | [b'E', b'D', NONE]) => (SILENT, 0),
            b'G' if softens(next) => (b'J', 0),
            b'G' | GG => (b'K', 0),
            b'H' if matches!(before, b'C' | b'G' | GG | b'P' | b'S' | b'T') => (SILENT, 0),
            b'H' if is_vowel(before) && !is_vowel(next) => (SILENT, 0),
            b'H' => (b'H', 0),
            b'K' if before == b'C' => (SILENT, 0),
            b'K' | b'Q' => (b'K', 0),
            b'P' if next == b'H' => (b'F', 0),
            b'P' => (b'P', 0),
            b'S' if next == b'H' || next == b'I' && matches!(after[0], b'O' | b'A') => (b'X', 0),
            b'S' | b'Z' => (b'S', 0),
            b'T' if next == b'I' && matches!(after[0], b'O' | b'A') => (b'X', 0),
            b'T' if next == b'H' => (b'0', 0),
            // match
            b'T' if next == b'C' && after[0] == b'H' => (SILENT, 0),
            b'T' => (b'T', 0),
            b'V' => (b'F', 0),
            b'W' | b'Y' if is_vowel(next) => (letter, 0),
            b'X' => {
                return Sound {
                    sounds: [b'K', b'S'],
                    taken: 0,
                };
            }
            _ => (SILENT, 0),
        };
        Sound {
            sounds: [sound, SILENT],
            taken,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::testing::text;

    #[test]
    fn codes_by_the_rules() {
        for (word, expected) in [
            ("metaphone", "MTFN"),
            ("wHOle", "WL"),
            ("knuth", "N0"),
            ("aggregate", "AKRKT"),
            ("Thumb", "0M"),
            ("edge", "EJ"),
            ("although", "AL0"),
            ("ghost", "KST"),
            ("Aaron RN", "ARN RN"),
            ("science", "SNS"),
            ("scene", "SN"),
            ("schedule", "SKTL"),
            ("sign", "SN"),
            ("signed", "SNT"),
            ("signal", "SKNL"),
            ("logging", "LKNK"),
            ("judging", "JJNK"),
            ("accident", "AKSTNT"),
            ("Matthew", "M0"),
            ("session", "SXN"),
            ("match", "MX"),
            ("Xavier", "SFR"),
            ("box", "BKS"),
            ("the knight", "0 NT"),
            ("w Aaron y", "ARN"),
            ("O'Neil 2", "ONL"),
            ("Ærø", "ER"),
            ("", ""),
            ("12", ""),
        ] {
            let got = text(&Metaphone {}, word).expect("every text has a code");
            assert_eq!(got, expected, "{word}");
        }
    }

    /// The tables give what the rules say, letter by letter.
    #[test]
    fn tables_follow_the_rules() {
        let mut random = 1_u64;
        let mut below = |limit: usize| {
            random = random
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            (random >> 33) as usize % limit
        };
        for _ in 0..200_000 {
            let letters = (0..below(8)).map(|_| b"ACDEGHINOPSTKMBWXYgEDN"[below(22)]);
            let word: Vec<u8> = letters.collect();
            let at = |place: usize| *word.get(place).unwrap_or(&NONE);
            let (mut expected, mut place) = (vec![], 0);
            while place < word.len() {
                let around = Around {
                    before: place.checked_sub(1).map(&at),
                    next: at(place + 1),
                    after: [at(place + 2), at(place + 3), at(place + 4)],
                };
                let sound = around.sounds(word[place]);
                expected.extend(sound.sounds.into_iter().filter(|sound| *sound != SILENT));
                place += 1 + sound.taken;
            }
            let mut code = vec![0; 2 * word.len()];
            let length = encode(&word, &mut code);
            assert_eq!(
                code[..length],
                expected,
                "{:?}",
                String::from_utf8_lossy(&word)
            );
        }
    }
}
