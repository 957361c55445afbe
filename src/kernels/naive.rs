//! The textbook version of each kernel, written for reading: the oracle of their tests.

use std::cell::RefCell;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use super::match_masks::Scratch;

/// Letters as wide symbols: one byte, two, three in UTF-8, and beyond 16 bits.
const WIDE: [u32; 4] = [0x61, 0x3B1, 0x1_F600, 0x10_FFFF];

/// Sequences over two to four letters, 0 to 3: often short or around a multiple of 64, the right one
/// either of its own or a few edits away from the left one.
fn pairs() -> impl Strategy<Value = (Vec<u8>, Vec<u8>)> {
    let length = || {
        prop_oneof![
            0..=2_usize,
            0..=20_usize,
            prop::sample::select(vec![63, 64, 65, 127, 128, 129]),
            0..=200_usize,
        ]
    };
    (2..=4_u8, length(), length()).prop_flat_map(|(letters, left, right)| {
        let edit = (any::<prop::sample::Index>(), 0..letters, 0..4_u8);
        let related = (vec(0..letters, left), vec(edit, 0..12)).prop_map(|(left, edits)| {
            let right = edits.into_iter().fold(left.clone(), edited);
            (left, right)
        });
        prop_oneof![related, (vec(0..letters, left), vec(0..letters, right))]
    })
}

/// Checks a property of many pairs, one memory for all of them.
pub(super) fn for_pairs(property: impl Fn(&[u8], &[u8], &mut Scratch)) {
    let scratch = RefCell::new(Scratch::default());
    let config = ProptestConfig {
        cases: 160,
        failure_persistence: None,
        ..Default::default()
    };
    let outcome = TestRunner::new(config).run(&pairs(), |(left, right)| {
        property(&left, &right, &mut scratch.borrow_mut());
        Ok(())
    });
    outcome.unwrap_or_else(|failure| panic!("{failure}"));
}

/// Pairs long enough for several strips and attempts: random, alike, shifted, of very unequal lengths.
pub(super) fn long_pairs() -> Vec<(Vec<u8>, Vec<u8>)> {
    let mut state = 1_u32;
    let mut random = |length| -> Vec<u8> {
        let mut letter = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24).to_le_bytes()[0] % 4
        };
        (0..length).map(|_| letter()).collect()
    };
    let (base, other, short) = (random(1500), random(1400), random(70));
    let mut alike = base.clone();
    for place in (40..1500).step_by(150) {
        alike[place] ^= 1;
        alike.swap(place + 20, place + 21);
        alike.remove(place + 60);
    }
    let shifted = [&random(30), &base[..1300]].concat();
    vec![
        (base.clone(), other),
        (alike, base.clone()),
        (base.clone(), shifted),
        (short.clone(), base.clone()),
        (vec![0; 1000], vec![1; 900]),
        (
            vec![0; 1000],
            [vec![0; 450], vec![1], vec![0; 449]].concat(),
        ),
        (short, vec![2; 700]),
    ]
}

/// Checks the contract of a limited distance: exact up to the limit, above the limit beyond it.
pub(super) fn assert_within<T: Copy + Ord + std::fmt::Debug>(limit: T, expected: T, found: [T; 2]) {
    for found in found {
        if expected <= limit {
            assert_eq!(found, expected, "within {limit:?}");
        } else {
            assert!(
                found > limit,
                "{found:?} is not above {limit:?}, expected {expected:?}"
            );
        }
    }
}

/// A sequence with one edit: an insertion, deletion, substitution, or a swap of neighbours.
fn edited(mut sequence: Vec<u8>, (place, letter, kind): (prop::sample::Index, u8, u8)) -> Vec<u8> {
    let place = place.index(sequence.len() + 1);
    match kind {
        0 => sequence.insert(place, letter),
        1 if place < sequence.len() => drop(sequence.remove(place)),
        2 if place < sequence.len() => sequence[place] = letter,
        3 if place + 1 < sequence.len() => sequence.swap(place, place + 1),
        _ => {}
    }
    sequence
}

/// A sequence in symbols that do not fit a byte, except one.
pub(super) fn widened(sequence: &[u8]) -> Vec<u32> {
    sequence
        .iter()
        .map(|&letter| WIDE[usize::from(letter)])
        .collect()
}

/// Limits at, around and far from a value.
pub(super) fn limits(value: u32) -> [u32; 7] {
    [
        0,
        value / 2,
        value.saturating_sub(1),
        value,
        value + 1,
        value + 70,
        u32::MAX,
    ]
}

