//! The longest common substring: a run of symbols that both sequences have without gaps.
//!
//! A run of `length + step` symbols is a run of `length` and another one `step` positions later, as long
//! as they touch. So runs are doubled until none is left, then lengthened by halves: O(log answer)
//! rounds of linear work. What changes with the lengths is how the runs are kept:
//!
//! - one side of at most 64 symbols: for each position of the other side, a word of the positions of
//!   this side where equal runs begin;
//! - else: for each position of both sides a number that names its run (Karp, Miller, Rosenberg 1972,
//!   "Rapid identification of repeated patterns in strings, trees and arrays"). The runs of the left
//!   side are named in a hash table, those of the right side are looked up there. A dynamic program
//!   would take m · n steps, and bits a round for each symbol of the answer; this does well for two
//!   sequences of 10 000 equal symbols, and for any alphabet.

use crate::interrupt;
use crate::kernels::affix;
use crate::kernels::match_masks::Scratch;
use crate::symbol::Symbol;

/// The name of a run that the left side does not have.
const UNKNOWN: u32 = u32::MAX;
/// A place of the table that holds no run. Runs of the left side have no `UNKNOWN` part.
const FREE: u64 = u64::MAX;

/// The length of the longest common substring.
pub fn longest_common_substring<S: Symbol>(left: &[S], right: &[S], scratch: &mut Scratch) -> u32 {
    let (long, short) = affix::pair::longer_first(left, right);
    let length = if short.len() <= 64 {
        longest_in_word(short, long, scratch)
    } else {
        longest_by_name(short, long, scratch)
    };
    affix::pair::to_u32(length)
}

/// The length of the longest common substring with a pattern of at most 64 symbols.
fn longest_in_word<S: Symbol>(pattern: &[S], text: &[S], scratch: &mut Scratch) -> usize {
    let Scratch {
        masks,
        words: [runs, longer],
        ..
    } = scratch;
    let strip = masks.fill::<S, 1>(pattern, 0);
    runs.clear();
    runs.extend(text.iter().map(|&symbol| strip.mask(symbol)));
    if runs.iter().all(|&run| run == 0) {
        return 0;
    }
    lengthen(pattern.len(), |step| {
        longer.clear();
        let pairs = runs.iter().zip(runs.iter().skip(step));
        longer.extend(pairs.map(|(&run, &next)| run & next >> step));
        let found = longer.iter().any(|&run| run != 0);
        if found {
            std::mem::swap(runs, longer);
        }
        found
    })
}

/// The length of the longest common substring of sequences of any length.
fn longest_by_name<S: Symbol>(left: &[S], right: &[S], scratch: &mut Scratch) -> usize {
    let Scratch {
        words: [places, _],
        names: [lefts, rights, next_lefts, next_rights],
        ..
    } = scratch;
    places.clear();
    places.resize((2 * left.len()).next_power_of_two(), FREE);
    let code = |symbol: &S| u64::from(symbol.code());
    if !rename(
        places,
        left.iter().map(code),
        right.iter().map(code),
        lefts,
        rights,
    ) {
        return 0;
    }
    lengthen(left.len(), |step| {
        let found = rename(
            places,
            pairs(lefts, step),
            pairs(rights, step),
            next_lefts,
            next_rights,
        );
        if found {
            std::mem::swap(lefts, next_lefts);
            std::mem::swap(rights, next_rights);
        }
        found
    })
}

/// What a run and the run `step` positions later are called, as one number.
fn pairs(names: &[u32], step: usize) -> impl Iterator<Item = u64> {
    let later = names.iter().skip(step);
    names
        .iter()
        .zip(later)
        .map(|(&name, &next)| u64::from(name) << 32 | u64::from(next))
}

