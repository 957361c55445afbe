//! Normalisation of text in five steps, each of which may be left out: Unicode form, accents, case,
//! punctuation, white space.
//!
//! Text of ASCII has one form and no accents: it goes byte by byte through a table, and then its white space is
//! put in order.

use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;
use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

use super::{TextFunction, extend_ascii, fold};

/// Normalised text.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Normalize {
    /// Which letters are used.
    pub case: Case,
    /// Whether letters keep their accents.
    pub accents: Accents,
    /// What becomes of punctuation and symbols.
    pub punctuation: Punctuation,
    /// What becomes of white space.
    pub whitespace: Whitespace,
    /// The Unicode form.
    pub form: Option<Form>,
}

/// Which letters are used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Case {
    /// Small letters.
    Lower,
    /// Capital letters.
    Upper,
    /// As they are.
    Keep,
}

/// Whether letters keep their accents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Accents {
    /// Letters lose accents and strokes, and ligatures become letters.
    Strip,
    /// They stay.
    Keep,
}

/// What becomes of punctuation and symbols.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Punctuation {
    /// Each becomes a space.
    Space,
    /// They go.
    Remove,
    /// They stay.
    Keep,
}

/// What becomes of white space.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Whitespace {
    /// One space between words, none at the ends.
    Collapse,
    /// None at the ends.
    Strip,
    /// None at all.
    Remove,
    /// It stays.
    Keep,
}

/// A normalisation form of Unicode (UAX #15).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Form {
    /// Composed.
    #[serde(rename = "NFC")]
    Composed,
    /// Decomposed.
    #[serde(rename = "NFD")]
    Decomposed,
    /// Composed, with compatible symbols made equal.
    #[serde(rename = "NFKC")]
    CompatiblyComposed,
    /// Decomposed, with compatible symbols made equal.
    #[serde(rename = "NFKD")]
    CompatiblyDecomposed,
}

impl TextFunction for Normalize {
    type Answer = String;
    type Scratch = [String; 2];
    const NAME: &'static str = "normalize";

    fn apply(&self, text: &str, [cased, spaced]: &mut [String; 2], answer: &mut String) -> bool {
        spaced.clear();
        if text.is_ascii() {
            self.ascii(text, spaced);
        } else {
            cased.clear();
            self.letters(text, cased);
            self.punctuate(cased, spaced);
        }
        self.space(spaced, answer);
        true
    }
}

impl Normalize {
    /// All steps but white space, for ASCII.
    fn ascii(&self, text: &str, spaced: &mut String) {
        let case = |byte: u8| match self.case {
            Case::Lower => byte.to_ascii_lowercase(),
            Case::Upper => byte.to_ascii_uppercase(),
            Case::Keep => byte,
        };
        let bytes = text.bytes().map(case);
        match self.punctuation {
            Punctuation::Keep => extend_ascii(spaced, bytes),
            Punctuation::Space => {
                let space = |byte: u8| {
                    if byte.is_ascii_punctuation() {
                        b' '
                    } else {
                        byte
                    }
                };
                extend_ascii(spaced, bytes.map(space));
            }
            Punctuation::Remove => {
                extend_ascii(spaced, bytes.filter(|byte| !byte.is_ascii_punctuation()))
            }
        }
    }

    /// Form, accents and case.
    fn letters(&self, text: &str, cased: &mut String) {
        let text = match self.accents {
            Accents::Keep => self.formed(text),
            Accents::Strip => self.formed(&self.stripped(text)),
        };
        match self.case {
            Case::Lower => cased.push_str(&text.to_lowercase()),
            Case::Upper => cased.push_str(&text.to_uppercase()),
            Case::Keep => cased.push_str(&text),
        }
    }

    fn formed(&self, text: &str) -> String {
        match self.form {
            None => text.to_owned(),
            Some(Form::Composed) => text.nfc().collect(),
            Some(Form::Decomposed) => text.nfd().collect(),
            Some(Form::CompatiblyComposed) => text.nfkc().collect(),
            Some(Form::CompatiblyDecomposed) => text.nfkd().collect(),
        }
    }

