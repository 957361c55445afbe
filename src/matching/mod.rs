//! Search, join and cluster on prepared texts. It knows scorers, and no metric by name.

mod corpus;

pub use corpus::Corpus;
