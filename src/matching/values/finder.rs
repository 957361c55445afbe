//! Finds the right values that score no less than asked, without scoring all.
//!
//! Numbers and days are sorted: their score falls on both sides of a value, so that those that are near enough are next
//! to each other. Days with an error of writing are looked up by the digits that the error would make. Places are
//! sorted by latitude, as two are never nearer than their latitudes. Sets are looked up by their elements: those that
//! share none score 0. Whatever is found is scored.

use std::collections::HashMap;

use super::{EARTH, ValueRange, ValueScorer, Values, calendar, number_score};

/// Bounds are loosened by so much, against rounding.
const ROUNDING: f64 = 1e-9;

/// Right rows in an order that finds those near a left value.
pub(in crate::matching) struct Finder<'a> {
    scorer: ValueScorer,
    sides: [&'a ValueRange<'a>; 2],
    /// The least score.
    least: f64,
    /// Values that are in order, and their rows.
    sorted: Vec<(f64, u32)>,
    /// Rows by their digits, or by their elements.
    rows: HashMap<u32, Vec<u32>>,
}

impl<'a> Finder<'a> {
    /// A finder of right rows, of which the value is known; `least` is above 0.
    pub(in crate::matching) fn new(
        scorer: ValueScorer,
        sides: [&'a ValueRange<'a>; 2],
        rights: &[u32],
        least: f64,
    ) -> Self {
        let mut finder = Self {
            scorer,
            sides,
            least,
            sorted: Vec::new(),
            rows: HashMap::new(),
        };
        let side = sides[1];
        for row in rights {
            let at = side.at(*row);
            match side.values {
                Values::Numbers(numbers) => finder.sorted.push((numbers[at], *row)),
                Values::Dates(days) => {
                    if let Some(day) = days[at] {
                        finder.sorted.push((day.days, *row));
                        if let Some(digits) = day.digits {
                            finder.rows.entry(digits).or_default().push(*row);
                        }
                    }
                }
                Values::Places(places) => {
                    let place = places[at].iter();
                    finder
                        .sorted
                        .extend(place.map(|[latitude, _]| (*latitude, *row)));
                }
                Values::Sets(sets) => {
                    for element in sets.get(at) {
                        finder.rows.entry(*element).or_default().push(*row);
                    }
                }
            }
        }
        finder
            .sorted
            .sort_unstable_by(|(one, row), (other, other_row)| {
                one.total_cmp(other).then(row.cmp(other_row))
            });
        finder
    }

    /// Shows the right rows, each once, that score no less than the least score beside a left row of a known value,
    /// with their scores.
    pub(in crate::matching) fn find(
        &self,
        left: u32,
        seen: &mut Vec<u32>,
        mut show: impl FnMut(u32, f64),
    ) {
        let [lefts, rights] = self.sides;
        let at = lefts.at(left);
        let mut verify = |right: u32| {
            let score = self.scorer.score_rows(self.sides, [left, right]);
            if let Some(score) = score.filter(|score| *score >= self.least) {
                show(right, score);
            }
        };
        match (self.scorer, lefts.values) {
            (ValueScorer::Number { scale, is_relative }, Values::Numbers(numbers)) => {
                let band = self.band(numbers[at], |one, other| {
                    number_score(one, other, scale, is_relative) >= self.least - ROUNDING
                });
                band.iter().for_each(|(_, right)| verify(*right));
            }
            (
                ValueScorer::Date {
                    days,
                    swapped,
                    digit,
                },
                Values::Dates(dates),
            ) => {
                let Some(day) = dates[at] else {
                    return;
                };
                let is_near = |one: f64, other: f64| {
                    number_score(one, other, days, false) >= self.least - ROUNDING
                };
                let band = self.band(day.days, is_near);
                band.iter().for_each(|(_, right)| verify(*right));
                let Values::Dates(others) = rights.values else {
                    return;
                };
                let Some(digits) = day.digits else {
                    return;
                };
                let mut look_up = |digits: u32| {
                    for right in self.rows.get(&digits).into_iter().flatten() {
                        let other = others[rights.at(*right)];
                        if other.is_some_and(|other| !is_near(day.days, other.days)) {
                            verify(*right);
                        }
                    }
                };
                // No error is of both kinds: places that change have two other digits at least.
                if swapped >= self.least && calendar::swapped(digits) != digits {
                    look_up(calendar::swapped(digits));
                }
                if digit >= self.least {
                    calendar::with_other_digit(digits).for_each(look_up);
                }
            }
            (ValueScorer::Geo { km }, Values::Places(places)) => {
                let Some([latitude, _]) = places[at] else {
                    return;
                };
                let degrees = self.degrees(km);
                let band = self.band(latitude, |one, other| (one - other).abs() <= degrees);
                band.iter().for_each(|(_, right)| verify(*right));
            }
            (_, Values::Sets(sets)) => {
                seen.clear();
                let elements = sets.get(at).iter();
                let rows = elements.filter_map(|element| self.rows.get(element));
                rows.for_each(|rows| seen.extend(rows));
                if sets.get(at).len() > 1 {
                    seen.sort_unstable();
                    seen.dedup();
                }
                seen.iter().for_each(|right| verify(*right));
            }
            // Columns are read for their scorer.
            _ => {}
        }
    }

    /// Degrees of latitude between two places that score the least score.
    fn degrees(&self, km: f64) -> f64 {
        ((1.0 - self.least) * km / EARTH).to_degrees() * (1.0 + ROUNDING) + ROUNDING
    }

    /// The sorted values that are near a value: those on either side of which none is nearer than one that is not.
    fn band(&self, value: f64, is_near: impl Fn(f64, f64) -> bool) -> &[(f64, u32)] {
        let is_before = |(other, _): &(f64, u32)| *other < value && !is_near(value, *other);
        let first = self.sorted.partition_point(is_before);
        let is_inside = |(other, _): &(f64, u32)| *other <= value || is_near(value, *other);
        let rest = &self.sorted[first..];
        &rest[..rest.partition_point(is_inside)]
    }
}

/// The share of pairs of these rows that a finder would score.
pub(in crate::matching) fn share_found(
    scorer: ValueScorer,
    sides: [&ValueRange<'_>; 2],
    rows: [&[u32]; 2],
    least: f64,
) -> f64 {
    let [lefts, rights] = rows;
    let finder = Finder::new(scorer, sides, &[], least);
    let is_found = |left: u32, right: u32| match (scorer, sides[0].values, sides[1].values) {
        (ValueScorer::Geo { km }, Values::Places(ones), Values::Places(others)) => {
            let both = ones[sides[0].at(left)].zip(others[sides[1].at(right)]);
            both.is_some_and(|(one, other)| (one[0] - other[0]).abs() <= finder.degrees(km))
        }
        _ => {
            let least = match scorer {
                ValueScorer::ListOverlap { .. } => f64::MIN_POSITIVE,
                _ => least,
            };
            let score = scorer.score_rows(sides, [left, right]);
            score.is_some_and(|score| score >= least)
        }
    };
    let pairs = lefts
        .iter()
        .flat_map(|left| rights.iter().map(|right| (*left, *right)));
    let found = pairs
        .filter(|(left, right)| is_found(*left, *right))
        .count();
    found as f64 / (lefts.len() * rights.len()).max(1) as f64
}
