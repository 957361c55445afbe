//! Metaphone (L. Philips, "Hanging on the Metaphone", Computer Language 7 (12), 1990): consonants as English
//! pronounces them, and a vowel at the beginning.

use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;

use super::{TextFunction, extend_ascii};

/// The Metaphone code of a text, word by word, as in jellyfish.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Metaphone {}

impl TextFunction for Metaphone {
    type Answer = String;
    type Scratch = [Vec<u8>; 2];
    const NAME: &'static str = "metaphone";

    fn apply(&self, text: &str, [letters, code]: &mut [Vec<u8>; 2], answer: &mut String) -> bool {
        letters.clear();
        let mut beginning = ['\0'; 2];
        if text.is_ascii() {
            letters.extend(text.bytes().map(|byte| byte.to_ascii_uppercase()));
            beginning =
                [0, 1].map(|place| letters.get(place).map_or('\0', |&letter| letter.into()));
        } else {
            let mut upper = text.chars().flat_map(char::to_uppercase);
            beginning = beginning.map(|none| upper.next().unwrap_or(none));
            let upper = text.chars().flat_map(char::to_uppercase).nfkd();
            letters.extend(upper.map(|letter| {
                u8::try_from(letter)
                    .ok()
                    .filter(u8::is_ascii)
                    .unwrap_or(OTHER)
            }));
        }
        let is_silent = matches!(beginning, ['K' | 'G' | 'P', 'N'] | ['W', 'R'] | ['A', 'E']);
        code.clear();
        metaphone(&letters[usize::from(is_silent)..], code);
        extend_ascii(answer, code.iter().copied());
        true
    }
}

fn is_vowel(letter: u8) -> bool {
    matches!(letter, b'A' | b'E' | b'I' | b'O' | b'U')
}

fn is_soft(letter: u8) -> bool {
    matches!(letter, b'E' | b'I' | b'Y')
}

/// Stands for the letters before and behind the text.
const NONE: u8 = b'*';

/// Stands for letters beyond ASCII, which have no sound.
const OTHER: u8 = 0x80;

fn metaphone(letters: &[u8], code: &mut Vec<u8>) {
    let at = |place: usize| letters.get(place).copied().unwrap_or(NONE);
    let mut place = 0;
    while let Some(&letter) = letters.get(place) {
        let is_first = place == 0;
        let before = if is_first { NONE } else { letters[place - 1] };
        let (next, after) = (at(place + 1), at(place + 2));
        place += 1;
        if letter == next && letter != b'C' {
            continue;
        }
        // The sound, and how many of the letters that follow are part of it.
        let (sound, taken) = match letter {
            b'A' | b'E' | b'I' | b'O' | b'U' if is_first || before == b' ' => (letter, 0),
            b'B' if before == b'M' && next == NONE => continue,
            b'B' | b'F' | b'J' | b'L' | b'M' | b'N' | b'R' => (letter, 0),
            b'C' if next == b'H' || (next == b'I' && after == b'A') => (b'X', 1),
            b'C' if is_soft(next) => (b'S', 1),
            b'C' => (b'K', 0),
            b'D' if next == b'G' && is_soft(after) => (b'J', 2),
            b'D' => (b'T', 0),
            b'G' if is_soft(next) => (b'J', 0),
            b'G' if next == b'H' && !is_vowel(after) || next == b'N' && after == NONE => {
                place += 1;
                continue;
            }
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
            b'X' if !is_first => {
                code.push(b'K');
                (b'S', 0)
            }
            b'X' if next == b'H' || next == b'I' && matches!(after, b'O' | b'A') => (b'X', 0),
            b'X' => (b'S', 0),
            b'Y' if is_vowel(next) => (b'Y', 0),
            b' ' if !code.is_empty() && !code.ends_with(b" ") => (b' ', 0),
            _ => continue,
        };
        code.push(sound);
        place += taken;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::testing::answer;

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
            let got = answer(&Metaphone {}, word).expect("every text has a code");
            assert_eq!(got, expected, "{word}");
        }
    }
}
