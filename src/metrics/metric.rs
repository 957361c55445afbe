//! What a metric is.

use serde::de::DeserializeOwned;

use crate::kernels::Scratch;
use crate::kernels::block::remap::Equality;
use crate::kernels::block::{Block, LANES};
use crate::kernels::edit::group::EditKernel;
use crate::kernels::qgrams::{Grams, Overlap};
use crate::measure::{Raw, Sense};
use crate::memory;
use crate::simd::{Isa, Level};
use crate::strings::views::Padded;
use crate::strings::words::Letter;

/// Told a metric by another one that is made of it.
pub trait Visitor {
    /// What it makes of the metric.
    type Answer;
    /// Takes the metric.
    fn visit<M: Metric>(self, metric: M) -> Self::Answer;
}

/// Compares two sequences. The fields of the implementing type are the metric's parameters, and the
/// keyword arguments of the expression that computes it.
pub trait Metric: DeserializeOwned + Send + Sync + 'static {
    /// A count or a ratio.
    type Raw: Raw;
    /// The name in the registry, in Python and in query plans.
    const NAME: &'static str;
    /// What [`compare`](Self::compare) counts.
    const SENSE: Sense;

    /// Whether [`compare_short`](Self::compare_short) is implemented.
    const COMPARES_SHORT: bool = false;

    /// Whether [`compare_batch`](Self::compare_batch) is a faster way.
    const HAS_BATCH: bool = false;

    /// What the numbers must keep that stand for symbols: everywhere, where the symbols of one sequence
    /// are compared with each other.
    const EQUALITY: Equality = Equality::Across;

    /// Bytes that a comparison of long sequences takes for each of their symbols.
    const ROOM: u64 = 8;

    /// Says what is wrong with the parameters, if anything is.
    ///
    /// # Errors
    /// One sentence: what was expected and what came.
    fn check(&self) -> Result<(), String> {
        Ok(())
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

    /// The largest raw number that sequences of these lengths can reach.
    fn maximum(&self, left: u32, right: u32) -> Self::Raw;

    /// The best raw number (smallest distance, largest similarity) that sequences of these lengths
    /// can reach, equal or not.
    fn best(&self, left: u32, right: u32) -> Self::Raw;

    /// A raw number that no two sequences of these lengths surpass which, as bags, have at most
    /// `shared` symbols in common, and whose common prefix is at most `prefix` symbols long. It does
    /// not become worse when more is shared. Joins rule out pairs by it without comparing them.
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

    /// A raw number that no two sequences of these lengths surpass if the longer one lacks so many of the
    /// shorter one's different pairs of neighbouring symbols; `None` if they say nothing. It does not
    /// become better when more are lacking. Of two of one length both are the shorter one in turn, and
    /// the better number counts.
    fn best_with_missing_bigrams(&self, left: u32, right: u32, lacking: u32) -> Option<Self::Raw> {
        let _ = (left, right, lacking);
        None
    }

    /// What compares two words, if the number is a mean, between 0 and 1, of the best similarities that
    /// words of one text have with those of the other. Then some two words are at least as similar.
    fn of_words<V: Visitor>(&self, visitor: V) -> Option<V::Answer> {
        let _ = visitor;
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

    /// False where the metric has no answer for these lengths; the row is null then.
    fn is_defined(&self, _left: u32, _right: u32) -> bool {
        true
    }

    /// Why the raw number might not fit its type for sequences of these lengths, if so.
    ///
    /// # Errors
    /// One sentence: what was expected and what came.
    fn check_overflow(&self, _left: u32, _right: u32) -> Result<(), String> {
        Ok(())
    }

    /// Why so many comparisons at a time, of sequences of up to these lengths, might take too much memory, if so.
    ///
    /// # Errors
    /// One sentence: what was expected and what came.
    fn check_room(left: u64, right: u64, comparisons: u64) -> Result<(), String> {
        let symbols = left.saturating_add(right).saturating_mul(comparisons);
        memory::expect_room(symbols.saturating_mul(Self::ROOM), "compare shorter texts")
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

    /// The raw numbers for some pairs of byte sequences, without a limit. What is done for all of them
    /// in one stage before the next one begins need not wait for itself.
    fn compare_batch(&self, pairs: &[[&[u8]; 2]], raws: &mut [Self::Raw], scratch: &mut Scratch) {
        for (raw, [left, right]) in raws.iter_mut().zip(pairs) {
            *raw = self.compare(left, right, None, scratch);
        }
    }

    /// The raw number for two sequences that registers hold, if they do: for metrics that look at all
    /// symbols at once. `are_texts` says that they are UTF-8, and that nobody asks how many symbols they have.
    #[inline(always)]
    fn compare_short<I: Isa>(
        &self,
        isa: I,
        left: Padded<'_>,
        right: Padded<'_>,
        are_texts: bool,
    ) -> Option<Self::Raw> {
        let _ = (isa, left, right, are_texts);
        None
    }

    /// The raw number for two such texts of which [`compare_short`](Self::compare_short) does not tell it.
    #[inline(always)]
    fn compare_texts<I: Isa>(
        &self,
        isa: I,
        left: Padded<'_>,
        right: Padded<'_>,
        scratch: &mut Scratch,
    ) -> Option<Self::Raw> {
        let _ = (isa, left, right, scratch);
        None
    }

    /// The most symbols a side may have for [`compare_block`](Self::compare_block) to be the faster
    /// way; zero where it is not implemented for these parameters.
    fn longest_in_block(&self) -> u32 {
        0
    }

    /// The raw numbers of all pairs in a block. The block's symbols are consumed.
    fn compare_block(&self, level: Level, block: &mut Block, raws: &mut [Self::Raw; LANES]) {
        let _ = (level, block, raws);
        unreachable!("called only where longest_in_block() is not zero");
    }

    /// The number that a kernel computes for one text against a group of others, if one does and the
    /// raw number follows from it.
    fn many(&self) -> Option<EditKernel> {
        None
    }

    /// The raw number of two texts of these lengths for which [`many`](Self::many) computes `number`.
    fn raw_of(&self, number: u32, left: u32, right: u32) -> Self::Raw {
        let _ = (number, left, right);
        unreachable!("called only where many() gives a rule");
    }

    /// Whether the raw number follows from Jaro's similarity and the common leading symbols.
    fn follows_from_jaro(&self) -> bool {
        false
    }

    /// The raw number of two texts of this similarity, with so many common leading symbols, up to
    /// [`BOOSTED`](crate::kernels::jaro::BOOSTED).
    fn raw_of_jaro(&self, jaro: f64, prefix: u32) -> Self::Raw {
        let _ = (jaro, prefix);
        unreachable!("called only where follows_from_jaro() is true");
    }
}
