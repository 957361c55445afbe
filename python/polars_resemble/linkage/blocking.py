"""Blocking: which pairs of records are compared at all."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from polars_resemble import _checks, _join, _scorer
from polars_resemble.fields import Field
from polars_resemble.fields import column as one_column
from polars_resemble.linkage.comparisons import code

if TYPE_CHECKING:
    from typing import TypeAlias

__all__ = ["Equal", "Fuzzy", "Rule", "Similar", "equal", "fuzzy", "similar"]

IntoRule: TypeAlias = "Rule | str | pl.Expr | tuple[str | pl.Expr, ...]"
"""A rule, or the columns that are equal by it."""

#: The row numbers of a pair of records.
ROW, OTHER_ROW = "row", "row_right"

#: How many row numbers a pair has.
SIDES = 2
#: A pair as one number.
PAIR = "__resemble_pair__"
#: The columns that a rule compares.
KEY, OTHER_KEY, COUNT, OTHER_COUNT = (
    f"__resemble_{name}__" for name in ("key", "other_key", "count", "other_count")
)
#: How many bits the right row of a pair takes.
BITS = 32


class Rule(ABC):
    """One way to find pairs of records that may match."""

    @abstractmethod
    def pairs(self, left: pl.DataFrame, right: pl.DataFrame | None) -> pl.DataFrame:
        """List the pairs of rows of two frames, or of one without a right frame, each with the smaller first.

        A pair may be listed twice.
        """

    @abstractmethod
    def count(self, left: pl.DataFrame, right: pl.DataFrame | None) -> int:
        """Count or estimate the pairs without listing them."""

    def hot_keys(self, left: pl.DataFrame, right: pl.DataFrame | None) -> pl.DataFrame:  # noqa: ARG002  # of rules without keys
        """List the keys of the most pairs."""
        return pl.DataFrame(schema={"key": pl.String, "pairs": pl.UInt64})


@dataclass(frozen=True, eq=False)
class Equal(Rule):
    """Records that are equal in some columns, made by :func:`equal`."""

    left: tuple[str | pl.Expr, ...]
    right: tuple[str | pl.Expr, ...]

    def pairs(self, left: pl.DataFrame, right: pl.DataFrame | None) -> pl.DataFrame:
        """List the pairs of rows."""
        keys = [f"{KEY}{at}" for at, _ in enumerate(self.left)]
        one = _keyed(left, self.left, ROW)
        is_own = right is None and self.left is self.right
        other = one if is_own else _keyed(left if right is None else right, self.right, OTHER_ROW)
        if is_own:
            other = one.rename({ROW: OTHER_ROW})
        joined = one.lazy().join(other.lazy(), on=keys).select(ROW, OTHER_ROW)
        if right is None:
            joined = joined.filter(pl.col(ROW) < pl.col(OTHER_ROW)) if is_own else in_order(joined)
        return joined.collect()

    def count(self, left: pl.DataFrame, right: pl.DataFrame | None) -> int:
        """Count the pairs."""
        return int(self._blocks(left, right).select(pl.col("pairs").sum()).item() or 0)

    def hot_keys(self, left: pl.DataFrame, right: pl.DataFrame | None) -> pl.DataFrame:
        """List the keys of the most pairs."""
        keys = [pl.col(f"{KEY}{at}").cast(pl.String) for at, _ in enumerate(self.left)]
        blocks = self._blocks(left, right).select(pl.concat_str(keys, separator=" | ").alias("key"), "pairs")
        return blocks.filter(pl.col("pairs") > 0).sort("pairs", "key", descending=[True, False])

    def _blocks(self, left: pl.DataFrame, right: pl.DataFrame | None) -> pl.DataFrame:
        keys = [f"{KEY}{at}" for at, _ in enumerate(self.left)]
        one = _keyed(left, self.left, ROW).group_by(keys).agg(pl.len().cast(pl.UInt64).alias(COUNT))
        if right is None and self.left is self.right:
            count = pl.col(COUNT)
            return one.with_columns((count * (count - 1)).floordiv(2).alias("pairs"))
        other = _keyed(left if right is None else right, self.right, ROW)
        other = other.group_by(keys).agg(pl.len().cast(pl.UInt64).alias(OTHER_COUNT))
        both = one.join(other, on=keys)
        return both.with_columns((pl.col(COUNT) * pl.col(OTHER_COUNT)).alias("pairs"))

    def __repr__(self) -> str:
        said = [code(each) for each in self.left]
        if self.right is not self.left:
            said.append(f"right=[{', '.join(code(each) for each in self.right)}]")
        return f"rs.linkage.equal({', '.join(said)})"


@dataclass(frozen=True, eq=False)
class Fuzzy(Rule):
    """Records that are alike in some fields, made by :func:`fuzzy`."""

    fields: tuple[Field, ...]
    score_cutoff: float
    limit: int | None = None

    def pairs(self, left: pl.DataFrame, right: pl.DataFrame | None) -> pl.DataFrame:
        """List the pairs of rows."""
        columns = _join.columns("fuzzy", list(self.fields), None, None, "jaro_winkler")
        join = _join.Join(columns, self.score_cutoff, limit=self.limit, function="fuzzy", own=right is None)
        return _matches(join, left, right)

    def count(self, left: pl.DataFrame, right: pl.DataFrame | None) -> int:
        """Estimate the pairs by a sample of left rows."""
        return _estimated(self, left, right)

    def __repr__(self) -> str:
        said = [*map(repr, self.fields), f"score_cutoff={self.score_cutoff}"]
        if self.limit is not None:
            said.append(f"limit={self.limit}")
        return f"rs.linkage.fuzzy({', '.join(said)})"


@dataclass(frozen=True, eq=False)
class Similar(Rule):
    """The best partners of each record by its words, made by :func:`similar`."""

    columns: tuple[str | pl.Expr, ...] = ()
    limit: int | None = 30
    score_cutoff: float = 0.3

    def pairs(self, left: pl.DataFrame, right: pl.DataFrame | None) -> pl.DataFrame:
        """List the pairs of rows."""
        # A record's best partner is itself.
        own = right is None and self.limit is not None
        limit = self.limit + 1 if own and self.limit is not None else self.limit
        column = _join.Column(
            pl.col(KEY), pl.col(KEY), _scorer.SoftTfidf(_scorer.MAKERS["jaro_winkler"](), 0.9)
        )
        join = _join.Join(
            (column,), self.score_cutoff, limit=limit, function="similar", own=right is None and not own
        )
        return _matches(join, self._texts(left), None if right is None else self._texts(right))

    def count(self, left: pl.DataFrame, right: pl.DataFrame | None) -> int:
        """Bound the pairs by the limit, or estimate them by a sample of left rows."""
        if self.limit is None:
            return _estimated(self, left, right)
        others = (left.height - 1) / 2 if right is None else right.height
        return int(left.height * max(min(self.limit, others), 0))

    def _texts(self, frame: pl.DataFrame) -> pl.DataFrame:
        texts = [_expression(each).cast(pl.String) for each in self.columns]
        return frame.select(pl.concat_str(texts, separator=" ", ignore_nulls=True).alias(KEY))

    def __repr__(self) -> str:
        said = [code(each) for each in self.columns]
        return f"rs.linkage.similar({', '.join(said)}, limit={self.limit}, score_cutoff={self.score_cutoff})"


def equal(*columns: str | pl.Expr, right: Sequence[str | pl.Expr] | None = None) -> Equal:
    """Make a rule: records that are equal in some columns may match. Null equals nothing.

    Parameters
    ----------
    *columns : str or Expr
        The columns of the left frame, by name or as expressions: all of them are equal.
    right : sequence of str or Expr, optional
        Those of the right frame; the same ones without it.

    Returns
    -------
    Equal
        A value for `blocking` of :class:`polars_resemble.Linkage`.

    Raises
    ------
    TypeError, ValueError
        If a parameter has the wrong type or value.

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> rs.linkage.equal("surname", "town")
    rs.linkage.equal('surname', 'town')
    """
    function = "equal"
    lefts = tuple(one_column(function, "columns", each) for each in columns)
    if right is None:
        rights = lefts
    elif isinstance(right, Sequence) and not isinstance(right, str):
        rights = tuple(one_column(function, "right", each) for each in right)
    else:
        raise _checks.wrong_type(function, "right to be a list of columns", right)
    if not lefts or len(rights) != len(lefts):
        raise _checks.wrong_value(function, "at least one column, and as many in right", columns)
    return Equal(lefts, rights)


def fuzzy(*fields: str | pl.Expr | Field, score_cutoff: float, limit: int | None = None) -> Fuzzy:
    """Make a rule: records whose fields are alike may match, by an exact fuzzy join.

    Parameters
    ----------
    *fields : str, Expr or Field
        What is compared, see `on` of :func:`polars_resemble.fuzzy_join`.
    score_cutoff : float
        The worst score of a pair, in 0..1.
    limit : int, optional
        How many partners a left record keeps, the best of them.

    Returns
    -------
    Fuzzy
        A value for `blocking` of :class:`polars_resemble.Linkage`.

    Raises
    ------
    TypeError, ValueError
        If a parameter has the wrong type or value.

    Examples
    --------
    >>> import polars_resemble as rs
    >>> rs.linkage.fuzzy("surname", score_cutoff=0.9)
    rs.linkage.fuzzy(rs.on('surname', scorer=rs.scorers.jaro_winkler()), score_cutoff=0.9)
    """
    function = "fuzzy"
    jaro_winkler = _scorer.MAKERS["jaro_winkler"]()
    own: list[Field] = []
    for each in fields:
        if isinstance(each, Field):
            own.append(each)
        else:
            column = one_column(function, "fields", each)
            own.append(Field(column, column, jaro_winkler))
    columns = _join.columns(function, own, None, None, "jaro_winkler")
    return Fuzzy(tuple(own), _join.cutoff(function, columns, score_cutoff), _checks.limit(function, limit))


def similar(*columns: str | pl.Expr, limit: int | None = 30, score_cutoff: float = 0.3) -> Similar:
    """Make a rule: the best partners of each record may match it, by the words of some columns together.

    The columns of a record are joined to one text, and texts are compared by soft tf-idf: rare words count
    more, and words that are close count as shared. No column has to be equal, or even known.

    Parameters
    ----------
    *columns : str or Expr
        The columns that are joined, which both frames have; all that are compared, if there are none.
    limit : int, optional
        How many partners a left record keeps, the best of them; all without it.
    score_cutoff : float
        The worst score of a pair, in 0..1.

    Returns
    -------
    Similar
        A value for `blocking` of :class:`polars_resemble.Linkage`, which has this rule unless told otherwise.

    Raises
    ------
    TypeError, ValueError
        If a parameter has the wrong type or value.

    Examples
    --------
    >>> import polars_resemble as rs
    >>> rs.linkage.similar("name", "town", limit=10)
    rs.linkage.similar('name', 'town', limit=10, score_cutoff=0.3)
    """
    function = "similar"
    own = tuple(one_column(function, "columns", each) for each in columns)
    cutoff = _join.needed_cutoff(function, score_cutoff, is_ratio=True)
    return Similar(own, _checks.limit(function, limit), cutoff)


def rules(function: str, value: object) -> tuple[Rule, ...]:
    """Accept one or several rules."""
    if value is None:
        return ()
    is_one = isinstance(value, tuple) and not any(isinstance(each, (Rule, tuple)) for each in value)
    if isinstance(value, (Rule, str, pl.Expr)) or (value and is_one):
        value = [value]
    if not isinstance(value, Sequence):
        raise _checks.wrong_type(function, "blocking to be rules, columns, or a list of them", value)
    made: list[Rule] = []
    for each in value:
        if isinstance(each, Rule):
            made.append(each)
        elif isinstance(each, tuple):
            made.append(equal(*each))
        else:
            made.append(Equal(*([(one_column(function, "blocking", each),)] * 2)))
    return tuple(made)


def listed(function: str, pairs: object) -> pl.DataFrame:
    """Accept pairs of row numbers."""
    found = _join.lazy(function, "pairs", pairs).collect()
    numbers = found.columns[:SIDES]
    if len(numbers) < SIDES or not all(found.schema[name].is_integer() for name in numbers):
        raise _checks.wrong_value(function, "pairs to be two columns of row numbers", dict(found.schema))
    one, other = (pl.col(name).cast(pl.UInt32) for name in numbers)
    return found.select(one.alias(ROW), other.alias(OTHER_ROW))


def union(found: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """List each pair once, in order."""
    pair = (pl.col(ROW).cast(pl.UInt64) * 2**BITS + pl.col(OTHER_ROW)).alias(PAIR)
    # Numbers of 64 bits are sorted faster than pairs of numbers.
    packed = pl.concat([frame.select(pair) for frame in found])
    once = packed.sort(PAIR).filter(pl.col(PAIR).ne_missing(pl.col(PAIR).shift()))
    row, other = pl.col(PAIR).floordiv(2**BITS), pl.col(PAIR) % 2**BITS
    return once.select(row.cast(pl.UInt32).alias(ROW), other.cast(pl.UInt32).alias(OTHER_ROW))


def in_order(pairs: pl.LazyFrame) -> pl.LazyFrame:
    """Put the smaller row of a pair of one table first, and leave out pairs of a row with itself."""
    rows = (pl.col(ROW), pl.col(OTHER_ROW))
    unlike = pairs.filter(rows[0] != rows[1])
    return unlike.select(pl.min_horizontal(*rows).alias(ROW), pl.max_horizontal(*rows).alias(OTHER_ROW))


def _keyed(frame: pl.DataFrame, columns: tuple[str | pl.Expr, ...], row: str) -> pl.DataFrame:
    keys = [f"{KEY}{at}" for at, _ in enumerate(columns)]
    named = [_expression(each).alias(key) for each, key in zip(columns, keys, strict=True)]
    numbered = frame.select(pl.int_range(0, pl.len(), dtype=pl.UInt32).alias(row), *named)
    return numbered.drop_nulls(keys)


def _matches(join: _join.Join, left: pl.DataFrame, right: pl.DataFrame | None) -> pl.DataFrame:
    """Find the rows of the pairs of a fuzzy join."""
    rows = left.lazy().select(pl.int_range(0, pl.len(), dtype=pl.UInt32).alias(_join.LEFT), pl.all())
    others = left if right is None else right
    other_rows = others.lazy().select(pl.int_range(0, pl.len(), dtype=pl.UInt32).alias(_join.RIGHT), pl.all())
    found = join.found(rows, other_rows).select(
        pl.col(_join.LEFT).alias(ROW), pl.col(_join.RIGHT).alias(OTHER_ROW)
    )
    return (found if right is not None else in_order(found)).collect()


#: How many left rows a rule is tried on to estimate its pairs.
SAMPLE = 1000


def _estimated(rule: Rule, left: pl.DataFrame, right: pl.DataFrame | None) -> int:
    if left.height <= SAMPLE:
        return rule.pairs(left, right).height
    sample = left.sample(SAMPLE, seed=0)
    found = rule.pairs(sample, left if right is None else right).height
    if right is None:
        # Each row found itself, and each pair counts for both of its rows.
        return max(found - SAMPLE, 0) * left.height // SAMPLE // 2
    return found * left.height // SAMPLE


def _expression(value: str | pl.Expr) -> pl.Expr:
    return pl.col(value) if isinstance(value, str) else value
