"""What a scorer is: one metric read by one measure, or the weighted mean of several scorers."""

from __future__ import annotations

import inspect
import math
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar, get_args

from polars_resemble import _checks
from polars_resemble._plugin import call, compare
from polars_resemble._typing import Measure
from polars_resemble.costs import Costs
from polars_resemble.text import default_process

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import TypeAlias

    import polars as pl

    from polars_resemble._typing import Processor

MAKERS: dict[str, Callable[..., Scorer]] = {}
"""The functions that make scorers of one metric, by its name."""

F = TypeVar("F", bound="Callable[..., Scorer]")

NORMALIZED: Measure = "normalized_similarity"
"""What scorers are read as unless their `measure` says otherwise."""


def maker(function: F) -> F:
    """Let the scorers that the function makes be called by its name."""
    MAKERS[function.__name__] = function
    return function


class Scorer(ABC):
    """Gives two values a score; made by the functions of :mod:`polars_resemble.scorers`."""

    @property
    @abstractmethod
    def is_ratio(self) -> bool:
        """Whether scores lie in 0..1."""

    @property
    @abstractmethod
    def is_similarity(self) -> bool:
        """Whether large scores are the better ones."""

    @property
    @abstractmethod
    def processor(self) -> Processor | None:
        """What is done to both sides first."""

    def processed(self, column: pl.Expr) -> pl.Expr:
        """Build the expression of what is compared."""
        if self.processor is None:
            return column
        return default_process(column)

    @abstractmethod
    def expression(self, left: pl.Expr, right: pl.Expr, score_cutoff: float | None) -> pl.Expr:
        """Build the expression that scores two columns, processed already, row by row."""

    @abstractmethod
    def to_dict(self) -> dict[str, object]:
        """Say it in the form that the library reads."""


IntoScorer: TypeAlias = "Scorer | str"
"""A scorer, or the name of a metric."""


@dataclass(frozen=True, repr=False)
class Single(Scorer):
    """One metric, its parameters checked."""

    metric: str
    parameters: tuple[tuple[str, object], ...]
    measure: Measure
    #: Whether distances have no limit of 1.
    counts: bool = field(compare=False)
    processor: Processor | None = None

    @property
    def is_ratio(self) -> bool:
        """Whether scores lie in 0..1."""
        return not self.counts or self.measure.startswith("normalized")

    @property
    def is_whole(self) -> bool:
        """Whether scores are whole numbers."""
        return not self.is_ratio and "costs" not in dict(self.parameters)

    @property
    def is_similarity(self) -> bool:
        """Whether large scores are the better ones."""
        return self.measure.endswith("similarity")

    def expression(self, left: pl.Expr, right: pl.Expr, score_cutoff: float | None) -> pl.Expr:
        """Build the metric's own expression."""
        parameters = self._sent()
        return compare(self.metric, left, right, self.measure, score_cutoff, counts=self.counts, **parameters)

    def _sent(self) -> dict[str, object]:
        """Say the parameters in the form that the library reads."""
        return {
            name: value.to_list() if isinstance(value, Costs) else value for name, value in self.parameters
        }

    def to_dict(self) -> dict[str, object]:
        """Say it in the form that the library reads."""
        return {
            "metric": self.metric,
            "parameters": self._sent(),
            "measure": self.measure,
            "processor": self.processor,
        }

    def __repr__(self) -> str:
        defaults = inspect.signature(MAKERS[self.metric]).parameters
        chosen = [*self.parameters, ("measure", self.measure), ("processor", self.processor)]
        said = [
            f"{name}={value!r}"
            for name, value in chosen
            if name in defaults and value != defaults[name].default
        ]
        return f"rs.scorers.{self.metric}({', '.join(said)})"


def single(
    metric: str,
    measure: Measure,
    processor: Processor | None,
    *,
    counts: bool = True,
    **parameters: object,
) -> Scorer:
    """Make the scorer of one metric, whose own parameters are checked."""
    return Single(
        metric,
        tuple(parameters.items()),
        _checks.choice(metric, "measure", measure, get_args(Measure)),
        counts,
        _checks.processor(metric, processor),
    )


