//! The distinct words of both sides, and which of them are close to each other by an inner scorer: a
//! [join](crate::matching::join()) of words.

use crate::matching::criterion::RowRange;
use crate::matching::request::{Join, Request};
use crate::matching::scoring::Scoring;
use crate::matching::texts::gram_sets::{Collections, Holders, split};
use crate::matching::tfidf::vectors;
use crate::matching::{Corpus, JobControl};
use crate::scorer::{Scorer, Text};

/// Distinct words.
pub(crate) struct WordList {
    /// Their numbers, in order.
    numbers: Vec<u32>,
    corpus: Corpus,
}

impl WordList {
    /// The words of texts.
    pub(crate) fn of<'a>(
        texts: impl Iterator<Item = Text<'a>>,
        mut number: impl FnMut(Text<'a>) -> u32,
    ) -> Self {
        let mut words: Vec<Option<Text<'a>>> = Vec::new();
        for text in texts {
            split(text, None, |word| {
                let number = number(word) as usize;
                if words.len() <= number {
                    words.resize(number + 1, None);
                }
                words[number] = Some(word);
            });
        }
        let numbered = (0..)
            .zip(words)
            .filter_map(|(number, word)| Some((number, word?)));
        let (numbers, words): (Vec<u32>, Vec<Text<'a>>) = numbered.unzip();
        Self {
            numbers,
            corpus: Corpus::from_symbols(words),
        }
    }

    fn rows(&self) -> RowRange<'_> {
        RowRange {
            corpus: &self.corpus,
            range: 0..self.corpus.len(),
        }
    }

    /// How a word is spelled.
    pub(crate) fn spelled(&self, number: u32) -> Option<Text<'_>> {
        self.corpus.get(self.numbers.binary_search(&number).ok()?)
    }
}

/// For each left word the right words that are close to it.
pub(crate) struct CloseWords {
    /// For each left number where its close words begin, and where the last one's end.
    starts: Vec<usize>,
    /// Right numbers in ascending order, and how close they are.
    words: Vec<(u32, f64)>,
}

impl CloseWords {
    /// Finds the words that are close.
    ///
    /// # Errors
    /// If the work was stopped, or there are too many.
    pub(crate) fn new(
        (inner, threshold): (&Scorer, f64),
        [lefts, rights]: [&WordList; 2],
        join: Join,
    ) -> Result<Self, String> {
        let request = Request {
            scoring: Scoring::Pairs(inner),
            cutoff: Some(threshold),
            limit: None,
        };
        // The bar shows texts, not words.
        let matches = join(
            request,
            &[lefts.rows(), rights.rows()],
            &JobControl::default(),
        )?;
        let count = lefts.numbers.last().map_or(0, |last| *last as usize + 1);
        let mut starts = vec![0; count + 1];
        for left in &matches.left {
            starts[lefts.numbers[*left as usize] as usize + 1] += 1;
        }
        for number in 0..count {
            starts[number + 1] += starts[number];
        }
        // A join gives its matches by left row, and left numbers ascend with it.
        let numbers = matches
            .right
            .iter()
            .map(|right| rights.numbers[*right as usize]);
        let mut words: Vec<(u32, f64)> = numbers.zip(matches.scores).collect();
        for ends in starts.windows(2) {
            words[ends[0]..ends[1]].sort_unstable_by_key(|(number, _)| *number);
        }
        Ok(Self { starts, words })
    }

    /// The right words that are close to a left one.
    pub(crate) fn to(&self, left: u32) -> &[(u32, f64)] {
        &self.words[self.starts[left as usize]..self.starts[left as usize + 1]]
    }
}

/// Texts found by words that are close.
pub(crate) struct ByCloseWord {
    collections: Collections,
    holders: Holders,
    /// `None` where these are too many to be kept: then all texts are candidates.
    close: Option<CloseWords>,
    /// Right texts without words, which left ones without words match.
    empty: Vec<u32>,
}

impl ByCloseWord {
    /// Finds the words of both sides that are close.
    pub(crate) fn new(
        (inner, threshold): (&Scorer, f64),
        corpora: [&Corpus; 2],
        texts: [&[usize]; 2],
        join: Join,
    ) -> Self {
        let (collections, vocabulary) = Collections::new(corpora, texts, vectors::grams(None));
        let [lefts, rights] = [0, 1].map(|side: usize| {
            let texts = texts[side].iter();
            let texts = texts.filter_map(|text| corpora[side].get(*text));
            WordList::of(texts, |word| vocabulary.find(word).unwrap_or_default())
        });
        let has_none = |text: &usize| collections.of(1, *text).is_empty();
        Self {
            close: CloseWords::new((inner, threshold), [&lefts, &rights], join).ok(),
            holders: Holders::new(&collections),
            empty: (0..collections.len(1))
                .filter(has_none)
                .map(|text| text as u32)
                .collect(),
            collections,
        }
    }

    /// Gives the candidates of left texts, some more than once.
    pub(crate) fn candidates(&self, lefts: &[u32], candidate: &mut impl FnMut(u32, u32)) {
        let rights = self.collections.len(1) as u32;
        for left in lefts {
            let words = self.collections.of(0, *left as usize);
            let Some(close) = &self.close else {
                (0..rights).for_each(|right| candidate(*left, right));
                continue;
            };
            if words.is_empty() {
                self.empty.iter().for_each(|right| candidate(*left, *right));
            }
            for (other, _) in words.iter().flat_map(|word| close.to(*word)) {
                let holders = self.holders.of(*other).iter();
                holders.for_each(|right| candidate(*left, *right));
            }
        }
    }
}
