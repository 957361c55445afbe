//! Joins by one scorer.

use super::*;

const GRAMS: &[&str] = &[
    r#"{"ngram": 1, "multiset": false}"#,
    r#"{"ngram": 2, "multiset": true}"#,
    r#"{"ngram": 5, "multiset": false}"#,
    r#"{"ngram": null, "multiset": true}"#,
];

const METRICS: [(&str, &[&str]); 19] = [
    ("ratio", &["{}"]),
    ("qratio", &["{}"]),
    ("token_set_ratio", &["{}"]),
    ("jaccard", GRAMS),
    ("sorensen_dice", GRAMS),
    ("overlap", GRAMS),
    ("cosine", GRAMS),
    (
        "tversky",
        &[r#"{"ngram": 2, "multiset": false, "alpha": 0.3, "beta": 0.0}"#],
    ),
    (
        "levenshtein",
        &[
            r#"{"weights": [1, 1, 1]}"#,
            r#"{"weights": [1, 1, 2]}"#,
            r#"{"weights": [2, 3, 4]}"#,
            r#"{"weights": [0, 1, 1]}"#,
        ],
    ),
    ("osa", &["{}"]),
    ("damerau_levenshtein", &["{}"]),
    ("indel", &["{}"]),
    ("lcs_seq", &["{}"]),
    ("lcs_str", &["{}"]),
    ("hamming", &[r#"{"pad": true}"#, r#"{"pad": false}"#]),
    ("prefix", &["{}"]),
    ("postfix", &["{}"]),
    ("jaro", &["{}"]),
    (
        "jaro_winkler",
        &[
            r#"{"prefix_weight": 0.1}"#,
            r#"{"prefix_weight": 0.25}"#,
            r#"{"prefix_weight": 1}"#,
        ],
    ),
];

const MEASURES: [&str; 4] = [
    "distance",
    "similarity",
    "normalized_distance",
    "normalized_similarity",
];

fn scorers(measure: &str) -> Vec<Scorer> {
    let each = METRICS
        .iter()
        .flat_map(|(name, parameters)| parameters.iter().map(move |with| (name, with)));
    each.map(|(name, with)| scorer(name, with, measure))
        .collect()
}

#[test]
fn a_join_is_all_pairs_with_a_good_score() {
    let mut seed = 5;
    let (lefts, rights) = (texts(&mut seed, 50), texts(&mut seed, 45));
    let (lefts, rights) = (corpus(&lefts), corpus(&rights));
    for measure in MEASURES {
        // The most lenient first.
        let cutoffs: &[f64] = match measure {
            "distance" => &[5.0, 2.0, 1.0, 0.0],
            "similarity" => &[0.8, 1.0, 4.0],
            "normalized_distance" => &[0.3, 0.15, 0.0],
            _ => &[0.0, 0.5, 0.7, 0.8, 0.9, 1.0],
        };
        for scorer in scorers(measure) {
            let scores = scores(&scorer, [&lefts, &rights]);
            assert_joins_keep(&scores, &scorer, cutoffs, 2, [&lefts, &rights]);
        }
    }
}

/// Asserts that a join has all matches, and at least so many.
fn assert_all_of_many(scorer: &Scorer, cutoff: f64, least: usize, corpora: [&Corpus; 2]) {
    let request = Request {
        scoring: Scoring::Pairs(scorer),
        cutoff: Some(cutoff),
        limit: None,
    };
    let matches = join(request, &corpora.map(all), &JobControl::default()).expect("matches");
    let name = scorer.single().map(|single| single.metric());
    assert!(
        matches.left.len() >= least,
        "{name:?} {}",
        matches.left.len()
    );
    assert_eq!(matches, all_pairs(request, corpora), "{name:?}");
}

#[test]
fn segments_are_looked_up_where_there_are_many_texts() {
    let mut seed = 3;
    let letter = |seed: &mut u64| char::from(b'a' + (random(seed) % 8) as u8);
    let rights: Vec<Option<String>> = (0..1600)
        .map(|_| Some((0..9).map(|_| letter(&mut seed)).collect()))
        .collect();
    // Words with none to three edits: what is asked for, and a little less.
    let lefts: Vec<Option<String>> = (0..200)
        .map(|at| {
            let mut word: Vec<char> = rights[at * 8]
                .iter()
                .flat_map(|word| word.chars())
                .collect();
            for _ in 0..at % 4 {
                let at = random(&mut seed) as usize % word.len();
                match random(&mut seed) % 4 {
                    0 => word.insert(at, letter(&mut seed)),
                    1 => drop(word.remove(at)),
                    2 => word[at] = letter(&mut seed),
                    _ => word[at..].rotate_left(1),
                }
            }
            Some(word.into_iter().collect())
        })
        .collect();
    let corpora = [&corpus(&lefts), &corpus(&rights)];
    for (metric, parameters, cutoff) in [
        ("levenshtein", r#"{"weights": [1, 1, 1]}"#, 2.0),
        ("osa", "{}", 1.0),
        ("indel", "{}", 2.0),
    ] {
        let scorer = scorer(metric, parameters, "distance");
        assert_all_of_many(&scorer, cutoff, 90, corpora);
    }
}

#[test]
fn what_remains_is_joined_where_there_are_many_texts() {
    let mut seed = 4;
    let mut words = |length: usize, count: usize| -> Vec<Option<String>> {
        let mut letter = |_| char::from(b'a' + (random(&mut seed) % 4) as u8);
        let mut word = |_| Some((0..length).map(&mut letter).collect());
        (0..count).map(&mut word).collect()
    };
    // Remainders of six letters are few on one side, and there are many pairs.
    let (short, long) = (words(6, 700), words(7, 240));
    let lefts = corpus(&[&short[..40], &long[..]].concat());
    let rights = corpus(&[&short[..], &long[..40]].concat());
    for (metric, parameters, measure, cutoff) in [
        ("levenshtein", r#"{"weights": [1, 1, 1]}"#, "distance", 1.0),
        ("osa", "{}", "distance", 1.0),
        ("hamming", r#"{"pad": true}"#, "distance", 1.0),
        ("ratio", "{}", "similarity", 0.9),
    ] {
        let scorer = scorer(metric, parameters, measure);
        assert_all_of_many(&scorer, cutoff, 200, [&lefts, &rights]);
    }
}

#[test]
fn ranges_are_joined_as_corpora_of_their_own() {
    let mut seed = 9;
    let texts = texts(&mut seed, 80);
    let whole = corpus(&texts);
    let (lefts, rights) = (corpus(&texts[10..40]), corpus(&texts[35..80]));
    let scorer = scorer("jaro_winkler", r#"{"prefix_weight": 0.1}"#, "similarity");
    let request = Request {
        scoring: Scoring::Pairs(&scorer),
        cutoff: Some(0.7),
        limit: None,
    };
    let rows = |range| RowRange {
        corpus: &whole,
        range,
    };
    let sides = [rows(10..40), rows(35..80)];
    let matches = join(request, &sides, &JobControl::default()).expect("matches");
    assert_eq!(matches, all_pairs(request, [&lefts, &rights]));
}
