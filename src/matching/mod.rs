//! Search, join and cluster on prepared texts. It knows scorers, and no metric by name.
//!
//! `corpus` holds texts. One against many: `choices` puts them in order, and `search` finds the best of
//! them for each query, or scores them all. Many against many: `explain` chooses a plan, `index` finds
//! candidates by it (`signature` and `scan`, `partition`, `remainders`, `overlap`, or `ways`), `verify` has the scorer
//! decide, and `join` and `cluster` put the matches together. What scores by all texts (`weighted`:
//! `tfidf` and `soft_tfidf`, on `vectors`) finds and scores in one go.

mod best;
mod bigrams;
mod choices;
mod cluster;
mod collections;
mod columns;
mod corpus;
mod criterion;
mod distinct;
mod estimates;
mod explain;
mod finder;
mod index;
mod join;
mod kernel;
mod overlap;
mod pairs;
mod partition;
mod prepared;
mod remainders;
mod request;
mod scan;
mod scores;
mod scoring;
mod search;
mod signature;
mod sketch;
mod soft_tfidf;
#[cfg(test)]
mod tests;
mod tfidf;
mod vectors;
mod verify;
mod watch;
mod ways;
mod weighted;
mod words;

pub use best::Match;
pub use choices::Choices;
pub use cluster::{Method, cluster};
pub use columns::{Part, join_columns};
pub use corpus::Corpus;
pub use criterion::{Matches, Rows};
pub use distinct::Distinct;
pub use explain::explain;
pub use join::join;
pub use prepared::{Preparation, Prepared};
pub use request::Request;
pub use scoring::{Chosen, Scoring, SoftTfidf, Tfidf};
pub use search::{BATCH, Memory, Search};
pub use watch::{Progress, Watch};
