"""Groups are the components, or the greedy groups, of the graph of all pairs that match."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal
from rapidfuzz.distance import JaroWinkler, Levenshtein

import polars_resemble as rs
from cutoffs import reaches
from engines import assert_same, collect, needs
from every_scorer import DIRECTED, EVERY_SCORER, loose
from polars_resemble._scorer import OfCorpus
from rows_to_match import METHODS, described, divided, texts

if TYPE_CHECKING:
    from collections.abc import Callable

    from polars_resemble.scorers import Scorer
    from polars_resemble.typing import ClusterMethod, Keep

# Of few texts at loose cutoffs, most are together.
pytestmark = pytest.mark.filterwarnings("ignore::polars_resemble.LargeGroupWarning")

TEXTS = texts(5, 150)
FRAME = pl.DataFrame({"text": TEXTS, "row": range(150)})

#: Short texts, of which many are alike, some more than once, some emptied by a processor.
SIMILAR = pl.DataFrame(
    {
        "text": [
            "a",
            "aa",
            "aaa",
            "aa",
            "aaaa",
            "aaaaaa",
            "ab!",
            "AB",
            "ab",
            "?",
            "-",
            "?",
            None,
            "",
            *TEXTS[:60],
        ]
    }
).with_row_index("row")

SCORERS = [
    ("jaro_winkler", JaroWinkler.similarity, 0.85),
    ("levenshtein", Levenshtein.normalized_similarity, 0.7),
    ("levenshtein", Levenshtein.normalized_similarity, 1.0),
]


def expected_groups(
    matches: Callable[[str, str], bool], method: ClusterMethod, texts: list[str | None] = TEXTS
) -> list[int | None]:
    """Group rows by the book: a walk through the graph, or leaders in order."""
    groups: list[int | None] = [None] * len(texts)
    for first, text in enumerate(texts):
        if text is None or groups[first] is not None:
            continue
        group = len({each for each in groups if each is not None})
        groups[first] = group
        reached = [first]
        for row in reached:
            for other, another in enumerate(texts):
                if groups[other] is None and another is not None and matches(texts[row], another):
                    groups[other] = group
                    if method == "components":
                        reached.append(other)
    return groups


@pytest.mark.parametrize(("scorer", "oracle", "cutoff"), SCORERS)
@pytest.mark.parametrize("method", ["components", "greedy"])
def test_groups(
    scorer: str, oracle: Callable[[str, str], float], cutoff: float, method: ClusterMethod
) -> None:
    groups = expected_groups(lambda one, other: reaches(oracle(one, other), cutoff), method)
    query = FRAME.lazy().select(rs.cluster("text", scorer=scorer, score_cutoff=cutoff, method=method))
    got = collect(query)
    assert query.collect_schema() == got.schema == {"text": pl.UInt32}
    assert got["text"].to_list() == groups
    assert FRAME["text"].rs.cluster(scorer=scorer, score_cutoff=cutoff, method=method).to_list() == groups


def members(groups: list[int | None]) -> dict[int, list[int]]:
    rows: dict[int, list[int]] = {}
    for row, group in enumerate(groups):
        if group is not None:
            rows.setdefault(group, []).append(row)
    return rows


@pytest.mark.parametrize("keep", ["first", "most_frequent", "longest"])
def test_one_row_of_each_group_is_kept(keep: Keep) -> None:
    groups = expected_groups(lambda one, other: JaroWinkler.similarity(one, other) >= 0.85, "components")
    kept = [row for row, group in enumerate(groups) if group is None]
    canonical: list[Any] = [None] * len(TEXTS)
    for rows in members(groups).values():
        times = Counter(TEXTS[row] for row in rows)
        most = max(rows, key=lambda row: (times[TEXTS[row]], -row))
        longest = max(rows, key=lambda row: (len(TEXTS[row] or ""), -row))
        kept.append({"first": rows[0], "most_frequent": most, "longest": longest}[keep])
        for row in rows:
            canonical[row] = TEXTS[most]
    asked: dict[str, Any] = {"scorer": "jaro_winkler", "score_cutoff": 0.85}
    lazy = FRAME.lazy().rs.deduplicate("text", keep=keep, **asked)
    assert_frame_equal(lazy.collect(), FRAME.filter(pl.col("row").is_in(kept)))
    assert_frame_equal(FRAME.rs.deduplicate("text", keep=keep, **asked), lazy.collect())
    assert FRAME.select(rs.canonical("text", **asked)).to_series().to_list() == canonical


def test_groups_by_a_key() -> None:
    frame = pl.DataFrame({"name": ["Paris ", "paris", None, "Rome", "rome", "x"], "id": range(6)})
    key = pl.col("name").str.to_lowercase().str.strip_chars().replace("x", None)
    assert frame.select(rs.cluster("name", key=key)).to_series().to_list() == [0, 0, None, 1, 1, None]
    named = frame.select(pl.col("name").rs.canonical(key=key)).to_series().to_list()
    assert named == ["Paris ", "Paris ", None, "Rome", "Rome", "x"]
    assert frame.rs.deduplicate("name", key=key)["id"].to_list() == [0, 2, 3, 5]


@pytest.mark.parametrize(
    ("dtype", "made"),
    [
        (pl.Int64, int),
        (pl.Float64, float),
        (pl.Boolean, lambda key: key == 1),
        (pl.Categorical, str),
        (pl.Date, lambda key: date(2000, 1, key)),
        (pl.List(pl.Int64), lambda key: [key, key]),
        pytest.param(
            pl.Struct({"key": pl.Int64}),
            lambda key: {"key": key},
            marks=needs(1, 1, "a null struct was a struct of nulls"),
        ),
    ],
)
def test_keys_have_any_dtype(dtype: Any, made: Callable[[int], Any]) -> None:
    keys = [None if key is None else made(key) for key in (2, 1, 2, None, 2, 1)]
    texts = [None, "a", "b", "a", "c", "d"]
    frame = pl.DataFrame({"name": texts, "key": pl.Series(keys, dtype=dtype)})
    group, canonical = rs.cluster("name", key="key"), rs.canonical("name", key="key")
    got = collect(frame.lazy().select(group=group, name=canonical))
    assert got["group"].to_list() == [None, 0, 1, None, 1, 0]
    assert got["name"].to_list() == [None, "a", "b", "a", "b", "a"]
    assert frame.rs.deduplicate("name", key="key")["name"].to_list() == [None, "a", "b", "a"]
    assert frame.head(0).rs.deduplicate("name", key="key").height == 0


def test_pairs_are_those_behind_the_groups() -> None:
    pairs = FRAME.lazy().rs.pairs("text", scorer="jaro_winkler", score_cutoff=0.85)
    matches = [
        (row, other, one, two, JaroWinkler.similarity(one, two))
        for row, one in enumerate(TEXTS)
        for other, two in enumerate(TEXTS)
        if row < other and one is not None and two is not None
    ]
    matches = sorted(
        (each for each in matches if each[4] >= 0.85), key=lambda each: (each[0], -each[4], each[1])
    )
    schema = {"row": pl.UInt32, "row_right": pl.UInt32, "text": pl.String, "text_right": pl.String}
    expected = pl.DataFrame(matches, schema={**schema, "score": pl.Float64}, orient="row")
    assert expected.height > 20
    assert pairs.collect_schema() == expected.schema
    assert_frame_equal(pairs.collect(), expected, check_exact=True)


@pytest.mark.parametrize(("scorer", "oracle", "cutoff"), DIRECTED, ids=described)
def test_a_pair_of_either_direction_counts(
    scorer: Scorer, oracle: Callable[[str, str], float], cutoff: float
) -> None:
    best = max if scorer.is_similarity else min

    def keeps(score: float) -> bool:
        return reaches(score, cutoff, is_similarity=scorer.is_similarity)

    asked: dict[str, Any] = {"scorer": scorer, "score_cutoff": cutoff}
    frame = divided(6, 80, 2).select("text")
    texts = frame["text"].to_list()
    rows = [(row, text) for row, text in enumerate(texts) if text is not None]
    both = {(row, other): oracle(one, two) for row, one in rows for other, two in rows}
    scores = {pair: best(score, both[pair[::-1]]) for pair, score in both.items() if pair[0] < pair[1]}
    expected = sorted(
        ((*pair, score) for pair, score in scores.items() if keeps(score)),
        key=lambda each: (each[0], -each[2] if scorer.is_similarity else each[2], each[1]),
    )
    assert any(keeps(both[row, other]) != keeps(both[other, row]) for row, other, _ in expected)
    pairs = frame.rs.pairs("text", **asked)
    assert pairs.select("row", "row_right").rows() == [each[:2] for each in expected]
    assert pairs["score"].to_list() == pytest.approx([each[2] for each in expected], abs=1e-12)
    for method in METHODS:
        groups = expected_groups(
            lambda one, other: keeps(oracle(one, other)) or keeps(oracle(other, one)), method, texts
        )
        assert frame["text"].rs.cluster(method=method, **asked).to_list() == groups


#: Scorers by which a text of few symbols does not match itself, and cutoffs.
ABSOLUTE = [
    (rs.scorers.lcs_seq(measure="similarity"), 4),
    (rs.scorers.prefix(measure="similarity"), 3),
    (rs.scorers.indel(measure="similarity"), 9),
    (rs.scorers.editex(measure="similarity"), 5),
    (rs.scorers.levenshtein(weights=(1, 3, 2), measure="similarity"), 9),
]


@pytest.mark.parametrize(("scorer", "cutoff"), [*((each, loose(each)) for each in EVERY_SCORER), *ABSOLUTE])
def test_greedy_groups_are_led_by_the_rows_that_are_preferred(scorer: Scorer, cutoff: float) -> None:
    frame = SIMILAR
    asked: dict[str, Any] = {"scorer": scorer, "score_cutoff": cutoff}
    neighbours: list[set[int]] = [set() for _ in range(frame.height)]
    for row, other in frame.rs.pairs("text", **asked).select("row", "row_right").iter_rows():
        neighbours[row].add(other)
        neighbours[other].add(row)
    texts = frame["text"].to_list()
    times = Counter(texts)
    worth: dict[Keep, Callable[[int], int]] = {
        "first": lambda _: 0,
        "longest": lambda row: len(texts[row]),
        "most_frequent": lambda row: times[texts[row]],
    }
    for keep, of_row in worth.items():
        known = [row for row, text in enumerate(texts) if text is not None]
        leaders: set[int] = set()
        for row in sorted(known, key=lambda row: (-of_row(row), row)):
            if not neighbours[row] & leaders:
                leaders.add(row)
        nulls = set(range(frame.height)) - set(known)
        kept = frame.rs.deduplicate("text", method="greedy", keep=keep, **asked)
        assert kept["row"].to_list() == sorted(leaders | nulls), keep
        if not isinstance(scorer, OfCorpus):
            again = kept.rs.deduplicate("text", method="greedy", keep=keep, **asked)
            assert_same(again, kept, keep)
    groups = frame.select(rs.cluster("text", method="greedy", **asked)).to_series().to_list()
    first = frame.rs.deduplicate("text", method="greedy", **asked)["row"].to_list()
    assert len(set(groups) - {None}) == len([row for row in first if texts[row] is not None])


def test_equal_rows_that_do_not_match_are_apart() -> None:
    asked: dict[str, Any] = {"scorer": rs.scorers.lcs_seq(measure="similarity"), "score_cutoff": 3}
    texts = pl.Series("text", ["ab", "abc", "ab", "abcd", "abc"])
    assert texts.to_frame().rs.pairs("text", **asked).select("row", "row_right").rows() == [
        (1, 3),
        (1, 4),
        (3, 4),
    ]
    for method in METHODS:
        assert texts.rs.cluster(method=method, **asked).to_list() == [0, 1, 2, 1, 1]


def test_tfidf_clusters_and_joins_alike() -> None:
    scorer = rs.scorers.tfidf(ngram=2)
    pairs = FRAME.rs.pairs("text", scorer=scorer, score_cutoff=0.6)
    joined = FRAME.rs.fuzzy_join(FRAME, on="text", scorer=scorer, score_cutoff=0.6)
    once = joined.filter(pl.col("row") < pl.col("row_right"))
    assert once["score"].to_list() == pairs["score"].to_list()
    groups = FRAME.select(rs.cluster("text", scorer=scorer, score_cutoff=0.6)).to_series()
    assert (groups.gather(pairs["row"]) == groups.gather(pairs["row_right"])).all()


@pytest.mark.parametrize("rows", [0, 1])
def test_short_columns(rows: int) -> None:
    frame = pl.DataFrame({"text": ["a"][:rows]}, schema={"text": pl.String})
    assert (
        frame.select(rs.cluster("text", scorer="osa", score_cutoff=0.5)).to_series().to_list() == [0][:rows]
    )
    assert frame.rs.deduplicate("text", scorer="osa", score_cutoff=0.5).height == rows
    assert frame.rs.pairs("text", scorer="osa", score_cutoff=0.5).height == 0


def test_many_equal_rows_cost_no_more_than_one() -> None:
    frame = pl.DataFrame({"text": ["same", "sane"] * 100_000})
    groups = frame.select(rs.cluster("text", scorer="osa", score_cutoff=0.7)).to_series()
    assert groups.n_unique() == 1


def test_progress_shows_on_stderr(capfd: pytest.CaptureFixture[str]) -> None:
    frame = pl.DataFrame({"text": [f"{at:06}" for at in range(5000)]})
    quiet = frame.rs.deduplicate("text", scorer="osa", score_cutoff=1.0)
    assert capfd.readouterr().err == ""
    loud = frame.rs.deduplicate("text", scorer="osa", score_cutoff=1.0, progress=True)
    assert_frame_equal(loud, quiet)
    shown = capfd.readouterr().err
    assert "deduplicate" in shown
    assert " 0/0 texts" not in shown


WRONG: list[tuple[dict[str, Any], type[Exception], str]] = [
    ({}, ValueError, "expected either scorer or key"),
    ({"scorer": "osa", "key": "b", "score_cutoff": 0.5}, ValueError, "expected either scorer or key"),
    (
        {"key": "b", "score_cutoff": 0.5},
        ValueError,
        "expected score_cutoff with a scorer only, and a key without it, got 0.5",
    ),
    ({"scorer": "osa"}, TypeError, "expected score_cutoff to be a number, got NoneType"),
    (
        {"scorer": "osas", "score_cutoff": 0.5},
        ValueError,
        "expected scorer to be a value such as rs.scorers.jaro(), or the name",
    ),
    ({"scorer": "osa", "score_cutoff": 2}, ValueError, "expected score_cutoff to be within 0..1, got 2"),
    ({"scorer": "osa", "score_cutoff": 0.5, "method": "all"}, ValueError, "expected method to be one of"),
    (
        {"scorer": "osa", "score_cutoff": 0.5, "progress": 1},
        TypeError,
        "expected progress to be True or False",
    ),
]


@pytest.mark.parametrize(("arguments", "error", "sentence"), WRONG)
@pytest.mark.parametrize("function", ["cluster", "canonical"])
def test_wrong_parameters(
    function: str, arguments: dict[str, Any], error: type[Exception], sentence: str
) -> None:
    with pytest.raises(error) as raised:
        getattr(pl.col("a").rs, function)(**arguments)
    assert str(raised.value).startswith(f"{function}: expected ")
    assert sentence in str(raised.value)


def test_wrong_uses() -> None:
    frame = pl.DataFrame({"a": ["x"], "n": [1]})
    with pytest.raises(
        pl.exceptions.PolarsError, match=r'cluster: expected String, .* column "n", got Int64'
    ):
        frame.lazy().select(rs.cluster("n", scorer="osa", score_cutoff=0.5)).collect_schema()
    with pytest.raises(
        pl.exceptions.PolarsError, match="cluster: expected as many keys as rows, got 2 for 1"
    ):
        frame.select(rs.cluster("a", key=pl.Series([1, 2])))
    with pytest.raises(
        TypeError, match="deduplicate: expected on to be a column name or an expression, got int"
    ):
        frame.rs.deduplicate([1], scorer="osa", score_cutoff=0.5)
    for name in ("row", "row_right", "score"):
        with pytest.raises(ValueError, match=f"pairs: expected on to be another name than .* got '{name}'"):
            frame.rename({"a": name}).rs.pairs(name, scorer="osa", score_cutoff=0.5)
    processed = rs.scorers.osa(processor="default")
    with pytest.raises(
        pl.exceptions.PolarsError, match="cluster: expected text for processor='default', got"
    ):
        frame.select(rs.cluster(pl.col("a").cast(pl.Binary), scorer=processed, score_cutoff=0.5))
    with pytest.raises(ValueError, match="deduplicate: expected keep to be one of 'first', 'most_frequent'"):
        frame.rs.deduplicate("a", scorer="osa", score_cutoff=0.5, keep="last")
    with pytest.raises(TypeError, match=r"score: expected a scorer of two texts alone, .*, got Tfidf$"):
        rs.score("a", "a", rs.scorers.tfidf())
