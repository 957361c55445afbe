"""The door to the shared library: every expression of this package is built here."""

from __future__ import annotations

import re
from inspect import signature
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import polars as pl
from polars.plugins import register_plugin_function

from polars_resemble import _checks, _internal
from polars_resemble._typing import Measure, Unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from polars_resemble._typing import IntoColumn

LIBRARY = Path(_internal.__file__)

#: What becomes of empty lists when lists are exploded, for those versions of Polars that ask.
EXPLODED: dict[str, bool] = (
    {"empty_as_null": True} if "empty_as_null" in signature(pl.LazyFrame.explode).parameters else {}
)


#: How Polars writes an expression that is one value for all rows: an aggregate, or a literal Series. Of lists
#: and arrays, each row has a first element. Up to Polars 1.33, `implode` is written as `list`.
ONE_VALUE = re.compile(r"(?<!\.list)(?<!\.arr)\.(implode|list|first|last|get|item)\(|^Series\b")


def call(
    symbol: str, columns: Sequence[pl.Expr], *, is_elementwise: bool = True, **kwargs: object
) -> pl.Expr:
    """Build the expression that calls a symbol of the library, row by row or once for a column.

    The keyword arguments travel by name. There must be at least one: Polars sends none as no bytes
    at all, which the library cannot read.

    The streaming engine repeats one value for each row beside it, a list with all of its elements, unless the
    function is said to need all rows. Polars does not say what is one value, but writes it down.
    """
    if len(columns) > 1 and _internal.is_forked():
        # Polars itself would wait for its threads there, before it calls the library.
        expected = 'a process started by multiprocessing.get_context("spawn")'
        message = f"{symbol}: expected {expected}, got one forked after the first query, which has no threads"
        raise RuntimeError(message)
    return register_plugin_function(
        plugin_path=LIBRARY,
        function_name=symbol,
        args=columns,
        kwargs=kwargs,
        is_elementwise=is_elementwise
        and len({bool(ONE_VALUE.search(str(column))) for column in columns}) == 1,
    )


def of_text(function: str, column: IntoColumn, **parameters: object) -> pl.Expr:
    """Build the expression that calls a function of one text; its parameters are checked."""
    return call(function, [_checks.column(function, "column", column)], parameters=parameters)


def of_pair(function: str, left: IntoColumn, right: IntoColumn, **parameters: object) -> pl.Expr:
    """Build the expression that calls a function of two texts; its parameters are checked."""
    sides = [_checks.column(function, "left", left), _checks.column(function, "right", right)]
    return call(function, sides, parameters=parameters)


def compare(
    metric: str,
    left: IntoColumn,
    right: IntoColumn,
    measure: Measure,
    score_cutoff: float | None,
    *,
    unit: object = "codepoint",
    counts: bool = True,
    **parameters: object,
) -> pl.Expr:
    """Build the expression that reads a metric for two columns.

    Parameters
    ----------
    metric
        The metric's name, which is its function's and its symbol's.
    left, right, measure, score_cutoff, unit
        As the function got them.
    counts
        True for a metric whose distance is a whole number, False for a ratio.
    parameters
        The metric's own parameters, checked.
    """
    reading = _checks.choice(metric, "measure", measure, get_args(Measure))
    is_ratio = not counts or reading.startswith("normalized")
    return call(
        metric,
        [
            _checks.column(metric, "left", left),
            _checks.column(metric, "right", right),
        ],
        measure=reading,
        score_cutoff=_checks.score_cutoff(metric, score_cutoff, is_ratio=is_ratio),
        unit=_checks.choice(metric, "unit", unit, get_args(Unit)),
        parameters=parameters,
    )
