//! A column of texts searched in lists of choices.

use std::ops::Range;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use polars::prelude::*;
use polars_arrow::array::{Array, FixedSizeListArray, ListArray, PrimitiveArray, StructArray};
use polars_arrow::bitmap::{Bitmap, MutableBitmap};
use polars_arrow::datatypes::ArrowDataType;
use polars_arrow::offset::Offsets;

use super::input::choices::{ChoiceLists, TextViews, kind_of_lists};
use super::input::dtype::{TextKind, dtype_name};
use super::keys::{KeyedChoices, check_keys};
use super::output::buffer::OutputBuffer;
use crate::matching::{Corpus, Match, Prepared, QUERIES_PER_BATCH, Request, Scoring, SearchMemory};
use crate::measure::Sense;
use crate::memory::{self, Allowance};
use crate::threads;

/// The fewest rows that a thread takes at a time, if there are so many.
const CHUNK: usize = 64;

/// The most matches that a thread holds before they are counted, if they are not those of one row.
const HELD: usize = 1 << 18;

/// Bytes that a match takes at the peak: where it was found, and in the column, whose vectors grow.
const MATCH: u64 = 64;

/// The arguments of a search, but for its columns.
pub(crate) struct SearchArguments<'a> {
    /// The function's name.
    pub(crate) function: &'a str,
    /// What scores.
    pub(crate) scoring: Scoring<'a>,
    /// Whether every pair counts that has a score: texts of which a processor leaves nothing, too, and
    /// similarities of 0.
    pub(crate) every: bool,
}

/// A match: a choice, its place in the list, and its score.
fn match_dtype(kind: TextKind) -> DataType {
    let choice = match kind {
        TextKind::Binary => DataType::Binary,
        TextKind::Text | TextKind::Null => DataType::String,
    };
    DataType::Struct(vec![
        Field::new("choice".into(), choice),
        Field::new("index".into(), DataType::UInt32),
        Field::new("score".into(), DataType::Float64),
    ])
}

