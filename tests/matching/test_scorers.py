"""Scorers are values, and score as the metric they name or as the mean they are."""

from __future__ import annotations

import re
from itertools import combinations
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import given
from polars.testing import assert_frame_equal
from rapidfuzz import utils
from rapidfuzz.distance import Indel, JaroWinkler, Levenshtein

import polars_resemble as rs
from cases import CASES, READINGS, Case
from cutoffs import cut_off
from engines import assert_same, collect
from polars_resemble._plugin import EXPLODED
from random_texts import frames, pairs, table, with_nulls

if TYPE_CHECKING:
    from polars_resemble.scorers import Scorer
    from polars_resemble.typing import Measure

FRAME = with_nulls(table(pairs(600)))

MEAN = rs.scorers.combine(
    {
        "jaro_winkler": 0.3,
        rs.scorers.levenshtein(weights=(1, 1, 2)): 2,
        rs.scorers.combine({"indel": 1, "levenshtein": 0}): 0.7,
    }
)


def expected_mean(left: str | None, right: str | None) -> float | None:
    if left is None or right is None:
        return None
    total = JaroWinkler.similarity(left, right) * 0.3
    total += Levenshtein.normalized_similarity(left, right, weights=(1, 1, 2)) * 2.0
    total += Indel.normalized_similarity(left, right) * 0.7
    return total / 3


def made(case: Case, measure: Measure) -> Scorer:
    arguments = {"measure": measure} if len(case.measures) > 1 else {}
    return getattr(rs.scorers, case.metric.name)(**case.parameters, **arguments)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_one_metric_scores_as_its_function_does(case: Case) -> None:
    for measure in case.measures:
        scorer = made(case, measure)
        got = collect(FRAME.lazy().select(rs.score("left", "right", scorer)))
        expected = FRAME.select(case.expression("left", "right", measure=measure))
        assert_same(got, expected, scorer)
        if measure == case.measures[-1] and not case.parameters:
            by_name = FRAME.select(pl.col("left").rs.score("right", case.metric.name))
            assert_same(by_name, expected, "by name")


def test_means_are_those_of_rapidfuzz() -> None:
    query = FRAME.lazy().select(rs.score("left", "right", MEAN))
    assert dict(query.collect_schema()) == {"left": pl.Float64}
    got = collect(query).to_series().to_list()
    assert got == pytest.approx([expected_mean(left, right) for left, right in FRAME.iter_rows()], abs=1e-12)


@given(frame=frames(rows=100))
def test_cutoffs_of_means(frame: pl.DataFrame) -> None:
    distance = rs.scorers.combine(
        {rs.scorers.levenshtein(measure="distance"): 1, rs.scorers.indel(measure="distance"): 3}
    )
    for scorer, cutoff in ((MEAN, 0.5), (distance, 7)):
        scores = frame.select(rs.score("left", "right", scorer)).to_series()
        expected = cut_off(scores, cutoff, is_similarity=scorer is MEAN).to_frame()
        got = frame.select(rs.score("left", "right", scorer, score_cutoff=cutoff))
        assert_frame_equal(got, expected, check_exact=True)


@pytest.mark.parametrize("scorer", [rs.scorers.indel(), MEAN])
@pytest.mark.parametrize("height", [0, 1, 50])
def test_literals_and_nulls(scorer: Scorer, height: int) -> None:
    frame = FRAME.head(height)
    for literal in ("kitten", None):
        text = pl.lit(literal, pl.String)
        repeated = frame.with_columns(text.alias("text"))
        for sides in (("left", text), (text, "left")):
            columns = ["text" if side is text else side for side in sides]
            got = collect(frame.lazy().with_columns(rs.score(*sides, scorer).alias("score")))
            expected = repeated.select(rs.score(*columns, scorer)).to_series().alias("score")
            assert got["score"].equals(expected)


