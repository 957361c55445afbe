//! Levenshtein distance with a cost for each rewrite of a few letters: `o` as `0`, `rn` as `m`, `h` as nothing.
//!
//! The matrix is Wagner and Fischer's. A cell has one more way to it for each rewrite that ends there: from the cell
//! before both of its sides. So each letter takes part in one rewrite at most, and none is rewritten again; a chain of
//! cheap rewrites (`a` as `c`, `c` as `b`) says nothing about a dearer one (`a` as `b`). O(m · n) time, and one row of
//! memory for each letter of the longest left side, plus one.
//!
//! For a row the costs of the left letter's substitutions are laid out by the class of the right letter. Classes
//! number the letters that the table names, and class 0 is any other letter, so that no cell looks anything up by its
//! letter.

use std::collections::HashMap;

use crate::interrupt::Pace;
use crate::kernels::edit::weighted::Weights;
use crate::kernels::match_masks::Scratch;
use crate::symbol::Symbol;

/// The most letters on a side of a rewrite.
pub const LONGEST: usize = 8;

/// Letters below this are looked up in an array; bytes beyond it are no letters.
const ASCII: usize = 128;

/// Sums of rounded costs differ from the exact ones by less than this part of them.
const ROUNDING: f64 = 1e-9;

/// A rewrite, and what it costs.
pub type Rewrite = (String, String, f64);

/// Several letters as several others, by their classes.
#[derive(Clone, Debug)]
struct Longer {
    left: Box<[u32]>,
    right: Box<[u32]>,
    cost: f64,
}

/// What each rewrite costs, in the form that comparisons take.
#[derive(Clone, Debug)]
pub struct Rewrites {
    ascii: [u32; ASCII],
    others: HashMap<u32, u32>,
    /// For each class.
    insertions: Vec<f64>,
    deletions: Vec<f64>,
    /// For each class of a left letter the classes of right letters whose cost is named.
    substitutions: Vec<Vec<(u32, f64)>>,
    substitution: f64,
    /// Rewrites of several letters.
    longer: Vec<Longer>,
    /// Insertions of several letters.
    inserted: Vec<Longer>,
    /// The most letters of a left side.
    longest: usize,
    bounds: RewriteBounds,
    is_symmetric: bool,
}

/// What follows from the costs for all texts.
#[derive(Clone, Copy, Debug)]
pub struct RewriteBounds {
    /// No rewrite costs less for each letter of its longer side.
    pub each: f64,
    /// No rewrite costs less for each letter by which it shortens a text.
    pub shorter: f64,
    /// No rewrite costs less for each letter by which it lengthens a text.
    pub longer: f64,
    /// The largest cost of a deletion, an insertion, a substitution of one letter.
    pub most: [f64; 3],
}

impl Rewrites {
    /// The costs of some rewrites. What they do not name costs its weight.
    ///
    /// # Errors
    /// If a cost is negative or not finite, both sides are equal, or one has too many letters.
    pub fn new(weights: Weights, named: &[Rewrite]) -> Result<Self, String> {
        let [insertion, deletion, substitution] =
            [weights.insertion, weights.deletion, weights.substitution].map(f64::from);
        let mut rewrites = Self {
            ascii: [0; ASCII],
            others: HashMap::new(),
            insertions: vec![insertion],
            deletions: vec![deletion],
            substitutions: vec![Vec::new()],
            substitution,
            longer: Vec::new(),
            inserted: Vec::new(),
            longest: 1,
            bounds: RewriteBounds {
                each: insertion.min(deletion).min(substitution),
                shorter: deletion,
                longer: insertion,
                most: [deletion, insertion, substitution],
            },
            is_symmetric: false,
        };
        for (left, right, cost) in named {
            if !(*cost >= 0.0 && cost.is_finite()) {
                return Err(format!("expected finite costs of at least 0, got {cost}"));
            }
            let [left, right] = [left, right].map(|side| rewrites.classes(side, weights));
            if left == right || left.len().max(right.len()) > LONGEST {
                return Err(format!(
                    "expected costs of different texts of at most {LONGEST} letters, got {:?}",
                    (left.len(), right.len())
                ));
            }
            rewrites.name(&left, &right, *cost);
        }
        let known: HashMap<(&str, &str), f64> = named
            .iter()
            .map(|(left, right, cost)| ((left.as_str(), right.as_str()), *cost))
            .collect();
        rewrites.is_symmetric = insertion == deletion
            && known
                .iter()
                .all(|((left, right), cost)| known.get(&(*right, *left)) == Some(cost));
        Ok(rewrites)
    }

