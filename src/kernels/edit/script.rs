//! Edit scripts: which symbols of one sequence become which of another.
//!
//! The matrix of prefix distances is computed bit-parallel, one bit a row (Hyyrö 2003 and 2004, see
//! [`super::pair`] and [`crate::kernels::lcs::pair`]), and this time all its columns are kept: one bit where
//! the value rises from the row above, one where it falls. Going back from the last cell, they tell
//! which neighbour a cell came from. Where several would do, the choice is RapidFuzz's: a deletion
//! before an insertion before a match or substitution. O(m n / 64) steps and as many words.

use crate::interrupt;
use crate::kernels::affix;
use crate::kernels::match_masks::Scratch;
use crate::memory;
use crate::symbol::Symbol;

/// The most words that the kept bits may take: one gibibyte.
const MOST_WORDS: usize = 1 << 27;

/// What happens to a symbol, or to several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tag {
    /// Left symbols are kept.
    Equal,
    /// Left symbols become right ones.
    Replace,
    /// A right symbol comes in.
    Insert,
    /// A left symbol goes.
    Delete,
}

impl Tag {
    /// RapidFuzz's word for it, and `difflib`'s.
    pub fn name(self) -> &'static str {
        match self {
            Self::Equal => "equal",
            Self::Replace => "replace",
            Self::Insert => "insert",
            Self::Delete => "delete",
        }
    }
}

/// One edit, with the place in the left and in the right sequence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EditOp {
    /// What happens: never [`Tag::Equal`].
    pub tag: Tag,
    /// The left symbol's place, or the one that an insertion comes before.
    pub left: u32,
    /// The right symbol's place, or the one that a deletion comes before.
    pub right: u32,
}

/// Two sequences without common ends, and what was cut off in front.
struct Core<'a, S> {
    left: &'a [S],
    right: &'a [S],
    first: u32,
}

impl<'a, S: Symbol> Core<'a, S> {
    fn new(left: &'a [S], right: &'a [S]) -> Self {
        let first = affix::pair::prefix(left, right);
        let (left, right) = affix::pair::strip(left, right);
        Self { left, right, first }
    }

    /// Calls `step` for each right symbol and each word of 64 left ones with the word's matches, the
    /// words of one symbol in order.
    fn walk(&self, mut step: impl FnMut(usize, usize, u64)) -> Result<usize, String> {
        let words = self.left.len().div_ceil(64);
        if words.saturating_mul(self.right.len()) > MOST_WORDS / 2 {
            return Err(format!(
                "expected texts of which the edits can be found in one gibibyte, got {} and {} \
                 symbols that differ",
                self.left.len(),
                self.right.len()
            ));
        }
        // A bit of either kind for each cell, in vectors that grow.
        let bytes = 4 * size_of::<u64>() * words * self.right.len();
        memory::expect_room(bytes as u64, "align shorter texts")?;
        let mut pace = interrupt::Pace::default();
        for (column, symbol) in self.right.iter().enumerate() {
            if pace.ends(self.left.len()) {
                interrupt::check()?;
            }
            for (word, rows) in self.left.chunks(64).enumerate() {
                let equal = rows.iter().map(|row| u64::from(row == symbol));
                let matches = (0..)
                    .zip(equal)
                    .fold(0, |all, (at, equal)| all | equal << at);
                step(column, word, matches);
            }
        }
        Ok(words)
    }

