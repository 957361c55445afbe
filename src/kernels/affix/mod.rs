//! Common beginnings and ends.

pub mod pair;
pub mod short_text;
