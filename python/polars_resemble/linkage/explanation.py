"""Explanation: what a model's numbers say, as frames, and as charts of these."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import polars as pl

from polars_resemble import _checks
from polars_resemble.linkage import estimation
from polars_resemble.linkage.comparisons import LEFT, RIGHT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from polars_resemble.linkage.comparisons import Comparison

#: The columns of weights in the table of a pair, and what its first and last row are called.
PRIOR, TOTAL = "prior", "match"
#: How wide the bars of a histogram of weights are.
BAR = 1.0


def waterfall(comparisons: Sequence[Comparison], pair: dict[str, Any], prior: float) -> pl.DataFrame:
    """Add up the weight of one pair: a row for the prior, one for each comparison, and one for the sum."""
    before = estimation.log_odds(prior)
    rows: list[tuple[object, ...]] = [(PRIOR, None, None, None, None, before, 0.0, before)]
    total = before
    for each in comparisons:
        level, weight = pair[f"level_{each.name}"], pair[f"weight_{each.name}"]
        label = "unknown" if level is None else each.labels[level]
        values = (pair.get(f"{each.name}{LEFT}"), pair.get(f"{each.name}{RIGHT}"))
        rows.append((each.name, level, label, *values, weight, total, total + weight))
        total += weight
    rows.append((TOTAL, None, None, None, None, total, 0.0, total))
    schema = {
        "part": pl.String,
        "level": pl.Int8,
        "label": pl.String,
        "left": pl.String,
        "right": pl.String,
        "weight": pl.Float64,
        "from": pl.Float64,
        "to": pl.Float64,
    }
    probability = estimation.probability(pl.col("to")).alias("match_probability")
    return pl.DataFrame(rows, schema=schema, orient="row").with_columns(probability)


def histogram(weights: pl.LazyFrame) -> pl.LazyFrame:
    """Count pairs by match weight, in bars of one bit."""
    start = (pl.col("match_weight") / BAR).floor() * BAR
    return weights.group_by(start.alias("from")).agg(pl.len().cast(pl.UInt64).alias("pairs")).sort("from")


def near(predictions: pl.LazyFrame, threshold: float, count: int) -> pl.LazyFrame:
    """List the pairs just above and just below a threshold."""
    weight = estimation.log_odds(min(max(threshold, estimation.SMALLEST), estimation.LARGEST))
    away = (pl.col("match_weight") - weight).alias("distance")
    is_kept = pl.col("match_probability") >= threshold
    ranked = predictions.with_columns(away, is_kept.alias("kept"))
    sides = [
        ranked.filter(pl.col("kept") == kept).sort(pl.col("distance").abs(), maintain_order=True).head(count)
        for kept in (True, False)
    ]
    return pl.concat(sides).sort("match_weight", descending=True, maintain_order=True)


def altair(function: str) -> Any:  # noqa: ANN401  # a module that may not be there
    """Import altair, which draws."""
    try:
        return import_module("altair")
    except ModuleNotFoundError:
        message = f"{function}: expected altair to be installed, as pip install polars-resemble[plot] does"
        raise ModuleNotFoundError(message) from None


def chart_of_parameters(function: str, parameters: pl.DataFrame) -> Any:  # noqa: ANN401  # altair's Chart
    """Draw the weights of all levels, comparison by comparison."""
    alt = altair(function)
    rows = parameters.filter(pl.col("level").is_not_null())
    bars = alt.Chart(alt.Data(values=rows.to_dicts())).mark_bar()
    return bars.encode(
        x=alt.X("weight:Q", title="weight: log2(m / u)"),
        y=alt.Y("label:N", sort=alt.SortField("level", order="descending"), title=None),
        row=alt.Row("comparison:N", title=None, header=alt.Header(labelAngle=0, labelAlign="left")),
        color=alt.condition("datum.weight > 0", alt.value("#2a7f62"), alt.value("#b5442e")),
        tooltip=["comparison:N", "label:N", "m:Q", "u:Q", "bayes_factor:Q", "weight:Q"],
    ).resolve_scale(y="independent")


def chart_of_waterfall(function: str, parts: pl.DataFrame) -> Any:  # noqa: ANN401  # altair's Chart
    """Draw the sum of one pair's weights."""
    alt = altair(function)
    bars = alt.Chart(alt.Data(values=parts.to_dicts())).mark_bar()
    return bars.encode(
        x=alt.X("part:N", sort=None, title=None),
        y=alt.Y("from:Q", title="match weight"),
        y2="to:Q",
        color=alt.condition("datum.weight > 0", alt.value("#2a7f62"), alt.value("#b5442e")),
        tooltip=["part:N", "label:N", "left:N", "right:N", "weight:Q", "match_probability:Q"],
    )


def chart_of_histogram(function: str, bars: pl.DataFrame, threshold: float | None) -> Any:  # noqa: ANN401  # altair's Chart
    """Draw how many pairs have which weight, and where the threshold is."""
    alt = altair(function)
    rows = bars.with_columns((pl.col("from") + BAR).alias("to")).to_dicts()
    drawn = alt.Chart(alt.Data(values=rows)).mark_bar()
    drawn = drawn.encode(
        x=alt.X("from:Q", title="match weight"),
        x2="to:Q",
        y=alt.Y("pairs:Q", scale=alt.Scale(type="symlog")),
        tooltip=["from:Q", "to:Q", "pairs:Q"],
    )
    if threshold is None:
        return drawn
    at = estimation.log_odds(min(max(threshold, estimation.SMALLEST), estimation.LARGEST))
    rule = alt.Chart(alt.Data(values=[{"at": at}])).mark_rule(color="#b5442e")
    return drawn + rule.encode(x="at:Q")


def checked_count(function: str, value: object) -> int:
    """Accept how many pairs are listed."""
    return _checks.count(function, "count", value)