    /// Goes back from the last cell. `rises` and `falls` are bits of a column, 64 rows a word: whether
    /// the value is larger or smaller than in the row above.
    fn trace(&self, words: usize, [rises, falls]: [&[u64]; 2], edits: &mut Vec<EditOp>) {
        let bit = |bits: &[u64], row: usize, column: usize| {
            bits[(column - 1) * words + (row - 1) / 64] >> ((row - 1) % 64) & 1 == 1
        };
        edits.clear();
        let mut add = |tag, row: usize, column: usize| {
            edits.push(EditOp {
                tag,
                left: self.first + row as u32,
                right: self.first + column as u32,
            });
        };
        let (mut row, mut column) = (self.left.len(), self.right.len());
        while row > 0 && column > 0 {
            if bit(rises, row, column) {
                row -= 1;
                add(Tag::Delete, row, column);
                continue;
            }
            column -= 1;
            if column > 0 && bit(falls, row, column) {
                add(Tag::Insert, row, column);
            } else {
                row -= 1;
                if self.left[row] != self.right[column] {
                    add(Tag::Replace, row, column);
                }
            }
        }
        while row > 0 {
            row -= 1;
            add(Tag::Delete, row, 0);
        }
        while column > 0 {
            column -= 1;
            add(Tag::Insert, 0, column);
        }
        edits.reverse();
    }
}

/// The fewest insertions, deletions and substitutions, in order.
///
/// # Errors
/// If the texts are too long, and too different.
pub fn levenshtein<S: Symbol>(
    left: &[S],
    right: &[S],
    scratch: &mut Scratch,
    edits: &mut Vec<EditOp>,
) -> Result<(), String> {
    let core = Core::new(left, right);
    let [rises, falls] = &mut scratch.words;
    rises.clear();
    falls.clear();
    let (mut rise_in, mut fall_in) = (1, 0);
    let words = core.left.len().div_ceil(64);
    let words = core.walk(|column, word, matches| {
        if word == 0 {
            (rise_in, fall_in) = (1, 0);
        }
        let above = (column > 0).then(|| (column - 1) * words + word);
        let (rise, fall) = above.map_or((u64::MAX, 0), |above| (rises[above], falls[above]));
        let vertical = matches | fall;
        let matches = matches | fall_in;
        let horizontal = (((matches & rise).wrapping_add(rise)) ^ rise) | matches;
        let (right_rise, right_fall) = (fall | !(horizontal | rise), rise & horizontal);
        let (carry_rise, carry_fall) = (right_rise >> 63, right_fall >> 63);
        let (right_rise, right_fall) = (right_rise << 1 | rise_in, right_fall << 1 | fall_in);
        (rise_in, fall_in) = (carry_rise, carry_fall);
        rises.push(right_fall | !(vertical | right_rise));
        falls.push(right_rise & vertical);
    })?;
    core.trace(words, [rises, falls], edits);
    Ok(())
}

/// The fewest insertions and deletions, in order.
///
/// # Errors
/// If the texts are too long, and too different.
pub fn indel<S: Symbol>(
    left: &[S],
    right: &[S],
    scratch: &mut Scratch,
    edits: &mut Vec<EditOp>,
) -> Result<(), String> {
    let core = Core::new(left, right);
    let [stays, grows] = &mut scratch.words;
    stays.clear();
    grows.clear();
    let mut carry = false;
    let words = core.left.len().div_ceil(64);
    let words = core.walk(|column, word, matches| {
        carry &= word > 0;
        let state = if column == 0 {
            u64::MAX
        } else {
            stays[(column - 1) * words + word]
        };
        let matches = state & matches;
        let (sum, first) = state.overflowing_add(matches);
        let (sum, second) = sum.overflowing_add(carry.into());
        carry = first | second;
        let state = sum | (state - matches);
        stays.push(state);
        grows.push(!state);
    })?;
    core.trace(words, [stays, grows], edits);
    Ok(())
}

/// A substitution where symbols differ, and what the longer sequence has more.
pub fn hamming<S: Symbol>(left: &[S], right: &[S], edits: &mut Vec<EditOp>) {
    edits.clear();
    let places = (0..).zip(left.iter().zip(right));
    let differing = places.filter(|(_, (left, right))| left != right);
    edits.extend(differing.map(|(at, _)| EditOp {
        tag: Tag::Replace,
        left: at,
        right: at,
    }));
    let (rows, columns) = (affix::pair::length(left), affix::pair::length(right));
    edits.extend((columns..rows).map(|at| EditOp {
        tag: Tag::Delete,
        left: at,
        right: columns,
    }));
    edits.extend((rows..columns).map(|at| EditOp {
        tag: Tag::Insert,
        left: rows,
        right: at,
    }));
}

