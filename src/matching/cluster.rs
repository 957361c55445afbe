//! Rows of one column put into groups by their matches.
//!
//! Two ways are common. Connected components: a group is what can be reached from row to row, so it
//! may hold texts that are not alike themselves. Greedy: the first row that has no group leads a new
//! one, and takes in all rows without a group that match it (leader clustering, as in Hartigan,
//! "Clustering algorithms", 1975, chapter 3), so each text is alike its group's leader, and no two leaders
//! match. Rows come in their own order, or in that of how much they are worth.
//!
//! Two texts match if either direction of their score reaches the cutoff. Distinct texts are grouped, and
//! rows after them: many equal rows cost no more than one. A text need not match itself, as two symbols
//! have no three in common: then its rows are not together by being equal.

use std::cmp::Reverse;

use serde::Deserialize;

use super::criterion::{Match, RowRange, Scored};
use super::join::{JoinSides, search};
use super::request::Request;
use super::{Distinct, JobControl};
use crate::scorer::ScorerScratch;

/// Bytes that a match takes at the peak: two numbers, a score, and the spare capacity of a text's list.
const MATCH: u64 = 40;

/// How matches make groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// What can be reached from row to row.
    Components,
    /// What matches the row that leads the group.
    Greedy,
}

/// For each row its group, or `None` for null. Groups are numbered in the order of their first rows.
///
/// Greedy groups are led by the rows that are worth most, of equal ones the first; `worths` has a number for
/// each row, or none at all where all are worth the same. A row that matches nothing is a group of its own.
///
/// # Errors
/// If the matches are too many, or the work was stopped.
pub fn cluster(
    request: Request<'_>,
    rows: &RowRange<'_>,
    method: Method,
    worths: &[u32],
    job: &JobControl<'_>,
) -> Result<Vec<Option<u32>>, String> {
    let texts = Distinct::of(rows);
    let distinct = [texts.clone(), texts];
    let [texts, _] = &distinct;
    let rank = |number: u32, matches: &[Match], _: &mut ScorerScratch| {
        let neighbours = matches.iter().map(|matched| (matched.right, matched.score));
        vec![(number, neighbours.collect())]
    };
    let sides = [rows.clone(), rows.clone()];
    let join_sides = JoinSides {
        sides: &sides,
        distinct: &distinct,
        weights: None,
    };
    let mut matches = search(request, join_sides, texts.len(), job, rank, |_| MATCH)?;
    if !request.scoring.is_symmetric() {
        add_other_direction(&mut matches);
    }
    let worth = |row: u32| worths.get(row as usize).copied().unwrap_or_default();
    let first = |text: u32| {
        let rows = texts.rows(text).iter().copied();
        rows.max_by_key(|row| (worth(*row), Reverse(*row)))
    };
    let firsts: Vec<u32> = (0..texts.len() as u32).filter_map(first).collect();
    let groups = match method {
        Method::Components => components(&matches),
        Method::Greedy => {
            let mut order: Vec<u32> = (0..texts.len() as u32).collect();
            order.sort_by_key(|text| {
                let first = firsts[*text as usize];
                (Reverse(worth(first)), first)
            });
            greedy(&matches, &order)
        }
    };
    Ok(numbered(rows, texts, &groups, &firsts))
}

/// Has two texts match in both directions that do so in one.
fn add_other_direction(matches: &mut [Vec<Scored>]) {
    let counts: Vec<usize> = matches.iter().map(Vec::len).collect();
    for (text, count) in counts.into_iter().enumerate() {
        for at in 0..count {
            let (other, score) = matches[text][at];
            if other as usize != text {
                matches[other as usize].push((text as u32, score));
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

/// A component is led by its first text (union by first text, with path halving).
fn components(matches: &[Vec<Scored>]) -> Leaders {
    let mut parents: Vec<u32> = (0..matches.len() as u32).collect();
    fn root(parents: &mut [u32], mut text: u32) -> u32 {
        while parents[text as usize] != text {
            let above = parents[parents[text as usize] as usize];
            parents[text as usize] = above;
            text = above;
        }
        text
    }
    for (text, neighbours) in (0..).zip(matches) {
        for (other, _) in neighbours {
            let [one, two] = [text, *other].map(|text| root(&mut parents, text));
            parents[one.max(two) as usize] = one.min(two);
        }
    }
    let of: Vec<u32> = (0..parents.len() as u32)
        .map(|text| root(&mut parents, text))
        .collect();
    // Rows of a text that matches nothing, not even itself, are together with no other.
    let mut are_apart: Vec<bool> = matches.iter().map(Vec::is_empty).collect();
    for (text, leader) in (0_u32..).zip(&of) {
        are_apart[*leader as usize] &= text == *leader;
    }
    Leaders { of, are_apart }
}

/// A text is led by the first one in the order that takes it in.
fn greedy(matches: &[Vec<Scored>], order: &[u32]) -> Leaders {
    const FREE: u32 = u32::MAX;
    let mut of = vec![FREE; matches.len()];
    let mut are_apart = vec![false; matches.len()];
    for text in order {
        if of[*text as usize] != FREE {
            continue;
        }
        of[*text as usize] = *text;
        are_apart[*text as usize] = true;
        for (other, _) in &matches[*text as usize] {
            let leader = &mut of[*other as usize];
            if *leader == FREE {
                *leader = *text;
            }
            if other == text {
                are_apart[*text as usize] = false;
            }
        }
    }
    Leaders { of, are_apart }
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
        cluster(request, &rows, method, worths, &JobControl::default()).expect("groups")
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
        for method in [Method::Components, Method::Greedy] {
            let groups = cluster(request, &rows, method, &[], &JobControl::default());
            assert_eq!(groups, Ok(vec![Some(0), Some(1), Some(2)]));
        }
    }
}
