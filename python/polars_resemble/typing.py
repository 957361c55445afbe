"""The types that signatures are written in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from typing import TypeAlias

    import polars as pl

Measure = Literal["distance", "similarity", "normalized_distance", "normalized_similarity"]
"""The four readings of a metric, in RapidFuzz's words."""

MetricName = Literal[
    "levenshtein",
    "osa",
    "damerau_levenshtein",
    "indel",
    "lcs_seq",
    "lcs_str",
    "hamming",
    "prefix",
    "postfix",
    "jaro",
    "jaro_winkler",
]
"""The metrics that compare two columns, in the order of the registry."""

IntoColumn: TypeAlias = "pl.Expr | pl.Series | str | bytes | None"
"""One side of a comparison: a str names a column, bytes and None are literals."""
