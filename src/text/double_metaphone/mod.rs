//! Double Metaphone (L. Philips, "The double metaphone search algorithm", C/C++ Users Journal 18 (6),
//! 2000): how English pronounces a word, and how it would if the word came from another language.
//!
//! The rules are those of `DoubleMetaphone` in Apache commons-codec, letter by letter: each looks around in the
//! word, gives a sound for either code, and says how many letters it takes. Accents are taken off before,
//! but for the cedilla. Time is linear in the length of the word.

use serde::Deserialize;

use super::fold::Reading;
use super::ngrams::at_least_one;
use super::{Record, TextFunction};
use word::Word;

mod sounds;
mod word;

/// A primary and an alternate code.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DoubleMetaphone {
    /// The most symbols of a code.
    pub max_length: u32,
}

impl TextFunction for DoubleMetaphone {
    type Output = Record;
    type Scratch = Vec<u8>;
    const NAME: &'static str = "double_metaphone";
    const FIELDS: &'static [&'static str] = &["primary", "alternate"];

    fn check(&self) -> Result<(), String> {
        at_least_one("max_length", self.max_length)
    }

    fn apply(&self, text: &str, letters: &mut Vec<u8>, codes: &mut Record) -> bool {
        WORDS.read(text, letters);
        let longest = self.max_length as usize;
        let word = Word::new(letters);
        let mut place = usize::from(word.has(0, &["GN", "KN", "PN", "WR", "PS"]));
        while place < word.letters.len() && codes.0.iter().any(|code| code.len() < longest) {
            let sounds::Sound {
                codes: sounds,
                taken,
            } = word.sound(place as isize);
            for (code, sound) in codes.0.iter_mut().zip(sounds) {
                let room = longest - code.len();
                code.push_str(&sound[..sound.len().min(room)]);
            }
            place += taken;
        }
        true
    }
}

/// Some rules are about the first of several words.
const WORDS: Reading = Reading {
    by_words: true,
    marked: &[(b'C', '\u{327}', sounds::CEDILLA)],
};

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::testing::output;

    fn codes(max_length: u32, text: &str) -> [String; 2] {
        let codes = output(&DoubleMetaphone { max_length }, text);
        codes.expect("every text has codes").0
    }

    #[test]
    fn published_codes() {
        // From the tests of commons-codec and of other ports.
        for (word, primary, alternate) in [
            ("Schmidt", "XMT", "SMT"),
            ("Washington", "AXNK", "FXNK"),
            ("jumped", "JMPT", "AMPT"),
            ("Kuczewski", "KSSK", "KXFS"),
            ("san jose", "SNHS", "SNHS"),
            ("ll", "L", "L"),
            ("Hochmeier", "HKMR", "HKMR"),
            ("chthonic", "K0NK", "KTNK"),
            ("von ch", "FNK", "FNK"),
            ("hej", "HJ", "H"),
            ("O'Neil 2", "ANL", "ANL"),
            ("", "", ""),
            ("12", "", ""),
        ] {
            assert_eq!(codes(4, word), [primary, alternate], "{word}");
        }
        assert_eq!(codes(20, "Washington"), ["AXNKTN", "FXNKTN"]);
        assert_eq!(codes(1, "Xavier"), ["S", "S"]);
    }

    #[test]
    fn a_last_r_is_french_in_short_words_too() {
        // As in `handleR` of commons-codec, which does not ask how long the word is.
        for (word, primary, alternate) in [("IER", "A", "AR"), ("Bier", "P", "PR")] {
            assert_eq!(codes(4, word), [primary, alternate], "{word}");
        }
        assert_eq!(codes(4, "Kier"), ["KR", "KR"]);
    }

    #[test]
    fn a_cedilla_makes_an_s() {
        for text in ["François", "FRANC\u{327}OIS", "fran-\u{1e09}ois"] {
            assert_eq!(codes(4, text), ["FRNS", "FRNS"]);
        }
        assert_eq!(codes(4, "Peña"), ["PN", "PN"]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(5_000))]

        /// rphonetic is a port of commons-codec too, but for three conditions about "ch", and one that keeps the R of
        /// "IER" in words of up to four letters. It writes a blank for the sound that a last J may lack.
        #[test]
        fn equals_another_port(word in "[A-Z]{0,7}|[ACEHIGSTMNU ]{0,8}", max_length in 1_u32..12) {
            let differs = ["CHT", "CHS", "VAN ", "VON "];
            prop_assume!(!differs.iter().any(|part| word.contains(part)));
            prop_assume!(word.trim().len() > 4 || !word.trim().ends_with("IER"));
            prop_assume!(!word.contains("  "));
            let encoder = rphonetic::DoubleMetaphone::new(Some(max_length as usize));
            let expected = encoder.double_metaphone(&word);
            let [primary, alternate] = codes(max_length, &word);
            prop_assert_eq!(&primary, &expected.primary());
            prop_assert!(alternate == expected.alternate().trim_end() || word.trim().ends_with('J'));
        }

        #[test]
        fn no_text_is_too_strange(text in any::<String>()) {
            codes(9, &text);
        }
    }
}
