//! Codes of sounds that the crate rphonetic computes, a port of Apache commons-codec.
//!
//! Its encoders index text by bytes in places, so that those which know ASCII alone get ASCII alone:
//! accents are taken off before, and what is left of other scripts is nothing.

use std::sync::LazyLock;

use rphonetic::{
    BeiderMorseBuilder, ConfigFiles, DaitchMokotoffSoundex, DaitchMokotoffSoundexBuilder, Encoder,
};
use serde::Deserialize;

use super::{Pieces, Text, TextFunction, fold};

/// The code that an encoder gives to the ASCII of a text.
fn encode(encoder: impl Encoder, text: &str, ascii: &mut String, answer: &mut Text) -> bool {
    ascii.clear();
    fold::to_ascii(text, ascii);
    answer.push_str(&encoder.encode(ascii));
    true
}

/// Cologne phonetics (H. J. Postel, "Die Kölner Phonetik", 1969), for German.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cologne {}

impl TextFunction for Cologne {
    type Answer = Text;
    type Scratch = String;
    const NAME: &'static str = "cologne";

    fn apply(&self, text: &str, ascii: &mut String, answer: &mut Text) -> bool {
        encode(rphonetic::Cologne, text, ascii, answer)
    }
}

/// Caverphone (D. Hood, 2002), six symbols, for names of New Zealand.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Caverphone1 {}

impl TextFunction for Caverphone1 {
    type Answer = Text;
    type Scratch = String;
    const NAME: &'static str = "caverphone1";

    fn apply(&self, text: &str, ascii: &mut String, answer: &mut Text) -> bool {
        encode(rphonetic::Caverphone1, text, ascii, answer)
    }
}

/// Caverphone revisited (D. Hood, 2004), ten symbols.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Caverphone2 {}

impl TextFunction for Caverphone2 {
    type Answer = Text;
    type Scratch = String;
    const NAME: &'static str = "caverphone2";

    fn apply(&self, text: &str, ascii: &mut String, answer: &mut Text) -> bool {
        encode(rphonetic::Caverphone2, text, ascii, answer)
    }
}

/// Daitch-Mokotoff Soundex (R. Mokotoff, G. Daitch, 1985), for Slavic and Yiddish names: codes of six
/// digits, one for each way to read the name.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DaitchMokotoff {}

static DAITCH_MOKOTOFF: LazyLock<DaitchMokotoffSoundex> = LazyLock::new(|| {
    let encoder = DaitchMokotoffSoundexBuilder::default().build();
    encoder.expect("the rules that are part of the crate can be read")
});

impl TextFunction for DaitchMokotoff {
    type Answer = Pieces;
    type Scratch = ();
    const NAME: &'static str = "daitch_mokotoff";

    fn apply(&self, text: &str, (): &mut (), answer: &mut Pieces) -> bool {
        for code in DAITCH_MOKOTOFF.inner_soundex(text, true) {
            answer.push(&code);
        }
        true
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

/// Code points of a name that are read: spellings take time that grows with the square of their number.
const READ: usize = 64;

impl TextFunction for BeiderMorse {
    type Answer = Pieces;
    type Scratch = Option<rphonetic::BeiderMorse<'static>>;
    const NAME: &'static str = "beider_morse";

    fn apply(&self, text: &str, encoder: &mut Self::Scratch, answer: &mut Pieces) -> bool {
        let encoder = encoder.get_or_insert_with(|| {
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
        });
        let end = text
            .char_indices()
            .nth(READ)
            .map_or(text.len(), |(end, _)| end);
        // Names with a prefix are spelled with and without it: (a|b)-(c|d).
        let spellings = encoder.encode(&text[..end]);
        for spelling in spellings.split(['(', ')', '|', '-']) {
            if !spelling.is_empty() && !answer.iter().any(|known| known == spelling) {
                answer.push(spelling);
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

    fn code<F: TextFunction<Answer = Text>>(function: &F, name: &str) -> String {
        text(function, name).expect("every text has a code")
    }

    #[test]
    fn published_codes() {
        // From the tests of commons-codec.
        assert_eq!(code(&Cologne {}, "Breschnew"), "17863");
        assert_eq!(code(&Cologne {}, "müller"), "657");
        assert_eq!(code(&Caverphone1 {}, "Thompson"), "TMPSN1");
        assert_eq!(code(&Caverphone2 {}, "Thompson"), "TMPSN11111");
        let rosochowaciec = pieces(&DaitchMokotoff {}, "Rosochowaciec");
        assert_eq!(
            rosochowaciec.join("|"),
            "944744|944745|944754|944755|945744|945745|945754|945755"
        );
        let angelo = BeiderMorse {
            name_type: NameType::Generic,
            rule_type: RuleType::Exact,
        };
        assert_eq!(
            pieces(&angelo, "Angelo").join("|"),
            "anZelo|andZelo|angelo|anhelo|anjelo|anxelo"
        );
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
            let codes = pieces(&DaitchMokotoff {}, &text);
            prop_assert!(codes.iter().all(|code| code.len() == 6), "{:?}", codes);
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
