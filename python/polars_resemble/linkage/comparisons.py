"""Comparisons: how alike two records are in one respect, in a few levels."""

from __future__ import annotations

import math
import re
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Literal, get_args

import polars as pl

from polars_resemble import _checks, _scorer
from polars_resemble.fields import column as one_column

if TYPE_CHECKING:
    from typing import TypeAlias

__all__ = ["AnyOf", "Comparison", "Levels", "When", "any_of", "levels", "when"]

Distance = Literal["difference", "days", "kilometres"]
"""Distances of values that are no texts: of numbers, of dates and times, of places."""

Likeness = Literal["equal", "shared"]
"""Whether two values are equal, 1 or 0; how many values two lists share."""

IntoMeasure: TypeAlias = "_scorer.IntoScorer | Distance | Likeness"
"""What compares two values: a scorer of texts or its name, or a measure of other values."""

MEASURES: tuple[Distance | Likeness, ...] = (*get_args(Distance), *get_args(Likeness))

#: A score reaches a cutoff that it misses by no more than this, as everywhere.
ROUNDING = 1e-12

#: The mean radius of the Earth in kilometres (IUGG).
EARTH = 6371.0088

#: The end of the name of a score that levels are read from.
MEASURE = "__resemble_measure__"
#: The ends of the names that the columns of a pair have.
LEFT, RIGHT = "_left", "_right"

#: Levels are numbered in Int8.
MOST_CUTOFFS = 100
#: What fixed shares may miss their sum of 1 by.
SHARES_ROUNDING = 1e-6

Numbers: TypeAlias = "tuple[float, ...] | None"


class Comparison(ABC):
    """One respect in which records are compared; made by :func:`levels`, :func:`any_of` and :func:`when`.

    Levels are numbered from the worst, 0, to the best. Where a value is unknown the level is null, which is
    no evidence for or against a match.
    """

    name: str
    m: Numbers
    u: Numbers

    @property
    @abstractmethod
    def labels(self) -> tuple[str, ...]:
        """What each level says, the worst first."""

    @property
    @abstractmethod
    def sides(self) -> tuple[tuple[pl.Expr, pl.Expr], ...]:
        """The columns that are compared, of the left and the right record."""

    def pair_names(self, prefix: str) -> tuple[tuple[str, str], ...]:
        """Name the compared columns of a pair."""
        return tuple((f"{prefix}{at}{LEFT}", f"{prefix}{at}{RIGHT}") for at, _ in enumerate(self.sides))

    def measures(self, columns: Sequence[tuple[str, str]]) -> list[pl.Expr]:  # noqa: ARG002  # for those that have some
        """Build the expressions that :meth:`level` reads, so that each is computed once."""
        return []

    @abstractmethod
    def level(self, columns: Sequence[tuple[str, str]]) -> pl.Expr:
        """Build the expression of the level of pairs whose compared columns have these names."""

    def score(self, columns: Sequence[tuple[str, str]]) -> pl.Expr | None:  # noqa: ARG002  # for those that have one
        """Build the expression of the score, if there is one."""
        return None

    @property
    def frequency(self) -> int | None:
        """The compared column whose values count by how rare they are, if one does."""
        return None


