//! Rows written to a block straight from their views, which hold most sequences of up to two words.

use super::{Block, MAX_WORDS, Side, words_of, write_held, write_sequence};
use crate::simd::{Isa, Level, Located, VIEWS, dispatch};
use crate::strings::views::Views;

impl Block {
    /// [Stages](Block::stage) rows of two columns, counted from `first`.
    pub fn stage_rows(&mut self, level: Level, sides: [Views<'_>; 2], first: usize, rows: &[u32]) {
        let (words, pair) = (self.words, self.len);
        for (side, views) in [&mut self.left, &mut self.right].into_iter().zip(sides) {
            side.write_rows(level, words, pair, views, first, rows);
        }
    }

    /// The same for rows of one column, beside a sequence of so many symbols that are known elsewhere
    /// and stand on the left or on the right.
    pub fn stage_rows_beside(
        &mut self,
        level: Level,
        (is_left, length): (bool, u32),
        views: Views<'_>,
        first: usize,
        rows: &[u32],
    ) {
        let (words, pair) = (self.words, self.len);
        let (known, side) = self.known_and_side(is_left);
        known.lengths.fill(length);
        side.write_rows(level, words, pair, views, first, rows);
    }
}

/// Rows that are gone through twice while their views are at hand.
pub(crate) const PART: usize = 64;

/// Writes rows from a pair on: at first what views hold, then the longer ones one by one.
#[inline(always)]
fn write_rows<I: Isa, const WORDS: usize>(
    isa: I,
    side: &mut Side,
    pair: usize,
    views: Views<'_>,
    first: usize,
    rows: &[u32],
) {
    let Some(words) = words_of::<WORDS>(&mut side.planes) else {
        return;
    };
    let sources = if I::LOCATES && WORDS > 1 {
        views.sources()
    } else {
        None
    };
    let mut all = 0;
    let mut found = [Located::NOTHING; PART / VIEWS];
    for (pair, rows) in (pair..).step_by(PART).zip(rows.chunks(PART)) {
        let (some, mut rest) = rows.as_chunks::<VIEWS>();
        // A bit for each sequence that was not written.
        let mut unread = 0;
        if let Some(sources) = &sources {
            // All are found before the first one is read, so that nothing waits for one view after the other.
            for (found, some) in found.iter_mut().zip(some) {
                *found = isa.locate(sources, first, some);
            }
            for (at, found) in (0..).step_by(VIEWS).zip(&found[..some.len()]) {
                all |= u64::from(isa.read(found, words, pair + at));
                side.lengths[pair + at..][..VIEWS].copy_from_slice(&found.lengths);
                unread |= u64::from(found.unread) << at;
            }
        } else if WORDS == 1 {
            for (at, some) in (0..).step_by(VIEWS).zip(some) {
                let mut held = [views.view(0); VIEWS];
                for (held, row) in held.iter_mut().zip(some) {
                    *held = views.view(first + *row as usize);
                }
                let held = write_held(isa, words, &mut side.lengths, pair + at, held);
                unread |= u64::from(held.long) << at;
                all |= u64::from(held.high);
            }
        } else {
            rest = rows;
        }
        while unread != 0 {
            let at = unread.trailing_zeros() as usize;
            unread &= unread - 1;
            let sequence = views.padded(first + rows[at] as usize);
            all |= write_sequence(isa, words, pair + at, sequence);
        }
        for (pair, row) in (pair + rows.len() - rest.len()..).zip(rest) {
            let sequence = views.padded(first + *row as usize);
            all |= write_sequence(isa, words, pair, sequence);
            side.lengths[pair] = sequence.len();
        }
    }
    side.high = all;
}

impl Side {
    /// Writes rows from a pair on.
    fn write_rows(
        &mut self,
        level: Level,
        words: usize,
        pair: usize,
        views: Views<'_>,
        first: usize,
        rows: &[u32],
    ) {
        // A loop for each width, without loops within.
        macro_rules! write {
            ($($words:literal)*) => {
                match words {
                    $($words => dispatch!(level, isa => {
                        write_rows::<_, $words>(isa, self, pair, views, first, rows)
                    }),)*
                    _ => unreachable!("a block has 1 to {MAX_WORDS} words"),
                }
            };
        }
        write!(1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16);
    }
}
