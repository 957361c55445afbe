//! The longest common subsequence of two lists, itself and not only its length.
//!
//! Row by row over the left list, one bit for each element of the right one says whether the longest
//! common subsequence of the two beginnings does not grow at that element. With the bits of equal
//! elements in `equal`, a row follows from the one before in a few operations on 64 elements at once:
//!
//! ```text
//! u = row & equal;  row = (row + u) | (row - u)
//! ```
//!
//! All rows are kept, m n / 64 words, and the subsequence is read from their end backwards. (H. Hyyrö,
//! "Bit-parallel LCS-length computation revisited", 2004.)

use crate::memory;

/// The most bits that the rows of a pair take: half a GiB.
pub const LARGEST_TABLE: u64 = 1 << 32;

/// Reused memory.
#[derive(Default)]
pub struct Scratch {
    /// The right elements and their places, in order.
    places: Vec<(u32, u32)>,
    /// The places of elements equal to the current one.
    equal: Vec<u64>,
    /// The words of all rows, from that of the empty left beginning on.
    rows: Vec<u64>,
}

/// Adds the places, on the left, of the longest common subsequence. The common beginning and end are
/// part of it; of what is between, elements are given up from the end backwards, right ones first,
/// wherever that costs nothing.
///
/// # Errors
/// If the lists are too long.
pub fn common(
    left: &[u32],
    right: &[u32],
    scratch: &mut Scratch,
    places: &mut Vec<u32>,
) -> Result<(), String> {
    let start = left.iter().zip(right).take_while(|(l, r)| l == r).count();
    let ends = left[start..].iter().rev().zip(right[start..].iter().rev());
    let end = ends.take_while(|(l, r)| l == r).count();
    let middle = &left[start..left.len() - end];
    places.extend(0..start as u32);
    between(
        middle,
        &right[start..right.len() - end],
        start as u32,
        scratch,
        places,
    )?;
    places.extend((left.len() - end) as u32..left.len() as u32);
    Ok(())
}

fn between(
    left: &[u32],
    right: &[u32],
    shift: u32,
    scratch: &mut Scratch,
    places: &mut Vec<u32>,
) -> Result<(), String> {
    let words = right.len().div_ceil(64);
    if (left.len() as u64 + 1).saturating_mul(64 * words as u64) > LARGEST_TABLE {
        return Err(format!(
            "expected lists whose lengths multiply to at most {LARGEST_TABLE}, got {} and {}",
            left.len(),
            right.len()
        ));
    }
    let table = (left.len() + 1).saturating_mul(words);
    memory::expect_room(8 * table as u64, "compare shorter lists")?;
    let Scratch {
        places: sorted,
        equal,
        rows,
    } = scratch;
    sorted.clear();
    sorted.extend(right.iter().copied().zip(0..));
    sorted.sort_unstable();
    equal.clear();
    equal.resize(words, 0);
    rows.clear();
    rows.reserve_exact(table);
    rows.resize(words, !0);
    for element in left {
        let first = sorted.partition_point(|(other, _)| other < element);
        let same = || {
            let same = sorted[first..]
                .iter()
                .take_while(|(other, _)| other == element);
            same.map(|(_, place)| ((*place / 64) as usize, place % 64))
        };
        same().for_each(|(word, bit)| equal[word] |= 1 << bit);
        let row = rows.len() - words;
        let mut carry = false;
        for word in 0..words {
            let before = rows[row + word];
            let hit = before & equal[word];
            let (sum, first_carry) = before.overflowing_add(hit);
            let (sum, second_carry) = sum.overflowing_add(carry.into());
            carry = first_carry | second_carry;
            rows.push(sum | (before - hit));
        }
        same().for_each(|(word, _)| equal[word] = 0);
    }
    // Whether the subsequence of `row` left elements grows at this place on the right.
    let grows = |row: usize, place: usize| rows[row * words + place / 64] >> (place % 64) & 1 == 0;
    let (mut row, mut column) = (left.len(), right.len());
    let first = places.len();
    while row > 0 && column > 0 {
        if !grows(row, column - 1) {
            column -= 1;
        } else if grows(row - 1, column - 1) {
            row -= 1;
        } else {
            row -= 1;
            column -= 1;
            places.push(shift + row as u32);
        }
    }
    places[first..].reverse();
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn subsequence(left: &[u32], right: &[u32]) -> Vec<u32> {
        let mut places = vec![];
        common(left, right, &mut Scratch::default(), &mut places).expect("short lists");
        places
    }

    fn textbook_length(left: &[u32], right: &[u32]) -> usize {
        let mut row = vec![0; right.len() + 1];
        for l in left {
            let mut diagonal = 0;
            for (column, r) in right.iter().enumerate() {
                let above = row[column + 1];
                row[column + 1] = if l == r {
                    diagonal + 1
                } else {
                    above.max(row[column])
                };
                diagonal = above;
            }
        }
        row[right.len()]
    }

    #[test]
    fn long_lists_are_refused() {
        let (left, right) = (vec![0; 70_000], vec![1; 70_000]);
        let refused = common(&left, &right, &mut Scratch::default(), &mut vec![]);
        assert!(refused.is_err());
        assert_eq!(subsequence(&left, &left).len(), 70_000);
    }

    proptest! {
        #[test]
        fn longest_and_common(
            left in prop::collection::vec(0_u32..6, 0..200),
            right in prop::collection::vec(0_u32..6, 0..200),
        ) {
            let places = subsequence(&left, &right);
            prop_assert_eq!(places.len(), textbook_length(&left, &right));
            prop_assert!(places.windows(2).all(|pair| pair[0] < pair[1]));
            let mut rest = right.iter();
            for place in places {
                prop_assert!(rest.any(|element| *element == left[place as usize]));
            }
        }
    }
}
