"""The laws that every metric obeys, whatever it computes."""

from __future__ import annotations

import math
from itertools import pairwise, product
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases import CASES, Case
from cutoffs import cut_off
from engines import assert_same, collect
from query_forms import PART, forms

if TYPE_CHECKING:
    import random

from random_texts import LITERALS, edited, frames, pairs, table, texts, with_nulls

cases = pytest.mark.parametrize("case", CASES, ids=str)

ROWS = 600
FRAME = with_nulls(table(pairs(ROWS)))
# Tall enough that every length class fills blocks.
TALL = with_nulls(table(pairs(20_000)))
# Short words, and any text now and then.
SHORT = [(left[:14], right[:14]) for left, right in pairs(20_000) if (left + right).isascii()]
MOSTLY_SHORT = table(
    [
        long if row % 9 == 0 else short
        for row, (short, long) in enumerate(zip(SHORT, pairs(3_000), strict=False))
    ]
)
# Nothing but ASCII, long enough to have to be pointed to or not.
TALL_ASCII = with_nulls(table(SHORT))


@cases
def test_planned_schema_is_delivered(case: Case) -> None:
    lefts = (
        (pl.col("left"), "left"),
        (pl.col("left").alias("named"), "named"),
        (pl.lit("kitten"), "literal"),
        (pl.lit(None), "literal"),
        (pl.lit(pl.Series("series", ["kitten"])), "series"),
    )
    for measure, (left, name) in product(case.measures, lefts):
        query = FRAME.lazy().select(case.expression(left, "right", measure=measure))
        assert dict(query.collect_schema()) == {name: case.dtype(measure)}, measure
        assert dict(collect(query).schema) == {name: case.dtype(measure)}, measure


@cases
def test_null_rows_are_null_and_change_no_other(case: Case) -> None:
    complete = table(pairs(ROWS))
    left, right = FRAME["left"], FRAME["right"]
    valid = left.is_not_null() & right.is_not_null()
    got = collect(FRAME.lazy().select(case.readings("left", "right")))
    expected = complete.select(case.readings("left", "right"))
    assert_same(got.filter(valid), expected.filter(valid))
    assert got.filter(~valid).null_count().row(0) == (len(valid) - valid.sum(),) * len(case.measures)


@cases
def test_null_sides_give_null(case: Case) -> None:
    empty = pl.lit(None, pl.String).alias("empty")
    nulls = [None, pl.lit(None), pl.lit(None, pl.String), pl.col("empty"), pl.col("untyped")]
    for rows, null in product((FRAME, FRAME.head(1), FRAME.head(0)), nulls):
        frame = rows.with_columns(empty, pl.lit(None).alias("untyped")).lazy()
        for readings in case.readings("left", null), case.readings(null, "right"):
            got = collect(frame.with_columns(readings)).select(case.measures)
            assert got.null_count().sum_horizontal().item() == rows.height * len(case.measures)
            assert got.dtypes == [case.dtype(measure) for measure in case.measures]


@cases
@given(frame=frames(rows=100), literal=st.sampled_from(LITERALS) | texts)
def test_a_literal_is_the_same_value_in_every_row(case: Case, frame: pl.DataFrame, literal: str) -> None:
    for side, other in (("left", "right"), ("right", "left")):
        repeated = pl.Series(side, [literal] * frame.height, pl.String)
        readings = case.readings(**{side: pl.lit(literal), other: pl.col(other)})
        for rows, heights in ((frame, (frame.height, 0, 1, 2)), (with_nulls(frame), (frame.height,))):
            expected = rows.with_columns(repeated).select(case.readings("left", "right"))
            for height in heights:
                got = collect(rows.head(height).lazy().select(readings))
                assert_same(got, expected.head(height), f"{side} is {literal!r}, {height} rows")


@cases
def test_two_literals_are_one_row(case: Case) -> None:
    literals = case.readings(pl.lit("kitten"), pl.lit("sitting"))
    expected = table([("kitten", "sitting")]).select(case.readings("left", "right"))
    assert_same(pl.select(literals), expected)
    with_literals = collect(FRAME.lazy().with_columns(literals)).select(case.measures)
    assert_same(with_literals, pl.concat([expected] * FRAME.height))


