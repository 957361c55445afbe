"""Rectifiers: numbers as they are above zero, and made small below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polars_resemble import _checks
from polars_resemble._plugin import call

if TYPE_CHECKING:
    import polars as pl

    from polars_resemble._typing import IntoIntegers

__all__ = ["leaky_relu", "relu"]


def relu(column: IntoIntegers) -> pl.Expr:
    """Replace what is below zero with zero.

    Parameters
    ----------
    column : IntoIntegers
        A column name, an expression, a Series or an int; integers, floats or decimals.

    Returns
    -------
    Expr
        The column's own dtype, named after it. Null where the number is null; NaN stays NaN.

    Raises
    ------
    TypeError
        If `column` is none of these; raised when the expression is built.
    polars.exceptions.ComputeError
        If the column does not hold numbers; raised when the query is planned.

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


def leaky_relu(column: IntoIntegers, *, slope: float = 0.01) -> pl.Expr:
    """Multiply what is below zero by a slope.

    Parameters
    ----------
    column : IntoIntegers
        A column name, an expression, a Series or an int; integers, floats or decimals.
    slope : float
        The slope below zero, within 0..1.

    Returns
    -------
    Expr
        The column's own dtype, named after it. Null where the number is null; NaN stays NaN. In a
        column of integers or decimals the exact product is rounded towards zero to what the dtype
        can hold.

    Raises
    ------
    TypeError, ValueError
        If a parameter has the wrong type or value; raised when the expression is built.
    polars.exceptions.ComputeError
        If the column does not hold numbers; raised when the query is planned.

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
