"""Scorers, each beside independent code for its scores."""

from __future__ import annotations

import inspect
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from rapidfuzz import utils
from rapidfuzz.distance import JaroWinkler, Levenshtein

import adjusted_oracles
import cases
import cost_oracles
import polars_resemble as rs
from corpus_oracles import cosine, soft_cosine, vectors
from metric_oracles import Collections
from trials import draws
from trials.trial import reaches

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from polars_resemble.typing import IntoScorer, Measure

#: What processors do.
PROCESSORS: dict[str | None, Callable[[str], str]] = {
    None: lambda text: text,
    "default": utils.default_process,
}
NORMALIZED: Measure = "normalized_similarity"
#: How many pairs, and of which lengths, oracles get through that are not compiled.
SIZES = {"editex": (60, 24), "monge_elkan": (60, 60), "lcs_str": (300, 80), "ratcliff_obershelp": (300, 80)}
SIZES["wratio"] = (300, 200)
FAST = (1_100, 1_000)


def size(metric: cases.Metric) -> tuple[int, int]:
    """Say how many rows to compare, and how long the longest text may be."""
    if metric.name.startswith("partial") or isinstance(metric.oracle, Collections):
        return SIZES["wratio"]
    return SIZES.get(metric.name, (40, 24) if metric.slow_oracle else FAST)


