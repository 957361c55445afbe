//! Codes of sounds that the crate rphonetic computes, a port of Apache commons-codec.
//!
//! Its encoders index text by bytes in places and let signs part letters, so they get letters alone.

use std::sync::LazyLock;

use rphonetic::{BeiderMorseBuilder, ConfigFiles, Encoder};
use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;

use super::fold::ONE_WORD;
use super::{Pieces, Text, TextFunction};

/// The code that an encoder gives to the letters of a text.
fn encode(encoder: impl Encoder, text: &str, letters: &mut Vec<u8>, output: &mut Text) -> bool {
    ONE_WORD.read(text, letters);
    let letters = std::str::from_utf8(letters).expect("letters are ASCII");
    output.push_str(&encoder.encode(letters));
    true
}

/// Cologne phonetics (H. J. Postel, "Die Kölner Phonetik", 1969), for German.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cologne {}

impl TextFunction for Cologne {
    type Output = Text;
    type Scratch = Vec<u8>;
    const NAME: &'static str = "cologne";

    fn apply(&self, text: &str, letters: &mut Vec<u8>, output: &mut Text) -> bool {
        encode(rphonetic::Cologne, text, letters, output)
    }
}

/// Caverphone (D. Hood, 2002), six symbols, for names of New Zealand.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Caverphone1 {}

/// Bytes that a code takes for each byte of text: every rule makes another text.
const CAVERPHONE: usize = 48;

impl TextFunction for Caverphone1 {
    type Output = Text;
    type Scratch = Vec<u8>;
    const NAME: &'static str = "caverphone1";

    fn peak_bytes(&self, text: &str) -> usize {
        CAVERPHONE * text.len()
    }

    fn apply(&self, text: &str, letters: &mut Vec<u8>, output: &mut Text) -> bool {
        encode(rphonetic::Caverphone1, text, letters, output)
    }
}

/// Caverphone revisited (D. Hood, 2004), ten symbols.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Caverphone2 {}

impl TextFunction for Caverphone2 {
    type Output = Text;
    type Scratch = Vec<u8>;
    const NAME: &'static str = "caverphone2";

    fn peak_bytes(&self, text: &str) -> usize {
        CAVERPHONE * text.len()
    }

    fn apply(&self, text: &str, letters: &mut Vec<u8>, output: &mut Text) -> bool {
        encode(rphonetic::Caverphone2, text, letters, output)
    }
}

/// Beider-Morse phonetic matching (A. Beider, S. P. Morse, "Beider-Morse phonetic matching: an alternative
/// to Soundex with fewer false hits", Avotaynu 24 (2), 2008): spellings of how a name may sound.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BeiderMorse {
    /// Whose names they are.
    pub name_type: NameType,
    /// How close the spellings are to the sound.
    pub rule_type: RuleType,
}

/// Whose names they are.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NameType {
    /// Any names, and other words.
    Generic,
    /// Names of Ashkenazi Jews.
    Ashkenazi,
    /// Names of Sephardic Jews.
    Sephardic,
}

/// How close the spellings are to the sound.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RuleType {
    /// Sounds that are easily mixed up are spelled alike.
    Approx,
    /// They are told apart.
    Exact,
}

static BEIDER_MORSE: LazyLock<ConfigFiles> = LazyLock::new(ConfigFiles::default);

impl NameType {
    /// The letters beyond ASCII that the rules for names of any language have a sound for.
    const fn letters(self) -> &'static str {
        match self {
            Self::Generic => "ßàáâãäçèéêíîñòóôõöùúüýăąćčďęěğıłńřśşšţťůűźż",
            Self::Ashkenazi => "ßàáâäèéêíîñóöúüăąćęłńőśşţűźż",
            Self::Sephardic => "àáâãçèéêíîñòóôõúü",
        }
    }
}

/// Letters of a name that are read: spellings take time that grows with the square of their number.
const READ: usize = 64;

/// Memory for one name.
#[derive(Debug, Default)]
pub struct Spelling {
    encoder: Option<rphonetic::BeiderMorse<'static>>,
    name: String,
    letters: Vec<u8>,
}

impl BeiderMorse {
    fn encoder(self) -> rphonetic::BeiderMorse<'static> {
        let name_type = match self.name_type {
            NameType::Generic => rphonetic::NameType::Generic,
            NameType::Ashkenazi => rphonetic::NameType::Ashkenazi,
            NameType::Sephardic => rphonetic::NameType::Sephardic,
        };
        let rule_type = match self.rule_type {
            RuleType::Approx => rphonetic::RuleType::Approx,
            RuleType::Exact => rphonetic::RuleType::Exact,
        };
        let builder = BeiderMorseBuilder::new(&BEIDER_MORSE);
        builder.name_type(name_type).rule_type(rule_type).build()
    }

    /// Replaces `name` by the small letters of a text that the rules name, composed. Others lose their accents,
    /// signs are skipped, and a space stands between words. An apostrophe stays where a name begins with d', a
    /// prefix by the rules.
    fn read(self, text: &str, name: &mut String, letters: &mut Vec<u8>) {
        let named = self.name_type.letters();
        let is_named = |symbol: char| symbol.is_ascii_lowercase() || named.contains(symbol);
        name.clear();
        let mut room = READ;
        for symbol in text.nfc().flat_map(char::to_lowercase) {
            letters.clear();
            if symbol.is_whitespace() && !name.is_empty() && !name.ends_with(' ') {
                letters.push(b' ');
            } else if matches!(symbol, '\'' | '\u{2019}') && name == "d" {
                letters.push(b'\'');
            } else if is_named(symbol) {
                name.push(symbol);
                room -= 1;
            } else {
                ONE_WORD.push(symbol, letters);
            }
            let read = letters
                .iter()
                .map(|letter| char::from(letter.to_ascii_lowercase()));
            name.extend(read.take(room));
            room = room.saturating_sub(letters.len());
            if room == 0 {
                break;
            }
        }
        name.truncate(name.trim_end().len());
    }
}