impl SearchArguments<'_> {
    /// The result of [`best`](Self::best).
    ///
    /// # Errors
    /// If the columns cannot be compared.
    pub(crate) fn best_field(&self, fields: &[Field], limit: Option<u64>) -> PolarsResult<Field> {
        let (texts, kind) = self.check(fields)?;
        let dtype = match limit {
            None => match_dtype(kind),
            Some(_) => DataType::List(Box::new(match_dtype(kind))),
        };
        Ok(Field::new(texts.name().clone(), dtype))
    }

    /// The result of [`all`](Self::all).
    ///
    /// # Errors
    /// If the columns cannot be compared.
    pub(crate) fn all_field(&self, fields: &[Field], width: usize) -> PolarsResult<Field> {
        let (texts, _) = self.check(fields)?;
        let dtype = DataType::Array(Box::new(DataType::Float32), width);
        Ok(Field::new(texts.name().clone(), dtype))
    }

    /// The column of texts, and what they are compared as.
    fn check<'a>(&self, fields: &'a [Field]) -> PolarsResult<(&'a Field, TextKind)> {
        let function = self.function;
        let [texts, choices, keys @ ..] = fields else {
            polars_bail!(
                InvalidOperation: "{function}: expected a column and choices, got {} columns",
                fields.len(),
            );
        };
        check_keys(function, keys)?;
        let processor = self.scoring.processor();
        let kind = TextKind::of(function, texts)?.processed(function, texts, processor)?;
        match (kind, kind_of_lists(function, choices)?) {
            (TextKind::Null, other) | (other, TextKind::Null) => Ok((texts, other)),
            (one, other) if one == other => Ok((texts, one)),
            _ => polars_bail!(
                SchemaMismatch: "{function}: expected text and choices of text, or both Binary, got \
                {} for column {:?} and {} for choices", dtype_name(texts.dtype()),
                texts.name().as_str(), dtype_name(choices.dtype()),
            ),
        }
    }

    /// For each text its best match, or the `limit` best ones, none worse than the cutoff.
    ///
    /// # Errors
    /// If the columns cannot be compared, or a number does not fit its type.
    pub(crate) fn best(
        &self,
        inputs: &[Series],
        cutoff: Option<f64>,
        limit: Option<u64>,
    ) -> PolarsResult<Series> {
        let rows = SearchRows::new(self, inputs)?;
        let most = limit.map_or(1, |limit| usize::try_from(limit).unwrap_or(usize::MAX));
        let request = Request {
            scoring: self.scoring,
            cutoff,
            limit: Some(most),
        };
        let mut results: Vec<Option<Vec<Match>>> = vec![None; rows.height];
        let allowance = Allowance::new("set a limit, or choose a stricter score_cutoff");
        let kept = if cutoff.is_none() { most } else { 1 };
        let tasks = rows.tasks(&mut results, 1, kept);
        rows.share(tasks, |choices, queries, results, memory| {
            let mut matches = choices.best(request, &rows.queries, queries.clone(), memory)?;
            if !self.every && self.scoring.sense() == Sense::Similarity {
                // What has nothing in common is no match. The best come first, so these are the last.
                let is_alike = |matched: &Match| matched.score > 0.0;
                let matches = matches.iter_mut();
                matches.for_each(|best| best.truncate(best.partition_point(is_alike)));
            }
            let count: usize = matches.iter().map(Vec::len).sum();
            allowance.take(count as u64 * MATCH)?;
            matches.iter_mut().for_each(Vec::shrink_to_fit);
            for ((result, query), matches) in results.iter_mut().zip(queries).zip(matches) {
                *result = (!rows.queries.is_null(query)).then_some(matches);
            }
            Ok(())
        })?;
        if limit.is_none() {
            let first = |(row, result): (usize, &Option<Vec<Match>>)| {
                Some((row, *result.as_ref()?.first()?))
            };
            let matches = rows.matches(|| results.iter().enumerate().map(first))?;
            let matches = Series::try_from((rows.name.clone(), matches))?;
            return rows.in_old_order(matches);
        }
        let matches = rows.matches(|| {
            results.iter().enumerate().flat_map(|(row, result)| {
                let matches = result.iter().flatten();
                matches.map(move |matched| Some((row, *matched)))
            })
        })?;
        let lengths = results
            .iter()
            .map(|result| result.as_ref().map_or(0, Vec::len));
        let offsets = Offsets::<i64>::try_from_lengths(lengths)?.into();
        let valid = validity(results.iter().map(Option::is_some));
        let dtype = DataType::List(Box::new(match_dtype(rows.kind)));
        let dtype = dtype.to_arrow(CompatLevel::newest());
        let lists = ListArray::<i64>::try_new(dtype, offsets, matches, valid)?;
        let lists = Series::try_from((rows.name.clone(), lists.boxed()))?;
        rows.in_old_order(lists)
    }

    /// For each text the scores of all choices, of which there are as many in each list.
    ///
    /// # Errors
    /// If the columns cannot be compared, a list has another width, or a number does not fit its type.
    pub(crate) fn all(&self, inputs: &[Series], width: usize) -> PolarsResult<Series> {
        let rows = SearchRows::new(self, inputs)?;
        let function = self.function;
        let wrong = (0..rows.lists.len())
            .filter_map(|row| rows.lists.row(row))
            .find(|list| list.len() != width);
        if let Some(list) = wrong {
            polars_bail!(
                ShapeMismatch: "{function}: expected {width} choices, got {}", list.len()
            );
        }
        let scores = rows.height.saturating_mul(width);
        memory::expect_room(
            (scores as u64).saturating_mul(size_of::<f32>() as u64),
            "score fewer rows or choices at a time",
        )
        .map_err(|wrong| polars_err!(ComputeError: "{function}: {wrong}"))?;
        let Some(mut buffer) = OutputBuffer::new(scores) else {
            polars_bail!(
                ComputeError: "{function}: expected a result that fits in memory, got {} rows of \
                {width} scores", rows.height,
            );
        };
        let is_known = |score: &f32| !score.is_nan();
        let some_unknown = AtomicBool::new(false);
        let tasks = rows.tasks(buffer.values(), width, 0);
        rows.share(tasks, |choices, queries, scores, memory| {
            choices.all(self.scoring, &rows.queries, queries, scores, memory)?;
            if !scores.iter().all(is_known) {
                some_unknown.store(true, Ordering::Relaxed);
            }
            Ok(())
        })?;
        let is_valid = |row| !rows.queries.is_null(rows.query(row)) && rows.list(row).is_some();
        for row in (0..rows.height).filter(|row| !is_valid(*row)) {
            buffer.values()[row * width..][..width].fill(0.0);
        }
        let valid = some_unknown
            .into_inner()
            .then(|| validity(buffer.values().iter().map(is_known)));
        let scores = PrimitiveArray::new(
            ArrowDataType::Float32,
            buffer.into_buffer(),
            valid.flatten(),
        );
        let dtype = DataType::Array(Box::new(DataType::Float32), width);
        let arrays = FixedSizeListArray::try_new(
            dtype.to_arrow(CompatLevel::newest()),
            rows.height,
            scores.boxed(),
            validity((0..rows.height).map(is_valid)),
        )?;
        Series::try_from((rows.name.clone(), arrays.boxed()))
    }
}

