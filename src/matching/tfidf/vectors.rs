//! Texts as vectors of weighted grams.
//!
//! A text has one coordinate for each of its grams: how often it has it, times ln((1 + N) / (1 + n)) + 1,
//! where n of N distinct texts have the gram (Salton and Buckley, "Term-weighting approaches in automatic
//! text retrieval", 1988; smoothed as in scikit-learn). All vectors have the length 1.
//!
//! The texts that are counted are those of both sides of a join, or the choices of a search. A query of
//! a search may have grams that no choice has: they weigh as n = 0 says.

use std::cmp::Reverse;

use crate::kernels::qgrams::{Counting, Grams};
use crate::matching::Corpus;
use crate::matching::texts::gram_sets::{Collections, GramNumbers, Vocabulary, split};
use crate::memory;
use crate::scorer::Text;

/// Sums are taken for so much larger than they are before they rule anything out, and scores so near
/// to 1 are 1.
pub(crate) const ROUNDING: f64 = 1e-12;

/// Which matches of a text are wanted.
#[derive(Clone, Copy)]
pub(crate) struct Kept {
    /// The worst score.
    pub(crate) cutoff: f64,
    /// How many; those that many others surpass may be given all the same.
    pub(crate) limit: Option<usize>,
}

/// Bytes that a gram of a text takes: its number, how often it occurs, its weight, its entry among the texts that have
/// it, each in a vector that grows; and if no other text has it, its entry in the vocabulary.
const GRAM: u64 = 80;

/// What 1 is in whole numbers.
pub(crate) const ONE: f64 = 32768.0;

/// A weight or a sum in whole numbers, rounded up.
pub(crate) fn rounded_up(weight: f64) -> u16 {
    (weight * ONE).ceil() as u16
}

/// What texts are split into, counted once each.
pub(crate) fn grams(ngram: Option<u32>) -> Grams {
    Grams {
        ngram,
        counting: Counting::Once,
    }
}

/// What grams weigh.
pub(crate) struct Weights {
    vocabulary: Vocabulary,
    rarities: Vec<f64>,
    /// The rarity of a gram that no text has.
    unknown: f64,
    ngram: Option<u32>,
}

impl Weights {
    /// The weights of the grams of collections, and the vectors of both sides. Grams weigh by how rare they are
    /// among so many texts; without a number of texts, all the same.
    fn new(
        (collections, vocabulary): (Collections, Vocabulary),
        ngram: Option<u32>,
        counted: Option<usize>,
    ) -> (Self, [Vectors; 2]) {
        let rarity = |times: f64| match counted {
            Some(texts) => ((1.0 + texts as f64) / (1.0 + times)).ln() + 1.0,
            None => 1.0,
        };
        let frequencies = collections.frequencies.iter();
        let rarities =
            frequencies.map(|[left, right]| rarity(f64::from(*left) + f64::from(*right)));
        let weights = Self {
            vocabulary,
            rarities: rarities.collect(),
            unknown: rarity(0.0),
            ngram,
        };
        let Collections {
            grams: [left_grams, right_grams],
            counts: [left_counts, right_counts],
            starts: [left_starts, right_starts],
            ..
        } = collections;
        let vectors = [
            weights.weigh(left_grams, &left_counts, left_starts),
            weights.weigh(right_grams, &right_counts, right_starts),
        ];
        (weights, vectors)
    }

    /// The weights of the grams of texts, at these indices of two corpora, and the vectors of both sides. `counted`
    /// says how many of the texts count as such, if grams weigh by how rare they are.
    ///
    /// # Errors
    /// If there are more grams than fit in memory.
    pub(crate) fn of_texts(
        corpora: [&Corpus; 2],
        texts: [&[usize]; 2],
        ngram: Option<u32>,
        counted: Option<usize>,
    ) -> Result<(Self, [Vectors; 2]), String> {
        let mut met = 0;
        for (corpus, texts) in corpora.iter().zip(texts) {
            for text in texts.iter().filter_map(|text| corpus.get(*text)) {
                match ngram {
                    Some(_) => met += u64::from(text.len()),
                    None => split(text, None, |_| met += 1),
                }
            }
        }
        memory::expect_room(met * GRAM, "compare fewer or shorter texts")?;
        let collections = Collections::new(corpora, texts, grams(ngram));
        Ok(Self::new(collections, ngram, counted))
    }

