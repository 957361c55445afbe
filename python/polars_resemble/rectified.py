"""Rectifiers: numbers as they are above zero, and made small below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polars_resemble import _checks
from polars_resemble._documentation import completed
from polars_resemble._plugin import call

if TYPE_CHECKING:
    import polars as pl

    from polars_resemble._typing import IntoIntegers

__all__ = ["leaky_relu", "relu"]

COLUMN = """\
column : IntoIntegers
    A column name, an expression, a Series or an int; integers, floats or decimals."""

WRONG_NUMBERS = "If the column does not hold numbers; raised when the query is planned."


@completed(COLUMN, error=WRONG_NUMBERS)
def relu(column: IntoIntegers) -> pl.Expr:
    """Replace what is below zero with zero.

    Returns
    -------
    Expr
        The column's own dtype, named after it. Null where the number is null; NaN stays NaN.

    References
    ----------
    V. Nair and G. E. Hinton, "Rectified linear units improve restricted Boltzmann machines" (2010).

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame({"x": [-2.0, 0.5, float("nan"), None]})
    >>> df.with_columns(relu=rs.relu("x"), leaky_relu=rs.leaky_relu("x", slope=0.1))
    shape: (4, 3)
    ┌──────┬──────┬────────────┐
    │ x    ┆ relu ┆ leaky_relu │
    │ ---  ┆ ---  ┆ ---        │
    │ f64  ┆ f64  ┆ f64        │
    ╞══════╪══════╪════════════╡
    │ -2.0 ┆ 0.0  ┆ -0.2       │
    │ 0.5  ┆ 0.5  ┆ 0.5        │
    │ NaN  ┆ NaN  ┆ NaN        │
    │ null ┆ null ┆ null       │
    └──────┴──────┴────────────┘
    """
    return call("relu", [_checks.integers("relu", "column", column)], parameters={})


@completed(COLUMN, error=WRONG_NUMBERS)
def leaky_relu(column: IntoIntegers, *, slope: float = 0.01) -> pl.Expr:
    """Multiply what is below zero by a slope.

    Parameters
    ----------
    slope : float
        The slope below zero, within 0..1.

    Returns
    -------
    Expr
        The column's own dtype, named after it. Null where the number is null; NaN stays NaN. In a
        column of integers or decimals the exact product is rounded towards zero to what the dtype
        can hold.

    References
    ----------
    A. L. Maas, A. Y. Hannun and A. Y. Ng, "Rectifier nonlinearities improve neural network acoustic
    models" (2013).

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame({"x": [-2.0, 0.5], "n": [-250, 3]})
    >>> df.select(rs.leaky_relu("x"), rs.leaky_relu("n")).rows()
    [(-0.02, -2), (0.5, 3)]
    """
    function = "leaky_relu"
    columns = [_checks.integers(function, "column", column)]
    return call(function, columns, parameters={"slope": _checks.ratio(function, "slope", slope)})
