"""What is compared besides code points: elements of lists, graphemes and bytes."""

from __future__ import annotations

import random
import unicodedata
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import polars as pl
import regex
from hypothesis import strategies as st

from random_texts import edited, pairs

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cases import Text

#: Letters that Python's oracle and Unicode's rules part alike, alone and with what may follow them.
GRAPHEMES = (
    *"ab e1,é日가",
    "e\u0301",
    "a\u0308\u0323",
    "\r\n",
    "\n",
    "\r",
    "👩\u200d👩\u200d👧",
    "👍🏽",
    "🇨🇭",
    "🇩🇪",
    "\u1112\u1161\u11ab",
    "각\u11a8",
    "ก\u0e33",
)


@dataclass(frozen=True)
class Symbols:
    """A kind of symbols: a column of texts becomes a column of them."""

    name: str
    #: The dtype of columns.
    dtype: Any
    #: A value of a column for a text.
    value: Callable[[str], Any]
    #: The symbols of a value.
    split: Callable[[Any], Sequence[Any]] = list
    #: Arguments that metrics need.
    arguments: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.name

    @cached_property
    def rows(self) -> list[tuple[Any, Any]]:
        """Give a few hundred pairs of values."""
        return [(self.value(left), self.value(right)) for left, right in texts_of_graphemes(240)]

    def frame(self, rows: Sequence[tuple[Any, Any]] | None = None) -> pl.DataFrame:
        rows = self.rows if rows is None else rows
        sides = {"left": [left for left, _ in rows], "right": [right for _, right in rows]}
        return pl.DataFrame({side: self.column(values) for side, values in sides.items()})

    def column(self, values: Sequence[Any]) -> pl.Series:
        return pl.Series("values", values, self.dtype)

    def literal(self, value: Any) -> pl.Expr:
        return pl.lit(self.column([value]))

    def spelled(self, left: Any, right: Any) -> tuple[Text, Text]:
        """Spell two values as texts whose letters stand for symbols, for the oracles."""
        letters: dict[Any, str] = {}
        return tuple(
            "".join(letters.setdefault(symbol, chr(0x100 + len(letters))) for symbol in self.split(side))
            for side in (left, right)
        )


def texts_of_graphemes(count: int) -> list[tuple[str, str]]:
    """Make pairs of texts, most of them with letters of several code points."""
    rng = random.Random(0)
    made = [pair for pair in pairs(count // 3) if max(map(len, pair)) < 100]
    while len(made) < count:
        letters = "".join(chr(at) for at in range(len(GRAPHEMES)))
        left = "".join(rng.choices(letters, k=rng.choice([0, 1, 5, 12, 20, 40, 70])))
        right = edited(rng, left, letters, rng.randint(0, 1 + len(left) // 3))
        made.append(tuple("".join(GRAPHEMES[ord(letter)] for letter in side) for side in (left, right)))
    return made


def lists(name: str, inner: Any, element: Callable[[int], Any]) -> Symbols:
    """Make lists of elements, one for each code point."""
    return Symbols(name, pl.List(inner), lambda text: [element(ord(symbol)) for symbol in text])


def word(code: int) -> str | None:
    """Make a short or a long word, or none."""
    return None if code % 11 == 0 else f"{code}" * (code % 7)


def graphemes(text: str) -> list[str]:
    """Part a text as readers do, to whom canonically equivalent letters are equal."""
    return [unicodedata.normalize("NFC", grapheme) for grapheme in regex.findall(r"\X", text)]


TEXT_UNITS = [
    Symbols("grapheme", pl.String, str, graphemes, arguments={"unit": "grapheme"}),
    Symbols("byte", pl.String, str, lambda text: list(text.encode()), arguments={"unit": "byte"}),
]
LISTS = [
    lists("numbers", pl.Int64, lambda code: None if code % 11 == 0 else code - 100),
    lists("words", pl.String, word),
]
#: What the laws are checked on.
KINDS = [*TEXT_UNITS, *LISTS]

CATEGORIES = pl.Enum(sorted({f"{code % 50}" for code in range(50)}))
#: More kinds of elements, of which the values are compared.
MORE_LISTS = [
    lists("Boolean", pl.Boolean, lambda code: [True, False, None][code % 3]),
    lists("UInt8", pl.UInt8, lambda code: code % 251),
    lists("Int16", pl.Int16, lambda code: code % 65_536 - 32_768),
    lists("UInt32", pl.UInt32, lambda code: code * 0x9E37_79B1 % 2**32),
    lists("far apart", pl.Int64, lambda code: code * 0x9E37_79B9_7F4A_7C15 % 2**64 - 2**63),
    lists("UInt64", pl.UInt64, lambda code: None if code % 7 == 0 else code * 0x9E37_79B9_7F4A_7C15 % 2**64),
    lists("Categorical", pl.Categorical, word),
    lists("Enum", CATEGORIES, lambda code: f"{code % 50}"),
    lists("Binary", pl.Binary, lambda code: code.to_bytes(4, "big") * (code % 5)),
    lists("Null", pl.Null, lambda _: None),
]

#: Texts that Hypothesis can shrink.
shrinkable = st.lists(st.sampled_from(GRAPHEMES), max_size=70).map("".join)
