//! Letters without their accents.

use unicode_normalization::UnicodeNormalization;

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

/// Appends the ASCII that is left of a text: letters without accents, and no other script.
pub(super) fn to_ascii(text: &str, ascii: &mut String) {
    if text.is_ascii() {
        return ascii.push_str(text);
    }
    extend_ascii(text.nfkd(), ascii);
}

/// Appends the ASCII among decomposed code points, and for letters that do not decompose.
pub(super) fn extend_ascii(symbols: impl Iterator<Item = char>, ascii: &mut String) {
    for symbol in symbols {
        match basic(symbol) {
            Some(letters) => ascii.push_str(letters),
            None if symbol.is_ascii() => ascii.push(symbol),
            None => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_and_other_scripts_go() {
        let mut ascii = String::new();
        to_ascii("Łódź-Straße, Ærø: ﬁne 日本 Île", &mut ascii);
        assert_eq!(ascii, "Lodz-Strasse, AEro: fine  Ile");
    }

    #[test]
    fn every_basic_letter_stands_for_one_that_does_not_decompose() {
        for letter in ('\u{80}'..='\u{2000}').filter(|letter| basic(*letter).is_some()) {
            assert_eq!(letter.nfkd().collect::<String>(), letter.to_string());
        }
    }
}