@dataclass(frozen=True)
class Scoring:
    """A scorer and what independent code says about it."""

    given: IntoScorer
    #: The score of two texts, processed already; None where there is none.
    compare: Callable[[Any, Any], float | None]
    is_ratio: bool = True
    is_similarity: bool = True
    processor: str | None = None
    #: By how much scores of both may differ.
    tolerance: float = 1e-12
    size: tuple[int, int] = FAST
    #: Whether both directions give the same.
    is_symmetric: bool = True
    #: Whether it counts, so that scores are whole numbers where a frame has them.
    counts: bool = False
    #: The scorers of which it is the mean.
    parts: tuple[Scoring, ...] = ()
    memo: dict[tuple[Any, Any], float | None] = field(default_factory=dict, repr=False, compare=False)

    @property
    def side(self) -> int:
        """Say of how many texts on a side all pairs can be scored."""
        return min(65, 10 + self.size[0] // 10)

    def processed(self, text: Any) -> Any:
        return PROCESSORS[self.processor](text)

    def leaves_nothing(self, text: Any) -> bool:
        """Say whether a processor leaves a text empty."""
        return self.processor is not None and not self.processed(text)

    def score(self, left: Any, right: Any) -> float | None:
        at = (left, right)
        if at not in self.memo:
            self.memo[at] = self.compare(self.processed(left), self.processed(right))
        return self.memo[at]

    def reaches(self, score: float, cutoff: float | None) -> bool:
        return reaches(score, cutoff, is_similarity=self.is_similarity, is_ratio=self.is_ratio)

    def of_texts(self, *_: Iterable[Any]) -> Scoring:
        """Count the texts of some columns, if scores depend on them."""
        return self

    def simpler(self) -> Iterator[Scoring]:
        """Propose simpler scorers."""
        yield from self.parts


def made(case: cases.Case, measure: Measure, processor: str | None) -> rs.scorers.Scorer:
    measures = {"measure": measure} if len(case.measures) > 1 else {}
    maker = getattr(rs.scorers, case.metric.name)
    return maker(**case.parameters, **measures, processor=processor)


def single(
    rng: random.Random, processor: str | None, *, ratios: bool = False, quick: bool = False
) -> Scoring:
    """Draw a scorer of one metric; of ratios, a similarity within 0..1."""
    metric = rng.choice([each for each in cases.METRICS if not quick or size(each) == FAST])
    names = list(inspect.signature(getattr(rs.scorers, metric.name)).parameters)
    listed = [*metric.parameters, *metric.more_parameters]
    case = cases.Case(metric, draws.parameters(rng, listed, names))
    by_default = NORMALIZED if len(case.measures) > 1 else "similarity"
    measure = by_default if ratios or rng.random() < 0.5 else rng.choice(case.measures)
    scorer: IntoScorer = made(case, measure, processor)
    if not case.parameters and measure == by_default and processor is None and rng.random() < 0.5:
        scorer = metric.name
    is_ratio = not metric.counts or measure.startswith("normalized")
    return Scoring(
        scorer,
        lambda left, right: case.expected(left, right, measure),
        is_ratio=is_ratio,
        is_similarity=measure.endswith("similarity"),
        processor=processor,
        tolerance=0.0 if metric.counts else 1e-12,
        size=size(metric),
        is_symmetric=case.is_symmetric,
        counts=not is_ratio,
    )


def mean(rng: random.Random, processor: str | None, *, ratios: bool) -> Scoring:
    """Draw a weighted mean of scorers, some of which may be means."""
    count = rng.choice([1, 2, 2, 3, 3, 4])
    first = single(rng, processor, ratios=ratios)
    parts = [first]
    while len(parts) < count:
        if rng.random() < 0.15:
            part = mean(rng, processor, ratios=ratios)
        else:
            part = single(rng, processor, ratios=ratios)
        if part.is_similarity == first.is_similarity:
            parts.append(part)
    weights = [rng.choice([1, 2, 3, 0.5, 0.1, 25, 24, round(rng.random(), 3), 0]) for _ in parts]
    weights[0] = weights[0] or 1
    return mean_of(parts, weights)


def mean_of(parts: Sequence[Scoring], weights: Sequence[float]) -> Scoring:
    def compare(left: Any, right: Any) -> float | None:
        scores = [part.compare(left, right) for part in parts]
        if None in scores:
            return None
        total = sum(
            score * weight for score, weight in zip(scores, weights, strict=True) if score is not None
        )
        return total / sum(weights)

    weighted: dict[IntoScorer, float] = {}
    for part, weight in zip(parts, weights, strict=True):
        weighted[part.given] = weighted.get(part.given, 0) + weight
    is_ratio = all(part.is_ratio for part in parts)
    return Scoring(
        rs.scorers.combine(weighted),
        compare,
        is_ratio=is_ratio,
        is_similarity=parts[0].is_similarity,
        processor=parts[0].processor,
        tolerance=1e-12 if is_ratio else 1e-9,
        size=min(part.size for part in parts),
        is_symmetric=all(part.is_symmetric for part in parts),
        parts=tuple(parts),
    )


@dataclass(frozen=True)
class OfCorpus(Scoring):
    """A scorer whose scores depend on all texts."""

    ngram: int | None = None
    product: Callable[[Any, Any], float] = cosine

    def of_texts(self, *columns: Iterable[Any]) -> Scoring:
        """Count texts, but for those that a processor leaves empty."""
        counted = [[text for text in column if text is not None] for column in columns]
        processed = [
            [self.processed(text) for text in column if not self.leaves_nothing(text)] for column in counted
        ]
        vector = vectors(processed, self.ngram)
        return replace(
            self,
            compare=lambda left, right: self.product(vector(left), vector(right)),
            memo={},
        )


def of_corpus(rng: random.Random, processor: str | None) -> Scoring:
    """Draw a scorer whose scores depend on all texts."""
    shared: dict[str, Any] = {"compare": lambda *_: None, "processor": processor, "size": (150, 60)}
    if rng.random() < 0.5:
        ngram = rng.choice([None, 1, 2, 3, 5])
        scorer = rs.scorers.tfidf(ngram=ngram, processor=processor)
        return OfCorpus(scorer, ngram=ngram, **shared)
    threshold = rng.choice([0.9, 0.7, 0.5, round(rng.uniform(0.3, 1), 2)])
    name, inner = rng.choice(
        [("jaro_winkler", JaroWinkler.similarity), ("levenshtein", Levenshtein.normalized_similarity)]
    )
    scorer = rs.scorers.soft_tfidf(inner=name, threshold=threshold, processor=processor)
    return OfCorpus(scorer, product=soft_cosine(inner, threshold), **shared)


def draw(rng: random.Random, *, corpus: bool = False, ratios: bool = False, means: float = 0.25) -> Scoring:
    """Draw a scorer; one of a corpus only where all texts are known."""
    processor = rng.choice([None, None, None, *PROCESSORS])
    if corpus and rng.random() < 0.15:
        return of_corpus(rng, processor)
    if rng.random() < means:
        return mean(rng, processor, ratios=ratios)
    if rng.random() < 0.12:
        draw_one = rng.choice([by_costs, adjusted])
        return draw_one(rng, processor, ratios=ratios)
    return single(rng, processor, ratios=ratios, quick=rng.random() < 0.5)


def by_costs(rng: random.Random, processor: str | None, *, ratios: bool) -> Scoring:
    """Draw costs of rewrites."""
    some = ["a", "b", "e", "0", "O", "ä", "ss", "rn", ""]
    pairs = [tuple(rng.sample(some, 2)) for _ in range(rng.randint(0, 4))]
    costs = {(one, other): rng.choice([0.0, 0.25, 0.5, 1.5]) for one, other in pairs}
    weights = rng.choice([(1, 1, 1), (1, 1, 1), (1, 2, 3), (2, 2, 0)])
    measure: Measure = NORMALIZED if ratios or rng.random() < 0.5 else rng.choice(cases.MEASURES)
    share = measure.startswith("normalized")

    def compare(left: str | bytes, right: str | bytes) -> float:
        left, right = cost_oracles.letters(left), cost_oracles.letters(right)
        apart = cost_oracles.distance(left, right, costs, weights)
        whole = cost_oracles.maximum(len(left), len(right), costs, weights)
        if share:
            apart, whole = apart / whole if whole else 0.0, 1.0
        return apart if measure.endswith("distance") else whole - apart

    completed = cost_oracles.both_ways(costs)
    return Scoring(
        rs.scorers.levenshtein(costs=costs, weights=weights, measure=measure, processor=processor),
        compare,
        is_ratio=share,
        is_similarity=measure.endswith("similarity"),
        processor=processor,
        tolerance=1e-12 if share else 1e-9,
        size=(40, 24),
        is_symmetric=weights[0] == weights[1]
        and all(completed[other, one] == cost for (one, other), cost in completed.items()),
    )


def adjusted(rng: random.Random, processor: str | None, *, ratios: bool) -> Scoring:  # noqa: ARG001  # they are all ratios
    """Draw a similarity that numbers or nicknames adjust."""
    name, inner = rng.choice(
        [("jaro_winkler", JaroWinkler.similarity), ("levenshtein", Levenshtein.normalized_similarity)]
    )
    if rng.random() < 0.5:
        factor = rng.choice([0.0, 0.5, 0.9, 1.0])
        scorer = rs.scorers.with_numbers(name, factor=factor, processor=processor)
        return Scoring(
            scorer, adjusted_oracles.with_numbers(inner, factor), processor=processor, size=(300, 200)
        )
    nicknames = {"a": ["ab", "b"], "Kitten": ["kit", "a"], "straße": ["ä"]}
    scorer = rs.scorers.given_name(nicknames=nicknames, inner=name, processor=processor)
    return Scoring(
        scorer, adjusted_oracles.given_name(inner, nicknames), processor=processor, size=(300, 200)
    )


#: The makers of scorers that are no metrics.
MAKERS = ("combine", "given_name", "soft_tfidf", "tfidf", "with_numbers")
