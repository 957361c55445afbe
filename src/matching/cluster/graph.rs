//! Groups of nodes that are matched: components, and those that a node leads.

use std::cmp::Reverse;

use crate::matching::criterion::{Scored, by_worth};
use crate::measure::Sense;

/// Two nodes that match, the earlier one first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Edge {
    pub(super) one: u32,
    pub(super) other: u32,
    /// Larger for what is more alike.
    pub(super) merit: f64,
}

/// Lists each pair of nodes once, with its best merit, in the order of nodes.
pub(super) fn edges(found: &[Vec<Scored>], merit: impl Fn(f64) -> f64) -> Vec<Edge> {
    let matches = (0..).zip(found);
    let mut edges: Vec<Edge> = matches
        .flat_map(|(node, others)| others.iter().map(move |found| (node, *found)))
        .filter(|(node, (other, _))| node != other)
        .map(|(node, (other, score))| Edge {
            one: node.min(other),
            other: node.max(other),
            merit: merit(score),
        })
        .collect();
    edges.sort_unstable_by(|one, other| {
        let nodes = (one.one, one.other).cmp(&(other.one, other.other));
        nodes.then(other.merit.total_cmp(&one.merit))
    });
    edges.dedup_by_key(|edge| (edge.one, edge.other));
    edges
}

/// Whether a node matches itself.
pub(super) fn matches_itself(found: &[Vec<Scored>], node: u32) -> bool {
    found[node as usize].iter().any(|(other, _)| *other == node)
}

/// Sets that are put together, each with one member that it goes by (union-find with path halving).
pub(in crate::matching) struct Parents(Vec<u32>);

impl Parents {
    /// Each node is a set.
    pub(in crate::matching) fn new(nodes: usize) -> Self {
        Self((0..nodes as u32).collect())
    }

    /// The member that the set of a node goes by.
    pub(in crate::matching) fn root(&mut self, mut node: u32) -> u32 {
        let Self(parents) = self;
        while parents[node as usize] != node {
            let above = parents[parents[node as usize] as usize];
            parents[node as usize] = above;
            node = above;
        }
        node
    }

    /// Puts a set into another one; both go by these members.
    pub(in crate::matching) fn put(&mut self, gone: u32, kept: u32) {
        self.0[gone as usize] = kept;
    }
}

/// For each node the first one of its component.
pub(super) fn components(found: &[Vec<Scored>]) -> Vec<u32> {
    let mut parents = Parents::new(found.len());
    for (node, others) in (0..).zip(found) {
        for (other, _) in others {
            let [one, two] = [node, *other].map(|node| parents.root(node));
            parents.put(one.max(two), one.min(two));
        }
    }
    let nodes = 0..found.len() as u32;
    nodes.map(|node| parents.root(node)).collect()
}

/// For each node the first one of its group: components, the best matches first, without those that would make a
/// group of more rows than the largest.
pub(super) fn bounded_components(mut edges: Vec<Edge>, rows: &[u32], largest: u64) -> Vec<u32> {
    edges.sort_unstable_by(|one, other| {
        let merits = other.merit.total_cmp(&one.merit);
        merits.then((one.one, one.other).cmp(&(other.one, other.other)))
    });
    let mut parents = Parents::new(rows.len());
    let mut sizes: Vec<u64> = rows.iter().map(|count| u64::from(*count)).collect();
    for edge in edges {
        let [one, other] = [edge.one, edge.other].map(|node| parents.root(node));
        let size = sizes[one as usize] + sizes[other as usize];
        if one != other && size <= largest {
            parents.put(one.max(other), one.min(other));
            sizes[one.min(other) as usize] = size;
        }
    }
    let nodes = 0..rows.len() as u32;
    nodes.map(|node| parents.root(node)).collect()
}

