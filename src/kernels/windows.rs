//! The matching symbols of Jaro's similarity, for a whole block.
//!
//! Same matching as in [`super::matching`]: each right symbol, in order, takes the first equal left
//! symbol in its window that is still free. With one pair per bit (see [`super::sweep`]) that is four
//! more logic instructions a cell after the comparison, for cells within the widest window only. A
//! pair's own window is one plane per distance from the diagonal. O(m w) cells for window w.
//!
//! Transpositions compare the matched symbols of both sides in order. To line them up, unmatched
//! symbols are squeezed out: of all pairs at once, in planes (see `planes`), or where the processor
//! has an instruction for it and the texts are longer, pair by pair (see `bytes`).

mod bytes;
mod planes;

use super::block::{Block, LANES, MAX_SYMBOLS};
use super::lanes::{BYTES, Isa, Kernel, Level, Plane};
use super::planes::{differ, numbers, present, symbol, transpose, words_of};

pub use super::matching::Matching;
use bytes::Texts;

/// Room for symbols of short sequences.
const SHORT: usize = 16;
/// Room for symbols of any that a block takes.
const LONGEST: usize = MAX_SYMBOLS as usize;

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
    macro_rules! with_room {
        ($($room:ident)*) => {
            match rows.max(columns) {
                $(0..=$room => level.run(Jaro::<_, $room> {
                    block,
                    rows,
                    columns,
                    answers,
                    answer,
                }),)*
                _ => unreachable!("no sequence of a block has more symbols"),
            }
        };
    }
    with_room!(SHORT BYTES LONGEST);
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
        let Block { left, right, .. } = self.block;
        // What the planes are made of is gone when they are made.
        let mut texts = (I::SQUEEZES && ROOM == BYTES)
            .then(|| [Texts::of(left, rows), Texts::of(right, columns)]);
        transpose(isa, words_of(&mut left.planes, rows));
        transpose(isa, words_of(&mut right.planes, columns));
        let sides = [(&left.planes[..], rows), (&right.planes[..], columns)];
        let (left, right) = (&left.lengths, &right.lengths);
        let mut planes = [[Plane::ZERO; 8]; 3];
        for group in (0..8).step_by(I::WIDTH) {
            let matched = matched::<I, ROOM>(isa, sides, group);
            match &mut texts {
                None => planes::count(isa, sides, &matched, group, &mut planes),
                Some(texts) => {
                    for (text, matched) in texts.iter_mut().zip(&matched) {
                        text.mark(matched, group);
                    }
                }
            }
        }
        let mut counts = [[0; LANES]; 3];
        match &mut texts {
            None => {
                for (planes, counts) in planes.iter_mut().zip(&mut counts) {
                    numbers(isa, planes, counts);
                }
            }
            Some(texts) => {
                let shorter = |pair: usize| left[pair].min(right[pair]);
                bytes::count(isa, texts, shorter, &mut counts);
            }
        }
        let [matches, transpositions, prefix] = &counts;
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

/// The planes of a side, and how many symbols its longest sequence has.
type Sequences<'a> = (&'a [Plane], usize);

/// Of each pair the matches, the places where the matched symbols differ, and the common prefix.
type Counts = [[u8; LANES]; 3];

/// For each place of either side the lanes whose symbol there found a partner.
#[inline(always)]
fn matched<I: Isa, const ROOM: usize>(
    isa: I,
    [(left, rows), (right, columns)]: [Sequences<'_>; 2],
    group: usize,
) -> [[I::Bits; ROOM]; 2] {
    let zero = isa.splat(0);
    let widest = (rows.max(columns) / 2).saturating_sub(1);
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
    }
    for (row, free) in free[..rows].iter_mut().enumerate() {
        *free = present(&symbol(isa, left, row, group)) & !*free;
    }
    [free, found]
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