@dataclass(frozen=True, eq=False)
class Levels(Comparison):
    """A comparison by one measure, made by :func:`levels`."""

    left: str | pl.Expr
    right: str | pl.Expr
    scorer: _scorer.Scorer | Distance | Likeness
    cutoffs: tuple[float, ...]
    term_frequency: bool = False
    name: str = ""
    m: Numbers = None
    u: Numbers = None

    @property
    def is_similarity(self) -> bool:
        """Whether large scores are the better ones."""
        if isinstance(self.scorer, _scorer.Scorer):
            return self.scorer.is_similarity
        return self.scorer in get_args(Likeness)

    @property
    def labels(self) -> tuple[str, ...]:
        """What each level says, the worst first."""
        sign = ">=" if self.is_similarity else "<="
        what = self.scorer if isinstance(self.scorer, str) else _brief(self.scorer)
        if what == "equal":
            return ("else", "equal")
        return ("else", *(f"{what} {sign} {cutoff:g}" for cutoff in reversed(self.cutoffs)))

    @property
    def sides(self) -> tuple[tuple[pl.Expr, pl.Expr], ...]:
        """The columns that are compared, of the left and the right record."""
        left, right = _expression(self.left), _expression(self.right)
        if isinstance(self.scorer, _scorer.Scorer):
            # Numbers and dates are compared as they are written.
            texts = (left.cast(pl.String), right.cast(pl.String))
            left, right = (self.scorer.processed(text) for text in texts)
        return ((left, right),)

    @property
    def frequency(self) -> int | None:
        """The compared column whose values count by how rare they are, if one does."""
        return 0 if self.term_frequency else None

    def level(self, columns: Sequence[tuple[str, str]]) -> pl.Expr:
        """Build the expression of the level of pairs whose compared columns have these names."""
        left, right = (pl.col(name) for name in columns[0])
        if self.scorer == "equal":
            return (left == right).cast(pl.Int8)
        score = pl.col(f"{columns[0][0]}{MEASURE}")
        if self.is_similarity:
            reached = [score >= cutoff - ROUNDING for cutoff in self.cutoffs]
        else:
            reached = [score <= cutoff + ROUNDING for cutoff in self.cutoffs]
        total = reduce(pl.Expr.add, (each.cast(pl.Int8) for each in reached))
        return pl.when(left.is_not_null() & right.is_not_null()).then(total)

    def measures(self, columns: Sequence[tuple[str, str]]) -> list[pl.Expr]:
        """Build the expression of the score, the worst there is where it does not reach a cutoff."""
        if self.scorer == "equal":
            return []
        left, right = (pl.col(name) for name in columns[0])
        worst = -math.inf if self.is_similarity else math.inf
        score = self._score(left, right, self.cutoffs[-1]).cast(pl.Float64)
        return [score.fill_null(worst).alias(f"{columns[0][0]}{MEASURE}")]

    def score(self, columns: Sequence[tuple[str, str]]) -> pl.Expr | None:
        """Build the expression of the score."""
        left, right = (pl.col(name) for name in columns[0])
        return self._score(left, right, None)

    def _score(self, left: pl.Expr, right: pl.Expr, cutoff: float | None) -> pl.Expr:
        scorer = self.scorer
        if isinstance(scorer, _scorer.Scorer):
            return scorer.expression(left, right, cutoff)
        if scorer == "equal":
            return (left == right).cast(pl.Float64)
        if scorer == "shared":
            return left.list.set_intersection(right).list.len().cast(pl.Float64)
        if scorer == "days":
            apart = left.cast(pl.Datetime("us")) - right.cast(pl.Datetime("us"))
            return apart.dt.total_seconds().abs() / 86_400
        if scorer == "kilometres":
            return _kilometres(left, right)
        return (left.cast(pl.Float64) - right.cast(pl.Float64)).abs()

    def __repr__(self) -> str:
        said = [code(self.left)]
        if self.right is not self.left:
            said.append(code(self.right))
        said.append(f"scorer={_measure(self.scorer)}")
        if self.scorer != "equal":
            said.append(f"cutoffs={[*self.cutoffs]}")
        if self.term_frequency:
            said.append("term_frequency=True")
        if self.name != _name(self.left):
            said.append(f"name={self.name!r}")
        said += [f"{name}={[*value]}" for name, value in (("m", self.m), ("u", self.u)) if value is not None]
        return f"rs.levels({', '.join(said)})"


