//! The matching symbols of Jaro's similarity, for a whole block.
//!
//! Same matching as in [`super::matching`]: each right symbol, in order, takes the first equal left
//! symbol in its window that is still free. With one pair per bit (see [`super::sweep`]) that is four
//! more logic instructions a cell after the comparison, for cells within the widest window only. A
//! pair's own window is one plane per distance from the diagonal.
//!
//! Transpositions compare the matched symbols of both sides in order. To line them up, unmatched
//! symbols are squeezed out: each symbol moves left by the number of unmatched ones before it, one
//! bit of that number at a time (Warren, Hacker's Delight, 7-4, on symbols instead of bits).
//! O(m w) cells and O(m log m) moves for window w.

use super::block::{Block, CODE_BITS, LANES, MAX_SYMBOLS};
use super::lanes::{Bits, Isa, Kernel, Level, Plane};
use super::planes::{Counter, differ, numbers, present, symbol, transpose, words_of};

pub use super::matching::Matching;

/// Leading symbols that Winkler's boost looks at.
pub const BOOSTED: usize = 4;

/// What Jaro's and Winkler's formulas need of one pair.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Likeness {
    /// Matches, and places where the matched symbols differ.
    pub matching: Matching,
    /// Common leading symbols, up to [`BOOSTED`].
    pub prefix: u32,
}

/// Matches the symbols of every pair, and answers a number computed from that and both lengths.
#[inline(always)]
pub fn jaro(
    level: Level,
    block: &mut Block,
    answers: &mut [f64; LANES],
    answer: impl Fn(Likeness, u32, u32) -> f64,
) {
    let rows = block.left.longest(block.len());
    let columns = block.right.longest(block.len());
    // Room for what is kept of each symbol, which has to be cleared.
    match rows.max(columns) {
        0..=16 => level.run(Jaro::<_, 16> {
            block,
            rows,
            columns,
            answers,
            answer,
        }),
        17..=48 => level.run(Jaro::<_, 48> {
            block,
            rows,
            columns,
            answers,
            answer,
        }),
        _ => level.run(Jaro::<_, { MAX_SYMBOLS as usize }> {
            block,
            rows,
            columns,
            answers,
            answer,
        }),
    }
}

/// The matching of symbols in sequences of at most `ROOM` of them.
struct Jaro<'a, F, const ROOM: usize> {
    block: &'a mut Block,
    rows: usize,
    columns: usize,
    answers: &'a mut [f64; LANES],
    answer: F,
}

impl<F: Fn(Likeness, u32, u32) -> f64, const ROOM: usize> Kernel for Jaro<'_, F, ROOM> {
    #[inline(always)]
    fn run<I: Isa>(self, isa: I) {
        let (rows, columns) = (self.rows, self.columns);
        let (left, right) = (&mut self.block.left.planes, &mut self.block.right.planes);
        transpose(isa, words_of(left, rows));
        transpose(isa, words_of(right, columns));
        let widest = (rows.max(columns) / 2).saturating_sub(1);
        let zero = isa.splat(0);
        let mut counts = [[Plane::ZERO; 8]; 3];
        for group in (0..8).step_by(I::WIDTH) {
            let [matches, transpositions, prefix] = &mut counts;
            // Free left symbols, and right symbols that found a partner.
            let mut free = [zero; ROOM];
            for (row, free) in free[..rows].iter_mut().enumerate() {
                *free = present(&symbol(isa, left, row, group));
            }
            let mut found = [zero; ROOM];
            for (column, found) in found[..columns].iter_mut().enumerate() {
                *found = present(&symbol(isa, right, column, group));
            }
            let windows = windows::<I, ROOM>(isa, &free, &found, widest);
            let mut paired = Counter::new(isa);
            for (column, found) in found[..columns].iter_mut().enumerate() {
                let right = symbol(isa, right, column, group);
                let (first, past) = (column.saturating_sub(widest), rows.min(column + widest + 1));
                let mut partner = zero;
                for (row, free) in free.iter_mut().enumerate().take(past).skip(first) {
                    let left = symbol(isa, left, row, group);
                    let window = windows[row.abs_diff(column)];
                    let matched = *free & window & !differ(&left, &right) & !partner;
                    partner = partner | matched;
                    *free = *free & !matched;
                }
                *found = partner;
                paired.add(partner);
            }
            paired.store(matches, group);
            for (row, free) in free[..rows].iter_mut().enumerate() {
                *free = present(&symbol(isa, left, row, group)) & !*free;
            }
            common_prefix(isa, left, right, rows.min(columns), group).store(prefix, group);
            let left = Squeezed::<_, ROOM>::new(isa, left, &free[..rows], group);
            let right = Squeezed::<_, ROOM>::new(isa, right, &found[..columns], group);
            let mut disordered = Counter::new(isa);
            for at in 0..rows.min(columns) {
                let differ = differ(&left.symbols[at], &right.symbols[at]);
                disordered.add(differ & left.matched[at]);
            }
            disordered.store(transpositions, group);
        }
        let mut bytes = [[0; LANES]; 3];
        for (planes, bytes) in counts.iter_mut().zip(&mut bytes) {
            numbers(isa, planes, bytes);
        }
        let [matches, transpositions, prefix] = &bytes;
        let (left, right) = (&self.block.left.lengths, &self.block.right.lengths);
        for (pair, answer) in self.answers.iter_mut().enumerate() {
            let likeness = Likeness {
                matching: Matching {
                    matches: matches[pair].into(),
                    transpositions: transpositions[pair].into(),
                },
                prefix: prefix[pair].into(),
            };
            *answer = (self.answer)(likeness, left[pair], right[pair]);
        }
    }
}

