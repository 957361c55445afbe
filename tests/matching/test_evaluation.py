"""Pairs and groups are counted as a loop over all of them counts."""

from __future__ import annotations

import math
import re
from collections import Counter
from datetime import date
from itertools import combinations
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import polars_resemble as rs
from engines import collect

IDS = st.one_of(st.none(), st.integers(0, 5))
SCORES = st.one_of(st.none(), st.just(math.nan), st.sampled_from([0.0, 0.25, 0.5, 1.0]))


def share(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def measured(found: set[Any], true: set[Any]) -> dict[str, Any]:
    correct = len(found & true)
    return {
        "pairs": len(found),
        "true_pairs": len(true),
        "correct": correct,
        "precision": share(correct, len(found)),
        "recall": share(correct, len(true)),
        "f1": share(2 * correct, len(found) + len(true)),
    }


def pair(one: Any, other: Any, tables: str) -> tuple[Any, Any] | None:
    """Make one pair of those that are the same; of what is none, None."""
    if one is None or other is None or (tables == "one" and one == other):
        return None
    return (min(one, other), max(one, other)) if tables == "one" else (one, other)


@given(
    found=st.lists(st.tuples(IDS, IDS, SCORES), max_size=30),
    truth=st.lists(st.tuples(IDS, IDS), max_size=20),
    tables=st.sampled_from(["one", "two"]),
    sense=st.sampled_from(["similarity", "distance"]),
)
def test_pairs(
    found: list[tuple[Any, Any, Any]], truth: list[tuple[Any, Any]], tables: Any, sense: Any
) -> None:
    ids = {"left": pl.Int64, "right": pl.Int64}
    frame = pl.LazyFrame(found, {**ids, "score": pl.Float64}, orient="row")
    true_frame = pl.LazyFrame(truth, {"a": pl.UInt8, "b": pl.Int16}, orient="row")
    true = {pair(*each, tables) for each in truth} - {None}
    total = {pair(*each[:2], tables) for each in found} - {None}
    query = rs.evaluate(frame, true_frame, tables=tables)
    got = collect(query)
    assert query.collect_schema() == got.schema
    assert got.to_dicts() == [measured(total, true)]

    scored = [(pair(one, other, tables), score) for one, other, score in found]
    cutoffs = {score for each, score in scored if each and score is not None and not math.isnan(score)}
    rows: list[dict[str, Any]] = []
    for cutoff in sorted(cutoffs, reverse=sense == "similarity"):
        reached = {
            each
            for each, score in scored
            if each and score is not None and (score >= cutoff if sense == "similarity" else score <= cutoff)
        }
        rows.append({"score_cutoff": cutoff, **measured(reached, true)})
    # A worse score of a pair that is listed again makes no cutoff of its own.
    rows = [row for at, row in enumerate(rows) if not at or row["pairs"] > rows[at - 1]["pairs"]]
    if rows:
        best = max(rows, key=lambda row: row["f1"])
        rows = [{**row, "best": row is best} for row in rows]
    query = rs.evaluate(frame, true_frame, score="score", tables=tables, sense=sense)
    got = collect(query)
    assert query.collect_schema() == got.schema
    assert got.to_dicts() == rows


LABELS = st.one_of(st.none(), st.integers(0, 4))


@given(rows=st.lists(st.tuples(LABELS, LABELS), max_size=30))
def test_groups(rows: list[tuple[Any, Any]]) -> None:
    labels = [
        tuple(("alone", row) if label is None else label for label in each) for row, each in enumerate(rows)
    ]
    members = [
        [{row for row, other in enumerate(labels) if other[side] == each[side]} for each in labels]
        for side in (0, 1)
    ]
    pairs = [
        {each for each in combinations(range(len(rows)), 2) if labels[each[0]][side] == labels[each[1]][side]}
        for side in (0, 1)
    ]
    both = [(one, two, len(one & two)) for one, two in zip(*members, strict=True)]
    precision = share(sum(n / len(one) for one, _, n in both), len(rows))
    recall = share(sum(n / len(two) for _, two, n in both), len(rows))
    expected = {
        "rows": len(rows),
        "groups": len({each[0] for each in labels}),
        "true_groups": len({each[1] for each in labels}),
        **measured(*pairs),
        "b3_precision": precision,
        "b3_recall": recall,
        "b3_f1": 2 * precision * recall / (precision + recall) if precision and recall else None,
    }
    frame = pl.LazyFrame(rows, {"found": pl.UInt32, "truth": pl.Int64}, orient="row")
    query = rs.evaluate_groups(frame, "found", pl.col("truth"))
    # The order of groups, in which shares are added up, differs between runs.
    got = query.collect()
    assert query.collect_schema() == got.schema
    assert got.row(0, named=True) == pytest.approx(expected, abs=1e-12)
    assert list(got.columns) == list(expected)


@pytest.mark.parametrize(
    "made",
    [
        lambda number: f"id {number}",
        lambda number: date(2000, 1, 1 + number),
        lambda number: number / 4,
        lambda number: bytes([number]),
        lambda number: number == 1,
    ],
)
def test_ids_have_any_dtype(made: Any) -> None:
    pairs = pl.DataFrame({"a": [made(0), made(1)], "b": [made(1), made(0)]})
    truth = pl.DataFrame({"a": [made(1)], "b": [made(0)]})
    assert rs.evaluate(pairs, truth)["correct"].item() == 1
    assert rs.evaluate(pairs, truth, tables="two").row(0)[:3] == (2, 1, 1)
    groups = pl.DataFrame({"a": [made(0), made(1), made(0)], "b": [made(1), made(0), made(1)]})
    assert groups.rs.evaluate_groups("a", "b")["b3_f1"].item() == 1


@pytest.mark.parametrize("dtype", [pl.Categorical, pl.Enum(["z", "a", "m"])])
def test_categories_are_texts(dtype: Any) -> None:
    found = pl.DataFrame({"a": ["z", "a"], "b": ["a", "m"]}, schema={"a": dtype, "b": dtype})
    truth = pl.DataFrame({"a": ["a", "a"], "b": ["m", "z"]})
    for pairs in (truth, truth.cast(dtype)):
        assert rs.evaluate(found, pairs)["f1"].item() == 1
    assert truth.cast(dtype).rs.evaluate_groups("a", "b")["rows"].item() == 2


def test_pairs_of_a_join_by_named_columns() -> None:
    left = pl.DataFrame({"name": ["Jon", "Ann"], "id": [1, 2]})
    right = pl.DataFrame({"name": ["John", "Anne"], "id": [1, 2]})
    found = left.lazy().rs.fuzzy_join(right.lazy(), on="name", scorer="jaro_winkler", score_cutoff=0.8)
    truth = pl.LazyFrame({"id_right": [1, 2], "id": [1, 2]})
    got = found.rs.evaluate(truth, on=["id", "id_right"], tables="two", score="score")
    assert got.filter("best").select("pairs", "recall").collect().row(0) == (2, 1.0)


def test_scores_keep_their_dtype_as_cutoffs() -> None:
    found = pl.DataFrame({"a": [1, 2], "b": [2, 3], "edits": pl.Series([2, 1], dtype=pl.UInt32)})
    got = rs.evaluate(found, found, score="edits", sense="distance")
    assert got.select("score_cutoff", "pairs").rows() == [(1, 1), (2, 2)]
    assert got.schema["score_cutoff"] == pl.UInt32


def test_many_pairs_in_one_group_are_counted() -> None:
    frame = pl.DataFrame({"found": pl.repeat(1, 200_000, eager=True)}).with_columns(truth=pl.lit("x"))
    got = frame.rs.evaluate_groups("found", "truth")
    assert got["correct"].item() == 200_000 * 199_999 // 2
    assert Counter(got["f1"].to_list()) == {1.0: 1}


FRAME = pl.DataFrame({"a": [1], "b": [2], "text": ["x"], "list": [[1]]})

WRONG: list[tuple[dict[str, Any], type[Exception], str]] = [
    ({"truth": [(1, 2)]}, TypeError, "truth to be a DataFrame or a LazyFrame, got list(tuple)"),
    ({"truth": FRAME.select("a")}, ValueError, "frames of at least two columns, those of ids, got ['a']"),
    ({"on": "a"}, TypeError, "on to be the names of two columns, got str"),
    ({"on": ["a"]}, ValueError, "on to be the names of two columns, got ['a']"),
    ({"on": ["a", 1]}, TypeError, "on to be a str, got int"),
    ({"score": 1}, TypeError, "score to be a str, got int"),
    ({"sense": "worst"}, ValueError, "sense to be one of 'similarity', 'distance', got 'worst'"),
    ({"tables": 2}, TypeError, "tables to be one of 'one', 'two', got int"),
    (
        {"on": ["a", "list"]},
        pl.exceptions.SchemaError,
        'ids of a dtype with an order, got List(Int64) for column "list"',
    ),
    (
        {"on": ["a", "text"]},
        pl.exceptions.SchemaError,
        'ids of one dtype, got Int64 for column "a" and String for column "text"',
    ),
]


@pytest.mark.parametrize(("arguments", "error", "sentence"), WRONG)
def test_wrong_parameters(arguments: dict[str, Any], error: type[Exception], sentence: str) -> None:
    with pytest.raises(error, match=f"^evaluate: expected {re.escape(sentence)}$"):
        rs.evaluate(FRAME, **{"truth": FRAME, **arguments})


def test_wrong_uses() -> None:
    frame = pl.DataFrame({"a": [1], "thing": pl.Series([object()], dtype=pl.Object)})
    with pytest.raises(pl.exceptions.SchemaError, match=r'evaluate: .* for column "thing", got Object$'):
        rs.evaluate(frame, frame)
    with pytest.raises(
        pl.exceptions.SchemaError, match=r'evaluate_groups: .* for column "truth", got Object$'
    ):
        frame.rs.evaluate_groups("a", "thing")
    with pytest.raises(TypeError, match=r"evaluate_groups: expected frame to be a DataFrame or a LazyFrame"):
        rs.evaluate_groups([1], "a", "b")
    with pytest.raises(
        TypeError, match=r"evaluate_groups: expected truth to be a column name, an expression"
    ):
        frame.rs.evaluate_groups("a", 1)
    with pytest.raises(pl.exceptions.ColumnNotFoundError):
        rs.evaluate(FRAME.lazy(), FRAME, on=["a", "c"]).collect()
