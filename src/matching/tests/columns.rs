//! Joins of records, against the means of all pairs.

use super::*;
use crate::matching::request::rank;

/// What is asked of a field, besides its columns.
#[derive(Clone, Copy, Debug)]
struct Rule {
    weight: f64,
    cutoff: Option<f64>,
    nulls: Nulls,
}

/// The mean of scores by the book: unknown fields are left out, 0 or 1, and a share of the weight must be left in.
fn mean(scores: &[Option<f64>], rules: &[Rule], known: f64) -> Option<f64> {
    let (mut sum, mut weight) = (0.0, 0.0);
    for (score, rule) in scores.iter().zip(rules) {
        if score.is_some_and(|score| rule.cutoff.is_some_and(|cutoff| score < cutoff)) {
            return None;
        }
        let score = match (score, rule.nulls) {
            (Some(score), _) => *score,
            (None, Nulls::Ignore) => continue,
            (None, Nulls::Mismatch) => 0.0,
            (None, Nulls::Match) => 1.0,
        };
        sum += score * rule.weight;
        weight += rule.weight;
    }
    let whole: f64 = rules.iter().map(|rule| rule.weight).sum();
    (weight > 0.0 && weight >= known * whole - 1e-9).then_some(sum / weight)
}

/// A score for each pair of a field, unless it is unknown.
type Scores = Vec<Vec<Option<f64>>>;

fn scores_of(scoring: Scoring<'_>, sides: &[Corpus; 2]) -> Scores {
    let [lefts, rights] = sides;
    let mut table = vec![vec![None; rights.len()]; lefts.len()];
    match scoring {
        Scoring::Pairs(scorer) => {
            for (row, scores) in table.iter_mut().zip(scores(scorer, [lefts, rights])) {
                scores
                    .into_iter()
                    .for_each(|(right, score)| row[right as usize] = Some(score));
            }
        }
        // What a join finds with a cutoff of 0 has all pairs.
        _ => {
            let request = Request {
                scoring,
                cutoff: Some(0.0),
                limit: None,
            };
            let matches = join(request, &sides.each_ref().map(all), &JobControl::default());
            let matches = matches.expect("few matches");
            for at in 0..matches.left.len() {
                table[matches.left[at] as usize][matches.right[at] as usize] =
                    Some(matches.scores[at]);
            }
        }
    }
    table
}

