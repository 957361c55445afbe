//! Choices made ready for what scores them, once for many searches.

use std::ops::Range;
use std::sync::OnceLock;

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
use crate::scorer::Processor;

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
    weights: Weights,
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
            weights,
            words: OnceLock::new(),
        })
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
        let mut strangers = GramNumbers::default();
        let vectors = weights.vectors(queries, range.clone(), &mut strangers);
        let words = match scoring {
            Scoring::SoftTfidf(soft) => {
                let texts = range.clone().filter_map(|query| queries.get(query));
                let lefts = WordList::of(texts, |word| weights.number(word, &mut strangers));
                let rights = self.words.get_or_init(|| {
                    let texts = (0..self.corpus.len()).filter_map(|at| self.corpus.get(at));
                    WordList::of(texts, |word| weights.find(word).unwrap_or_default())
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
