//! Soundex (R. Russell, US patent 1 261 167, 1918) and its refinement in commons-codec: the first letter,
//! and then digits that stand for groups of consonants which sound alike.

use serde::Deserialize;

use super::fold::ONE_WORD;
use super::{Text, TextFunction};

/// American Soundex: a letter and three digits.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Soundex {}

impl TextFunction for Soundex {
    type Output = Text;
    type Scratch = Vec<u8>;
    const NAME: &'static str = "soundex";

    fn apply(&self, text: &str, letters: &mut Vec<u8>, output: &mut Text) -> bool {
        if text.is_ascii() {
            soundex(text.as_bytes(), output);
        } else {
            ONE_WORD.read(text, letters);
            soundex(letters, output);
        }
        true
    }
}

/// Letters and digits of a code.
const LENGTH: usize = 4;

/// Writes the code of the letters among ASCII. Equal neighbours give one digit, even with H, W or other symbols
/// than letters between them; a vowel parts them.
fn soundex(ascii: &[u8], code: &mut Text) {
    let Some(start) = ascii.iter().position(u8::is_ascii_alphabetic) else {
        return;
    };
    let (first, letters) = (ascii[start], &ascii[start + 1..]);
    let group = |letter: u8| GROUPS[usize::from(letter)];
    let mut symbols = [first.to_ascii_uppercase(), b'0', b'0', b'0'];
    let (mut length, mut last) = (1, group(first));
    for letter in letters {
        let next = group(*letter);
        let is_new = (next > BETWEEN) & (next != last);
        symbols[length] = if is_new { next } else { b'0' };
        length += usize::from(is_new);
        if length == LENGTH {
            break;
        }
        last = if next == BETWEEN { last } else { next };
    }
    code.write(LENGTH, |room| {
        room.copy_from_slice(&symbols);
        LENGTH
    });
}

/// The group of what parts nothing: H, W, and other symbols than letters.
const BETWEEN: u8 = 1;

/// The digits of ASCII letters, small or capital; zero for vowels.
const GROUPS: [u8; 128] = {
    let mut table = [BETWEEN; 128];
    let mut byte = 0_u8;
    while byte < 128 {
        table[byte as usize] = match byte.to_ascii_uppercase() {
            b'B' | b'F' | b'P' | b'V' => b'1',
            b'C' | b'G' | b'J' | b'K' | b'Q' | b'S' | b'X' | b'Z' => b'2',
            b'D' | b'T' => b'3',
            b'L' => b'4',
            b'M' | b'N' => b'5',
            b'R' => b'6',
            b'A' | b'E' | b'I' | b'O' | b'U' | b'Y' => 0,
            _ => BETWEEN,
        };
        byte += 1;
    }
    table
};

/// The refined Soundex of commons-codec: finer groups, vowels too, any length.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RefinedSoundex {}

impl TextFunction for RefinedSoundex {
    type Output = Text;
    type Scratch = Vec<u8>;
    const NAME: &'static str = "refined_soundex";

    fn apply(&self, text: &str, letters: &mut Vec<u8>, output: &mut Text) -> bool {
        let ascii = if text.is_ascii() {
            text.as_bytes()
        } else {
            ONE_WORD.read(text, letters);
            letters
        };
        output.write(ascii.len() + 1, |code| refined(ascii, code));
        true
    }
}

/// Writes the code of the letters among ASCII. The length of the code.
fn refined(ascii: &[u8], code: &mut [u8]) -> usize {
    let (mut length, mut last) = (0, 0);
    for letter in ascii.iter().map(u8::to_ascii_uppercase) {
        let Some(group) = REFINED.get(usize::from(letter.wrapping_sub(b'A'))) else {
            continue;
        };
        if length == 0 {
            code[0] = letter;
            length = 1;
        }
        code[length] = *group;
        length += usize::from(*group != last);
        last = *group;
    }
    length
}

/// The groups of A to Z.
const REFINED: &[u8; 26] = b"01360240043788015936020505";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::testing::text;

    fn code<F: TextFunction<Output = Text>>(function: &F, name: &str) -> String {
        text(function, name).expect("every text has a code")
    }

    #[test]
    fn soundex_of_the_national_archives() {
        // "Soundex System", US National Archives; Tymczak and Pfister by the stricter rule for vowels.
        for (name, expected) in [
            ("Washington", "W252"),
            ("Lee", "L000"),
            ("Gutierrez", "G362"),
            ("Pfister", "P236"),
            ("Jackson", "J250"),
            ("Tymczak", "T522"),
            ("Ashcraft", "A261"),
        ] {
            assert_eq!(code(&Soundex {}, name), expected, "{name}");
        }
        assert_eq!(code(&Soundex {}, "Müller"), "M460");
        assert_eq!(code(&Soundex {}, " Mason"), "M250");
        assert_eq!(code(&Soundex {}, "Bob-by 2"), "B100");
        assert_eq!(code(&Soundex {}, ""), "");
    }

    #[test]
    fn refined_soundex_of_commons_codec() {
        for (name, expected) in [
            ("testing", "T6036084"),
            ("The", "T60"),
            ("quick", "Q503"),
            ("brown", "B1908"),
            ("dogs", "D6043"),
            ("O'Brien", "O01908"),
        ] {
            assert_eq!(code(&RefinedSoundex {}, name), expected, "{name}");
        }
        assert_eq!(code(&RefinedSoundex {}, "12"), "");
    }
}
