//! Choices made ready for what scores them, once for many searches.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use super::top_k::Match;
use super::{Search, SearchMemory};
use crate::interrupt;
use crate::matching::candidates::close_words::WordList;
use crate::matching::criterion::RowRange;
use crate::matching::join::join;
use crate::matching::request::Request;
use crate::matching::scoring::Scoring;
use crate::matching::texts::gram_sets::GramNumbers;
use crate::matching::tfidf::finder::Finder;
use crate::matching::tfidf::soft_tfidf::{Close, close_words};
use crate::matching::tfidf::targets::{FinderMemory, Targets};
use crate::matching::tfidf::vectors::{Kept, Weights};
use crate::matching::{Choices, Corpus, Distinct};
use crate::scorer::{Processor, Text};

/// What has to be known of a scorer to make choices ready.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preparation {
    processor: Option<Processor>,
    /// What texts are split into, if scores depend on all of them.
    ngram: Option<Option<u32>>,
    /// Whether texts have scores of which the processor leaves nothing. They count as no text all the same.
    keeps_emptied: bool,
}

impl Preparation {
    /// Prepares for scores of all choices, also of choices that the processor empties.
    #[must_use]
    pub fn of_all(self) -> Self {
        Self {
            keeps_emptied: true,
            ..self
        }
    }

    /// What is done to texts first.
    pub fn processor(self) -> Option<Processor> {
        self.processor
    }

    /// Whether scores depend on all choices.
    pub fn is_of_corpus(self) -> bool {
        self.ngram.is_some()
    }
}

impl Scoring<'_> {
    /// What has to be done to choices.
    pub fn preparation(self) -> Preparation {
        Preparation {
            processor: self.processor(),
            ngram: self.ngram(),
            keeps_emptied: false,
        }
    }
}

/// Choices ready to be searched.
pub struct Prepared(PreparedKind);

enum PreparedKind {
    /// For scorers of two texts.
    Pairs(Choices),
    /// For scores that depend on all choices.
    Weighted(Box<Weighted>),
}

impl Prepared {
    /// Makes choices ready.
    ///
    /// # Errors
    /// If they take more memory than there is.
    pub fn new(corpus: Corpus, preparation: Preparation) -> Result<Self, String> {
        let some_emptied = preparation.keeps_emptied && corpus.has_emptied();
        let corpus = match some_emptied {
            true => corpus.with_emptied(),
            false => corpus,
        };
        Ok(Self(match preparation.ngram {
            None => PreparedKind::Pairs(Choices::new(corpus)),
            Some(ngram) => {
                PreparedKind::Weighted(Box::new(Weighted::new(corpus, ngram, some_emptied)?))
            }
        }))
    }

    /// Makes some of these choices ready to be searched alone, with the scores that they have among all of them.
    #[must_use]
    pub fn part(&self, corpus: Corpus) -> Self {
        Self(match &self.0 {
            PreparedKind::Pairs(_) => PreparedKind::Pairs(Choices::new(corpus)),
            PreparedKind::Weighted(all) => PreparedKind::Weighted(Box::new(all.part(corpus))),
        })
    }

    /// For each query in the range its best matches: at most `limit`, none worse than the cutoff, best
    /// first, of equal ones those first that come first.
    ///
    /// # Errors
    /// If scores may not fit their type.
    pub fn best(
        &self,
        request: Request<'_>,
        queries: &Corpus,
        range: Range<usize>,
        memory: &mut SearchMemory,
    ) -> Result<Vec<Vec<Match>>, String> {
        match (&self.0, request.scoring) {
            (PreparedKind::Pairs(choices), Scoring::Pairs(scorer)) => {
                let search = Search::new(scorer, choices, queries.longest())?;
                let limit = request.limit.unwrap_or(usize::MAX);
                Ok(search.best(queries, range, limit, request.cutoff, memory))
            }
            (PreparedKind::Weighted(choices), _) => choices.best(request, queries, range),
            (PreparedKind::Pairs(_), _) => Err(MISMATCH.into()),
        }
    }

