//! Letters without their accents, and the letters that codes of sounds read.

use unicode_normalization::char::decompose_compatible;
use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

/// Whether a code point is a mark that stands on letters: one of Unicode's five blocks of combining
/// diacritical marks. The vowel signs and voicing marks of other scripts are none.
pub fn is_accent(symbol: char) -> bool {
    matches!(symbol,
        '\u{300}'..='\u{36f}'
        | '\u{1ab0}'..='\u{1aff}'
        | '\u{1dc0}'..='\u{1dff}'
        | '\u{20d0}'..='\u{20ff}'
        | '\u{fe20}'..='\u{fe2f}'
    )
}

/// The basic letters for a Latin letter that has a stroke or is two letters in one, and therefore
/// does not decompose.
pub fn basic(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ß' => "ss",
        'ẞ' => "SS",
        'æ' => "ae",
        'Æ' => "AE",
        'œ' => "oe",
        'Œ' => "OE",
        'ø' => "o",
        'Ø' => "O",
        'đ' | 'ð' => "d",
        'Đ' | 'Ð' => "D",
        'þ' => "th",
        'Þ' => "Th",
        'ħ' => "h",
        'Ħ' => "H",
        'ı' => "i",
        'ł' => "l",
        'Ł' => "L",
        'ŋ' => "n",
        'Ŋ' => "N",
        'ŧ' => "t",
        'Ŧ' => "T",
        'ĸ' => "k",
        _ => return None,
    })
}

/// How codes of sounds read a text: as capital letters A to Z. Accents are taken off and letters that do not
/// decompose are replaced by [`basic`] ones; signs, digits, marks, controls and letters of other scripts are
/// skipped, as if they were not there. Texts that are canonically equivalent are read alike.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reading {
    /// Whether words are told apart: a space stands between two of them. Else all are one word.
    pub(super) by_words: bool,
    /// Marked letters that rules name: a capital letter, its mark, and the byte that stands for both.
    pub(super) marked: &'static [(u8, char, u8)],
}

/// A text as one word of the letters A to Z.
pub(super) const ONE_WORD: Reading = Reading {
    by_words: false,
    marked: &[],
};

impl Reading {
    /// Replaces `letters` by those of a text.
    pub(super) fn read(self, text: &str, letters: &mut Vec<u8>) {
        letters.clear();
        if text.is_ascii() {
            // Every byte is written, and overwritten where it is no letter: there is no branch to foresee.
            letters.resize(text.len(), 0);
            let (mut length, mut last) = (0, b' ');
            for byte in text.bytes() {
                let letter = READ[usize::from(byte)];
                let parts = self.by_words & (letter == b' ') & (last != b' ');
                letters[length] = letter;
                let is_kept = parts | (letter > b' ');
                length += usize::from(is_kept);
                last = if is_kept { letter } else { last };
            }
            letters.truncate(length);
        } else {
            text.chars().for_each(|symbol| self.push(symbol, letters));
        }
        if letters.last() == Some(&b' ') {
            letters.pop();
        }
    }

    /// Appends what is read of a code point: nothing, a space, or letters.
    pub(super) fn push(self, symbol: char, letters: &mut Vec<u8>) {
        if symbol.is_ascii_alphabetic() {
            return letters.push(symbol.to_ascii_uppercase() as u8);
        }
        if symbol.is_whitespace() {
            if self.by_words && letters.last().is_some_and(|last| *last != b' ') {
                letters.push(b' ');
            }
            return;
        }
        let is_read = matches!(
            symbol.general_category_group(),
            GeneralCategoryGroup::Letter | GeneralCategoryGroup::Mark
        );
        if !is_read {
            return;
        }
        decompose_compatible(symbol, |symbol| {
            if let Some(basic) = basic(symbol) {
                letters.extend(basic.bytes().map(|letter| letter.to_ascii_uppercase()));
            } else if symbol.is_ascii_alphabetic() {
                letters.push(symbol.to_ascii_uppercase() as u8);
            } else if let Some(last) = letters.last_mut() {
                let named =
                    |(letter, mark, _): &&(u8, char, u8)| (*letter, *mark) == (*last, symbol);
                if let Some((.., instead)) = self.marked.iter().find(named) {
                    *last = *instead;
                }
            }
        });
    }
}

/// What bytes of ASCII are read as: a capital letter, a space for white space, else zero.
static READ: [u8; 128] = {
    let mut table = [0; 128];
    let mut byte = 0_u8;
    while byte < 128 {
        table[byte as usize] = match byte {
            b'A'..=b'Z' | b'a'..=b'z' => byte.to_ascii_uppercase(),
            b'\t'..=b'\r' | b' ' => b' ',
            _ => 0,
        };
        byte += 1;
    }
    table
};

#[cfg(test)]
mod tests {
    use unicode_normalization::UnicodeNormalization;

    use super::*;

    fn read(reading: Reading, text: &str) -> String {
        let mut letters = vec![];
        reading.read(text, &mut letters);
        String::from_utf8(letters).expect("letters are ASCII")
    }

    #[test]
    fn accents_signs_and_other_scripts_go() {
        let text = " Łódź-Straße 2, Ærø:\tﬁne 日本 Île™ ";
        assert_eq!(read(ONE_WORD, text), "LODZSTRASSEAEROFINEILE");
        let words = Reading {
            by_words: true,
            ..ONE_WORD
        };
        assert_eq!(read(words, text), "LODZSTRASSE AERO FINE ILE");
        assert_eq!(read(words, " st. \u{b}- john\u{0}son 2 "), "ST JOHNSON");
        assert_eq!(read(words, "1 2"), "");
    }

    #[test]
    fn marked_letters_may_be_told_apart() {
        let cedilla = Reading {
            marked: &[(b'C', '\u{327}', b'!')],
            ..ONE_WORD
        };
        for text in ["aça", "AC\u{327}A", "ac\u{301}\u{327}a", "a\u{1e09}a"] {
            assert_eq!(read(cedilla, text), "A!A", "{text}");
        }
        assert_eq!(read(cedilla, "caşa"), "CASA");
    }

    #[test]
    fn canonically_equivalent_texts_are_read_alike() {
        for symbol in '\0'..=char::MAX {
            let composed = String::from(symbol);
            let decomposed: String = composed.nfd().collect();
            assert_eq!(
                read(ONE_WORD, &composed),
                read(ONE_WORD, &decomposed),
                "{symbol:?}"
            );
        }
    }

    #[test]
    fn every_basic_letter_stands_for_one_that_does_not_decompose() {
        for letter in ('\u{80}'..='\u{2000}').filter(|letter| basic(*letter).is_some()) {
            assert_eq!(letter.nfkd().collect::<String>(), letter.to_string());
        }
    }
}
