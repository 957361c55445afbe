"""How good pairs and groups are, where the true ones are known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeVar, get_args

import polars as pl

from polars_resemble import _checks, _ids, _join
from polars_resemble._documentation import SENSE, TABLES, completed
from polars_resemble._typing import Sense, Tables

if TYPE_CHECKING:
    from polars_resemble._typing import IntoColumn

__all__ = ["evaluate", "evaluate_groups"]

F = TypeVar("F", bound="pl.DataFrame | pl.LazyFrame")

#: Names that no column of a user has.
LEFT, RIGHT, SCORE, FOUND, TRUE, COUNT, IN_FOUND, IN_TRUE, IN_BOTH = (
    f"__resemble_{name}__"
    for name in ("left", "right", "score", "found", "true", "count", "in_found", "in_true", "in_both")
)

#: The ids of a pair.
SIDES = 2


@completed(SENSE, TABLES)
def evaluate(
    found: F,
    truth: pl.DataFrame | pl.LazyFrame,
    *,
    on: Sequence[str] | None = None,
    score: str | None = None,
    sense: Sense = "similarity",
    tables: Tables = "one",
) -> F:
    """Count how many of the pairs that were found are true, and how many of the true ones were found.

    A pair counts once, with its best score, however often it is listed; one with a null id, or with null
    or NaN as its score, is left out. Precision is the share of the pairs found that are true, recall the
    share of the true pairs that were found, and F1 their harmonic mean, 2 correct / (pairs + true_pairs).

    Parameters
    ----------
    found : DataFrame or LazyFrame
        In method form the frame itself: two columns of ids, of any dtype that has an order.
    truth : DataFrame or LazyFrame
        The true pairs, all of them.
    on : sequence of str, optional
        The two columns of ids, which both frames have; the first two of each frame unless said.
    score : str, optional
        The column of scores in `found`: then there is one row for each cutoff that a score can be.

    Returns
    -------
    DataFrame or LazyFrame
        As `found` is, one row: ``pairs``, ``true_pairs`` and ``correct``, UInt64, and ``precision``,
        ``recall`` and ``f1``, Float64 in 0..1, null where they would be 0 / 0. With a score a row for each
        cutoff, the strictest first: ``score_cutoff``, these numbers for the pairs that reach it, and
        ``best``, true for the cutoff of the highest F1, of equal ones the strictest.

    Raises
    ------
    TypeError, ValueError
        If a parameter has the wrong type or value; raised when the query is built.
    polars.exceptions.PolarsError
        If a column is missing, ids have a dtype without order, or dtypes do not go together; raised when
        the query is planned.

    References
    ----------
    C. J. van Rijsbergen, "Information Retrieval" (1979).

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> towns = pl.DataFrame({"town": ["Berlin", "Berlln", "Bern", "Berne"]})
    >>> found = towns.rs.pairs("town", scorer="jaro_winkler", score_cutoff=0.85)
    >>> truth = pl.DataFrame({"row": [0, 2], "row_right": [1, 3]})
    >>> rs.evaluate(found, truth)
    shape: (1, 6)
    ┌───────┬────────────┬─────────┬───────────┬────────┬─────┐
    │ pairs ┆ true_pairs ┆ correct ┆ precision ┆ recall ┆ f1  │
    │ ---   ┆ ---        ┆ ---     ┆ ---       ┆ ---    ┆ --- │
    │ u64   ┆ u64        ┆ u64     ┆ f64       ┆ f64    ┆ f64 │
    ╞═══════╪════════════╪═════════╪═══════════╪════════╪═════╡
    │ 6     ┆ 2          ┆ 2       ┆ 0.333333  ┆ 1.0    ┆ 0.5 │
    └───────┴────────────┴─────────┴───────────┴────────┴─────┘

    The curve over all cutoffs, which ``.plot.line("score_cutoff", "f1")`` shows:

    >>> found.rs.evaluate(truth, score="score").drop("true_pairs", "correct")
    shape: (4, 6)
    ┌──────────────┬───────┬───────────┬────────┬──────────┬───────┐
    │ score_cutoff ┆ pairs ┆ precision ┆ recall ┆ f1       ┆ best  │
    │ ---          ┆ ---   ┆ ---       ┆ ---    ┆ ---      ┆ ---   │
    │ f64          ┆ u64   ┆ f64       ┆ f64    ┆ f64      ┆ bool  │
    ╞══════════════╪═══════╪═══════════╪════════╪══════════╪═══════╡
    │ 0.96         ┆ 1     ┆ 1.0       ┆ 0.5    ┆ 0.666667 ┆ false │
    │ 0.933333     ┆ 2     ┆ 1.0       ┆ 1.0    ┆ 1.0      ┆ true  │
    │ 0.922222     ┆ 4     ┆ 0.5       ┆ 1.0    ┆ 0.666667 ┆ false │
    │ 0.875556     ┆ 6     ┆ 0.333333  ┆ 1.0    ┆ 0.5      ┆ false │
    └──────────────┴───────┴───────────┴────────┴──────────┴───────┘
    """
    function = "evaluate"
    lazy = [_join.lazy(function, "found", found), _join.lazy(function, "truth", truth)]
    by_score = None if score is None else _checks.text(function, "score", score)
    is_similarity = _checks.choice(function, "sense", sense, get_args(Sense)) == "similarity"
    is_one = _checks.choice(function, "tables", tables, get_args(Tables)) == "one"
    ids = [_id_columns(function, on, frame) for frame in lazy]
    _ids.check(function, lazy, ids, is_one=is_one)
    # True pairs have no score, in the dtype of those that were found.
    score_type = pl.Float64() if by_score is None else _join.schema(lazy[0]).get(by_score, pl.Float64())
    no_score = pl.lit(None, score_type)
    listed = _pairs(lazy[0], ids[0], no_score if by_score is None else pl.col(by_score), is_one=is_one)
    if by_score is not None:
        is_number = pl.col(SCORE).is_not_null() & pl.col(SCORE).cast(pl.Float64).is_not_nan()
        listed = listed.filter(is_number)
    in_one, in_other = (
        frame.with_columns(pl.lit(is_found).alias(FOUND), pl.lit(not is_found).alias(TRUE))
        for is_found, frame in ((True, listed), (False, _pairs(lazy[1], ids[1], no_score, is_one=is_one)))
    )
    best = pl.col(SCORE).max() if is_similarity else pl.col(SCORE).min()
    # Each pair once, and who lists it.
    by_ids = pl.concat([in_one, in_other], how="vertical_relaxed").group_by(LEFT, RIGHT)
    pairs = by_ids.agg(best, pl.col(FOUND).any(), pl.col(TRUE).any())
    query = _total(pairs) if by_score is None else _curve(pairs, is_similarity=is_similarity)
    return query.collect() if isinstance(found, pl.DataFrame) else query  # type: ignore[return-value]  # as `found`


def evaluate_groups(frame: F, found: IntoColumn, truth: IntoColumn) -> F:
    """Compare groups with the true ones, by the pairs of rows that are together and by row (B-cubed).

    Pairs are counted as :func:`evaluate` does. B-cubed precision is the mean, over all rows, of the
    share of a row's group that truly belongs with it, the row itself included; B-cubed recall the
    mean share of its true group that is in its group. Pairs weigh large groups by the square of their
    size, B-cubed weighs each row the same.

    Parameters
    ----------
    frame : DataFrame or LazyFrame
        In method form the frame itself.
    found, truth : IntoColumn
        The group of each row, and the true one: labels of any dtype that can be grouped by, each a column
        name, an expression or a Series. A row without a label is alone in its group.

    Returns
    -------
    DataFrame or LazyFrame
        As `frame` is, one row: ``rows``, ``groups``, ``true_groups``, ``pairs``, ``true_pairs`` and
        ``correct``, UInt64, then ``precision``, ``recall``, ``f1``, ``b3_precision``, ``b3_recall`` and
        ``b3_f1``, Float64 in 0..1, null where they would be 0 / 0.

    Raises
    ------
    TypeError, ValueError
        If a parameter has the wrong type or value; raised when the query is built.
    polars.exceptions.PolarsError
        If a column is missing, or cannot be grouped by; raised when the query is planned.

    References
    ----------
    A. Bagga and B. Baldwin, "Entity-based cross-document coreferencing using the vector space model",
    COLING-ACL 1998.

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame({"name": ["Ann", "Anne", "Bob", "Rob"], "person": [1, 1, 2, 2]})
    >>> group = rs.cluster("name", scorer="jaro_winkler", score_cutoff=0.9)
    >>> rs.evaluate_groups(df, group, "person").select(
    ...     "groups", "true_groups", "precision", "recall", "b3_f1"
    ... )
    shape: (1, 5)
    ┌────────┬─────────────┬───────────┬────────┬──────────┐
    │ groups ┆ true_groups ┆ precision ┆ recall ┆ b3_f1    │
    │ ---    ┆ ---         ┆ ---       ┆ ---    ┆ ---      │
    │ u64    ┆ u64         ┆ f64       ┆ f64    ┆ f64      │
    ╞════════╪═════════════╪═══════════╪════════╪══════════╡
    │ 3      ┆ 2           ┆ 1.0       ┆ 0.5    ┆ 0.857143 │
    └────────┴─────────────┴───────────┴────────┴──────────┘
    """
    function = "evaluate_groups"
    columns = {
        FOUND: _checks.column(function, "found", found),
        TRUE: _checks.column(function, "truth", truth),
    }
    rows = _join.lazy(function, "frame", frame).select(each.alias(name) for name, each in columns.items())
    for name, of in ((FOUND, "found"), (TRUE, "truth")):
        if _join.schema(rows).get(name) == pl.Object:
            raise _checks.object_column(function, of)
    # One row for each group and true group that share rows; a row without a label is alone.
    cells = rows.group_by(FOUND, TRUE).agg(pl.len().cast(pl.UInt64).alias(COUNT))
    cells = cells.with_columns(
        pl.when(pl.col(label).is_null()).then(1).otherwise(pl.col(COUNT).sum().over(label)).alias(size)
        for label, size in ((FOUND, IN_FOUND), (TRUE, IN_TRUE))
    )
    count, size, true_size = (pl.col(name) for name in (COUNT, IN_FOUND, IN_TRUE))
    is_alone = pl.col(FOUND).is_null() | pl.col(TRUE).is_null()
    cells = cells.with_columns(pl.when(is_alone).then(1).otherwise(count).alias(IN_BOTH))
    shared = pl.col(IN_BOTH)
    # Shares are added up in one order.
    query = cells.sort(COUNT, IN_FOUND, IN_TRUE).select(
        count.sum().alias("rows"),
        *(
            (pl.col(label).drop_nulls().n_unique() + count.filter(pl.col(label).is_null()).sum())
            .cast(pl.UInt64)
            .alias(name)
            for label, name in ((FOUND, "groups"), (TRUE, "true_groups"))
        ),
        # Each row has a pair with each other one that it is together with.
        *(
            (count * (of - 1)).sum().floordiv(2).alias(name)
            for of, name in ((size, "pairs"), (true_size, "true_pairs"), (shared, "correct"))
        ),
        *((count * shared / of).sum().alias(name) for of, name in ((size, IN_FOUND), (true_size, IN_TRUE))),
    )
    precision, recall = (pl.col(name) / pl.col("rows") for name in (IN_FOUND, IN_TRUE))
    query = query.select(
        pl.exclude(IN_FOUND, IN_TRUE),
        *_shares(),
        _known(precision).alias("b3_precision"),
        _known(recall).alias("b3_recall"),
        _known(2 * precision * recall / (precision + recall)).alias("b3_f1"),
    )
    return query.collect() if isinstance(frame, pl.DataFrame) else query  # type: ignore[return-value]  # as `frame`


def _total(pairs: pl.LazyFrame) -> pl.LazyFrame:
    """Count all pairs."""
    counted = pairs.select(
        pl.col(FOUND).sum().cast(pl.UInt64).alias("pairs"),
        pl.col(TRUE).sum().cast(pl.UInt64).alias("true_pairs"),
        (pl.col(FOUND) & pl.col(TRUE)).sum().cast(pl.UInt64).alias("correct"),
    )
    return counted.with_columns(_shares())


def _curve(pairs: pl.LazyFrame, *, is_similarity: bool) -> pl.LazyFrame:
    """Count the pairs at each cutoff, the strictest first."""
    true_pairs = pl.col(TRUE).sum().cast(pl.UInt64).alias("true_pairs")
    found = pairs.with_columns(true_pairs).filter(FOUND)
    steps = found.group_by(pl.col(SCORE).alias("score_cutoff")).agg(
        pl.len().cast(pl.UInt64).alias("pairs"),
        pl.col("true_pairs").first(),
        pl.col(TRUE).sum().cast(pl.UInt64).alias("correct"),
    )
    steps = steps.sort("score_cutoff", descending=is_similarity)
    steps = steps.with_columns(pl.col("pairs", "correct").cum_sum()).with_columns(_shares())
    # F1 has no null here: pairs were found.
    is_highest = pl.col("f1") == pl.col("f1").max()
    return steps.with_columns((is_highest & (is_highest.cum_sum() == 1)).alias("best"))


def _shares() -> list[pl.Expr]:
    """Make precision, recall and F1 of counts."""
    pairs, true_pairs, correct = (pl.col(name) for name in ("pairs", "true_pairs", "correct"))
    return [
        _known(correct / pairs).alias("precision"),
        _known(correct / true_pairs).alias("recall"),
        _known(2 * correct / (pairs + true_pairs)).alias("f1"),
    ]


def _known(share: pl.Expr) -> pl.Expr:
    """Have null for 0 / 0."""
    return share.fill_nan(None)


def _id_columns(function: str, on: object, frame: pl.LazyFrame) -> list[str]:
    """Accept the two columns of ids."""
    if on is None:
        names = frame.collect_schema().names()[:SIDES]
        if len(names) < SIDES:
            raise _checks.wrong_value(function, "frames of at least two columns, those of ids", names)
        return names
    expected = "on to be the names of two columns"
    if isinstance(on, str) or not isinstance(on, Sequence):
        raise _checks.wrong_type(function, expected, on)
    if len(on) != SIDES:
        raise _checks.wrong_value(function, expected, on)
    return [_checks.text(function, "on", name) for name in on]


def _pairs(frame: pl.LazyFrame, ids: Sequence[str], score: pl.Expr, *, is_one: bool) -> pl.LazyFrame:
    """Take the ids of all pairs that have them; pairs of one table with the smaller id first."""
    schema = _join.schema(frame)
    left, right = (_ids.values(name, schema) for name in ids)
    listed = frame.select(left.alias(LEFT), right.alias(RIGHT), score.alias(SCORE)).drop_nulls([LEFT, RIGHT])
    if not is_one:
        return listed
    one, other = pl.col(LEFT), pl.col(RIGHT)
    is_ordered = one <= other
    smaller, larger = (
        pl.when(is_ordered).then(one).otherwise(other),
        pl.when(is_ordered).then(other).otherwise(one),
    )
    return listed.filter(one != other).with_columns(smaller.alias(LEFT), larger.alias(RIGHT))
