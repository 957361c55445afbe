//! Frames joined on similar text: which of their rows match.
//!
//! Each row of the input is a group: two lists of row numbers, and for each pair of compared columns
//! two lists of texts. Its answer is a list of matches. Groups are joined by themselves; small ones
//! are shared out, and a large one takes all threads. What texts weigh, for scores that depend on all of
//! them, is counted in all groups.

use std::ops::Range;

use polars::prelude::*;
use polars_arrow::array::{ListArray, PrimitiveArray};
use polars_arrow::bitmap::Bitmap;
use polars_arrow::offset::OffsetsBuffer;

use super::input::dtype::TextKind;
use super::input::imploded::{ImplodedColumn, element};
use super::values::{check_values, values};
use crate::matching::{
    Corpus, CorpusScores, FieldColumns, FieldScorer, FieldSpec, JobControl, JoinField, Matches,
    Nulls, Records, Request, RowRange, Scoring, SharedWeights, TOO_MANY, ValueRange, ValueScorer,
    Values, join_group, join_records,
};
use crate::measure::Sense;
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

/// Bytes that it takes for each field whose score is told.
const FIELD: u64 = 24;

/// Columns of a frame that nobody has counted, because it is lazy.
const FEW: u64 = 5;

/// The arguments of a join, but for its columns.
pub(crate) struct JoinArguments<'a> {
    /// The name of the function, for errors.
    pub(crate) function: &'a str,
    /// For each pair of compared columns what compares it.
    pub(crate) fields: &'a [FieldSpec],
    /// The worst score that reaches the cutoff.
    pub(crate) score_cutoff: f64,
    /// The share of the weight of all fields that must be known of a pair.
    pub(crate) known: f64,
    /// Whether each field's score is told.
    pub(crate) with_scores: bool,
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
        let scores = if self.with_scores {
            self.fields.len()
        } else {
            0
        };
        let row = MATCH + COLUMN * self.width.unwrap_or(FEW) + FIELD * scores as u64;
        // Each pair is found twice, and dropped once.
        if self.own { row / 2 + 8 } else { row }
    }
}

/// The names of a match's parts; the last one is there if it is asked for.
const PARTS: [&str; 4] = ["left", "right", "score", "scores"];

/// The name and dtype of a join's result.
///
/// # Errors
/// If there are not as many columns as scorers ask for, or they cannot be compared.
pub(crate) fn join_field(fields: &[Field], arguments: &JoinArguments<'_>) -> PolarsResult<Field> {
    kinds(fields, arguments)?;
    let scores = DataType::List(DataType::Float64.into());
    let dtypes = [
        DataType::UInt32,
        DataType::UInt32,
        DataType::Float64,
        scores,
    ];
    let count = PARTS.len() - usize::from(!arguments.with_scores);
    let parts = PARTS.iter().zip(dtypes).take(count);
    let parts = parts.map(|(name, dtype)| Field::new((*name).into(), dtype));
    let matched = DataType::Struct(parts.collect());
    Ok(Field::new(
        fields[0].name().clone(),
        DataType::List(matched.into()),
    ))
}

/// What a pair of columns is compared as.
enum FieldKind<'a> {
    Texts(Scoring<'a>, TextKind),
    Values(ValueScorer),
}

