//! Candidates by length and signature: every text is looked at, but only its signature.
//!
//! Texts are grouped by length, because two lengths say how many symbols a pair must share (see
//! [`Scorer::min_common_symbols`](crate::scorer::Scorer::min_common_symbols)), and with it how many symbols either side may have beyond the other. A
//! text whose signature shows more of them is no candidate. That is two `andnot`, two `popcount` and
//! two comparisons a pair, eight pairs at a time where the processor has `vpopcntq`.
//!
//! Within a group, signatures are sorted, so that 64 neighbours have many bits in common. What all
//! of them have (`and`) and what any of them has (`or`) bounds the 64 in one look, and most blocks
//! need no other. Where a part of a text is compared, what is left then falls away by its
//! [pairs of neighbours](super::bigram_filter). O(n · m / 64) looks at blocks in the worst case, then those at the blocks left.

use std::ops::Range;

use super::bigram_filter::Beside;
use super::sketch::Sketch;
use crate::matching::criterion::Criterion;
use crate::simd::{Level, bit_of_each, dispatch};

/// Signatures in a block.
const BLOCK: usize = 64;
/// A common prefix counts up to this length.
const LEAD: u32 = 4;

/// What all texts of some slot have, and what any of them has.
#[derive(Clone, Debug, Default)]
struct Bags {
    all: Vec<u64>,
    any: Vec<u64>,
}

/// Texts of one length, in whole blocks.
pub(crate) struct Group {
    /// The number of symbols.
    pub(crate) length: u32,
    /// Its texts' slots; the last block is filled up with slots that stand for none.
    pub(crate) first: usize,
    len: usize,
}

impl Group {
    /// The slots of its texts.
    pub(crate) fn slots(&self) -> Range<usize> {
        self.first..self.first + self.len
    }
}

/// An index of texts by length and signature.
pub(crate) struct Scan {
    /// By length.
    pub(crate) groups: Vec<Group>,
    signatures: Vec<u64>,
    leads: Vec<u32>,
    /// For each slot the text there.
    pub(crate) texts: Vec<u32>,
    /// One for each block, and whole blocks of them.
    blocks: Bags,
}

/// What a scorer and a cutoff ask of pairs of two lengths.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Demand {
    /// The group of the right lengths.
    pub(crate) group: usize,
    /// How many symbols both sides must have in common.
    pub(crate) shared: u32,
    /// How many symbols the left and the right side may have beyond the other.
    spare: [u32; 2],
    /// By how many fewer that is for a common prefix of 0, 1, ... symbols; zero for most scorers.
    dearer: [u32; LEAD as usize + 1],
    /// How many edits may part a pair, if they are bounded.
    pub(crate) edits: Option<u32>,
    /// How many pairs of neighbours of the shorter text the longer one may lack, if that is bounded.
    lacking: Option<u32>,
}

impl Demand {
    /// Whether two signatures show no more symbols beyond the other than there may be.
    #[inline(always)]
    pub(crate) fn is_met(&self, [left, right]: [u64; 2]) -> bool {
        (left & !right).count_ones() <= self.spare[0]
            && (right & !left).count_ones() <= self.spare[1]
    }
}

impl Scan {
    /// The index of sketches that are sorted by length and signature.
    pub(crate) fn new(sketches: &[Sketch]) -> Self {
        let mut scan = Self {
            groups: Vec::new(),
            signatures: Vec::new(),
            leads: Vec::new(),
            texts: Vec::new(),
            blocks: Bags::default(),
        };
        for group in sketches.chunk_by(|one, next| one.length == next.length) {
            scan.groups.push(Group {
                length: group[0].length,
                first: scan.texts.len(),
                len: group.len(),
            });
            for block in group.chunks(BLOCK) {
                let signatures = || block.iter().map(|sketch| sketch.signature);
                scan.blocks
                    .all
                    .push(signatures().fold(!0, |all, one| all & one));
                scan.blocks
                    .any
                    .push(signatures().fold(0, |any, one| any | one));
                scan.signatures.extend(signatures());
                scan.leads.extend(block.iter().map(|sketch| sketch.lead));
                scan.texts.extend(block.iter().map(|sketch| sketch.text));
            }
            let whole = scan.texts.len().next_multiple_of(BLOCK);
            scan.signatures.resize(whole, 0);
            scan.leads.resize(whole, 0);
            scan.texts.resize(whole, u32::MAX);
        }
        // Padding, so that a whole block of blocks can be read from any of them on.
        scan.blocks.all.extend([!0; BLOCK]);
        scan.blocks.any.extend([0; BLOCK]);
        scan
    }

    /// Adds the slots of a sketch's candidates.
    pub(crate) fn sift(
        &self,
        level: Level,
        sketch: &Sketch,
        bigrams: Option<Beside<'_>>,
        demands: &[Demand],
        slots: &mut Vec<u32>,
    ) {
        dispatch!(level, _isa => self.sift_groups(sketch, bigrams, demands, slots));
    }

