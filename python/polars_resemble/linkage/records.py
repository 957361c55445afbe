"""Records made ready for comparison, and the levels of their pairs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from polars_resemble.linkage.blocking import OTHER_ROW, ROW
from polars_resemble.linkage.comparisons import Comparison  # noqa: TC001

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

#: What the columns of levels are called before the name of their comparison, those of scores and weights too.
LEVEL, SCORE, WEIGHT = "level_", "score_", "weight_"
#: The share of a value among all that are known.
FREQUENCY = "__resemble_frequency__"

#: How many pairs are compared at once: their columns fit into memory many times over.
BATCH = 1 << 20


@dataclass(frozen=True)
class Records:
    """The compared columns of both tables, or of one, each computed once."""

    left: pl.DataFrame
    right: pl.DataFrame
    #: Of each comparison, the columns that it compares.
    names: dict[str, tuple[tuple[str, str], ...]]
    #: Whether both are one table.
    is_one: bool

    @property
    def pairs(self) -> int:
        """How many pairs there are."""
        rows = self.left.height
        return rows * (rows - 1) // 2 if self.is_one else rows * self.right.height


def prepared(comparisons: Sequence[Comparison], left: pl.DataFrame, right: pl.DataFrame | None) -> Records:
    """Compute the compared columns; a text that is empty is unknown."""
    names = {each.name: each.pair_names(f"{at}.") for at, each in enumerate(comparisons)}
    sides: list[pl.DataFrame] = []
    for side, frame in enumerate((left, left if right is None else right)):
        columns = {
            own[side]: expressions[side].alias(own[side])
            for each in comparisons
            for own, expressions in zip(names[each.name], each.sides, strict=True)
        }
        made = frame.select(columns.values())
        texts = [name for name, dtype in made.schema.items() if dtype == pl.String]
        known = [pl.when(pl.col(name) != "").then(pl.col(name)).alias(name) for name in texts]
        # Rows are looked up faster in one chunk.
        sides.append(made.with_columns(known).rechunk())
    for each in comparisons:
        if each.frequency is not None:
            one, other = names[each.name][each.frequency]
            sides[0] = sides[0].with_columns(
                _frequencies(sides[0], one, None if right is None else sides[1].get_column(other))
            )
    return Records(sides[0], sides[1], names, right is None)


def compared(
    comparisons: Sequence[Comparison], records: Records, pairs: pl.DataFrame, *, scores: bool = False
) -> Iterator[pl.DataFrame]:
    """Compare pairs in batches: their rows, levels, the frequencies of equal values, and scores if asked."""
    # Without pairs there is one batch, which is empty.
    for batch in pairs.iter_slices(BATCH) if pairs.height else (pairs,):
        yield _compared(comparisons, records, batch, scores=scores)


def _compared(
    comparisons: Sequence[Comparison], records: Records, pairs: pl.DataFrame, *, scores: bool
) -> pl.DataFrame:
    rows = (pairs.get_column(ROW), pairs.get_column(OTHER_ROW))
    gathered: dict[str, pl.Series] = {}
    for each in comparisons:
        for own in records.names[each.name]:
            for name, frame, row in zip(own, (records.left, records.right), rows, strict=True):
                gathered[name] = frame.get_column(name).gather(row)
        if each.frequency is not None:
            name = f"{records.names[each.name][each.frequency][0]}{FREQUENCY}"
            gathered[name] = records.left.get_column(name).gather(rows[0])
    made: list[pl.Expr] = [pl.col(ROW), pl.col(OTHER_ROW)]
    for each in comparisons:
        own_names = records.names[each.name]
        made.append(each.level(own_names).alias(f"{LEVEL}{each.name}"))
        if each.frequency is not None:
            left, right = own_names[each.frequency]
            share = pl.when(pl.col(left) == pl.col(right)).then(pl.col(f"{left}{FREQUENCY}"))
            made.append(share.alias(f"{each.name}{FREQUENCY}"))
        score = each.score(own_names) if scores else None
        if score is not None:
            made.append(score.cast(pl.Float64).alias(f"{SCORE}{each.name}"))
    columns = [*pairs.get_columns(), *(values.alias(name) for name, values in gathered.items())]
    measures = [each for own in comparisons for each in own.measures(records.names[own.name])]
    return pl.DataFrame(columns).with_columns(measures).select(made)


def drawn(records: Records, count: int, seed: int) -> pl.DataFrame:
    """Draw pairs at random, all of them where there are few: the same ones in whichever order rows come."""
    rows, others = records.left.height, records.right.height
    if records.pairs <= count:
        left = pl.select(pl.int_range(0, rows, dtype=pl.UInt32).alias(ROW))
        right = pl.select(pl.int_range(0, others, dtype=pl.UInt32).alias(OTHER_ROW))
        pairs = left.join(right, how="cross")
        return pairs.filter(pl.col(ROW) < pl.col(OTHER_ROW)) if records.is_one else pairs
    sides = [
        _ordered(frame).sample(count, with_replacement=True, seed=seed + at)
        for at, frame in enumerate((records.left, records.right))
    ]
    pairs = pl.DataFrame([sides[0].alias(ROW), sides[1].alias(OTHER_ROW)])
    return pairs.filter(pl.col(ROW) != pl.col(OTHER_ROW)) if records.is_one else pairs


def _ordered(frame: pl.DataFrame) -> pl.Series:
    """Put row numbers in the order of the rows' values, which is the same for all orders of rows."""
    keys = [name for name, dtype in frame.schema.items() if not dtype.is_nested() and FREQUENCY not in name]
    numbers = pl.int_range(0, pl.len(), dtype=pl.UInt32)
    return frame.select(numbers.sort_by(keys) if keys else numbers).to_series()


def _frequencies(frame: pl.DataFrame, name: str, other: pl.Series | None) -> pl.Series:
    """Tell the share of each value among all of both tables that are known."""
    own = frame.get_column(name)
    known = (own if other is None else pl.concat([own.alias("value"), other.alias("value")])).drop_nulls()
    counts = known.alias("value").value_counts(name="count")
    share = (pl.col("count") / max(len(known), 1)).alias(f"{name}{FREQUENCY}")
    rows = (
        own.alias("value")
        .to_frame()
        .with_row_index("at")
        .join(counts.lazy().collect(), on="value", how="left")
    )
    return rows.sort("at").select(share).to_series()