/// What each pair of columns is compared as.
fn kinds<'a>(fields: &[Field], arguments: &JoinArguments<'a>) -> PolarsResult<Vec<FieldKind<'a>>> {
    let function = arguments.function;
    let expected = 2 + 2 * arguments.fields.len();
    if fields.len() != expected || arguments.fields.is_empty() {
        polars_bail!(
            InvalidOperation: "{function}: expected {expected} columns, got {}", fields.len()
        );
    }
    let pairs = fields[2..].as_chunks().0.iter().zip(arguments.fields);
    let kind = |([left, right], spec): (&[Field; 2], &'a FieldSpec)| {
        let [left, right] = [element(function, left)?, element(function, right)?];
        match &spec.scorer {
            FieldScorer::Values { values } => {
                check_values(function, [&left, &right], *values)?;
                Ok(FieldKind::Values(*values))
            }
            FieldScorer::Texts(scorer) => {
                let (scoring, kind) = (
                    scorer.scoring(),
                    TextKind::of_both(function, &left, &right)?,
                );
                let kind = kind.processed(function, &left, scoring.processor())?;
                Ok(FieldKind::Texts(scoring, kind))
            }
        }
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
    let mut columns = Vec::with_capacity(arguments.fields.len());
    for (pair, kind) in inputs[2..].as_chunks().0.iter().zip(kinds) {
        let [left, right]: &[Series; 2] = pair;
        let lists = [ImplodedColumn::new(left)?, ImplodedColumn::new(right)?];
        let [left, right] = &lists;
        let contents = match kind {
            FieldKind::Texts(scoring, kind) => {
                let corpus = |lists: &ImplodedColumn| lists.corpus(kind, scoring.processor());
                Contents::Texts(scoring, [corpus(left)?, corpus(right)?])
            }
            FieldKind::Values(scorer) => {
                let elements = [&left.elements, &right.elements];
                Contents::Values(scorer, values(arguments.function, elements, scorer)?)
            }
        };
        columns.push(Compared { lists, contents });
    }
    let failed = |wrong: String| polars_err!(ComputeError: "{}: {wrong}", arguments.function);
    let columns = Columns::new(columns, arguments, groups).map_err(failed)?;
    let of_group = |group: usize| columns.join(arguments, group, job);
    let size = |group: usize| {
        let [left, right] = &columns.compared[0].lists;
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

/// The elements of both sides of a field, and what compares them.
enum Contents<'a> {
    Texts(Scoring<'a>, [Corpus; 2]),
    Values(ValueScorer, [Values; 2]),
}

/// The columns of a field.
struct Compared<'a> {
    lists: [ImplodedColumn; 2],
    contents: Contents<'a>,
}

impl Compared<'_> {
    /// What is compared in the rows of a group.
    fn of_group<'a>(
        &'a self,
        group: usize,
        of_corpus: Option<&'a CorpusScores>,
    ) -> FieldColumns<'a> {
        let ranges = self.lists.each_ref().map(|lists| lists.range(group));
        match &self.contents {
            Contents::Texts(scoring, corpora) => FieldColumns::Texts {
                scoring: *scoring,
                sides: rows(corpora, ranges),
                of_corpus,
            },
            Contents::Values(scorer, [lefts, rights]) => {
                let [left, right] = ranges;
                FieldColumns::Values {
                    scorer: *scorer,
                    sides: [
                        ValueRange {
                            values: lefts,
                            range: left,
                        },
                        ValueRange {
                            values: rights,
                            range: right,
                        },
                    ],
                }
            }
        }
    }
}

/// Rows of both sides.
fn rows(corpora: &[Corpus; 2], [left, right]: [Range<usize>; 2]) -> [RowRange<'_>; 2] {
    let [lefts, rights] = corpora;
    [
        RowRange {
            corpus: lefts,
            range: left,
        },
        RowRange {
            corpus: rights,
            range: right,
        },
    ]
}

/// The compared columns, and what depends on the texts of all groups.
struct Columns<'a> {
    /// For each field its columns.
    compared: Vec<Compared<'a>>,
    /// What grams weigh in all groups, for the only field.
    weights: Option<SharedWeights>,
    /// For each of several fields its scores, if they depend on all texts.
    of_corpus: Vec<Option<CorpusScores>>,
}

impl<'a> Columns<'a> {
    fn new(
        compared: Vec<Compared<'a>>,
        arguments: &JoinArguments<'_>,
        groups: usize,
    ) -> Result<Self, String> {
        let (mut weights, mut of_corpus) = (None, Vec::new());
        for Compared { lists, contents } in &compared {
            let Contents::Texts(scoring, corpora) = contents else {
                of_corpus.push(None);
                continue;
            };
            let sides = rows(corpora, lists.each_ref().map(ImplodedColumn::all));
            if !is_plain(arguments) {
                of_corpus.push(CorpusScores::of_rows(*scoring, &sides)?);
            } else if groups > 1 {
                // A group without others has all rows, and counts them itself.
                weights = SharedWeights::new(*scoring, &sides)?;
            }
        }
        Ok(Self {
            compared,
            weights,
            of_corpus,
        })
    }