    /// The classes of letters, new ones among them.
    fn classes(&mut self, letters: &str, weights: Weights) -> Vec<u32> {
        let class = |letter: char| {
            let code = letter as u32;
            let next = self.insertions.len() as u32;
            let class = match self.ascii.get_mut(code as usize) {
                Some(class) => class,
                None => self.others.entry(code).or_default(),
            };
            if *class == 0 {
                *class = next;
                self.insertions.push(weights.insertion.into());
                self.deletions.push(weights.deletion.into());
                self.substitutions.push(Vec::new());
            }
            *class
        };
        letters.chars().map(class).collect()
    }

    fn name(&mut self, left: &[u32], right: &[u32], cost: f64) {
        let [lefts, rights] = [left, right].map(<[u32]>::len);
        let bounds = &mut self.bounds;
        bounds.each = bounds.each.min(cost / lefts.max(rights) as f64);
        if lefts > rights {
            bounds.shorter = bounds.shorter.min(cost / (lefts - rights) as f64);
        } else if rights > lefts {
            bounds.longer = bounds.longer.min(cost / (rights - lefts) as f64);
        }
        let [deletion, insertion, substitution] = &mut bounds.most;
        match (left, right) {
            ([letter], []) => {
                self.deletions[*letter as usize] = cost;
                *deletion = deletion.max(cost);
            }
            ([], [letter]) => {
                self.insertions[*letter as usize] = cost;
                *insertion = insertion.max(cost);
            }
            ([letter], [other]) => {
                self.substitutions[*letter as usize].push((*other, cost));
                *substitution = substitution.max(cost);
            }
            _ => {
                self.longest = self.longest.max(lefts);
                let several = if left.is_empty() {
                    &mut self.inserted
                } else {
                    &mut self.longer
                };
                several.push(Longer {
                    left: left.into(),
                    right: right.into(),
                    cost,
                });
            }
        }
    }

    /// What follows from the costs for all texts.
    pub fn bounds(&self) -> RewriteBounds {
        self.bounds
    }

    /// Whether each rewrite costs as much backwards.
    pub fn is_symmetric(&self) -> bool {
        self.is_symmetric
    }

    fn class<S: Symbol>(&self, symbol: S) -> u32 {
        let code = symbol.code();
        match self.ascii.get(code as usize) {
            Some(class) => *class,
            None if S::BITS == u8::BITS || self.others.is_empty() => 0,
            None => self.others.get(&code).copied().unwrap_or(0),
        }
    }
}

impl RewriteBounds {
    /// The largest distance of texts of these lengths, or a larger one: all letters deleted and inserted, or as many
    /// as possible substituted, whichever is cheaper.
    #[must_use]
    pub fn maximum(self, left: u32, right: u32) -> f64 {
        let [deletion, insertion, substitution] = self.most;
        let replaced = f64::from(left) * deletion + f64::from(right) * insertion;
        let substituted = f64::from(left.min(right)) * substitution
            + f64::from(left.saturating_sub(right)) * deletion
            + f64::from(right.saturating_sub(left)) * insertion;
        replaced.min(substituted)
    }

    /// No distance of texts of these lengths is smaller.
    #[must_use]
    pub fn least(self, left: u32, right: u32) -> f64 {
        let shorter = f64::from(left.saturating_sub(right)) * self.shorter;
        let longer = f64::from(right.saturating_sub(left)) * self.longer;
        (shorter + longer) * (1.0 - ROUNDING)
    }

    /// No distance of texts is smaller of which the longer one has this many letters that are not left as they are.
    #[must_use]
    pub fn least_of(self, rewritten: u32) -> f64 {
        f64::from(rewritten) * self.each * (1.0 - ROUNDING)
    }
}

