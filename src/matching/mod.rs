//! Search, join and cluster on prepared texts. It knows scorers, and no metric by name.
//!
//! `corpus` holds texts. One against many: `choices` puts them in order, and `search` finds the best of
//! them for each query, or scores them all. Many against many: `explain` chooses a plan, `index` finds
//! candidates by it (`signature` and `scan`, `partition`, or `overlap`), `verify` has the scorer decide,
//! and `join` and `cluster` put the matches together.

mod best;
mod choices;
mod cluster;
mod collections;
mod columns;
mod corpus;
mod distinct;
mod explain;
mod index;
mod join;
mod kernel;
mod overlap;
mod pairs;
mod partition;
mod scan;
mod scores;
mod search;
mod signature;
#[cfg(test)]
mod tests;
mod tfidf;
mod verify;
mod watch;

pub use best::Match;
pub use choices::Choices;
pub use cluster::{Method, cluster, cluster_equal};
pub use columns::{Part, join_columns};
pub use corpus::Corpus;
pub use distinct::Distinct;
pub use explain::explain;
pub use join::{Chosen, Matches, Request, Rows, Scoring, join};
pub use search::{BATCH, Memory, Search};
pub use tfidf::Tfidf;
pub use watch::{Progress, Watch};