@cases
def test_every_form_of_a_query_gives_the_same(case: Case) -> None:
    frame = FRAME.with_columns(PART)
    for right in (pl.col("right"), pl.lit("kitten")):
        readings = case.readings("left", right)
        expected = frame.select(readings)
        for form, queries in forms(frame.lazy(), readings).items():
            assert_same(pl.concat(map(collect, queries)), expected, form)


@cases
def test_groups_are_compared_each_on_its_own(case: Case) -> None:
    frame = FRAME.with_columns(PART)
    groups = frame.lazy().group_by("part", maintain_order=True)
    for right in (pl.col("right"), pl.lit("kitten"), pl.col("right").max()):
        got = collect(groups.agg(case.readings("left", right)))
        rows = frame.with_columns(right.over("part").alias("right"))
        expected = rows.select("part", *case.readings("left", "right"))
        assert_same(got, expected.group_by("part", maintain_order=True).agg(case.measures), right)


@cases
def test_chunks_and_offsets_do_not_matter(case: Case) -> None:
    readings = case.readings("left", "right")
    cut = [0, 1, 7, 100, ROWS]
    chunks = [FRAME.slice(start, end - start) for start, end in pairwise(cut)]
    chunked = pl.concat(chunks, rechunk=False)
    unlike = pl.concat([FRAME["right"].head(30), FRAME["right"].slice(30)], rechunk=False)
    for frame in (chunked, chunked.with_columns(unlike), chunked.slice(5, 200)):
        got = collect(frame.lazy().select(readings))
        assert_same(got, frame.rechunk().select(readings))
    assert_same(chunked.select(readings), FRAME.select(readings))


@cases
def test_tall_columns_are_many_short_ones(case: Case) -> None:
    """Columns are shared out to threads in pieces of some ten thousand rows."""
    times = 60
    tall = pl.concat([FRAME] * times, rechunk=True)
    assert tall.height > 2**15
    for sides in (("left", "right"), ("left", pl.lit("kitten")), (pl.lit("kitten"), "right")):
        readings = [case.expression(*sides).alias("score")]
        assert_same(tall.select(readings), pl.concat([FRAME.select(readings)] * times))


@cases
def test_series_form(case: Case) -> None:
    left, right = FRAME["left"], FRAME["right"]
    compare = getattr(left.rs, case.metric.name)
    for measure in case.measures:
        arguments = {**case.parameters, **({"measure": measure} if len(case.measures) > 1 else {})}
        expected = FRAME.select(case.expression("left", "right", measure=measure)).to_series()
        to_text = FRAME.select(case.expression("left", pl.lit("kitten"), measure=measure)).to_series()
        assert compare(right, **arguments).equals(expected, check_names=True, check_dtypes=True), measure
        assert compare(pl.lit(right), **arguments).equals(expected, check_names=True), measure
        assert compare("kitten", **arguments).equals(to_text, check_names=True, check_dtypes=True), measure
        assert compare(None, **arguments).null_count() == FRAME.height, measure
        for few in (left.head(0), left.head(1)):
            got = getattr(few.rs, case.metric.name)("kitten", **arguments)
            assert got.equals(to_text.head(len(few)), check_names=True, check_dtypes=True), measure


@cases
@given(frame=frames())
def test_readings_fit_together(case: Case, frame: pl.DataFrame) -> None:
    got = frame.select(case.readings("left", "right"))
    for (left, right), readings in zip(frame.iter_rows(), got.iter_rows(), strict=True):
        if not case.is_defined(left, right):
            assert readings == (None,) * len(case.measures)
            continue
        if len(case.measures) == 1:
            assert 0.0 <= readings[0] <= 1.0
            continue
        distance, similarity, normalized_distance, normalized_similarity = readings
        maximum = case.maximum(len(left), len(right))
        assert math.isclose(distance + similarity, maximum, abs_tol=1e-15)
        assert 0.0 <= normalized_distance <= 1.0
        assert 0.0 <= normalized_similarity <= 1.0
        assert math.isclose(normalized_distance + normalized_similarity, 1.0)
        assert math.isclose(normalized_distance * maximum, distance, abs_tol=1e-15)


