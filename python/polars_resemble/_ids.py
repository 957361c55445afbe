"""Ids of rows: columns that have an order, and can be equal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from polars_resemble import _checks, _join

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def check(
    function: str, frames: Sequence[pl.LazyFrame], names: Sequence[Sequence[str]], *, is_one: bool
) -> None:
    """Refuse ids that have no order, or cannot be equal."""
    dtypes = [
        [(name, schema[name]) for name in own if name in schema]
        for own, schema in zip(names, map(_join.schema, frames), strict=True)
    ]
    for name, dtype in (each for own in dtypes for each in own):
        if dtype == pl.Object:
            raise _checks.object_column(function, name)
        if dtype.is_nested():
            message = f'{function}: expected ids of a dtype with an order, got {dtype} for column "{name}"'
            raise pl.exceptions.SchemaError(message)
    together = [[each for own in dtypes for each in own]] if is_one else list(zip(*dtypes, strict=False))
    for (name, dtype), *others in filter(None, together):
        for other, another in others:
            if kind(dtype) != kind(another):
                got = f'{dtype} for column "{name}" and {another} for column "{other}"'
                message = f"{function}: expected ids of one dtype, got {got}"
                raise pl.exceptions.SchemaError(message)


def kind(dtype: pl.DataType) -> object:
    """Name the values that can equal those of a dtype."""
    if dtype.is_integer():
        return "integer"
    return pl.String if dtype in (pl.String, pl.Categorical, pl.Enum) else dtype


def is_text(name: str, dtypes: Mapping[str, pl.DataType]) -> bool:
    """Tell whether the ids of a column are texts, perhaps by way of categories."""
    return kind(dtypes.get(name, pl.Null())) == pl.String


def values(name: str, dtypes: Mapping[str, pl.DataType]) -> pl.Expr:
    """Make the expression of ids that can be compared; the order of categories is that of their column."""
    return pl.col(name).cast(pl.String) if is_text(name, dtypes) else pl.col(name)
