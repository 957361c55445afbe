"""The types that signatures are written in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from typing import TypeAlias

    import polars as pl

    from polars_resemble import _scorer

Measure = Literal["distance", "similarity", "normalized_distance", "normalized_similarity"]
"""The four readings of a metric, in RapidFuzz's words."""

IntoColumn: TypeAlias = "pl.Expr | pl.Series | str | bytes | None"
"""One side of a comparison: a str names a column, bytes and None are literals."""

Processor = Literal["default"]
"""What is done to both sides before they are compared: RapidFuzz's ``default_process``."""

IntoScorer: TypeAlias = "_scorer.Scorer | str"
"""A scorer, or the name of a metric."""
