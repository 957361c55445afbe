"""Scorers by the metrics of :mod:`polars_resemble.similarities`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polars_resemble import _parameters
from polars_resemble._scorer import NORMALIZED, maker, single

if TYPE_CHECKING:
    from polars_resemble._scorer import Scorer
    from polars_resemble._typing import Inner, Measure, Processor

__all__ = [
    "jaro",
    "jaro_winkler",
    "lcs_seq",
    "lcs_str",
    "monge_elkan",
    "postfix",
    "prefix",
    "ratcliff_obershelp",
]


@maker
def lcs_seq(*, measure: Measure = NORMALIZED, processor: Processor | None = None) -> Scorer:
    """Score by :func:`polars_resemble.lcs_seq`."""
    return single("lcs_seq", measure, processor)


@maker
def lcs_str(*, measure: Measure = NORMALIZED, processor: Processor | None = None) -> Scorer:
    """Score by :func:`polars_resemble.lcs_str`."""
    return single("lcs_str", measure, processor)


@maker
def prefix(*, measure: Measure = NORMALIZED, processor: Processor | None = None) -> Scorer:
    """Score by :func:`polars_resemble.prefix`."""
    return single("prefix", measure, processor)


@maker
def postfix(*, measure: Measure = NORMALIZED, processor: Processor | None = None) -> Scorer:
    """Score by :func:`polars_resemble.postfix`."""
    return single("postfix", measure, processor)


@maker
def jaro(*, measure: Measure = NORMALIZED, processor: Processor | None = None) -> Scorer:
    """Score by :func:`polars_resemble.jaro`."""
    return single("jaro", measure, processor, counts=False)


@maker
def jaro_winkler(
    *,
    prefix_weight: float = 0.1,
    measure: Measure = NORMALIZED,
    processor: Processor | None = None,
) -> Scorer:
    """Score by :func:`polars_resemble.jaro_winkler`."""
    prefix_weight = _parameters.ratio("jaro_winkler", "prefix_weight", prefix_weight)
    return single("jaro_winkler", measure, processor, counts=False, prefix_weight=prefix_weight)


@maker
def monge_elkan(
    *,
    inner: Inner = "jaro_winkler",
    symmetric: bool = False,
    measure: Measure = NORMALIZED,
    processor: Processor | None = None,
) -> Scorer:
    """Score by :func:`polars_resemble.monge_elkan`."""
    return single(
        "monge_elkan",
        measure,
        processor,
        counts=False,
        inner=_parameters.inner("monge_elkan", inner),
        symmetric=_parameters.flag("monge_elkan", "symmetric", symmetric),
    )


@maker
def ratcliff_obershelp(*, measure: Measure = NORMALIZED, processor: Processor | None = None) -> Scorer:
    """Score by :func:`polars_resemble.ratcliff_obershelp`."""
    return single("ratcliff_obershelp", measure, processor, counts=False)
