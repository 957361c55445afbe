//! The expressions behind the scores of `with_numbers` and `given_name` of two columns, row by row.

use polars::prelude::*;
use serde::Deserialize;

use super::door::symbol;
use crate::columns;
use crate::measure::{Cutoff, Measure, Reading, Unit};
use crate::metrics::AnyMetric;
use crate::scorer::{Scorer, Single};

/// What Python sends along with the two columns.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Arguments {
    /// The adjusted metric.
    scorer: Scorer,
    score_cutoff: Option<Cutoff>,
}

impl Arguments {
    fn metric(&self) -> PolarsResult<&AnyMetric> {
        let single = self.scorer.single();
        let metric = single.map(Single::any_metric);
        metric.ok_or_else(
            || polars_err!(InvalidOperation: "score: expected one metric, got a mean of several"),
        )
    }

    fn reading(&self) -> Reading {
        Reading {
            measure: Measure::NormalizedSimilarity,
            score_cutoff: self
                .score_cutoff
                .map(|cutoff| cutoff.worst(self.scorer.sense())),
        }
    }
}

fn output(fields: &[Field], kwargs: Arguments) -> PolarsResult<Field> {
    let measure = kwargs.reading().measure;
    columns::output_field(fields, kwargs.metric()?, Unit::Codepoint, measure)
}

fn scores(inputs: &[Series], kwargs: &Arguments) -> PolarsResult<Series> {
    let (metric, reading) = (kwargs.metric()?, kwargs.reading());
    columns::pairwise(&inputs[0], &inputs[1], metric, Unit::Codepoint, reading)
}

symbol!(with_numbers, output, with_numbers);

fn with_numbers(inputs: &[Series], kwargs: Arguments) -> PolarsResult<Series> {
    scores(inputs, &kwargs)
}

symbol!(given_name, output, given_name);

fn given_name(inputs: &[Series], kwargs: Arguments) -> PolarsResult<Series> {
    scores(inputs, &kwargs)
}
