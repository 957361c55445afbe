"""Frames that come batch by batch, as a lazy frame."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def lazy(
    frame: pl.LazyFrame,
    batches: Callable[[pl.DataFrame], Iterator[pl.DataFrame]],
    schema: dict[str, pl.DataType],
) -> pl.LazyFrame:
    """Plan the batches that a frame gives; the frame is collected first.

    Versions of Polars without sources in Python get all batches at once.
    """
    register = _register()
    if register is None:
        return frame.map_batches(lambda own: pl.concat(list(batches(own))), schema=schema)

    def source(
        columns: list[str] | None, predicate: pl.Expr | None, rows: int | None, _: int | None
    ) -> Iterator[pl.DataFrame]:
        left = rows
        for batch in batches(frame.collect()):
            kept = batch if predicate is None else batch.filter(predicate)
            kept = kept if columns is None else kept.select(columns)
            if left is not None:
                kept = kept.head(left)
                left -= kept.height
            yield kept
            if left == 0:
                return

    planned: pl.LazyFrame = register(source, schema=schema)
    return planned


def _register() -> Any:  # noqa: ANN401  # a function that may not be there
    try:
        return import_module("polars.io.plugins").register_io_source
    except (ModuleNotFoundError, AttributeError):
        return None