    /// The number of grams that are known.
    pub(crate) fn grams(&self) -> u32 {
        self.vocabulary.len()
    }

    /// A gram's number, if it is known.
    pub(crate) fn find(&self, gram: Text<'_>) -> Option<u32> {
        self.vocabulary.find(gram)
    }

    /// A gram's number, beyond the known ones where it is a stranger.
    pub(crate) fn number(&self, gram: Text<'_>, strangers: &mut GramNumbers) -> u32 {
        let number = self.vocabulary.find(gram);
        number.unwrap_or_else(|| self.grams() + strangers.of(gram))
    }

    /// The vectors of other texts. Strangers come first in each of them.
    pub(crate) fn vectors(
        &self,
        corpus: &Corpus,
        texts: impl Iterator<Item = usize>,
        strangers: &mut GramNumbers,
    ) -> Vectors {
        let (mut grams, mut counts, mut starts) = (Vec::new(), Vec::new(), vec![0]);
        let (mut met, mut counted) = (Vec::new(), Vec::new());
        for text in texts {
            met.clear();
            counted.clear();
            if let Some(text) = corpus.get(text) {
                split(text, self.ngram, |gram| {
                    met.push(self.number(gram, strangers))
                });
            }
            met.sort_unstable();
            let runs = met.chunk_by(|one, next| one == next);
            counted.extend(runs.map(|same| (same[0], same.len() as u32)));
            // Strangers by how often they occur, which does not depend on other queries as their numbers
            // do: a sum of floats depends on its order.
            counted.sort_unstable_by_key(|(gram, times)| {
                let is_known = *gram < self.grams();
                (is_known, Reverse(if is_known { 0 } else { *times }), *gram)
            });
            grams.extend(counted.iter().map(|(gram, _)| *gram));
            counts.extend(counted.iter().map(|(_, times)| *times));
            starts.push(grams.len());
        }
        self.weigh(grams, &counts, starts)
    }

    fn weigh(&self, grams: Vec<u32>, counts: &[u32], starts: Vec<usize>) -> Vectors {
        let rarity = |gram: u32| self.rarities.get(gram as usize).unwrap_or(&self.unknown);
        let coordinates = grams.iter().zip(counts);
        let mut weights: Vec<f64> = coordinates
            .map(|(gram, times)| f64::from(*times) * rarity(*gram))
            .collect();
        for ends in starts.windows(2) {
            let weights = &mut weights[ends[0]..ends[1]];
            let length = weights
                .iter()
                .map(|weight| weight * weight)
                .sum::<f64>()
                .sqrt();
            weights.iter_mut().for_each(|weight| *weight /= length);
        }
        Vectors {
            grams,
            weights,
            starts,
        }
    }
}

/// The vectors of texts.
pub(crate) struct Vectors {
    grams: Vec<u32>,
    weights: Vec<f64>,
    /// Where each text's coordinates begin, and where the last one's end.
    starts: Vec<usize>,
}

/// The coordinates of one text.
#[derive(Clone, Copy)]
pub(crate) struct Vector<'a> {
    /// The grams it has; those that are known from the rarest on.
    pub(crate) grams: &'a [u32],
    /// What each of them weighs.
    pub(crate) weights: &'a [f64],
}

impl<'a> Vector<'a> {
    /// The coordinates from one on.
    pub(crate) fn from(self, first: usize) -> Self {
        Self {
            grams: &self.grams[first..],
            weights: &self.weights[first..],
        }
    }

    /// For each coordinate the squared length of what follows, itself included.
    pub(crate) fn rests(self, rests: &mut Vec<f64>) {
        rests.clear();
        rests.resize(self.grams.len() + 1, 0.0);
        for at in (0..self.grams.len()).rev() {
            rests[at] = rests[at + 1] + self.weights[at] * self.weights[at];
        }
    }
}

impl Vectors {
    /// The vectors of some of the texts, whose grams `number` gives new numbers in the same order.
    pub(crate) fn select(
        &self,
        texts: impl Iterator<Item = usize>,
        number: impl Fn(u32) -> u32,
    ) -> Self {
        let (mut grams, mut weights, mut starts) = (Vec::new(), Vec::new(), vec![0]);
        for text in texts {
            let vector = self.of(text);
            grams.extend(vector.grams.iter().map(|gram| number(*gram)));
            weights.extend_from_slice(vector.weights);
            starts.push(grams.len());
        }
        Self {
            grams,
            weights,
            starts,
        }
    }