/// A run of left symbols, and the run of right ones that it becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Opcode {
    /// What happens.
    pub tag: Tag,
    /// Where the run begins and ends on the left.
    pub left: [u32; 2],
    /// Where the run begins and ends on the right.
    pub right: [u32; 2],
}

/// Calls `visit` for each run, those of equal symbols included, given the edits between sequences of
/// these lengths.
pub fn for_each_opcode(edits: &[EditOp], lengths: [u32; 2], mut visit: impl FnMut(Opcode)) {
    let [mut left, mut right] = [0, 0];
    let mut visit_if_any = |tag, to_left: u32, to_right: u32, left: &mut u32, right: &mut u32| {
        if *left < to_left || *right < to_right {
            visit(Opcode {
                tag,
                left: [*left, to_left],
                right: [*right, to_right],
            });
        }
        (*left, *right) = (to_left, to_right);
    };
    let mut rest = edits;
    while let Some(first) = rest.first() {
        visit_if_any(Tag::Equal, first.left, first.right, &mut left, &mut right);
        let (mut to_left, mut to_right) = (left, right);
        while let Some(edit) = rest.first() {
            if edit.tag != first.tag || [edit.left, edit.right] != [to_left, to_right] {
                break;
            }
            to_left += u32::from(edit.tag != Tag::Insert);
            to_right += u32::from(edit.tag != Tag::Delete);
            rest = &rest[1..];
        }
        visit_if_any(first.tag, to_left, to_right, &mut left, &mut right);
    }
    visit_if_any(Tag::Equal, lengths[0], lengths[1], &mut left, &mut right);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::naive;

    /// Does what the script says.
    fn apply<S: Symbol>(left: &[S], right: &[S], edits: &[EditOp]) -> Vec<S> {
        let mut result = Vec::new();
        for_each_opcode(
            edits,
            [affix::pair::length(left), affix::pair::length(right)],
            |opcode| {
                let run =
                    |text: &[S], [from, to]: [u32; 2]| text[from as usize..to as usize].to_vec();
                match opcode.tag {
                    Tag::Equal => {
                        assert_eq!(
                            opcode.left[1] - opcode.left[0],
                            opcode.right[1] - opcode.right[0]
                        );
                        result.extend(run(left, opcode.left));
                    }
                    Tag::Replace | Tag::Insert => result.extend(run(right, opcode.right)),
                    Tag::Delete => {}
                }
            },
        );
        result
    }

    #[test]
    fn scripts_are_shortest_and_lead_from_left_to_right() {
        naive::for_pairs(|left, right, scratch| {
            let mut edits = Vec::new();
            levenshtein(left, right, scratch, &mut edits).expect("short texts");
            assert_eq!(edits.len() as u32, naive::levenshtein(left, right));
            assert!(apply(left, right, &edits) == right);
            indel(left, right, scratch, &mut edits).expect("short texts");
            let kept = naive::lcs(left, right) as usize;
            assert_eq!(edits.len(), left.len() + right.len() - 2 * kept);
            assert!(edits.iter().all(|edit| edit.tag != Tag::Replace));
            assert!(apply(left, right, &edits) == right);
            hamming(left, right, &mut edits);
            assert_eq!(edits.len() as u32, naive::hamming(left, right));
            assert!(apply(left, right, &edits) == right);
        });
    }

    #[test]
    fn texts_that_would_take_too_much_memory_are_refused() {
        let (left, right) = (vec![0_u8; 200_000], vec![1_u8; 200_000]);
        let mut scratch = Scratch::default();
        assert!(levenshtein(&left, &right, &mut scratch, &mut Vec::new()).is_err());
        assert!(levenshtein(&left, &left, &mut scratch, &mut Vec::new()).is_ok());
    }
}
