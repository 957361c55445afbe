//! Equal texts, which are compared once.

use std::hash::{BuildHasher, RandomState};

use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::matching::criterion::RowRange;
use crate::scorer::Text;
use crate::simd::prefetch_one;

/// Rows whose memory is asked for before the first of them is looked up.
const AHEAD: usize = 64;

/// The distinct texts of a side, and the rows of each.
#[derive(Clone, Debug, Default)]
pub struct Distinct {
    /// For each distinct text the first of the rows that have it, in the order of these rows.
    pub firsts: Vec<u32>,
    /// The rows of all distinct texts, one text's after the other's, each in ascending order.
    rows: Vec<u32>,
    /// Where the rows of each text begin, and where the last text's end.
    starts: Vec<usize>,
    /// For each row its text's number, or `None` for null.
    pub numbers: Vec<Option<u32>>,
}

impl Distinct {
    /// Finds the distinct texts among the rows of a range; its rows are counted from zero.
    pub fn of(rows: &RowRange<'_>) -> Self {
        Self::of_kept(rows, |_| true)
    }

    /// Finds the distinct texts among some rows of a range. All other rows count as null.
    pub(crate) fn of_kept(
        RowRange { corpus, range }: &RowRange<'_>,
        is_kept: impl Fn(usize) -> bool,
    ) -> Self {
        let get = |at: usize| corpus.get(at).filter(|_| is_kept(at - range.start));
        let mut seen = Seen::new(range.len());
        let mut firsts: Vec<u32> = Vec::new();
        let mut counts: Vec<usize> = Vec::new();
        let mut numbers = Vec::with_capacity(range.len());
        let mut hashes = Vec::with_capacity(AHEAD);
        for first in range.clone().step_by(AHEAD) {
            let batch = first..range.end.min(first + AHEAD);
            hashes.clear();
            hashes.extend(batch.clone().map(|at| get(at).map(|text| seen.hash(text))));
            hashes.iter().flatten().for_each(|hash| seen.fetch(*hash));
            numbers.extend(batch.zip(&hashes).map(|(at, hash)| {
                let text = get(at)?;
                let is_first = |number: u32| {
                    corpus.get(range.start + firsts[number as usize] as usize) == Some(text)
                };
                let number = seen.number((*hash)?, counts.len() as u32, is_first);
                if number as usize == counts.len() {
                    firsts.push((at - range.start) as u32);
                    counts.push(0);
                }
                counts[number as usize] += 1;
                Some(number)
            }));
        }
        let mut starts = Vec::with_capacity(counts.len() + 1);
        let mut end = 0;
        for count in counts {
            starts.push(end);
            end += count;
        }
        let mut next = starts.clone();
        starts.push(end);
        let mut rows = vec![0; end];
        for (row, number) in (0..).zip(&numbers) {
            if let Some(number) = number {
                let next = &mut next[*number as usize];
                rows[*next] = row;
                *next += 1;
            }
        }
        Self {
            firsts,
            rows,
            starts,
            numbers,
        }
    }

    /// Where the first row of each distinct text is in its corpus, the range beginning at `start`.
    pub(crate) fn texts(&self, start: usize) -> Vec<usize> {
        self.firsts
            .iter()
            .map(|row| *row as usize + start)
            .collect()
    }

    /// The rows that have a text.
    pub fn rows(&self, number: u32) -> &[u32] {
        let number = number as usize;
        // Where no text occurs twice, less has to be read.
        if self.rows.len() == self.firsts.len() {
            return std::slice::from_ref(&self.firsts[number]);
        }
        &self.rows[self.starts[number]..self.starts[number + 1]]
    }

    /// How many distinct texts there are.
    pub fn len(&self) -> usize {
        self.firsts.len()
    }

    /// Whether every row is null.
    pub fn is_empty(&self) -> bool {
        self.firsts.is_empty()
    }
}

/// The numbers of texts by their hashes. One word is read for most rows, and the text with that number to
/// be sure, where a map that owns its keys would be several times as large.
struct Seen {
    /// The high half of a hash, and a number in the low half.
    entries: Vec<u64>,
    seed: u64,
}

impl Seen {
    const NONE: u64 = u64::MAX;

    /// An empty table with the capacity for so many texts.
    fn new(texts: usize) -> Self {
        Self {
            entries: vec![Self::NONE; (2 * texts + 1).next_power_of_two()],
            // Nobody can choose texts whose hashes are equal.
            seed: RandomState::new().hash_one(0),
        }
    }

    /// The number of a text with this hash; `next`, and known from now on, if it has none.
    #[inline]
    fn number(&mut self, hash: u64, next: u32, is: impl Fn(u32) -> bool) -> u32 {
        let mask = self.entries.len() - 1;
        let mut at = hash as usize & mask;
        loop {
            let entry = self.entries[at];
            if entry == Self::NONE {
                self.entries[at] = hash >> 32 << 32 | u64::from(next);
                return next;
            }
            if (entry ^ hash) >> 32 == 0 && is(entry as u32) {
                return entry as u32;
            }
            at = (at + 1) & mask;
        }
    }

    /// Asks for the memory where a hash will be looked up.
    #[inline]
    fn fetch(&self, hash: u64) {
        prefetch_one(&self.entries[hash as usize & (self.entries.len() - 1)]);
    }

    fn hash(&self, text: Text<'_>) -> u64 {
        match text {
            Text::Bytes(bytes) => xxh3_64_with_seed(bytes, self.seed),
            Text::Codes(codes) => {
                let bytes: Vec<u8> = codes.iter().flat_map(|code| code.to_le_bytes()).collect();
                xxh3_64_with_seed(&bytes, self.seed)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::Corpus;

    #[test]
    fn rows_of_equal_texts_are_together() {
        let texts = [
            Some("skip"),
            Some("a"),
            None,
            Some("é"),
            Some("a"),
            Some("é"),
            Some(""),
        ];
        let corpus = Corpus::from_texts(texts, None);
        let distinct = Distinct::of(&RowRange {
            corpus: &corpus,
            range: 1..7,
        });
        assert_eq!(distinct.firsts, [0, 2, 5]);
        assert_eq!(distinct.rows(0), [0, 3]);
        assert_eq!(distinct.rows(1), [2, 4]);
        assert_eq!(distinct.rows(2), [5]);
        let numbers = [Some(0), None, Some(1), Some(0), Some(1), Some(2)];
        assert_eq!(distinct.numbers, numbers);
    }
}
