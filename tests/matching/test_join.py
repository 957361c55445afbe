"""A fuzzy join has the matches that scoring every pair gives, and the rows of an ordinary join."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA, Indel, Jaro, JaroWinkler, Levenshtein

import polars_resemble as rs
from cutoffs import reaches
from engines import assert_same, collect, needs
from every_scorer import EVERY_SCORER, MAKE, loose
from rows_to_match import METHODS, described, divided, texts

if TYPE_CHECKING:
    from collections.abc import Callable

    from polars_resemble.scorers import Scorer
    from polars_resemble.typing import IntoScorer, JoinHow

HOWS: tuple[JoinHow, ...] = ("inner", "left", "semi", "anti", "full")

LEFT = pl.DataFrame({"text": texts(1, 120), "row": range(120), "group": [at % 7 for at in range(120)]})
RIGHT = pl.DataFrame({"text": texts(1, 90) + texts(2, 20), "group": [at % 5 for at in range(110)]})

DISTANCE = {"measure": "distance"}

#: Scorers, RapidFuzz's name for them, cutoffs from loose to tight.
ORACLES: list[tuple[IntoScorer, Callable[[str, str], float], list[float]]] = [
    (rs.scorers.levenshtein(**DISTANCE), Levenshtein.distance, [0, 1, 2, 5]),
    (
        rs.scorers.levenshtein(weights=(1, 2, 2)),
        lambda one, other: Levenshtein.normalized_similarity(one, other, weights=(1, 2, 2)),
        [0.7],
    ),
    ("levenshtein", Levenshtein.normalized_similarity, [0.5, 0.8, 1.0]),
    (rs.scorers.osa(**DISTANCE), OSA.distance, [1, 3]),
    ("indel", Indel.normalized_similarity, [0.6, 0.85]),
    ("ratio", lambda one, other: fuzz.ratio(one, other) / 100, [0.7, 0.85]),
    ("token_sort_ratio", lambda one, other: fuzz.token_sort_ratio(one, other) / 100, [0.8]),
    ("token_set_ratio", lambda one, other: fuzz.token_set_ratio(one, other) / 100, [0.8]),
    ("jaro", Jaro.similarity, [0.8]),
    ("jaro_winkler", JaroWinkler.similarity, [0.0, 0.75, 0.92]),
    (rs.scorers.jaro_winkler(measure="normalized_distance"), JaroWinkler.normalized_distance, [0.1]),
]


CASES = [(scorer, oracle, cutoff) for scorer, oracle, cutoffs in ORACLES for cutoff in cutoffs]


Scored = list[tuple[int, int, float]]


def scores(left: pl.DataFrame, right: pl.DataFrame, score: Callable[[str, str], float]) -> Scored:
    """Score every pair of rows that are not null."""
    return [
        (row, other, score(one, two))
        for row, one in enumerate(left["text"])
        for other, two in enumerate(right["text"])
        if one is not None and two is not None
    ]


def expected(
    scored: Scored, *, keeps: Callable[[float], bool], best: Callable[[float], float]
) -> pl.DataFrame:
    kept = [(row, other, score) for row, other, score in scored if keeps(score)]
    kept.sort(key=lambda match: (match[0], best(match[2]), match[1]))
    return pl.DataFrame(
        kept, schema={"left": pl.UInt32, "right": pl.UInt32, "score": pl.Float64}, orient="row"
    )


def found(query: pl.LazyFrame = "in-memory") -> pl.DataFrame:
    """Tell which rows were joined."""
    assert query.collect_schema()["score"] in (pl.UInt32, pl.Float64)
    return collect(query.select("left", "right", pl.col("score").cast(pl.Float64)))


@pytest.mark.parametrize(("scorer", "oracle", "cutoff"), CASES, ids=described)
def test_matches_are_those_of_all_pairs(
    scorer: IntoScorer, oracle: Callable[[str, str], float], cutoff: float
) -> None:
    is_distance = "distance" in repr(scorer)
    left, right = LEFT.with_row_index("left").lazy(), RIGHT.with_row_index("right").lazy()
    arguments: dict[str, Any] = {"on": "text", "scorer": scorer, "score_cutoff": cutoff}
    matches = expected(
        scores(LEFT, RIGHT, oracle),
        keeps=lambda score: reaches(score, cutoff, is_similarity=not is_distance),
        best=lambda score: score if is_distance else -score,
    )
    assert matches.height > 0
    assert_frame_equal(found(left.rs.fuzzy_join(right, **arguments)), matches, check_exact=True)
    best = matches.group_by("left", maintain_order=True).head(2)
    limited = left.rs.fuzzy_join(right, **arguments, limit=2)
    assert_frame_equal(found(limited), best, check_exact=True)


def plain_join(how: JoinHow, matches: pl.DataFrame, by: list[str]) -> pl.DataFrame:
    """Join by row number what matches, with Polars alone."""
    left, right = LEFT.with_row_index("l"), RIGHT.with_row_index("r")
    if how in ("semi", "anti"):
        return left.join(matches, on="l", how=how).sort("l").drop("l")
    if how in ("left", "full"):
        matches = left.select("l").join(matches, on="l", how="left").sort("l", maintain_order=True)
    if how == "full":
        others = right.select("r").join(matches, on="r", how="anti", nulls_equal=False).sort("r")
        matches = pl.concat([matches, others], how="diagonal")
    else:
        right = right.drop(by)
    rows = matches.with_row_index("order").join(left, on="l", how="left").join(right, on="r", how="left")
    return rows.sort("order").select(pl.exclude("order", "l", "r", "score"), "score")


@needs(1, 24, "nulls_equal has another name")
@pytest.mark.parametrize("how", HOWS)
@pytest.mark.parametrize("by", [[], ["group"]])
def test_rows_are_those_of_an_ordinary_join(how: JoinHow, by: list[str]) -> None:
    scored = scores(LEFT, RIGHT, OSA.distance)
    if by:
        scored = [each for each in scored if LEFT["group"][each[0]] == RIGHT["group"][each[1]]]
    matches = expected(scored, keeps=lambda score: score <= 2, best=lambda score: score)
    matches = matches.rename({"left": "l", "right": "r"}).with_columns(pl.col("score").cast(pl.UInt32))
    query = LEFT.lazy().rs.fuzzy_join(
        RIGHT, on="text", scorer=rs.scorers.osa(**DISTANCE), score_cutoff=2, how=how, by=by or None
    )
    got = collect(query)
    assert query.collect_schema() == got.schema
    assert_frame_equal(got, plain_join(how, matches, by), check_exact=True)
    eager = LEFT.rs.fuzzy_join(
        RIGHT.lazy(), on="text", scorer=rs.scorers.osa(**DISTANCE), score_cutoff=2, how=how, by=by or None
    )
    assert_frame_equal(eager, got)


DIVIDED = divided(3, 130, 5), divided(4, 100, 7)


def agreeing(whole: pl.DataFrame, by: list[str], limit: int | None) -> pl.DataFrame:
    """Keep those matches of a join whose rows agree, and the best of them."""
    agree = pl.all_horizontal(pl.col(name) == pl.col(f"{name}_right") for name in by)
    kept = whole.filter(agree).select("row", "row_right", "score")
    return kept if limit is None else kept.group_by("row", maintain_order=True).head(limit)


@pytest.mark.parametrize("scorer", EVERY_SCORER, ids=repr)
def test_by_gives_the_join_without_it_filtered(scorer: Scorer) -> None:
    left, right = DIVIDED
    asked: dict[str, Any] = {"on": "text", "scorer": scorer, "score_cutoff": loose(scorer)}
    whole = left.rs.fuzzy_join(right, **asked)
    for by in (["part"], ["half", "part"]):
        assert agreeing(whole, by, None).height > 10
        for limit in (None, 1, 3):
            query = left.lazy().rs.fuzzy_join(right, **asked, by=by, limit=limit)
            got = collect(query.select("row", "row_right", "score"))
            assert_same(got, agreeing(whole, by, limit), (by, limit))


@pytest.mark.parametrize("how", HOWS)
def test_rows_that_agree_with_none_count_and_do_not_match(how: JoinHow) -> None:
    left, right = DIVIDED
    asked: dict[str, Any] = {"on": "text", "scorer": rs.scorers.tfidf(ngram=2), "score_cutoff": 0.4}
    matches = agreeing(left.rs.fuzzy_join(right, **asked), ["part"], None)
    got = left.rs.fuzzy_join(right, **asked, by="part", how=how)
    alone = left.join(matches, on="row", how="anti")
    right_alone = right.join(matches, left_on="row", right_on="row_right", how="anti")
    expected = {
        "inner": matches.height,
        "left": matches.height + alone.height,
        "semi": left.height - alone.height,
        "anti": alone.height,
        "full": matches.height + alone.height + right_alone.height,
    }
    assert got.height == expected[how]
    assert min(alone.height, right_alone.height) > 5


def test_by_filters_means_of_several_columns() -> None:
    left, right = (frame.with_columns(other=pl.col("text").shift(1)) for frame in DIVIDED)
    asked: dict[str, Any] = {
        "on": [("text", "jaro", 1), ("other", "ratcliff_obershelp", 2)],
        "score_cutoff": 0.45,
    }
    whole = left.rs.fuzzy_join(right, **asked)
    for limit in (None, 2):
        got = left.rs.fuzzy_join(right, **asked, by="part", limit=limit)
        assert_same(got.select("row", "row_right", "score"), agreeing(whole, ["part"], limit), limit)
    assert got.height > 10


#: Texts of which RapidFuzz's processor leaves nothing.
PLACEHOLDERS = ["+", "???", "-", "", " \t", "+"]


@pytest.mark.parametrize("name", MAKE)
def test_what_a_processor_empties_matches_nothing(name: str) -> None:
    scorer = MAKE[name](processor="default")
    texts = pl.Series("text", [*PLACEHOLDERS, None, "b", "B!"])
    frame = pl.DataFrame(texts).with_row_index("row")
    asked: dict[str, Any] = {"on": "text", "scorer": scorer, "score_cutoff": 0.0}
    for by in (None, "row"):
        joined = frame.rs.fuzzy_join(frame, by=by, **asked)
        assert set(joined["text"]) == {"b", "B!"}, by
    searched = frame.select(
        one=rs.extract_one("text", texts, scorer=scorer),
        few=rs.extract("text", texts, scorer=scorer, limit=None),
        scores=rs.cdist("text", texts, scorer=scorer),
    )
    assert searched["one"].struct.field("index").to_list() == [None] * 7 + [7, 7]
    found = searched["few"].list.eval(pl.element().struct.field("index")).to_list()
    assert found == [*[[]] * 6, None, [7, 8], [7, 8]]
    known = [*range(6), 7, 8]
    for row, scores in enumerate(searched["scores"].to_list()):
        assert (scores is None) == (row == 6)
        assert scores is None or [at for at, score in enumerate(scores) if score is not None] == known
    pairs = rs.cdist_frame(texts, texts, scorer=scorer)
    assert pairs.select("left_index", "right_index").rows() == [(one, two) for one in known for two in known]
    groups = frame.select(
        *(rs.cluster("text", scorer=scorer, score_cutoff=0.5, method=way).alias(way) for way in METHODS),
        name=rs.canonical("text", scorer=scorer, score_cutoff=0.5),
    )
    for way in METHODS:
        assert groups[way].to_list() == [0, 1, 2, 3, 4, 5, None, 6, 6]
        kept = frame.rs.deduplicate("text", scorer=scorer, score_cutoff=0.5, method=way)
        assert kept["row"].to_list() == list(range(8))
    assert groups["name"].to_list() == [*texts[:7], "b", "b"]
    assert frame.drop("row").rs.pairs("text", scorer=scorer, score_cutoff=0.5)["row"].to_list() == [7]


def test_empty_texts_match_without_a_processor() -> None:
    frame = pl.DataFrame({"text": ["", " ", ""]})
    for scorer in ("levenshtein", "token_sort_ratio"):
        joined = frame.rs.fuzzy_join(frame, on="text", scorer=scorer, score_cutoff=1.0)
        assert joined.height == (9 if scorer == "token_sort_ratio" else 5)
        numbers = frame.select(rs.score("text", pl.lit("?"), MAKE[scorer](processor="default")))
        assert numbers.to_series().to_list() == [1.0, 1.0, 1.0]


def test_several_columns_have_a_weighted_mean() -> None:
    left = LEFT.with_columns(other=pl.col("text").shift(1)).with_row_index("left")
    right = RIGHT.with_columns(second=pl.col("text").shift(1)).with_row_index("right")
    query = left.rs.fuzzy_join(
        right,
        left_on=[("text", "jaro_winkler", 1), ("other", "levenshtein", 3)],
        right_on=["text", "second"],
        score_cutoff=0.6,
        known=1,
    )
    scored = [
        (
            row,
            other,
            (1.0 * JaroWinkler.similarity(a, b) + 3.0 * Levenshtein.normalized_similarity(c, d)) / 4.0,
        )
        for row, (a, c) in enumerate(left.select("text", "other").iter_rows())
        for other, (b, d) in enumerate(right.select("text", "second").iter_rows())
        if None not in (a, b, c, d)
    ]
    matches = expected(scored, keeps=lambda score: score >= 0.6, best=lambda score: -score)
    assert matches.height > 50
    assert_frame_equal(query.select("left", "right", "score"), matches, check_exact=True)


def test_processors_and_combined_scorers() -> None:
    left = pl.DataFrame({"name": ["  JON smith!", "Ann"]})
    right = pl.DataFrame({"name": ["jon SMITH", "ana"]})
    lower = rs.scorers.levenshtein(processor="default")
    exact = left.rs.fuzzy_join(right, on="name", scorer=lower, score_cutoff=1.0)
    assert exact.rows() == [("  JON smith!", "jon SMITH", 1.0)]
    mean = rs.scorers.combine({lower: 1, rs.scorers.indel(processor="default"): 1})
    both = left.rs.fuzzy_join(right, on="name", scorer=mean, score_cutoff=0.6)
    alike = (Levenshtein.normalized_similarity("ann", "ana") + Indel.normalized_similarity("ann", "ana")) / 2
    assert both["score"].to_list() == [1.0, alike]


@pytest.mark.parametrize("dtype", [pl.Categorical, pl.Enum(["ab", "ac", "x"]), pl.Binary, pl.Null])
def test_dtypes(dtype: pl.DataType) -> None:
    values = [None, None] if dtype == pl.Null else ["ab", "x"]
    others = [None, None] if dtype == pl.Null else ["ac", None]
    left = pl.DataFrame({"key": pl.Series(values, dtype=pl.String).cast(dtype)})
    right = pl.DataFrame({"key": pl.Series(others, dtype=pl.String).cast(dtype)})
    joined = left.rs.fuzzy_join(right, on="key", scorer="hamming", score_cutoff=0.5)
    assert joined.height == (0 if dtype == pl.Null else 1)
    assert joined.dtypes == [dtype, dtype, pl.Float64]


@pytest.mark.parametrize("how", HOWS)
@pytest.mark.parametrize(("lefts", "rights"), [(0, 0), (0, 2), (2, 0)])
def test_frames_without_rows(how: JoinHow, lefts: int, rights: int) -> None:
    left = pl.LazyFrame({"key": ["a", "b"][:lefts]}, schema={"key": pl.String})
    right = pl.LazyFrame({"key": ["a", "b"][:rights]}, schema={"key": pl.String})
    query = left.rs.fuzzy_join(right, on="key", score_cutoff=0.5, how=how)
    got = collect(query)
    assert got.schema == query.collect_schema()
    kept = {"inner": 0, "semi": 0, "left": lefts, "anti": lefts, "full": lefts + rights}
    assert got.height == kept[how]


def test_one_giant_group_and_many_small_ones() -> None:
    keys = ["abcdefgh", "abcdefgx", "zzzzzzzz"] * 200
    left = pl.DataFrame({"key": keys, "by": [0] * 300 + list(range(1, 301))})
    right = left.reverse()
    joined = left.rs.fuzzy_join(right, on="key", by="by", scorer="osa", score_cutoff=0.8)
    same = [("a" in one and "a" in other) or one == other for one in keys[:3] for other in keys[:3]]
    assert joined.height == sum(same) * 100 * 100 + 300
    assert joined.filter(pl.col("by") > 0).select(pl.col("key") == pl.col("key_right")).to_series().all()


def test_names_that_clash_are_treated_as_by_join() -> None:
    left = pl.DataFrame({"key": ["ab"], "x": [1]})
    right = pl.DataFrame({"key": ["ac"], "x": [2], "y": [3]})
    joined = left.rs.fuzzy_join(
        right, on="key", scorer="osa", score_cutoff=0.5, suffix="_other", score_name="alike"
    )
    assert joined.columns == ["key", "x", "key_other", "x_other", "y", "alike"]
    taken: dict[str, Any] = {"on": "key", "scorer": "osa", "score_cutoff": 0.5}
    query = left.lazy().rs.fuzzy_join(right, score_name="x", **taken)
    with pytest.raises(pl.exceptions.DuplicateError, match="x"):
        query.collect()
    sentence = "^fuzzy_join: expected score_name to be a name that no column has, got '{}'$"
    for name in ("x", "y"):
        with pytest.raises(pl.exceptions.DuplicateError, match=sentence.format(name)):
            left.rs.fuzzy_join(right, score_name=name, **taken)
    twice = left.rename({"x": "key_right"})
    sentence = "^fuzzy_join: expected a suffix .*, got '_right', which makes two columns 'key_right'$"
    for frame in (twice, twice.lazy()):
        with pytest.raises(pl.exceptions.DuplicateError, match=sentence):
            frame.rs.fuzzy_join(right, **taken)
    equal = left.rs.fuzzy_join(right, left_by="x", right_by="y", score_name="y", **taken)
    assert equal.columns == ["key", "x", "key_right", "x_right", "y"]
    assert left.rs.fuzzy_join(right, how="semi", score_name="x", **taken).columns == ["key", "x"]


def test_a_frame_in_no_fixed_order_is_computed_once() -> None:
    rows = pl.LazyFrame({"key": [f"{at:05}" for at in range(3000)], "value": range(3000)})
    shuffled = rows.group_by("key").agg(pl.col("value").first())
    joined = shuffled.rs.fuzzy_join(shuffled, on="key", scorer="osa", score_cutoff=1.0).collect()
    assert joined.height == 3000
    assert (joined["key"] == joined["key_right"]).all()
    assert (joined["value"] == joined["key"].cast(pl.Int64)).all()
    assert (joined["value_right"] == joined["value"]).all()


WRONG: list[tuple[dict[str, Any], type[Exception], str]] = [
    ({}, ValueError, "expected either on, or left_on and right_on"),
    ({"on": "a", "left_on": "a", "right_on": "a"}, ValueError, "expected either on, or left_on and right_on"),
    ({"left_on": "a"}, ValueError, "expected either on, or left_on and right_on"),
    (
        {"on": 1},
        TypeError,
        "expected on to be a column name, an expression, a field, or a list of them, got int",
    ),
    ({"on": [("a", "osa")]}, TypeError, "columns with a scorer and a weight each, got tuple(str, str)"),
    ({"left_on": [1], "right_on": ["a"]}, TypeError, "left_on to be a column name or an expression, got int"),
    ({"on": pl.all()}, ValueError, "expected on to be an expression of one column"),
    ({"left_on": rs.on("a"), "right_on": "a"}, TypeError, "expected left_on to be a column name or an "),
    (
        {"on": rs.on("a", scorer=rs.scorers.osa(**DISTANCE), nulls="match")},
        ValueError,
        "similarities in 0..1",
    ),
    ({"on": "a", "known": 2}, ValueError, "expected known to be within 0..1, got 2"),
    ({"on": "a", "scores": "list"}, ValueError, "expected scores to be one of 'struct', 'columns'"),
    ({"on": []}, ValueError, "as many columns in right_on as in left_on"),
    ({"on": [("a", "osa", 0)]}, ValueError, "weights with a sum above 0"),
    ({"on": [("a", rs.scorers.osa(**DISTANCE), 1)]}, ValueError, "to be similarities in 0..1"),
    (
        {"on": "a", "scorer": "osas"},
        ValueError,
        "expected scorer to be a value such as rs.scorers.jaro(), or the name",
    ),
    ({"on": "a", "score_cutoff": None}, TypeError, "expected score_cutoff to be a number, got NoneType"),
    ({"on": "a", "score_cutoff": 85}, ValueError, "expected score_cutoff to be within 0..1, got 85"),
    (
        {"on": "a", "how": "outer"},
        ValueError,
        "expected how to be one of 'inner', 'left', 'right', 'semi', 'anti', 'full'",
    ),
    ({"on": "a", "limit": 0}, ValueError, "expected limit to be within 1..4294967295, got 0"),
    ({"on": "a", "by": 1}, TypeError, "expected by to be a column name or a list of them, got int"),
    ({"on": "a", "by": "b", "left_by": "b"}, ValueError, "expected either by, or left_by and right_by"),
    ({"on": "a", "left_by": ["b"], "right_by": []}, ValueError, "as many columns in right_by as in left_by"),
    ({"on": "a", "suffix": None}, TypeError, "expected suffix to be a str, got NoneType"),
]


@pytest.mark.parametrize(("arguments", "error", "sentence"), WRONG)
def test_wrong_parameters(arguments: dict[str, Any], error: type[Exception], sentence: str) -> None:
    frame = pl.DataFrame({"a": ["x"], "b": ["y"]})
    with pytest.raises(error) as raised:
        frame.rs.fuzzy_join(frame, **{"score_cutoff": 0.5, **arguments})
    assert str(raised.value).startswith("fuzzy_join: expected ")
    assert sentence in str(raised.value)


def test_wrong_columns() -> None:
    frame = pl.LazyFrame({"a": ["x"], "n": [1]})
    with pytest.raises(
        TypeError, match="fuzzy_join: expected right to be a DataFrame or a LazyFrame, got str"
    ):
        frame.rs.fuzzy_join("a", on="a", score_cutoff=0.5)
    for missing in ({"on": "b"}, {"left_on": "a", "right_on": "b"}, {"on": "a", "by": "b"}):
        with pytest.raises(pl.exceptions.ColumnNotFoundError, match="b") as raised:
            frame.rs.fuzzy_join(frame, score_cutoff=0.5, **missing).collect_schema()
        assert "__resemble" not in str(raised.value).partition("\n")[0]
    other = frame.with_columns(pl.col("n").cast(pl.String))
    sentence = (
        'fuzzy_join: expected by columns of one dtype, got Int64 for column "n" and String for column "n"'
    )
    with pytest.raises(pl.exceptions.PolarsError, match=f"^{sentence}$"):
        frame.rs.fuzzy_join(other, on="a", by="n", score_cutoff=0.5).collect()
    processed = rs.scorers.osa(processor="default")
    with pytest.raises(pl.exceptions.PolarsError, match="fuzzy_join: expected text for processor='default'"):
        frame.cast({"a": pl.Binary}).rs.fuzzy_join(
            frame.cast({"a": pl.Binary}), on="a", scorer=processed, score_cutoff=0.5
        ).collect_schema()
    expected = 'fuzzy_join: expected String, Categorical, Enum or Binary for column "n", got Int64'
    with pytest.raises(pl.exceptions.PolarsError, match=expected):
        frame.rs.fuzzy_join(frame, on="n", score_cutoff=0.5).collect_schema()


def test_plans_follow_from_scorer_and_cutoff() -> None:
    grams = rs.explain_matching(rs.scorers.jaccard(ngram=3), 0.7)
    assert "12 grams: texts of 9 to 17 grams, at least 9 of them shared" in grams
    winkler = rs.explain_matching("jaro_winkler", 1.0)
    assert "12 symbols: texts of 12 symbols, at least 12 of them shared" in winkler
    words = rs.explain_matching("monge_elkan", 0.9)
    assert "two words with jaro_winkler at least 0.9000, by a join of all words" in words
    assert "found by: nothing, every pair is scored" in rs.explain_matching("monge_elkan", 0.0)
    sets = rs.explain_matching("token_set_ratio", 0.9)
    assert "a common word, and a bound of token_set_ratio at least 0.9" in sets
    sorted_first = rs.explain_matching("token_sort_ratio", 0.9)
    assert sorted_first.startswith("the words of all texts are sorted first")
    assert "from the rarest gram on" in rs.explain_matching(rs.scorers.cosine(multiset=True), 0.5)
    soft = rs.explain_matching(rs.scorers.soft_tfidf(inner="osa"), 0.5)
    assert soft.startswith("close words are found by a join of all words")
