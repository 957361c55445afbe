//! Texts searched in choices, by any scorer.

use polars::prelude::*;
use serde::Deserialize;

use super::door::symbol;
use crate::columns::Question;
use crate::matching::Chosen;

/// What Python sends along with the texts and the choices of `extract_one` and `extract`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Best {
    scorer: Chosen,
    score_cutoff: Option<f64>,
    /// How many matches `extract` gives at most; all without it.
    limit: Option<u64>,
    /// Whether every pair counts that has a score, however little its texts have in common.
    every: bool,
}

/// What Python sends along with the texts and the choices of `cdist`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct All {
    scorer: Chosen,
    /// How many choices there are.
    width: usize,
}

fn question<'a>(function: &'static str, scorer: &'a Chosen, every: bool) -> Question<'a> {
    Question {
        function,
        scoring: scorer.scoring(),
        every,
    }
}

fn extract_one_output(fields: &[Field], kwargs: Best) -> PolarsResult<Field> {
    question("extract_one", &kwargs.scorer, kwargs.every).best_field(fields, None)
}

symbol!(extract_one, extract_one_output, extract_one);

fn extract_one(inputs: &[Series], kwargs: Best) -> PolarsResult<Series> {
    question("extract_one", &kwargs.scorer, kwargs.every).best(inputs, kwargs.score_cutoff, None)
}

fn most(kwargs: &Best) -> u64 {
    kwargs.limit.unwrap_or(u64::MAX)
}

fn extract_output(fields: &[Field], kwargs: Best) -> PolarsResult<Field> {
    question("extract", &kwargs.scorer, kwargs.every).best_field(fields, Some(most(&kwargs)))
}

symbol!(extract, extract_output, extract);

fn extract(inputs: &[Series], kwargs: Best) -> PolarsResult<Series> {
    question("extract", &kwargs.scorer, kwargs.every).best(
        inputs,
        kwargs.score_cutoff,
        Some(most(&kwargs)),
    )
}

fn cdist_output(fields: &[Field], kwargs: All) -> PolarsResult<Field> {
    question("cdist", &kwargs.scorer, true).all_field(fields, kwargs.width)
}

symbol!(cdist, cdist_output, cdist);

fn cdist(inputs: &[Series], kwargs: All) -> PolarsResult<Series> {
    question("cdist", &kwargs.scorer, true).all(inputs, kwargs.width)
}
