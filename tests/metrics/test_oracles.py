"""Every value equals that of an independent implementation.

The oracles are RapidFuzz, jellyfish and, for metrics that neither has, the definition. Whatever fills
blocks of pairs is compared under each instruction set that the machine has.
"""

from __future__ import annotations

import random
import string
from difflib import SequenceMatcher
from functools import cache
from itertools import pairwise, product
from typing import TYPE_CHECKING

import jellyfish
import polars as pl
import pytest
import textdistance
from hypothesis import given

import polars_resemble as rs
from cases import CASES, METRICS, MORE_CASES, Case
from metric_oracles import ratcliff_obershelp

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from instruction_sets import Shell, Sides
    from polars_resemble.typing import Measure
from random_texts import ALPHABETS, edited, frames, frames_of_words, pairs, pairs_of_words, table, text

cases = pytest.mark.parametrize("case", CASES, ids=str)


def assert_equals_oracle(
    case: Case,
    frame: pl.DataFrame,
    measure: Measure,
    sides: Sides = ("left", "right"),
    *,
    shells: Sequence[Shell] = (),
    tolerance: float | None = None,
) -> None:
    """Allow no difference in counts and their shares of the maximum, and a tiny one in other ratios."""
    if tolerance is None:
        tolerance = 0.0 if case.metric.counts else 1e-12
    if case.metric.slow_oracle:
        frame = quickly_compared(frame)
    got = frame.select(case.expression(*sides, measure=measure)).to_series()
    answers = {"here": got} | {shell.name: shell.values(case, sides, frame, measure) for shell in shells}
    numbers = [case.expected(left, right, measure) for left, right in frame.iter_rows()]
    expected = pl.Series("expected", numbers, pl.Float64)
    for name, values in answers.items():
        answer = values.cast(pl.Float64).alias("value")
        agrees = (answer - expected).abs() <= tolerance
        agrees = agrees.fill_null(value=False) | (answer.is_null() & expected.is_null())
        wrong = pl.DataFrame([*frame.select("left", "right"), answer, expected]).filter(~agrees)
        assert wrong.is_empty(), f"{case} {measure} ({name}): {wrong.rows()[:5]}"


def quickly_compared(frame: pl.DataFrame) -> pl.DataFrame:
    """Take the shorter pairs, as many as an oracle that fills a table gets through in moments."""
    lengths = [[len(side) for side in row] for row in frame.iter_rows()]
    cells = pl.Series("cells", [left * right for left, right in lengths], pl.Int64)
    short = frame.filter(cells < 5_000)
    return short.filter(cells.filter(cells < 5_000).cum_sum() < 60_000)


@cache
def many_pairs() -> pl.DataFrame:
    return table(pairs(10_000))


@cases
def test_many_pairs(case: Case, shells: list[Shell]) -> None:
    frame = many_pairs()
    assert_equals_oracle(case, frame, case.measures[0], shells=shells)
    for measure in case.measures[1:]:
        assert_equals_oracle(case, frame.head(1_000), measure, shells=shells)


@pytest.mark.parametrize("case", MORE_CASES, ids=str)
def test_many_pairs_with_other_parameters(case: Case, shells: list[Shell]) -> None:
    assert_equals_oracle(case, table(pairs(2_000)), case.measures[0], shells=shells)


@cache
def frames_with_a_literal() -> list[tuple[str, pl.DataFrame]]:
    rng = random.Random(0)
    rows = [left for left, _ in pairs(400)]
    frames = []
    for length in (0, 1, 6, 13, 40, 128, 129):
        # Half of what the literal is compared with is like it.
        literal = text(rng, ALPHABETS[length % 2], length)
        likes = [edited(rng, literal, ALPHABETS[1], 3) for _ in range(400)]
        frames.append((literal, table([(literal, other) for other in rows + likes])))
    for length in (0, 1, 5, 8, 9):
        # Nearly all rows are held by their views; a few are longer, or not of ASCII.
        literal = text(rng, ALPHABETS[1], length)
        others = [text(rng, rng.choice(ALPHABETS), rng.choice([12, 13, 16, 17, 140])) for _ in range(30)]
        others += [text(rng, ALPHABETS[1], rng.randint(0, 12)) for _ in range(400)]
        others += [edited(rng, literal, ALPHABETS[1], 2) for _ in range(270)]
        rng.shuffle(others)
        frames.append((literal, table([(literal, other) for other in others])))
    return frames


@cases
def test_many_pairs_with_a_literal(case: Case, shells: list[Shell]) -> None:
    for literal, frame in frames_with_a_literal():
        assert_equals_oracle(case, frame, case.measures[0], (pl.lit(literal), "right"), shells=shells)
        mirrored = frame.select(left="right", right="left")
        assert_equals_oracle(case, mirrored, case.measures[0], ("left", pl.lit(literal)), shells=shells)


