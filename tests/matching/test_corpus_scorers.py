"""Scorers that depend on all texts give what the textbook gives, in joins, searches and clusters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal
from rapidfuzz import utils
from rapidfuzz.distance import JaroWinkler, Levenshtein

import polars_resemble as rs
from corpus_oracles import cosine, soft_cosine, vectors
from cutoffs import reaches
from engines import ENGINES, collect, collect_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from corpus_oracles import Vector
    from polars_resemble.scorers import Scorer

#: Both sides have some texts.
LEFT: list[str | None] = [
    "Zenit Corporation",
    "Acme Corporation",
    "Zenith Corporation of Köln",
    "acme corporation",
    None,
    "Köln Wasserwerke",
    "日本 電気 株式会社",
    "",
    "  ",
    "of of Corporation",
    "Jonathan Smithe",
    "Smith Smith Smyth",
    "Acme Corporation",
    "never seen",
]
RIGHT: list[str | None] = [
    "ACME Corp",
    "Corporation Acmee",
    "Zenit Corporation",
    "Koeln Wasserwerk",
    "日本電気 株式会社",
    None,
    " ",
    "Apex Corporation",
    "Smith Jonathon",
    "Smyth Smith",
    "Corporation Acmee",
    "Wasserwerke von Köln",
]

Case = tuple["Scorer", "int | None", "Callable[[Vector, Vector], float]"]

#: All texts, each once.
TEXTS = sorted({text for text in [*LEFT, *RIGHT] if text is not None})

CASES: list[Case] = [
    (rs.scorers.tfidf(ngram=2), 2, cosine),
    (rs.scorers.tfidf(ngram=None), None, cosine),
    (rs.scorers.soft_tfidf(), None, soft_cosine(JaroWinkler.similarity, 0.9)),
    (rs.scorers.soft_tfidf(threshold=0.7), None, soft_cosine(JaroWinkler.similarity, 0.7)),
    (
        rs.scorers.soft_tfidf(inner="levenshtein", threshold=0.5),
        None,
        soft_cosine(Levenshtein.normalized_similarity, 0.5),
    ),
]
cases = pytest.mark.parametrize("case", CASES, ids=[repr(case[0]) for case in CASES])


def scores(
    case: Case,
    queries: Sequence[str | None],
    choices: Sequence[str | None],
    counted: Sequence[Iterable[str | None]],
) -> dict[tuple[int, int], float]:
    _, ngram, score = case
    vector = vectors(counted, ngram)
    return {
        (row, index): score(vector(query), vector(choice))
        for row, query in enumerate(queries)
        for index, choice in enumerate(choices)
        if query is not None and choice is not None
    }


@cases
def test_joins_count_the_texts_of_both_sides(case: Case) -> None:
    left = pl.LazyFrame({"text": LEFT}).with_row_index("row")
    right = pl.LazyFrame({"text": RIGHT}).with_row_index("row")
    query = left.rs.fuzzy_join(right, on="text", scorer=case[0], score_cutoff=0.0)
    found = {
        (row, index): score
        for row, index, score in collect(query).select("row", "row_right", "score").iter_rows()
    }
    expected = scores(case, LEFT, RIGHT, [LEFT, RIGHT])
    assert found == pytest.approx(expected, abs=1e-12)
    assert all(0 <= score <= 1 for score in found.values())
    for cutoff in (0.3, 0.8, 1.0):
        for limit in (None, 1, 2):
            few = left.rs.fuzzy_join(right, on="text", scorer=case[0], score_cutoff=cutoff, limit=limit)
            wanted = [
                (row, index, score)
                for row in range(len(LEFT))
                for (_, index), score in sorted(
                    (each for each in found.items() if each[0][0] == row and reaches(each[1], cutoff)),
                    key=lambda each: (-each[1], each[0][1]),
                )[:limit]
            ]
            assert few.select("row", "row_right", "score").collect().rows() == wanted


@cases
def test_directions_agree(case: Case) -> None:
    frames = [pl.DataFrame({"text": side}).with_row_index("row") for side in (LEFT, RIGHT)]
    there, back = (
        one.rs.fuzzy_join(other, on="text", scorer=case[0], score_cutoff=0.1)
        for one, other in (frames, frames[::-1])
    )
    back = back.select(row="row_right", row_right="row", score="score")
    columns = ["row", "row_right", "score"]
    found, found_back = (frame.select(columns).sort(columns[:2]) for frame in (there, back))
    assert found.select(columns[:2]).equals(found_back.select(columns[:2]))
    assert found["score"].to_list() == pytest.approx(found_back["score"].to_list(), abs=1e-12)


@cases
def test_searches_count_the_choices(case: Case) -> None:
    scorer = case[0]
    queries = [*LEFT, *(f"{text} {row}" for row in range(40) for text in LEFT if text)]
    query = pl.LazyFrame({"text": queries}).select(
        one=rs.extract_one("text", RIGHT, scorer=scorer),
        few=rs.extract("text", RIGHT, scorer=scorer, limit=3, score_cutoff=0.2),
        every=rs.extract("text", RIGHT, scorer=scorer, limit=None),
        scores=rs.cdist("text", RIGHT, scorer=scorer),
    )
    got = collect(query)
    assert dict(got.schema) == dict(query.collect_schema())
    expected = scores(case, queries, RIGHT, [RIGHT])
    for row, (one, few, every, dense) in enumerate(got.iter_rows()):
        if queries[row] is None:
            # Polars 1.0 shows a null struct as a struct of nulls.
            assert one is None or set(one.values()) == {None}
            assert (few, every, dense) == (None, None, None)
            continue
        found = {(row, match["index"]): match["score"] for match in every}
        assert found == pytest.approx(
            {at: score for at, score in expected.items() if at[0] == row and score > 0}, abs=1e-12
        )
        best = sorted(every, key=lambda match: (-match["score"], match["index"]))
        assert best == every
        if best:
            assert one == best[0]
        assert few == [match for match in best if match["score"] >= 0.2][:3]
        assert [match["choice"] for match in every] == [RIGHT[match["index"]] for match in every]
        assert dense == [
            pytest.approx(found.get((row, index), 0.0), abs=1e-6) if choice is not None else None
            for index, choice in enumerate(RIGHT)
        ]


@cases
def test_a_row_scores_the_same_alone(case: Case) -> None:
    frame = pl.DataFrame({"text": [text for text in LEFT if text] * 3})
    every = rs.extract("text", RIGHT, scorer=case[0], limit=None)
    whole = frame.select(every)
    pieces = pl.concat([frame[at : at + 1].select(every) for at in range(frame.height)])
    assert_frame_equal(whole, pieces, check_exact=True)


@cases
def test_clusters_are_the_components_of_pairs(case: Case) -> None:
    frame = pl.DataFrame({"text": [*LEFT, *RIGHT]})
    pairs = frame.rs.pairs("text", scorer=case[0], score_cutoff=0.6)
    texts = frame["text"].to_list()
    every = scores(case, texts, texts, [texts, texts])
    expected = {at: score for at, score in every.items() if at[0] < at[1] and score >= 0.6}
    found = dict(zip(zip(pairs["row"], pairs["row_right"], strict=True), pairs["score"], strict=True))
    assert found == pytest.approx(expected, abs=1e-12)
    groups = frame.select(rs.cluster("text", scorer=case[0], score_cutoff=0.6)).to_series()
    assert (groups.gather(pairs["row"]) == groups.gather(pairs["row_right"])).all()


@pytest.mark.parametrize("dtype", [pl.String, pl.Categorical, pl.Enum(TEXTS), pl.Binary], ids=str)
@cases
def test_groups_of_one_side_only_have_any_dtype(case: Case, dtype: Any) -> None:
    """Rows are counted that agree with no other."""
    scorer, by = case[0], {"k": [at % 5 for at in range(len(LEFT))]}
    left = pl.LazyFrame({"text": pl.Series(LEFT).cast(dtype), "i": range(len(LEFT)), **by})
    by = {"k": [3 + at % 5 for at in range(len(RIGHT))]}
    right = pl.LazyFrame({"text": pl.Series(RIGHT).cast(dtype), "j": range(len(RIGHT)), **by})
    shared: dict[str, Any] = {"on": "text", "scorer": scorer, "score_cutoff": 0.0}
    every = left.rs.fuzzy_join(right, **shared).filter(pl.col("k") == pl.col("k_right"))
    expected = {(row, other): score for row, other, score in every.select("i", "j", "score").collect().rows()}
    assert expected
    for engine in ENGINES:
        got = collect_in(engine, left.rs.fuzzy_join(right, by="k", **shared).select("i", "j", "score"))
        found = {(row, other): score for row, other, score in got.rows()}
        assert found == pytest.approx(expected, abs=1e-12)


def test_processors_come_first() -> None:
    sides = [[text for text in side if text is None or utils.default_process(text)] for side in (LEFT, RIGHT)]
    processed = [[text and utils.default_process(text) for text in side] for side in sides]
    for make in (rs.scorers.tfidf, rs.scorers.soft_tfidf):
        every = {
            processor: pl.select(
                rs.cdist(pl.Series("text", left), right, scorer=make(processor=processor))  # type: ignore[operator]
            )
            for processor, (left, right) in {"default": sides, None: processed}.items()
        }
        assert_frame_equal(every["default"], every[None])


def test_texts_that_a_processor_empties_count_nothing() -> None:
    texts = [text for text in (*LEFT, *RIGHT) if text and utils.default_process(text)]
    emptied = ["?", "", "-", "! !", "?"]
    some = pl.Series("text", texts)
    for make in (rs.scorers.tfidf, rs.scorers.soft_tfidf):
        scorer: Any = make(processor="default")  # type: ignore[operator]
        alone, among = [*texts], [*emptied[:2], *texts, *emptied[2:]]
        for function in (rs.extract, rs.cdist):
            more = {"limit": None} if function is rs.extract else {}
            one, other = (
                pl.select(function(some, choices, scorer=scorer, **more)).to_series().to_list()  # type: ignore[operator]
                for choices in (alone, among)
            )
            if function is rs.extract:
                other = [[{**match, "index": match["index"] - 2} for match in row] for row in other]
            else:
                assert {score for row in other for score in (*row[:2], *row[-3:])} == {0.0}
                other = [row[2:-3] for row in other]
            assert one == other
        columns = ["left", "right", "score"]
        one, other = (rs.cdist_frame(texts, choices, scorer=scorer) for choices in (alone, among))
        assert_frame_equal(
            one.select(columns),
            other.filter(~pl.col("right").is_in(emptied)).select(columns),
            check_exact=True,
        )
        assert set(other.filter(pl.col("right").is_in(emptied))["score"]) == {0.0}
        # Every pair has its score, and two empty texts are alike.
        assert set(rs.cdist_frame(emptied, emptied, scorer=scorer)["score"]) == {1.0}


def test_lists_of_each_row_are_counted_by_themselves() -> None:
    frame = pl.DataFrame({"text": ["ab cd", "ab cd"], "known": [["ab", "cd"], ["ab", "ab xy", "ef"]]})
    scorer = rs.scorers.tfidf(ngram=None)
    found = frame.select(rs.extract("text", pl.col("known"), scorer=scorer, limit=None)).to_series()
    for text, known, matches in zip(frame["text"], frame["known"].to_list(), found.to_list(), strict=True):
        every = scores((scorer, None, cosine), [text], known, [known])
        expected = {at: score for at, score in every.items() if score > 0}
        assert {(0, each["index"]): each["score"] for each in matches} == pytest.approx(expected)


def test_soft_tfidf_shows_as_its_call() -> None:
    scorer = rs.scorers.soft_tfidf(inner="osa", threshold=0.8, processor="default")
    assert repr(scorer) == (
        "rs.scorers.soft_tfidf(inner=rs.scorers.osa(), threshold=0.8, processor='default')"
    )
    assert scorer == rs.scorers.soft_tfidf(inner=rs.scorers.osa(), threshold=0.8, processor="default")
    assert hash(scorer) != hash(rs.scorers.soft_tfidf())


def test_wrong_parameters() -> None:
    with pytest.raises(ValueError, match=r"soft_tfidf: expected inner to be a similarity in 0\.\.1"):
        rs.scorers.soft_tfidf(inner=rs.scorers.osa(measure="distance"))
    with pytest.raises(ValueError, match=r"soft_tfidf: expected inner to be .* without a processor"):
        rs.scorers.soft_tfidf(inner=rs.scorers.osa(processor="default"))
    with pytest.raises(TypeError, match=r"soft_tfidf: expected a scorer of two texts alone, .*, got Tfidf"):
        rs.scorers.soft_tfidf(inner=rs.scorers.tfidf())
    with pytest.raises(ValueError, match=r"soft_tfidf: expected threshold to be within 0\.\.1, got 2"):
        rs.scorers.soft_tfidf(threshold=2)
    with pytest.raises(TypeError, match=r"score: expected a scorer of two texts alone, .*, got SoftTfidf"):
        rs.score("a", "a", rs.scorers.soft_tfidf())