/// Which rows are valid, if not all are.
fn validity(rows: impl Iterator<Item = bool>) -> Option<Bitmap> {
    let valid = MutableBitmap::from_iter(rows);
    (valid.unset_bits() > 0).then(|| valid.freeze())
}

/// The two columns; one row stands for all rows.
struct SearchRows<'a> {
    arguments: &'a SearchArguments<'a>,
    name: PlSmallStr,
    kind: TextKind,
    queries: Corpus,
    lists: ChoiceLists,
    height: usize,
    /// How rows and choices were put together by keys, if there are any.
    keyed: Option<KeyedChoices>,
}

/// Rows in a row that are searched in the same list, and the part of the output for them.
struct Task<'a, T> {
    row: usize,
    queries: Range<usize>,
    output: &'a mut [T],
}

impl<'a> SearchRows<'a> {
    fn new(arguments: &'a SearchArguments<'a>, inputs: &[Series]) -> PolarsResult<Self> {
        let fields: Vec<Field> = inputs
            .iter()
            .map(|input| input.field().into_owned())
            .collect();
        let (texts, kind) = arguments.check(&fields)?;
        let function = arguments.function;
        let mut height = match (inputs[0].len(), inputs[1].len()) {
            (1, height) | (height, 1) => height,
            (rows, lists) if rows == lists => rows,
            (rows, lists) => polars_bail!(
                ShapeMismatch: "{function}: expected one list of choices or one for each row, got {lists} \
                lists for {rows} rows",
            ),
        };
        let mut lists = ChoiceLists::new(&inputs[1], kind)?;
        let (mut column, keys) = (inputs[0].clone(), &inputs[2..]);
        let mut keyed = None;
        if !keys.is_empty() {
            if height == 1 {
                // One text may meet many keys.
                let mut rows = keys[..keys.len() / 2].iter().map(|key| key.len());
                height = rows.find(|rows| *rows != 1).unwrap_or(1);
            }
            let together = KeyedChoices::new(function, keys, &lists, height)?;
            if column.len() == 1 {
                column = column.new_from_index(0, height);
            }
            if let Some(rows) = &together.rows {
                column = column.take(&IdxCa::from_vec(PlSmallStr::EMPTY, rows.clone()))?;
            }
            let values = IdxCa::from_vec(PlSmallStr::EMPTY, together.values.clone());
            lists = lists.parts(&values, together.ranges.clone(), kind)?;
            keyed = Some(together);
        }
        let (_, texts_array) = TextViews::new(&column, kind)?;
        let queries = texts_array.corpus(arguments.scoring.processor());
        Ok(Self {
            arguments,
            name: texts.name().clone(),
            kind,
            queries: match arguments.every {
                true => queries.with_emptied(),
                false => queries,
            },
            lists,
            height,
            keyed,
        })
    }

    fn query(&self, row: usize) -> usize {
        if self.queries.len() == 1 { 0 } else { row }
    }

    fn list(&self, row: usize) -> Option<&Range<usize>> {
        self.lists.row(if self.lists.len() == 1 { 0 } else { row })
    }

