"""Metrics by definition, for want of a library that has them, and RapidFuzz's in our units."""

from __future__ import annotations

import math
import re
from array import array
from collections import Counter
from functools import cache, lru_cache
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any

from rapidfuzz import distance as rapidfuzz

if TYPE_CHECKING:
    from collections.abc import Callable

    Text = str | bytes

#: Answers are kept, since the readings of a pair are asked for one after the other.
kept = lru_cache(20_000)


def longest_match(left: Text, right: Text) -> tuple[int, int]:
    """Give the start and the length of the first of the longest substrings that are in the other text."""
    first, longest = 0, 0
    for start in range(len(left)):
        while start + longest < len(left) and left[start : start + longest + 1] in right:
            first, longest = start, longest + 1
    return first, longest


class CommonSubstring:
    """The longest common substring by definition, for want of a library that has all readings."""

    @staticmethod
    @kept
    def similarity(left: Text, right: Text) -> int:
        return longest_match(left, right)[1]

    @classmethod
    def distance(cls, left: Text, right: Text) -> int:
        return max(len(left), len(right)) - cls.similarity(left, right)

    @classmethod
    def normalized_distance(cls, left: Text, right: Text) -> float:
        longer = max(len(left), len(right))
        return cls.distance(left, right) / longer if longer else 0.0

    @classmethod
    def normalized_similarity(cls, left: Text, right: Text) -> float:
        return 1.0 - cls.normalized_distance(left, right)


class Editex:
    """Zobel's and Dart's recurrence, step by step; an empty side is as far as can be."""

    GROUPS = tuple(map(set, ("AEIOUY", "BP", "CKQ", "DT", "LR", "MN", "GJ", "FPV", "SXZ", "CSZ")))

    @classmethod
    @cache
    def replaced(cls, left: str, right: str) -> int:
        if left == right:
            return 0
        return 1 if any({left, right} <= group for group in cls.GROUPS) else 2

    @classmethod
    def left_out(cls, before: str, symbol: str) -> int:
        if before != symbol and before in {"H", "W"}:
            return 1
        return cls.replaced(before, symbol)

    @classmethod
    @kept
    def distance(cls, left: Text, right: Text) -> int:
        if not left or not right:
            return 2 * max(len(left), len(right))
        sides = [side.decode("latin-1") if isinstance(side, bytes) else side for side in (left, right)]
        capitals = [[symbol.upper() if symbol.isascii() else symbol for symbol in side] for side in sides]
        rows, columns = ([cls.left_out(*two) for two in pairwise(["", *side])] for side in capitals)
        table = [[*accumulate([0, *columns])]]
        for symbol, deletion in zip(capitals[0], rows, strict=True):
            above, row = table[-1], [table[-1][0] + deletion]
            for column, other in enumerate(capitals[1]):
                replaced = above[column] + cls.replaced(symbol, other)
                row.append(min(above[column + 1] + deletion, row[-1] + columns[column], replaced))
            table.append(row)
        return table[-1][-1]

    @classmethod
    def similarity(cls, left: Text, right: Text) -> int:
        return 2 * max(len(left), len(right)) - cls.distance(left, right)

    @classmethod
    def normalized_distance(cls, left: Text, right: Text) -> float:
        longer = max(len(left), len(right))
        return cls.distance(left, right) / (2 * longer) if longer else 0.0

    @classmethod
    def normalized_similarity(cls, left: Text, right: Text) -> float:
        return 1.0 - cls.normalized_distance(left, right)


class Percentage:
    """A scorer of RapidFuzz's ``fuzz``, as a similarity in 0..1."""

    def __init__(self, score: Callable[..., float]) -> None:
        self._score = score

    def similarity(self, left: Text, right: Text) -> float:
        """Score two texts. A text that Python stores as Latin-1 is given as one with wider letters.

        So RapidFuzz parts words at the no-break space too, which it takes for a letter in Latin-1.
        """
        if isinstance(left, str) and isinstance(right, str) and not (left + right).isascii():
            return self._score(*(array("I", map(ord, side)) for side in (left, right))) / 100
        return self._score(left, right) / 100


class Share:
    """The four readings of a similarity in 0..1."""

    def __init__(self, share: Callable[..., float]) -> None:
        self.similarity = self.normalized_similarity = kept(share)

    def distance(self, left: Text, right: Text, **parameters: Any) -> float:
        return 1.0 - self.similarity(left, right, **parameters)

    normalized_distance = distance


def ratcliff_obershelp(left: Text, right: Text) -> float:
    """Match as Python's difflib does, which a test says, in a fraction of the time."""
    matched, unmatched = 0, [(left, right)]
    while unmatched:
        one, other = unmatched.pop()
        start, length = longest_match(one, other)
        if length:
            matched += length
            at = other.find(one[start : start + length])
            unmatched += [(one[:start], other[:at]), (one[start + length :], other[at + length :])]
    return 2 * matched / (len(left) + len(right)) if left or right else 1.0


def monge_elkan(left: Text, right: Text, inner: str = "jaro_winkler", *, symmetric: bool = False) -> float:
    if symmetric:
        return (monge_elkan(left, right, inner) + monge_elkan(right, left, inner)) / 2
    words, others = (grams(side, None) for side in (left, right))
    if not words or not others:
        return float(not words and not others)
    score = INNER[inner].normalized_similarity
    return sum(max(score(word, other) for other in others) for word in words) / len(words)


INNER = {
    "jaro_winkler": rapidfuzz.JaroWinkler,
    "levenshtein": rapidfuzz.Levenshtein,
    "hamming": rapidfuzz.Hamming,
}


class Collections(Share):
    """A similarity of two texts as collections of their grams, by definition."""

    def __init__(self, share: Callable[..., float]) -> None:
        super().__init__(self._similarity)
        self._share = share

    def _similarity(
        self,
        left: Text,
        right: Text,
        *,
        ngram: int | None = 2,
        multiset: bool = False,
        **weights: float,
    ) -> float:
        """Count the grams of both sides, and take the share of what they have in common."""
        counted = [grams(side, ngram) for side in (left, right)]
        if not all(counted):
            return float(not any(counted))
        return self._share(*(Counter(side if multiset else set(side)) for side in counted), **weights)


def grams(text: Text, ngram: int | None) -> list[Text]:
    """List the runs of symbols, or the words, of which a text consists."""
    if ngram is None:
        if isinstance(text, bytes):
            return [word for word in re.split(rb"[\t-\r\x1c- ]", text) if word]
        return text.split()
    return [text[start : start + ngram] for start in range(max(len(text) - ngram + 1, len(text) > 0))]


def tversky(left: Counter[Text], right: Counter[Text], alpha: float = 1.0, beta: float = 1.0) -> float:
    common = (left & right).total()
    only = alpha * (left.total() - common) + beta * (right.total() - common)
    return common / (common + only) if common else 0.0


def cosine(left: Counter[Text], right: Counter[Text]) -> float:
    product = sum(count * right[gram] for gram, count in left.items())
    return product / math.hypot(*left.values()) / math.hypot(*right.values())


#: Texts that some scorers of RapidFuzz find to be like no text, not even the same one.
NOTHING_LIKE_IT = {
    "QRatio": bool,
    "WRatio": bool,
    "token_set_ratio": lambda text: bool(text.split()),
    "partial_token_set_ratio": lambda text: bool(text.split()),
}
