"""Scores by any scorer: of two columns row by row, and of one text against many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polars_resemble import _parameters, _scorer

if TYPE_CHECKING:
    import polars as pl

    from polars_resemble.typing import IntoColumn, IntoScorer

__all__ = ["score"]


def score(
    left: IntoColumn,
    right: IntoColumn,
    scorer: IntoScorer,
    *,
    score_cutoff: float | None = None,
) -> pl.Expr:
    """Score two columns row by row.

    Parameters
    ----------
    left, right : IntoColumn
        A column name, an expression or a Series each; a literal is ``pl.lit("text")``.
    scorer : Scorer or str
        One of :mod:`polars_resemble.scorers`, or the name of a metric, which is then read as a
        normalised similarity.
    score_cutoff : float, optional
        The worst score to keep; a row that is worse becomes null.

    Returns
    -------
    Expr
        Named after the left column. UInt32 where the scorer is one metric that counts, read as a
        distance or a similarity, Float64 otherwise. Null where either side is null.

    Raises
    ------
    TypeError, ValueError
        If a parameter has the wrong type or value; raised when the expression is built.
    polars.exceptions.ComputeError
        If a column has another dtype, or text meets Binary; raised when the query is planned.

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame({"a": ["Jon Smith", "Ann"], "b": ["john smith", "Bob"]})
    >>> lower = rs.scorers.levenshtein(processor="default")
    >>> df.with_columns(
    ...     name=rs.score("a", "b", "levenshtein"),
    ...     value=rs.score("a", "b", lower),
    ...     close=rs.score("a", "b", lower, score_cutoff=0.5),
    ... )
    shape: (2, 5)
    ┌───────────┬────────────┬──────┬───────┬───────┐
    │ a         ┆ b          ┆ name ┆ value ┆ close │
    │ ---       ┆ ---        ┆ ---  ┆ ---   ┆ ---   │
    │ str       ┆ str        ┆ f64  ┆ f64   ┆ f64   │
    ╞═══════════╪════════════╪══════╪═══════╪═══════╡
    │ Jon Smith ┆ john smith ┆ 0.7  ┆ 0.9   ┆ 0.9   │
    │ Ann       ┆ Bob        ┆ 0.0  ┆ 0.0   ┆ null  │
    └───────────┴────────────┴──────┴───────┴───────┘
    """
    chosen = _scorer.scorer("score", scorer)
    cutoff = _parameters.score_cutoff("score", score_cutoff, is_ratio=chosen.is_ratio)
    sides = (_parameters.column("score", "left", left), _parameters.column("score", "right", right))
    return chosen.expression(chosen.processed(sides[0]), chosen.processed(sides[1]), cutoff)
