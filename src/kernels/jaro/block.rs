//! The matching symbols of Jaro's similarity, for a whole block.
//!
//! Same matching as in [`super::pair`]: each right symbol, in order, takes the first equal left
//! symbol in its window that is still free. With one pair per bit (see [`crate::kernels::edit::block`]) that is two
//! logic instructions a cell after the comparison, for cells within the widest window only, and a third
//! one where some pair's window ends before. Four more count the matched symbols that are in order, in a
//! second walk over the same cells; both are explained in `band`. The first one writes down
//! which symbols are equal, so that the second one need not compare them again. O(m w) cells for window w.

use std::cell::Cell;

use super::band::{Band, Cells, window};
use super::{BOOSTED, JaroCountArrays, Similarities};
use crate::kernels::block::bit_planes::{Counter, differ, numbers, present, symbol, transpose};
use crate::kernels::block::{Block, CODE_BITS, MAX_SYMBOLS};
use crate::simd::{Bits, Isa, Kernel, Level, Plane};

/// Room for symbols of short sequences.
const SHORT: usize = 16;
/// Room for symbols of longer ones.
const MIDDLE: usize = 64;
/// Room for symbols of any that a block takes.
const LONGEST: usize = MAX_SYMBOLS as usize;

/// Jaro's similarity of every pair. Common leading symbols are counted only if that is asked for.
pub fn jaro(level: Level, block: &mut Block, answers: &mut Similarities, with_prefixes: bool) {
    let rows = block.left.longest(block.len());
    let columns = block.right.longest(block.len());
    let lengths = block.left.lengths.iter().zip(&block.right.lengths);
    let longer = lengths.map(|(left, right)| *left.max(right));
    let shortest = longer.take(block.len()).min().unwrap_or(0) as usize;
    // Room for what is kept of each symbol, which has to be cleared.
    macro_rules! with_room {
        ($($room:ident)*) => {
            match rows.max(columns) {
                $(0..=$room => level.run(Jaro::<$room> {
                    block,
                    rows,
                    columns,
                    shortest,
                    answers,
                    with_prefixes,
                }),)*
                _ => unreachable!("no sequence of a block has more symbols"),
            }
        };
    }
    with_room!(SHORT MIDDLE LONGEST);
}

/// The matching of symbols in sequences of at most `ROOM` of them.
struct Jaro<'a, const ROOM: usize> {
    block: &'a mut Block,
    rows: usize,
    columns: usize,
    /// The length of the longer sequence where it is shortest.
    shortest: usize,
    answers: &'a mut Similarities,
    with_prefixes: bool,
}

impl<const ROOM: usize> Kernel for Jaro<'_, ROOM> {
    #[inline(always)]
    fn run<I: Isa>(self, isa: I) {
        let (rows, columns) = (self.rows, self.columns);
        let Block { left, right, .. } = self.block;
        transpose(isa, &mut left.planes, rows);
        transpose(isa, &mut right.planes, columns);
        let [left_planes, right_planes] = [&left.planes[..], &right.planes[..]];
        let (left, right) = (&left.lengths, &right.lengths);
        let mut planes = [[Plane::ZERO; 8]; 3];
        let mut band = Band {
            rows,
            columns,
            widest: window(rows.max(columns)),
            narrowest: window(self.shortest),
            windows: [isa.splat(0); ROOM],
        };
        let mut equal = EQUAL.take();
        let cells = rows.min(2 * band.widest + 2) * columns;
        if equal.len() < cells {
            equal.resize(cells, Plane::ZERO);
        }
        for group in (0..8).step_by(I::WIDTH) {
            let mut cells = Symbols {
                left: left_planes,
                right: right_planes,
                group,
                equal: &mut equal,
                visited: 0,
            };
            let [matched_left, matched_right] = cells.matched(isa, &mut band);
            let [matches, in_order, prefix] = &mut planes;
            Counter::of(isa, &matched_right[..columns]).store(matches, group);
            if self.with_prefixes {
                cells.common_prefix(isa, rows.min(columns), prefix);
            }
            let mut cells = Known {
                equal: &equal,
                visited: 0,
                group,
            };
            band.in_order(isa, &mut cells, &matched_left, &matched_right)
                .store(in_order, group);
        }
        EQUAL.set(equal);
        let mut counts = JaroCountArrays::NONE;
        let [matches, in_order, prefix] = &mut planes;
        numbers(isa, matches, &mut counts.matches);
        numbers(isa, in_order, &mut counts.in_order);
        numbers(isa, prefix, &mut counts.prefix);
        counts.similarities::<I, ROOM>(isa, (left, right), self.answers);
    }
}

std::thread_local! {
    /// The memory of [`Known`], which would take long to clear.
    static EQUAL: Cell<Vec<Plane>> = const { Cell::new(Vec::new()) };
}

/// The symbols of the two sides, and where it is written down which of them are equal.
struct Symbols<'a> {
    left: &'a [Plane],
    right: &'a [Plane],
    group: usize,
    equal: &'a mut [Plane],
    visited: usize,
}

/// Which symbols are equal, as it was written down. Both walks visit the same cells in the same order.
struct Known<'a> {
    equal: &'a [Plane],
    visited: usize,
    group: usize,
}

