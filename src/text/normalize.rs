//! Normalisation of text: invisible signs go, and then come five steps, each of which may be left out: Unicode form,
//! accents, case, punctuation, white space.
//!
//! Text of ASCII has one form and no accents: it goes byte by byte through a table. So does text that is ASCII
//! once its accents are gone.

use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;
use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

use super::invisible::{is_invisible, without_invisible};
use super::words::COUNTED;
use super::{ROOM, Text, TextFunction, fold};

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

/// Memory for one text, and what ASCII becomes.
#[derive(Debug, Default)]
pub struct Steps {
    visible: String,
    formed: String,
    spaced: String,
    table: Option<Table>,
}

impl TextFunction for Normalize {
    type Output = Text;
    type Scratch = Steps;
    const NAME: &'static str = "normalize";

    /// A form may be far longer than its text: U+FDFA is one sign for four Arabic words, which NFKC spells with 18.
    fn peak_bytes(&self, text: &str) -> usize {
        let is_compatible = self.form.is_some_and(Form::is_compatible);
        ROOM * decomposed(text, is_compatible) + 4 * text.len()
    }

    fn apply(&self, text: &str, steps: &mut Steps, output: &mut Text) -> bool {
        let Steps {
            visible,
            formed,
            spaced,
            table,
        } = steps;
        let table = table.get_or_insert_with(|| Table::new(*self));
        if text.is_ascii() {
            table.apply(text, output);
            return true;
        }
        visible.clear();
        without_invisible(text, visible);
        let text = &*visible;
        formed.clear();
        match self.accents {
            Accents::Keep => self.form(text, formed),
            Accents::Strip => {
                self.strip(text, spaced);
                if spaced.is_ascii() {
                    table.apply(spaced, output);
                    return true;
                }
                self.form(spaced, formed);
            }
        }
        match self.case {
            Case::Lower => *formed = formed.to_lowercase(),
            Case::Upper => *formed = formed.to_uppercase(),
            Case::Keep => {}
        }
        self.punctuate(formed, spaced);
        self.space(spaced, output);
        true
    }
}

impl Form {
    /// Whether compatible symbols are made equal.
    fn is_compatible(self) -> bool {
        matches!(self, Self::CompatiblyComposed | Self::CompatiblyDecomposed)
    }
}

/// How many bytes a text has once it is decomposed; a short one is taken as it is.
pub(super) fn decomposed(text: &str, is_compatible: bool) -> usize {
    if text.len() <= COUNTED || text.is_ascii() {
        return text.len();
    }
    let bytes = |symbols: &mut dyn Iterator<Item = char>| symbols.map(char::len_utf8).sum();
    match is_compatible {
        true => bytes(&mut text.nfkd()),
        false => bytes(&mut text.nfd()),
    }
}

impl Normalize {
    /// Appends the text in its form.
    fn form(&self, text: &str, formed: &mut String) {
        match self.form {
            None => formed.push_str(text),
            Some(Form::Composed) => formed.extend(text.nfc()),
            Some(Form::Decomposed) => formed.extend(text.nfd()),
            Some(Form::CompatiblyComposed) => formed.extend(text.nfkc()),
            Some(Form::CompatiblyDecomposed) => formed.extend(text.nfkd()),
        }
    }

    /// Writes the text without accents; what is still decomposed is to be formed again.
    fn strip(&self, text: &str, stripped: &mut String) {
        stripped.clear();
        let is_compatible = self.form.is_some_and(Form::is_compatible);
        // ASCII does not decompose, and no mark passes one of its symbols.
        let mut rest = text;
        while !rest.is_empty() {
            let ascii = rest.find(|symbol: char| !symbol.is_ascii());
            let (ascii, others) = rest.split_at(ascii.unwrap_or(rest.len()));
            stripped.push_str(ascii);
            let others_end = others.find(|symbol: char| symbol.is_ascii());
            let (others, behind) = others.split_at(others_end.unwrap_or(others.len()));
            if is_compatible {
                strip_accents(others.nfkd(), stripped);
            } else {
                strip_accents(others.nfd(), stripped);
            }
            rest = behind;
        }
        if self.form.is_none() {
            *stripped = stripped.nfc().collect();
        }
    }

    fn punctuate(&self, formed: &str, spaced: &mut String) {
        let is_punctuation = |symbol: &char| {
            use GeneralCategoryGroup::{Punctuation, Symbol};
            matches!(symbol.general_category_group(), Punctuation | Symbol)
        };
        spaced.clear();
        match self.punctuation {
            Punctuation::Keep => spaced.push_str(formed),
            Punctuation::Space => {
                let space = |symbol| if is_punctuation(&symbol) { ' ' } else { symbol };
                spaced.extend(formed.chars().map(space));
            }
            Punctuation::Remove => {
                spaced.extend(formed.chars().filter(|symbol| !is_punctuation(symbol)));
            }
        }
    }

