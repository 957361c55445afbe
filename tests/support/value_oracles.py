"""Scores of values that are no texts, by the book and one pair at a time; None where one is unknown."""

from __future__ import annotations

import datetime as dt
import math
from decimal import Decimal
from typing import Any


def number(
    one: Any, other: Any, *, scale: float | None = None, relative: float | None = None
) -> float | None:
    if one is None or other is None:
        return None
    left, right = float(one), float(other)
    if math.isnan(left) or math.isnan(right):
        return None
    if left == right:
        return 1.0
    if math.isinf(left) or math.isinf(right):
        return 0.0
    # Decimals of floats are exact.
    apart = abs(Decimal(left) - Decimal(right))
    whole = (
        Decimal(scale or 0)
        if relative is None
        else Decimal(relative) * max(abs(Decimal(left)), abs(Decimal(right)))
    )
    return float(max(Decimal(0), 1 - apart / whole))


def date(
    one: dt.date | None, other: dt.date | None, *, days: float, swapped: float = 0.9, digit: float = 0.8
) -> float | None:
    if one is None or other is None:
        return None
    score = max(0.0, 1 - elapsed(one, other) / days)
    left, right = (value.strftime("%Y").zfill(4) + value.strftime("%m%d") for value in (one, other))
    if left != right and left == right[:4] + right[6:] + right[4:6]:
        score = max(score, swapped)
    if sum(a != b for a, b in zip(left, right, strict=True)) == 1:
        score = max(score, digit)
    return score


def elapsed(one: dt.date, other: dt.date) -> float:
    """Count days, and the part of one."""
    left, right = (
        value if isinstance(value, dt.datetime) else dt.datetime.combine(value, dt.time())
        for value in (one, other)
    )
    return abs(left - right) / dt.timedelta(days=1)


def geo(
    one: dict[str, float | None] | None, other: dict[str, float | None] | None, *, km: float
) -> float | None:
    """By the angle between two vectors."""
    places = []
    for place in (one, other):
        if place is None:
            return None
        latitude, longitude = place.values()
        if latitude is None or longitude is None or not abs(latitude) <= 90 or not math.isfinite(longitude):
            return None
        up, east = math.radians(latitude), math.radians(longitude)
        places.append((math.cos(up) * math.cos(east), math.cos(up) * math.sin(east), math.sin(up)))
    left, right = places
    cross = (
        left[1] * right[2] - left[2] * right[1],
        left[2] * right[0] - left[0] * right[2],
        left[0] * right[1] - left[1] * right[0],
    )
    angle = math.atan2(
        math.hypot(*cross),
        math.sumprod(left, right)
        if hasattr(math, "sumprod")
        else sum(a * b for a, b in zip(left, right, strict=True)),
    )
    return max(0.0, 1 - 6371.0088 * angle / km)


def exact(one: Any, other: Any) -> float | None:
    if one is None or other is None or one != one or other != other:  # noqa: PLR0124  # NaN is not equal to itself
        return None
    return float(one == other)


def list_overlap(one: list[Any] | None, other: list[Any] | None, *, metric: str = "jaccard") -> float | None:
    left, right = ({value for value in values or [] if value is not None} for values in (one, other))
    if not left or not right:
        return None
    whole = left | right if metric == "jaccard" else min(left, right, key=len)
    return len(left & right) / len(whole)
