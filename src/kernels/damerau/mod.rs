//! The unrestricted Damerau-Levenshtein distance.

pub mod block;
pub mod pair;
