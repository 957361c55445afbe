//! Texts as collections of numbered grams.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use crate::interrupt::Pace;
use crate::kernels::qgrams::{Counting, Grams};
use crate::matching::Corpus;
use crate::scorer::Text;
use crate::simd::Portable;
use crate::strings::words::Letter;

/// What it takes to split a text and to look its grams up, for each symbol.
const PER_SYMBOL: usize = 16;

/// Bits of a code point; three of them fit a word.
const CODE: u32 = 21;
/// Symbols that fit a word.
const PACKED: usize = 3;
/// Stands where a gram has no symbol.
const ABSENT: u64 = (1 << CODE) - 1;

/// Gives grams numbers, in the order in which they are met.
#[derive(Default)]
pub(crate) struct GramNumbers {
    packed: HashMap<u64, u32, BuildHasherDefault<Mixed>>,
    long: HashMap<Box<[u32]>, u32>,
    /// The second, third, ... occurrence of a gram in a bag is another element.
    repeated: HashMap<(u32, u32), u32>,
    next: u32,
}

impl GramNumbers {
    /// A gram's number, a new one if it has none.
    pub(crate) fn of(&mut self, gram: Text<'_>) -> u32 {
        let next = self.next;
        let number = match packed(gram) {
            Some(packed) => *self.packed.entry(packed).or_insert(next),
            None => *self.long.entry(gram.to_codes()).or_insert(next),
        };
        self.next += u32::from(number == next);
        number
    }

    fn find(&self, gram: Text<'_>) -> Option<u32> {
        let number = match packed(gram) {
            Some(packed) => self.packed.get(&packed),
            None => self.long.get(&gram.to_codes()),
        };
        number.copied()
    }

    fn of_repeated(&mut self, gram: u32, occurrence: u32) -> u32 {
        let next = self.next;
        let number = *self.repeated.entry((gram, occurrence)).or_insert(next);
        self.next += u32::from(number == next);
        number
    }
}

/// A short gram in a word.
fn packed(gram: Text<'_>) -> Option<u64> {
    let code = |at: usize| match gram {
        Text::Bytes(bytes) => bytes.get(at).map_or(ABSENT, |byte| u64::from(*byte)),
        Text::Codes(codes) => codes.get(at).map_or(ABSENT, |code| u64::from(*code)),
    };
    let is_short = gram.len() as usize <= PACKED;
    is_short.then(|| (0..PACKED).fold(0, |packed, at| packed << CODE | code(at)))
}

/// The grams that collections have.
pub(crate) struct Vocabulary {
    numbers: GramNumbers,
    /// For each number the one that the collections use.
    ranks: Vec<u32>,
}

impl Vocabulary {
    /// The number that the collections have for a gram, if they have it.
    pub(crate) fn find(&self, gram: Text<'_>) -> Option<u32> {
        Some(self.ranks[self.numbers.find(gram)? as usize])
    }

    /// The number of grams.
    pub(crate) fn len(&self) -> u32 {
        self.numbers.next
    }
}

/// A hash of one number, by multiplication.
#[derive(Default)]
struct Mixed(u64);

