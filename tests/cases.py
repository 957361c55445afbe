"""The table of metrics that every law is checked against: one row per metric."""

from __future__ import annotations

import inspect
import math
import re
from array import array
from collections import Counter
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any, get_args

import polars as pl
from rapidfuzz import distance as rapidfuzz
from rapidfuzz import fuzz

import polars_resemble as rs
from polars_resemble.typing import Measure

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from polars_resemble.typing import IntoColumn

    Text = str | bytes

MEASURES: tuple[Measure, ...] = get_args(Measure)


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
    """Zobel's and Dart's recurrence, step by step."""

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


def longer_side(left: int, right: int) -> int:
    return max(left, right)


def weighted(left: int, right: int, weights: tuple[int, int, int] = (1, 1, 1)) -> int:
    """Give the cost of the cheaper way to edit texts that have no symbol in common."""
    insertion, deletion, substitution = weights
    longer = (left - right) * deletion if left > right else (right - left) * insertion
    return min(left * deletion + right * insertion, min(left, right) * substitution + longer)


@dataclass(frozen=True)
class Metric:
    """One row of the table."""

    name: str
    #: An object with the four readings as functions, not ours.
    oracle: Any
    #: The largest distance and similarity of two lengths.
    maximum: Callable[..., float] = longer_side
    #: The parameters to try.
    parameters: Sequence[dict[str, Any]] = ({},)
    #: More parameters, of which the values are compared with the oracle's.
    more_parameters: Sequence[dict[str, Any]] = ()
    #: Whether the sides may be swapped, given the parameters.
    symmetric: Callable[..., bool] = lambda **_: True
    #: Whether the distance of two texts is never more than the way by a third.
    triangle: bool = True
    #: Whether distances are whole numbers.
    counts: bool = True
    #: The readings that there are; with only one, the function has no parameter for it.
    measures: Sequence[Measure] = MEASURES
    #: Whether the oracle is too slow for many pairs and for long ones.
    slow_oracle: bool = False
    #: Whether a text is wholly like itself.
    reflexive: Callable[[str], bool] = lambda _: True


METRICS = (
    Metric(
        "levenshtein",
        rapidfuzz.Levenshtein,
        maximum=weighted,
        parameters=[
            {},
            {"weights": (1, 1, 2)},
            {"weights": (2, 2, 3)},
            {"weights": (5, 1, 2)},
            {"weights": (0, 3, 1)},
        ],
        symmetric=lambda weights=(1, 1, 1): weights[0] == weights[1],
    ),
    Metric("osa", rapidfuzz.OSA, triangle=False),
    Metric("damerau_levenshtein", rapidfuzz.DamerauLevenshtein),
    Metric("indel", rapidfuzz.Indel, maximum=lambda left, right: left + right),
    Metric(
        "editex",
        Editex,
        maximum=lambda left, right: 2 * max(left, right),
        triangle=False,
        slow_oracle=True,
    ),
    Metric("lcs_seq", rapidfuzz.LCSseq),
    Metric("lcs_str", CommonSubstring),
    Metric("hamming", rapidfuzz.Hamming, parameters=[{}, {"pad": False}]),
    Metric("prefix", rapidfuzz.Prefix),
    Metric("postfix", rapidfuzz.Postfix),
    Metric("jaro", rapidfuzz.Jaro, maximum=lambda *_: 1.0, triangle=False, counts=False),
    Metric(
        "jaro_winkler",
        rapidfuzz.JaroWinkler,
        maximum=lambda *_, **__: 1.0,
        parameters=[{}, {"prefix_weight": 0.0}, {"prefix_weight": 0.25}],
        triangle=False,
        counts=False,
    ),
    *(
        Metric(
            scorer.__name__.lower(),
            Percentage(scorer),
            maximum=lambda *_: 1.0,
            triangle=False,
            counts=False,
            measures=["similarity"],
            reflexive=NOTHING_LIKE_IT.get(scorer.__name__, lambda _: True),
        )
        for scorer in (
            fuzz.ratio,
            fuzz.partial_ratio,
            fuzz.token_sort_ratio,
            fuzz.token_set_ratio,
            fuzz.token_ratio,
            fuzz.partial_token_sort_ratio,
            fuzz.partial_token_set_ratio,
            fuzz.partial_token_ratio,
            fuzz.WRatio,
            fuzz.QRatio,
        )
    ),
    *(
        Metric(
            name,
            Collections(share),
            maximum=lambda *_: 1.0,
            parameters=parameters[:1],
            more_parameters=parameters[1:],
            symmetric=lambda alpha=1.0, beta=1.0, **_: alpha == beta,
            triangle=False,
            counts=False,
        )
        for name, share, parameters in (
            (
                "jaccard",
                lambda left, right: (left & right).total() / (left | right).total(),
                [
                    {},
                    {"ngram": 1, "multiset": True},
                    {"ngram": 3},
                    {"ngram": 4, "multiset": True},
                    {"ngram": 12},
                    {"ngram": None},
                ],
            ),
            (
                "sorensen_dice",
                lambda left, right: 2 * (left & right).total() / (left.total() + right.total()),
                [{"ngram": 3, "multiset": True}, {}],
            ),
            (
                "overlap",
                lambda left, right: (left & right).total() / min(left.total(), right.total()),
                [{"ngram": None}, {}],
            ),
            ("cosine", cosine, [{"multiset": True}, {}]),
            ("tversky", tversky, [{"alpha": 0.5, "beta": 2.0}, {"alpha": 0.0, "beta": 0.0}]),
        )
    ),
    Metric(
        "monge_elkan",
        Share(monge_elkan),
        maximum=lambda *_: 1.0,
        parameters=[{}, {"inner": "levenshtein", "symmetric": True}],
        more_parameters=[{"inner": "hamming"}],
        symmetric=lambda symmetric=False, **_: symmetric,
        triangle=False,
        counts=False,
    ),
    Metric(
        "ratcliff_obershelp",
        Share(ratcliff_obershelp),
        maximum=lambda *_: 1.0,
        symmetric=lambda: False,
        triangle=False,
        counts=False,
    ),
)


