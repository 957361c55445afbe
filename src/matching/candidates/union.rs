//! Candidates for scores that are the best of several: what any of the [subqueries](SubQuery) finds.
//!
//! Where texts made of theirs have to be alike, these have an [index](Index) of their own. Where a
//! word has to be shared, a left text goes through the postings of its words and adds up what it shares
//! with each right text; where it is enough that words are close, these are [joined](super::close_words) first.
//! For `token_set_ratio` that bounds the score: it is the share of the common
//! words in either text, or that of what both texts have in common, which signatures bound.
//!
//! A pair may be found by several subqueries; a bit for each pair of a batch sees to it that it is scored
//! once.

use std::ops::Range;

use super::Index;
use super::close_words::ByCloseWord;
use super::shared_names::SharedNames;
use super::signature::Signer;
use super::sketch::{Side, Sketch, sketches};
use crate::matching::criterion::Criterion;
use crate::matching::request::Join;
use crate::matching::texts::gram_sets::{Collections, Holders, split};
use crate::matching::tfidf::vectors;
use crate::matching::{Corpus, JobControl};
use crate::scorer::{Arrangement, Scorer, SubQuery};

/// Bits that a thread keeps.
const SEEN: usize = 1 << 26;

/// The candidates of any of several subqueries.
pub(crate) struct Union {
    sources: Vec<Source>,
    /// Left texts in the order in which they are searched.
    order: Vec<u32>,
    /// For each left text its rank in the order.
    ranks: Vec<u32>,
    rights: usize,
}

/// The candidates of one subquery.
enum Source {
    Alike(Box<Alike>),
    CommonWord(Box<CommonWords>),
    CloseWord(Box<ByCloseWord>),
    SharedName(Box<SharedNames>),
}

/// Texts made of those of both sides, and an index of the right ones.
struct Alike {
    scorer: Scorer,
    cutoff: f64,
    lefts: Corpus,
    numbers: Vec<usize>,
    signer: Signer,
    index: Index,
}

/// Words of both sides.
struct CommonWords {
    set_ratio: Option<f64>,
    collections: Collections,
    /// For each word its length, and one for a space.
    lengths: Vec<u32>,
    holders: Holders,
    /// Of both sides for each text the length of its different words, each with a space, and the signature
    /// of their symbols.
    sums: [Vec<(u32, u64)>; 2],
}

impl Union {
    pub(crate) fn new(
        subqueries: Vec<SubQuery>,
        corpora: [&Corpus; 2],
        texts: [&[usize]; 2],
        join: Join,
        job: &JobControl<'_>,
    ) -> Self {
        let mut order: Vec<u32> = (0..texts[0].len() as u32).collect();
        order.sort_by_key(|left| corpora[0].length(texts[0][*left as usize]));
        let mut ranks = vec![0; order.len()];
        for (rank, left) in (0..).zip(&order) {
            ranks[*left as usize] = rank;
        }
        let sources = subqueries.into_iter().map(|subquery| match subquery {
            SubQuery::Alike {
                arrangement,
                scorer,
                cutoff,
            } => Source::Alike(Box::new(Alike::new(
                (scorer, cutoff),
                arrangement,
                corpora,
                texts,
                job,
            ))),
            SubQuery::CommonWord { set_ratio } => {
                Source::CommonWord(Box::new(CommonWords::new(set_ratio, corpora, texts)))
            }
            SubQuery::CloseWord { scorer, cutoff } => {
                let by_word = ByCloseWord::new((&scorer, cutoff), corpora, texts, join);
                Source::CloseWord(Box::new(by_word))
            }
            SubQuery::SharedName(names) => {
                let shared = SharedNames::new(&names, corpora, texts);
                Source::SharedName(Box::new(shared))
            }
        });
        Self {
            sources: sources.collect(),
            order,
            ranks,
            rights: texts[1].len(),
        }
    }

    /// Gives the candidates of the left texts of these ranks, each once.
    pub(crate) fn candidates(&self, batch: Range<usize>, candidate: &mut dyn FnMut(u32, u32)) {
        let most = (SEEN / self.rights.max(1)).max(1);
        for first in batch.clone().step_by(most) {
            let batch = first..batch.end.min(first + most);
            let lefts = &self.order[batch.clone()];
            let mut seen = vec![0_u64; (lefts.len() * self.rights).div_ceil(64)];
            let mut once = |left: u32, right: u32| {
                let row = self.ranks[left as usize] as usize - batch.start;
                let bit = row * self.rights + right as usize;
                let (word, bit) = (&mut seen[bit / 64], 1 << (bit % 64));
                if *word & bit == 0 {
                    *word |= bit;
                    candidate(left, right);
                }
            };
            for source in &self.sources {
                match source {
                    Source::Alike(alike) => alike.candidates(lefts, &mut once),
                    Source::CommonWord(common) => common.candidates(lefts, &mut once),
                    Source::CloseWord(close) => close.candidates(lefts, &mut once),
                    Source::SharedName(shared) => shared.candidates(lefts, &mut once),
                }
            }
        }
    }
}

