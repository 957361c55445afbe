"""Merged records are those that a loop over the rows of each group makes."""

from __future__ import annotations

import math
import re
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

import polars_resemble as rs
from engines import collect, needs

if TYPE_CHECKING:
    from collections.abc import Callable

    from polars_resemble.typing import MergeRule

Rows = list[tuple[int, Any, Any]]
"""For each row of a group its number, its value, and what it is ordered by."""


def best(rows: Rows, worth: Callable[[tuple[int, Any, Any]], Any]) -> tuple[Any, Any]:
    """Take the first of the best values."""
    known = [row for row in rows if row[1] is not None]
    if not known:
        return None, None
    row, value, _ = max(known, key=lambda each: (worth(each), -each[0]))
    return value, row


def extreme(rows: Rows, sign: int) -> tuple[Any, Any]:
    known = [row[1] for row in rows if row[1] is not None]
    if not known:
        return None, None
    wanted = max(known) if sign > 0 else min(known)
    return best(rows, lambda row: row[1] == wanted)


def timely(rows: Rows, sign: int) -> tuple[Any, Any]:
    return best(rows, lambda row: (row[2] is not None, sign * (row[2] or 0)))


def distinct(rows: Rows) -> tuple[Any, Any]:
    first: dict[Any, int] = {}
    for row, value, _ in rows:
        if value is not None:
            first.setdefault(value, row)
    return list(first), list(first.values())


def frequent(rows: Rows) -> tuple[Any, Any]:
    times = Counter(row[1] for row in rows)
    return best(rows, lambda row: times[row[1]])


def added_up(rows: Rows, divide: bool) -> tuple[Any, Any]:  # noqa: FBT001
    known = [row[1] for row in rows if row[1] is not None]
    if not known:
        return None, None
    return (sum(known) / len(known) if divide else sum(known)), None


ORACLES: dict[MergeRule, Callable[[Rows], tuple[Any, Any]]] = {
    "most_frequent": frequent,
    "first": lambda rows: best(rows, lambda row: -row[0]),
    "last": lambda rows: best(rows, lambda row: row[0]),
    "longest": lambda rows: best(rows, lambda row: len(row[1])),
    "shortest": lambda rows: best(rows, lambda row: -len(row[1])),
    "max": lambda rows: extreme(rows, 1),
    "min": lambda rows: extreme(rows, -1),
    "latest": lambda rows: timely(rows, 1),
    "earliest": lambda rows: timely(rows, -1),
    "mean": lambda rows: added_up(rows, divide=True),
    "sum": lambda rows: added_up(rows, divide=False),
    "all": distinct,
}
OF_NUMBERS = ("mean", "sum")
OF_TEXTS = ("longest", "shortest")

TEXTS = st.one_of(st.none(), st.sampled_from(["", "a", "b", "ab", "é", "日本"]))
NUMBERS = st.one_of(st.none(), st.integers(-2, 2))


def groups_of(labels: list[Any]) -> list[list[int]]:
    """List the rows of each group; a row without a group is alone."""
    rows: dict[Any, list[int]] = {}
    for row, label in enumerate(labels):
        rows.setdefault(("alone", row) if label is None else label, []).append(row)
    return list(rows.values())


@given(
    rows=st.lists(st.tuples(st.one_of(st.none(), st.integers(0, 3)), TEXTS, NUMBERS, NUMBERS), max_size=25)
)
def test_every_rule(rows: list[tuple[Any, ...]]) -> None:
    schema = {"group": pl.UInt32, "text": pl.String, "number": pl.Int64, "at": pl.Int8}
    frame = pl.LazyFrame(rows, schema, orient="row")
    members = groups_of([row[0] for row in rows])
    for rule, oracle in ORACLES.items():
        columns = ["text", "number"]
        if rule in (*OF_NUMBERS, *OF_TEXTS):
            columns = ["number" if rule in OF_NUMBERS else "text"]
        rules: dict[str, Any] = dict.fromkeys(columns, rule)
        query = frame.rs.merge_groups("group", rules=rules, order_by="at", sources=True)
        got = collect(query)
        assert query.collect_schema() == got.schema
        assert got["group"].to_list() == [rows[each[0]][0] for each in members]
        for column in columns:
            at = list(schema).index(column)
            expected = [oracle([(row, rows[row][at], rows[row][3]) for row in each]) for each in members]
            assert got[column].to_list() == [each[0] for each in expected], (rule, column)
            assert got["sources"].struct.field(column).to_list() == [each[1] for each in expected], rule
        without = frame.rs.merge_groups("group", rules=rules, order_by="at")
        assert_frame_equal(collect(without), got.drop("sources"))