/// For each distance from the diagonal the lanes whose window, half the longer length less one,
/// reaches as far. A distance `d` is allowed if the longer sequence has a symbol at `2 d + 1`.
#[inline(always)]
fn windows<I: Isa, const ROOM: usize>(
    isa: I,
    left: &[I::Bits; ROOM],
    right: &[I::Bits; ROOM],
    widest: usize,
) -> [I::Bits; ROOM] {
    let mut windows = [isa.splat(!0); ROOM];
    for (distance, window) in windows.iter_mut().enumerate().take(widest + 1).skip(1) {
        *window = left[2 * distance + 1] | right[2 * distance + 1];
    }
    windows
}

/// The number of leading symbols that are equal, up to [`BOOSTED`].
#[inline(always)]
fn common_prefix<I: Isa>(
    isa: I,
    left: &[Plane],
    right: &[Plane],
    shorter: usize,
    group: usize,
) -> Counter<I::Bits> {
    let mut prefix = Counter::new(isa);
    let mut equal = isa.splat(!0);
    for at in 0..BOOSTED.min(shorter) {
        let left = symbol(isa, left, at, group);
        equal = equal & present(&left) & !differ(&left, &symbol(isa, right, at, group));
        prefix.add(equal);
    }
    prefix
}

/// The matched symbols of one side, moved together to the front.
struct Squeezed<B, const ROOM: usize> {
    symbols: [[B; CODE_BITS]; ROOM],
    matched: [B; ROOM],
}

impl<B: Bits, const ROOM: usize> Squeezed<B, ROOM> {
    #[inline(always)]
    fn new<I: Isa<Bits = B>>(isa: I, planes: &[Plane], matched: &[B], group: usize) -> Self {
        let zero = isa.splat(0);
        let mut squeezed = Self {
            symbols: [[zero; CODE_BITS]; ROOM],
            matched: [zero; ROOM],
        };
        // How far each symbol has to move: the unmatched ones before it.
        let mut moves = [[zero; CODE_BITS]; ROOM];
        let mut unmatched = [zero; CODE_BITS];
        for (at, matched) in matched.iter().enumerate() {
            squeezed.symbols[at] = symbol(isa, planes, at, group);
            squeezed.matched[at] = *matched;
            moves[at] = unmatched;
            let mut carry = !*matched;
            for bit in &mut unmatched {
                (*bit, carry) = (*bit ^ carry, *bit & carry);
            }
        }
        let stages = (usize::BITS - (matched.len().saturating_sub(1)).leading_zeros()) as usize;
        for stage in 0..stages {
            for from in 1 << stage..matched.len() {
                let to = from - (1 << stage);
                let moved = squeezed.matched[from] & moves[from][stage];
                for bit in 0..CODE_BITS {
                    let symbol = squeezed.symbols[from][bit];
                    let stays = squeezed.symbols[to][bit];
                    squeezed.symbols[to][bit] = symbol.or_else(moved, stays);
                }
                let (before, after) = moves.split_at_mut(from);
                for (stays, other) in before[to][..stages]
                    .iter_mut()
                    .zip(&after[0])
                    .skip(stage + 1)
                {
                    *stays = other.or_else(moved, *stays);
                }
                squeezed.matched[to] = squeezed.matched[to] | moved;
                squeezed.matched[from] = squeezed.matched[from] & !moved;
            }
        }
        squeezed
    }
}

#[cfg(test)]
mod tests {
    use super::super::block::testing::{check, random_block};
    use super::super::naive;
    use super::*;

    /// All that a likeness says, in one number.
    fn encoded(likeness: Likeness, _left: u32, _right: u32) -> f64 {
        let Matching {
            matches,
            transpositions,
        } = likeness.matching;
        (likeness.prefix << 16 | matches << 8 | transpositions).into()
    }

    #[test]
    fn jaro_is_the_textbook_one() {
        check(
            |level, block, numbers| {
                let mut answers = [0.0; LANES];
                jaro(level, block, &mut answers, encoded);
                *numbers = answers.map(|answer| answer as u32);
            },
            |left, right| {
                let (matches, transpositions) = naive::jaro(left, right);
                naive::prefix(left, right).min(4) << 16 | matches << 8 | transpositions
            },
        );
    }

    #[test]
    fn prefixes_are_counted_up_to_four() {
        let (mut block, pairs) = random_block(24, 2, LANES);
        let mut answers = [0.0; LANES];
        jaro(Level::best(), &mut block, &mut answers, encoded);
        for ((left, right), answer) in pairs.iter().zip(answers) {
            let prefix = answer as u32 >> 16;
            assert_eq!(
                prefix,
                naive::prefix(left, right).min(4),
                "{left:?} {right:?}"
            );
        }
    }
}
