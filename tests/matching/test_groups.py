"""Groups of pairs are those that a walk over all pairs, again for every merge, gives."""

from __future__ import annotations

import re
import warnings
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any, get_args

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

import polars_resemble as rs
from engines import collect
from group_oracles import grouped
from polars_resemble.typing import ClusterMethod
from rows_to_match import texts

if TYPE_CHECKING:
    from collections.abc import Callable

METHODS: tuple[ClusterMethod, ...] = get_args(ClusterMethod)
#: A size that no group reaches.
ANY = 10**6

methods = pytest.mark.parametrize("method", METHODS)

#: Ids and scores of which many are equal, and exact in binary, so that merges are often equally good.
IDS = st.one_of(st.none(), *[st.integers(0, 11)] * 9)
SCORES = st.one_of(st.none(), st.just(float("nan")), *[st.integers(0, 8).map(lambda score: score / 8)] * 9)


@given(
    rows=st.lists(st.tuples(IDS, IDS, SCORES), max_size=60),
    worst=st.sampled_from([0.0, 0.25, 0.5, 0.875]),
    most=st.sampled_from([None, 1, 2, 3, 5]),
    tables=st.sampled_from(["one", "two"]),
    sense=st.sampled_from(["similarity", "distance"]),
)
def test_groups(
    rows: list[tuple[Any, Any, Any]], worst: float, most: int | None, tables: Any, sense: Any
) -> None:
    sides = [[row[side] for row in rows if row[side] is not None] for side in (0, 1)]
    ids = sorted(set(sides[0] + sides[1])) if tables == "one" else sorted(set(sides[0]))
    others = [] if tables == "one" else sorted(set(sides[1]))
    found: dict[tuple[int, int], Fraction] = {}
    for one, other, score in rows:
        if one is None or other is None or score is None or score != score:  # noqa: PLR0124  # NaN
            continue
        ends = ids.index(one), ids.index(other) if tables == "one" else len(ids) + others.index(other)
        if ends[0] != ends[1]:
            pair = min(ends), max(ends)
            found[pair] = max(found.get(pair, Fraction(0)), Fraction(score))
    frame = pl.LazyFrame(rows, {"a": pl.Int64, "b": pl.Int64, "score": pl.Float64}, orient="row")
    cutoff = worst
    if sense == "distance":
        frame, cutoff = frame.with_columns((1 - pl.col("score")).alias("score")), 1 - worst
    for method in METHODS:
        if (method, sense) == ("average", "distance"):
            continue
        asked: dict[str, Any] = {"score": "score", "score_cutoff": cutoff, "sense": sense, "tables": tables}
        query = frame.rs.groups("a", "b", method=method, max_size=most, **asked)
        groups = grouped(len(ids) + len(others), found, method, worst, most or ANY)
        got = collect(query)
        assert query.collect_schema() == got.schema
        assert got["a"].to_list() == [*ids, *[None] * len(others)]
        if tables == "two":
            assert got["b"].to_list() == [*[None] * len(ids), *others]
        assert got["group"].to_list() == groups, method


@methods
@pytest.mark.filterwarnings("ignore::polars_resemble.LargeGroupWarning")
def test_the_order_of_pairs_does_not_matter(method: ClusterMethod) -> None:
    frame = pl.DataFrame({"text": texts(7, 120)})
    pairs = frame.rs.pairs("text", scorer="jaro_winkler", score_cutoff=0.6)
    asked: dict[str, Any] = {"score": "score", "score_cutoff": 0.85, "method": method}
    expected = pairs.rs.groups("row", "row_right", **asked)
    assert 1 < expected["group"].n_unique() < expected.height
    for seed in range(3):
        shuffled = pairs.sample(fraction=1, shuffle=True, seed=seed)
        assert_frame_equal(shuffled.rs.groups("row", "row_right", **asked), expected)
        assert_frame_equal(
            shuffled.rs.groups("row_right", "row", **asked).rename({"row_right": "row"}), expected
        )


@methods
def test_groups_of_pairs_are_those_of_the_texts(method: ClusterMethod) -> None:
    distinct = sorted({text for text in texts(11, 200) if text})
    frame = pl.DataFrame({"text": distinct}).with_row_index("row")
    for most in (None, 3):
        asked: dict[str, Any] = {"score_cutoff": 0.75, "method": method, "max_size": most}
        clusters = frame.select("row", group=rs.cluster("text", scorer="levenshtein", **asked))
        pairs = frame.rs.fuzzy_join(frame, on="text", scorer="levenshtein", score_cutoff=0.75)
        groups = pairs.rs.groups("row", "row_right", score="score", **asked)
        assert groups["group"].n_unique() < groups.height
        assert_frame_equal(groups, clusters)


