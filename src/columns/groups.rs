//! The rows of one column in groups of matching texts, and what is asked of the groups.

use std::collections::HashMap;

use polars::prelude::*;
use serde::Deserialize;

use super::input::dtype::{OBJECT, TextKind};
use super::input::imploded::corpus;
use crate::matching::{
    EdgeCriterion, GroupRule, Groups, JobControl, Request, RowRange, Scoring, cluster, group_pairs,
};

/// What comes out for each row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum GroupOutput {
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
    Score(Scoring<'a>, f64, GroupRule),
    /// By a second column, of any dtype: rows are together where it is equal.
    Key,
}

/// The name and dtype of the output.
///
/// # Errors
/// If there are not as many columns as expected, or they do not hold text.
pub(crate) fn groups_field(
    function: &str,
    fields: &[Field],
    grouping: &Grouping<'_>,
    output: GroupOutput,
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
    if let Some(key) = fields.get(1).filter(|key| *key.dtype() == OBJECT) {
        polars_bail!(
            SchemaMismatch: "{function}: expected a key of a dtype whose values can be equal, got Object for column {:?}",
            key.name().as_str(),
        );
    }
    let kind = TextKind::of(function, &fields[0])?;
    if let Grouping::Score(scoring, ..) = grouping {
        kind.processed(function, &fields[0], scoring.processor())?;
    }
    let dtype = match output {
        GroupOutput::Group => DataType::UInt32,
        GroupOutput::Canonical => fields[0].dtype().clone(),
        _ => DataType::Boolean,
    };
    Ok(Field::new(fields[0].name().clone(), dtype))
}

/// Groups the rows of a column and answers what is asked; `notice` is shown groups that scores made.
///
/// # Errors
/// If the columns do not hold text, there are too many matches, or the work was stopped.
pub(crate) fn groups(
    function: &str,
    inputs: &[Series],
    grouping: &Grouping<'_>,
    output: GroupOutput,
    job: &JobControl<'_>,
    notice: impl Fn(&Groups) -> PolarsResult<()>,
) -> PolarsResult<Series> {
    let fields: Vec<Field> = inputs
        .iter()
        .map(|input| input.field().into_owned())
        .collect();
    let field = groups_field(function, &fields, grouping, output)?;
    let column = &inputs[0];
    let kind = TextKind::of(function, &fields[0])?;
    // Without a scorer, and for a text of the group, worth is known when the groups are.
    let is_of_group = matches!(grouping, Grouping::Key) || output == GroupOutput::Canonical;
    let mut worth = match is_of_group {
        true => Vec::new(),
        false => worths(column, kind, output, None)?,
    };
    let numbers = match grouping {
        Grouping::Score(scoring, cutoff, rule) => {
            let corpus = corpus(column, kind, scoring.processor())?;
            let request = Request {
                scoring: *scoring,
                cutoff: Some(*cutoff),
                limit: None,
            };
            let rows = RowRange {
                range: 0..corpus.len(),
                corpus: &corpus,
            };
            let groups = cluster(request, &rows, *rule, &worth, job)
                .map_err(|wrong| polars_err!(ComputeError: "{function}: {wrong}"))?;
            notice(&groups)?;
            groups.numbers
        }
        Grouping::Key => {
            let key = &inputs[1];
            if key.len() != column.len() {
                polars_bail!(
                    ShapeMismatch: "{function}: expected as many keys as rows, got {} for {}",
                    key.len(), column.len(),
                );
            }
            equal(column, key)?
        }
    };
    let name = field.name().clone();
    if output == GroupOutput::Group {
        return Ok(UInt32Chunked::from_iter_options(name, numbers.into_iter()).into_series());
    }
    if is_of_group {
        worth = worths(column, kind, output, Some(&numbers))?;
    }
    let chosen = representatives(&numbers, &worth);
    let of_row = |row: usize| numbers[row].map(|group| chosen[group as usize]);
    if output == GroupOutput::Canonical {
        // A text without a group, because its key is null, stands for itself.
        let rows = (0..column.len()).map(|row| of_row(row).unwrap_or(row) as IdxSize);
        return Ok(column
            .take(&IdxCa::from_iter_values(name.clone(), rows))?
            .with_name(name));
    }
    let kept = (0..column.len()).map(|row| of_row(row).is_none_or(|chosen| chosen == row));
    Ok(BooleanChunked::from_iter_values(name, kept).into_series())
}