/// The least total cost of rewrites that turn `left` into `right`. Exact up to `limit`; any number above `limit` where it
/// is more.
pub fn rewriting<S: Symbol>(
    left: &[S],
    right: &[S],
    rewrites: &Rewrites,
    limit: f64,
    scratch: &mut Scratch,
) -> f64 {
    let Scratch { costs, names, .. } = scratch;
    let [lefts, rights, ..] = names;
    for (classes, side) in [(&mut *lefts, left), (&mut *rights, right)] {
        classes.clear();
        classes.extend(side.iter().map(|symbol| rewrites.class(*symbol)));
    }
    let [rows, insertions, substitutions, longer] = costs;
    insertions.clear();
    let insertion = |class: &u32| rewrites.insertions[*class as usize];
    insertions.extend(rights.iter().map(insertion));
    substitutions.clear();
    substitutions.resize(rewrites.insertions.len(), rewrites.substitution);

    let width = right.len() + 1;
    // The last rows of the matrix, each in the place of one that no rewrite reaches any more.
    let kept = rewrites.longest + 1;
    rows.clear();
    rows.resize(kept * width, 0.0);
    for column in 0..right.len() {
        rows[column + 1] = rows[column] + insertions[column];
        rewrites.insert(rights, &mut rows[..width], column + 1);
    }
    // Every way to the end passes through one of as many rows as a left side has letters.
    let mut beyond = 0;
    let mut pace = Pace::default();
    for (at, symbol) in left.iter().enumerate() {
        let class = lefts[at] as usize;
        for (other, cost) in &rewrites.substitutions[class] {
            substitutions[*other as usize] = *cost;
        }
        let is_reached = rewrites.reach([&lefts[..=at], rights], rows, longer);
        let deletion = rewrites.deletions[class];
        let (above, row) = (at % kept * width, (at + 1) % kept * width);
        let mut diagonal = rows[above];
        let mut value = diagonal + deletion;
        if is_reached {
            value = value.min(longer[0]);
        }
        rows[row] = value;
        let mut least = value;
        for column in 0..right.len() {
            let substitution = if *symbol == right[column] {
                0.0
            } else {
                substitutions[rights[column] as usize]
            };
            let over = rows[above + column + 1];
            value = (diagonal + substitution)
                .min(over + deletion)
                .min(value + insertions[column]);
            if is_reached {
                value = value.min(longer[column + 1]);
            }
            diagonal = over;
            rows[row + column + 1] = value;
            if !rewrites.inserted.is_empty() {
                value = rewrites.insert(rights, &mut rows[row..row + width], column + 1);
            }
            least = least.min(value);
        }
        for (other, _) in &rewrites.substitutions[class] {
            substitutions[*other as usize] = rewrites.substitution;
        }
        beyond = if least > limit { beyond + 1 } else { 0 };
        if beyond >= rewrites.longest || pace.ends(right.len()) {
            return f64::INFINITY;
        }
    }
    rows[left.len() % kept * width + right.len()]
}

impl Rewrites {
    /// Writes for each cell of the row behind some left letters what it costs to come there by a rewrite of several
    /// letters, and says whether there is one whose left side ends there.
    fn reach(&self, [lefts, rights]: [&[u32]; 2], rows: &[f64], costs: &mut Vec<f64>) -> bool {
        let (kept, width) = (self.longest + 1, rights.len() + 1);
        let mut is_reached = false;
        for longer in &self.longer {
            if !lefts.ends_with(&longer.left) {
                continue;
            }
            if !is_reached {
                is_reached = true;
                costs.clear();
                costs.resize(width, f64::INFINITY);
            }
            let from = (lefts.len() - longer.left.len()) % kept * width;
            for column in longer.right.len()..width {
                if rights[..column].ends_with(&longer.right) {
                    let cost = rows[from + column - longer.right.len()] + longer.cost;
                    costs[column] = costs[column].min(cost);
                }
            }
        }
        is_reached
    }

