"""Elements of lists, graphemes and bytes are compared as code points are: values and laws."""

from __future__ import annotations

import math
import sys
import unicodedata
from itertools import pairwise, product
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import polars_resemble as rs
from cases import CASES, MORE_CASES, Case
from cutoffs import cut_off
from engines import POLARS, assert_same, collect, needs
from query_forms import PART, forms
from random_texts import PAIR, with_nulls
from symbol_kinds import KINDS, LISTS, MORE_LISTS, TEXT_UNITS, Symbols, shrinkable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from polars_resemble.typing import Measure

SYMBOL_CASES = [case for case in CASES if not case.needs_text]
MORE_SYMBOL_CASES = [case for case in MORE_CASES if not case.needs_text]

cases = pytest.mark.parametrize("case", SYMBOL_CASES, ids=str)
kinds = pytest.mark.parametrize("kind", KINDS, ids=str)

LEVENSHTEIN = SYMBOL_CASES[0]


def reading(case: Case, kind: Symbols, sides: Sequence[Any], measure: Measure, **arguments: Any) -> pl.Expr:
    return case.expression(*sides, measure=measure, **kind.arguments, **arguments).alias(measure)


def all_readings(case: Case, kind: Symbols, *sides: Any) -> list[pl.Expr]:
    return [reading(case, kind, sides, measure) for measure in case.measures]


def assert_equals_oracle(case: Case, kind: Symbols, rows: list[tuple[Any, Any]]) -> None:
    tolerance = 0.0 if case.metric.counts else 1e-12
    got = kind.frame(rows).select(all_readings(case, kind, "left", "right"))
    for (left, right), values in zip(rows, got.iter_rows(), strict=True):
        spelled = kind.spelled(left, right)
        for measure, value in zip(case.measures, values, strict=True):
            expected = case.expected(*spelled, measure)
            agrees = value == expected if None in (value, expected) else abs(value - expected) <= tolerance
            assert agrees, f"{case} {measure} of {left!r} and {right!r} as {kind}"


@pytest.mark.parametrize("case", [*SYMBOL_CASES, *MORE_SYMBOL_CASES], ids=str)
@pytest.mark.parametrize("kind", [*KINDS, *MORE_LISTS], ids=str)
def test_values_are_those_of_the_oracle(case: Case, kind: Symbols) -> None:
    assert_equals_oracle(case, kind, kind.rows if kind in KINDS else kind.rows[::4])


@cases
@given(texts=st.lists(st.tuples(shrinkable, shrinkable), min_size=1, max_size=20))
def test_any_values(case: Case, texts: list[tuple[str, str]]) -> None:
    for kind in KINDS:
        assert_equals_oracle(case, kind, [(kind.value(left), kind.value(right)) for left, right in texts])


@cases
def test_long_lists(case: Case) -> None:
    """More elements than a block has symbols, and more than a number of seven bits can tell apart."""
    numbers, words = LISTS
    left = [*range(700), *range(300)]
    right = [*range(5, 650), None, *range(290)]
    assert_equals_oracle(case, numbers, [(left, right), (left[:150], right[:150]), ([], left)])
    left, right = ([str(element) for element in side] for side in (left, right))
    assert_equals_oracle(case, words, [(left, right), (left[:150], right[:150]), ([], left)])


@cases
@kinds
def test_planned_schema_is_delivered(case: Case, kind: Symbols) -> None:
    value = kind.literal(kind.rows[5][0])
    for left, name in ((pl.col("left"), "left"), (value, "values"), (pl.lit(None), "literal")):
        for measure in case.measures:
            compared = case.expression(left, "right", measure=measure, **kind.arguments)
            for frame in (kind.frame(kind.rows[:3]), kind.frame([])):
                query = frame.lazy().select(compared)
                assert dict(query.collect_schema()) == {name: case.dtype(measure)}
                assert dict(collect(query).schema) == {name: case.dtype(measure)}


@cases
@kinds
def test_nulls_are_null_and_change_no_other_row(case: Case, kind: Symbols) -> None:
    complete = kind.frame()
    frame = with_nulls(complete).with_columns(untyped=None, empty=pl.lit(None, kind.dtype))
    valid = frame["left"].is_not_null() & frame["right"].is_not_null()
    got = collect(frame.lazy().select(all_readings(case, kind, "left", "right")))
    expected = complete.select(all_readings(case, kind, "left", "right"))
    assert_same(got.filter(valid), expected.filter(valid))
    assert got.filter(~valid).null_count().row(0) == ((~valid).sum(),) * len(case.measures)
    nulls = (None, pl.lit(None, kind.dtype), "untyped", "empty")
    for null in nulls:
        for rows in (frame, frame.head(1), frame.head(0)):
            for sides in (("left", null), (null, "right")):
                query = rows.lazy().with_columns(all_readings(case, kind, *sides))
                got = collect(query).select(case.measures)
                assert got.null_count().sum_horizontal().item() == rows.height * len(case.measures)


