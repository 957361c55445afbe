"""The laws that every sequence function obeys, whatever it computes."""

from __future__ import annotations

import re
from itertools import pairwise

import polars as pl
import pytest
from polars.testing import assert_frame_equal

import polars_resemble as rs
from engines import Engine, collect
from sequence_cases import CASES, FUNCTIONS, ROWS, Case, Function
from test_dtypes import assert_refused, name_of

cases = pytest.mark.parametrize("case", CASES, ids=str)
functions = pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)

WRONG = [
    pl.Boolean,
    pl.Date,
    pl.Datetime("us", "UTC"),
    pl.Duration("ms"),
    pl.Struct({"text": pl.String}),
]


def assert_same(got: pl.DataFrame, expected: pl.DataFrame) -> None:
    assert_frame_equal(got, expected, check_exact=True)


def answer(case: Case) -> pl.Expr:
    return case.expression(*case.names)


@cases
def test_values_are_those_of_the_oracle(case: Case, engine: Engine) -> None:
    frame = case.frame()
    expected = [case.expected(*row) for row in frame.iter_rows()]
    assert any(value is not None for value in expected)
    got = collect(frame.lazy().select(answer(case)), engine).to_series()
    assert got.to_list() == expected


@cases
@pytest.mark.parametrize("name", ["left", "named"])
def test_planned_schema_is_delivered(case: Case, name: str, engine: Engine) -> None:
    for frame in (case.frame(), case.frame().head(1), case.frame().head(0)):
        left, *others = case.names
        query = frame.lazy().select(case.expression(pl.col(left).alias(name), *others))
        assert dict(query.collect_schema()) == {name: case.dtype}
        assert dict(collect(query, engine).schema) == {name: case.dtype}


@cases
def test_null_columns_are_null(case: Case, engine: Engine) -> None:
    typed = [pl.lit(None, dtype) for dtype in case.function.columns]
    for rows in (case.frame(), case.frame().head(1), case.frame().head(0)):
        empty = [null.alias(f"empty {name}") for null, name in zip(typed, case.names, strict=True)]
        frame = rows.with_columns(*empty, pl.lit(None).alias("untyped")).lazy()
        for place, name in enumerate(case.names):
            for null in (None, pl.lit(None), typed[place], pl.col(f"empty {name}"), pl.col("untyped")):
                columns = [null if other == name else other for other in case.names]
                query = frame.with_columns(case.expression(*columns).alias("got"))
                got = collect(query, engine)["got"]
                assert got.null_count() == len(got) == rows.height
                assert got.dtype == query.collect_schema()["got"]
                if not case.function.keeps_dtype:
                    assert got.dtype == case.dtype


@cases
def test_a_literal_is_the_same_value_in_every_row(case: Case, engine: Engine) -> None:
    values = case.frame(20)
    for name, dtype in zip(case.names, case.function.columns, strict=True):
        for value in values[name]:
            literal = pl.lit(pl.Series("literal", [value], dtype=dtype)).first()
            columns = [literal if other == name else other for other in case.names]
            for rows in (values, values.head(0), values.head(1), values.head(2)):
                repeated = rows.with_columns(pl.Series(name, [value] * rows.height, dtype=dtype))
                expression = case.expression(*columns).alias("got")
                got = collect(rows.lazy().with_columns(expression), engine).select("got")
                assert_same(got, repeated.select(answer(case).alias("got")))


#: Three parts of 1, 99 and all other rows.
PART = sum((pl.int_range(pl.len()) >= start).cast(pl.Int8) for start in (1, 100)).alias("part")

FORMS = {
    "select": lambda frame, answer: [frame.select(answer)],
    "with_columns": lambda frame, answer: [frame.with_columns(answer).select("left")],
    "filter": lambda frame, answer: [
        frame.filter(pl.col("part") == part).select(answer) for part in range(3)
    ],
    "slice": lambda frame, answer: [frame.slice(offset, 50).select(answer) for offset in range(0, ROWS, 50)],
    "over": lambda frame, answer: [frame.select(answer.over("part"))],
    "when": lambda frame, answer: [
        frame.select(pl.when(pl.col("part") == 1).then(answer).otherwise(answer).alias("left"))
    ],
}


