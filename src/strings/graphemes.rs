//! Texts as their graphemes: what readers take for one letter, as Unicode's annex 29 parts a text.
//!
//! A grapheme that is one code point is that code point; others get numbers beyond those of Unicode,
//! which hold for one pair of texts. Most texts have only graphemes of one code point, and of most code
//! points this is known without the tables of the segmentation.

use unicode_segmentation::UnicodeSegmentation;

use super::interner::Numbering;

/// The first number that no code point has.
const BEYOND: u32 = char::MAX as u32 + 1;

/// Numbers the graphemes of one pair of texts at a time.
#[derive(Debug, Default)]
pub struct Graphemes<'a> {
    clusters: Numbering<'a>,
}

impl<'a> Graphemes<'a> {
    /// Forgets the pair.
    pub fn clear(&mut self) {
        self.clusters.keep(0);
    }

    /// Appends a number for each grapheme of a text.
    ///
    /// Between two code points that stand alone a grapheme ends, whatever is before and behind them,
    /// so only what is left between such places is given to the segmentation.
    pub fn number(&mut self, text: &'a str, symbols: &mut Vec<u32>) {
        let mut rest = text.char_indices().peekable();
        while let Some((start, symbol)) = rest.next() {
            let mut is_alone = stands_alone(symbol);
            let mut end = text.len();
            while let Some(&(place, next)) = rest.peek() {
                let was_alone = std::mem::replace(&mut is_alone, stands_alone(next));
                if was_alone && is_alone {
                    end = place;
                    break;
                }
                rest.next();
            }
            if end - start == symbol.len_utf8() {
                symbols.push(symbol.into());
            } else {
                self.number_clusters(&text[start..end], symbols);
            }
        }
    }

    fn number_clusters(&mut self, text: &'a str, symbols: &mut Vec<u32>) {
        symbols.extend(text.graphemes(true).map(|grapheme| {
            let mut symbols = grapheme.chars();
            match (symbols.next(), symbols.next()) {
                (Some(symbol), None) => symbol.into(),
                _ => BEYOND + self.clusters.number(grapheme.as_bytes().into()),
            }
        }));
    }
}

/// Whether a code point is known to be a grapheme of its own beside others of which this is known:
/// Latin, Greek and Cyrillic letters and signs, kana, Chinese characters, Korean syllables. In
/// ASCII only a carriage return is not, before a line feed.
pub fn stands_alone(symbol: char) -> bool {
    match symbol {
        '\r' => false,
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
        let [left, right] = numbers(["e\u{301}a\r\n", "ae\u{301}\u{e9}\n"]);
        assert_eq!(left, [BEYOND, 0x61, BEYOND + 1]);
        assert_eq!(right, [0x61, BEYOND, 0xe9, 0x0a]);
        let [family, flags] = numbers(["👨\u{200d}👩\u{200d}👧", "🇨🇭🇩🇪🇨🇭"]);
        assert_eq!(family, [BEYOND]);
        assert_eq!(flags, [BEYOND + 1, BEYOND + 2, BEYOND + 1]);
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
            let expected: Vec<&str> = text.graphemes(true).collect();
            assert_eq!(numbered.len(), expected.len(), "{text:?}");
            for (number, grapheme) in numbered.iter().zip(&expected) {
                let first = expected.iter().position(|other| other == grapheme);
                assert_eq!(numbered.iter().position(|other| other == number), first);
                let is_single = grapheme.chars().count() == 1;
                assert_eq!(
                    char::from_u32(*number).map(String::from).as_deref(),
                    is_single.then_some(*grapheme)
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
