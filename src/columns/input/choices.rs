//! Columns of choices: one list for all rows, or a list for each.
//!
//! A list that is searched often is prepared once: a query runs morsel by morsel, a group at a time,
//! and the list is the same in all of them. The last few prepared lists are kept with the arrays they
//! were made of. A list at the same place in memory is the same, and so is one of equal texts, as a literal is
//! copied for every morsel: to compare texts takes a small part of the time of preparing them.

use std::ops::Range;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use polars::prelude::*;
use polars_arrow::array::{
    Array, BinaryViewArray, BinaryViewArrayGeneric, Utf8ViewArray, ViewType,
};

use super::dtype::{TextKind, dtype_name};
use crate::matching::{Corpus, Preparation, Prepared};
use crate::scorer::Processor;

/// Lists that are kept prepared.
const KEPT: usize = 4;
/// Shorter lists are prepared in no time.
const WORTH_KEEPING: usize = 64;

/// What a column of lists holds, or an error.
pub(crate) fn kind_of_lists(function: &str, field: &Field) -> PolarsResult<TextKind> {
    let inner = match field.dtype() {
        DataType::List(inner) | DataType::Array(inner, _) => TextKind::of_dtype(inner),
        _ => None,
    };
    inner.ok_or_else(|| {
        polars_err!(
            SchemaMismatch: "{function}: expected choices to be a List of String, Categorical, Enum \
            or Binary, such as pl.col(\"choices\").implode(), got {}", dtype_name(field.dtype()),
        )
    })
}

/// A column of lists of choices.
pub(crate) struct ChoiceLists {
    /// All choices of all lists, as String or Binary.
    pub(crate) values: Series,
    texts: TextViews,
    /// Where each row's list is in the values; nothing where it is null.
    rows: Vec<Option<Range<usize>>>,
    /// The lists that these are parts of, if they are.
    whole: Option<Box<ChoiceLists>>,
}

impl ChoiceLists {
    pub(crate) fn new(column: &Series, kind: TextKind) -> PolarsResult<Self> {
        let lists = match column.dtype() {
            DataType::Array(inner, _) => column.cast(&DataType::List(inner.clone()))?,
            _ => column.clone(),
        };
        let lists = lists.list()?.rechunk().into_owned();
        let array = lists.downcast_as_array();
        let ends = array.offsets().as_slice().windows(2);
        let rows = ends.enumerate().map(|(row, ends)| {
            let is_valid = array.validity().is_none_or(|valid| valid.get_bit(row));
            is_valid.then_some(ends[0] as usize..ends[1] as usize)
        });
        let (values, texts) = TextViews::new(&lists.get_inner(), kind)?;
        Ok(Self {
            values,
            texts,
            rows: rows.collect(),
            whole: None,
        })
    }

    /// A part of the choices for each row: these values, in ranges of them.
    ///
    /// # Errors
    /// If a value is none of the choices.
    pub(in crate::columns) fn parts(
        self,
        values: &IdxCa,
        rows: Vec<Option<Range<usize>>>,
        kind: TextKind,
    ) -> PolarsResult<Self> {
        let (values, texts) = TextViews::new(&self.values.take(values)?, kind)?;
        Ok(Self {
            values,
            texts,
            rows,
            whole: Some(Box::new(self)),
        })
    }

    /// How many rows there are.
    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// The most choices of a row.
    pub(in crate::columns) fn longest(&self) -> usize {
        self.rows
            .iter()
            .flatten()
            .map(Range::len)
            .max()
            .unwrap_or(0)
    }

    /// Where a row's choices are in the values, unless it is null.
    pub(crate) fn row(&self, row: usize) -> Option<&Range<usize>> {
        self.rows[row].as_ref()
    }

    /// A row's choices ready to be searched; none where its list is null.
    ///
    /// # Errors
    /// If they take more memory than there is.
    pub(crate) fn prepare(
        &self,
        row: usize,
        preparation: Preparation,
    ) -> Result<Arc<Prepared>, String> {
        let row_of = |lists: &Self| if lists.len() == 1 { 0 } else { row };
        let range = self.rows[row_of(self)].clone().unwrap_or_default();
        let texts = self.texts.slice(&range);
        // Scores that depend on all choices depend on those that are in no part, too.
        let whole = self.whole.as_ref().filter(|_| preparation.is_of_corpus());
        let whole_texts = whole.map(|whole| {
            let range = whole.rows[row_of(whole)].clone().unwrap_or_default();
            whole.texts.slice(&range)
        });
        let make = || {
            let corpus = texts.corpus(preparation.processor());
            Ok(Arc::new(match whole {
                Some(whole) => whole.prepare(row, preparation)?.part(corpus),
                None => Prepared::new(corpus, preparation)?,
            }))
        };
        if range.len() < WORTH_KEEPING {
            return make();
        }
        let kept = keep([Some(&texts), whole_texts.as_ref()], preparation);
        let prepared = kept.get_or_init(make).clone();
        if prepared.is_err() {
            // There may be more memory at another time.
            forget_choices();
        }
        prepared
    }
}

