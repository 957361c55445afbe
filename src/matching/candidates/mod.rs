//! Where a join looks for candidates of two lengths: the cheapest of three ways. All signatures of a
//! length are looked at ([`Scan`]), or segments looked up ([`Partition`]), or texts without a symbol or two joined by
//! their hashes ([`Neighbours`]).

pub(super) mod bigram_filter;
pub(super) mod close_words;
pub(super) mod deletions;
pub(super) mod prefix_filter;
pub(super) mod segments;
pub(super) mod shared_names;
pub(super) mod signature;
pub(super) mod signature_scan;
pub(super) mod sketch;
pub(super) mod union;

use std::ops::Range;
use std::sync::Mutex;

use super::JobControl;
use super::criterion::Criterion;
use crate::simd::Level;
use crate::threads;
use bigram_filter::Bigrams;
use deletions::Neighbours;
use segments::{LookUp, Partition, Rolling};
use signature_scan::{Demand, Group, Scan};
use sketch::{Side, Sketch};

/// The right texts of a join.
pub(crate) struct Index {
    scan: Scan,
    /// Pairs of neighbours, where a scorer bounds them.
    bigrams: Option<Bigrams>,
    /// Candidates found by deletion keys, where that is cheapest.
    neighbours: Neighbours,
    /// For each group of the scan its segments, where looking them up is cheaper.
    partitions: Vec<Option<Partition>>,
}

impl Index {
    /// The index of right texts for left ones.
    pub(crate) fn new(
        criterion: Criterion<'_>,
        sides @ [lefts, rights]: [&Side<'_>; 2],
        job: &JobControl<'_>,
    ) -> Self {
        let scan = Scan::new(rights.sketches);
        let bigrams = criterion.scorer.counts_bigrams();
        let bigrams = bigrams.then(|| {
            let slots = scan.groups.iter().flat_map(Group::slots);
            Bigrams::new(rights, &scan.texts, slots)
        });
        let neighbours = Neighbours::new(criterion, sides, &scan, job);
        let partitions = Mutex::new(Vec::new());
        partitions
            .lock()
            .expect("no thread has it yet")
            .resize_with(scan.groups.len(), || None);
        threads::for_each_parallel(
            rights.lengths().enumerate().collect(),
            |(at, (length, range)): (usize, (u32, Range<usize>))| {
                let group = &rights.sketches[range];
                // Few texts are looked at faster than looked up.
                if group.len() < SMALL {
                    return;
                }
                let edits = lefts.lengths().filter_map(|(left, _)| {
                    let demand = scan.demand(criterion, left, at)?;
                    let is_known = neighbours.has([left, length], &demand);
                    (!is_known).then_some(demand.edits)
                });
                let Some(edits) = edits
                    .max_by_key(|edits| edits.unwrap_or(u32::MAX))
                    .flatten()
                else {
                    return;
                };
                let first = scan.groups[at].first;
                let (corpus, texts) = (rights.corpus, rights.texts);
                let partition =
                    Partition::new(corpus, texts, group, first, edits, &mut Rolling::default());
                if let Some(partition) =
                    partition.filter(|partition| partition.cost() < group.len() as f64)
                    && let Ok(mut partitions) = partitions.lock()
                {
                    partitions[at] = Some(partition);
                }
            },
        );
        Self {
            partitions: partitions.into_inner().unwrap_or_default(),
            neighbours,
            bigrams,
            scan,
        }
    }

    /// Gives each candidate of each of some left texts.
    pub(crate) fn candidates(
        &self,
        criterion: Criterion<'_>,
        lefts: &Side<'_>,
        mut candidate: impl FnMut(u32, u32),
    ) {
        let level = Level::best();
        let mut rolling = Rolling::default();
        let (mut look_ups, mut slots) = (Vec::new(), Vec::new());
        for (length, range) in lefts.lengths() {
            let mut demands = self.scan.demands(criterion, length);
            demands.retain(|demand| {
                let lengths = [length, self.scan.groups[demand.group].length];
                !self.neighbours.has(lengths, demand)
            });
            let (looked_up, looked_at): (Vec<Demand>, Vec<Demand>) = demands
                .into_iter()
                .partition(|demand| self.partition(demand).is_some());
            for sketch in &lefts.sketches[range] {
                slots.extend_from_slice(self.neighbours.of(sketch.text));
                each_once(&mut slots, 0);
                let text = lefts.texts[sketch.text as usize];
                let bigrams = self.bigrams.as_ref();
                let bigrams = bigrams.map(|bigrams| bigrams.beside(lefts.corpus, text));
                self.scan
                    .sift(level, sketch, bigrams, &looked_at, &mut slots);
                if !looked_up.is_empty()
                    && let Some(text) = lefts.corpus.get(text)
                {
                    rolling.read(text);
                    self.look_up(&rolling, sketch, &looked_up, &mut look_ups, &mut slots);
                }
                for slot in slots.drain(..) {
                    candidate(sketch.text, self.scan.texts[slot as usize]);
                }
            }
        }
    }

    fn partition(&self, demand: &Demand) -> Option<&Partition> {
        self.partitions.get(demand.group)?.as_ref()
    }

    fn look_up<'a>(
        &'a self,
        rolling: &Rolling,
        sketch: &Sketch,
        demands: &[Demand],
        look_ups: &mut Vec<LookUp<'a>>,
        slots: &mut Vec<u32>,
    ) {
        let first = slots.len();
        look_ups.clear();
        let mut ends = Vec::with_capacity(demands.len());
        for demand in demands {
            if let Some((partition, edits)) = self.partition(demand).zip(demand.edits) {
                let lengths = (sketch.length, self.scan.groups[demand.group].length);
                partition.look_ups(rolling, lengths, edits, look_ups);
            }
            ends.push(look_ups.len());
        }
        LookUp::fetch(look_ups);
        let mut start = 0;
        for (demand, end) in demands.iter().zip(ends) {
            let is_near = |signature| demand.is_met([sketch.signature, signature]);
            for look_up in &look_ups[start..end] {
                look_up.add_near(is_near, slots);
            }
            start = end;
        }
        each_once(slots, first);
    }
}

/// Leaves each of the slots from `first` on once.
fn each_once(slots: &mut Vec<u32>, first: usize) {
    slots[first..].sort_unstable();
    let mut next = first;
    for at in first..slots.len() {
        if at == first || slots[at] != slots[at - 1] {
            slots[next] = slots[at];
            next += 1;
        }
    }
    slots.truncate(next);
}

/// Groups below this size are not worth an index of their segments.
const SMALL: usize = 512;
