"""Turn timings into the Markdown page that says how fast everything is, and on which machine."""

from __future__ import annotations

import platform
from datetime import datetime, timezone
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import polars as pl

import polars_resemble._internal as internal
from cases import LIBRARIES, OURS, PLUGINS, PYTHON

PAGE = """# Benchmarks

Row by row: two columns of texts, each left text against the right one beside it, or one column for
functions of one text. Written by `make bench`.

- Machine: {cpu}, {cores} threads, instruction set `{instructions}`, {system}
- Versions: {versions}, Python {python}
- Date: {date}

{pairs} pairs each, drawn at random from the FEBRL 4 person files, their names in eleven scripts
(*scripts*), and titles of products made up of words:
{texts}.

Figures are nanoseconds per pair, medians of three to five interleaved rounds; slow libraries get
only some of the pairs. *One thread* is the in-memory engine with `POLARS_MAX_THREADS=1` on one
core; *all threads* is the streaming engine, which cuts the columns into pieces for every library.
RapidFuzz is called as `cpdist` (a literal: `cdist`) on Python lists made beforehand, with
`workers=1` and `workers=-1`. jellyfish and Python's own functions are called in a loop over a Python list.
Plugins without cutoffs compute the similarity; dropping what is below is not timed. The values of all
libraries were checked to be equal (of grams, for texts that are not shorter than one), but for codes of
sounds, of which the rules differ.

## Summary

Ours on one thread, and in brackets how many times as long the fastest other Polars plugin takes; where no
plugin has the function, how many times as long RapidFuzz, jellyfish or Python takes.

{summary}
"""


class Timing(NamedTuple):
    """How long a library takes for a pair of texts."""

    case: str
    texts: str
    letters: int
    threads: str
    library: str
    nanoseconds: float


def table(rows: list[list[str]]) -> str:
    """Format rows, the first being the head, as a Markdown table."""
    head, *body = rows
    rule = ["---"] + ["---:"] * (len(head) - 1)
    return "\n".join("| " + " | ".join(row) + " |" for row in [head, rule, *body])


def digits(nanoseconds: float) -> str:
    """Format with three significant digits."""
    return f"{float(f'{nanoseconds:.3g}'):g}"


def lead(row: dict[str, float]) -> str:
    """Return how many times as long as ours the fastest other plugin takes, or library if there is none."""
    others = {library: value for library, value in row.items() if library != OURS}
    plugins = [value for library, value in others.items() if library in PLUGINS]
    return f"{min(plugins or others.values()) / row[OURS]:.1f}x"


def write_report(timings: list[Timing], pairs: int) -> str:
    """Return the page."""
    rows: dict[tuple[str, str, str], dict[str, float]] = {}
    for timing in timings:
        key = timing.case, timing.threads, timing.texts
        rows.setdefault(key, {})[timing.library] = timing.nanoseconds
    letters = {timing.texts: timing.letters for timing in timings}
    cases = list(dict.fromkeys(timing.case for timing in timings))

    def summary_cell(case: str, texts: str) -> str:
        row = rows.get((case, "one", texts))
        return "" if row is None else f"{digits(row[OURS])} ({lead(row)})"

    head = ["", *(f"{texts}, {count} letters" for texts, count in letters.items())]
    summary = [head] + [[case, *(summary_cell(case, texts) for texts in letters)] for case in cases]
    page = PAGE.format(
        cpu=processor(),
        cores=pl.thread_pool_size(),
        instructions=internal.instruction_set(),
        system=platform.system(),
        versions=", ".join(f"{name} {version(name)}" for name in ["polars", *LIBRARIES]),
        python=platform.python_version(),
        date=datetime.now(tz=timezone.utc).date().isoformat(),
        pairs=f"{pairs:,}".replace(",", " "),
        texts=", ".join(f"{texts} (about {count} letters)" for texts, count in letters.items()),
        summary=table(summary),
    )
    return "\n".join([page, *(section(case, rows, letters) for case in cases)])


def section(case: str, rows: dict[tuple[str, str, str], dict[str, float]], letters: dict[str, int]) -> str:
    """Return the heading and the table of one case."""
    timed = [(case, threads, texts) for threads in ("one", "all") for texts in letters]
    timed = [key for key in timed if key in rows]
    there = rows[timed[0]]
    libraries = [library for library in [*LIBRARIES, PYTHON] if library in there]
    other = "plugin " if len(there.keys() & set(PLUGINS)) > 1 else ""
    lines = [["texts", "threads", *libraries, f"fastest other {other}/ ours"]]
    for _, threads, texts in timed:
        row = rows[case, threads, texts]
        figures = [digits(row[library]) for library in libraries]
        lines.append([texts, threads, *figures, lead(row)])
    return f"## {case}\n\n{table(lines)}\n"


def processor() -> str:
    """Return the name of the processor, which only Linux tells in a file."""
    file = Path("/proc/cpuinfo")
    if file.exists():
        for line in file.read_text().splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.processor() or platform.machine()
