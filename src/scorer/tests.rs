//! Scorers against the metrics behind them.

use super::*;
use crate::kernels::block::LANES;
use crate::kernels::block::testing::{random, random_block};
use crate::registry::METRIC_NAMES;
use crate::simd::Level;

fn sent(scorer: &str) -> Result<Scorer, String> {
    serde_json::from_str(scorer).map_err(|error| error.to_string())
}

fn scorer(metric: &str, measure: &str) -> Scorer {
    let parameters = match metric {
        "levenshtein" => r#"{"weights": [1, 1, 1]}"#,
        "hamming" => r#"{"pad": true}"#,
        "jaro_winkler" => r#"{"prefix_weight": 0.1}"#,
        "jaccard" | "sorensen_dice" | "overlap" | "cosine" => r#"{"ngram": 2, "multiset": false}"#,
        "monge_elkan" => r#"{"inner": "jaro_winkler", "symmetric": false}"#,
        "tversky" => r#"{"ngram": 2, "multiset": false, "alpha": 1, "beta": 1}"#,
        _ => "{}",
    };
    sent(&format!(
        r#"{{"metric": "{metric}", "parameters": {parameters}, "measure": "{measure}",
        "processor": null}}"#
    ))
    .expect("a scorer")
}

fn score(scorer: &Scorer, left: &str, right: &str, cutoff: Option<f64>) -> Option<f64> {
    let [left, right] = [left, right].map(|text| Text::Bytes(text.as_bytes()));
    scorer.score(left, right, cutoff, &mut ScorerScratch::default())
}

#[test]
fn every_metric_is_chosen_by_its_name() {
    for name in METRIC_NAMES {
        let scorer = scorer(name, "normalized_similarity");
        assert_eq!(scorer.single().map(Single::metric), Some(*name));
        assert_eq!(scorer.sense(), Sense::Similarity);
        assert_eq!(score(&scorer, "kitten", "kitten", None), Some(1.0));
        assert_eq!(scorer.best(6, 6), Some(1.0));
    }
}

#[test]
fn scores_are_readings() {
    let read = |metric, measure| score(&scorer(metric, measure), "kitten", "sitting", None);
    assert_eq!(read("levenshtein", "distance"), Some(3.0));
    assert_eq!(read("levenshtein", "similarity"), Some(4.0));
    assert_eq!(
        read("levenshtein", "normalized_similarity"),
        Some(1.0 - 3.0 / 7.0)
    );
    assert_eq!(read("indel", "normalized_distance"), Some(5.0 / 13.0));
}

#[test]
fn cutoffs_are_in_the_units_of_the_measure() {
    let distance = scorer("levenshtein", "distance");
    assert_eq!(score(&distance, "kitten", "sitting", Some(3.0)), Some(3.0));
    assert_eq!(score(&distance, "kitten", "sitting", Some(2.0)), None);
    assert_eq!(score(&distance, "kitten", "kittenish", Some(2.0)), None);
    assert_eq!(
        score(&distance, "kitten", "kittenish", Some(3.0)),
        Some(3.0)
    );
    let jaro = scorer("jaro", "normalized_distance");
    let apart = score(&jaro, "kitten", "sitting", None).expect("a score");
    assert_eq!(score(&jaro, "kitten", "sitting", Some(apart)), Some(apart));
    assert_eq!(score(&jaro, "kitten", "sitting", Some(apart - 1e-9)), None);
}

