//! The words of a text: what stands between white space.

use serde::Deserialize;

use super::{Pieces, TextFunction};

/// The words of a text in their order, repeated ones included. White space is what Unicode calls so, and
/// the four separators of ASCII, as for Python's `str.split`.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    let is_space = |symbol: char| symbol.is_whitespace() || matches!(symbol, '\x1c'..='\x1f');
    text.split(is_space).filter(|word| !word.is_empty())
}

/// Texts of up to so many bytes are small, whatever is in them.
pub(super) const COUNTED: usize = 1 << 16;

/// The most words that a text may have; of a long text, how many it has.
pub(super) fn most(text: &str) -> usize {
    if text.len() <= COUNTED {
        return text.len() / 2 + 1;
    }
    words(text).count()
}

/// The list of a text's words.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {}

impl TextFunction for Words {
    type Output = Pieces;
    type Scratch = ();
    const NAME: &'static str = "words";

    fn peak_bytes(&self, text: &str) -> usize {
        Pieces::peak_bytes(text, most(text))
    }

    fn apply(&self, text: &str, (): &mut (), output: &mut Pieces) -> bool {
        output.text.push_str(text);
        if text.len() > COUNTED {
            output.ranges.reserve_exact(most(text));
        }
        let range = |word: &str| {
            let start = word.as_ptr().addr() - text.as_ptr().addr();
            (start, start + word.len())
        };
        output.ranges.extend(words(text).map(range));
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::testing::pieces;

    #[test]
    fn words_stand_between_white_space() {
        let text = "  the\u{a0}cat\t\n\x1cate\u{3000}the fish";
        assert_eq!(
            pieces(&Words {}, text),
            ["the", "cat", "ate", "the", "fish"]
        );
        assert!(pieces(&Words {}, " ").is_empty());
        assert!(pieces(&Words {}, "").is_empty());
    }
}
