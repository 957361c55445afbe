"""How a fuzzy join is planned: as ordinary joins on the row numbers of matches.

The compared columns of both frames are imploded to one row (or to one for each group of equal `by`
columns), which one expression of the library turns into a list of matches: two row numbers and a
score. Everything else is Polars: the matches are exploded and joined with both frames by row number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from polars_resemble import _parameters, _scorer
from polars_resemble._plugin import EXPLODED, call

if TYPE_CHECKING:
    from polars_resemble.typing import IntoScorer, JoinHow, JoinOn

#: Names that no column of a user has.
LEFT, RIGHT, SCORE, GROUP, ORDER = (
    f"__resemble_{name}__" for name in ("left", "right", "score", "group", "order")
)

#: The parts of a column with its own scorer.
PARTS = 3

POLARS = tuple(int(part) for part in pl.__version__.split(".")[:2])


@dataclass(frozen=True)
class Column:
    """A column of either frame, and how they are compared."""

    left: str
    right: str
    scorer: _scorer.Scorer
    weight: float = 1.0


@dataclass(frozen=True)
class Join:
    """All that is asked of a join, checked."""

    columns: tuple[Column, ...]
    score_cutoff: float
    how: JoinHow = "inner"
    limit: int | None = None
    by: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    suffix: str = "_right"
    score_name: str = "score"
    #: The name of the function that was called.
    function: str = "fuzzy_join"
    #: Whether both sides are the same rows, of which each pair is wanted once.
    own: bool = False
    #: Whether long work shows a bar.
    progress: bool = False

    def query(self, left: pl.LazyFrame, right: pl.LazyFrame) -> pl.LazyFrame:
        """Plan the join."""
        left, right = _numbered(left, LEFT), _numbered(right, RIGHT)
        matches = self.matches(left, right)
        if self.how in ("semi", "anti"):
            return left.join(matches, on=LEFT, how=self.how).sort(LEFT).drop(LEFT)
        if self.how in ("left", "full"):
            matches = _joined(left.select(LEFT), matches, LEFT)
        if self.how == "full":
            # Right rows without a match come last, in their order.
            rows = right.select(RIGHT)
            matches = matches.with_row_index(ORDER).join(rows, on=RIGHT, how="full", coalesce=True)
            matches = matches.sort(ORDER, RIGHT, nulls_last=True).drop(ORDER)
        else:
            right = right.drop(self.by[1])
        rows = _joined(_joined(matches, left, LEFT), right, RIGHT, self.suffix)
        return rows.select(
            pl.exclude(LEFT, RIGHT, SCORE), pl.col(SCORE).cast(self.dtype).alias(self.score_name)
        )

    def query_pairs(self, frame: pl.LazyFrame, name: str) -> pl.LazyFrame:
        """Plan a list of the pairs of rows of one frame."""
        left = _numbered(frame.select(name), LEFT)
        right = left.rename({LEFT: RIGHT})
        rows = _joined(_joined(self.matches(left, right), left, LEFT), right, RIGHT)
        texts = [pl.col(name), pl.col(f"{name}_right")]
        score = pl.col(SCORE).cast(self.dtype).alias("score")
        return rows.select(pl.col(LEFT).alias("row"), pl.col(RIGHT).alias("row_right"), *texts, score)

    def matches(self, left: pl.LazyFrame, right: pl.LazyFrame) -> pl.LazyFrame:
        """Find the row numbers and the scores of all matches, in the order of the left rows."""
        left_keys = [pl.col(column.left).alias(f"left {at}") for at, column in enumerate(self.columns)]
        right_keys = [pl.col(column.right).alias(f"right {at}") for at, column in enumerate(self.columns)]
        if self.by[0]:
            left_by, right_by = (_names(GROUP, len(self.by[0])) for _ in self.by)
            lefts = left.select(*_renamed(self.by[0], left_by), LEFT, *left_keys)
            rights = right.select(*_renamed(self.by[1], right_by), RIGHT, *right_keys)
            groups = (
                lefts.group_by(left_by)
                .agg(pl.all())
                .join(rights.group_by(right_by).agg(pl.all()), left_on=left_by, right_on=right_by)
            )
        else:
            lefts = left.select(pl.col(LEFT).implode(), *(key.implode() for key in left_keys))
            rights = right.select(pl.col(RIGHT).implode(), *(key.implode() for key in right_keys))
            groups = lefts.join(rights, how="cross")
        compared = []
        for at, column in enumerate(self.columns):
            # Errors name the columns of the user.
            compared += [pl.col(f"left {at}").alias(column.left), pl.col(f"right {at}").alias(column.right)]
        found = call(
            "fuzzy_join",
            [pl.col(LEFT), pl.col(RIGHT), *compared],
            function=self.function,
            parts=[(column.scorer.sent(), column.weight) for column in self.columns],
            score_cutoff=self.score_cutoff,
            limit=self.limit,
            own=self.own,
            progress=self.progress,
        )
        part = pl.col(LEFT).struct.field
        matches = groups.select(found).filter(pl.col(LEFT).list.len() > 0).explode(LEFT, **EXPLODED)
        matches = matches.select(
            part("left").alias(LEFT), part("right").alias(RIGHT), part("score").alias(SCORE)
        )
        # Groups come in any order; within one a row's matches are in order already.
        return matches.sort(LEFT, maintain_order=True) if self.by[0] else matches

    @property
    def dtype(self) -> type[pl.DataType]:
        """The dtype of the scores."""
        (first, *others) = self.columns
        counts = isinstance(first.scorer, _scorer.Single) and not first.scorer.is_ratio
        return pl.UInt32 if counts and not others else pl.Float64


def _names(name: str, count: int) -> list[str]:
    return [f"{name}{at}" for at in range(count)]


def _renamed(names: Sequence[str], new: Sequence[str]) -> list[pl.Expr]:
    return [pl.col(name).alias(other) for name, other in zip(names, new, strict=True)]


def _numbered(frame: pl.LazyFrame, name: str) -> pl.LazyFrame:
    """Add row numbers to a frame that is used twice, and must not be computed twice in two orders."""
    return frame.with_row_index(name).with_columns(pl.col(name).cast(pl.UInt32)).cache()


def _joined(left: pl.LazyFrame, right: pl.LazyFrame, on: str, suffix: str = "_right") -> pl.LazyFrame:
    """Join to the left rows, in their order."""
    if POLARS >= (1, 21):
        return left.join(right, on=on, how="left", suffix=suffix, maintain_order="left_right")
    return left.join(right, on=on, how="left", suffix=suffix)


def lazy(function: str, side: str, frame: object) -> pl.LazyFrame:
    """Accept a frame."""
    if isinstance(frame, (pl.DataFrame, pl.LazyFrame)):
        return frame.lazy()
    raise _parameters.wrong_type(function, f"{side} to be a DataFrame or a LazyFrame", frame)


def columns(
    function: str, on: JoinOn | None, left_on: JoinOn | None, right_on: JoinOn | None, scorer: IntoScorer
) -> tuple[Column, ...]:
    """Accept the columns to compare, and their scorers."""
    if (on is None) == (left_on is None) or (left_on is None) != (right_on is None):
        expected = "either on, or left_on and right_on"
        raise _parameters.wrong_value(
            function, expected, {"on": on, "left_on": left_on, "right_on": right_on}
        )
    lefts = left_on if on is None else on
    if isinstance(lefts, str):
        return (
            Column(
                lefts,
                _name(function, "right_on", right_on or lefts),
                _scorer.scorer(function, scorer, of_corpus=True),
            ),
        )
    expected = "on to be a column name or a list of (column, scorer, weight)"
    if not isinstance(lefts, Sequence):
        raise _parameters.wrong_type(function, expected, lefts)
    rights = right_on if right_on is not None else [_first(part) for part in lefts]
    if isinstance(rights, str) or not isinstance(rights, Sequence) or len(rights) != len(lefts) or not lefts:
        raise _parameters.wrong_value(function, "as many columns in right_on as in left_on", right_on)
    compared = []
    for part, right in zip(lefts, rights, strict=True):
        if isinstance(part, str) or not isinstance(part, Sequence) or len(part) != PARTS:
            raise _parameters.wrong_type(function, expected, part)
        left, own, weight = part
        compared.append(
            Column(
                _name(function, "on", left),
                _name(function, "right_on", right),
                _scorer.scorer(function, own),
                _parameters.weight(function, weight),
            )
        )
    for column in compared:
        if not (column.scorer.is_ratio and column.scorer.is_similarity):
            expected = "scorers of several columns to be similarities in 0..1"
            raise _parameters.wrong_value(function, expected, column.scorer)
    if sum(column.weight for column in compared) <= 0:
        raise _parameters.wrong_value(function, "weights with a sum above 0", [part[2] for part in lefts])
    return tuple(compared)


def cutoff(function: str, compared: tuple[Column, ...], value: object) -> float:
    """Accept the worst score that is a match."""
    return needed_cutoff(function, value, is_ratio=all(column.scorer.is_ratio for column in compared))


def needed_cutoff(function: str, value: object, *, is_ratio: bool) -> float:
    """Accept a cutoff where there must be one."""
    checked = _parameters.score_cutoff(function, value, is_ratio=is_ratio)
    if checked is None:
        raise _parameters.wrong_type(function, "score_cutoff to be a number", value)
    return checked


def equal_columns(
    function: str,
    by: str | Sequence[str] | None,
    left_by: str | Sequence[str] | None,
    right_by: str | Sequence[str] | None,
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Accept the columns that must be equal."""
    if (by is not None and (left_by is not None or right_by is not None)) or (left_by is None) != (
        right_by is None
    ):
        expected = "either by, or left_by and right_by"
        raise _parameters.wrong_value(
            function, expected, {"by": by, "left_by": left_by, "right_by": right_by}
        )
    lefts = _names_of(function, "by", by if left_by is None else left_by)
    rights = _names_of(function, "by", by if right_by is None else right_by)
    if len(lefts) != len(rights):
        raise _parameters.wrong_value(function, "as many columns in right_by as in left_by", right_by)
    return lefts, rights


def _names_of(function: str, parameter: str, value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    if isinstance(value, str):
        return (value,)
    if not isinstance(value, Sequence):
        raise _parameters.wrong_type(function, f"{parameter} to be a column name or a list of them", value)
    return tuple(_name(function, parameter, each) for each in value)


def _first(part: object) -> object:
    return part[0] if isinstance(part, Sequence) and part else part


def _name(function: str, parameter: str, value: object) -> str:
    return _parameters.name(function, parameter, value)
