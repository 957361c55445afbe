"""Probabilistic record linkage: its settings, comparisons and rules of blocking."""

from polars_resemble.linkage.blocking import Equal, Fuzzy, Rule, Similar, equal, fuzzy, similar
from polars_resemble.linkage.comparisons import AnyOf, Comparison, Levels, When, any_of, levels, when
from polars_resemble.linkage.model import Linkage, LinkageModel

__all__ = [
    "AnyOf",
    "Comparison",
    "Equal",
    "Fuzzy",
    "Levels",
    "Linkage",
    "LinkageModel",
    "Rule",
    "Similar",
    "When",
    "any_of",
    "equal",
    "fuzzy",
    "levels",
    "similar",
    "when",
]
