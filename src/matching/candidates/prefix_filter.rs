//! Candidates by what their collections of grams have in common.
//!
//! For collections of a and b grams, a cutoff asks for an overlap of at least o. Then, of either
//! collection in one order of all grams, some gram among the first a - o + 1 is among the first b - o + 1
//! of the other (the prefix filter of Chaudhuri, Ganti and Kaushik, "A primitive operator for similarity
//! joins in data cleaning", ICDE 2006). With the rarest grams first, few texts share one there. The
//! positions of the first common gram bound what can follow (Xiao, Wang, Lin and Yu, "Efficient similarity
//! joins for near duplicate detection", WWW 2008), and what is left is merged, which gives the overlap
//! itself.

use std::collections::BTreeMap;

use crate::matching::criterion::Criterion;
use crate::matching::texts::gram_sets::Collections;

/// A text that has a gram among its first.
#[derive(Clone, Copy)]
struct Posting {
    text: u32,
    size: u32,
    /// How many of its grams come before.
    before: u32,
}

/// An index of right texts by the rarest of their grams.
pub(crate) struct Overlaps {
    collections: Collections,
    /// The left texts, by size.
    pub(crate) lefts: Vec<u32>,
    /// For each gram where its postings begin, and where the last one's end.
    starts: Vec<usize>,
    postings: Vec<Posting>,
    /// The right texts of each size.
    sizes: BTreeMap<u32, Vec<u32>>,
}

/// The memory of a thread.
pub(crate) struct Seen {
    /// For each right text the last left text that met it, plus one.
    by: Vec<u32>,
}

impl Overlaps {
    pub(crate) fn new(criterion: Criterion<'_>, collections: Collections) -> Self {
        let size = |side: usize, text: u32| collections.size(side, text as usize);
        let mut lefts: Vec<u32> = (0..collections.len(0) as u32).collect();
        lefts.sort_by_key(|text| size(0, *text));
        let mut left_sizes: Vec<u32> = lefts.iter().map(|text| size(0, *text)).collect();
        left_sizes.dedup();
        let mut sizes: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for text in 0..collections.len(1) as u32 {
            sizes.entry(size(1, text)).or_default().push(text);
        }
        let mut lists: Vec<Vec<Posting>> = vec![Vec::new(); collections.frequencies.len()];
        for (size, texts) in &sizes {
            let needed = |left: &u32| {
                criterion
                    .scorer
                    .min_overlap(criterion.cutoff, [*left, *size])
            };
            // What needs no overlap at all is found by its size.
            let Some(least) = left_sizes
                .iter()
                .filter_map(needed)
                .filter(|needed| *needed > 0)
                .min()
            else {
                continue;
            };
            for text in texts {
                let grams = &collections.of(1, *text as usize)[..(*size - least + 1) as usize];
                for (before, gram) in (0..).zip(grams) {
                    lists[*gram as usize].push(Posting {
                        text: *text,
                        size: *size,
                        before,
                    });
                }
            }
        }
        let mut starts = Vec::with_capacity(lists.len() + 1);
        let mut postings = Vec::with_capacity(lists.iter().map(Vec::len).sum());
        for list in lists {
            starts.push(postings.len());
            postings.extend(list);
        }
        starts.push(postings.len());
        Self {
            collections,
            lefts,
            starts,
            postings,
            sizes,
        }
    }

    /// Memory for [`candidates`](Self::candidates).
    pub(crate) fn seen(&self) -> Seen {
        Seen {
            by: vec![0; self.collections.len(1)],
        }
    }

    /// Gives each candidate of each of the left texts, which are sorted by size.
    pub(crate) fn candidates(
        &self,
        criterion: Criterion<'_>,
        lefts: &[u32],
        seen: &mut Seen,
        mut candidate: impl FnMut(u32, u32),
    ) {
        let size = |text: &u32| self.collections.size(0, *text as usize);
        let largest = self.sizes.last_key_value().map_or(0, |(size, _)| *size);
        for same in lefts.chunk_by(|one, next| size(one) == size(next)) {
            let left = size(&same[0]);
            let mut needed: Vec<Option<u32>> = vec![None; largest as usize + 1];
            let mut least = left + 1;
            for (right, texts) in &self.sizes {
                let Some(overlap) = criterion
                    .scorer
                    .min_overlap(criterion.cutoff, [left, *right])
                else {
                    continue;
                };
                if overlap == 0 {
                    for one in same {
                        texts.iter().for_each(|text| candidate(*one, *text));
                    }
                } else {
                    needed[*right as usize] = Some(overlap);
                    least = least.min(overlap);
                }
            }
            for text in same {
                self.look_up(
                    *text,
                    (left + 1 - least) as usize,
                    &needed,
                    seen,
                    &mut candidate,
                );
            }
        }
    }

    /// Gives the candidates that share one of the first `first` grams of a left text.
    fn look_up(
        &self,
        text: u32,
        first: usize,
        needed: &[Option<u32>],
        seen: &mut Seen,
        candidate: &mut impl FnMut(u32, u32),
    ) {
        let grams = self.collections.of(0, text as usize);
        for (before, gram) in grams[..first].iter().enumerate() {
            let list = self.starts[*gram as usize]..self.starts[*gram as usize + 1];
            for posting in &self.postings[list] {
                let Some(needed) = needed[posting.size as usize] else {
                    continue;
                };
                let met = &mut seen.by[posting.text as usize];
                if *met == text + 1 {
                    continue;
                }
                *met = text + 1;
                let right_grams = self.collections.of(1, posting.text as usize);
                let rest = (
                    &grams[before + 1..],
                    &right_grams[posting.before as usize + 1..],
                );
                if 1 + common(rest.0, rest.1, needed - 1) >= needed {
                    candidate(text, posting.text);
                }
            }
        }
    }
}

/// The number of common elements of two ascending sequences, or less than `needed` if it is.
#[inline]
fn common(left: &[u32], right: &[u32], needed: u32) -> u32 {
    let (mut one, mut other, mut common) = (0, 0, 0);
    while one < left.len() && other < right.len() {
        let most = common + (left.len() - one).min(right.len() - other) as u32;
        if most < needed {
            return common;
        }
        let (left, right) = (left[one], right[other]);
        common += u32::from(left == right);
        one += usize::from(left <= right);
        other += usize::from(right <= left);
    }
    common
}
