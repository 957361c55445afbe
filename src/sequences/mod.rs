//! Sequence functions: terms of recurrences, texts of integers, lists, and biological sequences.
//!
//! Everything here is about single values and slices, and knows no column. Integers of all widths
//! meet as a [`Whole`](whole::Whole), so that nothing overflows on its way in; what does not fit on
//! its way out is reported, never wrapped.

pub mod biology;
pub mod common;
pub mod fibonacci;
pub mod grams;
pub mod increasing;
pub mod modular;
pub mod number;
pub mod ranges;
pub mod rectifier;
pub mod recurrence;
pub mod sums;
pub mod terms;
pub mod whole;
