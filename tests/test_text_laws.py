"""The laws that every function of one text obeys, whatever it computes."""

from __future__ import annotations

import re
from itertools import pairwise

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

import polars_resemble as rs
from engines import Engine, collect
from test_dtypes import WRONG, assert_refused, name_of
from test_laws import LITERALS
from text_cases import CASES, FUNCTIONS, Case, Function
from texts import pairs, texts

cases = pytest.mark.parametrize("case", CASES, ids=str)
functions = pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)

TEXTS = [text for pair in pairs(300) for text in pair]
COMPLETE = pl.DataFrame({"text": TEXTS})
FRAME = COMPLETE.select(pl.when(pl.arange(0, pl.len()) % 3 != 0).then("text"))
ROWS = FRAME.height
ENUM = pl.Enum(sorted({"unused", "kitten", *TEXTS}))


def assert_same(got: pl.DataFrame, expected: pl.DataFrame) -> None:
    assert_frame_equal(got, expected, check_exact=True)


@cases
@pytest.mark.parametrize(
    ("column", "name"),
    [
        (pl.col("text"), "text"),
        (pl.col("text").alias("named"), "named"),
        (pl.lit("kitten"), "literal"),
        (pl.lit(None), "literal"),
        (pl.lit(pl.Series("series", ["kitten"])), "series"),
    ],
)
def test_planned_schema_is_delivered(case: Case, column: pl.Expr, name: str, engine: Engine) -> None:
    query = FRAME.lazy().select(case.expression(column))
    assert dict(query.collect_schema()) == {name: case.function.dtype}
    assert dict(collect(query, engine).schema) == {name: case.function.dtype}


@cases
def test_null_rows_are_null_and_change_no_other(case: Case, engine: Engine) -> None:
    got = collect(FRAME.lazy().select(case.expression("text")), engine)
    valid = FRAME["text"].is_not_null()
    assert_same(got.filter(valid), COMPLETE.select(case.expression("text")).filter(valid))
    assert got.filter(~valid)["text"].null_count() == ROWS - valid.sum()


@cases
@pytest.mark.parametrize("null", [None, pl.lit(None), pl.lit(None, pl.String), pl.col("empty"), "untyped"])
def test_null_columns_are_null(case: Case, null: pl.Expr | str | None, engine: Engine) -> None:
    empty = pl.lit(None, pl.String).alias("empty")
    for rows in (FRAME, FRAME.head(1), FRAME.head(0)):
        frame = rows.with_columns(empty, pl.lit(None).alias("untyped")).lazy()
        got = collect(frame.with_columns(case.expression(null).alias("answer")), engine)["answer"]
        assert got.null_count() == len(got) == rows.height
        assert got.dtype == case.function.dtype


@cases
@given(literal=st.sampled_from(LITERALS) | texts)
def test_a_literal_is_the_same_value_in_every_row(case: Case, literal: str, engine: Engine) -> None:
    for rows in (FRAME, FRAME.head(0), FRAME.head(1), FRAME.head(2)):
        repeated = pl.DataFrame({"text": [literal] * rows.height}, schema=rows.schema)
        got = collect(rows.lazy().with_columns(case.expression(pl.lit(literal)).alias("text")), engine)
        assert_same(got, repeated.select(case.expression("text")))


#: Three parts of 1, 99 and all other rows.
PART = sum((pl.int_range(pl.len()) >= start).cast(pl.Int8) for start in (1, 100)).alias("part")

FORMS = {
    "select": lambda frame, answer: [frame.select(answer)],
    "with_columns": lambda frame, answer: [frame.with_columns(answer).select("text")],
    "filter": lambda frame, answer: [
        frame.filter(pl.col("part") == part).select(answer) for part in range(3)
    ],
    "slice": lambda frame, answer: [frame.slice(offset, 50).select(answer) for offset in range(0, ROWS, 50)],
    "over": lambda frame, answer: [frame.select(answer.over("part"))],
    "when": lambda frame, answer: [
        frame.select(pl.when(pl.col("part") == 1).then(answer).otherwise(answer).alias("text"))
    ],
}