impl TextFunction for BeiderMorse {
    type Output = Pieces;
    type Scratch = Spelling;
    const NAME: &'static str = "beider_morse";

    fn apply(&self, text: &str, spelling: &mut Spelling, output: &mut Pieces) -> bool {
        let Spelling {
            encoder,
            name,
            letters,
        } = spelling;
        let encoder = encoder.get_or_insert_with(|| self.encoder());
        self.read(text, name, letters);
        // Names with a prefix are spelled with and without it: (a|b)-(c|d).
        let spellings = encoder.encode(name);
        for spelling in spellings.split(['(', ')', '|', '-']) {
            if !spelling.is_empty() && !output.iter().any(|known| known == spelling) {
                output.push(spelling);
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::testing::{pieces, text};

    fn code<F: TextFunction<Output = Text>>(function: &F, name: &str) -> String {
        text(function, name).expect("every text has a code")
    }

    #[test]
    fn published_codes() {
        // From the tests of commons-codec.
        assert_eq!(code(&Cologne {}, "Breschnew"), "17863");
        assert_eq!(code(&Cologne {}, "müller"), "657");
        assert_eq!(code(&Caverphone1 {}, "Thompson"), "TMPSN1");
        assert_eq!(code(&Caverphone2 {}, "Thompson"), "TMPSN11111");
        let angelo = BeiderMorse {
            name_type: NameType::Generic,
            rule_type: RuleType::Exact,
        };
        assert_eq!(
            pieces(&angelo, "Angelo").join("|"),
            "anZelo|andZelo|angelo|anhelo|anjelo|anxelo"
        );
    }

    #[test]
    fn signs_are_skipped() {
        for (plain, signed) in [("ONeil", "O'Neil"), ("Mason", " Ma\u{200b}son 2")] {
            for [plain, signed] in [
                [plain, signed].map(|name| code(&Cologne {}, name)),
                [plain, signed].map(|name| code(&Caverphone1 {}, name)),
                [plain, signed].map(|name| code(&Caverphone2 {}, name)),
            ] {
                assert_eq!(plain, signed);
            }
        }
        // Else the P is not before an H.
        assert_eq!(code(&Cologne {}, "Jose-p.h"), "083");
    }

    const ANY: BeiderMorse = BeiderMorse {
        name_type: NameType::Generic,
        rule_type: RuleType::Approx,
    };

    #[test]
    fn names_are_read_composed_and_without_signs() {
        let read = |function: BeiderMorse, text: &str| {
            let mut name = String::new();
            function.read(text, &mut name, &mut vec![]);
            name
        };
        assert_eq!(
            read(ANY, " D’Ánge\u{328}lo-Ngu\u{1ec5}n 2,\tO'Neil "),
            "d'ángęlonguen oneil"
        );
        let sephardic = BeiderMorse {
            name_type: NameType::Sephardic,
            ..ANY
        };
        assert_eq!(read(sephardic, "Łódź"), "lódz");
        assert_eq!(read(ANY, &"ß".repeat(99)).chars().count(), READ);
        assert_eq!(read(ANY, &"ǽ".repeat(99)).chars().count(), READ);
    }

    #[test]
    fn rules_know_the_letters_that_they_are_said_to_name() {
        for name_type in [NameType::Generic, NameType::Ashkenazi, NameType::Sephardic] {
            let encoder = BeiderMorse { name_type, ..ANY }.encoder();
            for letter in ('\u{80}'..'\u{250}').filter(|letter| letter.is_lowercase()) {
                // A Turkish ğ is silent.
                let is_heard = name_type.letters().contains(letter) && letter != 'ğ';
                let sound = encoder.encode(&letter.to_string());
                assert_eq!(is_heard, !sound.is_empty(), "{letter} {name_type:?}");
            }
        }
    }

    /// Letters that rules are about, in every order, and any others.
    fn texts() -> impl Strategy<Value = String> {
        prop_oneof![
            "[acdeghijklmnoprstwxyz' ]{0,10}",
            "[A-Z' -]{0,6}",
            "[aceghksxzäöüßçñéèęąţłİıſK1日\u{301} '-]{0,8}",
            any::<String>(),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn no_text_is_too_strange(text in texts()) {
            code(&Cologne {}, &text);
            prop_assert_eq!(code(&Caverphone1 {}, &text).len(), 6);
            prop_assert_eq!(code(&Caverphone2 {}, &text).len(), 10);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]

        #[test]
        fn no_name_is_too_strange(text in texts()) {
            for name_type in [NameType::Generic, NameType::Ashkenazi, NameType::Sephardic] {
                for rule_type in [RuleType::Approx, RuleType::Exact] {
                    pieces(&BeiderMorse { name_type, rule_type }, &text);
                }
            }
        }
    }
}
