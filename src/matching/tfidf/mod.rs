//! Scores that depend on all texts: cosines of weighted grams and words.

pub(super) mod finder;
pub(super) mod pair_scores;
pub(super) mod products;
pub(super) mod shared;
pub(super) mod soft_tfidf;
pub(super) mod targets;
pub(super) mod upper_bounds;
pub(super) mod vectors;
