//! The expressions behind `cluster`, `canonical` and `deduplicate`, and behind `groups`.

use polars::prelude::*;
use serde::Deserialize;

use super::door::symbol;
use super::progress::Bar;
use super::warning::warn;
use crate::columns::{self, GroupOutput, Grouping};
use crate::matching::{
    EdgeCriterion, GroupRule, Groups, JobControl, Method, Progress, ScoringSpec,
};
use crate::measure::{Cutoff, Sense};

/// What Python sends along with the column, and the key if there is no scorer.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Arguments {
    /// The name of the function that was called.
    function: String,
    scorer: Option<ScoringSpec>,
    score_cutoff: Cutoff,
    method: Method,
    max_size: Option<u32>,
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
                    GroupRule {
                        method: self.method,
                        largest: self.max_size,
                    },
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
    let notice = |groups: &Groups| notice(&kwargs.function, groups, kwargs.max_size);
    columns::groups(
        &kwargs.function,
        inputs,
        &grouping,
        kwargs.answer,
        &job,
        notice,
    )
}

/// Groups of so many texts are never large.
const FEW: usize = 20;

/// A group is large if it has more than this part of all distinct texts.
const PART: usize = 20;

/// Warns of a group that is large, where none was asked to be smaller.
fn notice(function: &str, groups: &Groups, max_size: Option<u32>) -> PolarsResult<()> {
    let Groups { most, texts, .. } = *groups;
    if max_size.is_some() || most <= FEW || most <= texts / PART {
        return Ok(());
    }
    let remedy = "a stricter score_cutoff, method=\"average\" or max_size keeps groups smaller";
    let sentence = format!("{function}: one group has {most} of {texts} distinct values; {remedy}");
    warn("LargeGroupWarning", &sentence)
        .map_err(|raised| polars_err!(ComputeError: "{function}: {raised}"))
}

/// What Python sends along with pairs.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfPairs {
    score_cutoff: Option<Cutoff>,
    sense: Sense,
    method: Method,
    max_size: Option<u32>,
}

impl OfPairs {
    fn criterion(&self) -> EdgeCriterion {
        EdgeCriterion {
            rule: GroupRule {
                method: self.method,
                largest: self.max_size,
            },
            sense: self.sense,
            worst: self.score_cutoff.map(|cutoff| cutoff.worst(self.sense)),
        }
    }
}

fn groups_output(fields: &[Field], _kwargs: OfPairs) -> PolarsResult<Field> {
    let name = fields
        .first()
        .map_or("group".into(), |field| field.name().clone());
    Ok(Field::new(name, DataType::List(Box::new(DataType::UInt32))))
}

symbol!(groups, groups_output, groups);

fn groups(inputs: &[Series], kwargs: OfPairs) -> PolarsResult<Series> {
    let notice = |groups: &Groups| notice("groups", groups, kwargs.max_size);
    let criterion = kwargs.criterion();
    columns::groups_of_pairs("groups", inputs, criterion, &JobControl::default(), notice)
}

/// What Python sends along with the matches of rows.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfMatches {
    /// The name of the function that was called.
    function: String,
    answer: GroupOutput,
    groups: OfPairs,
}

fn matches_output(fields: &[Field], kwargs: OfMatches) -> PolarsResult<Field> {
    columns::matches_field(&kwargs.function, fields, kwargs.answer)
}

symbol!(cluster_matches, matches_output, cluster_matches);

fn cluster_matches(inputs: &[Series], kwargs: OfMatches) -> PolarsResult<Series> {
    let OfMatches {
        function,
        answer,
        groups,
    } = &kwargs;
    let notice = |found: &Groups| notice(function, found, groups.max_size);
    let job = JobControl::default();
    columns::groups_of_matches(function, inputs, groups.criterion(), *answer, &job, notice)
}

/// What Python sends along with keys and a column.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfKeys {
    /// The name of the function that was called.
    function: String,
}

fn lists_output(fields: &[Field], kwargs: OfKeys) -> PolarsResult<Field> {
    let [_, _, column] = fields else {
        polars_bail!(
            InvalidOperation: "{}: expected 3 columns, got {}", kwargs.function, fields.len()
        );
    };
    let dtype = DataType::List(column.dtype().clone().into());
    Ok(Field::new(column.name().clone(), dtype))
}

symbol!(lists_by_key, lists_output, lists_by_key);

fn lists_by_key(inputs: &[Series], kwargs: OfKeys) -> PolarsResult<Series> {
    columns::lists_by_key(&kwargs.function, inputs)
}
