//! Edit scripts: what has to be done to the left text to make the right one of it.

use serde::Deserialize;

use super::{Memory, Steps, Symbols};
use crate::kernels::edit::script::{EditOp, for_each_opcode, hamming, indel, levenshtein};
use crate::kernels::{Scratch, affix};
use crate::memory;
use crate::symbol::Symbol;
use crate::text::PairFunction;

/// The distances of which there are edit scripts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Script {
    /// Insertions, deletions and substitutions.
    Levenshtein,
    /// Insertions and deletions.
    Indel,
    /// Insertions and deletions: the symbols beside a longest common subsequence.
    LcsSeq,
    /// Substitutions, and what the longer text has more.
    Hamming,
}

/// Bytes that an edit takes at the peak, here and in a column that grows.
const EDIT: u64 = 100;

impl Script {
    /// The most edits that there may be. Where they are very many, it is nearly so many: one side is short then, or
    /// they are counted.
    fn most<S: Symbol>(self, left: &[S], right: &[S]) -> usize {
        if self == Self::Hamming {
            let differ = left.iter().zip(right).filter(|(one, other)| one != other);
            return differ.count() + left.len().abs_diff(right.len());
        }
        let (left, right) = affix::pair::strip(left, right);
        left.len() + right.len()
    }

    /// Replaces `edits` by the edits in order.
    pub(super) fn find<S: Symbol>(
        self,
        left: &[S],
        right: &[S],
        scratch: &mut Scratch,
        edits: &mut Vec<EditOp>,
    ) -> Result<(), String> {
        let most = self.most(left, right);
        memory::expect_room(most as u64 * EDIT, "align shorter texts")?;
        edits
            .try_reserve_exact(most)
            .map_err(|_| format!("expected room for {most} edits, got too little memory"))?;
        match self {
            Self::Levenshtein => levenshtein(left, right, scratch, edits),
            Self::Indel | Self::LcsSeq => indel(left, right, scratch, edits),
            Self::Hamming => {
                hamming(left, right, edits);
                Ok(())
            }
        }
    }
}

/// The single edits, as RapidFuzz's `editops`.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Editops {
    /// The distance whose edits these are.
    pub metric: Script,
}

/// Runs of edits and of equal symbols, as RapidFuzz's `opcodes`.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opcodes {
    /// The distance whose edits these are.
    pub metric: Script,
}

/// Finds the edits, and the lengths of both texts.
pub(super) struct Find<'a> {
    pub(super) script: Script,
    pub(super) edits: &'a mut Vec<EditOp>,
}

impl Symbols for Find<'_> {
    type Output = Result<[u32; 2], String>;

    fn with<S: Symbol>(self, left: &[S], right: &[S], scratch: &mut Scratch) -> Self::Output {
        self.script.find(left, right, scratch, self.edits)?;
        Ok([affix::pair::length(left), affix::pair::length(right)])
    }
}

impl PairFunction for Editops {
    type Output = Steps<2>;
    type Scratch = Memory;
    const NAME: &'static str = "editops";
    const FIELDS: &'static [&'static str] = &["tag", "src_pos", "dest_pos"];

    fn apply(
        &self,
        left: &str,
        right: &str,
        memory: &mut Memory,
        output: &mut Steps<2>,
    ) -> Result<bool, String> {
        let mut edits = Vec::new();
        let find = Find {
            script: self.metric,
            edits: &mut edits,
        };
        memory.with(left, right, find)?;
        let steps = edits.iter().map(|edit| (edit.tag, [edit.left, edit.right]));
        output.0.extend(steps);
        Ok(true)
    }
}

impl PairFunction for Opcodes {
    type Output = Steps<4>;
    type Scratch = Memory;
    const NAME: &'static str = "opcodes";
    const FIELDS: &'static [&'static str] =
        &["tag", "src_start", "src_end", "dest_start", "dest_end"];

    fn apply(
        &self,
        left: &str,
        right: &str,
        memory: &mut Memory,
        output: &mut Steps<4>,
    ) -> Result<bool, String> {
        let mut edits = Vec::new();
        let find = Find {
            script: self.metric,
            edits: &mut edits,
        };
        let lengths = memory.with(left, right, find)?;
        for_each_opcode(&edits, lengths, |opcode| {
            let ([from, to], [dest_from, dest_to]) = (opcode.left, opcode.right);
            output.0.push((opcode.tag, [from, to, dest_from, dest_to]));
        });
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::output;
    use super::*;
    use crate::kernels::edit::script::Tag::{Delete, Equal, Insert, Replace};

    /// The documentation of RapidFuzz, `Levenshtein.editops` and `Levenshtein.opcodes`.
    #[test]
    fn values_of_rapidfuzz() {
        let metric = Script::Levenshtein;
        let edits = output(&Editops { metric }, "qabxcd", "abycdf").0;
        let expected = [(Delete, [0, 0]), (Replace, [3, 2]), (Insert, [6, 5])];
        assert_eq!(edits, expected);
        let runs = output(&Opcodes { metric }, "qabxcd", "abycdf").0;
        let expected = [
            (Delete, [0, 1, 0, 0]),
            (Equal, [1, 3, 0, 2]),
            (Replace, [3, 4, 2, 3]),
            (Equal, [4, 6, 3, 5]),
            (Insert, [6, 6, 5, 6]),
        ];
        assert_eq!(runs, expected);
    }

    #[test]
    fn equal_texts_need_no_edit() {
        for metric in [
            Script::Levenshtein,
            Script::Indel,
            Script::LcsSeq,
            Script::Hamming,
        ] {
            assert!(output(&Editops { metric }, "día", "día").0.is_empty());
            assert!(output(&Opcodes { metric }, "", "").0.is_empty());
            assert_eq!(
                output(&Opcodes { metric }, "día", "día").0,
                [(Equal, [0, 3, 0, 3])]
            );
        }
    }
}
