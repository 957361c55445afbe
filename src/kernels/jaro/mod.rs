//! Jaro's similarity, from how the symbols of two sequences match.
//!
//! For a block the quotients are computed eight at a time ([`LaneOps`](crate::simd::LaneOps)), in the order
//! of operations of `RapidFuzz`, so that values agree to the last bit.

pub mod band;
pub mod block;
pub mod group;
pub mod pair;
pub mod short_literal;

use super::block::LANES;
use super::block::group::{LONGEST, Numbers, in_order_of_pairs};
use crate::simd::{EIGHT, Isa, Kernel, Level};

/// Leading symbols that Winkler's boost looks at.
pub const BOOSTED: usize = 4;

/// Pairs whose numbers stay in registers.
const SOME: usize = 32;

/// What Jaro's similarity is computed from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct JaroMatch {
    /// The number of symbols of either side that have a partner.
    pub matches: u32,
    /// The number of positions where the matched symbols of the two sides, read in order, differ:
    /// twice the number of transpositions of Jaro's formula.
    pub transpositions: u32,
}

impl JaroMatch {
    /// Jaro's formula for sequences of these lengths.
    #[inline(always)]
    pub fn similarity(self, left: u32, right: u32) -> f64 {
        if self.matches == 0 {
            return without_matches(left, right);
        }
        let common = f64::from(self.matches);
        let in_order = f64::from(self.matches - self.transpositions / 2);
        (common / f64::from(left) + common / f64::from(right) + in_order / common) / 3.0
    }
}

/// The similarity above which a common prefix counts.
const BOOST_THRESHOLD: f64 = 0.7;

/// Winkler's boost of Jaro's similarity: each common leading symbol, up to [`BOOSTED`], makes up for a share of
/// the missing similarity. A share of zero leaves the similarity as it is.
#[inline(always)]
pub fn boost(jaro: f64, prefix: u32, prefix_weight: f64) -> f64 {
    if jaro > BOOST_THRESHOLD {
        (jaro + f64::from(prefix) * prefix_weight * (1.0 - jaro)).min(1.0)
    } else {
        jaro
    }
}

/// Two empty sequences are equal.
#[inline(always)]
fn without_matches(left: u32, right: u32) -> f64 {
    f64::from(u8::from((left == 0) & (right == 0)))
}

/// What Jaro's and Winkler's formulas need of one pair.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct JaroCounts {
    /// Matches, and places where the matched symbols differ.
    pub matching: JaroMatch,
    /// Common leading symbols, up to [`BOOSTED`].
    pub prefix: u32,
}

/// The numbers of symbols of one side of all pairs.
pub trait Lengths: Copy {
    /// That of a pair.
    fn of(self, at: usize) -> u32;
}

impl Lengths for &[u32; LANES] {
    #[inline(always)]
    fn of(self, at: usize) -> u32 {
        self[at]
    }
}

/// One length, whose reciprocal is then looked up once.
impl Lengths for u32 {
    #[inline(always)]
    fn of(self, _at: usize) -> u32 {
        self
    }
}

/// How the sequences of pairs match, or how one sequence matches each of a group.
#[derive(Clone, Debug)]
pub struct JaroCountArrays {
    /// Symbols that have a partner.
    pub matches: Numbers,
    /// Those of them that are equal to the one opposite, if they are read in order.
    pub in_order: Numbers,
    /// One bit for each leading symbol that is common with all before it.
    pub prefix: Numbers,
}

impl JaroCountArrays {
    /// Nothing matches.
    pub const NONE: Self = Self {
        matches: [0; LANES],
        in_order: [0; LANES],
        prefix: [0; LANES],
    };

    /// How the sequences of a pair match, or that of a slot.
    #[inline(always)]
    pub fn of(&self, at: usize) -> JaroCounts {
        let matches = u32::from(self.matches[at]);
        JaroCounts {
            matching: JaroMatch {
                matches,
                transpositions: matches - u32::from(self.in_order[at]),
            },
            prefix: self.prefix[at].count_ones(),
        }
    }

    /// How the pairs match that a group was [filled](super::block::group::Group::fill) with, in their order.
    #[inline(always)]
    pub fn in_order_of_pairs<I: Isa>(&self, isa: I) -> Self {
        Self {
            matches: in_order_of_pairs(isa, &self.matches),
            in_order: in_order_of_pairs(isa, &self.in_order),
            prefix: in_order_of_pairs(isa, &self.prefix),
        }
    }