@dataclass(frozen=True, repr=False)
class Combined(Scorer):
    """The weighted mean of scorers that have the same sense and processor."""

    parts: tuple[tuple[Scorer, float], ...]

    @property
    def is_ratio(self) -> bool:
        """Whether scores lie in 0..1."""
        return all(scorer.is_ratio for scorer, _ in self.parts)

    @property
    def is_similarity(self) -> bool:
        """Whether large scores are the better ones."""
        return self.parts[0][0].is_similarity

    @property
    def processor(self) -> Processor | None:
        """What is done to both sides first."""
        return self.parts[0][0].processor

    def expression(self, left: pl.Expr, right: pl.Expr, score_cutoff: float | None) -> pl.Expr:
        """Build the mean of the scorers' own expressions."""
        return call(
            "combine",
            [scorer.expression(left, right, None) for scorer, _ in self.parts],
            weights=[weight for _, weight in self.parts],
            sense="similarity" if self.is_similarity else "distance",
            score_cutoff=score_cutoff,
        )

    def to_dict(self) -> dict[str, object]:
        """Say it in the form that the library reads."""
        return {"combine": [(scorer.to_dict(), weight) for scorer, weight in self.parts]}

    def __repr__(self) -> str:
        parts = ", ".join(f"{scorer}: {weight}" for scorer, weight in self.parts)
        return f"rs.scorers.combine({{{parts}}})"


@dataclass(frozen=True, repr=False)
class Adjusted(Scorer):
    """One metric's similarity in 0..1, adjusted by what else two texts say."""

    #: The function that makes it, which is its symbol.
    maker: str
    #: A similarity without a processor.
    inner: Single
    parameters: tuple[tuple[str, object], ...]
    processor: Processor | None = None

    is_ratio = True
    is_similarity = True

    def expression(self, left: pl.Expr, right: pl.Expr, score_cutoff: float | None) -> pl.Expr:
        """Build the adjusted metric's own expression."""
        return call(self.maker, [left, right], scorer=self.to_dict(), score_cutoff=score_cutoff)

    def to_dict(self) -> dict[str, object]:
        """Say it in the form that the library reads."""
        inner = self.inner.to_dict()
        del inner["processor"]
        adjusted = {"inner": inner, "by": {self.maker: dict(self.parameters)}}
        return {"adjusted": adjusted, "processor": self.processor}

    def __repr__(self) -> str:
        said = [f"inner={self.inner!r}"]
        said += [
            f"{name}={dict_of(value)!r}" if isinstance(value, tuple) else f"{name}={value!r}"
            for name, value in self.parameters
        ]
        if self.processor is not None:
            said.append(f"processor={self.processor!r}")
        return f"rs.scorers.{self.maker}({', '.join(said)})"


