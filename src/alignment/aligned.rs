//! Two texts one below the other, with gaps where one of them has nothing.

use serde::Deserialize;

use super::Memory;
use super::edits::{Find, Script};
use crate::kernels::edit::script::{Tag, for_each_opcode};
use crate::text::{PairFunction, Record};

/// Both texts with gap marks, as long as each other.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Align {
    /// The distance whose edits decide where the gaps are.
    pub metric: Script,
    /// What stands for a symbol that the other text has.
    pub gap: char,
}

impl PairFunction for Align {
    type Output = Record;
    type Scratch = Memory;
    const NAME: &'static str = "align";
    const FIELDS: &'static [&'static str] = &["left", "right"];

    fn apply(
        &self,
        left: &str,
        right: &str,
        memory: &mut Memory,
        output: &mut Record,
    ) -> Result<bool, String> {
        let mut edits = Vec::new();
        let find = Find {
            script: self.metric,
            edits: &mut edits,
        };
        let lengths = memory.with(left, right, find)?;
        let (mut left, mut right) = (left.chars(), right.chars());
        let Record([aligned, other]) = output;
        for_each_opcode(&edits, lengths, |opcode| {
            let [rows, columns] =
                [opcode.left, opcode.right].map(|[from, to]| (to - from) as usize);
            aligned.extend(left.by_ref().take(rows));
            other.extend(right.by_ref().take(columns));
            match opcode.tag {
                Tag::Insert => aligned.extend(std::iter::repeat_n(self.gap, columns)),
                Tag::Delete => other.extend(std::iter::repeat_n(self.gap, rows)),
                Tag::Equal | Tag::Replace => {}
            }
        });
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::output;
    use super::*;

    fn aligned(metric: Script, left: &str, right: &str) -> [String; 2] {
        output(&Align { metric, gap: '-' }, left, right).0
    }

    #[test]
    fn gaps_stand_for_what_the_other_text_has() {
        assert_eq!(
            aligned(Script::Levenshtein, "spam", "park"),
            ["spa-m", "-park"]
        );
        assert_eq!(
            aligned(Script::Indel, "Straße", "Strasse"),
            ["Stra--ße", "Strass-e"]
        );
        assert_eq!(
            aligned(Script::Hamming, "日本", "日米国"),
            ["日本-", "日米国"]
        );
        assert_eq!(aligned(Script::Levenshtein, "", "ab"), ["--", "ab"]);
    }
}
