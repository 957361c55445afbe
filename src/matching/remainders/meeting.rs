//! Hashes of both sides that are equal.
//!
//! They are joined in the cache: written to streams by their high bits, and in each stream the right ones
//! set bits of a map, which most left ones do not meet. Left ones that do set bits of another, and the
//! right ones that meet these go into a table, where the former look them up.

use super::hashes::{Map, Table};
use super::known::Known;
use super::plan::Plan;
use super::remains::Remains;

/// Bits of a hash that say which stream it goes to.
const STREAM_BITS: u32 = 6;

impl Plan {
    /// Candidates whose common remainders have hashes in one part of all: the number of the left text in
    /// the high half, that of the right one in the low half. They end where there is no more room.
    pub(super) fn pairs(&self, known: &Known<'_>, (part, parts): (u64, u64)) -> Vec<u64> {
        let [left, right] = [0, 1].map(|side| self.streams(side, known, (part, parts)));
        let is_met = |numbers: [u32; 2]| {
            let [left, right] = numbers.map(|number| number as usize);
            if self.room < usize::MAX && known.hashes[0][left] == known.hashes[1][right] {
                return false;
            }
            let signatures = [known.signatures[left], known.scan.signature(right)];
            self.demands.iter().any(|([lefts, rights], demand)| {
                lefts.contains(&left) && rights.contains(&right) && demand.is_met(signatures)
            })
        };
        let mut pairs = Vec::new();
        let mut looked_up = Vec::new();
        let known_bits = STREAM_BITS + parts.ilog2();
        for (left, right) in left.iter().zip(&right) {
            let mut map = Map::new(right.len(), known_bits);
            right.iter().for_each(|entry| map.add(*entry));
            looked_up.clear();
            looked_up.extend(left.iter().copied().filter(|entry| map.has(*entry)));
            map.clear();
            looked_up.iter().for_each(|entry| map.add(*entry));
            let both = right.iter().copied().filter(|entry| map.has(*entry));
            let table = Table::new(both.collect(), known_bits);
            for left in &looked_up {
                for right in table.find(*left) {
                    if is_met([*left as u32, right]) {
                        pairs.push(*left << 32 | u64::from(right));
                    }
                }
                if pairs.len() > self.room {
                    return pairs;
                }
            }
        }
        pairs
    }

    /// The hashes of remainders that are in this part of all, by their high bits; each has its text's
    /// number in the low half.
    fn streams(&self, side: usize, known: &Known<'_>, (part, parts): (u64, u64)) -> Vec<Vec<u64>> {
        let expected = (self.counts()[side] as usize / parts as usize) >> STREAM_BITS;
        let room = expected + expected / 8;
        let mut streams = vec![Vec::new(); 1 << STREAM_BITS];
        streams.iter_mut().for_each(|stream| stream.reserve(room));
        let shift = 64 - STREAM_BITS - parts.ilog2();
        let mut remains = Remains::default();
        for members in &self.members[side] {
            for (text, number) in known.texts[side][members.group].each(members.length) {
                remains.read(text);
                for hash in remains.without(members.left_out) {
                    let stream = hash >> shift;
                    if stream >> STREAM_BITS == part {
                        streams[(stream & ((1 << STREAM_BITS) - 1)) as usize]
                            .push(hash >> 32 << 32 | u64::from(number));
                    }
                }
            }
        }
        streams
    }
}