@cases
@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_a_query_gives_the_same(case: Case, form: str, engine: Engine) -> None:
    frame = FRAME.with_columns(PART)
    answer = case.expression("text")
    got = [collect(query, engine) for query in FORMS[form](frame.lazy(), answer)]
    assert_same(pl.concat(got), frame.select(answer))


@cases
def test_groups_are_taken_each_on_its_own(case: Case, engine: Engine) -> None:
    frame = FRAME.with_columns(PART)
    answer = case.expression("text")
    got = collect(frame.lazy().group_by("part", maintain_order=True).agg(answer), engine)
    expected = frame.select("part", answer).group_by("part", maintain_order=True).agg("text")
    assert_same(got, expected)


@cases
def test_chunks_and_offsets_do_not_matter(case: Case, engine: Engine) -> None:
    answer = case.expression("text")
    chunks = [FRAME.slice(start, end - start) for start, end in pairwise([0, 1, 7, 100, ROWS])]
    chunked = pl.concat(chunks, rechunk=False)
    for frame in (chunked, chunked.slice(5, 200), chunked.slice(3, 0), chunked.slice(50, 1)):
        got = collect(frame.lazy().select(answer), engine)
        assert_same(got, frame.rechunk().select(answer))
    assert_same(chunked.select(answer), FRAME.select(answer))


@cases
def test_tall_columns_are_many_short_ones(case: Case) -> None:
    """Columns are shared out to threads in pieces of some thousand rows."""
    answer = case.expression("text")
    tall = pl.concat([FRAME] * 30, rechunk=True)
    assert_same(tall.select(answer), pl.concat([FRAME.select(answer)] * 30))


@cases
def test_series_form(case: Case) -> None:
    expected = FRAME.select(case.expression("text")).to_series()
    for few in (FRAME["text"], FRAME["text"].head(0), FRAME["text"].head(1)):
        got = getattr(few.rs, case.function.name)(**case.parameters)
        assert got.equals(expected.head(len(few)), check_names=True, check_dtypes=True)


@cases
@pytest.mark.parametrize("dtype", [pl.Categorical, ENUM], ids=["Categorical", "Enum"])
@pytest.mark.parametrize("height", [0, 1, 2, ROWS, 3 * ROWS])
def test_categories_are_texts(case: Case, dtype: pl.DataType, height: int, engine: Engine) -> None:
    """Of many rows, each category is looked at once."""
    frame = pl.concat([FRAME] * 3).head(height)
    answer = case.expression("text")
    got = collect(frame.lazy().select(case.expression(pl.col("text").cast(dtype))), engine)
    assert_same(got, frame.select(answer))
    few = frame.select(pl.col("text").str.len_chars().cast(pl.String))
    assert_same(few.cast(pl.Categorical).select(answer), few.select(answer))
    assert_same(few.head(2).cast(pl.Categorical).select(answer), few.head(2).select(answer))


@functions
@pytest.mark.parametrize("dtype", [*WRONG, pl.Binary], ids=str)
def test_other_dtypes_are_refused(function: Function, dtype: pl.DataType) -> None:
    frame = pl.LazyFrame(schema={"other": dtype})
    expected = f"{function.name}: expected String, Categorical or Enum"
    sentence = re.escape(f'{expected} for column "other", got {name_of(dtype)}')
    assert_refused(frame.select(Case(function).expression("other")), sentence)


@functions
@pytest.mark.parametrize("column", [1, 1.5, True, ["a", "b"], {"a": 1}, object(), pl.DataFrame()])
def test_wrong_columns(function: Function, column: object) -> None:
    got = f"to be a column name, an expression or a Series, got {type(column).__name__}"
    with pytest.raises(TypeError, match=f"^{function.name}: expected column {got}"):
        Case(function).expression(column)


@functions
def test_only_the_column_is_given_by_position(function: Function) -> None:
    with pytest.raises(TypeError, match="positional"):
        getattr(rs, function.name)("a", 2)
    with pytest.raises(TypeError, match="positional"):
        getattr(pl.col("a").rs, function.name)(2)
