//! The weights of grams in all rows of a join, of which only those of a group may match.
//!
//! A score that depends on all texts must not depend on the group it is found in: grams are counted in all
//! rows, once. A group has the vectors of its own texts, and its postings would be as long as the vocabulary
//! of all groups, so its grams are numbered anew. Their order stays, and with it the order in which
//! products are added up: scores are the same to the last bit.

use super::vectors::{Vector, Vectors, Weights};
use crate::matching::criterion::RowRange;
use crate::matching::scoring::Scoring;
use crate::matching::texts::distinct::Distinct;
use crate::scorer::Text;
use crate::threads;

/// What grams weigh in all rows of two sides.
pub struct SharedWeights {
    weights: Weights,
    /// The vectors of the distinct texts of either side.
    vectors: [Vectors; 2],
    /// For each row of a side, from the first of its range on, the number of its text.
    numbers: [Vec<Option<u32>>; 2],
    /// Where the ranges of both sides begin.
    starts: [usize; 2],
}

impl SharedWeights {
    /// Counts the grams of all rows, if scores depend on them.
    ///
    /// # Errors
    /// If there are more than fit in memory.
    pub fn new(scoring: Scoring<'_>, sides: &[RowRange<'_>; 2]) -> Result<Option<Self>, String> {
        let Some(ngram) = scoring.ngram() else {
            return Ok(None);
        };
        let starts = sides.each_ref().map(|side| side.range.start);
        let distinct = threads::join_two(|side| Distinct::of(&sides[side]));
        let texts = [0, 1].map(|side| distinct[side].texts(starts[side]));
        let corpora = sides.each_ref().map(|side| side.corpus);
        let texts = texts.each_ref().map(Vec::as_slice);
        let counted = Some(texts[0].len() + texts[1].len());
        let (weights, vectors) = Weights::of_texts(corpora, texts, ngram, counted)?;
        Ok(Some(Self {
            weights,
            vectors,
            numbers: distinct.map(|distinct| distinct.numbers),
            starts,
        }))
    }

    /// What grams weigh.
    pub(crate) fn weights(&self) -> &Weights {
        &self.weights
    }

    /// The vector of a text, at this index of its corpus, unless it is null.
    pub(crate) fn vector(&self, side: usize, text: usize) -> Option<Vector<'_>> {
        let number = self.numbers[side][text - self.starts[side]]?;
        Some(self.vectors[side].of(number as usize))
    }

    /// The vectors of the texts at these indices of both corpora, and the numbers of their grams.
    pub(crate) fn part(&self, texts: [&[usize]; 2]) -> (Numbering<'_>, [Vectors; 2]) {
        let numbers = |side: usize| {
            let rows = texts[side].iter().map(move |text| text - self.starts[side]);
            rows.filter_map(move |row| self.numbers[side][row].map(|number| number as usize))
        };
        let grams = |side: usize| {
            let texts = numbers(side);
            texts.flat_map(move |text| self.vectors[side].of(text).grams)
        };
        let mut own = None;
        // A group that has many grams can afford postings for all of them.
        if grams(0).chain(grams(1)).count() < self.weights.grams() as usize {
            let mut met: Vec<u32> = grams(0).chain(grams(1)).copied().collect();
            met.sort_unstable();
            met.dedup();
            own = Some(met);
        }
        let numbering = Numbering {
            weights: &self.weights,
            own,
        };
        let vectors = [0, 1].map(|side| {
            let number = |gram| numbering.own(gram).unwrap_or_default();
            self.vectors[side].select(numbers(side), number)
        });
        (numbering, vectors)
    }
}

/// The numbers of grams.
pub(crate) struct Numbering<'a> {
    weights: &'a Weights,
    /// The grams of a group in order, if these are numbered anew.
    own: Option<Vec<u32>>,
}

impl<'a> Numbering<'a> {
    /// The numbers as they are.
    pub(crate) fn of(weights: &'a Weights) -> Self {
        Self { weights, own: None }
    }

    fn own(&self, gram: u32) -> Option<u32> {
        match &self.own {
            None => Some(gram),
            Some(own) => Some(own.binary_search(&gram).ok()? as u32),
        }
    }

    /// How many grams have a number.
    pub(crate) fn grams(&self) -> u32 {
        let own = self.own.as_ref();
        own.map_or(self.weights.grams(), |own| own.len() as u32)
    }

    /// A gram's number, if it has one.
    pub(crate) fn find(&self, gram: Text<'_>) -> Option<u32> {
        self.own(self.weights.find(gram)?)
    }
}
