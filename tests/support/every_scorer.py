"""Scorers of every kind, for what has to hold whichever is taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein

import polars_resemble as rs
from metric_oracles import Collections, monge_elkan, ratcliff_obershelp, tversky
from polars_resemble._scorer import MAKERS

if TYPE_CHECKING:
    from collections.abc import Callable

    from polars_resemble.scorers import Scorer

#: Functions that make a scorer of a processor: one for each metric, and for each scorer that is no metric.
MAKE: dict[str, Callable[..., Scorer]] = {
    **MAKERS,
    "tfidf": rs.scorers.tfidf,
    "soft_tfidf": rs.scorers.soft_tfidf,
    "with_numbers": rs.scorers.with_numbers,
    "given_name": lambda **given: rs.scorers.given_name(nicknames={"abc": ["b", "ca"]}, **given),
    "combine": lambda **given: rs.scorers.combine(
        {rs.scorers.jaro(**given): 1, rs.scorers.ratcliff_obershelp(**given): 2}
    ),
}

#: All of them, and those whose parameters make a difference to how they match.
EVERY_SCORER: list[Scorer] = [
    *(make() for make in MAKE.values()),
    rs.scorers.levenshtein(measure="distance"),
    rs.scorers.levenshtein(weights=(1, 3, 2)),
    rs.scorers.levenshtein(weights=(3, 1, 2), measure="distance"),
    rs.scorers.levenshtein(costs=rs.costs.keyboard() | rs.costs.ocr()),
    rs.scorers.levenshtein(costs={("ab", "c"): 0.25, ("b", ""): 0.5}, measure="distance"),
    rs.scorers.levenshtein(costs={("a", "b"): 0.0, ("", "c"): 0.75, ("c", ""): 0.25}),
    rs.scorers.with_numbers("levenshtein", factor=0.8),
    rs.scorers.with_numbers("jaccard"),
    rs.scorers.with_numbers("token_set_ratio", factor=0.9, processor="default"),
    rs.scorers.hamming(pad=False),
    rs.scorers.jaro_winkler(measure="normalized_distance"),
    rs.scorers.cosine(multiset=True),
    rs.scorers.jaccard(ngram=None),
    rs.scorers.tversky(alpha=0.2, beta=2.0),
    rs.scorers.monge_elkan(symmetric=True),
    rs.scorers.tfidf(ngram=None),
    rs.scorers.tfidf(ngram=1, processor="default"),
    rs.scorers.soft_tfidf(inner="levenshtein", threshold=0.5),
    rs.scorers.token_sort_ratio(processor="default"),
    rs.scorers.levenshtein(processor="default"),
]


def loose(scorer: Scorer) -> float:
    """Give a cutoff that many pairs of short texts reach."""
    if scorer.is_similarity:
        return 0.4
    return 0.6 if scorer.is_ratio else 5


#: Scorers that have a direction, what they give by another library or by the book, and a cutoff that some
#: pairs reach in one direction alone.
DIRECTED: list[tuple[Scorer, Callable[[str, str], float], float]] = [
    (
        rs.scorers.monge_elkan(inner="levenshtein"),
        lambda one, other: monge_elkan(one, other, "levenshtein"),
        0.7,
    ),
    (rs.scorers.ratcliff_obershelp(), ratcliff_obershelp, 0.6),
    (rs.scorers.ratcliff_obershelp(measure="distance"), lambda *both: 1.0 - ratcliff_obershelp(*both), 0.3),
    (
        rs.scorers.tversky(alpha=0.2, beta=2.0),
        lambda one, other: Collections(tversky).similarity(one, other, alpha=0.2, beta=2.0),
        0.5,
    ),
    (
        rs.scorers.levenshtein(weights=(1, 3, 2), measure="distance"),
        lambda one, other: Levenshtein.distance(one, other, weights=(1, 3, 2)),
        6,
    ),
    (
        rs.scorers.levenshtein(weights=(5, 1, 2)),
        lambda one, other: Levenshtein.normalized_similarity(one, other, weights=(5, 1, 2)),
        0.6,
    ),
]
