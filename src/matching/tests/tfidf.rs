//! Joins by tf-idf, and by its soft form.

use super::*;
use crate::measure::Cutoff;

#[test]
fn tfidf_is_the_cosine_of_weighted_grams() {
    let mut seed = 21;
    let (one, two) = (texts(&mut seed, 60), texts(&mut seed, 50));
    let (lefts, rights) = (corpus(&one), corpus(&two));
    // The textbook, with maps from grams to weights.
    type Vector = std::collections::BTreeMap<Vec<char>, f64>;
    let counted = |text: &str, ngram: Option<u32>| -> Vector {
        let symbols: Vec<char> = text.chars().collect();
        let grams: Vec<Vec<char>> = match ngram {
            None => text
                .split_whitespace()
                .map(|word| word.chars().collect())
                .collect(),
            Some(n) if symbols.len() >= n as usize => {
                symbols.windows(n as usize).map(<[char]>::to_vec).collect()
            }
            Some(_) => vec![symbols],
        };
        let mut vector = Vector::new();
        for gram in grams.into_iter().filter(|gram| !gram.is_empty()) {
            *vector.entry(gram).or_default() += 1.0;
        }
        vector
    };
    for ngram in [Some(1), Some(3), None] {
        let mut frequencies = Vector::new();
        let mut count = 0.0;
        for side in [&one, &two] {
            let distinct: std::collections::BTreeSet<&String> = side.iter().flatten().collect();
            count += distinct.len() as f64;
            for text in distinct {
                for gram in counted(text, ngram).into_keys() {
                    *frequencies.entry(gram).or_default() += 1.0;
                }
            }
        }
        let weighted = |text: &str| -> Vector {
            let mut vector = counted(text, ngram);
            for (gram, weight) in &mut vector {
                *weight *= ((1.0 + count) / (1.0 + frequencies[gram])).ln() + 1.0;
            }
            let length = vector
                .values()
                .map(|weight| weight * weight)
                .sum::<f64>()
                .sqrt();
            vector.values_mut().for_each(|weight| *weight /= length);
            vector
        };
        let scored = |left: &str, right: &str| -> f64 {
            let (left, right) = (weighted(left), weighted(right));
            if left.is_empty() && right.is_empty() {
                return 1.0;
            }
            left.iter()
                .filter_map(|(gram, weight)| Some(weight * right.get(gram)?))
                .sum()
        };
        let request = |cutoff, limit| Request {
            scoring: Scoring::Tfidf(Tfidf {
                ngram,
                processor: None,
            }),
            cutoff: Some(cutoff),
            limit,
        };
        let sides = [all(&lefts), all(&rights)];
        let everything = join(request(0.0, None), &sides, &JobControl::default()).expect("matches");
        let mut rows: Vec<Vec<(u32, f64)>> = vec![Vec::new(); lefts.len()];
        for ((left, right), score) in everything
            .left
            .iter()
            .zip(&everything.right)
            .zip(&everything.scores)
        {
            let texts = (one[*left as usize].as_ref(), two[*right as usize].as_ref());
            let (Some(one), Some(two)) = texts else {
                panic!("null matches nothing");
            };
            assert!(
                (scored(one, two) - score).abs() < 1e-9,
                "{one:?} {two:?} {score}"
            );
            rows[*left as usize].push((*right, *score));
        }
        let pairs = one.iter().flatten().count() * two.iter().flatten().count();
        assert_eq!(everything.left.len(), pairs);
        rows.iter_mut()
            .for_each(|row| row.sort_unstable_by_key(|(right, _)| *right));
        for (cutoff, limit) in [(0.0, Some(3)), (0.2, None), (0.5, Some(1)), (1.0, None)] {
            let request = request(cutoff, limit);
            let matches = join(request, &sides, &JobControl::default());
            assert_eq!(matches, Ok(kept(request, &rows)));
        }
    }
}

#[test]
fn cutoffs_and_limits_of_soft_tfidf_keep_what_all_pairs_have() {
    let mut seed = 23;
    let mut words = |count: usize| -> Vec<Option<String>> {
        let texts = (0..count).map(|_| {
            let word = |seed: &mut u64| {
                let letters = [
                    "anna",
                    "annas",
                    "hanna",
                    "joh\u{f3}n",
                    "john",
                    "j",
                    "smith",
                    "smyth",
                ];
                letters[random(seed) as usize % letters.len()].to_owned()
            };
            let count = random(&mut seed) % 6;
            (count < 5).then(|| {
                (0..count)
                    .map(|_| word(&mut seed))
                    .collect::<Vec<_>>()
                    .join(" ")
            })
        });
        texts.collect()
    };
    let (one, two) = (words(70), words(60));
    let (lefts, rights) = (corpus(&one), corpus(&two));
    let sides = [all(&lefts), all(&rights)];
    for (inner, threshold) in [
        ("jaro_winkler", 0.85),
        ("levenshtein", 0.5),
        ("jaro_winkler", 1.0),
    ] {
        let parameters = match inner {
            "levenshtein" => r#"{"weights": [1, 1, 1]}"#,
            _ => r#"{"prefix_weight": 0.1}"#,
        };
        let soft = SoftTfidf {
            inner: scorer(inner, parameters, "normalized_similarity"),
            threshold: Cutoff(threshold),
            processor: None,
        };
        let request = |scoring, cutoff, limit| Request {
            scoring,
            cutoff: Some(cutoff),
            limit,
        };
        let scoring = Scoring::SoftTfidf(&soft);
        let everything = join(request(scoring, 0.0, None), &sides, &JobControl::default());
        let everything = everything.expect("matches");
        let mut rows: Vec<Vec<(u32, f64)>> = vec![Vec::new(); lefts.len()];
        let pairs = everything.left.iter().zip(&everything.right);
        for ((left, right), score) in pairs.zip(&everything.scores) {
            assert!((0.0..=1.0).contains(score), "{score}");
            rows[*left as usize].push((*right, *score));
        }
        for row in &mut rows {
            row.sort_unstable_by_key(|(right, _)| *right);
        }
        for (cutoff, limit) in [
            (0.0, Some(3)),
            (0.2, None),
            (0.6, Some(1)),
            (0.9, None),
            (1.0, None),
        ] {
            let request = request(scoring, cutoff, limit);
            assert_eq!(
                join(request, &sides, &JobControl::default()),
                Ok(kept(request, &rows))
            );
        }
        if threshold == 1.0 {
            let tfidf = Scoring::Tfidf(Tfidf {
                ngram: None,
                processor: None,
            });
            let same =
                join(request(tfidf, 0.0, None), &sides, &JobControl::default()).expect("matches");
            let total = |matches: &Matches| matches.scores.iter().sum::<f64>();
            assert!((total(&same) - total(&everything)).abs() < 1e-9);
        }
    }
}
