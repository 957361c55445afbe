"""Scorers by the metrics of :mod:`polars_resemble.sets`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polars_resemble import _parameters
from polars_resemble._scorer import NORMALIZED, maker, single

if TYPE_CHECKING:
    from polars_resemble._scorer import Scorer
    from polars_resemble._typing import Measure, Processor

__all__ = ["cosine", "jaccard", "overlap", "sorensen_dice", "tversky"]


def _of_sets(
    metric: str,
    ngram: int | None,
    multiset: bool,  # noqa: FBT001
    measure: Measure,
    processor: Processor | None,
    **weights: float,
) -> Scorer:
    """Make the scorer of a metric of sets or bags of grams."""
    return single(
        metric,
        measure,
        processor,
        counts=False,
        ngram=_parameters.ngram(metric, ngram),
        multiset=_parameters.flag(metric, "multiset", multiset),
        **{name: _parameters.weight(metric, weight, name) for name, weight in weights.items()},
    )


@maker
def jaccard(
    *,
    ngram: int | None = 2,
    multiset: bool = False,
    measure: Measure = NORMALIZED,
    processor: Processor | None = None,
) -> Scorer:
    """Score by :func:`polars_resemble.jaccard`."""
    return _of_sets("jaccard", ngram, multiset, measure, processor)


@maker
def sorensen_dice(
    *,
    ngram: int | None = 2,
    multiset: bool = False,
    measure: Measure = NORMALIZED,
    processor: Processor | None = None,
) -> Scorer:
    """Score by :func:`polars_resemble.sorensen_dice`."""
    return _of_sets("sorensen_dice", ngram, multiset, measure, processor)


@maker
def overlap(
    *,
    ngram: int | None = 2,
    multiset: bool = False,
    measure: Measure = NORMALIZED,
    processor: Processor | None = None,
) -> Scorer:
    """Score by :func:`polars_resemble.overlap`."""
    return _of_sets("overlap", ngram, multiset, measure, processor)


@maker
def cosine(
    *,
    ngram: int | None = 2,
    multiset: bool = False,
    measure: Measure = NORMALIZED,
    processor: Processor | None = None,
) -> Scorer:
    """Score by :func:`polars_resemble.cosine`."""
    return _of_sets("cosine", ngram, multiset, measure, processor)


@maker
def tversky(
    *,
    ngram: int | None = 2,
    multiset: bool = False,
    alpha: float = 1.0,
    beta: float = 1.0,
    measure: Measure = NORMALIZED,
    processor: Processor | None = None,
) -> Scorer:
    """Score by :func:`polars_resemble.tversky`."""
    return _of_sets("tversky", ngram, multiset, measure, processor, alpha=alpha, beta=beta)
