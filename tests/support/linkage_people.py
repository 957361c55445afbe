"""Invented people, some of them twice, with errors."""

from __future__ import annotations

import random

import polars as pl

import polars_resemble as rs

FIRST = ["ann", "bob", "cyd", "dan", "eve", "fay", "gus", "hal", "ida", "jim"]
LAST = ["smith", "jones", "okafor", "novak", "weber", "rossi", "silva", "khan", "lopez", "moser"]
TOWNS = ["ulm", "bonn", "kiel", "graz"]


def people(count: int, seed: int = 0) -> pl.DataFrame:
    """Invent people, half of them twice, with some typing errors and gaps."""
    draw = random.Random(seed)
    rows: list[dict[str, object]] = []
    for person in range(count):
        own: dict[str, object] = {
            "person": person,
            "first": draw.choice(FIRST),
            "last": draw.choice(LAST) + draw.choice(["", "er", "man", "sson"]),
            "town": draw.choice(TOWNS),
            "born": draw.randrange(1900, 2000),
        }
        rows.append(own)
        if person % 2:
            again = dict(own)
            if draw.random() < 0.3:
                again["last"] = str(again["last"])[:-1] + "x"
            if draw.random() < 0.2:
                again["town"] = None
            if draw.random() < 0.1:
                again["born"] = draw.randrange(1900, 2000)
            rows.append(again)
    draw.shuffle(rows)
    return pl.DataFrame(rows, schema_overrides={"born": pl.Int64}).with_row_index("id")


def settings(**given: object) -> rs.Linkage:
    comparisons = [
        rs.levels("first", scorer="equal", term_frequency=True),
        rs.levels("last", cutoffs=[1, 0.85]),
        rs.levels("town", scorer="equal"),
        rs.levels("born", scorer="difference", cutoffs=[0, 10]),
    ]
    chosen: dict[str, object] = {"blocking": ["first", "last"], **given}
    return rs.Linkage(comparisons, **chosen)  # type: ignore[arg-type]  # of any type


SYLLABLES = ["ka", "lo", "mi", "ne", "ru", "sa", "ti", "vo", "we", "zu", "bar", "den", "fin", "gul"]


def word(draw: random.Random, count: int) -> str:
    return "".join(draw.choice(SYLLABLES) for _ in range(count))


def misspelled(draw: random.Random, text: str) -> str:
    """Replace a letter of the second half."""
    at = draw.randrange(len(text) // 2, len(text))
    return f"{text[:at]}{draw.choice('bcdfgh')}{text[at + 1 :]}"


def registered(count: int, seed: int) -> pl.DataFrame:
    """Invent as many people, four in ten of whom registered twice."""
    draw = random.Random(seed)
    firsts = [word(draw, 2) for _ in range(60)]
    lasts = [word(draw, 3) for _ in range(150)]
    towns = [word(draw, 2) for _ in range(12)]
    rows: list[dict[str, object]] = []
    for person in range(count):
        own: dict[str, object] = {
            "person": person,
            "first": draw.choice(firsts),
            "last": draw.choice(lasts),
            "town": draw.choice(towns),
            "born": str(draw.randrange(1930, 2010)),
        }
        rows.append(own)
        if draw.random() < 0.4:
            again = dict(own)
            for name, share in (("first", 0.15), ("last", 0.2), ("born", 0.1)):
                if draw.random() < share:
                    again[name] = misspelled(draw, str(again[name]))
            if draw.random() < 0.15:
                again["town"] = draw.choice([None, *towns])
            rows.append(again)
    draw.shuffle(rows)
    return pl.DataFrame(rows, infer_schema_length=None).with_row_index("id")
