"""Levenshtein's distance by costs of rewrites: values, laws, tables, and matches of every kind."""

from __future__ import annotations

import math
import random
import re
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import polars_resemble as rs
from cost_oracles import ONES, distance, maximum, similarity
from cutoffs import reaches
from engines import collect
from polars_resemble.costs import Costs
from random_texts import edited, text

if TYPE_CHECKING:
    from polars_resemble.typing import IntoCosts

#: Tables, and the weights beside them.
TABLES: list[tuple[dict[tuple[str, str], float], tuple[int, int, int]]] = [
    ({}, ONES),
    ({("a", "b"): 0.25, ("c", ""): 0.5}, ONES),
    ({("a", "b"): 0.25, ("b", "a"): 0.75, ("", "c"): 0.1, ("c", ""): 2.5}, ONES),
    ({("ab", "c"): 0.3, ("aa", "bcb"): 0.2, ("", "cc"): 0.4, ("d", "e"): 0.0}, ONES),
    ({("a", "ä"): 0.1, ("日", "本"): 0.5, ("ss", "ß"): 0.0}, (2, 3, 4)),
    ({("a", "b"): 7.5, ("abcabcab", "dddddddd"): 0.5}, (1, 1, 2)),
]
ALPHABETS = ("ab", "abcde", "abcdeäßs日本")

MEASURES = ("distance", "similarity", "normalized_distance", "normalized_similarity")


def some_texts(rng: random.Random, count: int) -> list[str]:
    """Make texts of which many are a few edits from others."""
    alphabet = rng.choice(ALPHABETS)
    made: list[str] = []
    for _ in range(count):
        if made and rng.random() < 0.6:
            made.append(edited(rng, rng.choice(made), alphabet, rng.randint(0, 3)))
        else:
            made.append(text(rng, alphabet, rng.randint(0, 9)))
    return made


def reading(measure: str, one: str, other: str, costs: Any, weights: tuple[int, int, int]) -> float:
    apart, whole = distance(one, other, costs, weights), maximum(len(one), len(other), costs, weights)
    if measure.startswith("normalized"):
        apart, whole = apart / whole if whole else 0.0, 1.0
    return apart if measure.endswith("distance") else whole - apart


@pytest.mark.parametrize(("costs", "weights"), TABLES)
@given(seed=st.integers(0, 2**32))
def test_values_are_those_of_the_book(
    costs: dict[tuple[str, str], float], weights: tuple[int, int, int], seed: int
) -> None:
    rng = random.Random(seed)
    texts = some_texts(rng, 24)
    rows = list(zip(texts, rng.sample(texts, len(texts)), strict=True))
    frame = pl.DataFrame(rows, {"a": pl.String, "b": pl.String}, orient="row")
    columns = {
        each: rs.levenshtein("a", "b", costs=costs, weights=weights, measure=each) for each in MEASURES
    }
    got = frame.select(**columns)
    assert set(got.dtypes) == {pl.Float64}
    for measure in MEASURES:
        expected = [reading(measure, one, other, costs, weights) for one, other in rows]
        assert got[measure].to_list() == pytest.approx(expected, abs=1e-12), measure
        cutoff = rng.choice(expected)
        kept = rs.levenshtein("a", "b", costs=costs, weights=weights, measure=measure, score_cutoff=cutoff)
        is_similarity = measure.endswith("similarity")
        for score, cut in zip(got[measure], frame.select(kept).to_series(), strict=True):
            assert cut == (score if reaches(score, cutoff, is_similarity=is_similarity) else None)


@given(seed=st.integers(0, 2**32))
def test_laws(seed: int) -> None:
    rng = random.Random(seed)
    costs = {("a", "b"): rng.random(), ("ab", "c"): rng.random(), ("d", ""): rng.random()}
    texts = some_texts(rng, 30)
    frame = pl.DataFrame({"a": texts, "b": rng.sample(texts, len(texts))})
    columns = {
        "there": rs.levenshtein("a", "b", costs=costs),
        "back": rs.levenshtein("b", "a", costs=costs),
        "itself": rs.levenshtein("a", "a", costs=costs),
        "plain": rs.levenshtein("a", "b"),
        "none": rs.levenshtein("a", "b", costs={}),
        "share": rs.levenshtein("a", "b", costs=costs, measure="normalized_similarity"),
    }
    got = frame.select(**columns)
    assert got["there"].equals(got["back"].alias("there"))
    assert set(got["itself"]) == {0.0}
    assert (got["there"] <= got["plain"]).all()
    assert got["none"].to_list() == got["plain"].to_list()
    assert got["share"].is_between(0, 1).all()


