//! OpenRefine's keys for clustering: texts that differ in case, accents, punctuation and the order of
//! words or grams have the same key.
//!
//! The rules are those of its classes `FingerprintKeyer` and `NGramFingerprintKeyer`, quirks included: symbols
//! such as `$` and `+` are no punctuation, and a key begins with a space where punctuation stood alone at
//! the text's beginning. Of invisible signs OpenRefine removes controls alone, behind the text's beginning; here all go
//! first.

use std::cmp::Ordering;

use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;
use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};

use super::invisible::without_invisible;
use super::ngrams::{at_least_one, grams};
use super::normalize::decomposed;
use super::words::most;
use super::{ROOM, Text, TextFunction, extend_ascii};
use crate::interrupt;

/// The sorted, distinct words of a cleaned text.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fingerprint {}

/// Memory for one text: without invisible signs, cleaned, and where its words or grams are.
#[derive(Debug, Default)]
pub struct Cleaned {
    visible: String,
    text: String,
    pieces: Vec<(usize, usize)>,
}

impl TextFunction for Fingerprint {
    type Output = Text;
    type Scratch = Cleaned;
    const NAME: &'static str = "fingerprint";

    fn peak_bytes(&self, text: &str) -> usize {
        Cleaned::peak_bytes(text, most(text))
    }

    fn apply(&self, text: &str, cleaned: &mut Cleaned, output: &mut Text) -> bool {
        cleaned.clean(text, |_| true);
        let text = &*cleaned.text;
        let place = |word: &str| {
            let start = word.as_ptr().addr() - text.as_ptr().addr();
            (start, start + word.len())
        };
        cleaned.pieces.clear();
        if text.starts_with(char::is_whitespace) && !text.trim_start().is_empty() {
            cleaned.pieces.push((0, 0));
        }
        cleaned.pieces.extend(text.split_whitespace().map(place));
        join(text, &mut cleaned.pieces, " ", output);
        true
    }
}

/// The sorted, distinct n-grams of a cleaned text without spaces.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NgramFingerprint {
    /// Code points in a gram.
    pub n: u32,
}

impl TextFunction for NgramFingerprint {
    type Output = Text;
    type Scratch = Cleaned;
    const NAME: &'static str = "ngram_fingerprint";

    fn check(&self) -> Result<(), String> {
        at_least_one("n", self.n)
    }

    fn peak_bytes(&self, text: &str) -> usize {
        let n = (self.n as usize).min(text.len());
        let key = 3 * n.saturating_mul(text.len());
        Cleaned::peak_bytes(text, text.len()).saturating_add(key)
    }

    /// A key may be as long as all grams together.
    fn fits(&self, text: &str) -> Result<(), String> {
        let longest = text.len().saturating_mul((self.n as usize).min(text.len()));
        if longest <= LONGEST_KEY {
            return Ok(());
        }
        let (n, length) = (self.n, text.len());
        Err(format!(
            "expected n-grams of at most {LONGEST_KEY} bytes together, got n = {n} for a text of {length} \
            bytes"
        ))
    }

    fn apply(&self, text: &str, cleaned: &mut Cleaned, output: &mut Text) -> bool {
        cleaned.clean(text, |symbol| !symbol.is_whitespace());
        let n = self.n as usize;
        if cleaned.text.chars().nth(n - 1).is_some() {
            cleaned.pieces.clear();
            cleaned.pieces.extend(grams(&cleaned.text, n));
            join(&cleaned.text, &mut cleaned.pieces, "", output);
        }
        true
    }
}

/// What a key may need: an output is a text, and texts have at most this many bytes.
const LONGEST_KEY: usize = i32::MAX as usize;

/// Joins the distinct pieces of a text in the order of Java's strings.
fn join(text: &str, pieces: &mut Vec<(usize, usize)>, between: &str, output: &mut Text) {
    let piece = |&(start, end): &(usize, usize)| &text[start..end];
    interrupt::sort_unstable_by(pieces, |left, right| compare(piece(left), piece(right)));
    pieces.dedup_by(|left, right| piece(left) == piece(right));
    for (number, place) in pieces.iter().enumerate() {
        if number > 0 {
            output.push_str(between);
        }
        output.push_str(piece(place));
    }
}

/// Java compares UTF-16, in which code points beyond 16 bits come before U+E000.
fn compare(left: &str, right: &str) -> Ordering {
    if left.is_ascii() || right.is_ascii() {
        left.cmp(right)
    } else {
        left.encode_utf16().cmp(right.encode_utf16())
    }
}

