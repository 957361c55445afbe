"""Time whole queries, from a Parquet file to a sum, and calls with a handful of rows: `docs/queries.md`.

    python benches/queries.py [--output docs/queries.md]

Two columns of random names of about 13 letters are read from a file and either only read, or compared too.
Each query runs in a process of its own, held to one thread, so that its peak of memory can be told.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import resource
import statistics
import subprocess
import sys
import tempfile
from datetime import datetime, timezone
from importlib.metadata import version
from pathlib import Path
from string import ascii_lowercase
from time import perf_counter

import polars as pl
import polars_distance as pld

import polars_resemble as rs
from report import processor, table

HEIGHTS = [10_000, 100_000, 1_000_000, 10_000_000]
HANDFULS = [1, 10, 100, 1_000]
ENGINES = ["streaming", "in-memory"]
DISTINCT = 200_000
ROUNDS = 5
CALLS = 300

PAGE = """\
# Whole queries

What `levenshtein` of two columns adds to a query that reads them, and to a call with a handful of rows.
Written by `make bench` (`python benches/queries.py`).

- Machine: {cpu}, {system}, one thread
- Versions: polars {polars}, polars-resemble {ours}, polars-distance {peer}, Python {python}
- Date: {date}

## From a Parquet file to a sum

`pl.scan_parquet(file).select(pl.col("left").rs.levenshtein("right").sum())` beside the same query with the
lengths of both columns instead; nanoseconds per row, medians. *Peak* is the process's memory in MB.

{queries}

## A handful of rows

`DataFrame.select` of one expression, in microseconds per call, medians. polars-distance does little more
than a plugin has to.

{calls}
"""


def name(rng: random.Random) -> str:
    """Make up a name."""
    return "".join(rng.choices(ascii_lowercase, k=max(1, round(rng.gauss(13, 3)))))


def write_names(file: Path, height: int) -> None:
    """Write two columns; beyond a number of distinct names these repeat."""
    rng = random.Random(height)  # noqa: S311 (names, not secrets)
    count = min(height, DISTINCT)
    sides = {side: [name(rng) for _ in range(count)] for side in ("left", "right")}
    frame = pl.DataFrame(sides)
    pl.concat([frame] * (height // count)).write_parquet(file)


def run_query(file: str, engine: str, what: str) -> None:
    """Print the seconds that a query takes, and the peak of memory in MB."""
    compared = [rs.levenshtein("left", "right").sum()]
    read = [pl.col("left", "right").str.len_bytes().sum()]
    query = pl.scan_parquet(file).select(compared if what == "compared" else read)
    seconds = []
    for _ in range(ROUNDS):
        start = perf_counter()
        query.collect(engine=engine)  # type: ignore[call-overload]
        seconds.append(perf_counter() - start)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"seconds": statistics.median(seconds), "peak": peak / 1024}))


def measured(file: Path, engine: str, what: str) -> dict[str, float]:
    """Run a query in a process of its own."""
    command = [sys.executable, __file__, "--query", str(file), engine, what]
    environment = {**os.environ, "POLARS_MAX_THREADS": "1"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def query_rows() -> list[list[str]]:
    """Return the table of whole queries, its head first."""
    lines = [["engine", "rows", "reading", "and comparing", "beyond", "peak, reading", "peak, comparing"]]
    with tempfile.TemporaryDirectory() as folder:
        for height in HEIGHTS:
            file = Path(folder) / f"{height}.parquet"
            # Made by another process, whose memory is not counted.
            subprocess.run([sys.executable, __file__, "--write", str(file), str(height)], check=True)
            for engine in ENGINES:
                read, compared = (measured(file, engine, what) for what in ("read", "compared"))
                times = [each["seconds"] / height * 1e9 for each in (read, compared)]
                figures = [f"{figure:.1f}" for figure in (*times, times[1] - times[0])]
                peaks = [f"{each['peak']:.0f}" for each in (read, compared)]
                lines.append([engine, f"{height:,}".replace(",", " "), *figures, *peaks])
    return lines


def call_rows() -> list[list[str]]:
    """Return the table of calls with a handful of rows, its head first."""
    expressions = {
        "polars-resemble": rs.levenshtein("left", "right"),
        "polars-distance": pld.col("left").dist_str.levenshtein("right"),
        "no plugin: `len_bytes`": pl.col("left").str.len_bytes(),
    }
    lines = [["rows", *expressions]]
    for height in HANDFULS:
        frame = pl.DataFrame({"left": ["kitten"] * height, "right": ["sitting"] * height})
        seconds: dict[str, list[float]] = {label: [] for label in expressions}
        for _ in range(CALLS):
            for label, expression in expressions.items():
                start = perf_counter()
                frame.select(expression)
                seconds[label].append(perf_counter() - start)
        lines.append([str(height), *(f"{statistics.median(each) * 1e6:.0f}" for each in seconds.values())])
    return lines


def main() -> None:
    """Write the page, or do what a process of its own is for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--output", type=Path, help="the page to write, instead of printing it")
    parser.add_argument("--query", nargs=3, help=argparse.SUPPRESS)
    parser.add_argument("--write", nargs=2, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.query:
        return run_query(*arguments.query)
    if arguments.write:
        return write_names(Path(arguments.write[0]), int(arguments.write[1]))
    page = PAGE.format(
        cpu=processor(),
        system=platform.system(),
        polars=version("polars"),
        ours=version("polars-resemble"),
        peer=version("polars-distance"),
        python=platform.python_version(),
        date=datetime.now(tz=timezone.utc).date().isoformat(),
        queries=table(query_rows()),
        calls=table(call_rows()),
    )
    if arguments.output:
        arguments.output.write_text(page, encoding="utf-8")
    else:
        print(page)
    return None


if __name__ == "__main__":
    main()
