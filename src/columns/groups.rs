//! The rows of one column in groups of matching texts, and what is asked of the groups.

use std::collections::HashMap;

use polars::prelude::*;
use serde::Deserialize;

use super::inputs::Kind;
use super::lists::corpus;
use crate::matching::{Method, Request, Rows, Scoring, Watch, cluster, cluster_equal};

/// What is told of each row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Answer {
    /// The number of its group.
    Group,
    /// The most frequent text of its group.
    Canonical,
    /// Whether it is the first of its group.
    First,
    /// Whether it is the first with the most frequent text of its group.
    MostFrequent,
    /// Whether it is the first with the longest text of its group.
    Longest,
}

/// How rows come to their groups.
pub(crate) enum Grouping<'a> {
    /// By the scores of their texts.
    Score(Scoring<'a>, f64, Method),
    /// By a second column: rows are together where it is equal.
    Key,
}

/// The name and dtype of the answers.
///
/// # Errors
/// If there are not as many columns as expected, or they do not hold text.
pub(crate) fn groups_field(
    function: &str,
    fields: &[Field],
    grouping: &Grouping<'_>,
    answer: Answer,
) -> PolarsResult<Field> {
    let expected = match grouping {
        Grouping::Score(..) => 1,
        Grouping::Key => 2,
    };
    if fields.len() != expected {
        polars_bail!(
            InvalidOperation: "{function}: expected {expected} columns, got {}", fields.len()
        );
    }
    for field in fields {
        Kind::of(function, field)?;
    }
    let dtype = match answer {
        Answer::Group => DataType::UInt32,
        Answer::Canonical => fields[0].dtype().clone(),
        _ => DataType::Boolean,
    };
    Ok(Field::new(fields[0].name().clone(), dtype))
}

/// Groups the rows of a column and answers what is asked.
///
/// # Errors
/// If the columns do not hold text, there are too many matches, or the work was stopped.
pub(crate) fn groups(
    function: &str,
    inputs: &[Series],
    grouping: &Grouping<'_>,
    answer: Answer,
    watch: &Watch<'_>,
) -> PolarsResult<Series> {
    let fields: Vec<Field> = inputs
        .iter()
        .map(|input| input.field().into_owned())
        .collect();
    let field = groups_field(function, &fields, grouping, answer)?;
    let column = &inputs[0];
    let compared = inputs.last().unwrap_or(column);
    if compared.len() != column.len() {
        polars_bail!(
            ShapeMismatch: "{function}: expected as many keys as rows, got {} for {}",
            compared.len(), column.len(),
        );
    }
    let kind = |at: usize| Kind::of(function, &fields[at]);
    let numbers = match grouping {
        Grouping::Score(scoring, cutoff, method) => {
            let corpus = corpus(column, kind(0)?, scoring.processor())?;
            let request = Request {
                scoring: *scoring,
                cutoff: Some(*cutoff),
                limit: None,
            };
            let rows = Rows {
                range: 0..corpus.len(),
                corpus: &corpus,
            };
            cluster(request, &rows, *method, watch)
                .map_err(|wrong| polars_err!(ComputeError: "{function}: {wrong}"))?
        }
        Grouping::Key => {
            let corpus = corpus(compared, kind(1)?, None)?;
            cluster_equal(&Rows {
                range: 0..corpus.len(),
                corpus: &corpus,
            })
        }
    };
    let name = field.name().clone();
    if answer == Answer::Group {
        return Ok(UInt32Chunked::from_iter_options(name, numbers.into_iter()).into_series());
    }
    let chosen = representatives(column, kind(0)?, &numbers, answer)?;
    let of_row = |row: usize| numbers[row].map(|group| chosen[group as usize]);
    if answer == Answer::Canonical {
        // A text without a group, because its key is null, stands for itself.
        let rows = (0..column.len()).map(|row| of_row(row).unwrap_or(row) as IdxSize);
        return Ok(column
            .take(&IdxCa::from_iter_values(name.clone(), rows))?
            .with_name(name));
    }
    let kept = (0..column.len()).map(|row| of_row(row).is_none_or(|chosen| chosen == row));
    Ok(BooleanChunked::from_iter_values(name, kept).into_series())
}

/// For each group the row that stands for it.
fn representatives(
    column: &Series,
    kind: Kind,
    numbers: &[Option<u32>],
    answer: Answer,
) -> PolarsResult<Vec<usize>> {
    let corpus = corpus(column, kind, None)?;
    let mut times: HashMap<_, usize> = HashMap::new();
    let grouped = || {
        numbers
            .iter()
            .enumerate()
            .filter_map(|(row, group)| Some((row, (*group)?)))
    };
    if matches!(answer, Answer::Canonical | Answer::MostFrequent) {
        for (row, group) in grouped() {
            if let Some(text) = corpus.get(row) {
                *times.entry((group, text)).or_default() += 1;
            }
        }
    }
    let worth = |row: usize, group: u32| match answer {
        Answer::Longest => corpus.length(row) as usize,
        _ => corpus
            .get(row)
            .map_or(0, |text| times.get(&(group, text)).copied().unwrap_or(0)),
    };
    let count = numbers
        .iter()
        .flatten()
        .max()
        .map_or(0, |most| *most as usize + 1);
    let mut chosen: Vec<Option<(usize, usize)>> = vec![None; count];
    for (row, group) in grouped() {
        let worth = worth(row, group);
        let best = &mut chosen[group as usize];
        if best.is_none_or(|(most, _)| worth > most) {
            *best = Some((worth, row));
        }
    }
    Ok(chosen
        .into_iter()
        .map(|best| best.map_or(0, |(_, row)| row))
        .collect())
}
