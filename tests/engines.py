"""The engines that run a query, and what differs between versions of Polars."""

from __future__ import annotations

from typing import Literal, get_args

import polars as pl
import pytest

Engine = Literal["in-memory", "streaming"]
ENGINES: tuple[Engine, ...] = get_args(Engine)

POLARS = tuple(int(part) for part in pl.__version__.split(".")[:2])


def collect(query: pl.LazyFrame, engine: Engine) -> pl.DataFrame:
    if POLARS >= (1, 25):
        return query.collect(engine=engine)
    return query.collect(streaming=engine == "streaming")


def needs(major: int, minor: int, reason: str) -> pytest.MarkDecorator:
    """Skip a test where Polars is too old for what it is about."""
    return pytest.mark.skipif((major, minor) > POLARS, reason=reason)
