"""A join of records has the matches that the mean over all pairs gives, whatever is null."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal
from rapidfuzz.distance import Indel, JaroWinkler, Levenshtein

import polars_resemble as rs
from rows_to_match import texts

if TYPE_CHECKING:
    from collections.abc import Callable

    from polars_resemble.typing import Field

#: Scorers, and an independent score of two texts.
SCORERS: tuple[tuple[str, Callable[[str, str], float]], ...] = (
    ("jaro_winkler", JaroWinkler.similarity),
    ("levenshtein", Levenshtein.normalized_similarity),
    ("indel", Indel.normalized_similarity),
)

NULLS = ("ignore", "mismatch", "match")

COLUMNS = ("a", "b", "c", "d")

Row = tuple[str | None, ...]


def tables(seed: int, fields: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Make two tables with gaps: near copies of each other's rows, in part."""
    chance = random.Random(seed)

    def column(at: int, rows: int) -> list[str | None]:
        values = texts(seed + at, rows)
        return [None if chance.random() < 0.25 else value for value in values]

    left = {name: column(at, 35) for at, name in enumerate(COLUMNS[:fields])}
    right = {
        name: [
            value if chance.random() < 0.6 else other
            for value, other in zip(left[name] + column(at + 10, 10), column(at + 20, 45), strict=True)
        ]
        for at, name in enumerate(COLUMNS[:fields])
    }
    key = {"key": [chance.choice("xyz") for _ in range(45)]}
    return pl.DataFrame({**left, "key": key["key"][:35]}), pl.DataFrame({**right, **key})


def score_of(
    one: Row, other: Row, fields: list[dict[str, Any]], known: float
) -> tuple[float, list[float | None]] | None:
    """Score two rows by the book."""
    scores: list[float | None] = []
    total = weight = 0.0
    for left, right, field in zip(one, other, fields, strict=True):
        score = None if left is None or right is None else field["oracle"](left, right)
        scores.append(score)
        if score is None and field["nulls"] == "ignore":
            continue
        if score is None:
            score = 0.0 if field["nulls"] == "mismatch" else 1.0
        elif field["score_cutoff"] is not None and score < field["score_cutoff"] - 1e-12:
            return None
        total += score * field["weight"]
        weight += field["weight"]
    whole = sum(field["weight"] for field in fields)
    if weight == 0 or weight < known * whole - 1e-9 * whole:
        return None
    return total / weight, scores


def expected(  # noqa: PLR0917  # what is asked of a join
    left: pl.DataFrame,
    right: pl.DataFrame,
    fields: list[dict[str, Any]],
    cutoff: float,
    known: float,
    limit: int | None,
    by: str | None,
) -> list[tuple[int, int, float, list[float | None]]]:
    """Find all matches by all pairs."""
    names = COLUMNS[: len(fields)]
    matches = []
    for row, one in enumerate(left.select(names).iter_rows()):
        scored = []
        for at, other in enumerate(right.select(names).iter_rows()):
            if by is not None and left[by][row] != right[by][at]:
                continue
            answer = score_of(one, other, fields, known)
            if answer is not None and answer[0] >= cutoff - 1e-12:
                scored.append((row, at, *answer))
        scored.sort(key=lambda match: (-match[2], match[1]))
        matches += scored[:limit]
    return matches


def random_fields(chance: random.Random, count: int) -> list[dict[str, Any]]:
    fields = []
    for at in range(count):
        scorer, oracle = chance.choice(SCORERS)
        fields.append(
            {
                "name": COLUMNS[at],
                "scorer": scorer,
                "oracle": oracle,
                "weight": chance.choice([0.5, 1.0, 1.0, 2.0]),
                "score_cutoff": chance.choice([None, None, 0.0, 0.4]),
                "nulls": chance.choice(NULLS),
            }
        )
    return fields


def made(fields: list[dict[str, Any]]) -> list[Field]:
    return [
        rs.on(
            field["name"],
            scorer=field["scorer"],
            weight=field["weight"],
            score_cutoff=field["score_cutoff"],
            nulls=field["nulls"],
        )
        for field in fields
    ]


