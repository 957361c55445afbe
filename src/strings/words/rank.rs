//! The order of a few numbers, found without a branch: each is compared with all of them. That is more
//! comparisons than needed, and none to be guessed by the processor.

use crate::simd::{Level, dispatch};

/// How many of the numbers are smaller than each: its place in their order, where no two are equal.
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