    /// Writes the scores of all choices for each query in the range, one query after the other; NaN
    /// where there is none. Of a null query nothing is written.
    ///
    /// # Errors
    /// If scores may not fit their type.
    pub fn all(
        &self,
        scoring: Scoring<'_>,
        queries: &Corpus,
        range: Range<usize>,
        scores: &mut [f32],
        memory: &mut SearchMemory,
    ) -> Result<(), String> {
        match (&self.0, scoring) {
            (PreparedKind::Pairs(choices), Scoring::Pairs(scorer)) => {
                let search = Search::new(scorer, choices, queries.longest())?;
                search.all(queries, range, scores, memory);
                Ok(())
            }
            (PreparedKind::Weighted(choices), _) => choices.all(scoring, queries, range, scores),
            (PreparedKind::Pairs(_), _) => Err(MISMATCH.into()),
        }
    }
}

const MISMATCH: &str = "expected choices that were made ready for the scorer, got others";

/// Choices whose grams are weighted by how many of them have each. Those of queries are not counted:
/// a query may be one of many that are searched piece by piece.
struct Weighted {
    corpus: Corpus,
    distinct: Distinct,
    weights: Arc<Weights>,
    /// The grams of a part of the choices in order, if these are numbered anew: postings of all grams would take
    /// more room than the part.
    own: Option<Vec<u32>>,
    targets: Targets,
    words: OnceLock<WordList>,
}

impl Weighted {
    /// Counts the grams of choices. Among these may be texts that a processor left empty, all of them one
    /// distinct text, which is not counted.
    fn new(corpus: Corpus, ngram: Option<u32>, some_emptied: bool) -> Result<Self, String> {
        let distinct = Distinct::of(&RowRange {
            corpus: &corpus,
            range: 0..corpus.len(),
        });
        let texts = distinct.texts(0);
        let counted = Some(texts.len() - usize::from(some_emptied));
        let sides = [&[], texts.as_slice()];
        let (weights, [_, vectors]) = Weights::of_texts([&corpus; 2], sides, ngram, counted)?;
        Ok(Self {
            corpus,
            distinct,
            targets: Targets::new(vectors, weights.grams()),
            weights: Arc::new(weights),
            own: None,
            words: OnceLock::new(),
        })
    }

    /// Some of the choices, whose grams weigh what they weigh among all of them.
    fn part(&self, corpus: Corpus) -> Self {
        let distinct = Distinct::of(&RowRange {
            corpus: &corpus,
            range: 0..corpus.len(),
        });
        let weights = self.weights.clone();
        let texts = distinct.texts(0).into_iter();
        // All grams are known.
        let vectors = weights.vectors(&corpus, texts, &mut GramNumbers::default());
        let own = vectors.grams_below(weights.grams());
        let (vectors, grams) = match &own {
            None => (vectors, weights.grams()),
            Some(own) => {
                let number = |gram: u32| own.binary_search(&gram).unwrap_or_default() as u32;
                let vectors = vectors.select(0..vectors.len(), number);
                (vectors, own.len() as u32)
            }
        };
        Self {
            corpus,
            distinct,
            weights,
            own,
            targets: Targets::new(vectors, grams),
            words: OnceLock::new(),
        }
    }

    /// The number of a gram of a choice.
    fn number(&self, gram: Text<'_>) -> Option<u32> {
        let number = self.weights.find(gram)?;
        match &self.own {
            None => Some(number),
            Some(own) => Some(own.binary_search(&number).ok()? as u32),
        }
    }

