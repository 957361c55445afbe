//! What is known of the texts that are in plans.

use std::collections::{BTreeMap, BTreeSet};

use super::plan::Plan;
use super::remains::Remains;
use crate::matching::index::Side;
use crate::matching::scan::Scan;
use crate::scorer::Text;

/// What is known of the texts that are in plans. The number of a left text is that of its sketch, that
/// of a right one its place.
pub(super) struct Known<'a> {
    /// For each length of each side its texts.
    pub(super) texts: [Vec<Texts>; 2],
    /// For each left text its signature; the scan has those of right ones.
    pub(super) signatures: Vec<u64>,
    /// For each number of each side the hash of the whole text.
    pub(super) hashes: [Vec<u64>; 2],
    pub(super) scan: &'a Scan,
}

/// Texts of one length in the order in which they lie in memory, copied so that they are neighbours.
#[derive(Clone, Default)]
pub(super) struct Texts {
    symbols: Vec<u32>,
    numbers: Vec<u32>,
}

impl<'a> Known<'a> {
    pub(super) fn new(plans: &BTreeMap<u32, Plan>, sides: [&Side<'_>; 2], scan: &'a Scan) -> Self {
        let lefts: Vec<usize> = sides[0].lengths().map(|(_, range)| range.start).collect();
        let rights = scan.groups.iter().map(|group| group.first).collect();
        let firsts = [lefts, rights];
        let texts = [0, 1].map(|side| {
            let members = plans.values().flat_map(|plan| &plan.members[side]);
            let planned: BTreeSet<usize> = members.map(|members| members.group).collect();
            copied(sides[side], &firsts[side], &planned)
        });
        let signatures = sides[0].sketches.iter().map(|sketch| sketch.signature);
        let counts = [sides[0].sketches.len(), scan.texts.len()];
        let mut remains = Remains::default();
        let hashes = [0, 1].map(|side: usize| {
            let mut hashes = vec![0; counts[side]];
            let lengths = sides[side].lengths().map(|(length, _)| length);
            for (length, texts) in lengths.zip(&texts[side]) {
                for (text, number) in texts.each(length) {
                    remains.read(text);
                    hashes[number as usize] = remains.whole();
                }
            }
            hashes
        });
        Self {
            texts,
            signatures: signatures.collect(),
            hashes,
            scan,
        }
    }
}

impl Texts {
    /// Each text with its number.
    pub(super) fn each(&self, length: u32) -> impl Iterator<Item = (&[u32], u32)> {
        let texts = self.symbols.chunks_exact(length.max(1) as usize);
        texts.zip(self.numbers.iter().copied())
    }
}

/// The texts of those lengths of a side that are planned, numbered from `firsts` on.
fn copied(side: &Side<'_>, firsts: &[usize], planned: &BTreeSet<usize>) -> Vec<Texts> {
    const NOT_PLANNED: u32 = u32::MAX;
    let mut numbers = vec![(NOT_PLANNED, 0); side.texts.len()];
    for (group, (_, range)) in side.lengths().enumerate() {
        if planned.contains(&group) {
            for (number, sketch) in (firsts[group] as u32..).zip(&side.sketches[range]) {
                numbers[sketch.text as usize] = (group as u32, number);
            }
        }
    }
    let mut copied = vec![Texts::default(); firsts.len()];
    for ((group, number), at) in numbers.into_iter().zip(side.texts) {
        if group != NOT_PLANNED {
            let texts = &mut copied[group as usize];
            texts.numbers.push(number);
            match side.corpus.get(*at) {
                Some(Text::Bytes(bytes)) => texts
                    .symbols
                    .extend(bytes.iter().map(|byte| u32::from(*byte))),
                Some(Text::Codes(codes)) => texts.symbols.extend(codes),
                None => {}
            }
        }
    }
    copied
}
