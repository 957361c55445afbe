//! Fields that are no text, against all pairs and the calendar.

use super::*;
use crate::matching::request::rank;
use crate::matching::values::finder::Finder;

/// A value below a bound.
fn below(seed: &mut u64, bound: u64) -> u64 {
    random(seed) % bound
}

/// Draws a column of so many values.
type Draw = fn(&mut u64, usize) -> Values;

/// Scorers, and what draws values for them.
fn kinds() -> Vec<(ValueScorer, Draw)> {
    let number = |scale, is_relative| ValueScorer::Number { scale, is_relative };
    let date = |days, swapped, digit| ValueScorer::Date {
        days,
        swapped,
        digit,
    };
    let overlap = |metric| ValueScorer::ListOverlap { metric };
    vec![
        (number(3.0, false), numbers),
        (number(0.4, true), numbers),
        (number(1e300, false), numbers),
        (date(20.0, 0.9, 0.8), dates),
        (date(5000.0, 0.5, 0.7), dates),
        (date(1.0, 1.0, 0.0), dates),
        (ValueScorer::Geo { km: 40.0 }, places),
        (ValueScorer::Geo { km: 30_000.0 }, places),
        (ValueScorer::Exact {}, ids),
        (overlap(SetMetric::Jaccard), sets),
        (overlap(SetMetric::Overlap), sets),
    ]
}

fn numbers(seed: &mut u64, rows: usize) -> Values {
    let number = |seed: &mut u64| match below(seed, 10) {
        0 => f64::NAN,
        1 => f64::INFINITY,
        2 => f64::NEG_INFINITY,
        3 => -0.0,
        4 => 1.7e308 * [1.0, -1.0][below(seed, 2) as usize],
        5 => 5e-324 * below(seed, 4) as f64,
        _ => below(seed, 2000) as f64 / 100.0 - 10.0,
    };
    Values::Numbers((0..rows).map(|_| number(seed)).collect())
}

fn dates(seed: &mut u64, rows: usize) -> Values {
    let day = |seed: &mut u64| match below(seed, 8) {
        0 => None,
        1 => Some(Day::new(i64::MIN / 86_400_000, 0.25)),
        2 => Some(Day::new(i64::MAX / 86_400_000, 0.5)),
        // A day of a month in three years, so that many are written alike.
        _ => {
            let year = [0, 10 * 365, 50 * 365][below(seed, 3) as usize];
            Some(Day::new(year + below(seed, 365) as i64, 0.0))
        }
    };
    Values::Dates((0..rows).map(|_| day(seed)).collect())
}

fn places(seed: &mut u64, rows: usize) -> Values {
    let place = |seed: &mut u64| {
        let latitude = match below(seed, 3) {
            0 => 90.0 - 180.0 * below(seed, 2) as f64,
            _ => 48.0 + below(seed, 100) as f64 / 100.0,
        };
        let longitude = [179.9, -179.9, 9.5, 9.9][below(seed, 4) as usize];
        (below(seed, 6) > 0).then_some([latitude, longitude])
    };
    Values::Places((0..rows).map(|_| place(seed)).collect())
}

fn ids(seed: &mut u64, rows: usize) -> Values {
    let set = |_| match below(seed, 6) {
        0 => vec![],
        _ => vec![below(seed, 12) as u32],
    };
    Values::Sets(Sets::new((0..rows).map(set)))
}

fn sets(seed: &mut u64, rows: usize) -> Values {
    let set = |_| {
        let count = below(seed, 5);
        (0..count).map(|_| below(seed, 9) as u32).collect()
    };
    Values::Sets(Sets::new((0..rows).map(set)))
}

fn range(values: &Values) -> ValueRange<'_> {
    ValueRange {
        values,
        range: 0..values.len(),
    }
}

#[test]
fn finders_find_what_scores() {
    let mut seed = 7;
    for (scorer, draw) in kinds() {
        for _ in 0..12 {
            let columns = [draw(&mut seed, 70), draw(&mut seed, 90)];
            let [lefts, rights] = columns.each_ref().map(range);
            let known: Vec<u32> = (0..90).filter(|row| rights.is_known(*row)).collect();
            for least in [1e-300, 0.2, 0.5, 0.75, 0.8, 0.9, 0.999, 1.0] {
                let finder = Finder::new(scorer, [&lefts, &rights], &known, least);
                for left in (0..70).filter(|row| lefts.is_known(*row)) {
                    let mut found = Vec::new();
                    finder.find(left, &mut Vec::new(), |right, score| {
                        found.push((right, score));
                    });
                    found.sort_unstable_by_key(|(right, _)| *right);
                    let score = |right: &u32| {
                        let places = [left as usize, *right as usize];
                        let score = scorer.score(columns.each_ref(), places)?;
                        assert!((0.0..=1.0).contains(&score), "{scorer:?} {score}");
                        (score >= least).then_some((*right, score))
                    };
                    let expected: Vec<_> = known.iter().filter_map(score).collect();
                    assert_eq!(found, expected, "{scorer:?} {least}");
                }
            }
        }
    }
}

#[test]
fn scores_have_no_direction() {
    let mut seed = 11;
    for (scorer, draw) in kinds() {
        let columns = [draw(&mut seed, 60), draw(&mut seed, 60)];
        let [lefts, rights] = columns.each_ref();
        for left in 0..60 {
            for right in 0..60 {
                let score = scorer.score([lefts, rights], [left, right]);
                assert_eq!(score, scorer.score([rights, lefts], [right, left]));
            }
            let same = scorer.score([lefts, lefts], [left, left]);
            assert!(same.is_none_or(|score| score == 1.0), "{scorer:?} {same:?}");
        }
    }
}

