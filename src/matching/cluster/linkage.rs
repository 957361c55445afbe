//! Groups by agglomeration: the two groups that are most alike are merged, again and again.
//!
//! Average linkage (UPGMA; Sokal and Michener 1958) takes the mean score of all pairs across two groups, in which a
//! pair that was not found counts 0. Complete linkage takes their worst score, and two groups with a pair that was not found
//! are never merged. Merging ends at the cutoff. Of equally good merges the one of the earliest nodes comes first, a
//! group being as early as its first node.
//!
//! The graph of pairs is sparse, and crates for agglomeration (`kodama`, after Müllner 2011) need the distances of
//! all pairs: 10 GB for 50 000 rows. Here each group has a map from its neighbours to the total of their
//! scores, and a heap holds the merges. A merge moves the smaller map into the larger one, so a
//! link moves at most log n times; the heap makes it O(m log² n) for m pairs at worst.
//!
//! The mean of two groups changes with every merge of either, mostly without a change of their link. It is
//! not looked for: where a group takes in one without a link to a third group, the mean with the third one falls.
//! So what the heap holds is never less than the mean, and is compared with it when it comes to the top: if
//! the mean has fallen, the merge goes back with it. Where both groups had a link, the merge is queued anew at once.

use std::cmp::{Ordering, Reverse};
use std::collections::{BinaryHeap, HashMap};

use super::graph::{Edge, Parents};
use crate::matching::JobControl;

/// Merges that are taken from the heap between two looks at the wish to end.
const STEPS: usize = 1 << 16;

/// How the pairs across two groups make one score.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Linkage {
    /// Their mean.
    Average,
    /// Their worst.
    Complete,
}

/// The end of all merging.
#[derive(Clone, Copy)]
pub(super) struct End {
    /// The worst merit of a merge.
    pub(super) worst: f64,
    /// The most rows of a group.
    pub(super) largest: u64,
}

/// For each node the first one of its group; `rows` says how many rows a node stands for.
///
/// # Errors
/// If the work was stopped.
pub(super) fn linked(
    edges: &[Edge],
    rows: &[u32],
    linkage: Linkage,
    end: End,
    job: &JobControl<'_>,
) -> Result<Vec<u32>, String> {
    let mut groups = Groups::new(edges, rows, linkage, end);
    let mut steps = 0;
    while let Some(merge) = groups.queue.pop() {
        groups.consider(merge);
        steps += 1;
        if steps % STEPS == 0 {
            job.end()?;
        }
    }
    let nodes = 0..rows.len() as u32;
    Ok(nodes.map(|node| groups.first_of(node)).collect())
}

/// What is known of the pairs across two groups.
#[derive(Clone, Copy)]
struct Link {
    /// Their sum for the average, their worst for complete linkage.
    total: f64,
    /// The merit that their merge was queued with last.
    queued: f64,
}

/// Two groups that may be merged, by the first node of each.
#[derive(Clone, Copy, PartialEq)]
struct Merge {
    merit: f64,
    one: u32,
    other: u32,
}

impl Eq for Merge {}

impl Ord for Merge {
    /// The better merge is greater, of equal ones that of earlier nodes.
    fn cmp(&self, other: &Self) -> Ordering {
        let ends = |merge: &Self| Reverse((merge.one, merge.other));
        let merits = self.merit.total_cmp(&other.merit);
        merits.then_with(|| ends(self).cmp(&ends(other)))
    }
}

