"""Trials of groups: pairs of rows that match, their components or greedy groups, and one row of each."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, get_args

import polars as pl

from polars_resemble.typing import Keep
from trials import draws, scorings
from trials.joins import needed_cutoff
from trials.matching import possible_matches, wrong_matches
from trials.searches import columns_of
from trials.trial import MEMORY, STREAMING, Column, Source, Trial, call_source

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator, Sequence

    from trials.scorings import Scoring

KEEPS: tuple[Keep, ...] = get_args(Keep)

#: Frames, and how the query is run.
FRAMES = {
    "eager": ("frame", ""),
    "in-memory": ("frame.lazy()", MEMORY),
    "streaming": ("frame.lazy()", STREAMING),
    "chunks": ("pl.concat([frame[:1], frame[1:9], frame[9:]], rechunk=False)", ""),
    "sliced": ("pl.concat([frame.tail(2), frame])[frame.tail(2).height:]", ""),
    "filtered": ("frame.lazy().filter(pl.col('id') >= 0)", STREAMING),
}
#: More queries of a column's groups, each part on its own.
PARTS = {
    "over": "frame.select({0}.over('part'))",
    "group_by": (
        "frame.lazy().group_by('part').agg('id', text={0})"
        f".explode('id', 'text', **EXPLODED).sort('id').select('text'){MEMORY}"
    ),
}


@dataclass(frozen=True)
class GroupTrial(Trial):
    """Rows of a column that are alike."""

    #: None where a key is given.
    scoring: Scoring | None = field(kw_only=True)

    @property
    def source(self) -> str:
        how = {"key": Source("'key'")} if self.scoring is None else {"scorer": self.scoring.given}
        arguments = {**how, **self.arguments}
        if self.function in ("cluster", "canonical"):
            call = call_source(f"rs.{self.function}", ["'text'"], arguments)
            if self.form in PARTS:
                return PARTS[self.form].format(call)
            frame, run = FRAMES[self.form]
            return f"{frame}.select({call}){run}"
        frame, run = FRAMES[self.form]
        return call_source(f"{frame}.rs.{self.function}", ["'text'"], arguments) + run

    @property
    def plain(self) -> GroupTrial | None:
        return None if self.form in PARTS else super().plain

    @property
    def texts(self) -> Sequence[Any]:
        return self.frames["frame"]["text"].values

    @cached_property
    def scores(self) -> list[dict[int, float]]:
        if self.scoring is None:
            return []
        scoring = self.scoring.of_texts(self.texts, self.texts)
        return [possible_matches(scoring, text, self.texts) for text in self.texts]

    @cached_property
    def near(self) -> list[set[int]]:
        """The rows that match each row: in either direction, or by key."""
        rows = range(len(self.texts))
        if self.scoring is None:
            keys = self.frames["frame"]["key"].values
            return [{other for other in rows if keys[other] == keys[row] is not None} for row in rows]
        cutoff = self.arguments.get("score_cutoff")
        there = [
            {other for other, score in scores.items() if self.scoring.reaches(score, cutoff)}
            for scores in self.scores
        ]
        return [there[row] | {other for other in rows if row in there[other]} for row in rows]

    def valid(self, row: int) -> bool:
        """Say whether a row has a group."""
        keys = self.frames["frame"]["key"].values
        return self.texts[row] is not None and (self.scoring is not None or keys[row] is not None)

    def groups(self, rows: Sequence[int], order: Sequence[int]) -> dict[int, int]:
        """Give each row the leader of its group: by a walk through the graph, or leaders in order."""
        leaders: dict[int, int] = {}
        inside = {row for row in rows if self.valid(row)}
        for first in order:
            if first not in inside or first in leaders:
                continue
            leaders[first] = first
            reached = [first]
            for row in reached:
                for other in self.near[row] & inside - leaders.keys():
                    leaders[other] = first
                    if self.arguments.get("method", "components") == "components" or self.scoring is None:
                        reached.append(other)
        return leaders

    @property
    def parts(self) -> list[list[int]]:
        """The rows that are compared with one another."""
        rows = range(len(self.texts))
        if self.form not in PARTS:
            return [list(rows)]
        part = self.frames["frame"]["part"].values
        return [[row for row in rows if part[row] == each] for each in sorted(set(part))]

    def judge(self, answer: pl.DataFrame) -> str | None:
        if self.function == "pairs":
            return self.wrong_pairs(answer)
        if self.function == "deduplicate":
            got, expected = answer["id"].to_list(), self.kept()
            if got != expected:
                return f"rows {got} are kept instead of {expected}"
            return None if answer.equals(self.data()["frame"][expected]) else "the rows are changed"
        got = answer["text"].to_list()
        expected = self.numbers() if self.function == "cluster" else self.spellings()
        return None if got == expected else f"{got} instead of {expected}"

    def numbers(self) -> list[int | None]:
        """Give groups numbers, in the order of their first rows."""
        answer: list[int | None] = [None] * len(self.texts)
        for rows in self.parts:
            leaders = self.groups(rows, rows)
            numbers: dict[int, int] = {}
            for row in rows:
                if row in leaders:
                    answer[row] = numbers.setdefault(leaders[row], len(numbers))
        return answer

    def spellings(self) -> list[Any]:
        """Take the most frequent text of each group, the first of equally frequent ones."""
        answer = list(self.texts)
        for rows in self.parts:
            for members in members_of(self.groups(rows, rows)):
                times = Counter(self.texts[row] for row in members)
                most = max(members, key=lambda row: (times[self.texts[row]], -row))
                for row in members:
                    answer[row] = self.texts[most]
        return answer

    def kept(self) -> list[int]:
        """List the best row of each group, and those that have none."""
        rows = range(len(self.texts))
        times = Counter(self.texts)
        keep = self.arguments.get("keep", "first")

        def rank(row: int, times: Counter[Any]) -> tuple[int, int]:
            if keep == "most_frequent":
                return -times[self.texts[row]], row
            return (-len(self.texts[row]) if keep == "longest" else 0), row

        if self.arguments.get("method") == "greedy" and self.scoring is not None:
            order = sorted((row for row in rows if self.valid(row)), key=lambda row: rank(row, times))
            best = set(self.groups(rows, order).values())
        else:
            best = set()
            for members in members_of(self.groups(rows, rows)):
                own = Counter(self.texts[row] for row in members)
                best.add(min(members, key=lambda row: rank(row, own)))
        return [row for row in rows if row in best or not self.valid(row)]

    def wrong_pairs(self, answer: pl.DataFrame) -> str | None:
        scoring = self.scoring
        if scoring is None:
            return "pairs have no keys"
        found: dict[int, list[tuple[int, float]]] = {}
        for row, other, left, right, score in answer.iter_rows():
            if (left, right) != (self.texts[row], self.texts[other]):
                return f"texts {left!r} and {right!r} are not those of rows {row} and {other}"
            found.setdefault(row, []).append((other, score))
        if list(found) != sorted(found):
            return f"rows are not in order: {list(found)}"
        for row in range(len(self.texts)):
            scores = self.best_scores(scoring, row)
            cutoff = self.arguments["score_cutoff"]
            wrong = wrong_matches(found.get(row, []), scores, scoring, cutoff, None)
            if wrong:
                return f"row {row}, {self.texts[row]!r}: {wrong}"
        return None

    def best_scores(self, scoring: Scoring, row: int) -> dict[int, float]:
        """Score a row with those after it, in the better direction."""
        better = max if scoring.is_similarity else min
        scores = {}
        for other in range(row + 1, len(self.texts)):
            both = [self.scores[row].get(other), self.scores[other].get(row)]
            known = [score for score in both if score is not None]
            if known:
                scores[other] = better(known)
        return scores

    def simpler(self) -> Iterator[GroupTrial]:
        needs_cutoff = self.scoring is not None
        for trial in super().simpler():
            if not needs_cutoff or "score_cutoff" in trial.arguments:
                yield trial
        for simpler in self.scoring.simpler() if self.scoring else ():
            yield replace(self, scoring=simpler)


def members_of(leaders: dict[int, int]) -> list[list[int]]:
    members: dict[int, list[int]] = {}
    for row in sorted(leaders):
        members.setdefault(leaders[row], []).append(row)
    return list(members.values())


def group(rng: random.Random) -> Trial:
    """Group the rows of a column."""
    function = rng.choice(["pairs", "cluster", "canonical", "deduplicate"])
    scoring = scorings.draw(rng, corpus=True)
    height = draws.height(rng, scoring.side * rng.choice([1, 1, 1, 1, 1, 3]))
    (texts,) = columns_of(rng, scoring, [height], min(100, scoring.size[1]))
    keys = [rng.randint(0, 9) for _ in range(height)]
    frame = {
        "text": texts,
        "id": Column(tuple(range(height)), pl.Int64),
        "key": Column(draws.with_nulls(rng, keys), pl.Int64),
        "part": Column(tuple(rng.randint(0, 2) for _ in range(height)), pl.Int64),
    }
    by_key = function != "pairs" and rng.random() < 0.15
    of_parts = function in ("cluster", "canonical") and not isinstance(scoring, scorings.OfCorpus)
    arguments: dict[str, Any] = {}
    if function != "pairs" and rng.random() < 0.5:
        arguments["method"] = rng.choice(["components", "greedy"])
    if function == "deduplicate":
        arguments["keep"] = rng.choice(KEEPS)
    trial = GroupTrial(
        function,
        {"frame": frame},
        arguments,
        rng.choice([*FRAMES, *PARTS] if of_parts else list(FRAMES)),
        scoring=None if by_key else scoring,
    )
    if by_key:
        return trial
    met = [score for row, scores in enumerate(trial.scores) for at, score in scores.items() if at != row]
    return replace(trial, arguments={"score_cutoff": needed_cutoff(rng, met, scoring), **arguments})
