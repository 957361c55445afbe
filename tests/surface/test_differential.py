"""A short run of the trials that `differential.py` runs for long, and that they leave nothing out."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, get_args

import polars as pl
import pytest

import polars_resemble as rs
from cases import METRICS
from polars_resemble.typing import Processor
from random_texts import pairs
from trials import scorings
from trials.draws import TEXT
from trials.families import FAMILIES, NOT_COMPARED, draw
from trials.rows import MetricTrial
from trials.running import Runner, failure, report, smaller
from trials.trial import Column

if TYPE_CHECKING:
    from instruction_sets import Shell
    from trials.trial import Trial

SEED = 0
#: How many trials for each share of a family.
TRIALS = 6


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.filterwarnings("ignore::polars_resemble.LargeGroupWarning")
def test_random_calls(family: str, shells: list[Shell]) -> None:
    runners = [Runner(), *(Runner(shell) for shell in shells)]
    for number in range(TRIALS * FAMILIES[family].share):
        trial = draw(SEED, number, [family])
        found = failure(trial, runners)
        if found is not None:
            pytest.fail(report(*smaller(trial, found, runners), SEED, number))


def test_every_public_function_is_tried() -> None:
    tried = {name for family in FAMILIES.values() for name in family.functions}
    functions = {name for name in rs.__all__ if inspect.isfunction(getattr(rs, name))}
    assert tried | NOT_COMPARED.keys() == functions
    assert not tried & NOT_COMPARED.keys()


def test_every_scorer_is_tried() -> None:
    metrics = {metric.name for metric in METRICS}
    # Those of other values than texts are compared with theirs in tests/matching/test_values.py.
    others = {"number", "date", "geo", "exact", "list_overlap"}
    assert {*metrics, *scorings.MAKERS, *others} == set(rs.scorers.__all__) - {"Scorer"}
    assert scorings.PROCESSORS.keys() == {None, *get_args(Processor)}


class Wrong(Runner):
    """Adds one to each distance of texts that have an x."""

    def answer(self, trial: Trial) -> pl.DataFrame | str:
        got = super().answer(trial)
        if isinstance(got, str):
            return got
        wrong = trial.data()["frame"]["left"].cast(pl.String).str.contains("x")
        return got.select(pl.all() + wrong.cast(pl.UInt32))


def test_a_wrong_answer_is_found_and_made_small() -> None:
    rows = pairs(40)
    columns = {
        "left": Column((*(left for left, _ in rows), "a saxophone"), pl.Categorical),
        "right": Column((*(right for _, right in rows), "a saxhorn")),
    }
    trial = MetricTrial(
        "levenshtein",
        {"frame": columns},
        {"measure": "distance", "score_cutoff": 1_000},
        "streaming",
        inputs=("left", "right"),
        style="method",
        metric=METRICS[0],
        kind=TEXT,
    )
    runners: list[Runner] = [Wrong()]
    found = failure(trial, runners)
    assert found is not None
    small, _ = smaller(trial, found, runners)
    values = {name: list(column.values) for name, column in small.frames["frame"].items()}
    assert values == {"left": ["x"], "right": [""]}
    assert small.source == "frame.select(rs.levenshtein('left', 'right'))"