    fn space(&self, spaced: &str, output: &mut Text) {
        match self.whitespace {
            Whitespace::Keep => output.push_str(spaced),
            Whitespace::Strip => output.push_str(spaced.trim()),
            Whitespace::Remove => output.extend(spaced.split_whitespace()),
            Whitespace::Collapse => {
                let mut words = spaced.split_whitespace();
                output.extend(words.next());
                for word in words {
                    output.push(' ');
                    output.push_str(word);
                }
            }
        }
    }
}

fn strip_accents(symbols: impl Iterator<Item = char>, stripped: &mut String) {
    for symbol in symbols.filter(|symbol| !fold::is_accent(*symbol)) {
        match fold::basic(symbol) {
            Some(letters) => stripped.push_str(letters),
            None => stripped.push(symbol),
        }
    }
}

/// What each byte of ASCII becomes, all steps at once.
#[derive(Debug)]
struct Table {
    bytes: [u8; 128],
    whitespace: Whitespace,
}

/// Stands for bytes that go.
const REMOVED: u8 = u8::MAX;

impl Table {
    fn new(normalize: Normalize) -> Self {
        let becomes = |byte: u8| {
            if is_invisible(byte.into()) {
                return REMOVED;
            }
            let byte = match normalize.case {
                Case::Lower => byte.to_ascii_lowercase(),
                Case::Upper => byte.to_ascii_uppercase(),
                Case::Keep => byte,
            };
            let byte = match normalize.punctuation {
                Punctuation::Space if byte.is_ascii_punctuation() => b' ',
                Punctuation::Remove if byte.is_ascii_punctuation() => REMOVED,
                _ => byte,
            };
            match normalize.whitespace {
                Whitespace::Collapse if char::from(byte).is_whitespace() => b' ',
                Whitespace::Remove if char::from(byte).is_whitespace() => REMOVED,
                _ => byte,
            }
        };
        Self {
            bytes: std::array::from_fn(|byte| becomes(byte as u8)),
            whitespace: normalize.whitespace,
        }
    }

    /// Writes what a text of ASCII becomes.
    fn apply(&self, text: &str, output: &mut Text) {
        output.write(text.len(), |room| {
            let length = self.write(text.as_bytes(), room);
            match self.whitespace {
                Whitespace::Strip => strip(room, length),
                Whitespace::Collapse if length > 0 && room[length - 1] == b' ' => length - 1,
                _ => length,
            }
        });
    }

    /// Writes every byte, and moves the place to write at on only behind those that stay, so that there
    /// is no branch to foresee. The number of those that stay.
    fn write(&self, text: &[u8], room: &mut [u8]) -> usize {
        let collapses = self.whitespace == Whitespace::Collapse;
        let mut length = 0;
        let mut after_space = collapses;
        for byte in text {
            let byte = self.bytes[usize::from(*byte)];
            let is_space = collapses & (byte == b' ');
            room[length] = byte;
            length += usize::from((byte != REMOVED) & !(is_space & after_space));
            after_space = if byte == REMOVED {
                after_space
            } else {
                is_space
            };
        }
        length
    }
}

/// Moves what stands between white space to the beginning. The number of its bytes.
fn strip(room: &mut [u8], length: usize) -> usize {
    let is_letter = |byte: &u8| !char::from(*byte).is_whitespace();
    let end = room[..length].iter().rposition(is_letter);
    let end = end.map_or(0, |last| last + 1);
    let start = room[..end].iter().position(is_letter).unwrap_or(0);
    room.copy_within(start..end, 0);
    end - start
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::testing;

    const DEFAULT: Normalize = Normalize {
        case: Case::Lower,
        accents: Accents::Strip,
        punctuation: Punctuation::Space,
        whitespace: Whitespace::Collapse,
        form: Some(Form::CompatiblyComposed),
    };

    fn normalized(normalize: Normalize, text: &str) -> String {
        testing::text(&normalize, text).expect("every text is normalised")
    }

    #[test]
    fn five_steps() {
        assert_eq!(
            normalized(DEFAULT, "  Crème-Brûlée,\tÆrø & Co. "),
            "creme brulee aero co"
        );
        assert_eq!(normalized(DEFAULT, "ＡＣＭＥ ①"), "acme 1");
        assert_eq!(normalized(DEFAULT, "हिन्दी が"), "हिन्दी が");
        assert_eq!(normalized(DEFAULT, "Jo\u{200b} Lee\0"), "jo lee");
        assert_eq!(normalized(DEFAULT, "e\u{200b}\u{301}\ta"), "e a");
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
        assert_eq!(normalized(nothing, "A\u{7}\r\nb\u{1f}"), "A\r\nb");
        assert_eq!(normalized(nothing, "\u{feff}É\u{85}\u{2066}"), "É\u{85}");
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
