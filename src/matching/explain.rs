//! What a join will do, in words.

use std::fmt::Write;

use super::Scoring;
use crate::kernels::qgrams::Counting;
use crate::measure::Sense;
use crate::scorer::{Arrangement, Processor, Scorer, SubQuery};

/// Lengths that are shown.
const SHOWN: [u32; 4] = [6, 12, 24, 48];
/// Right texts are looked at up to so many times the length of the left one.
const FARTHEST: u32 = 16;

/// Tells how a join by a cutoff finds candidates, and how it scores them.
pub fn explain(scoring: Scoring<'_>, cutoff: Option<f64>) -> String {
    let scorer = match scoring {
        Scoring::Pairs(scorer) => scorer,
        Scoring::Tfidf(_) => return PRODUCTS.into(),
        Scoring::SoftTfidf(soft) => {
            let words = explain(
                Scoring::Pairs(&soft.inner),
                Some(soft.threshold.worst(Sense::Similarity)),
            );
            return format!("close words are found by a join of all words\n{words}\n{PRODUCTS}");
        }
    };
    let mut plan = String::new();
    if scorer.processor().map(Processor::arrangement) == Some(Arrangement::Sorted) {
        plan.push_str("the words of all texts are sorted first\n");
    }
    plan += &match (scorer.by_grams(), scorer.decompose(cutoff)) {
        (Some(rule), _) if rule.counting == Counting::Squares => format!("{PRODUCTS}\n"),
        (Some(_), _) => by_grams(scorer, cutoff),
        (None, Some(subqueries)) => by_subqueries(&subqueries),
        (None, None) => by_symbols(scorer, cutoff),
    };
    let longest = scorer
        .single()
        .map_or(0, |single| single.longest_in_block());
    let _ = match longest {
        0 => write!(plan, "scored: one pair at a time"),
        longest => write!(
            plan,
            "scored: in blocks of 512 pairs up to {longest} symbols"
        ),
    };
    plan
}

const PRODUCTS: &str = "candidates and their scores: the texts that have a gram, from the rarest gram on, until no \
    other text can reach the cutoff";

/// What is looked up where a score is the best of several.
fn by_subqueries(subqueries: &[SubQuery]) -> String {
    let mut plan = String::from("candidates for a left text, in any of these ways:\n");
    for subquery in subqueries {
        let _ = match subquery {
            SubQuery::Alike {
                arrangement,
                scorer,
                cutoff,
            } => {
                let texts = match arrangement {
                    Arrangement::AsIs => "texts",
                    Arrangement::Sorted => "sorted words",
                    Arrangement::Set => "sorted words, each once,",
                };
                let metric = scorer.single().map_or("", |single| single.metric());
                writeln!(
                    plan,
                    "  {metric} of {texts} at least {cutoff:.4}, by signatures"
                )
            }
            SubQuery::CommonWord {
                set_ratio: Some(least),
            } => writeln!(
                plan,
                "  a common word, and a bound of token_set_ratio at least {least:.4}"
            ),
            SubQuery::CommonWord { set_ratio: None } => writeln!(plan, "  a common word"),
            SubQuery::SharedName(_) => writeln!(
                plan,
                "  a nickname, an initial or a spelling in another case, by keys"
            ),
            SubQuery::CloseWord { scorer, cutoff } => {
                let metric = scorer.single().map_or("", |single| single.metric());
                writeln!(
                    plan,
                    "  two words with {metric} at least {cutoff:.4}, by a join of all words"
                )
            }
        };
    }
    plan
}

/// What is looked up where grams decide.
fn by_grams(scorer: &Scorer, cutoff: Option<f64>) -> String {
    let mut plan = String::from("candidates for a left text, by the number of its grams:\n");
    for size in SHOWN {
        let needed = |right: u32| Some((right, scorer.min_overlap(cutoff, [size, right])?));
        let demands: Vec<(u32, u32)> = (1..=size * FARTHEST).filter_map(needed).collect();
        let least = demands.iter().map(|(_, overlap)| *overlap).min();
        let said = match (&demands[..], least) {
            ([(first, _), .., (last, _)], Some(least)) => {
                let sizes = if *last == size * FARTHEST {
                    format!("{first} or more grams")
                } else {
                    format!("{first} to {last} grams")
                };
                format!("texts of {sizes}, at least {least} of them shared")
            }
            ([(only, _)], Some(least)) => {
                format!("texts of {only} grams, at least {least} of them shared")
            }
            _ => "none".into(),
        };
        let _ = writeln!(plan, "  {size:>2} grams: {said}");
    }
    plan.push_str("found by: the rarest grams of both, then what all grams have in common\n");
    plan
}

/// What is looked at where lengths and shared symbols say something.
fn by_symbols(scorer: &Scorer, cutoff: Option<f64>) -> String {
    let mut plan = String::from("candidates for a left text, by its length:\n");
    let mut by_segments = false;
    let mut all = 0;
    for length in SHOWN {
        let demands: Vec<_> = (0..=length * FARTHEST)
            .filter_map(|right| {
                let shared = scorer.min_common_symbols(cutoff, [length, right], u32::MAX)?;
                let edits = scorer.max_edits_with_common([length, right], shared);
                Some((right, shared, edits))
            })
            .collect();
        let least = demands.iter().map(|(_, shared, _)| *shared).min();
        let edits: Option<u32> = demands
            .iter()
            .map(|(_, _, edits)| *edits)
            .try_fold(0, |most, edits| Some(most.max(edits?)));
        let said = match (&demands[..], least) {
            ([(first, ..), .., (last, ..)], Some(least)) => {
                if least == 0 && *first == 0 && *last == length * FARTHEST {
                    let _ = writeln!(plan, "  {length:>2} symbols: all texts");
                    all += 1;
                    continue;
                }
                let lengths = if *last == length * FARTHEST {
                    format!("{first} or more symbols")
                } else {
                    format!("{first} to {last} symbols")
                };
                let shared = if least == 0 {
                    ", whatever they share".into()
                } else {
                    format!(", at least {least} of them shared")
                };
                let few = edits.filter(|edits| *edits < length / 2);
                by_segments |= few.is_some();
                let edits = few.map_or_else(String::new, |edits| {
                    format!(", {} segments to look up", edits + 1)
                });
                format!("texts of {lengths}{shared}{edits}")
            }
            ([(only, ..)], Some(least)) => {
                format!("texts of {only} symbols, at least {least} of them shared")
            }
            _ => "none".into(),
        };
        let _ = writeln!(plan, "  {length:>2} symbols: {said}");
    }
    plan.push_str(match (all == SHOWN.len(), by_segments) {
        (true, _) => "found by: nothing, every pair is scored\n",
        (_, false) if scorer.counts_bigrams() => {
            "found by: length, then signatures of 64 bits, then pairs of neighbouring symbols\n"
        }
        (_, false) => "found by: length, then signatures of 64 bits\n",
        (_, true) => {
            "found by: length, then the cheapest of signatures, segments, and what remains without a \
            symbol or two\n"
        }
    });
    plan
}
