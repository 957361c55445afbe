//! The functions that Polars calls: two for each symbol, one that plans and one that computes.
//!
//! They do what `pyo3-polars`' attribute does, and what is to be done for every function besides:
//!
//! - Object columns are told apart. Polars hands them over as binary of fixed width, the addresses of
//!   Python's objects, and has no other columns of that kind.
//! - Arrays of width 0 are refused, since Polars' import loses their rows.
//! - Columns are imported chunk by chunk. Polars' import of many chunks loses rows of lists of categories, if a
//!   chunk has no elements.
//! - Columns that cannot be imported are an error, not a panic.
//! - An interrupt ends the call.

use std::ffi::c_void;
use std::fmt::Display;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::{ptr, slice};

use polars::prelude::*;
use polars_arrow::datatypes::ArrowDataType;
use polars_arrow::ffi::{
    ArrowArray, ArrowSchema, export_field_to_c, import_array_from_c, import_field_from_c,
};
use pyo3_polars::derive::{_parse_kwargs, _set_panic, _update_last_error};
use pyo3_polars::export::polars_ffi::version_0::{SeriesExport, export_series};
use serde::de::DeserializeOwned;

use super::argument::Argument;
use super::interrupt::Interrupt;
use crate::columns::{OBJECT, dtype_name};
use crate::interrupt;
use crate::threads;

/// Exports the two functions of a symbol: what it plans with, and what it computes with.
macro_rules! symbol {
    ($name:ident, $plan:expr, $compute:expr) => {
        const _: () = {
            use pyo3_polars::export::polars_ffi::version_0::{CallerContext, SeriesExport};

            use $crate::expressions::door::read;

            #[unsafe(export_name = concat!("_polars_plugin_field_", stringify!($name)))]
            unsafe extern "C" fn plan(
                fields: *const polars_arrow::ffi::ArrowSchema,
                count: usize,
                answer: *mut polars_arrow::ffi::ArrowSchema,
                kwargs: *const u8,
                length: usize,
            ) {
                // SAFETY: Polars hands over what its interface for plugins says.
                unsafe {
                    $crate::expressions::door::plan(
                        stringify!($name),
                        (fields, count),
                        (kwargs, length),
                        answer,
                        &|columns, sent| $plan(columns, read(stringify!($name), sent)?),
                    );
                }
            }

            #[unsafe(export_name = concat!("_polars_plugin_", stringify!($name)))]
            unsafe extern "C" fn compute(
                inputs: *mut SeriesExport,
                count: usize,
                kwargs: *const u8,
                length: usize,
                answer: *mut SeriesExport,
                _context: *const CallerContext,
            ) {
                // SAFETY: as above.
                unsafe {
                    $crate::expressions::door::compute(
                        stringify!($name),
                        (inputs, count),
                        (kwargs, length),
                        answer,
                        &|columns, sent| $compute(columns, read(stringify!($name), sent)?),
                    );
                }
            }
        };
    };
}

pub(super) use symbol;

/// Answers with the name and dtype of a result, or leaves an error behind.
///
/// # Safety
/// The pointers must be those of Polars' interface: to so many fields, to so many bytes, and to room for an answer.
pub(super) unsafe fn plan(
    function: &str,
    (fields, count): (*const ArrowSchema, usize),
    (kwargs, length): (*const u8, usize),
    answer: *mut ArrowSchema,
    plan: &dyn Fn(&[Field], Argument) -> PolarsResult<Field>,
) {
    // SAFETY: the caller promises so.
    let (fields, kwargs) = unsafe {
        (
            slice::from_raw_parts(fields, count),
            slice::from_raw_parts(kwargs, length),
        )
    };
    let answered = finish(|| {
        let fields = fields.iter().map(|field| {
            // SAFETY: as above.
            let field = unsafe { import_field_from_c(field) }?;
            Ok(match field.dtype() {
                ArrowDataType::FixedSizeBinary(_) => Field::new(field.name, OBJECT),
                _ => Field::from(&field),
            })
        });
        let fields: Vec<Field> = fields.collect::<PolarsResult<_>>()?;
        let field = plan(&fields, parsed(function, kwargs)?)?;
        if let Some(empty) = fields.iter().find(|field| has_no_width(field.dtype())) {
            polars_bail!(
                SchemaMismatch: "{function}: expected an Array of width 1 or more for column {:?}, got {}",
                empty.name().as_str(), dtype_name(empty.dtype()),
            );
        }
        Ok(export_field_to_c(&field.to_arrow(CompatLevel::newest())))
    });
    if let Some(field) = answered {
        // SAFETY: as above.
        unsafe { *answer = field };
    }
}