/// Names the runs of the left side by their place in the table, and those of the right side alike.
/// True where the sides have one in common.
fn rename(
    places: &mut [u64],
    left: impl Iterator<Item = u64>,
    right: impl Iterator<Item = u64>,
    lefts: &mut Vec<u32>,
    rights: &mut Vec<u32>,
) -> bool {
    places.fill(FREE);
    name_all(lefts, left, |run| {
        let place = find(places, run);
        places[place] = run;
        affix::pair::to_u32(place)
    });
    name_all(rights, right, |run| {
        let place = find(places, run);
        if places[place] == FREE {
            UNKNOWN
        } else {
            affix::pair::to_u32(place)
        }
    });
    rights.iter().any(|&name| name != UNKNOWN)
}

/// Replaces `names` by those of all runs, or of the first ones if work is to end.
fn name_all(
    names: &mut Vec<u32>,
    mut runs: impl Iterator<Item = u64>,
    mut name: impl FnMut(u64) -> u32,
) {
    names.clear();
    let mut named = usize::MAX;
    while named != names.len() && !interrupt::is_raised() {
        named = names.len();
        names.extend(runs.by_ref().take(interrupt::WORK).map(&mut name));
    }
}

/// Where a run stands in the table or would stand. At most half of the places are ever in use.
#[inline]
fn find(places: &[u64], run: u64) -> usize {
    let last = places.len() - 1;
    let mut place = (run.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as usize & last;
    while places[place] != run && places[place] != FREE {
        place = (place + 1) & last;
    }
    place
}

/// The largest length up to `limit` that runs of length 1 can be lengthened to. `reach` is given a step
/// of at most the present length, and keeps its runs where it fails.
fn lengthen(limit: usize, mut reach: impl FnMut(usize) -> bool) -> usize {
    let mut reach = |length, step| length + step <= limit && reach(step);
    let (mut length, mut step) = (1, 1);
    while reach(length, step) {
        length += step;
        step = length;
    }
    while step > 1 {
        step /= 2;
        if reach(length, step) {
            length += step;
        }
    }
    length
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::naive;

    #[test]
    fn equals_the_textbook() {
        naive::for_pairs(|left, right, scratch| {
            let expected = naive::longest_common_substring(left, right);
            assert_eq!(longest_common_substring(left, right, scratch), expected);
            let (left, right) = (naive::widened(left), naive::widened(right));
            assert_eq!(longest_common_substring(&left, &right, scratch), expected);
        });
    }

    #[test]
    fn both_ways_agree_with_the_textbook_on_short_sequences() {
        naive::for_pairs(|left, right, scratch| {
            let left = &left[..left.len().min(64)];
            if left.is_empty() {
                return;
            }
            let expected = naive::longest_common_substring(left, right) as usize;
            assert_eq!(longest_in_word(left, right, scratch), expected);
            assert_eq!(longest_by_name(left, right, scratch), expected);
        });
    }

    #[test]
    fn long_sequences_equal_the_textbook() {
        for (left, right) in naive::long_pairs() {
            let expected = naive::longest_common_substring(&left, &right);
            let mut scratch = Scratch::default();
            assert_eq!(
                longest_common_substring(&left, &right, &mut scratch),
                expected
            );
        }
    }

    #[test]
    fn no_code_is_taken_for_a_missing_one() {
        let (left, right) = ([u32::MAX; 70], [u32::MAX; 80]);
        assert_eq!(
            longest_common_substring(&left, &right, &mut Scratch::default()),
            70
        );
        assert_eq!(
            longest_common_substring(&left, &[0; 80], &mut Scratch::default()),
            0
        );
    }

    /// Gusfield, "Algorithms on Strings, Trees, and Sequences", section 7.4: "alive".
    #[test]
    fn literature() {
        let mut scratch = Scratch::default();
        assert_eq!(
            longest_common_substring(b"superiorcalifornialives", b"sealiver", &mut scratch),
            5
        );
        assert_eq!(longest_common_substring(b"", b"abc", &mut scratch), 0);
        assert_eq!(longest_common_substring(b"abc", b"xyz", &mut scratch), 0);
    }
}
