"""Settings as JSON: comparisons and rules written as plain values, and read again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from polars_resemble import _checks, _scorer
from polars_resemble.fields import Field
from polars_resemble.linkage.blocking import Equal, Fuzzy, Rule, Similar
from polars_resemble.linkage.comparisons import MEASURES, AnyOf, Comparison, Levels, When

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Mapping, Sequence
    from typing import TypeAlias

    IntoPath: TypeAlias = str | os.PathLike[str]

#: What a file says first, and the version of what follows.
FORMAT, VERSION = "polars-resemble linkage", 1


def written(path: IntoPath, content: Mapping[str, object]) -> None:
    """Write a file of this format."""
    text = json.dumps({"format": FORMAT, "version": VERSION, **content}, indent=1, ensure_ascii=False)
    Path(path).write_text(text + "\n", encoding="utf-8")


def read(function: str, path: IntoPath) -> dict[str, Any]:
    """Read a file of this format."""
    content = parsed(function, path)
    if content.get("format") != FORMAT:
        raise _checks.wrong_value(function, f'a file of format "{FORMAT}"', content.get("format"))
    if content.get("version") != VERSION:
        raise _checks.wrong_value(function, f"version {VERSION}", content.get("version"))
    return content


def parsed(function: str, path: IntoPath) -> dict[str, Any]:
    """Read a JSON object."""
    try:
        content = json.loads(Path(path).read_text(encoding="utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError):
        raise _checks.wrong_value(function, "a file of JSON", str(path)) from None
    if not isinstance(content, dict):
        raise _checks.wrong_type(function, "a file of a JSON object", content)
    return content


def from_comparison(comparison: Comparison) -> dict[str, object]:
    """Write a comparison as plain values."""
    shares: dict[str, object] = {"name": comparison.name, "m": comparison.m, "u": comparison.u}
    if isinstance(comparison, Levels):
        scorer = comparison.scorer
        return {
            "kind": "levels",
            "left": _from_column(comparison.left),
            "right": _from_column(comparison.right),
            "scorer": scorer if isinstance(scorer, str) else _from_scorer(scorer),
            "cutoffs": comparison.cutoffs,
            "term_frequency": comparison.term_frequency,
            **shares,
        }
    if isinstance(comparison, AnyOf):
        parts = [from_comparison(each) for each in comparison.parts]
        return {"kind": "any_of", "comparisons": parts, **shares}
    conditions = comparison.conditions if isinstance(comparison, When) else ()
    return {"kind": "when", "conditions": [_from_column(each) for each in conditions], **shares}


def to_comparison(value: Mapping[str, Any]) -> Comparison:
    """Make a comparison of plain values."""
    shares = {which: None if value[which] is None else tuple(value[which]) for which in ("m", "u")}
    if value["kind"] == "levels":
        left = _to_column(value["left"])
        scorer = value["scorer"]
        measures = [each for each in MEASURES if each == scorer]
        return Levels(
            left,
            left if value["left"] == value["right"] else _to_column(value["right"]),
            measures[0] if measures else _to_scorer(scorer),
            tuple(value["cutoffs"]),
            value["term_frequency"],
            value["name"],
            **shares,
        )
    if value["kind"] == "any_of":
        parts = tuple(part for part in map(to_comparison, value["comparisons"]) if isinstance(part, Levels))
        return AnyOf(parts, value["name"], **shares)
    return When(value["name"], tuple(_expression(each) for each in value["conditions"]), **shares)


def from_rule(rule: Rule) -> dict[str, object]:
    """Write a rule as plain values."""
    if isinstance(rule, Equal):
        return {"kind": "equal", "left": _from_columns(rule.left), "right": _from_columns(rule.right)}
    if isinstance(rule, Similar):
        columns = _from_columns(rule.columns)
        return {"kind": "similar", "columns": columns, "limit": rule.limit, "score_cutoff": rule.score_cutoff}
    fields = [
        {
            "left": _from_column(field.left),
            "right": _from_column(field.right),
            "scorer": _from_scorer(field.scorer),
            "weight": field.weight,
            "score_cutoff": field.score_cutoff,
            "nulls": field.nulls,
        }
        for field in (rule.fields if isinstance(rule, Fuzzy) else ())
    ]
    limit, cutoff = (rule.limit, rule.score_cutoff) if isinstance(rule, Fuzzy) else (None, 0.0)
    return {"kind": "fuzzy", "fields": fields, "limit": limit, "score_cutoff": cutoff}


def to_rule(value: Mapping[str, Any]) -> Rule:
    """Make a rule of plain values."""
    if value["kind"] == "equal":
        columns = _to_columns(value["left"])
        return Equal(columns, columns if value["left"] == value["right"] else _to_columns(value["right"]))
    if value["kind"] == "similar":
        return Similar(_to_columns(value["columns"]), value["limit"], value["score_cutoff"])
    fields = []
    for each in value["fields"]:
        left = _to_column(each["left"])
        right = left if each["left"] == each["right"] else _to_column(each["right"])
        scorer = _to_scorer(each["scorer"])
        fields.append(Field(left, right, scorer, each["weight"], each["score_cutoff"], each["nulls"]))
    return Fuzzy(tuple(fields), value["score_cutoff"], value["limit"])


def _from_columns(columns: Sequence[str | pl.Expr]) -> list[object]:
    return [_from_column(each) for each in columns]


def _to_columns(values: Sequence[object]) -> tuple[str | pl.Expr, ...]:
    return tuple(_to_column(each) for each in values)


def _from_column(column: str | pl.Expr) -> object:
    """Write a column: its name, or Polars' own JSON of an expression."""
    if isinstance(column, str):
        return column
    return {"expression": json.loads(column.meta.serialize(format="json"))}


def _to_column(value: object) -> str | pl.Expr:
    return value if isinstance(value, str) else _expression(value)


def _expression(value: Any) -> pl.Expr:  # noqa: ANN401  # any JSON
    return pl.Expr.deserialize(json.dumps(value["expression"]).encode(), format="json")


def _from_scorer(scorer: _scorer.Scorer) -> dict[str, Any]:
    """Write a scorer as the call of its maker."""
    if isinstance(scorer, _scorer.Combined):
        return {"combine": [[_from_scorer(part), weight] for part, weight in scorer.parts]}
    if isinstance(scorer, _scorer.Tfidf):
        return {"tfidf": {"ngram": scorer.ngram, "processor": scorer.processor}}
    if isinstance(scorer, _scorer.SoftTfidf):
        inner = _from_scorer(scorer.inner)
        return {"soft_tfidf": {"inner": inner, "threshold": scorer.threshold, "processor": scorer.processor}}
    return scorer.to_dict()


def _to_scorer(value: Mapping[str, Any]) -> _scorer.Scorer:
    if "combine" in value:
        return _scorer.Combined(tuple((_to_scorer(part), weight) for part, weight in value["combine"]))
    if "tfidf" in value:
        return _scorer.Tfidf(**value["tfidf"])
    if "soft_tfidf" in value:
        own = dict(value["soft_tfidf"])
        return _scorer.SoftTfidf(_to_scorer(own.pop("inner")), **own)
    maker: Callable[..., _scorer.Scorer] = _scorer.MAKERS[value["metric"]]
    default = maker()
    if not isinstance(default, _scorer.Single):
        return default
    parameters = tuple((name, _hashable(each)) for name, each in value["parameters"].items())
    return _scorer.Single(value["metric"], parameters, value["measure"], default.counts, value["processor"])


def _hashable(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value
