"""The table of metrics that every law is checked against: one row per metric."""

from __future__ import annotations

import inspect
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, get_args

import polars as pl
from rapidfuzz import distance as rapidfuzz
from rapidfuzz import fuzz

import polars_resemble as rs
from metric_oracles import (
    NOTHING_LIKE_IT,
    Collections,
    CommonSubstring,
    Editex,
    Percentage,
    Share,
    cosine,
    monge_elkan,
    ratcliff_obershelp,
    tversky,
)
from polars_resemble.typing import Measure

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from metric_oracles import Text
    from polars_resemble.typing import IntoColumn

MEASURES: tuple[Measure, ...] = get_args(Measure)


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
        parameters=[{}, {"prefix_weight": 0.0}, {"prefix_weight": 0.25}, {"prefix_weight": 1.0}],
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
    def needs_text(self) -> bool:
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
