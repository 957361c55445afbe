//! Levenshtein distance and optimal string alignment, bit-parallel.
//!
//! A column of the matrix is kept as two bits per row: whether a value is one more (`rises`) or one
//! less (`falls`) than the value above it. Myers (1999, "A fast bit-vector algorithm for approximate
//! string matching based on dynamic programming") found how to move 64 such rows on by one column in
//! a dozen instructions; Hyyrö (2003, "A bit-vector algorithm for computing Levenshtein and Damerau
//! edit distances") simplified it and added transpositions. For sequences of m and n symbols this is
//! O(⌈m / 64⌉ · n) time, and O(⌈m / 64⌉ · k) for a distance of at most k, since cells further than k
//! from the diagonal cannot matter (Ukkonen 1985, "Algorithms for approximate string matching").

use crate::interrupt;
use crate::kernels::affix;
use crate::kernels::match_masks::{Band, Carry, Scratch, Word, walk, walk_word};
use crate::symbol::Symbol;

/// How far from the diagonal a long pair is compared at first, before anything is known about it.
pub(crate) const FIRST_DETOUR: usize = 128;

/// The Levenshtein distance: the fewest insertions, deletions and substitutions that turn one
/// sequence into the other. Exact up to `limit`; any number above `limit` where it is more.
pub fn levenshtein<S: Symbol>(left: &[S], right: &[S], limit: u32, scratch: &mut Scratch) -> u32 {
    distance::<Levenshtein, S>(left, right, limit, scratch)
}

/// The optimal string alignment distance: as Levenshtein, and swapping two neighbours also counts one,
/// as long as nothing is edited twice. Exact up to `limit`; any number above `limit` where it is more.
pub fn osa<S: Symbol>(left: &[S], right: &[S], limit: u32, scratch: &mut Scratch) -> u32 {
    distance::<Osa, S>(left, right, limit, scratch)
}

/// The longer side becomes the pattern: entering a symbol costs less than walking over one.
#[inline]
fn distance<W: Word, S: Symbol>(left: &[S], right: &[S], limit: u32, scratch: &mut Scratch) -> u32 {
    let (left, right) = affix::pair::strip(left, right);
    let (pattern, text) = affix::pair::longer_first(left, right);
    let excess = pattern.len() - text.len();
    if text.is_empty() || affix::pair::to_u32(excess) > limit {
        return affix::pair::to_u32(excess);
    }
    let distance = if pattern.len() <= 64 {
        walk_word::<W, S>(pattern, text, &mut scratch.masks)
    } else {
        let limit = pattern.len().min(limit as usize);
        widen(excess + FIRST_DETOUR, limit, |limit| {
            // A path that leaves the main diagonal must come back to it, and pays both ways. A
            // transposition looks one cell further.
            let detour = (limit - excess) / 2 + 1;
            let band = Band {
                below: excess + detour,
                above: detour,
            };
            let hopeful =
                |value: usize, rows: usize, columns: usize| value + rows.abs_diff(columns) <= limit;
            walk::<W, S>(pattern, text, band, scratch, hopeful).unwrap_or(limit + 1)
        })
    };
    affix::pair::to_u32(distance)
}

/// Tries limits that grow from `first` on until the distance is within one, at last `limit` itself.
///
/// Alike sequences are settled by the first, narrow attempts; for others these attempts end early,
/// and cost little beside the last one.
pub(crate) fn widen(first: usize, limit: usize, mut attempt: impl FnMut(usize) -> usize) -> usize {
    let mut guess = first;
    while 4 * guess < limit {
        let distance = attempt(guess);
        if distance <= guess || interrupt::is_raised() {
            return distance;
        }
        guess *= 4;
    }
    attempt(limit)
}

/// 64 rows of the Levenshtein matrix.
#[derive(Clone, Copy)]
struct Levenshtein {
    rises: u64,
    falls: u64,
}

impl Word for Levenshtein {
    const EDGE: Carry = Carry {
        rise: 1,
        fall: 0,
        swap: 0,
    };
    const DOWN: usize = 1;

    #[inline]
    fn start(padding: usize) -> Self {
        Self {
            rises: u64::MAX << padding,
            falls: 0,
        }
    }

    #[inline]
    fn step(&mut self, mask: u64, above: Carry) -> Carry {
        let mask = mask | above.fall;
        let carried = (mask & self.rises).wrapping_add(self.rises);
        let diagonal = (carried ^ self.rises) | (mask | self.falls);
        self.advance(diagonal, above)
    }

    #[inline]
    fn descend(self, value: usize) -> usize {
        value + self.rises.count_ones() as usize - self.falls.count_ones() as usize
    }
}