@pytest.mark.parametrize("seed", range(24))
def test_a_join_of_fields_is_that_of_all_pairs(seed: int) -> None:
    chance = random.Random(seed)
    count = 1 + seed % 4
    left, right = tables(seed, count)
    fields = random_fields(chance, count)
    if seed % 3 == 0:
        fields = [{**field, "nulls": NULLS[seed // 3 % 3]} for field in fields]
    known = chance.choice([0.0, 0.5, 0.5, 0.9])
    for cutoff in (0.3, 0.6, 0.85):
        for limit, by in ((None, None), (2, None), (None, "key"), (1, "key")):
            joined = left.with_row_index("left").rs.fuzzy_join(
                right.with_row_index("right"),
                on=made(fields),
                score_cutoff=cutoff,
                known=known,
                limit=limit,
                by=by,
                scores="columns",
            )
            names = [f"score_{field['name']}" for field in fields]
            wanted = expected(left, right, fields, cutoff, known, limit, by)
            frame = pl.DataFrame(
                {
                    "left": [match[0] for match in wanted],
                    "right": [match[1] for match in wanted],
                    "score": [match[2] for match in wanted],
                    **{name: [match[3][at] for match in wanted] for at, name in enumerate(names)},
                },
                schema_overrides={"left": pl.UInt32, "right": pl.UInt32}
                | dict.fromkeys(["score", *names], pl.Float64),
            )
            got = joined.select("left", "right", "score", *names)
            # Equal means may come in another order, as the oracle's last bits are its own.
            order = ["left", pl.col("score").round(9), "right"]
            assert_frame_equal(got.sort(order), frame.sort(order), check_dtypes=False)
            assert got["left"].is_sorted()


def test_several_names_are_fields_that_are_ignored_where_null() -> None:
    left = pl.DataFrame({"name": ["Ann", "Bo"], "town": ["Ulm", None]})
    right = pl.DataFrame({"name": ["Ann", "Bo"], "town": [None, "Bonn"]})
    joined = left.rs.fuzzy_join(right, on=["name", "town"], score_cutoff=0.9)
    assert joined["name"].to_list() == ["Ann", "Bo"]
    assert joined["score"].to_list() == [1.0, 1.0]
    strict = left.rs.fuzzy_join(right, on=["name", rs.on("town", nulls="mismatch")], score_cutoff=0.6)
    assert strict.is_empty()
    most = left.rs.fuzzy_join(right, on=["name", "town"], score_cutoff=0.9, known=0.6)
    assert most.is_empty()


def test_a_text_that_a_processor_empties_is_unknown() -> None:
    left = pl.DataFrame({"name": ["Ann", "Ann"], "town": ["?", "Ulm"]})
    right = pl.DataFrame({"name": ["ann"], "town": ["ULM!"]})
    fields = [rs.on("name", processor="default"), rs.on("town", processor="default")]
    joined = left.rs.fuzzy_join(right, on=fields, score_cutoff=0.9, scores="struct")
    assert joined["scores"].to_list() == [{"name": 1.0, "town": None}, {"name": 1.0, "town": 1.0}]


def test_a_null_may_match() -> None:
    frame = pl.DataFrame({"key": ["a", None]}).with_row_index("row")
    for nulls, rows in (
        ("ignore", [(0, 0)]),
        ("mismatch", [(0, 0)]),
        ("match", [(0, 0), (0, 1), (1, 0), (1, 1)]),
    ):
        joined = frame.rs.fuzzy_join(frame, on=rs.on("key", nulls=nulls), score_cutoff=0.5)
        assert joined.select("row", "row_right").sort("row", "row_right").rows() == rows


def test_expressions_are_compared() -> None:
    left = pl.DataFrame({"first": ["Ann", "Bo"], "last": ["Lee", "Wu"]})
    right = pl.DataFrame({"name": ["ann lee", "BO WU"]})
    whole = pl.concat_str("first", "last", separator=" ").str.to_lowercase()
    query = left.lazy().rs.fuzzy_join(
        right.lazy(), left_on=whole, right_on=pl.col("name").str.to_lowercase(), score_cutoff=1.0
    )
    joined = query.collect()
    assert joined.columns == ["first", "last", "name", "score"]
    assert joined["name"].to_list() == ["ann lee", "BO WU"]
    field = rs.on(whole, pl.col("name").str.to_lowercase(), scorer="osa")
    assert_frame_equal(left.rs.fuzzy_join(right, on=field, score_cutoff=1.0), joined)


@pytest.mark.parametrize("make", [rs.scorers.tfidf, rs.scorers.soft_tfidf])
@pytest.mark.parametrize("by", [None, "key"])
def test_scores_of_all_texts_are_fields(make: Callable[[], Any], by: str | None) -> None:
    left, right = tables(7, 2)
    left, right = left.with_row_index("left"), right.with_row_index("right")
    alone = left.rs.fuzzy_join(right, on="a", scorer=make(), score_cutoff=0.0)
    of_corpus = {(row, other): score for row, other, score in alone.select("left", "right", "score").rows()}
    fields = [rs.on("a", scorer=make()), rs.on("b", scorer="indel", nulls="mismatch")]
    joined = left.rs.fuzzy_join(right, on=fields, score_cutoff=0.5, by=by)
    wanted = []
    for row, (one, two, key) in enumerate(left.select("a", "b", "key").iter_rows()):
        for at, (three, four, other_key) in enumerate(right.select("a", "b", "key").iter_rows()):
            if by is not None and key != other_key:
                continue
            second = 0.0 if None in (two, four) else Indel.normalized_similarity(two, four)
            mean = second if None in (one, three) else (of_corpus[row, at] + second) / 2
            if mean >= 0.5 - 1e-12:
                wanted.append((row, at, mean))
    got = joined.select("left", "right", "score").sort("left", "right")
    schema = {"left": pl.UInt32, "right": pl.UInt32, "score": pl.Float64}
    frame = pl.DataFrame(wanted, schema=schema, orient="row")
    assert_frame_equal(got, frame)


def test_unmatched_rows_have_no_scores() -> None:
    left = pl.DataFrame({"a": ["x", "y"], "b": ["x", "y"]})
    joined = left.rs.fuzzy_join(left.head(1), on=["a", "b"], score_cutoff=0.9, how="left", scores="columns")
    assert joined["score_b"].to_list() == [1.0, None]


@pytest.mark.parametrize(
    "names", [("a", "a"), ("a", "a_2", "a"), ("a", "a_1", "a_1", "a"), ("a", "a", "a_1")]
)
def test_scores_of_fields_have_names_of_their_own(names: tuple[str, ...]) -> None:
    frame = pl.DataFrame({name: ["x"] for name in names})
    scores = {
        form: frame.rs.fuzzy_join(frame, on=list(names), score_cutoff=0.9, scores=form)
        for form in ("struct", "columns")
    }
    fields = scores["struct"]["scores"].struct.fields
    assert len(set(fields)) == len(names)
    assert scores["columns"].columns[-len(names) :] == [f"score_{name}" for name in fields]


@pytest.mark.parametrize("is_lazy", [False, True])
def test_the_struct_of_scores_takes_its_name(*, is_lazy: bool) -> None:
    frame = pl.DataFrame({"a": ["x"], "b": ["x"]})
    left = frame.lazy() if is_lazy else frame
    sentence = "fuzzy_join: expected score_name to be a name that no column has, got 'scores'"
    with pytest.raises(pl.exceptions.DuplicateError, match=sentence):
        left.rs.fuzzy_join(frame, on=["a", "b"], score_cutoff=0.9, scores="struct", score_name="scores")


def test_a_field_shows_as_its_call() -> None:
    field = rs.on("a", "b", scorer="osa", weight=2, score_cutoff=0.5, nulls="match", processor="default")
    scorer = "rs.scorers.osa(processor='default')"
    assert repr(field) == (f"rs.on('a', 'b', scorer={scorer}, weight=2.0, score_cutoff=0.5, nulls='match')")
    mean = rs.scorers.combine({"jaro": 1, "osa": 1})
    assert rs.on("a", scorer=mean, processor="default").scorer.processor == "default"


@pytest.mark.parametrize(
    ("arguments", "error", "sentence"),
    [
        ({"left": 1}, TypeError, "expected left to be a column name or an expression, got int"),
        (
            {"left": "a", "right": 1},
            TypeError,
            "expected right to be a column name or an expression, got int",
        ),
        ({"left": "a", "weight": -1}, ValueError, "expected weight to be finite and at least 0, got -1"),
        ({"left": "a", "score_cutoff": 2}, ValueError, "expected score_cutoff to be within 0..1, got 2"),
        ({"left": "a", "nulls": "keep"}, ValueError, "nulls to be one of 'ignore', 'mismatch', 'match'"),
        ({"left": "a", "processor": "no"}, ValueError, "expected processor to be 'default' or None"),
    ],
)
def test_wrong_parameters(arguments: dict[str, Any], error: type[Exception], sentence: str) -> None:
    with pytest.raises(error) as raised:
        rs.on(**arguments)
    assert str(raised.value).startswith("on: expected ")
    assert sentence in str(raised.value)