    /// Cuts the rows, whose output has `width` elements each, into tasks of rows with the same list.
    /// Rows without a list have no task. For each row `kept` matches are held until its task is done, or
    /// as many as there are choices.
    fn tasks<'o, T>(&self, output: &'o mut [T], width: usize, kept: usize) -> Vec<Task<'o, T>> {
        let kept = kept.min(self.lists.longest()).max(1);
        let chunk = self
            .height
            .div_ceil(4 * threads::max_threads())
            .clamp(CHUNK, QUERIES_PER_BATCH)
            .min((HELD / kept).max(1));
        let mut tasks = Vec::new();
        let (mut row, mut rest) = (0, output);
        while row < self.height {
            let list = self.list(row);
            let same = (row..self.height.min(row + chunk)).take_while(|row| {
                self.list(*row) == list && (self.queries.len() > 1 || self.height == 1)
            });
            let rows = same.count().max(1);
            let (output, after) = rest.split_at_mut(rows * width);
            rest = after;
            if list.is_some() {
                let query = self.query(row);
                tasks.push(Task {
                    row,
                    queries: query..query + rows,
                    output,
                });
            }
            row += rows;
        }
        tasks
    }

    /// Does all tasks; `work` gets a task's choices, the queries, and the output.
    fn share<T: Send>(
        &self,
        tasks: Vec<Task<'_, T>>,
        work: impl Fn(&Prepared, Range<usize>, &mut [T], &mut SearchMemory) -> Result<(), String> + Sync,
    ) -> PolarsResult<()> {
        let failure = Mutex::new(None);
        let preparation = self.arguments.scoring.preparation();
        let preparation = match self.arguments.every {
            true => preparation.of_all(),
            false => preparation,
        };
        let mut batches: Vec<Vec<Task<'_, T>>> = Vec::new();
        for task in tasks {
            // Short tasks are done together.
            let rows = |batch: &Vec<Task<'_, T>>| -> usize {
                batch.iter().map(|task| task.queries.len()).sum()
            };
            match batches.last_mut() {
                Some(batch) if rows(batch) + task.queries.len() <= CHUNK => batch.push(task),
                _ => batches.push(vec![task]),
            }
        }
        threads::for_each_parallel(batches, |tasks| {
            let mut memory = SearchMemory::default();
            for task in tasks {
                if failure.lock().is_ok_and(|failure| failure.is_some()) {
                    return;
                }
                let choices = self.lists.prepare(task.row, preparation);
                let done = choices
                    .and_then(|choices| work(&choices, task.queries, task.output, &mut memory));
                if let Err(message) = done
                    && let Ok(mut failure) = failure.lock()
                {
                    *failure = Some(message);
                }
            }
        });
        if let Some(message) = failure.into_inner().ok().flatten() {
            polars_bail!(ComputeError: "{}: {message}", self.arguments.function);
        }
        Ok(())
    }

    /// Brings a column of the rows to the order in which they came.
    fn in_old_order(&self, column: Series) -> PolarsResult<Series> {
        match &self.keyed {
            Some(keyed) => keyed.in_old_order(&column),
            None => Ok(column),
        }
    }

    /// Matches, each of a row, one after the other.
    fn matches<M: Iterator<Item = Option<(usize, Match)>>>(
        &self,
        matches: impl Fn() -> M,
    ) -> PolarsResult<Box<dyn Array>> {
        let choice = |matched: Option<(usize, Match)>| {
            let (row, matched) = matched?;
            Some(self.list(row)?.start as IdxSize + matched.position)
        };
        let indices: IdxCa = matches().map(choice).collect();
        let choices = self.lists.values.take(&indices)?.rechunk();
        let valid = validity(matches().map(|matched| matched.is_some()));
        let or_default = |matched: Option<(usize, Match)>| {
            matched.map_or_else(Match::default, |(_, matched)| matched)
        };
        let filled = || matches().map(or_default);
        let (mut index, mut score) = (Vec::new(), Vec::new());
        let count = indices.len();
        let reserved = index.try_reserve_exact(count);
        let reserved = reserved.and_then(|()| score.try_reserve_exact(count));
        reserved.map_err(|_| {
            let function = self.arguments.function;
            polars_err!(
                ComputeError: "{function}: expected room for {count} matches, got too little memory"
            )
        })?;
        index.extend(indices.iter().zip(filled()).map(|(choice, matched)| {
            let place = self.keyed.as_ref().zip(choice);
            place.map_or(matched.position, |(keyed, choice)| {
                keyed.positions[choice as usize]
            })
        }));
        score.extend(filled().map(|matched| matched.score));
        let fields = vec![
            choices.chunks()[0].clone(),
            PrimitiveArray::from_vec(index)
                .with_validity(valid.clone())
                .boxed(),
            PrimitiveArray::from_vec(score)
                .with_validity(valid.clone())
                .boxed(),
        ];
        let dtype = match_dtype(self.kind).to_arrow(CompatLevel::newest());
        Ok(StructArray::try_new(dtype, count, fields, valid)?.boxed())
    }
}
