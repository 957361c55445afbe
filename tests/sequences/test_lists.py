"""Functions of lists: elements of other dtypes, their order, arrays, slices and bounds."""

from __future__ import annotations

import datetime as dt
import math
import re
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_dtypes import assert_refused

import polars_resemble as rs
from engines import POLARS, needs
from polars_resemble._plugin import EXPLODED
from sequence_oracles import common, grams, increasing, runs

CATEGORICAL = pl.Categorical() if POLARS >= (1, 32) else pl.Categorical("lexical")
KEPT = needs(1, 33, "Polars forgot the kind of categories in lists that came from a plugin")
DAYS = [dt.date(2024, 1, day) for day in (3, 1, 2, 2, 4)]
ELEMENTS = {
    "Int8": ([3, 1, 2, 2, 4], pl.Int8),
    "UInt64": ([3, 2**64 - 1, 2, 2, 4], pl.UInt64),
    "Float64": ([3.5, -1.0, math.inf, math.inf, -math.inf], pl.Float64),
    "Boolean": ([True, False, False, True, True], pl.Boolean),
    "String": (["c", "a", "日本", "日本", "d"], pl.String),
    "Binary": ([b"c", b"a", b"b", b"b", b"d"], pl.Binary),
    "Date": (DAYS, pl.Date),
    "Datetime": ([dt.datetime.combine(day, dt.time()) for day in DAYS], pl.Datetime("ms")),
    "Enum": (["c", "a", "b", "b", "d"], pl.Enum(["a", "b", "c", "d"])),
    "Categorical": (["c", "a", "b", "b", "d"], CATEGORICAL),
}
KINDS = [
    pytest.param(*kind, id=name, marks=KEPT if name in ("Enum", "Categorical") else ())
    for name, kind in ELEMENTS.items()
]


@pytest.mark.parametrize(("elements", "dtype"), KINDS)
def test_elements_of_any_dtype(elements: list[Any], dtype: Any) -> None:
    rows = [elements, elements[::-1], [], None, [None, *elements, None, None], elements[:1]]
    others = [elements[::-1], [], [], elements, [elements[0], None, None], elements]
    frame = pl.DataFrame(
        {"left": rows, "right": others}, schema={"left": pl.List(dtype), "right": pl.List(dtype)}
    )
    got = frame.select(
        grams=rs.list_ngrams("left"),
        runs=rs.run_length_encode("left"),
        back=rs.run_length_decode(rs.run_length_encode("left")),
        increasing=rs.longest_increasing_subsequence("left"),
        common=rs.list_lcs("left", "right"),
    )
    assert got.schema["back"] == got.schema["increasing"] == got.schema["common"] == pl.List(dtype)
    for row, (left, right) in zip(got.iter_rows(named=True), zip(rows, others, strict=True), strict=True):
        expected = {
            "grams": None if left is None else grams(left),
            "runs": None if left is None else runs(left),
            "back": left,
            "increasing": None if left is None else increasing(left),
            "common": None if left is None else common(left, right),
        }
        assert row == expected


def test_nan_is_equal_to_nan_and_above_all() -> None:
    column = pl.Series("x", [[math.nan, math.nan, 1.0, math.inf, math.nan]])
    lengths = column.rs.run_length_encode().explode(**EXPLODED).struct.field("len")
    assert lengths.to_list() == [2, 1, 1, 1]
    longest = column.rs.longest_increasing_subsequence()[0].to_list()
    assert longest[:2] == [1.0, math.inf]
    assert math.isnan(longest[2])
    assert len(column.rs.list_lcs(column)[0]) == 5


def test_nested_elements_are_cut_and_counted() -> None:
    column = pl.Series("x", [[[1], [1], [2, 3]], [[], []]])
    assert column.rs.list_ngrams().to_list() == [[[[1], [1]], [[1], [2, 3]]], [[[], []]]]
    expected = [[{"len": 2, "value": [1]}, {"len": 1, "value": [2, 3]}], [{"len": 2, "value": []}]]
    assert column.rs.run_length_encode().to_list() == expected


def test_arrays_are_lists() -> None:
    column = pl.Series("x", [[1, 1, 2], [3, 2, 3], None], dtype=pl.Array(pl.Int16, 3))
    assert column.rs.list_ngrams().to_list() == [[[1, 1], [1, 2]], [[3, 2], [2, 3]], None]
    assert column.rs.longest_increasing_subsequence().to_list() == [[1, 2], [2, 3], None]
    assert column.rs.list_lcs(pl.Series([[1, 3]])).to_list() == [[1], [3], None]
    runs_of = pl.Series(
        [[{"len": 2, "value": 7}]], dtype=pl.Array(pl.Struct({"len": pl.Int8, "value": pl.Int64}), 1)
    )
    assert runs_of.rs.run_length_decode().to_list() == [[7, 7]]


