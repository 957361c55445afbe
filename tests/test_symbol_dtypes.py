"""Which elements and units are compared, and what the others are answered when the query is planned."""

from __future__ import annotations

import re
from typing import Any

import polars as pl
import pytest

import polars_resemble as rs
from cases import CASES, METRICS, Case
from engines import needs

SYMBOL_CASES = [case for case in CASES if not case.needs_text]
WITH_LETTERS = [metric for metric in METRICS if Case(metric).needs_text]


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


def assert_refused(query: pl.LazyFrame, sentence: str) -> None:
    """Both planning and running the query fail with the sentence."""
    for run in (query.collect_schema, query.collect):
        with pytest.raises(pl.exceptions.PolarsError, match=re.escape(sentence)):
            run()


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
            assert_refused(frame.select(Case(metric).expression(*sides)), sentence)


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
                "jaro: expected String, Categorical, Enum, Binary, or a List or Array of integers, booleans "
                f'or these for column "other", got {str(dtype).partition("(")[0]}',
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
            assert_refused(query, sentence)


@pytest.mark.parametrize("name", rs.sets.__all__)
def test_words_are_no_elements_and_have_no_unit(name: str) -> None:
    frame = pl.LazyFrame(schema=SCHEMA)
    sentence = (
        f'{name}: expected String, Categorical, Enum or Binary for column "words", got List(String), whose '
    )
    assert_refused(frame.select(getattr(rs, name)("words", "words", ngram=None)), sentence)
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
        assert_refused(query, f"jaro: expected text for unit='{unit}', got ")


@pytest.mark.parametrize("case", SYMBOL_CASES, ids=str)
def test_wrong_units(case: Case) -> None:
    name = case.metric.name
    sentence = f"{name}: expected unit to be one of 'codepoint', 'grapheme', 'byte', got "
    for unit, error in (("letter", ValueError), (None, TypeError), (1, TypeError)):
        with pytest.raises(error, match=re.escape(sentence)):
            case.expression("a", "b", unit=unit)
