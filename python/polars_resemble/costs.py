"""Costs of rewrites: which letters are taken for which, and how cheap that is.

A table of costs is a value for the parameter `costs` of :func:`polars_resemble.levenshtein` and of
``rs.scorers.levenshtein``. It says what it costs to rewrite one to eight letters as others, or as none;
whatever it does not name costs its weight, which is 1. A dict does as well, such as
``{("o", "0"): 0.2, ("rn", "m"): 0.3, ("h", ""): 0.5}``. A pair counts in both directions, unless both are
given. ``|`` puts two tables together; where both name a pair, the right one decides.

Examples
--------
>>> import polars as pl
>>> import polars_resemble as rs
>>> costs = rs.costs.keyboard("qwerty") | rs.costs.ocr() | {("ph", "f"): 0.1}
>>> costs["f", "ph"]
0.1
>>> df = pl.DataFrame({"a": ["modern", "b0ok", "Joseph"], "b": ["modem", "book", "Josef"]})
>>> df.with_columns(
...     plain=rs.levenshtein("a", "b"),
...     by_costs=rs.levenshtein("a", "b", costs=costs),
...     alike=rs.levenshtein("a", "b", costs=costs, measure="normalized_similarity"),
... )
shape: (3, 5)
┌────────┬───────┬───────┬──────────┬──────────┐
│ a      ┆ b     ┆ plain ┆ by_costs ┆ alike    │
│ ---    ┆ ---   ┆ ---   ┆ ---      ┆ ---      │
│ str    ┆ str   ┆ u32   ┆ f64      ┆ f64      │
╞════════╪═══════╪═══════╪══════════╪══════════╡
│ modern ┆ modem ┆ 2     ┆ 0.5      ┆ 0.916667 │
│ b0ok   ┆ book  ┆ 1     ┆ 0.5      ┆ 0.875    │
│ Joseph ┆ Josef ┆ 2     ┆ 0.1      ┆ 0.983333 │
└────────┴───────┴───────┴──────────┴──────────┘
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, get_args

from polars_resemble import _checks
from polars_resemble._typing import Layout

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TypeAlias

__all__ = ["Costs", "keyboard", "ocr"]

#: From how many widths of a key on letters are no neighbours.
REACH = 2.0

#: What confusions of letters that look alike cost.
COST = 0.5

#: The most letters on a side of a rewrite.
LONGEST = 8

#: The rows of keys, without and with the shift key, and where the middle of the first key is, in widths of a
#: key: each row begins a little further right. A blank is a key without a letter of its own.
ROWS: dict[Layout, tuple[tuple[float, str, str], ...]] = {
    "qwerty": (
        (0.0, "`1234567890-=", "~!@#$%^&*()_+"),
        (1.5, "qwertyuiop[]\\", "QWERTYUIOP{}|"),
        (1.75, "asdfghjkl;'", 'ASDFGHJKL:"'),
        (2.25, "zxcvbnm,./", "ZXCVBNM<>?"),
    ),
    "qwertz": (
        (0.0, "^1234567890ß\N{ACUTE ACCENT}", '°!"§$%&/()=?`'),
        (1.5, "qwertzuiopü+", "QWERTZUIOPÜ*"),
        (1.75, "asdfghjklöä#", "ASDFGHJKLÖÄ'"),
        (1.25, "<yxcvbnm,.-", ">YXCVBNM;:_"),
    ),
    "azerty": (
        (0.0, "²&é\"'(-è_çà)=", " 1234567890°+"),
        (1.5, "azertyuiop^$", "AZERTYUIOP¨£"),
        (1.75, "qsdfghjklmù*", "QSDFGHJKLM%µ"),
        (1.25, "<wxcvbn,;:!", ">WXCVBN?./§"),
    ),
}

#: What looks alike in print, each letter with those that it is taken for.
ALIKE = {
    "0": "OoDQ",
    "1": "lIi|7",
    "2": "Zz",
    "4": "A",
    "5": "Ss",
    "6": "Gb",
    "8": "B3S",
    "9": "gq",
    "O": "DQC",
    "I": "l|",
    "l": "i|t",
    "c": "eo",
    "a": "o",
    "e": "o",
    "n": "hu",
    "h": "b",
    "u": "v",
    "U": "V",
    "v": "y",
    "f": "t",
    "i": "j",
    "E": "F",
    "P": "R",
    ",": ".",
}

#: Letters that run together, and what they are taken for.
TOGETHER = {"rn": "m", "cl": "d", "vv": "w", "VV": "W", "ii": "u", "li": "h", "ri": "n"}


class Costs(Mapping[tuple[str, str], float]):
    """What it costs to rewrite some letters as others; made by the functions of this module, and by ``|``."""

    def __init__(self, costs: Mapping[tuple[str, str], float], said: str) -> None:
        self._costs = dict(sorted(costs.items()))
        self._said = said

    def __getitem__(self, rewrite: tuple[str, str]) -> float:
        return self._costs[rewrite]

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self._costs)

    def __len__(self) -> int:
        return len(self._costs)

    def __hash__(self) -> int:
        return hash(tuple(self._costs.items()))

    def __or__(self, other: IntoCosts) -> Costs:
        if not isinstance(other, Mapping):
            return NotImplemented
        right = table("costs", other)
        return Costs(self._costs | right._costs, f"{self} | {right}")

    def __ror__(self, other: IntoCosts) -> Costs:
        if not isinstance(other, Mapping):
            return NotImplemented
        return table("costs", other) | self

    def __repr__(self) -> str:
        return self._said

    def to_list(self) -> list[tuple[str, str, float]]:
        """Say it in the form that the library reads."""
        return [(left, right, cost) for (left, right), cost in self._costs.items()]


IntoCosts: TypeAlias = "Costs | Mapping[tuple[str, str], float]"
"""A table of costs, or a dict of pairs of texts and what it costs to rewrite one as the other."""


def keyboard(layout: Layout = "qwerty", *, reach: float = REACH) -> Costs:
    """Let letters be cheap whose keys are neighbours.

    The cost is the distance of the middles of two keys, in widths of a key, divided by `reach`, where it
    is below 1; the rows of keys are shifted against each other as on a keyboard. With a reach of 2 the keys
    beside a key cost 0.5, those above and below 0.515 to 0.625. Both letters are typed with the shift key,
    or both without.

    Parameters
    ----------
    layout : {"qwerty", "qwertz", "azerty"}
        Whose keyboard it is: of the United States (ANSI), of Germany (DIN 2137), of France.
    reach : float
        From how many widths of a key on a letter costs no less than any other; above 0.

    Returns
    -------
    Costs
        The table.

    Raises
    ------
    TypeError, ValueError
        If a parameter has the wrong type or value.

    Examples
    --------
    >>> import polars_resemble as rs
    >>> costs = rs.costs.keyboard("qwertz")
    >>> costs["t", "z"], costs["a", "y"], ("t", "y") in costs
    (0.5, 0.5590169943749475, False)
    """
    function = "keyboard"
    rows = ROWS[_checks.choice(function, "layout", layout, get_args(Layout))]
    farthest = _checks.finite(function, "reach", reach)
    if not farthest > 0:
        raise _checks.wrong_value(function, "reach to be above 0", reach)
    costs: dict[tuple[str, str], float] = {}
    for shift in (0, 1):
        places = {
            letter: (first + key, height)
            for height, (first, *letters) in enumerate(rows)
            for key, letter in enumerate(letters[shift])
            if letter != " "
        }
        for letter, place in places.items():
            for other, elsewhere in places.items():
                distance = math.dist(place, elsewhere) / farthest
                if letter != other and distance < 1:
                    costs[letter, other] = distance
    given = "" if farthest == REACH else f", reach={farthest}"
    return Costs(costs, f"rs.costs.keyboard({layout!r}{given})")


def ocr(*, cost: float = COST) -> Costs:
    """Let letters be cheap that look alike in print, such as ``0`` and ``O``, or ``rn`` and ``m``.

    The table is our own, of Latin letters, digits and some signs: pairs that have the same strokes or outline
    in common typefaces, and letters that run together, as in the documentation of Tesseract (``m`` and
    ``rn``). It is a beginning: an engine, a typeface and a language have confusions of their own, and a dict
    of those is put to it by ``|``.

    Parameters
    ----------
    cost : float
        What each of them costs, within 0..1.

    Returns
    -------
    Costs
        The table.

    Raises
    ------
    TypeError, ValueError
        If the cost is no number within 0..1.

    References
    ----------
    ``unicharambigs(5)``, the manual page of Tesseract's table of ambiguous letters.

    Examples
    --------
    >>> import polars_resemble as rs
    >>> costs = rs.costs.ocr(cost=0.3)
    >>> costs["0", "O"], costs["m", "rn"], ("x", "O") in costs
    (0.3, 0.3, False)
    """
    each = _checks.ratio("ocr", "cost", cost)
    pairs = [(letter, other) for letter, others in ALIKE.items() for other in others]
    costs = {
        pair: each for left, right in [*pairs, *TOGETHER.items()] for pair in ((left, right), (right, left))
    }
    return Costs(costs, f"rs.costs.ocr({'' if each == COST else f'cost={each}'})")


def table(function: str, value: object) -> Costs:
    """Accept a table of costs, or a dict; a pair that is given in one direction counts in both."""
    if isinstance(value, Costs):
        return value
    if not isinstance(value, Mapping):
        raise _checks.wrong_type(function, "costs to be a dict or a value such as rs.costs.ocr()", value)
    given: dict[tuple[str, str], float] = {}
    for rewrite, cost in value.items():
        given[_rewrite(function, rewrite)] = _checks.weight(function, cost, "a cost")
    both = {(right, left): cost for (left, right), cost in given.items()}
    return Costs(both | given, repr(given))


def _rewrite(function: str, value: object) -> tuple[str, str]:
    """Accept two texts, of which one is rewritten as the other."""
    expected = "costs of pairs of texts"
    match value:
        case (left, right) if isinstance(value, tuple):
            left, right = (_checks.text(function, "each text of costs", text) for text in value)
        case _:
            raise _checks.wrong_type(function, expected, value)
    if left == right or max(len(left), len(right)) > LONGEST:
        raise _checks.wrong_value(
            function, f"{expected} that differ, of at most {LONGEST} letters each", value
        )
    return left, right
