"""One against many gives what RapidFuzz gives, and what scoring every pair gives."""

from __future__ import annotations

import math
import random
import re
from functools import cache
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal
from rapidfuzz import distance, fuzz, process, utils

import polars_resemble as rs
from cutoffs import reaches
from engines import collect, needs
from every_scorer import EVERY_SCORER
from polars_resemble._plugin import EXPLODED
from random_texts import pairs, texts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from polars_resemble.scorers import Scorer

LEFT, RIGHT = (list(side) for side in zip(*pairs(700, seed=5), strict=True))
#: Enough for several groups of 512, in every script, with repetitions and nulls.
CHOICES: list[str | None] = [*RIGHT, None, *LEFT[:300], *RIGHT[:50], "", None]
QUERIES: list[str | None] = [*LEFT[:60], None, "", *RIGHT[640:]]

#: Our scorer, RapidFuzz's, and a cutoff that some pairs reach.
SCORERS: list[tuple[Scorer, Callable[..., float], float]] = [
    (rs.scorers.levenshtein(measure="distance"), distance.Levenshtein.distance, 3),
    (rs.scorers.levenshtein(), distance.Levenshtein.normalized_similarity, 0.7),
    (rs.scorers.osa(measure="normalized_distance"), distance.OSA.normalized_distance, 0.4),
    (rs.scorers.indel(measure="similarity"), distance.Indel.similarity, 20),
    (rs.scorers.lcs_seq(), distance.LCSseq.normalized_similarity, 0.6),
    (rs.scorers.jaro_winkler(), distance.JaroWinkler.similarity, 0.8),
    (rs.scorers.jaro(measure="distance"), distance.Jaro.distance, 0.3),
    (rs.scorers.prefix(measure="similarity"), distance.Prefix.similarity, 2),
]
scorers = pytest.mark.parametrize(
    ("scorer", "oracle", "cutoff"), SCORERS, ids=[repr(scorer) for scorer, *_ in SCORERS]
)


def ranked(
    query: str | None, choices: Sequence[str | None], oracle: Callable[..., float], scorer: Scorer
) -> list[dict[str, Any]]:
    """Score every choice, and sort as users are promised."""
    if query is None:
        return []
    scores = [
        {"choice": choice, "index": index, "score": float(oracle(query, choice))}
        for index, choice in enumerate(choices)
        if choice is not None
    ]
    # What has nothing in common is no match.
    alike = [match for match in scores if match["score"] > 0 or not scorer.is_similarity]
    # The sort is stable, in reverse too: of equal ones the first stays the first.
    return sorted(alike, key=lambda match: match["score"], reverse=scorer.is_similarity)


@cache
def rankings(scorer: Scorer, oracle: Callable[..., float]) -> list[list[dict[str, Any]]]:
    return [ranked(text, CHOICES, oracle, scorer) for text in QUERIES]


def within(matches: list[dict[str, Any]], scorer: Scorer, cutoff: float | None) -> list[dict[str, Any]]:
    if cutoff is None:
        return matches
    is_similarity = scorer.is_similarity
    return [match for match in matches if reaches(match["score"], cutoff, is_similarity=is_similarity)]


def assert_matches(got: list[dict[str, Any]] | None, expected: list[dict[str, Any]]) -> None:
    assert got is not None
    assert [(match["choice"], match["index"]) for match in got] == [
        (match["choice"], match["index"]) for match in expected
    ]
    assert_close([match["score"] for match in got], [match["score"] for match in expected], 1e-12)


def assert_close(scores: Sequence[float | None], expected: Sequence[float | None], tolerance: float) -> None:
    for score, wanted in zip(scores, expected, strict=True):
        assert score == wanted or abs(score - wanted) <= tolerance, f"{score}, not {wanted}"


@scorers
@pytest.mark.parametrize("with_cutoff", [False, True])
def test_the_best_are_those_of_scoring_every_pair(
    scorer: Scorer, oracle: Callable[..., float], cutoff: float, *, with_cutoff: bool
) -> None:
    score_cutoff = cutoff if with_cutoff else None
    frame = pl.LazyFrame({"query": QUERIES})
    query = frame.select(
        one=rs.extract_one("query", CHOICES, scorer=scorer, score_cutoff=score_cutoff),
        few=rs.extract("query", CHOICES, scorer=scorer, limit=4, score_cutoff=score_cutoff),
        every=rs.extract("query", CHOICES, scorer=scorer, limit=None, score_cutoff=score_cutoff),
    )
    got = collect(query)
    assert dict(got.schema) == dict(query.collect_schema())
    matches = [within(found, scorer, score_cutoff) for found in rankings(scorer, oracle)]
    assert got["one"].is_null().to_list() == [not found for found in matches]
    for text, expected, (one, few, every) in zip(QUERIES, matches, got.iter_rows(), strict=True):
        if text is None:
            assert (few, every) == (None, None)
            continue
        assert_matches(every, expected)
        assert_matches(few, expected[:4])
        if expected:
            assert_matches([one], expected[:1])


