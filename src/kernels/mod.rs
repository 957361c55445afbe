//! Algorithms on slices and on blocks of pairs. They know no metric's parameters and no column.
//!
//! | kernel | one pair | a block of 512 pairs |
//! |---|---|---|
//! | Levenshtein, optimal string alignment | [`edit`] | [`sweep`] |
//! | longest common subsequence | [`subsequence`], [`abreast`] | [`sweep`] |
//! | matching symbols of Jaro, and its formula ([`likeness`]) | [`matching`] | [`windows`] |
//! | common prefix and suffix, Hamming | [`affix`], [`ends`] | |
//! | Damerau-Levenshtein | [`transposition`] | [`gains`] |
//! | weighted Levenshtein | [`weighted`] | |
//! | longest common substring | [`substring`] | |
//! | Editex | [`editex`] | |
//! | best window of the longer text | [`partial`], [`comb`] | [`strands`] |
//! | words, sorted and as sets | [`tokens`] | |
//! | matching blocks | [`gestalt`] | |
//! | scores of alignments | [`gotoh`] | |
//! | edit scripts | [`script`] | |
//! | sets and bags of q-grams | [`grams`], `runs` | [`shingles`] |
//!
//! One sequence against many: [`many`] and [`near`], on a [`group`] of 512 that was prepared once. One sequence beside a
//! block that nothing else is compared with: [`beside`].
//!
//! Symbols that are no letters: [`graphemes`], and elements of any kind by their [`numbering`].
//!
//! One pair: bit-parallel where the literature has it, in memory linear in the lengths. A block:
//! every pair has one bit of each register ([`block`], [`planes`]), and [`lanes`] holds the
//! registers. [`views`] is where columns keep their sequences.

pub mod affix;
pub mod alignment;
pub mod block;
pub mod damerau;
pub mod edit;
pub mod jaro;
pub mod lcs;
pub mod match_masks;
#[cfg(test)]
pub(crate) mod naive;
pub mod partial;
pub mod qgrams;

pub use match_masks::Scratch;
