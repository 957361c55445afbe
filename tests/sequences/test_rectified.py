"""Rectified numbers: extremes, every dtype, and bounds."""

from __future__ import annotations

import math
import re
from decimal import Decimal
from fractions import Fraction
from typing import Any

import polars as pl
import pytest

import polars_resemble as rs
from sequence_cases import WIDTHS, limits


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


WRONG_SLOPES = [
    (1.5, ValueError, "slope to be within 0..1, got 1.5"),
    (-0.1, ValueError, "slope to be within 0..1"),
    (math.nan, ValueError, "slope to be within 0..1, got nan"),
    ("0.1", TypeError, "slope to be a number, got str"),
]


@pytest.mark.parametrize(("slope", "error", "sentence"), WRONG_SLOPES)
def test_wrong_slopes(slope: Any, error: type[Exception], sentence: str) -> None:
    match = f"^leaky_relu: expected {re.escape(sentence)}"
    with pytest.raises(error, match=match):
        rs.leaky_relu("n", slope=slope)
    with pytest.raises(error, match=match):
        pl.Series("n", [1]).rs.leaky_relu(slope=slope)
