"""Duplicates: rows of one column put into groups by what is alike, and what to do with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeVar, cast, get_args

import polars as pl

from polars_resemble import _checks, _ids, _join, _scorer, confidence
from polars_resemble._documentation import PROGRESS, SCORER_OF_JOIN, SENSE, TABLES, WRONG_COLUMNS, completed
from polars_resemble._plugin import EXPLODED, call
from polars_resemble._typing import ClusterMethod, Keep, Scores, Sense, Tables
from polars_resemble.fields import Field

if TYPE_CHECKING:
    from polars_resemble._join import IntoKeys, JoinOn
    from polars_resemble._scorer import IntoScorer, Scorer
    from polars_resemble._typing import IntoColumn

__all__ = ["LargeGroupWarning", "canonical", "cluster", "deduplicate", "groups", "pairs"]

#: Names that no column of a user has.
ID, NODE, NODES, LEFT, RIGHT, SCORE = (
    f"__resemble_{name}__" for name in ("id", "node", "nodes", "left", "right", "score")
)

#: The column of groups beside ids.
GROUP = "group"

COLUMN = """\
column : IntoColumn, Field, or a list of names, expressions, fields or (column, scorer, weight)
    A column name, an expression or a Series of String, Categorical, Enum or Binary; or several fields, see
    :func:`fuzzy_join`."""

MATCHES = """\
scorer : Scorer or str, optional
    One of :mod:`polars_resemble.scorers`, or the name of a metric."""

WORST_MATCH = """\
score_cutoff : float, optional
    The worst score of a match, in the units of the scorer, see :func:`score`; needed with a scorer."""

METHOD = """\
method : {"components", "greedy", "average", "complete"}
    How matches make groups, see :func:`cluster`."""

MAX_SIZE = """\
max_size : int, optional
    The most rows that a group grows to. Matches come by score, the best first, and one that would make a
    larger group is left out; a greedy leader takes its best matches. Rows of equal texts stay together."""

BY = """\
by : str, list of str, or list of lists, optional
    Columns that must be equal as well, see :func:`fuzzy_join`; with a scorer only."""

KNOWN = """\
known : float
    Of several fields the share of their weight that must be known of a pair, see :func:`fuzzy_join`."""

KEY = """\
key : IntoColumn, optional
    A column of keys of any dtype, one key for each row; instead of a scorer."""

GROUPING = (MATCHES, WORST_MATCH, METHOD, MAX_SIZE, KEY, BY, KNOWN, PROGRESS)

TOO_MANY = f"{WRONG_COLUMNS} If there are more matches than memory can hold; raised when it is collected."

F = TypeVar("F", bound="pl.DataFrame | pl.LazyFrame")


class LargeGroupWarning(UserWarning):
    """A group has more than a twentieth of all texts; chains of matches may hold it together."""


@completed(COLUMN, *GROUPING, error=TOO_MANY)
def cluster(
    column: IntoColumn | JoinOn,
    *,
    scorer: IntoScorer | None = None,
    score_cutoff: float | None = None,
    method: ClusterMethod = "components",
    max_size: int | None = None,
    key: IntoColumn = None,
    by: IntoKeys | None = None,
    known: float = 0.5,
    progress: bool = False,
) -> pl.Expr:
    """Give each row the number of its group of texts that are alike.

    With a scorer, rows match whose score is at least as good as the cutoff, in either direction where the
    scorer has one.

    - ``"components"`` puts together whatever matches directly or by way of others; long chains may join
      texts that are not alike.
    - ``"greedy"`` takes rows in order: the first one without a group leads a new one, and takes in all
      rows without a group that match it, so each text is alike the first of its group.
    - ``"average"`` merges the two groups that are most alike on average, over all pairs of their rows,
      until the best average is worse than the cutoff. A pair that does not match counts 0.
    - ``"complete"`` does so by the worst score of these pairs: all rows of a group match each other.

    A row that matches nothing is a group of its own, and so is a text of which the scorer's processor leaves
    nothing, such as ``"?"``, which matches nothing. Equal texts are together first, and of equally good
    merges that of the first rows is made. With a `key` instead, rows are together whose keys are equal:
    ``key=pl.col("name").rs.fingerprint()``.

    When the query runs, :class:`LargeGroupWarning` tells of a group that matches made of more than 20
    distinct texts which are more than a twentieth of all distinct texts, unless there is a `max_size`.

    Returns
    -------
    Expr
        UInt32, named after the column; groups are numbered in the order of their first rows. Null
        where the text, or the key, is null; of several fields where all are null, and none of them
        matches then.

    References
    ----------
    J. A. Hartigan, "Clustering algorithms" (1975); R. R. Sokal and C. D. Michener, "A statistical method
    for evaluating systematic relationships" (1958), for average linkage; key collision is the name that
    OpenRefine gives to clustering by a key.

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

    A chain of texts, each one edit from the next:

    >>> chain = pl.Series(["abcd", "abcx", "abyx", "azyx"])
    >>> alike = {"scorer": "levenshtein", "score_cutoff": 0.7}
    >>> for method in ("components", "greedy", "average", "complete"):
    ...     print(method, chain.rs.cluster(**alike, method=method).to_list())
    components [0, 0, 0, 0]
    greedy [0, 0, 1, 1]
    average [0, 0, 1, 1]
    complete [0, 0, 1, 1]
    """
    asked = Asked("cluster", "group", scorer, score_cutoff, method, max_size, key, by, known, progress)
    return _answer(asked, column)


@completed(COLUMN, *GROUPING, error=TOO_MANY)
def canonical(
    column: IntoColumn | JoinOn,
    *,
    scorer: IntoScorer | None = None,
    score_cutoff: float | None = None,
    method: ClusterMethod = "components",
    max_size: int | None = None,
    key: IntoColumn = None,
    by: IntoKeys | None = None,
    known: float = 0.5,
    progress: bool = False,
) -> pl.Expr:
    """Replace each text by the most frequent one of its group.

    Groups are those of :func:`cluster`; greedy ones are led by rows in their order. Of texts that are
    equally frequent in a group the first one is taken.

    Returns
    -------
    Expr
        Of the column's dtype and name. Null where the text is null; a text whose key is null stays. Of
        several fields a Struct of their columns: the most frequent record of the group.

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
    asked = Asked("canonical", "canonical", scorer, score_cutoff, method, max_size, key, by, known, progress)
    return _answer(asked, column)