@methods
def test_rows_of_equal_texts_stay_together(method: ClusterMethod) -> None:
    column = pl.Series(["abcd", "abce", "abcd", "abcd", "xyz", None, "abce", "xyz"])
    asked: dict[str, Any] = {"scorer": "levenshtein", "score_cutoff": 0.75, "method": method}
    assert column.rs.cluster(**asked).to_list() == [0, 0, 0, 0, 1, None, 0, 1]
    assert column.rs.cluster(**asked, max_size=2).to_list() == [0, 1, 0, 0, 2, None, 1, 2]
    assert column.rs.canonical(**asked, max_size=4).to_list()[1] == "abce"
    assert column.to_frame("a").rs.deduplicate("a", **asked, max_size=4).height == 4


def test_averages_weigh_rows() -> None:
    """A text of three rows counts three times: (0 + 3 * 0.75) / 4 reaches what (0 + 0.75) / 2 does not."""
    column = pl.Series(["abcd", "abcd", "abcd", "abce", "xbce"])
    asked: dict[str, Any] = {"scorer": "levenshtein", "method": "average"}
    assert column.rs.cluster(score_cutoff=0.55, **asked).to_list() == [0, 0, 0, 0, 1]
    assert column.unique(maintain_order=True).rs.cluster(score_cutoff=0.55, **asked).to_list() == [0, 0, 1]
    middle = pl.Series(["abcd", "abce", "abce", "abce", "xbce"])
    assert middle.rs.cluster(score_cutoff=0.55, **asked).to_list() == [0, 0, 0, 0, 0]


@pytest.mark.parametrize(
    "made",
    [
        lambda number: f"id {number}",
        lambda number: date(2000, 1, 1 + number),
        lambda number: number / 4,
        lambda number: bytes([number]),
    ],
)
def test_ids_have_any_dtype(made: Callable[[int], Any]) -> None:
    frame = pl.DataFrame({"a": [made(3), made(1), made(5)], "b": [made(1), None, made(4)]})
    got = frame.rs.groups("a", "b")
    assert got.rows() == [(made(1), 0), (made(3), 0), (made(4), 1), (made(5), 1)]
    assert got.schema["a"] == frame.schema["a"]
    apart = frame.rs.groups("a", "b", tables="two")
    assert apart["group"].to_list() == [0, 1, 2, 1, 2]
    assert frame.head(0).rs.groups("a", "b").schema == got.schema


@pytest.mark.parametrize("dtype", [pl.Categorical, pl.Enum(["z", "m", "a"])])
def test_categories_are_texts(dtype: Any) -> None:
    frame = pl.DataFrame({"a": ["z", "a"], "b": ["m", "a"]}, schema={"a": dtype, "b": dtype})
    got = frame.rs.groups("a", "b")
    assert got["a"].cast(pl.String).to_list() == ["a", "m", "z"]
    assert got["group"].to_list() == [0, 1, 1]
    assert got.schema["a"] == dtype


def test_integers_of_two_widths_are_ids_of_one_table() -> None:
    frame = pl.LazyFrame({"a": [1, 2], "b": [2, 3]}, schema={"a": pl.UInt8, "b": pl.Int64})
    assert collect(frame.rs.groups("a", "b")).rows() == [(1, 0), (2, 0), (3, 0)]


def chain(count: int) -> pl.DataFrame:
    """Make texts of which each is one edit from the next."""
    return pl.DataFrame({"text": ["a" * at + "b" * (count - at) for at in range(count)]})


