"""The laws that every sequence function obeys, whatever it computes."""

from __future__ import annotations

import re
from itertools import pairwise, product

import polars as pl
import pytest

import polars_resemble as rs
from engines import assert_same, collect
from query_forms import PART, forms
from refusals import assert_refused, name_of
from sequence_cases import CASES, FUNCTIONS, ROWS, Case, Function

cases = pytest.mark.parametrize("case", CASES, ids=str)
functions = pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)

WRONG = [
    pl.Boolean,
    pl.Date,
    pl.Datetime("us", "UTC"),
    pl.Duration("ms"),
    pl.Struct({"text": pl.String}),
]


def answer(case: Case) -> pl.Expr:
    return case.expression(*case.names)


@cases
def test_values_are_those_of_the_oracle(case: Case) -> None:
    frame = case.frame()
    expected = [case.expected(*row) for row in frame.iter_rows()]
    assert any(value is not None for value in expected)
    got = collect(frame.lazy().select(answer(case))).to_series()
    assert got.to_list() == expected


@cases
def test_planned_schema_is_delivered(case: Case) -> None:
    frames = [case.frame(), case.frame().head(1), case.frame().head(0)]
    for frame, name in product(frames, ("left", "named")):
        left, *others = case.names
        query = frame.lazy().select(case.expression(pl.col(left).alias(name), *others))
        assert dict(query.collect_schema()) == {name: case.dtype}
        assert dict(collect(query).schema) == {name: case.dtype}


@cases
def test_null_columns_are_null(case: Case) -> None:
    typed = [pl.lit(None, dtype) for dtype in case.function.columns]
    for rows in (case.frame(), case.frame().head(1), case.frame().head(0)):
        empty = [null.alias(f"empty {name}") for null, name in zip(typed, case.names, strict=True)]
        frame = rows.with_columns(*empty, pl.lit(None).alias("untyped")).lazy()
        for place, name in enumerate(case.names):
            for null in (None, pl.lit(None), typed[place], pl.col(f"empty {name}"), pl.col("untyped")):
                columns = [null if other == name else other for other in case.names]
                query = frame.with_columns(case.expression(*columns).alias("got"))
                got = collect(query)["got"]
                assert got.null_count() == len(got) == rows.height
                assert got.dtype == query.collect_schema()["got"]
                if not case.function.keeps_dtype:
                    assert got.dtype == case.dtype


@cases
def test_a_literal_is_the_same_value_in_every_row(case: Case) -> None:
    values = case.frame(20)
    for name, dtype in zip(case.names, case.function.columns, strict=True):
        for value in values[name]:
            literal = pl.lit(pl.Series("literal", [value], dtype=dtype)).first()
            columns = [literal if other == name else other for other in case.names]
            expression = case.expression(*columns).alias("got")
            repeated = values.with_columns(pl.Series(name, [value] * values.height, dtype=dtype))
            expected = repeated.select(answer(case).alias("got"))
            for height in (values.height, 0, 1, 2):
                got = collect(values.head(height).lazy().with_columns(expression)).select("got")
                assert_same(got, expected.head(height), f"{name} is {value!r}, {height} rows")


@cases
def test_every_form_of_a_query_gives_the_same(case: Case) -> None:
    frame = case.frame().with_columns(PART)
    expected = frame.select(answer(case))
    for form, queries in forms(frame.lazy(), [answer(case)]).items():
        assert_same(pl.concat(map(collect, queries)), expected, form)


@cases
def test_groups_are_taken_each_on_its_own(case: Case) -> None:
    frame = case.frame().with_columns(PART)
    got = collect(frame.lazy().group_by("part", maintain_order=True).agg(answer(case)))
    expected = frame.select("part", answer(case)).group_by("part", maintain_order=True).agg("left")
    assert_same(got, expected)


@cases
def test_chunks_and_offsets_do_not_matter(case: Case) -> None:
    frame = case.frame()
    chunks = [frame.slice(start, end - start) for start, end in pairwise([0, 1, 7, 100, ROWS])]
    chunked = pl.concat(chunks, rechunk=False)
    for few in (chunked, chunked.slice(5, 200), chunked.slice(3, 0), chunked.slice(50, 1)):
        got = collect(few.lazy().select(answer(case)))
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
def test_other_dtypes_are_refused(function: Function) -> None:
    case = Case(function, function.parameters[0])
    for name, dtype in product(case.names, WRONG):
        schema = dict(zip(case.names, function.columns, strict=True)) | {name: dtype}
        sentence = f'{function.name}: expected {function.expected} for column "{name}", got {name_of(dtype)}'
        assert_refused(pl.LazyFrame(schema=schema).select(answer(case)), re.escape(sentence))


@functions
def test_wrong_columns(function: Function) -> None:
    case = Case(function, function.parameters[0])
    wrong = [1.5, True, ["a", "b"], {"a": 1}, object(), pl.DataFrame()]
    for place, column in product(range(len(case.names)), wrong):
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
