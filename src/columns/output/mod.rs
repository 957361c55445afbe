//! Columns as they go out: numbers, texts, and lists.

pub(super) mod buffer;
pub(super) mod builders;
pub(super) mod numbers;
pub(super) mod strings;