def test_a_large_group_is_warned_of() -> None:
    frame = chain(40)
    asked: dict[str, Any] = {"scorer": "levenshtein", "score_cutoff": 0.97}
    remedy = 'a stricter score_cutoff, method="average" or max_size keeps groups smaller'
    sentence = f"cluster: one group has 40 of 40 distinct values; {remedy}"
    query = frame.lazy().select(rs.cluster("text", **asked))
    with pytest.warns(rs.LargeGroupWarning, match=f"^{re.escape(sentence)}$"):
        groups = query.collect()
    assert groups["text"].n_unique() == 1
    with pytest.warns(rs.LargeGroupWarning, match="^deduplicate: one group has 40 of 40"):
        frame.rs.deduplicate("text", **asked)
    with pytest.warns(rs.LargeGroupWarning, match="^groups: one group has 40 of 40"):
        frame.rs.pairs("text", **asked).rs.groups("row", "row_right")
    with warnings.catch_warnings():
        warnings.simplefilter("error", rs.LargeGroupWarning)
        with pytest.raises(
            pl.exceptions.ComputeError, match="cluster: LargeGroupWarning: cluster: one group"
        ):
            query.collect()


def test_groups_that_are_not_large_are_not_warned_of() -> None:
    asked: dict[str, Any] = {"scorer": "levenshtein", "score_cutoff": 0.94}
    # Warnings are errors here.
    assert chain(20).select(rs.cluster("text", **asked)).to_series().n_unique() == 1
    frame = chain(40).select("text", key=pl.lit(1))
    for more in ({"method": "average"}, {"max_size": 40}):
        assert frame.select(rs.cluster("text", **asked, **more)).to_series().n_unique() < 40
    assert frame.select(rs.cluster("text", key="key")).to_series().n_unique() == 1
    # Many equal rows are one text.
    equal = pl.DataFrame({"text": ["same"] * 1000 + ["other"]})
    assert equal.select(rs.cluster("text", **asked)).to_series().n_unique() == 2


FRAME = pl.DataFrame({"a": [1], "b": [2], "text": ["x"], "list": [[1]]})
WRONG: list[tuple[dict[str, Any], type[Exception], str]] = [
    ({"left": 1}, TypeError, "left to be a str, got int"),
    ({"right": "a"}, ValueError, "two columns of ids, got ['a', 'a']"),
    ({"score": 1}, TypeError, "score to be a str, got int"),
    ({"score_cutoff": -1}, ValueError, "score_cutoff to be finite and at least 0, got -1"),
    ({"sense": "best"}, ValueError, "sense to be one of 'similarity', 'distance', got 'best'"),
    (
        {"method": "single"},
        ValueError,
        "method to be one of 'components', 'greedy', 'average', 'complete', got 'single'",
    ),
    ({"max_size": 0}, ValueError, "max_size to be within 1..4294967295, got 0"),
    ({"tables": "both"}, ValueError, "tables to be one of 'one', 'two', got 'both'"),
    (
        {"method": "average"},
        ValueError,
        "a score_cutoff of similarities for method 'average', got {'score_cutoff': None, 'sense': 'simila",
    ),
    (
        {"right": "list"},
        pl.exceptions.SchemaError,
        'ids of a dtype with an order, got List(Int64) for column "list"',
    ),
    (
        {"right": "text"},
        pl.exceptions.SchemaError,
        'ids of one dtype, got Int64 for column "a" and String for column "text"',
    ),
]


@pytest.mark.parametrize(("arguments", "error", "sentence"), WRONG)
def test_wrong_parameters(arguments: dict[str, Any], error: type[Exception], sentence: str) -> None:
    with pytest.raises(error, match=f"^groups: expected {re.escape(sentence)}"):
        rs.groups(FRAME, **{"left": "a", "right": "b", **arguments})


def test_wrong_uses() -> None:
    with pytest.raises(
        TypeError, match=r"^groups: expected pairs to be a DataFrame or a LazyFrame, got list"
    ):
        rs.groups([(1, 2)], "a", "b")
    with pytest.raises(ValueError, match=r"^groups: expected ids of another name than 'group'"):
        FRAME.rename({"a": "group"}).rs.groups("group", "b")
    with pytest.raises(pl.exceptions.ColumnNotFoundError):
        FRAME.rs.groups("a", "c")
    edits = rs.scorers.levenshtein(measure="distance")
    with pytest.raises(
        ValueError, match=r"^cluster: expected a scorer in 0\.\.1 or a similarity for method 'avera"
    ):
        rs.cluster("a", scorer=edits, score_cutoff=2, method="average")
    with pytest.raises(ValueError, match=r"^cluster: expected max_size with a scorer only, got 3"):
        rs.cluster("a", key="b", max_size=3)
    with pytest.raises(TypeError, match=r"^canonical: expected max_size to be an int, got float"):
        rs.canonical("a", scorer="osa", score_cutoff=0.5, max_size=2.0)
