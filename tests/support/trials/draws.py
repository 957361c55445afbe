"""Random texts, columns, cutoffs and parameters."""

from __future__ import annotations

import sys
import unicodedata
from dataclasses import replace
from functools import cache
from math import nextafter
from typing import TYPE_CHECKING, Any, TypeVar

import polars as pl

from random_texts import (
    ALPHABETS,
    LENGTHS,
    SPACES,
    WIDE_SPACES,
    WIDE_WORDS,
    WORDS,
    edited,
    text,
    text_of_words,
)
from random_texts import pair as plain_pair
from symbol_kinds import GRAPHEMES, LISTS, MORE_LISTS, TEXT_UNITS, Symbols
from trials.trial import Column, Literal

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Sequence

T = TypeVar("T")

HEIGHTS = (0, 1, 1, 2, 3, 5, 9, 17, 40, 63, 64, 65, 100, 130, 200)
TALL = (300, 513, 700, 1_100)
#: Texts that a processor leaves empty, and empty ones.
PLACEHOLDERS = ("", "", "-", "+", "???", " ", "n/a", "_", ". .")
NAMES = ("jon smith", "John Smith", "Smith, John", "ann lee", "Ann-Lee", "O'Neil & Sons", "Köln GmbH")
SYLLABLES = (
    *("sch", "ch", "gh", "th", "ph", "kn", "wr", "mb", "gn", "dge", "sc", "x", "tz", "cz", "wh", "tt", "ll"),
    *("ay", "ie", "ou", "ar", "er", "on", "st", *"aeiouymnsrwc"),
)
#: Small letters that became capitals' partners after some of the versions of Unicode in use.
LATE = "\u019b\u0264"


class Letters(Symbols):
    """Symbols that are letters to the oracles as well."""

    def spelled(self, left: Any, right: Any) -> tuple[Any, Any]:
        return left, right


TEXT = Letters("codepoint", pl.String, str)
BINARY = Letters("binary", pl.Binary, lambda text: text.encode())
KINDS = [*TEXT_UNITS, *LISTS, *MORE_LISTS]


def height(rng: random.Random, most: int = 1_100) -> int:
    return min(most, rng.choice(TALL if rng.random() < 0.1 else HEIGHTS))


@cache
def assigned() -> str:
    """Give code points of all kinds that Python's version of Unicode knows."""
    codes = [*range(0x3000), *range(0x3000, sys.maxunicode, 61)]
    symbols = map(chr, codes)
    return "".join(
        each for each in symbols if unicodedata.category(each) not in {"Cn", "Cs"} and each not in LATE
    )


def alphabet(rng: random.Random) -> str:
    if rng.random() < 0.1:
        return "".join(rng.sample(assigned(), 20)) + "a "
    return rng.choice(ALPHABETS)


def of_words(rng: random.Random) -> str:
    if rng.random() < 0.3:
        return text_of_words(rng, (*WORDS, *WIDE_WORDS), (*SPACES, *WIDE_SPACES))
    return text_of_words(rng, WORDS, SPACES)