    /// Joins the rows of a group.
    fn join(
        &self,
        arguments: &JoinArguments<'_>,
        group: usize,
        job: &JobControl<'_>,
    ) -> Result<Matches, String> {
        let bytes = arguments.bytes();
        let scorers = || arguments.fields.iter().map(|spec| &spec.scorer);
        let keep_once = |matches: &mut Matches| {
            if arguments.own {
                let is_symmetric = scorers().all(FieldScorer::is_symmetric);
                let sense = scorers()
                    .next()
                    .map_or(Sense::Similarity, FieldScorer::sense);
                matches.keep_once(sense, is_symmetric);
            }
        };
        if let [
            Compared {
                lists,
                contents: Contents::Texts(scoring, corpora),
            },
        ] = &*self.compared
            && is_plain(arguments)
        {
            let request = Request {
                scoring: *scoring,
                cutoff: Some(arguments.score_cutoff),
                limit: arguments.limit,
            };
            let sides = rows(corpora, lists.each_ref().map(|lists| lists.range(group)));
            let mut matches = join_group(request, &sides, self.weights.as_ref(), job, bytes)?;
            keep_once(&mut matches);
            if arguments.with_scores {
                matches.field_scores.clone_from(&matches.scores);
            }
            return Ok(matches);
        }
        let fields = arguments
            .fields
            .iter()
            .zip(&self.compared)
            .zip(&self.of_corpus);
        let fields = fields.map(|((spec, compared), of_corpus)| JoinField {
            columns: compared.of_group(group, of_corpus.as_ref()),
            weight: spec.weight,
            cutoff: spec.worst(),
            nulls: spec.nulls,
        });
        let fields: Vec<JoinField<'_>> = fields.collect();
        let records = Records::new(&fields, arguments.score_cutoff, arguments.known)?;
        let mut matches = join_records(&records, arguments.limit, job, bytes)?;
        keep_once(&mut matches);
        if arguments.with_scores {
            let is_symmetric = scorers().all(FieldScorer::is_symmetric);
            records.tell_scores(&mut matches, arguments.own && !is_symmetric);
        }
        Ok(matches)
    }
}

/// Whether there is one field of texts, and nothing is said of it but its scorer.
fn is_plain(arguments: &JoinArguments<'_>) -> bool {
    let [field] = arguments.fields else {
        return false;
    };
    let is_text = matches!(field.scorer, FieldScorer::Texts(_));
    is_text && field.nulls == Nulls::Ignore && field.score_cutoff.is_none()
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
    let mut field_scores = Vec::new();
    for (group, mut answer) in answers.into_iter().enumerate() {
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
        join_up(&mut field_scores, answer.field_scores);
        ends.push(left.len() as i64);
    }
    let [one, other, score, each] = PARTS.map(PlSmallStr::from_static);
    let count = left.len();
    let mut parts = vec![
        UInt32Chunked::from_vec(one, left).into_series(),
        UInt32Chunked::from_vec(other, right).into_series(),
        Float64Chunked::from_vec(score, scores).into_series(),
    ];
    if arguments.with_scores {
        parts.push(lists_of_scores(
            each,
            field_scores,
            count,
            arguments.fields.len(),
        )?);
    }
    let matches = StructChunked::from_series(PlSmallStr::EMPTY, count, parts.iter())?;
    let matches = matches.rechunk().downcast_as_array().clone();
    let ends = OffsetsBuffer::try_from(ends)?;
    let dtype = field.dtype().to_arrow(CompatLevel::newest());
    let lists = ListArray::try_new(dtype, ends, matches.boxed(), None)?;
    Series::try_from((field.name().clone(), lists.boxed()))
}

/// For each match a list of its fields' scores, null where a field is unknown.
fn lists_of_scores(
    name: PlSmallStr,
    scores: Vec<f64>,
    matches: usize,
    fields: usize,
) -> PolarsResult<Series> {
    let valid = Bitmap::from_iter(scores.iter().map(|score| !score.is_nan()));
    let valid = (valid.unset_bits() > 0).then_some(valid);
    let scores = PrimitiveArray::from_vec(scores).with_validity(valid);
    let ends = (0..=matches)
        .map(|row| (row * fields) as i64)
        .collect::<Vec<_>>();
    let dtype = ListArray::<i64>::default_datatype(scores.dtype().clone());
    let lists = ListArray::try_new(dtype, OffsetsBuffer::try_from(ends)?, scores.boxed(), None)?;
    Series::try_from((name, lists.boxed()))
}

/// Puts values behind others, and copies none where there are no others.
fn join_up<T>(all: &mut Vec<T>, mut more: Vec<T>) {
    if all.is_empty() {
        *all = more;
    } else {
        all.append(&mut more);
    }
}
