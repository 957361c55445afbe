//! Rows written to a block straight from their views, which hold sequences of up to eight symbols.

use super::{Block, Side};
use crate::kernels::lanes::{Isa, Kernel, Level, VIEWS};
use crate::kernels::views::Views;

impl Block {
    /// [Stages](Block::stage) rows of two columns, counted from `first`, of up to eight bytes each.
    pub fn stage_held(&mut self, level: Level, sides: [Views<'_>; 2], first: usize, rows: &[u32]) {
        for (side, views) in [&mut self.left, &mut self.right].into_iter().zip(sides) {
            side.write_held(level, self.len, views, first, rows);
        }
    }

    /// The same for rows of one column, beside a sequence of so many symbols that are known elsewhere
    /// and stand on the left or on the right.
    pub fn stage_held_beside(
        &mut self,
        level: Level,
        (is_left, length): (bool, u32),
        views: Views<'_>,
        first: usize,
        rows: &[u32],
    ) {
        let pair = self.len;
        let (known, side) = self.known_and_side(is_left);
        known.lengths.fill(length);
        side.write_held(level, pair, views, first, rows);
    }
}

/// Rows that are written from a pair on.
struct WriteHeld<'a> {
    side: &'a mut Side,
    pair: usize,
    views: Views<'a>,
    first: usize,
    rows: &'a [u32],
}

impl Kernel for WriteHeld<'_> {
    #[inline(always)]
    fn run<I: Isa>(self, isa: I) {
        let Self {
            side,
            mut pair,
            views,
            first,
            rows,
        } = self;
        // Four pairs that begin at a multiple of four are neighbours in a plane.
        let uneven = rows.len().min(pair.wrapping_neg() % VIEWS);
        let (before, rows) = rows.split_at(uneven);
        for row in before {
            side.write_one(isa, pair, views, first + *row as usize);
            pair += 1;
        }
        let (quads, rest) = rows.as_chunks::<VIEWS>();
        for quad in quads {
            let [one, two, three, four] = quad;
            let held = isa.held::<1>([
                views.view(first + *one as usize),
                views.view(first + *two as usize),
                views.view(first + *three as usize),
                views.view(first + *four as usize),
            ]);
            let elements = &mut side.planes[pair / 8].0[pair % 8..][..VIEWS];
            elements.copy_from_slice(&held.codes[0]);
            side.high[pair..][..VIEWS].copy_from_slice(&held.high);
            side.lengths[pair..][..VIEWS].copy_from_slice(&held.lengths);
            pair += VIEWS;
        }
        for row in rest {
            side.write_one(isa, pair, views, first + *row as usize);
            pair += 1;
        }
    }
}

impl Side {
    /// Writes rows from a pair on.
    fn write_held(
        &mut self,
        level: Level,
        pair: usize,
        views: Views<'_>,
        first: usize,
        rows: &[u32],
    ) {
        level.run(WriteHeld {
            side: self,
            pair,
            views,
            first,
            rows,
        });
    }

    #[inline(always)]
    fn write_one<I: Isa>(&mut self, isa: I, pair: usize, views: Views<'_>, row: usize) {
        let sequence = views.held(row);
        let ([codes], high) = sequence.codes(isa);
        self.set_word(0, pair, codes);
        self.high[pair] = high;
        self.lengths[pair] = sequence.len();
    }
}
