"""Partners: lists of pairs cut down to one partner for each row."""

from __future__ import annotations

from typing import TypeVar, get_args

import polars as pl

from polars_resemble import _checks, _ids, _join
from polars_resemble._documentation import SENSE, completed
from polars_resemble._typing import Sense

__all__ = ["one_to_one"]

F = TypeVar("F", bound="pl.DataFrame | pl.LazyFrame")

#: Names that no column of a user has.
LEFT, RIGHT, SCORE = (f"__resemble_{name}__" for name in ("left", "right", "score"))


@completed(SENSE)
def one_to_one(
    pairs: F,
    left: str,
    right: str,
    *,
    score: str,
    score_cutoff: float | None = None,
    sense: Sense = "similarity",
) -> F:
    """Keep pairs so that no row has two partners, and their total score is the largest.

    It is the assignment problem. Pairs that hang together by common rows make a component; one of at most
    262 144 left ids times right ids, as 512 times 512, is solved by the algorithm of Kuhn and Munkres. Larger
    ones, which a stricter cutoff divides, take the best pair, then the best of what is left, whose total is
    at least half of the largest. Of distances there are as many pairs as can be, with the least total.

    Parameters
    ----------
    pairs : DataFrame or LazyFrame
        In method form the frame itself.
    left, right : str
        The columns of ids, of any dtypes that have an order. Equal ids of different columns are different
        rows.
    score : str
        The column of scores, of any numbers. Similarities below 0 are worse than no partner.
    score_cutoff : float, optional
        The worst score of a pair; all of them count without it.

    Returns
    -------
    DataFrame or LazyFrame
        As `pairs` is: its rows that are kept, in their order. A pair with a null id, or without a finite
        score, is not kept; one listed twice is kept once, with its best score. Of equal totals one with
        most pairs is taken, and of these one that pairs ids of like order.

    Raises
    ------
    TypeError, ValueError
        If a parameter has the wrong type or value; raised when the query is built.
    polars.exceptions.PolarsError
        If a column is missing or has another dtype; raised when the query is planned.

    References
    ----------
    H. W. Kuhn, "The Hungarian method for the assignment problem", Naval Research Logistics Quarterly 2
    (1955). J. Munkres, "Algorithms for the assignment and transportation problems", Journal of the SIAM 5
    (1957).

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> pairs = pl.DataFrame(
    ...     {
    ...         "order": ["a", "a", "b"],
    ...         "customer": [1, 2, 1],
    ...         "score": [0.9, 0.8, 0.85],
    ...     }
    ... )
    >>> pairs.rs.one_to_one("order", "customer", score="score")
    shape: (2, 3)
    ┌───────┬──────────┬───────┐
    │ order ┆ customer ┆ score │
    │ ---   ┆ ---      ┆ ---   │
    │ str   ┆ i64      ┆ f64   │
    ╞═══════╪══════════╪═══════╡
    │ a     ┆ 2        ┆ 0.8   │
    │ b     ┆ 1        ┆ 0.85  │
    └───────┴──────────┴───────┘
    """
    function = "one_to_one"
    lazy = _join.lazy(function, "pairs", pairs)
    names = [_checks.text(function, "left", left), _checks.text(function, "right", right)]
    by_score = _checks.text(function, "score", score)
    direction = _checks.choice(function, "sense", sense, get_args(Sense))
    worst = _checks.score_cutoff(function, score_cutoff, is_ratio=False)
    if left == right:
        raise _checks.wrong_value(function, "two columns of ids", [left, right])
    _ids.check(function, [lazy], [names], is_one=False)
    dtypes = _join.schema(lazy)
    # Polars 1.0 gives a null that is alone in its column a rank.
    ids = [
        pl.when(pl.col(name).is_not_null())
        .then(_ids.values(name, dtypes).rank("dense").cast(pl.UInt32))
        .alias(side)
        for name, side in zip(names, (LEFT, RIGHT), strict=True)
    ]
    value = pl.col(by_score).cast(pl.Float64).alias(SCORE)
    numbered = lazy.with_columns(*ids, value)
    kept = numbered.filter(_join.one_to_one(function, LEFT, RIGHT, SCORE, direction, worst))
    query = kept.drop(LEFT, RIGHT, SCORE)
    return query.collect() if isinstance(pairs, pl.DataFrame) else query  # type: ignore[return-value]  # as `pairs`