/// Groups nodes by the lists of their pairs: left nodes, right nodes and scores, beside the number of nodes. Gives
/// for each graph a list with the groups of its nodes.
///
/// # Errors
/// If the columns do not hold these, or the work was stopped.
pub(crate) fn groups_of_pairs(
    function: &str,
    inputs: &[Series],
    criterion: EdgeCriterion,
    job: &JobControl<'_>,
    notice: impl Fn(&Groups) -> PolarsResult<()>,
) -> PolarsResult<Series> {
    let [lefts, rights, scores, nodes] = inputs else {
        polars_bail!(InvalidOperation: "{function}: expected 4 columns, got {}", inputs.len());
    };
    let (lefts, rights, scores) = (lefts.list()?, rights.list()?, scores.list()?);
    let counts = nodes.u32()?;
    let graph = |at: usize| -> PolarsResult<Option<Series>> {
        let parts = [lefts, rights, scores].map(|lists| lists.get_as_series(at));
        let (Some(count), [Some(left), Some(right), Some(score)]) = (counts.get(at), parts) else {
            return Ok(None);
        };
        let (left, right, score) = (left.u32()?, right.u32()?, score.f64()?);
        let ends = left.iter().zip(right.iter()).zip(score.iter());
        let is_node = |node: &u32| *node < count;
        let pairs: Vec<(u32, u32, f64)> = ends
            .filter_map(|((one, other), score)| {
                Some((one.filter(is_node)?, other.filter(is_node)?, score?))
            })
            .collect();
        let groups = group_pairs(count as usize, &pairs, &[], criterion, job)
            .map_err(|wrong| polars_err!(ComputeError: "{function}: {wrong}"))?;
        notice(&groups)?;
        let numbers = groups.numbers.into_iter();
        Ok(Some(
            UInt32Chunked::from_iter_options("".into(), numbers).into_series(),
        ))
    };
    let graphs = (0..counts.len()).map(graph);
    let mut found: ListChunked = graphs.collect::<PolarsResult<_>>()?;
    found.rename(lefts.name().clone());
    Ok(found.into_series())
}

/// The output of [`groups_of_matches`].
///
/// # Errors
/// If there are fewer columns than expected.
pub(crate) fn matches_field(
    function: &str,
    fields: &[Field],
    output: GroupOutput,
) -> PolarsResult<Field> {
    let [.., record, _] = fields else {
        polars_bail!(InvalidOperation: "{function}: expected 3 columns or more, got {}", fields.len());
    };
    let dtype = match output {
        GroupOutput::Group => DataType::UInt32,
        GroupOutput::Canonical => record.dtype().clone(),
        _ => DataType::Boolean,
    };
    Ok(Field::new(record.name().clone(), dtype))
}

