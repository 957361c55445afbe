"""The paragraphs that all functions of two columns share, written once."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

F = TypeVar("F", bound="Callable[..., pl.Expr]")

PARAMETERS = """\
Parameters
----------
left, right : IntoColumn
    A column name, an expression or a Series each; a literal is ``pl.lit("text")``. String,
    Categorical and Enum are compared by Unicode code points, Binary by bytes.
measure : {"distance", "similarity", "normalized_distance", "normalized_similarity"}
    What to read: distance and similarity add up to the largest value that the metric can reach for
    the two lengths; normalised, they are divided by it and lie in 0..1, where two empty sides have
    distance 0 and similarity 1.
score_cutoff : float, optional
    The worst reading to keep, in the units of `measure`; a row that is worse becomes null."""

RETURNS = """\
Returns
-------
Expr
    {dtype}, named after the left column. Null where either side is null.

Raises
------
TypeError, ValueError
    If a parameter has the wrong type or value; raised when the expression is built.
polars.exceptions.ComputeError
    If a column has another dtype, or text meets Binary; raised when the query is planned."""

COUNT = "UInt32 for a distance or a similarity, Float64 for a normalised measure"
RATIO = "Float64 in 0..1"


def documented(*, counts: bool = True) -> Callable[[F], F]:
    """Put the shared paragraphs around the function's own parameters.

    The function's docstring keeps to the usual order: what it computes, its own parameters if there
    are any, references, examples.
    """

    def decorate(function: F) -> F:
        own, references, rest = inspect.cleandoc(function.__doc__ or "").partition("References\n")
        description, _, parameters = own.partition("Parameters\n----------\n")
        function.__doc__ = "\n\n".join(
            [
                description.strip(),
                "\n".join(filter(None, [PARAMETERS, parameters.strip()])),
                RETURNS.format(dtype=COUNT if counts else RATIO),
                references + rest,
            ]
        )
        return function

    return decorate
