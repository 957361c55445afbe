"""Every function on every dtype and shape, run in a process of its own since it may end it."""

from __future__ import annotations

import datetime as dt
import itertools
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import polars as pl

import polars_resemble as rs
from alignment_cases import FUNCTIONS as ALIGNMENT_FUNCTIONS
from cases import METRICS
from engines import POLARS
from sequence_cases import CASES as SEQUENCE_CASES
from text_cases import FUNCTIONS as TEXT_FUNCTIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: Up to here Polars itself panics when it is to hand over an Object column.
CANNOT_HAND_OVER_OBJECTS = POLARS < (1, 20)

#: Up to here it ends the process when it is to hand over a list of Objects.
CANNOT_HAND_OVER_LISTS_OF_OBJECTS = POLARS < (1, 44)

#: Before, Polars itself cannot make Arrays of width 0.
MAKES_WIDTH_0 = POLARS >= (1, 18)

#: The least width of an Array that Polars makes, and others.
WIDTHS = (0, 1, 3) if MAKES_WIDTH_0 else (1, 3)


#: What Polars itself says of lists of objects, and up to 1.18 of Int128, which it has and cannot take over.
POLARS_REFUSES = ("nested objects are not", "is still not supported in Rust implementation")


class Thing:
    """An object that no dtype of values holds."""


TEXT, NUMBER = ["ab", None, "Ωb"], [1, None, 3]
DAY, MOMENT = dt.date(2024, 2, 29), dt.datetime(2024, 2, 29, 1, 2, 3)  # noqa: DTZ001 - a dtype without a zone

#: Values of dtypes that hold Arrays of width 0.
EMPTY: list[tuple[Any, list[Any]]] = [
    (pl.Array(pl.Float32, 0), [[], None, []]),
    (pl.List(pl.Array(pl.String, 0)), [[[]], None, []]),
    (pl.Struct({"empty": pl.Array(pl.Int8, 0)}), [{"empty": []}, None, {"empty": None}]),
]

#: Three values of each dtype.
VALUES: list[tuple[Any, list[Any]]] = [
    (pl.String, TEXT),
    (pl.Categorical, TEXT),
    (pl.Enum(["ab", "Ωb"]), TEXT),
    (pl.Binary, [b"ab", None, b"\xff\x00"]),
    (pl.Boolean, [True, None, False]),
    *((dtype, NUMBER) for dtype in (pl.Int8, pl.Int16, pl.Int32, pl.Int64)),
    *((dtype, NUMBER) for dtype in (pl.UInt8, pl.UInt16, pl.UInt32, pl.UInt64)),
    *((getattr(pl, name), NUMBER) for name in ("Int128", "UInt128", "Float16") if hasattr(pl, name)),
    (pl.Float32, [1.5, None, float("nan")]),
    (pl.Float64, [1.5, None, float("inf")]),
    (pl.Decimal(10, 2), [Decimal("1.25"), None, Decimal("3.00")]),
    (pl.Date, [DAY, None, DAY]),
    (pl.Time, [dt.time(1, 2), None, dt.time(3)]),
    (pl.Datetime("us"), [MOMENT, None, MOMENT]),
    (pl.Datetime("ns", "UTC"), [MOMENT.replace(tzinfo=dt.timezone.utc), None, None]),
    (pl.Duration("ms"), [dt.timedelta(1), None, dt.timedelta(0)]),
    (pl.Null, [None, None, None]),
    (pl.List(pl.String), [["ab", None], None, []]),
    (pl.List(pl.Categorical), [["ab", None], None, []]),
    (pl.List(pl.Binary), [[b"ab", None], None, []]),
    (pl.List(pl.Boolean), [[True, None], None, []]),
    (pl.List(pl.Int64), [[1, None], None, []]),
    (pl.List(pl.Float64), [[1.5, None], None, []]),
    (pl.List(pl.Date), [[DAY, None], None, []]),
    (pl.List(pl.Null), [[None], None, []]),
    (pl.List(pl.List(pl.String)), [[["ab"], None], None, []]),
    (pl.List(pl.Struct({"len": pl.UInt32, "value": pl.String})), [[{"len": 2, "value": "ab"}], None, []]),
    *((pl.Array(pl.String, width), [["ab"] * width, None, [None] * width]) for width in WIDTHS),
    *((pl.Array(pl.Int32, width), [[1] * width, None, [None] * width]) for width in WIDTHS),
    (pl.Array(pl.Array(pl.Int8, 2), 2), [[[1, 2], [3, 4]], None, None]),
    (pl.Struct({"text": pl.String}), [{"text": "ab"}, None, {"text": None}]),
    *(EMPTY if MAKES_WIDTH_0 else []),
    *([] if CANNOT_HAND_OVER_OBJECTS else [(pl.Object, [Thing(), Thing(), Thing()])]),
]


