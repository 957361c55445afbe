"""The table of functions of one text that every law is checked against: one row per function."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import polars as pl
from rapidfuzz import utils as rapidfuzz

import polars_resemble as rs

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from polars_resemble.typing import IntoColumn


def ngrams(text: str, n: int = 2) -> list[str]:
    return [text[start : start + n] for start in range(max(len(text) - n + 1, min(len(text), 1)))]


WHITE_SPACE = r"\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"


def words(text: str) -> list[str]:
    """Split at what Unicode calls white space; Python's ``str.split`` knows four controls more."""
    return re.findall(f"[^{WHITE_SPACE}]+", text)


@dataclass(frozen=True)
class Function:
    """One row of the table."""

    name: str
    #: The same function, not ours; None where the oracle has no answer and ours is null.
    oracle: Callable[..., Any]
    dtype: pl.DataType = field(default_factory=pl.String)
    #: The parameters to try.
    parameters: Sequence[dict[str, Any]] = ({},)


FUNCTIONS = (
    Function("default_process", rapidfuzz.default_process),
    Function("ngrams", ngrams, pl.List(pl.String), [{}, {"n": 1}, {"n": 3}, {"n": 15}]),
    Function("words", words, pl.List(pl.String)),
)


@dataclass(frozen=True)
class Case:
    """A function with one choice of its parameters."""

    function: Function
    parameters: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        chosen = [f"{name}={value}" for name, value in self.parameters.items()]
        return "-".join([self.function.name, *chosen])

    def expression(self, column: IntoColumn) -> pl.Expr:
        return getattr(rs, self.function.name)(column, **self.parameters)

    def expected(self, text: str | None) -> Any:
        """Ask the oracle."""
        return None if text is None else self.function.oracle(text, **self.parameters)


CASES = [Case(function, parameters) for function in FUNCTIONS for parameters in function.parameters]