VALUES: list[Any] = [
    (pl.Date, [date(2000, 1, 2), date(2000, 1, 1)]),
    (pl.Float64, [1.5, -2.0]),
    (pl.Boolean, [True, False]),
    (pl.Categorical, ["x", "a"]),
    (pl.Enum(["x", "a"]), ["x", "a"]),
    (pl.Binary, [b"x", b"a"]),
    (pl.List(pl.Int64), [[1, 2], []]),
    pytest.param(
        pl.Struct({"part": pl.Int64}),
        [{"part": 1}, {"part": 2}],
        marks=needs(1, 1, "a null struct was a struct of nulls"),
    ),
]


@pytest.mark.parametrize(("dtype", "values"), VALUES, ids=lambda each: str(each)[:20])
def test_values_have_any_dtype(dtype: Any, values: list[Any]) -> None:
    one, other = values
    column = pl.Series([None, one, other, other, None], dtype=dtype)
    frame = pl.DataFrame({"group": [1, 1, 1, 1, 2], "value": column})
    for rule, expected in (
        ("most_frequent", other),
        ("first", one),
        ("last", other),
        ("all", [one, other]),
    ):
        got = frame.rs.merge_groups("group", default=rule)
        missing: Any = [] if rule == "all" else None
        assert got["value"].to_list() == [expected, missing], rule
        assert got.schema["value"] == (pl.List(dtype) if rule == "all" else dtype)


def test_dates_are_later_than_each_other() -> None:
    seen = [date(2020, 1, 1), None, date(2021, 1, 1), date(2021, 1, 1)]
    frame = pl.DataFrame({"group": [0, 0, 0, 0], "seen": seen, "mail": ["a", "b", None, "c"]})
    rules: dict[str, Any] = {"seen": "latest", "mail": "last"}
    got = frame.rs.merge_groups("group", rules=rules, sources=True)
    assert got.row(0) == (0, date(2021, 1, 1), "c", {"seen": 2, "mail": 3})
    by_time = frame.rs.merge_groups("group", default="earliest", order_by="seen")
    assert by_time.row(0) == (0, date(2020, 1, 1), "a")


def test_nan_is_no_extreme_unless_it_is_alone() -> None:
    frame = pl.DataFrame({"group": [0, 0, 1], "value": [math.nan, 1.0, math.nan]})
    for rule in ("max", "min"):
        value = frame.rs.merge_groups("group", default=rule)["value"].to_list()
        assert value[0] == 1.0
        assert math.isnan(value[1])


def test_expressions_merge_and_add_columns() -> None:
    frame = pl.LazyFrame({"name": ["a", None, "b", "c"], "group": ["x", "x", "x", None], "n": [1, 2, 3, 4]})
    rules = {"name": pl.col("name").drop_nulls().reverse(), "rows": pl.len(), "most": pl.col("n").max()}
    got = collect(frame.rs.merge_groups("group", rules=rules, sources=True))
    assert got.columns == ["name", "group", "n", "rows", "most", "sources"]
    assert got.row(0) == (["b", "a"], "x", 1, 3, 3, {"name": None, "n": 0})
    assert got.row(1) == (["c"], None, 4, 1, 4, {"name": None, "n": 3})


