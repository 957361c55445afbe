"""The instruction sets that this process does not use, each in a process that does.

One is chosen once in each process. So that no oracle has to be asked twice, a test sends what it compares
to the other processes as well, and holds their answers against the same expected values.
"""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TYPE_CHECKING, ParamSpec, TypeVar
from unittest.mock import patch

from cases import CASES, MORE_CASES
from polars_resemble import _internal

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

    from cases import Case
    from polars_resemble.typing import Measure

    Sides = tuple[str | pl.Expr, str | pl.Expr]

P = ParamSpec("P")
R = TypeVar("R")

INSTRUCTION_SETS = ["avx512", "avx2", "portable"]


class Shell:
    """A process with an instruction set of its own; `name` says which it got."""

    def __init__(self, wanted: str) -> None:
        self._process = ProcessPoolExecutor(1, mp_context=get_context("spawn"))
        with patch.dict(os.environ, POLARS_RESEMBLE_ISA=wanted):
            self.name = self.call(instruction_set)

    def call(self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Call a function there."""
        return self._process.submit(function, *args, **kwargs).result()

    def values(self, case: Case, sides: Sides, frame: pl.DataFrame, measure: Measure) -> pl.Series:
        """Compare all pairs there."""
        return self.call(compare, str(case), sides, frame, measure)

    def stop(self) -> None:
        self._process.shutdown()


def instruction_set() -> str:
    return _internal.instruction_set()


def compare(case: str, sides: Sides, frame: pl.DataFrame, measure: Measure) -> pl.Series:
    """Compare all pairs. A case goes to another process by name, since it holds functions."""
    named = next(each for each in [*CASES, *MORE_CASES] if str(each) == case)
    return frame.select(named.expression(*sides, measure=measure)).to_series()


def start_others() -> list[Shell]:
    """Start a process for each instruction set that the machine has beside the one in use."""
    shells = [Shell(wanted) for wanted in INSTRUCTION_SETS if wanted != instruction_set()]
    for shell in shells:
        if shell.name == instruction_set():
            shell.stop()
    return [shell for shell in shells if shell.name != instruction_set()]