/// Groups the rows of a frame by the matches that joins of it with itself found, and answers what is asked. The columns
/// are lists of matches with the parts `left`, `right` and `score`, then the compared columns as one, and
/// how long the texts of each row are.
///
/// # Errors
/// If the columns do not hold these, or the work was stopped.
pub(crate) fn groups_of_matches(
    function: &str,
    inputs: &[Series],
    criterion: EdgeCriterion,
    output: GroupOutput,
    job: &JobControl<'_>,
    notice: impl Fn(&Groups) -> PolarsResult<()>,
) -> PolarsResult<Series> {
    let fields = inputs.iter().map(|input| input.field().into_owned());
    let field = matches_field(function, &fields.collect::<Vec<_>>(), output)?;
    let [found @ .., record, lengths] = inputs else {
        return Ok(Series::new_empty(field.name().clone(), field.dtype()));
    };
    let rows = record.len();
    let pairs = pairs_of(found, rows)?;
    let worths = match output {
        GroupOutput::MostFrequent => times(&equal(record, record)?),
        GroupOutput::Longest => lengths
            .u32()?
            .iter()
            .map(Option::unwrap_or_default)
            .collect(),
        _ => Vec::new(),
    };
    let groups = group_pairs(rows, &pairs, &worths, criterion, job)
        .map_err(|wrong| polars_err!(ComputeError: "{function}: {wrong}"))?;
    notice(&groups)?;
    let numbers = groups.numbers;
    let name = field.name().clone();
    match output {
        GroupOutput::Group => {
            Ok(UInt32Chunked::from_iter_options(name, numbers.into_iter()).into_series())
        }
        GroupOutput::Canonical => {
            let records = equal(record, record)?;
            let of_group = records.iter().zip(&numbers);
            let of_group: Vec<_> = of_group
                .map(|(record, group)| Some((*group, *record)))
                .collect();
            let chosen = representatives(&numbers, &times(&of_group));
            let row = |row: usize| numbers[row].map_or(row, |group| chosen[group as usize]);
            let rows = (0..rows).map(|at| row(at) as IdxSize);
            Ok(record
                .take(&IdxCa::from_iter_values(PlSmallStr::EMPTY, rows))?
                .with_name(name))
        }
        _ => {
            let chosen = representatives(&numbers, &worths);
            let kept =
                (0..rows).map(|row| numbers[row].is_none_or(|group| chosen[group as usize] == row));
            Ok(BooleanChunked::from_iter_values(name, kept).into_series())
        }
    }
}

/// The pairs of rows in lists of matches.
fn pairs_of(found: &[Series], rows: usize) -> PolarsResult<Vec<(u32, u32, f64)>> {
    let mut pairs = Vec::new();
    for matches in found {
        let matches = matches.list()?.get_inner();
        let matches = matches.struct_()?;
        let [left, right, score] =
            ["left", "right", "score"].map(|part| matches.field_by_name(part));
        let (left, right, score) = (left?, right?, score?);
        let ends = left
            .u32()?
            .iter()
            .zip(right.u32()?.iter())
            .zip(score.f64()?.iter());
        let is_row = |row: &u32| (*row as usize) < rows;
        pairs.extend(ends.filter_map(|((one, other), score)| {
            Some((one.filter(is_row)?, other.filter(is_row)?, score?))
        }));
    }
    Ok(pairs)
}

/// For each row how many rows have its value; a row without one counts 0.
fn times<V: Eq + std::hash::Hash + Copy>(values: &[Option<V>]) -> Vec<u32> {
    let mut counts: HashMap<V, u32> = HashMap::new();
    for value in values.iter().flatten() {
        *counts.entry(*value).or_default() += 1;
    }
    let count = |value: &Option<V>| value.map_or(0, |value| counts[&value]);
    values.iter().map(count).collect()
}

/// The values of a column in lists, one for each key, keys in the order of their first rows, then an empty list for each
/// row that is left. The columns say whether the key of a row is known, what it is, and the value; a row without a key
/// has a list of its own.
///
/// # Errors
/// If there are not as many keys as rows.
pub(crate) fn lists_by_key(function: &str, inputs: &[Series]) -> PolarsResult<Series> {
    let [is_known, key, column] = inputs else {
        polars_bail!(InvalidOperation: "{function}: expected 3 columns, got {}", inputs.len());
    };
    if key.len() != column.len() {
        polars_bail!(
            ShapeMismatch: "{function}: expected as many keys as rows, got {} for {}",
            key.len(), column.len(),
        );
    }
    let mut known = equal(key, key)?;
    for (number, is_known) in known.iter_mut().zip(is_known.bool()?.iter()) {
        *number = number.filter(|_| is_known == Some(true));
    }
    let count = known.iter().flatten().max().map_or(0, |last| last + 1);
    let mut alone = count..;
    let mut sizes = vec![0_usize; count as usize];
    let of_row: Vec<u32> = known
        .iter()
        .map(|number| number.or_else(|| alone.next()).unwrap_or_default())
        .inspect(|number| {
            let number = *number as usize;
            if sizes.len() <= number {
                sizes.resize(number + 1, 0);
            }
            sizes[number] += 1;
        })
        .collect();
    // As many lists as rows, the last ones empty: Polars may keep what two expressions share as a column of the frame.
    sizes.resize(column.len(), 0);
    let mut rows: Vec<IdxSize> = (0..column.len() as IdxSize).collect();
    rows.sort_by_key(|row| of_row[*row as usize]);
    let values = column
        .take(&IdxCa::from_vec(PlSmallStr::EMPTY, rows))?
        .rechunk();
    let mut first = 0;
    let lists = sizes.iter().map(|size| {
        let list = values.slice(first, *size);
        first += *size as i64;
        Some(list)
    });
    let mut lists: ListChunked = lists.collect();
    if lists.is_empty() {
        lists = ListChunked::full_null_with_dtype(PlSmallStr::EMPTY, 0, column.dtype());
    }
    Ok(lists.with_name(column.name().clone()).into_series())
}

