"""Scorers by the metrics of :mod:`polars_resemble.fuzz`, which are always similarities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polars_resemble._scorer import NORMALIZED, maker, single

if TYPE_CHECKING:
    from polars_resemble._scorer import Scorer
    from polars_resemble._typing import Processor

__all__ = [
    "partial_ratio",
    "partial_token_ratio",
    "partial_token_set_ratio",
    "partial_token_sort_ratio",
    "qratio",
    "ratio",
    "token_ratio",
    "token_set_ratio",
    "token_sort_ratio",
    "wratio",
]


def _share(metric: str, processor: Processor | None) -> Scorer:
    """Make the scorer of a metric that has no measures."""
    return single(metric, NORMALIZED, processor, counts=False)


@maker
def ratio(*, processor: Processor | None = None) -> Scorer:
    """Score by :func:`polars_resemble.ratio`, which is always a similarity."""
    return _share("ratio", processor)


@maker
def partial_ratio(*, processor: Processor | None = None) -> Scorer:
    """Score by :func:`polars_resemble.partial_ratio`, which is always a similarity."""
    return _share("partial_ratio", processor)


@maker
def token_sort_ratio(*, processor: Processor | None = None) -> Scorer:
    """Score by :func:`polars_resemble.token_sort_ratio`, which is always a similarity."""
    return _share("token_sort_ratio", processor)


@maker
def token_set_ratio(*, processor: Processor | None = None) -> Scorer:
    """Score by :func:`polars_resemble.token_set_ratio`, which is always a similarity."""
    return _share("token_set_ratio", processor)


@maker
def token_ratio(*, processor: Processor | None = None) -> Scorer:
    """Score by :func:`polars_resemble.token_ratio`, which is always a similarity."""
    return _share("token_ratio", processor)


@maker
def partial_token_sort_ratio(*, processor: Processor | None = None) -> Scorer:
    """Score by :func:`polars_resemble.partial_token_sort_ratio`, which is always a similarity."""
    return _share("partial_token_sort_ratio", processor)


@maker
def partial_token_set_ratio(*, processor: Processor | None = None) -> Scorer:
    """Score by :func:`polars_resemble.partial_token_set_ratio`, which is always a similarity."""
    return _share("partial_token_set_ratio", processor)


@maker
def partial_token_ratio(*, processor: Processor | None = None) -> Scorer:
    """Score by :func:`polars_resemble.partial_token_ratio`, which is always a similarity."""
    return _share("partial_token_ratio", processor)


@maker
def wratio(*, processor: Processor | None = None) -> Scorer:
    """Score by :func:`polars_resemble.wratio`, which is always a similarity."""
    return _share("wratio", processor)


@maker
def qratio(*, processor: Processor | None = None) -> Scorer:
    """Score by :func:`polars_resemble.qratio`, which is always a similarity."""
    return _share("qratio", processor)
