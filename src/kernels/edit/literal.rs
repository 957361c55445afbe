//! One sequence beside all of a block's side: the sweep of [`super::block`] without comparing symbols.
//!
//! As with a [group](crate::kernels::block::group), there are planes that say which sequences have a symbol of the one sequence in
//! each place, so a cell costs one load and the logic functions of its rule. But they are made for four places
//! at a time, used for all cells in these columns, and forgotten: planes for all places would not stay in the
//! first cache, and to write and read them would take as long as the cells do.

use super::block::{Lcs, Levenshtein, MEDIUM, Osa, Recurrence, SHORT, add_up};
use super::group::EditKernel;
use crate::kernels::block::bit_planes::{numbers, transpose_half};
use crate::kernels::block::group::Pattern;
use crate::kernels::block::symbol_planes::{Decoded, STRIP};
use crate::kernels::block::{LANES, MAX_SYMBOLS, Side};
use crate::simd::{Isa, Level, Plane, dispatch};

pub use crate::kernels::block::short_literal::{Outcome, Short};

/// Memory for the planes of a few places.
#[derive(Debug, Default)]
pub struct Beside {
    /// For each symbol of a pattern the places that sequences have it in; the first is for symbols that none has.
    equal: Vec<[Plane; STRIP]>,
    decoded: Box<Decoded>,
}

impl Beside {
    /// The number for the pattern and each of the first `len` sequences of a side, whose words are consumed.
    pub fn compare(
        &mut self,
        level: Level,
        rule: EditKernel,
        side: &mut Side,
        len: usize,
        pattern: &Pattern,
        numbers: &mut [u8; LANES],
    ) {
        self.equal
            .resize(pattern.codes().len() + 1, [Plane::ZERO; STRIP]);
        let sweep = Sweep {
            places: side.longest(len),
            side,
            pattern,
            equal: &mut self.equal,
            decoded: &mut self.decoded,
            numbers,
        };
        match rule {
            EditKernel::Levenshtein => sweep.run::<Levenshtein>(level),
            EditKernel::Osa => sweep.run::<Osa>(level),
            EditKernel::Lcs => sweep.run::<Lcs>(level),
        }
    }
}

struct Sweep<'a> {
    side: &'a mut Side,
    places: usize,
    pattern: &'a Pattern,
    equal: &'a mut [[Plane; STRIP]],
    decoded: &'a mut Decoded,
    numbers: &'a mut [u8; LANES],
}

impl Sweep<'_> {
    fn run<R: Recurrence>(self, level: Level) {
        // Room for the borders of a column, which has to be cleared.
        if self.pattern.len() <= SHORT {
            dispatch!(level, isa => self.run_in::<_, R, SHORT>(isa));
        } else if self.pattern.len() <= MEDIUM {
            dispatch!(level, isa => self.run_in::<_, R, MEDIUM>(isa));
        } else {
            dispatch!(level, isa => self.run_in::<_, R, { MAX_SYMBOLS as usize }>(isa));
        }
    }

    /// [`run`](Self::run) in a shell, for patterns of at most `ROOM` symbols.
    #[inline(always)]
    fn run_in<I: Isa, R: Recurrence, const ROOM: usize>(self, isa: I) {
        let Sweep {
            side,
            places: longest,
            pattern,
            equal,
            decoded,
            numbers: to,
        } = self;
        let (planes, rows) = (&mut side.planes, pattern.rows());
        transpose_half(isa, planes, longest);
        let zero = isa.splat(0);
        let mut counts = [Plane::ZERO; 8];
        for lanes in (0..8).step_by(I::WIDTH) {
            let mut borders = [R::across(zero, !zero); ROOM];
            let borders = &mut borders[..rows.len()];
            for first in (0..longest).step_by(STRIP).rev() {
                let places = (longest - first).min(STRIP);
                decoded.decode(isa, planes, (first, places), lanes);
                decoded.equal(isa, pattern.codes(), equal[1..].iter_mut(), lanes);
                let equal = &*equal;
                let present = &decoded.present;
                match places {
                    1 => columns::<I, R, 1>(isa, equal, present, borders, rows, lanes),
                    2 => columns::<I, R, 2>(isa, equal, present, borders, rows, lanes),
                    3 => columns::<I, R, 3>(isa, equal, present, borders, rows, lanes),
                    _ => columns::<I, R, STRIP>(isa, equal, present, borders, rows, lanes),
                }
            }
            add_up::<I, R>(isa, borders).store(&mut counts, lanes);
        }
        let mut bytes = [0; LANES];
        numbers(isa, &mut counts, &mut bytes);
        for ((number, count), length) in to.iter_mut().zip(bytes).zip(&side.lengths) {
            // Counts are known modulo 256, and numbers are smaller.
            *number = R::total(count.into(), rows.len() as u32, *length) as u8;
        }
    }
}

