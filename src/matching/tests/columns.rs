//! Joins by the mean of several columns.

use super::*;

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
                let scored = column[left].iter().find(|(other, _)| *other == right);
                scored.map(|(_, score)| *score)
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
                let matches = join_columns(&parts, cutoff, limit, &JobControl::default(), 64);
                assert_eq!(matches, Ok(kept(request, &means)), "{weights:?} {cutoff}");
            }
        }
    }
    assert!(join_columns(&[], 0.5, None, &JobControl::default(), 64).is_err());
}
