//! What is found, against all pairs.

use std::collections::BTreeSet;

use super::*;
use crate::kernels::block::testing::random;
use crate::kernels::naive;
use crate::matching::Corpus;
use crate::matching::candidates::signature::Signer;
use crate::matching::candidates::sketch::{Sketch, sketches};
use crate::scorer::Scorer;

fn texts(seed: &mut u64, count: usize) -> Vec<String> {
    let letters: Vec<char> = "aabé日".chars().collect();
    let letter = |seed: &mut u64| letters[random(seed) as usize % letters.len()];
    let mut text = |_| (0..random(seed) % 11).map(|_| letter(seed)).collect();
    let mut texts: Vec<String> = (0..count).map(&mut text).collect();
    texts.sort();
    texts.dedup();
    texts
}

/// Texts of both sides, and what an index knows of them.
struct Given {
    texts: [Vec<String>; 2],
    corpora: [Corpus; 2],
    indices: [Vec<usize>; 2],
    sketches: [Vec<Sketch>; 2],
    scan: Scan,
}

impl Given {
    fn new(seed: &mut u64) -> Self {
        let texts = [texts(seed, 300), texts(seed, 300)];
        let corpora = texts
            .each_ref()
            .map(|texts| Corpus::from_texts(texts.iter().map(|text| Some(text.as_str())), None));
        let signer = Signer::learn(corpora.each_ref());
        let indices = corpora
            .each_ref()
            .map(|corpus| (0..corpus.len()).collect::<Vec<_>>());
        let sketches = [0, 1].map(|side: usize| sketches(&corpora[side], &indices[side], &signer));
        Self {
            scan: Scan::new(&sketches[1]),
            texts,
            corpora,
            indices,
            sketches,
        }
    }

    fn sides(&self) -> [Side<'_>; 2] {
        [0, 1].map(|side: usize| Side {
            corpus: &self.corpora[side],
            texts: &self.indices[side],
            sketches: &self.sketches[side],
        })
    }

    /// Candidates as left texts and slots that must be found, and those that may be.
    fn expected(
        &self,
        criterion: Criterion<'_>,
        neighbours: &Neighbours,
    ) -> [BTreeSet<(u32, u32)>; 2] {
        let chars = self.texts.each_ref().map(|texts| -> Vec<Vec<char>> {
            texts.iter().map(|text| text.chars().collect()).collect()
        });
        let [mut least, mut most] = [BTreeSet::new(), BTreeSet::new()];
        for sketch in &self.sketches[0] {
            for demand in self.scan.demands(criterion, sketch.length) {
                let group = &self.scan.groups[demand.group];
                for slot in group.slots() {
                    let right = self.scan.texts[slot] as usize;
                    if neighbours.has([sketch.length, group.length], &demand) {
                        let pair = (sketch.text, slot as u32);
                        most.insert(pair);
                        let left = &chars[0][sketch.text as usize];
                        let right = &chars[1][right];
                        let most_edits = demand.edits.unwrap_or(u32::MAX);
                        if naive::lcs(left, right) >= demand.shared
                            && naive::levenshtein(left, right) <= most_edits
                        {
                            least.insert(pair);
                        }
                    }
                }
            }
        }
        [least, most]
    }
}

fn scorer(metric: &str, parameters: &str, measure: &str) -> Scorer {
    serde_json::from_str(&format!(
        r#"{{"metric": "{metric}", "parameters": {parameters}, "measure": "{measure}"}}"#
    ))
    .expect("a scorer")
}

