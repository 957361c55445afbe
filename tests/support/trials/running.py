"""Running trials under every instruction set, judging what comes back, and making failures small."""

from __future__ import annotations

from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import islice
from time import perf_counter
from typing import TYPE_CHECKING

import polars as pl

from instruction_sets import Shell, instruction_set, start_others
from trials.trial import NAMES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trials.trial import Trial

#: How many simpler trials are tried, and for how many seconds, to make a failure small.
ATTEMPTS, PATIENCE = 3_000, 30.0


def answer(source: str, frames: dict[str, pl.DataFrame]) -> pl.DataFrame | str:
    """Run a call in this process. An error is an answer too, which is judged."""
    try:
        got: pl.DataFrame = eval(source, {**NAMES, **frames})  # noqa: S307  # written by a trial
        # Polars cannot read an Array without elements in another process.
        return got.with_columns(each.arr.to_list() for each in got if isinstance(each.dtype, pl.Array))
    except (Exception, pl.exceptions.PanicException) as error:  # noqa: BLE001  # whatever it is, it is reported
        return f"{type(error).__name__}: {error}"


class Runner:
    """Something that runs calls: this process, or one with another instruction set."""

    def __init__(self, shell: Shell | None = None) -> None:
        self._shell = shell
        self.name = instruction_set() if shell is None else shell.name

    def answer(self, trial: Trial) -> pl.DataFrame | str:
        if self._shell is None:
            return answer(trial.source, trial.data())
        try:
            return self._shell.call(answer, trial.source, trial.data())
        except BrokenProcessPool:
            self._shell = Shell(self.name)
            return "the process ended"

    def stop(self) -> None:
        if self._shell is not None:
            self._shell.stop()


def start() -> list[Runner]:
    """Start a process for each instruction set that the machine has, so that none ends this one."""
    return [Runner(shell) for shell in [Shell(instruction_set()), *start_others()]]


@dataclass(frozen=True)
class Failure:
    """Where a trial fails, and how."""

    where: str
    wrong: str

    @property
    def kind(self) -> str:
        """An error's name; all wrong answers are of one kind."""
        first = self.wrong.split(":", maxsplit=1)[0]
        return first if first.endswith(("Error", "Exception", "ended")) else "wrong"


def failure(trial: Trial, runners: Sequence[Runner]) -> Failure | None:
    """Judge what all instruction sets answer, and the plainest query; they agree to the last bit."""
    right = None
    plain = [("the plainest query", runners[0], trial.plain)] if trial.plain else []
    for where, runner, asked in [*((runner.name, runner, trial) for runner in runners), *plain]:
        got = runner.answer(asked)
        if isinstance(got, str):
            return Failure(where, got)
        if right is not None and same(got, right):
            continue
        wrong = trial.judge(got)
        if wrong is None and right is not None:
            wrong = f"the last bits are not those of {runners[0].name}"
        if wrong is not None:
            return Failure(where, wrong)
        right = got
    return None


def same(one: pl.DataFrame, other: pl.DataFrame) -> bool:
    """Compare two answers, whatever their columns are called."""
    return one.shape == other.shape and one.rename(dict(zip(one.columns, other.columns, strict=True))).equals(
        other
    )


def smaller(trial: Trial, found: Failure, runners: Sequence[Runner]) -> tuple[Trial, Failure]:
    """Make a failing trial as simple as it can be, as long as it fails in the same way."""
    end = perf_counter() + PATIENCE
    attempts = ATTEMPTS
    improved = True
    while improved:
        improved = False
        for simpler in islice(trial.simpler(), attempts):
            attempts -= 1
            if perf_counter() > end:
                break
            again = possible_failure(simpler, runners)
            if again is not None and again.kind == found.kind:
                trial, found, improved = simpler, again, True
                break
    return trial, found


def possible_failure(trial: Trial, runners: Sequence[Runner]) -> Failure | None:
    """Judge a trial that may make no sense, which is no failure."""
    try:
        return failure(trial, runners)
    except Exception:  # noqa: BLE001  # an oracle cannot do without what was left out
        return None


def report(trial: Trial, found: Failure, seed: int, number: int) -> str:
    """Write what was found, with a program that shows it."""
    return "\n".join(
        [
            f"# {trial.function}, {found.where}: {found.wrong}",
            f"# made smaller from trial {number} of seed {seed}; an instruction set is POLARS_RESEMBLE_ISA",
            trial.script(),
            "",
        ]
    )
