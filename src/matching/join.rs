//! All pairs of two sides whose score is at least as good as a cutoff.
//!
//! The distinct texts of either side are sketched and the right ones indexed ([`Index`], or
//! [`Overlaps`] for metrics of grams); batches of left texts find their candidates there, on all
//! threads, and have them scored ([`Verifier`]). What passes is expanded to rows. Memory is that of
//! the sides, the index and the answer.

use std::ops::Range;
use std::sync::Mutex;

use super::candidates::Index;
use super::candidates::close_words::WordList;
use super::candidates::prefix_filter::Overlaps;
use super::candidates::signature::Signer;
use super::candidates::sketch::{Side, query_sketches, sketches};
use super::candidates::union::Union;
use super::criterion::{Criterion, Match, Matches, RowRange, Scored};
use super::request::Request;
use super::scoring::Scoring;
use super::texts::gram_sets::Collections;
use super::tfidf::finder::Finder;
use super::tfidf::pair_scores::CorpusScores;
use super::tfidf::shared::{Numbering, SharedWeights};
use super::tfidf::soft_tfidf::{Close, close_words};
use super::tfidf::targets::{FinderMemory, Targets};
use super::tfidf::vectors::{Kept, Weights};
use super::verify::Verifier;
use super::{Distinct, JobControl};
use crate::kernels::qgrams::Counting;
use crate::memory::{Allowance, Loan};
use crate::scorer::ScorerScratch;
use crate::threads;

/// Left texts that a thread takes at a time.
const TEXTS_PER_TASK: usize = 256;

/// Up to so many pairs are scored without an index.
const FEW: usize = 1024;

/// Products are lowered by so much before they rule a pair out.
const ROUNDING: f64 = 1e-9;

/// Bytes that a match takes at the peak, when it was found and is put in order.
const ROW: u64 = 56;

/// Bytes of a pair in a frame of pairs: two indices, two views of text, and a score.
pub const PAIR: u64 = 2 * 4 + 2 * 16 + 8;

/// Bytes that such a pair takes while it is searched, sorted and put into the frame.
pub const PAIR_AT_PEAK: u64 = 200;

/// What is left to do where an answer is too large.
pub const TOO_MANY: &str = "choose a stricter score_cutoff, or set a limit";