/// For each node the one that leads its group: the first one in the order that takes it in. Where groups are bounded,
/// a leader takes its best matches first, and leaves those that would make too many rows.
pub(super) fn led(
    found: &[Vec<Scored>],
    rows: &[u32],
    order: &[u32],
    sense: Sense,
    largest: Option<u64>,
) -> Vec<u32> {
    const FREE: u32 = u32::MAX;
    let mut leaders = vec![FREE; found.len()];
    for node in order {
        if leaders[*node as usize] != FREE {
            continue;
        }
        leaders[*node as usize] = *node;
        let mut matches: Vec<&Scored> = found[*node as usize].iter().collect();
        if largest.is_some() {
            matches.sort_unstable_by(|one, other| by_worth(sense, one, other));
        }
        let mut size = match matches_itself(found, *node) {
            true => u64::from(rows[*node as usize]),
            false => 1,
        };
        for (other, _) in matches {
            let with_other = size + u64::from(rows[*other as usize]);
            let is_free = leaders[*other as usize] == FREE;
            if is_free && largest.is_none_or(|largest| with_other <= largest) {
                leaders[*other as usize] = *node;
                size = with_other;
            }
        }
    }
    leaders
}

/// How many nodes the largest group has.
pub(super) fn most(leaders: &[u32]) -> usize {
    let mut counts = vec![0; leaders.len()];
    for leader in leaders {
        counts[*leader as usize] += 1;
    }
    counts.into_iter().max().unwrap_or_default()
}

/// Nodes by how much they are worth, of equal ones the first one first.
pub(super) fn by_rank(nodes: usize, rank: impl Fn(u32) -> (u32, u32)) -> Vec<u32> {
    let mut order: Vec<u32> = (0..nodes as u32).collect();
    order.sort_by_key(|node| {
        let (worth, first) = rank(*node);
        (Reverse(worth), first)
    });
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(pairs: &[(u32, u32, f64)], nodes: usize) -> Vec<Vec<Scored>> {
        let mut found = vec![Vec::new(); nodes];
        for (one, other, score) in pairs {
            found[*one as usize].push((*other, *score));
            found[*other as usize].push((*one, *score));
        }
        found
    }

    #[test]
    fn bounded_groups_grow_by_their_best_matches() {
        let pairs = [
            (0, 1, 0.5),
            (1, 2, 0.9),
            (2, 3, 0.7),
            (3, 4, 0.6),
            (0, 4, 0.5),
        ];
        let found = found(&pairs, 5);
        let edges = edges(&found, |score| score);
        assert_eq!(edges.len(), 5);
        assert_eq!(bounded_components(edges.clone(), &[1; 5], 5), [0; 5]);
        assert_eq!(
            bounded_components(edges.clone(), &[1; 5], 3),
            [0, 1, 1, 1, 0]
        );
        assert_eq!(
            bounded_components(edges.clone(), &[1; 5], 2),
            [0, 1, 1, 3, 3]
        );
        assert_eq!(
            bounded_components(edges.clone(), &[1, 2, 1, 1, 1], 2),
            [0, 1, 2, 2, 0]
        );
        assert_eq!(bounded_components(edges, &[1; 5], 1), [0, 1, 2, 3, 4]);
    }

    #[test]
    fn bounded_leaders_take_their_best_matches() {
        let found = found(&[(0, 1, 0.5), (0, 2, 0.9), (0, 3, 0.7), (1, 3, 0.8)], 4);
        let order = [0, 1, 2, 3];
        let led = |largest| led(&found, &[1; 4], &order, Sense::Similarity, largest);
        assert_eq!(led(None), [0; 4]);
        assert_eq!(led(Some(3)), [0, 1, 0, 0]);
        assert_eq!(led(Some(2)), [0, 1, 0, 1]);
        assert_eq!(led(Some(1)), [0, 1, 2, 3]);
    }

    #[test]
    fn a_pair_has_its_best_merit() {
        let found = vec![vec![(0, 1.0), (1, 0.25)], vec![(0, 0.5)]];
        let merits: Vec<f64> = edges(&found, |score| score)
            .iter()
            .map(|edge| edge.merit)
            .collect();
        assert_eq!(merits, [0.5]);
    }
}
