"""Texts of integers and rectified numbers: extremes, every dtype, and bounds."""

from __future__ import annotations

import math
import re
from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import polars_resemble as rs
from sequence_cases import WIDTHS
from sequence_oracles import joined


def limits(width: Any) -> tuple[int, int]:
    bits = int(re.sub(r"\D", "", str(width)))
    return (0, 2**bits - 1) if str(width).startswith("U") else (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1)


@pytest.mark.parametrize("left", WIDTHS, ids=str)
def test_sums_of_extremes(left: Any) -> None:
    for right in WIDTHS:
        rows = list(product([*limits(left), 1, None], [*limits(right), 1, None]))
        frame = pl.DataFrame(rows, schema={"left": left, "right": right}, orient="row")
        got = frame.select(rs.sum_as_string("left", "right")).to_series()
        assert got.to_list() == [None if None in row else str(sum(row)) for row in rows], right


def test_a_sum_with_an_int() -> None:
    column = pl.Series("n", [1, None, 2**63 - 1])
    assert column.rs.sum_as_string(2**63 - 1).to_list() == [str(2**63), None, str(2**64 - 2)]
    assert pl.select(rs.sum_as_string(3, 4)).item() == "7"
    assert pl.DataFrame({"n": [5]}).select(rs.sum_as_string(-7, "n")).item() == "-2"


@given(
    stops=st.lists(st.integers(-3000, 3000), max_size=20),
    start=st.integers(-3000, 3000),
    step=st.integers(-500, 500).filter(bool),
    inclusive=st.booleans(),
    separator=st.sampled_from(["", ",", " - ", "é"]),
)
def test_ranges_are_joined_as_python_joins_them(stops: list[int], **parameters: Any) -> None:
    got = pl.Series("n", stops, pl.Int16).rs.concat_range(**parameters)
    assert got.to_list() == [joined(stop, **parameters) for stop in stops]


@pytest.mark.parametrize("width", WIDTHS, ids=str)
def test_ranges_up_to_the_border_of_each_width(width: Any) -> None:
    smallest, largest = limits(width)
    ends = pl.Series("n", [smallest, smallest + 1, largest - 1, largest, None], dtype=width)
    for start in (smallest, largest):
        if not -(2**63) <= start < 2**63:
            continue
        parameters = {"start": start, "inclusive": True}
        near = [end for end in ends if end is not None and abs(end - start) < 2]
        got = ends.filter(ends.is_in(pl.Series(near, dtype=width))).rs.concat_range(**parameters)
        assert got.to_list() == [joined(end, **parameters) for end in near]
        assert ends.rs.concat_range(start=start, step=-(2**63), separator="|").null_count() == 1


def test_ranges_share_memory() -> None:
    """Copied, these texts would take five gigabytes."""
    column = pl.Series("n", [100_000] * 10_000)
    texts = column.rs.concat_range()
    expected = "".join(map(str, range(100_000)))
    assert texts[0] == texts[-1] == expected
    assert (texts.str.len_bytes() == len(expected)).all()


@pytest.mark.parametrize("stop", [10**10, 2**63 - 1])
def test_ranges_that_are_too_long_are_refused(stop: int) -> None:
    sentence = f'at most 1073741824 bytes, got a range up to {stop}, which takes more in column "n"'
    for rows in ([stop], [1, None, stop]):
        with pytest.raises(pl.exceptions.ComputeError, match=re.escape(sentence)):
            pl.Series("n", rows).rs.concat_range()
    assert pl.Series("n", [stop]).rs.concat_range(start=stop - 1).to_list() == [str(stop - 1)]


def test_copied_ranges_that_are_too_long_are_refused() -> None:
    column = pl.Series("n", [1_000_000] * 200)
    with pytest.raises(pl.exceptions.ComputeError, match="at most 1073741824 bytes in all, got more"):
        column.rs.concat_range(separator="é")


@pytest.mark.parametrize("width", WIDTHS, ids=str)
def test_rectified_integers(width: Any) -> None:
    smallest, largest = limits(width)
    numbers = [smallest, smallest + 1, largest, largest - 1, 0, 1, None]
    if smallest < 0:
        numbers += [-1, -7, -99, -100, -101]
    column = pl.Series("n", numbers, dtype=width)
    positive = [None if number is None else max(number, 0) for number in numbers]
    assert column.rs.relu().dtype == width
    assert column.rs.relu().to_list() == positive
    for slope in (0, 0.01, 0.1, 0.5, 1 / 3, 1, 1e-300):
        expected = [
            number if number is None or number >= 0 else math.trunc(number * Fraction(slope))
            for number in numbers
        ]
        got = column.rs.leaky_relu(slope=slope)
        assert got.dtype == width
        assert got.to_list() == expected


@pytest.mark.parametrize(
    "dtype", [getattr(pl, name) for name in ("Float16", "Float32", "Float64") if hasattr(pl, name)], ids=str
)
def test_rectified_floats(dtype: Any) -> None:
    numbers = [-2.0, -0.5, 0.0, 0.5, 2.0, math.inf, -math.inf, math.nan, None]
    column = pl.Series("x", numbers, dtype=dtype)
    relu, leaky = column.rs.relu(), column.rs.leaky_relu(slope=0.5)
    assert relu.dtype == leaky.dtype == dtype
    expected = pl.Series("x", [0.0, 0.0, 0.0, 0.5, 2.0, math.inf, 0.0, math.nan, None], dtype)
    assert relu.equals(expected)
    expected = pl.Series("x", [-1.0, -0.25, 0.0, 0.5, 2.0, math.inf, -math.inf, math.nan, None], dtype)
    assert leaky.equals(expected)
    assert relu.is_nan().to_list()[-2]


def test_rectified_decimals() -> None:
    column = pl.Series("price", ["-1.05", "2.50", None], pl.String).cast(pl.Decimal(10, 2))
    assert column.rs.relu().dtype == column.dtype
    assert column.rs.relu().to_list() == [Decimal("0.00"), Decimal("2.50"), None]
    assert column.rs.leaky_relu(slope=0.5).to_list() == [Decimal("-0.52"), Decimal("2.50"), None]


WRONG_PARAMETERS = [
    ("concat_range", {"step": 0}, ValueError, "a step that is not 0, got 0"),
    ("concat_range", {"step": 1.0}, TypeError, "step to be an int, got float"),
    ("concat_range", {"start": 2**63}, ValueError, "start to be within -9223372036854775808..92233"),
    ("concat_range", {"inclusive": 1}, TypeError, "inclusive to be True or False, got int"),
    ("concat_range", {"separator": None}, TypeError, "separator to be a str, got NoneType"),
    ("leaky_relu", {"slope": 1.5}, ValueError, "slope to be within 0..1, got 1.5"),
    ("leaky_relu", {"slope": -0.1}, ValueError, "slope to be within 0..1"),
    ("leaky_relu", {"slope": math.nan}, ValueError, "slope to be within 0..1, got nan"),
    ("leaky_relu", {"slope": "0.1"}, TypeError, "slope to be a number, got str"),
]


@pytest.mark.parametrize(("name", "parameters", "error", "sentence"), WRONG_PARAMETERS)
def test_wrong_parameters(
    name: str, parameters: dict[str, Any], error: type[Exception], sentence: str
) -> None:
    match = f"^{name}: expected {re.escape(sentence)}"
    with pytest.raises(error, match=match):
        getattr(rs, name)("n", **parameters)
    with pytest.raises(error, match=match):
        getattr(pl.Series("n", [1]).rs, name)(**parameters)
