"""The laws that every function of one text obeys, whatever it computes."""

from __future__ import annotations

import re
from itertools import pairwise, product
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import polars_resemble as rs
from engines import ENGINES, assert_same, collect, collect_in
from phonetic_oracles import match_rating_compare
from query_forms import PART, forms
from random_texts import LITERALS, pairs, texts
from refusals import WRONG, assert_refused, name_of
from text_cases import CASES, FUNCTIONS, Case, Function

if TYPE_CHECKING:
    from polars_resemble.typing import IntoColumn

cases = pytest.mark.parametrize("case", CASES, ids=str)
functions = pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)

#: Short enough for functions that take their time.
TEXTS = [text for pair in pairs(200) for text in pair if len(text) < 24]
COMPLETE = pl.DataFrame({"text": TEXTS})
FRAME = COMPLETE.select(pl.when(pl.arange(0, pl.len()) % 3 != 0).then("text"))
ROWS = FRAME.height
ENUM = pl.Enum(sorted({"unused", "kitten", *TEXTS}))


@cases
def test_planned_schema_is_delivered(case: Case) -> None:
    for column, name in (
        (pl.col("text"), "text"),
        (pl.col("text").alias("named"), "named"),
        (pl.lit("kitten"), "literal"),
        (pl.lit(None), "literal"),
        (pl.lit(pl.Series("series", ["kitten"])), "series"),
    ):
        query = FRAME.lazy().select(case.expression(column))
        assert dict(query.collect_schema()) == {name: case.function.dtype}
        # The engines of old versions do not agree on how many rows a literal alone has.
        for engine in ENGINES:
            assert dict(collect_in(engine, query).schema) == {name: case.function.dtype}


@cases
def test_null_rows_are_null_and_change_no_other(case: Case) -> None:
    got = collect(FRAME.lazy().select(case.expression("text")))
    valid = FRAME["text"].is_not_null()
    assert_same(got.filter(valid), COMPLETE.select(case.expression("text")).filter(valid))
    assert got.filter(~valid)["text"].null_count() == ROWS - valid.sum()


@cases
def test_null_columns_are_null(case: Case) -> None:
    empty = pl.lit(None, pl.String).alias("empty")
    nulls = [None, pl.lit(None), pl.lit(None, pl.String), pl.col("empty"), "untyped"]
    for rows, null in product((FRAME, FRAME.head(1), FRAME.head(0)), nulls):
        frame = rows.with_columns(empty, pl.lit(None).alias("untyped")).lazy()
        got = collect(frame.with_columns(case.expression(null).alias("answer")))["answer"]
        assert got.null_count() == len(got) == rows.height
        assert got.dtype == case.function.dtype


@cases
@given(literal=st.sampled_from(LITERALS) | texts)
def test_a_literal_is_the_same_value_in_every_row(case: Case, literal: str) -> None:
    for rows in (FRAME, FRAME.head(0), FRAME.head(1), FRAME.head(2)):
        repeated = pl.DataFrame({"text": [literal] * rows.height}, schema=rows.schema)
        got = collect(rows.lazy().with_columns(case.expression(pl.lit(literal)).alias("text")))
        assert_same(got, repeated.select(case.expression("text")))


@cases
def test_every_form_of_a_query_gives_the_same(case: Case) -> None:
    frame = FRAME.with_columns(PART)
    answer = case.expression("text")
    expected = frame.select(answer)
    for form, queries in forms(frame.lazy(), [answer]).items():
        assert_same(pl.concat(map(collect, queries)), expected, form)


@cases
def test_groups_are_taken_each_on_its_own(case: Case) -> None:
    frame = FRAME.with_columns(PART)
    answer = case.expression("text")
    got = collect(frame.lazy().group_by("part", maintain_order=True).agg(answer))
    expected = frame.select("part", answer).group_by("part", maintain_order=True).agg("text")
    assert_same(got, expected)


@cases
def test_chunks_and_offsets_do_not_matter(case: Case) -> None:
    answer = case.expression("text")
    chunks = [FRAME.slice(start, end - start) for start, end in pairwise([0, 1, 7, 100, ROWS])]
    chunked = pl.concat(chunks, rechunk=False)
    for frame in (chunked, chunked.slice(5, 200), chunked.slice(3, 0), chunked.slice(50, 1)):
        got = collect(frame.lazy().select(answer))
        assert_same(got, frame.rechunk().select(answer))
    assert_same(chunked.select(answer), FRAME.select(answer))


@cases
def test_tall_columns_are_many_short_ones(case: Case) -> None:
    """Columns are shared out to threads in pieces of some thousand rows."""
    answer = case.expression("text")
    few = FRAME.with_columns(pl.col("text").str.head(3)).head(100)
    tall = pl.concat([few] * 180, rechunk=True)
    assert_same(tall.select(answer), pl.concat([few.select(answer)] * 180))


@cases
def test_series_form(case: Case) -> None:
    expected = FRAME.select(case.expression("text")).to_series()
    for few in (FRAME["text"], FRAME["text"].head(0), FRAME["text"].head(1)):
        got = getattr(few.rs, case.function.name)(**case.parameters)
        assert got.equals(expected.head(len(few)), check_names=True, check_dtypes=True)


