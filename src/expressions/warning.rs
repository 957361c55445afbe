//! Warnings of Python, given while a query runs.

use std::ffi::CString;

use pyo3::prelude::*;

/// Gives a warning of one of the package's classes. Polars lets go of Python while it runs a query, so a call may take it for
/// a moment. Where there is no Python there is nobody to be warned.
///
/// # Errors
/// If the user has warnings raised.
pub(super) fn warn(class: &str, sentence: &str) -> PyResult<()> {
    let warned = Python::try_attach(|python| {
        let class = python.import("polars_resemble")?.getattr(class)?;
        // A sentence of ours has no byte 0.
        let sentence = CString::new(sentence).unwrap_or_default();
        PyErr::warn(python, &class, &sentence, 1)
    });
    warned.unwrap_or(Ok(()))
}
