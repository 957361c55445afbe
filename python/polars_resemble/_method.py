"""Turns a function of two columns, or of one, into a method of a namespace, with its types."""

from __future__ import annotations

import inspect
from abc import ABC, abstractmethod
from functools import update_wrapper
from typing import TYPE_CHECKING, Concatenate, Generic, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

P = ParamSpec("P")
Other = TypeVar("Other")
R = TypeVar("R", bound="pl.Expr | pl.Series")
F = TypeVar("F", bound="pl.DataFrame | pl.LazyFrame")
T = TypeVar("T")


class Namespace(ABC, Generic[R]):
    """The methods of one column, which is an expression or a Series."""

    def __init__(self, column: R) -> None:
        self._column = column

    @abstractmethod
    def _call(self, function: Callable[[pl.Expr | pl.Series, Other], pl.Expr], other: Other) -> R:
        """Call the function with the namespace's own column on the left."""

    @abstractmethod
    def _apply(self, function: Callable[[pl.Expr | pl.Series], pl.Expr]) -> R:
        """Call the function with the namespace's own column."""


def method(
    function: Callable[Concatenate[pl.Expr | pl.Series, Other, P], pl.Expr],
) -> Callable[Concatenate[Namespace[R], Other, P], R]:
    """Make a method of a function: its `left` is the namespace's column, its `right` is `other`."""

    def compare(self: Namespace[R], other: Other, *args: P.args, **kwargs: P.kwargs) -> R:
        return self._call(lambda left, right: function(left, right, *args, **kwargs), other)

    update_wrapper(compare, function)
    signature = inspect.signature(function)
    left, right, *parameters = signature.parameters.values()
    columns = [left.replace(name="self"), right.replace(name="other")]
    compare.__signature__ = signature.replace(parameters=[*columns, *parameters])  # type: ignore[attr-defined]
    return compare  # type: ignore[return-value]  # Concatenate cannot say that `other` has a name


def method_of_one(
    function: Callable[Concatenate[pl.Expr | pl.Series, P], pl.Expr],
) -> Callable[Concatenate[Namespace[R], P], R]:
    """Make a method of a function of one column, which is the namespace's."""

    def apply(self: Namespace[R], *args: P.args, **kwargs: P.kwargs) -> R:
        return self._apply(lambda column: function(column, *args, **kwargs))

    update_wrapper(apply, function)
    signature = inspect.signature(function)
    column, *parameters = signature.parameters.values()
    apply.__signature__ = signature.replace(parameters=[column.replace(name="self"), *parameters])  # type: ignore[attr-defined]
    return apply  # type: ignore[return-value]  # a method's `self` has a name


class Frame(Generic[F]):
    """The methods of a frame, lazy or not."""

    def __init__(self, frame: F) -> None:
        self._frame = frame


def method_of_frame(function: Callable[Concatenate[F, P], T]) -> Callable[Concatenate[Frame[F], P], T]:
    """Make a method of a function: its first argument is the namespace's frame."""

    def call(self: Frame[F], *args: P.args, **kwargs: P.kwargs) -> T:
        return function(self._frame, *args, **kwargs)

    update_wrapper(call, function)
    signature = inspect.signature(function)
    frame, *parameters = signature.parameters.values()
    call.__signature__ = signature.replace(parameters=[frame.replace(name="self"), *parameters])  # type: ignore[attr-defined]
    return call  # type: ignore[return-value]  # a method's `self` has a name