@scorers
def test_matches_are_those_of_rapidfuzz(scorer: Scorer, oracle: Callable[..., float], cutoff: float) -> None:
    queries = [text for text in QUERIES if text is not None]
    got = pl.select(
        one=rs.extract_one(pl.Series(queries), CHOICES, scorer=scorer, score_cutoff=cutoff),
        few=rs.extract(pl.Series(queries), CHOICES, scorer=scorer),
    )
    for text, one, few in zip(queries, got["one"].to_list(), got["few"].to_list(), strict=True):
        best = process.extractOne(text, CHOICES, scorer=oracle, score_cutoff=cutoff)
        if best is None:
            assert one is None or one["index"] is None
        else:
            assert one["score"] == pytest.approx(best[1], abs=1e-12)
        best = process.extract(text, CHOICES, scorer=oracle)
        scores = [score for _, score, _ in best if score > 0 or not scorer.is_similarity]
        assert [match["score"] for match in few] == pytest.approx(scores, abs=1e-12)


@scorers
def test_all_scores_are_those_of_rapidfuzz(
    scorer: Scorer, oracle: Callable[..., float], cutoff: float
) -> None:
    del cutoff
    query = pl.LazyFrame({"query": QUERIES}).select(rs.cdist("query", CHOICES, scorer=scorer))
    assert dict(query.collect_schema()) == {"query": pl.Array(pl.Float32, len(CHOICES))}
    got = collect(query).to_series()
    assert got.dtype == pl.Array(pl.Float32, len(CHOICES))
    for text, scores in zip(QUERIES, got.to_list(), strict=True):
        if text is None:
            assert scores is None
            continue
        expected = [None if choice is None else oracle(text, choice) for choice in CHOICES]
        assert_close(scores, expected, 1e-6)


def test_large_answers_are_those_of_rapidfuzz() -> None:
    """More than 4 MB of scores, which have pages of their own."""
    queries = [*CHOICES, *LEFT]
    got = pl.select(rs.cdist(pl.Series(queries), CHOICES, scorer=SCORERS[0][0])).to_series()
    assert 4 * len(queries) * len(CHOICES) > 2**22
    for query, scores in list(zip(queries, got.to_list(), strict=True))[::50]:
        if query is not None:
            expected = [None if choice is None else SCORERS[0][1](query, choice) for choice in CHOICES]
            assert scores == expected
    assert got.is_null().to_list() == [query is None for query in queries]


def test_fuzz_is_a_hundredth_of_rapidfuzz() -> None:
    texts = pl.Series(["new york mets", "yankees of new york", ""])
    choices = ["new york yankees", "atlanta braves", "mets new york", ""]
    for name in ("ratio", "qratio", "token_set_ratio", "partial_ratio", "wratio"):
        oracle = getattr(fuzz, {"qratio": "QRatio", "wratio": "WRatio"}.get(name, name))
        got = pl.select(rs.cdist(texts, choices, scorer=name)).to_series().to_list()
        for text, scores in zip(texts, got, strict=True):
            assert scores == pytest.approx([oracle(text, choice) / 100 for choice in choices], abs=1e-6)


def test_processed_texts_are_compared_and_choices_given_as_they_are() -> None:
    choices = ["  KITTEN!", "sitting", None]
    scorer = rs.scorers.levenshtein(processor="default")
    got = pl.select(rs.extract_one(pl.Series(["Kitten"]), choices, scorer=scorer)).to_series().to_list()
    assert got == [{"choice": "  KITTEN!", "index": 0, "score": 1.0}]
    best = process.extractOne(
        "Kitten", choices, scorer=distance.Levenshtein.normalized_similarity, processor=utils.default_process
    )
    assert best == ("  KITTEN!", 1.0, 0)


def test_means_and_undefined_scores() -> None:
    mean = rs.scorers.combine({"jaro": 1, rs.scorers.hamming(pad=False): 3})
    choices = ["abcd", "abce", "abc", None]
    got = pl.select(
        few=rs.extract(pl.Series(["abcd"]), choices, scorer=mean),
        every=rs.cdist(pl.Series(["abcd"]), choices, scorer=mean),
    )
    second = (distance.Jaro.similarity("abcd", "abce") + 3 * 0.75) / 4
    assert [match["index"] for match in got["few"][0]] == [0, 1]
    assert [match["score"] for match in got["few"][0]] == pytest.approx([1, second])
    assert list(got["every"][0]) == pytest.approx([1, second, None, None], abs=1e-6)


