//! Which pairs of neighbouring symbols texts have: a second signature, for scores of a part of a text.
//!
//! What is like a part of another text has most of its symbols there, but so do many texts that are
//! like no part of it: letters are few. Pairs of neighbours are many. An edit in the window parts
//! one pair or two, so a metric knows how many of them the longer text may lack
//! ([`Scorer::max_missing_bigrams`](crate::scorer::Scorer::max_missing_bigrams)), and each lacking bit is one that it lacks.

use super::sketch::Side;
use crate::matching::Corpus;
use crate::scorer::Text;

/// For each slot of a scan the pairs of its text, hashed to 128 bits.
pub(crate) struct Bigrams {
    slots: Vec<u128>,
}

/// The pairs of one left text beside those of all slots.
#[derive(Clone, Copy)]
pub(crate) struct Beside<'a> {
    left: u128,
    slots: &'a [u128],
}

impl Bigrams {
    /// The pairs of right texts, given which text is at a slot, and the slots with a text.
    pub(crate) fn new(
        rights: &Side<'_>,
        texts: &[u32],
        with_text: impl Iterator<Item = usize>,
    ) -> Self {
        let mut slots = vec![0; texts.len()];
        for slot in with_text {
            slots[slot] = of(rights.corpus, rights.texts[texts[slot] as usize]);
        }
        Self { slots }
    }

    /// A left text beside them.
    pub(crate) fn beside(&self, corpus: &Corpus, text: usize) -> Beside<'_> {
        Beside {
            left: of(corpus, text),
            slots: &self.slots,
        }
    }
}

impl Beside<'_> {
    /// Whether the longer one of two texts may lack no more pairs than `most` of the shorter one; of two
    /// of one length either may be taken for the shorter one.
    #[inline(always)]
    pub(crate) fn is_near(self, slot: usize, [left, right]: [u32; 2], most: u32) -> bool {
        let other = self.slots[slot];
        left <= right && (self.left & !other).count_ones() <= most
            || right <= left && (other & !self.left).count_ones() <= most
    }
}

fn of(corpus: &Corpus, text: usize) -> u128 {
    let mut bits = 0;
    if let Some(text) = corpus.get(text) {
        match text {
            Text::Bytes(bytes) => each(bytes, &mut bits),
            Text::Codes(codes) => each(codes, &mut bits),
        }
    }
    bits
}

fn each<S: Copy + Into<u32>>(symbols: &[S], bits: &mut u128) {
    for pair in symbols.windows(2) {
        let [one, other] = [pair[0], pair[1]].map(Into::into);
        let hash = (u64::from(one) << 32 | u64::from(other)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        *bits |= 1 << ((hash ^ hash >> 29).wrapping_mul(0xBF58_476D_1CE4_E5B9) >> 57);
    }
}
