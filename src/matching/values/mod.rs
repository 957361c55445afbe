//! Values that are no texts: numbers, dates, places, and sets. What compares two of them, and their columns.
//!
//! Each score is a similarity in 0..1, 1 for equal values, and the same in both directions. A value may be unknown, and
//! has no score then.

mod calendar;
pub(super) mod finder;

use std::ops::Range;

use serde::Deserialize;

pub use calendar::Day;

/// The mean radius of the earth in kilometres, by the International Union of Geodesy and Geophysics.
const EARTH: f64 = 6371.0088;

/// What compares two values.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(tag = "name", rename_all = "snake_case", deny_unknown_fields)]
pub enum ValueScorer {
    /// Numbers, by their difference.
    Number {
        /// The difference that scores 0; a share of the larger absolute value if it is relative.
        scale: f64,
        /// Whether it is.
        is_relative: bool,
    },
    /// Days, by how far apart they are, and by likely errors of writing.
    Date {
        /// Days apart that score 0.
        days: f64,
        /// The score of dates that are equal once day and month of one change places.
        swapped: f64,
        /// The score of dates that differ in one digit of eight.
        digit: f64,
    },
    /// Places, by the length of the great circle between them.
    Geo {
        /// Kilometres apart that score 0.
        km: f64,
    },
    /// Values of any kind, which are equal or not.
    Exact {},
    /// Sets of elements, by how many they share.
    ListOverlap {
        /// What the shared elements are a part of.
        metric: SetMetric,
    },
}

/// What the shared elements of two sets are a part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SetMetric {
    /// The elements of either set.
    Jaccard,
    /// Those of the smaller one.
    Overlap,
}

/// A column of values.
pub enum Values {
    /// Numbers; NaN where one is unknown.
    Numbers(Vec<f64>),
    /// Days since 1970, with their calendar days.
    Dates(Vec<Option<Day>>),
    /// Latitudes and longitudes in degrees.
    Places(Vec<Option<[f64; 2]>>),
    /// Sets, which are unknown where they are empty: those of a value that is equal to others or not have one element.
    Sets(Sets),
}

/// Sets of numbered elements.
pub struct Sets {
    /// The elements of one set after those of the other, each set in order and without repetition.
    elements: Vec<u32>,
    ends: Vec<usize>,
}

impl Sets {
    /// Sets of elements, which come in any order and number.
    pub fn new(sets: impl Iterator<Item = Vec<u32>>) -> Self {
        let (mut elements, mut ends) = (Vec::new(), vec![0]);
        for mut set in sets {
            set.sort_unstable();
            set.dedup();
            elements.append(&mut set);
            ends.push(elements.len());
        }
        Self { elements, ends }
    }

    fn get(&self, at: usize) -> &[u32] {
        &self.elements[self.ends[at]..self.ends[at + 1]]
    }
}

impl Values {
    /// How many rows there are.
    pub fn len(&self) -> usize {
        match self {
            Self::Numbers(numbers) => numbers.len(),
            Self::Dates(days) => days.len(),
            Self::Places(places) => places.len(),
            Self::Sets(sets) => sets.ends.len() - 1,
        }
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn is_known(&self, at: usize) -> bool {
        match self {
            Self::Numbers(numbers) => !numbers[at].is_nan(),
            Self::Dates(days) => days[at].is_some(),
            Self::Places(places) => places[at].is_some(),
            Self::Sets(sets) => !sets.get(at).is_empty(),
        }
    }
}

/// Rows of a column of values.
#[derive(Clone)]
pub struct ValueRange<'a> {
    /// The column.
    pub values: &'a Values,
    /// Which of its rows; they are counted from the first of them.
    pub range: Range<usize>,
}

impl ValueRange<'_> {
    /// Whether the value of a row is known.
    pub(super) fn is_known(&self, row: u32) -> bool {
        self.values.is_known(self.at(row))
    }

    fn at(&self, row: u32) -> usize {
        self.range.start + row as usize
    }
}

/// 1 for 0, less for more, and 0 from 1 on.
#[inline(always)]
fn falling(part: f64) -> f64 {
    // NaN, the quotient of infinities, is far apart.
    if part < 1.0 { 1.0 - part } else { 0.0 }
}

/// How alike two numbers are that are a difference apart.
#[inline(always)]
fn number_score(one: f64, other: f64, scale: f64, is_relative: bool) -> f64 {
    if one == other {
        return 1.0;
    }
    let apart = (one - other).abs();
    falling(if is_relative {
        apart / one.abs().max(other.abs()) / scale
    } else {
        apart / scale
    })
}

/// Kilometres between two places along the great circle, by the haversine formula.
fn distance([latitude, longitude]: [f64; 2], [other_latitude, other_longitude]: [f64; 2]) -> f64 {
    let half_sine = |degrees: f64| (degrees.to_radians() / 2.0).sin();
    let north = half_sine(latitude - other_latitude);
    let east = half_sine(longitude - other_longitude);
    let cosines = latitude.to_radians().cos() * other_latitude.to_radians().cos();
    let part = north * north + cosines * (east * east);
    2.0 * EARTH * part.min(1.0).sqrt().asin()
}

/// How many elements two sets share.
fn shared(one: &[u32], other: &[u32]) -> usize {
    let (mut at, mut other_at, mut count) = (0, 0, 0);
    while let (Some(element), Some(other_element)) = (one.get(at), other.get(other_at)) {
        count += usize::from(element == other_element);
        at += usize::from(element <= other_element);
        other_at += usize::from(other_element <= element);
    }
    count
}

impl ValueScorer {
    /// The score of two rows, if the values of both are known.
    pub(super) fn score_rows(
        self,
        [lefts, rights]: [&ValueRange<'_>; 2],
        [left, right]: [u32; 2],
    ) -> Option<f64> {
        let places = [lefts.at(left), rights.at(right)];
        self.score([lefts.values, rights.values], places)
    }

    /// The score of the values at two places of two columns, if both are known.
    pub fn score(self, [lefts, rights]: [&Values; 2], [left, right]: [usize; 2]) -> Option<f64> {
        if !(lefts.is_known(left) && rights.is_known(right)) {
            return None;
        }
        match (self, lefts, rights) {
            (
                Self::Number { scale, is_relative },
                Values::Numbers(ones),
                Values::Numbers(others),
            ) => Some(number_score(ones[left], others[right], scale, is_relative)),
            (
                Self::Date {
                    days,
                    swapped,
                    digit,
                },
                Values::Dates(ones),
                Values::Dates(others),
            ) => {
                let (one, other) = (ones[left]?, others[right]?);
                let near = number_score(one.days, other.days, days, false);
                let error = match () {
                    () if one.is_swapped(other) => swapped,
                    () if one.has_other_digit(other) => digit,
                    () => 0.0,
                };
                Some(near.max(error))
            }
            (Self::Geo { km }, Values::Places(ones), Values::Places(others)) => {
                Some(falling(distance(ones[left]?, others[right]?) / km))
            }
            (
                Self::Exact {} | Self::ListOverlap { .. },
                Values::Sets(ones),
                Values::Sets(others),
            ) => {
                let (one, other) = (ones.get(left), others.get(right));
                let count = shared(one, other);
                let whole = match self {
                    Self::ListOverlap {
                        metric: SetMetric::Overlap,
                    } => one.len().min(other.len()),
                    _ => one.len() + other.len() - count,
                };
                Some(count as f64 / whole as f64)
            }
            // Columns are read for their scorer.
            _ => None,
        }
    }
}