/// Groups of rows with equal keys; a row without a text or a key belongs to none.
fn equal(column: &Series, key: &Series) -> PolarsResult<Vec<Option<u32>>> {
    let frame = key.clone().into_frame();
    let columns = frame.columns().to_vec();
    let keys = frame.group_by_with_series(columns, false, false)?;
    let keys = keys.get_groups();
    let mut key_of = vec![0; key.len()];
    for (at, rows) in keys.iter().enumerate() {
        match rows {
            GroupsIndicator::Idx((_, rows)) => {
                rows.iter().for_each(|row| key_of[*row as usize] = at);
            }
            GroupsIndicator::Slice([first, count]) => {
                key_of[first as usize..(first + count) as usize].fill(at);
            }
        }
    }
    let mut numbers: Vec<Option<u32>> = vec![None; keys.len()];
    let mut next = 0..;
    let is_known = column.is_not_null() & key.is_not_null();
    let number = |(is_known, key): (Option<bool>, usize)| {
        if is_known != Some(true) {
            return None;
        }
        numbers[key] = numbers[key].or_else(|| next.next());
        numbers[key]
    };
    Ok(is_known.iter().zip(key_of).map(number).collect())
}

/// How much each row is worth as the one that is kept, its group being known or all rows being one; nothing
/// where all are worth the same.
fn worths(
    column: &Series,
    kind: TextKind,
    output: GroupOutput,
    groups: Option<&[Option<u32>]>,
) -> PolarsResult<Vec<u32>> {
    if matches!(output, GroupOutput::Group | GroupOutput::First) {
        return Ok(Vec::new());
    }
    let texts = corpus(column, kind, None)?;
    if output == GroupOutput::Longest {
        return Ok((0..texts.len()).map(|row| texts.length(row)).collect());
    }
    let text = |row: usize| {
        let group = groups.map_or(Some(0), |groups| groups[row]);
        Some((group?, texts.get(row)?))
    };
    let mut times: HashMap<_, u32> = HashMap::new();
    for text in (0..texts.len()).filter_map(text) {
        *times.entry(text).or_default() += 1;
    }
    let worth = |row| text(row).map_or(0, |text| times[&text]);
    Ok((0..texts.len()).map(worth).collect())
}

/// For each group the row that stands for it: the one that is worth most, of equal ones the first.
fn representatives(numbers: &[Option<u32>], worths: &[u32]) -> Vec<usize> {
    let mut chosen: Vec<Option<(u32, usize)>> = Vec::new();
    for (row, group) in numbers.iter().enumerate() {
        let Some(group) = *group else {
            continue;
        };
        let worth = worths.get(row).copied().unwrap_or_default();
        if chosen.len() <= group as usize {
            chosen.resize(group as usize + 1, None);
        }
        let best = &mut chosen[group as usize];
        if best.is_none_or(|(most, _)| worth > most) {
            *best = Some((worth, row));
        }
    }
    let rows = chosen.into_iter();
    rows.map(|best| best.map_or(0, |(_, row)| row)).collect()
}
