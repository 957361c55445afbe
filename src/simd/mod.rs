//! Vectors of bits, and the instruction sets they exist for.
//!
//! A block kernel is written once, as an `#[inline(always)]` function that is generic over [`Isa`].
//! `dispatch!` calls it inside one of three thin shells, compiled for AVX-512, for AVX2, and for the baseline of
//! the target, which is also the level of aarch64:
//!
//! ```text
//! fn longest<I: Isa>(isa: I, lengths: &Plane) -> I::Bits { … }      // safe code, inlined
//! dispatch!(Level::best(), isa => longest(isa, lengths))             // one branch, then the shell
//! ```
//!
//! `isa` is a token: a value that exists only if the processor has the instruction set. Registers are made from a
//! token only, so kernels are safe code, and `unsafe` stays in this module.
//!
//! Files, from the lowest on, each importing from those above it:
//!
//! - `layout`: sizes, and the words, planes and views that are read and written; `prefetch`.
//! - `tokens`: the tokens, their detection, and the shells.
//! - `division`, `inline_views`, `gather_views`, `transpose_views`, `small_word_lists`, `utf8`: the longer routines of
//!   x86-64, each behind an operation or two, with the types of their answers.
//! - `ops`: the operations, in four traits; `scalar`: those without instructions of their own.
//! - `portable`, `avx2`, `avx512`: an instruction set each, with all operations.
//! - `level`: the choice between them, and `dispatch!`.
//!
//! The `POLARS_RESEMBLE_ISA` environment variable (`avx512`, `avx2` or `portable`) lowers the level,
//! so that tests can run each shell by name.

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
mod division;
mod gather_views;
mod inline_views;
mod layout;
mod level;
mod ops;
mod portable;
mod prefetch;
mod scalar;
mod small_word_lists;
#[cfg(test)]
mod tests;
mod tokens;
mod transpose_views;
mod utf8;

pub use gather_views::{Located, Sources};
pub use inline_views::Inline;
pub use layout::{
    BYTES, EIGHT, HALVES, HIGH, MAX_INLINE, MAX_SYMBOLS, MAX_WORDS, Plane, SIXTEEN, SLOTS, SYMBOLS,
    VIEW, VIEWS, WORD, bit_of_each,
};
pub use level::Level;
pub(crate) use level::dispatch;
pub use ops::{Bits, ByteOps, HalfOps, Isa, Kernel, LaneOps, LoadOps, ShortText};
pub use prefetch::{prefetch, prefetch_all, prefetch_early, prefetch_one};
pub use small_word_lists::{FewWords, Marks, Room, Token, WORDS};
pub use tokens::Portable;
#[cfg(target_arch = "x86_64")]
pub use tokens::{Avx2, Avx512};
pub use utf8::Begins;
