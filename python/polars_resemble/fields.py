"""Fields of records: two columns, what compares them, and what an unknown value counts as."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, get_args

import polars as pl

from polars_resemble import _checks, _scorer
from polars_resemble._typing import Nulls

if TYPE_CHECKING:
    from polars_resemble._scorer import IntoScorer, Scorer
    from polars_resemble._typing import Processor

__all__ = ["Field", "on"]


@dataclass(frozen=True, eq=False)
class Field:
    """A field of two records, made by :func:`polars_resemble.on`."""

    left: str | pl.Expr
    right: str | pl.Expr
    scorer: Scorer
    weight: float = 1.0
    score_cutoff: float | None = None
    nulls: Nulls = "ignore"

    def __repr__(self) -> str:
        said = [_said(self.left)]
        if self.right is not self.left:
            said.append(_said(self.right))
        said.append(f"scorer={self.scorer!r}")
        defaults = (("weight", 1.0), ("score_cutoff", None), ("nulls", "ignore"))
        for name, default in defaults:
            if (value := getattr(self, name)) != default:
                said.append(f"{name}={value!r}")
        return f"rs.on({', '.join(said)})"


def on(
    left: str | pl.Expr,
    right: str | pl.Expr | None = None,
    *,
    scorer: IntoScorer = "jaro_winkler",
    weight: float = 1.0,
    score_cutoff: float | None = None,
    nulls: Nulls | None = None,
    processor: Processor | None = None,
) -> Field:
    """Make a field that a fuzzy join compares.

    A field is known of a pair if it is known of both rows: it is not null, and a processor leaves
    something of it; nor is it NaN, a place without both coordinates, or a list without elements. The score
    of a pair is the mean of its fields' scores by their weights. A pair whose texts have no score, as
    those of unlike lengths by ``hamming(pad=False)``, is no match.

    Parameters
    ----------
    left : str or Expr
        The column of the left frame, by name or as an expression.
    right : str or Expr, optional
        The column of the right frame; `left` without it.
    scorer : Scorer or str
        One of :mod:`polars_resemble.scorers`, or the name of a metric, which is then read as a
        normalised similarity. Of several fields a similarity in 0..1 each.
    weight : float
        How much the score counts; with 0 the field is only a filter.
    score_cutoff : float, optional
        The worst score of the field itself, in 0..1. A pair that is worse in it is no match, however
        much the other fields are alike; one of which the field is unknown may be.
    nulls : {"ignore", "mismatch", "match"}, optional
        What the field counts as where it is unknown: it is left out of the mean, which is the default;
        or has a score of 0; or of 1.
    processor : {"default"}, optional
        What is done to both sides first, instead of what the scorer says.

    Returns
    -------
    Field
        A value for `on` of :func:`polars_resemble.fuzzy_join`, alone or in a list.

    Raises
    ------
    TypeError, ValueError
        If a parameter has the wrong type or value.

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> rs.on("name", weight=2, score_cutoff=0.7)
    rs.on('name', scorer=rs.scorers.jaro_winkler(), weight=2.0, score_cutoff=0.7)
    >>> people = pl.DataFrame({"name": ["Ann Lee", "Bo Wu"], "town": ["Ulm", None]})
    >>> others = pl.DataFrame({"name": ["Anne Lee", "Bo Wu"], "place": ["ulm", "Bonn"]})
    >>> fields = [rs.on("name"), rs.on(pl.col("town").str.to_lowercase(), "place", nulls="mismatch")]
    >>> people.rs.fuzzy_join(others, on=fields, score_cutoff=0.5).select("name", "town", "place", "score")
    shape: (2, 4)
    ┌─────────┬──────┬───────┬─────────┐
    │ name    ┆ town ┆ place ┆ score   │
    │ ---     ┆ ---  ┆ ---   ┆ ---     │
    │ str     ┆ str  ┆ str   ┆ f64     │
    ╞═════════╪══════╪═══════╪═════════╡
    │ Ann Lee ┆ Ulm  ┆ ulm   ┆ 0.96875 │
    │ Bo Wu   ┆ null ┆ Bonn  ┆ 0.5     │
    └─────────┴──────┴───────┴─────────┘
    """
    function = "on"
    chosen = _scorer.scorer(function, scorer, of_corpus=True, of_values=True)
    checked = _checks.processor("on", processor)
    if checked is not None and isinstance(chosen, _scorer.OfValues):
        expected = f"a processor with texts only, not with {chosen}"
        raise _checks.wrong_value(function, expected, processor)
    if checked is not None:
        chosen = _processed(chosen, checked)
    return Field(
        column("on", "left", left),
        column("on", "left" if right is None else "right", left if right is None else right),
        chosen,
        _checks.weight("on", weight),
        _checks.score_cutoff("on", score_cutoff, is_ratio=chosen.is_ratio),
        "ignore" if nulls is None else _checks.choice("on", "nulls", nulls, get_args(Nulls)),
    )


def column(function: str, name: str, value: object) -> str | pl.Expr:
    """Accept one column, by name or as an expression."""
    if isinstance(value, pl.Expr):
        if value.meta.has_multiple_outputs():
            raise _checks.wrong_value(function, f"{name} to be an expression of one column", value)
        return value
    if isinstance(value, str):
        return _checks.text(function, name, value)
    raise _checks.wrong_type(function, f"{name} to be a column name or an expression", value)


def _processed(scorer: Scorer, processor: Processor) -> Scorer:
    """Give a scorer, or all parts of a mean, a processor."""
    if isinstance(scorer, _scorer.Combined):
        parts = tuple((_processed(part, processor), weight) for part, weight in scorer.parts)
        return _scorer.Combined(parts)
    return replace(scorer, processor=processor)  # type: ignore[type-var]  # all other scorers are dataclasses


def _said(column: str | pl.Expr) -> str:
    return repr(column) if isinstance(column, str) else str(column)