@pytest.mark.parametrize("scorer", EVERY_SCORER, ids=repr)
def test_what_has_nothing_in_common_is_no_match(scorer: Scorer) -> None:
    texts = ["ab", "xyz", "xy b", ""]
    choices = ["cd", "ab", None, "bx", "", "efg"]
    got = pl.select(
        one=rs.extract_one(pl.Series(texts), choices, scorer=scorer),
        every=rs.extract(pl.Series(texts), choices, scorer=scorer, limit=None),
        none=rs.extract(
            pl.Series(texts), ["cd", "efg"], scorer=scorer, score_cutoff=0 if scorer.is_similarity else None
        ),
        scores=rs.cdist(pl.Series(texts), choices, scorer=scorer),
    )
    for row, one, every, none, scores in zip(
        texts, *(got[name].to_list() for name in got.columns), strict=True
    ):
        alike = {
            index
            for index, score in enumerate(scores)
            if score is not None and (score > 0 or not scorer.is_similarity)
        }
        emptied = scorer.processor is not None and not row
        if scorer.processor is not None:
            alike -= {4}
        assert {match["index"] for match in every} == (set() if emptied else alike)
        assert (one is None or one["index"] is None) == (not every)
        assert not every or one == every[0]
        assert all(match["score"] > 0 for match in none) or not scorer.is_similarity


@given(query=texts, choices=st.lists(st.none() | texts, max_size=20))
def test_any_text_is_found(query: str, choices: list[str | None]) -> None:
    scorer, oracle, _ = SCORERS[1]
    got = pl.select(rs.extract(pl.Series([query]), choices, scorer=scorer, limit=3)).to_series().to_list()
    assert_matches(got[0], ranked(query, choices, oracle, scorer)[:3])


