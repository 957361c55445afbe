"""Why two records match: the score of each field, and what it adds to that of the pair."""

from __future__ import annotations

import html
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from polars_resemble import _checks, _join, _scorer
from polars_resemble._join import TOLERANCE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from polars_resemble._join import JoinOn
    from polars_resemble._scorer import IntoScorer

__all__ = ["PairExplanation", "explain_pair"]

#: Texts are cut to so many letters in words.
LONGEST = 60

#: Numbers in words have so many digits.
DIGITS = 4


@dataclass(frozen=True, repr=False)
class PairExplanation:
    """The score of two records and its parts, made by :func:`polars_resemble.explain_pair`.

    Printed it is some lines of text, in a notebook a table.
    """

    score: float | None
    """The score of the pair, null if it has none."""
    is_match: bool | None
    """Whether the pair matches, null without a cutoff."""
    fields: pl.DataFrame
    """A row for each field: ``field``, ``left``, ``right``, ``scorer``, ``score`` (null if it is unknown),
    ``weight``, ``adds`` (its part of the pair's score, null if it is left out) and ``reason``."""
    reason: str
    """A sentence about the pair."""

    def __repr__(self) -> str:
        lines = [f"{field}: {reason}" for field, reason in self.fields.select("field", "reason").iter_rows()]
        return "\n".join([*lines, self.reason])

    def _repr_html_(self) -> str:
        # Polars escapes what its table shows.
        return f"{self.fields._repr_html_()}<p>{html.escape(self.reason)}</p>"  # a notebook's door


def explain_pair(
    left_row: Mapping[str, object] | pl.DataFrame,
    right_row: Mapping[str, object] | pl.DataFrame,
    *,
    on: JoinOn | None = None,
    left_on: JoinOn | None = None,
    right_on: str | pl.Expr | Sequence[str | pl.Expr] | None = None,
    scorer: IntoScorer = "jaro_winkler",
    score_cutoff: float | None = None,
    known: float = 0.5,
) -> PairExplanation:
    """Say in words and numbers why two records match, or do not.

    Scores are those of :func:`fuzzy_join` with the same fields.

    Parameters
    ----------
    left_row, right_row : dict or DataFrame of one row
        The two records.
    on, left_on, right_on, scorer, known
        What is compared, see :func:`fuzzy_join`. Scorers that weigh words by all texts (tfidf, soft_tfidf)
        have no score of two texts alone; ``fuzzy_join(..., scores="struct")`` tells theirs.
    score_cutoff : float, optional
        The worst score that is a match, in the units of the scorer.

    Returns
    -------
    PairExplanation
        ``score``, ``is_match``, a frame ``fields`` with a row for each field, and ``reason``, a sentence.

    Raises
    ------
    TypeError, ValueError
        If a parameter has the wrong type or value.
    polars.exceptions.PolarsError
        If a column is missing or has another dtype.

    Examples
    --------
    >>> import polars_resemble as rs
    >>> one = {"name": "Jon Smith", "town": "Ulm", "phone": None}
    >>> other = {"name": "John Smith", "town": "Neu-Ulm", "phone": "0731 5"}
    >>> fields = [rs.on("name", weight=2), rs.on("town", scorer="levenshtein"), rs.on("phone")]
    >>> rs.explain_pair(one, other, on=fields, score_cutoff=0.7)
    name: 'Jon Smith' and 'John Smith': 0.9733 by jaro_winkler, weight 2, adds 0.6489
    town: 'Ulm' and 'Neu-Ulm': 0.4286 by levenshtein, weight 1, adds 0.1429
    phone: unknown (left is null), left out
    score 0.7917, which reaches the cutoff 0.7: a match
    """
    function = "explain_pair"
    columns = _join.columns(function, on, left_on, right_on, scorer)
    cutoff = None if score_cutoff is None else _join.cutoff(function, columns, score_cutoff)
    least = _checks.ratio(function, "known", known)
    for column in columns:
        if _join.Join(columns=(column,), score_cutoff=0.0).of_corpus:
            expected = 'scorers of two texts alone (fuzzy_join with scores="struct" tells those of all texts)'
            raise _checks.wrong_value(function, expected, column.scorer)
    rows = [_row(function, name, row) for name, row in (("left_row", left_row), ("right_row", right_row))]
    # A value that is not known has no dtype of its own, and expressions of texts need one.
    texts = [column for column in columns if not isinstance(column.scorer, _scorer.OfValues)]
    needed = _join.Join(columns=tuple(texts), score_cutoff=0.0).needed
    rows = [
        row.with_columns(pl.col(name).cast(pl.String) for name in {*names} if row.schema.get(name) == pl.Null)
        for row, names in zip(rows, needed, strict=True)
    ]
    # Each pair is a match of this plan, if it has a score at all.
    sense = _join.Join(columns=columns, score_cutoff=0.0).sense
    worst = 0.0 if columns[0].scorer.is_ratio and sense == "similarity" else sys.float_info.max
    plan = _join.Join(
        columns=tuple(replace(column, score_cutoff=None) for column in columns),
        score_cutoff=worst if sense == "distance" or worst == 0 else -worst,
        known=0.0,
        scores="struct",
        function=function,
    )
    found = plan.query(*(row.lazy() for row in rows)).collect()
    return _explanation(plan, columns, rows, found, cutoff, least)


