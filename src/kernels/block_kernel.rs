//! The kernels that compare many pairs at once, and what they find.
//!
//! A metric names the kernel for its blocks, and reads its raw number from what that one finds for a pair: a
//! [`Counts`]. One sequence is compared with a group, or as a literal with rows, by fewer kernels, which find
//! as much.

use super::block::group::{Group, Numbers};
use super::block::remap::Equality;
use super::block::{Block, LANES, MAX_SYMBOLS};
use super::edit::group::{EditKernel, Query};
use super::jaro::{BOOSTED, JaroCountArrays, JaroMatch, Similarities};
use super::partial::block::Part;
use super::qgrams::{self, Counting, Grams, Overlap};
use super::{damerau, edit, jaro, partial};
use crate::simd::{Level, Plane};

/// Pairs whose numbers stay in registers.
pub const IN_REGISTERS: usize = 32;

/// The kernel that compares the pairs of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKernel {
    /// Numbers: distances, or lengths of common subsequences.
    Edit(EditKernel),
    /// Numbers: Damerau and Levenshtein's distances.
    Damerau,
    /// Jaro's similarities.
    Jaro {
        /// Whether common leading symbols are counted, too.
        with_prefixes: bool,
    },
    /// The windows of the longer sequences that have most in common with the shorter ones.
    Partial,
    /// Overlaps of collections of grams.
    QGrams {
        /// Symbols in a gram.
        ngram: u32,
        /// How repeated grams count.
        counting: Counting,
    },
}

impl BlockKernel {
    /// The kernel for collections of grams, if there is one.
    pub fn of_grams(Grams { ngram, counting }: Grams) -> Option<Self> {
        let ngram = ngram.filter(|ngram| *ngram <= qgrams::block::LONGEST)?;
        (counting != Counting::Squares).then_some(Self::QGrams { ngram, counting })
    }

    /// The most symbols a side may have for the kernel to be the faster way; zero where it never is.
    pub fn longest(self) -> u32 {
        match self {
            Self::Edit(_) | Self::Jaro { .. } | Self::QGrams { .. } => MAX_SYMBOLS,
            // Registers of sixteen bytes gain nothing over the antidiagonals, or the windows, of one pair.
            Self::Damerau | Self::Partial if matches!(Level::best(), Level::Portable(_)) => 0,
            Self::Damerau => damerau::block::LONGEST,
            Self::Partial => partial::block::LONGEST,
        }
    }

    /// What the numbers must keep that stand for symbols: everywhere, where the symbols of one sequence are
    /// compared with each other.
    pub fn equality(self) -> Equality {
        match self {
            Self::QGrams { .. } => Equality::Everywhere,
            Self::Edit(_) | Self::Damerau | Self::Jaro { .. } | Self::Partial => Equality::Across,
        }
    }

    /// The kernel that finds the same of one sequence and a group, if there is one.
    pub fn of_group(self) -> Option<GroupKernel> {
        match self {
            Self::Edit(kernel) => Some(GroupKernel::Edit(kernel)),
            Self::Jaro { .. } => Some(GroupKernel::Jaro),
            Self::Damerau | Self::Partial | Self::QGrams { .. } => None,
        }
    }

    /// Compares all pairs in a block, whose symbols are consumed.
    pub fn compare(self, level: Level, block: &mut Block, counts: &mut BlockCounts) {
        match self {
            Self::Edit(kernel) => {
                let compare = match kernel {
                    EditKernel::Levenshtein => edit::block::levenshtein,
                    EditKernel::Osa => edit::block::osa,
                    EditKernel::Lcs => edit::block::lcs,
                };
                compare(level, block, counts.numbers());
            }
            Self::Damerau => damerau::block::damerau_levenshtein(level, block, counts.numbers()),
            Self::Jaro { with_prefixes } => {
                jaro::block::jaro(level, block, counts.similarities(), with_prefixes);
            }
            Self::Partial => partial::block::best_windows(level, block, counts.windows()),
            Self::QGrams { ngram, counting } => {
                qgrams::block::overlap(level, block, ngram, counting, counts.overlaps());
            }
        }
    }
}

/// What a kernel finds for one pair.
#[derive(Clone, Copy, Debug)]
pub enum Counts {
    /// A distance, or the length of a common subsequence.
    Number(u32),
    /// How the symbols match.
    Jaro {
        /// Jaro's similarity.
        similarity: f64,
        /// Common leading symbols, up to [`BOOSTED`].
        prefix: u32,
    },
    /// The best window.
    Window(Part),
    /// What two collections have in common.
    Overlap(Overlap),
}

impl Counts {
    /// The number, of a kernel that finds numbers.
    #[inline(always)]
    pub fn number(self) -> u32 {
        match self {
            Self::Number(number) => number,
            _ => unreachable!("the metric's kernel finds numbers"),
        }
    }

    /// The similarity and the common leading symbols, of Jaro's kernel.
    #[inline(always)]
    pub fn jaro(self) -> (f64, u32) {
        match self {
            Self::Jaro { similarity, prefix } => (similarity, prefix),
            _ => unreachable!("the metric's kernel is Jaro's"),
        }
    }

    /// The window, of the kernel that finds windows.
    #[inline(always)]
    pub fn window(self) -> Part {
        match self {
            Self::Window(part) => part,
            _ => unreachable!("the metric's kernel finds windows"),
        }
    }

    /// The overlap, of the kernel for grams.
    #[inline(always)]
    pub fn overlap(self) -> Overlap {
        match self {
            Self::Overlap(overlap) => overlap,
            _ => unreachable!("the metric's kernel is that of grams"),
        }
    }
}