@dataclass(frozen=True, eq=False)
class AnyOf(Comparison):
    """The best level of several comparisons, made by :func:`any_of`."""

    parts: tuple[Levels, ...]
    name: str = ""
    m: Numbers = None
    u: Numbers = None

    @property
    def labels(self) -> tuple[str, ...]:
        """What each level says, the worst first."""
        return self.parts[0].labels

    @property
    def sides(self) -> tuple[tuple[pl.Expr, pl.Expr], ...]:
        """The columns that are compared, of the left and the right record."""
        return tuple(side for part in self.parts for side in part.sides)

    def level(self, columns: Sequence[tuple[str, str]]) -> pl.Expr:
        """Build the expression of the level of pairs whose compared columns have these names."""
        return pl.max_horizontal(part.level([own]) for part, own in zip(self.parts, columns, strict=True))

    def measures(self, columns: Sequence[tuple[str, str]]) -> list[pl.Expr]:
        """Build the expressions of the scores."""
        parts = zip(self.parts, columns, strict=True)
        return [measure for part, own in parts for measure in part.measures([own])]

    def __repr__(self) -> str:
        said = [f"[{', '.join(map(repr, self.parts))}]"]
        if self.name != self.parts[0].name:
            said.append(f"name={self.name!r}")
        said += [f"{name}={[*value]}" for name, value in (("m", self.m), ("u", self.u)) if value is not None]
        return f"rs.any_of({', '.join(said)})"


@dataclass(frozen=True, eq=False)
class When(Comparison):
    """Levels by conditions of a user, made by :func:`when`."""

    name: str
    conditions: tuple[pl.Expr, ...]
    m: Numbers = None
    u: Numbers = None

    @property
    def labels(self) -> tuple[str, ...]:
        """What each level says, the worst first."""
        return ("else", *(str(condition) for condition in reversed(self.conditions)))

    @property
    def names(self) -> tuple[str, ...]:
        """The columns that the conditions are made of."""
        roots = [root for condition in self.conditions for root in condition.meta.root_names()]
        return tuple(dict.fromkeys(root.removesuffix(LEFT).removesuffix(RIGHT) for root in roots))

    @property
    def sides(self) -> tuple[tuple[pl.Expr, pl.Expr], ...]:
        """The columns that are compared, of the left and the right record."""
        return tuple((pl.col(name), pl.col(name)) for name in self.names)

    def pair_names(self, prefix: str) -> tuple[tuple[str, str], ...]:  # noqa: ARG002  # conditions say the names
        """Name the compared columns of a pair."""
        return tuple((f"{name}{LEFT}", f"{name}{RIGHT}") for name in self.names)

    def level(self, columns: Sequence[tuple[str, str]]) -> pl.Expr:  # noqa: ARG002  # conditions say the names
        """Build the expression of the level of pairs whose compared columns have these names."""
        level = pl.lit(0, pl.Int8)
        for at, condition in enumerate(reversed(self.conditions), 1):
            level = pl.when(condition).then(pl.lit(at, pl.Int8)).otherwise(level)
        return pl.when(reduce(or_, (each.is_not_null() for each in self.conditions))).then(level)

    def __repr__(self) -> str:
        said = [repr(self.name), *map(code, self.conditions)]
        said += [f"{name}={[*value]}" for name, value in (("m", self.m), ("u", self.u)) if value is not None]
        return f"rs.linkage.when({', '.join(said)})"


