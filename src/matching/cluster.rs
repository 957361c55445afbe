//! Rows of one column put into groups by their matches.
//!
//! Two ways are common. Connected components: a group is what can be reached from row to row, so it
//! may hold texts that are not alike themselves. Greedy: the first row that has no group leads a new
//! one, and takes in all rows without a group that match it (leader clustering, as in Hartigan,
//! "Clustering algorithms", 1975, chapter 3), so each text is alike its group's first. Distinct texts are
//! grouped, and rows after them: many equal rows cost no more than one.

use serde::Deserialize;

use super::criterion::{Match, Rows, Scored};
use super::join::{Sought, search};
use super::request::Request;
use super::{Distinct, Watch};
use crate::scorer::Scratch;

/// Bytes that a match takes at the peak: two numbers, a score, and room for the list of those of a text to grow.
const MATCH: u64 = 40;

/// How matches make groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// What can be reached from row to row.
    Components,
    /// What matches the first row of the group.
    Greedy,
}

/// For each row its group, or `None` for null. Groups are numbered in the order of their first rows.
///
/// # Errors
/// If the matches are too many, or the work was stopped.
pub fn cluster(
    request: Request<'_>,
    rows: &Rows<'_>,
    method: Method,
    watch: &Watch<'_>,
) -> Result<Vec<Option<u32>>, String> {
    let texts = Distinct::of(rows);
    let distinct = [texts.clone(), texts];
    let [texts, _] = &distinct;
    let rank = |number: u32, matches: &[Match], _: &mut Scratch| {
        let others = matches.iter().map(|found| (found.right, found.score));
        vec![(number, others.collect())]
    };
    let sides = [rows.clone(), rows.clone()];
    let sought = Sought {
        sides: &sides,
        distinct: &distinct,
        weights: None,
    };
    let found = search(request, sought, texts.len(), watch, rank, |_| MATCH)?;
    let leaders = match method {
        Method::Components => components(&found),
        Method::Greedy => greedy(&found),
    };
    // Rows of a text that matches nothing, not even itself, are groups of their own.
    let mut is_alone: Vec<bool> = found.iter().map(Vec::is_empty).collect();
    for (text, leader) in (0_u32..).zip(&leaders) {
        if text != *leader {
            is_alone[*leader as usize] = false;
        }
    }
    Ok(numbered(texts, &leaders, |leader| {
        is_alone[leader as usize]
    }))
}

/// For each text the first one of its component (union by first text, with path halving).
fn components(found: &[Vec<Scored>]) -> Vec<u32> {
    let mut parents: Vec<u32> = (0..found.len() as u32).collect();
    fn root(parents: &mut [u32], mut text: u32) -> u32 {
        while parents[text as usize] != text {
            let above = parents[parents[text as usize] as usize];
            parents[text as usize] = above;
            text = above;
        }
        text
    }
    for (text, others) in (0..).zip(found) {
        for (other, _) in others {
            let [one, two] = [text, *other].map(|text| root(&mut parents, text));
            parents[one.max(two) as usize] = one.min(two);
        }
    }
    (0..parents.len() as u32)
        .map(|text| root(&mut parents, text))
        .collect()
}

/// For each text the first one that takes it in; texts are in the order of their first rows.
fn greedy(found: &[Vec<Scored>]) -> Vec<u32> {
    const FREE: u32 = u32::MAX;
    let mut leaders = vec![FREE; found.len()];
    for (text, others) in (0..).zip(found) {
        if leaders[text as usize] != FREE {
            continue;
        }
        leaders[text as usize] = text;
        for (other, _) in others {
            let leader = &mut leaders[*other as usize];
            if *leader == FREE {
                *leader = text;
            }
        }
    }
    leaders
}

/// Numbers the groups of rows, given the group of each text.
fn numbered(texts: &Distinct, leaders: &[u32], is_alone: impl Fn(u32) -> bool) -> Vec<Option<u32>> {
    let mut groups: Vec<Option<u32>> = vec![None; texts.len()];
    let mut next = 0..;
    let group = |number: &Option<u32>| {
        let leader = leaders[(*number)? as usize];
        let group = &mut groups[leader as usize];
        if group.is_none() || is_alone(leader) {
            *group = next.next();
        }
        *group
    };
    texts.numbers.iter().map(group).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::{Corpus, Scoring};
    use crate::scorer::Scorer;

    fn groups(texts: &[Option<&str>], distance: f64, method: Method) -> Vec<Option<u32>> {
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
        let rows = Rows {
            corpus: &corpus,
            range: 0..texts.len(),
        };
        cluster(request, &rows, method, &Watch::default()).expect("groups")
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
        assert_eq!(groups(&texts, 1.0, Method::Components), components);
        let greedy = [Some(0), Some(1), None, Some(1), Some(2), Some(1)];
        assert_eq!(groups(&texts, 1.0, Method::Greedy), greedy);
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
        let rows = Rows {
            corpus: &corpus,
            range: 0..3,
        };
        for method in [Method::Components, Method::Greedy] {
            let groups = cluster(request, &rows, method, &Watch::default());
            assert_eq!(groups, Ok(vec![Some(0), Some(1), Some(2)]));
        }
    }
}
