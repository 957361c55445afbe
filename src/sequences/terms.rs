//! Terms of integer sequences in the type of a column.
//!
//! The terms that fit a type of fixed width are few, since most sequences grow, so they stand in a
//! table, and a row is one look into it. What the table does not have is computed on its own: far
//! terms, residues, and the answer that a term does not fit.

use num_bigint::BigInt;

use super::number::Number;
use super::whole::{Integer, Whole};

/// Far terms are computed as long as they, and all that is needed on the way, have at most this
/// many bits: about 2.1 million digits.
pub const LARGEST_BITS: u64 = 7_000_000;

/// A table has no more terms than this, and its walk ends at terms of so many bits.
const LONGEST_TABLE: usize = 4096;
const WIDEST_WALK: u64 = 8192;

/// A sequence of integers, one for each n from 0 on, and maybe for negative n as well.
pub trait Sequence: Sync {
    /// Says what is wrong with the parameters, if anything is.
    ///
    /// # Errors
    /// One sentence: what was expected and what came.
    fn check(&self) -> Result<(), String> {
        Ok(())
    }

    /// All terms from n = 0 on, one after the other.
    fn walk(&self) -> impl Iterator<Item = BigInt>;

    /// The term of n, computed without its predecessors.
    ///
    /// # Errors
    /// If it, or what is needed to compute it, has more than [`LARGEST_BITS`] bits.
    fn term(&self, n: u128) -> Result<BigInt, String>;

    /// The remainder of the term of n when it is divided by the modulus.
    fn residue(&self, n: u128, modulus: u64) -> u64;

    /// Whether the terms go on below zero, and if so, whether the term of -n is that of n with the
    /// other sign.
    fn is_negated_below(&self, n: u128) -> Option<bool>;

    /// Whether a term that is too large for its type may be followed by one that is not.
    fn may_return(&self) -> bool;
}

/// The term of any n.
///
/// # Errors
/// If the term is too large to compute.
pub fn exact(sequence: &impl Sequence, n: Whole) -> Result<Option<BigInt>, String> {
    if !n.negative {
        return sequence.term(n.magnitude).map(Some);
    }
    let Some(negated) = sequence.is_negated_below(n.magnitude) else {
        return Ok(None);
    };
    let term = sequence.term(n.magnitude)?;
    Ok(Some(if negated { -term } else { term }))
}

/// The remainder, in 0..modulus, of the term of any n; none where the sequence has no such term.
pub fn residue(sequence: &impl Sequence, n: Whole, modulus: u64) -> Option<u64> {
    let negated = n.negative && sequence.is_negated_below(n.magnitude)?;
    let residue = sequence.residue(n.magnitude, modulus);
    Some(if negated && residue > 0 {
        modulus - residue
    } else {
        residue
    })
}

/// The terms of a sequence around n = 0 that fit a type.
pub struct Table<V> {
    /// How many of the values belong to negative n.
    pub below: u32,
    /// The terms, from the lowest n on.
    pub values: Vec<V>,
    /// What comes after them, where terms may fit again: the next terms, if they fit.
    after: Vec<Option<V>>,
}

impl<V: Number> Table<V> {
    /// The table of all n that fit, within reason. Where terms that do not fit may be followed by others,
    /// it goes up to the largest n that is asked for.
    pub fn new(sequence: &impl Sequence, largest: impl FnOnce() -> u128) -> Self {
        let length = if sequence.may_return() {
            let length = usize::try_from(largest()).unwrap_or(LONGEST_TABLE);
            length.saturating_add(1).min(LONGEST_TABLE)
        } else {
            LONGEST_TABLE
        };
        let mut terms = sequence.walk().take(length);
        let mut values = Vec::new();
        let mut after = Vec::new();
        let mut below = Vec::new();
        for (n, term) in (0..).zip(terms.by_ref()) {
            let value = V::from_exact(&term);
            if after.is_empty()
                && let Some(value) = value
            {
                values.push(value);
                let opposite = match sequence.is_negated_below(n) {
                    Some(negated) if V::SIGNED && n > 0 => {
                        V::from_exact(&if negated { -term } else { term })
                    }
                    _ => None,
                };
                below.extend(opposite);
            } else if sequence.may_return() && term.bits() <= WIDEST_WALK {
                after.push(value);
            } else {
                break;
            }
        }
        below.reverse();
        Self {
            below: u32::try_from(below.len()).unwrap_or(0),
            values: [below, values].concat(),
            after,
        }
    }

