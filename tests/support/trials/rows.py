"""Trials of functions that answer row by row: of two columns, of one text, of sequences."""

from __future__ import annotations

import inspect
from abc import abstractmethod
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import polars as pl

import cases
import polars_resemble as rs
import sequence_cases
import text_cases
from phonetic_oracles import match_rating_compare
from published_codes import PUBLISHED
from trials import draws, scorings
from trials.trial import (
    FORMS,
    TALL,
    Column,
    Literal,
    Trial,
    agree,
    call_source,
    reaches,
    shorter_values,
    spelled,
)

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterator

    from polars_resemble.typing import Measure
    from symbol_kinds import Symbols
    from trials.scorings import Scoring

STYLES = ("function", "function", "method", "series")


@dataclass(frozen=True)
class RowTrial(Trial):
    """A call that has an answer for each row."""

    #: Names of columns of `frame`, and literals.
    inputs: tuple[str | Literal, ...]
    style: str = "function"

    @abstractmethod
    def expected(self, *values: Any) -> Any:
        """Say what the answer for a row is, of which no value is null."""

    def agrees(self, got: Any, expected: Any) -> bool:
        return got == expected

    @cached_property
    def rows(self) -> list[tuple[Any, ...]]:
        frame = self.frames["frame"]
        height = max(map(len, frame.values()))
        values = [
            [each.value] * height if isinstance(each, Literal) else frame[each].values for each in self.inputs
        ]
        return list(zip(*values, strict=True))

    @cached_property
    def answers(self) -> list[Any]:
        return [None if None in row else self.expected(*row) for row in self.rows]

    @property
    def given(self) -> dict[str, Any]:
        """The arguments as they are written."""
        return self.arguments

    @property
    def source(self) -> str:
        if self.style == "series":
            first, *others = (
                each.source() if isinstance(each, Literal) else f"frame[{each!r}]" for each in self.inputs
            )
            return f"{call_source(f'{first}.rs.{self.function}', others, self.given)}.to_frame()"
        names = [spelled(each) for each in self.inputs]
        if self.style == "method":
            first = names.pop(0) if isinstance(self.inputs[0], Literal) else f"pl.col({names.pop(0)})"
            call = call_source(f"{first}.rs.{self.function}", names, self.given)
        else:
            call = call_source(f"rs.{self.function}", names, self.given)
        return (FORMS | TALL)[self.form].format(call)

    def judge(self, answer: pl.DataFrame) -> str | None:
        got = answer.to_series().to_list()
        if len(got) != len(self.rows):
            return f"{len(got)} rows instead of {len(self.rows)}"
        for at, (row, value, expected) in enumerate(zip(self.rows, got, self.answers, strict=True)):
            if not self.agrees(value, expected):
                return f"row {at}, {row!r}: {value!r} instead of {expected!r}"
        return None

    def simpler(self) -> Iterator[RowTrial]:
        if self.style != "function":
            yield replace(self, style="function")
        yield from super().simpler()
        for at, each in enumerate(self.inputs):
            if isinstance(each, Literal):
                for shorter in shorter_values(each.value):
                    literal = Literal(replace(each.column, values=(shorter,)))
                    yield replace(self, inputs=(*self.inputs[:at], literal, *self.inputs[at + 1 :]))


def shape(
    rng: random.Random, inputs: tuple[str | Literal, ...], *, may_be_tall: bool = False
) -> dict[str, str]:
    """Draw the query around a call, and how the call is written."""
    style = rng.choice(STYLES)
    if style == "series" and isinstance(inputs[0], Literal):
        style = "method"
    forms = FORMS | TALL if may_be_tall else FORMS
    return {"form": "eager" if style == "series" else rng.choice(list(forms)), "style": style}


def columns_of_pairs(
    rng: random.Random, kind: Symbols, rows: list[tuple[str, str]]
) -> tuple[dict[str, Column], tuple[str | Literal, ...]]:
    """Make two columns, or one and a literal."""
    columns = {}
    for at, name in enumerate(("left", "right")):
        values = draws.with_nulls(rng, [kind.value(row[at]) for row in rows])
        dtype = draws.text_dtype(rng) if kind.dtype == pl.String else kind.dtype
        columns[name] = Column(values, dtype)
    return draws.sides(rng, columns)


@dataclass(frozen=True)
class MetricTrial(RowTrial):
    """Two columns compared by a metric."""

    metric: cases.Metric = field(kw_only=True)
    kind: Symbols = field(kw_only=True)

    @property
    def measure(self) -> Measure:
        return self.arguments.get("measure", default_measure(self.function))

    @cached_property
    def case(self) -> cases.Case:
        shared = ("measure", "score_cutoff", "unit")
        own = {name: value for name, value in self.arguments.items() if name not in shared}
        return cases.Case(self.metric, own)

    def score(self, left: Any, right: Any) -> float | None:
        return self.case.expected(*self.kind.spelled(left, right), self.measure)

    def expected(self, left: Any, right: Any) -> float | None:
        score = self.score(left, right)
        if score is None:
            return None
        kept = reaches(
            score,
            self.arguments.get("score_cutoff"),
            is_similarity=self.measure.endswith("similarity"),
            is_ratio=self.is_ratio,
        )
        return score if kept else None

    @property
    def is_ratio(self) -> bool:
        return not self.metric.counts or self.measure.startswith("normalized")

    def agrees(self, got: Any, expected: Any) -> bool:
        return agree(got, expected, 0.0 if self.metric.counts else 1e-12)


def default_measure(function: str) -> Measure:
    parameter = inspect.signature(getattr(rs, function)).parameters.get("measure")
    return "similarity" if parameter is None else parameter.default


