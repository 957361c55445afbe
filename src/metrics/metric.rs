//! What a metric is.

use super::inner::Inner;
use crate::kernels::Scratch;
use crate::kernels::affix::short_text::ShortKernel;
use crate::kernels::block_kernel::{BlockKernel, Counts};
use crate::kernels::edit::rewrites::Rewrites;
use crate::kernels::qgrams::{Grams, Overlap};
use crate::measure::{Raw, Sense};
use crate::strings::words::Letter;

/// Compares two sequences. The fields of the implementing type are the metric's parameters, and the
/// keyword arguments of the expression that computes it.
pub trait Metric: Send + Sync + 'static {
    /// A count or a ratio.
    type Raw: Raw;
    /// The name in the registry, in Python and in query plans.
    const NAME: &'static str;
    /// What [`compare`](Self::compare) counts.
    const SENSE: Sense;

    /// Bytes that a comparison of long sequences takes for each of their symbols.
    const ROOM: u64 = 8;

    /// Whether raw numbers are shares of one, whatever the lengths.
    const IS_SHARE: bool = !Self::Raw::COUNTS;

    /// Says what is wrong with the parameters, if anything is.
    ///
    /// # Errors
    /// One sentence: what was expected and what came.
    fn check(&self) -> Result<(), String> {
        Ok(())
    }

    /// Costs of rewrites, if the parameters name some: then these decide, and raw numbers are no counts.
    ///
    /// # Errors
    /// One sentence: what was expected and what came.
    fn rewrites(&self) -> Result<Option<Rewrites>, String> {
        Ok(None)
    }

    /// Whether symbols are read as letters: that part words, or sound alike. Otherwise they are only
    /// equal or not, and the elements of lists will do as well.
    fn needs_text(&self) -> bool {
        false
    }

    /// Whether the raw number stays the same when the sides are swapped.
    fn is_symmetric(&self) -> bool {
        true
    }

    /// Whether only sequences of one length have an answer; the row is null for others.
    fn needs_equal_lengths(&self) -> bool {
        false
    }

    /// The largest raw number that sequences of these lengths can reach.
    fn maximum(&self, left: u32, right: u32) -> Self::Raw;

    /// Why the raw number might not fit its type for sequences of these lengths, if so. If it fits, it does for
    /// shorter ones.
    ///
    /// # Errors
    /// One sentence: what was expected and what came.
    fn check_overflow(&self, _left: u32, _right: u32) -> Result<(), String> {
        Ok(())
    }

    /// The raw number for two sequences. With a `limit` the answer is exact when it is at least as
    /// good as the limit, and otherwise may be any number that is worse than the limit.
    fn compare<S: Letter>(
        &self,
        left: &[S],
        right: &[S],
        limit: Option<Self::Raw>,
        scratch: &mut Scratch,
    ) -> Self::Raw;

    /// The raw numbers of at most [`BATCH`](crate::strings::words::BATCH) pairs of byte sequences, each with a limit or
    /// none, as [`compare`](Self::compare) finds them. A metric may do one stage for all pairs before the next stage
    /// begins, so that no pair waits for the stage before.
    fn compare_batch(
        &self,
        pairs: &[[&[u8]; 2]],
        limits: &[Option<Self::Raw>],
        raws: &mut [Self::Raw],
        scratch: &mut Scratch,
    ) {
        for ((raw, [left, right]), limit) in raws.iter_mut().zip(pairs).zip(limits) {
            *raw = self.compare(left, right, *limit, scratch);
        }
    }

    /// The kernel that computes the raw number of sequences which registers hold, if there is one.
    fn short_kernel(&self) -> Option<ShortKernel> {
        None
    }

    /// The kernel that compares many pairs at once, if the raw number follows from what one finds.
    fn kernel(&self) -> Option<BlockKernel> {
        None
    }

    /// The raw number of two sequences of these lengths for which [`kernel`](Self::kernel) finds `counts`.
    fn raw(&self, counts: Counts, left: u32, right: u32) -> Self::Raw {
        let _ = (counts, left, right);
        unreachable!("called only where kernel() gives one");
    }
}

/// How good the raw number of two sequences can be, by what is known before they are compared. Cutoffs and joins rule
/// pairs out by it.
pub trait Bounds: Metric {
    /// The best raw number (smallest distance, largest similarity) that sequences of these lengths
    /// can reach, equal or not.
    fn best(&self, left: u32, right: u32) -> Self::Raw;

    /// A raw number that no two sequences of these lengths surpass which, as bags, have at most
    /// `shared` symbols in common, and whose common prefix is at most `prefix` symbols long. It does
    /// not become worse when more is shared.
    fn best_with_common(&self, left: u32, right: u32, shared: u32, prefix: u32) -> Self::Raw {
        let _ = (shared, prefix);
        self.best(left, right)
    }

    /// The most insertions, deletions and substitutions that part two sequences of these lengths
    /// whose raw number is better than any that `shared - 1` common symbols allow; `None` where
    /// their number is not bounded. Where it is, these sequences have `shared` symbols in common in
    /// the same order, too. Joins find candidates by both without looking at every pair.
    fn max_edits_with_common(&self, left: u32, right: u32, shared: u32) -> Option<u32> {
        let _ = (left, right, shared);
        None
    }

    /// A raw number that no two sequences of these lengths surpass if the longer one lacks at least this many of
    /// the shorter one's distinct bigrams; `None` if they say nothing. It does not become better when more are
    /// lacking. Of two of one length both are the shorter one in turn, and the better number counts.
    fn best_with_missing_bigrams(&self, left: u32, right: u32, lacking: u32) -> Option<Self::Raw> {
        let _ = (left, right, lacking);
        None
    }

    /// What compares two words, if the number is a mean, between 0 and 1, of the best similarities that
    /// words of one text have with those of the other. Then some two words are at least as similar.
    fn of_words(&self) -> Option<Inner> {
        None
    }

    /// The collections of grams whose sizes decide the raw number, if there are such.
    fn by_grams(&self) -> Option<Grams> {
        None
    }

    /// The raw number of two collections of grams. It does not become worse when more is common.
    fn overlapping(&self, overlap: Overlap) -> Option<Self::Raw> {
        let _ = overlap;
        None
    }
}
