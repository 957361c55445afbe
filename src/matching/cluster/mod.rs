//! RowRange put into groups by their matches.
//!
//! Four ways are common. Connected components: a group is what can be reached from row to row, so it
//! may hold texts that are not alike themselves. Greedy: the first row that has no group leads a new
//! one, and takes in all rows without a group that match it (leader clustering, as in Hartigan,
//! "Clustering algorithms", 1975, chapter 3), so each text is alike its group's leader, and no two leaders
//! match. RowRange come in their own order, or in that of how much they are worth. Average and complete linkage merge groups that
//! are alike on average, or in all pairs ([`linkage`]).
//!
//! Two texts match if either direction of their score reaches the cutoff. Distinct texts are grouped, and
//! rows after them: many equal rows cost no more than one. A text need not match itself, as two symbols
//! have no three in common: then its rows are not together by being equal.

mod graph;
mod linkage;

use std::cmp::Reverse;

use serde::Deserialize;

use super::criterion::{Match, RowRange, Scored};
use super::join::{JoinSides, search};
use super::request::Request;
use super::{Distinct, JobControl};
use crate::measure::Sense;
use crate::scorer::ScorerScratch;
pub(super) use graph::Parents;
use linkage::{End, Linkage};

/// Bytes that a match takes at the peak: two numbers, a score, and room for the list of those of a text to grow.
const MATCH: u64 = 40;

/// Bytes that a match takes besides where groups are merged: half an edge, a link in a map, half a merge in a heap.
const LINK: u64 = 80;

/// How matches make groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// What can be reached from row to row.
    Components,
    /// What matches the row that leads the group.
    Greedy,
    /// What is alike on average.
    Average,
    /// What is all alike.
    Complete,
}

/// What is asked of groups.
#[derive(Clone, Copy, Debug)]
pub struct GroupRule {
    /// How matches make them.
    pub method: Method,
    /// The most rows that a group may grow to.
    pub largest: Option<u32>,
}

/// Groups of rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Groups {
    /// For each row its group, or `None` for null. Groups are numbered in the order of their first rows.
    pub numbers: Vec<Option<u32>>,
    /// How many distinct texts the group with most of them has.
    pub most: usize,
    /// How many distinct texts there are.
    pub texts: usize,
}

/// Puts the rows of a column into groups.
///
/// Greedy groups are led by the rows that are worth most, of equal ones the first; `worths` has a number for
/// each row, or none at all where all are worth the same. A row that matches nothing is a group of its own.
/// RowRange of equal texts are together, even if they are more than a group may grow to.
///
/// # Errors
/// If the matches are too many, or the work was stopped.
pub fn cluster(
    request: Request<'_>,
    rows: &RowRange<'_>,
    rule: GroupRule,
    worths: &[u32],
    job: &JobControl<'_>,
) -> Result<Groups, String> {
    let texts = Distinct::of(rows);
    let distinct = [texts.clone(), texts];
    let [texts, _] = &distinct;
    let rank = |number: u32, matches: &[Match], _: &mut ScorerScratch| {
        let others = matches.iter().map(|found| (found.right, found.score));
        vec![(number, others.collect())]
    };
    let sides = [rows.clone(), rows.clone()];
    let join_sides = JoinSides {
        sides: &sides,
        distinct: &distinct,
        weights: None,
    };
    let is_merging = matches!(rule.method, Method::Average | Method::Complete);
    let cost = if is_merging { MATCH + LINK } else { MATCH };
    let mut found = search(request, join_sides, texts.len(), job, rank, |_| cost)?;
    job.end()?;
    if !request.scoring.is_symmetric() {
        add_other_direction(&mut found);
    }
    let worth = |row: u32| worths.get(row as usize).copied().unwrap_or_default();
    let first = |text: u32| {
        let rows = texts.rows(text).iter().copied();
        rows.max_by_key(|row| (worth(*row), Reverse(*row)))
    };
    let firsts: Vec<u32> = (0..texts.len() as u32).filter_map(first).collect();
    let counts: Vec<u32> = (0..texts.len() as u32)
        .map(|text| texts.rows(text).len() as u32)
        .collect();
    let order = graph::by_rank(texts.len(), |text| {
        let first = firsts[text as usize];
        (worth(first), first)
    });
    let criterion = EdgeCriterion {
        rule,
        sense: request.scoring.sense(),
        worst: request.cutoff,
    };
    let leaders = leaders(&found, &counts, &order, criterion, job)?;
    let most = graph::most(&leaders);
    let leaders = Leaders::new(leaders, &found, rule.method);
    Ok(Groups {
        numbers: numbered(rows, texts, &leaders, &firsts),
        most,
        texts: texts.len(),
    })
}

