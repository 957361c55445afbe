//! How texts lie in memory, and how they become symbols and words.

pub mod ascii;
pub mod graphemes;
pub mod interner;
pub mod layout;
pub mod views;
pub mod words;
