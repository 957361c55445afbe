//! What two columns are compared by: letters, bytes, or the elements of lists.

use polars::prelude::*;

use super::dtype::{TextKind, dtype_name};
use crate::measure::Unit;
use crate::metrics::Profile;

/// What the symbols of two columns are.
#[derive(Clone, Copy)]
pub(crate) enum CompareAs {
    /// Parts of texts, or of Binary, whose parts are bytes.
    Texts(Unit),
    /// Elements of lists.
    Elements(ElementKind),
    /// There are none: every value of a side is null.
    Nothing,
}

/// What the elements of lists are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum ElementKind {
    /// Numbers of any width, compared by value.
    Integer,
    Boolean,
    /// String, Categorical or Enum.
    Text,
    Binary,
    /// Every element is null.
    Null,
}

impl ElementKind {
    fn of_dtype(dtype: &DataType) -> Option<Self> {
        match dtype {
            DataType::Boolean => Some(Self::Boolean),
            dtype if dtype.is_integer() => Some(Self::Integer),
            dtype => TextKind::of_dtype(dtype).map(|kind| match kind {
                TextKind::Text => Self::Text,
                TextKind::Binary => Self::Binary,
                TextKind::Null => Self::Null,
            }),
        }
    }
}

/// What one column holds.
#[derive(Clone, Copy)]
enum ColumnKind {
    Texts(TextKind),
    Lists(ElementKind),
}

/// What a metric that reads letters takes.
const TEXTS: &str = "String, Categorical, Enum or Binary";
/// What the other metrics take.
const ANYTHING: &str =
    "String, Categorical, Enum, Binary, or a List or Array of integers, booleans or these";

impl CompareAs {
    /// Finds out how two columns are compared.
    ///
    /// # Errors
    /// If they cannot be, by this metric and this unit.
    pub(crate) fn of(
        metric: &Profile,
        unit: Unit,
        left: &Field,
        right: &Field,
    ) -> PolarsResult<Self> {
        if metric.needs_text && unit != Unit::Codepoint {
            polars_bail!(
                InvalidOperation: "{}: expected unit to be 'codepoint' for a metric that reads letters, \
                got '{}'", metric.name, unit.name(),
            );
        }
        let kinds = (
            column_kind(metric, unit, left)?,
            column_kind(metric, unit, right)?,
        );
        match kinds {
            (ColumnKind::Texts(TextKind::Null), _) | (_, ColumnKind::Texts(TextKind::Null)) => {
                Ok(Self::Nothing)
            }
            (ColumnKind::Texts(one), ColumnKind::Texts(other)) if one == other => {
                Ok(Self::Texts(if one == TextKind::Binary {
                    Unit::Byte
                } else {
                    unit
                }))
            }
            (ColumnKind::Lists(one), ColumnKind::Lists(other))
                if one == other || other == ElementKind::Null =>
            {
                Ok(Self::Elements(one))
            }
            (ColumnKind::Lists(ElementKind::Null), ColumnKind::Lists(other)) => {
                Ok(Self::Elements(other))
            }
            _ => polars_bail!(
                SchemaMismatch: "{}: expected two columns of text, two of Binary{}, got {} for column \
                {:?} and {} for column {:?}",
                metric.name,
                if metric.needs_text { "" } else { ", or two of lists of one kind of elements" },
                dtype_name(left.dtype()), left.name().as_str(),
                dtype_name(right.dtype()), right.name().as_str(),
            ),
        }
    }
}

/// What a column is compared as.
fn column_kind(metric: &Profile, unit: Unit, column: &Field) -> PolarsResult<ColumnKind> {
    let (name, got) = (column.name().as_str(), dtype_name(column.dtype()));
    let is_list = matches!(column.dtype(), DataType::List(_) | DataType::Array(..));
    if is_list && metric.needs_text {
        polars_bail!(
            SchemaMismatch: "{}: expected {TEXTS} for column {name:?}, got {got}, whose elements are no \
            letters", metric.name,
        );
    }
    let kind = match column.dtype() {
        DataType::List(inner) | DataType::Array(inner, _) => {
            ElementKind::of_dtype(inner).map(ColumnKind::Lists)
        }
        dtype => TextKind::of_dtype(dtype).map(ColumnKind::Texts),
    };
    let Some(kind) = kind else {
        let expected = if metric.needs_text { TEXTS } else { ANYTHING };
        polars_bail!(
            SchemaMismatch: "{}: expected {expected} for column {name:?}, got {got}", metric.name,
        );
    };
    let has_unit = match kind {
        ColumnKind::Texts(TextKind::Binary) => unit != Unit::Grapheme,
        ColumnKind::Texts(TextKind::Text | TextKind::Null) => true,
        ColumnKind::Lists(_) => unit == Unit::Codepoint,
    };
    if !has_unit {
        polars_bail!(
            SchemaMismatch: "{}: expected text for unit='{}', got {got} for column {name:?}",
            metric.name, unit.name(),
        );
    }
    Ok(kind)
}
