//! The n-grams of a text: all its runs of n code points.

use serde::Deserialize;

use super::{Pieces, TextFunction};

/// Where each run of `n` code points begins and ends, from left to right, without padding. A shorter
/// text is its own single gram, and an empty one has none.
pub fn grams(text: &str, n: usize) -> impl Iterator<Item = (usize, usize)> {
    let is_border = |place: &usize| text.is_char_boundary(*place);
    let end = text.len();
    let ends = (1..=end).filter(is_border).skip(n - 1);
    let short = (end > 0 && ends.clone().next().is_none()).then_some((0, end));
    (0..end).filter(is_border).zip(ends).chain(short)
}

/// How many there are, if the text is not empty.
fn count(text: &str, n: usize) -> usize {
    (text.chars().count() + 1).saturating_sub(n).max(1)
}

/// The list of a text's n-grams.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ngrams {
    /// Code points in a gram.
    pub n: u32,
}

impl TextFunction for Ngrams {
    type Output = Pieces;
    type Scratch = ();
    const NAME: &'static str = "ngrams";

    fn check(&self) -> Result<(), String> {
        at_least_one("n", self.n)
    }

    fn peak_bytes(&self, text: &str) -> usize {
        Pieces::peak_bytes(text, count(text, self.n as usize))
    }

    fn apply(&self, text: &str, (): &mut (), output: &mut Pieces) -> bool {
        output.text.push_str(text);
        output.ranges.reserve_exact(count(text, self.n as usize));
        output.ranges.extend(grams(text, self.n as usize));
        true
    }
}

/// Refuses zero.
pub(super) fn at_least_one(name: &str, value: u32) -> Result<(), String> {
    match value {
        0 => Err(format!("expected {name} to be at least 1, got 0")),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::testing::pieces;

    #[test]
    fn grams_are_counted_in_code_points() {
        assert_eq!(pieces(&Ngrams { n: 2 }, "naïve"), ["na", "aï", "ïv", "ve"]);
        assert_eq!(pieces(&Ngrams { n: 1 }, "日本"), ["日", "本"]);
        assert_eq!(pieces(&Ngrams { n: 3 }, "aaaa"), ["aaa", "aaa"]);
    }

    #[test]
    fn a_short_text_is_its_own_gram() {
        assert_eq!(pieces(&Ngrams { n: 3 }, "日本"), ["日本"]);
        assert_eq!(pieces(&Ngrams { n: u32::MAX }, "abc"), ["abc"]);
        assert!(pieces(&Ngrams { n: 1 }, "").is_empty());
    }
}