#[test]
fn records_of_values_are_joined_by_their_mean() {
    let mut seed = 23;
    let kinds = kinds();
    let rules = [Nulls::Ignore, Nulls::Mismatch, Nulls::Match];
    for trial in 0..60 {
        let fields = 1 + trial % 3;
        let chosen: Vec<_> = (0..fields)
            .map(|_| kinds[random(&mut seed) as usize % kinds.len()])
            .collect();
        let columns: Vec<[Values; 2]> = chosen
            .iter()
            .map(|(_, draw)| [draw(&mut seed, 40), draw(&mut seed, 50)])
            .collect();
        let joined: Vec<JoinField<'_>> = chosen
            .iter()
            .zip(&columns)
            .map(|((scorer, _), sides)| JoinField {
                columns: FieldColumns::Values {
                    scorer: *scorer,
                    sides: sides.each_ref().map(range),
                },
                weight: [1.0, 2.0, 0.5][below(&mut seed, 3) as usize],
                cutoff: [None, None, Some(0.4)][below(&mut seed, 3) as usize],
                nulls: rules[below(&mut seed, 3) as usize],
            })
            .collect();
        let whole: f64 = joined.iter().map(|field| field.weight).sum();
        let known = [0.0, 0.5, 1.0][below(&mut seed, 3) as usize];
        let mean = |left: usize, right: usize| {
            let (mut sum, mut weight) = (0.0, 0.0);
            for ((field, (scorer, _)), sides) in joined.iter().zip(&chosen).zip(&columns) {
                let score = scorer.score(sides.each_ref(), [left, right]);
                let score = match (score, field.nulls) {
                    (Some(score), _) if field.cutoff.is_some_and(|cutoff| score < cutoff) => {
                        return None;
                    }
                    (Some(score), _) => score,
                    (None, Nulls::Ignore) => continue,
                    (None, Nulls::Mismatch) => 0.0,
                    (None, Nulls::Match) => 1.0,
                };
                sum += score * field.weight;
                weight += field.weight;
            }
            (weight > 0.0 && weight >= known * whole - 1e-9).then_some(sum / weight)
        };
        for cutoff in [0.0, 0.3, 0.6, 0.8, 0.95] {
            for limit in [None, Some(2)] {
                let mut expected = Matches::default();
                for left in 0..40 {
                    let score = |right: usize| {
                        let mean = mean(left, right)?;
                        (mean >= cutoff).then_some((right as u32, mean))
                    };
                    let mut row: Vec<_> = (0..50).filter_map(score).collect();
                    rank(Sense::Similarity, limit, &mut row);
                    for (right, score) in row {
                        expected.left.push(left as u32);
                        expected.right.push(right);
                        expected.scores.push(score);
                    }
                }
                let records = Records::new(&joined, cutoff, known).expect("fields");
                let matches = join_records(&records, limit, &JobControl::default(), 64);
                assert_eq!(matches, Ok(expected), "{trial} {cutoff} {limit:?}");
            }
        }
    }
}

/// The score of two dates by their errors alone, which are 0.9 for swapped ones and 0.8 for another digit.
fn error(one: i64, other: i64) -> f64 {
    let scorer = ValueScorer::Date {
        days: 1e-9,
        swapped: 0.9,
        digit: 0.8,
    };
    let [one, other] = [one, other].map(|day| Values::Dates(vec![Some(Day::new(day, 0.0))]));
    scorer
        .score([&one, &other], [0, 0])
        .expect("both are known")
}

#[test]
fn days_are_those_of_the_calendar() {
    // Each day of the years 0 to 9999, counted one by one.
    let (mut year, mut month, mut day) = (0, 1, 1);
    let first = -719_528;
    let mut written = Vec::new();
    while year < 10_000 {
        written.push(format!("{year:04}{month:02}{day:02}"));
        let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let days = match month {
            2 if is_leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        };
        day += 1;
        if day > days {
            (month, day) = (month + 1, 1);
        }
        if month > 12 {
            (year, month) = (year + 1, 1);
        }
    }
    assert_eq!(written[719_528], "19700101");
    let mut seed = 3;
    for _ in 0..20_000 {
        let one = below(&mut seed, written.len() as u64) as usize;
        let steps = [1, 9, 10, 27, 30, 31, 90, 273, 365, 3652, 3653, 36_525];
        let other = (one + steps[below(&mut seed, 12) as usize]).min(written.len() - 1);
        let [left, right] = [&written[one], &written[other]];
        let differ = left
            .bytes()
            .zip(right.bytes())
            .filter(|(one, other)| one != other);
        let expected = match differ.count() {
            0 => 1.0,
            1 => 0.8,
            _ if left[..4] == right[..4]
                && left[4..6] == right[6..]
                && left[6..] == right[4..6] =>
            {
                0.9
            }
            _ => 0.0,
        };
        let score = error(first + one as i64, first + other as i64);
        assert_eq!(score, expected, "{left} {right}");
    }
    // Before and after these years no digits are told.
    assert_eq!(error(first - 1, first - 2), 0.0);
    assert_eq!(
        error(
            first + written.len() as i64,
            first + written.len() as i64 + 1
        ),
        0.0
    );
}
