"""The paragraphs that all functions of two columns share, and those of one, written once."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

F = TypeVar("F", bound="Callable[..., pl.Expr]")

COLUMNS = """\
Parameters
----------
left, right : IntoColumn
    A column name, an expression or a Series each; a literal is ``pl.lit("text")``. String,
    Categorical and Enum are compared by Unicode code points, or by what `unit` says, Binary by bytes,
    List and Array by their elements: integers, booleans, or any of the former. Null elements are equal."""

COLUMNS_OF_LETTERS = """\
Parameters
----------
left, right : IntoColumn
    A column name, an expression or a Series each; a literal is ``pl.lit("text")``. String,
    Categorical and Enum are compared by Unicode code points, Binary by bytes."""

REACHED = """\
    A cutoff is reached by a score that misses it by no more than 1e-12, as rounding makes exact
    fractions do: 1 - 7/100 reaches 0.93."""

MEASURE = f"""\
measure : {{"distance", "similarity", "normalized_distance", "normalized_similarity"}}
    What to read: distance and similarity add up to the largest value that the metric can reach for
    the two lengths; normalised, they are divided by it and lie in 0..1, where two empty sides have
    distance 0 and similarity 1.
score_cutoff : float, optional
    The worst reading to keep, in the units of `measure`; a row that is worse becomes null.
{REACHED}"""

SCORE = f"""\
score_cutoff : float, optional
    The least similarity to keep, within 0..1; a row that is less alike becomes null.
{REACHED}"""

UNIT = """\
unit : {"codepoint", "grapheme", "byte"}
    What texts are compared by: Unicode code points, graphemes, which are what readers take for one
    letter, whether composed or not, or the bytes of UTF-8."""

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
    If a column has another dtype, or two kinds of columns meet; raised when the query is planned."""

OF_TEXT = """\
Parameters
----------
column : IntoColumn
    A column name, an expression or a Series of String, Categorical or Enum; a literal is
    ``pl.lit("text")``. Of a Categorical or Enum each category is looked at once."""

OF_PAIR = """\
Parameters
----------
left, right : IntoColumn
    A column name, an expression or a Series each, of String, Categorical or Enum; a literal is
    ``pl.lit("text")``. Of two Categoricals or Enums each distinct pair is looked at once."""

PAIR_RETURNS = """\
Returns
-------
Expr
    {dtype}, named after the left column. Null where either side is null, or {undefined}.

Raises
------
{wrong_parameters}polars.exceptions.ComputeError
    If a column has another dtype; raised when the query is planned."""

TEXT_RETURNS = """\
Returns
-------
Expr
    {dtype}, named after the column. Null where the text is null{undefined}.

Raises
------
{wrong_parameters}polars.exceptions.ComputeError
    If the column has another dtype; raised when the query is planned."""

ALIGNMENT_RETURNS = """\
Returns
-------
Expr
    {dtype}, named after the left column. Positions count code points. Null where either side is
    null{undefined}.

Raises
------
TypeError, ValueError
    If a parameter has the wrong type or value; raised when the expression is built.
polars.exceptions.ComputeError
    If a column has another dtype; raised when the query is planned."""

WRONG_PARAMETERS = """\
TypeError, ValueError
    If a parameter has the wrong type or value; raised when the expression is built.
"""

COUNT = "UInt32 for a distance or a similarity, Float64 for a normalised measure"
RATIO = "Float64 in 0..1"


def documented(*, counts: bool = True, measures: bool = True, letters: bool = False) -> Callable[[F], F]:
    """Put the shared paragraphs around the function's own parameters.

    A metric without measures is always a similarity. One that reads letters, to which symbols are more
    than equal or not, takes neither lists nor a unit.

    The function's docstring keeps to the usual order: what it computes, its own parameters if there
    are any, references, examples.
    """
    reading = MEASURE if measures else SCORE
    shared = [COLUMNS_OF_LETTERS, reading] if letters else [COLUMNS, reading, UNIT]
    return _between("\n".join(shared), lambda _: RETURNS.format(dtype=COUNT if counts else RATIO))


def text_documented(dtype: str, *, undefined: str = "") -> Callable[[F], F]:
    """Put the shared paragraphs of a function of one text around its own parameters.

    `undefined` says which texts have no answer, if there are any.
    """
    undefined = f", or {undefined}" if undefined else ""

    def returns(parameters: str) -> str:
        wrong = WRONG_PARAMETERS if parameters else "TypeError\n    If `column` is none of these.\n"
        return TEXT_RETURNS.format(dtype=dtype, undefined=undefined, wrong_parameters=wrong)

    return _between(OF_TEXT, returns)


def pair_documented(dtype: str, *, undefined: str) -> Callable[[F], F]:
    """Put the shared paragraphs of a function of two texts, which is no metric, around its own ones."""
    wrong = "TypeError\n    If `left` or `right` is none of these.\n"

    def returns(parameters: str) -> str:
        errors = WRONG_PARAMETERS if parameters else wrong
        return PAIR_RETURNS.format(dtype=dtype, undefined=undefined, wrong_parameters=errors)

    return _between(OF_PAIR, returns)


def alignment_documented(dtype: str, *, undefined: str = "") -> Callable[[F], F]:
    """Put the shared paragraphs of a function of two texts around its own parameters.

    `undefined` says which texts have no answer, if there are any.
    """
    undefined = f", or {undefined}" if undefined else ""
    return _between(OF_PAIR, lambda _: ALIGNMENT_RETURNS.format(dtype=dtype, undefined=undefined))


def _between(shared: str, returns: Callable[[str], str]) -> Callable[[F], F]:
    """Put the shared parameters before a function's own ones, and what it returns after them."""

    def decorate(function: F) -> F:
        own, references, rest = inspect.cleandoc(function.__doc__ or "").partition("References\n")
        description, _, parameters = own.partition("Parameters\n----------\n")
        function.__doc__ = "\n\n".join(
            [
                description.strip(),
                "\n".join(filter(None, [shared, parameters.strip()])),
                returns(parameters),
                references + rest,
            ]
        )
        return function

    return decorate