impl Levenshtein {
    /// The next column, given where the value equals the one diagonally above it.
    #[inline]
    fn advance(&mut self, diagonal: u64, above: Carry) -> Carry {
        let rise = self.falls | !(diagonal | self.rises);
        let fall = diagonal & self.rises;
        let (rise_above, fall_above) = (rise << 1 | above.rise, fall << 1 | above.fall);
        self.rises = fall_above | !(diagonal | rise_above);
        self.falls = rise_above & diagonal;
        Carry {
            rise: rise >> 63,
            fall: fall >> 63,
            swap: 0,
        }
    }
}

/// 64 rows of the optimal string alignment matrix.
#[derive(Clone, Copy)]
struct Osa {
    column: Levenshtein,
    /// Where the last column's value equals the one diagonally above it.
    diagonal: u64,
    /// The mask of the last column's symbol.
    mask: u64,
}

impl Word for Osa {
    const EDGE: Carry = Levenshtein::EDGE;
    const DOWN: usize = Levenshtein::DOWN;

    #[inline]
    fn start(padding: usize) -> Self {
        Self {
            column: Levenshtein::start(padding),
            diagonal: 0,
            mask: 0,
        }
    }

    #[inline]
    fn step(&mut self, mask: u64, above: Carry) -> Carry {
        let Levenshtein { rises, falls } = self.column;
        let swap = !self.diagonal & mask;
        let swapped = (swap << 1 | above.swap) & self.mask;
        let equal = mask | above.fall;
        let diagonal = ((equal & rises).wrapping_add(rises) ^ rises) | equal | falls | swapped;
        (self.diagonal, self.mask) = (diagonal, mask);
        Carry {
            swap: swap >> 63,
            ..self.column.advance(diagonal, above)
        }
    }

    #[inline]
    fn descend(self, value: usize) -> usize {
        self.column.descend(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::naive;
    use rapidfuzz::distance;

    #[test]
    fn levenshtein_equals_the_textbook_within_every_limit() {
        naive::for_pairs(|left, right, scratch| {
            let expected = naive::levenshtein(left, right);
            let (wide_left, wide_right) = (naive::widened(left), naive::widened(right));
            for limit in naive::limits(expected) {
                let bytes = levenshtein(left, right, limit, scratch);
                let wide = levenshtein(&wide_left, &wide_right, limit, scratch);
                naive::assert_within(limit, expected, [bytes, wide]);
            }
        });
    }

    #[test]
    fn osa_equals_the_textbook_within_every_limit() {
        naive::for_pairs(|left, right, scratch| {
            let expected = naive::osa(left, right);
            let (wide_left, wide_right) = (naive::widened(left), naive::widened(right));
            for limit in naive::limits(expected) {
                let bytes = osa(left, right, limit, scratch);
                let wide = osa(&wide_left, &wide_right, limit, scratch);
                naive::assert_within(limit, expected, [bytes, wide]);
            }
        });
    }

    #[test]
    fn equal_rapidfuzz_on_long_sequences() {
        let mut scratch = Scratch::default();
        for (left, right) in naive::long_pairs() {
            let levenshtein_expected = distance::levenshtein::distance(&left, &right);
            let osa_expected = distance::osa::distance(&left, &right);
            for limit in naive::limits(affix::pair::to_u32(levenshtein_expected)) {
                let found = levenshtein(&left, &right, limit, &mut scratch) as usize;
                let limit = limit as usize;
                naive::assert_within(limit, levenshtein_expected, [found; 2]);
            }
            for limit in naive::limits(affix::pair::to_u32(osa_expected)) {
                let found = osa(&left, &right, limit, &mut scratch) as usize;
                let limit = limit as usize;
                naive::assert_within(limit, osa_expected, [found; 2]);
            }
        }
    }

    /// "kitten", "Saturday": Wikipedia, "Levenshtein distance"; "intention": Jurafsky and Martin,
    /// "Speech and Language Processing", chapter 2; "CA": Wikipedia, "Damerau–Levenshtein distance",
    /// where the unrestricted distance is 2.
    #[test]
    fn literature() {
        let table: [(&[u8], &[u8], u32, u32); 6] = [
            (b"kitten", b"sitting", 3, 3),
            (b"intention", b"execution", 5, 5),
            (b"Saturday", b"Sunday", 3, 3),
            (b"CA", b"ABC", 3, 3),
            (b"ab", b"ba", 2, 1),
            (b"", b"abc", 3, 3),
        ];
        let mut scratch = Scratch::default();
        for (left, right, expected, aligned) in table {
            assert_eq!(levenshtein(left, right, u32::MAX, &mut scratch), expected);
            assert_eq!(osa(left, right, u32::MAX, &mut scratch), aligned);
        }
    }
}