@cases
@kinds
def test_a_literal_is_the_same_value_in_every_row(case: Case, kind: Symbols) -> None:
    frame = kind.frame(kind.rows[:40])
    for value in (kind.value(""), kind.rows[-1][0]):
        repeated = kind.column([value] * frame.height)
        for rows in (with_nulls(frame), frame.head(0), frame.head(1)):
            same = rows.with_columns(literal=repeated.head(rows.height))
            literal = kind.literal(value)
            for sides, others in (
                ((literal, "right"), ("literal", "right")),
                (("left", literal), ("left", "literal")),
            ):
                got = collect(rows.lazy().select(all_readings(case, kind, *sides)))
                assert_same(got, same.select(all_readings(case, kind, *others)))
    two = all_readings(case, kind, kind.literal(kind.rows[-1][0]), kind.literal(kind.rows[-1][1]))
    expected = kind.frame(kind.rows[-1:]).select(all_readings(case, kind, "left", "right"))
    assert_same(pl.select(two), expected)


@cases
@kinds
def test_every_form_of_a_query_gives_the_same(case: Case, kind: Symbols) -> None:
    frame = with_nulls(kind.frame()).with_columns(PART)
    compared = all_readings(case, kind, "left", "right")
    expected = frame.select(compared)
    for form, queries in forms(frame.lazy(), compared).items():
        assert_same(pl.concat(map(collect, queries)), expected, form)


@cases
@kinds
def test_groups_chunks_and_offsets_do_not_matter(case: Case, kind: Symbols) -> None:
    frame = with_nulls(kind.frame()).with_columns(PART)
    compared = all_readings(case, kind, "left", "right")
    expected = frame.select("part", *compared)
    got = collect(frame.lazy().group_by("part", maintain_order=True).agg(compared))
    assert_same(got, expected.group_by("part", maintain_order=True).agg(case.measures))
    cut = [0, 1, 7, 100, frame.height]
    chunks = [frame.slice(start, end - start) for start, end in pairwise(cut)]
    chunked = pl.concat(chunks, rechunk=False)
    unlike = pl.concat([frame["right"].head(30), frame["right"].slice(30)], rechunk=False)
    for rows in (chunked, chunked.with_columns(unlike), chunked.slice(5, 200)):
        assert_same(collect(rows.lazy().select(compared)), rows.rechunk().select(compared))


@pytest.mark.parametrize("case", [case for case in SYMBOL_CASES if case == Case(case.metric)], ids=str)
@kinds
def test_tall_columns_are_many_short_ones(case: Case, kind: Symbols) -> None:
    """Columns are shared out to threads in pieces of some ten thousand rows."""
    frame, times = with_nulls(kind.frame([row for row in kind.rows if max(map(len, row)) < 20])), 300
    assert frame.height * times > 2**15
    tall = pl.concat([frame] * times, rechunk=True)
    literal = kind.literal(kind.rows[-1][0])
    for sides in (("left", "right"), ("left", literal), (literal, "right")):
        compared = [reading(case, kind, sides, case.measures[0])]
        assert_same(tall.select(compared), pl.concat([frame.select(compared)] * times))


@cases
@kinds
def test_series_form(case: Case, kind: Symbols) -> None:
    frame = with_nulls(kind.frame(kind.rows[::10]))
    for measure in case.measures:
        arguments = {"measure": measure} if len(case.measures) > 1 else {}
        compare = getattr(frame["left"].rs, case.metric.name)
        got = compare(frame["right"], **case.parameters, **kind.arguments, **arguments)
        expected = frame.select(reading(case, kind, ("left", "right"), measure).alias("left")).to_series()
        assert got.equals(expected, check_names=True, check_dtypes=True)


