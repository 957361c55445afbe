//! The longest increasing subsequence, by patience sorting.
//!
//! For each length, the smallest element is kept that an increasing subsequence of that length can
//! end with; these grow with the length, so an element finds its place by bisection, and remembers
//! the element before it. O(n log n) time, O(n) memory.
//!
//! M. L. Fredman, "On computing the length of longest increasing subsequences", Discrete Mathematics
//! 11 (1975).

/// Reused memory.
#[derive(Default)]
pub struct Scratch {
    /// For each length, the place of the smallest last element.
    ends: Vec<u32>,
    /// For each element, the place of the one before it.
    before: Vec<u32>,
}

/// The places of the longest increasing subsequence among elements with these ranks, where `None` is
/// left out. Of several that are as long, it is the one that ends lowest, and so on towards the
/// beginning.
pub fn increasing(
    ranks: &[Option<u32>],
    is_strict: bool,
    scratch: &mut Scratch,
    places: &mut Vec<u32>,
) {
    let Scratch { ends, before } = scratch;
    ends.clear();
    before.clear();
    for (place, rank) in (0..).zip(ranks) {
        let length = ends.partition_point(|end| {
            let end = ranks[*end as usize];
            end < *rank || (!is_strict && end == *rank)
        });
        before.push(length.checked_sub(1).map_or(0, |shorter| ends[shorter]));
        if rank.is_none() {
            continue;
        }
        if length == ends.len() {
            ends.push(place);
        } else {
            ends[length] = place;
        }
    }
    let first = places.len();
    let mut place = ends.last().copied().unwrap_or(0);
    for _ in 0..ends.len() {
        places.push(place);
        place = before[place as usize];
    }
    places[first..].reverse();
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn longest(ranks: &[Option<u32>], is_strict: bool) -> Vec<u32> {
        let mut places = vec![];
        increasing(ranks, is_strict, &mut Scratch::default(), &mut places);
        places
    }

    fn textbook_length(ranks: &[u32], is_strict: bool) -> usize {
        let mut lengths: Vec<usize> = vec![];
        for (place, rank) in ranks.iter().enumerate() {
            let fits =
                |before: &usize| ranks[*before] < *rank || (!is_strict && ranks[*before] == *rank);
            let longest = (0..place).filter(fits).map(|before| lengths[before]).max();
            lengths.push(longest.unwrap_or(0) + 1);
        }
        lengths.into_iter().max().unwrap_or(0)
    }

    #[test]
    fn small_lists() {
        let some = |ranks: &[u32]| ranks.iter().copied().map(Some).collect::<Vec<_>>();
        assert!(longest(&[], true).is_empty());
        assert!(longest(&[None], true).is_empty());
        assert_eq!(longest(&some(&[3, 1, 2]), true), [1, 2]);
        assert_eq!(longest(&some(&[1, 1, 1]), true), [2]);
        assert_eq!(longest(&some(&[1, 1, 1]), false), [0, 1, 2]);
        assert_eq!(longest(&[Some(1), None, Some(2)], true), [0, 2]);
    }

    proptest! {
        #[test]
        fn as_long_as_the_textbook_says(
            ranks in prop::collection::vec(prop::option::weighted(0.9, 0_u32..20), 0..40),
            is_strict: bool,
        ) {
            let places = longest(&ranks, is_strict);
            let valid: Vec<u32> = ranks.iter().copied().flatten().collect();
            prop_assert_eq!(places.len(), textbook_length(&valid, is_strict));
            for pair in places.windows(2) {
                prop_assert!(pair[0] < pair[1]);
                let [low, high] = [pair[0], pair[1]].map(|place| ranks[place as usize]);
                prop_assert!(low.is_some() && (low < high || (!is_strict && low == high)));
            }
        }
    }
}
