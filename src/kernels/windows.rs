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
use super::planes::{Counter, differ, present, symbol, transpose, words_of};

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

/// Matches the symbols of every pair.
pub fn jaro(level: Level, block: &mut Block, likenesses: &mut [Likeness; LANES]) {
    let rows = block.left.longest(block.len());
    let columns = block.right.longest(block.len());
    // Word `p` has a one for each distance from the diagonal that the pair's window allows; as
    // planes: which pairs allow a distance.
    let mut windows = [Plane::ZERO; 64];
    for (pair, (left, right)) in block
        .left
        .lengths
        .iter()
        .zip(&block.right.lengths)
        .enumerate()
    {
        let window = (left.max(right) / 2).saturating_sub(1).min(63);
        windows[pair / 8].0[pair % 8] = u64::MAX >> (63 - window);
    }
    let mut results = [Plane::ZERO; 64];
    level.run(Jaro {
        left: &mut block.left.planes,
        right: &mut block.right.planes,
        rows,
        columns,
        windows: &mut windows,
        results: &mut results,
    });
    for (pair, likeness) in likenesses.iter_mut().enumerate() {
        let result = results[pair / 8].0[pair % 8];
        *likeness = Likeness {
            matching: Matching {
                matches: (result & 0x1FF) as u32,
                transpositions: (result >> 9 & 0x1FF) as u32,
            },
            prefix: (result >> 18 & 0xF).count_ones(),
        };
    }
}

struct Jaro<'a> {
    left: &'a mut [Plane],
    right: &'a mut [Plane],
    rows: usize,
    columns: usize,
    windows: &'a mut [Plane; 64],
    results: &'a mut [Plane; 64],
}

impl Kernel for Jaro<'_> {
    #[inline(always)]
    fn run<I: Isa>(self, isa: I) {
        let (rows, columns) = (self.rows, self.columns);
        transpose(isa, words_of(self.left, rows));
        transpose(isa, words_of(self.right, columns));
        transpose(isa, self.windows);
        let widest = (rows.max(columns) / 2).saturating_sub(1);
        let zero = isa.splat(0);
        for group in (0..8).step_by(I::WIDTH) {
            for (at, plane) in common_prefix(isa, self.left, self.right, rows.min(columns), group)
                .into_iter()
                .enumerate()
            {
                plane.store(&mut self.results[18 + at], group);
            }
            // Free left symbols, and right symbols that found a partner.
            let mut free = [zero; MAX_SYMBOLS as usize];
            for (row, free) in free[..rows].iter_mut().enumerate() {
                *free = present(&symbol(isa, self.left, row, group));
            }
            let mut found = [zero; MAX_SYMBOLS as usize];
            let mut matches = Counter::new(isa);
            for (column, found) in found[..columns].iter_mut().enumerate() {
                let right = symbol(isa, self.right, column, group);
                let (first, past) = (column.saturating_sub(widest), rows.min(column + widest + 1));
                let mut partner = zero;
                for (row, free) in free.iter_mut().enumerate().take(past).skip(first) {
                    let left = symbol(isa, self.left, row, group);
                    let window = isa.load(&self.windows[row.abs_diff(column)], group);
                    let matched = *free & window & !differ(&left, &right) & !partner;
                    partner = partner | matched;
                    *free = *free & !matched;
                }
                *found = partner;
                matches.add(partner);
            }
            for (row, free) in free[..rows].iter_mut().enumerate() {
                *free = present(&symbol(isa, self.left, row, group)) & !*free;
            }
            let left = Squeezed::new(isa, self.left, &free[..rows], group);
            let right = Squeezed::new(isa, self.right, &found[..columns], group);
            let mut transpositions = Counter::new(isa);
            for at in 0..rows.min(columns) {
                let differ = differ(&left.symbols[at], &right.symbols[at]);
                transpositions.add(differ & left.matched[at]);
            }
            let counts = matches.bits().iter().chain(transpositions.bits());
            for (bits, plane) in counts.zip(self.results.iter_mut()) {
                bits.store(plane, group);
            }
        }
        transpose(isa, self.results);
    }
}

/// For each of the first four places: lanes whose symbols are equal there and before.
#[inline(always)]
fn common_prefix<I: Isa>(
    isa: I,
    left: &[Plane],
    right: &[Plane],
    shorter: usize,
    group: usize,
) -> [I::Bits; BOOSTED] {
    let mut prefix = [isa.splat(0); BOOSTED];
    let mut equal = isa.splat(!0);
    for (at, prefix) in prefix[..BOOSTED.min(shorter)].iter_mut().enumerate() {
        let left = symbol(isa, left, at, group);
        equal = equal & present(&left) & !differ(&left, &symbol(isa, right, at, group));
        *prefix = equal;
    }
    prefix
}

/// The matched symbols of one side, moved together to the front.
struct Squeezed<B> {
    symbols: [[B; CODE_BITS]; MAX_SYMBOLS as usize],
    matched: [B; MAX_SYMBOLS as usize],
}

impl<B: Bits> Squeezed<B> {
    #[inline(always)]
    fn new<I: Isa<Bits = B>>(isa: I, planes: &[Plane], matched: &[B], group: usize) -> Self {
        let zero = isa.splat(0);
        let mut squeezed = Self {
            symbols: [[zero; CODE_BITS]; MAX_SYMBOLS as usize],
            matched: [zero; MAX_SYMBOLS as usize],
        };
        // How far each symbol has to move: the unmatched ones before it.
        let mut moves = [[zero; CODE_BITS]; MAX_SYMBOLS as usize];
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

    #[test]
    fn jaro_is_the_textbook_one() {
        check(
            |level, block, numbers| {
                let mut likenesses = [Likeness::default(); LANES];
                jaro(level, block, &mut likenesses);
                for (number, likeness) in numbers.iter_mut().zip(likenesses) {
                    *number = likeness.matching.matches << 16 | likeness.matching.transpositions;
                }
            },
            |left, right| {
                let (matches, transpositions) = naive::jaro(left, right);
                matches << 16 | transpositions
            },
        );
    }

    #[test]
    fn prefixes_are_counted_up_to_four() {
        let (mut block, pairs) = random_block(3, 2, LANES);
        let mut likenesses = [Likeness::default(); LANES];
        jaro(Level::best(), &mut block, &mut likenesses);
        for ((left, right), likeness) in pairs.iter().zip(likenesses) {
            assert_eq!(
                likeness.prefix,
                naive::prefix(left, right).min(4),
                "{left:?} {right:?}"
            );
        }
    }
}
