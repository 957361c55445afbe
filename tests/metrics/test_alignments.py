"""Functions of two texts about their alignment: their values, and the laws of all columns."""

from __future__ import annotations

import math
import random
import re
from itertools import pairwise, product
from typing import Any

import polars as pl
import pytest
from hypothesis import given

import polars_resemble as rs
from alignment_cases import CASES, FUNCTIONS, Case, Function
from engines import assert_same, collect
from polars_resemble._plugin import EXPLODED
from random_texts import ALPHABETS, edited, frames, pairs, table, text, with_nulls

cases = pytest.mark.parametrize("case", CASES, ids=str)
functions = pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)

ROWS = 300
FRAME = with_nulls(table(pairs(ROWS)))


def assert_equals_oracle(case: Case, frame: pl.DataFrame) -> None:
    frame = frame.filter(pl.all_horizontal(pl.all().str.len_chars().fill_null(0) <= case.function.longest))
    got = frame.select(case.expression("left", "right")).to_series()
    for (left, right), value in zip(frame.iter_rows(), got.to_list(), strict=True):
        assert value == case.expected(left, right), f"{case} of {left!r} and {right!r}"


@cases
def test_many_pairs(case: Case) -> None:
    assert_equals_oracle(case, with_nulls(table(pairs(2_000))))


@cases
@given(frame=frames(rows=100))
def test_any_pairs(case: Case, frame: pl.DataFrame) -> None:
    assert_equals_oracle(case, frame)


@cases
def test_long_texts(case: Case) -> None:
    rng = random.Random(0)
    long = text(rng, ALPHABETS[1], 1_000)
    rows = [(long, ""), ("", long), (long, edited(rng, long, ALPHABETS[1], 50)), (long[200:264], long)]
    assert_equals_oracle(case, table(rows))


def test_windows_among_equals_are_those_of_rapidfuzz() -> None:
    """Few letters make many windows as good as each other."""
    rng = random.Random(0)
    rows = [(text(rng, "ab", rng.randint(1, 12)), text(rng, "ab", rng.randint(1, 60))) for _ in range(3_000)]
    assert_equals_oracle(
        next(case for case in CASES if case.function.name == "partial_ratio_alignment"), table(rows)
    )


@cases
def test_planned_schema_is_delivered(case: Case) -> None:
    for left, name in (
        (pl.col("left"), "left"),
        (pl.col("left").alias("named"), "named"),
        (pl.lit("kitten"), "literal"),
        (pl.lit(None), "literal"),
    ):
        query = FRAME.lazy().select(case.expression(left, "right"))
        assert dict(query.collect_schema()) == {name: case.function.dtype}
        assert dict(collect(query).schema) == {name: case.function.dtype}


@cases
def test_null_sides_give_null(case: Case) -> None:
    nulls = [None, pl.lit(None, pl.String), pl.col("empty"), pl.col("untyped")]
    for rows, null in product((FRAME, FRAME.head(1), FRAME.head(0)), nulls):
        frame = rows.with_columns(empty=pl.lit(None, pl.String), untyped=pl.lit(None)).lazy()
        for sides in (("left", null), (null, "left")):
            got = collect(frame.with_columns(case.expression(*sides).alias("got")))["got"]
            assert got.null_count() == rows.height
            assert got.dtype == case.function.dtype


@cases
def test_a_literal_is_the_same_value_in_every_row(case: Case) -> None:
    literals = ["", "kitten", "日本語のテキスト", "long text " * 30]
    for literal, (side, other) in product(literals, (("left", "right"), ("right", "left"))):
        repeated = FRAME.with_columns(pl.lit(literal).alias(side))
        expected = repeated.select(case.expression("left", "right").alias("got"))
        sides = {side: pl.lit(literal), other: pl.col(other)}
        for height in (FRAME.height, 0, 1, 2):
            got = collect(FRAME.head(height).lazy().select(case.expression(**sides).alias("got")))
            assert_same(got, expected.head(height), f"{side} is {literal!r}, {height} rows")


@cases
def test_every_form_of_a_query_gives_the_same(case: Case) -> None:
    expression = case.expression("left", "right").alias("got")
    expected = FRAME.select(expression)
    cut = [0, 1, 7, 100, ROWS]
    chunks = [FRAME.slice(start, end - start) for start, end in pairwise(cut)]
    chunked = pl.concat(chunks, rechunk=False)
    assert_same(collect(chunked.lazy().select(expression)), expected)
    sliced = [collect(FRAME.lazy().slice(start, 50).select(expression)) for start in range(0, ROWS, 50)]
    assert_same(pl.concat(sliced), expected)
    part = FRAME.with_columns(part=(pl.int_range(pl.len()) >= 100).cast(pl.Int8)).lazy()
    groups = collect(part.group_by("part", maintain_order=True).agg(expression))
    assert_same(groups.explode("got", **EXPLODED).select("got"), expected)
    tall = pl.concat([FRAME] * 60)
    assert_same(tall.select(expression), pl.concat([expected] * 60))


@cases
def test_series_form(case: Case) -> None:
    left, right = FRAME["left"], FRAME["right"]
    method = getattr(left.rs, case.function.name)
    expected = FRAME.select(case.expression("left", "right")).to_series()
    assert method(right, **case.parameters).equals(expected, check_names=True, check_dtypes=True)
    to_text = FRAME.select(case.expression("left", pl.lit("kitten"))).to_series()
    assert method("kitten", **case.parameters).equals(to_text, check_names=True, check_dtypes=True)


