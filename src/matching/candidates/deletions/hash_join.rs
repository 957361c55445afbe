//! Keys of both sides whose hashes are equal: a hash join with a filter before it.
//!
//! Most keys are those of one text alone, and are not written anywhere. The side with fewer of them sets bits of
//! a map, which is small enough for the cache, and most keys of the other side do not meet it. Those that do
//! are kept and set bits of another map; keys of the first side that meet this one go into a table, where the
//! former look them up.

use super::filters::{HASH_BITS, Map, Table, bits, word};
use super::keys::DeletionKeys;
use super::packed_texts::{PackedTexts, PlannedTexts};
use super::plan::{LengthPair, Members, Plan, counts};
use crate::simd::{Level, dispatch};

/// Where left texts have more equal keys on the right than this, keys are not telling.
const LOOKS: usize = 64;

/// Keys whose hashes begin with the same bits.
#[derive(Clone, Copy)]
pub(crate) struct HashPartition {
    pub(crate) number: u64,
    /// How many bits that are.
    pub(crate) bits: u32,
}

impl HashPartition {
    /// Zero for hashes of this part.
    #[inline(always)]
    fn beside(self, hash: u64) -> u64 {
        (hash >> (u64::BITS - HASH_BITS) >> (HASH_BITS - self.bits)) ^ self.number
    }
}

impl Plan {
    /// Candidates that have keys of one part in common: the number of the left text in the high half, that of the
    /// right one in the low half. `None` where so many have that another way is better.
    pub(crate) fn pairs(
        &self,
        lengths: &LengthPair,
        planned: &PlannedTexts<'_>,
        part: HashPartition,
    ) -> Option<Vec<u64>> {
        let meets_demand = |left: u32, right: u32| {
            let [left, right] = [left, right].map(|number| number as usize);
            if self.budget < usize::MAX && planned.hashes[0][left] == planned.hashes[1][right] {
                return false;
            }
            let signatures = [planned.signatures[left], planned.scan.signature(right)];
            self.demands.iter().any(|([lefts, rights], demand)| {
                lefts.contains(&left) && rights.contains(&right) && demand.is_met(signatures)
            })
        };
        let counts = counts(lengths);
        let [few, many] = if counts[0] < counts[1] {
            [0, 1]
        } else {
            [1, 0]
        };
        let keys_of = |side: usize| KeySide {
            members: &lengths[side],
            texts: &planned.texts[side],
            part,
        };
        let level = Level::best();
        let probed = |side: usize, map: &Map| {
            let keys = keys_of(side);
            dispatch!(level, _isa => keys.probed(map))
        };
        let mut map = Map::new(counts[few] as usize >> part.bits);
        let keys = keys_of(few);
        dispatch!(level, _isa => keys.build(&mut map));
        let looked_up = probed(many, &map);
        map = Map::new(looked_up.len());
        looked_up.iter().for_each(|entry| map.add(*entry));
        let both = probed(few, &map);
        let table = Table::new(both, part.bits);
        let mut pairs = Vec::new();
        let mut looks = 0;
        let most = self
            .budget
            .max(planned.signatures.len().saturating_mul(LOOKS));
        for key in looked_up {
            let one = key as u32;
            for other in table.find(key) {
                looks += 1;
                let [left, right] = if few == 1 { [one, other] } else { [other, one] };
                if meets_demand(left, right) {
                    pairs.push(u64::from(left) << 32 | u64::from(right));
                }
            }
            if looks > most || pairs.len() > self.budget {
                return None;
            }
        }
        Some(pairs)
    }
}

/// Keys of one side that are in one part.
struct KeySide<'a> {
    members: &'a [Members],
    texts: &'a [PackedTexts],
    part: HashPartition,
}

impl KeySide<'_> {
    /// Gives the keys of some texts, until those of all have been given.
    #[inline(always)]
    fn each(&self, mut take: impl FnMut(&[u64])) {
        let mut deletion_keys = DeletionKeys::default();
        for members in self.members {
            let texts = &self.texts[members.group];
            for (numbers, texts) in texts.each(members.length) {
                take(
                    deletion_keys
                        .keys(numbers, texts, members.keys)
                        .as_flattened(),
                );
            }
        }
    }

    /// Puts the keys into a map.
    #[inline(always)]
    fn build(&self, map: &mut Map) {
        self.each(|keys| {
            for key in keys {
                if self.part.beside(*key) == 0 {
                    map.add(*key);
                }
            }
        });
    }

    /// The keys that are in a map.
    #[inline(always)]
    fn probed(&self, map: &Map) -> Vec<u64> {
        let mut probed = Vec::new();
        let (words, part) = (map.words(), self.part);
        let mut wanted: Vec<u64> = Vec::new();
        let mut count = 0;
        self.each(|keys| {
            let needed = count + keys.len();
            if probed.len() < needed {
                probed.resize(2 * needed, 0);
            }
            // Those of other parts want all bits.
            let beside = |key| 0_u64.wrapping_sub(u64::from(part.beside(key) != 0));
            wanted.clear();
            wanted.extend(keys.iter().map(|key| bits(*key) | beside(*key)));
            let probed = &mut probed[..needed];
            // Without a branch, which nobody could predict.
            for (key, wanted) in keys.iter().zip(&wanted) {
                probed[count] = *key;
                let word = words[word(*key) & (words.len() - 1)];
                count += usize::from(wanted & !word == 0);
            }
        });
        probed.truncate(count);
        probed
    }
}
