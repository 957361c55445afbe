//! Which texts may have remainders in common, and whether it is worth joining them.

use std::collections::BTreeMap;
use std::ops::Range;

use super::keys::{KeyKind, PAIRS};
use crate::matching::candidates::segments::Partition;
use crate::matching::candidates::signature_scan::{Demand, Scan};
use crate::matching::candidates::sketch::Side;
use crate::matching::criterion::Criterion;

/// The most symbols that are left out of a text.
const MOST: u32 = 2;
/// Candidates of one length of remainders, of eight bytes each. Where there are more, texts are so many
/// and so short that looking at signatures does as well.
const BUDGET: usize = 1 << 24;
/// What a key costs, in looks at one signature.
const KEY: f64 = 12.0;

/// Whether so few symbols are left out of texts of these lengths that this is a way to find them.
pub(crate) fn are_joined([left, right]: [u32; 2], demand: &Demand) -> bool {
    // What bounds the edits bounds common subsequences as well.
    demand.edits.is_some() && demand.shared > 0 && left.max(right) - demand.shared <= MOST
}

/// Whether two edits at most part texts of these lengths, which are the same.
fn are_aligned([left, right]: [u32; 2], demand: &Demand) -> bool {
    left == right && left - demand.shared == MOST && demand.edits.is_some_and(|edits| edits <= MOST)
}

/// Texts of one side and of one length.
#[derive(Clone, Copy)]
pub(crate) struct Members {
    /// Which of the side's lengths it is.
    pub(crate) group: usize,
    pub(crate) length: u32,
    /// What is looked for.
    pub(crate) keys: KeyKind,
    count: usize,
}

impl Members {
    /// How many keys they have.
    fn count(&self) -> f64 {
        let length = f64::from(self.length);
        let of_one = match self.keys {
            KeyKind::Without(0) => 1.0,
            KeyKind::Without(1) => length,
            KeyKind::Without(_) => length * (length - 1.0) / 2.0,
            KeyKind::Aligned => length + PAIRS as f64,
        };
        self.count as f64 * of_one
    }
}

/// Left and right texts whose keys are joined.
pub(crate) type LengthPair = [Vec<Members>; 2];

/// Adds members, unless they are there.
fn add(members: &mut Vec<Members>, one: Members) {
    let is_member = |member: &Members| (member.group, member.keys) == (one.group, one.keys);
    if !members.iter().any(is_member) {
        members.push(one);
    }
}

/// How many keys each side has.
pub(crate) fn counts(lengths: &LengthPair) -> [f64; 2] {
    lengths
        .each_ref()
        .map(|members| members.iter().map(Members::count).sum())
}

/// Texts that may have remainders of the same length in common.
#[derive(Default)]
pub(crate) struct Plan {
    /// Any left texts with right ones that are no more than one symbol longer than what remains; with those that
    /// are two longer; and those that are [aligned](KeyKind::Aligned).
    pub(crate) length_pairs: [LengthPair; 3],
    /// Which left and right texts, by their numbers, are pairs with this demand.
    pub(crate) demands: Vec<([Range<usize>; 2], Demand)>,
    /// What another way to find them costs at least, in looks at one signature.
    pub(crate) otherwise: f64,
    /// How many candidates are kept.
    pub(crate) budget: usize,
}

/// The plan for each length of remainders.
pub(crate) fn plans(
    criterion: Criterion<'_>,
    [lefts, rights]: [&Side<'_>; 2],
    scan: &Scan,
) -> BTreeMap<u32, Plan> {
    let mut plans: BTreeMap<u32, Plan> = BTreeMap::new();
    let rights: Vec<(u32, Range<usize>)> = rights.lengths().collect();
    for (at, (left, of_left)) in lefts.lengths().enumerate() {
        for (group, (right, of_right)) in rights.iter().enumerate() {
            if left.abs_diff(*right) > MOST {
                continue;
            }
            let lengths = [left, *right];
            let Some(demand) = scan.demand(criterion, left, group) else {
                continue;
            };
            if are_joined(lengths, &demand) {
                let plan = plans.entry(demand.shared).or_default();
                let many = of_right.len();
                let looked_up = |edits| Partition::expected_cost(edits, many);
                let looked_up = demand.edits.map_or(f64::MAX, looked_up);
                plan.otherwise += of_left.len() as f64 * looked_up.min(many as f64);
                plan.budget = BUDGET;
                let left_out = lengths.map(|length| length - demand.shared);
                let (at_pair, keys) = if are_aligned(lengths, &demand) {
                    (2, [KeyKind::Aligned; 2])
                } else {
                    let at_pair = usize::from(left_out[0] < MOST && left_out[1] == MOST);
                    (at_pair, left_out.map(KeyKind::Without))
                };
                let members = [(at, of_left.len()), (group, many)];
                for side in 0..2 {
                    let (group, count) = members[side];
                    let (length, keys) = (lengths[side], keys[side]);
                    let one = Members {
                        group,
                        length,
                        keys,
                        count,
                    };
                    add(&mut plan.length_pairs[at_pair][side], one);
                }
                let slots = scan.groups[group].slots();
                plan.demands.push(([of_left.clone(), slots], demand));
            }
        }
    }
    plans.values_mut().for_each(Plan::merge);
    plans
}

impl Plan {
    /// Merges the first two pairs of lengths where the first has all keys of the second.
    fn merge(&mut self) {
        let [first, second, _] = &mut self.length_pairs;
        if first[1]
            .iter()
            .any(|members| members.keys == KeyKind::Without(MOST))
        {
            for (first, second) in first.iter_mut().zip(second) {
                second.drain(..).for_each(|members| add(first, members));
            }
        }
    }

    /// All members of a side, some perhaps more than once.
    pub(crate) fn members(&self, side: usize) -> impl Iterator<Item = &Members> {
        self.length_pairs
            .iter()
            .flat_map(move |lengths| &lengths[side])
    }

    /// The plan for those of the texts of other plans that are equal.
    pub(crate) fn of_equal<'a>(plans: impl Iterator<Item = &'a Self>) -> Self {
        let mut equal = Self {
            budget: usize::MAX,
            ..Self::default()
        };
        for plan in plans {
            for side in 0..2 {
                for members in plan.members(side) {
                    let keys = KeyKind::Without(0);
                    add(
                        &mut equal.length_pairs[0][side],
                        Members { keys, ..*members },
                    );
                }
            }
            equal.demands.extend(plan.demands.iter().cloned());
        }
        equal
    }

    /// Whether it finds pairs of these lengths, if they match.
    pub(crate) fn has(&self, pair: u64) -> bool {
        let [left, right] = [pair >> 32, pair & u64::from(u32::MAX)].map(|number| number as usize);
        let mut ranges = self.demands.iter().map(|(ranges, _)| ranges);
        ranges.any(|[lefts, rights]| lefts.contains(&left) && rights.contains(&right))
    }

    /// What it costs to find candidates in this way, in looks at one signature.
    pub(crate) fn cost(&self) -> f64 {
        let [left, right] = [0, 1].map(|side| self.members(side).map(Members::count).sum::<f64>());
        (left + right) * KEY
    }
}
