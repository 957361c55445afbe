"""Which columns, elements and units are compared, and how queries with others fail when they are planned."""

from __future__ import annotations

import datetime as dt
import re
from itertools import cycle, islice, product
from typing import Any

import polars as pl
import pytest

import polars_resemble as rs
from cases import CASES, METRICS, Case, Metric
from engines import assert_same, collect
from random_texts import pairs, table, with_nulls
from refusals import WRONG, assert_refused, name_of

SYMBOL_CASES = [case for case in CASES if not case.needs_text]
WITH_LETTERS = [metric for metric in METRICS if Case(metric).needs_text]

cases = pytest.mark.parametrize("case", CASES, ids=str)

PAIRS = pairs(100)
ENUM = pl.Enum(sorted({"unused", "kitten"}.union(*PAIRS)))
TEXT = [pl.String, pl.Categorical, ENUM]

ANYTHING = "String, Categorical, Enum, Binary, or a List or Array of integers, booleans or these"


@cases
def test_categories_are_compared_as_text(case: Case) -> None:
    texts = with_nulls(table(PAIRS))
    for sides in (("left", "right"), ("left", pl.lit("kitten")), (pl.lit("kitten"), "right")):
        readings = case.readings(*sides)
        expected = texts.select(readings)
        for left, right in product(TEXT, repeat=2):
            frame = texts.with_columns(pl.col("left").cast(left), pl.col("right").cast(right))
            assert_same(collect(frame.lazy().select(readings)), expected, f"{left} with {right}")


@cases
def test_few_categories_in_many_rows(case: Case) -> None:
    categories = ["", "kitten", "sitting", "Straße", "日本語"]
    tall = with_nulls(table(list(islice(cycle(product(categories, repeat=2)), 500))))
    for sides in (("left", "right"), ("left", pl.lit("mitten")), (pl.lit("mitten"), "right")):
        readings = case.readings(*sides)
        expected = tall.select(readings)
        for height, dtype in product((0, 1, 2, 25, 26, 500), (pl.Categorical, pl.Enum(categories))):
            frame = tall.head(height).with_columns(pl.all().cast(dtype))
            assert_same(frame.select(readings), expected.head(height), f"{height} rows of {dtype}")


@cases
def test_a_literal_may_be_a_category_too(case: Case) -> None:
    frame = table(PAIRS)
    for dtype in (pl.Categorical, ENUM):
        category = pl.lit("kitten").cast(dtype)
        for sides in (("left", category), (category, "right")):
            text = [pl.lit("kitten") if side is category else side for side in sides]
            got = frame.select(case.readings(*sides))
            assert_same(got, frame.select(case.readings(*text)))


@cases
def test_null_meets_every_kind(case: Case) -> None:
    for dtype in (*TEXT, pl.Binary):
        frame = table(PAIRS).with_columns(pl.col("left").cast(dtype), null=None)
        for sides in (("left", "null"), ("null", "left"), ("null", "null")):
            got = collect(frame.lazy().select(case.readings(*sides)))
            assert got.null_count().row(0) == (frame.height,) * got.width


def test_bytes_and_text_differ_where_letters_take_more_than_one_byte() -> None:
    frame = pl.DataFrame({"left": ["é"], "right": ["e"]})
    metric = CASES[0]
    assert frame.select(metric.expression("left", "right")).item() == 1
    binary = frame.select(pl.all().cast(pl.Binary))
    assert binary.select(metric.expression("left", "right")).item() == 2
    assert binary.select(metric.expression("left", b"\xc3\xa9")).item() == 0


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.name)
def test_other_dtypes_are_refused(metric: Metric) -> None:
    expected = "String, Categorical, Enum or Binary" if Case(metric).needs_text else ANYTHING
    for dtype, sides in product(WRONG, (("text", "other"), ("other", "text"))):
        frame = pl.LazyFrame(schema={"text": pl.String, "other": dtype})
        sentence = re.escape(f'{metric.name}: expected {expected} for column "other", got {name_of(dtype)}')
        assert_refused(frame.select(Case(metric).expression(*sides)), sentence)


