//! The criterion of a match, and the plain data of matches.

use std::cmp::Ordering;
use std::ops::Range;

use super::texts::corpus::Corpus;
use crate::measure::Sense;
use crate::scorer::{Scorer, Text};

/// What makes a pair a match: a score of at least the cutoff.
#[derive(Clone, Copy)]
pub(super) struct Criterion<'a> {
    /// Gives pairs their scores.
    pub(super) scorer: &'a Scorer,
    /// The worst score that is kept.
    pub(super) cutoff: Option<f64>,
}

/// Two distinct texts and their score.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Match {
    /// The left text.
    pub left: u32,
    /// The right text.
    pub right: u32,
    /// As good as the cutoff at least.
    pub score: f64,
}

/// Rows of a column of texts.
#[derive(Clone)]
pub struct RowRange<'a> {
    /// The column.
    pub corpus: &'a Corpus,
    /// Which of its rows; they are counted from the first of them.
    pub range: Range<usize>,
}

impl<'a> RowRange<'a> {
    /// The text of a row, unless it is null.
    pub(super) fn get(&self, row: u32) -> Option<Text<'a>> {
        let at = self.range.start + row as usize;
        self.range.contains(&at).then(|| self.corpus.get(at))?
    }
}

/// The matches of a join, by left row; those of a row by score, best first, and then by right row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Matches {
    /// Left rows.
    pub left: Vec<u32>,
    /// Right rows.
    pub right: Vec<u32>,
    /// Their scores.
    pub scores: Vec<f64>,
    /// For each match the scores of all fields, NaN where one is unknown; nothing if they are not asked for.
    pub field_scores: Vec<f64>,
}

impl Matches {
    /// Keeps each pair of rows of one column once, the earlier row as the left one. Scores that are not
    /// symmetric may match in both directions: the better one is kept.
    pub fn keep_once(&mut self, sense: Sense, is_symmetric: bool) {
        if !is_symmetric {
            return self.keep_better(sense);
        }
        let rows = self.left.iter().zip(&self.right);
        let kept: Vec<bool> = rows.map(|(left, right)| left < right).collect();
        let mut each = kept.iter().copied();
        self.left.retain(|_| each.next() == Some(true));
        let mut each = kept.iter().copied();
        self.right.retain(|_| each.next() == Some(true));
        let mut each = kept.iter().copied();
        self.scores.retain(|_| each.next() == Some(true));
    }

    /// Of both directions keeps the better one.
    fn keep_better(&mut self, sense: Sense) {
        let rows = self.left.iter().zip(&self.right).zip(&self.scores);
        let apart = rows.filter(|((left, right), _)| left != right);
        let mut pairs: Vec<(u32, Scored)> = apart
            .map(|((left, right), score)| (*left.min(right), (*left.max(right), *score)))
            .collect();
        pairs.sort_unstable_by(|(left, one), (other_left, other)| {
            let rows = (left, one.0).cmp(&(other_left, other.0));
            rows.then_with(|| by_worth(sense, one, other))
        });
        pairs.dedup_by_key(|(left, (right, _))| (*left, *right));
        pairs.sort_unstable_by(|(left, one), (other_left, other)| {
            let rows = left.cmp(other_left);
            rows.then_with(|| by_worth(sense, one, other))
        });
        self.left = pairs.iter().map(|(left, _)| *left).collect();
        self.right = pairs.iter().map(|(_, (right, _))| *right).collect();
        self.scores = pairs.into_iter().map(|(_, (_, score))| score).collect();
    }
}

/// A right row and its score.
pub(super) type Scored = (u32, f64);

/// The order of right rows by their scores: the better one first, and of equal ones the earlier row.
pub(super) fn by_worth(sense: Sense, one: &Scored, other: &Scored) -> Ordering {
    let scores = match sense {
        Sense::Distance => one.1.total_cmp(&other.1),
        Sense::Similarity => other.1.total_cmp(&one.1),
    };
    scores.then(one.0.cmp(&other.0))
}