def pair(rng: random.Random) -> tuple[str, str]:
    """Make two texts, of which most have something in common."""
    kind = rng.random()
    if kind < 0.6:
        return plain_pair(rng)
    if kind < 0.7:
        return of_words(rng), of_words(rng)
    if kind < 0.75:
        return rng.choice(PLACEHOLDERS), rng.choice(PLACEHOLDERS)
    letters = alphabet(rng)
    length = rng.randint(*rng.choice(LENGTHS))
    left = text(rng, letters, length)
    if kind < 0.85:
        return left, left
    return left, edited(rng, left, letters, rng.randint(1, 1 + length // 6))


def name(rng: random.Random) -> str:
    """Make a name of syllables, some with accents and signs, composed or not."""
    made = "".join(rng.choices(SYLLABLES, k=rng.randint(1, 6)))
    for at, into in zip("aeosnlc", "äéøßñłç", strict=True):
        made = made.replace(at, into) if rng.random() < 0.1 else made
    made = rng.choice([made, made.title(), made.upper(), f"O'{made}", f"{made} 2", f" {made}-{made}"])
    return unicodedata.normalize(rng.choice(["NFC", "NFD"]), made)


def pairs(rng: random.Random, count: int, longest: int) -> list[tuple[str, str]]:
    """Make pairs of texts; those of some trials are all short, or of one length."""
    made = [pair(rng) for _ in range(count)]
    cut = min(longest, rng.choice([1_000, 1_000, 1_000, 8, 12, 13, 40]))
    return [(left[:cut], right[:cut]) for left, right in made]


def pool(rng: random.Random, count: int, longest: int = 300) -> list[str]:
    """Make texts of which many are alike, and some equal."""
    letters = alphabet(rng)
    shape = rng.choice(LENGTHS)
    made: list[str] = []
    while len(made) < count:
        kind = rng.random()
        if made and kind < 0.1:
            made.append(rng.choice(made))
        elif made and kind < 0.5:
            source = rng.choice(made)
            made.append(edited(rng, source, letters, rng.randint(1, 1 + len(source) // 8)))
        elif kind < 0.55:
            made.append(rng.choice(PLACEHOLDERS))
        elif kind < 0.65:
            made.append(edited(rng, rng.choice(NAMES), letters, rng.randint(0, 2)))
        elif kind < 0.7:
            made.append(" ".join(rng.choices(made or NAMES, k=2)))
        else:
            made.append(text(rng, letters, rng.randint(*shape)))
    return [each[:longest] for each in made]


def with_nulls(rng: random.Random, values: Sequence[Any]) -> tuple[Any, ...]:
    share = rng.choice([0.0, 0.0, 0.05, 0.05, 0.3, 0.3, 1.0 if rng.random() < 0.2 else 0.0])
    return tuple(None if share and rng.random() < share else value for value in values)


def text_dtype(rng: random.Random) -> Any:
    return rng.choice([pl.String, pl.String, pl.String, pl.Categorical, pl.Enum])


def sides(
    rng: random.Random, columns: dict[str, Column], *, may_be_literal: bool = True
) -> tuple[dict[str, Column], tuple[str | Literal, ...]]:
    """Make one of two columns a literal now and then."""
    names = list(columns)
    if not may_be_literal or len(names) < 2 or rng.random() < 0.6:
        return columns, tuple(names)
    chosen = rng.choice(names)
    column = columns[chosen]
    value = rng.choice(column.values) if column.values else None
    dtype = pl.String if column.dtype in (pl.Enum, pl.Categorical) else column.dtype
    literal = Literal(Column((value,), dtype))
    kept = {name: each for name, each in columns.items() if name != chosen}
    return kept, tuple(literal if name == chosen else name for name in names)


def kind_of_symbols(rng: random.Random, *, letters: bool) -> Symbols:
    draw = rng.random()
    if draw < 0.6:
        return TEXT
    if letters or draw < 0.7:
        return BINARY
    return rng.choice(KINDS)


def of_one_width(
    rng: random.Random, kind: Symbols, rows: list[tuple[str, str]]
) -> tuple[Symbols, list[tuple[str, str]]]:
    """Make an Array of a List."""
    width = rng.choice([1, 2, 9, 70])
    fitted = [
        ((left * width + "a" * width)[:width], (right * width + "b" * width)[:width]) for left, right in rows
    ]
    return replace(kind, dtype=pl.Array(kind.dtype.inner, width)), fitted


def graphemes(rng: random.Random, count: int) -> list[tuple[str, str]]:
    """Make pairs of texts with letters of several code points, parted alike by all versions of Unicode."""
    letters = "".join(map(chr, range(len(GRAPHEMES))))
    made = []
    for _ in range(count):
        left = text(rng, letters, rng.choice([0, 1, 5, 12, 20, 40, 70]))
        right = edited(rng, left, letters, rng.randint(0, 1 + len(left) // 3))
        made.append(tuple("".join(GRAPHEMES[ord(letter)] for letter in side) for side in (left, right)))
    return made


def cutoff(
    rng: random.Random, scores: Sequence[float | None], *, is_ratio: bool, is_exact: bool = True
) -> float | None:
    """Take no cutoff, one that a pair reaches, one next to it, or a round number.

    Means of counts are not exact, and have no tolerance: no cutoff is near to one of them.
    """
    met = sorted({score for score in scores if score is not None})
    kind = rng.random()
    if kind < 0.3 or (not met and not is_ratio):
        return None
    if not (is_ratio or is_exact):
        return max(0.0, rng.choice(met) + rng.choice([-1, 1]) * rng.choice([1e-6, 0.3]))
    if kind < 0.6 and met:
        # The oracle's last bit may lead out of 0..1.
        return min(1.0, max(0.0, rng.choice(met))) if is_ratio else rng.choice(met)
    if not is_ratio:
        return max(0.0, rng.choice(met) + rng.choice([-1, -0.5, 0.5, 1]))
    if kind < 0.75 and met:
        # Away from the border at 1e-12, which two ways of counting need not see alike.
        beside = rng.choice([-1e-9, -3e-12, -5e-13, 5e-13, 3e-12, 1e-9])
        at = rng.choice(met)
        return min(1.0, max(0.0, rng.choice([at + beside, nextafter(at, 0.0), nextafter(at, 1.0)])))
    return rng.choice([0.0, 1.0, 0.5, round(rng.random(), 1), round(rng.random(), 2), round(rng.random(), 3)])


#: Values of parameters, by name.
PARAMETERS: dict[str, Callable[[random.Random], Any]] = {
    "weights": lambda rng: tuple(rng.choice([0, 1, 1, 2, 3, 7]) for _ in range(3)),
    "pad": lambda rng: rng.random() < 0.5,
    "prefix_weight": lambda rng: rng.choice([0.0, 0.1, 0.25, 1.0, round(rng.random(), 3)]),
    "ngram": lambda rng: rng.choice([None, 1, 2, 3, 4, 5, 8, 9, 12]),
    "multiset": lambda rng: rng.random() < 0.5,
    "alpha": lambda rng: rng.choice([0.0, 0.5, 1.0, round(rng.uniform(0, 3), 2)]),
    "beta": lambda rng: rng.choice([0.0, 0.5, 1.0, round(rng.uniform(0, 3), 2)]),
    "inner": lambda rng: rng.choice(["jaro_winkler", "levenshtein", "hamming"]),
    "symmetric": lambda rng: rng.random() < 0.5,
}


def parameters(rng: random.Random, listed: Sequence[dict[str, Any]], names: Sequence[str]) -> dict[str, Any]:
    """Take parameters of a table, and let others vary."""
    chosen = dict(rng.choice(listed))
    if rng.random() < 0.5:
        for name in names:
            if name in PARAMETERS and rng.random() < 0.5:
                chosen[name] = PARAMETERS[name](rng)
    return chosen
