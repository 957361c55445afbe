//! Soundex (R. Russell, US patent 1 261 167, 1918) and its refinement in commons-codec: the first letter,
//! and then digits that stand for groups of consonants which sound alike.

use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;

use super::{Text, TextFunction, fold};

/// American Soundex: a letter and three digits, as in jellyfish.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Soundex {}

impl TextFunction for Soundex {
    type Answer = Text;
    type Scratch = ();
    const NAME: &'static str = "soundex";

    fn apply(&self, text: &str, (): &mut (), answer: &mut Text) -> bool {
        if text.is_ascii() {
            soundex_of_ascii(text.as_bytes(), answer);
        } else {
            soundex(text.chars().flat_map(char::to_uppercase).nfkd(), answer);
        }
        true
    }
}

/// Letters and digits of a code.
const LENGTH: usize = 4;

/// Equal neighbours give one digit, even with H or W between them; any other letter parts them.
fn soundex(mut letters: impl Iterator<Item = char>, code: &mut Text) {
    let Some(first) = letters.next() else {
        return;
    };
    code.push(first);
    let mut digits = 0;
    let mut last = digit(first);
    for letter in letters {
        let next = digit(letter);
        if next.is_some() && next != last {
            code.extend(next);
            digits += 1;
            if digits == LENGTH - 1 {
                return;
            }
        }
        if !matches!(letter, 'H' | 'W') {
            last = next;
        }
    }
    code.extend((digits..LENGTH - 1).map(|_| '0'));
}

/// The same, with a table.
fn soundex_of_ascii(letters: &[u8], code: &mut Text) {
    let Some((first, letters)) = letters.split_first() else {
        return;
    };
    let group = |letter: &u8| GROUPS[usize::from(*letter)];
    let mut symbols = [first.to_ascii_uppercase(), b'0', b'0', b'0'];
    let (mut length, mut last) = (1, group(first));
    for letter in letters {
        let next = group(letter);
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

/// The group of H and W, which part nothing.
const BETWEEN: u8 = 1;

/// The digits of ASCII letters, small or capital; zero for those that have none.
const GROUPS: [u8; 128] = {
    let mut table = [0; 128];
    let mut byte = 0_u8;
    while byte < 128 {
        let letter = byte.to_ascii_uppercase() as char;
        table[byte as usize] = match digit(letter) {
            Some(digit) => digit as u8,
            None if matches!(letter, 'H' | 'W') => BETWEEN,
            None => 0,
        };
        byte += 1;
    }
    table
};

/// The group of a consonant.
const fn digit(letter: char) -> Option<char> {
    Some(match letter {
        'B' | 'F' | 'P' | 'V' => '1',
        'C' | 'G' | 'J' | 'K' | 'Q' | 'S' | 'X' | 'Z' => '2',
        'D' | 'T' => '3',
        'L' => '4',
        'M' | 'N' => '5',
        'R' => '6',
        _ => return None,
    })
}

/// The refined Soundex of commons-codec: finer groups, vowels too, any length.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RefinedSoundex {}

impl TextFunction for RefinedSoundex {
    type Answer = Text;
    type Scratch = String;
    const NAME: &'static str = "refined_soundex";

    fn apply(&self, text: &str, ascii: &mut String, answer: &mut Text) -> bool {
        ascii.clear();
        fold::to_ascii(text, ascii);
        answer.write(ascii.len() + 1, |code| refined(ascii.as_bytes(), code));
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

    fn code<F: TextFunction<Answer = Text>>(function: &F, name: &str) -> String {
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
