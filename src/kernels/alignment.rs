//! The best score of an alignment in which pairs of symbols have scores and gaps have costs.
//!
//! Needleman and Wunsch (1970) align whole sequences, Smith and Waterman (1981) the best part of each;
//! both with affine gaps as Gotoh has them ("An improved algorithm for matching biological
//! sequences", 1982): a gap of k symbols costs `open + (k - 1) * extend`. One row of the matrix is
//! kept, with the best score that ends in a gap beside it. O(m n) time, O(n) memory.

use crate::interrupt::Pace;
use crate::symbol::Symbol;

/// What a gap costs.
#[derive(Clone, Copy, Debug)]
pub struct Gap {
    /// Its first symbol.
    pub open: f64,
    /// Each further one.
    pub extend: f64,
}

impl Gap {
    /// The cost of a gap of so many symbols.
    fn cost(self, symbols: usize) -> f64 {
        if symbols == 0 {
            return 0.0;
        }
        self.open + (symbols - 1) as f64 * self.extend
    }
}

/// The best score of whole sequences.
///
/// A cell holds the best score that does not end in a gap of the right sequence, and the best one that does.
/// So a gap is one gap however long it is, even where it would be cheaper to open it again.
pub fn global<S: Symbol>(
    left: &[S],
    right: &[S],
    gap: Gap,
    score: impl Fn(u32, u32) -> f64,
    row: &mut Vec<[f64; 2]>,
) -> f64 {
    row.clear();
    row.extend((0..=right.len()).map(|column| [0.0 - gap.cost(column), f64::NEG_INFINITY]));
    let mut pace = Pace::default();
    for (above, symbol) in (1..).zip(left) {
        if pace.ends(right.len()) {
            break;
        }
        // The best score that does not end in a gap of the left sequence, and the best one that does.
        let (mut before, mut across) = (0.0 - gap.cost(above), f64::NEG_INFINITY);
        let [up, down] = std::mem::replace(&mut row[0], [f64::NEG_INFINITY, before]);
        let mut diagonal = up.max(down);
        for (cell, other) in row[1..].iter_mut().zip(right) {
            let [up, down] = *cell;
            let paired = diagonal + score(symbol.code(), other.code());
            diagonal = up.max(down);
            let down = (up - gap.open).max(down - gap.extend);
            across = (before - gap.open).max(across - gap.extend);
            before = paired.max(down);
            *cell = [paired.max(across), down];
        }
    }
    row.last().map_or(0.0, |[up, down]| up.max(*down))
}

/// The best score of a part of each sequence; zero for empty parts. Cells are as in [`global`].
pub fn local<S: Symbol>(
    left: &[S],
    right: &[S],
    gap: Gap,
    score: impl Fn(u32, u32) -> f64,
    row: &mut Vec<[f64; 2]>,
) -> f64 {
    row.clear();
    row.resize(right.len(), [0.0, f64::NEG_INFINITY]);
    let mut best = 0.0_f64;
    let mut pace = Pace::default();
    for symbol in left {
        if pace.ends(right.len()) {
            break;
        }
        let (mut diagonal, mut before, mut across) = (0.0, 0.0_f64, f64::NEG_INFINITY);
        for (cell, other) in row.iter_mut().zip(right) {
            let [up, down] = *cell;
            let paired = (diagonal + score(symbol.code(), other.code())).max(0.0);
            diagonal = up.max(down);
            let down = (up - gap.open).max(down - gap.extend);
            across = (before - gap.open).max(across - gap.extend);
            before = paired.max(down);
            *cell = [paired.max(across), down];
            best = best.max(paired);
        }
    }
    best
}
