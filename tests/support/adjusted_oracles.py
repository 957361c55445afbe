"""Similarities that numbers, nicknames and initials adjust, by definition."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from cost_oracles import letters

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    Similarity = Callable[[str, str], float]
    Text = str | bytes


def numbers(text: str) -> Counter[int]:
    return Counter(int(digits) for digits in re.findall("[0-9]+", text))


def with_numbers(inner: Similarity, factor: float) -> Similarity:
    """Lower the similarity of texts whose numbers differ."""

    def score(left: Text, right: Text) -> float:
        left, right = letters(left), letters(right)
        return inner(left, right) * (1.0 if numbers(left) == numbers(right) else factor)

    return score


def given_name(
    inner: Similarity, nicknames: Mapping[str, Sequence[str]], nickname: float = 0.95, initial: float = 0.9
) -> Similarity:
    """Raise the similarity of names that stand for each other."""
    names: dict[str, set[str]] = {}
    for name, others in nicknames.items():
        for other in (name, *others):
            names.setdefault(other.strip().lower(), set()).add(name.strip().lower())
    for other in list(names):
        names[other].add(other)

    def is_initial(name: str) -> bool:
        return re.fullmatch(r"[^\W\d_]\.?", name) is not None

    def score(left: Text, right: Text) -> float:
        left, right = letters(left), letters(right)
        one, other = left.strip().lower(), right.strip().lower()
        if one == other:
            return 1.0
        best = inner(left, right)
        if names.get(one, {one}) & names.get(other, {other}):
            best = max(best, nickname)
        for short, name in ((one, other), (other, one)):
            if is_initial(short) and name[:1] == short[0]:
                # Of two that begin alike, one is a letter, and the other a letter or a name.
                best = max(best, initial)
        return best

    return score
