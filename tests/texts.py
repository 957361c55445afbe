"""What is compared: pairs of texts of every kind that a kernel might treat in its own way."""

from __future__ import annotations

import random
import string
from functools import cache

import polars as pl
from hypothesis import strategies as st

ALPHABETS = (
    "ab",
    string.ascii_lowercase,
    string.ascii_letters + string.digits + " .-'\x00\x7f",
    "aeiouäöüéßñ\x80\xff",
    "аеоabceoαεο",
    "".join(map(chr, range(0x4E00, 0x4E00 + 1000))),
    "e\u0301n\u0303👩👨\u200d🚀🇨🇭\ufe0f\x00a",
)
#: Ranges of lengths; the borders lie where lanes of 8, 16, 32 and 64 symbols and words of 64 end.
LENGTHS = ((0, 3), (0, 8), (4, 17), (4, 17), (14, 34), (30, 66), (60, 130), (120, 300))

PAIR = {"left": pl.String, "right": pl.String}

Pair = tuple[str, str]


def text(rng: random.Random, alphabet: str, length: int) -> str:
    return "".join(rng.choices(alphabet, k=length))


def edited(rng: random.Random, source: str, alphabet: str, edits: int) -> str:
    """Apply random insertions, deletions, substitutions and swaps of neighbours."""
    symbols = list(source)
    for _ in range(edits):
        place = rng.randint(0, len(symbols))
        edit = rng.choice("idss")
        if edit == "i":
            symbols.insert(place, rng.choice(alphabet))
        elif edit == "d":
            del symbols[place : place + 1]
        elif rng.random() < 0.5:
            symbols[place : place + 1] = rng.choice(alphabet)
        else:
            symbols[place : place + 2] = reversed(symbols[place : place + 2])
    return "".join(symbols)


def pair(rng: random.Random) -> Pair:
    """Make two texts: mostly one and its misspelling, sometimes two that have little in common."""
    alphabet = rng.choice(ALPHABETS)
    left = text(rng, alphabet, rng.randint(*rng.choice(LENGTHS)))
    kind = rng.random()
    if kind < 0.6:
        right = edited(rng, left, alphabet, rng.randint(0, 1 + len(left) // 4))
    elif kind < 0.8:
        right = text(rng, alphabet, len(left))
    else:
        right = text(rng, rng.choice(ALPHABETS), rng.randint(*rng.choice(LENGTHS)))
    return (left, right) if rng.random() < 0.5 else (right, left)


@cache
def pairs(count: int, seed: int = 0) -> list[Pair]:
    """Make the same pairs for the same seed."""
    rng = random.Random(seed)
    return [pair(rng) for _ in range(count)]


def table(rows: list[Pair]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=PAIR, orient="row")


def with_nulls(frame: pl.DataFrame) -> pl.DataFrame:
    """Take away the left side of every third row and the right side of every fifth."""
    row = pl.arange(0, frame.height, eager=True)
    return frame.select(
        pl.when(row % 3 != 0).then("left"),
        pl.when(row % 5 != 0).then("right"),
    )


#: Texts that Hypothesis can shrink. Surrogates are no Unicode scalar values.
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)


@st.composite
def frames(draw: st.DrawFn, rows: int = 600) -> pl.DataFrame:
    """Mix shrinkable pairs with enough others to fill the blocks that kernels work on."""
    shrinkable = draw(st.lists(st.tuples(texts, texts), max_size=8))
    count, seed = draw(st.integers(0, rows)), draw(st.integers(0, 2**32))
    return table([*shrinkable, *pairs(count, seed)])
