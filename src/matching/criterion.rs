//! What is asked of pairs, and what answers are made of.

use std::ops::Range;

use super::texts::corpus::Corpus;
use crate::scorer::{Scorer, Text};

/// What is asked of each pair.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
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
pub struct Rows<'a> {
    /// The column.
    pub corpus: &'a Corpus,
    /// Which of its rows; they are counted from the first of them.
    pub range: Range<usize>,
}

impl<'a> Rows<'a> {
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
}

impl Matches {
    /// Keeps the pairs whose left row stands before the right one.
    pub fn keep_once(&mut self) {
        let rows = self.left.iter().zip(&self.right);
        let kept: Vec<bool> = rows.map(|(left, right)| left < right).collect();
        let mut each = kept.iter().copied();
        self.left.retain(|_| each.next() == Some(true));
        let mut each = kept.iter().copied();
        self.right.retain(|_| each.next() == Some(true));
        let mut each = kept.iter().copied();
        self.scores.retain(|_| each.next() == Some(true));
    }
}

/// A right row and its score.
pub(super) type Scored = (u32, f64);
