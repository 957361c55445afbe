"""Texts and frames in which much matches, for joins and groups."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import polars as pl

from random_texts import text

if TYPE_CHECKING:
    from polars_resemble.typing import ClusterMethod

METHODS: tuple[ClusterMethod, ...] = ("components", "greedy")

ALPHABETS = ("ab", "abcdefghijklmnopqrstuvwxyz ", "aàáäßé", "日本語のテキスト", "a😀б")


def texts(seed: int, count: int) -> list[str | None]:
    """Make texts of several scripts, with near copies, repetitions, empty texts and nulls."""
    rng = random.Random(seed)
    made: list[str | None] = [None, ""]
    while len(made) < count:
        last = rng.choice(made)
        draw = rng.random()
        if draw < 0.1 or not last:
            made.append(rng.choice([None, "", text(rng, rng.choice(ALPHABETS), rng.randint(1, 20))]))
        elif draw < 0.3:
            made.append(last)
        elif draw < 0.6:
            at = rng.randrange(len(last))
            made.append(last[:at] + rng.choice("abxé") + last[at + rng.randint(0, 1) :])
        else:
            made.append(text(rng, rng.choice(ALPHABETS), rng.randint(1, rng.choice([8, 20, 90]))))
    return made


def divided(seed: int, count: int, parts: int) -> pl.DataFrame:
    """Make texts of words in parts of very different size, some of which the other side has not."""
    rng = random.Random(seed)
    words = [text(rng, "abcé ", rng.randint(1, 6)) for _ in range(25)]
    made = [" ".join(rng.choices(words, k=rng.randint(0, 4))) for _ in range(count)]
    part = [rng.choice([None, 0, 0, 0, 0, parts, rng.randrange(parts)]) for _ in range(count)]
    half = [rng.choice([None, "x", "y", "y", "y"]) for _ in range(count)]
    return pl.DataFrame(
        {"text": [*made[:-1], None], "part": pl.Series(part, dtype=pl.Int64), "half": half}
    ).with_row_index("row")


def described(value: object) -> str | None:
    """Name a case by its scorer and its cutoff; an oracle's name says nothing."""
    return None if callable(value) else str(value)
