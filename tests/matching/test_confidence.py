"""A join without a cutoff gives each pair a confidence, and keeps the pairs that it expects to be right."""

from __future__ import annotations

import math
import random
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

import polars_resemble as rs
from engines import assert_same, collect
from polars_resemble import confidence

PLACES = ["north", "south", "harbour", "castle", "mill", "abbey", "market", "river", "garden", "tower"]
KINDS = ["museum", "school", "library", "theatre", "station", "hotel", "bakery", "clinic"]
SYLLABLES = ["ka", "lo", "mi", "du", "ren", "sto", "vel", "tan", "bri", "go", "fer", "nu"]


def typed(text: str, chance: random.Random) -> str:
    """Write a text with another letter in it."""
    at = chance.choice([at for at, letter in enumerate(text) if letter != " "])
    return text[:at] + chance.choice("aeiou") + text[at + 1 :]


def tables(rows: int, seed: int = 1) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Invent two tables of names: of every third left row the right table has nothing."""
    chance = random.Random(seed)
    owners = ("".join(chance.choices(SYLLABLES, k=3)) for _ in range(rows))
    names = sorted({f"{owner} {chance.choice(PLACES)} {chance.choice(KINDS)}" for owner in owners})
    chance.shuffle(names)
    left = pl.DataFrame({"id": range(len(names)), "name": names})
    others = [(at, typed(name, chance)) for at, name in enumerate(names) if at % 3]
    chance.shuffle(others)
    return left, pl.DataFrame(others, schema={"of": pl.Int64, "name": pl.String}, orient="row")


LEFT, RIGHT = tables(150)

PARTS = ("owner", "place", "kind")


def split(frame: pl.DataFrame) -> pl.DataFrame:
    """Give each word of the names a column of its own."""
    words = pl.col("name").str.split(" ")
    return frame.with_columns(words.list.get(at).alias(part) for at, part in enumerate(PARTS))


def right_pairs(found: pl.DataFrame) -> float:
    return float((found["id"] == found["of"]).mean() or 0.0)


def test_most_of_what_a_join_without_a_cutoff_finds_is_right() -> None:
    found = LEFT.rs.fuzzy_join(RIGHT, on="name")
    assert found.columns == ["id", "name", "of", "name_right", "score", "confidence"]
    assert right_pairs(found) > 0.9
    assert found.filter(pl.col("id") == pl.col("of")).height > 0.9 * RIGHT.height


@pytest.mark.parametrize(
    "scorer", ["jaro_winkler", "ratio", rs.scorers.tfidf(), rs.scorers.indel(measure="normalized_distance")]
)
def test_any_scorer_in_0_to_1_has_a_confidence(scorer: Any) -> None:
    found = LEFT.rs.fuzzy_join(RIGHT, on="name", scorer=scorer)
    assert right_pairs(found) > 0.8
    assert found["confidence"].is_between(0, 1).all()


def test_several_fields_have_a_confidence() -> None:
    found = split(LEFT).rs.fuzzy_join(split(RIGHT), on=list(PARTS))
    assert right_pairs(found) > 0.9
    assert found.filter(pl.col("id") == pl.col("of")).height > 0.9 * RIGHT.height


def test_scores_of_fields_are_those_of_a_join_with_a_cutoff() -> None:
    length = pl.col("name").str.len_chars()
    gaps = [pl.when(length % 4 != at).then(part).alias(part) for at, part in enumerate(PARTS)]
    left, right = (split(frame).with_columns(gaps) for frame in (LEFT, RIGHT))
    fields = [rs.on("owner", weight=2), rs.on("place", nulls="mismatch"), rs.on("kind", score_cutoff=0.3)]
    found = left.rs.fuzzy_join(right, on=fields, precision=0.0, scores="struct")
    known = left.rs.fuzzy_join(right, on=fields, score_cutoff=0.0, scores="struct")
    assert found.height > LEFT.height
    both = found.join(known, on=["id", "of"], suffix="_known")
    assert both.height == found.height
    assert both["score"].equals(both["score_known"])
    assert both["scores"].equals(both["scores_known"])


def test_pairs_kept_are_those_of_the_highest_expected_f1() -> None:
    every = LEFT.rs.fuzzy_join(RIGHT, on="name", precision=0.0)
    kept = LEFT.rs.fuzzy_join(RIGHT, on="name")
    sure = sorted(every["confidence"], reverse=True)
    assert all(0 <= each <= 1 for each in sure)
    f1 = [2 * sum(sure[:at]) / (at + sum(sure)) for at in range(1, len(sure) + 1)]
    best = max(f1)
    heights = [at + 1 for at, each in enumerate(f1) if math.isclose(each, best, rel_tol=1e-9)]
    # Pairs of equal confidence are kept together.
    assert any(kept.height == sum(each >= sure[height - 1] for each in sure) for height in heights)
    assert_frame_equal(kept, every.filter(pl.col("confidence") >= kept["confidence"].min()))


@pytest.mark.parametrize("precision", [0.5, 0.8, 0.9, 0.99])
def test_pairs_kept_have_the_precision_that_is_asked_for(precision: float) -> None:
    every = LEFT.rs.fuzzy_join(RIGHT, on="name", precision=0.0)
    kept = LEFT.rs.fuzzy_join(RIGHT, on="name", precision=precision)
    assert kept["confidence"].mean() >= precision - 1e-6
    assert_frame_equal(kept, every.filter(pl.col("confidence") >= kept["confidence"].min()))
    more = every.filter(
        pl.col("confidence")
        >= every.filter(pl.col("confidence") < kept["confidence"].min())["confidence"].max()
    )
    assert more.height == every.height or more["confidence"].mean() < precision


def test_a_higher_precision_keeps_fewer_pairs() -> None:
    heights = [LEFT.rs.fuzzy_join(RIGHT, on="name", precision=at / 10).height for at in range(11)]
    assert heights == sorted(heights, reverse=True)


def test_the_order_of_rows_changes_nothing() -> None:
    found = LEFT.rs.fuzzy_join(RIGHT, on="name")
    shuffled = LEFT.sample(fraction=1, shuffle=True, seed=1), RIGHT.sample(fraction=1, shuffle=True, seed=2)
    again = shuffled[0].rs.fuzzy_join(shuffled[1], on="name")
    assert_frame_equal(found.sort("id", "of"), again.sort("id", "of"), check_exact=False)


def test_the_order_of_frames_changes_no_confidence_of_a_right_pair() -> None:
    found = LEFT.rs.fuzzy_join(RIGHT, on="name").filter(pl.col("id") == pl.col("of"))
    other = RIGHT.rs.fuzzy_join(LEFT, on="name").filter(pl.col("id") == pl.col("of"))
    both = found.join(other, on="id", suffix="_other")
    assert both.height > 0.9 * found.height
    assert ((both["confidence"] - both["confidence_other"]).abs() < 0.05).mean() > 0.9


def test_lazy_and_streaming_joins_are_those_of_frames() -> None:
    query = LEFT.lazy().rs.fuzzy_join(RIGHT.lazy(), on="name", how="left")
    assert_same(collect(query), LEFT.rs.fuzzy_join(RIGHT, on="name", how="left"))


def test_scores_are_those_of_a_join_with_a_cutoff() -> None:
    found = LEFT.rs.fuzzy_join(RIGHT, on="name", precision=0.0)
    soft = rs.scorers.soft_tfidf(processor="default")
    known = LEFT.rs.fuzzy_join(RIGHT, on="name", scorer=soft, score_cutoff=0.2, limit=confidence.CANDIDATES)
    assert_frame_equal(found.drop("confidence"), known)


def test_copies_match_as_one_of_them_does() -> None:
    found = LEFT.rs.fuzzy_join(RIGHT, on="name").select("id", "of", "confidence")
    twice = pl.concat([LEFT, LEFT.with_columns(pl.col("id") + 1000)])
    scorer = rs.scorers.ratio()
    once = LEFT.rs.fuzzy_join(RIGHT, on="name", scorer=scorer, precision=0.0).select("id", "of", "confidence")
    both = twice.rs.fuzzy_join(RIGHT, on="name", scorer=scorer, precision=0.0).select(
        "id", "of", "confidence"
    )
    assert_frame_equal(both.filter(pl.col("id") < 1000), once)
    assert_frame_equal(both.filter(pl.col("id") >= 1000).with_columns(pl.col("id") - 1000), once)
    assert found.height > 0


def test_copies_are_told_apart_by_nothing() -> None:
    same = pl.DataFrame({"name": ["alder mill", "alder mill", "birch tower"]})
    found = same.rs.fuzzy_join(same, on="name", precision=0.0)
    alder, birch = (
        found.filter(pl.col("name") == name)["confidence"].max() for name in ("alder mill", "birch tower")
    )
    assert alder < birch


@pytest.mark.parametrize("rows", [0, 1])
@pytest.mark.parametrize("how", ["inner", "left", "right", "semi", "anti", "full"])
def test_few_rows(rows: int, how: Any) -> None:
    left, right = LEFT.head(rows), RIGHT.head(rows)
    for one, other in ((left, RIGHT), (LEFT, right), (left, right)):
        found = one.rs.fuzzy_join(other, on="name", how=how)
        assert found.schema == LEFT.rs.fuzzy_join(RIGHT, on="name", how=how).schema


def test_nulls_and_texts_of_which_nothing_is_left_match_nothing() -> None:
    left = pl.DataFrame({"name": [None, "?", "", "alder mill"]})
    found = left.rs.fuzzy_join(left, on="name", precision=0.0)
    assert found["name"].to_list() == ["alder mill"]
    both = left.with_columns(place=pl.lit(None, pl.String))
    assert both.rs.fuzzy_join(both, on=["name", "place"], precision=0.0)["name"].to_list() == ["alder mill"]


def test_a_left_join_has_no_confidence_where_it_has_no_match() -> None:
    found = LEFT.rs.fuzzy_join(RIGHT, on="name", how="left")
    assert (found["confidence"].is_null() == found["of"].is_null()).all()
    assert found["id"].unique().len() == LEFT.height


def test_rows_that_agree_are_compared_alone() -> None:
    left, right = LEFT.with_columns(half=pl.col("id") % 2), RIGHT.with_columns(half=pl.col("of") % 2)
    found = left.rs.fuzzy_join(right, on="name", by="half")
    assert found["id"].len() > 0
    assert (found["id"] % 2 == found["of"] % 2).all()


@pytest.mark.parametrize("matches", ["best", "one_to_one"])
def test_partners_are_chosen_among_what_is_kept(matches: Any) -> None:
    every = LEFT.rs.fuzzy_join(RIGHT, on="name")
    found = LEFT.rs.fuzzy_join(RIGHT, on="name", matches=matches)
    assert found["id"].is_unique().all()
    assert found.join(every, on=["id", "of"], how="anti").height == 0


def test_columns_of_any_kind_of_text_have_a_confidence() -> None:
    found = LEFT.rs.fuzzy_join(RIGHT, on="name").select("id", "of", "confidence")
    for dtype in (pl.Categorical, pl.Binary):
        frames = [frame.with_columns(pl.col("name").cast(dtype)) for frame in (LEFT, RIGHT)]
        scorer = "jaro_winkler" if dtype == pl.Binary else None
        again = frames[0].rs.fuzzy_join(frames[1], on="name", scorer=scorer).select("id", "of", "confidence")
        if scorer is None:
            assert_frame_equal(found, again)
        assert again.height > 0


def test_wrong_parameters_are_refused() -> None:
    edits = rs.scorers.levenshtein(measure="distance")
    with pytest.raises(
        ValueError, match=r"^fuzzy_join: expected a scorer in 0\.\.1 for score_cutoff 'auto', got "
    ):
        LEFT.rs.fuzzy_join(RIGHT, on="name", scorer=edits)
    with pytest.raises(
        ValueError, match=r"^fuzzy_join: expected score_cutoff to be a number or 'auto', got 'best'$"
    ):
        LEFT.rs.fuzzy_join(RIGHT, on="name", score_cutoff="best")
    with pytest.raises(
        ValueError, match=r"^fuzzy_join: expected precision with score_cutoff 'auto' only, got 0\.5$"
    ):
        LEFT.rs.fuzzy_join(RIGHT, on="name", score_cutoff=0.5, precision=0.5)
    with pytest.raises(ValueError, match=r"^fuzzy_join: expected precision to be within 0\.\.1, got 2$"):
        LEFT.rs.fuzzy_join(RIGHT, on="name", precision=2)
    with pytest.raises(pl.exceptions.DuplicateError, match="confidence"):
        LEFT.with_columns(confidence=1).rs.fuzzy_join(RIGHT, on="name")


@pytest.mark.parametrize("scorer", [None, "jaro_winkler", rs.scorers.indel(measure="normalized_distance")])
def test_cutoffs_are_suggested_by_sums_of_confidence(scorer: Any) -> None:
    every = LEFT.rs.fuzzy_join(RIGHT, on="name", scorer=scorer, precision=0.0)
    table = LEFT.rs.suggest_cutoff(RIGHT, on="name", scorer=scorer)
    is_distance = isinstance(scorer, rs.scorers.Scorer)
    assert table["score_cutoff"].is_sorted(descending=not is_distance)
    assert table["best"].sum() == 1
    assert table.filter("best")["f1"].item() == table["f1"].max()
    whole = every["confidence"].sum()
    for cutoff, pairs, precision, recall, f1, _ in table.rows():
        reached = pl.col("score") <= cutoff + 1e-12 if is_distance else pl.col("score") >= cutoff - 1e-12
        kept = every.filter(reached)["confidence"]
        assert len(kept) == pairs
        assert precision == pytest.approx(kept.mean())
        assert recall == pytest.approx(kept.sum() / whole)
        assert f1 == pytest.approx(2 * kept.sum() / (len(kept) + whole))


def test_a_cutoff_is_suggested_for_a_precision() -> None:
    table = LEFT.lazy().rs.suggest_cutoff(RIGHT, on="name", precision=0.9).collect()
    best = table.filter("best")
    assert best["precision"].item() >= 0.9
    looser = table.filter(pl.col("score_cutoff") < best["score_cutoff"].item())
    assert (looser["precision"] < 0.9).all()


def test_no_cutoff_is_suggested_where_nothing_matches() -> None:
    assert LEFT.rs.suggest_cutoff(RIGHT.head(0), on="name").is_empty()
    alone = pl.DataFrame({"name": ["alder mill"]}).rs.suggest_cutoff(RIGHT, on="name", precision=1.0)
    assert alone["best"].sum() == 0
    with pytest.raises(ValueError, match=r"^suggest_cutoff: expected precision to be within 0\.\.1, got -1$"):
        LEFT.rs.suggest_cutoff(RIGHT, on="name", precision=-1)


def both_tables(*frames: pl.DataFrame) -> pl.DataFrame:
    """Put rows of two tables into one, with the number that rows of one thing share."""
    left, right = frames
    return pl.concat(
        [left.rename({"id": "of"}), right.select(left.rename({"id": "of"}).columns)], how="vertical"
    )


@pytest.mark.parametrize("on", ["name", list(PARTS)])
def test_most_pairs_of_one_table_are_right(on: Any) -> None:
    frame = both_tables(split(LEFT), split(RIGHT))
    found = frame.rs.pairs(on)
    assert (found["row"] < found["row_right"]).all()
    assert found["confidence"].is_between(0, 1).all()
    of = frame["of"]
    is_right = of.gather(found["row"]) == of.gather(found["row_right"])
    assert is_right.mean() > 0.9
    assert is_right.sum() > 0.85 * RIGHT.height


def test_the_order_of_rows_changes_no_pairs_of_one_table() -> None:
    frame = both_tables(LEFT, RIGHT).with_row_index("at")
    expected = {tuple(sorted(row)) for row in frame.rs.pairs("name").select("row", "row_right").rows()}
    shuffled = frame.sample(fraction=1, shuffle=True, seed=3)
    at = shuffled["at"].to_list()
    found = {
        tuple(sorted((at[row], at[other])))
        for row, other in shuffled.rs.pairs("name").select("row", "row_right").rows()
    }
    assert found == expected


def test_equal_rows_of_one_table_are_pairs_for_sure() -> None:
    frame = pl.DataFrame({"name": ["alder mill", "birch tower", "alder mill", None, "alder mill", None]})
    found = frame.rs.pairs("name", precision=1.0)
    assert found.select("row", "row_right").rows() == [(0, 2), (0, 4), (2, 4)]
    assert found["confidence"].to_list() == [1.0, 1.0, 1.0]


@pytest.mark.parametrize("scorer", ["monge_elkan", "ratio", rs.scorers.indel(measure="normalized_distance")])
def test_scores_of_pairs_are_those_with_a_cutoff(scorer: Any) -> None:
    frame = both_tables(LEFT, RIGHT).head(60)
    found = frame.rs.pairs("name", scorer=scorer, precision=0.0)
    loose = 1.0 if isinstance(scorer, rs.scorers.Scorer) else 0.0
    known = frame.rs.pairs("name", scorer=scorer, score_cutoff=loose)
    both = found.join(known, on=["row", "row_right"], suffix="_known")
    assert both.height == found.height > 60
    assert both["score"].equals(both["score_known"])


@pytest.mark.parametrize("rows", [0, 1])
def test_pairs_of_few_rows(rows: int) -> None:
    for on in ("name", list(PARTS)):
        assert split(LEFT).head(rows).rs.pairs(on).schema == split(LEFT).rs.pairs(on).schema
        assert split(LEFT).head(rows).rs.pairs(on).is_empty()
    lazy = both_tables(LEFT, RIGHT).lazy().rs.pairs("name")
    assert_same(collect(lazy), both_tables(LEFT, RIGHT).rs.pairs("name"))
