"""The mean of several scorers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polars_resemble import _scorer
from polars_resemble._scorer import Combined

if TYPE_CHECKING:
    from collections.abc import Mapping

    from polars_resemble._scorer import IntoScorer, Scorer

__all__ = ["combine"]


def combine(scorers: Mapping[IntoScorer, float]) -> Scorer:
    """Take the weighted mean of several scorers; it is null where one of them is.

    Parameters
    ----------
    scorers : dict of scorers, or names of metrics, and their weights
        Weights are finite and at least 0, and one is above. Either all scorers are similarities or
        all are distances, and all have the same processor.

    Returns
    -------
    Scorer
        The mean.

    Raises
    ------
    TypeError, ValueError
        If there is no scorer, a weight is not allowed, or the scorers do not go together.

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> both = rs.scorers.combine({"jaro_winkler": 1, "indel": 1})
    >>> df = pl.DataFrame({"a": ["Jon Smith", "Anna Lopez"], "b": ["John Smith", "Ana López"]})
    >>> df.with_columns(score=rs.score("a", "b", both))
    shape: (2, 3)
    ┌────────────┬────────────┬──────────┐
    │ a          ┆ b          ┆ score    │
    │ ---        ┆ ---        ┆ ---      │
    │ str        ┆ str        ┆ f64      │
    ╞════════════╪════════════╪══════════╡
    │ Jon Smith  ┆ John Smith ┆ 0.960351 │
    │ Anna Lopez ┆ Ana López  ┆ 0.879571 │
    └────────────┴────────────┴──────────┘
    """
    return Combined(_scorer.parts("combine", scorers))