def levels(
    left: str | pl.Expr,
    right: str | pl.Expr | None = None,
    *,
    scorer: IntoMeasure = "jaro_winkler",
    cutoffs: Sequence[float] = (1.0, 0.92, 0.85),
    term_frequency: bool = False,
    name: str | None = None,
    m: Sequence[float] | None = None,
    u: Sequence[float] | None = None,
) -> Levels:
    """Make a comparison of two columns in levels.

    A pair has the best level whose cutoff its score reaches, level 0 where it reaches none, and null where
    a value is unknown: it is null, or a text that is empty, perhaps by its processor.

    Parameters
    ----------
    left : str or Expr
        The column of the left frame, by name or as an expression.
    right : str or Expr, optional
        The column of the right frame; `left` without it.
    scorer : Scorer or str
        One of :mod:`polars_resemble.scorers` or the name of a metric, for texts, and for other values as they
        are written; for any values ``"equal"``,
        which has no cutoffs; for numbers ``"difference"``; for dates and times ``"days"``; for Structs
        of latitude and longitude in degrees ``"kilometres"``; for lists ``"shared"``, the number of values
        that both have.
    cutoffs : sequence of float
        The worst score of each level, the best level first, in the units of the scorer: descending for
        similarities, ascending for distances.
    term_frequency : bool
        Whether equal values count by how rare they are: in the best level, u is the share of the value among
        all that are known.
    name : str, optional
        The name in results; the left column's without it.
    m, u : sequence of float, optional
        Fixed shares of the levels among matches and among other pairs, the best level first and "else" last;
        estimated without them.

    Returns
    -------
    Levels
        A value for :class:`polars_resemble.Linkage`.

    Raises
    ------
    TypeError, ValueError
        If a parameter has the wrong type or value.

    References
    ----------
    W. E. Winkler, "String comparator metrics and enhanced decision rules in the Fellegi-Sunter model of
    record linkage", Section on Survey Research Methods (1990).

    Examples
    --------
    >>> import polars_resemble as rs
    >>> rs.levels("surname", cutoffs=[1.0, 0.9], term_frequency=True)
    rs.levels('surname', scorer='jaro_winkler', cutoffs=[1.0, 0.9], term_frequency=True)
    >>> rs.levels("born", scorer="days", cutoffs=[0, 31, 366]).labels
    ('else', 'days <= 366', 'days <= 31', 'days <= 0')
    """
    function = "levels"
    one = one_column(function, "left", left)
    other = one if right is None else one_column(function, "right", right)
    measure = _into_measure(function, scorer)
    checked = (1.0,) if measure == "equal" else _cutoffs(function, measure, cutoffs)
    own = _name(one) if name is None else _checks.text(function, "name", name)
    shares = [_shares(function, each, value, len(checked) + 1) for each, value in (("m", m), ("u", u))]
    rare = _checks.flag(function, "term_frequency", term_frequency)
    return Levels(one, other, measure, checked, rare, own, *shares)


def any_of(
    comparisons: Sequence[Levels],
    *,
    name: str | None = None,
    m: Sequence[float] | None = None,
    u: Sequence[float] | None = None,
) -> AnyOf:
    """Make a comparison whose level is the best of several: of columns that may be swapped, or of aliases.

    Parameters
    ----------
    comparisons : sequence of Levels
        What :func:`levels` makes, with equally many cutoffs.
    name : str, optional
        The name in results; the first comparison's without it.
    m, u : sequence of float, optional
        Fixed shares of the levels, see :func:`levels`.

    Returns
    -------
    AnyOf
        A value for :class:`polars_resemble.Linkage`.

    Raises
    ------
    TypeError, ValueError
        If a parameter has the wrong type or value.

    Examples
    --------
    >>> import polars_resemble as rs
    >>> rs.any_of([rs.levels("given"), rs.levels("given", "surname")], name="given or surname").labels
    ('else', 'jaro_winkler >= 0.85', 'jaro_winkler >= 0.92', 'jaro_winkler >= 1')
    """
    function = "any_of"
    if not isinstance(comparisons, Sequence) or not all(isinstance(each, Levels) for each in comparisons):
        raise _checks.wrong_type(function, "a list of comparisons made by levels", comparisons)
    if not comparisons or len({len(each.cutoffs) for each in comparisons}) != 1:
        raise _checks.wrong_value(function, "comparisons with equally many cutoffs", comparisons)
    own = comparisons[0].name if name is None else _checks.text(function, "name", name)
    count = len(comparisons[0].labels)
    shares = [_shares(function, each, value, count) for each, value in (("m", m), ("u", u))]
    return AnyOf(tuple(comparisons), own, *shares)


def when(
    name: str,
    *conditions: pl.Expr,
    m: Sequence[float] | None = None,
    u: Sequence[float] | None = None,
) -> When:
    """Make a comparison by conditions.

    A pair has the level of the first condition that is true, level 0 where none is, and null where all
    are null.

    Parameters
    ----------
    name : str
        The name in results.
    *conditions : Expr
        Boolean expressions of a pair, the best level first: ``pl.col("town_left")`` is the column ``town``
        of the left record, ``pl.col("town_right")`` of the right one.
    m, u : sequence of float, optional
        Fixed shares of the levels, see :func:`levels`.

    Returns
    -------
    When
        A value for :class:`polars_resemble.Linkage`.

    Raises
    ------
    TypeError, ValueError
        If a parameter has the wrong type or value.

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> year = pl.col("born_left").dt.year() == pl.col("born_right").dt.year()
    >>> rs.linkage.when("born", pl.col("born_left") == pl.col("born_right"), year).names
    ('born',)
    """
    function = "when"
    own = _checks.text(function, "name", name)
    if not all(isinstance(each, pl.Expr) for each in conditions):
        raise _checks.wrong_type(function, "conditions to be expressions", conditions)
    roots = [root for condition in conditions for root in condition.meta.root_names()]
    if not roots or not all(root.endswith((LEFT, RIGHT)) for root in roots):
        expected = "conditions of columns whose names end in _left or _right"
        raise _checks.wrong_value(function, expected, roots)
    count = len(conditions) + 1
    return When(own, conditions, *(_shares(function, x, y, count) for x, y in (("m", m), ("u", u))))