/// The matrix of a recurrence over prefixes: `cell` sees the rows so far and two prefix lengths.
fn matrix<T>(
    rows: usize,
    columns: usize,
    cell: impl Fn(&[Vec<T>], usize, usize) -> T,
) -> Vec<Vec<T>> {
    let mut matrix: Vec<Vec<T>> = Vec::new();
    for row in 0..=rows {
        matrix.push(Vec::new());
        for column in 0..=columns {
            let value = cell(&matrix, row, column);
            matrix[row].push(value);
        }
    }
    matrix
}

fn corner<T: Copy>(matrix: &[Vec<T>]) -> T {
    *matrix[matrix.len() - 1]
        .last()
        .expect("a matrix has row 0 and column 0")
}

/// Wagner and Fischer (1974), weights in the order insertion, deletion, substitution.
pub(super) fn weighted_levenshtein<T: Eq>(left: &[T], right: &[T], weights: [u32; 3]) -> u64 {
    let [insertion, deletion, substitution] = weights.map(u64::from);
    corner(&matrix(
        left.len(),
        right.len(),
        |d: &[Vec<u64>], i, j| match (i, j) {
            (0, 0) => 0,
            (0, j) => d[0][j - 1] + insertion,
            (i, 0) => d[i - 1][0] + deletion,
            (i, j) => {
                let replaced = if left[i - 1] == right[j - 1] {
                    0
                } else {
                    substitution
                };
                (d[i - 1][j - 1] + replaced)
                    .min(d[i - 1][j] + deletion)
                    .min(d[i][j - 1] + insertion)
            }
        },
    ))
}

/// The fewest insertions, deletions and substitutions.
pub(crate) fn levenshtein<T: Eq>(left: &[T], right: &[T]) -> u32 {
    weighted_levenshtein(left, right, [1, 1, 1])
        .try_into()
        .expect("short sequences")
}

/// The last row or column of the matrix whose symbol is `symbol`, 0 where there is none.
fn last<T: Eq>(sequence: &[T], symbol: &T) -> usize {
    sequence
        .iter()
        .rposition(|other| other == symbol)
        .map_or(0, |position| position + 1)
}

/// One step of Levenshtein's recurrence, without swaps.
fn step<T: Eq>(left: &[T], right: &[T], d: &[Vec<u32>], i: usize, j: usize) -> u32 {
    let replaced = d[i - 1][j - 1] + u32::from(left[i - 1] != right[j - 1]);
    replaced.min(d[i - 1][j] + 1).min(d[i][j - 1] + 1)
}

/// A number of symbols.
fn to_u32(number: usize) -> u32 {
    number.try_into().expect("short sequences")
}

/// Levenshtein's recurrence and a swap of neighbours that are not edited otherwise.
pub(super) fn osa<T: Eq>(left: &[T], right: &[T]) -> u32 {
    corner(&matrix(left.len(), right.len(), |d: &[Vec<u32>], i, j| {
        if i == 0 || j == 0 {
            return to_u32(i + j);
        }
        let swaps = i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1];
        let swapped = if swaps { d[i - 2][j - 2] + 1 } else { u32::MAX };
        step(left, right, d, i, j).min(swapped)
    }))
}

/// Lowrance and Wagner (1975, "An extension of the string-to-string correction problem").
pub(super) fn damerau_levenshtein<T: Eq>(left: &[T], right: &[T]) -> u32 {
    corner(&matrix(left.len(), right.len(), |d: &[Vec<u32>], i, j| {
        if i == 0 || j == 0 {
            return to_u32(i + j);
        }
        let k = last(&left[..i - 1], &right[j - 1]);
        let l = last(&right[..j - 1], &left[i - 1]);
        let swapped = if k > 0 && l > 0 {
            d[k - 1][l - 1] + to_u32(i - k - 1) + 1 + to_u32(j - l - 1)
        } else {
            u32::MAX
        };
        step(left, right, d, i, j).min(swapped)
    }))
}

/// The length of the longest common subsequence.
pub(crate) fn lcs<T: Eq>(left: &[T], right: &[T]) -> u32 {
    corner(&matrix(
        left.len(),
        right.len(),
        |d: &[Vec<u32>], i, j| match (i, j) {
            (0, _) | (_, 0) => 0,
            (i, j) if left[i - 1] == right[j - 1] => d[i - 1][j - 1] + 1,
            (i, j) => d[i - 1][j].max(d[i][j - 1]),
        },
    ))
}

/// The score of the best window of the longer sequence, or of either where both are as long: windows by
/// definition, each by itself.
pub(crate) fn best_window(left: &[u8], right: &[u8]) -> f64 {
    let one_way = |shorter: &[u8], longer: &[u8]| {
        let rows = shorter.len();
        let beginnings = (1..rows).map(|end| &longer[..end]);
        let ends = (longer.len() - rows..longer.len()).map(|start| &longer[start..]);
        let windows = beginnings.chain(longer.windows(rows)).chain(ends);
        let score =
            |window: &[u8]| f64::from(2 * lcs(shorter, window)) / (rows + window.len()) as f64;
        windows.map(score).fold(0.0, f64::max)
    };
    if left.is_empty() || right.is_empty() {
        return 0.0;
    }
    match left.len().cmp(&right.len()) {
        std::cmp::Ordering::Less => one_way(left, right),
        std::cmp::Ordering::Greater => one_way(right, left),
        std::cmp::Ordering::Equal => one_way(left, right).max(one_way(right, left)),
    }
}

