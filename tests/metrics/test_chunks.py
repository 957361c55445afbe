"""A column in chunks gives what it gives in one, also where chunks have no elements."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

import sweep
from engines import POLARS, needs

if TYPE_CHECKING:
    from collections.abc import Iterator

TEXT, ENUM = pl.Categorical, pl.Enum(["ab", "b", "Ωb"])
FULL, SOME = ["Ωb", "ab"], ["ab", None]

#: Dtypes that hold lists, or categories in lists, and three of their values besides null: the last has no
#: elements.
NESTED: list[tuple[Any, list[Any]]] = [
    *((pl.List(inner), [FULL, SOME, []]) for inner in (TEXT, ENUM, pl.String)),
    *((pl.Array(inner, 2), [FULL, SOME, [None, None]]) for inner in (TEXT, ENUM, pl.String)),
    (pl.List(pl.Int64), [[1, 2], [3], []]),
    (pl.List(pl.Binary), [[b"ab"], [b"b", None], []]),
    *((pl.List(pl.List(inner)), [[FULL, []], [SOME, None], [[]]]) for inner in (TEXT, ENUM)),
    *((pl.List(pl.Array(inner, 2)), [[FULL], [SOME, None], []]) for inner in (TEXT, ENUM)),
    *((pl.Array(pl.List(inner), 1), [[FULL], [SOME], [None]]) for inner in (TEXT, ENUM)),
    (pl.List(pl.Struct({"len": pl.UInt32, "value": ENUM})), [[{"len": 2, "value": "b"}], [None], []]),
    (pl.Struct({"list": pl.List(ENUM)}), [{"list": FULL}, {"list": None}, {"list": []}]),
    (TEXT, ["ab", "b", ""]),
    (ENUM, ["ab", "b", "Ωb"]),
]


def chunkings(dtype: Any, values: list[Any]) -> Iterator[tuple[str, pl.Series]]:
    """Put chunks of all kinds one behind the other: with elements, without, of nulls, of no rows."""
    full, some, empty = values
    chunks = {
        name: pl.Series("a", rows, dtype=dtype)
        for name, rows in {
            "elements": [full, None, some],
            "others": [some],
            "nulls": [None, None],
            "empty": [empty],
            "no rows": [],
        }.items()
    }
    for names in itertools.islice(itertools.permutations(chunks, 3), None, None, 4):
        column = pl.Series("a", [], dtype=dtype)
        for name in names:
            column.append(chunks[name])
        yield ", ".join(names), column


def outcome(frame: pl.DataFrame, expression: pl.Expr) -> list[Any] | str:
    """Give the rows of an answer, or the words of its error."""
    try:
        return frame.select(expression).to_series().to_list()
    except pl.exceptions.PolarsError as error:
        return str(error)


@needs(1, 33, "Polars forgot the kind of categories in lists that came from a plugin")
@pytest.mark.parametrize(("dtype", "values"), NESTED, ids=lambda value: str(value) if value else None)
def test_chunks_without_elements(dtype: Any, values: list[Any]) -> None:
    if POLARS < (1, 44) and "Array(Categorical" in str(dtype):
        pytest.skip("Polars made no arrays of categories")
    whole = pl.Series("a", values, dtype=dtype).to_frame().with_columns(b=pl.col("a"))
    accepted = [
        (name, build)
        for name, builds in sweep.functions().items()
        for build in builds
        if isinstance(outcome(whole, build(pl.col("a"), pl.col("b"))), list)
    ]
    for name, column in chunkings(dtype, values):
        backwards = column.gather(list(range(len(column)))[::-1])
        frame = pl.DataFrame([column, backwards.alias("b")])
        for function, build in accepted:
            for one, other in (("a", "b"), ("b", "a")):
                expression = build(pl.col(one), pl.col(other))
                expected = outcome(frame.rechunk(), expression)
                got = outcome(frame, expression)
                assert got == expected, f"{function} of {one} and {other}: {name}"
                assert isinstance(got, str) or len(got) == len(column)
