//! The order of a few numbers, computed without a branch: each is compared with all of them. These are more
//! comparisons than needed, but the processor has none to guess.

use crate::simd::{Level, dispatch};

/// For each number how many are smaller: its index in their order, if no two are equal.
#[inline]
pub fn ranks<const N: usize>(numbers: &[u64; N]) -> [u64; N] {
    dispatch!(Level::best(), _isa => {
        let mut ranks = [0; N];
        for other in numbers {
            for (rank, number) in ranks.iter_mut().zip(numbers) {
                *rank += u64::from(other < number);
            }
        }
        ranks
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_are_places_in_order() {
        let numbers: [u64; 16] =
            std::array::from_fn(|at| (at as u64 + 3).wrapping_mul(u64::MAX / 7));
        let mut sorted = numbers;
        sorted.sort_unstable();
        for (number, rank) in numbers.iter().zip(ranks(&numbers)) {
            assert_eq!(sorted[rank as usize], *number);
        }
    }
}