/// Puts nodes into groups by their matches, each a pair of nodes and a score; for each node its group. Greedy
/// groups are led by the nodes that are worth most, as in [`cluster`].
///
/// # Errors
/// If the work was stopped.
pub fn group_pairs(
    nodes: usize,
    pairs: &[(u32, u32, f64)],
    worths: &[u32],
    criterion: EdgeCriterion,
    job: &JobControl<'_>,
) -> Result<Groups, String> {
    let mut found: Vec<Vec<Scored>> = vec![Vec::new(); nodes];
    // What is worse than the cutoff counts in a mean as well.
    let is_mean = criterion.rule.method == Method::Average;
    let reaches = |score| {
        criterion
            .worst
            .is_none_or(|worst| criterion.sense.reaches(score, worst))
    };
    for (one, other, score) in pairs
        .iter()
        .filter(|(.., score)| is_mean || reaches(*score))
    {
        found[*one as usize].push((*other, *score));
        found[*other as usize].push((*one, *score));
    }
    let worth = |node: u32| worths.get(node as usize).copied().unwrap_or_default();
    let order = graph::by_rank(nodes, |node| (worth(node), node));
    let leaders = leaders(&found, &vec![1; nodes], &order, criterion, job)?;
    let most = graph::most(&leaders);
    let mut groups: Vec<Option<u32>> = vec![None; nodes];
    let mut next = 0..;
    let number = |leader: u32| {
        let group = &mut groups[leader as usize];
        *group = group.or_else(|| next.next());
        *group
    };
    Ok(Groups {
        numbers: leaders.into_iter().map(number).collect(),
        most,
        texts: nodes,
    })
}

/// What is asked of groups, and of the scores that make them.
#[derive(Clone, Copy, Debug)]
pub struct EdgeCriterion {
    /// What is asked of groups.
    pub rule: GroupRule,
    /// Whether large or small scores are the better ones.
    pub sense: Sense,
    /// The worst score of a merge.
    pub worst: Option<f64>,
}

/// For each node the one that leads its group; `rows` says how many rows a node stands for.
fn leaders(
    found: &[Vec<Scored>],
    rows: &[u32],
    order: &[u32],
    criterion: EdgeCriterion,
    job: &JobControl<'_>,
) -> Result<Vec<u32>, String> {
    let EdgeCriterion {
        rule: GroupRule { method, largest },
        sense,
        worst,
    } = criterion;
    let largest = largest.map(u64::from);
    // The mean needs what is not found to count 0, and a ratio of how far apart to be one of how alike.
    let zero = if method == Method::Average { 1.0 } else { 0.0 };
    let merit = |score: f64| match sense {
        Sense::Similarity => score,
        Sense::Distance => zero - score,
    };
    let linkage = match method {
        Method::Components => {
            return Ok(match largest {
                Some(largest) => {
                    graph::bounded_components(graph::edges(found, merit), rows, largest)
                }
                None => graph::components(found),
            });
        }
        Method::Greedy => return Ok(graph::led(found, rows, order, sense, largest)),
        Method::Average => Linkage::Average,
        Method::Complete => Linkage::Complete,
    };
    let mut edges = graph::edges(found, merit);
    if method == Method::Average {
        // Pairs of merit 0 are as good as not found.
        edges.retain(|edge| edge.merit > 0.0);
    }
    let end = End {
        worst: worst.map_or(f64::NEG_INFINITY, merit),
        largest: largest.unwrap_or(u64::MAX),
    };
    linkage::linked(&edges, rows, linkage, end, job)
}

/// Has two texts match in both directions that do so in one.
fn add_other_direction(found: &mut [Vec<Scored>]) {
    let counts: Vec<usize> = found.iter().map(Vec::len).collect();
    for (text, count) in counts.into_iter().enumerate() {
        for at in 0..count {
            let (other, score) = found[text][at];
            if other as usize != text {
                found[other as usize].push((text as u32, score));
            }
        }
    }
}

/// For each text the one that leads its group.
struct Leaders {
    of: Vec<u32>,
    /// Leading texts of which one row is in the group, and all others are groups of their own.
    are_apart: Vec<bool>,
}