    /// Jaro's similarities of all pairs, none of whose lengths is larger than `LONGEST`.
    #[inline(always)]
    pub fn similarities<I: Isa, const LONGEST: usize>(
        &self,
        isa: I,
        (left, right): (impl Lengths, impl Lengths),
        to: &mut Similarities,
    ) {
        let mut means = [0.0; LANES];
        for at in (0..LANES).step_by(EIGHT) {
            let (mut matches, mut in_order) = ([0; EIGHT], [0; EIGHT]);
            let (mut lefts, mut rights) = ([0; EIGHT], [0; EIGHT]);
            for lane in 0..EIGHT {
                (lefts[lane], rights[lane]) = (left.of(at + lane), right.of(at + lane));
                let partners = u32::from(self.matches[at + lane]);
                matches[lane] = partners;
                in_order[lane] = partners - (partners - u32::from(self.in_order[at + lane])) / 2;
            }
            let of_left = isa.ratios::<LONGEST>(matches, lefts);
            let of_right = isa.ratios::<LONGEST>(matches, rights);
            let ordered = isa.ratios::<LONGEST>(in_order, matches);
            let mut sums = [0.0; EIGHT];
            for lane in 0..EIGHT {
                sums[lane] = of_left[lane] + of_right[lane] + ordered[lane];
            }
            means[at..][..EIGHT].copy_from_slice(&isa.thirds(sums));
        }
        // A loop of its own, which goes through vectors.
        let (similarities, _) = to.similarities.as_chunks_mut::<SOME>();
        for (first, to) in (0..LANES).step_by(SOME).zip(similarities) {
            let mut some = [0.0; SOME];
            for (at, to) in (first..).zip(&mut some) {
                *to = if self.matches[at] == 0 {
                    without_matches(left.of(at), right.of(at))
                } else {
                    means[at]
                };
            }
            *to = some;
        }
        for (to, prefix) in to.prefixes.iter_mut().zip(&self.prefix) {
            *to = prefix.count_ones() as u8;
        }
    }
}

/// Jaro's similarities of the pairs of a block.
#[derive(Clone, Debug)]
pub struct Similarities {
    /// Jaro's similarity of each pair.
    pub similarities: [f64; LANES],
    /// How many leading symbols are common, up to [`BOOSTED`].
    pub prefixes: Numbers,
}

impl Similarities {
    /// No pair has anything in common.
    pub const NONE: Self = Self {
        similarities: [0.0; LANES],
        prefixes: [0; LANES],
    };
}

/// What is divided by numbers up to these is multiplied by reciprocals, of which there are fewer for smaller ones.
const SHORT: usize = 32;
const MEDIUM: usize = 64;

/// What is needed for the similarities of one sequence and the others of a block.
#[derive(Clone, Copy, Debug)]
pub struct OneToMany<'a> {
    /// How they match.
    pub counts: &'a JaroCountArrays,
    /// Whether these are the slots of a group, in whose order they are.
    pub are_slots: bool,
    /// The number of symbols of the one sequence, and of each of the others. It makes no difference which side they
    /// stand on.
    pub lengths: (u32, &'a [u32; LANES]),
}

impl OneToMany<'_> {
    /// The similarities, in the order of the block's pairs. No sequence has more symbols than `longest`.
    pub fn similarities(self, level: Level, longest: usize, to: &mut Similarities) {
        if longest <= SHORT {
            level.run(UpTo::<SHORT> { of: self, to });
        } else if longest <= MEDIUM {
            level.run(UpTo::<MEDIUM> { of: self, to });
        } else {
            level.run(UpTo::<{ LONGEST as usize }> { of: self, to });
        }
    }
}

/// Similarities of sequences of which none has more than `LENGTH` symbols.
struct UpTo<'a, const LENGTH: usize> {
    of: OneToMany<'a>,
    to: &'a mut Similarities,
}

impl<const LENGTH: usize> Kernel for UpTo<'_, LENGTH> {
    #[inline(always)]
    fn run<I: Isa>(self, isa: I) {
        let Self { of, to } = self;
        let in_order;
        let counts = if of.are_slots {
            in_order = of.counts.in_order_of_pairs(isa);
            &in_order
        } else {
            of.counts
        };
        counts.similarities::<I, LENGTH>(isa, of.lengths, to);
    }
}
