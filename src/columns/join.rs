//! Frames joined on similar text: which of their rows match.
//!
//! Each row of the input is a group: two lists of row numbers, and for each pair of compared columns
//! two lists of texts. Its answer is a list of matches. Groups are joined by themselves; small ones
//! are shared out, and a large one takes all threads. What texts weigh, for scores that depend on all of
//! them, is counted in all groups.

use polars::prelude::*;
use polars_arrow::array::ListArray;
use polars_arrow::offset::OffsetsBuffer;

use super::input::dtype::TextKind;
use super::input::imploded::{ImplodedColumn, element};
use crate::matching::{
    Corpus, JobControl, Matches, Part, Request, RowRange, Scoring, ScoringSpec, SharedWeights,
    TOO_MANY, join_columns, join_group,
};
use crate::memory;
use crate::threads;

/// A group of so many pairs takes all threads.
const LARGE: usize = 1 << 16;

/// Bytes that a match takes at the peak: here, and in Polars where it is exploded and joined with both frames.
const MATCH: u64 = 64;

/// Bytes of these that it takes once it is found.
const FOUND: u64 = (2 * size_of::<u32>() + size_of::<f64>()) as u64;

/// Bytes that it takes for each column of the frame that comes out.
const COLUMN: u64 = 16;

/// Columns of a frame that nobody has counted, because it is lazy.
const FEW: u64 = 5;

/// The arguments of a join, but for its columns.
pub(crate) struct JoinArguments<'a> {
    /// The name of the function, for errors.
    pub(crate) function: &'a str,
    /// For each pair of compared columns the scorer and its weight.
    pub(crate) parts: &'a [(ScoringSpec, f64)],
    /// The worst score that reaches the cutoff.
    pub(crate) score_cutoff: f64,
    /// Whether both sides are the same rows, of which each pair is wanted once.
    pub(crate) own: bool,
    /// How many matches a left row keeps.
    pub(crate) limit: Option<usize>,
    /// How many columns the frame has that comes out, where that is known.
    pub(crate) width: Option<u64>,
}

impl JoinArguments<'_> {
    /// Bytes that a match takes at the peak.
    fn bytes(&self) -> u64 {
        let row = MATCH + COLUMN * self.width.unwrap_or(FEW);
        // Each pair is found twice, and dropped once.
        if self.own { row / 2 + 8 } else { row }
    }
}

/// The names of a match's parts.
const PARTS: [&str; 3] = ["left", "right", "score"];

/// The name and dtype of a join's result.
///
/// # Errors
/// If there are not as many columns as scorers ask for, or they cannot be compared.
pub(crate) fn join_field(fields: &[Field], arguments: &JoinArguments<'_>) -> PolarsResult<Field> {
    kinds(fields, arguments)?;
    let dtypes = [DataType::UInt32, DataType::UInt32, DataType::Float64];
    let parts = PARTS.iter().zip(dtypes);
    let parts = parts.map(|(name, dtype)| Field::new((*name).into(), dtype));
    let matched = DataType::Struct(parts.collect());
    Ok(Field::new(
        fields[0].name().clone(),
        DataType::List(matched.into()),
    ))
}

/// What each pair of columns is compared as.
fn kinds(fields: &[Field], arguments: &JoinArguments<'_>) -> PolarsResult<Vec<TextKind>> {
    let function = arguments.function;
    let expected = 2 + 2 * arguments.parts.len();
    if fields.len() != expected || arguments.parts.is_empty() {
        polars_bail!(
            InvalidOperation: "{function}: expected {expected} columns, got {}", fields.len()
        );
    }
    let pairs = fields[2..].as_chunks().0.iter().zip(arguments.parts);
    let kind = |([left, right], (scorer, _)): (&[Field; 2], &(ScoringSpec, f64))| {
        let [left, right] = [element(function, left)?, element(function, right)?];
        let kind = TextKind::of_both(function, &left, &right)?;
        kind.processed(function, &left, scorer.scoring().processor())
    };
    pairs.map(kind).collect()
}

/// Joins each group's columns.
///
/// # Errors
/// If the columns cannot be compared, an answer is too large, or the work was stopped.
pub(crate) fn join(
    inputs: &[Series],
    arguments: &JoinArguments<'_>,
    job: &JobControl<'_>,
) -> PolarsResult<Series> {
    let fields: Vec<Field> = inputs
        .iter()
        .map(|input| input.field().into_owned())
        .collect();
    let field = join_field(&fields, arguments)?;
    let kinds = kinds(&fields, arguments)?;
    let groups = inputs[0].len();
    let rows = [numbers(&inputs[0])?, numbers(&inputs[1])?];
    let mut columns = Vec::with_capacity(arguments.parts.len());
    for ((pair, kind), (scorer, _)) in inputs[2..]
        .as_chunks()
        .0
        .iter()
        .zip(kinds)
        .zip(arguments.parts)
    {
        let [left, right]: &[Series; 2] = pair;
        let lists = [ImplodedColumn::new(left)?, ImplodedColumn::new(right)?];
        let [left, right] = &lists;
        let processor = scorer.scoring().processor();
        let corpora = [
            left.corpus(kind, processor)?,
            right.corpus(kind, processor)?,
        ];
        columns.push((lists, corpora));
    }
    let failed = |wrong: String| polars_err!(ComputeError: "{}: {wrong}", arguments.function);
    let weights = match (&columns[..], arguments.parts) {
        // A group without others has all rows, and counts them itself.
        ([(lists, corpora)], [(scorer, _)]) if groups > 1 => {
            let sides = [0, 1].map(|side| RowRange {
                corpus: &corpora[side],
                range: lists[side].all(),
            });
            SharedWeights::new(scorer.scoring(), &sides).map_err(failed)?
        }
        _ => None,
    };
    let of_group = |group: usize| join_rows(arguments, &columns, group, weights.as_ref(), job);
    let size = |group: usize| {
        let [left, right] = &columns[0].0;
        left.range(group)
            .len()
            .saturating_mul(right.range(group).len())
    };
    let mut answers: Vec<Option<Result<Matches, String>>> = Vec::new();
    answers.resize_with(groups, || None);
    let is_large = |group: usize| groups == 1 || size(group) >= LARGE;
    for (group, answer) in answers
        .iter_mut()
        .enumerate()
        .filter(|(group, _)| is_large(*group))
    {
        *answer = Some(of_group(group));
    }
    let mut small: Vec<_> = answers.iter_mut().enumerate().collect();
    small.retain(|(group, _)| !is_large(*group));
    let mut shares = Vec::new();
    while !small.is_empty() {
        shares.push(small.split_off(small.len().saturating_sub(small.len().div_ceil(16).max(64))));
    }
    threads::for_each_parallel(shares, |share| {
        for (group, answer) in share {
            *answer = Some(of_group(group));
        }
    });
    let answers: Result<Vec<Matches>, String> = answers.into_iter().flatten().collect();
    let answers = answers.map_err(failed)?;
    // Each group saw that its own matches fit, and here are those of all.
    let count: usize = answers.iter().map(|answer| answer.left.len()).sum();
    let missing = count as u64 * (arguments.bytes() - FOUND);
    memory::expect_room(missing, TOO_MANY).map_err(failed)?;
    collect(&field, &rows, answers, arguments)
}