#[test]
fn symmetric_scorers_are_those_that_say_so() {
    let mut seed = 5;
    let mut texts = || {
        [(); 2].map(|()| {
            let letters = [&b"ab"[..], b"abcd ", b"ab c"][random(&mut seed) as usize % 3];
            let length = random(&mut seed) % 12;
            let letter = |_| letters[random(&mut seed) as usize % letters.len()];
            (0..length).map(letter).collect::<Vec<u8>>()
        })
    };
    let pairs: Vec<_> = (0..3000).map(|_| texts()).collect();
    let grams = r#""ngram": 2, "multiset": true"#;
    let more = [
        ("levenshtein", r#"{"weights": [2, 2, 3]}"#.to_owned()),
        ("levenshtein", r#"{"weights": [5, 1, 2]}"#.to_owned()),
        ("hamming", r#"{"pad": false}"#.to_owned()),
        ("cosine", format!("{{{grams}}}")),
        ("jaccard", r#"{"ngram": null, "multiset": true}"#.to_owned()),
        (
            "tversky",
            format!(r#"{{{grams}, "alpha": 2, "beta": 0.5}}"#),
        ),
        (
            "monge_elkan",
            r#"{"inner": "levenshtein", "symmetric": true}"#.to_owned(),
        ),
        (
            "monge_elkan",
            r#"{"inner": "ratcliff_obershelp", "symmetric": true}"#.to_owned(),
        ),
    ];
    let more = more.map(|(metric, parameters)| {
        // Similarities by weighted edits are the same both ways, their distances are not.
        let measure = r#""measure": "normalized_distance", "processor": null"#;
        let spelled = format!(r#"{{"metric": "{metric}", "parameters": {parameters}, {measure}}}"#);
        sent(&spelled).expect("a scorer")
    });
    let all = METRIC_NAMES
        .iter()
        .map(|name| scorer(name, "normalized_distance"));
    for scorer in all.chain(more) {
        let mut scratch = ScorerScratch::default();
        let mut score = |left: &[u8], right: &[u8]| {
            scorer.score(Text::Bytes(left), Text::Bytes(right), None, &mut scratch)
        };
        let is_swapped = |[left, right]: &[Vec<u8>; 2]| score(left, right) == score(right, left);
        let name = scorer.single().map(Single::metric);
        assert_eq!(
            pairs.iter().all(is_swapped),
            scorer.is_symmetric(),
            "{name:?}"
        );
    }
    let parts =
        ["jaro", "ratcliff_obershelp"].map(|name| (scorer(name, "normalized_distance"), 1.0));
    assert!(
        !Scorer::combine(parts.into())
            .expect("a scorer")
            .is_symmetric()
    );
}

#[test]
fn symbols_of_both_forms_meet() {
    let scorer = scorer("levenshtein", "distance");
    let wide = Text::Codes(&[0x4E00, 0x62]);
    for (left, right) in [(wide, Text::Bytes(b"ab")), (Text::Bytes(b"ab"), wide)] {
        let score = scorer.score(left, right, None, &mut ScorerScratch::default());
        assert_eq!(score, Some(1.0));
    }
}

#[test]
fn blocks_are_scored_as_pairs_are() {
    for name in METRIC_NAMES {
        let scorer = scorer(name, "normalized_similarity");
        let single = scorer.single().expect("one metric");
        if single.longest_in_block() == 0 {
            continue;
        }
        let (mut block, pairs) = random_block(2, 4, 100);
        let mut scores = [0.0; LANES];
        single.score_block(Level::best(), &mut block, &mut scores);
        for ((left, right), score) in pairs.iter().zip(scores) {
            let (left, right) = (Text::Bytes(left), Text::Bytes(right));
            let alone = scorer.score(left, right, None, &mut ScorerScratch::default());
            assert_eq!(Some(score), alone, "{name} {left:?} {right:?}");
        }
    }
}

#[test]
fn means_are_weighted() {
    let part = |metric| scorer(metric, "normalized_similarity");
    let mean = Scorer::combine(vec![(part("levenshtein"), 3.0), (part("prefix"), 1.0)]);
    let mean = mean.expect("a scorer");
    let expected = ((1.0 - 3.0 / 7.0) * 3.0) / 4.0;
    assert_eq!(score(&mean, "kitten", "sitting", None), Some(expected));
    assert_eq!(score(&mean, "kitten", "sitting", Some(0.5)), None);
    assert_eq!(mean.best(6, 7), Some(1.0 - 1.0 / 7.0));
    let nested = sent(
        r#"{"combine": [[{"combine": [[{"metric": "prefix", "parameters": {},
        "measure": "distance", "processor": "default"}, 2]]}, 0.5]]}"#,
    );
    let nested = nested.expect("a scorer");
    assert_eq!(nested.sense(), Sense::Distance);
    assert_eq!(nested.processor(), Some(Processor::Default));
    assert_eq!(score(&nested, "abc", "abd", None), Some(1.0));
}

#[test]
fn what_cannot_be_combined_is_refused() {
    let part = |measure| scorer("prefix", measure);
    let wrong = |parts| Scorer::combine(parts).err().unwrap_or_default();
    assert!(wrong(vec![]).ends_with("at least one scorer, got none"));
    for weight in [-1.0, f64::NAN, f64::INFINITY] {
        assert!(wrong(vec![(part("distance"), weight)]).contains("finite weights"));
    }
    assert!(wrong(vec![(part("distance"), 0.0)]).contains("sum above 0, got 0"));
    let both = vec![(part("distance"), 1.0), (part("similarity"), 1.0)];
    assert!(wrong(both).ends_with("got both"));
}

#[test]
fn parameters_are_checked() {
    let sent = sent(
        r#"{"metric": "jaro_winkler", "parameters": {"prefix_weight": 1.5},
        "measure": "similarity", "processor": null}"#,
    );
    assert!(
        sent.err()
            .is_some_and(|wrong| wrong.contains("within 0..1, got 1.5"))
    );
}
