//! Search, join and cluster on prepared texts. It knows scorers, and no metric by name.

mod columns;
mod corpus;
mod distinct;
mod explain;
mod index;
mod join;
mod partition;
mod scan;
mod signature;
#[cfg(test)]
mod tests;
mod verify;
mod watch;

pub use columns::{Part, join_columns};
pub use corpus::Corpus;
pub use distinct::Distinct;
pub use explain::explain;
pub use join::{Matches, Request, Rows, join};
pub use watch::{Progress, Watch};
