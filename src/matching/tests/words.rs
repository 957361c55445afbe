//! Joins by ratios of words.

use super::*;
use crate::scorer::Processor;

const METRICS: [(&str, &str); 12] = [
    ("token_sort_ratio", "{}"),
    ("token_set_ratio", "{}"),
    ("token_ratio", "{}"),
    ("partial_ratio", "{}"),
    ("partial_token_sort_ratio", "{}"),
    ("partial_token_set_ratio", "{}"),
    ("partial_token_ratio", "{}"),
    ("wratio", "{}"),
    (
        "monge_elkan",
        r#"{"inner": "jaro_winkler", "symmetric": false}"#,
    ),
    (
        "monge_elkan",
        r#"{"inner": "levenshtein", "symmetric": true}"#,
    ),
    (
        "monge_elkan",
        r#"{"inner": "ratcliff_obershelp", "symmetric": false}"#,
    ),
    (
        "monge_elkan",
        r#"{"inner": "ratcliff_obershelp", "symmetric": true}"#,
    ),
];

/// Texts of a few words with errors and repetitions, of one or several scripts, and without words.
fn names(seed: &mut u64, count: usize) -> Vec<Option<String>> {
    const WORDS: [&str; 14] = [
        "anna",
        "hannah",
        "ann",
        "john",
        "jo",
        "j.",
        "smith",
        "smithe",
        "of",
        "københavn",
        "日本",
        "日本語",
        "the",
        "x",
    ];
    let name = |seed: &mut u64| {
        let words = random(seed) % 7;
        let word = |seed: &mut u64| WORDS[random(seed) as usize % WORDS.len()];
        let space = ["", " ", "  ", "\t", "\u{a0}"][random(seed) as usize % 5];
        let words: Vec<_> = (0..words).map(|_| word(seed)).collect();
        (!random(seed).is_multiple_of(15)).then(|| words.join(" ") + space)
    };
    (0..count).map(|_| name(seed)).collect()
}

#[test]
fn a_join_is_all_pairs_with_a_good_score() {
    let mut seed = 17;
    let (lefts, rights) = (names(&mut seed, 55), names(&mut seed, 45));
    let sides = [&lefts, &rights].map(|side| corpus(side));
    for (metric, parameters) in METRICS {
        for (measure, cutoffs) in [
            ("normalized_similarity", [0.0, 0.4, 0.7, 0.86, 0.93, 1.0]),
            ("distance", [1.0, 0.5, 0.3, 0.15, 0.05, 0.0]),
        ] {
            let plain = scorer(metric, parameters, measure);
            let scores = scores(&plain, sides.each_ref());
            let prepared = scorer(metric, parameters, measure).prepared();
            let processor = prepared.processor();
            assert_eq!(processor.is_some(), metric.ends_with("token_sort_ratio"));
            let processed = [&lefts, &rights].map(|side| {
                let texts = side.iter().map(Option::as_deref);
                Corpus::from_texts(texts, processor)
            });
            assert_joins_keep(&scores, &prepared, &cutoffs, 1, processed.each_ref());
        }
    }
}

#[test]
fn bytes_are_put_in_order_too() {
    let bytes = [Some(b"b \xFF a".as_slice()), None];
    let corpus = Corpus::from_bytes(bytes, Some(Processor::SortedWords));
    assert_eq!(corpus.get(0), Some(crate::scorer::Text::Bytes(b"a b \xFF")));
    assert!(corpus.is_null(1));
}
