//! Signs that nobody sees.

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

/// Whether a code point has no glyph of its own, or only tells how others are shown: a control or format character
/// (general categories Cc and Cf), one that Unicode lets programs ignore (Default_Ignorable_Code_Point), variation
/// selectors among these. White space is none of them.
pub(super) fn is_invisible(symbol: char) -> bool {
    if symbol.is_ascii() {
        return symbol.is_ascii_control() && !symbol.is_whitespace();
    }
    is_ignorable(symbol) || is_format(symbol)
}

/// Appends the text without its invisible signs.
pub(super) fn without_invisible(text: &str, visible: &mut String) {
    visible.extend(text.chars().filter(|symbol| !is_invisible(*symbol)));
}

fn is_format(symbol: char) -> bool {
    match symbol.general_category() {
        GeneralCategory::Format => true,
        GeneralCategory::Control => !symbol.is_whitespace(),
        _ => false,
    }
}

/// The property Default_Ignorable_Code_Point of Unicode 17, beyond ASCII. Code points have it before they are used,
/// so it changes rarely.
fn is_ignorable(symbol: char) -> bool {
    matches!(symbol,
        '\u{ad}'
        | '\u{34f}'
        | '\u{61c}'
        | '\u{115f}'..='\u{1160}'
        | '\u{17b4}'..='\u{17b5}'
        | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}'
        | '\u{ffa0}'
        | '\u{fff0}'..='\u{fff8}'
        | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}'
    )
}

#[cfg(test)]
mod tests {
    use unicode_normalization::UnicodeNormalization;

    use super::*;

    #[test]
    fn signs_that_nobody_sees() {
        let mut visible = String::new();
        without_invisible(
            "Jo\u{200b}\0 \u{feff}L\u{ad}ee\u{fe0f}\u{e0001}\t\u{85}\u{2028}",
            &mut visible,
        );
        assert_eq!(visible, "Jo Lee\t\u{85}\u{2028}");
    }

    #[test]
    fn no_form_makes_visible_signs_invisible() {
        for symbol in ('\0'..=char::MAX).filter(|symbol| !is_invisible(*symbol)) {
            assert!(!symbol.nfkc().any(is_invisible), "{symbol:?}");
            assert!(!symbol.nfkd().any(is_invisible), "{symbol:?}");
        }
    }
}