def metric(rng: random.Random) -> Trial:
    """Compare two columns row by row."""
    chosen = rng.choice(cases.METRICS)
    names = list(inspect.signature(getattr(rs, chosen.name)).parameters)
    listed = [*chosen.parameters, *chosen.more_parameters]
    arguments = draws.parameters(rng, listed, names)
    letters = "unit" not in names or arguments.get("ngram", 2) is None
    kind = draws.kind_of_symbols(rng, letters=letters)
    most, longest = scorings.size(chosen)
    count = draws.height(rng, most)
    rows = draws.graphemes(rng, count) if kind.name == "grapheme" else draws.pairs(rng, count, longest)
    if isinstance(kind.dtype, pl.List) and rng.random() < 0.3:
        kind, rows = draws.of_one_width(rng, kind, rows)
    columns, inputs = columns_of_pairs(rng, kind, rows)
    if len(chosen.measures) > 1:
        arguments["measure"] = rng.choice(chosen.measures)
    arguments.update(kind.arguments)
    form = shape(rng, inputs, may_be_tall=(most, longest) == scorings.FAST)
    trial = MetricTrial(
        chosen.name,
        {"frame": columns},
        arguments,
        inputs=inputs,
        metric=chosen,
        kind=kind,
        **form,
    )
    cutoff = draws.cutoff(rng, trial.answers, is_ratio=trial.is_ratio)
    return trial if cutoff is None else replace(trial, arguments={**arguments, "score_cutoff": cutoff})


@dataclass(frozen=True)
class ScoreTrial(RowTrial):
    """Two columns compared by a scorer."""

    scoring: Scoring = field(kw_only=True)

    @property
    def given(self) -> dict[str, Any]:
        return {"scorer": self.scoring.given, **self.arguments}

    def expected(self, left: Any, right: Any) -> float | None:
        score = self.scoring.score(left, right)
        if score is None or not self.scoring.reaches(score, self.arguments.get("score_cutoff")):
            return None
        return score

    def agrees(self, got: Any, expected: Any) -> bool:
        return agree(got, expected, self.scoring.tolerance)

    def simpler(self) -> Iterator[RowTrial]:
        yield from super().simpler()
        yield from (replace(self, scoring=simpler) for simpler in self.scoring.simpler())


def score(rng: random.Random) -> Trial:
    """Compare two columns by a scorer."""
    scoring = scorings.draw(rng)
    kind = draws.BINARY if scoring.processor is None and rng.random() < 0.1 else draws.TEXT
    most, longest = scoring.size
    rows = draws.pairs(rng, draws.height(rng, most), longest)
    columns, inputs = columns_of_pairs(rng, kind, rows)
    trial = ScoreTrial("score", {"frame": columns}, {}, inputs=inputs, scoring=scoring, **shape(rng, inputs))
    cutoff = draws.cutoff(rng, trial.answers, is_ratio=scoring.is_ratio, is_exact=not scoring.parts)
    return trial if cutoff is None else replace(trial, arguments={"score_cutoff": cutoff})


@dataclass(frozen=True)
class TableTrial(RowTrial):
    """A call whose oracle a table names."""

    oracle: Callable[..., Any] = field(kw_only=True)

    def expected(self, *values: Any) -> Any:
        return self.oracle(*values, **self.arguments)


def one_text(rng: random.Random) -> Trial:
    """Answer for each text."""
    chosen = rng.choice(text_cases.FUNCTIONS)
    arguments = dict(rng.choice(chosen.parameters))
    count = draws.height(rng)
    if chosen.oracle is None:
        answers = PUBLISHED[chosen.name]
        arguments = {}
        oracle = lambda text: answers[text]  # noqa: E731  # it is a value here
        texts = rng.choices(list(answers), k=count)
    else:
        oracle = chosen.oracle
        kind = rng.random()
        if chosen.is_phonetic and kind < 0.5:
            texts = [draws.name(rng) for _ in range(count)]
        else:
            texts = draws.pool(rng, count) if kind < 0.75 else [draws.pair(rng)[0] for _ in range(count)]
    column = Column(draws.with_nulls(rng, texts), draws.text_dtype(rng))
    inputs = ("text",)
    return TableTrial(
        chosen.name,
        {"frame": {"text": column}},
        arguments,
        inputs=inputs,
        oracle=oracle,
        **shape(rng, inputs),
    )


def two_names(rng: random.Random) -> Trial:
    """Compare the codes of two names."""
    letters = rng.choice(["abcdeilmnorstuy", "AbcdeGhkLmnRsty", "aäßcéèñ O'-.1"])
    rows = []
    for _ in range(draws.height(rng)):
        left = draws.text(rng, letters, rng.randint(0, 12))
        rows.append((left, draws.edited(rng, left, letters, rng.randint(0, 3))))
    columns, inputs = columns_of_pairs(rng, draws.TEXT, rows)
    return TableTrial(
        "match_rating_compare",
        {"frame": columns},
        {},
        inputs=inputs,
        oracle=match_rating_compare,
        **shape(rng, inputs),
    )


def sequence(rng: random.Random) -> Trial:
    """Compute a sequence function."""
    chosen = rng.choice(sequence_cases.FUNCTIONS)
    arguments = dict(rng.choice(chosen.parameters))
    values = [
        chosen.value(rng) for _ in range(draws.height(rng, 65 if chosen.name == "linear_recurrence" else 300))
    ]
    names = ("left", "right")[: len(chosen.columns)]
    columns = {
        name: Column(draws.with_nulls(rng, [row[at] for row in values]), dtype)
        for at, (name, dtype) in enumerate(zip(names, chosen.columns, strict=True))
    }
    columns, inputs = draws.sides(rng, columns)
    return TableTrial(
        chosen.name, {"frame": columns}, arguments, inputs=inputs, oracle=chosen.oracle, **shape(rng, inputs)
    )
