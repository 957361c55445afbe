"""Dtypes that are no text, and how queries with them fail."""

from __future__ import annotations

import polars as pl
import pytest

WRONG = [
    pl.Boolean,
    pl.Int8,
    pl.Int64,
    pl.UInt64,
    pl.Float32,
    pl.Decimal(10, 2),
    pl.Date,
    pl.Time,
    pl.Datetime("us", "UTC"),
    pl.Duration("ms"),
    pl.List(pl.Float64),
    pl.Array(pl.Float64, 2),
    pl.Struct({"text": pl.String}),
    *(getattr(pl, name) for name in ("Int128", "UInt128", "Float16") if hasattr(pl, name)),
]


def assert_refused(query: pl.LazyFrame, sentence: str) -> None:
    """Both planning and running the query fail with the sentence."""
    with pytest.raises(pl.exceptions.PolarsError, match=sentence):
        query.collect_schema()
    with pytest.raises(pl.exceptions.PolarsError, match=sentence):
        query.collect()


def name_of(dtype: pl.DataType) -> str:
    """Name the dtype without its parameters, which Polars spells differently over time."""
    return str(dtype).partition("(")[0]
