//! Joins against the scores of all pairs.

use super::*;
use crate::kernels::block::testing::random;
use crate::metric::Sense;
use crate::scorer::{Scorer, Scratch};

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
        &[r#"{"prefix_weight": 0.1}"#, r#"{"prefix_weight": 0.25}"#],
    ),
];

const MEASURES: [&str; 4] = [
    "distance",
    "similarity",
    "normalized_distance",
    "normalized_similarity",
];

fn scorer(metric: &str, parameters: &str, measure: &str) -> Scorer {
    let sent = format!(
        r#"{{"metric": "{metric}", "parameters": {parameters}, "measure": "{measure}",
        "processor": null}}"#
    );
    serde_json::from_str(&sent).expect("a scorer")
}

fn scorers(measure: &str) -> Vec<Scorer> {
    let each = METRICS
        .iter()
        .flat_map(|(name, parameters)| parameters.iter().map(move |with| (name, with)));
    each.map(|(name, with)| scorer(name, with, measure))
        .collect()
}

/// Texts over few letters, some of several scripts, with near copies, repetitions, nulls.
fn texts(seed: &mut u64, count: usize) -> Vec<Option<String>> {
    let mut texts: Vec<Option<String>> = Vec::new();
    for _ in 0..count {
        let letters: Vec<char> = match random(seed) % 4 {
            0 => "abcdefghijklmnopqrstuvwxyz ",
            1 => "ab",
            2 => "aäßéx",
            _ => "日本語x\u{1F600}",
        }
        .chars()
        .collect();
        let longest = if random(seed).is_multiple_of(20) {
            150
        } else {
            14
        };
        let length = random(seed) % longest;
        let fresh = |seed: &mut u64| letters[random(seed) as usize % letters.len()];
        let text = match (random(seed) % 8, texts.last()) {
            (0, _) => None,
            (1 | 2, Some(Some(last))) => Some(last.clone()),
            (3 | 4, Some(Some(last))) if !last.is_empty() => {
                let mut near: Vec<char> = last.chars().collect();
                let at = random(seed) as usize % near.len();
                near[at] = fresh(seed);
                Some(near.into_iter().collect())
            }
            _ => Some((0..length).map(|_| fresh(seed)).collect()),
        };
        texts.push(text);
    }
    texts
}

fn corpus(texts: &[Option<String>]) -> Corpus {
    Corpus::from_texts(texts.iter().map(Option::as_deref), None)
}

fn all(corpus: &Corpus) -> Rows<'_> {
    Rows {
        corpus,
        range: 0..corpus.len(),
    }
}

/// The scores of all pairs, by left row, and those of a row by right row.
fn scores(scorer: &Scorer, [lefts, rights]: [&Corpus; 2]) -> Vec<Vec<(u32, f64)>> {
    let mut scratch = Scratch::default();
    let mut row = |left: usize| {
        let score = |right: usize| {
            let (one, other) = (lefts.get(left)?, rights.get(right)?);
            let score = scorer.score(one, other, None, &mut scratch)?;
            Some((right as u32, score))
        };
        (0..rights.len()).filter_map(score).collect()
    };
    (0..lefts.len()).map(&mut row).collect()
}

/// What a join answers that looks at all pairs.
fn kept(request: Request<'_>, scores: &[Vec<(u32, f64)>]) -> Matches {
    let mut matches = Matches::default();
    for (left, row) in (0..).zip(scores) {
        let mut row = row.clone();
        let cutoff = request.cutoff.unwrap_or_default();
        row.retain(|(_, score)| match request.scoring.sense() {
            Sense::Distance => *score <= cutoff,
            Sense::Similarity => *score >= cutoff,
        });
        row.sort_by(|one, other| match request.scoring.sense() {
            Sense::Distance => one.1.total_cmp(&other.1),
            Sense::Similarity => other.1.total_cmp(&one.1),
        });
        row.truncate(request.limit.unwrap_or(usize::MAX));
        for (right, score) in row {
            matches.left.push(left);
            matches.right.push(right);
            matches.scores.push(score);
        }
    }
    matches
}

fn all_pairs(request: Request<'_>, sides: [&Corpus; 2]) -> Matches {
    let Scoring::Pairs(scorer) = request.scoring else {
        return Matches::default();
    };
    kept(request, &scores(scorer, sides))
}

#[test]
fn a_join_is_all_pairs_with_a_good_score() {
    let mut seed = 5;
    let (lefts, rights) = (texts(&mut seed, 50), texts(&mut seed, 45));
    let (lefts, rights) = (corpus(&lefts), corpus(&rights));
    for measure in MEASURES {
        let cutoffs: &[f64] = match measure {
            "distance" => &[0.0, 1.0, 2.0, 5.0],
            "similarity" => &[0.8, 1.0, 4.0],
            "normalized_distance" => &[0.0, 0.15, 0.3],
            _ => &[0.0, 0.5, 0.7, 0.8, 0.9, 1.0],
        };
        for scorer in scorers(measure) {
            let scores = scores(&scorer, [&lefts, &rights]);
            for cutoff in cutoffs {
                for limit in [None, Some(2)] {
                    let request = Request {
                        scoring: Scoring::Pairs(&scorer),
                        cutoff: Some(*cutoff),
                        limit,
                    };
                    let sides = [all(&lefts), all(&rights)];
                    let matches = join(request, &sides, &Watch::default()).expect("matches");
                    let name = scorer.single().map(|single| single.metric());
                    let expected = kept(request, &scores);
                    assert_eq!(matches, expected, "{name:?} {measure} {cutoff}");
                }
            }
        }
    }
}

