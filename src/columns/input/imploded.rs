//! Columns as values: a list holds a whole column, as `implode` makes it.

use std::ops::Range;

use polars::prelude::*;
use polars_arrow::offset::OffsetsBuffer;

use super::dtype::{TextKind, dtype_name};
use crate::matching::Corpus;
use crate::scorer::Processor;

/// The columns that the values of a list column are.
pub(crate) struct ImplodedColumn {
    /// All of them, one after the other.
    pub(crate) elements: Series,
    ends: OffsetsBuffer<i64>,
}

impl ImplodedColumn {
    pub(crate) fn new(column: &Series) -> PolarsResult<Self> {
        let lists = column.list()?.rechunk().into_owned();
        let ends = lists.downcast_as_array().offsets().clone();
        let elements = lists.get_inner().with_name(column.name().clone());
        Ok(Self { elements, ends })
    }

    /// Which elements belong to a row.
    pub(crate) fn range(&self, row: usize) -> Range<usize> {
        let (start, end) = self.ends.start_end(row);
        start..end
    }

    /// Which elements belong to any row.
    pub(crate) fn all(&self) -> Range<usize> {
        *self.ends.first() as usize..*self.ends.last() as usize
    }

    /// The elements, prepared to be scored.
    pub(crate) fn corpus(
        &self,
        kind: TextKind,
        processor: Option<Processor>,
    ) -> PolarsResult<Corpus> {
        corpus(&self.elements, kind, processor)
    }
}

/// The field of a list's elements.
pub(crate) fn element(function: &str, column: &Field) -> PolarsResult<Field> {
    match column.dtype() {
        DataType::List(inner) => Ok(Field::new(column.name().clone(), (**inner).clone())),
        dtype => polars_bail!(
            SchemaMismatch: "{function}: expected a List for column {:?}, got {}",
            column.name().as_str(), dtype_name(dtype),
        ),
    }
}

/// A column, prepared to be scored.
pub(crate) fn corpus(
    column: &Series,
    kind: TextKind,
    processor: Option<Processor>,
) -> PolarsResult<Corpus> {
    Ok(match kind {
        TextKind::Null => Corpus::from_texts(std::iter::repeat_n(None, column.len()), None),
        TextKind::Text => {
            let texts = column.cast(&DataType::String)?;
            Corpus::from_texts(texts.str()?.iter(), processor)
        }
        TextKind::Binary => Corpus::from_bytes(column.binary()?.iter(), processor),
    })
}
