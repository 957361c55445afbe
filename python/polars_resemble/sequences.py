"""Functions of integers: sequences, and their texts.

None of them ever gives a wrong number: what does not fit its dtype is an error, or null where that
is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import polars as pl

from polars_resemble import _checks
from polars_resemble._checks import INT64
from polars_resemble._documentation import completed
from polars_resemble._plugin import call
from polars_resemble._typing import Overflow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from polars_resemble._typing import IntoIntegers, TermType

__all__ = [
    "concat_range",
    "fibonacci",
    "linear_recurrence",
    "lucas",
    "sum_as_string",
]

N = """\
n : IntoIntegers
    A column name, an expression, a Series or an int; integers of any width."""

OVERFLOW = """\
overflow : {"raise", "null"}
    What becomes of a row whose number does not fit `dtype`: an error, or null. (A text of more
    digits than String may have is always an error.)"""

MODULUS = """\
modulus : int, optional
    At least 1 and at most 2**63 - 1, or 2**53 for Float64, so that every remainder is exact."""

TERM = "`dtype`, named after the column. Null where n is null."
WRONG_TERM = (
    "If the column does not hold integers, raised when the query is planned; or if a number does not fit."
)


@completed(N, OVERFLOW, MODULUS, returns=TERM, error=WRONG_TERM)
def fibonacci(
    n: IntoIntegers,
    *,
    dtype: TermType = pl.UInt64,
    overflow: Overflow = "raise",
    modulus: int | None = None,
) -> pl.Expr:
    """Compute the n-th Fibonacci number: 0, 1, 1, 2, 3, 5, 8, ….

    Below zero, where `dtype` has a sign, the sequence goes on with F(-n) = (-1)^(n+1) F(n). With a
    modulus the answer is the remainder, within 0..modulus, for every n and dtype.

    Parameters
    ----------
    dtype : {UInt64, Int64, UInt128, Float64, String}
        What the numbers come in. They are exact up to n = 93 in UInt64, from -92 to 92 in Int64, up
        to 186 in UInt128, and with every digit from -10 000 000 to 10 000 000 in String; in Float64,
        from -1476 to 1476, each is the float nearest to the exact number.

    References
    ----------
    D. E. Knuth, "The Art of Computer Programming", volume 1, section 1.2.8 (OEIS A000045).

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame({"n": [0, 10, 93, 94, None]})
    >>> df.with_columns(
    ...     fibonacci=rs.fibonacci("n", overflow="null"),
    ...     text=rs.fibonacci("n", dtype=pl.String),
    ...     digit=rs.fibonacci("n", modulus=10),
    ... )
    shape: (5, 4)
    ┌──────┬──────────────────────┬──────────────────────┬───────┐
    │ n    ┆ fibonacci            ┆ text                 ┆ digit │
    │ ---  ┆ ---                  ┆ ---                  ┆ ---   │
    │ i64  ┆ u64                  ┆ str                  ┆ u64   │
    ╞══════╪══════════════════════╪══════════════════════╪═══════╡
    │ 0    ┆ 0                    ┆ 0                    ┆ 0     │
    │ 10   ┆ 55                   ┆ 55                   ┆ 5     │
    │ 93   ┆ 12200160415121876738 ┆ 12200160415121876738 ┆ 8     │
    │ 94   ┆ null                 ┆ 19740274219868223167 ┆ 7     │
    │ null ┆ null                 ┆ null                 ┆ null  │
    └──────┴──────────────────────┴──────────────────────┴───────┘
    """
    return _terms("fibonacci", n, dtype, overflow, modulus)


@completed(N, OVERFLOW, MODULUS, returns=TERM, error=WRONG_TERM)
def lucas(
    n: IntoIntegers,
    *,
    dtype: TermType = pl.UInt64,
    overflow: Overflow = "raise",
    modulus: int | None = None,
) -> pl.Expr:
    """Compute the n-th Lucas number: 2, 1, 3, 4, 7, 11, 18, ….

    Below zero, where `dtype` has a sign, the sequence goes on with L(-n) = (-1)^n L(n). With a modulus
    the answer is the remainder, within 0..modulus, for every n and dtype.

    Parameters
    ----------
    dtype : {UInt64, Int64, UInt128, Float64, String}
        What the numbers come in. They are exact up to n = 92 in UInt64, from -90 to 90 in Int64, up
        to 184 in UInt128, and with every digit from -10 000 000 to 10 000 000 in String; in Float64,
        from -1474 to 1474, each is the float nearest to the exact number.

    References
    ----------
    D. E. Knuth, "The Art of Computer Programming", volume 1, section 1.2.8 (OEIS A000032).

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame({"n": [0, 1, 2, 3, 90]})
    >>> df.select(rs.lucas("n")).to_series().to_list()
    [2, 1, 3, 4, 6440026026380244498]
    """
    return _terms("lucas", n, dtype, overflow, modulus)


@completed(N, returns=TERM, error=WRONG_TERM)
def linear_recurrence(
    n: IntoIntegers,
    *,
    coefficients: Sequence[int],
    initial: Sequence[int],
    dtype: TermType = pl.Int64,
    overflow: Overflow = "raise",
    modulus: int | None = None,
) -> pl.Expr:
    """Compute the n-th term of a(n) = c1 a(n-1) + c2 a(n-2) + … with given first terms.

    There are no terms below zero: a negative n is treated as one whose term does not fit.

    Parameters
    ----------
    coefficients : sequence of ints
        What the preceding terms are multiplied by, the nearest one first; 1 to 64 of them, each within
        the range of Int64.
    initial : sequence of ints
        The first terms, a(0), a(1), …: as many as there are coefficients, within the same range.
    dtype : {UInt64, Int64, UInt128, Float64, String}
        What the terms come in; exact, but in Float64 the float nearest to the exact term.
    overflow : {"raise", "null"}
        What becomes of a row whose term does not fit `dtype`: an error, or null. (A term that takes
        numbers of more than 7 000 000 bits to compute is always an error.)
    modulus : int, optional
        Gives the remainder, within 0..modulus, instead of the term. At least 1 and at most 2**63 - 1,
        or 2**53 for Float64, so that every remainder is exact.

    References
    ----------
    C. M. Fiduccia, "An efficient formula for linear recurrences" (1985).

    Examples
    --------
    The Pell numbers:

    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame({"n": [0, 1, 2, 3, 10]})
    >>> df.select(rs.linear_recurrence("n", coefficients=[2, 1], initial=[0, 1])).to_series().to_list()
    [0, 1, 2, 5, 2378]
    """
    function = "linear_recurrence"
    factors, first = _checks.recurrence(function, coefficients, initial)
    return _terms(function, n, dtype, overflow, modulus, coefficients=factors, initial=first)


@completed(
    error="""If the column does not hold integers, raised when the query is planned; or if a text takes more
        than 1 GiB. With a separator beyond ASCII rows share no memory, and the bound is for all texts
        of a frame (of a morsel, when streaming)."""
)
def concat_range(
    stop: IntoIntegers, *, start: int = 0, step: int = 1, inclusive: bool = False, separator: str = ""
) -> pl.Expr:
    """Join the integers from `start` up to the row's integer: 0123….

    The text is Python's ``separator.join(map(str, range(start, stop, step)))``. All rows share the
    memory of the longest text, so a column takes not much more room than that one.

    Parameters
    ----------
    stop : IntoIntegers
        Where the range ends: a column name, an expression, a Series or an int; integers of any width.
    start : int
        The first integer, within the range of Int64.
    step : int
        What is added to come to the next integer; not 0, and within the range of Int64.
    inclusive : bool
        Whether `stop` itself belongs to the range, if the steps meet it.
    separator : str
        What stands between two integers.

    Returns
    -------
    Expr
        String, named after the column. Null where `stop` is null.

    References
    ----------
    The values are those of Python's ``range`` and ``str.join``.

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame({"n": [5, 12, 0, None]})
    >>> df.with_columns(
    ...     text=rs.concat_range("n"),
    ...     odd=rs.concat_range("n", start=1, step=2, inclusive=True, separator=", "),
    ... )
    shape: (4, 3)
    ┌──────┬────────────────┬───────────────────┐
    │ n    ┆ text           ┆ odd               │
    │ ---  ┆ ---            ┆ ---               │
    │ i64  ┆ str            ┆ str               │
    ╞══════╪════════════════╪═══════════════════╡
    │ 5    ┆ 01234          ┆ 1, 3, 5           │
    │ 12   ┆ 01234567891011 ┆ 1, 3, 5, 7, 9, 11 │
    │ 0    ┆                ┆                   │
    │ null ┆ null           ┆ null              │
    └──────┴────────────────┴───────────────────┘
    """
    function = "concat_range"
    return call(
        function,
        [_checks.integers(function, "stop", stop)],
        parameters={
            "start": _checks.whole(function, "start", start, *INT64),
            "step": _checks.step(function, step),
            "inclusive": _checks.flag(function, "inclusive", inclusive),
            "separator": _checks.text(function, "separator", separator),
        },
    )


@completed(
    error="""If a column does not hold integers, raised when the query is planned; or if all texts of a
        frame (of a morsel, when streaming) take more than 1 GiB."""
)
def sum_as_string(left: IntoIntegers, right: IntoIntegers) -> pl.Expr:
    """Add two integers, and write the sum with every digit, however large it is.

    Parameters
    ----------
    left, right : IntoIntegers
        A column name, an expression, a Series or an int each; integers of any width, which need not
        be the same on both sides.

    Returns
    -------
    Expr
        String, named after the left column. Null where either side is null.

    References
    ----------
    The values are those of Python's ``str(left + right)``.

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame({"a": [1, 2**63 - 1, -(2**63)], "b": [2, 2**63 - 1, -(2**63)]})
    >>> df.select(rs.sum_as_string("a", "b")).to_series().to_list()
    ['3', '18446744073709551614', '-18446744073709551616']
    """
    function = "sum_as_string"
    columns = [_checks.integers(function, "left", left), _checks.integers(function, "right", right)]
    return call(function, columns, parameters={})


def _terms(
    function: str,
    n: IntoIntegers,
    dtype: TermType,
    overflow: Overflow,
    modulus: int | None,
    **parameters: object,
) -> pl.Expr:
    """Build the expression of a sequence of integers."""
    name = _checks.term_type(function, dtype)
    return call(
        function,
        [_checks.integers(function, "n", n)],
        dtype=name,
        overflow=_checks.choice(function, "overflow", overflow, get_args(Overflow)),
        modulus=_checks.modulus(function, modulus, name),
        parameters=parameters,
    )
