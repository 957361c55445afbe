//! Metaphone (L. Philips, "Hanging on the Metaphone", Computer Language 7 (12), 1990): consonants as English
//! pronounces them, and a vowel at the beginning.

use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;

use super::TextFunction;

/// The Metaphone code of a text, word by word, as in jellyfish.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Metaphone {}

impl TextFunction for Metaphone {
    type Answer = String;
    type Scratch = Vec<char>;
    const NAME: &'static str = "metaphone";

    fn apply(&self, text: &str, letters: &mut Vec<char>, answer: &mut String) -> bool {
        letters.clear();
        if text.is_ascii() {
            let upper = |byte: u8| char::from(byte.to_ascii_uppercase());
            letters.extend(text.bytes().map(upper));
        } else {
            letters.extend(text.chars().flat_map(char::to_uppercase).nfkd());
        }
        let mut beginning = text.chars().flat_map(char::to_uppercase);
        let is_silent = matches!(
            (beginning.next(), beginning.next()),
            (Some('K' | 'G' | 'P'), Some('N')) | (Some('W'), Some('R')) | (Some('A'), Some('E'))
        );
        metaphone(&letters[usize::from(is_silent)..], answer);
        true
    }
}

fn is_vowel(letter: char) -> bool {
    matches!(letter, 'A' | 'E' | 'I' | 'O' | 'U')
}

fn is_soft(letter: char) -> bool {
    matches!(letter, 'E' | 'I' | 'Y')
}

/// Stands for the letters before and behind the text.
const NONE: char = '*';

fn metaphone(letters: &[char], code: &mut String) {
    let at = |place: usize| letters.get(place).copied().unwrap_or(NONE);
    let mut place = 0;
    while let Some(&letter) = letters.get(place) {
        let is_first = place == 0;
        let before = if is_first { NONE } else { letters[place - 1] };
        let (next, after) = (at(place + 1), at(place + 2));
        place += 1;
        if letter == next && letter != 'C' {
            continue;
        }
        // The sound, and how many of the letters that follow are part of it.
        let (sound, taken) = match letter {
            'A' | 'E' | 'I' | 'O' | 'U' if is_first || before == ' ' => (letter, 0),
            'B' if before == 'M' && next == NONE => continue,
            'B' | 'F' | 'J' | 'L' | 'M' | 'N' | 'R' => (letter, 0),
            'C' if next == 'H' || (next == 'I' && after == 'A') => ('X', 1),
            'C' if is_soft(next) => ('S', 1),
            'C' => ('K', 0),
            'D' if next == 'G' && is_soft(after) => ('J', 2),
            'D' => ('T', 0),
            'G' if is_soft(next) => ('J', 0),
            'G' if next == 'H' && !is_vowel(after) || next == 'N' && after == NONE => {
                place += 1;
                continue;
            }
            'G' => ('K', 0),
            'H' if is_first || is_vowel(next) || !is_vowel(before) => ('H', 0),
            'K' if before != 'C' => ('K', 0),
            'P' if next == 'H' => ('F', 1),
            'P' => ('P', 0),
            'Q' => ('K', 0),
            'S' if next == 'H' => ('X', 1),
            'S' if next == 'I' && matches!(after, 'O' | 'A') => ('X', 2),
            'S' | 'Z' => ('S', 0),
            'T' if next == 'I' && matches!(after, 'O' | 'A') => ('X', 0),
            'T' if next == 'H' => ('0', 1),
            'T' if next != 'C' || after != 'H' => ('T', 0),
            'V' => ('F', 0),
            'W' if is_first && next == 'H' => ('W', 1),
            'W' if is_vowel(next) => ('W', 0),
            'X' if !is_first => {
                code.push('K');
                ('S', 0)
            }
            'X' if next == 'H' || next == 'I' && matches!(after, 'O' | 'A') => ('X', 0),
            'X' => ('S', 0),
            'Y' if is_vowel(next) => ('Y', 0),
            ' ' if !code.is_empty() && !code.ends_with(' ') => (' ', 0),
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