def dict_of(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Put what belongs to one name together."""
    together: dict[str, list[str]] = {}
    for name, other in pairs:
        together.setdefault(name, []).append(other)
    return together


def inner_similarity(function: str, value: object, processor: object) -> tuple[Single, Processor | None]:
    """Accept one metric's similarity in 0..1 that is adjusted, and the processor of either."""
    inner = scorer(function, value)
    if not (isinstance(inner, Single) and inner.is_ratio and inner.is_similarity):
        expected = "inner to be one metric's similarity in 0..1"
        raise _checks.wrong_value(function, expected, inner)
    chosen = _checks.processor(function, processor)
    if None not in (chosen, inner.processor) and chosen != inner.processor:
        raise _checks.wrong_value(function, "the processor that inner has", processor)
    return replace(inner, processor=None), inner.processor if chosen is None else chosen


@dataclass(frozen=True, repr=False)
class OfValues(Scorer):
    """A similarity in 0..1 of two values that are no texts."""

    #: The function that makes it.
    maker: str
    parameters: tuple[tuple[str, object], ...] = ()

    is_ratio = True
    is_similarity = True
    processor = None

    def expression(self, left: pl.Expr, right: pl.Expr, score_cutoff: float | None) -> pl.Expr:
        """Build the expression that scores two columns row by row."""
        values = self.to_dict()["values"]
        return call("score_values", [left, right], values=values, score_cutoff=score_cutoff)

    def to_dict(self) -> dict[str, object]:
        """Say it in the form that the library reads."""
        parameters = dict(self.parameters)
        if self.maker == "number":
            is_relative = "relative" in parameters
            parameters = {
                "scale": parameters["relative" if is_relative else "scale"],
                "is_relative": is_relative,
            }
        return {"values": {"name": self.maker, **parameters}}

    def __repr__(self) -> str:
        said = ", ".join(f"{name}={value!r}" for name, value in self.parameters)
        return f"rs.scorers.{self.maker}({said})"


class OfCorpus(Scorer):
    """A similarity in 0..1 that depends on all texts, not on two alone."""

    is_ratio = True
    is_similarity = True

    def expression(self, left: pl.Expr, right: pl.Expr, score_cutoff: float | None) -> pl.Expr:
        """Refuse: two texts alone have no such score."""
        raise NotImplementedError


@dataclass(frozen=True, repr=False)
class Tfidf(OfCorpus):
    """The cosine of grams that are weighted by how rare they are in all texts."""

    ngram: int | None
    processor: Processor | None = None

    def to_dict(self) -> dict[str, object]:
        """Say it in the form that the library reads."""
        return {"tfidf": {"ngram": self.ngram, "processor": self.processor}}

    def __repr__(self) -> str:
        processor = f", processor={self.processor!r}" if self.processor else ""
        return f"rs.scorers.tfidf(ngram={self.ngram}{processor})"


@dataclass(frozen=True, repr=False)
class SoftTfidf(OfCorpus):
    """The cosine of weighted words, of which those that are close count as shared."""

    inner: Scorer
    threshold: float
    processor: Processor | None = None

    def to_dict(self) -> dict[str, object]:
        """Say it in the form that the library reads."""
        return {
            "soft_tfidf": {
                "inner": self.inner.to_dict(),
                "threshold": self.threshold,
                "processor": self.processor,
            }
        }

    def __repr__(self) -> str:
        processor = f", processor={self.processor!r}" if self.processor else ""
        return f"rs.scorers.soft_tfidf(inner={self.inner!r}, threshold={self.threshold}{processor})"


def scorer(function: str, value: object, *, of_corpus: bool = False, of_values: bool = False) -> Scorer:
    """Accept a scorer or the name of a metric; one of all texts, or of other values, only where that is."""
    if isinstance(value, OfCorpus) and not of_corpus:
        expected = "a scorer of two texts alone, which tfidf and soft_tfidf are not"
        raise _checks.wrong_type(function, expected, value)
    if isinstance(value, OfValues) and not of_values:
        expected = "a scorer of texts (a list of fields, rs.on, compares other values)"
        raise _checks.wrong_value(function, expected, value)
    if isinstance(value, Scorer):
        return value
    expected = "scorer to be a value such as rs.scorers.jaro(), or the name of a metric"
    if not isinstance(value, str):
        raise _checks.wrong_type(function, expected, value)
    if value not in MAKERS:
        raise _checks.wrong_value(function, f"{expected} ({', '.join(MAKERS)})", value)
    return MAKERS[value]()


def parts(function: str, value: object) -> tuple[tuple[Scorer, float], ...]:
    """Accept scorers that have a mean, and their weights."""
    if not isinstance(value, Mapping):
        raise _checks.wrong_type(function, "a dict of scorers and their weights", value)
    weighted: dict[Scorer, float] = {}
    for each, weight in value.items():
        # A name and the scorer that it stands for are two keys.
        part = scorer(function, each)
        weighted[part] = weighted.get(part, 0.0) + _checks.weight(function, weight)
    senses = {each.is_similarity for each in weighted}
    processors = {each.processor for each in weighted}
    for holds, expected in (
        (weighted, "at least one scorer"),
        (0 < sum(weighted.values()) < math.inf, "weights with a finite sum above 0"),
        (len(senses) == 1, "only similarities or only distances"),
        (len(processors) == 1, "one processor for all scorers"),
    ):
        if not holds:
            raise _checks.wrong_value(function, expected, value)
    return tuple(weighted.items())
