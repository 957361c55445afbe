"""Checks of what sequence functions take, made when the expression is built, like ``_parameters``."""

from __future__ import annotations

from collections.abc import Sequence
from numbers import Integral
from typing import get_args

import polars as pl

from polars_resemble import _parameters
from polars_resemble._parameters import wrong_type, wrong_value
from polars_resemble._typing import Overflow

#: The dtypes of terms, each with the largest modulus that a call can carry and whose remainders the
#: dtype holds exactly.
LARGEST_MODULUS = {
    "UInt64": 2**63 - 1,
    "Int64": 2**63 - 1,
    "UInt128": 2**63 - 1,
    "Float64": 2**53,
    "String": 2**63 - 1,
}
LARGEST_ORDER = 64
INT64 = (-(2**63), 2**63 - 1)


def integers(function: str, side: str, value: object) -> pl.Expr:
    """Make an expression of a column of integers, or of one integer."""
    if isinstance(value, Integral) and not isinstance(value, bool):
        return pl.lit(int(value))
    if value is not None and not isinstance(value, (str, pl.Expr, pl.Series)):
        raise wrong_type(function, f"{side} to be a column name, an expression, a Series or an int", value)
    return _parameters.column(function, side, value)


def lists(function: str, side: str, value: object) -> pl.Expr:
    """Make an expression of a column of lists."""
    if isinstance(value, bytes):
        raise wrong_type(function, f"{side} to be a column name, an expression or a Series", value)
    return _parameters.column(function, side, value)


def term_type(function: str, value: object) -> str:
    """Accept a dtype of terms, and return its name."""
    expected = f"dtype to be one of {', '.join(LARGEST_MODULUS)}"
    if not isinstance(value, (pl.DataType, type)):
        raise wrong_type(function, expected, value)
    for name in LARGEST_MODULUS:
        if hasattr(pl, name) and value == getattr(pl, name):
            return name
    raise wrong_value(function, expected, value)


def overflow(function: str, value: object) -> Overflow:
    """Accept what becomes of a row whose term does not fit."""
    expected = "overflow to be 'raise' or 'null'"
    words: tuple[Overflow, ...] = get_args(Overflow)
    if not isinstance(value, str):
        raise wrong_type(function, expected, value)
    for word in words:
        if value == word:
            return word
    raise wrong_value(function, expected, value)


def modulus(function: str, value: object, dtype: str) -> int | None:
    """Accept a modulus whose remainders are exact."""
    if value is None:
        return None
    return _parameters.whole(function, "modulus", value, 1, LARGEST_MODULUS[dtype])


def recurrence(function: str, coefficients: object, initial: object) -> tuple[list[int], list[int]]:
    """Accept the coefficients of a recurrence and its first terms."""
    factors = _int64s(function, "coefficients", coefficients)
    first = _int64s(function, "initial", initial)
    if len(first) != len(factors):
        expected = f"as many initial terms as coefficients, which are {len(factors)}"
        raise wrong_value(function, expected, initial)
    return factors, first


def step(function: str, value: object) -> int:
    """Accept what is added to come to the next integer of a range."""
    number = _parameters.whole(function, "step", value, *INT64)
    if number == 0:
        raise wrong_value(function, "a step that is not 0", value)
    return number


def separator(function: str, value: object) -> str:
    """Accept a text."""
    return _parameters.text(function, "separator", value)


def _int64s(function: str, name: str, values: object) -> list[int]:
    """Accept a few integers within the range of Int64."""
    expected = f"{name} to be a sequence of ints"
    if not isinstance(values, Sequence) or isinstance(values, (str, bytes)):
        raise wrong_type(function, expected, values)
    if not all(isinstance(value, Integral) and not isinstance(value, bool) for value in values):
        raise wrong_type(function, expected, values)
    if not 1 <= len(values) <= LARGEST_ORDER:
        raise wrong_value(function, f"{name} to be 1 to {LARGEST_ORDER} ints", values)
    smallest, largest = INT64
    if not all(smallest <= value <= largest for value in values):
        raise wrong_value(function, f"{name} within the range of Int64", values)
    return [int(value) for value in values]