/// What a kernel finds for the pairs of a block.
#[derive(Clone, Debug)]
pub enum BlockCounts {
    /// Distances, or lengths of common subsequences.
    Numbers(Box<[u32; LANES]>),
    /// Numbers that fit a byte.
    Bytes(Box<Numbers>),
    /// Jaro's similarities.
    Jaro(Box<Similarities>),
    /// The best windows.
    Windows(Box<[Part; LANES]>),
    /// What collections have in common.
    Overlaps(Box<[Overlap; LANES]>),
}

impl Default for BlockCounts {
    fn default() -> Self {
        Self::Numbers(Box::new([0; LANES]))
    }
}

/// What is found for [`IN_REGISTERS`] pairs of a block, side by side.
pub trait Counted: Copy {
    /// That for one of them.
    fn counts(self, pair: usize) -> Counts;
}

impl Counted for &[u8; IN_REGISTERS] {
    #[inline(always)]
    fn counts(self, pair: usize) -> Counts {
        Counts::Number(self[pair].into())
    }
}

impl Counted for &[u32; IN_REGISTERS] {
    #[inline(always)]
    fn counts(self, pair: usize) -> Counts {
        Counts::Number(self[pair])
    }
}

/// Similarities, and common leading symbols.
impl Counted for (&[f64; IN_REGISTERS], &[u8; IN_REGISTERS]) {
    #[inline(always)]
    fn counts(self, pair: usize) -> Counts {
        Counts::Jaro {
            similarity: self.0[pair],
            prefix: self.1[pair].into(),
        }
    }
}

impl Counted for &[Part; IN_REGISTERS] {
    #[inline(always)]
    fn counts(self, pair: usize) -> Counts {
        Counts::Window(self[pair])
    }
}

impl Counted for &[Overlap; IN_REGISTERS] {
    #[inline(always)]
    fn counts(self, pair: usize) -> Counts {
        Counts::Overlap(self[pair])
    }
}

/// The memory for what a kernel of this kind finds, which replaces that of another kind.
macro_rules! memory {
    ($counts:ident, $kind:ident, $none:expr) => {{
        if !matches!($counts, Self::$kind(_)) {
            *$counts = Self::$kind(Box::new($none));
        }
        match $counts {
            Self::$kind(memory) => memory,
            _ => unreachable!("it is of this kind now"),
        }
    }};
}

impl BlockCounts {
    /// The memory for numbers.
    pub fn numbers(&mut self) -> &mut [u32; LANES] {
        memory!(self, Numbers, [0; LANES])
    }

    /// The memory for numbers that fit a byte.
    pub fn bytes(&mut self) -> &mut Numbers {
        memory!(self, Bytes, [0; LANES])
    }

    /// The memory for Jaro's similarities.
    pub fn similarities(&mut self) -> &mut Similarities {
        memory!(self, Jaro, Similarities::NONE)
    }

    fn windows(&mut self) -> &mut [Part; LANES] {
        memory!(self, Windows, [Part::default(); LANES])
    }

    fn overlaps(&mut self) -> &mut [Overlap; LANES] {
        memory!(self, Overlaps, [Overlap::default(); LANES])
    }
}

/// The kernel that compares one sequence with a group of others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupKernel {
    /// Numbers: distances, or lengths of common subsequences.
    Edit(EditKernel),
    /// How symbols match as Jaro has it.
    Jaro,
}

/// What a kernel finds for the slots of a group.
#[derive(Clone, Copy, Debug)]
pub enum GroupCounts<'a> {
    /// Distances, or lengths of common subsequences.
    Numbers(&'a Numbers),
    /// How symbols match.
    Jaro(&'a JaroCountArrays),
}

impl GroupCounts<'_> {
    /// What was found for a query and a slot of these lengths.
    #[inline(always)]
    pub fn of(self, slot: usize, query: u32, length: u32) -> Counts {
        match self {
            Self::Numbers(numbers) => Counts::Number(numbers[slot].into()),
            Self::Jaro(arrays) => {
                let counts = arrays.of(slot);
                Counts::Jaro {
                    similarity: counts.matching.similarity(query, length),
                    prefix: counts.prefix,
                }
            }
        }
    }
}

impl GroupKernel {
    /// Whether less is better of the number that a query has a limit for: a distance. It is a similarity for the
    /// others, of Jaro the number of symbols with a partner.
    pub fn is_distance(self) -> bool {
        match self {
            Self::Edit(EditKernel::Levenshtein | EditKernel::Osa) => true,
            Self::Edit(EditKernel::Lcs) | Self::Jaro => false,
        }
    }

    /// The best that can be found for sequences of these lengths with this number.
    pub fn best_with(self, number: u32, left: u32, right: u32) -> Counts {
        match self {
            Self::Edit(_) => Counts::Number(number),
            Self::Jaro => {
                let matching = JaroMatch {
                    matches: number,
                    transpositions: 0,
                };
                Counts::Jaro {
                    similarity: matching.similarity(left, right),
                    prefix: number.min(BOOSTED as u32),
                }
            }
        }
    }

    /// Compares queries with a group; see [`edit::group::compare`] and [`jaro::group::compare`].
    pub fn compare(
        self,
        level: Level,
        group: &Group,
        queries: &[Query<'_>],
        report: &mut dyn FnMut(usize, &Plane, GroupCounts<'_>),
    ) {
        match self {
            Self::Edit(kernel) => {
                edit::group::compare(level, kernel, group, queries, &mut |at, within, numbers| {
                    report(at, within, GroupCounts::Numbers(numbers));
                });
            }
            Self::Jaro => jaro::group::compare(level, group, queries, &mut |at, within, counts| {
                report(at, within, GroupCounts::Jaro(counts));
            }),
        }
    }
}
