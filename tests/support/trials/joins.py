"""Trials of fuzzy joins, beside scoring every pair and an ordinary join of what matches."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Any

import polars as pl

from trials import draws, scorings
from trials.matching import possible_matches, wrong_matches
from trials.searches import columns_of
from trials.trial import MEMORY, STREAMING, Column, Trial, call_source

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator, Sequence

    from polars_resemble.typing import JoinHow
    from trials.scorings import Scoring

HOWS: tuple[JoinHow, ...] = ("inner", "inner", "left", "semi", "anti", "full")

#: The two frames of a join, and how the query is run.
FORMS = {
    "eager": ("left", "right", ""),
    "mixed": ("left", "right.lazy()", ""),
    "in-memory": ("left.lazy()", "right.lazy()", MEMORY),
    "streaming": ("left.lazy()", "right.lazy()", STREAMING),
    "chunks": (
        "pl.concat([left[:1], left[1:9], left[9:]], rechunk=False)",
        "pl.concat([right[:7], right[7:7], right[7:]], rechunk=False)",
        "",
    ),
    "sliced": ("pl.concat([left.tail(2), left])[left.tail(2).height:]", "right.lazy()", ""),
    "filtered": (
        "left.lazy().filter(pl.col('id') >= 0)",
        "right.lazy().filter(pl.col('id') >= 0)",
        STREAMING,
    ),
}


@dataclass(frozen=True)
class Field:
    """A column of either frame, and how they are compared."""

    left: str
    right: str
    scoring: Scoring
    weight: float = 1.0


@dataclass(frozen=True)
class JoinTrial(Trial):
    """Two frames joined on one column, or on several."""

    fields: tuple[Field, ...] = field(kw_only=True)
    #: The columns that have to be equal.
    by: tuple[tuple[str, str], ...] = field(kw_only=True)
    style: str = "function"

    @property
    def source(self) -> str:
        left, right, run = FORMS[self.form]
        arguments = {**self.on, **self.equal, **self.arguments}
        if self.style == "method":
            return call_source(f"{left}.rs.fuzzy_join", [right], arguments) + run
        return call_source("rs.fuzzy_join", [left, right], arguments) + run

    @property
    def on(self) -> dict[str, Any]:
        """The columns that are compared, as they are written."""
        names = [(each.left, each.right) for each in self.fields]
        if len(self.fields) == 1:
            (each,) = self.fields
            columns = (
                {"on": each.left}
                if each.left == each.right
                else {"left_on": each.left, "right_on": each.right}
            )
            return {**columns, "scorer": each.scoring.given}
        parts = [(each.left, each.scoring.given, each.weight) for each in self.fields]
        if all(left == right for left, right in names):
            return {"on": parts}
        return {"left_on": parts, "right_on": [right for _, right in names]}

    @property
    def equal(self) -> dict[str, Any]:
        if not self.by:
            return {}
        lefts, rights = ([pair[side] for pair in self.by] for side in (0, 1))
        if lefts == rights:
            return {"by": lefts[0] if len(lefts) == 1 else lefts}
        return {"left_by": lefts, "right_by": rights}

    @cached_property
    def scores(self) -> list[dict[int, float]]:
        """The scores of each left row with all right rows that may match it."""
        left, right = self.frames["left"], self.frames["right"]
        every = [self.scores_of_field(each) for each in self.fields]
        whole = sum(each.weight for each in self.fields)
        answers = []
        for row in range(len(left["id"])):
            known = set.union(*(set(scores[row]) for scores in every))
            gaps = [self.gaps(each, row) for each in self.fields]
            keys = [left[name].values[row] for name, _ in self.by]
            means: dict[int, float] = {}
            for other in sorted(known):
                others = [right[name].values[other] for _, name in self.by]
                if keys != others or None in keys:
                    continue
                if len(every) == 1:
                    means[other] = every[0][row][other]
                else:
                    parts = zip(self.fields, every, strict=True)
                    if any(
                        other not in scores[row] and other not in gaps[at] for at, scores in enumerate(every)
                    ):
                        # Texts that are there and have no score.
                        continue
                    scored = [(each, scores[row][other]) for each, scores in parts if other in scores[row]]
                    weight = sum(each.weight for each, _ in scored)
                    if weight >= self.arguments.get("known", 0.5) * whole:
                        means[other] = sum(each.weight * score for each, score in scored) / weight
            answers.append(means)
        return answers

    def gaps(self, each: Field, row: int) -> set[int]:
        """Tell with which right rows a left row has no two texts to compare."""
        lefts, rights = self.frames["left"][each.left].values, self.frames["right"][each.right].values
        scoring = each.scoring.of_texts(lefts, rights)

        def is_gap(text: Any) -> bool:
            return text is None or scoring.leaves_nothing(text)

        if is_gap(lefts[row]):
            return set(range(len(rights)))
        return {at for at, text in enumerate(rights) if is_gap(text)}

    def scores_of_field(self, each: Field) -> list[dict[int, float]]:
        lefts, rights = self.frames["left"][each.left].values, self.frames["right"][each.right].values
        scoring = each.scoring.of_texts(lefts, rights)
        return [possible_matches(scoring, text, rights) for text in lefts]

    def judge(self, answer: pl.DataFrame) -> str | None:
        how = self.arguments.get("how", "inner")
        if how in ("semi", "anti"):
            return self.wrong_rows(answer, how)
        rows = list(answer.select("id", "id_right", "score").iter_rows())
        wrong = self.wrong_order(rows, how) or self.wrong_columns(answer, how)
        if wrong:
            return wrong
        found = {
            row: [(other, score) for _, other, score in matches] for row, matches in groupby(rows, first)
        }
        for row, scores in enumerate(self.scores):
            matches = [match for match in found.get(row, []) if match[0] is not None]
            wrong = wrong_matches(
                matches, scores, self.judging, self.arguments["score_cutoff"], self.arguments.get("limit")
            )
            if wrong:
                text = self.frames["left"][self.fields[0].left].values[row]
                return f"row {row}, {text!r}: {wrong}"
        return None

    @property
    def judging(self) -> Scoring:
        """What tells better scores from worse ones."""
        if len(self.fields) == 1:
            return self.fields[0].scoring
        return replace(self.fields[0].scoring, tolerance=1e-12)

    def wrong_rows(self, answer: pl.DataFrame, how: str) -> str | None:
        """Judge left rows that have a match, or have none."""
        cutoff = self.arguments["score_cutoff"]
        expected = [
            row
            for row, scores in enumerate(self.scores)
            if any(self.judging.reaches(score, cutoff) for score in scores.values()) == (how == "semi")
        ]
        got = answer["id"].to_list()
        if got != expected:
            return f"left rows {got} instead of {expected}"
        left = self.data()["left"]
        return None if answer.equals(left[expected]) else "the columns are not those of the left rows"

    def wrong_order(self, rows: Sequence[tuple[Any, ...]], how: str) -> str | None:
        """Judge which rows there are, and their order, whatever matches."""
        lefts = [left for left, _, _ in rows if left is not None]
        if lefts != sorted(lefts):
            return f"left rows are not in order: {lefts}"
        if how in ("left", "full") and set(lefts) != set(range(len(self.scores))):
            return f"left rows are missing: {lefts}"
        alone = [other for left, other, _ in rows if left is None]
        matched = {other for left, other, _ in rows if left is not None and other is not None}
        height = len(self.frames["right"]["id"])
        expected = [other for other in range(height) if other not in matched] if how == "full" else []
        if alone != expected or any(left is not None for left, _, _ in rows[len(rows) - len(alone) :]):
            return f"right rows {alone} are alone instead of {expected}"
        without = [left for left, other, _ in rows if left is not None and other is None]
        if len(set(without)) != len(without) or (without and how == "inner"):
            return f"left rows {without} have no match"
        return None

    def wrong_columns(self, answer: pl.DataFrame, how: str) -> str | None:
        """Judge what stands beside row numbers and scores."""
        left, right = self.data()["left"], self.data()["right"]
        dropped = [] if how == "full" else [name for _, name in self.by]
        names = [name for name in right.columns if name not in dropped]
        named = [f"{name}_right" if name in left.columns else name for name in names]
        if answer.columns != [*left.columns, *named, "score"]:
            return f"columns {answer.columns}"
        expected = pl.DataFrame(
            [
                *(left[name].gather(answer["id"]).alias(name) for name in left.columns),
                *(
                    right[name].gather(answer["id_right"]).alias(new)
                    for name, new in zip(names, named, strict=True)
                ),
                answer["score"],
            ]
        )
        return None if answer.equals(expected) else f"rows {answer.rows()} instead of {expected.rows()}"

    def simpler(self) -> Iterator[JoinTrial]:
        if self.style != "function":
            yield replace(self, style="function")
        if self.by:
            yield replace(self, by=())
        for each in self.fields:
            if len(self.fields) > 1:
                yield replace(self, fields=tuple(other for other in self.fields if other is not each))
        yield from (trial for trial in super().simpler() if trial.arguments.get("score_cutoff") is not None)
        if len(self.fields) == 1:
            for simpler in self.fields[0].scoring.simpler():
                yield replace(self, fields=(replace(self.fields[0], scoring=simpler),))


def first(row: tuple[Any, ...]) -> Any:
    return row[0]


def join(rng: random.Random) -> Trial:
    """Join two frames."""
    fields = []
    several = rng.random() < 0.25
    count = rng.choice([1, 2, 2, 3]) if several else 1
    drawn = [scorings.draw(rng, corpus=not several, ratios=several) for _ in range(count)]
    most = min(scoring.side for scoring in drawn) * rng.choice([1, 1, 1, 1, 1, 3])
    counts = [draws.height(rng, most), draws.height(rng, most)]
    left: dict[str, Column] = {}
    right: dict[str, Column] = {}
    for at, scoring in enumerate(drawn):
        names = (f"text{at}", rng.choice([f"text{at}", f"other{at}"]))
        left[names[0]], right[names[1]] = columns_of(rng, scoring, counts, min(100, scoring.size[1]))
        fields.append(Field(*names, scoring, rng.choice([1.0, 1, 3, 0.5, 0.25]) if several else 1.0))
    left["id"], right["id"] = (Column(tuple(range(height)), pl.Int64) for height in counts)
    by = []
    for at in range(rng.choice([0, 0, 0, 1, 2])):
        names = (f"by{at}", rng.choice([f"by{at}", f"key{at}"]))
        for frame, name, height in zip((left, right), names, counts, strict=True):
            values = [rng.randint(0, rng.choice([1, 3, 9])) for _ in range(height)]
            frame[name] = Column(draws.with_nulls(rng, values), pl.Int64)
        by.append(names)
    arguments: dict[str, Any] = {}
    if rng.random() < 0.5:
        arguments["how"] = rng.choice(HOWS)
    if rng.random() < 0.4:
        arguments["limit"] = rng.choice([1, 2, 3, 10])
    if count > 1 and rng.random() < 0.5:
        arguments["known"] = rng.choice([0, 0.25, 1])
    trial = JoinTrial(
        "fuzzy_join",
        {"left": left, "right": right},
        arguments,
        rng.choice(list(FORMS)),
        fields=tuple(fields),
        by=tuple(by),
        style=rng.choice(["function", "method"]),
    )
    met = [score for scores in trial.scores for score in scores.values()]
    return replace(trial, arguments={"score_cutoff": needed_cutoff(rng, met, trial.judging), **arguments})


def needed_cutoff(rng: random.Random, met: list[float], scoring: Scoring) -> float:
    """Draw a cutoff, mostly one that few pairs reach."""
    if met and rng.random() < 0.5:
        best = sorted(met, reverse=scoring.is_similarity)
        met = best[: max(1, len(best) // 8)]
    drawn = draws.cutoff(rng, met, is_ratio=scoring.is_ratio, is_exact=not scoring.parts)
    if drawn is not None:
        return drawn
    if scoring.is_ratio:
        return rng.choice([0.8, 0.5, 0.9, 1.0] if scoring.is_similarity else [0.2, 0.5, 0.1, 0.0])
    return rng.choice([0, 1, 2, 3, 5])
