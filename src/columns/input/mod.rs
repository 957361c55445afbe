//! Columns as they come in: which dtypes are compared, and their texts, bytes, lists and integers.

pub(super) mod bytes;
pub(super) mod categorical;
pub(super) mod choices;
pub(super) mod compare_as;
pub(super) mod dtype;
pub(super) mod imploded;
pub(super) mod integers;
pub(super) mod list_symbols;
pub(super) mod lists;
