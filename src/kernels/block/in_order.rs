//! Rows of one column that fill a block in their order.
//!
//! Where one side is known elsewhere, a word more for all rows costs less than to sort them by their
//! lengths. So the rows are written one after the other, whatever their lengths are, and those few that
//! the block does not take are reported, and have no symbols in it.

use super::{Block, LANES, MAX_WORDS, STRIDE, Side, WORD};
use crate::kernels::lanes::{Isa, Kernel, Level, Plane, VIEWS};
use crate::kernels::views::Views;

/// Rows of a column: the first one, how many there are, and whether most are held by their views.
#[derive(Clone, Copy)]
pub struct InOrder<'a> {
    /// The column.
    pub views: Views<'a>,
    /// The first row.
    pub first: usize,
    /// The number of rows, at most [`LANES`].
    pub count: usize,
    /// Whether to expect sequences of at most twelve bytes.
    pub are_held: bool,
}

impl Block {
    /// Replaces the block's pairs by rows, beside a sequence of `length` symbols that are known elsewhere
    /// and stand on the left or on the right. The rows that do not consist of ASCII up to `~`, or are too
    /// long, are empty in the block, and their numbers, counted from the first row, are put to `misfits`.
    pub fn fill_beside(
        &mut self,
        level: Level,
        (is_left, length): (bool, u32),
        rows: InOrder<'_>,
        misfits: &mut Vec<u32>,
    ) {
        self.len = rows.count.min(LANES);
        let words = self.words;
        let (known, side) = self.known_and_side(is_left);
        known.lengths.fill(length);
        // A loop for each width, without loops within.
        macro_rules! fill {
            ($($words:literal)*) => {
                match words {
                    1 => level.run(Fill::<1, true> { side, rows, misfits }),
                    2 if rows.are_held => level.run(Fill::<2, true> { side, rows, misfits }),
                    $($words => level.run(Fill::<$words, false> { side, rows, misfits }),)*
                    _ => unreachable!("a block has 1 to {MAX_WORDS} words"),
                }
            };
        }
        fill!(2 3 4 5 6 7 8 9 10 11 12 13 14 15 16);
    }
}

/// The words of the first pairs, and what else is known of them.
struct Words<'a, const WORDS: usize> {
    words: &'a mut [[u64; 8 * STRIDE]; WORDS],
    lengths: &'a mut [u32; LANES],
    misfits: &'a mut Vec<u32>,
}

impl<'a, const WORDS: usize> Words<'a, WORDS> {
    #[inline(always)]
    fn of(side: &'a mut Side, misfits: &'a mut Vec<u32>) -> Option<Self> {
        let (words, _) = Plane::elements(&mut side.planes).as_chunks_mut();
        Some(Self {
            words: words.first_chunk_mut()?,
            lengths: &mut side.lengths,
            misfits,
        })
    }

    /// Writes a row from wherever it is.
    #[inline(always)]
    fn write<I: Isa>(&mut self, isa: I, pair: usize, rows: InOrder<'_>) {
        let sequence = rows.views.padded(rows.first + pair);
        let room = (WORDS * WORD) as u32;
        let (mut codes, high) = sequence.up_to(room).codes::<I, WORDS>(isa);
        self.lengths[pair] = sequence.len();
        if high != 0 || sequence.len() > room {
            (codes, self.lengths[pair]) = ([0; WORDS], 0);
            self.misfits.push(pair as u32);
        }
        for (word, codes) in self.words.iter_mut().zip(codes) {
            word[pair] = codes;
        }
    }
}

/// Rows that are written one after the other, or four at a time if most are held by their views.
struct Fill<'a, const WORDS: usize, const HELD: bool> {
    side: &'a mut Side,
    rows: InOrder<'a>,
    misfits: &'a mut Vec<u32>,
}

impl<const WORDS: usize, const HELD: bool> Kernel for Fill<'_, WORDS, HELD> {
    #[inline(always)]
    fn run<I: Isa>(self, isa: I) {
        let rows = self.rows;
        let Some(mut words) = Words::<WORDS>::of(self.side, self.misfits) else {
            return;
        };
        let views = rows.views.some(rows.first, rows.count.min(LANES));
        let mut pair = 0;
        for views in views.chunks(VIEWS) {
            rows.views.prefetch(rows.first + pair + LANES, VIEWS);
            let mut are_written = false;
            if HELD && let [one, two, three, four] = views {
                let held = isa.held::<WORDS>([one, two, three, four]);
                for (word, codes) in words.words.iter_mut().zip(&held.codes) {
                    word[pair..][..VIEWS].copy_from_slice(codes);
                }
                words.lengths[pair..][..VIEWS].copy_from_slice(&held.lengths);
                are_written = held.fit;
            }
            if !are_written {
                for pair in pair..pair + views.len() {
                    words.write(isa, pair, rows);
                }
            }
            pair += views.len();
        }
    }
}
