"""Scores that weigh grams and words by how many texts have them, by definition."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

Vector = dict[str, float]


def grams(text: str, ngram: int | None) -> list[str]:
    if ngram is None:
        return text.split()
    if not text:
        return []
    return [text[at : at + ngram] for at in range(max(1, len(text) - ngram + 1))]


def vectors(counted: Sequence[Iterable[str | None]], ngram: int | None) -> Callable[[str], Vector]:
    """Say how a text becomes a vector, with the weights of scikit-learn's TfidfVectorizer."""
    texts = [text for column in counted for text in set(column) if text is not None]
    times = Counter(gram for text in texts for gram in set(grams(text, ngram)))

    def vector(text: str) -> Vector:
        raw = {
            gram: count * (math.log((1 + len(texts)) / (1 + times[gram])) + 1)
            for gram, count in Counter(grams(text, ngram)).items()
        }
        length = math.sqrt(sum(weight * weight for weight in raw.values()))
        return {gram: weight / length for gram, weight in raw.items()}

    return vector


def cosine(left: Vector, right: Vector) -> float:
    if not left and not right:
        return 1.0
    return sum(weight * right.get(gram, 0.0) for gram, weight in left.items())


def soft_cosine(inner: Callable[[str, str], float], threshold: float) -> Callable[[Vector, Vector], float]:
    """Pair words, the closest first and then the heaviest, each word once."""

    def score(left: Vector, right: Vector) -> float:
        if not left and not right:
            return 1.0
        pairs = [(inner(one, other), left[one] * right[other], one, other) for one in left for other in right]
        close = [pair for pair in pairs if pair[0] >= threshold - 1e-12]
        total, taken = 0.0, [set[str](), set[str]()]
        for alike, weight, *words in sorted(close, key=lambda pair: (-pair[0], -pair[1], sorted(pair[2:]))):
            if words[0] not in taken[0] and words[1] not in taken[1]:
                taken[0].add(words[0])
                taken[1].add(words[1])
                total += alike * weight
        return total

    return score
