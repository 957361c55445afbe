//! Algorithms on slices and on blocks of pairs. They know no metric's parameters and no column.
//!
//! | folder | what it computes | one pair | a block of 512 pairs | one against a group of 512 |
//! |---|---|---|---|---|
//! | [`edit`] | Levenshtein, optimal string alignment; weighted, with costs of rewrites, Editex, edit scripts | [`edit::pair`], [`edit::weighted`], [`edit::rewrites`], [`edit::editex`], [`edit::script`] | [`edit::block`] | [`edit::group`] |
//! | [`damerau`] | Damerau-Levenshtein | [`damerau::pair`] | [`damerau::block`] | |
//! | [`lcs`] | longest common subsequence, substring, matching blocks | [`lcs::pair`], [`lcs::interleaved`], [`lcs::substring`], [`lcs::matching_blocks`] | [`edit::block`] | [`edit::group`] |
//! | [`partial`] | best window of the longer text | [`partial::pair`], [`partial::seaweed`] | [`partial::block`] | |
//! | [`jaro`] | matching symbols of Jaro, and its formula | [`jaro::pair`] | [`jaro::block`] | [`jaro::group`] |
//! | [`qgrams`] | sets and bags of q-grams | [`qgrams::pair`], [`qgrams::short_pair`] | [`qgrams::block`] | |
//! | [`affix`] | common prefix and suffix, Hamming | [`affix::pair`], [`affix::short_text`] | | |
//! | [`numbers`] | whether two texts have the same numbers | [`numbers`] | | |
//! | [`alignment`] | scores of alignments | [`alignment`] | | |
//!
//! One sequence beside a block that nothing else is compared with: [`edit::literal`], and
//! [`block::short_literal`] where it has few symbols.
//!
//! Which kernel a metric's blocks go to, and what it finds for a pair: [`block_kernel`].
//!
//! One pair: bit-parallel where the literature has it, in memory linear in the lengths, on
//! [`match_masks`]. A block: every pair has one bit of each register ([`block`], [`block::bit_planes`]);
//! [`block::remap`] gives symbols beyond ASCII numbers that fit it.

pub mod affix;
pub mod alignment;
pub mod block;
pub mod block_kernel;
pub mod damerau;
pub mod edit;
pub mod jaro;
pub mod lcs;
pub mod match_masks;
#[cfg(test)]
pub(crate) mod naive;
pub mod numbers;
pub mod partial;
pub mod qgrams;

pub use match_masks::Scratch;
