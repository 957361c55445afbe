//! The expression behind `cluster`, `canonical` and `deduplicate`.

use polars::prelude::*;
use serde::Deserialize;

use super::door::symbol;
use super::progress::Bar;
use crate::columns::{self, GroupOutput, Grouping};
use crate::matching::{JobControl, Method, Progress, ScoringSpec};
use crate::measure::Cutoff;

/// What Python sends along with the column, and the key if there is no scorer.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Arguments {
    /// The name of the function that was called.
    function: String,
    scorer: Option<ScoringSpec>,
    score_cutoff: Cutoff,
    method: Method,
    answer: GroupOutput,
    progress: bool,
}

impl Arguments {
    fn grouping(&self) -> Grouping<'_> {
        match &self.scorer {
            Some(scorer) => {
                let scoring = scorer.scoring();
                Grouping::Score(
                    scoring,
                    self.score_cutoff.worst(scoring.sense()),
                    self.method,
                )
            }
            None => Grouping::Key,
        }
    }
}

fn output(fields: &[Field], kwargs: Arguments) -> PolarsResult<Field> {
    columns::groups_field(&kwargs.function, fields, &kwargs.grouping(), kwargs.answer)
}

symbol!(cluster, output, cluster);

fn cluster(inputs: &[Series], kwargs: Arguments) -> PolarsResult<Series> {
    let bar = kwargs.progress.then(|| Bar::new(&kwargs.function));
    let job = JobControl {
        progress: bar.as_ref().map(|bar| bar as &dyn Progress),
    };
    let grouping = kwargs.grouping();
    columns::groups(&kwargs.function, inputs, &grouping, kwargs.answer, &job)
}
