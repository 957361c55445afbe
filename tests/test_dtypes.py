"""Which columns are compared, and what the others are answered when the query is planned."""

from __future__ import annotations

import datetime as dt
import re
from itertools import cycle, islice, product

import polars as pl
import pytest

from cases import CASES, METRICS, Case, Metric
from engines import assert_same, collect
from texts import pairs, table, with_nulls

cases = pytest.mark.parametrize("case", CASES, ids=str)

PAIRS = pairs(100)
ENUM = pl.Enum(sorted({"unused", "kitten"}.union(*PAIRS)))
TEXT = [pl.String, pl.Categorical, ENUM]

ANYTHING = "String, Categorical, Enum, Binary, or a List or Array of integers, booleans or these"

WRONG = [
    pl.Boolean,
    pl.Int8,
    pl.Int64,
    pl.UInt64,
    pl.Float32,
    pl.Decimal(10, 2),
    pl.Date,
    pl.Time,
    pl.Datetime("us", "UTC"),
    pl.Duration("ms"),
    pl.List(pl.Float64),
    pl.Array(pl.Float64, 2),
    pl.Struct({"text": pl.String}),
    *(getattr(pl, name) for name in ("Int128", "UInt128", "Float16") if hasattr(pl, name)),
]


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


def assert_refused(query: pl.LazyFrame, sentence: str) -> None:
    """Both planning and running the query fail with the sentence."""
    with pytest.raises(pl.exceptions.PolarsError, match=sentence):
        query.collect_schema()
    with pytest.raises(pl.exceptions.PolarsError, match=sentence):
        query.collect()


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.name)
def test_other_dtypes_are_refused(metric: Metric) -> None:
    expected = "String, Categorical, Enum or Binary" if Case(metric).needs_text else ANYTHING
    for dtype, sides in product(WRONG, (("text", "other"), ("other", "text"))):
        frame = pl.LazyFrame(schema={"text": pl.String, "other": dtype})
        sentence = re.escape(f'{metric.name}: expected {expected} for column "other", got {name_of(dtype)}')
        assert_refused(frame.select(Case(metric).expression(*sides)), sentence)


def name_of(dtype: pl.DataType) -> str:
    """Name the dtype without its parameters, which Polars spells differently over time."""
    return str(dtype).partition("(")[0]


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