/// Answers with a result, or leaves an error behind.
///
/// # Safety
/// The pointers must be those of Polars' interface: to so many columns, to so many bytes, and to room for an answer.
pub(super) unsafe fn compute(
    function: &str,
    (inputs, count): (*mut SeriesExport, usize),
    (kwargs, length): (*const u8, usize),
    answer: *mut SeriesExport,
    compute: &dyn Fn(&[Series], Argument) -> PolarsResult<Series>,
) {
    // SAFETY: the caller promises so.
    let kwargs = unsafe { slice::from_raw_parts(kwargs, length) };
    let answered = finish(|| {
        let inputs = (0..count).map(|at| {
            // SAFETY: as above; each column is read once.
            unsafe { import(function, inputs.add(at)) }
        });
        let inputs: Vec<Series> = inputs.collect::<PolarsResult<_>>()?;
        let _interrupt = Interrupt::listen();
        threads::begin();
        let result = compute(&inputs, parsed(function, kwargs)?);
        // Whatever came of it: work that is interrupted leaves with anything.
        interrupt::check().map_err(|wrong| polars_err!(ComputeError: "{function}: {wrong}"))?;
        Ok(export_series(&result?))
    });
    if let Some(series) = answered {
        // SAFETY: as above.
        unsafe { *answer = series };
    }
}

/// The parts of a [`SeriesExport`], which Polars keeps to itself: those of its interface for plugins.
#[repr(C)]
struct Exported {
    field: *const ArrowSchema,
    chunks: *const *const ArrowArray,
    count: usize,
    _release: Option<unsafe extern "C" fn(*mut SeriesExport)>,
    _private_data: *mut c_void,
}

const _: () = assert!(size_of::<Exported>() == size_of::<SeriesExport>());

/// Takes a column over from Polars, one chunk after the other.
///
/// # Safety
/// The pointer must be to a column of Polars' interface, which nobody reads afterwards.
unsafe fn import(function: &str, column: *mut SeriesExport) -> PolarsResult<Series> {
    // SAFETY: the caller promises so. What is left of the column is released at the end.
    let (exported, _released) =
        unsafe { (ptr::read(column.cast::<Exported>()), ptr::read(column)) };
    // SAFETY: as above.
    let (schema, chunks) = unsafe {
        let chunks = slice::from_raw_parts(exported.chunks, exported.count);
        (&*exported.field, chunks)
    };
    let field = import_field_from_c(schema)?;
    let mut chunks = chunks.iter().map(|chunk| {
        // SAFETY: as above. A chunk is owned by whoever reads it; releasing the column does not.
        let chunk = || unsafe { import_array_from_c(ptr::read(*chunk), field.dtype.clone()) };
        let Ok(chunk) = catch_unwind(AssertUnwindSafe(chunk)) else {
            polars_bail!(
                ComputeError: "{function}: expected a column that Polars hands over whole, as it does from 1.44 on, got a \
                 slice of {} for column {:?}",
                Field::from(&field).dtype(), field.name.as_str(),
            );
        };
        let chunk = chunk?;
        // SAFETY: the chunk has the dtype of the field.
        unsafe {
            let metadata = field.metadata.as_deref();
            let name = field.name.clone();
            Series::_try_from_arrow_unchecked_with_md(name, vec![chunk], &field.dtype, metadata)
        }
    });
    let Some(first) = chunks.next() else {
        return Ok(Series::new_empty(
            field.name.clone(),
            Field::from(&field).dtype(),
        ));
    };
    let mut imported = first?;
    for chunk in chunks {
        imported.append_owned(chunk?)?;
    }
    Ok(imported)
}

/// What came out, unless that is an error or a panic: then Polars is told.
fn finish<T>(work: impl FnOnce() -> PolarsResult<T>) -> Option<T> {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(Ok(answer)) => return Some(answer),
        Ok(Err(wrong)) => _update_last_error(wrong),
        Err(_) => _set_panic(),
    }
    None
}

/// What Python sends along with the columns.
fn parsed(function: &str, kwargs: &[u8]) -> PolarsResult<Argument> {
    _parse_kwargs(kwargs).map_err(|wrong| other_arguments(function, &wrong))
}

/// The struct that a function's arguments are.
pub(super) fn read<K: DeserializeOwned>(function: &str, sent: Argument) -> PolarsResult<K> {
    sent.read()
        .map_err(|wrong| other_arguments(function, &wrong))
}

fn other_arguments(function: &str, wrong: &dyn Display) -> PolarsError {
    polars_err!(InvalidOperation: "{function}: expected other arguments, got {wrong}")
}

/// Whether a dtype is, or has within, an Array of width 0.
fn has_no_width(dtype: &DataType) -> bool {
    match dtype {
        DataType::Array(inner, width) => *width == 0 || has_no_width(inner),
        DataType::List(inner) => has_no_width(inner),
        DataType::Struct(fields) => fields.iter().any(|field| has_no_width(field.dtype())),
        _ => false,
    }
}