@cases
def test_categories_are_texts(case: Case) -> None:
    """Of many rows, each category is looked at once."""
    tall = pl.concat([FRAME] * 3)
    answer = case.expression("text")
    expected = tall.select(answer)
    for dtype, height in product((pl.Categorical, ENUM), (0, 1, 2, ROWS, 3 * ROWS)):
        query = tall.head(height).lazy().select(case.expression(pl.col("text").cast(dtype)))
        assert_same(collect(query), expected.head(height), f"{dtype}, {height} rows")
    few = tall.select(pl.col("text").str.len_chars().cast(pl.String))
    assert_same(few.cast(pl.Categorical).select(answer), few.select(answer))
    assert_same(few.head(2).cast(pl.Categorical).select(answer), few.head(2).select(answer))


@functions
def test_other_dtypes_are_refused(function: Function) -> None:
    for dtype in (*WRONG, pl.Binary):
        frame = pl.LazyFrame(schema={"other": dtype})
        expected = f"{function.name}: expected String, Categorical or Enum"
        sentence = re.escape(f'{expected} for column "other", got {name_of(dtype)}')
        assert_refused(frame.select(Case(function).expression("other")), sentence)


@functions
def test_wrong_columns(function: Function) -> None:
    for column in (1, 1.5, True, ["a", "b"], {"a": 1}, object(), pl.DataFrame()):
        got = f"to be a column name, an expression or a Series, got {type(column).__name__}"
        with pytest.raises(TypeError, match=f"^{function.name}: expected column {got}"):
            Case(function).expression(column)


@functions
def test_only_the_column_is_given_by_position(function: Function) -> None:
    with pytest.raises(TypeError, match="positional"):
        getattr(rs, function.name)("a", 2)
    with pytest.raises(TypeError, match="positional"):
        getattr(pl.col("a").rs, function.name)(2)


#: Names that may match.
known_names = st.text("abcehmnrstyABCE 'é", max_size=12) | st.text(st.characters(codec="ascii"), max_size=3)


def assert_compares(frame: pl.DataFrame, sides: list[IntoColumn], expected: list[bool | None]) -> None:
    query = frame.lazy().select(rs.match_rating_compare(*sides).alias("match"))
    assert query.collect_schema() == {"match": pl.Boolean}
    assert collect(query)["match"].to_list() == expected


NAMES = ["Byrne", "Boern", "Smith", "Smyth", "Michael", "Mike", "Tim", "Timothy", "", "O'Brien", None]


def matches(left: str | None, right: str | None) -> bool | None:
    return None if left is None or right is None else match_rating_compare(left, right)


@pytest.mark.parametrize("dtype", [pl.String, pl.Categorical, pl.Enum(NAMES[:-1])], ids=str)
def test_two_columns_of_text(dtype: pl.DataType) -> None:
    """Functions of two texts that are no metrics have a lift of their own."""
    rows = list(product(NAMES, repeat=2))
    schema = {"left": pl.String, "right": pl.String}
    frame = pl.DataFrame(rows, schema, orient="row").cast(dtype)
    expected = [matches(*row) for row in rows]
    assert_compares(frame, ["left", "right"], expected)
    assert_compares(frame.slice(3, 50), ["left", "right"], expected[3:53])
    assert_compares(pl.concat([frame] * 200), ["left", "right"], expected * 200)
    chunked = pl.concat([frame.head(7), frame.slice(7)], rechunk=False)
    assert_compares(chunked, ["left", "right"], expected)
    to_text = [matches("Smith", right) for _, right in rows]
    for rows_in in (len(rows), 1, 0):
        assert_compares(frame.head(rows_in), [pl.lit("Smith"), "right"], to_text[:rows_in])
        assert_compares(frame.head(rows_in), ["right", pl.lit("Smith")], to_text[:rows_in])
        for null in (None, pl.lit(None, pl.String)):
            assert_compares(frame.head(rows_in), ["left", null], [None] * rows_in)
            assert_compares(frame.head(rows_in), [null, "left"], [None] * rows_in)
    series = frame["left"].rs.match_rating_compare(frame["right"])
    assert series.name == "left"
    assert series.to_list() == expected
    assert frame["right"].rs.match_rating_compare("Smith").to_list() == to_text


@given(left=known_names, right=known_names)
def test_letters_of_names_match_as_in_jellyfish(left: str, right: str) -> None:
    frame = pl.DataFrame({"left": [left], "right": [right]})
    assert frame.select(rs.match_rating_compare("left", "right")).item() is matches(left, right)


def test_wrong_pairs_of_columns() -> None:
    frame = pl.LazyFrame(schema={"text": pl.String, "other": pl.Int64})
    sentence = 'match_rating_compare: expected String, Categorical or Enum for column "other", got Int64'
    for sides in (("text", "other"), ("other", "text")):
        assert_refused(frame.select(rs.match_rating_compare(*sides)), re.escape(sentence))
    with pytest.raises(TypeError, match=r"^match_rating_compare: expected right to be a column name"):
        rs.match_rating_compare("text", 1)
    rows = pl.DataFrame({"text": ["a", "b", "c"]})
    sentence = 'expected columns of equal height or a literal, got 3 rows ("text") against 2'
    with pytest.raises(pl.exceptions.PolarsError, match=re.escape(sentence)):
        rows.select(rs.match_rating_compare("text", pl.col("text").head(2)))
