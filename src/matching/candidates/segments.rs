//! Candidates within few edits, found without looking at every text: Pass-Join (Li, Deng, Wang and
//! Feng, "Pass-Join: a partition-based method for similarity joins", VLDB 2011).
//!
//! A text that is cut into k + 1 segments keeps one of them whole through k edits. So the segments
//! of all right texts of one length are indexed, and a left text looks up its own substrings where
//! such a segment can stand: with i segments before it, a segment that survives is shifted by at most
//! i, its end by at most k - i, and both together by no more than the edits there are. That is at
//! most ⌈k²/2⌉ + k + 1 look-ups for each length.
//!
//! Segments are known by their hashes; two that collide cost a candidate too many. An entry carries
//! the signature of its text (see [`signature`](super::signature)), so that most of the texts
//! that share a common segment fall away in one sequential pass.

use std::ops::Range;

use super::sketch::Sketch;
use crate::matching::Corpus;
use crate::scorer::Text;

/// An odd number, so that each symbol counts in all higher bits.
const BASE: u64 = 0x9E37_79B9_7F4A_7C15;

/// Hashes of all substrings of a text, by differences of those of its prefixes (Karp and Rabin, 1987).
#[derive(Default)]
pub(crate) struct Rolling {
    prefixes: Vec<u64>,
    powers: Vec<u64>,
}

impl Rolling {
    /// Takes another text.
    pub(crate) fn read(&mut self, text: Text<'_>) {
        match text {
            Text::Bytes(bytes) => self.fill(bytes.iter().map(|byte| u64::from(*byte))),
            Text::Codes(codes) => self.fill(codes.iter().map(|code| u64::from(*code))),
        }
    }

    fn fill(&mut self, symbols: impl Iterator<Item = u64>) {
        self.prefixes.clear();
        let mut hash = 0_u64;
        self.prefixes.push(hash);
        self.prefixes.extend(symbols.map(|symbol| {
            hash = hash.wrapping_mul(BASE).wrapping_add(symbol + 1);
            hash
        }));
        let mut power = self
            .powers
            .last()
            .map_or(1, |power| power.wrapping_mul(BASE));
        while self.powers.len() < self.prefixes.len() {
            self.powers.push(power);
            power = power.wrapping_mul(BASE);
        }
    }

    /// The hash of the `len` symbols from `start` on.
    #[inline(always)]
    fn hash(&self, start: usize, len: usize) -> u32 {
        let before = self.prefixes[start].wrapping_mul(self.powers[len]);
        let hash = self.prefixes[start + len].wrapping_sub(before);
        ((hash ^ (hash >> 32)).wrapping_mul(0xD6E8_FEB8_6659_FD93) >> 32) as u32
    }
}

/// A segment of a text, in few bytes: most of the time of a look-up is that of fetching memory.
struct Entry {
    signature: u64,
    hash: u32,
    slot: u32,
}

/// The segments that all texts have at the same position.
struct Segment {
    start: u32,
    len: u32,
    entries: Vec<Entry>,
    /// Where the entries begin whose hashes have these high bits.
    directory: Vec<u32>,
    shift: u32,
}

/// A substring that is looked up among segments.
pub(crate) struct LookUp<'a> {
    segment: &'a Segment,
    hash: u32,
    /// The entries that may have the hash.
    range: Range<u32>,
    /// The hash of the first of them.
    first: u32,
}

impl LookUp<'_> {
    /// Fetches the first entries of all look-ups: memory that is asked for all of them, one step after the
    /// other, arrives together.
    pub(crate) fn fetch(all: &mut [Self]) {
        for look_up in all.iter_mut() {
            let Segment {
                directory, shift, ..
            } = look_up.segment;
            let bucket = (look_up.hash >> shift) as usize;
            look_up.range = directory[bucket]..directory[bucket + 1];
        }
        for look_up in all {
            let first = look_up.segment.entries.get(look_up.range.start as usize);
            look_up.first = first.map_or(0, |entry| entry.hash);
        }
    }

    /// Adds the slots of texts that have the segment and are near.
    #[inline(always)]
    pub(crate) fn add_near(&self, is_near: impl Fn(u64) -> bool, slots: &mut Vec<u32>) {
        // Entries are sorted by their hashes.
        if self.range.is_empty() || self.first > self.hash {
            return;
        }
        let range = self.range.start as usize..self.range.end as usize;
        let entries = self.segment.entries[range].iter();
        let near = entries.filter(|entry| entry.hash == self.hash && is_near(entry.signature));
        slots.extend(near.map(|entry| entry.slot));
    }
}

/// The segments of texts of one length.
pub(crate) struct Partition {
    segments: Vec<Segment>,
    /// Entries that a text like these would find with one look-up in each segment.
    hits: f64,
}