@cases
@pytest.mark.parametrize("dtype", [pl.Categorical, pl.Enum(sorted({"kitten"}.union(*pairs(ROWS))))], ids=str)
def test_categories_are_texts(case: Case, dtype: pl.DataType) -> None:
    frame = FRAME.with_columns(pl.all().cast(dtype)).lazy()
    got = collect(frame.select(case.expression("left", "right")))
    assert_same(got, FRAME.select(case.expression("left", "right")))


@functions
@pytest.mark.parametrize(
    "dtype", [pl.Int64, pl.Binary, pl.Date, pl.List(pl.String), pl.Struct({"a": pl.String})]
)
def test_other_dtypes_are_refused(function: Function, dtype: pl.DataType) -> None:
    frame = pl.LazyFrame(schema={"text": pl.String, "other": dtype})
    expected = f'{function.name}: expected String, Categorical or Enum for column "other", got '
    for sides in (("text", "other"), ("other", "text")):
        query = frame.select(Case(function).expression(*sides))
        for run in (query.collect_schema, query.collect):
            with pytest.raises(pl.exceptions.PolarsError, match=re.escape(expected)):
                run()


@functions
def test_unequal_heights(function: Function) -> None:
    frame = pl.DataFrame({"a": ["x", "y", "z"]})
    sentence = f"{function.name}: expected columns of equal height or a literal, got 3 rows "
    with pytest.raises(pl.exceptions.PolarsError, match=re.escape(f'{sentence}("a") against 2')):
        frame.select(Case(function).expression(pl.col("a"), pl.col("a").head(2)))


@functions
def test_wrong_sides(function: Function) -> None:
    for side in (1, True, ["a"], object()):
        got = f"to be a column name, an expression or a Series, got {type(side).__name__}"
        with pytest.raises(TypeError, match=f"^{function.name}: expected left {got}"):
            Case(function).expression(side, "b")
        with pytest.raises(TypeError, match=f"^{function.name}: expected right {got}"):
            Case(function).expression("a", side)


SCRIPTS = "metric to be one of 'levenshtein', 'indel', 'lcs_seq', 'hamming', got "

WRONG_PARAMETERS = [
    ("editops", {"metric": "osa"}, ValueError, f"{SCRIPTS}'osa'"),
    ("opcodes", {"metric": None}, TypeError, f"{SCRIPTS}NoneType"),
    ("align", {"gap": ""}, ValueError, "gap to be one character, got ''"),
    ("align", {"gap": 1}, TypeError, "gap to be one character, got int"),
    (
        "smith_waterman",
        {"matrix": "BLOSUM80"},
        ValueError,
        "matrix to be one of 'BLOSUM62', 'PAM250', got 'BLOSUM80'",
    ),
    ("needleman_wunsch", {"gap_open": -1}, ValueError, "gap_open to be finite and at least 0, got -1"),
    (
        "needleman_wunsch",
        {"gap_extend": math.nan},
        ValueError,
        "gap_extend to be finite and at least 0, got nan",
    ),
    ("smith_waterman", {"match": math.inf}, ValueError, "match to be finite, got inf"),
    ("smith_waterman", {"mismatch": "0"}, TypeError, "mismatch to be a number, got str"),
    ("partial_ratio_alignment", {"score_cutoff": 85}, ValueError, "score_cutoff to be within 0..1, got 85"),
]


@pytest.mark.parametrize(("name", "parameters", "error", "sentence"), WRONG_PARAMETERS)
def test_wrong_parameters(
    name: str, parameters: dict[str, Any], error: type[Exception], sentence: str
) -> None:
    with pytest.raises(error, match=f"^{name}: expected {re.escape(sentence)}$"):
        getattr(rs, name)("a", "b", **parameters)


def test_scores_of_proteins() -> None:
    """Values of Biopython's PairwiseAligner, open_gap_score=-10, extend_gap_score=-0.5."""
    rows = [
        ("HEAGAWGHEE", "PAWHEAE"),
        ("MKTAYIAKQRQISFVKSHFSRQLEERLGLIEVQ", "MKTAYIAKQRQISFVKSHFSRQ"),
        ("ACDEFGHIKLMNPQRSTVWY", "YWVTSRQPNMLKIHGFEDCA"),
        ("VLSPADKTNVKAAW", "VHLTPEEKSAVTALW"),
    ]
    gaps = {"gap_open": 10, "gap_extend": 0.5}
    for function, matrix, expected in (
        (rs.needleman_wunsch, "BLOSUM62", [4.0, 94.0, -26.0, 28.0]),
        (rs.needleman_wunsch, "PAM250", [11.0, 91.0, -23.0, 37.0]),
        (rs.smith_waterman, "BLOSUM62", [18.0, 109.0, 11.0, 34.0]),
        (rs.smith_waterman, "PAM250", [22.0, 106.0, 17.0, 43.0]),
    ):
        got = table(rows).select(function("left", "right", matrix=matrix, **gaps)).to_series()
        assert got.to_list() == expected


def test_texts_whose_script_takes_too_much_memory_are_refused() -> None:
    frame = pl.DataFrame({"a": ["x" * 200_000], "b": ["y" * 200_000]})
    with pytest.raises(pl.exceptions.ComputeError, match="editops: expected texts of which the edits"):
        frame.select(rs.editops("a", "b"))