def test_lazy_in_lazy_out_and_groups_in_order() -> None:
    frame = pl.DataFrame({"group": [5, 1, 5, 3, 1], "row": range(5)})
    lazy = frame.lazy().rs.merge_groups("group")
    assert isinstance(lazy, pl.LazyFrame)
    got = collect(lazy)
    assert_frame_equal(got, frame.rs.merge_groups("group"))
    assert got.rows() == [(5, 0), (1, 1), (3, 3)]
    assert frame.head(0).rs.merge_groups("group", sources=True).schema["sources"] == pl.Struct(
        {"row": pl.UInt32}
    )


def test_duplicates_to_golden_records() -> None:
    frame = pl.DataFrame({"name": ["Jon Smith", "Ann Lee", "John Smith"], "city": [None, "Rom", "Bonn"]})
    grouped = frame.with_columns(group=rs.cluster("name", scorer="jaro_winkler", score_cutoff=0.9))
    got = grouped.rs.merge_groups("group", rules={"name": "longest"}).drop("group")
    assert got.rows() == [("John Smith", "Bonn"), ("Ann Lee", "Rom")]


WRONG: list[tuple[dict[str, Any], type[Exception], str]] = [
    ({"group": 1}, TypeError, "group to be a str, got int"),
    ({"group": "c"}, pl.exceptions.ColumnNotFoundError, "one of the columns 'g', 'a', 'n', got 'c'"),
    ({"order_by": "c"}, pl.exceptions.ColumnNotFoundError, "one of the columns 'g', 'a', 'n', got 'c'"),
    (
        {"rules": {"c": "first"}},
        pl.exceptions.ColumnNotFoundError,
        "one of the columns 'g', 'a', 'n', got 'c'",
    ),
    (
        {"rules": [("a", "first")]},
        TypeError,
        "rules to be a dict of columns and their rules, got list(tuple)",
    ),
    ({"rules": {1: "first"}}, TypeError, "a column of rules to be a str, got int"),
    ({"rules": {"g": "first"}}, ValueError, "no rule for the column of groups, got {'g': 'first'}"),
    (
        {"rules": {"a": "newest"}},
        ValueError,
        f"the rule of 'a' to be an expression or one of {', '.join(map(repr, ORACLES))}, got 'newest'",
    ),
    ({"default": "newest"}, ValueError, "default to be one of "),
    ({"sources": 1}, TypeError, "sources to be True or False, got int"),
    (
        {"default": "longest"},
        pl.exceptions.SchemaError,
        "texts or lists for rule 'longest', got Int64 for column \"n\"",
    ),
    (
        {"rules": {"a": "sum"}},
        pl.exceptions.SchemaError,
        "numbers for rule 'sum', got String for column \"a\"",
    ),
    (
        {"rules": {"n": "latest"}},
        pl.exceptions.SchemaError,
        "dates and times, or order_by, for rule 'latest', got Int64 for column \"n\"",
    ),
]


@pytest.mark.parametrize(("arguments", "error", "sentence"), WRONG)
def test_wrong_parameters(arguments: dict[str, Any], error: type[Exception], sentence: str) -> None:
    frame = pl.DataFrame({"g": [1], "a": ["x"], "n": [1]})
    for each in (frame, frame.lazy()):
        with pytest.raises(error, match=f"^merge_groups: expected {re.escape(sentence)}"):
            rs.merge_groups(each, **{"group": "g", **arguments})


def test_wrong_uses() -> None:
    frame = pl.DataFrame({"g": [1], "sources": [1], "thing": pl.Series([object()], dtype=pl.Object)})
    with pytest.raises(pl.exceptions.SchemaError, match=r'merge_groups: .* for column "thing", got Object$'):
        frame.rs.merge_groups("g")
    with pytest.raises(pl.exceptions.DuplicateError, match="merge_groups: expected no column 'sources'"):
        frame.drop("thing").rs.merge_groups("g", sources=True)
    with pytest.raises(TypeError, match="merge_groups: expected frame to be a DataFrame or a LazyFrame"):
        rs.merge_groups({"g": [1]}, "g")
    lists = pl.DataFrame({"g": [1], "a": [[1]]})
    with pytest.raises(pl.exceptions.SchemaError, match="expected values with an order for rule 'max'"):
        lists.rs.merge_groups("g", default="max")
