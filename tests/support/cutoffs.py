"""When a score reaches a cutoff, as users are told."""

from __future__ import annotations

import polars as pl

#: A cutoff that is missed by no more is reached.
TOLERANCE = 1e-12


def reaches(score: float, cutoff: float, *, is_similarity: bool = True) -> bool:
    missed = cutoff - score if is_similarity else score - cutoff
    return missed <= TOLERANCE


def cut_off(scores: pl.Series, cutoff: float, *, is_similarity: bool) -> pl.Series:
    """Make null what does not reach the cutoff."""
    numbers = scores.cast(pl.Float64)
    missed = cutoff - numbers if is_similarity else numbers - cutoff
    return pl.select(pl.when(missed <= TOLERANCE).then(scores).alias(scores.name)).to_series()
