//! Pairs of rows cut down to one partner for each row, with the largest total score.
//!
//! Rows linked by pairs make a component, and no pair leaves one, so components are solved apart. A component is a
//! table of weights, one row for each left row and one column for each right row; the algorithm of Kuhn and Munkres
//! chooses at most one cell of each row and column with the largest sum, in rows² × columns steps. A component of
//! more than [`MOST_CELLS`] cells takes its pairs greedily, the best first, whose total is at least half of the
//! largest one.
//!
//! Weights are integers, so that no rounding decides: the score in [`SCORE_BITS`] bits, above a preference among
//! equal totals, first for more pairs, then for pairs of like order. Rows of equal texts are paired in their order.
//!
//! Kuhn, "The Hungarian method for the assignment problem", 1955; Munkres, "Algorithms for the assignment and
//! transportation problems", 1957.

use pathfinding::kuhn_munkres::kuhn_munkres;
use pathfinding::matrix::Matrix;
use rayon::prelude::*;

use super::cluster::Parents;
use crate::interrupt;
use crate::measure::Sense;

/// The largest component solved exactly, such as 512 left rows and 512 right rows: about a tenth of a second.
const MOST_CELLS: usize = 1 << 18;

/// Bits of a score in a weight, which leave errors of 1e-12 of the largest score.
const SCORE_BITS: u32 = 40;

/// Bits of a weight below the score.
const PREFERENCE_BITS: u32 = 50;

/// What a pair counts besides its score. Distances of ranks, squared, are below it.
const ONE_MORE_PAIR: i128 = (MOST_CELLS as i128) * (MOST_CELLS as i128);

/// A pair of a left row and a right row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScoredPair {
    /// The left row.
    pub left: u32,
    /// The right row.
    pub right: u32,
    /// How much they are alike, or differ; finite.
    pub score: f64,
}

/// Says of each pair whether it is kept. No row is in two kept pairs.
///
/// Of similarities the kept pairs have the largest total; of distances there are as many as can be, with the least
/// total. Among these there are as many as can be, and rows of like order are together. A pair listed twice counts
/// once, with its best score.
///
/// # Errors
/// If the work was stopped.
pub fn one_to_one(pairs: &[ScoredPair], sense: Sense) -> Result<Vec<bool>, String> {
    let components = components(pairs);
    let chosen: Result<Vec<Vec<u32>>, String> = components
        .par_iter()
        .map(|component| {
            interrupt::check()?;
            Ok(Component::new(pairs, component, sense).choose())
        })
        .collect();
    let mut is_kept = vec![false; pairs.len()];
    for at in chosen?.into_iter().flatten() {
        is_kept[at as usize] = true;
    }
    Ok(is_kept)
}

/// Lists the positions of each component's pairs, in their order.
fn components(pairs: &[ScoredPair]) -> Vec<Vec<u32>> {
    let lefts = distinct(pairs.iter().map(|pair| pair.left));
    let rights = distinct(pairs.iter().map(|pair| pair.right));
    let mut parents = Parents::new(lefts.len() + rights.len());
    let rank = |rows: &[u32], row| rows.partition_point(|other| *other < row) as u32;
    for pair in pairs {
        let right = lefts.len() as u32 + rank(&rights, pair.right);
        let [one, other] = [rank(&lefts, pair.left), right].map(|node| parents.root(node));
        parents.put(one.max(other), one.min(other));
    }
    // A component goes by its first left row.
    let mut lists = vec![Vec::new(); lefts.len()];
    for (at, pair) in (0..).zip(pairs) {
        let root = parents.root(rank(&lefts, pair.left));
        lists[root as usize].push(at);
    }
    lists.retain(|list| !list.is_empty());
    lists
}

/// The rows of one side, each once, in their order.
fn distinct(rows: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut rows: Vec<u32> = rows.collect();
    rows.sort_unstable();
    rows.dedup();
    rows
}

/// A cell of a table: a pair by its position in the list, and the ranks of its rows.
#[derive(Clone, Copy)]
struct Cell {
    at: u32,
    left: usize,
    right: usize,
    score: f64,
}

