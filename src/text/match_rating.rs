//! The match rating approach (G. B. Moore et al., "Accessing individual records from personal data files
//! using non-unique identifiers", NBS 1977): a code of at most six letters, and a rule for two codes.

use serde::Deserialize;

use super::fold::ONE_WORD;
use super::{PairFunction, Text, TextFunction};

/// The match rating code of a name.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MatchRating {}

impl TextFunction for MatchRating {
    type Output = Text;
    type Scratch = Vec<u8>;
    const NAME: &'static str = "match_rating";

    fn apply(&self, text: &str, letters: &mut Vec<u8>, output: &mut Text) -> bool {
        let ascii = ascii(text, letters);
        output.write(ascii.len() + 1, |code| encode(ascii, code));
        true
    }
}

/// Whether two names are said to match. The output is unknown where a name has no letters, and for codes
/// whose lengths differ by three or more.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MatchRatingCompare {}

/// Memory for one name: its letters, and its code.
type Name = (Vec<u8>, Vec<u8>);

impl PairFunction for MatchRatingCompare {
    type Output = bool;
    type Scratch = [Name; 2];
    const NAME: &'static str = "match_rating_compare";

    fn apply(
        &self,
        left: &str,
        right: &str,
        [left_name, right_name]: &mut [Name; 2],
        output: &mut bool,
    ) -> Result<bool, String> {
        let rating = rate(codex(left, left_name), codex(right, right_name));
        *output = rating == Some(true);
        Ok(rating.is_some())
    }
}

/// A text of ASCII as it is, or the letters of another one.
fn ascii<'a>(text: &'a str, letters: &'a mut Vec<u8>) -> &'a [u8] {
    if text.is_ascii() {
        return text.as_bytes();
    }
    ONE_WORD.read(text, letters);
    letters
}

fn codex<'a>(text: &str, (letters, code): &'a mut Name) -> &'a [u8] {
    let ascii = ascii(text, letters);
    code.resize(ascii.len() + 1, 0);
    let length = encode(ascii, code);
    &code[..length]
}

/// Letters that a long code keeps from each end.
const END: usize = 3;

/// Writes the code of the letters among ASCII: a vowel only at the beginning, of equal letters in a row the
/// first one. There is room for one letter more than the text has. The length of the code.
fn encode(ascii: &[u8], code: &mut [u8]) -> usize {
    let (mut length, mut last) = (0, 0);
    for byte in ascii {
        let letter = LETTERS[usize::from(*byte)];
        let is_vowel = letter & VOWEL != 0;
        let is_coded = if is_vowel { last == 0 } else { letter != last };
        code[length] = letter & !VOWEL;
        length += usize::from(is_coded & (letter != 0));
        last = if letter == 0 { last } else { letter };
    }
    if length > 2 * END {
        code.copy_within(length - END..length, END);
        length = 2 * END;
    }
    length
}

/// Marks vowels in the table.
const VOWEL: u8 = 0x80;

/// Capital letters for bytes of ASCII; zero for what is skipped.
static LETTERS: [u8; 128] = {
    let mut table = [0; 128];
    let mut byte = 0_u8;
    while byte < 128 {
        let letter = byte.to_ascii_uppercase();
        table[byte as usize] = match letter {
            b'A' | b'E' | b'I' | b'O' | b'U' => letter | VOWEL,
            b'A'..=b'Z' => letter,
            _ => 0,
        };
        byte += 1;
    }
    table
};

/// Whether two codes match, if that is known.
fn rate(left: &[u8], right: &[u8]) -> Option<bool> {
    if left.is_empty() || right.is_empty() || left.len().abs_diff(right.len()) > 2 {
        return None;
    }
    let shared = left.len().min(right.len());
    let differs = |place: &usize| *place >= shared || left[*place] != right[*place];
    let rest = |codex: &[u8]| -> Vec<u8> {
        let places = (0..codex.len()).filter(differs);
        places.map(|place| codex[place]).collect()
    };
    let (left_rest, right_rest) = (rest(left), rest(right));
    let matches = |(left, right): &(&u8, &u8)| left == right;
    let pairs = left_rest.iter().rev().zip(right_rest.iter().rev());
    let unmatched = left_rest.len().max(right_rest.len()) - pairs.filter(matches).count();
    let least = match left.len() + right.len() {
        0..=4 => 5,
        5..=7 => 4,
        8..=11 => 3,
        _ => 2,
    };
    Some(6 - unmatched >= least)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::testing::text;

    #[test]
    fn codes_of_the_report() {
        for (name, expected) in [("Byrne", "BYRN"), ("Smith", "SMTH"), ("Catherine", "CTHRN")] {
            assert_eq!(text(&MatchRating {}, name).as_deref(), Some(expected));
        }
        for name in ["O'Brien", "OBrien", "Ó Brien 2"] {
            assert_eq!(text(&MatchRating {}, name).as_deref(), Some("OBRN"));
        }
        assert_eq!(text(&MatchRating {}, "12").as_deref(), Some(""));
    }

    #[test]
    fn ratings_of_the_report() {
        let compare = |left, right| {
            let [mut left_name, mut right_name] = <[Name; 2]>::default();
            rate(codex(left, &mut left_name), codex(right, &mut right_name))
        };
        assert_eq!(compare("Byrne", "Boern"), Some(true));
        assert_eq!(compare("Smith", "Smyth"), Some(true));
        assert_eq!(compare("Catherine", "Kathryn"), Some(true));
        assert_eq!(compare("Michael", "Mike"), Some(false));
        assert_eq!(compare("Tim", "Timothy"), None);
        assert_eq!(compare("O'Brien", "Ó Brian"), Some(true));
        assert_eq!(compare("12", ""), None);
    }
}