/// Joins the rows of two columns.
///
/// # Errors
/// If the answer is too large, or the work was stopped.
pub fn join(
    request: Request<'_>,
    sides: &[RowRange<'_>; 2],
    job: &JobControl<'_>,
) -> Result<Matches, String> {
    join_group(request, sides, None, job, ROW)
}

/// Joins the rows of two columns that are a group of more rows: `weights` of grams, for scores that depend on all
/// texts, are those of all these rows. A match takes so many bytes at the peak, with what becomes of it later.
///
/// # Errors
/// If the answer is too large, or the work was stopped.
pub fn join_group(
    request: Request<'_>,
    sides: &[RowRange<'_>; 2],
    weights: Option<&SharedWeights>,
    job: &JobControl<'_>,
    bytes: u64,
) -> Result<Matches, String> {
    let distinct = threads::join_two(|side| Distinct::of(&sides[side]));
    let [left, right] = &distinct;
    let rank = |number: u32, matches: &[Match], _: &mut ScorerScratch| {
        let mut rows = Vec::with_capacity(matches.len());
        for matched in matches {
            let others = right.rows(matched.right).iter();
            rows.extend(others.map(|row| (*row, matched.score)));
        }
        request.rank(&mut rows);
        vec![(number, rows)]
    };
    let cost = |number: u32| left.rows(number).len() as u64 * bytes;
    let join_sides = JoinSides {
        sides,
        distinct: &distinct,
        weights,
    };
    let matches = search(request, join_sides, left.len(), job, rank, cost)?;
    let number = |row: usize| left.numbers[row].map(|number| number as usize);
    expand(left.numbers.len(), |row| {
        number(row).map_or(&[], |number| &matches[number])
    })
}

impl CorpusScores {
    /// Counts the grams of all rows, and finds close words, if scores depend on them.
    ///
    /// # Errors
    /// If there are more than fit in memory, or the work was stopped.
    pub fn of_rows(
        scoring: Scoring<'_>,
        sides: &[RowRange<'_>; 2],
    ) -> Result<Option<Self>, String> {
        Self::new(scoring, sides, join)
    }
}

/// Two sides that are searched for matches.
#[derive(Clone, Copy)]
pub(super) struct JoinSides<'a> {
    /// The rows.
    pub(super) sides: &'a [RowRange<'a>; 2],
    /// Their distinct texts.
    pub(super) distinct: &'a [Distinct; 2],
    /// What grams weigh in more rows than these.
    pub(super) weights: Option<&'a SharedWeights>,
}

/// Finds the matches of every distinct left text among the distinct right ones. `rank` makes of them
/// answers, each with the slot it belongs to, of which there are `slots`; `cost` says how many bytes each match
/// of a slot takes at the peak, all rows together that have it.
pub(super) fn search(
    request: Request<'_>,
    JoinSides {
        sides,
        distinct,
        weights,
    }: JoinSides<'_>,
    slots: usize,
    job: &JobControl<'_>,
    rank: impl Fn(u32, &[Match], &mut ScorerScratch) -> Vec<(u32, Vec<Scored>)> + Sync,
    cost: impl Fn(u32) -> u64 + Sync,
) -> Result<Vec<Vec<Scored>>, String> {
    if let Scoring::Pairs(scorer) = request.scoring {
        let [left, right] = sides.each_ref().map(|side| side.corpus.longest());
        scorer.check_room(left, right)?;
    }
    let results: Mutex<Vec<Vec<Scored>>> = Mutex::new(vec![Vec::new(); slots]);
    let allowance = Allowance::new(TOO_MANY);
    let keep = |mut matches: Vec<Match>| {
        if job.is_stopped() {
            return;
        }
        let mut scratch = ScorerScratch::default();
        matches.sort_unstable_by_key(|matched| matched.left);
        let mut answers = Vec::with_capacity(TEXTS_PER_TASK);
        for same in matches.chunk_by(|one, next| one.left == next.left) {
            if job.is_stopped() {
                return;
            }
            for answer in rank(same[0].left, same, &mut scratch) {
                let bytes = answer.1.len() as u64 * cost(answer.0);
                if allowance.take(bytes).is_err() {
                    return;
                }
                answers.push(answer);
            }
        }
        if let Ok(mut results) = results.lock() {
            for (slot, answer) in answers {
                results[slot as usize] = answer;
            }
        }
    };

    let [left, right] = distinct;
    let corpora = sides.each_ref().map(|side| side.corpus);
    let texts = [0, 1].map(|side| distinct[side].texts(sides[side].range.start));
    let texts = texts.each_ref().map(Vec::as_slice);
    let batches = |count: usize, find: &(dyn Fn(Range<usize>) -> Vec<Match> + Sync)| {
        let batch = |first: usize| first..count.min(first + TEXTS_PER_TASK);
        job.begin(count);
        threads::for_each_parallel(
            (0..count).step_by(TEXTS_PER_TASK).map(batch).collect(),
            |batch: Range<usize>| {
                if !job.is_stopped() && allowance.refusal().is_none() {
                    keep(find(batch.clone()));
                    job.advance(batch.len());
                }
            },
        );
    };
    match request.scoring {
        Scoring::Tfidf(_) | Scoring::SoftTfidf(_) => {
            let ngram = request.scoring.ngram().flatten();
            let counted;
            let (numbering, [lefts, rights]) = match weights {
                Some(weights) => weights.part(texts),
                None => {
                    let all = Some(texts[0].len() + texts[1].len());
                    let (weights, vectors) = Weights::of_texts(corpora, texts, ngram, all)?;
                    counted = weights;
                    (Numbering::of(&counted), vectors)
                }
            };
            let targets = Targets::new(rights, numbering.grams());
            let words = match request.scoring {
                Scoring::SoftTfidf(soft) => Some((
                    soft,
                    [0, 1].map(|side| {
                        let texts = texts[side]
                            .iter()
                            .filter_map(|text| corpora[side].get(*text));
                        let find = |word| numbering.find(word).unwrap_or_default();
                        WordList::of(texts, find)
                    }),
                )),
                _ => None,
            };
            let close = match &words {
                Some((soft, [left, right])) => Some(close_words(soft, [left, right], join)?),
                None => None,
            };
            let close = words.as_ref().zip(close.as_ref());
            let close = close.map(|((_, [lefts, rights]), words)| Close {
                lefts,
                rights,
                words,
            });
            let finder = Finder {
                targets: &targets,
                close: close.as_ref(),
            };
            let kept = Kept {
                cutoff: request.cutoff.unwrap_or(0.0),
                limit: request.limit,
            };
            batches(left.len(), &|batch| {
                let (mut matches, mut memory) = (Vec::new(), FinderMemory::default());
                let mut loan = Loan::new(&allowance);
                let goes_on = || !job.is_stopped() && allowance.refusal().is_none();
                for text in batch.take_while(|_| goes_on()) {
                    let vector = lefts.of(text);
                    finder.matches(text as u32, vector, kept, &mut memory, &mut matches);
                    let bytes = 2 * size_of::<Match>() * matches.len();
                    loan.grow_to(bytes as u64);
                }
                matches
            });
        }
        Scoring::Pairs(scorer) => {
            let criterion = Criterion {
                scorer,
                cutoff: request.cutoff,
            };
            let verifier = || Verifier::new(criterion, corpora, texts, *job, &allowance);
            if left.len().saturating_mul(right.len()) <= FEW {
                let mut verifier = verifier();
                for one in 0..left.len() as u32 {
                    (0..right.len() as u32).for_each(|other| verifier.push(one, other));
                }
                keep(verifier.finish());
            } else if let Some(rule) = scorer.by_grams()
                && rule.counting == Counting::Squares
            {
                // The cosine of bags is the product of their vectors, but for rounding.
                let (weights, [lefts, rights]) =
                    Weights::of_texts(corpora, texts, rule.ngram, None)?;
                let targets = Targets::new(rights, weights.grams());
                let finder = Finder {
                    targets: &targets,
                    close: None,
                };
                let least = scorer.least_similarity(request.cutoff.unwrap_or(0.0));
                let kept = Kept {
                    cutoff: least - ROUNDING,
                    limit: None,
                };
                batches(left.len(), &|batch| {
                    let (mut verifier, mut memory) = (verifier(), FinderMemory::default());
                    let mut matches = Vec::new();
                    for text in batch.take_while(|_| !job.is_stopped()) {
                        let vector = lefts.of(text);
                        finder.matches(text as u32, vector, kept, &mut memory, &mut matches);
                        for matched in matches.drain(..) {
                            verifier.push(matched.left, matched.right);
                        }
                    }
                    verifier.finish()
                });
            } else if let Some(rule) = scorer.by_grams() {
                let overlaps = Overlaps::new(criterion, Collections::new(corpora, texts, rule).0);
                batches(left.len(), &|batch| {
                    let (mut verifier, mut seen) = (verifier(), overlaps.seen());
                    overlaps.candidates(
                        criterion,
                        &overlaps.lefts[batch],
                        &mut seen,
                        |left, right| {
                            verifier.push(left, right);
                        },
                    );
                    verifier.finish()
                });
            } else if let Some(subqueries) = scorer.decompose(request.cutoff) {
                let union = Union::new(subqueries, corpora, texts, join, job);
                batches(left.len(), &|batch| {
                    let mut verifier = verifier();
                    union.candidates(batch, &mut |left, right| verifier.push(left, right));
                    verifier.finish()
                });
            } else {
                let signer = Signer::learn(corpora);
                let sketches = threads::join_two(|side| {
                    let sketches = if side == 0 { query_sketches } else { sketches };
                    sketches(corpora[side], texts[side], &signer)
                });
                let sides = [0, 1].map(|side| Side {
                    corpus: corpora[side],
                    texts: texts[side],
                    sketches: &sketches[side],
                });
                let index = Index::new(criterion, sides.each_ref(), job);
                batches(sketches[0].len(), &|batch| {
                    let mut verifier = verifier();
                    let lefts = Side {
                        sketches: &sketches[0][batch],
                        ..sides[0]
                    };
                    index.candidates(criterion, &lefts, |left, right| verifier.push(left, right));
                    verifier.finish()
                });
            }
        }
    }
    job.end()?;
    if let Some(wrong) = allowance.refusal() {
        return Err(wrong.into());
    }
    results
        .into_inner()
        .map_err(|_| "expected all threads to finish, got a panic".into())
}

/// The answers of all rows, one after the other.
pub(super) fn expand<'a>(
    rows: usize,
    answer: impl Fn(usize) -> &'a [Scored],
) -> Result<Matches, String> {
    let count: usize = (0..rows).map(|row| answer(row).len()).sum();
    if u32::try_from(count).is_err() {
        return Err(format!(
            "expected at most {} matches, which row numbers can count, got {count}: {TOO_MANY}",
            u32::MAX
        ));
    }
    let mut matches = Matches::default();
    let reserved = matches.left.try_reserve_exact(count);
    reserved
        .and_then(|()| matches.right.try_reserve_exact(count))
        .and_then(|()| matches.scores.try_reserve_exact(count))
        .map_err(|_| format!("expected room for {count} matches, got too little memory"))?;
    for row in 0..rows {
        for (right, score) in answer(row) {
            matches.left.push(row as u32);
            matches.right.push(*right);
            matches.scores.push(*score);
        }
    }
    Ok(matches)
}
