//! Longest common subsequences and substrings.

pub mod interleaved;
pub mod matching_blocks;
pub mod pair;
pub mod substring;
