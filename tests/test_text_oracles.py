"""Every answer equals that of an independent implementation."""

from __future__ import annotations

import sys

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from text_cases import CASES, Case
from texts import pairs, texts

cases = pytest.mark.parametrize("case", CASES, ids=str)


def assert_equals_oracle(case: Case, rows: list[str]) -> None:
    frame = pl.DataFrame({"text": rows}, schema={"text": pl.String})
    for text, answer in zip(rows, frame.select(case.expression("text")).to_series(), strict=True):
        got = answer.to_list() if isinstance(answer, pl.Series) else answer
        assert got == case.expected(text), f"{case} of {text!r}"


@cases
def test_many_texts(case: Case) -> None:
    assert_equals_oracle(case, [text for pair in pairs(1_000) for text in pair])


@cases
@given(rows=st.lists(texts, max_size=50))
def test_any_texts(case: Case, rows: list[str]) -> None:
    assert_equals_oracle(case, rows)


@cases
def test_every_code_point(case: Case) -> None:
    """A stride that is prime to the planes, so that each kind of letter is met."""
    codes = [*range(0x3000), *range(0x3000, sys.maxunicode, 17)]
    symbols = [chr(code) for code in codes if not 0xD800 <= code < 0xE000]
    assert_equals_oracle(case, [f"a{symbol}B" for symbol in symbols])


@cases
def test_long_texts(case: Case) -> None:
    assert_equals_oracle(case, ["kitten sitting " * 1_000, "Ärger " * 1_000, " " * 10_000])
