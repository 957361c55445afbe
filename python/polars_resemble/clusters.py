"""Duplicates: rows of one column put into groups by what is alike, and what to do with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar, get_args

import polars as pl

from polars_resemble import _checks, _join, _scorer
from polars_resemble._documentation import PROGRESS, SCORER, WRONG_COLUMNS, completed
from polars_resemble._plugin import call
from polars_resemble._typing import ClusterMethod, Keep

if TYPE_CHECKING:
    from polars_resemble._scorer import IntoScorer
    from polars_resemble._typing import IntoColumn

__all__ = ["canonical", "cluster", "deduplicate", "pairs"]

COLUMN = """\
column : IntoColumn
    A column name, an expression or a Series of String, Categorical, Enum or Binary."""

MATCHES = """\
scorer : Scorer or str, optional
    One of :mod:`polars_resemble.scorers`, or the name of a metric."""

WORST_MATCH = """\
score_cutoff : float, optional
    The worst score of a match, in the units of the scorer, see :func:`score`; needed with a scorer."""

METHOD = """\
method : {"components", "greedy"}
    How matches make groups."""

KEY = """\
key : IntoColumn, optional
    A column of keys of any dtype, one key for each row; instead of a scorer."""

GROUPING = (MATCHES, WORST_MATCH, METHOD, KEY, PROGRESS)

TOO_MANY = f"{WRONG_COLUMNS} If there are more matches than memory can hold; raised when it is collected."

F = TypeVar("F", bound="pl.DataFrame | pl.LazyFrame")


@completed(COLUMN, *GROUPING, error=TOO_MANY)
def cluster(
    column: IntoColumn,
    *,
    scorer: IntoScorer | None = None,
    score_cutoff: float | None = None,
    method: ClusterMethod = "components",
    key: IntoColumn = None,
    progress: bool = False,
) -> pl.Expr:
    """Give each row the number of its group of texts that are alike.

    With a scorer, rows match whose score is at least as good as the cutoff, in either direction where the
    scorer has one. ``"components"`` puts together whatever matches directly or by way of others; long
    chains may join texts that are not alike. ``"greedy"`` takes rows in order: the first one without a
    group leads a new one, and takes in all rows without a group that match it, so each text is alike the
    first of its group. A row that matches nothing is a group of its own, and so is a text of which the
    scorer's processor leaves nothing, such as ``"?"``, which matches nothing. With a `key` instead, rows
    are together whose keys are equal: ``key=pl.col("name").rs.fingerprint()``.

    Returns
    -------
    Expr
        UInt32, named after the column; groups are numbered in the order of their first rows. Null
        where the text, or the key, is null.

    References
    ----------
    J. A. Hartigan, "Clustering algorithms" (1975); key collision is the name that OpenRefine gives
    to clustering by a key.

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame({"town": ["Berlin", "Paris", "Berlln", "paris", "Berlin", None]})
    >>> df.with_columns(
    ...     group=rs.cluster("town", scorer="levenshtein", score_cutoff=0.8),
    ...     name=rs.canonical("town", scorer="levenshtein", score_cutoff=0.8),
    ...     by_key=pl.col("town").rs.cluster(key=pl.col("town").str.to_lowercase()),
    ... )
    shape: (6, 4)
    ┌────────┬───────┬────────┬────────┐
    │ town   ┆ group ┆ name   ┆ by_key │
    │ ---    ┆ ---   ┆ ---    ┆ ---    │
    │ str    ┆ u32   ┆ str    ┆ u32    │
    ╞════════╪═══════╪════════╪════════╡
    │ Berlin ┆ 0     ┆ Berlin ┆ 0      │
    │ Paris  ┆ 1     ┆ Paris  ┆ 1      │
    │ Berlln ┆ 0     ┆ Berlin ┆ 2      │
    │ paris  ┆ 1     ┆ Paris  ┆ 1      │
    │ Berlin ┆ 0     ┆ Berlin ┆ 0      │
    │ null   ┆ null  ┆ null   ┆ null   │
    └────────┴───────┴────────┴────────┘
    """
    return _groups("cluster", "group", column, scorer, score_cutoff, method, key, progress)


@completed(COLUMN, *GROUPING, error=TOO_MANY)
def canonical(
    column: IntoColumn,
    *,
    scorer: IntoScorer | None = None,
    score_cutoff: float | None = None,
    method: ClusterMethod = "components",
    key: IntoColumn = None,
    progress: bool = False,
) -> pl.Expr:
    """Replace each text by the most frequent one of its group.

    Groups are those of :func:`cluster`; greedy ones are led by rows in their order. Of texts that are
    equally frequent in a group the first one is taken.

    Returns
    -------
    Expr
        Of the column's dtype and name. Null where the text is null; a text whose key is null stays.

    References
    ----------
    See :func:`cluster`.

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> towns = pl.Series(["Berlln", "Paris", "Berlin", "Berlin"])
    >>> towns.rs.canonical(scorer="levenshtein", score_cutoff=0.8).to_list()
    ['Berlin', 'Paris', 'Berlin', 'Berlin']
    """
    return _groups("canonical", "canonical", column, scorer, score_cutoff, method, key, progress)


@completed(*GROUPING)
def deduplicate(
    frame: F,
    on: IntoColumn,
    *,
    scorer: IntoScorer | None = None,
    score_cutoff: float | None = None,
    method: ClusterMethod = "components",
    key: IntoColumn = None,
    keep: Keep = "first",
    progress: bool = False,
) -> F:
    """Keep one row of each group of rows whose texts are alike.

    Groups are those of :func:`cluster`; :func:`pairs` shows the scores behind them. Rows stay in order.
    Greedy groups are led by the rows that `keep` prefers, of equal ones by the first: the longest text, or
    the one that most rows have, leads first. So no two rows that are kept match each other, and to
    deduplicate them again changes nothing (but for ``tfidf`` and ``soft_tfidf``, to which fewer rows
    give other scores).

    Parameters
    ----------
    frame : DataFrame or LazyFrame
        In method form the frame itself.
    on : IntoColumn
        The column to compare: a name or an expression.
    keep : {"first", "most_frequent", "longest"}
        Which row of a group is kept: the first one, the first one with the most frequent text, or
        the first one with the longest text.

    Returns
    -------
    DataFrame or LazyFrame
        As `frame` is. Rows whose text or key is null, and those whose text matches nothing, are all kept.

    Raises
    ------
    TypeError, ValueError
        If a parameter has the wrong type or value; raised when the query is built.
    polars.exceptions.PolarsError
        If a column is missing or has another dtype; raised when the query is planned.

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame({"id": [1, 2, 3], "name": ["J. Smith", "Ann Lee", "J Smith"]})
    >>> df.rs.deduplicate("name", scorer="ratio", score_cutoff=0.9)
    shape: (2, 2)
    ┌─────┬──────────┐
    │ id  ┆ name     │
    │ --- ┆ ---      │
    │ i64 ┆ str      │
    ╞═════╪══════════╡
    │ 1   ┆ J. Smith │
    │ 2   ┆ Ann Lee  │
    └─────┴──────────┘

    Greedy groups are led by the longest texts here; the one that is two letters shorter stays:

    >>> runs = pl.DataFrame({"text": ["a", "aa", "aaa"]})
    >>> edits = rs.scorers.levenshtein(measure="distance")
    >>> runs.rs.deduplicate(
    ...     "text", scorer=edits, score_cutoff=1, method="greedy", keep="longest"
    ... ).to_series().to_list()
    ['a', 'aaa']
    """
    answer = _checks.choice("deduplicate", "keep", keep, get_args(Keep))
    column = _checks.column("deduplicate", "on", on)
    kept = _groups("deduplicate", answer, column, scorer, score_cutoff, method, key, progress)
    query = _join.lazy("deduplicate", "frame", frame).filter(kept)
    return query.collect() if isinstance(frame, pl.DataFrame) else query  # type: ignore[return-value]  # as `frame`


@completed(SCORER, PROGRESS)
def pairs(frame: F, on: str, *, scorer: IntoScorer, score_cutoff: float, progress: bool = False) -> F:
    """List the pairs of rows whose texts are alike, and their scores.

    They are what :func:`cluster` makes groups of, to be reviewed. Each pair is listed once, the earlier
    row first, in the order of the rows; the pairs of a row by score, best first. Where a scorer has a
    direction (``monge_elkan``, ``ratcliff_obershelp``, ``tversky`` and ``levenshtein`` with uneven
    weights), a pair counts if either direction reaches the cutoff, and has the better of both scores.

    Parameters
    ----------
    frame : DataFrame or LazyFrame
        In method form the frame itself.
    on : str
        The column to compare, of another name than the others of the result.
    score_cutoff : float
        The worst score of a match, in the units of the scorer.

    Returns
    -------
    DataFrame or LazyFrame
        As `frame` is: ``row`` and ``row_right``, the numbers of the two rows, the two texts under the
        column's name and that with ``_right``, and ``score``.

    Raises
    ------
    TypeError, ValueError
        If a parameter has the wrong type or value; raised when the query is built.
    polars.exceptions.PolarsError
        If the column is missing or has another dtype; raised when the query is planned. If there
        are more pairs than memory can hold; raised when it is collected.

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame({"town": ["Berlin", "Paris", "Berlln", "paris"]})
    >>> df.rs.pairs("town", scorer="levenshtein", score_cutoff=0.8)
    shape: (2, 5)
    ┌─────┬───────────┬────────┬────────────┬──────────┐
    │ row ┆ row_right ┆ town   ┆ town_right ┆ score    │
    │ --- ┆ ---       ┆ ---    ┆ ---        ┆ ---      │
    │ u32 ┆ u32       ┆ str    ┆ str        ┆ f64      │
    ╞═════╪═══════════╪════════╪════════════╪══════════╡
    │ 0   ┆ 2         ┆ Berlin ┆ Berlln     ┆ 0.833333 │
    │ 1   ┆ 3         ┆ Paris  ┆ paris      ┆ 0.8      │
    └─────┴───────────┴────────┴────────────┴──────────┘

    Each word of the second text is in the first one, which has more; so the second direction counts:

    >>> names = pl.DataFrame({"name": ["Ann Mary Lee", "Ann Lee"]})
    >>> names.rs.pairs("name", scorer="monge_elkan", score_cutoff=0.99)["score"].to_list()
    [1.0]
    """
    name = _join.pairs_on("pairs", on)
    columns = _join.columns("pairs", name, None, None, scorer)
    plan = _join.Join(
        columns,
        _join.cutoff("pairs", columns, score_cutoff),
        function="pairs",
        own=True,
        progress=_checks.flag("pairs", "progress", progress),
        width=len((_join.ROW, _join.OTHER_ROW, name, name, _join.PAIR_SCORE)),
    )
    query = plan.query_pairs(_join.lazy("pairs", "frame", frame), name)
    return query.collect() if isinstance(frame, pl.DataFrame) else query  # type: ignore[return-value]  # as `frame`


def _groups(  # noqa: PLR0917  # handed on by the functions above
    function: str,
    answer: str,
    column: IntoColumn,
    scorer: IntoScorer | None,
    score_cutoff: float | None,
    method: ClusterMethod,
    key: IntoColumn,
    progress: bool,  # noqa: FBT001
) -> pl.Expr:
    """Build the expression that groups rows and answers something of each."""
    inputs = [_checks.column(function, "column", column)]
    if (scorer is None) == (key is None):
        given = {"scorer": scorer, "key": key}
        raise _checks.wrong_value(function, "either scorer or key", given)
    cutoff = 0.0
    sent = None
    if scorer is None:
        if score_cutoff is not None:
            expected = "score_cutoff with a scorer only, and a key without it"
            raise _checks.wrong_value(function, expected, score_cutoff)
        inputs.append(_checks.column(function, "key", key))
    else:
        chosen = _scorer.scorer(function, scorer, of_corpus=True)
        cutoff = _join.needed_cutoff(function, score_cutoff, is_ratio=chosen.is_ratio)
        sent = chosen.to_dict()
    return call(
        "cluster",
        inputs,
        is_elementwise=False,
        function=function,
        scorer=sent,
        score_cutoff=cutoff,
        method=_checks.choice(function, "method", method, get_args(ClusterMethod)),
        answer=answer,
        progress=_checks.flag(function, "progress", progress),
    )