def test_many_cheap_edits_stay_within_the_maximum() -> None:
    costs = {("a", "b"): 0.1, ("a", ""): 0.1}
    frame = pl.DataFrame({"a": ["a" * length for length in range(1, 60)]})
    same = frame.with_columns(b=pl.col("a").str.replace_all("a", "b"))
    weights = (0, 0, 0)
    share = rs.levenshtein("a", "b", costs=costs, weights=weights, measure="normalized_similarity")
    assert same.select(share).to_series().is_between(0, 1).all()


def test_columns_of_any_kind() -> None:
    costs = {("o", "0"): 0.25}
    frame = pl.DataFrame({"a": ["foo", None, "f0o"], "b": ["f00", "x", None]})
    expected = [0.5, None, None]
    for dtype in (pl.String, pl.Categorical, pl.Binary):
        query = frame.lazy().cast(dtype).select(rs.levenshtein("a", "b", costs=costs))
        assert collect(query).to_series().to_list() == expected
    assert frame.select(pl.col("a").rs.levenshtein(pl.lit("fo0"), costs=costs))["a"].to_list() == [
        0.25,
        None,
        0.5,
    ]
    assert frame["a"].rs.levenshtein(frame["b"], costs=costs).to_list() == expected
    lists = pl.DataFrame({"a": [["x"]], "b": [["y"]]})
    with pytest.raises(pl.exceptions.ComputeError, match="whose elements are no letters"):
        lists.select(rs.levenshtein("a", "b", costs=costs))


@pytest.mark.parametrize(("costs", "weights"), TABLES)
@pytest.mark.parametrize("seed", range(2))
def test_matches_are_those_of_every_pair(
    costs: dict[tuple[str, str], float], weights: tuple[int, int, int], seed: int
) -> None:
    rng = random.Random(seed)
    texts = some_texts(rng, 90)
    left, right = pl.DataFrame({"a": texts[:40]}), pl.DataFrame({"b": texts[40:]})
    shares = {
        (one, other): similarity(one, other, costs, weights) for one in left["a"] for other in right["b"]
    }
    scorer = rs.scorers.levenshtein(costs=costs, weights=weights)
    for cutoff in (0.5, 0.85):
        found = left.unique().rs.fuzzy_join(
            right.unique(), left_on="a", right_on="b", scorer=scorer, score_cutoff=cutoff
        )
        got = {(one, other): score for one, other, score in found.select("a", "b", "score").iter_rows()}
        expected = {pair: share for pair, share in shares.items() if reaches(share, cutoff)}
        assert got == pytest.approx(expected, abs=1e-12)
    best = left.select(rs.extract_one("a", right["b"], scorer=scorer)).to_series()
    for one, score in zip(left["a"], best.struct.field("score"), strict=True):
        most = max(shares[one, other] for other in right["b"])
        assert score == (pytest.approx(most, abs=1e-12) if most else None)
    far = rs.scorers.levenshtein(costs=costs, weights=weights, measure="distance")
    close = left.rs.fuzzy_join(right, left_on="a", right_on="b", scorer=far, score_cutoff=0.8)
    apart = [distance(one, other, costs, weights) for one in left["a"] for other in right["b"]]
    assert sorted(close["score"]) == pytest.approx(sorted(each for each in apart if each <= 0.8 + 1e-12))


def test_groups_and_fields() -> None:
    costs = rs.costs.ocr(cost=0.2)
    scorer = rs.scorers.levenshtein(costs=costs)
    frame = pl.DataFrame({"word": ["modern", "modem", "B0B", "BOB", "tree"]})
    groups = frame.select(rs.cluster("word", scorer=scorer, score_cutoff=0.9)).to_series().to_list()
    assert groups[0] == groups[1] != groups[2] == groups[3] != groups[4]
    assert frame.rs.pairs("word", scorer=scorer, score_cutoff=0.9).height == 2
    other = pl.DataFrame({"word": ["modem", "80B"]})
    field = rs.on("word", scorer=scorer)
    joined = frame.rs.fuzzy_join(other, on=[field], score_cutoff=0.85)
    expected = {
        (one, two) for one in frame["word"] for two in other["word"] if similarity(one, two, costs) >= 0.85
    }
    assert set(joined.select("word", "word_right").iter_rows()) == expected


