//! Search, join and cluster on prepared texts. It knows scorers, and no metric by name.
//!
//! `corpus` holds texts. One against many: `choices` puts them in order, and `search` finds the best of
//! them for each query, or scores them all. Many against many: `explain` chooses a plan, `index` finds
//! candidates by it (`signature` and `scan`, `partition`, `remainders`, `overlap`, or `ways`), `verify` has the scorer
//! decide, and `join` and `cluster` put the matches together. What scores by all texts (`weighted`:
//! `tfidf` and `soft_tfidf`, on `vectors`) finds and scores in one go.

mod candidates;
mod cluster;
mod criterion;
mod explain;
mod join;
mod multi_column;
mod progress;
mod request;
mod scoring;
mod search;
#[cfg(test)]
mod tests;
mod texts;
mod tfidf;
mod verify;

pub use cluster::{Method, cluster};
pub use criterion::{Matches, Rows};
pub use explain::explain;
pub use join::join;
pub use multi_column::{Part, join_columns};
pub use progress::{Progress, Watch};
pub use request::Request;
pub use scoring::{Chosen, Scoring, SoftTfidf, Tfidf};
pub use search::index::Choices;
pub use search::prepared::{Preparation, Prepared};
pub use search::top_k::Match;
pub use search::{BATCH, Memory, Search};
pub use texts::corpus::Corpus;
pub use texts::distinct::Distinct;
