//! Candidates with a long common subsequence, found by what remains of a text when symbols are left
//! out: the deletion neighbourhood (Mor and Fraenkel, "A hash code method for detecting and correcting
//! spelling errors", CACM 1982; Bocek, Hunt and Stiller, "Fast similarity search in large
//! dictionaries", 2007).
//!
//! Texts of l and r symbols have a common subsequence of s symbols if and only if l - s can be left out
//! of one and r - s of the other so that the same remains. So all remainders of s symbols of both sides
//! are joined by their hashes. Unlike a segment, which may be a given name, a remainder is almost a
//! whole text: what is found is near, however many texts there are, and time grows with texts and
//! matches. As a text has C(l, l - s) remainders, no more than two symbols are left out.
//!
//! Texts of one length within two edits need not be found by the many remainders without two symbols.
//! Either one symbol is inserted and one deleted, and they have a remainder without one symbol in
//! common. Or at most two positions differ: where positions are put into five classes in turns, texts are equal in
//! three of the classes, which is one of ten choices (as in Manku, Jain and Das Sarma, "Detecting
//! near-duplicates for web crawling", WWW 2007). Classes go through the whole text, so that no
//! choice of them is a given name.
//!
//! Texts that are equal have all remainders in common, so they are found first, by the hashes of the whole
//! texts, and then passed over.
//!
//! `plan` says which lengths of remainders are worth it, `packed_texts` copies the texts, `keys` has the
//! hashes of their keys, and `hash_join` joins them by means of `filters`.

mod filters;
mod hash_join;
mod keys;
mod packed_texts;
mod plan;
#[cfg(test)]
mod tests;

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Mutex;

use hash_join::HashPartition;
use packed_texts::PlannedTexts;
use plan::{Plan, are_joined, counts, plans};

use super::signature_scan::{Demand, Scan};
use super::sketch::Side;
use crate::matching::JobControl;
use crate::matching::criterion::Criterion;
use crate::threads;

/// Parts of all hashes, at most; for more texts than that there is no memory.
const PARTS: usize = 1 << 16;
/// Keys of one side, about a byte of memory for each, that all threads together go through at a time.
const AT_ONCE: usize = 1 << 26;
/// Up to so many right texts are looked at faster than plans are made.
const FEW: usize = 512;
/// The plan for equal texts, of which everything remains.
const EQUAL: u32 = 0;

/// Candidates found beforehand.
pub(crate) struct Neighbours {
    /// Which lengths of remainders were joined.
    joined: Vec<u32>,
    /// Where the candidates of each left text begin, and where the last one's end.
    starts: Vec<usize>,
    /// The slots of right texts.
    slots: Vec<u32>,
}

impl Neighbours {
    /// Finds candidates by their remainders for those lengths for which that is the cheapest way.
    pub(crate) fn new(
        criterion: Criterion<'_>,
        sides: [&Side<'_>; 2],
        scan: &Scan,
        job: &JobControl<'_>,
    ) -> Self {
        let mut plans = if sides[1].sketches.len() < FEW {
            BTreeMap::new()
        } else {
            plans(criterion, sides, scan)
        };
        plans.retain(|_, plan| plan.cost() < plan.otherwise);
        Self::joined(plans, sides, scan, job)
    }

    /// Finds the candidates of plans.
    fn joined(
        mut plans: BTreeMap<u32, Plan>,
        sides: [&Side<'_>; 2],
        scan: &Scan,
        job: &JobControl<'_>,
    ) -> Self {
        if !plans.is_empty() {
            let equal = Plan::of_equal(plans.values());
            plans.insert(EQUAL, equal);
        }
        let planned = PlannedTexts::new(&plans, sides, scan);
        let at_once = AT_ONCE / threads::max_threads();
        let mut tasks = Vec::new();
        for (shared, plan) in &plans {
            for lengths in plan
                .length_pairs
                .iter()
                .filter(|lengths| !lengths[0].is_empty())
            {
                let [left, right] = counts(lengths);
                let parts = (left.max(right) as usize / at_once + 1).next_power_of_two();
                let bits = parts.min(PARTS).ilog2();
                for number in 0..1 << bits {
                    tasks.push((*shared, plan, lengths, HashPartition { number, bits }));
                }
            }
        }
        // Those that take long come first, and threads end at the same time.
        tasks.sort_by_key(|(_, _, lengths, _)| {
            Reverse(counts(lengths).into_iter().sum::<f64>() as u64)
        });
        // The candidates of each plan, unless it has too many.
        let candidates: Mutex<BTreeMap<u32, Option<Vec<u64>>>> = Mutex::default();
        threads::for_each_parallel(tasks, |(shared, plan, lengths, part)| {
            let has_failed = || {
                candidates
                    .lock()
                    .is_ok_and(|candidates| candidates.get(&shared) == Some(&None))
            };
            if job.is_stopped() || has_failed() {
                return;
            }
            let pairs = plan.pairs(lengths, &planned, part);
            if let Ok(mut candidates) = candidates.lock() {
                let all = candidates.entry(shared).or_insert_with(|| Some(Vec::new()));
                if let Some((all, pairs)) = all.as_mut().zip(pairs)
                    && all.len() + pairs.len() <= plan.budget
                {
                    all.extend(pairs);
                } else {
                    *all = None;
                }
            }
        });
        let candidates = candidates.into_inner().unwrap_or_default();
        let candidates = candidates.into_iter();
        let mut candidates: BTreeMap<u32, Vec<u64>> = candidates
            .filter_map(|(shared, pairs)| Some((shared, pairs?)))
            .collect();
        if candidates.len() < plans.len()
            && let Some(mut equal) = candidates.remove(&EQUAL)
        {
            // Those of plans that failed are found in another way.
            equal.retain(|pair| candidates.keys().any(|shared| plans[shared].has(*pair)));
            candidates.insert(EQUAL, equal);
        }
        let text = |pair: &u64| sides[0].sketches[(pair >> 32) as usize].text as usize;
        let mut starts = vec![0; sides[0].texts.len() + 2];
        let pairs = || candidates.values().flatten();
        for pair in pairs() {
            starts[text(pair) + 2] += 1;
        }
        for at in 2..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut slots = vec![0; starts[starts.len() - 1]];
        for pair in pairs() {
            let next = &mut starts[text(pair) + 1];
            slots[*next] = *pair as u32;
            *next += 1;
        }
        Self {
            joined: candidates.into_keys().collect(),
            starts,
            slots,
        }
    }

    /// Whether all candidates of these lengths were found.
    pub(crate) fn has(&self, lengths: [u32; 2], demand: &Demand) -> bool {
        are_joined(lengths, demand) && self.joined.contains(&demand.shared)
    }

    /// The slots of a left text's candidates, some perhaps more than once.
    pub(crate) fn of(&self, text: u32) -> &[u32] {
        let text = text as usize;
        &self.slots[self.starts[text]..self.starts[text + 1]]
    }
}
