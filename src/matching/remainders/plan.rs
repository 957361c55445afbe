//! Which texts may have remainders in common, and whether it is worth joining them.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::matching::index::Side;
use crate::matching::join::Asked;
use crate::matching::partition::Partition;
use crate::matching::scan::{Demand, Scan};

/// The most symbols that are left out of a text.
const MOST: u32 = 2;
/// Candidates of one length of remainders, of eight bytes each. Where there are more, texts are so many
/// and so short that looking at signatures does as well.
const ROOM: usize = 1 << 24;
/// What a remainder costs, in looks at one signature.
const REMAINDER: f64 = 60.0;

/// Whether so few symbols are left out of texts of these lengths that this is a way to find them.
pub(super) fn are_joined([left, right]: [u32; 2], demand: &Demand) -> bool {
    // What bounds the edits bounds common subsequences as well.
    demand.edits.is_some() && demand.shared > 0 && left.max(right) - demand.shared <= MOST
}

/// Texts of one side and of one length.
pub(super) struct Members {
    /// Which of the side's lengths it is.
    pub(super) group: usize,
    pub(super) length: u32,
    pub(super) left_out: u32,
    pub(super) count: usize,
}

/// Texts that may have remainders of the same length in common.
#[derive(Default)]
pub(super) struct Plan {
    pub(super) members: [Vec<Members>; 2],
    /// Which left and right texts, by their numbers, are pairs of which so much is asked.
    pub(super) demands: Vec<([Range<usize>; 2], Demand)>,
    /// What another way to find them costs at least, in looks at one signature.
    pub(super) otherwise: f64,
    /// How many candidates are kept.
    pub(super) room: usize,
}

/// The plan for each length of remainders.
pub(super) fn plans(
    asked: Asked<'_>,
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
            let Some(demand) = scan.demand(asked, left, group) else {
                continue;
            };
            if are_joined([left, *right], &demand) {
                let plan = plans.entry(demand.shared).or_default();
                let many = of_right.len();
                let looked_up = |edits| Partition::expected_cost(edits, many);
                let looked_up = demand.edits.map_or(f64::MAX, looked_up);
                plan.otherwise += of_left.len() as f64 * looked_up.min(many as f64);
                plan.room = ROOM;
                plan.add(0, (at, left), of_left.len(), demand.shared);
                plan.add(1, (group, *right), of_right.len(), demand.shared);
                let places = scan.groups[group].places();
                plan.demands.push(([of_left.clone(), places], demand));
            }
        }
    }
    plans
}

impl Plan {
    fn add(&mut self, side: usize, (group, length): (usize, u32), count: usize, rest: u32) {
        let members = &mut self.members[side];
        if members.iter().all(|known| known.group != group) {
            members.push(Members {
                group,
                length,
                left_out: length - rest,
                count,
            });
        }
    }

    /// The plan for those of the texts of other plans that are equal.
    pub(super) fn of_equal<'a>(plans: impl Iterator<Item = &'a Self>) -> Self {
        let mut equal = Self {
            room: usize::MAX,
            ..Self::default()
        };
        for plan in plans {
            for side in 0..2 {
                for Members {
                    group,
                    length,
                    count,
                    ..
                } in &plan.members[side]
                {
                    equal.add(side, (*group, *length), *count, *length);
                }
            }
            equal.demands.extend(plan.demands.iter().cloned());
        }
        equal
    }

    /// Whether it finds pairs of these lengths, if they match.
    pub(super) fn has(&self, pair: u64) -> bool {
        let [left, right] = [pair >> 32, pair & u64::from(u32::MAX)].map(|number| number as usize);
        let mut ranges = self.demands.iter().map(|(ranges, _)| ranges);
        ranges.any(|[lefts, rights]| lefts.contains(&left) && rights.contains(&right))
    }

    /// How many remainders each side has.
    pub(super) fn counts(&self) -> [f64; 2] {
        let each = |members: &Members| {
            let length = f64::from(members.length);
            let of_one = match members.left_out {
                0 => 1.0,
                1 => length,
                _ => length * (length - 1.0) / 2.0,
            };
            members.count as f64 * of_one
        };
        let sides = self.members.each_ref();
        sides.map(|members| members.iter().map(each).sum())
    }

    /// How many remainders the side with more of them has.
    pub(super) fn most(&self) -> usize {
        let [left, right] = self.counts();
        left.max(right) as usize
    }

    /// What it costs to find candidates in this way, in looks at one signature.
    pub(super) fn cost(&self) -> f64 {
        let [left, right] = self.counts();
        (left + right) * REMAINDER
    }
}
