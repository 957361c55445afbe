"""The table of sequence functions that every law is checked against: one row per function."""

from __future__ import annotations

import math
import random
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import polars as pl

import polars_resemble as rs
from engines import POLARS
from sequence_oracles import (
    COMPLEMENTS,
    RANGES,
    common,
    fibonacci,
    gc_content,
    grams,
    increasing,
    joined,
    kmer_counts,
    kmers,
    linear_recurrence,
    lucas,
    rectified,
    repeated,
    reverse_complement,
    runs,
    summed,
    translate,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ROWS = 300
WIDTHS = [getattr(pl, f"{sign}Int{bits}") for sign in ("", "U") for bits in (8, 16, 32, 64)]
# The first versions of Polars that had 128 bits could not hand them to a plugin.
if POLARS >= (1, 33):
    WIDTHS += [getattr(pl, name) for name in ("Int128", "UInt128") if hasattr(pl, name)]


@dataclass(frozen=True)
class Function:
    """One row of the table."""

    name: str
    #: The same function of a row's values, not ours; None where ours is null.
    oracle: Callable[..., Any]
    #: The dtype of the result, given the parameters.
    dtype: Callable[..., Any]
    #: Makes a value of each column, given random numbers.
    value: Callable[[random.Random], tuple[Any, ...]]
    #: The dtypes of the columns.
    columns: tuple[Any, ...]
    #: The parameters to try.
    parameters: Sequence[dict[str, Any]] = ({},)
    #: What the columns have to be, in the words of the error.
    expected: str = "integers"
    #: Whether the dtype of the result follows that of the column.
    keeps_dtype: bool = False


def index(rng: random.Random) -> tuple[int]:
    return (rng.choice([rng.randint(-100, 200), rng.randint(-1500, 1500), rng.randint(-5, 94)]),)


TERMS = [
    {"overflow": "null"},
    *({"dtype": dtype, "overflow": "null"} for dtype in RANGES),
    {"dtype": pl.String},
    {"modulus": 10**9 + 7},
    {"dtype": pl.String, "modulus": 2**63 - 1},
]


def term_dtype(default: Any) -> Callable[..., Any]:
    return lambda dtype=default, **_: dtype


FUNCTIONS = (
    Function("fibonacci", fibonacci, term_dtype(pl.UInt64), index, (pl.Int64,), TERMS),
    Function("lucas", lucas, term_dtype(pl.UInt64), index, (pl.Int64,), TERMS),
    Function(
        "linear_recurrence",
        linear_recurrence,
        term_dtype(pl.Int64),
        index,
        (pl.Int64,),
        [
            {"coefficients": [2, 1], "initial": [0, 1], "overflow": "null"},
            {"coefficients": [1, -1], "initial": [-(2**63), 2**63 - 1], "overflow": "null"},
            {"coefficients": (0, 0, -3), "initial": (1, 2, 3), "dtype": pl.Float64, "overflow": "null"},
            {"coefficients": [1] * 5, "initial": range(5), "dtype": pl.String, "overflow": "null"},
            {"coefficients": [2**63 - 1], "initial": [-1], "modulus": 10**18, "overflow": "null"},
        ],
    ),
)


def any_integer(rng: random.Random) -> int:
    return rng.choice([rng.randint(-9, 9), rng.randint(-(2**63), 2**63 - 1), -(2**63), 2**63 - 1])


FUNCTIONS += (
    Function(
        "concat_range",
        joined,
        lambda **_: pl.String(),
        lambda rng: (rng.choice([rng.randint(-20, 30), rng.randint(-1200, 1200)]),),
        (pl.Int64,),
        [
            {},
            {"start": -103, "step": 7, "inclusive": True, "separator": ", "},
            {"start": 1050, "step": -3, "separator": "→"},
        ],
    ),
    Function(
        "sum_as_string",
        summed,
        lambda **_: pl.String(),
        lambda rng: (any_integer(rng), any_integer(rng)),
        (pl.Int64, pl.Int64),
    ),
    Function(
        "relu",
        rectified,
        lambda **_: pl.Float64(),
        lambda rng: (rng.choice([rng.uniform(-9, 9), -0.0, math.inf, -math.inf]),),
        (pl.Float64,),
        expected="numbers",
        keeps_dtype=True,
    ),
    Function(
        "leaky_relu",
        rectified,
        lambda **_: pl.Float64(),
        lambda rng: (rng.choice([rng.uniform(-9, 9), -0.0, math.inf, -math.inf]),),
        (pl.Float64,),
        [{"slope": 0.01}, {"slope": 0.0}, {"slope": 1}],
        expected="numbers",
        keeps_dtype=True,
    ),
)


def some_list(rng: random.Random) -> list[int | None]:
    length = rng.choice([0, 1, 2, rng.randint(0, 9), rng.randint(0, 90)])
    return [rng.choice([None, rng.randint(-3, 3), rng.randint(0, 50)]) for _ in range(length)]


def words(rng: random.Random) -> list[str]:
    return [rng.choice(["to", "be", "or", "not", "", "日本"]) for _ in range(rng.randint(0, 12))]


def some_runs(rng: random.Random) -> list[dict[str, Any]]:
    return [{"len": rng.randint(0, 4), "value": rng.choice("ab")} for _ in range(rng.randint(0, 5))]


INTEGERS = pl.List(pl.Int64)
RUNS = pl.List(pl.Struct({"len": pl.UInt32, "value": pl.String}))

FUNCTIONS += (
    Function(
        "list_ngrams",
        grams,
        lambda **_: pl.List(INTEGERS),
        lambda rng: (some_list(rng),),
        (INTEGERS,),
        [{}, {"n": 1}, {"n": 5}],
        expected="List or Array",
        keeps_dtype=True,
    ),
    Function(
        "run_length_encode",
        runs,
        lambda **_: RUNS,
        lambda rng: (words(rng),),
        (pl.List(pl.String),),
        expected="List or Array",
        keeps_dtype=True,
    ),
    Function(
        "run_length_decode",
        repeated,
        lambda **_: pl.List(pl.String),
        lambda rng: (some_runs(rng),),
        (RUNS,),
        expected="List or Array",
        keeps_dtype=True,
    ),
    Function(
        "longest_increasing_subsequence",
        increasing,
        lambda **_: INTEGERS,
        lambda rng: (some_list(rng),),
        (INTEGERS,),
        [{}, {"strict": False}],
        expected="List or Array",
        keeps_dtype=True,
    ),
    Function(
        "list_lcs",
        common,
        lambda **_: INTEGERS,
        lambda rng: (some_list(rng), some_list(rng)),
        (INTEGERS, INTEGERS),
        expected="List or Array",
        keeps_dtype=True,
    ),
)


def read_of(symbols: str) -> Callable[[random.Random], tuple[str]]:
    return lambda rng: ("".join(rng.choices(symbols, k=rng.choice([0, 2, 12, 13, 70, 150]))),)


KMERS = [{"k": 3}, {"k": 2, "canonical": True}, {"k": 14, "canonical": True}]

FUNCTIONS += tuple(
    Function(
        name,
        oracle,
        lambda dtype=dtype, **_: dtype,
        read_of(symbols),
        (pl.String,),
        parameters,
        expected="String or Binary",
    )
    for name, oracle, dtype, symbols, parameters in (
        ("reverse_complement", reverse_complement, pl.String(), "".join(COMPLEMENTS), [{}]),
        ("gc_content", gc_content, pl.Float64(), "ACGT", [{}, {"ambiguous": "weighted"}]),
        ("translate", translate, pl.String(), "ACGT", [{}, {"frame": -2}]),
        ("kmers", kmers, pl.List(pl.String), "ACGT", KMERS),
        (
            "kmer_counts",
            kmer_counts,
            pl.List(pl.Struct({"kmer": pl.String, "count": pl.UInt32})),
            "ACGT",
            KMERS,
        ),
    )
)


@dataclass(frozen=True)
class Case:
    """A function with one choice of its parameters."""

    function: Function
    parameters: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        chosen = [f"{name}={value}".replace(" ", "") for name, value in self.parameters.items()]
        return "-".join([self.function.name, *chosen])

    @property
    def names(self) -> list[str]:
        return ["left", "right"][: len(self.function.columns)]

    @property
    def dtype(self) -> Any:
        return self.function.dtype(**self.parameters)

    def expression(self, *columns: Any) -> pl.Expr:
        return getattr(rs, self.function.name)(*columns, **self.parameters)

    def expected(self, *values: Any) -> Any:
        """Ask the oracle."""
        return None if None in values else self.function.oracle(*values, **self.parameters)

    def frame(self, rows: int = ROWS) -> pl.DataFrame:
        """Make the same rows, some with nulls, for the same function."""
        rng = random.Random(self.function.name)
        values = [self.function.value(rng) for _ in range(rows)]
        schema = dict(zip(self.names, self.function.columns, strict=True))
        frame = pl.DataFrame(values, schema=schema, orient="row")
        row = pl.arange(0, pl.len())
        return frame.with_columns(
            pl.when(row % every != every - 1).then(name)
            for name, every in zip(self.names, (7, 5), strict=False)
        )


CASES = [Case(function, parameters) for function in FUNCTIONS for parameters in function.parameters]


def limits(width: Any) -> tuple[int, int]:
    """Tell the smallest and the largest integer of a width."""
    bits = int(re.sub(r"\D", "", str(width)))
    return (0, 2**bits - 1) if str(width).startswith("U") else (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1)
