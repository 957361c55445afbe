"""Groups by the book: all pairs of groups are looked at again for every merge."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from polars_resemble.typing import ClusterMethod

Scores = dict[tuple[int, int], Fraction]
"""The score of each pair of nodes that was found, the lower node first."""


def grouped(
    nodes: int, found: Mapping[tuple[int, int], Fraction], method: ClusterMethod, worst: float, most: int
) -> list[int]:
    """Give each node the number of its group, by the similarities of pairs."""
    matches = {pair: score for pair, score in found.items() if score >= worst}
    if method == "components":
        groups = components(nodes, matches, most)
    elif method == "greedy":
        groups = led(nodes, matches, most)
    else:
        groups = merged(nodes, found if method == "average" else matches, method, worst, most)
    groups.sort(key=min)
    return [next(at for at, group in enumerate(groups) if node in group) for node in range(nodes)]


def components(nodes: int, matches: Mapping[tuple[int, int], Fraction], most: int) -> list[set[int]]:
    """Put the ends of each match together, the best first."""
    groups = [{node} for node in range(nodes)]
    for pair in sorted(matches, key=lambda pair: (-matches[pair], pair)):
        one, other = (next(group for group in groups if node in group) for node in pair)
        if one is not other and len(one) + len(other) <= most:
            groups.remove(other)
            one |= other
    return groups


def led(nodes: int, matches: Mapping[tuple[int, int], Fraction], most: int) -> list[set[int]]:
    """Have each node without a group take in the best of its matches without one."""
    groups: list[set[int]] = []
    free = set(range(nodes))
    for leader in range(nodes):
        if leader not in free:
            continue
        scores = {other: matches.get((min(leader, other), max(leader, other))) for other in free - {leader}}
        known = {other: score for other, score in scores.items() if score is not None}
        taken = sorted(known, key=lambda other: (-known[other], other))[: most - 1]
        groups.append({leader, *taken})
        free -= groups[-1]
    return groups


def merged(
    nodes: int, found: Mapping[tuple[int, int], Fraction], method: ClusterMethod, worst: float, most: int
) -> list[set[int]]:
    """Merge the best two groups, again and again."""
    groups = [{node} for node in range(nodes)]

    def score(one: set[int], other: set[int]) -> Fraction | None:
        scores = [found.get((min(pair), max(pair))) for pair in product(one, other)]
        known = [each for each in scores if each is not None]
        if method == "complete":
            return min(known) if len(known) == len(scores) else None
        # A pair that was not found counts 0; where none counts, nothing says that the two are alike.
        return sum(known, Fraction(0)) / len(scores) if any(known) else None

    while True:
        best: tuple[Fraction, int, int] | None = None
        for one, other in combinations(range(len(groups)), 2):
            if len(groups[one]) + len(groups[other]) > most:
                continue
            value = score(groups[one], groups[other])
            if value is not None and value >= worst and (best is None or value > best[0]):
                best = (value, one, other)
        if best is None:
            return groups
        _, one, other = best
        # Groups stay in the order of their first nodes.
        groups[one] |= groups.pop(other)
