//! Search, join and cluster on prepared texts. It knows scorers, and no metric by name.
//!
//! `texts` holds texts. One against many: `search` puts them in order, and finds the best of them for each
//! query, or scores them all. Many against many: `explain` chooses a plan, `candidates` finds pairs by it
//! (`signature_scan`, `segments`, `deletions`, `prefix_filter`, or a `union`), `verify` has the scorer decide, and
//! `join` and `cluster` put the matches together, and `assignment` leaves each row one partner. Scores by all texts
//! (`tfidf`) are found and given in one go. What is no text (`values`) is a field of records (`multi_column`).
//! `criterion`, `request` and `scoring` are the words that the others speak.

mod assignment;
mod candidates;
mod cluster;
mod criterion;
mod explain;
mod fields;
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
mod values;
mod verify;

pub use assignment::{ScoredPair, one_to_one};
pub use cluster::{EdgeCriterion, GroupRule, Groups, Method, cluster, group_pairs};
pub use criterion::{Matches, RowRange};
pub use explain::explain;
pub use fields::{FieldColumns, FieldScorer, FieldSpec, JoinField, Nulls, Records};
pub use join::{PAIR, PAIR_AT_PEAK, TOO_MANY, join, join_group};
pub use multi_column::join_records;
pub use progress::{JobControl, Progress};
pub use request::Request;
pub use scoring::{Scoring, ScoringSpec, SoftTfidf, Tfidf};
pub use search::index::Choices;
pub use search::prepared::{Preparation, Prepared};
pub use search::top_k::Match;
pub use search::{QUERIES_PER_BATCH, Search, SearchMemory};
pub use texts::corpus::Corpus;
pub use texts::distinct::Distinct;
pub use tfidf::pair_scores::CorpusScores;
pub use tfidf::shared::SharedWeights;
pub use values::{Day, SetMetric, Sets, ValueRange, ValueScorer, Values};