fn check(fields: &[(Scoring<'_>, &[Corpus; 2])], rules: &[Rule], known: f64) {
    let tables: Vec<Scores> = fields
        .iter()
        .map(|(scoring, sides)| scores_of(*scoring, sides))
        .collect();
    let corpus_scores: Vec<Option<CorpusScores>> = fields
        .iter()
        .map(|(scoring, sides)| {
            CorpusScores::of_rows(*scoring, &sides.each_ref().map(all)).expect("memory")
        })
        .collect();
    let joined: Vec<JoinField<'_>> = fields
        .iter()
        .zip(rules)
        .zip(&corpus_scores)
        .map(|(((scoring, sides), rule), of_corpus)| JoinField {
            columns: FieldColumns::Texts {
                scoring: *scoring,
                sides: sides.each_ref().map(all),
                of_corpus: of_corpus.as_ref(),
            },
            weight: rule.weight,
            cutoff: rule.cutoff,
            nulls: rule.nulls,
        })
        .collect();
    let (lefts, rights) = (fields[0].1[0].len(), fields[0].1[1].len());
    for cutoff in [0.0, 0.3, 0.6, 0.8, 0.95] {
        for limit in [None, Some(1), Some(3)] {
            let mut expected = Matches::default();
            for left in 0..lefts {
                let score = |right: usize| {
                    let each: Vec<_> = tables.iter().map(|table| table[left][right]).collect();
                    let mean = mean(&each, rules, known)?;
                    (mean >= cutoff).then_some((right as u32, mean))
                };
                let mut row: Vec<_> = (0..rights).filter_map(score).collect();
                rank(Sense::Similarity, limit, &mut row);
                for (right, score) in row {
                    expected.left.push(left as u32);
                    expected.right.push(right);
                    expected.scores.push(score);
                }
            }
            let records = Records::new(&joined, cutoff, known).expect("fields");
            let matches = join_records(&records, limit, &JobControl::default(), 64);
            assert_eq!(
                matches,
                Ok(expected),
                "{rules:?} {known} {cutoff} {limit:?}"
            );
        }
    }
}

/// Columns with many nulls, and near copies of left texts on the right.
fn columns(seed: &mut u64, fields: usize, rows: [usize; 2]) -> Vec<[Corpus; 2]> {
    (0..fields)
        .map(|_| {
            let lefts = texts(seed, rows[0]);
            let mut rights = texts(seed, rows[1]);
            for (right, left) in rights.iter_mut().zip(&lefts) {
                match random(seed) % 4 {
                    0 => *right = None,
                    1 => {}
                    _ => right.clone_from(left),
                }
            }
            [corpus(&lefts), corpus(&rights)]
        })
        .collect()
}

#[test]
fn records_are_joined_by_the_mean_of_their_fields() {
    let mut seed = 13;
    let measure = "normalized_similarity";
    let scorers = [
        scorer("levenshtein", r#"{"weights": [1, 1, 1]}"#, measure),
        scorer("jaro_winkler", r#"{"prefix_weight": 0.1}"#, measure),
        scorer("indel", "{}", measure),
        scorer("jaccard", r#"{"ngram": 2, "multiset": false}"#, measure),
    ];
    let kinds = [Nulls::Ignore, Nulls::Mismatch, Nulls::Match];
    for trial in 0..24 {
        let count = 1 + trial % 4;
        let columns = columns(&mut seed, count, [40, 45]);
        let fields: Vec<_> = columns
            .iter()
            .zip(&scorers)
            .map(|(sides, scorer)| (Scoring::Pairs(scorer), sides))
            .collect();
        let rules: Vec<Rule> = (0..count)
            .map(|at| Rule {
                weight: [1.0, 2.0, 0.5, 3.0, 0.1][random(&mut seed) as usize % 5],
                cutoff: [None, None, Some(0.0), Some(0.5)][random(&mut seed) as usize % 4],
                nulls: if trial < 9 {
                    kinds[trial % 3]
                } else {
                    kinds[(random(&mut seed) as usize + at) % 3]
                },
            })
            .collect();
        let known = [0.0, 0.5, 0.5, 1.0][random(&mut seed) as usize % 4];
        check(&fields, &rules, known);
    }
}

#[test]
fn a_field_without_weight_is_a_filter() {
    let mut seed = 5;
    let measure = "normalized_similarity";
    let scorer = scorer("indel", "{}", measure);
    let columns = columns(&mut seed, 3, [40, 30]);
    let fields: Vec<_> = columns
        .iter()
        .map(|sides| (Scoring::Pairs(&scorer), sides))
        .collect();
    let rule = |weight, cutoff| Rule {
        weight,
        cutoff,
        nulls: Nulls::Ignore,
    };
    check(
        &fields,
        &[rule(1.0, None), rule(0.0, Some(0.4)), rule(2.0, None)],
        0.5,
    );
    check(
        &fields,
        &[rule(0.0, None), rule(0.0, Some(0.9)), rule(2.0, Some(0.2))],
        0.9,
    );
}

#[test]
fn scores_of_all_texts_are_fields_like_others() {
    let mut seed = 29;
    let measure = "normalized_similarity";
    let (pairs, inner) = (
        scorer("ratio", "{}", measure),
        scorer("jaro_winkler", r#"{"prefix_weight": 0.1}"#, measure),
    );
    let soft = SoftTfidf {
        inner,
        threshold: crate::measure::Cutoff(0.8),
        processor: None,
    };
    let tfidf = |ngram| {
        Scoring::Tfidf(Tfidf {
            ngram,
            processor: None,
        })
    };
    let columns = columns(&mut seed, 3, [40, 45]);
    for nulls in [Nulls::Ignore, Nulls::Mismatch, Nulls::Match] {
        let rule = |weight| Rule {
            weight,
            cutoff: None,
            nulls,
        };
        let mixed = [
            (tfidf(Some(2)), &columns[0]),
            (Scoring::Pairs(&pairs), &columns[1]),
            (Scoring::SoftTfidf(&soft), &columns[2]),
        ];
        check(&mixed, &[rule(1.0), rule(1.0), rule(1.0)], 0.5);
        check(&mixed[..1], &[rule(1.0)], 0.5);
        check(&mixed[1..], &[rule(0.5), rule(2.0)], 0.2);
    }
}

#[test]
fn records_need_fields_with_weights() {
    assert!(Records::new(&[], 0.5, 0.5).is_err());
    let side = corpus(&[Some("a".into())]);
    let scorer = scorer("indel", "{}", "normalized_similarity");
    let field = JoinField {
        columns: FieldColumns::Texts {
            scoring: Scoring::Pairs(&scorer),
            sides: [all(&side), all(&side)],
            of_corpus: None,
        },
        weight: 0.0,
        cutoff: None,
        nulls: Nulls::Ignore,
    };
    assert!(Records::new(&[field], 0.5, 0.5).is_err());
}
