//! Copies of the texts in plans, packed for hashing, and their hashes and signatures.

use std::collections::{BTreeMap, BTreeSet};

use super::keys::{DeletionKeys, KeyKind, LANES};
use super::plan::Plan;
use crate::matching::candidates::signature_scan::Scan;
use crate::matching::candidates::sketch::Side;
use crate::scorer::Text;
use crate::threads;

/// The texts in plans, with their hashes and signatures. The number of a left text is that of its sketch, that
/// of a right one its slot.
pub(crate) struct PlannedTexts<'a> {
    /// For each length of each side its texts.
    pub(crate) texts: [Vec<PackedTexts>; 2],
    /// For each left text its signature; the scan has those of right ones.
    pub(crate) signatures: Vec<u64>,
    /// For each number of each side the high half of the hash of the whole text.
    pub(crate) hashes: [Vec<u32>; 2],
    pub(crate) scan: &'a Scan,
}

/// Texts of one length in the order in which they lie in memory, some at a time.
#[derive(Clone, Default)]
pub(crate) struct PackedTexts {
    /// The first symbols of some texts, then their second ones, and so on; then those of the next texts.
    symbols: Vec<[u32; LANES]>,
    numbers: Vec<[u32; LANES]>,
    /// How many there are; the last one stands in all lanes that are left.
    len: usize,
}

impl<'a> PlannedTexts<'a> {
    pub(crate) fn new(plans: &BTreeMap<u32, Plan>, sides: [&Side<'_>; 2], scan: &'a Scan) -> Self {
        let lefts: Vec<usize> = sides[0].lengths().map(|(_, range)| range.start).collect();
        let rights = scan.groups.iter().map(|group| group.first).collect();
        let firsts = [lefts, rights];
        let counts = [sides[0].sketches.len(), scan.texts.len()];
        let [(left_texts, left_hashes), (right_texts, right_hashes)] = threads::join_two(|side| {
            let members = plans.values().flat_map(|plan| plan.members(side));
            let planned: BTreeSet<usize> = members.map(|members| members.group).collect();
            let texts = copied(sides[side], &firsts[side], &planned);
            let hashes = hashed(sides[side], &texts, counts[side]);
            (texts, hashes)
        });
        let signatures = sides[0].sketches.iter().map(|sketch| sketch.signature);
        Self {
            texts: [left_texts, right_texts],
            signatures: signatures.collect(),
            hashes: [left_hashes, right_hashes],
            scan,
        }
    }
}

impl PackedTexts {
    /// Texts with their numbers, all of one length, the last one perhaps more than once.
    #[inline(always)]
    pub(crate) fn each(
        &self,
        length: u32,
    ) -> impl Iterator<Item = (&[u32; LANES], &[[u32; LANES]])> {
        let length = length as usize;
        let texts = move |(at, numbers)| (numbers, &self.symbols[at * length..(at + 1) * length]);
        self.numbers.iter().enumerate().map(texts)
    }

    fn push(&mut self, number: u32, text: Text<'_>) {
        let lane = self.len % LANES;
        let length = text.len() as usize;
        if lane == 0 {
            self.numbers.push([number; LANES]);
            self.symbols.resize(self.symbols.len() + length, [0; LANES]);
        }
        self.len += 1;
        let last = self.numbers.len() - 1;
        self.numbers[last][lane..].fill(number);
        let first = self.symbols.len() - length;
        let positions = &mut self.symbols[first..];
        // Later ones take the place of the last one.
        match text {
            Text::Bytes(bytes) => {
                for (position, byte) in positions.iter_mut().zip(bytes) {
                    position[lane..].fill((*byte).into());
                }
            }
            Text::Codes(codes) => {
                for (position, code) in positions.iter_mut().zip(codes) {
                    position[lane..].fill(*code);
                }
            }
        }
    }
}

/// The texts of those lengths of a side that are planned, numbered from `firsts` on.
fn copied(side: &Side<'_>, firsts: &[usize], planned: &BTreeSet<usize>) -> Vec<PackedTexts> {
    const NOT_PLANNED: u32 = u32::MAX;
    let mut numbers = vec![(NOT_PLANNED, 0); side.texts.len()];
    for (group, (_, range)) in side.lengths().enumerate() {
        if planned.contains(&group) {
            for (number, sketch) in (firsts[group] as u32..).zip(&side.sketches[range]) {
                numbers[sketch.text as usize] = (group as u32, number);
            }
        }
    }
    let mut copied = vec![PackedTexts::default(); firsts.len()];
    for ((group, number), at) in numbers.into_iter().zip(side.texts) {
        if group != NOT_PLANNED
            && let Some(text) = side.corpus.get(*at)
        {
            copied[group as usize].push(number, text);
        }
    }
    copied
}

/// For each number of a side the high half of the hash of its text.
fn hashed(side: &Side<'_>, texts: &[PackedTexts], count: usize) -> Vec<u32> {
    let mut deletion_keys = DeletionKeys::default();
    let mut hashes = vec![0; count];
    for ((length, _), texts) in side.lengths().zip(texts) {
        for (numbers, texts) in texts.each(length) {
            let keys = deletion_keys.keys(numbers, texts, KeyKind::Without(0));
            for (number, key) in numbers.iter().zip(keys[0]) {
                hashes[*number as usize] = (key >> 32) as u32;
            }
        }
    }
    hashes
}