    /// The signature of the text at a slot.
    #[inline(always)]
    pub(crate) fn signature(&self, slot: usize) -> u64 {
        self.signatures[slot]
    }

    /// The demands on pairs of a length and each group in which it can have matches.
    pub(crate) fn demands(&self, criterion: Criterion<'_>, length: u32) -> Vec<Demand> {
        let groups = 0..self.groups.len();
        groups
            .filter_map(|group| self.demand(criterion, length, group))
            .collect()
    }

    /// The demand on pairs of a length and a group, if they can match.
    pub(crate) fn demand(
        &self,
        criterion: Criterion<'_>,
        length: u32,
        group: usize,
    ) -> Option<Demand> {
        let Criterion { scorer, cutoff } = criterion;
        let right = self.groups[group].length;
        let lengths = [length, right];
        let need = |prefix| scorer.min_common_symbols(cutoff, lengths, prefix);
        let least = need(LEAD)?;
        let mut dearer = [0; LEAD as usize + 1];
        if need(0) != Some(least) {
            for (prefix, dearer) in (0..LEAD).zip(&mut dearer) {
                // A prefix that cannot do is one that needs more than there is.
                let needed = need(prefix).unwrap_or(length.min(right) + 1);
                *dearer = needed.saturating_sub(least);
            }
        }
        Some(Demand {
            group,
            shared: least,
            spare: lengths.map(|length| length - least),
            dearer,
            edits: scorer.max_edits_with_common(lengths, least),
            lacking: scorer.max_missing_bigrams(cutoff, lengths),
        })
    }
}

/// Which of 64 slots may have a match for a signature, as bits.
#[inline(always)]
fn sift(signature: u64, all: &[u64], any: &[u64], [left, right]: [u64; 2]) -> u64 {
    let mut kept = [0_u8; BLOCK];
    for ((kept, all), any) in kept.iter_mut().zip(&all[..BLOCK]).zip(&any[..BLOCK]) {
        let beyond_right = u64::from((signature & !any).count_ones());
        let beyond_left = u64::from((all & !signature).count_ones());
        *kept = u8::from((beyond_right <= left) & (beyond_left <= right));
    }
    let mut bits = 0;
    for (word, bytes) in kept.as_chunks().0.iter().enumerate() {
        bits |= bit_of_each(u64::from_le_bytes(*bytes)) << (8 * word);
    }
    bits
}

impl Scan {
    /// Body of [`sift`](Self::sift), compiled for each instruction set.
    #[inline(always)]
    fn sift_groups(
        &self,
        sketch: &Sketch,
        bigrams: Option<Beside<'_>>,
        demands: &[Demand],
        slots: &mut Vec<u32>,
    ) {
        for demand in demands {
            let group = &self.groups[demand.group];
            let spare = demand.spare.map(u64::from);
            let lengths = [sketch.length, group.length];
            let bigrams = bigrams.zip(demand.lacking);
            let last = (group.first + group.len).div_ceil(BLOCK);
            for first in (group.first / BLOCK..last).step_by(BLOCK) {
                let Bags { all, any } = &self.blocks;
                let mut blocks = sift(sketch.signature, &all[first..], &any[first..], spare);
                if last - first < BLOCK {
                    blocks &= (1 << (last - first)) - 1;
                }
                while blocks != 0 {
                    let start = (first + blocks.trailing_zeros() as usize) * BLOCK;
                    blocks &= blocks - 1;
                    let signatures = &self.signatures[start..];
                    let mut hits = sift(sketch.signature, signatures, signatures, spare);
                    let inside = group.first + group.len - start;
                    if inside < BLOCK {
                        hits &= (1 << inside) - 1;
                    }
                    while hits != 0 {
                        let slot = start + hits.trailing_zeros() as usize;
                        hits &= hits - 1;
                        let is_near = bigrams
                            .is_none_or(|(beside, most)| beside.is_near(slot, lengths, most));
                        if is_near && (demand.dearer[0] == 0 || self.is_near(slot, sketch, demand))
                        {
                            slots.push(slot as u32);
                        }
                    }
                }
            }
        }
    }

    /// Whether a pair shares enough for the prefix that it has.
    #[inline(always)]
    fn is_near(&self, slot: usize, sketch: &Sketch, demand: &Demand) -> bool {
        let prefix = (sketch.lead ^ self.leads[slot]).trailing_zeros() / 8;
        let dearer = demand.dearer[prefix as usize];
        let other = self.signatures[slot];
        let beyond = [sketch.signature & !other, other & !sketch.signature];
        let enough = |(beyond, spare): (u64, u32)| beyond.count_ones() + dearer <= spare;
        beyond.into_iter().zip(demand.spare).all(enough)
    }
}