#[test]
fn texts_with_a_long_common_subsequence_are_found() {
    let given = Given::new(&mut 17);
    let sides = given.sides();
    for (metric, parameters, measure, cutoff) in [
        ("levenshtein", r#"{"weights": [1, 1, 1]}"#, "distance", 0.0),
        ("levenshtein", r#"{"weights": [1, 1, 1]}"#, "distance", 1.0),
        ("levenshtein", r#"{"weights": [1, 1, 1]}"#, "distance", 2.0),
        ("levenshtein", r#"{"weights": [2, 2, 2]}"#, "distance", 4.0),
        ("hamming", r#"{"pad": true}"#, "distance", 2.0),
        ("osa", "{}", "distance", 1.0),
        ("damerau_levenshtein", "{}", "distance", 2.0),
        ("indel", "{}", "distance", 3.0),
        ("ratio", "{}", "similarity", 0.8),
    ] {
        let scorer = scorer(metric, parameters, measure);
        let criterion = Criterion {
            scorer: &scorer,
            cutoff: Some(cutoff),
        };
        // With all plans, and without one that has too many candidates.
        for failing in [None, Some(5)] {
            let mut plans = plans(criterion, sides.each_ref(), &given.scan);
            if let Some(plan) = failing.and_then(|shared| plans.get_mut(&shared)) {
                plan.budget = 0;
            }
            let job = JobControl::default();
            let neighbours = Neighbours::joined(plans, sides.each_ref(), &given.scan, &job);
            if let Some(shared) = failing {
                // Where only equal texts match, the plan has no candidates, and none too many.
                let fails = cutoff > 0.0;
                assert_eq!(!neighbours.joined.contains(&shared), fails, "{metric}");
            }
            let [least, most] = given.expected(criterion, &neighbours);
            assert!(least.len() > 20, "{metric} {cutoff}");
            let lefts = 0..given.texts[0].len() as u32;
            let found: BTreeSet<(u32, u32)> = lefts
                .flat_map(|left| neighbours.of(left).iter().map(move |slot| (left, *slot)))
                .collect();
            assert!(found.is_superset(&least), "{metric} {cutoff}");
            assert!(found.is_subset(&most), "{metric} {cutoff}");
        }
    }
}

#[test]
fn hashes_may_be_joined_in_parts() {
    let given = Given::new(&mut 5);
    let sides = given.sides();
    for metric in ["osa", "indel"] {
        let scorer = scorer(metric, "{}", "distance");
        let criterion = Criterion {
            scorer: &scorer,
            cutoff: Some(2.0),
        };
        let plans = plans(criterion, sides.each_ref(), &given.scan);
        let planned = PlannedTexts::new(&plans, sides.each_ref(), &given.scan);
        for (plan, lengths) in plans
            .values()
            .flat_map(|plan| plan.length_pairs.iter().map(move |lengths| (plan, lengths)))
        {
            let found = |bits: u32| -> BTreeSet<u64> {
                let parts = (0..1 << bits).map(|number| HashPartition { number, bits });
                parts
                    .flat_map(|part| plan.pairs(lengths, &planned, part).expect("few candidates"))
                    .collect()
            };
            assert_eq!(found(3), found(0));
        }
    }
}

#[test]
fn a_plan_of_two_edits_leaves_no_more_out_than_it_has_to() {
    let given = Given::new(&mut 23);
    let sides = given.sides();
    for (metric, parameters, is_aligned) in [
        ("levenshtein", r#"{"weights": [1, 1, 1]}"#, true),
        ("osa", "{}", false),
    ] {
        let scorer = scorer(metric, parameters, "distance");
        let criterion = Criterion {
            scorer: &scorer,
            cutoff: Some(2.0),
        };
        for plan in plans(criterion, sides.each_ref(), &given.scan).values() {
            let [first, second, aligned] = &plan.length_pairs;
            let leaves_two_out = |members: &[plan::Members]| {
                let mut keys = members.iter().map(|members| members.keys);
                keys.any(|keys| keys == keys::KeyKind::Without(2))
            };
            // Two symbols are never left out of both sides, or the two pairs of lengths are one.
            assert!(!is_aligned || !first.iter().all(|members| leaves_two_out(members)));
            assert!(is_aligned || aligned[0].is_empty() && aligned[1].is_empty());
            assert_eq!(leaves_two_out(&second[1]), !second[1].is_empty());
        }
    }
}
