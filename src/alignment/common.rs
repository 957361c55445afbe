//! The text that two texts have in common.

use serde::Deserialize;

use super::Memory;
use super::edits::{Find, Script};
use crate::kernels::edit::script::{Tag, for_each_opcode};
use crate::text::{PairFunction, Text};

/// A longest common subsequence.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LcsText {}

/// The longest common beginning.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CommonPrefix {}

impl PairFunction for LcsText {
    type Output = Text;
    type Scratch = Memory;
    const NAME: &'static str = "lcs_text";

    fn apply(
        &self,
        left: &str,
        right: &str,
        memory: &mut Memory,
        output: &mut Text,
    ) -> Result<bool, String> {
        let mut edits = Vec::new();
        let find = Find {
            script: Script::Indel,
            edits: &mut edits,
        };
        let lengths = memory.with(left, right, find)?;
        let (mut letters, mut at) = (left.chars(), 0);
        for_each_opcode(&edits, lengths, |opcode| {
            if opcode.tag == Tag::Equal {
                let [from, to] = opcode.left.map(|place| place as usize);
                output.extend(letters.by_ref().skip(from - at).take(to - from));
                at = to;
            }
        });
        Ok(true)
    }
}

impl PairFunction for CommonPrefix {
    type Output = Text;
    type Scratch = Memory;
    const NAME: &'static str = "common_prefix";

    fn apply(
        &self,
        left: &str,
        right: &str,
        _memory: &mut Memory,
        output: &mut Text,
    ) -> Result<bool, String> {
        let bytes = left.bytes().zip(right.bytes());
        let mut shared = bytes.take_while(|(left, right)| left == right).count();
        while !left.is_char_boundary(shared) {
            shared -= 1;
        }
        output.push_str(&left[..shared]);
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::output;
    use super::*;

    fn text<F>(function: &F, left: &str, right: &str) -> String
    where
        F: PairFunction<Output = Text, Scratch = Memory>,
    {
        output(function, left, right).as_str().to_owned()
    }

    #[test]
    fn subsequences() {
        assert_eq!(text(&LcsText {}, "kitten", "sitting"), "ittn");
        assert_eq!(text(&LcsText {}, "Straße", "Strasse"), "Strae");
        assert_eq!(text(&LcsText {}, "abc", ""), "");
    }

    #[test]
    fn prefixes_end_between_code_points() {
        assert_eq!(text(&CommonPrefix {}, "prefix", "pretest"), "pre");
        // Two letters that begin with the same byte.
        assert_eq!(text(&CommonPrefix {}, "aé", "aè"), "a");
        assert_eq!(text(&CommonPrefix {}, "日本語", "日本"), "日本");
        assert_eq!(text(&CommonPrefix {}, "", "a"), "");
    }
}