/// Row numbers, as they stand in the groups.
fn numbers(column: &Series) -> PolarsResult<(ImplodedColumn, Vec<u32>)> {
    let lists = ImplodedColumn::new(column)?;
    let numbers = lists.elements.cast(&DataType::UInt32)?;
    let numbers = numbers
        .u32()?
        .iter()
        .map(Option::unwrap_or_default)
        .collect();
    Ok((lists, numbers))
}

/// Joins the rows of a group.
fn join_rows<'a>(
    arguments: &JoinArguments<'a>,
    columns: &'a [([ImplodedColumn; 2], [Corpus; 2])],
    group: usize,
    weights: Option<&SharedWeights>,
    job: &JobControl<'_>,
) -> Result<Matches, String> {
    let sides = |(lists, corpora): &'a ([ImplodedColumn; 2], [Corpus; 2])| {
        [0, 1].map(|side| RowRange {
            corpus: &corpora[side],
            range: lists[side].range(group),
        })
    };
    if let ([only], [(scorer, _)]) = (columns, arguments.parts) {
        let request = Request {
            scoring: scorer.scoring(),
            cutoff: Some(arguments.score_cutoff),
            limit: arguments.limit,
        };
        return join_group(request, &sides(only), weights, job, arguments.bytes());
    }
    let part = |(column, (scorer, weight)): (&'a _, &'a (ScoringSpec, f64))| match scorer.scoring()
    {
        Scoring::Pairs(scorer) => Ok(Part {
            scorer,
            weight: *weight,
            sides: sides(column),
        }),
        Scoring::Tfidf(_) | Scoring::SoftTfidf(_) => {
            Err("expected scorers of two texts for several columns, got one of all texts")
        }
    };
    let parts: Result<Vec<Part<'_>>, _> = columns.iter().zip(arguments.parts).map(part).collect();
    join_columns(
        &parts?,
        arguments.score_cutoff,
        arguments.limit,
        job,
        arguments.bytes(),
    )
}

/// The matches of all groups as lists.
fn collect(
    field: &Field,
    rows: &[(ImplodedColumn, Vec<u32>); 2],
    answers: Vec<Matches>,
    arguments: &JoinArguments<'_>,
) -> PolarsResult<Series> {
    let mut ends = Vec::with_capacity(answers.len() + 1);
    ends.push(0);
    let (mut left, mut right, mut scores) = (Vec::new(), Vec::new(), Vec::new());
    for (group, mut answer) in answers.into_iter().enumerate() {
        if arguments.own
            && let [(scorer, _)] = arguments.parts
        {
            answer.keep_once(scorer.scoring().sense(), scorer.scoring().is_symmetric());
        }
        let [lefts, rights] = rows
            .each_ref()
            .map(|(lists, numbers)| &numbers[lists.range(group)]);
        let numbered = |numbers: &[u32], row: &mut u32| *row = numbers[*row as usize];
        answer.left.iter_mut().for_each(|row| numbered(lefts, row));
        answer
            .right
            .iter_mut()
            .for_each(|row| numbered(rights, row));
        join_up(&mut left, answer.left);
        join_up(&mut right, answer.right);
        join_up(&mut scores, answer.scores);
        ends.push(left.len() as i64);
    }
    let [one, other, score] = PARTS.map(PlSmallStr::from_static);
    let parts = [
        UInt32Chunked::from_vec(one, left).into_series(),
        UInt32Chunked::from_vec(other, right).into_series(),
        Float64Chunked::from_vec(score, scores).into_series(),
    ];
    let matches = StructChunked::from_series(PlSmallStr::EMPTY, parts[0].len(), parts.iter())?;
    let matches = matches.rechunk().downcast_as_array().clone();
    let ends = OffsetsBuffer::try_from(ends)?;
    let dtype = field.dtype().to_arrow(CompatLevel::newest());
    let lists = ListArray::try_new(dtype, ends, matches.boxed(), None)?;
    Series::try_from((field.name().clone(), lists.boxed()))
}

/// Puts values behind others, and copies none where there are no others.
fn join_up<T>(all: &mut Vec<T>, mut more: Vec<T>) {
    if all.is_empty() {
        *all = more;
    } else {
        all.append(&mut more);
    }
}
