//! The match rating approach (G. B. Moore et al., "Accessing individual records from personal data files
//! using non-unique identifiers", NBS 1977): a code of at most six letters, and a rule for two codes.

use serde::Deserialize;

use super::{PairFunction, Text, TextFunction};

/// The match rating code of a name, as in jellyfish; names are of letters and spaces only.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MatchRating {}

/// The letters of a code.
type Codex = Vec<char>;

impl TextFunction for MatchRating {
    type Answer = Text;
    type Scratch = Codex;
    const NAME: &'static str = "match_rating";

    fn apply(&self, text: &str, codex: &mut Codex, answer: &mut Text) -> bool {
        if text.is_ascii() {
            let mut exists = false;
            answer.write(text.len() + 1, |room| {
                let length;
                (length, exists) = encode_ascii(text.as_bytes(), room);
                length
            });
            return exists;
        }
        let exists = encode(text, codex);
        if exists {
            answer.extend(codex.iter().copied());
        }
        exists
    }
}

/// Whether two names are said to match. The answer is unknown where a name has no code, and for codes
/// whose lengths differ by three or more.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MatchRatingCompare {}

impl PairFunction for MatchRatingCompare {
    type Answer = bool;
    type Scratch = [Codex; 2];
    const NAME: &'static str = "match_rating_compare";

    fn apply(
        &self,
        left: &str,
        right: &str,
        [left_codex, right_codex]: &mut [Codex; 2],
        answer: &mut bool,
    ) -> Result<bool, String> {
        if !encode(left, left_codex) || !encode(right, right_codex) {
            return Ok(false);
        }
        let rating = rate(left_codex, right_codex);
        *answer = rating == Some(true);
        Ok(rating.is_some())
    }
}

/// Letters that a long code keeps from each end.
const END: usize = 3;

/// Makes the code: a vowel only at the beginning, of equal letters in a row the first one. False for
/// texts of other symbols than letters and spaces.
fn encode(text: &str, codex: &mut Codex) -> bool {
    codex.clear();
    if text.is_ascii() {
        extend(
            codex,
            text.bytes().map(|byte| byte.to_ascii_uppercase().into()),
        )
    } else {
        extend(codex, text.chars().flat_map(char::to_uppercase))
    }
}

/// The same for ASCII, by a table. There is room for one letter more than the text has; the length of the
/// code, and whether there is one.
fn encode_ascii(text: &[u8], code: &mut [u8]) -> (usize, bool) {
    let (mut length, mut last, mut exists) = (0, 0, true);
    for byte in text {
        let letter = LETTERS[usize::from(byte & 0x7F)];
        let is_vowel = letter & VOWEL != 0;
        code[length] = letter & !VOWEL;
        length += usize::from(if is_vowel { last == 0 } else { letter != last });
        last = letter;
        exists &= letter != 0;
    }
    if length > 2 * END {
        code.copy_within(length - END..length, END);
        length = 2 * END;
    }
    (length, exists)
}

/// Marks vowels in the table.
const VOWEL: u8 = 0x80;

/// Capital letters and spaces for bytes of ASCII; zero for what names do not have.
static LETTERS: [u8; 128] = {
    let mut table = [0; 128];
    let mut byte = 0_u8;
    while byte < 128 {
        let letter = byte.to_ascii_uppercase();
        table[byte as usize] = match letter {
            b'A' | b'E' | b'I' | b'O' | b'U' => letter | VOWEL,
            b'A'..=b'Z' | b' ' => letter,
            _ => 0,
        };
        byte += 1;
    }
    table
};

fn extend(codex: &mut Codex, letters: impl Iterator<Item = char>) -> bool {
    let mut last = None;
    for letter in letters {
        if !letter.is_alphabetic() && letter != ' ' {
            return false;
        }
        let is_vowel = matches!(letter, 'A' | 'E' | 'I' | 'O' | 'U');
        if if is_vowel {
            last.is_none()
        } else {
            last != Some(letter)
        } {
            codex.push(letter);
        }
        last = Some(letter);
    }
    if codex.len() > 2 * END {
        codex.drain(END..codex.len() - END);
    }
    true
}

/// Whether two codes match, if that is known.
fn rate(left: &[char], right: &[char]) -> Option<bool> {
    if left.len().abs_diff(right.len()) > 2 {
        return None;
    }
    let shared = left.len().min(right.len());
    let differs = |place: &usize| *place >= shared || left[*place] != right[*place];
    let rest = |codex: &[char]| -> Codex {
        let places = (0..codex.len()).filter(differs);
        places.map(|place| codex[place]).collect()
    };
    let (left_rest, right_rest) = (rest(left), rest(right));
    let matches = |(left, right): &(&char, &char)| left == right;
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
        assert_eq!(text(&MatchRating {}, "O'Brien"), None);
        assert_eq!(text(&MatchRating {}, "").as_deref(), Some(""));
    }

    #[test]
    fn ratings_of_the_report() {
        let compare = |left, right| {
            let (mut left_codex, mut right_codex) = (Codex::new(), Codex::new());
            assert!(encode(left, &mut left_codex) && encode(right, &mut right_codex));
            rate(&left_codex, &right_codex)
        };
        assert_eq!(compare("Byrne", "Boern"), Some(true));
        assert_eq!(compare("Smith", "Smyth"), Some(true));
        assert_eq!(compare("Catherine", "Kathryn"), Some(true));
        assert_eq!(compare("Michael", "Mike"), Some(false));
        assert_eq!(compare("Tim", "Timothy"), None);
    }
}