@cases
@given(frame=frames())
def test_a_text_is_equal_to_itself(case: Case, frame: pl.DataFrame) -> None:
    got = frame.select(case.readings("left", "left"))
    if len(case.measures) == 1:
        assert got.to_series().to_list() == [case.metric.reflexive(text) for text in frame["left"]]
        return
    lengths = frame["left"].str.len_chars()
    assert (got["distance"] == 0).all()
    assert (got["normalized_distance"] == 0).all()
    assert (got["normalized_similarity"] == 1).all()
    assert got["similarity"].to_list() == [case.maximum(length, length) for length in lengths]


@cases
def test_sides_may_be_swapped_where_the_metric_says_so(case: Case) -> None:
    frame = table(pairs(3_000))
    got = frame.select(case.readings("left", "right"))
    swapped = frame.select(case.readings("right", "left"))
    assert got.equals(swapped) == case.is_symmetric


@pytest.mark.parametrize("case", [case for case in CASES if case.metric.triangle], ids=str)
@given(frame=frames(), rng=st.randoms(use_true_random=False))
def test_a_way_by_a_third_text_is_never_shorter(case: Case, frame: pl.DataFrame, rng: random.Random) -> None:
    letters = "abc日"
    between = pl.Series("between", [edited(rng, text, letters, 2) for text in frame["right"]])
    ways = {"straight": ("left", "right"), "first": ("left", "between"), "second": ("between", "right")}
    got = frame.with_columns(between.cast(pl.String)).select(
        case.expression(*sides, measure="distance").cast(pl.Int64).alias(way) for way, sides in ways.items()
    )
    assert got.filter(pl.col("straight") > pl.col("first") + pl.col("second")).is_empty()


@cases
@given(frame=frames(), data=st.data())
def test_a_cutoff_makes_worse_rows_null(case: Case, frame: pl.DataFrame, data: st.DataObject) -> None:
    literal = pl.lit("kitten")
    both = (("left", "right"), ("left", literal), (literal, "right"))
    for measure, (left, right) in product(case.measures, both):
        scores = frame.select(case.expression(left, right, measure=measure)).to_series()
        met = sorted(set(scores.drop_nulls()))
        between = [math.nextafter(score, 0.0) for score in met] + [score / 2 for score in met]
        cutoff = data.draw(st.sampled_from([0, 1, 0.5, *met, *between]))
        expected = cut_off(scores, cutoff, is_similarity=measure.endswith("similarity"))
        cut = case.expression(left, right, measure=measure, score_cutoff=cutoff)
        got = frame.select(cut).to_series()
        assert got.equals(expected, check_dtypes=True), f"{measure} score_cutoff={cutoff}"


@cases
@pytest.mark.parametrize("texts", ["any", "ascii", "binary"])
def test_a_cutoff_and_nulls_in_tall_columns(case: Case, texts: str) -> None:
    if texts == "binary" and case.needs_text:
        pytest.skip("bytes are no letters")
    frame = TALL if texts == "any" else TALL_ASCII
    if texts == "binary":
        frame = frame.cast(pl.Binary)
    every = frame.select(case.readings("left", "right"))
    for measure, quantile in product(case.measures, (0.1, 0.5, 0.9)):
        scores = every[measure]
        cutoff = scores.quantile(quantile)
        expected = cut_off(scores, cutoff, is_similarity=measure.endswith("similarity"))
        cut = case.expression("left", "right", measure=measure, score_cutoff=cutoff)
        got = frame.select(cut).to_series()
        assert got.equals(expected, check_dtypes=True), f"{measure} score_cutoff={cutoff}"


@cases
@pytest.mark.parametrize("literal", ["kitten", "Straße"])
def test_a_literal_beside_tall_columns(case: Case, literal: str) -> None:
    words = with_nulls(MOSTLY_SHORT)
    for side, other in (("left", "right"), ("right", "left")):
        sides = {side: pl.lit(literal), other: pl.col(other)}
        repeated = words.with_columns(pl.lit(literal).alias(side))
        every = repeated.select(case.readings("left", "right"))
        for measure, quantile in product(case.measures, (None, 0.1, 0.9)):
            cutoff = None if quantile is None else every[measure].quantile(quantile)
            scores = every[measure]
            expected = (
                scores
                if cutoff is None
                else cut_off(scores, cutoff, is_similarity=measure.endswith("similarity"))
            )
            read = case.expression(**sides, measure=measure, score_cutoff=cutoff)
            got = words.select(read.alias(measure)).to_series()
            assert got.equals(expected, check_dtypes=True), f"{side} {measure} score_cutoff={cutoff}"