def functions() -> dict[str, list[Callable[[pl.Expr, pl.Expr], pl.Expr]]]:
    """Give for each function its expressions of a column and another one."""
    all_: dict[str, list[Callable[[pl.Expr, pl.Expr], pl.Expr]]] = {}

    def add(name: str, build: Callable[[pl.Expr, pl.Expr], pl.Expr]) -> None:
        all_.setdefault(name, []).append(build)

    for metric in (*METRICS, *ALIGNMENT_FUNCTIONS):
        add(metric.name, lambda one, other, name=metric.name: getattr(rs, name)(one, other))
    add("match_rating_compare", rs.match_rating_compare)
    for function in TEXT_FUNCTIONS:
        add(function.name, lambda one, _, name=function.name: getattr(rs, name)(one))
    for case in {case.function.name: case for case in SEQUENCE_CASES}.values():
        build = getattr(rs, case.function.name)
        columns, parameters = len(case.function.columns), case.parameters
        add(
            case.function.name,
            lambda *sides, build=build, columns=columns, parameters=parameters: build(
                *sides[:columns], **parameters
            ),
        )
    matching = {"scorer": "levenshtein", "score_cutoff": 0.5}
    for name in ("extract", "extract_one"):
        add(name, lambda one, other, name=name: getattr(rs, name)(one, other.implode(), **matching))
        add(name, lambda one, other, name=name: getattr(rs, name)(one, other, **matching))
        add(name, lambda one, _, name=name: getattr(rs, name)(one, ["ab"], **matching))
        add(name, lambda one, other, name=name: keyed(getattr(rs, name), one, other))
    add("cdist", lambda one, _: rs.cdist(one, ["ab", "b"], scorer="jaro"))
    for name in ("cluster", "canonical"):
        add(name, lambda one, _, name=name: getattr(rs, name)(one, **matching))
        add(name, lambda one, other, name=name: getattr(rs, name)(one, key=other))
    return all_


def keyed(search: Callable[..., pl.Expr], one: pl.Expr, other: pl.Expr) -> pl.Expr:
    """Search choices by keys of any dtype."""
    choices = other.is_null().cast(pl.String).implode()
    return search(pl.lit("true"), choices, scorer="jaro", by=one, choices_by=other.implode())


def frames(dtype: Any, values: list[Any]) -> Iterator[tuple[str, pl.DataFrame]]:
    """Give columns of a dtype in every shape."""
    column = pl.Series("a", values, dtype=dtype)
    frame = column.to_frame().with_columns(b=pl.col("a"))
    yield "three rows", frame
    yield "no rows", frame.head(0)
    yield "one row", frame.head(1)
    yield "a slice", frame.slice(1, 2)
    if dtype != pl.Object:
        yield "chunks", pl.concat([frame, frame], rechunk=False)


def complaint(frame: pl.DataFrame, expression: pl.Expr) -> str | None:
    """Tell what is wrong with how a query fails, if it does: it may with a sentence."""
    try:
        frame.select(expression)
    except pl.exceptions.PolarsError as error:
        said = str(error)
        is_fine = "expected" in said or any(refusal in said for refusal in POLARS_REFUSES)
        return None if is_fine and "panic" not in said.lower() else said
    except BaseException as error:  # noqa: BLE001 - a panic of Polars is no Exception
        return repr(error)
    return None


def failures(part: int, parts: int) -> list[str]:
    """Run the queries of one of several parts; tell which failed otherwise than they may."""
    wrong = []
    chosen = list(functions().items())[part::parts]
    text = pl.lit("ab")
    for dtype, values in VALUES:
        for shape, frame in frames(dtype, values):
            # Before 1.33 Polars panics where it is to hand over a null that is a list of categories.
            has_literal = dtype not in (pl.Object, pl.Categorical) and (
                POLARS >= (1, 33) or dtype != pl.List(pl.Categorical)
            )
            nulls = pl.lit(None, dtype=dtype) if has_literal else pl.lit(None)
            sides = itertools.product([pl.col("a"), nulls, text], [pl.col("b"), nulls, text])
            sides = list(sides) if shape == "three rows" else [(pl.col("a"), pl.col("b"))]
            for (name, builds), (one, other) in itertools.product(chosen, sides):
                for build in builds:
                    expression = build(one, other)
                    if (
                        dtype == pl.Object
                        and CANNOT_HAND_OVER_LISTS_OF_OBJECTS
                        and ".list()" in str(expression)
                    ):
                        continue
                    said = complaint(frame, expression)
                    if said is not None:
                        wrong.append(f"{name} of {dtype}, {shape}, {one}, {other}: {said}")
    return wrong