FRAME = pl.DataFrame({"query": QUERIES}).with_columns(part=pl.int_range(pl.len()) // 40)
BEST = rs.extract_one("query", CHOICES, scorer="levenshtein")


@pytest.mark.parametrize("height", [0, 1, 2])
def test_few_rows(height: int) -> None:
    got = collect(FRAME.lazy().head(height).select(BEST))
    assert_frame_equal(got, FRAME.select(BEST).head(height))


def test_every_form_of_a_query_gives_the_same() -> None:
    expected = FRAME.select(BEST)
    chunks = pl.concat([FRAME.slice(start, 25) for start in range(0, FRAME.height, 25)], rechunk=False)
    for frame in (FRAME, chunks):
        assert_frame_equal(collect(frame.lazy().select(BEST)), expected)
    parts = [collect(FRAME.lazy().filter(pl.col("part") == part).select(BEST)) for part in range(4)]
    assert_frame_equal(pl.concat(parts), expected)
    assert_frame_equal(FRAME.select(BEST.over("part")), expected)
    groups = collect(FRAME.lazy().group_by("part", maintain_order=True).agg(BEST))
    assert_frame_equal(groups.explode("query", **EXPLODED).select("query"), expected)
    assert FRAME["query"].rs.extract_one(CHOICES, scorer="levenshtein").equals(expected["query"])
    by_method = FRAME.select(pl.col("query").rs.extract_one(CHOICES, scorer="levenshtein"))
    assert_frame_equal(by_method, expected)


def test_tall_columns_are_many_short_ones() -> None:
    tall = pl.concat([FRAME] * 20)
    assert_frame_equal(tall.select(BEST), pl.concat([FRAME.select(BEST)] * 20))


@pytest.mark.parametrize("dtype", [pl.String, pl.Categorical, pl.Enum(["kitten", "mitten", "sitting"])])
@pytest.mark.parametrize("choices", [pl.String, pl.Categorical, pl.Enum(["sitting", "knitting", "mitten"])])
def test_categories_are_searched_as_text(dtype: Any, choices: Any) -> None:
    queries = pl.Series("q", ["kitten", "sitting", None], dtype)
    known = pl.Series("known", ["mitten", "knitting", None, "sitting"], choices)
    got = pl.select(rs.extract_one(queries, known, scorer="levenshtein")).unnest("q")
    assert dict(got.schema) == {"choice": pl.String, "index": pl.UInt32, "score": pl.Float64}
    assert got["choice"].to_list() == ["mitten", "sitting", None]
    assert got["index"].to_list() == [0, 3, None]


def test_bytes_are_searched_in_bytes() -> None:
    known = [b"\xff\x00ab", None, b"xy"]
    got = pl.select(rs.extract_one(pl.lit(b"\xff\x00a"), pl.Series(known), scorer="levenshtein"))
    assert got.to_series().to_list() == [{"choice": known[0], "index": 0, "score": 0.75}]
    processed = rs.scorers.levenshtein(processor="default")
    with pytest.raises(pl.exceptions.PolarsError, match="extract_one: expected text for processor='default'"):
        pl.select(rs.extract_one(pl.lit(b"a"), pl.Series(known), scorer=processed))


def test_choices_are_an_expression() -> None:
    frame = pl.LazyFrame({"typed": ["kiten", "siting", "x"], "known": ["mitten", "sitting", "kitten"]})
    found = rs.extract_one("typed", pl.col("known").implode(), scorer="levenshtein", score_cutoff=0.5)
    got = collect(frame.with_columns(found.alias("found")).unnest("found"))
    assert got["choice"].to_list() == ["kitten", "sitting", None]
    grouped = frame.with_columns(part=pl.Series([0, 1, 0]))
    in_group = collect(grouped.group_by("part", maintain_order=True).agg(found))
    matches = in_group.explode("typed", **EXPLODED).select(pl.col("typed").struct.field("index")).to_series()
    assert matches.to_list() == [1, None, 0]


def test_one_list_of_any_kind_is_searched_for_all_rows() -> None:
    known = ["kitten", "mitten", "sitting"]
    frame = pl.DataFrame({"query": ["sittin", "kitt", None], "known": [known, [], None]})
    one = pl.Series([known])
    expected = collect(frame.lazy().select(rs.extract_one("query", known, scorer="jaro")))
    choices = {
        "first": pl.col("known").first(),
        "last": pl.col("known").reverse().last(),
        "get": pl.col("known").get(0),
        "literal": pl.lit(one),
        "Array": pl.lit(one.cast(pl.Array(pl.String, 3))),
        "imploded": pl.col("known").list.explode(**EXPLODED).drop_nulls().implode(),
    }
    for name, lists in choices.items():
        query = frame.lazy().select(rs.extract_one("query", lists, scorer="jaro"))
        assert collect(query).equals(expected), name
    # Elements of lists are of each row, and two aggregates are one row.
    firsts = (
        frame.lazy()
        .filter(pl.col("query").is_not_null())
        .with_columns(
            of_row=rs.levenshtein("query", pl.col("known").list.first()),
            of_first=rs.levenshtein("query", pl.col("query").first()),
            of_both=rs.levenshtein(pl.col("query").first(), pl.col("query").last()),
            of_series=rs.levenshtein("query", pl.Series(["kit", "kitt"])),
        )
    )
    assert collect(firsts.drop("known")).rows() == [
        ("sittin", 2, 0, 3, 4),
        ("kitt", None, 3, 3, 0),
    ]


def test_each_row_has_choices_of_its_own() -> None:
    lists = [["kitten", "sitting"], [], None, ["x", None, "kit"], ["kitten", "sitting"]]
    texts = ["kitten", "kitten", "kitten", "kit", None]
    frame = pl.LazyFrame({"text": texts, "known": lists}, schema_overrides={"known": pl.List(pl.String)})
    query = frame.select(
        own=rs.extract("text", pl.col("known"), scorer="levenshtein", limit=1),
        same=rs.extract(pl.lit("kit"), pl.col("known"), scorer="levenshtein", limit=1),
    )
    got = collect(query)
    own = [found and [match["index"] for match in found] for found in got["own"].to_list()]
    same = [found and [match["index"] for match in found] for found in got["same"].to_list()]
    assert own == [[0], [], None, [2], None]
    assert same == [[0], [], None, [2], [0]]


def test_pairs_in_long_form() -> None:
    left, right = pl.Series(["a", None, "kitten"]), ["sitting", "kitten", None]
    scorer = rs.scorers.levenshtein(measure="distance")
    got = rs.cdist_frame(left, right, scorer=scorer)
    expected = pl.DataFrame(
        {
            "left_index": [0, 0, 2, 2],
            "right_index": [0, 1, 0, 1],
            "left": ["a", "a", "kitten", "kitten"],
            "right": ["sitting", "kitten", "sitting", "kitten"],
            "score": [7.0, 6.0, 3.0, 0.0],
        },
        schema_overrides={"left_index": pl.UInt32, "right_index": pl.UInt32},
    )
    assert_frame_equal(got, expected)
    assert_frame_equal(rs.cdist_frame(left, right, scorer=scorer, score_cutoff=3), expected.tail(2))
    for nothing in (rs.cdist_frame([], right, scorer=scorer), rs.cdist_frame(left, [], scorer=scorer)):
        assert_frame_equal(nothing, expected.head(0))


WRONG = [
    (
        lambda: rs.extract_one("a", "b", scorer="jaro"),
        TypeError,
        r"extract_one: expected choices .* got str$",
    ),
    (lambda: rs.extract_one("a", None, scorer="jaro"), TypeError, r"extract_one: expected choices "),
    (
        lambda: rs.extract_one("a", "b", scorer="jaro"),
        TypeError,
        r"extract_one: expected choices to be a Series, a sequence of str or an expression, got str$",
    ),
    (
        lambda: rs.cdist_frame(["a"], ["x"], scorer="jaro", score_cutoff=85),
        ValueError,
        r"cdist_frame: expected score_cutoff to be within 0\.\.1, got 85$",
    ),
    (lambda: rs.extract("a", ["x", 1], scorer="jaro"), TypeError, r"extract: .* got list\(str, int\)$"),
    (lambda: rs.cdist("a", pl.col("b"), scorer="jaro"), TypeError, r"cdist: expected choices .* got Expr$"),
    (lambda: rs.extract_one(1, ["x"], scorer="jaro"), TypeError, r"extract_one: expected column to be "),
    (lambda: rs.extract_one("a", ["x"], scorer="jar"), ValueError, r"extract_one: expected scorer "),
    (
        lambda: rs.extract_one("a", ["x"], scorer="jaro", score_cutoff=85),
        ValueError,
        r"extract_one: expected score_cutoff to be within 0\.\.1, got 85$",
    ),
    (lambda: rs.extract("a", ["x"], scorer="jaro", limit=0), ValueError, r"extract: expected limit "),
    (lambda: rs.extract("a", ["x"], scorer="jaro", limit="5"), TypeError, r"extract: expected limit "),
    (lambda: rs.cdist_frame("a", ["x"], scorer="jaro"), TypeError, r"cdist_frame: expected left "),
    (lambda: rs.cdist_frame(["a"], ["x"], scorer="jar"), ValueError, r"cdist_frame: expected scorer "),
]


@pytest.mark.parametrize(("call", "error", "sentence"), WRONG, ids=range(len(WRONG)))
def test_wrong_parameters(call: Callable[[], object], error: type[Exception], sentence: str) -> None:
    with pytest.raises(error, match=f"^{sentence}"):
        call()


@pytest.mark.parametrize(
    ("column", "choices", "sentence"),
    [
        (pl.lit(1), ["x"], "expected String, Categorical, Enum or Binary for column"),
        (pl.lit("x"), pl.lit("x"), "expected choices to be a List of .* such as .*implode\\(\\), got String"),
        (pl.lit("x"), pl.Series([1, 2]), "expected choices to be a List of .* got List"),
        (pl.lit("x"), pl.Series([b"x"]), "expected text and choices of text, or both Binary, got"),
        (pl.lit(b"x"), ["x"], "expected text and choices of text, or both Binary, got"),
    ],
)
def test_wrong_dtypes(column: pl.Expr, choices: Any, sentence: str) -> None:
    query = pl.LazyFrame({"a": ["x"]}).select(rs.extract_one(column, choices, scorer="jaro"))
    for run in (query.collect_schema, query.collect):
        with pytest.raises(pl.exceptions.PolarsError, match=f"extract_one: {sentence}"):
            run()


def test_heights_that_do_not_match() -> None:
    frame = pl.DataFrame({"a": ["x", "y", "z"]})
    lists = pl.lit(pl.Series([["x"], ["y"]]))
    with pytest.raises(pl.exceptions.PolarsError, match="extract: expected one list of choices or one for"):
        frame.select(rs.extract("a", lists, scorer="jaro"))


def test_scores_beyond_their_type() -> None:
    scorer = rs.scorers.levenshtein(weights=(2**32 - 1,) * 3, measure="distance")
    with pytest.raises(
        pl.exceptions.ComputeError, match=r"extract_one: expected weights whose distances fit"
    ):
        pl.select(rs.extract_one(pl.lit("xx"), ["yy"], scorer=scorer))


@needs(1, 20, "older versions cannot make such literals")
def test_nothing_to_search() -> None:
    for choices in ([], [None, None], pl.Series([], dtype=pl.String), pl.Series([None])):
        query = FRAME.lazy().select(
            one=rs.extract_one("query", choices, scorer="jaro"),
            few=rs.extract("query", choices, scorer="jaro"),
        )
        got = collect(query)
        assert got["one"].null_count() == FRAME.height
        valid = FRAME["query"].is_not_null()
        assert got["few"].list.len().to_list() == [0 if known else None for known in valid]
    for choices in ([], pl.Series([], dtype=pl.String), pl.Series([])):
        query = FRAME.lazy().select(rs.cdist("query", choices, scorer="jaro"))
        got = collect(query)
        assert got.schema == query.collect_schema() == {"query": pl.Array(pl.Float32, 0)}
        assert got.to_series().to_list() == [[] if known else None for known in valid]
    with pytest.raises(pl.exceptions.PolarsError, match=r"cdist: expected String, .* got Int64"):
        pl.select(rs.cdist(pl.Series([1]), [], scorer="jaro"))
    distances = rs.cdist("query", [None, None], scorer="jaro")
    assert collect(FRAME.lazy().select(distances)).to_series().to_list()[0] == [None, None]


def test_scores_are_numbers() -> None:
    got = pl.select(rs.cdist(pl.Series(QUERIES), CHOICES, scorer="levenshtein")).to_series()
    assert all(score is None or math.isfinite(score) for score in got.drop_nulls().explode(**EXPLODED))


def test_error_sentences_are_one_line() -> None:
    for call, error, _ in WRONG:
        with pytest.raises(error) as raised:
            call()
        assert not re.search("\n", str(raised.value))


@pytest.mark.parametrize(
    "name", ["ratio", "token_sort_ratio", "partial_token_sort_ratio", "token_set_ratio", "wratio"]
)
@pytest.mark.filterwarnings("ignore::polars_resemble.LargeGroupWarning")
def test_bytes_are_searched_joined_and_grouped_as_rows_are(name: str) -> None:
    rng = random.Random(0)
    words = [b"new", b"york", b"mets", b"na\xc3\xafve", b"\xff\xa0\x85", b"a", b"braves"]
    lefts, rights = (
        [b" ".join(rng.choices(words, k=rng.randint(0, 4))) for _ in range(60)] for _ in range(2)
    )
    oracle = getattr(fuzz, {"wratio": "WRatio"}.get(name, name))
    expected = {
        (row, other): oracle(left, right) / 100
        for row, left in enumerate(lefts)
        for other, right in enumerate(rights)
    }
    frame = pl.LazyFrame({"text": lefts}).with_row_index("row")
    others = pl.LazyFrame({"text": rights}).with_row_index("other")
    rows = frame.join(others, how="cross").sort("row", "other")
    rows = rows.select("row", "other", score=getattr(rs, name)("text", "text_right"))
    joined = frame.rs.fuzzy_join(others, on="text", scorer=name, score_cutoff=0.5).select(
        "row", "other", "score"
    )
    listed = frame.select("row", found=rs.extract("text", pl.Series(rights), scorer=name, limit=None))
    listed = listed.explode("found", **EXPLODED).unnest("found").select("row", "index", "score")
    for query, least in ((rows, 0.0), (joined, 0.5), (listed, 0.0)):
        got = {(row, other): score for row, other, score in collect(query).iter_rows() if score}
        wanted = {at: score for at, score in expected.items() if score and score >= least}
        assert got == pytest.approx(wanted, abs=1e-12)
    one = collect(
        frame.select(
            rs.extract_one("text", pl.Series(rights), scorer=name).struct.field("score").fill_null(0)
        )
    )
    best = [max(expected[row, other] for other in range(len(rights))) for row in range(len(lefts))]
    assert one.to_series().to_list() == pytest.approx(best, abs=1e-12)
    dense = collect(frame.select(rs.cdist("text", pl.Series(rights), scorer=name))).to_series().to_list()
    assert dense[3] == pytest.approx([expected[3, other] for other in range(len(rights))], abs=1e-6)
    groups = frame.select(group=rs.cluster("text", scorer=name, score_cutoff=0.8))
    assert collect(groups)["group"].null_count() == 0


WRONG_SIDES: list[tuple[Any, Any, str, str]] = [
    (
        pl.Series("left", [1]),
        ["a"],
        "jaro",
        'expected String, Categorical, Enum or Binary for column "left", got Int64',
    ),
    (["a"], pl.Series([1]), "jaro", "expected choices to be a List of String, .*, got List\\(Int64\\)"),
    (["a"], pl.Series([b"a"]), "jaro", "expected text and choices of text, or both Binary, got String "),
]


@pytest.mark.parametrize(("left", "right", "scorer", "sentence"), WRONG_SIDES, ids=range(len(WRONG_SIDES)))
def test_errors_name_the_function_that_was_called(left: Any, right: Any, scorer: str, sentence: str) -> None:
    texts = left if isinstance(left, pl.Series) else pl.Series("", left)
    for name, call in (
        ("cdist_frame", lambda: rs.cdist_frame(left, right, scorer=scorer)),
        ("extract", lambda: pl.select(rs.extract(texts, right, scorer=scorer))),
        ("extract_one", lambda: pl.select(rs.extract_one(texts, right, scorer=scorer))),
        ("cdist", lambda: pl.select(rs.cdist(texts, right, scorer=scorer))),
    ):
        with pytest.raises(pl.exceptions.PolarsError, match=f"(?<![a-z_]){name}: {sentence}"):
            call()


def test_a_processor_of_text_takes_no_bytes() -> None:
    scorer = rs.scorers.token_sort_ratio(processor="default")
    texts = pl.Series("left", [b"a"])
    sentence = "expected text for processor='default', got Binary"
    with pytest.raises(pl.exceptions.PolarsError, match=f"cdist_frame: {sentence}"):
        rs.cdist_frame(texts, texts, scorer=scorer)
    with pytest.raises(pl.exceptions.PolarsError, match=f"fuzzy_join: {sentence}"):
        rs.fuzzy_join(texts.to_frame(), texts.to_frame(), on="left", scorer=scorer, score_cutoff=0.5)


def agreeing(
    found: list[dict[str, Any]] | None, key: Any, keys: Sequence[Any], limit: int | None
) -> list[dict[str, Any]] | None:
    """Keep the matches whose keys are those of the row."""
    if found is None:
        return None
    return [match for match in found if key is not None and keys[match["index"]] == key][:limit]


SPACED = ["new york mets", "mets new york", "york new", "nyc mets", "yankees", "", "?", None, "new mets"]


@pytest.mark.parametrize(
    "scorer",
    [
        rs.scorers.jaro_winkler(),
        rs.scorers.levenshtein(measure="distance"),
        rs.scorers.token_set_ratio(processor="default"),
        rs.scorers.tfidf(),
        rs.scorers.tfidf(ngram=None, processor="default"),
        rs.scorers.soft_tfidf(threshold=0.7),
    ],
    ids=repr,
)
@pytest.mark.parametrize("groups", [1, 5, 400])
def test_keys_leave_out_choices_and_change_no_score(scorer: Scorer, groups: int) -> None:
    rng = random.Random(groups)
    keys: list[int | None] = [rng.choice([None, *range(groups)]) for _ in range(900)]
    choices = [*CHOICES[:300], *(f"{text} {rng.choice('abc')}" for text in SPACED * 20), *SPACED * 3]
    queries = [*QUERIES[:40], *SPACED * 4]
    rows, known = keys[: len(queries)], keys[100 : 100 + len(choices)]
    frame = pl.LazyFrame({"text": queries, "key": rows})
    by = {"by": "key", "choices_by": known}
    every = collect(frame.select(rs.extract("text", choices, scorer=scorer, limit=None))).to_series()
    expected = [agreeing(found, key, known, None) for found, key in zip(every, rows, strict=True)]
    query = frame.select(
        one=rs.extract_one("text", choices, scorer=scorer, **by),
        few=rs.extract("text", choices, scorer=scorer, limit=3, **by),
        every=rs.extract("text", choices, scorer=scorer, limit=None, **by),
    )
    got = collect(query)
    assert dict(got.schema) == dict(query.collect_schema())
    assert got["every"].to_list() == expected
    assert got["few"].to_list() == [found and found[:3] for found in expected]
    ones = [None if one is None or one["index"] is None else one for one in got["one"].to_list()]
    assert ones == [found[0] if found else None for found in expected]


def test_lists_of_rows_have_keys_of_their_own() -> None:
    lists = [["kitten", "kit", None, "kitt"], [], None, ["kitten", "kitt"]]
    keys = [["b", "a", "a", "a"], [], None, [None, "a"]]
    frame = pl.LazyFrame({"text": ["kitten"] * 4, "own": ["a", "a", "a", "b"], "known": lists, "keys": keys})
    for scorer in ("levenshtein", rs.scorers.tfidf()):
        found = rs.extract("text", pl.col("known"), scorer=scorer, by="own", choices_by=pl.col("keys"))
        got = collect(frame.select(found)).to_series().to_list()
        assert [match and [each["index"] for each in match] for match in got] == [[3, 1], [], None, []]


def test_keys_are_of_any_dtype() -> None:
    days = pl.Series([f"2024-01-0{day}" for day in (1, 2, 3)]).str.to_date()
    kinds: list[tuple[Any, Any]] = [
        (days, days),
        (pl.Series([1, 2, 3], dtype=pl.Int8), pl.Series([1, 2, 3], dtype=pl.UInt64)),
        (pl.Series([1, 2, 3]), [1, 2, 3]),
        (pl.Series([True, False, None]), [True, False, None]),
        (pl.Series(["x", "y", "z"], dtype=pl.Categorical), ["x", "y", "z"]),
        (pl.Series(["x", "y", "z"]), pl.Series(["x", "y", "z"], dtype=pl.Enum(["z", "y", "x"]))),
        (pl.Series([0.5, 1.5, 2.5]), [0.5, 1.5, 2.5]),
        (pl.Series([b"x", b"y", b"z"]), pl.Series([b"x", b"y", b"z"])),
    ]
    for own, known in kinds:
        frame = pl.LazyFrame({"text": ["kitten"] * 3, "key": own})
        keys = {"by": "key", "choices_by": known}
        got = collect(frame.select(rs.extract("text", ["kit", "kitt", "kin"], scorer="jaro", **keys)))
        indices = [[match["index"] for match in found] for found in got.to_series()]
        assert indices == [[at] if key is not None else [] for at, key in enumerate(own)], own.dtype


def test_several_keys_and_keys_of_one_value() -> None:
    frame = pl.LazyFrame({"text": ["kitten"] * 3, "a": [1, 1, None], "b": ["x", "y", "x"]})
    choices = pl.Series(["kit", "kitt", "kitte"])
    both = {"by": ["a", pl.col("b")], "choices_by": [[1, 1, 2], pl.Series(["x", "y", "x"])]}
    one = {"by": pl.lit("x"), "choices_by": ["y", "x", "y"]}
    got = collect(
        frame.select(
            both=rs.extract_one("text", choices, scorer="jaro", **both).struct.field("index"),
            one=rs.extract_one("text", choices, scorer="jaro", **one).struct.field("index"),
            literal=rs.extract_one(
                pl.lit("kitten"), choices, scorer="jaro", by="b", choices_by=["x", "x", "y"]
            ).struct.field("index"),
        )
    )
    assert got.rows() == [(0, 1, 1), (1, 1, 2), (None, 1, 1)]


def test_every_form_of_a_query_with_keys_gives_the_same() -> None:
    known = [index % 7 for index in range(len(CHOICES))]
    best = rs.extract_one("query", CHOICES, scorer="levenshtein", by=pl.col("row") % 7, choices_by=known)
    frame = FRAME.with_row_index("row")
    expected = frame.select(best)
    for height in (0, 1, 2):
        assert_frame_equal(collect(frame.lazy().head(height).select(best)), expected.head(height))
    chunks = pl.concat([frame.slice(start, 25) for start in range(0, frame.height, 25)], rechunk=False)
    assert_frame_equal(collect(chunks.lazy().select(best)), expected)
    assert_frame_equal(frame.select(best.over("part")), expected)
    groups = collect(frame.lazy().group_by("part", maintain_order=True).agg(best))
    assert_frame_equal(groups.explode("query", **EXPLODED).select("query"), expected)
    keys = {"by": frame["row"] % 7, "choices_by": known}
    by_series = frame["query"].rs.extract_one(CHOICES, scorer="levenshtein", **keys)
    assert by_series.equals(expected["query"])


WRONG_KEYS: list[tuple[dict[str, Any], type[Exception], str]] = [
    ({"by": "a"}, ValueError, "expected both by and choices_by, or neither, got "),
    ({"choices_by": ["x"]}, ValueError, "expected both by and choices_by, or neither, got "),
    ({"by": 1, "choices_by": ["x"]}, TypeError, "expected by to be a column name, "),
    ({"by": "a", "choices_by": "x"}, TypeError, "expected choices_by to be a Series, "),
    (
        {"by": "a", "choices_by": ["x", "y"]},
        ValueError,
        "expected one key for each choice, 1 of them, got 2$",
    ),
    ({"by": ["a"], "choices_by": []}, ValueError, "expected as many keys in choices_by as in by, "),
    ({"by": [], "choices_by": []}, ValueError, "expected as many keys in choices_by as in by, "),
    ({"by": "a", "choices_by": [object()]}, pl.exceptions.PolarsError, "expected a dtype of values "),
    ({"by": "a", "choices_by": [1]}, pl.exceptions.PolarsError, "expected keys of one dtype .* got String"),
    ({"by": "a", "choices_by": pl.lit("x")}, pl.exceptions.PolarsError, "expected choices_by to be a List"),
    (
        {"by": "a", "choices_by": pl.lit(pl.Series([["x", "y"]]))},
        pl.exceptions.PolarsError,
        "expected one key for each choice, got 2 for 1 choices",
    ),
]


@pytest.mark.parametrize(("keys", "error", "sentence"), WRONG_KEYS, ids=range(len(WRONG_KEYS)))
def test_wrong_keys(keys: dict[str, Any], error: type[Exception], sentence: str) -> None:
    for name in ("extract", "extract_one"):
        with pytest.raises(error, match=f"(?<![a-z_]){name}: {sentence}"):
            pl.DataFrame({"a": ["x"]}).select(getattr(rs, name)("a", ["x"], scorer="jaro", **keys))
