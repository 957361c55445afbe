"""Estimation: the shares of levels among matches and other pairs, and how many pairs match.

Fellegi and Sunter's model takes the levels of a pair for independent, given whether it is a match. All pairs
of the tables are a mixture of few matches and many others. Among the others, the share u of a level is that
among pairs drawn at random, less the matches that are among these. Among matches the share m, and the
number of matches, come from the EM algorithm over the candidates; a pair that is no candidate counts as no
match. Pairs with equal levels count together, so that a step takes as long as there are patterns of levels.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence

#: How many pairs a pattern has, and of how many it is known that they match or not.
COUNT, MATCHES, OTHERS = "__resemble_count__", "__resemble_matches__", "__resemble_others__"
PROBABILITY = "__resemble_probability__"

#: What is added to the count of each level, so that no share is 0.
SMOOTHING = 0.5
#: The least part of the share among random pairs that is not taken for matches.
LEAST_OTHERS = 0.1
#: The least and the largest probability of a match.
SMALLEST, LARGEST = 1e-300, 1 - 1e-12


@dataclass(frozen=True)
class Shares:
    """The levels of one comparison, the worst first: m among matches, u among other pairs."""

    m: tuple[float, ...]
    u: tuple[float, ...]


@dataclass(frozen=True)
class Step:
    """One step of the EM algorithm: the prior after it, its change, and the log-likelihood before it."""

    prior: float
    change: float
    log_likelihood: float


@dataclass(frozen=True)
class Problem:
    """All that the estimation needs."""

    #: Columns of levels, the number of pairs of each pattern, and those known to match or not.
    patterns: pl.DataFrame
    #: Of how many levels each comparison has, and the columns' names.
    levels: dict[str, int]
    #: How many pairs there are of all records.
    pairs: float
    #: The shares of levels among pairs drawn at random.
    random: dict[str, tuple[float, ...]]
    #: Shares that are fixed.
    fixed_m: dict[str, tuple[float, ...]]
    fixed_u: dict[str, tuple[float, ...]]
    #: The prior if it is fixed, and where it starts.
    prior: float | None
    first_prior: float
    #: Whether matches are taken out of the pairs drawn at random.
    corrected: bool = True
    #: When to stop.
    iterations: int = 200
    tolerance: float = 1e-5


def counted(levels: pl.DataFrame, names: Sequence[str]) -> pl.DataFrame:
    """Count the pairs of each pattern of levels, in an order that does not depend on that of the pairs."""
    return levels.group_by(names).agg(pl.len().cast(pl.Float64).alias(COUNT)).sort(names)


def shares(levels: pl.DataFrame, counts: dict[str, int]) -> dict[str, tuple[float, ...]]:
    """Take the share of each level among pairs of which it is known."""
    sums = levels.select(
        (pl.col(name) == level).sum().cast(pl.Float64).alias(f"{name} {level}")
        for name, count in counts.items()
        for level in range(count)
    ).row(0, named=True)
    return {
        name: _normalised([sums[f"{name} {level}"] or 0.0 for level in range(count)])
        for name, count in counts.items()
    }


def fitted(problem: Problem) -> tuple[float, dict[str, Shares], list[Step]]:
    """Estimate the prior and the shares."""
    names = [*problem.levels]
    u = {name: problem.fixed_u.get(name, problem.random[name]) for name in names}
    m = {name: problem.fixed_m.get(name, _first_m(problem.levels[name])) for name in names}
    prior = problem.first_prior if problem.prior is None else problem.prior
    steps: list[Step] = []
    for _ in range(problem.iterations):
        sums = _expected(problem, prior, m, u)
        total = max(sums["total"], SMOOTHING)
        before = (prior, m)
        if problem.prior is None:
            prior = min(total / problem.pairs, LARGEST)
        m = {
            name: problem.fixed_m[name]
            if name in problem.fixed_m
            else _normalised([sums[f"{name} {level}"] for level in range(count)])
            for name, count in problem.levels.items()
        }
        if problem.corrected:
            u = {
                name: u[name] if name in problem.fixed_u else _others(problem.random[name], m[name], prior)
                for name in names
            }
        moved = [
            abs(one - other) for name in names for one, other in zip(m[name], before[1][name], strict=True)
        ]
        change = max([abs(prior / before[0] - 1), *moved])
        steps.append(Step(prior, change, sums["log_likelihood"]))
        if change < problem.tolerance:
            break
    return prior, {name: Shares(m[name], u[name]) for name in names}, steps


def weights(shares: Shares) -> list[float]:
    """Take the binary logarithm of m / u of each level, the worst first."""
    return [math.log2(m / u) for m, u in zip(shares.m, shares.u, strict=True)]


def log_odds(prior: float) -> float:
    """Take the binary logarithm of the odds of a probability."""
    return math.log2(prior / (1 - prior))


def looked_up(name: str, values: Sequence[float]) -> pl.Expr:
    """Build the expression of the value of each level, 0 where it is null."""
    chosen = pl.lit(0.0)
    for level, value in enumerate(values):
        chosen = pl.when(pl.col(name) == level).then(pl.lit(value)).otherwise(chosen)
    return chosen


def probability(weight: pl.Expr) -> pl.Expr:
    """Make a probability of the binary logarithm of odds."""
    return 1 / (1 + (-weight * math.log(2)).exp())


def _expected(
    problem: Problem, prior: float, m: dict[str, tuple[float, ...]], u: dict[str, tuple[float, ...]]
) -> dict[str, float]:
    """Sum up the expected matches: of all patterns, and of each level."""
    evidence = (looked_up(name, weights(Shares(m[name], u[name]))) for name in problem.levels)
    weight = reduce(pl.Expr.add, evidence, pl.lit(log_odds(prior)))
    of_one = probability(weight)
    free = pl.col(COUNT) - pl.col(MATCHES) - pl.col(OTHERS)
    rows = problem.patterns.with_columns((of_one * free + pl.col(MATCHES)).alias(PROBABILITY), weight=weight)
    part = pl.col(PROBABILITY)
    odds = (pl.col("weight") * math.log(2)).clip(upper_bound=700.0).exp()
    # The likelihood beside that of no match at all, which does not change while u is fixed.
    likelihood = (pl.col(COUNT) * (odds.log1p() + math.log1p(-prior))).sum()
    return rows.select(
        part.sum().alias("total"),
        likelihood.alias("log_likelihood"),
        *(
            part.filter(pl.col(name) == level).sum().alias(f"{name} {level}")
            for name, count in problem.levels.items()
            for level in range(count)
        ),
    ).row(0, named=True)


def _normalised(counts: Sequence[float]) -> tuple[float, ...]:
    total = sum(counts) + SMOOTHING * len(counts)
    return tuple((count + SMOOTHING) / total for count in counts)


def _others(random: tuple[float, ...], m: tuple[float, ...], prior: float) -> tuple[float, ...]:
    """Take the matches out of the shares among all pairs."""
    left = [
        max((share - prior * own) / (1 - prior), LEAST_OTHERS * share)
        for share, own in zip(random, m, strict=True)
    ]
    return tuple(share / sum(left) for share in left)


def _first_m(count: int) -> tuple[float, ...]:
    """Begin with shares that grow with the level."""
    grown = [(level + 1) ** 2 for level in range(count)]
    return tuple(each / sum(grown) for each in grown)
