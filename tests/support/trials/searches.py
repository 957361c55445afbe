"""Trials of searches: one text against many choices."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import polars as pl

from trials import draws, scorings
from trials.matching import possible_matches, scores_of, wrong_matches
from trials.trial import FORMS, Column, Literal, Source, Trial, agree, call_source, spelled

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator, Sequence

    from trials.scorings import Scoring

#: How choices are given: as code, given the name of a Series of them.
GIVEN = {
    "Series": "choices['choice']",
    "list": "choices['choice'].to_list()",
    "literal": "pl.lit(choices['choice']).implode()",
    "column": "pl.col('choice').implode()",
    "lists": "pl.col('choices')",
}
#: And their keys.
KEYS = {
    "Series": "choices['choice_key']",
    "list": "choices['choice_key'].to_list()",
    "literal": "pl.lit(choices['choice_key']).implode()",
    "column": "pl.col('choice_key').implode()",
    "lists": "pl.col('choice_keys')",
}
#: The queries in which a column is all there is of it.
WHOLE = ("eager", "in-memory", "streaming", "with_columns", "chunks", "sliced")


@dataclass(frozen=True)
class SearchTrial(Trial):
    """Each text of a column, or a literal, against choices."""

    scoring: Scoring = field(kw_only=True)
    given: str = field(kw_only=True)
    #: Whether rows are compared only with choices whose keys are theirs.
    is_keyed: bool = False
    query: str | Literal = "text"
    style: str = "function"

    @property
    def source(self) -> str:
        arguments = {"choices": Source(GIVEN[self.given]), "scorer": self.scoring.given, **self.arguments}
        if self.is_keyed:
            arguments |= {"by": "key", "choices_by": Source(KEYS[self.given])}
        text = spelled(self.query)
        if self.style == "method":
            text = text if isinstance(self.query, Literal) else f"pl.col({text})"
            return FORMS[self.form].format(call_source(f"{text}.rs.{self.function}", [], arguments))
        return FORMS[self.form].format(call_source(f"rs.{self.function}", [text], arguments))

    @cached_property
    def rows(self) -> list[tuple[Any, Sequence[Any] | None]]:
        """The texts, each with its choices."""
        frame = self.frames["frame"]
        height = max(map(len, frame.values()))
        queries = [self.query.value] * height if isinstance(self.query, Literal) else frame[self.query].values
        if self.given == "lists":
            return list(zip(queries, frame["choices"].values, strict=True))
        source = frame["choice"] if self.given == "column" else self.frames["choices"]["choice"]
        return [(query, source.values) for query in queries]

    @cached_property
    def scores(self) -> list[dict[int, float]]:
        every = []
        whole = None
        for query, choices in self.rows:
            if query is None or choices is None:
                every.append({})
                continue
            if whole is None or self.given == "lists":
                whole = self.scoring.of_texts(choices)
            every.append(self.scores_with(whole, query, choices))
        return self.agreeing(every) if self.is_keyed else every

    def agreeing(self, every: list[dict[int, float]]) -> list[dict[int, float]]:
        """Leave out choices with other keys."""
        frame = self.frames["frame"]
        agreeing = []
        for row, (key, scores) in enumerate(zip(frame["key"].values, every, strict=True)):
            if self.given == "lists":
                keys = frame["choice_keys"].values[row]
            else:
                source = frame if self.given == "column" else self.frames["choices"]
                keys = source["choice_key"].values
            agree = {at: score for at, score in scores.items() if key is not None and keys[at] == key}
            agreeing.append(agree)
        return agreeing

    def scores_with(self, scoring: Scoring, query: Any, choices: Sequence[Any]) -> dict[int, float]:
        """Score all choices that may be found: those like nothing are not."""
        if self.function == "cdist":
            return scores_of(scoring, query, choices)
        scores = possible_matches(scoring, query, choices)
        if not scoring.is_similarity:
            return scores
        return {at: score for at, score in scores.items() if score > 0}

    def judge(self, answer: pl.DataFrame) -> str | None:
        got = answer.to_series().to_list()
        if len(got) != len(self.rows):
            return f"{len(got)} rows instead of {len(self.rows)}"
        for at, (value, (query, choices), scores) in enumerate(zip(got, self.rows, self.scores, strict=True)):
            wrong = self.wrong(value, query, choices, scores)
            if wrong:
                return f"row {at}, {query!r}: {wrong}"
        return None

    def wrong(
        self, value: Any, query: Any, choices: Sequence[Any] | None, scores: dict[int, float]
    ) -> str | None:
        if self.function == "extract_one":
            return self.wrong_match(value, choices or (), scores)
        if query is None or choices is None:
            return None if value is None else f"{value!r} instead of None"
        if value is None:
            return "None instead of an answer"
        if self.function == "cdist":
            return wrong_row(value, [scores.get(index) for index in range(len(choices))])
        if any(choices[match["index"]] != match["choice"] for match in value):
            return f"choices are not those of their indices in {value!r}"
        matches = [(match["index"], match["score"]) for match in value]
        limit = self.arguments.get("limit", 5)
        return wrong_matches(matches, scores, self.scoring, self.arguments.get("score_cutoff"), limit)

    def wrong_match(self, value: Any, choices: Sequence[Any], scores: dict[int, float]) -> str | None:
        """Judge the best match."""
        none = value is None or value["index"] is None
        matches = [] if none else [(value["index"], value["score"])]
        if not none and choices[value["index"]] != value["choice"]:
            return f"the choice is not that of its index in {value!r}"
        return wrong_matches(matches, scores, self.scoring, self.arguments.get("score_cutoff"), 1)

    @property
    def is_one_row(self) -> bool:
        """Whether the call answers for a literal alone, which other columns repeat."""
        return isinstance(self.query, Literal) and self.given != "lists"

    @property
    def plain(self) -> SearchTrial | None:
        return None if self.is_one_row else super().plain

    def simpler(self) -> Iterator[SearchTrial]:
        if self.given in ("list", "literal"):
            yield replace(self, given="Series")
        if self.style != "function":
            yield replace(self, style="function")
        for trial in super().simpler():
            yield replace(trial, form=self.form) if self.is_one_row else trial
        yield from (replace(self, scoring=simpler) for simpler in self.scoring.simpler())


def wrong_row(got: Sequence[float | None], expected: Sequence[float | None]) -> str | None:
    """Compare numbers of single precision."""
    for at, (number, wanted) in enumerate(zip(got, expected, strict=True)):
        if not agree(number, wanted, 1e-6 * max(1.0, abs(wanted or 0.0))):
            return f"score {at} is {number!r} instead of {wanted!r}"
    return None


def columns_of(
    rng: random.Random, scoring: Scoring, counts: Sequence[int], longest: int
) -> list[tuple[str, ...] | Any]:
    """Make columns of texts that are alike across them."""
    texts = draws.pool(rng, sum(counts), longest)
    rng.shuffle(texts)
    is_binary = (
        scoring.processor is None and not isinstance(scoring, scorings.OfCorpus) and rng.random() < 0.1
    )
    columns = []
    for count in counts:
        values: Any = [texts.pop() for _ in range(count)]
        dtype = draws.text_dtype(rng)
        if is_binary:
            values, dtype = [value.encode() for value in values], pl.Binary
        columns.append(Column(draws.with_nulls(rng, values), dtype))
    return columns


def add_keys(rng: random.Random, frames: dict[str, dict[str, Column]], given: str) -> None:
    """Add keys of the rows, and of the choices beside these."""
    known = range(rng.choice([1, 2, 5, 50]))

    def keys(count: int) -> Any:
        return draws.with_nulls(rng, [rng.choice(known) for _ in range(count)])

    frame = frames["frame"]
    frame["key"] = Column(keys(len(frame["text"].values)), pl.Int64)
    if given == "lists":
        lists = [None if row is None else keys(len(row)) for row in frame["choices"].values]
        frame["choice_keys"] = Column(lists, pl.List(pl.Int64))
    else:
        source = frame if given == "column" else frames["choices"]
        source["choice_key"] = Column(keys(len(source["choice"].values)), pl.Int64)


def search(rng: random.Random) -> Trial:
    """Search a column in choices."""
    function = rng.choice(["extract_one", "extract_one", "extract", "extract", "cdist"])
    scoring = scorings.draw(rng, corpus=True)
    given = rng.choice(["Series", "list"] if function == "cdist" else list(GIVEN))
    rows = draws.height(rng, scoring.side)
    count = draws.height(rng, scoring.side**2 // max(4, rows))
    column, choices = columns_of(rng, scoring, [rows, count], min(100, scoring.size[1]))
    frames: dict[str, dict[str, Column]] = {"frame": {"text": column}}
    query: str | Literal = "text"
    form = rng.choice(list(FORMS))
    if given == "column":
        choices = replace(choices, values=(*choices.values, *([None] * rows))[:rows])
        frames["frame"]["choice"] = choices
        form = rng.choice(WHOLE)
    elif given == "lists":
        inner = pl.Binary if choices.dtype == pl.Binary else pl.String
        known = list(choices.values)
        lists = [rng.sample(known, min(len(known), rng.choice([0, 1, 2, 5, 30]))) for _ in range(rows)]
        frames["frame"]["choices"] = Column(draws.with_nulls(rng, lists), pl.List(inner))
    else:
        frames["choices"] = {"choice": choices}
    if given == "list" and (choices.dtype == pl.Binary or not any(map(bool, choices.values))):
        given = "Series"
    if rng.random() < 0.1 and rows and column.dtype in (pl.String, pl.Binary):
        query = Literal(Column((rng.choice(column.values),), column.dtype))
        if given != "lists":
            form = "with_columns"
    is_keyed = function != "cdist" and query == "text" and rng.random() < 0.3
    if is_keyed:
        add_keys(rng, frames, given)
    arguments: dict[str, Any] = {}
    if function == "extract":
        arguments["limit"] = rng.choice([None, 1, 2, 3, 5, 50])
    trial = SearchTrial(
        function,
        frames,
        arguments,
        form,
        scoring=scoring,
        given=given,
        is_keyed=is_keyed,
        query=query,
        style=rng.choice(["function", "method"]),
    )
    met = [score for scores in trial.scores for score in scores.values()]
    cutoff = (
        None
        if function == "cdist"
        else draws.cutoff(rng, met, is_ratio=scoring.is_ratio, is_exact=not scoring.parts)
    )
    return trial if cutoff is None else replace(trial, arguments={**arguments, "score_cutoff": cutoff})


@dataclass(frozen=True)
class ProductTrial(Trial):
    """All pairs of two collections."""

    scoring: Scoring = field(kw_only=True)

    @property
    def source(self) -> str:
        inputs = ["left['text']", "right['text']"]
        return call_source("rs.cdist_frame", inputs, {"scorer": self.scoring.given, **self.arguments})

    @cached_property
    def scores(self) -> list[dict[int, float]]:
        lefts, rights = (self.frames[side]["text"].values for side in ("left", "right"))
        scoring = self.scoring.of_texts(rights)
        return [scores_of(scoring, text, rights) for text in lefts]

    def judge(self, answer: pl.DataFrame) -> str | None:
        lefts, rights = (self.frames[side]["text"].values for side in ("left", "right"))
        cutoff = self.arguments.get("score_cutoff")
        expected = {
            (row, at): score
            for row, scores in enumerate(self.scores)
            for at, score in scores.items()
            if self.scoring.reaches(score, cutoff)
        }
        got = {(row, at): score for row, at, _, _, score in answer.iter_rows()}
        if list(got) != sorted(expected):
            return f"pairs {sorted(got.keys() ^ expected.keys())[:5]!r} are there or not"
        for row, at, left, right, score in answer.iter_rows():
            if (left, right) != (lefts[row], rights[at]):
                return f"texts {left!r} and {right!r} are not those of rows {row} and {at}"
            if not agree(score, expected[row, at], self.scoring.tolerance):
                return f"{left!r} and {right!r}: {score!r} instead of {expected[row, at]!r}"
        return None

    def simpler(self) -> Iterator[ProductTrial]:
        yield from super().simpler()
        yield from (replace(self, scoring=simpler) for simpler in self.scoring.simpler())


def product(rng: random.Random) -> Trial:
    """Score all pairs of two columns."""
    scoring = scorings.draw(rng, corpus=True)
    counts = [draws.height(rng, scoring.side), draws.height(rng, scoring.side)]
    left, right = columns_of(rng, scoring, counts, min(100, scoring.size[1]))
    frames = {"left": {"text": left}, "right": {"text": right}}
    trial = ProductTrial("cdist_frame", frames, {}, "eager", scoring=scoring)
    met = [score for scores in trial.scores for score in scores.values()]
    cutoff = draws.cutoff(rng, met, is_ratio=scoring.is_ratio, is_exact=not scoring.parts)
    return trial if cutoff is None else replace(trial, arguments={"score_cutoff": cutoff})
