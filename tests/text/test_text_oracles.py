"""Every answer equals that of an independent implementation, or a published one."""

from __future__ import annotations

import sys
import unicodedata

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import polars_resemble as rs
from published_codes import PUBLISHED
from random_texts import pairs
from text_cases import CASES, FUNCTIONS, Case

cases = pytest.mark.parametrize("case", [case for case in CASES if case.function.oracle], ids=str)

#: Small letters that became capitals' partners after some of the versions of Unicode in use.
LATE = "\u019b\u0264"
#: Texts of code points that Python's version of Unicode knows.
known = st.text(st.characters(exclude_categories=["Cs", "Cn"], exclude_characters=LATE), max_size=80)


def assert_equals_oracle(case: Case, rows: list[str]) -> None:
    frame = pl.DataFrame({"text": rows}, schema={"text": pl.String})
    for text, answer in zip(rows, frame.select(case.expression("text")).to_series(), strict=True):
        got = answer.to_list() if isinstance(answer, pl.Series) else answer
        assert got == case.expected(text), f"{case} of {text!r}"


@cases
def test_many_texts(case: Case) -> None:
    assert_equals_oracle(case, [text for pair in pairs(500) for text in pair])


@cases
@given(rows=st.lists(known, max_size=50))
def test_any_texts(case: Case, rows: list[str]) -> None:
    assert_equals_oracle(case, rows)


@cases
def test_every_kind_of_code_point(case: Case) -> None:
    """A stride that is prime to the planes, so that each kind of letter is met."""
    codes = [*range(0x3000), *range(0x3000, sys.maxunicode, 61)]
    symbols = [symbol for symbol in map(chr, codes) if unicodedata.category(symbol) not in {"Cn", "Cs"}]
    assert_equals_oracle(case, [f"a{symbol}B {symbol}" for symbol in symbols if symbol not in LATE])


@cases
def test_long_texts(case: Case) -> None:
    assert_equals_oracle(case, ["kitten sitting " * 500, "Ärger " * 500, " " * 10_000])


def test_pieces_of_much_text() -> None:
    """Pieces lie in buffers of some megabytes."""
    text = " ".join(f"piece number{number:06}of-a-long-text" for number in range(500))
    frame = pl.DataFrame({"text": [text] * 1_500})
    got = frame.select(rs.words("text"))
    assert got.equals(frame.select(pl.col("text").str.split(" ")))


@cases
def test_edges(case: Case) -> None:
    edges = [
        "",
        " ",
        "a",
        "-",
        "! a",
        "! ?",
        ". .",
        "\r\n",
        "e\u0301",
        "İ",
        "ΣΑΣ",
        "ﬁ",
        "\x00",
        "\x1ca b\x1f",
    ]
    edges += [
        "12",
        "O'Brien",
        "MAC",
        "MacDonald",
        "KN",
        "knight",
        "PF",
        "phone",
        "SCH",
        "Schmidt",
        "IE",
        "EE",
    ]
    edges += [
        "ND",
        "KND",
        "ay",
        "as",
        "ss",
        "evev",
        "WRAE",
        "mb",
        "**",
        "xi*o",
        "gn",
        "ghx",
        "\U0001f600\ue000",
    ]
    assert_equals_oracle(case, edges)


def test_every_function_is_compared() -> None:
    without = {function.name for function in FUNCTIONS if function.oracle is None}
    assert without <= PUBLISHED.keys()


@pytest.mark.parametrize("name", PUBLISHED)
def test_published_answers(name: str) -> None:
    texts = pl.Series("text", list(PUBLISHED[name]))
    got = getattr(texts.rs, name)().to_list()
    assert dict(zip(texts, got, strict=True)) == PUBLISHED[name]
