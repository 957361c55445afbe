"""What is compared: pairs of texts of every kind that a kernel might treat in its own way."""

from __future__ import annotations

import random
import string
from functools import lru_cache

import polars as pl
from hypothesis import settings
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

#: Texts that stand beside a column.
LITERALS = ["", "a", "kitten", "Straße", "日本語のテキスト", "x" * 64, "long text " * 30]

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


@lru_cache(256)
def pairs(count: int, seed: int = 0) -> list[Pair]:
    """Make the same pairs for the same seed."""
    rng = random.Random(seed)
    return [pair(rng) for _ in range(count)]


def seeds() -> st.SearchStrategy[int]:
    """Draw seeds: few of them where a run has to be quick, since making pairs takes longer than comparing."""
    return st.integers(0, 31 if settings.default.derandomize else 2**32)


#: Words that begin alike for longer and shorter than what is compared at once, and words that are prefixes.
WORDS = (
    "a",
    "b",
    "ab",
    "abc",
    "\x00",
    "a\x00",
    "international",
    "internationals",
    "internationally",
    "interna",
    "internal",
    "intern",
    "in",
    "new",
    "york",
    "mets",
    "vs",
    "atlanta",
    "braves",
    "fuzzy",
    "wuzzy",
    "was",
    "bear",
    "3.0",
    "(win/mac)",
    "professional",
    "incomprehensibilities",
)
WIDE_WORDS = ("é", "ée", "naïve", "Müller", "東京", "東京都", "🚀", "🚀🚀", "\u200b")
SPACES = (" ", " ", " ", "  ", "\t", "\n", "\x0b", "\x1c", "\x1f", " \r\n ")
WIDE_SPACES = ("\xa0", "\u3000", "\u2028", "\x85")
#: Numbers of words, with the borders of how many are sorted and compared at once.
COUNTS = (0, 1, 1, 2, 2, 3, 4, 5, 7, 8, 9, 12, 16, 17, 25, 32, 33, 63, 64, 65)


def text_of_words(rng: random.Random, words: tuple[str, ...], spaces: tuple[str, ...]) -> str:
    """Make a text of words, some more than once, with any white space between and around them."""
    chosen = rng.choices(rng.sample(words, rng.randint(1, len(words))), k=rng.choice(COUNTS))
    ends = ["", "", "", *spaces]
    joined = "".join(word + rng.choice(spaces) for word in chosen[:-1])
    return rng.choice(ends) + joined + "".join(chosen[-1:]) + rng.choice(ends)


@lru_cache(256)
def pairs_of_words(count: int, seed: int = 0) -> list[Pair]:
    """Make pairs of texts that share words; a quarter of them is not of ASCII."""
    rng = random.Random(seed)
    kinds = [(WORDS, SPACES)] * 3 + [((*WORDS, *WIDE_WORDS), (*SPACES, *WIDE_SPACES))]
    return [(text_of_words(rng, *kind), text_of_words(rng, *kind)) for kind in rng.choices(kinds, k=count)]


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
    count, seed = draw(st.integers(0, rows)), draw(seeds())
    return table([*shrinkable, *pairs(rows, seed)[:count]])


#: Texts of words that Hypothesis can shrink.
worded_texts = st.lists(st.sampled_from([*WORDS, *WIDE_WORDS, *SPACES, *WIDE_SPACES]), max_size=40).map(
    "".join
)


@st.composite
def frames_of_words(draw: st.DrawFn) -> pl.DataFrame:
    """Mix shrinkable pairs of texts of words with others; rows of words are compared some at a time."""
    shrinkable = draw(st.lists(st.tuples(worded_texts, worded_texts), max_size=40))
    count, seed = draw(st.integers(0, 60)), draw(seeds())
    return table([*shrinkable, *pairs_of_words(60, seed)[:count]])
