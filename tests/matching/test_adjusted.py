"""Similarities that numbers, nicknames and initials adjust: scores, and matches of every kind."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal
from rapidfuzz import fuzz
from rapidfuzz.distance import JaroWinkler, Levenshtein

import adjusted_oracles
import polars_resemble as rs
from cutoffs import reaches
from engines import collect
from random_texts import edited

if TYPE_CHECKING:
    from collections.abc import Callable

    from polars_resemble.scorers import Scorer

NICKNAMES = {"Robert": ["Bob", "Rob", "Bert"], "Albert": ["Al", "bert"], "Alan": ["Al"], "Élodie": ["Lo"]}
NAMES = [
    *NICKNAMES,
    *(name for names in NICKNAMES.values() for name in names),
    "R.",
    "a",
    "É.",
    "B",
    "Jo",
    " bob",
]
ITEMS = [
    "Canon EOS 5D Mark 3",
    "canon 5d mk 03",
    "EOS 6D",
    "Pixel 7 128",
    "Pixel 128 7",
    "Lens 24-70",
    "tripod",
    "007",
]

#: A scorer, its oracle, and what it compares.
CASES: list[tuple[Scorer, Callable[[str, str], float], list[str]]] = [
    (
        rs.scorers.with_numbers("jaro_winkler"),
        adjusted_oracles.with_numbers(JaroWinkler.similarity, 0.0),
        ITEMS,
    ),
    (
        rs.scorers.with_numbers("levenshtein", factor=0.8),
        adjusted_oracles.with_numbers(Levenshtein.normalized_similarity, 0.8),
        ITEMS,
    ),
    (
        rs.scorers.with_numbers("token_set_ratio", factor=0.5),
        adjusted_oracles.with_numbers(lambda *both: fuzz.token_set_ratio(*both) / 100, 0.5),
        ITEMS,
    ),
    (
        rs.scorers.with_numbers("token_sort_ratio"),
        adjusted_oracles.with_numbers(lambda *both: fuzz.token_sort_ratio(*both) / 100, 0.0),
        ITEMS,
    ),
    (
        rs.scorers.given_name(nicknames=NICKNAMES),
        adjusted_oracles.given_name(JaroWinkler.similarity, NICKNAMES),
        NAMES,
    ),
    (
        rs.scorers.given_name(nicknames=NICKNAMES, inner="levenshtein", nickname=0.7, initial=0.6),
        adjusted_oracles.given_name(Levenshtein.normalized_similarity, NICKNAMES, 0.7, 0.6),
        NAMES,
    ),
]


def some_texts(rng: random.Random, seeds: list[str], count: int) -> list[str]:
    """Make texts a few edits from others."""
    return [edited(rng, rng.choice(seeds), "ab 0179.", rng.choice([0, 0, 1, 2])) for _ in range(count)]


@pytest.mark.parametrize(("scorer", "oracle", "seeds"), CASES)
@given(seed=st.integers(0, 2**32))
def test_scores_are_those_of_the_definition(
    scorer: Scorer, oracle: Callable[[str, str], float], seeds: list[str], seed: int
) -> None:
    rng = random.Random(seed)
    frame = pl.DataFrame({"a": some_texts(rng, seeds, 40), "b": some_texts(rng, seeds, 40)})
    expected = [oracle(one, other) for one, other in frame.iter_rows()]
    columns = {"there": rs.score("a", "b", scorer), "back": rs.score("b", "a", scorer)}
    got = frame.select(**columns)
    assert got["there"].to_list() == pytest.approx(expected, abs=1e-12)
    assert got["there"].to_list() == got["back"].to_list()
    assert got["there"].is_between(0, 1).all()
    cutoff = rng.choice(expected)
    kept = frame.select(rs.score("a", "b", scorer, score_cutoff=cutoff)).to_series()
    assert [score is not None for score in kept] == [reaches(score, cutoff) for score in got["there"]]


@pytest.mark.parametrize(("scorer", "oracle", "seeds"), CASES)
@pytest.mark.parametrize("seed", range(2))
def test_matches_are_those_of_every_pair(
    scorer: Scorer, oracle: Callable[[str, str], float], seeds: list[str], seed: int
) -> None:
    rng = random.Random(seed)
    left = pl.DataFrame({"a": some_texts(rng, seeds, 60)})
    right = pl.DataFrame({"b": some_texts(rng, seeds, 70)})
    scores = {(one, other): oracle(one, other) for one in left["a"] for other in right["b"]}
    for cutoff in (0.0, 0.55, 0.8, 0.92, 0.97, 1.0):
        found = left.unique().rs.fuzzy_join(
            right.unique(), left_on="a", right_on="b", scorer=scorer, score_cutoff=cutoff
        )
        got = {(one, other): score for one, other, score in found.select("a", "b", "score").iter_rows()}
        expected = {pair: score for pair, score in scores.items() if reaches(score, cutoff)}
        assert got == pytest.approx(expected, abs=1e-12), cutoff
    best = left.select(rs.extract_one("a", right["b"], scorer=scorer)).to_series().struct.field("score")
    for one, score in zip(left["a"], best, strict=True):
        most = max(scores[one, other] for other in right["b"])
        assert score == (pytest.approx(most, abs=1e-12) if most else None)
    every = left.select(rs.cdist("a", right["b"], scorer=scorer)).to_series().to_list()
    for one, row in zip(left["a"], every, strict=True):
        assert list(row) == pytest.approx([scores[one, other] for other in right["b"]], abs=1e-6)


def test_groups_and_fields() -> None:
    names = rs.scorers.given_name(nicknames=NICKNAMES)
    models = rs.scorers.with_numbers()
    frame = pl.DataFrame(
        {"name": ["Bob", "Robert", "Al", "R."], "item": ["EOS 5", "EOS 5", "EOS 6", "Eos 05"]}
    )
    groups = frame.select(rs.cluster("name", scorer=names, score_cutoff=0.9)).to_series().to_list()
    assert groups[0] == groups[1] == groups[3] != groups[2]
    pairs = frame.rs.pairs("item", scorer=models, score_cutoff=0.6)
    assert pairs.height == 3
    fields = [rs.on("name", scorer=names), rs.on("item", scorer=models)]
    joined = frame.rs.fuzzy_join(frame, on=fields, score_cutoff=0.97)
    assert {("Bob", "Robert"), ("Robert", "Bob")} <= set(joined.select("name", "name_right").iter_rows())
    with_processor = rs.on("item", scorer=models, processor="default").scorer
    assert with_processor == rs.scorers.with_numbers(processor="default")


def test_columns_of_any_kind() -> None:
    frame = pl.DataFrame({"a": ["x 1", None, "x 2"], "b": ["x 01", "x", None]})
    scorer = rs.scorers.with_numbers("levenshtein")
    for dtype in (pl.String, pl.Categorical, pl.Binary):
        query = frame.lazy().cast(dtype).select(rs.score("a", "b", scorer))
        assert query.collect_schema() == {"a": pl.Float64}
        assert collect(query).to_series().to_list() == [0.75, None, None]
    assert re.search("with_numbers", frame.lazy().select(rs.score("a", "b", scorer)).explain())


def test_nicknames_of_a_frame() -> None:
    rows = [(name, other) for name, others in NICKNAMES.items() for other in others]
    frame = pl.DataFrame(rows, ["full", "nick"], orient="row")
    assert rs.scorers.given_name(nicknames=frame) == rs.scorers.given_name(nicknames=NICKNAMES)
    assert rs.scorers.given_name(nicknames={}).processor is None


def test_processors_come_first() -> None:
    frame = pl.DataFrame({"a": ["J.", "BOB!"], "b": ["john", "Robert"]})
    scorer = rs.scorers.given_name(nicknames=NICKNAMES, processor="default")
    inner = rs.scorers.jaro_winkler(processor="default")
    assert frame.select(rs.score("a", "b", scorer)).to_series().to_list() == [0.9, 0.95]
    assert rs.scorers.given_name(nicknames=NICKNAMES, inner=inner) == scorer


@pytest.mark.parametrize(("scorer", "_", "__"), CASES)
def test_scorers_are_values(scorer: Scorer, _: Any, __: Any) -> None:
    again = eval(repr(scorer), {"rs": rs})  # noqa: S307  # a repr can be pasted
    assert again == scorer
    assert hash(again) == hash(scorer)
    both = rs.scorers.combine({scorer: 1, "jaro": 1})
    frame = pl.DataFrame({"a": ["Bob 1"], "b": ["Rob 1"]})
    mean = (pl.col("one") + pl.col("other")) / 2
    expected = frame.select(one=rs.score("a", "b", scorer), other=rs.jaro("a", "b")).select(a=mean)
    assert_frame_equal(frame.select(rs.score("a", "b", both)), expected)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (
            lambda: rs.scorers.with_numbers(rs.scorers.levenshtein(measure="distance")),
            "with_numbers: expected inner",
        ),
        (
            lambda: rs.scorers.with_numbers(rs.scorers.combine({"jaro": 1})),
            "with_numbers: expected inner to be one",
        ),
        (lambda: rs.scorers.with_numbers("tfidf"), "with_numbers: expected scorer to be a value"),
        (lambda: rs.scorers.with_numbers(factor=2), "with_numbers: expected factor to be within 0..1, got 2"),
        (
            lambda: rs.scorers.given_name(nicknames=["a"]),
            "given_name: expected nicknames to be a dict of names",
        ),
        (
            lambda: rs.scorers.given_name(nicknames={"a": "b"}),
            "given_name: expected nicknames to be a dict of names",
        ),
        (
            lambda: rs.scorers.given_name(nicknames={"a": [1]}),
            "given_name: expected each nickname to be a str",
        ),
        (
            lambda: rs.scorers.given_name(nicknames=pl.DataFrame({"a": [1]})),
            "given_name: expected nicknames to be",
        ),
        (
            lambda: rs.scorers.given_name(nicknames={}, nickname=-1),
            "given_name: expected nickname to be within 0..1",
        ),
        (
            lambda: rs.scorers.given_name(nicknames={}, initial=None),
            "given_name: expected initial to be a number",
        ),
    ],
)
def test_wrong_parameters_are_refused(make: Callable[[], object], message: str) -> None:
    with pytest.raises((TypeError, ValueError), match=f"^{re.escape(message)}"):
        make()
