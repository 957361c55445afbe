//! Joins of groups against those of all rows, and pairs of one column against both directions.

use std::collections::HashMap;

use super::*;
use crate::measure::Cutoff;

/// The matches of a join within two ranges, a few for each left row.
fn within(matches: &Matches, ranges: &[std::ops::Range<usize>; 2], limit: usize) -> Matches {
    let mut kept = Matches::default();
    let mut counts: HashMap<u32, usize> = HashMap::new();
    let rows = matches.left.iter().zip(&matches.right);
    for ((left, right), score) in rows.zip(&matches.scores) {
        let [lefts, rights] = ranges;
        if !lefts.contains(&(*left as usize)) || !rights.contains(&(*right as usize)) {
            continue;
        }
        let count = counts.entry(*left).or_default();
        if *count < limit {
            *count += 1;
            kept.left.push(left - lefts.start as u32);
            kept.right.push(right - rights.start as u32);
            kept.scores.push(*score);
        }
    }
    kept
}

#[test]
fn groups_score_as_all_rows_do() {
    let mut seed = 31;
    let sides = [texts(&mut seed, 220), texts(&mut seed, 180)].map(|texts| corpus(&texts));
    let sides = sides.each_ref().map(all);
    // Groups are neighbours, some have rows of one side alone.
    let ends = [[0, 0, 4, 60, 60, 220], [0, 9, 14, 100, 120, 180]];
    let soft = SoftTfidf {
        inner: scorer(
            "levenshtein",
            r#"{"weights": [1, 1, 1]}"#,
            "normalized_similarity",
        ),
        threshold: Cutoff(0.4),
        processor: None,
    };
    let tfidf = |ngram| {
        Scoring::Tfidf(Tfidf {
            ngram,
            processor: None,
        })
    };
    let jaro = scorer("jaro", "{}", "distance");
    for scoring in [
        tfidf(Some(2)),
        tfidf(None),
        Scoring::SoftTfidf(&soft),
        Scoring::Pairs(&jaro),
    ] {
        let weights = SharedWeights::new(scoring, &sides).expect("few grams");
        assert_eq!(weights.is_none(), matches!(scoring, Scoring::Pairs(_)));
        for (cutoff, limit) in [
            (0.0, None),
            (0.0, Some(3)),
            (0.35, None),
            (0.35, Some(1)),
            (1.0, Some(2)),
        ] {
            let mut request = Request {
                scoring,
                cutoff: Some(cutoff),
                limit: None,
            };
            let whole = join(request, &sides, &JobControl::default()).expect("matches");
            request.limit = limit;
            for group in 0..ends[0].len() - 1 {
                let ranges = [0, 1].map(|side: usize| ends[side][group]..ends[side][group + 1]);
                let rows = [0, 1].map(|side: usize| RowRange {
                    corpus: sides[side].corpus,
                    range: ranges[side].clone(),
                });
                let matches =
                    join_group(request, &rows, weights.as_ref(), &JobControl::default(), 1);
                let expected = within(&whole, &ranges, limit.unwrap_or(usize::MAX));
                assert_eq!(matches, Ok(expected), "{group} {cutoff} {limit:?}");
            }
        }
    }
}

#[test]
fn a_pair_of_one_column_has_its_better_direction() {
    let mut seed = 33;
    let texts = corpus(&texts(&mut seed, 150));
    for (metric, parameters, measure) in [
        ("ratcliff_obershelp", "{}", "similarity"),
        ("levenshtein", r#"{"weights": [1, 3, 2]}"#, "distance"),
        (
            "monge_elkan",
            r#"{"inner": "jaro", "symmetric": false}"#,
            "distance",
        ),
        ("jaro", "{}", "similarity"),
    ] {
        let scorer = scorer(metric, parameters, measure);
        let scores = scores(&scorer, [&texts, &texts]);
        let both: HashMap<(u32, u32), f64> = (0..)
            .zip(&scores)
            .flat_map(|(left, row)| {
                row.iter()
                    .map(move |(right, score)| ((left, *right), *score))
            })
            .collect();
        let better: Vec<Vec<(u32, f64)>> = (0..scores.len() as u32)
            .map(|left| {
                let rights = (left + 1..scores.len() as u32).filter_map(|right| {
                    let [there, back] = [(left, right), (right, left)].map(|pair| both.get(&pair));
                    let (there, back) = (*there?, *back?);
                    let is_better = scorer.is_better(back, there);
                    Some((right, if is_better { back } else { there }))
                });
                rights.collect()
            })
            .collect();
        let request = Request {
            scoring: Scoring::Pairs(&scorer),
            cutoff: Some(if measure == "distance" && metric == "levenshtein" {
                5.0
            } else {
                0.4
            }),
            limit: None,
        };
        let sides = [all(&texts), all(&texts)];
        let mut matches = join(request, &sides, &JobControl::default()).expect("matches");
        matches.keep_once(request.scoring.sense(), scorer.is_symmetric());
        assert_eq!(matches, kept(request, &better), "{metric}");
    }
}