impl PartialOrd for Merge {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The groups so far. Each goes by the number of one of its nodes.
struct Groups {
    linkage: Linkage,
    end: End,
    parents: Parents,
    /// The first node of each group.
    firsts: Vec<u32>,
    /// The rows of each group.
    sizes: Vec<u64>,
    /// The neighbours of each group.
    links: Vec<HashMap<u32, Link>>,
    queue: BinaryHeap<Merge>,
}

impl Groups {
    /// Each node is a group.
    fn new(edges: &[Edge], rows: &[u32], linkage: Linkage, end: End) -> Self {
        let mut groups = Self {
            linkage,
            end,
            parents: Parents::new(rows.len()),
            firsts: (0..rows.len() as u32).collect(),
            sizes: rows.iter().map(|count| u64::from(*count)).collect(),
            links: vec![HashMap::new(); rows.len()],
            queue: BinaryHeap::with_capacity(edges.len()),
        };
        for edge in edges {
            let pairs = groups.pairs(edge.one, edge.other);
            let total = match linkage {
                Linkage::Average => edge.merit * pairs,
                Linkage::Complete => edge.merit,
            };
            groups.link(edge.one, edge.other, total);
        }
        groups
    }

    fn first_of(&mut self, node: u32) -> u32 {
        let group = self.parents.root(node);
        self.firsts[group as usize]
    }

    /// How many pairs of rows there are across two groups.
    fn pairs(&self, one: u32, other: u32) -> f64 {
        self.sizes[one as usize] as f64 * self.sizes[other as usize] as f64
    }

    /// How good it is to merge two groups now.
    fn merge(&self, one: u32, other: u32, total: f64) -> Merge {
        let merit = match self.linkage {
            Linkage::Average => total / self.pairs(one, other),
            Linkage::Complete => total,
        };
        let [one, other] = [one, other].map(|group| self.firsts[group as usize]);
        Merge {
            merit,
            one: one.min(other),
            other: one.max(other),
        }
    }

    /// Links two groups, and queues their merge unless it is worse than the cutoff.
    fn link(&mut self, one: u32, other: u32, total: f64) {
        let merge = self.merge(one, other, total);
        let queued = merge.merit;
        self.set(one, other, Link { total, queued });
        if merge.merit >= self.end.worst {
            self.queue.push(merge);
        }
    }

    fn set(&mut self, one: u32, other: u32, link: Link) {
        self.links[one as usize].insert(other, link);
        self.links[other as usize].insert(one, link);
    }

    /// Merges two groups if that is still as good as it was.
    fn consider(&mut self, merge: Merge) {
        let [one, other] = [merge.one, merge.other].map(|node| self.parents.root(node));
        let Some(link) = self.links[one as usize].get(&other).copied() else {
            return;
        };
        if link.queued != merge.merit {
            // Another merge of the two is queued.
            return;
        }
        if self.merge(one, other, link.total) != merge {
            self.link(one, other, link.total);
        } else if self.sizes[one as usize] + self.sizes[other as usize] <= self.end.largest {
            self.join(one, other);
        }
    }