    /// Lowers a cell to what it costs to come there by an insertion of several letters, and returns it.
    fn insert(&self, rights: &[u32], row: &mut [f64], column: usize) -> f64 {
        for inserted in &self.inserted {
            if rights[..column].ends_with(&inserted.right) {
                let cost = row[column - inserted.right.len()] + inserted.cost;
                row[column] = row[column].min(cost);
            }
        }
        row[column]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::naive;

    fn table(named: &[(&str, &str, f64)]) -> Vec<Rewrite> {
        let rewrite = |(left, right, cost): &(&str, &str, f64)| {
            ((*left).to_owned(), (*right).to_owned(), *cost)
        };
        named.iter().map(rewrite).collect()
    }

    fn ones() -> Weights {
        Weights {
            insertion: 1,
            deletion: 1,
            substitution: 1,
        }
    }

    /// Tables over the letters 0 to 3, which the random pairs are made of.
    fn tables() -> Vec<Vec<Rewrite>> {
        [
            &[("\u{0}", "\u{1}", 0.25)][..],
            &[
                ("\u{0}", "", 0.125),
                ("", "\u{2}", 0.5),
                ("\u{1}", "\u{3}", 2.5),
            ],
            &[("\u{0}\u{1}", "\u{2}", 0.25), ("\u{2}", "\u{0}\u{1}", 0.25)],
            &[
                ("\u{0}\u{0}\u{1}", "\u{1}\u{0}", 0.5),
                ("", "\u{1}\u{1}", 0.25),
                ("\u{2}\u{3}", "", 0.0),
            ],
            &[],
        ]
        .map(table)
        .into()
    }

    #[test]
    fn equals_the_textbook_within_every_limit() {
        let tables = tables();
        naive::for_pairs(|left, right, scratch| {
            let wide = [left, right]
                .map(|side| side.iter().map(|code| u32::from(*code)).collect::<Vec<_>>());
            // The textbook looks at each way to each cell.
            let [left, right] = [left, right].map(|side| &side[..side.len().min(40)]);
            let [wide_left, wide_right] = wide.each_ref().map(|side| &side[..side.len().min(40)]);
            for named in &tables {
                let rewrites = Rewrites::new(ones(), named).expect("costs");
                let expected = naive::rewriting(left, right, [1.0; 3], named);
                for limit in [0.0, expected / 2.0, expected, f64::INFINITY] {
                    let bytes = rewriting(left, right, &rewrites, limit, scratch);
                    let codes = rewriting(wide_left, wide_right, &rewrites, limit, scratch);
                    for found in [bytes, codes] {
                        if expected <= limit {
                            assert_eq!(found, expected, "{named:?} within {limit}");
                        } else {
                            assert!(found > limit, "{named:?}: {found} is within {limit}");
                        }
                    }
                }
                let bounds = rewrites.bounds();
                let [one, other] = [left, right].map(|side| side.len() as u32);
                assert!(expected <= bounds.maximum(one, other));
                assert!(bounds.least(one, other) <= expected);
                let shared = naive::common_symbols(left, right);
                assert!(bounds.least_of(one.max(other) - shared) <= expected);
            }
        });
    }

    #[test]
    fn letters_are_rewritten_once() {
        let distance = |named: &[(&str, &str, f64)], left: &str, right: &str| {
            let rewrites = Rewrites::new(ones(), &table(named)).expect("costs");
            let [left, right] =
                [left, right].map(|side| side.chars().map(u32::from).collect::<Vec<_>>());
            rewriting(
                &left,
                &right,
                &rewrites,
                f64::INFINITY,
                &mut Scratch::default(),
            )
        };
        let ocr = [("rn", "m", 0.25), ("m", "rn", 0.25), ("0", "O", 0.5)];
        assert_eq!(distance(&ocr, "modem", "modern"), 0.25);
        assert_eq!(distance(&ocr, "BOB", "B0B"), 1.0);
        assert_eq!(distance(&ocr, "B0B", "BOB"), 0.5);
        let chain = [("a", "c", 0.1), ("c", "b", 0.1)];
        assert_eq!(distance(&chain, "a", "b"), 1.0);
        // Neither a common beginning nor a common end is left as it is at any price.
        assert_eq!(distance(&[("ab", "ac", 0.25)], "ab", "ac"), 0.25);
        assert_eq!(distance(&[("é", "e", 0.0)], "né", "ne"), 0.0);
        assert_eq!(distance(&[("", "--", 0.5)], "", "----"), 1.0);
    }

    #[test]
    fn bytes_that_are_no_letters_have_no_costs() {
        let rewrites = Rewrites::new(ones(), &table(&[("é", "e", 0.0)])).expect("costs");
        let found = rewriting(b"\xE9", b"e", &rewrites, 9.0, &mut Scratch::default());
        assert_eq!(found, 1.0);
    }

    #[test]
    fn wrong_costs_are_refused() {
        for named in [
            ("a", "b", -1.0),
            ("a", "b", f64::NAN),
            ("a", "a", 1.0),
            ("", "123456789", 1.0),
        ] {
            assert!(Rewrites::new(ones(), &table(&[named])).is_err());
        }
    }

    #[test]
    fn symmetric_costs_are_those_of_both_directions() {
        let is_symmetric = |named: &[(&str, &str, f64)]| {
            Rewrites::new(ones(), &table(named))
                .expect("costs")
                .is_symmetric()
        };
        assert!(is_symmetric(&[]));
        assert!(is_symmetric(&[("a", "", 0.5), ("", "a", 0.5)]));
        assert!(!is_symmetric(&[("a", "b", 0.5)]));
        assert!(!is_symmetric(&[("a", "b", 0.5), ("b", "a", 0.25)]));
    }
}
