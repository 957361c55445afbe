//! What two texts have in common as collections of grams: of runs of n symbols, or of words.
//!
//! Both collections are sorted and merged. A gram that fits 64 bits is a number; another one is a place
//! in the text with its first symbols beside it (see [`crate::strings::words`]). A text of fewer than n
//! symbols is its own only gram, and an empty text has none. O((m + n) log(m + n)) comparisons.
//!
//! Short grams of short texts of bytes are not sorted; see [`super::short_pair`].

use std::cmp::Ordering;

use super::{Counting, Overlap};
use crate::interrupt;
use crate::kernels::match_masks::Scratch;
use crate::kernels::qgrams;
use crate::strings::words::{Letter, Token, Words};

/// Compares two texts as collections of their runs of `n` symbols.
pub fn overlap<S: Letter>(
    left: &[S],
    right: &[S],
    n: usize,
    counting: Counting,
    scratch: &mut Scratch,
) -> Overlap {
    let is_short = |text: &[S]| text.len() < n;
    if is_short(left) && is_short(right) {
        return Overlap::of_whole(left.len(), right.len(), left == right);
    }
    // The only gram of a short text is shorter than all of another text's.
    if is_short(left) {
        let size = u64::from(!left.is_empty());
        return Overlap {
            left: size,
            common: 0,
            ..overlap(right, right, n, counting, scratch)
        };
    }
    if is_short(right) {
        let size = u64::from(!right.is_empty());
        return Overlap {
            right: size,
            common: 0,
            ..overlap(left, left, n, counting, scratch)
        };
    }
    if let (Some(left), Some(right)) = (S::as_bytes(left), S::as_bytes(right))
        && let Some(overlap) =
            qgrams::short_pair::overlap(left, right, n, counting, &mut scratch.words[0])
    {
        return overlap;
    }
    if n * S::BITS as usize <= 64 {
        let [left_keys, right_keys] = &mut scratch.words;
        sorted_keys(left, n, left_keys);
        sorted_keys(right, n, right_keys);
        merge(
            left_keys,
            right_keys,
            counting,
            u64::cmp,
            u64::cmp,
            u64::cmp,
        )
    } else {
        with_tokens(left, right, counting, scratch, |text, tokens| {
            let starts = 0..text.len() + 1 - n;
            tokens.replace(starts.map(|start| Token::new(text, start, start + n)));
            interrupt::sort_unstable_by(tokens, |one, other| one.compare(text, *other, text));
        })
    }
}

/// Compares two texts as collections of words.
pub fn overlap_of_words<S: Letter>(
    left: &[S],
    right: &[S],
    counting: Counting,
    scratch: &mut Scratch,
) -> Overlap {
    with_tokens(left, right, counting, scratch, |text, words| {
        words.split(text);
        words.sort(text);
    })
}

/// Compares what `split` makes of both texts.
fn with_tokens<S: Letter>(
    left: &[S],
    right: &[S],
    counting: Counting,
    scratch: &mut Scratch,
    split: impl Fn(&[S], &mut Words),
) -> Overlap {
    let mut tokens = scratch.take_tokens(1);
    let [left_tokens, right_tokens] = &mut tokens[0].sides;
    split(left, left_tokens);
    split(right, right_tokens);
    let overlap = merge(
        left_tokens,
        right_tokens,
        counting,
        |one: &Token, other: &Token| one.compare(left, *other, left),
        |one: &Token, other: &Token| one.compare(right, *other, right),
        |one: &Token, other: &Token| one.compare(left, *other, right),
    );
    scratch.tokens = tokens;
    overlap
}

/// Replaces `keys` by the grams of a text as numbers, in order.
fn sorted_keys<S: Letter>(text: &[S], n: usize, keys: &mut Vec<u64>) {
    keys.clear();
    let mask = u64::MAX >> (64 - n as u32 * S::BITS);
    let mut key = 0_u64;
    for (at, symbol) in (1..).zip(text) {
        key = key.unbounded_shl(S::BITS) | u64::from(symbol.code());
        if at >= n {
            keys.push(key & mask);
        }
    }
    interrupt::sort_unstable_by(keys, u64::cmp);
}

/// Goes through two sorted collections side by side.
fn merge<T>(
    mut left: &[T],
    mut right: &[T],
    counting: Counting,
    in_left: impl Fn(&T, &T) -> Ordering,
    in_right: impl Fn(&T, &T) -> Ordering,
    across: impl Fn(&T, &T) -> Ordering,
) -> Overlap {
    let mut overlap = Overlap::default();
    while !left.is_empty() || !right.is_empty() {
        let order = match (left, right) {
            ([one, ..], [other, ..]) => across(one, other),
            ([], _) => Ordering::Greater,
            (_, []) => Ordering::Less,
        };
        let times = if order.is_le() {
            run(left, &in_left)
        } else {
            0
        };
        let other_times = if order.is_ge() {
            run(right, &in_right)
        } else {
            0
        };
        overlap.count(times, other_times, counting);
        (left, right) = (&left[times..], &right[other_times..]);
    }
    overlap
}

/// How many items at the beginning are equal to the first.
#[inline]
fn run<T>(side: &[T], order: impl Fn(&T, &T) -> Ordering) -> usize {
    let Some((first, rest)) = side.split_first() else {
        return 0;
    };
    1 + rest
        .iter()
        .take_while(|item| order(first, item).is_eq())
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::naive;
    use std::collections::BTreeMap;

    const COUNTINGS: [Counting; 3] = [Counting::Once, Counting::Each, Counting::Squares];

    /// The definition, with a table of counts.
    fn by_table<G: Ord>(left: Vec<G>, right: Vec<G>, counting: Counting) -> Overlap {
        let mut table: BTreeMap<G, [u64; 2]> = BTreeMap::new();
        for (side, grams) in [left, right].into_iter().enumerate() {
            for gram in grams {
                table.entry(gram).or_default()[side] += 1;
            }
        }
        let sum = |one: usize, other: usize| {
            let products = table.values().map(|counts| match counting {
                Counting::Once => counts[one].min(counts[other]).min(1),
                Counting::Each => counts[one].min(counts[other]),
                Counting::Squares => counts[one] * counts[other],
            });
            products.sum()
        };
        Overlap {
            left: sum(0, 0),
            right: sum(1, 1),
            common: sum(0, 1),
        }
    }

    fn grams(text: &[u8], n: usize) -> Vec<&[u8]> {
        match text.len() {
            0 => vec![],
            len if len < n => vec![text],
            _ => text.windows(n).collect(),
        }
    }

    #[test]
    fn equals_the_definition() {
        naive::for_pairs(|left, right, scratch| {
            let (wide_left, wide_right) = (naive::widened(left), naive::widened(right));
            for n in [1, 2, 3, 5, 8, 9, 20] {
                for counting in COUNTINGS {
                    let expected = by_table(grams(left, n), grams(right, n), counting);
                    assert_eq!(overlap(left, right, n, counting, scratch), expected);
                    let wide = overlap(&wide_left, &wide_right, n, counting, scratch);
                    assert_eq!(wide, expected, "{n} {counting:?}");
                }
            }
        });
    }

    #[test]
    fn words_are_grams_too() {
        let (left, right) = ("to be or not to be", "  not to  be a bee");
        let words = |text: &'static str| text.split_whitespace().collect();
        for counting in COUNTINGS {
            let expected = by_table(words(left), words(right), counting);
            let mut scratch = Scratch::default();
            let (left, right) = (left.as_bytes(), right.as_bytes());
            assert_eq!(
                overlap_of_words(left, right, counting, &mut scratch),
                expected
            );
        }
    }
}