def test_series_and_groups() -> None:
    expected = FRAME.select(rs.score("left", "right", MEAN)).to_series()
    assert FRAME["left"].rs.score(FRAME["right"], MEAN).equals(expected, check_names=True)
    frame = FRAME.with_columns(part=pl.int_range(pl.len()) // 100)
    over = frame.select(rs.score("left", "right", MEAN).over("part")).to_series()
    assert over.equals(expected)


def test_default_process_comes_first() -> None:
    scorer = rs.scorers.levenshtein(processor="default")
    got = FRAME.select(rs.score("left", "right", scorer)).to_series().to_list()
    expected = [
        None
        if left is None or right is None
        else Levenshtein.normalized_similarity(left, right, processor=utils.default_process)
        for left, right in FRAME.iter_rows()
    ]
    assert got == expected


SCORERS = [
    *[made(case, measure) for case, measure in READINGS],
    rs.scorers.jaro(processor="default"),
    MEAN,
    rs.scorers.combine({"jaro": 1}),
    rs.scorers.combine({"jaro": 2}),
]


def test_scorers_are_values() -> None:
    for scorer in SCORERS:
        again = eval(repr(scorer), {"rs": rs})  # noqa: S307  # a repr can be pasted
        assert again == scorer
        assert hash(again) == hash(scorer)
    assert len(set(SCORERS)) == len(SCORERS)
    assert len({repr(scorer) for scorer in SCORERS}) == len(SCORERS)
    assert all(one != other for one, other in combinations(SCORERS, 2))


def test_equal_scorers_of_a_mean_are_one() -> None:
    mean = rs.scorers.combine({"jaro": 1, rs.scorers.osa(): 2, rs.scorers.jaro(): 3})
    assert mean == rs.scorers.combine({"jaro": 4, "osa": 2})
    assert eval(repr(mean), {"rs": rs}) == mean  # noqa: S307  # a repr can be pasted


def test_scorers_are_frozen() -> None:
    for scorer in (rs.scorers.jaro(), MEAN):
        with pytest.raises(AttributeError):
            scorer.measure = "distance"


def test_scorers_are_shown_as_they_are_made() -> None:
    assert repr(rs.scorers.jaro()) == "rs.scorers.jaro()"
    assert repr(rs.scorers.levenshtein(weights=[1, 1, 1])) == "rs.scorers.levenshtein()"
    chosen = "rs.scorers.hamming(pad=False, measure='distance', processor='default')"
    assert repr(rs.scorers.hamming(pad=False, measure="distance", processor="default")) == chosen


def combined(scorers: Any) -> Scorer:
    return rs.scorers.combine(scorers)


WRONG = [
    (lambda: rs.score("a", "b", "jarow"), ValueError, r"score: expected scorer .*, got 'jarow'$"),
    (lambda: rs.score("a", "b", rs.jaro), TypeError, r"score: expected scorer .*, got function$"),
    (lambda: rs.score("a", "b", "jaro", score_cutoff=85), ValueError, r"score: .* within 0\.\.1, got 85$"),
    (lambda: rs.score(1, "b", "jaro"), TypeError, r"score: expected left to be a column .*, got int$"),
    (lambda: rs.scorers.jaro(weights=1), TypeError, r"jaro\(\) got an unexpected .* 'weights'$"),
    (lambda: rs.scorers.jaro(measure="alike"), ValueError, r"jaro: expected measure .*, got 'alike'$"),
    (lambda: rs.scorers.hamming(pad=1), TypeError, r"hamming: expected pad .*, got int$"),
    (
        lambda: rs.scorers.jaro(processor="lower"),
        ValueError,
        r"jaro: expected processor to be .*, got 'lower'$",
    ),
    (lambda: rs.scorers.jaro(processor=str), TypeError, r"jaro: expected processor to be .*, got type$"),
    (lambda: combined({}), ValueError, r"combine: expected at least one scorer, got \{\}$"),
    (lambda: combined(["jaro"]), TypeError, r"combine: expected a dict .*, got list\(str\)$"),
    (lambda: combined({"jaro": -1}), ValueError, r"combine: expected weight .* at least 0, got -1$"),
    (lambda: combined({"jaro": "1"}), TypeError, r"combine: expected weight to be a number, got str$"),
    (lambda: combined({"jaro": 0}), ValueError, r"combine: .* sum above 0, got \{'jaro': 0\}$"),
    (lambda: combined({"jarow": 1}), ValueError, r"combine: expected scorer .*, got 'jarow'$"),
    (
        lambda: combined({"jaro": 1, rs.scorers.osa(measure="distance"): 1}),
        ValueError,
        r"combine: expected only similarities or only distances, got ",
    ),
    (
        lambda: combined({"jaro": 1, rs.scorers.osa(processor="default"): 1}),
        ValueError,
        r"combine: expected one processor for all scorers, got ",
    ),
]


@pytest.mark.parametrize(("call", "error", "sentence"), WRONG, ids=range(len(WRONG)))
def test_wrong_scorers(call: Any, error: type[Exception], sentence: str) -> None:
    with pytest.raises(error, match=f"^{sentence}") as raised:
        call()
    assert not re.search("\n", str(raised.value))


WEIGHTS = [(25, 24), (0.1, 0.2), (1, 3), (0.3, 0.7), (1e-9, 1), (3, 1e9)]


@pytest.mark.parametrize("weights", WEIGHTS, ids=str)
@pytest.mark.parametrize("height", [1, 2, 3, 7, 8, 33, 1000])
def test_equal_texts_have_a_mean_of_one(weights: tuple[float, float], height: int) -> None:
    scorer = rs.scorers.combine(dict(zip(("jaro", "ratio"), weights, strict=True)))
    parts = (rs.scorers.jaro(measure="distance"), rs.scorers.osa(measure="normalized_distance"))
    distance = rs.scorers.combine(dict(zip(parts, weights, strict=True)))
    texts = [f"text {row % 5}" for row in range(height)]
    frame = pl.DataFrame({"a": texts, "b": texts})
    for other in ("b", pl.col("b"), pl.lit("text 0")):
        rows = frame if isinstance(other, str) else frame.filter(pl.col("a") == other)
        got = rows.select(
            alike=rs.score("a", other, scorer, score_cutoff=1.0),
            apart=rs.score("a", other, distance, score_cutoff=0.0),
        )
        assert got["alike"].to_list() == [1.0] * rows.height
        assert got["apart"].to_list() == [0.0] * rows.height


@pytest.mark.parametrize("weights", WEIGHTS, ids=str)
def test_means_have_the_same_bits_in_every_way(weights: tuple[float, float]) -> None:
    scorer = rs.scorers.combine(dict(zip(("jaro", "ratio"), weights, strict=True)))
    parts = FRAME.drop_nulls().head(60)
    choices = parts["right"].to_list()
    frame = parts.select("left").with_row_index("row")
    every = frame.join(pl.DataFrame({"right": choices}).with_row_index("other"), how="cross")
    score = rs.score("left", "right", scorer).alias("score")
    expected = every.select("row", "other", score)
    alone = pl.concat([every[at : at + 1].select("row", "other", score) for at in range(0, every.height, 11)])
    assert_frame_equal(alone, expected.gather_every(11), check_exact=True)
    few = pl.concat([every[at : at + 7].select("row", "other", score) for at in range(0, every.height, 7)])
    assert_frame_equal(few, expected, check_exact=True)
    sorted_rows = {"check_exact": True, "check_row_order": False, "check_dtypes": False}
    listed = rs.extract("left", choices, scorer=scorer, limit=None)
    found = frame.select("row", listed.alias("found")).explode("found", **EXPLODED).unnest("found")
    found = found.select("row", other="index", score="score").filter(pl.col("score") > 0)
    assert_frame_equal(found, expected.filter(pl.col("score") > 0), **sorted_rows)
    rights = pl.LazyFrame({"left": choices}).with_row_index("other")
    joined = frame.lazy().rs.fuzzy_join(rights, on="left", scorer=scorer, score_cutoff=0.0)
    assert_frame_equal(collect(joined.select("row", "other", "score")), expected, **sorted_rows)
    # The mean of two fields of the same text is the mean of two scorers.
    twice = frame.lazy().with_columns(again="left")
    fields: Any = [("left", "jaro", weights[0]), ("again", "ratio", weights[1])]
    joined = twice.rs.fuzzy_join(rights.with_columns(again="left"), on=fields, score_cutoff=0.0)
    assert_frame_equal(collect(joined.select("row", "other", "score")), expected, **sorted_rows)
