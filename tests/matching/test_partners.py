"""One partner for each row: the total is the best one of all ways to choose pairs."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import polars_resemble as rs
from engines import collect
from rows_to_match import divided, texts

if TYPE_CHECKING:
    from polars_resemble.typing import JoinValidate, Sense

#: Ids and scores of which many are equal, and exact in binary, so that many totals are equal.
IDS = st.one_of(st.none(), *[st.integers(0, 4)] * 9)
SCORES = st.one_of(
    st.sampled_from([None, float("nan"), float("inf")]), *[st.integers(0, 8).map(lambda score: score / 8)] * 9
)

Pairs = dict[tuple[int, int], Fraction]
Worth = tuple[Fraction, int]


def totals(pairs: Pairs, sense: Sense) -> Worth:
    """Try all ways to choose pairs, row by row; give the best total and how many pairs it has."""

    def best(lefts: list[int], taken: frozenset[int]) -> Worth:
        if not lefts:
            return Fraction(0), 0
        left, *others = lefts
        ways = [best(others, taken)]
        for (one, right), score in pairs.items():
            if one == left and right not in taken:
                total, count = best(others, taken | {right})
                ways.append((total + score, count + 1))
        if sense == "similarity":
            return max(ways)
        return min(ways, key=lambda way: (-way[1], way[0]))

    return best(sorted({left for left, _ in pairs}), frozenset())


@given(
    rows=st.lists(st.tuples(IDS, IDS, SCORES), max_size=14),
    worst=st.sampled_from([None, 0.25, 0.5]),
    sense=st.sampled_from(["similarity", "distance"]),
)
def test_the_total_is_the_best_of_all_choices(
    rows: list[tuple[Any, Any, Any]], worst: float | None, sense: Sense
) -> None:
    pairs: Pairs = {}
    better = max if sense == "similarity" else min
    for left, right, score in rows:
        if left is None or right is None or score is None or not score < float("inf"):
            continue
        if worst is not None and (score < worst if sense == "similarity" else score > worst):
            continue
        pairs[left, right] = better(pairs.get((left, right), Fraction(score)), Fraction(score))
    frame = pl.LazyFrame(rows, {"a": pl.Int64, "b": pl.Int64, "s": pl.Float64}, orient="row")
    query = frame.with_row_index("at").rs.one_to_one("a", "b", score="s", score_cutoff=worst, sense=sense)
    kept = collect(query)
    assert kept["at"].is_sorted()
    for side in ("a", "b"):
        assert kept[side].is_unique().all()
        assert kept[side].null_count() == 0
    assert all(pairs[a, b] == Fraction(s) for _, a, b, s in kept.rows())
    expected = totals(pairs, sense)
    assert (sum(map(Fraction, kept["s"]), Fraction(0)), kept.height) == expected


def test_large_components_are_greedy_and_small_ones_exact() -> None:
    rng = random.Random(1)
    # A chain in which the best pair of all costs two that are nearly as good.
    chain = [(0, 0, 0.9), (0, 1, 1.0), (1, 1, 0.9)]
    frame = pl.DataFrame(chain, ["a", "b", "s"], orient="row")
    assert frame.rs.one_to_one("a", "b", score="s").rows() == [chain[0], chain[2]]
    # Linked to more rows than are solved, the best pair is taken.
    others = [(2 + at, 1, rng.random() / 2) for at in range(600)] + [(0, 2 + at, 0.1) for at in range(600)]
    many = pl.DataFrame(chain + others, ["a", "b", "s"], orient="row")
    kept = many.rs.one_to_one("a", "b", score="s").rows()
    assert chain[1] in kept
    assert len(kept) == 1


@pytest.mark.parametrize("ids", [(None, 1), (1, None), (None, None)])
def test_a_pair_of_unknown_rows_is_not_kept(ids: tuple[int | None, int | None]) -> None:
    columns = {"a": pl.Int64, "b": pl.Int64, "s": pl.Float64}
    pairs = pl.LazyFrame([(*ids, 1.0)], columns, orient="row")
    assert collect(pairs.rs.one_to_one("a", "b", score="s")).height == 0


def test_equal_rows_are_paired_in_their_order() -> None:
    left = pl.DataFrame({"text": ["a", "b", "a", "a"], "l": range(4)})
    right = pl.DataFrame({"text": ["a", "a", "b", "a"], "r": range(4)})
    joined = left.rs.fuzzy_join(right, on="text", score_cutoff=1.0, matches="one_to_one")
    assert joined.select("l", "r").rows() == [(0, 0), (1, 2), (2, 1), (3, 3)]


@pytest.mark.parametrize("measure", ["normalized_similarity", "distance"])
@pytest.mark.parametrize("by", [None, ["part", "half"]])
def test_a_join_keeps_what_a_list_of_its_pairs_does(measure: Any, by: Any) -> None:
    left, right = divided(1, 120, 3), divided(2, 90, 3)
    scorer = rs.scorers.levenshtein(measure=measure)
    asked: dict[str, Any] = {
        "on": "text",
        "scorer": scorer,
        "score_cutoff": 0.3 if "sim" in measure else 3,
        "by": by,
    }
    every = left.rs.fuzzy_join(right, **asked)
    sense: Sense = "similarity" if "sim" in measure else "distance"
    expected = every.rs.one_to_one("row", "row_right", score="score", sense=sense)
    assert 0 < expected.height < every.height
    query = left.lazy().rs.fuzzy_join(right.lazy(), **asked, matches="one_to_one")
    assert collect(query).equals(expected)
    for how, rows in (("left", 120), ("right", 90), ("full", 210 - expected.height), ("anti", None)):
        got = left.rs.fuzzy_join(right, **asked, matches="one_to_one", how=how)
        assert got.height == (120 - expected.height if rows is None else rows)
    best = left.rs.fuzzy_join(right, **asked, matches="best")
    assert best.equals(left.rs.fuzzy_join(right, **asked, limit=1))


def test_a_right_join_is_the_left_one_of_frames_that_change_places() -> None:
    left = pl.DataFrame({"text": texts(1, 80), "key": [at % 3 for at in range(80)], "l": range(80)})
    right = pl.DataFrame({"text": texts(1, 60), "key": [at % 4 for at in range(60)], "r": range(60)})
    for by in (None, "key"):
        asked: dict[str, Any] = {"on": "text", "scorer": "levenshtein", "score_cutoff": 0.6, "by": by}
        got = collect(left.lazy().rs.fuzzy_join(right.lazy(), **asked, how="right"))
        turned = right.rs.fuzzy_join(left, **asked, how="left")
        assert got.select("r", "l", "score").equals(turned.select("r", "l", "score"))
        # Columns are those of Polars' own right join.
        columns = ["text", "key", "l", "text_right", "key_right", "r", "score"]
        if by:
            columns = ["text", "l", "text_right", "key", "r", "score"]
        assert got.columns == columns


LEFT = pl.DataFrame({"text": ["ab", "ab", "cd"]})
RIGHT = pl.DataFrame({"text": ["ab", "cd", "cd", "xy"]})


@pytest.mark.parametrize(
    ("validate", "refused"),
    [("m:m", None), ("m:1", "left row"), ("1:m", "right row"), ("1:1", "(left|right) row")],
)
def test_rows_with_more_matches_than_allowed_are_refused(validate: JoinValidate, refused: str | None) -> None:
    query = LEFT.lazy().rs.fuzzy_join(RIGHT.lazy(), on="text", score_cutoff=1.0, validate=validate)
    if refused is None:
        assert collect(query).height == 4
        return
    expected = f"no {refused} with more than one match, as validate={validate!r} says"
    sentence = f"fuzzy_join: expected {expected}, got 1 row".replace("'", '"')
    with pytest.raises(pl.exceptions.ComputeError, match=sentence):
        query.collect()
    # Polars' own join refuses these keys.
    with pytest.raises(pl.exceptions.ComputeError):
        LEFT.join(RIGHT, on="text", validate=validate)


@pytest.mark.parametrize("validate", ["m:1", "1:m", "1:1"])
def test_one_partner_passes_every_check(validate: JoinValidate) -> None:
    asked: dict[str, Any] = {"on": "text", "score_cutoff": 1.0, "matches": "one_to_one", "validate": validate}
    assert collect(LEFT.lazy().rs.fuzzy_join(RIGHT.lazy(), **asked)).height == 2


def test_wrong_parameters_are_refused() -> None:
    pairs = pl.DataFrame({"a": [1], "b": [2], "s": [1.0]})
    with pytest.raises(ValueError, match="one_to_one: expected two columns of ids"):
        pairs.rs.one_to_one("a", "a", score="s")
    with pytest.raises(ValueError, match='fuzzy_join: expected limit=1 or none with matches="best", got 2'):
        LEFT.rs.fuzzy_join(RIGHT, on="text", score_cutoff=1.0, matches="best", limit=2)
    with pytest.raises(ValueError, match="fuzzy_join: expected matches to be one of"):
        LEFT.rs.fuzzy_join(RIGHT, on="text", score_cutoff=1.0, matches="first")