@given(
    left=st.lists(st.integers(0, 4), max_size=150),
    right=st.lists(st.integers(0, 4), max_size=150),
    strict=st.booleans(),
)
def test_any_lists(left: list[int], right: list[int], *, strict: bool) -> None:
    frame = pl.DataFrame(
        {"left": [left], "right": [right]}, schema={"left": pl.List(pl.Int64), "right": pl.List(pl.Int64)}
    )
    got = frame.select(
        rs.list_lcs("left", "right"),
        increasing=rs.longest_increasing_subsequence("left", strict=strict),
        length=pl.struct("left", "right").map_elements(lambda row: len(common(**row)), pl.Int64),
    ).row(0)
    assert got == (common(left, right), increasing(left, strict=strict), len(common(left, right)))


def test_unlike_elements_are_compared_by_value() -> None:
    small, large = pl.Series([[1, 2, 255]], dtype=pl.List(pl.UInt8)), pl.Series([[2, 255, -1]])
    got = small.rs.list_lcs(large)
    assert got.dtype == pl.List(pl.UInt8)
    assert got.to_list() == [[2, 255]]
    huge = pl.Series([[2**64 - 1]], dtype=pl.List(pl.UInt64))
    assert huge.rs.list_lcs(pl.Series([[-1]])).to_list() == [[]]
    text = pl.Series([["a", "b", "c"]])
    for dtype in (pl.Categorical, pl.Enum(["c", "x", "a"])):
        assert text.rs.list_lcs(pl.Series([["x", "a", "c"]], dtype=pl.List(dtype))).to_list() == [["a", "c"]]


def test_untyped_elements() -> None:
    empty = pl.Series("x", [[], None, [None, None]], dtype=pl.List(pl.Null))
    assert empty.rs.list_ngrams().to_list() == [[], None, [[None, None]]]
    assert empty.rs.longest_increasing_subsequence().to_list() == [[], None, []]
    assert empty.rs.run_length_encode().to_list() == [[], None, [{"len": 2, "value": None}]]
    assert empty.rs.list_lcs(pl.Series([[1, None]])).to_list() == [[], None, [None]]
    assert pl.Series("x", [[], None], dtype=pl.List(pl.Null)).rs.run_length_decode().to_list() == [[], None]


def lengths(*values: int | None, dtype: Any = pl.Int64) -> pl.Series:
    runs = [{"len": length, "value": "x"} for length in values]
    return pl.Series("runs", [runs], dtype=pl.List(pl.Struct({"len": dtype, "value": pl.String})))


def test_runs_without_a_length_are_refused() -> None:
    for column, sentence in (
        (lengths(1, -1), "expected runs of at least no element, got -1"),
        (lengths(1, None), "expected the length of every run, got null"),
        (lengths(2**28 + 1), "expected lists of at most 268435456 elements in all, got more"),
        (lengths(2**63, dtype=pl.UInt64), "expected lists of at most 268435456 elements in all"),
    ):
        with pytest.raises(pl.exceptions.ComputeError, match=re.escape(f"run_length_decode: {sentence}")):
            column.rs.run_length_decode()
    assert lengths(0, 2, 0).rs.run_length_decode().to_list() == [["x", "x"]]


def test_too_many_elements_are_refused() -> None:
    column = pl.Series("x", [[0] * 40_000])
    with pytest.raises(pl.exceptions.ComputeError, match="list_ngrams: expected lists of at most 268435456"):
        column.rs.list_ngrams(n=20_000)


def test_lists_that_are_too_long_for_a_table_are_refused() -> None:
    left, right = pl.Series("x", [[0] * 70_000]), pl.Series("y", [[1] * 70_000])
    sentence = "list_lcs: expected lists whose lengths multiply to at most 4294967296, got 70000 and 70000"
    with pytest.raises(pl.exceptions.ComputeError, match=sentence):
        left.rs.list_lcs(right)
    assert left.rs.list_lcs(left).list.len().to_list() == [70_000]


def test_other_elements_are_refused() -> None:
    schema = {
        "numbers": pl.List(pl.Int64),
        "floats": pl.List(pl.Float64),
        "texts": pl.List(pl.String),
        "nested": pl.List(pl.List(pl.Int64)),
    }
    frame = pl.LazyFrame(schema=schema)
    plain = "expected lists of plain elements for column .nested."
    assert_refused(frame.select(rs.longest_increasing_subsequence("nested")), plain)
    assert_refused(frame.select(rs.list_lcs("nested", "nested")), plain)
    for left, right in (("numbers", "texts"), ("numbers", "floats")):
        assert_refused(frame.select(rs.list_lcs(left, right)), "expected lists of elements that can be equal")
    assert_refused(frame.select(rs.run_length_decode("numbers")), "expected lists of Struct")


WRONG_PARAMETERS = [
    ("list_ngrams", {"n": 0}, ValueError, "n to be within 1..4294967295, got 0"),
    ("list_ngrams", {"n": 2.0}, TypeError, "n to be an int, got float"),
    ("longest_increasing_subsequence", {"strict": 1}, TypeError, "strict to be True or False, got int"),
]


@pytest.mark.parametrize(("name", "parameters", "error", "sentence"), WRONG_PARAMETERS)
def test_wrong_parameters(
    name: str, parameters: dict[str, Any], error: type[Exception], sentence: str
) -> None:
    with pytest.raises(error, match=f"^{name}: expected {re.escape(sentence)}"):
        getattr(rs, name)("x", **parameters)
