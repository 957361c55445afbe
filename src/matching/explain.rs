//! What a join will do, in words.

use std::fmt::Write;

use crate::kernels::grams::Counting;
use crate::scorer::Scorer;

/// Lengths that are shown.
const SHOWN: [u32; 4] = [6, 12, 24, 48];
/// Right texts are looked at up to so many times the length of the left one.
const FARTHEST: u32 = 16;

/// Tells how a join with a scorer and a cutoff finds candidates, and how it scores them.
pub fn explain(scorer: &Scorer, cutoff: Option<f64>) -> String {
    let rule = scorer.by_grams();
    let mut plan = match rule {
        Some(rule) if rule.counting != Counting::Squares => by_grams(scorer, cutoff),
        _ => by_symbols(scorer, cutoff),
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

/// What is looked up where grams decide.
fn by_grams(scorer: &Scorer, cutoff: Option<f64>) -> String {
    let mut plan = String::from("candidates for a left text, by the number of its grams:\n");
    for size in SHOWN {
        let needed = |right: u32| Some((right, scorer.must_overlap(cutoff, [size, right])?));
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
                let shared = scorer.must_share(cutoff, [length, right], u32::MAX)?;
                let edits = scorer.edits_sharing([length, right], shared);
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
        (_, false) => "found by: length, then signatures of 64 bits\n",
        (_, true) => {
            "found by: length, then signatures of 64 bits, or segments where that is cheaper\n"
        }
    });
    plan
}
