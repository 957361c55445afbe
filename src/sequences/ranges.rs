//! The text of a range of integers: "0123…", up to any end.
//!
//! The texts of all ends are beginnings of one another, so the longest is written once, and each of
//! them is a number of its bytes. That number needs no text: the integers of a range fall into runs
//! of equal width, at most two for each number of digits.

use serde::Deserialize;

use super::whole::Whole;

/// A range without its end.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Range {
    /// The first integer.
    pub start: i64,
    /// What is added to come to the next one; not zero.
    pub step: i64,
    /// Whether the end belongs to the range, if it is met.
    pub inclusive: bool,
    /// What stands between two integers.
    pub separator: String,
}

impl Range {
    /// Says what is wrong with the parameters, if anything is.
    ///
    /// # Errors
    /// One sentence: what was expected and what came.
    pub fn check(&self) -> Result<(), String> {
        if self.step == 0 {
            return Err("expected a step that is not 0, got 0".into());
        }
        Ok(())
    }

    /// How many integers there are up to an end.
    pub fn count(&self, stop: Whole) -> u128 {
        let start = Whole::from(self.start);
        let (low, high) = if self.step > 0 {
            (start, stop)
        } else {
            (stop, start)
        };
        let Some(span) = span(low, high) else {
            return 0;
        };
        let step = u128::from(self.step.unsigned_abs());
        if self.inclusive {
            (span / step).saturating_add(1)
        } else {
            span.div_ceil(step)
        }
    }

    /// The text of so many integers.
    pub fn text(&self, count: usize, bytes: usize) -> String {
        let mut text = String::with_capacity(bytes);
        let mut digits = itoa::Buffer::new();
        let mut integer = i128::from(self.start);
        for index in 0..count {
            if index > 0 {
                text.push_str(&self.separator);
            }
            match i64::try_from(integer) {
                Ok(integer) => text.push_str(digits.format(integer)),
                Err(_) => text.push_str(digits.format(integer)),
            }
            integer += i128::from(self.step);
        }
        text
    }

    /// How long the texts are for up to so many integers.
    pub fn lengths(&self, most: u128) -> Lengths {
        let step = i128::from(self.step);
        let separator = self.separator.len() as u128;
        let mut runs = Vec::new();
        let (mut integer, mut index, mut bytes) = (i128::from(self.start), 0_u128, 0_u128);
        while index <= most {
            let (width, last) = width_run(integer, step > 0);
            let width = width + separator;
            runs.push(Run {
                index,
                bytes,
                width,
            });
            let count = integer.abs_diff(last) / step.unsigned_abs() + 1;
            index = index.saturating_add(count);
            bytes = bytes.saturating_add(count.saturating_mul(width));
            let next = i128::try_from(count)
                .ok()
                .and_then(|count| step.checked_mul(count))
                .and_then(|way| integer.checked_add(way));
            let Some(next) = next else { break };
            integer = next;
        }
        Lengths { runs, separator }
    }
}

/// How far the higher integer is above the lower one; none if it is below.
fn span(low: Whole, high: Whole) -> Option<u128> {
    match (low.negative, high.negative) {
        (false, false) => high.magnitude.checked_sub(low.magnitude),
        (true, true) => low.magnitude.checked_sub(high.magnitude),
        (true, false) => Some(low.magnitude.saturating_add(high.magnitude)),
        (false, true) => None,
    }
}

/// How many bytes an integer takes, and the last one in the same direction that takes as many.
fn width_run(integer: i128, is_rising: bool) -> (u128, i128) {
    let digits = integer.unsigned_abs().checked_ilog10().unwrap_or(0);
    let is_negative = integer < 0;
    let width = u128::from(digits) + 1 + u128::from(is_negative);
    let last = if is_negative == is_rising {
        // Towards zero: the smallest number of so many digits.
        if digits == 0 && !is_negative {
            0
        } else {
            10_i128.pow(digits)
        }
    } else {
        10_i128
            .checked_pow(digits + 1)
            .map_or(i128::MAX, |power| power - 1)
    };
    (width, if is_negative { -last } else { last })
}

/// Integers that take the same number of bytes, with the separator after them.
struct Run {
    /// The place of the first one in the range.
    index: u128,
    /// The bytes before it.
    bytes: u128,
    width: u128,
}

/// How long the texts of a range are.
pub struct Lengths {
    runs: Vec<Run>,
    separator: u128,
}

impl Lengths {
    /// The bytes of the text of so many integers.
    pub fn bytes(&self, count: u128) -> u128 {
        let run = self.runs.iter().rev().find(|run| run.index < count);
        run.map_or(0, |run| {
            let rest = (count - run.index).saturating_mul(run.width);
            run.bytes
                .saturating_add(rest)
                .saturating_sub(self.separator)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn python(range: &Range, stop: i64) -> String {
        let (mut integer, step) = (i128::from(range.start), i128::from(range.step));
        let stop = i128::from(stop);
        let mut texts = Vec::new();
        while (integer - stop) * step.signum() < 0 || (range.inclusive && integer == stop) {
            texts.push(integer.to_string());
            integer += step;
        }
        texts.join(&range.separator)
    }

    proptest! {
        #[test]
        fn texts_are_joined_integers(
            start in -12_000_i64..12_000,
            step in -300_i64..300,
            stop in -12_000_i64..12_000,
            inclusive: bool,
            separator in "|,|, ",
        ) {
            prop_assume!(step != 0);
            let range = Range { start, step, inclusive, separator };
            let expected = python(&range, stop);
            let count = range.count(stop.into());
            let bytes = range.lengths(count).bytes(count);
            prop_assert_eq!(bytes, expected.len() as u128);
            prop_assert_eq!(range.text(count as usize, bytes as usize), expected);
        }
    }

    #[test]
    fn extremes_are_counted_without_wrapping() {
        for step in [1, -1, i64::MAX, i64::MIN] {
            for start in [i64::MIN, -1, 0, i64::MAX] {
                for inclusive in [false, true] {
                    let separator = String::new();
                    let range = Range {
                        start,
                        step,
                        inclusive,
                        separator,
                    };
                    for stop in [
                        Whole::from(u128::MAX),
                        Whole::from(i128::MIN),
                        Whole::from(0_u8),
                    ] {
                        let count = range.count(stop);
                        let bytes = range.lengths(count).bytes(count);
                        assert!(bytes >= count || bytes == u128::MAX);
                    }
                }
            }
        }
    }
}
