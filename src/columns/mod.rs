//! The lift from sequences to columns: rows, nulls, literals, dtypes, blocks and threads. It knows
//! the [`Metric`](crate::metric::Metric) trait and no metric by name.
//!
//! [`inputs`] says which columns can be compared and brings them to string views; [`pairwise`] cuts
//! the rows into chunks, which [`threads`] shares out; [`gather`] takes a chunk's rows to kernels,
//! block by block, and their numbers to the [`output`]; [`categories`] has each distinct pair of a
//! dictionary compared once.

mod categories;
mod gather;
mod inputs;
mod output;
mod pairwise;
mod threads;

pub(crate) use inputs::output_field;
pub(crate) use output::Value;
pub(crate) use pairwise::pairwise;
