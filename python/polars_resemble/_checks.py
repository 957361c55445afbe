"""Checks of parameters, made when the expression is built.

A check takes the name of the function that was called and the value it got, and returns the value
in the form that the library reads. What it refuses it answers with one sentence.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Sequence
from numbers import Integral, Real
from typing import TYPE_CHECKING, TypeVar

import polars as pl

if TYPE_CHECKING:
    from polars._typing import PolarsDataType

    from polars_resemble._typing import Processor

W = TypeVar("W", bound=str)

LARGEST_WEIGHT = 2**32 - 1

WEIGHTS = ("insertion", "deletion", "substitution")

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
FRAMES = (1, 2, 3, -1, -2, -3)
#: NCBI's numbers of genetic codes.
TABLES = (*range(1, 7), *range(9, 17), *range(21, 34))


def column(function: str, side: str, value: object) -> pl.Expr:
    """Make an expression of one side of a comparison."""
    if isinstance(value, str):
        return pl.col(text(function, side, value))
    if isinstance(value, pl.Expr):
        return value
    if isinstance(value, pl.Series):
        if value.dtype == pl.Object:
            raise object_column(function, value.name)
        return literal(value)
    if value is None or isinstance(value, bytes):
        return pl.lit(value)
    raise wrong_type(function, f"{side} to be a column name, an expression or a Series", value)


def literal(values: pl.Series) -> pl.Expr:
    """Make an expression of a Series; of one that is a single list, a value.

    The streaming engine repeats a Series of length one for each row, with all elements of its list. A
    value stays one in all engines, in groups and windows as well. Arrays, and lists of other dtypes than
    numbers and texts, cannot be made values in all versions of Polars: they become the first of their Series.
    """
    dtype = values.dtype
    if len(values) == 1 and isinstance(dtype, pl.List) and _crosses_python(dtype.inner):
        return pl.lit(values.to_list()[0], dtype=dtype).alias(values.name)
    return pl.lit(values).first() if len(values) == 1 and dtype.is_nested() else pl.lit(values)


def _crosses_python(dtype: PolarsDataType) -> bool:
    """Tell whether elements stay what they are on their way through Python objects."""
    return dtype.is_numeric() or dtype in (pl.String, pl.Binary, pl.Categorical, pl.Enum, pl.Boolean)


def texts(function: str, name: str, value: object, *, or_expression: bool = False) -> pl.Series:
    """Make a Series of texts."""
    expected = f"{name} to be a Series or a sequence of str"
    if or_expression:
        expected = f"{name} to be a Series, a sequence of str or an expression"
    if isinstance(value, pl.Series):
        return value
    if not isinstance(value, Sequence) or isinstance(value, (str, bytes)):
        raise wrong_type(function, expected, value)
    if not all(text is None or isinstance(text, str) for text in value):
        raise wrong_type(function, expected, value)
    try:
        return pl.Series(name, value, pl.String)
    except UnicodeEncodeError:
        wrong = next(text for text in value if text is not None and has_surrogates(text))
        raise wrong_value(function, f"{name} to be without lone surrogates", wrong) from None


def limit(function: str, value: object) -> int | None:
    """Accept how many matches are wanted; None means all."""
    return None if value is None else count(function, "limit", value)


def choice(function: str, name: str, value: object, words: tuple[W, ...]) -> W:
    """Accept one of some words."""
    expected = f"{name} to be one of {', '.join(map(repr, words))}"
    if not isinstance(value, str):
        raise wrong_type(function, expected, value)
    for word in words:
        if value == word:
            return word
    raise wrong_value(function, expected, value)


def symbol(function: str, name: str, value: object) -> str:
    """Accept a text of one code point."""
    expected = f"{name} to be one character"
    if not isinstance(value, str):
        raise wrong_type(function, expected, value)
    if len(value) != 1:
        raise wrong_value(function, expected, value)
    return text(function, name, value)


def text(function: str, name: str, value: object) -> str:
    """Accept a text that UTF-8 can spell, which has no lone surrogates."""
    if not isinstance(value, str):
        raise wrong_type(function, f"{name} to be a str", value)
    if has_surrogates(value):
        raise wrong_value(function, f"{name} to be without lone surrogates", value)
    return value


def has_surrogates(text: str) -> bool:
    """Tell whether UTF-8 cannot spell a text."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def score_cutoff(function: str, value: object, *, is_ratio: bool) -> float | None:
    """Accept a number that a reading can be compared with; a ratio lies in 0..1."""
    if value is None:
        return None
    if is_ratio:
        return _number(function, "score_cutoff", value, 1.0, "within 0..1")
    return _number(function, "score_cutoff", value, sys.float_info.max, "finite and at least 0")