impl Alike {
    fn new(
        (scorer, cutoff): (Scorer, f64),
        arrangement: Arrangement,
        corpora: [&Corpus; 2],
        texts: [&[usize]; 2],
        job: &JobControl<'_>,
    ) -> Self {
        let [lefts, rights] =
            [0, 1].map(|side| corpora[side].arranged(texts[side].iter().copied(), arrangement));
        let signer = Signer::learn([&lefts, &rights]);
        let [left_numbers, right_numbers] = [&lefts, &rights].map(|side| (0..side.len()).collect());
        let [left_sketches, right_sketches] = [(&lefts, &left_numbers), (&rights, &right_numbers)]
            .map(|(corpus, texts): (_, &Vec<usize>)| sketches(corpus, texts, &signer));
        let criterion = Criterion {
            scorer: &scorer,
            cutoff: Some(cutoff),
        };
        let sides = [
            (&lefts, &left_numbers, &left_sketches),
            (&rights, &right_numbers, &right_sketches),
        ];
        let sides = sides.map(|(corpus, texts, sketches)| Side {
            corpus,
            texts,
            sketches,
        });
        let index = Index::new(criterion, sides.each_ref(), job);
        Self {
            cutoff,
            index,
            signer,
            numbers: left_numbers,
            lefts,
            scorer,
        }
    }

    fn candidates(&self, lefts: &[u32], candidate: &mut impl FnMut(u32, u32)) {
        let criterion = Criterion {
            scorer: &self.scorer,
            cutoff: Some(self.cutoff),
        };
        let texts: Vec<usize> = lefts.iter().map(|left| *left as usize).collect();
        let mut sketches: Vec<Sketch> = sketches(&self.lefts, &texts, &self.signer);
        for sketch in &mut sketches {
            sketch.text = lefts[sketch.text as usize];
        }
        let lefts = Side {
            corpus: &self.lefts,
            texts: &self.numbers,
            sketches: &sketches,
        };
        self.index.candidates(criterion, &lefts, candidate);
    }
}

impl CommonWords {
    fn new(set_ratio: Option<f64>, corpora: [&Corpus; 2], texts: [&[usize]; 2]) -> Self {
        let (collections, vocabulary) = Collections::new(corpora, texts, vectors::grams(None));
        let mut lengths = vec![0; collections.frequencies.len()];
        for side in 0..2 {
            for text in texts[side]
                .iter()
                .filter_map(|text| corpora[side].get(*text))
            {
                split(text, None, |word| {
                    if let Some(number) = vocabulary.find(word) {
                        lengths[number as usize] = word.len() + 1;
                    }
                });
            }
        }
        let sets = [0, 1]
            .map(|side| corpora[side].arranged(texts[side].iter().copied(), Arrangement::Set));
        let signer = Signer::learn(sets.each_ref());
        let mut symbols = Vec::new();
        let sums = [0, 1].map(|side| {
            let sum = |text: usize| {
                let words = collections.of(side, text).iter();
                let sum = words.map(|word| lengths[*word as usize]).sum();
                let set = sets[side].get(text);
                (sum, set.map_or(0, |set| signer.sign(set, &mut symbols)))
            };
            (0..collections.len(side)).map(sum).collect()
        });
        Self {
            set_ratio,
            lengths,
            holders: Holders::new(&collections),
            sums,
            collections,
        }
    }

    fn candidates(&self, lefts: &[u32], candidate: &mut impl FnMut(u32, u32)) {
        let mut shared = vec![0; self.collections.len(1)];
        let mut touched: Vec<u32> = Vec::new();
        for left in lefts {
            for word in self.collections.of(0, *left as usize) {
                for right in self.holders.of(*word) {
                    let shared = &mut shared[*right as usize];
                    if *shared == 0 {
                        touched.push(*right);
                    }
                    *shared += self.lengths[*word as usize];
                }
            }
            for right in touched.drain(..) {
                let common = std::mem::take(&mut shared[right as usize]);
                let sides = [self.sums[0][*left as usize], self.sums[1][right as usize]];
                if self
                    .set_ratio
                    .is_none_or(|least| most_set_ratio(common, sides) >= least)
                {
                    candidate(*left, right);
                }
            }
        }
    }
}

/// No more than this is `token_set_ratio` of texts whose common words have this length, each with a
/// space.
fn most_set_ratio(common: u32, [(left, bag), (right, other)]: [(u32, u64); 2]) -> f64 {
    if common == left || common == right {
        return 1.0;
    }
    // Symbols in which the bags differ are in the rests, and are edits.
    let apart = (bag & !other).count_ones().max(left.saturating_sub(right))
        + (other & !bag).count_ones().max(right.saturating_sub(left));
    let both = 1.0 - f64::from(apart) / f64::from(left + right - 2);
    let shorter = 2 * (common - 1);
    // Of the common words in the text of which they are the larger part.
    let either = f64::from(shorter) / f64::from(shorter + left.min(right) - common);
    both.max(either)
}