@cases
@kinds
def test_readings_fit_together(case: Case, kind: Symbols) -> None:
    frame = kind.frame()
    lengths = [[len(kind.split(side)) for side in row] for row in kind.rows]
    got = frame.select(all_readings(case, kind, "left", "right"))
    same = frame.select(all_readings(case, kind, "left", "left"))
    for (left, right), values, equal in zip(lengths, got.iter_rows(), same.iter_rows(), strict=True):
        if len(case.measures) == 1:
            assert 0.0 <= values[0] <= 1.0
            continue
        assert equal == (0, case.maximum(left, left), 0.0, 1.0)
        if case.parameters.get("pad", True) or left == right:
            distance, similarity, normalized_distance, normalized_similarity = values
            maximum = case.maximum(left, right)
            assert math.isclose(distance + similarity, maximum, abs_tol=1e-15)
            assert math.isclose(normalized_distance + normalized_similarity, 1.0)
            assert math.isclose(normalized_distance * maximum, distance, abs_tol=1e-15)
        else:
            assert values == (None,) * 4
    swapped = frame.select(all_readings(case, kind, "right", "left"))
    assert got.equals(swapped) or not case.is_symmetric


@pytest.mark.parametrize("case", [case for case in SYMBOL_CASES if case.metric.triangle], ids=str)
@kinds
def test_a_way_by_a_third_value_is_never_shorter(case: Case, kind: Symbols) -> None:
    between = [(left, kind.rows[row - 1][1]) for row, (left, _) in enumerate(kind.rows)]
    frame = kind.frame().with_columns(between=kind.frame(between)["right"])
    ways = {"straight": ("left", "right"), "first": ("left", "between"), "second": ("between", "right")}
    got = frame.select(
        reading(case, kind, sides, "distance").cast(pl.Int64).alias(way) for way, sides in ways.items()
    )
    assert got.filter(pl.col("straight") > pl.col("first") + pl.col("second")).is_empty()