@cases
@given(frame=frames())
def test_any_pairs(case: Case, frame: pl.DataFrame) -> None:
    for measure in case.measures:
        assert_equals_oracle(case, frame, measure)


FUZZ = [case for case in CASES if case.metric.name.endswith("ratio")]


@pytest.mark.parametrize("case", FUZZ, ids=str)
def test_texts_of_words(case: Case, shells: list[Shell]) -> None:
    assert_equals_oracle(case, table(pairs_of_words(3_000)), "similarity", shells=shells, tolerance=0.0)


@pytest.mark.parametrize("case", FUZZ, ids=str)
@given(frame=frames_of_words())
def test_any_texts_of_words(case: Case, frame: pl.DataFrame) -> None:
    assert_equals_oracle(case, frame, "similarity", tolerance=0.0)


@cache
def frames_at_borders() -> list[pl.DataFrame]:
    rng = random.Random(0)
    lengths = [0, 1, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 128, 129, 255, 256, 257]
    sides = list(product(lengths, repeat=2))
    return [
        table([(text(rng, alphabet, left), text(rng, alphabet, right)) for left, right in sides])
        for alphabet in ALPHABETS
    ]


@cases
def test_lengths_at_borders(case: Case, shells: list[Shell]) -> None:
    for frame in frames_at_borders():
        assert_equals_oracle(case, frame, case.measures[0], shells=shells)


@cases
def test_long_texts(case: Case) -> None:
    rng = random.Random(0)
    letters, wide = ALPHABETS[1], ALPHABETS[5]
    long = text(rng, letters, 10_000)
    rows = [(long, ""), (long, "a"), (long[5_000:5_064], long), (text(rng, wide, 300), long)]
    rows += [(long, edited(rng, long, letters, 500)), (edited(rng, long, wide, 20), long[:2_000])]
    assert_equals_oracle(case, table(rows), case.measures[-1])


@cases
def test_bytes(case: Case) -> None:
    rows = [(left.encode(), right.encode()) for left, right in pairs(500)]
    rows += [(left.encode("utf-16"), right.encode("utf-16")) for left, right in pairs(100)]
    frame = pl.DataFrame(rows, schema={"left": pl.Binary, "right": pl.Binary}, orient="row")
    for measure in case.measures:
        assert_equals_oracle(case, frame, measure)


def test_the_oracle_of_ratcliff_obershelp_is_difflib() -> None:
    rows = [*pairs(1_000), *((left.encode(), right.encode()) for left, right in pairs(300))]
    for left, right in rows:
        ratio = SequenceMatcher(None, left, right, autojunk=False).ratio()
        assert ratcliff_obershelp(left, right) == ratio, f"{left!r} and {right!r}"


@pytest.mark.parametrize(
    ("metric", "measure", "oracle"),
    [
        ("levenshtein", "distance", jellyfish.levenshtein_distance),
        ("damerau_levenshtein", "distance", jellyfish.damerau_levenshtein_distance),
        ("hamming", "distance", jellyfish.hamming_distance),
        ("jaro", "similarity", jellyfish.jaro_similarity),
        ("jaro_winkler", "similarity", jellyfish.jaro_winkler_similarity),
    ],
)
def test_jellyfish(metric: str, measure: Measure, oracle: Callable[[str, str], float]) -> None:
    """Both oracles agree on ASCII; jellyfish compares graphemes, and empty texts otherwise."""
    rows = [pair for pair in pairs(2_000) if all(side.isascii() and side for side in pair)]
    case = next(case for case in CASES if case.metric.name == metric)
    got = table(rows).select(case.expression("left", "right", measure=measure)).to_series()
    assert got.to_list() == pytest.approx([oracle(left, right) for left, right in rows], abs=1e-12)


def test_editex_is_that_of_textdistance() -> None:
    """Words of letters, as textdistance takes a leading blank for the beginning and enlarges ß to SS."""
    rng = random.Random(0)
    oracle = textdistance.Editex(external=False)
    letters = (string.ascii_letters, "aAhHwWbBpPcCkKsSzZ")
    words = [text(rng, rng.choice(letters), rng.randint(0, 12)) for _ in range(600)]
    rows = list(product(["", "a", "haw", "Schwarz", *words[:20]], words)) + list(pairwise(words))
    rows += [(word, edited(rng, word, letters[1], 2)) for word in words]
    frame = table(rows)
    got = frame.select(rs.editex("left", "right")).to_series().to_list()
    for (left, right), distance in zip(rows, got, strict=True):
        assert distance == oracle(left, right), (left, right)


def test_editex_of_an_empty_side() -> None:
    editex = Case(next(metric for metric in METRICS if metric.name == "editex"))
    for word in ("a", "aaa", "hhw", "Béla"):
        for sides in (("", word), (word, "")):
            assert table([sides]).select(editex.readings("left", "right")).row(0) == (
                2 * len(word),
                0,
                1.0,
                0.0,
            )
