//! Rows written to a block straight from their views. Most sequences of up to two words are inline.

use super::{Block, MAX_WORDS, Side, words_of, write_inline, write_sequence};
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

    /// [Stages](Block::stage) rows of one column against a literal of `length` symbols, which is on the left or on
    /// the right.
    pub fn stage_rows_vs_literal(
        &mut self,
        level: Level,
        (is_left, length): (bool, u32),
        views: Views<'_>,
        first: usize,
        rows: &[u32],
    ) {
        let (words, pair) = (self.words, self.len);
        let (literal, side) = self.literal_and_side(is_left);
        literal.lengths.fill(length);
        side.write_rows(level, words, pair, views, first, rows);
    }
}

/// Rows that are read in two passes while their views are in the cache.
pub(crate) const PART: usize = 64;

/// Writes rows from a pair on: at first inline sequences, then the longer ones one by one.
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
    let mut located = [Located::NOTHING; PART / VIEWS];
    for (pair, rows) in (pair..).step_by(PART).zip(rows.chunks(PART)) {
        let (sixteens, mut rest) = rows.as_chunks::<VIEWS>();
        // A mask of the sequences that are not written yet.
        let mut unread = 0;
        if let Some(sources) = &sources {
            // Locate all 64 sequences before the first is read, so that the loads overlap.
            for (located, sixteen) in located.iter_mut().zip(sixteens) {
                *located = isa.locate(sources, first, sixteen);
            }
            for (at, located) in (0..).step_by(VIEWS).zip(&located[..sixteens.len()]) {
                all |= u64::from(isa.read(located, words, pair + at));
                side.lengths[pair + at..][..VIEWS].copy_from_slice(&located.lengths);
                unread |= u64::from(located.unread) << at;
            }
        } else if WORDS == 1 {
            for (at, sixteen) in (0..).step_by(VIEWS).zip(sixteens) {
                let mut chosen = [views.view(0); VIEWS];
                for (view, row) in chosen.iter_mut().zip(sixteen) {
                    *view = views.view(first + *row as usize);
                }
                let inline = write_inline(isa, words, &mut side.lengths, pair + at, chosen);
                unread |= u64::from(inline.long) << at;
                all |= u64::from(inline.high);
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
