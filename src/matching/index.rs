//! Where a join looks for candidates: each group of right texts of one length has the cheaper of two
//! ways, looking at all signatures ([`Scan`]) or looking up segments ([`Partition`]).

use std::sync::Mutex;

use super::Corpus;
use super::join::Asked;
use super::partition::{Partition, Rolling};
use super::scan::{Demand, Scan, Sketch};
use crate::kernels::lanes::Level;
use crate::threads;

/// The right texts of a join.
pub(super) struct Index {
    scan: Scan,
    /// For each group of the scan its segments, where looking them up is cheaper.
    partitions: Vec<Option<Partition>>,
}

impl Index {
    /// The index of texts for others, both sorted by length and signature.
    pub(super) fn new(
        asked: Asked<'_>,
        corpus: &Corpus,
        texts: &[usize],
        lefts: &[Sketch],
        sketches: &[Sketch],
    ) -> Self {
        let scan = Scan::new(sketches);
        let mut lengths: Vec<u32> = lefts.iter().map(|sketch| sketch.length).collect();
        lengths.dedup();
        let partitions = Mutex::new(Vec::new());
        partitions
            .lock()
            .expect("no thread has it yet")
            .resize_with(scan.groups.len(), || None);
        let groups = sketches.chunk_by(|one, next| one.length == next.length);
        threads::share(
            groups.enumerate().collect(),
            |(at, group): (usize, &[Sketch])| {
                // Few texts are looked at faster than looked up.
                if group.len() < SMALL {
                    return;
                }
                let Some(edits) = most_edits(asked, &lengths, group[0].length) else {
                    return;
                };
                let first = scan.groups[at].first;
                let partition =
                    Partition::new(corpus, texts, group, first, edits, &mut Rolling::default());
                if let Some(partition) = partition.filter(|found| found.cost() < group.len() as f64)
                    && let Ok(mut partitions) = partitions.lock()
                {
                    partitions[at] = Some(partition);
                }
            },
        );
        Self {
            partitions: partitions.into_inner().unwrap_or_default(),
            scan,
        }
    }

    /// Gives each candidate of each of the sketches, which are sorted by length.
    pub(super) fn candidates(
        &self,
        asked: Asked<'_>,
        corpus: &Corpus,
        texts: &[usize],
        sketches: &[Sketch],
        mut candidate: impl FnMut(u32, u32),
    ) {
        let level = Level::best();
        let mut rolling = Rolling::default();
        let mut places = Vec::new();
        for same in sketches.chunk_by(|one, next| one.length == next.length) {
            let demands = self.scan.demands(asked, same[0].length);
            let (looked_up, looked_at): (Vec<Demand>, Vec<Demand>) = demands
                .into_iter()
                .partition(|demand| self.partition(demand).is_some());
            for sketch in same {
                self.scan.sift(level, sketch, &looked_at, &mut places);
                if !looked_up.is_empty()
                    && let Some(text) = corpus.get(texts[sketch.text as usize])
                {
                    rolling.read(text);
                    for demand in &looked_up {
                        self.look_up(&rolling, sketch, demand, &mut places);
                    }
                }
                for place in places.drain(..) {
                    candidate(sketch.text, self.scan.texts[place as usize]);
                }
            }
        }
    }

    fn partition(&self, demand: &Demand) -> Option<&Partition> {
        self.partitions.get(demand.group)?.as_ref()
    }

    fn look_up(&self, rolling: &Rolling, sketch: &Sketch, demand: &Demand, places: &mut Vec<u32>) {
        let Some((partition, edits)) = self.partition(demand).zip(demand.edits) else {
            return;
        };
        let known = places.len();
        let lengths = (sketch.length, self.scan.groups[demand.group].length);
        let is_near = |signature| demand.is_met([sketch.signature, signature]);
        partition.probe(rolling, lengths, edits, is_near, places);
        places[known..].sort_unstable();
        let mut next = known;
        for at in known..places.len() {
            if at == known || places[at] != places[at - 1] {
                places[next] = places[at];
                next += 1;
            }
        }
        places.truncate(next);
    }
}

/// Groups below this size are not worth an index of their segments.
const SMALL: usize = 512;

/// The most edits that part any pair of these lengths, if they are bounded.
fn most_edits(asked: Asked<'_>, lefts: &[u32], right: u32) -> Option<u32> {
    let Asked { scorer, cutoff } = asked;
    let mut most = 0;
    for left in lefts {
        let lengths = [*left, right];
        if let Some(shared) = scorer.must_share(cutoff, lengths, u32::MAX) {
            most = most.max(scorer.edits_sharing(lengths, shared)?);
        }
    }
    Some(most)
}
