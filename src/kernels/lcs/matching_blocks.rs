//! Matching blocks: the longest run of symbols that both sequences have, then the same to the left of it
//! and to the right of it (Ratcliff and Metzener, "Pattern matching: the gestalt approach", 1988).
//!
//! Among runs of equal length the one counts that ends first on the left, and then on the right, as
//! in Python's `difflib`. Each search is a matrix of run lengths, of which one row is kept: O(m n) a
//! search, O(min(m, n) m n) in the worst case, O(n) memory.

use crate::interrupt::Pace;
use crate::kernels::affix::pair::to_u32;
use crate::kernels::match_masks::Scratch;
use crate::symbol::Symbol;

/// The number of symbols in matching blocks.
pub fn matches<S: Symbol>(left: &[S], right: &[S], scratch: &mut Scratch) -> u32 {
    let lengths = &mut scratch.names[0];
    let mut matches = 0;
    let mut open = vec![(left, right)];
    let mut pace = Pace::default();
    while let Some((left, right)) = open.pop() {
        if left.is_empty() || right.is_empty() {
            continue;
        }
        let (length, left_end, right_end) = longest_run(left, right, lengths, &mut pace);
        if length > 0 {
            matches += to_u32(length);
            open.push((&left[..left_end - length], &right[..right_end - length]));
            open.push((&left[left_end..], &right[right_end..]));
        }
    }
    matches
}

/// The length of the longest common run, and where it ends on either side.
fn longest_run<S: Symbol>(
    left: &[S],
    right: &[S],
    lengths: &mut Vec<u32>,
    pace: &mut Pace,
) -> (usize, usize, usize) {
    lengths.clear();
    lengths.resize(right.len(), 0);
    let mut best = (0, 0, 0);
    for (row, symbol) in left.iter().enumerate() {
        if pace.ends(right.len()) {
            return (0, 0, 0);
        }
        let mut diagonal = 0;
        for (column, (length, other)) in lengths.iter_mut().zip(right).enumerate() {
            let run = if symbol == other { diagonal + 1 } else { 0 };
            diagonal = std::mem::replace(length, run);
            if run as usize > best.0 {
                best = (run as usize, row + 1, column + 1);
            }
        }
    }
    best
}