    fn stripped(&self, text: &str) -> String {
        let is_compatible = matches!(
            self.form,
            Some(Form::CompatiblyComposed | Form::CompatiblyDecomposed)
        );
        let strip = |symbols: &mut dyn Iterator<Item = char>| {
            let mut stripped = String::with_capacity(text.len());
            for symbol in symbols.filter(|symbol| !fold::is_accent(*symbol)) {
                match fold::basic(symbol) {
                    Some(letters) => stripped.push_str(letters),
                    None => stripped.push(symbol),
                }
            }
            stripped
        };
        let stripped = if is_compatible {
            strip(&mut text.nfkd())
        } else {
            strip(&mut text.nfd())
        };
        // Without a form, what was taken apart is put together again.
        if self.form.is_none() {
            stripped.nfc().collect()
        } else {
            stripped
        }
    }

    fn punctuate(&self, cased: &str, spaced: &mut String) {
        let is_punctuation = |symbol: &char| {
            use GeneralCategoryGroup::{Punctuation, Symbol};
            matches!(symbol.general_category_group(), Punctuation | Symbol)
        };
        match self.punctuation {
            Punctuation::Keep => spaced.push_str(cased),
            Punctuation::Space => {
                let space = |symbol| if is_punctuation(&symbol) { ' ' } else { symbol };
                spaced.extend(cased.chars().map(space));
            }
            Punctuation::Remove => {
                spaced.extend(cased.chars().filter(|symbol| !is_punctuation(symbol)))
            }
        }
    }

    fn space(&self, spaced: &str, answer: &mut String) {
        match self.whitespace {
            Whitespace::Keep => answer.push_str(spaced),
            Whitespace::Strip => answer.push_str(spaced.trim()),
            Whitespace::Remove => answer.extend(spaced.split_whitespace()),
            Whitespace::Collapse => {
                let mut words = spaced.split_whitespace();
                answer.extend(words.next());
                for word in words {
                    answer.push(' ');
                    answer.push_str(word);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::testing::answer;

    const DEFAULT: Normalize = Normalize {
        case: Case::Lower,
        accents: Accents::Strip,
        punctuation: Punctuation::Space,
        whitespace: Whitespace::Collapse,
        form: Some(Form::CompatiblyComposed),
    };

    fn normalized(normalize: Normalize, text: &str) -> String {
        answer(&normalize, text).expect("every text is normalised")
    }

    #[test]
    fn five_steps() {
        assert_eq!(
            normalized(DEFAULT, "  Crème-Brûlée,\tÆrø & Co. "),
            "creme brulee aero co"
        );
        assert_eq!(normalized(DEFAULT, "ＡＣＭＥ ①"), "acme 1");
        assert_eq!(normalized(DEFAULT, "हिन्दी が"), "हिन्दी が");
        assert_eq!(normalized(DEFAULT, " A--b "), "a b");
        assert_eq!(normalized(DEFAULT, ""), "");
    }

    #[test]
    fn each_step_may_be_left_out() {
        let nothing = Normalize {
            case: Case::Keep,
            accents: Accents::Keep,
            punctuation: Punctuation::Keep,
            whitespace: Whitespace::Keep,
            form: None,
        };
        for text in [" Straße e\u{301}, ", " A,  b "] {
            assert_eq!(normalized(nothing, text), text);
        }
        let upper = Normalize {
            case: Case::Upper,
            ..nothing
        };
        assert_eq!(normalized(upper, " Straße"), " STRASSE");
        let packed = Normalize {
            punctuation: Punctuation::Remove,
            whitespace: Whitespace::Remove,
            ..nothing
        };
        assert_eq!(normalized(packed, " O’Brien – Smith "), "OBrienSmith");
        assert_eq!(normalized(packed, " O'Brien - Smith "), "OBrienSmith");
    }
}
