//! The scores of all choices for each query.
//!
//! The kernel gives numbers of a byte each, in the order of the choices' lengths. They are kept until
//! all choices have theirs, for as many queries as the cache has room for; then each score is looked
//! up by length and number, in the order of the corpus.

use std::ops::Range;

use super::corpus::Corpus;
use super::pairs::Scoring;
use super::search::{Asked, Batch, Memory, Search};
use crate::kernels::block::LANES;
use crate::kernels::group::LONGEST;
use crate::kernels::many::Rule;
use crate::scorer::Single;

/// Bytes of numbers that are kept.
const ROOM: usize = 1 << 18;
/// The most queries whose numbers are kept.
const QUERIES: usize = 64;
/// Numbers of one length: as many as there can be.
const NUMBERS: usize = LONGEST as usize + 1;

impl Search<'_> {
    /// Writes the scores of all choices for each query in the range, one query after the other; NaN
    /// where there is none.
    pub fn all(
        &self,
        queries: &Corpus,
        range: Range<usize>,
        scores: &mut [f32],
        memory: &mut Memory,
    ) {
        let width = self.choices.corpus().len();
        let nulls = range
            .clone()
            .enumerate()
            .filter(|(_, row)| queries.is_null(*row));
        for (at, _) in nulls {
            scores[at * width..][..width].fill(f32::NAN);
        }
        let batch = Batch::new(queries, range);
        let short = batch
            .by_length
            .partition_point(|query| query.text.len() <= LONGEST);
        let (short, long) = batch.by_length.split_at(short);
        let rule = self
            .scorer
            .single()
            .and_then(|single| Some((single, single.many()?)));
        let Some((single, rule)) = rule else {
            for query in &batch.by_length {
                self.all_pairs(&batch, query, 0..self.choices.len(), scores, memory);
            }
            return;
        };
        let spans = self.choices.spans();
        let grouped = spans.partition_point(|span| span.longest() <= LONGEST);
        let grouped = spans[..grouped].last().map_or(0, |span| span.range.end);
        let at_once = (ROOM / (width + 1)).clamp(1, QUERIES);
        let mut table = Table::default();
        for short in short.chunks(at_once) {
            self.all_numbers(rule, short, memory);
            for (query, numbers) in short.iter().zip(memory.numbers.chunks(self.room())) {
                table.prepare(single, self.choices.lengths(), query.text.len());
                let scores = &mut scores[query.at * width..][..width];
                for (score, (rank, length)) in scores.iter_mut().zip(self.choices.ranks()) {
                    let number = usize::from(numbers[*rank as usize]);
                    *score = table.scores[*length as usize * NUMBERS + number];
                }
            }
            for query in short {
                self.all_pairs(&batch, query, grouped..self.choices.len(), scores, memory);
            }
        }
        for query in long {
            self.all_pairs(&batch, query, 0..self.choices.len(), scores, memory);
        }
    }

    /// Numbers of one query that are kept: those of all spans, and one for nulls.
    fn room(&self) -> usize {
        self.choices.len() + 1
    }

    /// Puts the numbers of all choices in groups for each of the queries into the memory.
    fn all_numbers(&self, rule: Rule, queries: &[Asked<'_>], memory: &mut Memory) {
        let room = self.room();
        let every = match rule {
            Rule::Lcs => 0,
            Rule::Levenshtein | Rule::Osa => u32::MAX,
        };
        let asked: Vec<_> = (0..)
            .zip(queries)
            .map(|(at, query)| (Asked { at, ..*query }, every))
            .collect();
        let mut all = std::mem::take(&mut memory.numbers);
        all.clear();
        all.resize(queries.len() * room, 0);
        for span in self.choices.spans() {
            if self.rule(span).is_some() {
                self.compare(
                    rule,
                    span,
                    &asked,
                    memory,
                    |query, _, numbers: &[u8; LANES]| {
                        let kept = &mut all[query.at * room..][span.range.clone()];
                        kept.copy_from_slice(&numbers[..span.range.len()]);
                    },
                );
            }
        }
        memory.numbers = all;
    }

    /// Scores a query against those choices that are in this part of the order.
    fn all_pairs(
        &self,
        batch: &Batch<'_>,
        query: &Asked<'_>,
        part: Range<usize>,
        scores: &mut [f32],
        memory: &mut Memory,
    ) {
        let choices = self.choices.corpus();
        let scores = &mut scores[query.at * choices.len()..][..choices.len()];
        let report = |position: u32, score: Option<f64>| {
            scores[position as usize] = score.map_or(f32::NAN, |score| score as f32);
        };
        let positions = self.choices.order(part.clone());
        let scoring = Scoring {
            scorer: self.scorer,
            query: batch.place(query),
            choices,
            cutoff: None,
        };
        memory.pairs.score(scoring, positions, report);
        if part.start == 0 {
            for (score, (rank, _)) in scores.iter_mut().zip(self.choices.ranks()) {
                if *rank as usize == self.choices.len() {
                    *score = f32::NAN;
                }
            }
        }
    }
}

/// The scores of all numbers, for one query's length and each length of the choices.
#[derive(Default)]
struct Table {
    query: Option<u32>,
    scores: Vec<f32>,
}

impl Table {
    fn prepare(&mut self, single: &Single, lengths: &[u32], query: u32) {
        if self.query == Some(query) {
            return;
        }
        self.query = Some(query);
        // One length more, for nulls, which have no score.
        self.scores.clear();
        self.scores.resize((lengths.len() + 1) * NUMBERS, f32::NAN);
        for (length, scores) in lengths.iter().zip(self.scores.chunks_mut(NUMBERS)) {
            let numbers = 0..=query.max(*length).min(LONGEST);
            for (number, score) in numbers.zip(scores) {
                *score = single.score_of(number, query, *length) as f32;
            }
        }
    }
}