def test_keyboards() -> None:
    qwerty = rs.costs.keyboard()
    assert qwerty["q", "w"] == qwerty["Q", "W"] == 0.5
    assert qwerty["q", "a"] == pytest.approx(math.hypot(0.25, 1) / 2)
    assert qwerty["a", "z"] == pytest.approx(math.hypot(0.5, 1) / 2)
    assert qwerty["2", "q"] == pytest.approx(math.hypot(0.5, 1) / 2)
    assert ("q", "e") not in qwerty
    assert ("q", "W") not in qwerty
    assert rs.costs.keyboard("azerty")["a", "z"] == rs.costs.keyboard("qwertz")["t", "z"] == 0.5
    for layout in ("qwerty", "qwertz", "azerty"):
        costs = rs.costs.keyboard(layout, reach=3)
        assert all(costs[right, left] == cost for (left, right), cost in costs.items())
        assert all(0 < cost < 1 for cost in costs.values())
        assert len({letter for letter, _ in costs}) >= 90
        assert len(rs.costs.keyboard(layout)) < len(costs)


def test_tables_are_values() -> None:
    given = {("o", "0"): 0.2}
    costs = rs.costs.keyboard("azerty", reach=1.5) | rs.costs.ocr(cost=0.3) | given
    for table in (costs, given | costs, rs.costs.ocr(), rs.costs.keyboard()):
        again = eval(repr(table), {"rs": rs})  # noqa: S307  # a repr can be pasted
        assert isinstance(again, Costs)
        assert again == table
        assert hash(again) == hash(table)
    assert costs["o", "0"] == costs["0", "o"] == 0.2
    assert (given | rs.costs.ocr(cost=0.3))["o", "0"] == 0.3
    directed = costs | {("o", "0"): 0.1, ("0", "o"): 0.4}
    assert (directed["o", "0"], directed["0", "o"]) == (0.1, 0.4)
    assert rs.scorers.levenshtein(costs=given) == rs.scorers.levenshtein(costs={("0", "o"): 0.2})
    assert rs.scorers.levenshtein(costs=given) != rs.scorers.levenshtein()
    assert len({rs.scorers.levenshtein(costs=given), rs.scorers.levenshtein(costs=dict(given))}) == 1


@pytest.mark.parametrize(
    ("costs", "message"),
    [
        ([("a", "b", 1)], "expected costs to be a dict or a value such as rs.costs.ocr(), got list"),
        ({"ab": 1}, "expected costs of pairs of texts, got str"),
        ({("a",): 1}, "expected costs of pairs of texts, got tuple"),
        ({("a", 1): 1}, "expected each text of costs to be a str, got int"),
        ({("a", "b"): "x"}, "expected a cost to be a number, got str"),
        ({("a", "b"): -1}, "expected a cost to be finite and at least 0, got -1"),
        ({("a", "b"): math.nan}, "expected a cost to be finite and at least 0, got nan"),
        ({("a", "a"): 1}, "expected costs of pairs of texts that differ, of at most 8 letters each"),
        ({("a" * 9, "b"): 1}, "expected costs of pairs of texts that differ, of at most 8 letters each"),
        ({("\ud800", "b"): 1}, "expected each text of costs to be without lone surrogates"),
    ],
)
def test_wrong_tables_are_refused(costs: IntoCosts, message: str) -> None:
    with pytest.raises((TypeError, ValueError), match=f"^levenshtein: {re.escape(message)}"):
        rs.levenshtein("a", "b", costs=costs)
    with pytest.raises((TypeError, ValueError), match=f"^levenshtein: {re.escape(message)}"):
        rs.scorers.levenshtein(costs=costs)


def test_wrong_parameters_are_refused() -> None:
    with pytest.raises(ValueError, match=r"^levenshtein: expected unit to be 'codepoint' beside costs"):
        rs.levenshtein("a", "b", costs={}, unit="byte")
    with pytest.raises(ValueError, match=r"^keyboard: expected layout to be one of"):
        rs.costs.keyboard("dvorak")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"^keyboard: expected reach to be above 0"):
        rs.costs.keyboard(reach=0)
    with pytest.raises(ValueError, match=r"^ocr: expected cost to be within 0..1"):
        rs.costs.ocr(cost=2)
    with pytest.raises(TypeError):
        rs.costs.ocr() | 5  # type: ignore[operator]
