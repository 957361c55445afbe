"""Rows of one frame compared by several fields: pairs, groups and kept rows are those that all pairs give."""

from __future__ import annotations

import random
from itertools import combinations
from typing import TYPE_CHECKING, Any, get_args

import polars as pl
import pytest

import polars_resemble as rs
from engines import collect
from polars_resemble.typing import ClusterMethod
from rows_to_match import texts

if TYPE_CHECKING:
    from polars_resemble.typing import Field

pytestmark = pytest.mark.filterwarnings("ignore::polars_resemble.LargeGroupWarning")

METHODS: tuple[ClusterMethod, ...] = get_args(ClusterMethod)

#: A scorer of which each direction has another score.
TVERSKY = rs.scorers.tversky(alpha=0.9, beta=0.1)

Scored = dict[tuple[int, int], float]


def table(seed: int, rows: int) -> pl.DataFrame:
    """Make records with gaps, repetitions and near copies, and columns that some of them agree in."""
    chance = random.Random(seed)
    columns = {}
    for at, name in enumerate("ab"):
        drawn = [text for text in texts(seed * 10 + at, rows) if text is not None]
        columns[name] = [
            None if chance.random() < 0.2 else chance.choice(drawn[: rows // 2]) for _ in range(rows)
        ]
    keys = {key: [chance.choice([None, "x", "y", "z"]) for _ in range(rows)] for key in ("k", "l", "m")}
    return pl.DataFrame({**columns, **keys})


def random_fields(chance: random.Random) -> list[Field]:
    return [
        rs.on(
            name,
            scorer=chance.choice(["levenshtein", "jaro_winkler", "ratio", "monge_elkan", TVERSKY]),
            weight=chance.choice([0.5, 1, 2]),
            score_cutoff=chance.choice([None, None, 0.4]),
            nulls=chance.choice(["ignore", "mismatch", "match"]),
        )
        for name in "ab"
    ]


def agree(one: dict[str, Any], other: dict[str, Any], by: list[list[str]] | None) -> bool:
    if by is None:
        return True
    return any(all(one[key] is not None and one[key] == other[key] for key in keys) for keys in by)


def all_pairs(
    frame: pl.DataFrame, fields: list[Field], worst: float, known: float, by: list[list[str]] | None
) -> Scored:
    """Score all pairs of rows, the earlier one first, in the better direction."""
    rows = frame.with_row_index("row")
    both = rows.join(rows, how="cross").filter(pl.col("row") < pl.col("row_right"))
    ways = [("", "_right"), ("_right", "")]
    sided = [
        rs.on(
            f"{field.left}{one}",
            f"{field.left}{other}",
            scorer=field.scorer,
            weight=field.weight,
            score_cutoff=field.score_cutoff,
            nulls=field.nulls,
        )
        for one, other in ways
        for field in fields
    ]
    half = len(fields)
    better = pl.max_horizontal(
        rs.score(each, score_cutoff=worst, known=known) for each in (sided[:half], sided[half:])
    )
    scores = both.select("row", "row_right", better.alias("score"))
    listed = frame.rows(named=True)
    return {
        (one, other): score
        for one, other, score in scores.rows()
        if score is not None and agree(listed[one], listed[other], by)
    }


BY = [None, [["k"]], [["k"], ["l", "m"]], [["k", "l"], ["m"], ["l"]]]


@pytest.mark.parametrize("seed", range(24))
def test_pairs_are_those_of_all_rows(seed: int) -> None:
    chance = random.Random(seed)
    frame, fields, by = table(seed, 40), random_fields(chance), BY[seed % len(BY)]
    worst, known = chance.choice([0.3, 0.6, 0.8]), chance.choice([0, 0.5, 1])
    expected = all_pairs(frame, fields, worst, known, by)
    asked: dict[str, Any] = {"score_cutoff": worst, "known": known, "by": by}
    found = collect(frame.lazy().rs.pairs(fields, **asked))
    assert {
        (one, other): score for one, other, score in found.select("row", "row_right", "score").rows()
    } == (expected)
    assert found.height == len(expected)
    ranks = [(row, -score, other) for row, other, score in found.select("row", "row_right", "score").rows()]
    assert ranks == sorted(ranks)
    told = frame.rs.pairs(fields, **asked, scores="struct")
    assert told.drop("scores").equals(found)
    for score, scores in told.select("score", "scores").rows():
        counted = [
            (
                field.weight,
                {"ignore": None, "mismatch": 0.0, "match": 1.0}[field.nulls] if each is None else each,
            )
            for field, each in zip(fields, scores.values(), strict=True)
        ]
        counted = [(weight, each) for weight, each in counted if each is not None]
        mean = sum(weight * each for weight, each in counted) / sum(weight for weight, _ in counted)
        assert mean == pytest.approx(score)


@pytest.mark.parametrize("seed", range(16))
def test_groups_are_those_of_pairs(seed: int) -> None:
    chance = random.Random(seed)
    frame, fields, by = table(seed, 40), random_fields(chance), BY[seed % len(BY)]
    asked: dict[str, Any] = {"score_cutoff": chance.choice([0.5, 0.8]), "by": by}
    pairs = frame.rs.pairs(fields, **asked)
    for method in METHODS:
        cutoff = asked["score_cutoff"] if method == "average" else None
        groups = pairs.rs.groups("row", "row_right", score="score", score_cutoff=cutoff, method=method)
        query = (
            frame.lazy().with_row_index("row").with_columns(group=rs.cluster(fields, **asked, method=method))
        )
        got = collect(query)
        # Rows that are in no pair are alone.
        merged = got.join(groups, on="row", how="left", suffix="_of_pairs")
        together = {
            (one, other)
            for (one, one_group), (other, other_group) in combinations(
                merged.select("row", "group_of_pairs").rows(), 2
            )
            if one_group is not None and one_group == other_group
        }
        assert together == {
            (one, other)
            for (one, one_group), (other, other_group) in combinations(got.select("row", "group").rows(), 2)
            if one_group is not None and one_group == other_group
        }
        empty = pl.col("a").is_null() & pl.col("b").is_null()
        if all(field.nulls == "ignore" for field in fields):
            assert got.filter(pl.col("group").is_null()).equals(got.filter(empty))
        first = got["group"].drop_nulls().unique(maintain_order=True).to_list()
        assert first == sorted(first)


@pytest.mark.parametrize("keep", ["first", "most_frequent", "longest"])
@pytest.mark.parametrize("method", METHODS)
def test_kept_rows_stand_for_their_groups(keep: Any, method: Any) -> None:
    frame = table(5, 60).with_row_index("row")
    fields = [rs.on("a"), rs.on("b", scorer="levenshtein")]
    asked: dict[str, Any] = {"score_cutoff": 0.8, "by": [["k"], ["l"]]}
    kept = collect(frame.lazy().rs.deduplicate(fields, **asked, method=method, keep=keep))
    assert kept["row"].is_sorted()
    worth = {"first": pl.lit(0), "most_frequent": pl.len().over("a", "b")}.get(
        keep, pl.sum_horizontal(pl.col("a", "b").str.len_chars())
    )
    if method != "greedy":
        # With leaders, groups depend on the rows that are preferred.
        grouped = frame.with_columns(group=rs.cluster(fields, **asked, method=method), worth=worth)
        best = grouped.filter(pl.col("group").is_not_null()).sort("worth", "row", descending=[True, False])
        rows = best.unique("group", keep="first", maintain_order=True)["row"].to_list()
        rows += grouped.filter(pl.col("group").is_null())["row"].to_list()
        assert kept["row"].to_list() == sorted(rows)
    else:
        again = kept.rs.deduplicate(fields, **asked, method=method, keep=keep)
        assert again.equals(kept)


def test_a_record_is_replaced_by_the_most_frequent_one_of_its_group() -> None:
    frame = pl.DataFrame({"a": ["Jon", "John", "John", "Ann", None], "b": ["x", "x", "x", "x", None]})
    got = frame.select(rs.canonical([rs.on("a"), rs.on("b")], score_cutoff=0.9)).to_series()
    assert got.struct.unnest().rows() == [("John", "x")] * 3 + [("Ann", "x"), (None, None)]
    # Within equal columns, texts are counted in their group alone.
    towns = pl.DataFrame({"a": ["Jon", "John", "John", "Jon", "Jon"], "town": ["u", "v", "v", "v", "w"]})
    by_town = towns.select(rs.canonical("a", scorer="jaro_winkler", score_cutoff=0.9, by="town"))
    assert by_town.to_series().to_list() == ["Jon", "John", "John", "John", "Jon"]


@pytest.mark.parametrize("by", [[["k"], ["l"]], [["k", "l"], ["m"]]])
@pytest.mark.parametrize("how", ["inner", "left", "right", "full", "semi", "anti"])
def test_a_join_of_rows_that_agree_in_any_of_several_lists(by: Any, how: Any) -> None:
    left, right = table(1, 50).with_row_index("i"), table(2, 40).with_row_index("j")
    asked: dict[str, Any] = {"on": "a", "scorer": "ratio", "score_cutoff": 0.4}
    for limit in (None, 2):
        every = left.rs.fuzzy_join(right, **asked)
        agrees = pl.any_horizontal(
            pl.all_horizontal(pl.col(key) == pl.col(f"{key}_right") for key in keys) for keys in by
        )
        matches = every.filter(agrees)
        if limit is not None:
            matches = matches.group_by("i", maintain_order=True).head(limit).select(every.columns)
        got = collect(left.lazy().rs.fuzzy_join(right.lazy(), **asked, by=by, how=how, limit=limit))
        if how in ("semi", "anti"):
            assert got.equals(left.join(matches, on="i", how=how))
            continue
        assert (
            got.filter(pl.col("score").is_not_null())
            .sort("i", pl.col("score"), "j")
            .equals(matches.sort("i", pl.col("score"), "j"))
        )
        alone = {"inner": 0, "left": left.height - matches["i"].n_unique()}
        alone["right"] = right.height - matches["j"].n_unique()
        alone["full"] = alone["left"] + alone["right"]
        assert got["score"].null_count() == alone[how]


def test_tfidf_of_several_lists_has_the_scores_of_all_rows() -> None:
    left, right = table(3, 50).with_row_index("i"), table(4, 40).with_row_index("j")
    asked: dict[str, Any] = {"on": "a", "scorer": rs.scorers.tfidf(), "score_cutoff": 0.1}
    every = left.rs.fuzzy_join(right, **asked)
    got = left.rs.fuzzy_join(right, **asked, by=[["k"], ["l"]])
    agrees = (pl.col("k") == pl.col("k_right")) | (pl.col("l") == pl.col("l_right"))
    assert got.equals(every.filter(agrees).select(got.columns))


def test_distances_and_texts_of_one_field_within_equal_columns() -> None:
    frame = pl.DataFrame({"a": ["ab", "abc", "xy", "ab"], "k": [1, 1, 1, None]})
    edits = rs.scorers.levenshtein(measure="distance")
    groups = frame.select(rs.cluster("a", scorer=edits, score_cutoff=1, by="k")).to_series()
    assert groups.to_list() == [0, 0, 1, 2]
    assert frame.rs.deduplicate("a", scorer=edits, score_cutoff=1, by="k")["a"].to_list() == [
        "ab",
        "xy",
        "ab",
    ]


def test_frames_without_rows() -> None:
    empty = table(1, 10).clear()
    fields = [rs.on("a"), rs.on("b")]
    assert empty.rs.pairs(fields, score_cutoff=0.5, by=[["k"], ["l"]]).height == 0
    assert empty.select(rs.cluster(fields, score_cutoff=0.5, by="k")).height == 0
    assert empty.rs.deduplicate(fields, score_cutoff=0.5).height == 0


@pytest.mark.parametrize(
    ("call", "error", "sentence"),
    [
        (
            lambda: rs.cluster([rs.on("a", "b"), rs.on("a")], score_cutoff=0.5),
            ValueError,
            "cluster: expected fields of one column, as all rows are of one frame, got 'a and b'",
        ),
        (
            lambda: rs.cluster([rs.on("a"), rs.on("b")], score_cutoff=0.5, key="k"),
            ValueError,
            "cluster: expected a key with one column, and without by, got 'k'",
        ),
        (
            lambda: rs.canonical(["a", "b"]),
            TypeError,
            "canonical: expected score_cutoff to be a number, got None",
        ),
        (
            lambda: table(1, 5).rs.pairs("a", score_cutoff=0.5, by=[["k"], []]),
            ValueError,
            "pairs: expected by to name columns in each of its lists",
        ),
        (
            lambda: table(1, 5).rs.pairs(["a", pl.col("b").alias("x")], score_cutoff=0.5, by=[["k"], ["no"]]),
            pl.exceptions.ColumnNotFoundError,
            "no",
        ),
        (
            lambda: rs.score([rs.on("a", "b")], "b"),
            ValueError,
            "score: expected fields, or two columns and a scorer",
        ),
        (
            lambda: rs.score([rs.on("a", "b", scorer=rs.scorers.tfidf())]),
            TypeError,
            "score: expected a scorer of two texts alone, which tfidf and soft_tfidf are not, got Tfidf",
        ),
    ],
)
def test_wrong_parameters(call: Any, error: type[Exception], sentence: str) -> None:
    with pytest.raises(error, match=sentence.replace("(", r"\(")):
        call()
