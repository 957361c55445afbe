//! Joins against the scores of all pairs: what the tests have in common.

mod columns;
mod groups;
mod joins;
mod tfidf;
mod values;
mod words;

use super::*;
use crate::kernels::block::testing::random;
use crate::measure::Sense;
use crate::scorer::{Scorer, ScorerScratch};

fn scorer(metric: &str, parameters: &str, measure: &str) -> Scorer {
    let sent = format!(
        r#"{{"metric": "{metric}", "parameters": {parameters}, "measure": "{measure}",
        "processor": null}}"#
    );
    serde_json::from_str(&sent).expect("a scorer")
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

fn all(corpus: &Corpus) -> RowRange<'_> {
    RowRange {
        corpus,
        range: 0..corpus.len(),
    }
}

/// The scores of all pairs, by left row, and those of a row by right row.
fn scores(scorer: &Scorer, [lefts, rights]: [&Corpus; 2]) -> Vec<Vec<(u32, f64)>> {
    let mut scratch = ScorerScratch::default();
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

/// Asserts that joins keep what is good enough of these scores of all pairs. A limit counts what a cutoff
/// leaves, so it is asked of the first, the most lenient, alone.
fn assert_joins_keep(
    scores: &[Vec<(u32, f64)>],
    scorer: &Scorer,
    cutoffs: &[f64],
    limit: usize,
    corpora: [&Corpus; 2],
) {
    let name = scorer.single().map(|single| single.metric());
    let unlimited = cutoffs.iter().map(|cutoff| (*cutoff, None));
    for (cutoff, limit) in unlimited.chain([(cutoffs[0], Some(limit))]) {
        let request = Request {
            scoring: Scoring::Pairs(scorer),
            cutoff: Some(cutoff),
            limit,
        };
        let matches = join(request, &corpora.map(all), &JobControl::default());
        let expected = kept(request, scores);
        assert_eq!(matches, Ok(expected), "{name:?} {cutoff} {limit:?}");
    }
}