    fn join(&mut self, one: u32, other: u32) {
        let links = |group: u32| self.links[group as usize].len();
        let [kept, gone] = match links(one) >= links(other) {
            true => [one, other],
            false => [other, one],
        };
        let moved = std::mem::take(&mut self.links[gone as usize]);
        self.links[kept as usize].remove(&gone);
        self.parents.put(gone, kept);
        self.sizes[kept as usize] += self.sizes[gone as usize];
        let first = self.firsts[kept as usize].min(self.firsts[gone as usize]);
        self.firsts[kept as usize] = first;
        if self.linkage == Linkage::Complete {
            // What was linked to one of the two alone is linked to neither any more.
            let mut lost = Vec::new();
            self.links[kept as usize].retain(|third, _| {
                let is_shared = moved.contains_key(third);
                if !is_shared {
                    lost.push(*third);
                }
                is_shared
            });
            for third in lost {
                self.links[third as usize].remove(&kept);
            }
        }
        for (third, link) in moved {
            if third == kept {
                continue;
            }
            self.links[third as usize].remove(&gone);
            let shared = self.links[kept as usize].get(&third).copied();
            match (self.linkage, shared) {
                (Linkage::Average, Some(own)) => self.link(kept, third, own.total + link.total),
                (Linkage::Average, None) => self.set(kept, third, link),
                (Linkage::Complete, Some(own)) => {
                    self.link(kept, third, own.total.min(link.total));
                }
                (Linkage::Complete, None) => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Merges the best two groups of all, looked for among all pairs of groups and all pairs of their rows.
    fn by_the_book(edges: &[Edge], rows: &[u32], linkage: Linkage, end: End) -> Vec<u32> {
        let scores: HashMap<(u32, u32), f64> = edges
            .iter()
            .flat_map(|edge| {
                [(edge.one, edge.other), (edge.other, edge.one)].map(|ends| (ends, edge.merit))
            })
            .collect();
        let size = |group: &[u32]| {
            group
                .iter()
                .map(|node| u64::from(rows[*node as usize]))
                .sum::<u64>()
        };
        let merit = |one: &[u32], other: &[u32]| {
            let pairs = one
                .iter()
                .flat_map(|node| other.iter().map(move |other| (*node, *other)));
            let scores: Vec<(Option<f64>, f64)> = pairs
                .map(|(node, other)| {
                    let times = rows[node as usize] * rows[other as usize];
                    (scores.get(&(node, other)).copied(), f64::from(times))
                })
                .collect();
            match linkage {
                Linkage::Average => {
                    let total: f64 = scores
                        .iter()
                        .map(|(score, times)| score.unwrap_or(0.0) * times)
                        .sum();
                    Some(total / (size(one) * size(other)) as f64).filter(|merit| *merit > 0.0)
                }
                Linkage::Complete => scores
                    .iter()
                    .map(|(score, _)| *score)
                    .try_fold(f64::INFINITY, |least, score| Some(least.min(score?))),
            }
        };
        let mut groups: Vec<Vec<u32>> = (0..rows.len() as u32).map(|node| vec![node]).collect();
        loop {
            let mut best: Option<(f64, usize, usize)> = None;
            for one in 0..groups.len() {
                for other in one + 1..groups.len() {
                    let fits = size(&groups[one]) + size(&groups[other]) <= end.largest;
                    let found = merit(&groups[one], &groups[other])
                        .filter(|merit| fits && *merit >= end.worst);
                    if let Some(found) = found
                        && best.is_none_or(|(most, ..)| found > most)
                    {
                        best = Some((found, one, other));
                    }
                }
            }
            let Some((_, one, other)) = best else {
                break;
            };
            // Groups stay in the order of their first nodes.
            let gone = groups.remove(other);
            groups[one].extend(gone);
        }
        let mut firsts = vec![0; rows.len()];
        for group in groups {
            let first = *group.iter().min().expect("a node");
            group.iter().for_each(|node| firsts[*node as usize] = first);
        }
        firsts
    }

    /// Graphs whose scores are few and exact, so that merges are often equally good.
    fn graphs() -> impl Strategy<Value = (Vec<Edge>, Vec<u32>)> {
        (2_usize..14).prop_flat_map(|nodes| {
            let scores = proptest::collection::vec(
                prop_oneof![3 => Just(0_u32), 4 => 1_u32..=8],
                nodes * nodes,
            );
            let rows = proptest::collection::vec(1_u32..4, nodes);
            (scores, rows).prop_map(move |(scores, rows)| {
                let ends = (0..nodes as u32)
                    .flat_map(|one| (one + 1..nodes as u32).map(move |other| (one, other)));
                let edges = ends
                    .map(|(one, other)| Edge {
                        one,
                        other,
                        merit: f64::from(scores[one as usize * nodes + other as usize]) / 8.0,
                    })
                    .filter(|edge| edge.merit > 0.0)
                    .collect();
                (edges, rows)
            })
        })
    }

    proptest! {
        #[test]
        fn merges_are_those_of_all_pairs(
            (edges, rows) in graphs(),
            worst in prop_oneof![Just(0.001), Just(0.25), Just(0.5), Just(0.875)],
            largest in prop_oneof![Just(u64::MAX), 2_u64..9],
        ) {
            let end = End { worst, largest };
            for linkage in [Linkage::Average, Linkage::Complete] {
                let got = linked(&edges, &rows, linkage, end, &JobControl::default());
                prop_assert_eq!(got, Ok(by_the_book(&edges, &rows, linkage, end)));
            }
        }
    }
}