def _row(function: str, name: str, row: object) -> pl.DataFrame:
    """Accept one record."""
    if isinstance(row, Mapping):
        row = pl.DataFrame([dict(row)])
    if not isinstance(row, pl.DataFrame):
        raise _checks.wrong_type(function, f"{name} to be a dict or a DataFrame of one row", row)
    if row.height != 1:
        raise _checks.wrong_value(function, f"{name} to have one row", row.height)
    return row


def _explanation(  # noqa: PLR0917  # what was asked, and what was found
    plan: _join.Join,
    columns: Sequence[_join.Column],
    rows: Sequence[pl.DataFrame],
    found: pl.DataFrame,
    cutoff: float | None,
    least: float,
) -> PairExplanation:
    """Put the scores of a pair into words."""
    scores: dict[str, float | None] = dict.fromkeys(plan.field_names)
    if found.height:
        scores = found[_join.FIELD_SCORES][0]
    values = [
        [str(row.select(side).item()) if row.select(side).item() is not None else None for side in sides]
        for row, sides in zip(
            rows, ([each.left for each in columns], [each.right for each in columns]), strict=True
        )
    ]
    counted = [
        _counts_as(column, scores[name]) for column, name in zip(columns, plan.field_names, strict=True)
    ]
    weight = sum(column.weight for column, score in zip(columns, counted, strict=True) if score is not None)
    table = []
    fails = None
    for name, column, score, left, right in zip(plan.field_names, columns, counted, *values, strict=True):
        known = scores[name]
        adds = None if score is None or weight == 0 else column.weight * score / weight
        own = column.score_cutoff
        is_below = known is not None and own is not None and known < own - TOLERANCE
        reason = _reason(column, known, left, right, adds, several=len(columns) > 1)
        if is_below and found.height:
            fails = fails or name
            reason += f"; below its own cutoff {_number(own)}, which rules the pair out"
        table.append((name, left, right, repr(column.scorer), known, column.weight, adds, reason))
    schema = {
        "field": pl.String,
        "left": pl.String,
        "right": pl.String,
        "scorer": pl.String,
        "score": pl.Float64,
        "weight": pl.Float64,
        "adds": pl.Float64,
        "reason": pl.String,
    }
    fields = pl.DataFrame(table, schema, orient="row")
    whole = sum(column.weight for column in columns)
    share = weight / whole
    score = found[plan.score_name][0] if found.height else None
    is_known = len(columns) == 1 or share >= least - TOLERANCE
    is_match = None
    reason = "the pair has no score"
    if score is not None:
        reason = f"score {_number(score)}"
        if cutoff is not None:
            better = (
                score >= cutoff - TOLERANCE if plan.sense == "similarity" else score <= cutoff + TOLERANCE
            )
            is_match = bool(better and is_known and fails is None)
            reason += f", which {'reaches' if better else 'does not reach'} the cutoff {_number(cutoff)}"
        if not is_known:
            reason += f"; fields of {_number(share)} of the weight are known, less than {_number(least)}"
        if is_match is not None:
            reason += ": a match" if is_match else ": no match"
    elif cutoff is not None:
        is_match, reason = False, f"{reason}: no match"
    return PairExplanation(score, is_match, fields, reason)


def _counts_as(column: _join.Column, score: float | None) -> float | None:
    """Give what a field counts in the mean, nothing if it is left out."""
    if score is not None:
        return score
    return {"ignore": None, "mismatch": 0.0, "match": 1.0}[column.nulls]


def _reason(  # the parts of one sentence
    column: _join.Column,
    score: float | None,
    left: str | None,
    right: str | None,
    adds: float | None,
    *,
    several: bool,
) -> str:
    """Put the score of a field into words."""
    if score is None:
        missing = [side for side, value in (("left", left), ("right", right)) if value is None]
        where = (
            f"{' and '.join(missing)} {'are' if len(missing) > 1 else 'is'} null"
            if missing
            else "without a score"
        )
        counts = {"ignore": "left out", "mismatch": "counts as 0", "match": "counts as 1"}[column.nulls]
        return f"unknown ({where}), {counts}"
    scorer = column.scorer
    name = repr(scorer)
    if isinstance(scorer, _scorer.Single):
        is_plain = scorer.measure == _scorer.NORMALIZED
        name = scorer.metric if is_plain else f"{scorer.metric} ({scorer.measure.replace('_', ' ')})"
    words = f"{_shown(left)} and {_shown(right)}: {_number(score)} by {name}"
    if not several:
        return words
    return f"{words}, weight {_number(column.weight)}, adds {_number(adds)}"


def _number(value: float | None) -> str:
    return "none" if value is None else f"{value:.{DIGITS}g}"


def _shown(value: str | None) -> str:
    text = str(value)
    return repr(text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…")