    /// The vectors with other numbers of grams. Grams whose number becomes `known` or more come first in a text.
    pub(crate) fn renumbered(&self, known: u32, mut number: impl FnMut(u32) -> u32) -> Self {
        let (mut grams, mut weights) = (Vec::new(), Vec::new());
        let mut renumbered = Vec::new();
        for text in 0..self.len() {
            let vector = self.of(text);
            renumbered.clear();
            renumbered.extend(vector.grams.iter().map(|gram| number(*gram)));
            for is_known in [false, true] {
                for (gram, weight) in renumbered.iter().zip(vector.weights) {
                    if (*gram < known) == is_known {
                        grams.push(*gram);
                        weights.push(*weight);
                    }
                }
            }
        }
        Self {
            grams,
            weights,
            starts: self.starts.clone(),
        }
    }

    /// The grams in order, if the texts have fewer than `grams` of them.
    pub(crate) fn grams_below(&self, grams: u32) -> Option<Vec<u32>> {
        if self.grams.len() >= grams as usize {
            return None;
        }
        let mut met = self.grams.clone();
        met.sort_unstable();
        met.dedup();
        Some(met)
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// A text's vector.
    #[inline(always)]
    pub(crate) fn of(&self, text: usize) -> Vector<'_> {
        let range = self.starts[text]..self.starts[text + 1];
        Vector {
            grams: &self.grams[range.clone()],
            weights: &self.weights[range],
        }
    }
}

/// For each gram the texts that have it.
pub(crate) struct Postings {
    starts: Vec<usize>,
    texts: Vec<u32>,
    weights: Vec<f64>,
    rounded: Vec<u16>,
}

/// The texts that have one gram, in ascending order.
#[derive(Clone, Copy)]
pub(crate) struct Posting<'a> {
    /// The texts.
    pub(crate) texts: &'a [u32],
    /// What the gram weighs in each.
    pub(crate) weights: &'a [f64],
    /// The weights in whole numbers, rounded up.
    pub(crate) rounded: &'a [u16],
}

impl Posting<'_> {
    /// Each text, and what the gram weighs in it.
    #[inline(always)]
    pub(crate) fn each(self) -> impl Iterator<Item = (u32, f64)> {
        self.texts.iter().copied().zip(self.weights.iter().copied())
    }
}

impl Postings {
    /// The postings of grams with numbers below `grams`.
    pub(crate) fn new(vectors: &Vectors, grams: u32) -> Self {
        let mut starts = vec![0; grams as usize + 1];
        for gram in &vectors.grams {
            starts[*gram as usize + 1] += 1;
        }
        for gram in 0..grams as usize {
            starts[gram + 1] += starts[gram];
        }
        let mut next = starts.clone();
        let mut texts = vec![0; vectors.grams.len()];
        let mut weights = vec![0.0; vectors.grams.len()];
        for text in 0..vectors.len() {
            let vector = vectors.of(text);
            for (gram, weight) in vector.grams.iter().zip(vector.weights) {
                let slot = &mut next[*gram as usize];
                (texts[*slot], weights[*slot]) = (text as u32, *weight);
                *slot += 1;
            }
        }
        Self {
            starts,
            texts,
            rounded: weights.iter().copied().map(rounded_up).collect(),
            weights,
        }
    }

    /// The number of grams.
    pub(crate) fn grams(&self) -> usize {
        self.starts.len() - 1
    }

    /// How many texts have a gram.
    #[inline(always)]
    pub(crate) fn count(&self, gram: u32) -> usize {
        self.starts[gram as usize + 1] - self.starts[gram as usize]
    }

    /// The texts that have a gram.
    #[inline(always)]
    pub(crate) fn of(&self, gram: u32) -> Posting<'_> {
        let range = self.starts[gram as usize]..self.starts[gram as usize + 1];
        Posting {
            texts: &self.texts[range.clone()],
            weights: &self.weights[range.clone()],
            rounded: &self.rounded[range],
        }
    }
}
