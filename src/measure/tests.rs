use super::*;

fn reading(measure: Measure, score_cutoff: Option<f64>) -> Reading {
    Reading {
        measure,
        score_cutoff,
    }
}

#[test]
fn readings_of_a_distance() {
    let read = |measure| reading(measure, None).ratio(Sense::Distance, 3_u32, 7);
    assert_eq!(read(Measure::NormalizedDistance), 3.0 / 7.0);
    assert_eq!(read(Measure::NormalizedSimilarity), 1.0 - 3.0 / 7.0);
    let plain = |measure| reading(measure, None).plain(Sense::Distance, 3_u32, 7);
    assert_eq!(plain(Measure::Distance), 3);
    assert_eq!(plain(Measure::Similarity), 4);
}

#[test]
fn two_empty_sequences_are_equal() {
    for sense in [Sense::Distance, Sense::Similarity] {
        let read = |measure| reading(measure, None).ratio(sense, 0_u32, 0);
        assert_eq!(read(Measure::NormalizedDistance), 0.0);
        assert_eq!(read(Measure::NormalizedSimilarity), 1.0);
    }
}

#[test]
fn the_limit_is_the_last_count_that_is_kept() {
    for measure in [
        Measure::Distance,
        Measure::Similarity,
        Measure::NormalizedDistance,
        Measure::NormalizedSimilarity,
    ] {
        for sense in [Sense::Distance, Sense::Similarity] {
            for step in 0..=40 {
                let cutoff = f64::from(step) / if measure.is_normalized() { 40.0 } else { 1.0 };
                let read = reading(measure, Some(cutoff));
                let maximum = 37;
                let kept = |raw: &u32| read.keeps_raw(sense, *raw, maximum);
                let (best, expected) = match sense {
                    Sense::Distance => (0, (0..=maximum).rfind(kept)),
                    Sense::Similarity => (maximum, (0..=maximum).find(kept)),
                };
                if kept(&best) {
                    assert_eq!(read.limit(sense, best, maximum), expected);
                }
            }
        }
    }
}

#[test]
fn readings_within_the_range_are_kept() {
    for measure in [Measure::Distance, Measure::NormalizedSimilarity] {
        for cutoff in [None, Some(0.5), Some(0.0)] {
            let read = reading(measure, cutoff);
            let [least, most] = read.range();
            for number in [0.0, 0.25, 0.5, 0.75, 1.0, 7.0] {
                assert_eq!((least..=most).contains(&number), read.keeps(number));
            }
        }
    }
}

/// Whether `apart` of `whole` is at most `least` thousandths below the whole, in whole numbers.
fn reaches(apart: u32, whole: u32, least: u32) -> bool {
    1000 * apart <= (1000 - least) * whole
}

#[test]
fn fractions_reach_the_decimals_that_they_equal() {
    for whole in 1..=300_u32 {
        for least in 0..=1000_u32 {
            // The fewest that are too far apart.
            let apart = whole * (1000 - least) / 1000;
            for apart in [apart.saturating_sub(1), apart, apart + 1] {
                let cutoffs = [
                    (Measure::NormalizedSimilarity, f64::from(least) / 1000.0),
                    (
                        Measure::NormalizedDistance,
                        f64::from(1000 - least) / 1000.0,
                    ),
                ];
                for (measure, cutoff) in cutoffs {
                    let sense = measure.sense();
                    let reading = Reading {
                        measure,
                        score_cutoff: Some(Cutoff(cutoff).worst(sense)),
                    };
                    let expected = reaches(apart, whole, least);
                    if apart <= whole {
                        let kept = reading.keeps_raw(Sense::Distance, apart, whole);
                        assert_eq!(kept, expected, "{measure:?} {apart}/{whole} {cutoff}");
                        let common = whole - apart;
                        let kept = reading.keeps_raw(Sense::Similarity, common, whole);
                        assert_eq!(kept, expected, "{measure:?} {common}/{whole} {cutoff}");
                    }
                    let limit = reading.limit(Sense::Distance, 0, whole);
                    let most = (0..=whole).rfind(|apart| reaches(*apart, whole, least));
                    assert_eq!(limit, most, "{measure:?} {whole} {cutoff}");
                }
            }
        }
    }
}
