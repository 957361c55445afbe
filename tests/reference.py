"""Renders docs/functions.md: python tests/reference.py > docs/functions.md ."""

from __future__ import annotations

import inspect
import sys
from pathlib import Path

import polars_resemble as rs
from polars_resemble import _internal

PAGE = Path(__file__).parents[1] / "docs" / "functions.md"

INTRODUCTION = """\
# Functions

Each function compares two columns row by row. `rs.levenshtein("a", "b")` is an expression, and so is
its method form `pl.col("a").rs.levenshtein("b")`; there a str names a column and `pl.lit("text")` is
a text. `series.rs.levenshtein("text")` gives a Series at once; there a str is the text itself. The
result keeps the left column's name.

- `left`, `right`: String, Categorical or Enum, compared by Unicode code points, or Binary, compared by
  bytes. In method form the column is `left`, and `right` is called `other`.
- `measure`: `"distance"`, `"similarity"`, `"normalized_distance"` or `"normalized_similarity"`. Distance and
  similarity add up to the largest value that the metric can reach for the two lengths; the normalised
  readings are divided by it.
- `score_cutoff`: the worst reading to keep, in the units of `measure`; a row that is worse becomes null.

Null on either side gives null. Distances and similarities are UInt32, normalised readings and all of
`jaro` and `jaro_winkler` Float64 in 0..1; two empty texts have distance 0 and normalised similarity 1.
A column of another dtype, or text against Binary, is an error when the query is planned; a wrong
parameter is a `TypeError` or `ValueError` when the expression is built.

"""


TEXT_INTRODUCTION = """
## Functions of one text

`rs.soundex("name")` is an expression, and so is its method form `pl.col("name").rs.soundex()`;
`series.rs.soundex()` gives a Series at once. The result keeps the column's name. Columns are String,
Categorical or Enum; of the latter two, each category is looked at once. A null gives null, a column of
another dtype is an error when the query is planned, and a wrong parameter is a `TypeError` or
`ValueError` when the expression is built.

"""


def own(parameters: dict[str, inspect.Parameter]) -> str:
    """List a function's own parameters with their defaults."""
    return ", ".join(f"`{parameter.name}={parameter.default!r}`" for parameter in parameters.values())


def text_row(name: str) -> str:
    """Make the row of a function of one text."""
    function = getattr(rs, name)
    parameters = dict(inspect.signature(function).parameters)
    del parameters["column"]
    text = inspect.getdoc(function)
    dtype = text.partition("\nExpr\n")[2].partition(", named")[0].strip()
    return f"| `{name}` | {text.partition(chr(10))[0]} | {dtype} | {own(parameters)} |"


def row(name: str) -> str:
    """Make the row of one metric out of its signature and its docstring."""
    function = getattr(rs, name)
    parameters = dict(inspect.signature(function).parameters)
    for shared in ("left", "right", "score_cutoff"):
        del parameters[shared]
    measure = parameters.pop("measure").default
    summary = inspect.getdoc(function).partition("\n")[0]
    return f"| `{name}` | {summary} | {measure} | {own(parameters)} |"


def page() -> str:
    header = "| function | what it does | default measure | own parameters |\n|---|---|---|---|\n"
    metrics = "".join(f"{row(name)}\n" for name in _internal.metric_names())
    text_header = "| function | what it does | result | own parameters |\n|---|---|---|---|\n"
    texts = "".join(f"{text_row(name)}\n" for name in _internal.text_names())
    return INTRODUCTION + header + metrics + TEXT_INTRODUCTION + text_header + texts


if __name__ == "__main__":
    sys.stdout.write(page())