impl Symbols<'_> {
    /// For each place of either side the lanes whose symbol there has a partner.
    #[inline(always)]
    fn matched<I: Isa, const ROOM: usize>(
        &mut self,
        isa: I,
        band: &mut Band<I::Bits, ROOM>,
    ) -> [[I::Bits; ROOM]; 2] {
        let zero = isa.splat(0);
        let (mut left, mut right) = ([zero; ROOM], [zero; ROOM]);
        for (row, left) in left[..band.rows].iter_mut().enumerate() {
            *left = present(&symbol(isa, self.left, row, self.group));
        }
        for (column, right) in right[..band.columns].iter_mut().enumerate() {
            *right = present(&symbol(isa, self.right, column, self.group));
        }
        // The longer sequence has a symbol at `2 d + 1` where a distance `d` is allowed.
        let windows = &mut band.windows[..band.widest + 2];
        windows[0] = !zero;
        for (distance, window) in windows.iter_mut().enumerate().skip(1) {
            let symbol = 2 * distance + 1;
            *window = match (left.get(symbol), right.get(symbol)) {
                (Some(left), Some(right)) => *left | *right,
                _ => zero,
            };
        }
        band.search(isa, self, &mut left, &mut right);
        for (row, left) in left[..band.rows].iter_mut().enumerate() {
            *left = present(&symbol(isa, self.left, row, self.group)) & !*left;
        }
        [left, right]
    }

    /// For each of the first symbols, up to [`BOOSTED`], where it is equal with all before it.
    #[inline(always)]
    fn common_prefix<I: Isa>(&self, isa: I, shorter: usize, prefix: &mut [Plane; 8]) {
        let mut equal = isa.splat(!0);
        for (at, prefix) in prefix.iter_mut().enumerate().take(BOOSTED.min(shorter)) {
            let [left, right] =
                [self.left, self.right].map(|side| symbol(isa, side, at, self.group));
            equal = equal & present(&left) & !differ(&left, &right);
            equal.store(prefix, self.group);
        }
    }
}

impl<I: Isa> Cells<I> for Symbols<'_> {
    const IN_TWOS: bool = in_twos::<I>();
    type Columns<const N: usize> = [[I::Bits; CODE_BITS]; N];

    #[inline(always)]
    fn columns<const N: usize>(&self, isa: I, first: usize) -> Self::Columns<N> {
        let mut columns = [[isa.splat(0); CODE_BITS]; N];
        for (at, column) in (first..).zip(&mut columns) {
            *column = symbol(isa, self.right, at, self.group);
        }
        columns
    }

    #[inline(always)]
    fn equal<const N: usize>(
        &mut self,
        isa: I,
        columns: &Self::Columns<N>,
        row: usize,
    ) -> [I::Bits; N] {
        let left = symbol(isa, self.left, row, self.group);
        let mut equal = [isa.splat(0); N];
        for (equal, column) in equal.iter_mut().zip(columns) {
            *equal = !differ(&left, column);
        }
        let planes = &mut self.equal[self.visited..self.visited + N];
        for (equal, plane) in equal.into_iter().zip(planes) {
            equal.store(plane, self.group);
        }
        self.visited += N;
        equal
    }
}

impl<I: Isa> Cells<I> for Known<'_> {
    const IN_TWOS: bool = in_twos::<I>();
    type Columns<const N: usize> = ();

    #[inline(always)]
    fn columns<const N: usize>(&self, _isa: I, _first: usize) {}

    #[inline(always)]
    fn equal<const N: usize>(&mut self, isa: I, _columns: &(), _row: usize) -> [I::Bits; N] {
        let mut equal = [isa.splat(0); N];
        let planes = &self.equal[self.visited..self.visited + N];
        for (equal, plane) in equal.iter_mut().zip(planes) {
            *equal = isa.load(plane, self.group);
        }
        self.visited += N;
        equal
    }
}

/// Whether registers have room for the symbols of two columns.
const fn in_twos<I: Isa>() -> bool {
    I::WIDTH > 2
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::block::LANES;
    use crate::kernels::block::testing::{check, random_block};
    use crate::kernels::naive;

    /// All bits of a similarity, as far as 32 can tell them.
    fn folded(similarity: f64) -> u32 {
        let bits = similarity.to_bits();
        (bits ^ bits >> u32::BITS) as u32
    }

    /// The definition, in the order of operations of `RapidFuzz`.
    fn textbook(left: &[u8], right: &[u8]) -> f64 {
        let (matches, transpositions) = naive::jaro(left, right);
        let matches = f64::from(matches);
        if matches == 0.0 {
            return if left.is_empty() && right.is_empty() {
                1.0
            } else {
                0.0
            };
        }
        let in_order = matches - f64::from(transpositions / 2);
        (matches / left.len() as f64 + matches / right.len() as f64 + in_order / matches) / 3.0
    }

    #[test]
    fn jaro_is_the_textbook_one() {
        check(
            |level, block, numbers| {
                let mut answers = Similarities::NONE;
                jaro(level, block, &mut answers, false);
                *numbers = answers.similarities.map(folded);
            },
            |left, right| folded(textbook(left, right)),
        );
    }

    #[test]
    fn long_sequences_are_matched_as_in_the_textbook() {
        for (longest, len) in [(65, 100), (128, LANES)] {
            let (_, pairs) = random_block(longest, 20, len);
            for level in Level::available() {
                let (mut block, _) = random_block(longest, 20, len);
                let mut answers = Similarities::NONE;
                jaro(level, &mut block, &mut answers, false);
                for ((left, right), answer) in pairs.iter().zip(answers.similarities) {
                    assert_eq!(answer, textbook(left, right), "{}", level.name());
                }
            }
        }
    }

    #[test]
    fn prefixes_are_counted_up_to_four() {
        for level in Level::available() {
            let (mut block, pairs) = random_block(24, 2, LANES);
            let mut answers = Similarities::NONE;
            jaro(level, &mut block, &mut answers, true);
            let answers = answers.similarities.into_iter().zip(answers.prefixes);
            for ((left, right), (jaro, prefix)) in pairs.iter().zip(answers) {
                assert_eq!(jaro, textbook(left, right));
                let expected = naive::prefix(left, right).min(4);
                assert_eq!(u32::from(prefix), expected, "{left:?} {right:?}");
            }
        }
    }
}
