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

pub mod abreast;
pub mod affix;
pub mod alphabet;
mod band;
pub mod beside;
pub mod block;
pub mod comb;
mod decoded;
pub mod edit;
pub mod editex;
pub mod ends;
pub mod gains;
pub mod gestalt;
pub mod gotoh;
pub mod grams;
pub mod group;
pub mod likeness;
pub mod many;
pub mod masks;
pub mod matching;
#[cfg(test)]
pub(crate) mod naive;
pub mod near;
pub mod partial;
pub mod planes;
pub mod qgrams;
mod runs;
pub mod script;
pub mod shingles;
pub mod strands;
pub mod subsequence;
pub mod substring;
pub mod sweep;
pub mod transposition;
pub mod weighted;
pub mod windows;

pub use masks::Scratch;