@completed(*GROUPING)
def deduplicate(
    frame: F,
    on: IntoColumn | JoinOn,
    *,
    scorer: IntoScorer | None = None,
    score_cutoff: float | None = None,
    method: ClusterMethod = "components",
    max_size: int | None = None,
    key: IntoColumn = None,
    by: IntoKeys | None = None,
    known: float = 0.5,
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
    asked = Asked("deduplicate", answer, scorer, score_cutoff, method, max_size, key, by, known, progress)
    query = _join.lazy("deduplicate", "frame", frame).filter(_answer(asked, on, "on"))
    return query.collect() if isinstance(frame, pl.DataFrame) else query  # type: ignore[return-value]  # as `frame`


@completed(SCORER_OF_JOIN, PROGRESS)
def pairs(
    frame: F,
    on: JoinOn,
    *,
    scorer: IntoScorer | None = None,
    score_cutoff: float | Literal["auto"] = "auto",
    precision: float | None = None,
    by: IntoKeys | None = None,
    known: float = 0.5,
    scores: Scores | None = None,
    progress: bool = False,
) -> F:
    """List the pairs of rows whose texts, or several fields, are alike, and their scores.

    They are what :func:`cluster` makes groups of, to be reviewed. Each pair is listed once, the earlier
    row first, in the order of the rows; the pairs of a row by score, best first. Where a scorer has a
    direction (``monge_elkan``, ``ratcliff_obershelp``, ``tversky`` and ``levenshtein`` with uneven
    weights), a pair counts if either direction reaches the cutoff, and has the better of both scores.

    Parameters
    ----------
    frame : DataFrame or LazyFrame
        In method form the frame itself.
    on : str, Expr, Field, or a list of these or of (column, scorer, weight)
        What is compared, see :func:`fuzzy_join`; columns of other names than the others of the result.
    score_cutoff : float or "auto"
        The worst score of a match, in the units of the scorer. With ``"auto"`` each pair gets a confidence,
        and those are listed that are expected to have the highest F1, see :func:`fuzzy_join`.
    precision : float, optional
        With ``"auto"`` the share of right pairs, 0..1, that is expected of those that are listed.
    by : str, list of str, or list of lists, optional
        Columns that must be equal as well, see :func:`fuzzy_join`.
    known, scores
        Of several fields, see :func:`fuzzy_join`.

    Returns
    -------
    DataFrame or LazyFrame
        As `frame` is: ``row`` and ``row_right``, the numbers of the two rows, both values of each compared
        column under its name and that with ``_right``, ``score``, and the scores of fields if wanted.
        Without a cutoff ``confidence`` comes last, Float64 in 0..1: 1 of rows that are equal in all that
        is compared.

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

    Without a cutoff:

    >>> firms = pl.DataFrame({"firm": ["Acme Tools Ltd", "Bolt & Nut", "ACME Tools Limited", "Zebra"]})
    >>> firms.rs.pairs("firm").select("row", "row_right", pl.col("score", "confidence").round(2))
    shape: (1, 4)
    ┌─────┬───────────┬───────┬────────────┐
    │ row ┆ row_right ┆ score ┆ confidence │
    │ --- ┆ ---       ┆ ---   ┆ ---        │
    │ u32 ┆ u32       ┆ f64   ┆ f64        │
    ╞═════╪═══════════╪═══════╪════════════╡
    │ 0   ┆ 2         ┆ 0.53  ┆ 0.74       │
    └─────┴───────────┴───────┴────────────┘

    Each word of the second text is in the first one, which has more; so the second direction counts:

    >>> names = pl.DataFrame({"name": ["Ann Mary Lee", "Ann Lee"]})
    >>> names.rs.pairs("name", scorer="monge_elkan", score_cutoff=0.99)["score"].to_list()
    [1.0]

    Several fields, within towns or within years:

    >>> people = pl.DataFrame(
    ...     {
    ...         "name": ["Ann Lee", "Anne Lee", "A. Lee"],
    ...         "street": ["Elm St 5", None, "Elm Street 5"],
    ...         "town": ["Ulm", "Bonn", "Ulm"],
    ...         "year": [1980, 1980, 1981],
    ...     }
    ... )
    >>> fields = [rs.on("name"), rs.on("street", scorer="ratio")]
    >>> found = people.rs.pairs(fields, score_cutoff=0.7, by=[["town"], ["year"]], scores="columns")
    >>> found.select("row", "row_right", pl.col("score", "score_name", "score_street").round(3))
    shape: (2, 5)
    ┌─────┬───────────┬───────┬────────────┬──────────────┐
    │ row ┆ row_right ┆ score ┆ score_name ┆ score_street │
    │ --- ┆ ---       ┆ ---   ┆ ---        ┆ ---          │
    │ u32 ┆ u32       ┆ f64   ┆ f64        ┆ f64          │
    ╞═════╪═══════════╪═══════╪════════════╪══════════════╡
    │ 0   ┆ 1         ┆ 0.938 ┆ 0.938      ┆ null         │
    │ 0   ┆ 2         ┆ 0.832 ┆ 0.864      ┆ 0.8          │
    └─────┴───────────┴───────┴────────────┴──────────────┘
    """
    columns = _join.own_columns("pairs", on, confidence.default_scorer(scorer, score_cutoff, on))
    plan = _join.Join(
        columns,
        confidence.cutoff("pairs", columns, score_cutoff),
        alternatives=_join.keys("pairs", by),
        known=_checks.ratio("pairs", "known", known),
        scores=None if scores is None else _checks.choice("pairs", "scores", scores, get_args(Scores)),
        function="pairs",
        own=True,
        progress=_checks.flag("pairs", "progress", progress),
        width=3 + 2 * len(columns),
    )
    plan = confidence.planned(plan, score_cutoff, precision)
    _join.pairs_names("pairs", plan)
    query = plan.query_pairs(_join.lazy("pairs", "frame", frame))
    return query.collect() if isinstance(frame, pl.DataFrame) else query  # type: ignore[return-value]  # as `frame`


@completed(TABLES, SENSE)
def groups(
    pairs: F,
    left: str,
    right: str,
    *,
    score: str | None = None,
    score_cutoff: float | None = None,
    sense: Sense = "similarity",
    method: ClusterMethod = "components",
    max_size: int | None = None,
    tables: Tables = "one",
) -> F:
    """Give the group of each id in a list of pairs that match.

    Groups are made as :func:`cluster` does, of pairs from anywhere: a join, several columns, a model. A pair
    counts once, with its best score, in whichever order it is listed; one with a null id, or with null or
    NaN as its score, does not match. The order of pairs does not matter.

    Parameters
    ----------
    pairs : DataFrame or LazyFrame
        In method form the frame itself.
    left, right : str
        The two columns of ids, of any dtype that has an order.
    score : str, optional
        The column of scores; every pair counts 1 without it.
    score_cutoff : float, optional
        The worst score of a pair that matches; all of them match without it. With ``"average"``, which
        needs it, the worst average: pairs that are worse count with their score, those not listed count 0.
    method : {"components", "greedy", "average", "complete"}
        How matches make groups, see :func:`cluster`. The average is of similarities.
    max_size : int, optional
        The most ids of a group, see :func:`cluster`.

    Returns
    -------
    DataFrame or LazyFrame
        As `pairs` is, one row for each id that is not null: the id under the left column's name, and
        ``group``, UInt32. Of two tables, ids have a column for each side, one of them null, those of the left
        table first. Ids are in order, groups are numbered in the order of their first ids. Ids that
        are in no pair have no row: ``how="left"`` joins the groups to all rows, and a null group is
        one of its own for :func:`merge_groups` and :func:`evaluate_groups`.

    Raises
    ------
    TypeError, ValueError
        If a parameter has the wrong type or value; raised when the query is built.
    polars.exceptions.PolarsError
        If a column is missing, ids have a dtype without order, or their dtypes do not go together; raised
        when the query is planned.

    References
    ----------
    See :func:`cluster`.

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> people = pl.DataFrame({"id": ["a", "b", "c", "d"], "name": ["Jon", "John", "Johan", "Ann"]})
    >>> both = people.join(people, how="cross").filter(pl.col("id") < pl.col("id_right"))
    >>> pairs = both.with_columns(score=rs.jaro_winkler("name", "name_right", score_cutoff=0.85))
    >>> groups = pairs.rs.groups("id", "id_right", score="score")
    >>> people.join(groups, on="id", how="left")
    shape: (4, 3)
    ┌─────┬───────┬───────┐
    │ id  ┆ name  ┆ group │
    │ --- ┆ ---   ┆ ---   │
    │ str ┆ str   ┆ u32   │
    ╞═════╪═══════╪═══════╡
    │ a   ┆ Jon   ┆ 0     │
    │ b   ┆ John  ┆ 0     │
    │ c   ┆ Johan ┆ 0     │
    │ d   ┆ Ann   ┆ 1     │
    └─────┴───────┴───────┘

    Row numbers that :func:`pairs` lists, with merges by average score:

    >>> names = pl.DataFrame({"name": ["Jon", "John", "Johan", "Joan"]})
    >>> found = names.rs.pairs("name", scorer="jaro_winkler", score_cutoff=0.8)
    >>> found.rs.groups("row", "row_right", score="score", score_cutoff=0.9, method="average")
    shape: (4, 2)
    ┌─────┬───────┐
    │ row ┆ group │
    │ --- ┆ ---   │
    │ u32 ┆ u32   │
    ╞═════╪═══════╡
    │ 0   ┆ 0     │
    │ 1   ┆ 1     │
    │ 2   ┆ 1     │
    │ 3   ┆ 0     │
    └─────┴───────┘
    """
    function = "groups"
    lazy = _join.lazy(function, "pairs", pairs)
    names = [_checks.text(function, "left", left), _checks.text(function, "right", right)]
    by_score = None if score is None else _checks.text(function, "score", score)
    way = _checks.choice(function, "method", method, get_args(ClusterMethod))
    direction = _checks.choice(function, "sense", sense, get_args(Sense))
    is_one = _checks.choice(function, "tables", tables, get_args(Tables)) == "one"
    worst = _checks.score_cutoff(function, score_cutoff, is_ratio=False)
    largest = None if max_size is None else _checks.count(function, "max_size", max_size)
    if left == right:
        raise _checks.wrong_value(function, "two columns of ids", [left, right])
    if way == "average" and (worst is None or direction == "distance"):
        expected = "a score_cutoff of similarities for method 'average'"
        raise _checks.wrong_value(function, expected, {"score_cutoff": score_cutoff, "sense": sense})
    _ids.check(function, [lazy], [names], is_one=is_one)
    columns = [left] if is_one else names
    if GROUP in columns:
        raise _checks.wrong_value(function, f"ids of another name than {GROUP!r}", columns)
    dtypes = _join.schema(lazy)
    sides = [_ids.values(name, dtypes).alias(side) for name, side in zip(names, (LEFT, RIGHT), strict=True)]
    scores = pl.lit(1.0) if by_score is None else pl.col(by_score).cast(pl.Float64)
    rows = lazy.select(*sides, scores.alias(SCORE)).cache()
    nodes = _nodes(rows, columns).cache()
    linked = rows.filter(pl.col(SCORE).is_not_nan())
    for side, column in ((LEFT, left), (RIGHT, columns[-1])):
        known = nodes.filter(pl.col(column).is_not_null()).select(column, pl.col(NODE).alias(f"{side}{NODE}"))
        ids = pl.col(side).cast(_join.schema(nodes).get(column, pl.Null()))
        linked = linked.with_columns(ids).join(known, left_on=side, right_on=column)
    graph = linked.select(pl.col(f"{LEFT}{NODE}", f"{RIGHT}{NODE}", SCORE).implode())
    graph = graph.join(nodes.select(pl.len().cast(pl.UInt32).alias(NODES)), how="cross")
    found = call(
        "groups",
        [pl.col(f"{LEFT}{NODE}"), pl.col(f"{RIGHT}{NODE}"), pl.col(SCORE), pl.col(NODES)],
        is_elementwise=False,
        score_cutoff=worst,
        sense=direction,
        method=way,
        max_size=largest,
    )
    numbers = graph.select(found.alias(GROUP)).explode(GROUP, **EXPLODED).with_row_index(NODE)
    numbers = numbers.with_columns(pl.col(NODE).cast(pl.UInt32))
    own = [
        pl.col(name).cast(dtypes[name]) if _ids.is_text(name, dtypes) else pl.col(name) for name in columns
    ]
    query = _join.joined(nodes, numbers, NODE).select(*own, GROUP)
    return query.collect() if isinstance(pairs, pl.DataFrame) else query  # type: ignore[return-value]  # as `pairs`


def _nodes(rows: pl.LazyFrame, columns: Sequence[str]) -> pl.LazyFrame:
    """Give ids numbers in their order; those of a left table come first."""
    lefts, *rights = (
        rows.select(pl.col(side).alias(column))
        for side, column in zip((LEFT, RIGHT), (columns[0], columns[-1]), strict=True)
    )
    if len(columns) == 1:
        lefts, rights = pl.concat([lefts, *rights], how="vertical_relaxed"), []
    sides = [side.drop_nulls().unique().sort(pl.all()) for side in (lefts, *rights)]
    nodes = pl.concat(sides, how="diagonal") if rights else sides[0]
    return nodes.with_row_index(NODE).with_columns(pl.col(NODE).cast(pl.UInt32))


@dataclass(frozen=True)
class Asked:
    """How rows come to their groups, and what is asked of these."""

    #: The name of the function that was called.
    function: str
    #: ``"group"``, ``"canonical"``, or which row of a group is kept.
    answer: str
    scorer: IntoScorer | None
    score_cutoff: float | None
    method: ClusterMethod
    max_size: int | None
    key: IntoColumn
    by: IntoKeys | None
    known: float
    progress: bool

    def options(self) -> dict[str, object]:
        """Accept how matches make groups."""
        largest = self.max_size
        return {
            "method": _checks.choice(self.function, "method", self.method, get_args(ClusterMethod)),
            "max_size": None if largest is None else _checks.count(self.function, "max_size", largest),
        }


def _answer(asked: Asked, on: IntoColumn | JoinOn, parameter: str = "column") -> pl.Expr:
    """Build the expression that groups rows, by a column or by fields, and answers something of each."""
    is_list = isinstance(on, Sequence) and not isinstance(on, str)
    if isinstance(on, Field) or is_list or asked.by is not None:
        return _of_records(asked, cast("JoinOn", on))
    _checks.ratio(asked.function, "known", asked.known)
    return _of_column(asked, cast("IntoColumn", on), parameter)


def _of_column(asked: Asked, on: IntoColumn, parameter: str) -> pl.Expr:
    """Build the expression for the rows of one column."""
    function, scorer, key = asked.function, asked.scorer, asked.key
    inputs = [_checks.column(function, parameter, on)]
    if (scorer is None) == (key is None):
        given = {"scorer": scorer, "key": key}
        raise _checks.wrong_value(function, "either scorer or key", given)
    cutoff = 0.0
    sent = None
    if scorer is None:
        if asked.score_cutoff is not None:
            expected = "score_cutoff with a scorer only, and a key without it"
            raise _checks.wrong_value(function, expected, asked.score_cutoff)
        if asked.max_size is not None:
            raise _checks.wrong_value(function, "max_size with a scorer only", asked.max_size)
        inputs.append(_checks.column(function, "key", key))
    else:
        chosen = _scorer.scorer(function, scorer, of_corpus=True)
        cutoff = _join.needed_cutoff(function, asked.score_cutoff, is_ratio=chosen.is_ratio)
        sent = chosen.to_dict()
        _check_average(asked, chosen)
    return call(
        "cluster",
        inputs,
        is_elementwise=False,
        function=function,
        scorer=sent,
        score_cutoff=cutoff,
        **asked.options(),
        answer=asked.answer,
        progress=_checks.flag(function, "progress", asked.progress),
    )


def _check_average(asked: Asked, scorer: Scorer) -> None:
    """Refuse averages of distances: pairs that are not found count as the worst score."""
    if asked.method == "average" and not (scorer.is_similarity or scorer.is_ratio):
        expected = (
            "a scorer in 0..1 or a similarity for method 'average', as pairs not found need a worst score"
        )
        raise _checks.wrong_value(asked.function, expected, scorer)


def _of_records(asked: Asked, on: JoinOn) -> pl.Expr:
    """Build the expression for rows that are compared by several fields, or within equal columns."""
    function = asked.function
    if asked.key is not None:
        raise _checks.wrong_value(function, "a key with one column, and without by", asked.key)
    compared = _join.own_columns(function, on, asked.scorer or "jaro_winkler")
    for column in compared:
        _check_average(asked, column.scorer)
    plan = _join.Join(
        compared,
        _join.cutoff(function, compared, asked.score_cutoff),
        alternatives=_join.keys(function, asked.by),
        known=_checks.ratio(function, "known", asked.known),
        function=function,
        own=True,
        progress=_checks.flag(function, "progress", asked.progress),
    )
    columns = [column.left for column in compared]
    lengths = [
        column.left.cast(pl.String, strict=False).str.len_chars()
        for column in compared
        if not isinstance(column.scorer, _scorer.OfValues)
    ] or [pl.repeat(0, pl.len())]
    answer = call(
        "cluster_matches",
        [
            *plan.expressions(pl.int_range(columns[0].len(), dtype=pl.UInt32)),
            pl.struct(columns) if len(columns) > 1 else columns[0],
            pl.sum_horizontal(lengths).cast(pl.UInt32),
        ],
        is_elementwise=False,
        function=function,
        answer=asked.answer,
        groups={"score_cutoff": plan.score_cutoff, "sense": plan.sense, **asked.options()},
    )
    if asked.answer == "group" and all(column.nulls != "match" for column in compared):
        is_known = pl.any_horizontal(column.is_not_null() for column in columns)
        answer = pl.when(is_known).then(answer)
    return answer.alias(compared[0].left_name)