/// A column's texts as an array of views.
#[derive(Clone)]
pub(crate) enum TextViews {
    /// Code points.
    Text(Utf8ViewArray),
    /// Bytes.
    Binary(BinaryViewArray),
}

impl TextViews {
    /// The texts of a column, and the column as String or Binary.
    pub(crate) fn new(column: &Series, kind: TextKind) -> PolarsResult<(Series, Self)> {
        Ok(if kind == TextKind::Binary {
            let column = column.cast(&DataType::Binary)?.rechunk();
            let array = column.binary()?.downcast_as_array().clone();
            (column, Self::Binary(array))
        } else {
            let column = column.cast(&DataType::String)?.rechunk();
            let array = column.str()?.downcast_as_array().clone();
            (column, Self::Text(array))
        })
    }

    fn slice(&self, range: &Range<usize>) -> Self {
        match self {
            Self::Text(array) => Self::Text(array.clone().sliced(range.start, range.len())),
            Self::Binary(array) => Self::Binary(array.clone().sliced(range.start, range.len())),
        }
    }

    /// The texts made ready to be scored.
    pub(crate) fn corpus(&self, processor: Option<Processor>) -> Corpus {
        match self {
            Self::Text(array) => Corpus::from_texts(array.iter(), processor),
            Self::Binary(array) => Corpus::from_bytes(array.iter(), processor),
        }
    }

    /// Whether two arrays are the same piece of memory, or at least have the same texts.
    fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Text(one), Self::Text(other)) => is_same(one, other),
            (Self::Binary(one), Self::Binary(other)) => is_same(one, other),
            _ => false,
        }
    }
}

fn is_same<T: ViewType + PartialEq + ?Sized>(
    one: &BinaryViewArrayGeneric<T>,
    other: &BinaryViewArrayGeneric<T>,
) -> bool {
    let is_same_memory = std::ptr::eq(one.views().as_slice(), other.views().as_slice())
        && one.validity() == other.validity();
    is_same_memory || (one.len() == other.len() && one.iter().eq(other.iter()))
}

/// A list that was prepared, or is being prepared by another thread.
struct Kept {
    /// Held to be compared, and so that nothing else comes to lie at its place: the texts, and those that they are a
    /// part of.
    texts: [Option<TextViews>; 2],
    preparation: Preparation,
    choices: Arc<OnceLock<Result<Arc<Prepared>, String>>>,
}

static LISTS: Mutex<Vec<Kept>> = Mutex::new(Vec::new());

/// Forgets all lists, as has to be done after an interrupt: a list that was being prepared is not what it should be.
pub(crate) fn forget_choices() {
    LISTS.lock().unwrap_or_else(PoisonError::into_inner).clear();
}

/// The place of a list among those that are kept.
fn keep(
    texts: [Option<&TextViews>; 2],
    preparation: Preparation,
) -> Arc<OnceLock<Result<Arc<Prepared>, String>>> {
    let mut lists = LISTS.lock().unwrap_or_else(PoisonError::into_inner);
    let is_same = |kept: &Kept| {
        let mut both = kept.texts.iter().zip(texts);
        both.all(|(one, other)| match (one, other) {
            (Some(one), Some(other)) => one.is_same(other),
            (one, other) => one.is_none() && other.is_none(),
        })
    };
    let index = lists
        .iter()
        .position(|kept| kept.preparation == preparation && is_same(kept));
    let kept = match index {
        Some(index) => lists.remove(index),
        None => Kept {
            texts: texts.map(|texts| texts.cloned()),
            preparation,
            choices: Arc::default(),
        },
    };
    let choices = kept.choices.clone();
    lists.push(kept);
    if lists.len() > KEPT {
        lists.remove(0);
    }
    choices
}
