//! Candidates scored in blocks.
//!
//! Every pair of a join is scored by the scorer itself, so that an index only has to be careful not
//! to lose any. Candidates of one length class wait until there are enough of them for a block of
//! 512, which takes symbols beyond ASCII renumbered; those that no block takes are scored one at a
//! time.

use super::criterion::{Criterion, Match};
use super::{Corpus, JobControl};
use crate::kernels::block::remap::Alphabet;
use crate::kernels::block::{self, Block, LANES, MAX_WORDS, WORTH_A_BLOCK};
use crate::memory::{Allowance, Loan};
use crate::scorer::{Scorer, ScorerScratch, Text};
use crate::simd::Level;

/// Matches whose memory is counted together.
const COUNTED: usize = 1 << 16;

/// Scores candidates and keeps the matches.
pub(super) struct Verifier<'a> {
    scorer: &'a Scorer,
    cutoff: Option<f64>,
    corpora: [&'a Corpus; 2],
    /// Where the distinct texts of either side are in its corpus.
    texts: [&'a [usize]; 2],
    level: Level,
    longest_in_block: u32,
    /// Once the work is stopped, candidates are taken and forgotten.
    job: JobControl<'a>,
    /// For each number of words the pairs that wait.
    waiting: [Vec<(u32, u32)>; MAX_WORDS],
    blocks: [Option<Box<Block>>; MAX_WORDS],
    alphabet: Alphabet,
    scratch: ScorerScratch,
    matches: Vec<Match>,
    /// Once there are too many, candidates are forgotten, too.
    allowance: &'a Allowance,
    loan: Loan<'a>,
}

/// Adds a pair to a block which it fits by its lengths, unless it has too many different symbols.
fn push_renumbered(alphabet: &mut Alphabet, block: &mut Block, texts: [Text<'_>; 2]) -> bool {
    let [left, right] = texts.map(Text::symbols);
    let Some(numbered) = alphabet.number(left, right) else {
        return false;
    };
    block.push_codes(numbered.codes(), numbered.lengths());
    true
}

impl<'a> Verifier<'a> {
    pub(super) fn new(
        criterion: Criterion<'a>,
        corpora: [&'a Corpus; 2],
        texts: [&'a [usize]; 2],
        job: JobControl<'a>,
        allowance: &'a Allowance,
    ) -> Self {
        let Criterion { scorer, cutoff } = criterion;
        Self {
            scorer,
            cutoff,
            corpora,
            texts,
            level: Level::best(),
            job,
            longest_in_block: scorer
                .single()
                .map_or(0, |single| single.longest_in_block()),
            waiting: Default::default(),
            blocks: Default::default(),
            alphabet: Alphabet::default(),
            scratch: ScorerScratch::default(),
            matches: Vec::new(),
            allowance,
            loan: Loan::new(allowance),
        }
    }

    fn keep(&mut self, matched: Match) {
        self.matches.push(matched);
        if self.matches.len().is_multiple_of(COUNTED) {
            // A vector that grows has twice the capacity.
            let bytes = 2 * size_of::<Match>() * self.matches.len();
            self.loan.grow_to(bytes as u64);
        }
    }

    fn is_stopped(&self) -> bool {
        self.job.is_stopped() || self.allowance.refusal().is_some()
    }

    /// Where two texts are in their corpora.
    #[inline(always)]
    fn indices(&self, left: u32, right: u32) -> [usize; 2] {
        let [lefts, rights] = self.texts;
        [lefts[left as usize], rights[right as usize]]
    }

    /// Takes a candidate.
    #[inline]
    pub(super) fn push(&mut self, left: u32, right: u32) {
        let [lefts, rights] = self.corpora;
        let [one, other] = self.indices(left, right);
        let longest = lefts.length(one).max(rights.length(other));
        if longest.max(1) > self.longest_in_block {
            return self.score_alone(left, right);
        }
        let class = block::class(longest);
        self.waiting[class].push((left, right));
        if self.waiting[class].len() == LANES {
            self.score_block(class);
        }
    }

    /// The matches among all candidates, in no particular order.
    pub(super) fn finish(mut self) -> Vec<Match> {
        for class in 0..MAX_WORDS {
            if self.waiting[class].len() >= WORTH_A_BLOCK {
                self.score_block(class);
            }
            for (left, right) in std::mem::take(&mut self.waiting[class]) {
                self.score_alone(left, right);
            }
        }
        self.matches
    }

    fn score_block(&mut self, class: usize) {
        let [lefts, rights] = self.corpora;
        let [left_texts, right_texts] = self.texts;
        let Some(single) = self.scorer.single() else {
            return;
        };
        if self.is_stopped() {
            return self.waiting[class].clear();
        }
        let mut pairs = std::mem::take(&mut self.waiting[class]);
        let mut block = self.blocks[class]
            .take()
            .unwrap_or_else(|| Box::new(Block::new(class + 1)));
        let (narrow, wide): (Vec<_>, Vec<_>) = pairs.drain(..).partition(|pair| {
            let [one, other] = self.indices(pair.0, pair.1);
            lefts.is_narrow(one) && rights.is_narrow(other)
        });
        let one = |pair: &(u32, u32)| lefts.padded(left_texts[pair.0 as usize]);
        let other = |pair: &(u32, u32)| rights.padded(right_texts[pair.1 as usize]);
        block.stage(
            self.level,
            narrow.iter().filter_map(one),
            narrow.iter().filter_map(other),
        );
        let rejected = block.admit(&narrow, &mut pairs, |_, _| true);
        let mut alone = Vec::new();
        for pair in wide.into_iter().chain(rejected.unfit) {
            let [one, other] = self.indices(pair.0, pair.1);
            let texts = lefts.get(one).zip(rights.get(other));
            let fits =
                |(left, right)| push_renumbered(&mut self.alphabet, &mut block, [left, right]);
            if texts.is_some_and(fits) {
                pairs.push(pair);
            } else {
                alone.push(pair);
            }
        }
        let mut scores = [0.0; LANES];
        single.score_block(self.level, &mut block, &mut scores);
        for (&(left, right), score) in pairs.iter().zip(scores) {
            if self.scorer.keeps(score, self.cutoff) {
                self.keep(Match { left, right, score });
            }
        }
        block.clear();
        pairs.clear();
        self.waiting[class] = pairs;
        self.blocks[class] = Some(block);
        for (left, right) in alone {
            self.score_alone(left, right);
        }
    }

    fn score_alone(&mut self, left: u32, right: u32) {
        if self.is_stopped() {
            return;
        }
        let [lefts, rights] = self.corpora;
        let [one, other] = self.indices(left, right);
        let texts = lefts.get(one).zip(rights.get(other));
        let score = texts.and_then(|(left, right)| {
            self.scorer
                .score(left, right, self.cutoff, &mut self.scratch)
        });
        if let Some(score) = score {
            self.keep(Match { left, right, score });
        }
    }
}
