"""The differences from RapidFuzz that docs/rapidfuzz.md lists: what it gives, and what we give."""

from __future__ import annotations

import random

import numpy as np
import polars as pl
import pytest
from rapidfuzz import fuzz, fuzz_py, process, utils
from rapidfuzz.distance import Hamming, Jaro, Levenshtein

import polars_resemble as rs
from random_texts import table, text

#: Functions that part texts into words.
OF_WORDS = (
    "token_sort_ratio",
    "token_set_ratio",
    "token_ratio",
    "partial_token_sort_ratio",
    "partial_token_set_ratio",
    "partial_token_ratio",
)


@pytest.mark.parametrize("space", ["\u00a0", "\u0085"])
def test_white_space_of_latin_1(space: str) -> None:
    left, right = f"xa{space}b", "b xa"
    assert left.split() == ["xa", "b"]
    for name in OF_WORDS:
        assert getattr(fuzz, name)(left, right) < 100, name
        assert getattr(fuzz_py, name)(left, right) == 100, name
        assert getattr(fuzz, name)(f"{left}一", "b一 xa") == 100, name
        assert table([(left, right)]).select(getattr(rs, name)("left", "right")).item() == 1.0, name
    assert fuzz.WRatio(left, right) < 95
    assert table([(left, right)]).select(rs.wratio("left", "right")).item() == 0.95


def test_scores_that_equal_the_cutoff() -> None:
    left, right = "a" * 20, "a" * 17 + "b" * 3
    assert Levenshtein.normalized_similarity(left, right) == 0.85
    assert Levenshtein.normalized_similarity(left, right, score_cutoff=0.85) == 0.0
    alike = rs.levenshtein("left", "right", measure="normalized_similarity", score_cutoff=0.85)
    assert table([(left, right)]).select(alike).item() == 0.85
    lost = {"Levenshtein": 0, "ratio": 0, "Jaro": 0}
    for length in range(1, 101):
        for edits in range(length + 1):
            left, right = "a" * length, "a" * (length - edits) + "b" * edits
            for name, score in (
                ("Levenshtein", Levenshtein.normalized_similarity),
                ("ratio", fuzz.ratio),
                ("Jaro", Jaro.similarity),
            ):
                each = score(left, right)
                lost[name] += score(left, right, score_cutoff=each) != each
    assert lost["Levenshtein"] > 1_000
    assert min(lost.values()) > 100


def test_unequal_lengths_without_padding() -> None:
    with pytest.raises(ValueError, match="not the same length"):
        Hamming.distance("a", "ab", pad=False)
    assert table([("a", "ab")]).select(rs.hamming("left", "right", pad=False)).item() is None


def test_text_beside_bytes() -> None:
    assert Levenshtein.distance("é", "é".encode()) == 2
    frame = pl.DataFrame({"left": ["é"], "right": ["é".encode()]})
    with pytest.raises(pl.exceptions.PolarsError, match="expected two columns of text, two of Binary"):
        frame.select(rs.levenshtein("left", "right"))


def test_edits_of_long_texts() -> None:
    rng = random.Random(0)
    are_equal: dict[int, bool] = {}
    for length in (2_000, 8_000):
        left, right = (text(rng, "abcd", length) for _ in range(2))
        expected = [
            {"tag": edit.tag, "src_pos": edit.src_pos, "dest_pos": edit.dest_pos}
            for edit in Levenshtein.editops(left, right)
        ]
        got = table([(left, right)]).select(rs.editops("left", "right")).item().to_list()
        assert len(got) == len(expected)
        are_equal[length] = got == expected
    assert are_equal == {2_000: True, 8_000: False}


def test_dtypes_of_counts() -> None:
    assert process.cdist(["a"], ["b"], scorer=Levenshtein.distance).dtype == np.uint32
    edits = rs.scorers.levenshtein(measure="distance")
    assert pl.select(rs.cdist(pl.Series(["a"]), ["b"], scorer=edits)).to_series().dtype == pl.Array(
        pl.Float32, 1
    )


def test_elements_of_equal_hashes() -> None:
    assert Levenshtein.distance([0], [2**61 - 1]) == 0
    assert Levenshtein.distance(["a"], [97]) == 0
    frame = pl.DataFrame({"left": [[0]], "right": [[2**61 - 1]], "text": [["a"]]})
    assert frame.select(rs.levenshtein("left", "right")).item() == 1
    with pytest.raises(pl.exceptions.PolarsError, match="two of lists of one kind of elements"):
        frame.select(rs.levenshtein("text", "left"))


def test_nothing_in_common() -> None:
    choices = ["abc", "def"]
    assert process.extractOne("zzz", choices, scorer=fuzz.ratio) == ("abc", 0.0, 0)
    assert len(process.extract("zzz", choices, scorer=fuzz.ratio)) == 2
    text = pl.Series(["zzz"])
    got = pl.select(
        one=rs.extract_one(text, choices, scorer="ratio"), few=rs.extract(text, choices, scorer="ratio")
    )
    assert got["one"].null_count() == 1
    assert got["few"].to_list() == [[]]
    assert pl.select(rs.cdist(text, choices, scorer="ratio")).item().to_list() == [0.0, 0.0]
    assert rs.cdist_frame(text, choices, scorer="ratio").height == 2


def test_texts_that_a_processor_empties() -> None:
    best = process.extractOne("?", ["-"], scorer=fuzz.ratio, processor=utils.default_process)
    assert best == ("-", 100.0, 0)
    scorer = rs.scorers.ratio(processor="default")
    text = pl.Series("text", ["?"])
    assert pl.select(rs.extract_one(text, ["-"], scorer=scorer)).to_series().null_count() == 1
    assert pl.select(rs.cdist(text, ["-"], scorer=scorer)).item().to_list() == [1.0]
    other = pl.DataFrame({"text": ["-"]})
    assert text.to_frame().rs.fuzzy_join(other, on="text", scorer=scorer, score_cutoff=0.5).height == 0
