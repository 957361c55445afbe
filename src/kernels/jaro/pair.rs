//! The matching of Jaro (1989, "Advances in record-linkage methodology as applied to matching the
//! 1985 census of Tampa, Florida"), with `RapidFuzz`'s window and order.
//!
//! Symbols match where they are equal and at most `max(m, n) / 2 - 1` positions apart. Each symbol of
//! `right`, in order, takes the first equal symbol of `left` that is in its window and still free. With
//! 64 positions of `left` in a word, the first free one is the lowest bit. What a word gives away
//! depends only on the symbols of `right` that no earlier word could serve, so longer sequences take
//! one word after the other. O(⌈m / 64⌉ · window + n) time.

use super::JaroMatch;
use crate::interrupt::Pace;
use crate::kernels::affix;
use crate::kernels::match_masks::{Scratch, Strip};
use crate::symbol::Symbol;

/// Matches the symbols of two sequences.
pub fn jaro<S: Symbol>(left: &[S], right: &[S], scratch: &mut Scratch) -> JaroMatch {
    let window = (left.len().max(right.len()) / 2).saturating_sub(1);
    // Symbols of a common prefix match each other, in order.
    let shared = affix::pair::prefix(left, right);
    let (left, right) = (&left[shared as usize..], &right[shared as usize..]);
    let left = &left[..left.len().min(right.len() + window)];
    let right = &right[..right.len().min(left.len() + window)];
    if left.is_empty() || right.is_empty() {
        return JaroMatch {
            matches: shared,
            transpositions: 0,
        };
    }

    let Scratch {
        masks,
        words: [taken, given],
        ..
    } = scratch;
    if left.len() <= 64 && right.len() <= 64 {
        let strip = masks.fill(left, 0);
        let (mut taken, mut given) = (0, 0);
        serve(&strip, 0, right, 0, window, &mut taken, &mut given);
        return compare(left, right, &[taken], &[given], shared);
    }
    taken.clear();
    given.clear();
    given.resize(right.len().div_ceil(64), 0);
    let mut pace = Pace::default();
    for (word, symbols) in left.chunks(64).enumerate() {
        let strip = masks.fill(symbols, 0);
        let mut taken_here = 0;
        let first = (64 * word).saturating_sub(window) / 64;
        let last = (64 * word + 63 + window) / 64;
        let blocks = right.chunks(64).zip(given.iter_mut()).enumerate();
        for (block, (symbols, given)) in blocks.take(last + 1).skip(first) {
            let (base, start) = (64 * word, 64 * block);
            serve(&strip, base, symbols, start, window, &mut taken_here, given);
        }
        taken.push(taken_here);
        if pace.ends(64 * window.min(right.len())) {
            break;
        }
    }
    compare(left, right, taken, given, shared)
}

/// Gives free positions of one word of `left`, which begins at `base`, to at most 64 symbols of
/// `right`, which begin at `start`: marks the former in `taken` and the latter in `given`.
#[inline]
fn serve<S: Symbol>(
    strip: &Strip<S, 1>,
    base: usize,
    symbols: &[S],
    start: usize,
    window: usize,
    taken: &mut u64,
    given: &mut u64,
) {
    for (bit, &symbol) in symbols.iter().enumerate() {
        let position = start + bit;
        let reach = low_bits((position + window + 1).saturating_sub(base))
            & !low_bits(position.saturating_sub(window + base));
        let waits = (*given >> bit & 1).wrapping_sub(1);
        let free = strip.mask(symbol) & reach & waits & !*taken;
        *taken |= free & free.wrapping_neg();
        *given |= u64::from(free != 0) << bit;
    }
}

/// The lowest `count` bits of a word.
#[inline]
fn low_bits(count: usize) -> u64 {
    if count < 64 {
        (1 << count) - 1
    } else {
        u64::MAX
    }
}

/// Counts the matched symbols, and reads those of both sides side by side.
#[inline]
fn compare<S: Symbol>(
    left: &[S],
    right: &[S],
    taken: &[u64],
    given: &[u64],
    shared: u32,
) -> JaroMatch {
    let mut matching = JaroMatch {
        matches: shared,
        transpositions: 0,
    };
    for (here, there) in positions(taken).zip(positions(given)) {
        matching.matches += 1;
        matching.transpositions += u32::from(left[here] != right[there]);
    }
    matching
}

/// The positions of the bits that are set, in order.
#[inline]
fn positions(words: &[u64]) -> impl Iterator<Item = usize> {
    let mut words = words.iter();
    let (mut word, mut base) = (*words.next().unwrap_or(&0), 0);
    std::iter::from_fn(move || {
        while word == 0 {
            word = *words.next()?;
            base += 64;
        }
        let position = base + word.trailing_zeros() as usize;
        word &= word - 1;
        Some(position)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::naive;
    use rapidfuzz::distance::jaro as rapidfuzz;

    fn expected<S: Symbol>(left: &[S], right: &[S]) -> JaroMatch {
        let (matches, transpositions) = naive::jaro(left, right);
        JaroMatch {
            matches,
            transpositions,
        }
    }

    /// Jaro's formula.
    fn similarity<S: Symbol>(left: &[S], right: &[S], scratch: &mut Scratch) -> f64 {
        if left.is_empty() && right.is_empty() {
            return 1.0;
        }
        let JaroMatch {
            matches,
            transpositions,
        } = jaro(left, right, scratch);
        if matches == 0 {
            return 0.0;
        }
        let [matched, swapped] = [matches, transpositions / 2].map(f64::from);
        let [left, right] = [left, right].map(|side| f64::from(affix::pair::length(side)));
        (matched / left + matched / right + (matched - swapped) / matched) / 3.0
    }

    #[test]
    fn equals_the_textbook() {
        naive::for_pairs(|left, right, scratch| {
            let expected = expected(left, right);
            assert_eq!(jaro(left, right, scratch), expected);
            let (left, right) = (naive::widened(left), naive::widened(right));
            assert_eq!(jaro(&left, &right, scratch), expected);
        });
    }

    #[test]
    fn long_sequences_equal_the_textbook() {
        for (left, right) in naive::long_pairs() {
            let found = jaro(&left, &right, &mut Scratch::default());
            assert_eq!(found, expected(&left, &right));
        }
    }

    #[test]
    fn equals_rapidfuzz() {
        naive::for_pairs(|left, right, scratch| {
            let expected = rapidfuzz::similarity(left, right);
            let found = similarity(left, right, scratch);
            assert!(
                (found - expected).abs() < 1e-12,
                "{found} against {expected}"
            );
        });
    }

    /// Winkler (2006, "Overview of record linkage and current research directions"), to three digits.
    #[test]
    fn literature() {
        let table: [(&[u8], &[u8], f64); 4] = [
            (b"MARTHA", b"MARHTA", 0.944),
            (b"DWAYNE", b"DUANE", 0.822),
            (b"DIXON", b"DICKSONX", 0.767),
            (b"JONES", b"JOHNSON", 0.790),
        ];
        for (left, right, expected) in table {
            let found = similarity(left, right, &mut Scratch::default());
            assert!(
                (found - expected).abs() < 5.1e-4,
                "{found} against {expected}"
            );
        }
        let martha = jaro(b"MARTHA", b"MARHTA", &mut Scratch::default());
        assert_eq!(
            martha,
            JaroMatch {
                matches: 6,
                transpositions: 2
            }
        );
    }
}