@dataclass(frozen=True)
class Case:
    """A metric with one choice of its parameters."""

    metric: Metric
    parameters: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        chosen = [f"{name}={value}".replace(" ", "") for name, value in self.parameters.items()]
        return "-".join([self.metric.name, *chosen])

    @property
    def is_symmetric(self) -> bool:
        return self.metric.symmetric(**self.parameters)

    def is_defined(self, left: Text, right: Text) -> bool:
        return self.parameters.get("pad", True) or len(left) == len(right)

    @property
    def reads_letters(self) -> bool:
        """Say whether symbols are more to it than equal or not."""
        parameters = inspect.signature(getattr(rs, self.metric.name)).parameters
        return "unit" not in parameters or self.parameters.get("ngram", 2) is None

    def dtype(self, measure: Measure) -> type[pl.DataType]:
        counts = self.metric.counts and not measure.startswith("normalized")
        return pl.UInt32 if counts else pl.Float64

    @property
    def measures(self) -> Sequence[Measure]:
        return self.metric.measures

    def expression(self, left: IntoColumn, right: IntoColumn, **arguments: Any) -> pl.Expr:
        if len(self.measures) == 1:
            arguments.pop("measure", None)
        return getattr(rs, self.metric.name)(left, right, **self.parameters, **arguments)

    def readings(self, left: IntoColumn, right: IntoColumn) -> list[pl.Expr]:
        """Build one expression per measure, named after it."""
        return [self.expression(left, right, measure=measure).alias(measure) for measure in self.measures]

    def expected(self, left: Text | None, right: Text | None, measure: Measure) -> float | None:
        """Ask the oracle."""
        if left is None or right is None or not self.is_defined(left, right):
            return None
        return getattr(self.metric.oracle, measure)(left, right, **self.parameters)

    def maximum(self, left: int, right: int) -> float:
        weights = {name: self.parameters[name] for name in self.parameters if name == "weights"}
        return self.metric.maximum(left, right, **weights)


CASES = [Case(metric, parameters) for metric in METRICS for parameters in metric.parameters]
MORE_CASES = [Case(metric, parameters) for metric in METRICS for parameters in metric.more_parameters]
READINGS = [(case, measure) for case in CASES for measure in case.measures]