def weights(function: str, value: object) -> tuple[int, int, int]:
    """Accept the costs of an insertion, a deletion and a substitution."""
    expected = f"weights to be three ints ({', '.join(WEIGHTS)})"
    if not isinstance(value, Sequence) or isinstance(value, str) or len(value) != len(WEIGHTS):
        raise wrong_type(function, expected, value)
    if not all(isinstance(cost, Integral) and not isinstance(cost, bool) for cost in value):
        raise wrong_type(function, expected, value)
    if not all(0 <= cost <= LARGEST_WEIGHT for cost in value):
        raise wrong_value(function, f"weights within 0..{LARGEST_WEIGHT}", value)
    insertion, deletion, substitution = map(int, value)
    return insertion, deletion, substitution


def flag(function: str, name: str, value: object) -> bool:
    """Accept True or False."""
    if not isinstance(value, bool):
        raise wrong_type(function, f"{name} to be True or False", value)
    return value


def ngram(function: str, value: object) -> int | None:
    """Accept the symbols in a gram, or None, which stands for words."""
    return None if value is None else count(function, "ngram", value)


def ratio(function: str, name: str, value: object) -> float:
    """Accept a number within 0..1."""
    return _number(function, name, value, 1.0, "within 0..1")


def count(function: str, name: str, value: object, largest: int = 2**32 - 1) -> int:
    """Accept a whole number from 1 on."""
    return whole(function, name, value, 1, largest)


def whole(function: str, name: str, value: object, smallest: int, largest: int) -> int:
    """Accept a whole number within two others."""
    if not isinstance(value, Integral) or isinstance(value, bool):
        raise wrong_type(function, f"{name} to be an int", value)
    number = int(value)
    if not smallest <= number <= largest:
        raise wrong_value(function, f"{name} to be within {smallest}..{largest}", value)
    return number


def finite(function: str, name: str, value: object) -> float:
    """Accept a number of any sign, which NaN and infinity are not."""
    if not isinstance(value, Real) or isinstance(value, bool):
        raise wrong_type(function, f"{name} to be a number", value)
    number = _float(value)
    if not math.isfinite(number):
        raise wrong_value(function, f"{name} to be finite", value)
    return number


def _number(function: str, name: str, value: object, largest: float, allowed: str) -> float:
    """Accept a number from 0 to the largest one, which NaN and infinity are not."""
    if not isinstance(value, Real) or isinstance(value, bool):
        raise wrong_type(function, f"{name} to be a number", value)
    number = _float(value)
    if not 0 <= number <= largest:
        raise wrong_value(function, f"{name} to be {allowed}", value)
    return number


def _float(value: Real) -> float:
    """Make a float of a number; infinity of one that is too large."""
    try:
        return float(value)
    except OverflowError:
        return math.inf


def positive(function: str, name: str, value: object) -> float:
    """Accept a number above 0, which infinity is not."""
    number = _number(function, name, value, sys.float_info.max, "finite and above 0")
    if number == 0:
        raise wrong_value(function, f"{name} to be finite and above 0", value)
    return number


def weight(function: str, value: object, name: str = "weight") -> float:
    """Accept a weight: of a scorer in a mean, of what only one side has."""
    return _number(function, name, value, sys.float_info.max, "finite and at least 0")


def processor(function: str, value: object) -> Processor | None:
    """Accept what is done to both sides of a comparison first."""
    if value is None:
        return None
    expected = "processor to be 'default' or None"
    if not isinstance(value, str):
        raise wrong_type(function, expected, value)
    if value != "default":
        raise wrong_value(function, expected, value)
    return "default"