/// The cells of the first columns of a strip, from the last one to the first. Side by side they share the borders
/// between them.
#[inline(always)]
fn columns<I: Isa, R: Recurrence, const COLUMNS: usize>(
    isa: I,
    equal: &[[Plane; STRIP]],
    present: &[Plane; STRIP],
    borders: &mut [R::Across<I::Bits>],
    rows: &[u32],
    lanes: usize,
) {
    let zero = isa.splat(0);
    let mut down = [R::down(zero, zero); COLUMNS];
    for (down, present) in down.iter_mut().zip(present) {
        *down = R::down(zero, isa.load(present, lanes));
    }
    // Four rows at a time take fewer moves between registers.
    let (four_borders, borders) = borders.as_chunks_mut::<4>();
    let (four_rows, rows) = rows.as_chunks::<4>();
    for (borders, rows) in four_borders.iter_mut().zip(four_rows) {
        for (border, row) in borders.iter_mut().zip(rows) {
            *border = cells::<I, R, COLUMNS>(isa, &equal[*row as usize], &mut down, *border, lanes);
        }
    }
    for (border, row) in borders.iter_mut().zip(rows) {
        *border = cells::<I, R, COLUMNS>(isa, &equal[*row as usize], &mut down, *border, lanes);
    }
}

/// The cells of a row, in the same columns.
#[inline(always)]
fn cells<I: Isa, R: Recurrence, const COLUMNS: usize>(
    isa: I,
    equal: &[Plane; STRIP],
    down: &mut [R::Down<I::Bits>; COLUMNS],
    mut across: R::Across<I::Bits>,
    lanes: usize,
) -> R::Across<I::Bits> {
    for column in (0..COLUMNS).rev() {
        let differ = !isa.load(&equal[column], lanes);
        // The last step, to the first column, is a full one: another strip may follow.
        (across, down[column]) = if column % 2 == 1 {
            R::half_step(across, down[column], differ)
        } else {
            R::step(across, down[column], differ)
        };
    }
    across
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::block::testing::{random, random_block};
    use crate::kernels::naive;

    fn check(rule: EditKernel, oracle: impl Fn(&[u8], &[u8]) -> u32) {
        let mut seed = 42;
        let mut beside = Beside::default();
        for (longest, letters) in [(1, 1), (7, 2), (13, 30), (30, 4), (64, 20), (128, 3)] {
            for (length, len) in [(0, 512), (5, 100), (32, 512), (33, 512), (128, 1)] {
                // Some of the pattern's symbols are nowhere else, and one has no code.
                let mut pattern: Vec<u8> = (0..length)
                    .map(|_| (random(&mut seed) % (letters + 1)) as u8)
                    .collect();
                if let Some(symbol) = pattern.get_mut(3) {
                    *symbol = 200;
                }
                for level in Level::available() {
                    let (mut block, pairs) = random_block(longest, letters, len);
                    let mut numbers = [0; LANES];
                    let rows = Pattern::new(&pattern[..]);
                    beside.compare(level, rule, &mut block.right, len, &rows, &mut numbers);
                    for (number, (_, right)) in numbers.into_iter().zip(&pairs) {
                        let expected = oracle(&pattern, right);
                        assert_eq!(u32::from(number), expected, "{}", level.name());
                    }
                }
            }
        }
    }

    #[test]
    fn levenshtein_is_the_textbook_one() {
        check(EditKernel::Levenshtein, naive::levenshtein);
    }

    #[test]
    fn osa_is_the_textbook_one() {
        check(EditKernel::Osa, naive::osa);
    }

    #[test]
    fn lcs_is_the_textbook_one() {
        check(EditKernel::Lcs, naive::lcs);
    }
}
