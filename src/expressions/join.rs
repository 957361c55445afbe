//! The expression behind `fuzzy_join`.

use polars::prelude::*;
use serde::Deserialize;

use super::door::symbol;
use super::progress::Bar;
use crate::columns::{self, JoinArguments};
use crate::matching::{FieldSpec, JobControl, Progress, ScoringSpec, explain};
use crate::measure::{Cutoff, Sense};

/// What Python sends along with the columns.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Arguments {
    /// The name of the function that was called.
    function: String,
    /// For each pair of compared columns what compares it.
    fields: Vec<FieldSpec>,
    score_cutoff: Cutoff,
    /// The share of the weight of all fields that must be known of a pair.
    known: f64,
    /// Whether each field's score is told.
    scores: bool,
    limit: Option<usize>,
    /// Whether both sides are the same rows.
    own: bool,
    /// How many columns come out, where that is known.
    width: Option<u64>,
    progress: bool,
}

impl Arguments {
    fn join_arguments(&self) -> JoinArguments<'_> {
        // Several scorers are similarities.
        let first = self.fields.first();
        let sense = first.map_or(Sense::Similarity, |field| field.scorer.sense());
        JoinArguments {
            function: &self.function,
            fields: &self.fields,
            score_cutoff: self.score_cutoff.worst(sense),
            known: self.known,
            with_scores: self.scores,
            limit: self.limit,
            own: self.own,
            width: self.width,
        }
    }
}

fn output(fields: &[Field], kwargs: Arguments) -> PolarsResult<Field> {
    columns::join_field(fields, &kwargs.join_arguments())
}

symbol!(fuzzy_join, output, fuzzy_join);

fn fuzzy_join(inputs: &[Series], kwargs: Arguments) -> PolarsResult<Series> {
    let bar = kwargs.progress.then(|| Bar::new(&kwargs.function));
    let job = JobControl {
        progress: bar.as_ref().map(|bar| bar as &dyn Progress),
    };
    columns::join(inputs, &kwargs.join_arguments(), &job)
}

/// What Python sends along for an explanation.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Explained {
    scorer: ScoringSpec,
    score_cutoff: Option<Cutoff>,
}

fn explained(_fields: &[Field], _kwargs: Explained) -> PolarsResult<Field> {
    Ok(Field::new("plan".into(), DataType::String))
}

symbol!(explain_matching, explained, explain_matching);

fn explain_matching(_inputs: &[Series], kwargs: Explained) -> PolarsResult<Series> {
    let scoring = kwargs.scorer.scoring();
    let cutoff = kwargs.score_cutoff;
    let plan = explain(scoring, cutoff.map(|cutoff| cutoff.worst(scoring.sense())));
    Ok(Series::new("plan".into(), [plan]))
}
