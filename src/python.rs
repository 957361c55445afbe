//! The Python module: what the package asks of its shared library besides the expressions.

use pyo3::prelude::*;
use pyo3_polars::PolarsAllocator;

use crate::memory;
use crate::registry::{ALIGNMENT_NAMES, METRIC_NAMES, PAIR_NAMES, SEQUENCE_NAMES, TEXT_NAMES};
use crate::simd::Level;
use crate::threads;

/// Polars' own allocator, so that buffers are freed where they were made.
#[global_allocator]
static ALLOCATOR: PolarsAllocator = PolarsAllocator::new();

#[pymodule]
mod _internal {
    use super::*;

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }

    /// The names of all metrics, in the registry's order.
    #[pyfunction]
    fn metric_names() -> Vec<&'static str> {
        METRIC_NAMES.to_vec()
    }

    /// The names of all functions of one text, in the registry's order.
    #[pyfunction]
    fn text_names() -> Vec<&'static str> {
        TEXT_NAMES.to_vec()
    }

    /// The names of all other functions of two texts that are no metrics, in the registry's order.
    #[pyfunction]
    fn pair_names() -> Vec<&'static str> {
        PAIR_NAMES.to_vec()
    }

    /// The names of all functions of two texts about their alignment, in the registry's order.
    #[pyfunction]
    fn alignment_names() -> Vec<&'static str> {
        ALIGNMENT_NAMES.to_vec()
    }

    /// The names of all sequence functions, in the registry's order.
    #[pyfunction]
    fn sequence_names() -> Vec<&'static str> {
        SEQUENCE_NAMES.to_vec()
    }

    /// Bytes of a pair in a frame of them, and while a part of the frame is made.
    #[pymodule_export]
    const PAIR: u64 = crate::matching::PAIR;
    #[pymodule_export]
    const PAIR_AT_PEAK: u64 = crate::matching::PAIR_AT_PEAK;

    /// Why a frame of pairs is refused that takes so many bytes, if it is.
    #[pyfunction]
    fn refusal(size: u64) -> Option<String> {
        let way_out = "score fewer texts at a time, or set a score_cutoff";
        memory::expect_room(size, way_out).err()
    }

    /// Whether this process was forked off one that had run a query before.
    #[pyfunction]
    fn is_forked() -> bool {
        threads::is_forked()
    }

    /// The instruction set that kernels run on.
    #[pyfunction]
    fn instruction_set() -> &'static str {
        Level::best().name()
    }
}