    /// The term of n, if it is among the values.
    pub fn get(&self, n: Whole) -> Option<V> {
        let n = i64::try_from(n.magnitude)
            .ok()
            .map(|magnitude| if n.negative { -magnitude } else { magnitude })?;
        self.values.get(n.index(self.below)).copied()
    }

    /// The term of an n that is not among the values; `None` where it does not fit.
    ///
    /// # Errors
    /// If the term is too large to compute, so that nobody knows whether it fits.
    pub fn beyond(&self, sequence: &impl Sequence, n: Whole) -> Result<Option<V>, String> {
        if n.negative && (!V::SIGNED || sequence.is_negated_below(n.magnitude).is_none()) {
            return Ok(None);
        }
        if !sequence.may_return() {
            return Ok(None);
        }
        let nonnegative = self.values.len() - self.below as usize;
        let walked = nonnegative + self.after.len();
        match usize::try_from(n.magnitude) {
            Ok(n) if (nonnegative..walked).contains(&n) => Ok(self.after[n - nonnegative]),
            _ => Ok(exact(sequence, n)?.and_then(|term| V::from_exact(&term))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sequences::fibonacci::{Fibonacci, Lucas};
    use crate::sequences::recurrence::LinearRecurrence;

    fn all<V: Number>(sequence: &impl Sequence) -> Table<V> {
        Table::new(sequence, || u128::MAX)
    }

    #[test]
    fn tables_end_where_the_type_does() {
        assert_eq!(all::<u64>(&Fibonacci {}).values.len(), 94);
        assert_eq!(all::<u128>(&Fibonacci {}).values.len(), 187);
        assert_eq!(all::<i64>(&Fibonacci {}).values.len(), 92 + 93);
        assert_eq!(all::<i64>(&Fibonacci {}).below, 92);
        assert_eq!(all::<f64>(&Fibonacci {}).below, 1476);
        assert_eq!(all::<u64>(&Lucas {}).values.len(), 93);
    }

    #[test]
    fn terms_below_zero_alternate() {
        let fibonacci = all::<i64>(&Fibonacci {});
        let lucas = all::<i64>(&Lucas {});
        let around = |table: &Table<i64>| table.values[table.below as usize - 4..][..6].to_vec();
        assert_eq!(around(&fibonacci), [-3, 2, -1, 1, 0, 1]);
        assert_eq!(around(&lucas), [7, -4, 3, -1, 2, 1]);
    }

    #[test]
    fn terms_may_leave_the_type_and_return() {
        // a(n) = a(n-1) - a(n-2) repeats after six terms, two of which are too large here.
        let sequence = LinearRecurrence {
            coefficients: vec![1, -1],
            initial: vec![-i64::MAX, i64::MAX],
        };
        let table = all::<i64>(&sequence);
        assert_eq!(table.values.len(), 2);
        for n in 2..20_000_u128 {
            let term = sequence.term(n).expect("terms are small");
            let got = table.beyond(&sequence, n.into());
            assert_eq!(got, Ok(i64::from_exact(&term)), "n = {n}");
        }
    }

    #[test]
    fn residues_below_zero() {
        let minus = |magnitude| Whole {
            negative: true,
            magnitude,
        };
        assert_eq!(residue(&Fibonacci {}, minus(4), 5), Some(2));
        assert_eq!(residue(&Fibonacci {}, minus(5), 5), Some(0));
        assert_eq!(residue(&Fibonacci {}, minus(7), 5), Some(3));
        assert_eq!(residue(&Lucas {}, minus(3), 5), Some(1));
    }
}