impl Partition {
    /// Cuts texts of one length into one segment more than there may be edits; `first` is the slot
    /// of the first of them. `None` where they are too short for that.
    pub(crate) fn new(
        corpus: &Corpus,
        texts: &[usize],
        group: &[Sketch],
        first: usize,
        edits: u32,
        rolling: &mut Rolling,
    ) -> Option<Self> {
        let length = group.first()?.length;
        let count = edits.checked_add(1).filter(|count| *count <= length)?;
        let mut segments: Vec<Segment> = (0..count)
            .map(|segment| {
                let cut = |at: u32| (u64::from(length) * u64::from(at) / u64::from(count)) as u32;
                Segment {
                    start: cut(segment),
                    len: cut(segment + 1) - cut(segment),
                    entries: Vec::with_capacity(group.len()),
                    directory: Vec::new(),
                    shift: 0,
                }
            })
            .collect();
        for (slot, sketch) in (first as u32..).zip(group) {
            rolling.read(corpus.get(texts[sketch.text as usize])?);
            for segment in &mut segments {
                segment.entries.push(Entry {
                    hash: rolling.hash(segment.start as usize, segment.len as usize),
                    signature: sketch.signature,
                    slot,
                });
            }
        }
        let mut hits = 0.0;
        for segment in &mut segments {
            segment
                .entries
                .sort_unstable_by_key(|entry| (entry.hash, entry.slot));
            let equal = segment.entries.chunk_by(|one, next| one.hash == next.hash);
            hits += equal.map(|run| (run.len() as f64).powi(2)).sum::<f64>() / group.len() as f64;
            let bits = (group.len().ilog2() + 1).min(u32::BITS - 1);
            segment.shift = u32::BITS - bits;
            let bucket = |entry: &Entry| (entry.hash >> segment.shift) as usize;
            let mut directory = vec![0; (1 << bits) + 1];
            for entry in &segment.entries {
                directory[bucket(entry) + 1] += 1;
            }
            for at in 1..directory.len() {
                directory[at] += directory[at - 1];
            }
            segment.directory = directory;
        }
        Some(Self { segments, hits })
    }

    /// What it costs to look up a text here, in looks at one signature.
    pub(crate) fn cost(&self) -> f64 {
        let segments = self.segments.len();
        cost(segments as f64 - 1.0, self.hits / segments as f64)
    }

    /// What it is expected to cost to look up a text among so many of one length, in looks at one
    /// signature.
    pub(crate) fn expected_cost(edits: u32, texts: usize) -> f64 {
        // What is looked up is a segment of one of some thousands of names.
        const SHARE: f64 = 1.0 / 1500.0;
        cost(edits.into(), texts as f64 * SHARE)
    }

    /// Adds what has to be looked up for a text of `left` symbols, among texts of `right` symbols.
    pub(crate) fn look_ups<'a>(
        &'a self,
        rolling: &Rolling,
        (left, right): (u32, u32),
        edits: u32,
        look_ups: &mut Vec<LookUp<'a>>,
    ) {
        let longer = i64::from(left) - i64::from(right);
        let last = self.segments.len() as i64 - 1;
        for (before, segment) in (0_i64..).zip(&self.segments) {
            for shift in
                (-before).max(longer - (last - before))..=before.min(longer + (last - before))
            {
                let start = i64::from(segment.start) + shift;
                if shift.abs() + (longer - shift).abs() <= i64::from(edits)
                    && start >= 0
                    && start + i64::from(segment.len) <= i64::from(left)
                {
                    look_ups.push(LookUp {
                        segment,
                        hash: rolling.hash(start as usize, segment.len as usize),
                        range: 0..0,
                        first: 0,
                    });
                }
            }
        }
    }
}

/// What looking a text up costs when each look-up finds so many entries.
fn cost(edits: f64, hits: f64) -> f64 {
    // A look-up waits for memory some two times.
    const LOOK_UP: f64 = 250.0;
    const ENTRY: f64 = 4.0;
    let look_ups = edits * edits / 2.0 + edits + 1.0;
    look_ups * (LOOK_UP + hits * ENTRY)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::block::testing::random;
    use crate::kernels::naive;
    use crate::matching::candidates::signature::Signer;
    use crate::matching::candidates::sketch::sketches;

    #[test]
    fn no_pair_within_the_edits_is_lost() {
        let mut seed = 11;
        let alphabet: Vec<char> = "abcé日".chars().collect();
        for (length, edits) in [(3, 0), (4, 1), (7, 1), (6, 2), (9, 2), (11, 3), (5, 4)] {
            let mut text = |length: u64| -> Vec<char> {
                let letter = |_| alphabet[random(&mut seed) as usize % alphabet.len()];
                (0..length).map(letter).collect()
            };
            let rights: Vec<Vec<char>> = (0..60).map(|_| text(length)).collect();
            let lefts: Vec<Vec<char>> = (0..300_u64)
                .map(|at| text((length + at % 9).saturating_sub(4)))
                .chain(rights.iter().cloned())
                .collect();
            let corpus = |texts: &[Vec<char>]| {
                let texts: Vec<String> = texts.iter().map(|text| text.iter().collect()).collect();
                Corpus::from_texts(texts.iter().map(|text| Some(text.as_str())), None)
            };
            let (left_corpus, right_corpus) = (corpus(&lefts), corpus(&rights));
            let signer = Signer::learn([&left_corpus, &right_corpus]);
            let texts: Vec<usize> = (0..rights.len()).collect();
            let group = sketches(&right_corpus, &texts, &signer);
            let mut rolling = Rolling::default();
            let partition = Partition::new(&right_corpus, &texts, &group, 100, edits, &mut rolling);
            let partition = partition.expect("texts are longer than there are edits");
            for (at, left) in lefts.iter().enumerate() {
                let mut slots = Vec::new();
                rolling.read(left_corpus.get(at).expect("a text"));
                let lengths = (left.len() as u32, length as u32);
                let mut look_ups = Vec::new();
                partition.look_ups(&rolling, lengths, edits, &mut look_ups);
                LookUp::fetch(&mut look_ups);
                for look_up in look_ups {
                    look_up.add_near(|_| true, &mut slots);
                }
                for (slot, sketch) in (100..).zip(&group) {
                    if naive::levenshtein(left, &rights[sketch.text as usize]) <= edits {
                        assert!(slots.contains(&slot), "{left:?} {sketch:?}");
                    }
                }
            }
        }
    }
}