impl Hasher for Mixed {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64((*byte).into());
        }
    }

    fn write_u64(&mut self, number: u64) {
        let mixed = (self.0 ^ number).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.0 = mixed ^ (mixed >> 32);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// The collections of the texts of two sides. Grams are numbered from the rarest to the most
/// frequent, and each collection is in that order.
pub(crate) struct Collections {
    /// For each side the grams of all its texts, one after the other.
    pub(crate) grams: [Vec<u32>; 2],
    /// For each gram beside it how often its text has it.
    pub(crate) counts: [Vec<u32>; 2],
    /// For each side where each text's grams begin, and where the last one's end.
    pub(crate) starts: [Vec<usize>; 2],
    /// For each gram how many texts have it, on each side.
    pub(crate) frequencies: Vec<[u32; 2]>,
}

impl Collections {
    /// Splits the texts at these indices of two corpora.
    pub(crate) fn new(
        corpora: [&Corpus; 2],
        texts: [&[usize]; 2],
        rule: Grams,
    ) -> (Self, Vocabulary) {
        let mut numbers = GramNumbers::default();
        let mut frequencies: Vec<[u32; 2]> = Vec::new();
        let mut grams: [Vec<u32>; 2] = Default::default();
        let mut counts: [Vec<u32>; 2] = Default::default();
        let mut starts: [Vec<usize>; 2] = Default::default();
        let mut met = Vec::new();
        let mut pace = Pace::default();
        for side in 0..2 {
            starts[side].push(0);
            for text in texts[side] {
                met.clear();
                if let Some(text) = corpora[side].get(*text)
                    && !pace.ends(PER_SYMBOL * text.len() as usize)
                {
                    split(text, rule.ngram, |gram| met.push(numbers.of(gram)));
                }
                met.sort_unstable();
                for same in met.chunk_by(|one, next| one == next) {
                    let times = same.len() as u32;
                    let occurrences = if rule.counting == Counting::Each {
                        times
                    } else {
                        1
                    };
                    for occurrence in 0..occurrences {
                        grams[side].push(match occurrence {
                            0 => same[0],
                            repeated => numbers.of_repeated(same[0], repeated),
                        });
                        counts[side].push(times);
                    }
                }
                let first = starts[side].last().copied().unwrap_or(0);
                frequencies.resize(numbers.next as usize, [0; 2]);
                for number in &grams[side][first..] {
                    frequencies[*number as usize][side] += 1;
                }
                starts[side].push(grams[side].len());
            }
        }
        let mut collections = Self {
            grams,
            counts,
            starts,
            frequencies,
        };
        let ranks = collections.sort();
        (collections, Vocabulary { numbers, ranks })
    }

    /// Numbers grams by how frequent they are, and sorts each collection. Gives the new numbers.
    fn sort(&mut self) -> Vec<u32> {
        let mut order: Vec<u32> = (0..self.frequencies.len() as u32).collect();
        let texts = |gram: &u32| {
            self.frequencies[*gram as usize]
                .iter()
                .map(|times| u64::from(*times))
                .sum::<u64>()
        };
        order.sort_by_key(|gram| (texts(gram), *gram));
        let mut ranks = vec![0; order.len()];
        for (rank, gram) in (0..).zip(&order) {
            ranks[*gram as usize] = rank;
        }
        self.frequencies = order
            .iter()
            .map(|gram| self.frequencies[*gram as usize])
            .collect();
        for side in 0..2 {
            for text in self.starts[side].windows(2) {
                let range = text[0]..text[1];
                let mut pairs: Vec<(u32, u32)> = self.grams[side][range.clone()]
                    .iter()
                    .zip(&self.counts[side][range.clone()])
                    .map(|(gram, times)| (ranks[*gram as usize], *times))
                    .collect();
                pairs.sort_unstable();
                for (at, (gram, times)) in range.zip(pairs) {
                    self.grams[side][at] = gram;
                    self.counts[side][at] = times;
                }
            }
        }
        ranks
    }

    /// The number of texts of a side.
    pub(crate) fn len(&self, side: usize) -> usize {
        self.starts[side].len() - 1
    }

    /// A text's grams.
    #[inline(always)]
    pub(crate) fn of(&self, side: usize, text: usize) -> &[u32] {
        &self.grams[side][self.starts[side][text]..self.starts[side][text + 1]]
    }

    /// The number of a text's grams.
    pub(crate) fn size(&self, side: usize, text: usize) -> u32 {
        self.of(side, text).len() as u32
    }
}

/// For each gram the right texts that have it.
pub(crate) struct Holders {
    starts: Vec<usize>,
    texts: Vec<u32>,
}

impl Holders {
    /// Of all grams of collections.
    pub(crate) fn new(collections: &Collections) -> Self {
        let mut starts = vec![0; collections.frequencies.len() + 1];
        for (gram, [_, right]) in collections.frequencies.iter().enumerate() {
            starts[gram + 1] = starts[gram] + *right as usize;
        }
        let mut next = starts.clone();
        let mut texts = vec![0; starts.last().copied().unwrap_or(0)];
        for text in 0..collections.len(1) {
            for gram in collections.of(1, text) {
                let slot = &mut next[*gram as usize];
                texts[*slot] = text as u32;
                *slot += 1;
            }
        }
        Self { starts, texts }
    }

    /// The texts that have a gram.
    pub(crate) fn of(&self, gram: u32) -> &[u32] {
        &self.texts[self.starts[gram as usize]..self.starts[gram as usize + 1]]
    }
}

/// Gives each gram of a text.
pub(crate) fn split<'a>(text: Text<'a>, ngram: Option<u32>, mut each: impl FnMut(Text<'a>)) {
    match text {
        Text::Bytes(bytes) => split_symbols(bytes, ngram, |gram| each(Text::Bytes(gram))),
        Text::Codes(codes) => split_symbols(codes, ngram, |gram| each(Text::Codes(gram))),
    }
}

fn split_symbols<'a, S: Letter>(text: &'a [S], ngram: Option<u32>, each: impl FnMut(&'a [S])) {
    match ngram.map(|n| n.max(1) as usize) {
        None => text
            .split(|symbol| S::spaces(Portable, &[*symbol]) & 1 == 1)
            .filter(|word| !word.is_empty())
            .for_each(each),
        Some(n) if text.len() >= n => text.windows(n).for_each(each),
        Some(_) => Some(text)
            .filter(|text| !text.is_empty())
            .into_iter()
            .for_each(each),
    }
}
