"""Scorers by the metrics of :mod:`polars_resemble.distances`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polars_resemble import _parameters
from polars_resemble._scorer import NORMALIZED, maker, single

if TYPE_CHECKING:
    from polars_resemble._scorer import Scorer
    from polars_resemble._typing import Measure, Processor

__all__ = ["damerau_levenshtein", "editex", "hamming", "indel", "levenshtein", "osa"]


@maker
def levenshtein(
    *,
    weights: tuple[int, int, int] = (1, 1, 1),
    measure: Measure = NORMALIZED,
    processor: Processor | None = None,
) -> Scorer:
    """Score by :func:`polars_resemble.levenshtein`."""
    weights = _parameters.weights("levenshtein", weights)
    return single("levenshtein", measure, processor, weights=weights)


@maker
def osa(*, measure: Measure = NORMALIZED, processor: Processor | None = None) -> Scorer:
    """Score by :func:`polars_resemble.osa`."""
    return single("osa", measure, processor)


@maker
def damerau_levenshtein(*, measure: Measure = NORMALIZED, processor: Processor | None = None) -> Scorer:
    """Score by :func:`polars_resemble.damerau_levenshtein`."""
    return single("damerau_levenshtein", measure, processor)


@maker
def indel(*, measure: Measure = NORMALIZED, processor: Processor | None = None) -> Scorer:
    """Score by :func:`polars_resemble.indel`."""
    return single("indel", measure, processor)


@maker
def editex(*, measure: Measure = NORMALIZED, processor: Processor | None = None) -> Scorer:
    """Score by :func:`polars_resemble.editex`."""
    return single("editex", measure, processor)


@maker
def hamming(
    *,
    pad: bool = True,
    measure: Measure = NORMALIZED,
    processor: Processor | None = None,
) -> Scorer:
    """Score by :func:`polars_resemble.hamming`."""
    pad = _parameters.flag("hamming", "pad", pad)
    return single("hamming", measure, processor, pad=pad)