def integers(function: str, side: str, value: object) -> pl.Expr:
    """Make an expression of a column of integers, or of one integer."""
    if isinstance(value, Integral) and not isinstance(value, bool):
        return pl.lit(int(value))
    if value is not None and not isinstance(value, (str, pl.Expr, pl.Series)):
        raise wrong_type(function, f"{side} to be a column name, an expression, a Series or an int", value)
    return column(function, side, value)


def lists(function: str, side: str, value: object) -> pl.Expr:
    """Make an expression of a column of lists."""
    if isinstance(value, bytes):
        raise wrong_type(function, f"{side} to be a column name, an expression or a Series", value)
    return column(function, side, value)


def term_type(function: str, value: object) -> str:
    """Accept a dtype of terms, and return its name."""
    expected = f"dtype to be one of {', '.join(LARGEST_MODULUS)}"
    if not isinstance(value, (pl.DataType, type)):
        raise wrong_type(function, expected, value)
    for name in LARGEST_MODULUS:
        if hasattr(pl, name) and value == getattr(pl, name):
            return name
    raise wrong_value(function, expected, value)


def modulus(function: str, value: object, dtype: str) -> int | None:
    """Accept a modulus whose remainders are exact."""
    if value is None:
        return None
    return whole(function, "modulus", value, 1, LARGEST_MODULUS[dtype])


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
    number = whole(function, "step", value, *INT64)
    if number == 0:
        raise wrong_value(function, "a step that is not 0", value)
    return number


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


def frame(function: str, value: object) -> int:
    """Accept one of the six frames."""
    number = whole(function, "frame", value, min(FRAMES), max(FRAMES))
    if number not in FRAMES:
        raise wrong_value(function, f"frame to be one of {', '.join(map(str, FRAMES))}", value)
    return number


def table(function: str, value: object) -> int:
    """Accept the number of a genetic code."""
    number = whole(function, "table", value, min(TABLES), max(TABLES))
    if number not in TABLES:
        raise wrong_value(function, "table to be one of NCBI's, 1..6, 9..16 or 21..33", value)
    return number


#: What makes a Series or a frame of the types of another library.
CONVERTERS = {"pandas": "pl.from_pandas", "pyarrow": "pl.from_arrow", "numpy": "pl.Series"}

#: Packages whose types need no package to be known by.
PLAIN_PACKAGES = {"builtins", "polars", "polars_resemble", "__main__"}

#: The most characters of a wrong value that are shown.
LONGEST_SHOWN = 120


def wrong_type(function: str, expected: str, value: object) -> TypeError:
    """Say what was expected and of which type it came, and what converts that."""
    got = _type_name(value)
    if isinstance(value, (tuple, list)):
        got += f"({_short(', '.join(type(item).__name__ for item in value[:LONGEST_SHOWN]))})"
    converter = CONVERTERS.get(got.partition(".")[0])
    if converter and hasattr(value, "__array__") and ("Series" in expected or "DataFrame" in expected):
        got += f", which {converter} converts"
    return TypeError(f"{function}: expected {expected}, got {got}")


def wrong_value(function: str, expected: str, value: object) -> ValueError:
    """Say what was expected and what came."""
    try:
        got = _short(repr(value))
    except ValueError:
        # Python does not write integers of many thousand digits.
        got = f"{_type_name(value)} with too many digits to be shown"
    return ValueError(f"{function}: expected {expected}, got {got}")


def object_column(function: str, name: str) -> pl.exceptions.SchemaError:
    """Say that a column holds Python's objects, which the library would see as addresses."""
    sentence = f'{function}: expected a dtype of values for column "{name}", got Object'
    return pl.exceptions.SchemaError(sentence)


def _type_name(value: object) -> str:
    """Name a type, and the library that it comes from unless that is Python, Polars or this one."""
    kind = type(value)
    package = kind.__module__.partition(".")[0]
    return kind.__name__ if package in PLAIN_PACKAGES else f"{package}.{kind.__name__}"


def _short(shown: str) -> str:
    """Leave out the middle of what is long."""
    if len(shown) <= LONGEST_SHOWN:
        return shown
    half = LONGEST_SHOWN // 2
    return f"{shown[:half]} ... {shown[-half:]}"
