"""Levenshtein's distance with costs of rewrites, by the book."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    Table = Mapping[tuple[str, str], float]

Weights = tuple[int, int, int]
ONES: Weights = (1, 1, 1)


def letters(value: str | bytes) -> str:
    """Spell bytes by letters, of which only those of ASCII are in a table."""
    if isinstance(value, str):
        return value
    return "".join(chr(code if code < 0x80 else 0xE000 + code) for code in value)


def both_ways(costs: Table) -> dict[tuple[str, str], float]:
    """Let each pair count in both directions, unless both are given."""
    completed = dict(costs)
    for (left, right), cost in costs.items():
        completed.setdefault((right, left), cost)
    return completed


def distance(left: str, right: str, costs: Table, weights: Weights = ONES) -> float:
    """Find the least cost of rewriting what is left of two texts, from their ends on."""
    completed = both_ways(costs)
    insertion, deletion, substitution = weights

    @cache
    def least(row: int, column: int) -> float:
        if row == column == 0:
            return 0.0
        ways = [
            least(row - len(one), column - len(other)) + cost
            for (one, other), cost in completed.items()
            if left[:row].endswith(one) and right[:column].endswith(other)
        ]
        if row and (left[row - 1], "") not in completed:
            ways.append(least(row - 1, column) + deletion)
        if column and ("", right[column - 1]) not in completed:
            ways.append(least(row, column - 1) + insertion)
        if row and column:
            one, other = left[row - 1], right[column - 1]
            if one == other:
                ways.append(least(row - 1, column - 1))
            elif (one, other) not in completed:
                ways.append(least(row - 1, column - 1) + substitution)
        return min(ways)

    return least(len(left), len(right))


def maximum(left: int, right: int, costs: Table, weights: Weights = ONES) -> float:
    """Give the cost of the cheaper way to edit texts without a common symbol, each edit as dear as any."""
    completed = both_ways(costs)
    kinds = ((0, 1), (1, 0), (1, 1))
    insertion, deletion, substitution = (
        max([cost for pair, cost in completed.items() if tuple(map(len, pair)) == kind] + [weight])
        for kind, weight in zip(kinds, weights, strict=True)
    )
    rest = (left - right) * deletion if left > right else (right - left) * insertion
    return min(left * deletion + right * insertion, min(left, right) * substitution + rest)


def similarity(left: str, right: str, costs: Table, weights: Weights = ONES) -> float:
    """Give the normalised similarity."""
    whole = maximum(len(left), len(right), costs, weights)
    return 1.0 - distance(left, right, costs, weights) / whole if whole else 1.0
