//! Levenshtein, optimal string alignment, and what else has the same matrix: weights,
//! costs of rewrites, letters that sound alike, scripts.

pub mod block;
pub mod editex;
pub mod group;
pub mod literal;
pub mod pair;
pub mod rewrites;
pub mod script;
pub mod short_literal;
pub mod weighted;
