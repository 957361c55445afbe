//! One query scored against choices pair by pair, in blocks where the metric has a block kernel.

use crate::interrupt::{self, Pace};
use crate::kernels::block::{self, Block, LANES, MAX_WORDS, WORTH_A_BLOCK};
use crate::matching::texts::corpus::Corpus;
use crate::scorer::{Scorer, ScorerScratch, Single};
use crate::simd::Level;

/// The memory for scoring pairs.
#[derive(Default)]
pub(crate) struct Pairs {
    scratch: ScorerScratch,
    /// One for each number of words.
    blocks: [Option<Box<Block>>; MAX_WORDS],
}

/// A query, what it is scored against, and how.
#[derive(Clone, Copy)]
pub(crate) struct Scoring<'a> {
    pub(crate) scorer: &'a Scorer,
    /// The query: a corpus and an index in it.
    pub(crate) query: (&'a Corpus, usize),
    pub(crate) choices: &'a Corpus,
    pub(crate) cutoff: Option<f64>,
}

impl Pairs {
    /// Scores the query against the choices at these positions, which are best of like length, and
    /// reports each score that is at least as good as the cutoff.
    pub(crate) fn score(
        &mut self,
        scoring: Scoring<'_>,
        positions: &[u32],
        mut report: impl FnMut(u32, Option<f64>),
    ) {
        let Scoring {
            scorer,
            query: (queries, at),
            choices,
            ..
        } = scoring;
        let in_block = scorer.single().map_or(0, Single::longest_in_block);
        for positions in positions.chunks(LANES) {
            if interrupt::is_raised() {
                return;
            }
            let lengths = positions
                .iter()
                .map(|position| choices.length(*position as usize));
            let longest = lengths.fold(queries.length(at), u32::max);
            if positions.len() >= WORTH_A_BLOCK && longest.max(1) <= in_block {
                self.score_block(scoring, positions, block::class(longest), &mut report);
            } else {
                self.score_alone(scoring, positions, &mut report);
            }
        }
    }

    fn score_alone(
        &mut self,
        scoring: Scoring<'_>,
        positions: &[u32],
        report: &mut impl FnMut(u32, Option<f64>),
    ) {
        let Scoring {
            scorer,
            query: (queries, at),
            choices,
            cutoff,
        } = scoring;
        let mut pace = Pace::default();
        for position in positions {
            let lengths = [queries.length(at), choices.length(*position as usize)];
            if pace.ends(lengths.map(|length| length as usize).iter().product()) {
                return;
            }
            let texts = queries.get(at).zip(choices.get(*position as usize));
            let score = |(query, choice)| scorer.score(query, choice, cutoff, &mut self.scratch);
            report(*position, texts.and_then(score));
        }
    }

    fn score_block(
        &mut self,
        scoring: Scoring<'_>,
        positions: &[u32],
        class: usize,
        report: &mut impl FnMut(u32, Option<f64>),
    ) {
        let Scoring {
            scorer,
            query: (queries, at),
            choices,
            cutoff,
        } = scoring;
        let (Some(single), Some(query)) = (scorer.single(), queries.padded(at)) else {
            return self.score_alone(scoring, positions, report);
        };
        let block = &mut self.blocks[class];
        let block = block.get_or_insert_with(|| Box::new(Block::new(class + 1)));
        let (narrow, mut alone): (Vec<u32>, Vec<u32>) = positions
            .iter()
            .partition(|position| choices.is_narrow(**position as usize));
        let texts = narrow
            .iter()
            .filter_map(|position| choices.padded(*position as usize));
        let level = Level::best();
        block.stage(level, std::iter::repeat_n(query, narrow.len()), texts);
        let mut admitted = Vec::with_capacity(narrow.len());
        alone.extend(block.admit(&narrow, &mut admitted, |_, _| true).unfit);
        if !admitted.is_empty() {
            let mut scores = [0.0; LANES];
            single.score_block(level, block, &mut scores);
            for (position, score) in admitted.iter().zip(scores) {
                report(
                    *position,
                    Some(score).filter(|score| scorer.keeps(*score, cutoff)),
                );
            }
            block.clear();
        }
        self.score_alone(scoring, &alone, report);
    }
}