    /// Finds the matches of each query that has a text, and gives them with its index in the range.
    fn search(
        &self,
        scoring: Scoring<'_>,
        kept: Kept,
        (queries, range): (&Corpus, Range<usize>),
        mut report: impl FnMut(usize, &[crate::matching::criterion::Match]),
    ) -> Result<(), String> {
        let weights = &self.weights;
        let mut numbers = QueryNumbers {
            weights,
            own: self.own.as_deref(),
            strangers: GramNumbers::default(),
            missing: HashMap::new(),
        };
        let mut vectors = weights.vectors(queries, range.clone(), &mut numbers.strangers);
        if let Some(own) = &self.own {
            vectors = vectors.renumbered(own.len() as u32, |gram| numbers.own(gram));
        }
        let words = match scoring {
            Scoring::SoftTfidf(soft) => {
                let texts = range.clone().filter_map(|query| queries.get(query));
                let lefts = WordList::of(texts, |word| numbers.of(word));
                let rights = self.words.get_or_init(|| {
                    let texts = (0..self.corpus.len()).filter_map(|at| self.corpus.get(at));
                    WordList::of(texts, |word| self.number(word).unwrap_or_default())
                });
                Some((soft, lefts, rights))
            }
            _ => None,
        };
        let close = match &words {
            Some((soft, lefts, rights)) => Some(close_words(soft, [lefts, rights], join)?),
            None => None,
        };
        let close = words.as_ref().zip(close.as_ref());
        let close = close.map(|((_, lefts, rights), words)| Close {
            lefts,
            rights,
            words,
        });
        let finder = Finder {
            targets: &self.targets,
            close: close.as_ref(),
        };
        let (mut memory, mut matches) = (FinderMemory::default(), Vec::new());
        for (at, query) in range.enumerate() {
            if interrupt::is_raised() {
                break;
            }
            if queries.has_text(query) {
                matches.clear();
                finder.matches(at as u32, vectors.of(at), kept, &mut memory, &mut matches);
                report(at, &matches);
            }
        }
        Ok(())
    }

    fn best(
        &self,
        request: Request<'_>,
        queries: &Corpus,
        range: Range<usize>,
    ) -> Result<Vec<Vec<Match>>, String> {
        let mut best = vec![Vec::new(); range.len()];
        if request.limit == Some(0) {
            return Ok(best);
        }
        let kept = Kept {
            cutoff: request.cutoff.unwrap_or(0.0),
            limit: request.limit.filter(|limit| *limit < self.distinct.len()),
        };
        self.search(request.scoring, kept, (queries, range), |at, matches| {
            let mut rows = Vec::with_capacity(matches.len());
            for matched in matches {
                let positions = self.distinct.rows(matched.right);
                rows.extend(positions.iter().map(|position| (*position, matched.score)));
            }
            request.rank(&mut rows);
            let matches = rows.iter();
            best[at] = matches
                .map(|(position, score)| Match {
                    position: *position,
                    score: *score,
                })
                .collect();
        })?;
        Ok(best)
    }

    fn all(
        &self,
        scoring: Scoring<'_>,
        queries: &Corpus,
        range: Range<usize>,
        scores: &mut [f32],
    ) -> Result<(), String> {
        let width = self.corpus.len();
        // What is not found scores 0.
        let kept = Kept {
            cutoff: f64::MIN_POSITIVE,
            limit: None,
        };
        self.search(scoring, kept, (queries, range), |at, matches| {
            let row = &mut scores[at * width..][..width];
            for (at, score) in row.iter_mut().enumerate() {
                *score = if self.corpus.is_null(at) {
                    f32::NAN
                } else {
                    0.0
                };
            }
            for matched in matches {
                for position in self.distinct.rows(matched.right) {
                    row[*position as usize] = matched.score as f32;
                }
            }
        })
    }
}

/// The numbers of the grams of queries: those of the choices, and larger ones for grams that no choice has.
struct QueryNumbers<'a> {
    weights: &'a Weights,
    /// The grams of a part of the choices.
    own: Option<&'a [u32]>,
    /// Grams that no choice of all has.
    strangers: GramNumbers,
    /// Grams that no choice of the part has.
    missing: HashMap<u32, u32>,
}

impl QueryNumbers<'_> {
    fn of(&mut self, gram: Text<'_>) -> u32 {
        let number = self.weights.number(gram, &mut self.strangers);
        self.own(number)
    }

    /// The number in the part of a gram that has a number among all choices.
    fn own(&mut self, gram: u32) -> u32 {
        let Some(own) = self.own else {
            return gram;
        };
        match own.binary_search(&gram) {
            Ok(number) => number as u32,
            Err(_) => {
                let next = (own.len() + self.missing.len()) as u32;
                *self.missing.entry(gram).or_insert(next)
            }
        }
    }
}