/// The length of the longest run of equal symbols.
pub(super) fn longest_common_substring<T: Eq>(left: &[T], right: &[T]) -> u32 {
    let runs = matrix(left.len(), right.len(), |d: &[Vec<u32>], i, j| {
        match (i, j) {
            (0, _) | (_, 0) => 0,
            (i, j) if left[i - 1] == right[j - 1] => d[i - 1][j - 1] + 1,
            _ => 0,
        }
    });
    runs.into_iter().flatten().max().unwrap_or(0)
}

/// The matches and the differing positions among the matched symbols.
pub(super) fn jaro<T: Eq>(left: &[T], right: &[T]) -> (u32, u32) {
    let window = (left.len().max(right.len()) / 2).saturating_sub(1);
    let mut taken = vec![false; left.len()];
    let mut given = Vec::new();
    for (j, symbol) in right.iter().enumerate() {
        let partner =
            (0..left.len()).find(|&i| i.abs_diff(j) <= window && !taken[i] && left[i] == *symbol);
        if let Some(i) = partner {
            taken[i] = true;
            given.push(symbol);
        }
    }
    let matched = (0..left.len()).filter(|&i| taken[i]).map(|i| &left[i]);
    let differing = matched
        .zip(&given)
        .filter(|(here, there)| here != *there)
        .count();
    (to_u32(given.len()), to_u32(differing))
}

/// The length of the common prefix.
pub(super) fn prefix<T: Eq>(left: &[T], right: &[T]) -> u32 {
    let shorter = left.len().min(right.len());
    to_u32(
        (0..=shorter)
            .rfind(|&length| left[..length] == right[..length])
            .unwrap_or(0),
    )
}

/// The length of the common postfix.
pub(super) fn postfix<T: Eq>(left: &[T], right: &[T]) -> u32 {
    let shorter = left.len().min(right.len());
    to_u32(
        (0..=shorter)
            .rfind(|&length| left.ends_with(&right[right.len() - length..]))
            .unwrap_or(0),
    )
}

/// The positions that differ, or that only one sequence has.
pub(super) fn hamming<T: Eq>(left: &[T], right: &[T]) -> u32 {
    let longer = left.len().max(right.len());
    to_u32(
        (0..longer)
            .filter(|&position| left.get(position) != right.get(position))
            .count(),
    )
}

/// The least cost of rewrites of bytes, cell by cell forwards, from all that leads to it.
pub(super) fn rewriting(
    left: &[u8],
    right: &[u8],
    [insertion, deletion, substitution]: [f64; 3],
    named: &[(String, String, f64)],
) -> f64 {
    let width = right.len() + 1;
    let mut costs = vec![f64::INFINITY; (left.len() + 1) * width];
    costs[0] = 0.0;
    let cost_of = |one: &[u8], other: &[u8], default: f64| {
        if one == other {
            return 0.0;
        }
        let found = named
            .iter()
            .find(|(left, right, _)| left.as_bytes() == one && right.as_bytes() == other);
        found.map_or(default, |(_, _, cost)| *cost)
    };
    for row in 0..=left.len() {
        for column in 0..=right.len() {
            let here = costs[row * width + column];
            let mut reach = |rows: usize, columns: usize, default: f64| {
                if row + rows <= left.len() && column + columns <= right.len() {
                    let (one, other) = (&left[row..row + rows], &right[column..column + columns]);
                    let to = &mut costs[(row + rows) * width + column + columns];
                    *to = to.min(here + cost_of(one, other, default));
                }
            };
            reach(1, 0, deletion);
            reach(0, 1, insertion);
            reach(1, 1, substitution);
            for (rows, columns) in named.iter().map(|(one, other, _)| (one.len(), other.len())) {
                if rows.max(columns) > 1 {
                    reach(rows, columns, f64::INFINITY);
                }
            }
        }
    }
    costs[left.len() * width + right.len()]
}

/// How many symbols two sequences have in common, as bags.
pub(super) fn common_symbols(left: &[u8], right: &[u8]) -> u32 {
    let count = |side: &[u8], symbol| side.iter().filter(|other| **other == symbol).count();
    let common = (0..=u8::MAX).map(|symbol| count(left, symbol).min(count(right, symbol)));
    common.sum::<usize>() as u32
}
