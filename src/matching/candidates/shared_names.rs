//! Given names found by those that stand for them: nicknames, initials, spellings in another case.

use std::collections::HashMap;

use crate::matching::Corpus;
use crate::scorer::GivenNames;

/// Left names with the keys that they look others up by, and right names by their keys.
pub(crate) struct SharedNames {
    keys: Vec<Vec<u64>>,
    holders: HashMap<u64, Vec<u32>>,
}

impl SharedNames {
    /// Reads the names of both sides.
    pub(crate) fn new(names: &GivenNames, corpora: [&Corpus; 2], texts: [&[usize]; 2]) -> Self {
        let of = |side: usize, text: usize| {
            let text = corpora[side].get(text);
            text.map_or_else(Default::default, |text| names.keys(text))
        };
        let mut holders: HashMap<u64, Vec<u32>> = HashMap::new();
        for (number, text) in (0..).zip(texts[1]) {
            let [found_by, _] = of(1, *text);
            for key in found_by {
                holders.entry(key).or_default().push(number);
            }
        }
        let looked_up = texts[0].iter().map(|text| {
            let [_, looked_up] = of(0, *text);
            looked_up
        });
        Self {
            keys: looked_up.collect(),
            holders,
        }
    }

    /// Gives the candidates of left texts, some more than once.
    pub(crate) fn candidates(&self, lefts: &[u32], candidate: &mut impl FnMut(u32, u32)) {
        for left in lefts {
            let holders = self.keys[*left as usize].iter();
            let holders = holders.filter_map(|key| self.holders.get(key));
            holders.flatten().for_each(|right| candidate(*left, *right));
        }
    }
}
