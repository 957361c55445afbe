"""The forms of a query that give the same answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Three parts of 1, 99 and all other rows.
PART = sum((pl.int_range(pl.len()) >= start).cast(pl.Int8) for start in (1, 100)).alias("part")

#: More rows than a frame has whose forms are compared.
MOST_ROWS = 600


def forms(frame: pl.LazyFrame, answers: Sequence[pl.Expr]) -> dict[str, list[pl.LazyFrame]]:
    """Ask for answers in several forms; the queries of each give all rows together. The frame has `PART`."""
    names = [answer.meta.output_name() for answer in answers]
    part = pl.col("part")
    return {
        "select": [frame.select(answers)],
        "with_columns": [frame.with_columns(answers).select(names)],
        "filter": [frame.filter(part == number).select(answers) for number in range(3)],
        "slice": [frame.slice(offset, 50).select(answers) for offset in range(0, MOST_ROWS, 50)],
        "over": [frame.select(answer.over("part") for answer in answers)],
        "when": [
            frame.select(
                pl.when(part == 1).then(answer).otherwise(answer).alias(name)
                for answer, name in zip(answers, names, strict=True)
            )
        ],
    }