impl Leaders {
    fn new(of: Vec<u32>, found: &[Vec<Scored>], method: Method) -> Self {
        // RowRange of a text that does not match itself are not together by being equal.
        let texts = 0..found.len() as u32;
        let mut are_apart: Vec<bool> = texts
            .map(|text| !graph::matches_itself(found, text))
            .collect();
        if method != Method::Greedy {
            // They are by way of other texts.
            for (text, leader) in (0_u32..).zip(&of) {
                are_apart[*leader as usize] &= text == *leader;
            }
        }
        Self { of, are_apart }
    }
}

/// Numbers the groups of rows. `firsts` has for each text the row that leads if the text does.
fn numbered(
    RowRange { corpus, range }: &RowRange<'_>,
    texts: &Distinct,
    leaders: &Leaders,
    firsts: &[u32],
) -> Vec<Option<u32>> {
    let mut groups: Vec<Option<u32>> = vec![None; texts.len()];
    let mut next = 0..;
    let group = |(row, text): (usize, &Option<u32>)| {
        let Some(text) = *text else {
            // A processor left nothing of the text, unless there is none.
            return (!corpus.is_null(range.start + row)).then(|| next.next())?;
        };
        let leader = leaders.of[text as usize];
        let is_leading = firsts[text as usize] as usize == row;
        if text == leader && leaders.are_apart[text as usize] && !is_leading {
            return next.next();
        }
        let group = &mut groups[leader as usize];
        *group = group.or_else(|| next.next());
        *group
    };
    texts.numbers.iter().enumerate().map(group).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::{Corpus, Scoring};
    use crate::scorer::Scorer;

    const METHODS: [Method; 4] = [
        Method::Components,
        Method::Greedy,
        Method::Average,
        Method::Complete,
    ];

    fn groups(
        texts: &[Option<&str>],
        distance: f64,
        method: Method,
        worths: &[u32],
    ) -> Vec<Option<u32>> {
        let corpus = Corpus::from_texts(texts.iter().copied(), None);
        let scorer: Scorer = serde_json::from_str(
            r#"{"metric": "osa", "parameters": {}, "measure": "distance", "processor": null}"#,
        )
        .expect("a scorer");
        let request = Request {
            scoring: Scoring::Pairs(&scorer),
            cutoff: Some(distance),
            limit: None,
        };
        let rows = RowRange {
            corpus: &corpus,
            range: 0..texts.len(),
        };
        let rule = GroupRule {
            method,
            largest: None,
        };
        let job = JobControl::default();
        let groups = cluster(request, &rows, rule, worths, &job).expect("groups");
        groups.numbers
    }

    #[test]
    fn a_chain_is_one_component_and_two_greedy_groups() {
        let texts = [
            Some("xyz"),
            Some("abc"),
            None,
            Some("abd"),
            Some("aed"),
            Some("abc"),
        ];
        let components = [Some(0), Some(1), None, Some(1), Some(1), Some(1)];
        assert_eq!(groups(&texts, 1.0, Method::Components, &[]), components);
        let greedy = [Some(0), Some(1), None, Some(1), Some(2), Some(1)];
        assert_eq!(groups(&texts, 1.0, Method::Greedy, &[]), greedy);
        let led_by_the_middle = [Some(0), Some(1), None, Some(1), Some(1), Some(1)];
        let worths = [0, 1, 9, 2, 0, 1];
        let led = groups(&texts, 1.0, Method::Greedy, &worths);
        assert_eq!(led, led_by_the_middle);
    }

    #[test]
    fn rows_that_match_nothing_are_alone_even_if_equal() {
        let corpus = Corpus::from_texts([Some("ab"), Some("ab"), Some("c")], None);
        let scorer: Scorer = serde_json::from_str(
            r#"{"metric": "lcs_seq", "parameters": {}, "measure": "similarity", "processor": null}"#,
        )
        .expect("a scorer");
        let request = Request {
            scoring: Scoring::Pairs(&scorer),
            cutoff: Some(3.0),
            limit: None,
        };
        let rows = RowRange {
            corpus: &corpus,
            range: 0..3,
        };
        for method in METHODS {
            let rule = GroupRule {
                method,
                largest: None,
            };
            let groups = cluster(request, &rows, rule, &[], &JobControl::default());
            let numbers = groups.expect("groups").numbers;
            assert_eq!(numbers, [Some(0), Some(1), Some(2)]);
        }
    }
}