impl Cleaned {
    /// Bytes that a text takes which is cut into so many pieces.
    fn peak_bytes(text: &str, pieces: usize) -> usize {
        let piece = 3 * size_of::<(usize, usize)>();
        ROOM * decomposed(text, true) + 4 * text.len() + piece * pieces
    }

    /// Removes invisible signs, trims, makes small, takes off accents, and removes punctuation and what is not kept.
    fn clean(&mut self, text: &str, is_kept: impl Fn(char) -> bool) {
        let Self {
            visible,
            text: cleaned,
            ..
        } = self;
        visible.clear();
        without_invisible(text, visible);
        cleaned.clear();
        let text = visible.trim();
        if text.is_ascii() {
            let bytes = text.bytes().map(|byte| byte.to_ascii_lowercase());
            let is_left = |byte: &u8| !REMOVED[usize::from(*byte)] && is_kept((*byte).into());
            return extend_ascii(cleaned, bytes.filter(is_left));
        }
        for symbol in text.to_lowercase().nfkd() {
            match basic(symbol) {
                Some(letters) => cleaned.push_str(letters),
                None if !is_removed(symbol) && is_kept(symbol) => cleaned.push(symbol),
                None => {}
            }
        }
    }
}

/// Which of ASCII is removed.
const REMOVED: [bool; 128] = {
    let mut table = [false; 128];
    let mut byte = 0_u8;
    while byte < 128 {
        let is_symbol = matches!(byte, b'$' | b'+' | b'<' | b'=' | b'>' | b'|' | b'~');
        table[byte as usize] = byte.is_ascii_punctuation() && !is_symbol;
        byte += 1;
    }
    table
};

/// Accents and their like, and punctuation.
fn is_removed(symbol: char) -> bool {
    if symbol.is_ascii() {
        return REMOVED[symbol as usize];
    }
    let category = symbol.general_category();
    matches!(symbol, '\u{300}'..='\u{36f}')
        || matches!(
            category,
            GeneralCategory::ModifierLetter | GeneralCategory::ModifierSymbol
        )
        || symbol.general_category_group() == GeneralCategoryGroup::Punctuation
}

/// OpenRefine's letters for small letters that do not decompose.
fn basic(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ß' => "ss",
        'æ' => "ae",
        'ø' | 'œ' => "oe",
        '©' => "c",
        'ð' | 'đ' | 'ɖ' => "d",
        'þ' => "th",
        'ƿ' => "w",
        'ħ' => "h",
        'ı' => "i",
        'ĸ' => "k",
        'ł' => "l",
        'ŋ' => "n",
        'ŧ' => "t",
        'ẜ' | 'ẝ' => "s",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::testing::text;

    fn key<F: TextFunction<Output = Text>>(function: &F, of: &str) -> String {
        text(function, of).expect("every text has a key")
    }

    #[test]
    fn keys_of_openrefine() {
        // From the tests of OpenRefine.
        for (text, expected) in [
            (" d c b a ", "a b c d"),
            ("D C B A", "a b c d"),
            (" d\tc b a", "a b c d"),
            ("\u{a0}d c b a\u{a0}", "a b c d"),
            ("d c, b. A!", "a b c d"),
            ("Ætna Ørsted Straße", "aetna oersted strasse"),
        ] {
            assert_eq!(key(&Fingerprint {}, text), expected, "{text:?}");
        }
        for (text, n, expected) in [
            ("hello", 1, "ehlo"),
            ("he!llo,. world", 1, "dehlorw"),
            ("\u{1}a, !b-c_d\u{a0}d\tz\u{3}", 3, "abcbcdcddddz"),
            ("gfedcba", 2, "bacbdcedfegf"),
            (" a,b.c d\te!f?g ", 2, "abbccddeeffg"),
            ("écÉCec", 2, "ceec"),
            ("", 2, ""),
        ] {
            assert_eq!(key(&NgramFingerprint { n }, text), expected, "{text:?}");
        }
    }

    #[test]
    fn quirks_of_openrefine() {
        assert_eq!(key(&Fingerprint {}, "! a"), " a");
        assert_eq!(key(&Fingerprint {}, "! ?"), "");
        assert_eq!(key(&Fingerprint {}, "US$ 1+1"), "1+1 us$");
        assert_eq!(key(&NgramFingerprint { n: 2 }, "a"), "");
    }

    #[test]
    fn invisible_signs_are_as_if_they_were_not_there() {
        for text in ["\u{200b} Jo\u{ad} Lee", "\u{1} jo\u{feff} le\u{0}e\u{fe0f}"] {
            assert_eq!(key(&Fingerprint {}, text), "jo lee");
            assert_eq!(key(&NgramFingerprint { n: 2 }, text), "eejoleol");
        }
    }
}
