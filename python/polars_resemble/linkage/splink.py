"""Splink's settings, read as far as they have a meaning here.

Splink keeps comparisons as levels, each an SQL condition on the columns ``name_l`` and ``name_r``. A
comparison of one equality and one function with cutoffs becomes :func:`levels`, one of other known
conditions becomes :func:`when`, and all else is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from polars_resemble import _checks, _scorer
from polars_resemble.linkage.blocking import equal
from polars_resemble.linkage.comparisons import LEFT, RIGHT, Comparison, levels, when
from polars_resemble.search import score

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from polars_resemble.linkage.blocking import Rule

#: The functions of Splink's conditions, and the scorers that they are here.
SIMILARITIES = {
    "jaro_winkler_similarity": "jaro_winkler",
    "jaro_winkler": "jaro_winkler",
    "jaro_similarity": "jaro",
    "jaro_sim": "jaro",
    "jaccard": "jaccard",
}
DISTANCES = {"levenshtein": "levenshtein", "damerau_levenshtein": "damerau_levenshtein"}

NAME = r'"?(?P<{0}>\w+?)_{1}"?'
EQUAL = re.compile(rf"^{NAME.format('left', 'l')} = {NAME.format('right', 'r')}$")
FUNCTION = re.compile(
    rf"^(?P<function>\w+)\({NAME.format('left', 'l')}, {NAME.format('right', 'r')}\) "
    r"(?P<sign>>=|<=) (?P<cutoff>\d+(?:\.\d+)?)$"
)
#: One side of a rule of blocking: a column, or the beginning of one.
SIDE = re.compile(
    r'^(?P<side>[lr])\."?(?P<name>\w+)"?$'
    r'|^substr(?:ing)?\((?P<of>[lr])\."?(?P<part>\w+)"?, ?(?P<from>\d+), ?(?P<length>\d+)\)$',
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Condition:
    """What a level asks for: two columns that are equal, or whose score reaches a cutoff."""

    left: str
    right: str
    function: str | None = None
    cutoff: float = 0.0

    @property
    def scorer(self) -> _scorer.Scorer | None:
        """What scores the columns."""
        if self.function is None:
            return None
        if self.function in SIMILARITIES:
            return _scorer.MAKERS[SIMILARITIES[self.function]]()
        return _scorer.MAKERS[DISTANCES[self.function]](measure="distance")

    @property
    def expression(self) -> pl.Expr:
        """The condition on the columns of a pair."""
        left, right = pl.col(f"{self.left}{LEFT}"), pl.col(f"{self.right}{RIGHT}")
        scorer = self.scorer
        if scorer is None:
            return left == right
        scored = score(left, right, scorer)
        return scored >= self.cutoff if scorer.is_similarity else scored <= self.cutoff


def to_comparison(function: str, value: Mapping[str, Any]) -> Comparison:
    """Make a comparison of Splink's."""
    given = [each for each in value["comparison_levels"] if not each.get("is_null_level", False)]
    *others, last = given
    if last["sql_condition"].strip().upper() != "ELSE":
        raise _checks.wrong_value(function, "a last level of ELSE", last["sql_condition"])
    name = value.get("output_column_name") or "comparison"
    conditions = [_condition(function, each["sql_condition"]) for each in others]
    shares = {which: _shares(given, f"{which}_probability") for which in ("m", "u")}
    term_frequency = any(each.get("tf_adjustment_column") for each in others)
    first, *rest = conditions
    columns = {(each.left, each.right) for each in conditions}
    functions = {each.function for each in rest}
    if len(columns) == 1 and first.function is None and len(functions) <= 1 and None not in functions:
        scorer = rest[0].scorer if rest else None
        best = 1.0 if scorer is None or scorer.is_similarity else 0.0
        settings: dict[str, Any] = {"scorer": "equal"}
        if scorer is not None:
            settings = {"scorer": scorer, "cutoffs": [best, *(each.cutoff for each in rest)]}
        right = None if first.right == first.left else first.right
        settings |= {"term_frequency": term_frequency, "name": name, **shares}
        return levels(first.left, right, **settings)
    if term_frequency:
        expected = "term frequencies of a comparison by one equality and one function"
        raise _checks.wrong_value(function, expected, name)
    return when(name, *(each.expression for each in conditions), **shares)


def to_rule(function: str, value: object) -> Rule:
    """Make a rule of one of Splink's: equalities of columns or of their beginnings."""
    text = value["blocking_rule"] if isinstance(value, dict) else value
    if not isinstance(text, str):
        raise _checks.wrong_type(function, "a blocking rule to be a str", text)
    lefts, rights = [], []
    for part in re.split(r"\s+AND\s+", text.strip(), flags=re.IGNORECASE):
        bare = re.sub(r"^\((.*)\)$", r"\1", part.strip())
        sides = [_side(each.strip()) for each in bare.split("=")]
        found = {side[0]: side[1] for side in sides if side is not None}
        if len(sides) != len(found) or found.keys() != {"l", "r"}:
            raise _checks.wrong_value(function, "a blocking rule of equal columns", text)
        lefts.append(found["l"])
        rights.append(found["r"])
    are_alike = [str(each) for each in lefts] == [str(each) for each in rights]
    return equal(*lefts) if are_alike else equal(*lefts, right=rights)


def _condition(function: str, text: str) -> Condition:
    bare = " ".join(text.split())
    if match := EQUAL.match(bare):
        return Condition(match["left"], match["right"])
    match = FUNCTION.match(bare)
    name = match["function"].lower() if match else ""
    if match and (name, match["sign"]) in {(each, ">=") for each in SIMILARITIES} | {
        (each, "<=") for each in DISTANCES
    }:
        return Condition(match["left"], match["right"], name, float(match["cutoff"]))
    expected = "levels of equality, Jaro, Jaro-Winkler, Jaccard, Levenshtein or Damerau-Levenshtein"
    raise _checks.wrong_value(function, expected, text)


def _shares(given: Sequence[Mapping[str, Any]], which: str) -> list[float] | None:
    """Take the numbers of all levels, if all have one; none may be 0."""
    numbers = [each.get(which) for each in given]
    if not all(isinstance(each, (int, float)) for each in numbers):
        return None
    known = [max(float(each), LEAST) for each in numbers if each is not None]
    return [each / sum(known) for each in known]


#: The least share, where Splink has 0.
LEAST = 1e-9


def _side(text: str) -> tuple[str, str | pl.Expr] | None:
    match = SIDE.match(text)
    if match is None:
        return None
    if match["name"]:
        return match["side"], match["name"]
    start = int(match["from"]) - 1
    return match["of"].lower(), pl.col(match["part"]).cast(pl.String).str.slice(start, int(match["length"]))