def test_other_values_are_refused_as_literals() -> None:
    frame = table(PAIRS).lazy()
    for value in (1, 1.5, True, dt.date(2024, 2, 29), [1.5, 2.5]):
        query = frame.select(CASES[0].expression("left", pl.lit(value)))
        assert_refused(query, f'expected {ANYTHING} for column "literal"')


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.name)
def test_text_against_bytes_is_refused(metric: Metric) -> None:
    schema = {"text": pl.String, "category": pl.Categorical, "bytes": pl.Binary}
    frame = pl.LazyFrame(schema=schema)
    for text in ("text", "category"):
        for sides in ((text, "bytes"), ("bytes", text)):
            query = frame.select(Case(metric).expression(*sides))
            assert_refused(query, rf"{metric.name}: expected .*Binary")


SCHEMA = {
    "text": pl.String,
    "bytes": pl.Binary,
    "numbers": pl.List(pl.Int64),
    "words": pl.List(pl.String),
    "flags": pl.Array(pl.Boolean, 2),
}


@pytest.mark.parametrize("metric", [case.metric for case in SYMBOL_CASES], ids=lambda metric: metric.name)
def test_kinds_do_not_mix(metric: Any) -> None:
    frame = pl.LazyFrame(schema=SCHEMA)
    sentence = f"{metric.name}: expected two columns of text, two of Binary, or two of lists of one kind of "
    for left, right in (("text", "words"), ("bytes", "numbers"), ("numbers", "words"), ("flags", "numbers")):
        for sides in ((left, right), (right, left)):
            assert_refused(frame.select(Case(metric).expression(*sides)), re.escape(sentence))


@pytest.mark.parametrize(
    "inner",
    [
        pl.Float64,
        pl.Date,
        pl.Datetime("us"),
        pl.Decimal(10, 2),
        pl.List(pl.Int64),
        pl.Array(pl.Int64, 2),
        pl.Struct({"a": pl.Int8}),
    ],
    ids=str,
)
def test_other_elements_are_refused(inner: Any) -> None:
    for dtype in (pl.List(inner), pl.Array(inner, 2)):
        frame = pl.LazyFrame(schema={"numbers": pl.List(pl.Int64), "other": dtype})
        for sides in (("numbers", "other"), ("other", "numbers")):
            assert_refused(
                frame.select(rs.jaro(*sides)),
                re.escape(f'jaro: expected {ANYTHING} for column "other", got {name_of(dtype)}'),
            )


@pytest.mark.parametrize("metric", WITH_LETTERS, ids=lambda metric: metric.name)
def test_elements_are_no_letters(metric: Any) -> None:
    frame = pl.LazyFrame(schema=SCHEMA)
    for column in ("numbers", "words", "flags"):
        for sides in ((column, column), ("text", column)):
            query = frame.select(Case(metric).expression(*sides))
            sentence = (
                f'{metric.name}: expected String, Categorical, Enum or Binary for column "{column}", got '
            )
            assert_refused(query, re.escape(sentence))


@pytest.mark.parametrize("name", rs.sets.__all__)
def test_words_are_no_elements_and_have_no_unit(name: str) -> None:
    frame = pl.LazyFrame(schema=SCHEMA)
    sentence = (
        f'{name}: expected String, Categorical, Enum or Binary for column "words", got List(String), whose '
    )
    assert_refused(frame.select(getattr(rs, name)("words", "words", ngram=None)), re.escape(sentence))
    sentence = (
        f"{name}: expected unit to be 'codepoint' where ngram is None, which stands for words, got 'byte'"
    )
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        getattr(rs, name)("text", "text", ngram=None, unit="byte")


@pytest.mark.parametrize("unit", ["byte", "grapheme"])
def test_only_texts_have_units(unit: str) -> None:
    frame = pl.LazyFrame(schema=SCHEMA)
    refused = ["words"] if unit == "byte" else ["words", "bytes"]
    for column in refused:
        query = frame.select(rs.jaro(column, column, unit=unit))
        assert_refused(query, re.escape(f"jaro: expected text for unit='{unit}', got "))


@pytest.mark.parametrize("case", SYMBOL_CASES, ids=str)
def test_wrong_units(case: Case) -> None:
    name = case.metric.name
    sentence = f"{name}: expected unit to be one of 'codepoint', 'grapheme', 'byte', got "
    for unit, error in (("letter", ValueError), (None, TypeError), (1, TypeError)):
        with pytest.raises(error, match=re.escape(sentence)):
            case.expression("a", "b", unit=unit)