@cases
@kinds
def test_a_cutoff_makes_worse_rows_null(case: Case, kind: Symbols) -> None:
    frame = with_nulls(kind.frame())
    literal = kind.literal(kind.rows[-1][0])
    both = [("left", "right"), ("left", literal), (literal, "right")]
    for sides, measure in product(both, case.measures):
        scores = frame.select(reading(case, kind, sides, measure)).to_series()
        met = scores.drop_nulls().sort()
        some = met.gather([at * (len(met) - 1) // 3 for at in range(4)]) if len(met) else met
        for cutoff in {0, *some, *(math.nextafter(score, 0.0) for score in some[1:2])}:
            expected = cut_off(scores, cutoff, is_similarity=measure.endswith("similarity"))
            got = frame.select(reading(case, kind, sides, measure, score_cutoff=cutoff)).to_series()
            assert got.equals(expected, check_dtypes=True), f"score_cutoff={cutoff}"


@cases
def test_arrays_are_lists(case: Case) -> None:
    for kind in LISTS:
        inner = kind.dtype.inner
        rows = [(left[:3], right[:4]) for left, right in kind.rows if len(left) >= 3 and len(right) >= 4]
        # Parts of arrays with nulls could not be handed to plugins before Polars 1.44.
        lists = kind.frame(rows) if POLARS < (1, 44) else with_nulls(kind.frame(rows))
        arrays = lists.with_columns(
            pl.col("left").cast(pl.Array(inner, 3)), pl.col("right").cast(pl.Array(inner, 4))
        )
        expected = lists.select(all_readings(case, kind, "left", "right"))
        for frame in (arrays, arrays.with_columns(lists["right"]), lists.with_columns(arrays["right"])):
            got = collect(frame.lazy().select(all_readings(case, kind, "left", "right")))
            assert_same(got, expected)
        literal = pl.lit(arrays["left"].drop_nulls().head(1))
        got = arrays.select(all_readings(case, kind, literal, "right"))
        assert_same(
            got,
            lists.select(
                all_readings(case, kind, kind.literal(lists["left"].drop_nulls()[0].to_list()), "right")
            ),
        )


def test_integers_are_compared_by_value() -> None:
    small, large = [0, 1, 127, None], [0, 1, 127, None, 2**63]
    narrow = [pl.Int8, pl.Int16, pl.Int32, pl.Int64, pl.UInt8, pl.UInt16, pl.UInt32, pl.UInt64]
    for dtype in narrow:
        left = pl.Series("left", [small], pl.List(dtype))
        for other in narrow:
            assert rs.levenshtein(left, pl.Series([small], dtype=pl.List(other))).meta.output_name() == "left"
            assert left.rs.levenshtein(pl.Series([small], dtype=pl.List(other))).to_list() == [0]
        assert left.rs.levenshtein(pl.Series([large], dtype=pl.List(pl.UInt64))).to_list() == [1]
    negative = pl.Series([[-1, -(2**63)]], dtype=pl.List(pl.Int64))
    wrapped = pl.Series([[2**64 - 1, 2**63]], dtype=pl.List(pl.UInt64))
    assert negative.rs.hamming(wrapped).to_list() == [2]
    assert negative.rs.hamming(negative).to_list() == [0]


@needs(1, 18, "Int128 came with Polars 1.18")
def test_integers_of_128_bits() -> None:
    wide = pl.Series("wide", [[2**70, -(2**70), 5, None]], dtype=pl.List(pl.Int128))
    other = pl.Series("other", [[5, -(2**70), 2**70, None]], dtype=pl.List(pl.Int128))
    narrow = pl.Series("narrow", [[7, 8, 5, None]], dtype=pl.List(pl.Int8))
    assert wide.rs.hamming(other).to_list() == [2]
    assert wide.rs.hamming(narrow).to_list() == [2]
    if hasattr(pl, "UInt128"):
        unsigned = pl.Series("unsigned", [[2**70, 8, 5, None]], dtype=pl.List(pl.UInt128))
        assert wide.rs.hamming(unsigned).to_list() == [1]
        beyond = pl.Series("beyond", [[2**127]], dtype=pl.List(pl.UInt128))
        with pytest.raises(pl.exceptions.PolarsError, match="hamming: expected integers within Int128"):
            wide.rs.hamming(beyond)


def test_null_elements_are_like_each_other_only() -> None:
    lists = pl.DataFrame(
        {"left": [[None, 1], [None], [], [None, None]], "right": [[0, 1], [None], [None], []]}
    )
    assert lists.select(rs.levenshtein("left", "right")).to_series().to_list() == [1, 0, 1, 2]
    words = lists.select(pl.all().cast(pl.List(pl.String)))
    assert words.select(rs.levenshtein("left", "right")).to_series().to_list() == [1, 0, 1, 2]
    nothing = pl.lit(pl.Series([[None, None]], dtype=pl.List(pl.Null)))
    for frame in (lists, words):
        assert frame.select(rs.hamming("left", nothing)).to_series().to_list() == [1, 1, 2, 0]
        assert frame.select(rs.hamming(nothing, "left")).to_series().to_list() == [1, 1, 2, 0]


def test_graphemes_of_ascii() -> None:
    frame = pl.DataFrame({"left": ["a\r\nb", "ab", "a\rb"], "right": ["a\nb", "ab", "a\nb"]})
    for name in ("levenshtein", "hamming", "damerau_levenshtein"):
        distance = getattr(rs, name)("left", "right", unit="grapheme")
        assert frame.select(distance).to_series().to_list() == [1, 0, 1]
        assert frame.slice(1, 1).select(distance).to_series().to_list() == [0]


@pytest.mark.parametrize("kind", TEXT_UNITS, ids=str)
def test_categories_are_compared_by_their_units(kind: Symbols) -> None:
    texts = with_nulls(pl.concat([kind.frame(kind.rows[-20:])] * 40))
    frame = texts.with_columns(pl.all().cast(pl.Categorical))
    got = collect(frame.lazy().select(all_readings(LEVENSHTEIN, kind, "left", "right")))
    assert_same(got, texts.select(all_readings(LEVENSHTEIN, kind, "left", "right")))


def test_word_error_rate() -> None:
    frame = pl.DataFrame({"said": ["the cat sat on the mat", "a"], "heard": ["the cat sits on mat", "a b c"]})
    said, heard = pl.col("said").str.split(" "), pl.col("heard").str.split(" ")
    rate = said.rs.levenshtein(heard) / said.list.len()
    assert frame.select(rate).to_series().to_list() == [2 / 6, 2.0]
    share = said.rs.levenshtein(heard, measure="normalized_distance")
    assert frame.select(share).to_series().to_list() == [2 / 6, 2 / 3]


def test_canonically_equivalent_graphemes_are_one_letter() -> None:
    """Each code point that decomposes, between others, in both forms."""
    symbols = [chr(code) for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) != "Cs"]
    rows = [
        (f"é{symbol}x", unicodedata.normalize("NFD", f"é{symbol}x"))
        for symbol in symbols
        if unicodedata.normalize("NFD", symbol) != symbol
    ]
    frame = pl.DataFrame(rows, PAIR, orient="row")
    for name in ("levenshtein", "hamming", "jaro"):
        reading = getattr(rs, name)("left", "right", unit="grapheme", measure="distance")
        assert not frame.select(reading != 0).to_series().any()
        to_literal = getattr(rs, name)("left", pl.lit("e\u0301"), unit="grapheme", measure="distance")
        to_other = getattr(rs, name)("right", pl.lit("é"), unit="grapheme", measure="distance")
        assert frame.select(to_literal).to_series().equals(frame.select(to_other.alias("left")).to_series())