def _into_measure(function: str, value: object) -> _scorer.Scorer | Distance | Likeness:
    for measure in MEASURES:
        if value == measure:
            return measure
    return _scorer.scorer(function, value)


def _cutoffs(function: str, measure: object, values: object) -> tuple[float, ...]:
    expected = "cutoffs to be a sequence of numbers"
    if not isinstance(values, Sequence) or isinstance(values, str):
        raise _checks.wrong_type(function, expected, values)
    numbers = tuple(_checks.finite(function, "cutoffs", value) for value in values)
    falls = measure.is_similarity if isinstance(measure, _scorer.Scorer) else measure in get_args(Likeness)
    order = sorted(set(numbers), reverse=falls)
    if not numbers or [*numbers] != order:
        direction = "descending" if falls else "ascending"
        raise _checks.wrong_value(function, f"{direction} cutoffs, at least one", values)
    if len(numbers) > MOST_CUTOFFS:
        raise _checks.wrong_value(function, f"at most {MOST_CUTOFFS} cutoffs", values)
    return numbers


def _shares(function: str, name: str, values: object, count: int) -> Numbers:
    """Accept fixed shares, the best level first."""
    if values is None:
        return None
    expected = f"{name} to be {count} shares above 0 that add up to 1"
    if not isinstance(values, Sequence) or isinstance(values, str):
        raise _checks.wrong_type(function, expected, values)
    numbers = [_checks.ratio(function, name, value) for value in values]
    if len(numbers) != count or min(numbers) <= 0 or abs(sum(numbers) - 1) > SHARES_ROUNDING:
        raise _checks.wrong_value(function, expected, values)
    return tuple(numbers)


def _expression(value: str | pl.Expr) -> pl.Expr:
    return pl.col(value) if isinstance(value, str) else value


def _name(value: str | pl.Expr) -> str:
    if isinstance(value, str):
        return value
    return value.meta.output_name(raise_if_undetermined=False) or str(value)


def code(column: str | pl.Expr) -> str:
    """Write a column as code, as far as Polars writes expressions so."""
    if isinstance(column, str):
        return repr(column)
    written = re.sub(r"(?<![\w.])col\(", "pl.col(", str(column))
    written = re.sub(r"(?<![\w.])as_struct\(", "pl.struct(", written)
    return re.sub(r"(pl\.col\([^)]*\))\.as_struct\(\[(.*?)\]\)", r"pl.struct(\1, \2)", written)


def _measure(scorer: _scorer.Scorer | str) -> str:
    """Write a measure as code, by its name alone where that says all."""
    if isinstance(scorer, str):
        return repr(scorer)
    said = repr(scorer)
    bare = said.removeprefix("rs.scorers.").removesuffix("()")
    return repr(bare) if bare in _scorer.MAKERS else said


def _brief(scorer: _scorer.Scorer) -> str:
    return repr(scorer).removeprefix("rs.scorers.").removesuffix("()")


def _kilometres(left: pl.Expr, right: pl.Expr) -> pl.Expr:
    """Measure the great circle between places (haversine)."""
    (one, along), (other, across) = (
        (place.struct[0].radians(), place.struct[1].radians()) for place in (left, right)
    )
    half = ((other - one) / 2).sin().pow(2) + one.cos() * other.cos() * ((across - along) / 2).sin().pow(2)
    return 2 * EARTH * half.clip(0, 1).sqrt().arcsin()
