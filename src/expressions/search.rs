//! Texts searched in choices, by any scorer.

use polars::prelude::*;
use serde::Deserialize;

use super::door::symbol;
use crate::columns::SearchArguments;
use crate::matching::ScoringSpec;
use crate::measure::Cutoff;

/// What Python sends along with the texts and the choices of `extract_one` and `extract`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Best {
    /// The name of the function that was called.
    function: String,
    scorer: ScoringSpec,
    score_cutoff: Option<Cutoff>,
    /// How many matches `extract` gives at most; all without it.
    limit: Option<u64>,
    /// Whether every pair counts that has a score, however little its texts have in common.
    every: bool,
}

/// What Python sends along with the texts and the choices of `cdist`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct All {
    scorer: ScoringSpec,
    /// How many choices there are.
    width: usize,
}

fn search_arguments<'a>(
    function: &'a str,
    scorer: &'a ScoringSpec,
    every: bool,
) -> SearchArguments<'a> {
    SearchArguments {
        function,
        scoring: scorer.scoring(),
        every,
    }
}

impl Best {
    fn search_arguments(&self) -> SearchArguments<'_> {
        search_arguments(&self.function, &self.scorer, self.every)
    }

    /// The worst score that is given.
    fn worst(&self) -> Option<f64> {
        let sense = self.scorer.scoring().sense();
        self.score_cutoff.map(|cutoff| cutoff.worst(sense))
    }

    fn most(&self) -> u64 {
        self.limit.unwrap_or(u64::MAX)
    }
}

fn extract_one_output(fields: &[Field], kwargs: Best) -> PolarsResult<Field> {
    kwargs.search_arguments().best_field(fields, None)
}

symbol!(extract_one, extract_one_output, extract_one);

fn extract_one(inputs: &[Series], kwargs: Best) -> PolarsResult<Series> {
    kwargs.search_arguments().best(inputs, kwargs.worst(), None)
}

fn extract_output(fields: &[Field], kwargs: Best) -> PolarsResult<Field> {
    kwargs
        .search_arguments()
        .best_field(fields, Some(kwargs.most()))
}

symbol!(extract, extract_output, extract);

fn extract(inputs: &[Series], kwargs: Best) -> PolarsResult<Series> {
    kwargs
        .search_arguments()
        .best(inputs, kwargs.worst(), Some(kwargs.most()))
}

fn cdist_output(fields: &[Field], kwargs: All) -> PolarsResult<Field> {
    search_arguments("cdist", &kwargs.scorer, true).all_field(fields, kwargs.width)
}

symbol!(cdist, cdist_output, cdist);

fn cdist(inputs: &[Series], kwargs: All) -> PolarsResult<Series> {
    search_arguments("cdist", &kwargs.scorer, true).all(inputs, kwargs.width)
}
