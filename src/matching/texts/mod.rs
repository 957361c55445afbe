//! Texts of a column, the distinct ones of them, and their grams.

pub(super) mod corpus;
pub(super) mod distinct;
pub(super) mod gram_sets;