/// Rows linked by pairs.
struct Component {
    /// One cell for each two rows, the best pairs first, of equal scores in the order of rows.
    cells: Vec<Cell>,
    lefts: usize,
    rights: usize,
    sense: Sense,
}

impl Component {
    fn new(pairs: &[ScoredPair], component: &[u32], sense: Sense) -> Self {
        let listed = || component.iter().map(|at| pairs[*at as usize]);
        let lefts = distinct(listed().map(|pair| pair.left));
        let rights = distinct(listed().map(|pair| pair.right));
        let mut cells: Vec<Cell> = component
            .iter()
            .zip(listed())
            .map(|(at, pair)| Cell {
                at: *at,
                left: lefts.partition_point(|row| *row < pair.left),
                right: rights.partition_point(|row| *row < pair.right),
                score: pair.score,
            })
            .collect();
        let place = |cell: &Cell| (cell.left, cell.right);
        let by_score = |one: &Cell, other: &Cell| match sense {
            Sense::Similarity => other.score.total_cmp(&one.score),
            Sense::Distance => one.score.total_cmp(&other.score),
        };
        cells.sort_by(|one, other| place(one).cmp(&place(other)).then(by_score(one, other)));
        cells.dedup_by_key(|cell| place(cell));
        cells.sort_by(by_score);
        Self {
            cells,
            lefts: lefts.len(),
            rights: rights.len(),
            sense,
        }
    }

    /// Chooses cells, no two of them in one row or column; gives the positions of their pairs.
    fn choose(&self) -> Vec<u32> {
        let Self { lefts, rights, .. } = *self;
        if lefts.min(rights) > 1 && lefts.saturating_mul(rights) <= MOST_CELLS {
            self.largest_total()
        } else {
            self.greedy()
        }
    }

    /// Takes the best cell, then the best one of what is left. With one row or one column this is the largest total.
    fn greedy(&self) -> Vec<u32> {
        let (mut has_left, mut has_right) = (vec![false; self.lefts], vec![false; self.rights]);
        let mut chosen = Vec::new();
        for cell in &self.cells {
            if self.counts(cell) && !has_left[cell.left] && !has_right[cell.right] {
                (has_left[cell.left], has_right[cell.right]) = (true, true);
                chosen.push(cell.at);
            }
        }
        chosen
    }

    /// Solves the assignment.
    fn largest_total(&self) -> Vec<u32> {
        // The solver wants no more rows than columns.
        let is_turned = self.lefts > self.rights;
        let place = |cell: &Cell| match is_turned {
            false => (cell.left, cell.right),
            true => (cell.right, cell.left),
        };
        let (rows, columns) = (self.lefts.min(self.rights), self.lefts.max(self.rights));
        let mut weights = Matrix::new(rows, columns, 0);
        let mut pairs = Matrix::new(rows, columns, None);
        let largest = self.cells.iter().map(|cell| cell.score.abs());
        let largest = largest.fold(0.0, f64::max).max(f64::MIN_POSITIVE);
        for cell in self.cells.iter().filter(|cell| self.counts(cell)) {
            weights[place(cell)] = self.weight(cell, largest);
            pairs[place(cell)] = Some(cell.at);
        }
        let (_, columns) = kuhn_munkres(&weights);
        let cells = columns.into_iter().enumerate();
        cells.filter_map(|place| pairs[place]).collect()
    }

    /// Whether a cell can add to the total.
    fn counts(&self, cell: &Cell) -> bool {
        self.sense == Sense::Distance || cell.score >= 0.0
    }

    /// How much it is worth to choose a cell rather than none; above 0.
    fn weight(&self, cell: &Cell, largest: f64) -> i128 {
        let score =
            (cell.score / largest * f64::from(1_u32 << 20) * f64::from(1_u32 << (SCORE_BITS - 20)))
                .round() as i128;
        let worth = match self.sense {
            Sense::Similarity => score,
            // One pair more is worth more than all distances together.
            Sense::Distance => {
                (1 << SCORE_BITS) * (1 + self.lefts.min(self.rights) as i128) - score
            }
        };
        let apart = cell.left.abs_diff(cell.right) as i128;
        (worth << PREFERENCE_BITS) + ONE_MORE_PAIR - apart * apart
    }
}
