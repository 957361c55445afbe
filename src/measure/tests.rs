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
