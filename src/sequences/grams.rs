//! Runs of neighbours in a list.

use std::ops::Range;

/// All runs of `n` neighbours, one place apart. A list that is shorter is its own only run, as a text
/// is its own only gram; an empty one has none.
pub fn grams(length: usize, n: usize) -> impl ExactSizeIterator<Item = Range<usize>> {
    let runs = if length < n {
        length.min(1)
    } else {
        length - n + 1
    };
    (0..runs).map(move |start| start..length.min(start + n))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_lists_are_their_own_gram() {
        let all = |length, n| {
            let ends = grams(length, n).map(|gram| (gram.start, gram.end));
            ends.collect::<Vec<_>>()
        };
        assert!(all(0, 2).is_empty());
        assert_eq!(all(1, 2), [(0, 1)]);
        assert_eq!(all(2, 2), [(0, 2)]);
        assert_eq!(all(4, 2), [(0, 2), (1, 3), (2, 4)]);
        assert_eq!(all(3, usize::MAX), [(0, 3)]);
    }
}
