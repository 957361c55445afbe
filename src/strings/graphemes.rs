//! Texts as their graphemes: the letters that readers see, as Unicode's annex 29 parts a text.
//!
//! Canonically equivalent graphemes are the same letter, so each is composed first (NFC). One that is one code point
//! then is that code point; others get numbers beyond those of Unicode, which hold for one pair of texts. Most
//! texts have only graphemes of one code point, and of most code points this is known without the tables of the
//! segmentation.

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};
use unicode_segmentation::UnicodeSegmentation;

use super::interner::{Element, Numbering};

/// The first number that no code point has.
const BEYOND: u32 = char::MAX as u32 + 1;

/// Numbers the graphemes of one pair of texts at a time.
#[derive(Debug, Default)]
pub struct Graphemes {
    clusters: Numbering<'static>,
}

impl Graphemes {
    /// Forgets the pair.
    pub fn clear(&mut self) {
        self.clusters.keep(0);
    }

    /// Appends a number for each grapheme of a text.
    ///
    /// A grapheme ends between two code points that stand alone, whatever is before and behind them, so only
    /// the rest is given to the segmentation.
    pub fn number(&mut self, text: &str, symbols: &mut Vec<u32>) {
        let mut rest = text.char_indices().peekable();
        while let Some((start, symbol)) = rest.next() {
            let mut is_alone = stands_alone(symbol);
            let is_single = is_alone;
            let mut end = text.len();
            while let Some(&(place, next)) = rest.peek() {
                let was_alone = std::mem::replace(&mut is_alone, stands_alone(next));
                if was_alone && is_alone {
                    end = place;
                    break;
                }
                rest.next();
            }
            if is_single && end - start == symbol.len_utf8() {
                symbols.push(symbol.into());
            } else {
                let graphemes = text[start..end].graphemes(true);
                symbols.extend(graphemes.map(|grapheme| self.number_grapheme(grapheme)));
            }
        }
    }

    /// The number of a grapheme, which is composed first.
    fn number_grapheme(&mut self, grapheme: &str) -> u32 {
        if is_nfc_quick(grapheme.chars()) == IsNormalized::Yes {
            self.number_composed(grapheme.chars())
        } else {
            self.number_composed(grapheme.nfc())
        }
    }

    /// The number of a grapheme: its only code point, or else the number of a pair, of the number of all code points
    /// but the last and the last one.
    fn number_composed(&mut self, mut symbols: impl Iterator<Item = char>) -> u32 {
        let first = symbols.next().map_or(BEYOND, u32::from);
        symbols.fold(first, |before, symbol| {
            let pair = u128::from(before) << 32 | u128::from(u32::from(symbol));
            BEYOND + self.clusters.number(Element::Inline(pair))
        })
    }
}

/// True if a code point is known to be composed, and to be a grapheme of its own next to others of this kind: Latin, Greek and Cyrillic letters and signs, kana, Chinese characters, Korean syllables. In
/// ASCII only a carriage return is not, before a line feed.
pub fn stands_alone(symbol: char) -> bool {
    match symbol {
        '\r' | '\u{374}' | '\u{37e}' | '\u{387}' => false,
        '\0'..='\u{2ff}' => true,
        '\u{370}'..='\u{482}'
        | '\u{3041}'..='\u{3096}'
        | '\u{30a1}'..='\u{30fa}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7a3}' => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(texts: [&str; 2]) -> [Vec<u32>; 2] {
        let mut graphemes = Graphemes::default();
        texts.map(|text| {
            let mut symbols = vec![];
            graphemes.number(text, &mut symbols);
            symbols
        })
    }

    #[test]
    fn letters_that_readers_see() {
        let [left, right] = numbers(["x\u{301}a\r\n", "ax\u{301}\u{e9}\n"]);
        assert_eq!(left, [BEYOND, 0x61, BEYOND + 1]);
        assert_eq!(right, [0x61, BEYOND, 0xe9, 0x0a]);
        let [family, flags] = numbers(["👨\u{200d}👩\u{200d}👧", "🇨🇭🇩🇪🇨🇭"]);
        assert_eq!(family.len(), 1);
        let [swiss, german, again] = flags[..] else {
            panic!("expected three flags, got {flags:?}");
        };
        assert_eq!(swiss, again);
        assert_ne!(swiss, german);
    }

    #[test]
    fn canonically_equivalent_graphemes_are_equal() {
        let [left, right] = numbers(["e\u{301}\u{212b}\u{37e}", "é\u{c5};"]);
        assert_eq!(left, right);
        for symbol in ('\0'..=char::MAX).filter(|symbol| symbol.to_string() != "\r") {
            let composed = format!("a{symbol}");
            let decomposed: String = composed.nfd().collect();
            let [left, right] = numbers([&composed, &decomposed]);
            assert_eq!(left, right, "{symbol:?}");
            if stands_alone(symbol) {
                assert_eq!(left, [u32::from('a'), symbol.into()], "{symbol:?}");
            }
        }
        // Marks of which the order does not matter, and one that nothing composes with.
        let [left, right] = numbers(["q\u{323}\u{307}\u{31b}", "q\u{307}\u{31b}\u{323}"]);
        assert_eq!(left, right);
    }

    #[test]
    fn texts_are_parted_as_the_segmentation_parts_them() {
        let symbols: Vec<char> =
            "ae ©я語각힣\r\n\0\u{ad}\u{301}\u{200d}👩🏽👧❤\u{fe0f}🇨🇭🇩\u{1100}\u{1161}\u{11a8}\
             क\u{94d}ष\u{93f}ก\u{e33}\u{600}ا"
                .chars()
                .collect();
        let mut state = 1_u64;
        let mut random = |below: usize| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            (state >> 33) as usize % below
        };
        for _ in 0..20_000 {
            let length = random(12);
            let text: String = (0..length)
                .map(|_| symbols[random(symbols.len())])
                .collect();
            let [numbered, _] = numbers([&text, ""]);
            let expected: Vec<String> = text
                .graphemes(true)
                .map(|grapheme| grapheme.nfc().collect())
                .collect();
            assert_eq!(numbered.len(), expected.len(), "{text:?}");
            for (number, grapheme) in numbered.iter().zip(&expected) {
                let first = expected.iter().position(|other| other == grapheme);
                assert_eq!(numbered.iter().position(|other| other == number), first);
                let is_single = grapheme.chars().count() == 1;
                assert_eq!(
                    char::from_u32(*number).map(String::from).as_deref(),
                    is_single.then_some(grapheme.as_str())
                );
            }
        }
    }

    #[test]
    fn what_stands_alone_is_never_part_of_more() {
        let alone: Vec<char> = ('\0'..=char::MAX)
            .filter(|symbol| stands_alone(*symbol))
            .collect();
        // One of each kind of line end, control, letter, mark-like sign, syllable.
        let others = [
            '\n', '\0', 'a', '\u{ad}', '©', 'я', 'か', '語', '가', '각', '힣',
        ];
        for symbol in alone {
            for other in others {
                for text in [[symbol, other, symbol], [other, symbol, other]] {
                    let text = String::from_iter(text);
                    assert_eq!(text.graphemes(true).count(), 3, "{text:?}");
                }
            }
        }
    }
}
