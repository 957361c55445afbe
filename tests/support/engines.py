"""The engines that run a query, and what differs between versions of Polars."""

from __future__ import annotations

from typing import Literal, get_args

import polars as pl
import pytest
from polars.testing import assert_frame_equal

Engine = Literal["in-memory", "streaming"]
ENGINES: tuple[Engine, ...] = get_args(Engine)

POLARS = tuple(int(part) for part in pl.__version__.split(".")[:2])


def collect(query: pl.LazyFrame) -> pl.DataFrame:
    """Run a query in every engine. All have to give the same."""
    frame, *others = (collect_in(engine, query) for engine in ENGINES)
    for engine, other in zip(ENGINES[1:], others, strict=True):
        if other.schema != frame.schema or not other.equals(frame):
            pytest.fail(f"{engine}: {other}\nis not what {ENGINES[0]} gives: {frame}")
    return frame


def collect_in(engine: Engine, query: pl.LazyFrame) -> pl.DataFrame:
    if POLARS >= (1, 25):
        return query.collect(engine=engine)
    return query.collect(streaming=engine == "streaming")


def assert_same(got: pl.DataFrame, expected: pl.DataFrame, where: object = "") -> None:
    """Compare what two queries give, to the last bit; `where` says which of many queries it was."""
    try:
        assert_frame_equal(got, expected, check_exact=True)
    except AssertionError as difference:
        message = f"{where}: {difference}"
        raise AssertionError(message) from None


def needs(major: int, minor: int, reason: str) -> pytest.MarkDecorator:
    """Skip a test where Polars is too old for what it is about."""
    return pytest.mark.skipif((major, minor) > POLARS, reason=reason)
