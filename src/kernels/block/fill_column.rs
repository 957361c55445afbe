//! Rows of one column that fill a block in their order, against a literal.
//!
//! One side of such a block is the literal, which is not written. A word more for all rows costs less than to sort
//! them by their lengths, so rows are written one after the other, whatever their lengths are. The few rows that
//! do not fit are reported, and are empty in the block.

use super::fill_rows::PART;
use super::{Block, LANES, MAX_WORDS, Side, WORD, words_of, write_inline, write_sequence};
use crate::simd::{HIGH, Isa, Level, Located, VIEWS, dispatch};
use crate::strings::views::Views;

/// Rows of a column, in their order.
#[derive(Clone, Copy)]
pub struct InOrder<'a> {
    /// The column.
    pub views: Views<'a>,
    /// The first row.
    pub first: usize,
    /// For each row, of at most [`LANES`], true if it is not null.
    pub valid: &'a [bool],
    /// True if most sequences have at most twelve bytes.
    pub mostly_inline: bool,
}

impl Block {
    /// An empty block for sequences of up to `8 * words` symbols against a literal of `length` symbols, which is on the
    /// left or on the right, and has no words in the block.
    pub fn with_literal(words: usize, (is_left, length): (bool, u32)) -> Self {
        let sides = if is_left { [0, words] } else { [words, 0] };
        let mut block = Self::of(words, sides);
        let (literal, _) = block.literal_and_side(is_left);
        literal.lengths.fill(length);
        block
    }

    /// Replaces the pairs of a block [against a literal](Self::with_literal) by `len` others. Only their lengths are
    /// in the block; the caller writes them.
    pub fn lengths_vs_literal(&mut self, is_left: bool, len: usize) -> &mut [u32; LANES] {
        self.len = len.min(LANES);
        let (_, side) = self.literal_and_side(is_left);
        &mut side.lengths
    }

    /// The lengths of the sequences that are compared with the literal.
    pub fn others(&self, is_left: bool) -> &[u32; LANES] {
        let side = if is_left { &self.right } else { &self.left };
        &side.lengths
    }

    /// Replaces the pairs of a block [against a literal](Self::with_literal) by rows. Rows that are not ASCII up to `~`,
    /// or too long, are empty in the block, and their numbers, counted from the first row, are appended to
    /// `misfits`. Nulls are empty too, without being appended.
    pub fn fill_vs_literal(
        &mut self,
        level: Level,
        is_left: bool,
        rows: InOrder<'_>,
        misfits: &mut Vec<u32>,
    ) {
        self.len = rows.valid.len().min(LANES);
        let words = self.words;
        let (_, side) = self.literal_and_side(is_left);
        // A loop for each width, without loops within.
        macro_rules! fill {
            ($($words:literal)*) => {
                match words {
                    1 => dispatch!(level, isa => fill::<_, 1, true>(isa, side, rows, misfits)),
                    2 if rows.mostly_inline => {
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

/// Writes rows one after the other, with `INLINE` sixteen inline sequences at a time.
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
    let here = views.some(first, valid.len());
    let sources = if I::LOCATES && !INLINE {
        views.sources()
    } else {
        None
    };
    // Masks of the rows that are left out: nulls, and rows that do not fit.
    let mut unfit = [0_u64; LANES / PART];
    let mut all = 0;
    let mut located = [Located::NOTHING; PART / VIEWS];
    for (part, (here, unfit)) in here.chunks(PART).zip(&mut unfit).enumerate() {
        let start = PART * part;
        let (sixteens, _) = here.as_chunks::<VIEWS>();
        let looked_at = if INLINE || sources.is_some() {
            VIEWS * sixteens.len()
        } else {
            0
        };
        if has_nulls {
            // The view of a null may be anything, so it is not read.
            for (at, valid) in valid[start..][..here.len()].iter().enumerate() {
                *unfit |= u64::from(!valid) << at;
            }
        }
        // Locate all 64 sequences before the first is read, so that the loads overlap.
        if let Some(sources) = &sources {
            let firsts = (first + start..).step_by(VIEWS);
            for ((located, _), first) in located.iter_mut().zip(sixteens).zip(firsts) {
                *located = isa.locate_in_order(sources, first);
            }
        }
        // A mask of the rows that are not written yet.
        let mut unread = 0;
        for (at, sixteen) in (0..).step_by(VIEWS).zip(sixteens) {
            let pair = start + at;
            views.prefetch(first + pair + LANES, VIEWS);
            if INLINE {
                let inline = write_inline(isa, words, lengths, pair, sixteen.each_ref());
                all |= u64::from(inline.high);
                unread |= u64::from(inline.long) << at;
                *unfit |= u64::from(isa.longer(&inline.lengths, room)) << at;
            } else if sources.is_some() {
                let located = &located[at / VIEWS];
                let high = isa.read(located, words, pair);
                lengths[pair..][..VIEWS].copy_from_slice(&located.lengths);
                let longer = isa.longer(&located.lengths, room);
                all |= u64::from(high & !longer);
                unread |= u64::from(located.unread) << at;
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
        for pair in start + looked_at..start + here.len() {
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
        for pair in 0..here.len() {
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
