//! Rows of one column that fill a block in their order.
//!
//! Where one side is known elsewhere, a word more for all rows costs less than to sort them by their
//! lengths. So the rows are written one after the other, whatever their lengths are, and those few that
//! the block does not take are reported, and have no symbols in it.

use super::fill_rows::PART;
use super::{Block, LANES, MAX_WORDS, Side, WORD, words_of, write_held, write_sequence};
use crate::simd::{HIGH, Isa, Level, Located, VIEWS, dispatch};
use crate::strings::views::Views;

/// Rows of a column: the first one, which of them are not null, and whether most are held by their views.
#[derive(Clone, Copy)]
pub struct InOrder<'a> {
    /// The column.
    pub views: Views<'a>,
    /// The first row.
    pub first: usize,
    /// Whether each row, of at most [`LANES`], is not null.
    pub valid: &'a [bool],
    /// Whether most sequences have at most twelve bytes.
    pub are_held: bool,
}

impl Block {
    /// An empty block for sequences of up to `8 * words` symbols, beside a sequence of `length` symbols that are
    /// known elsewhere and stand on the left or on the right.
    pub fn beside(words: usize, (is_left, length): (bool, u32)) -> Self {
        let sides = if is_left { [0, words] } else { [words, 0] };
        let mut block = Self::of(words, sides);
        let (known, _) = block.known_and_side(is_left);
        known.lengths.fill(length);
        block
    }

    /// Replaces the pairs of a block [beside](Self::beside) a sequence by `len` others, of which nothing is written
    /// but the lengths, which the caller does.
    pub fn lengths_beside(&mut self, is_left: bool, len: usize) -> &mut [u32; LANES] {
        self.len = len.min(LANES);
        let (_, side) = self.known_and_side(is_left);
        &mut side.lengths
    }

    /// The lengths of those beside the sequence that is known elsewhere.
    pub fn others(&self, is_left: bool) -> &[u32; LANES] {
        let side = if is_left { &self.right } else { &self.left };
        &side.lengths
    }

    /// Replaces the pairs of a block [beside](Self::beside) a sequence by rows. The rows that do not consist of
    /// ASCII up to `~`, or are too long, are empty in the block, and their numbers, counted from the first row, are
    /// put to `misfits`. Nulls are empty too, and are not put there.
    pub fn fill_beside(
        &mut self,
        level: Level,
        is_left: bool,
        rows: InOrder<'_>,
        misfits: &mut Vec<u32>,
    ) {
        self.len = rows.valid.len().min(LANES);
        let words = self.words;
        let (_, side) = self.known_and_side(is_left);
        // A loop for each width, without loops within.
        macro_rules! fill {
            ($($words:literal)*) => {
                match words {
                    1 => dispatch!(level, isa => fill::<_, 1, true>(isa, side, rows, misfits)),
                    2 if rows.are_held => {
                        dispatch!(level, isa => fill::<_, 2, true>(isa, side, rows, misfits))
                    }
                    $($words => {
                        dispatch!(level, isa => fill::<_, $words, false>(isa, side, rows, misfits))
                    })*
                    _ => unreachable!("a block has 1 to {MAX_WORDS} words"),
                }
            };
        }
        fill!(2 3 4 5 6 7 8 9 10 11 12 13 14 15 16);
    }
}

/// Writes rows one after the other, or at first those that are held by their views.
#[inline(always)]
fn fill<I: Isa, const WORDS: usize, const INLINE: bool>(
    isa: I,
    side: &mut Side,
    rows: InOrder<'_>,
    misfits: &mut Vec<u32>,
) {
    let InOrder {
        views,
        first,
        valid,
        ..
    } = rows;
    let Some(words) = words_of::<WORDS>(&mut side.planes) else {
        return;
    };
    let lengths = &mut side.lengths;
    let room = (WORDS * WORD) as u32;
    let valid = &valid[..valid.len().min(LANES)];
    let has_nulls = valid.iter().fold(false, |any, valid| any | !valid);
    let some = views.some(first, valid.len());
    let sources = if I::LOCATES && !INLINE {
        views.sources()
    } else {
        None
    };
    // A bit for each row that is no part of the block.
    let mut unfit = [0_u64; LANES / PART];
    let mut all = 0;
    let mut found = [Located::NOTHING; PART / VIEWS];
    for (part, (some, unfit)) in some.chunks(PART).zip(&mut unfit).enumerate() {
        let start = PART * part;
        let (sixteens, _) = some.as_chunks::<VIEWS>();
        let looked_at = if INLINE || sources.is_some() {
            VIEWS * sixteens.len()
        } else {
            0
        };
        if has_nulls {
            // Nothing is said of what the view of a null is.
            for (at, valid) in valid[start..][..some.len()].iter().enumerate() {
                *unfit |= u64::from(!valid) << at;
            }
        }
        // All are found before the first one is read, so that nothing waits for one view after the other.
        if let Some(sources) = &sources {
            let firsts = (first + start..).step_by(VIEWS);
            for ((found, _), first) in found.iter_mut().zip(sixteens).zip(firsts) {
                *found = isa.locate_in_order(sources, first);
            }
        }
        // A bit for each row that was not written.
        let mut unread = 0;
        for (at, sixteen) in (0..).step_by(VIEWS).zip(sixteens) {
            let pair = start + at;
            views.prefetch(first + pair + LANES, VIEWS);
            if INLINE {
                let held = write_held(isa, words, lengths, pair, sixteen.each_ref());
                all |= u64::from(held.high);
                unread |= u64::from(held.long) << at;
                *unfit |= u64::from(isa.longer(&held.lengths, room)) << at;
            } else if sources.is_some() {
                let found = &found[at / VIEWS];
                let high = isa.read(found, words, pair);
                lengths[pair..][..VIEWS].copy_from_slice(&found.lengths);
                let longer = isa.longer(&found.lengths, room);
                all |= u64::from(high & !longer);
                unread |= u64::from(found.unread) << at;
                *unfit |= u64::from(longer) << at;
            }
        }
        unread &= !*unfit;
        while unread != 0 {
            let at = unread.trailing_zeros() as usize;
            unread &= unread - 1;
            let sequence = views.padded(first + start + at);
            all |= write_sequence(isa, words, start + at, sequence);
        }
        for pair in start + looked_at..start + some.len() {
            if has_nulls && !valid[pair] {
                continue;
            }
            let sequence = views.padded(first + pair);
            all |= write_sequence(isa, words, pair, sequence.up_to(room));
            lengths[pair] = sequence.len();
            *unfit |= u64::from(sequence.len() > room) << (pair % PART);
        }
    }
    if all != 0 {
        for pair in 0..some.len() {
            let codes = words.iter().fold(0, |codes, word| codes | word[pair]);
            unfit[pair / PART] |= u64::from(codes & HIGH != 0) << (pair % PART);
        }
    }
    for (part, unfit) in unfit.iter_mut().enumerate() {
        while *unfit != 0 {
            let pair = PART * part + unfit.trailing_zeros() as usize;
            *unfit &= *unfit - 1;
            for word in words.iter_mut() {
                word[pair] = 0;
            }
            lengths[pair] = 0;
            if valid[pair] {
                misfits.push(pair as u32);
            }
        }
    }
}