#[test]
fn segments_are_looked_up_where_there_are_many_texts() {
    let mut seed = 3;
    let words: Vec<Option<String>> = (0..4000)
        .map(|_| {
            let letters = |_| char::from(b'a' + (random(&mut seed) % 8) as u8);
            Some((0..9).map(letters).collect())
        })
        .collect();
    let (lefts, rights) = (corpus(&words[..500]), corpus(&words[200..]));
    for (metric, parameters, cutoff) in [
        ("levenshtein", r#"{"weights": [1, 1, 1]}"#, 2.0),
        ("osa", "{}", 1.0),
        ("indel", "{}", 2.0),
    ] {
        let scorer = scorer(metric, parameters, "distance");
        let request = Request {
            scoring: Scoring::Pairs(&scorer),
            cutoff: Some(cutoff),
            limit: None,
        };
        let sides = [all(&lefts), all(&rights)];
        let matches = join(request, &sides, &Watch::default()).expect("matches");
        assert!(matches.left.len() >= 300);
        assert_eq!(matches, all_pairs(request, [&lefts, &rights]), "{metric}");
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
    let rows = |range| Rows {
        corpus: &whole,
        range,
    };
    let sides = [rows(10..40), rows(35..80)];
    let matches = join(request, &sides, &Watch::default()).expect("matches");
    assert_eq!(matches, all_pairs(request, [&lefts, &rights]));
}

#[test]
fn stopped_work_is_an_error() {
    let texts = corpus(&[Some("a".into())]);
    let scorer = scorer("osa", "{}", "distance");
    let request = Request {
        scoring: Scoring::Pairs(&scorer),
        cutoff: Some(1.0),
        limit: None,
    };
    let stop = std::sync::atomic::AtomicBool::new(true);
    let watch = Watch {
        stop: Some(&stop),
        progress: None,
    };
    let sides = [all(&texts), all(&texts)];
    assert!(join(request, &sides, &watch).is_err_and(|wrong| wrong.contains("interrupt")));
}

#[test]
fn several_columns_are_joined_by_their_mean() {
    let mut seed = 13;
    let columns: Vec<[Corpus; 2]> = (0..3)
        .map(|_| [corpus(&texts(&mut seed, 60)), corpus(&texts(&mut seed, 50))])
        .collect();
    let measure = "normalized_similarity";
    let scorers = [
        scorer("levenshtein", r#"{"weights": [1, 1, 1]}"#, measure),
        scorer("jaro_winkler", r#"{"prefix_weight": 0.1}"#, measure),
        scorer("indel", "{}", measure),
    ];
    for weights in [[1.0, 2.0, 0.5], [3.0, 0.0, 1.0], [0.1, 0.2, 0.7]] {
        let parts: Vec<Part<'_>> = columns
            .iter()
            .zip(&scorers)
            .zip(weights)
            .map(|((sides, scorer), weight)| Part {
                scorer,
                weight,
                sides: sides.each_ref().map(all),
            })
            .collect();
        let each: Vec<_> = columns
            .iter()
            .zip(&scorers)
            .map(|([left, right], scorer)| scores(scorer, [left, right]))
            .collect();
        let mean = |left: usize, right: u32| {
            let score = |column: &Vec<Vec<(u32, f64)>>| {
                let known = column[left].iter().find(|(other, _)| *other == right);
                known.map(|(_, score)| *score)
            };
            let weighted = each
                .iter()
                .zip(weights)
                .map(|(column, weight)| Some(score(column)? * weight));
            Some(weighted.sum::<Option<f64>>()? / weights.iter().sum::<f64>())
        };
        let means: Vec<Vec<(u32, f64)>> = (0..60)
            .map(|left| {
                (0..50)
                    .filter_map(|right| Some((right, mean(left, right)?)))
                    .collect()
            })
            .collect();
        for cutoff in [0.3, 0.5, 0.8] {
            for limit in [None, Some(1)] {
                let request = Request {
                    scoring: Scoring::Pairs(&scorers[0]),
                    cutoff: Some(cutoff),
                    limit,
                };
                let matches = join_columns(&parts, cutoff, limit, &Watch::default());
                assert_eq!(matches, Ok(kept(request, &means)), "{weights:?} {cutoff}");
            }
        }
    }
    assert!(join_columns(&[], 0.5, None, &Watch::default()).is_err());
}

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
        let everything = join(request(0.0, None), &sides, &Watch::default()).expect("matches");
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
            let matches = join(request, &sides, &Watch::default());
            assert_eq!(matches, Ok(kept(request, &rows)));
        }
    }
}
