//! Days as people write them: eight digits, of which one may be wrong, or the day and the month in each other's place.

/// Seconds of a day do not count in it, but years that four digits can write do.
const YEARS: std::ops::Range<i64> = 0..10_000;

/// A day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Day {
    /// Days since 1970-01-01, with the part of a day that has passed.
    pub(super) days: f64,
    /// The digits of year, month and day, four bits each; `None` where the year has not four digits.
    pub(super) digits: Option<u32>,
}

impl Day {
    /// A day by its number since 1970-01-01 in the Gregorian calendar, and the part of it that has passed.
    pub fn new(day: i64, passed: f64) -> Self {
        Self {
            days: day as f64 + passed,
            digits: digits(day),
        }
    }

    /// Whether two days are unlike, and equal once the day and the month of one change places.
    pub(super) fn is_swapped(self, other: Self) -> bool {
        let digits = self.digits.filter(|_| self.digits != other.digits);
        digits.is_some_and(|digits| Some(swapped(digits)) == other.digits)
    }

    /// Whether one of eight digits is another.
    pub(super) fn has_other_digit(self, other: Self) -> bool {
        let (Some(one), Some(other)) = (self.digits, other.digits) else {
            return false;
        };
        let differ = one ^ other;
        differ != 0 && differ >> (differ.trailing_zeros() / 4 * 4) < 16
    }
}

/// The digits with day and month in each other's place.
pub(super) fn swapped(digits: u32) -> u32 {
    digits & 0xffff_0000 | (digits & 0xff) << 8 | digits >> 8 & 0xff
}

/// Digits that differ in one place from these.
pub(super) fn with_other_digit(digits: u32) -> impl Iterator<Item = u32> {
    let places = (0..32).step_by(4);
    places.flat_map(move |place| {
        let values = (0..10).map(move |value| digits & !(0xf << place) | value << place);
        values.filter(move |other| *other != digits)
    })
}

/// The digits of a day since 1970-01-01, by the algorithm `civil_from_days` of H. Hinnant's "chrono-compatible
/// low-level date algorithms" (2013): years begin in March, and 400 of them have 146 097 days.
fn digits(day: i64) -> Option<u32> {
    let from_march = day.checked_add(719_468)?;
    let era = from_march.div_euclid(146_097);
    let of_era = from_march.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * of_year + 2) / 153;
    let day_of_month = of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 {
        month_from_march + 3
    } else {
        month_from_march - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    YEARS.contains(&year).then(|| {
        let number = year * 10_000 + month * 100 + day_of_month;
        let digit = |place: u32| (number / 10_i64.pow(place) % 10) as u32;
        (0..8).fold(0, |digits, place| digits | digit(place) << (4 * place))
    })
}
