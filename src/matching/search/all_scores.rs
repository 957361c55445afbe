//! The scores of all choices for each query.
//!
//! The kernels answer in the order of the choices' lengths. Numbers, of a byte each, are kept until all
//! choices have theirs, for as many queries as fit the cache; then each score is looked up by
//! length and number, in the order of the corpus.

use std::ops::Range;

use super::group_kernel::Kernel;
use super::pairs::Scoring;
use super::{Batch, BatchQuery, Search, SearchMemory};
use crate::interrupt;
use crate::kernels::block::group::LONGEST;
use crate::kernels::block_kernel::GroupCounts;
use crate::matching::texts::corpus::Corpus;

/// Bytes of numbers that are kept.
const BUDGET: usize = 1 << 18;
/// The most queries whose numbers are kept.
const QUERIES: usize = 64;
/// Numbers of one length: as many as there can be.
const NUMBERS: usize = LONGEST as usize + 1;

impl Search<'_> {
    /// Writes the scores of all choices for each query in the range, one query after the other; NaN
    /// where there is none. Of a null query nothing is written.
    pub fn all(
        &self,
        queries: &Corpus,
        range: Range<usize>,
        scores: &mut [f32],
        memory: &mut SearchMemory,
    ) {
        let batch = Batch::new(queries, range);
        let every = 0..self.choices.len();
        let short = batch
            .by_length
            .partition_point(|query| self.kernel.is_some() && query.text.len() <= LONGEST);
        let (short, long) = batch.by_length.split_at(short);
        let spans = self.choices.spans();
        let grouped = spans.partition_point(|span| span.longest() <= LONGEST);
        let grouped = spans[..grouped].last().map_or(0, |span| span.range.end);
        let at_once = (BUDGET / self.numbers_per_query()).clamp(1, QUERIES);
        let mut table = Table::default();
        for short in short.chunks(at_once) {
            if interrupt::is_raised() {
                return;
            }
            match self.kernel {
                Some(kernel) if kernel.is_of_numbers() => {
                    self.all_numbers(kernel, short, memory);
                    self.look_up(kernel, short, &mut table, scores, memory);
                }
                Some(kernel) => self.all_likenesses(kernel, short, scores, memory),
                None => {}
            }
            for query in short {
                self.all_pairs(&batch, query, grouped..every.end, scores, memory);
            }
        }
        for query in long {
            self.all_pairs(&batch, query, every.clone(), scores, memory);
        }
    }

    /// Numbers of one query that are kept: those of all choices, and one for nulls.
    fn numbers_per_query(&self) -> usize {
        self.choices.len() + 1
    }

    /// The scores of a query.
    fn row<'s>(&self, query: &BatchQuery<'_>, scores: &'s mut [f32]) -> &'s mut [f32] {
        let width = self.choices.corpus().len();
        &mut scores[query.at * width..][..width]
    }

    /// Puts the numbers of all choices in groups for each of the queries into the memory.
    fn all_numbers(
        &self,
        kernel: Kernel<'_>,
        queries: &[BatchQuery<'_>],
        memory: &mut SearchMemory,
    ) {
        let width = self.numbers_per_query();
        let limited: Vec<_> = (0..)
            .zip(queries)
            .map(|(at, query)| (BatchQuery { at, ..*query }, kernel.every()))
            .collect();
        let mut all = std::mem::take(&mut memory.numbers);
        all.clear();
        all.resize(queries.len() * width, 0);
        for span in self.choices.spans() {
            if span.longest() <= LONGEST {
                self.compare(kernel, span, &limited, memory, |query, _, answers| {
                    let kept = &mut all[query.at * width..][span.range.clone()];
                    if let GroupCounts::Numbers(numbers) = answers {
                        kept.copy_from_slice(&numbers[..kept.len()]);
                    }
                });
            }
        }
        memory.numbers = all;
    }

    /// Writes the scores behind the numbers in the memory.
    fn look_up(
        &self,
        kernel: Kernel<'_>,
        queries: &[BatchQuery<'_>],
        table: &mut Table,
        scores: &mut [f32],
        memory: &SearchMemory,
    ) {
        for (query, numbers) in queries
            .iter()
            .zip(memory.numbers.chunks(self.numbers_per_query()))
        {
            table.prepare(kernel, self.choices.lengths(), query.text.len());
            let scores = self.row(query, scores).iter_mut();
            for (score, (rank, length)) in scores.zip(self.choices.ranks()) {
                let number = usize::from(numbers[*rank as usize]);
                *score = table.scores[*length as usize * NUMBERS + number];
            }
        }
    }

    /// Writes the scores of all choices in groups for each of the queries.
    fn all_likenesses(
        &self,
        kernel: Kernel<'_>,
        queries: &[BatchQuery<'_>],
        scores: &mut [f32],
        memory: &mut SearchMemory,
    ) {
        let limited: Vec<_> = queries
            .iter()
            .map(|query| (*query, kernel.every()))
            .collect();
        for query in queries {
            self.clear_nulls(self.row(query, scores));
        }
        for span in self.choices.spans() {
            if span.longest() <= LONGEST {
                let positions = self.choices.positions(span);
                self.compare(kernel, span, &limited, memory, |query, _, answers| {
                    let scores = self.row(query, scores);
                    for (length, slots) in span.runs() {
                        for slot in slots {
                            let score = kernel.score(answers, slot, query.text.len(), length);
                            scores[positions[slot] as usize] = score as f32;
                        }
                    }
                });
            }
        }
    }

    /// Scores a query against those choices that are in this part of the order.
    fn all_pairs(
        &self,
        batch: &Batch<'_>,
        query: &BatchQuery<'_>,
        part: Range<usize>,
        scores: &mut [f32],
        memory: &mut SearchMemory,
    ) {
        let scores = self.row(query, scores);
        if part.start == 0 {
            self.clear_nulls(scores);
        }
        let scoring = Scoring {
            scorer: self.scorer,
            query: batch.locate(query),
            choices: self.choices.corpus(),
            cutoff: None,
        };
        let positions = self.choices.order(part);
        memory.pairs.score(scoring, positions, |position, score| {
            scores[position as usize] = score.map_or(f32::NAN, |score| score as f32);
        });
    }

    /// Says that null choices have no score.
    fn clear_nulls(&self, scores: &mut [f32]) {
        for (score, (rank, _)) in scores.iter_mut().zip(self.choices.ranks()) {
            if *rank as usize == self.choices.len() {
                *score = f32::NAN;
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
    fn prepare(&mut self, kernel: Kernel<'_>, lengths: &[u32], query: u32) {
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
                *score = kernel.score_of(number, query, *length) as f32;
            }
        }
    }
}