@cases
@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_a_query_gives_the_same(case: Case, form: str, engine: Engine) -> None:
    frame = case.frame().with_columns(PART)
    got = [collect(query, engine) for query in FORMS[form](frame.lazy(), answer(case))]
    assert_same(pl.concat(got), frame.select(answer(case)))


@cases
def test_groups_are_taken_each_on_its_own(case: Case, engine: Engine) -> None:
    frame = case.frame().with_columns(PART)
    got = collect(frame.lazy().group_by("part", maintain_order=True).agg(answer(case)), engine)
    expected = frame.select("part", answer(case)).group_by("part", maintain_order=True).agg("left")
    assert_same(got, expected)


@cases
def test_chunks_and_offsets_do_not_matter(case: Case, engine: Engine) -> None:
    frame = case.frame()
    chunks = [frame.slice(start, end - start) for start, end in pairwise([0, 1, 7, 100, ROWS])]
    chunked = pl.concat(chunks, rechunk=False)
    for few in (chunked, chunked.slice(5, 200), chunked.slice(3, 0), chunked.slice(50, 1)):
        got = collect(few.lazy().select(answer(case)), engine)
        assert_same(got, few.rechunk().select(answer(case)))
    assert_same(chunked.select(answer(case)), frame.select(answer(case)))


@cases
def test_tall_columns_are_many_short_ones(case: Case) -> None:
    """Columns are shared out to threads in pieces."""
    frame, times = case.frame(), 120
    tall = pl.concat([frame] * times, rechunk=True)
    assert_same(tall.select(answer(case)), pl.concat([frame.select(answer(case))] * times))


@cases
def test_series_form(case: Case) -> None:
    frame = case.frame()
    expected = frame.select(answer(case)).to_series()
    for rows in (frame, frame.head(0), frame.head(1)):
        left, *others = rows.get_columns()
        got = getattr(left.rs, case.function.name)(*others, **case.parameters)
        assert got.equals(expected.head(rows.height), check_names=True, check_dtypes=True)


@functions
@pytest.mark.parametrize("dtype", WRONG, ids=str)
def test_other_dtypes_are_refused(function: Function, dtype: pl.DataType) -> None:
    case = Case(function, function.parameters[0])
    for place, name in enumerate(case.names):
        schema = dict(zip(case.names, function.columns, strict=True)) | {name: dtype}
        sentence = f'{function.name}: expected {function.expected} for column "{name}", got {name_of(dtype)}'
        assert_refused(pl.LazyFrame(schema=schema).select(answer(case)), re.escape(sentence))
        assert place < len(function.columns)


@functions
@pytest.mark.parametrize("column", [1.5, True, ["a", "b"], {"a": 1}, object(), pl.DataFrame()])
def test_wrong_columns(function: Function, column: object) -> None:
    case = Case(function, function.parameters[0])
    for place in range(len(case.names)):
        columns = [column if other == place else "a" for other in range(len(case.names))]
        with pytest.raises(TypeError, match=rf"^{function.name}: expected \w+ to be a column name.*, got "):
            case.expression(*columns)


@functions
def test_unequal_heights(function: Function) -> None:
    case = Case(function, function.parameters[0])
    if len(case.names) == 1:
        return
    sentence = re.escape(f"{function.name}: expected columns of equal height or a literal, got 3 rows ")
    with pytest.raises(pl.exceptions.PolarsError, match=sentence):
        case.frame().head(3).select(case.expression(pl.col("left"), pl.col("right").head(2)))


@functions
def test_only_columns_are_given_by_position(function: Function) -> None:
    columns = ["a"] * (len(function.columns) + 1)
    with pytest.raises(TypeError, match="positional"):
        getattr(rs, function.name)(*columns)
