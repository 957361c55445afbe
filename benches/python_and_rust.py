"""Time what Python does row by row against what this library does column by column.

`make bench` runs this after the comparison with other libraries, and writes `docs/python_and_rust.md`.
Every function is timed in three forms: in pure Python over lists, as `map_elements` (Polars calls the
same Python function), and as an expression. They take turns, the median of the rounds counts, and a value
that differs ends the run. Python gets fewer rows where it is slow.
"""

from __future__ import annotations

import argparse
import platform
import random
import statistics
import sys
from dataclasses import dataclass
from datetime import datetime, timezone
from functools import cache
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

import polars as pl

import polars_resemble as rs

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 5

#: Seconds for which a form is called again in each round, so that a short call is not timed on its own.
LEAST = 0.05
PAGE = """# Python and Rust

What a Python function costs in each row, and what the same values cost in an expression. Written by
`make bench`.

- Machine: {cpu}, {system}
- Versions: polars {polars}, polars-resemble {ours}, Python {python}
- Date: {date}

Figures are nanoseconds per row, medians of {rounds} interleaved rounds, in each of which a form was called
for at least {least:g} seconds, and in brackets how many times as long as ours; Python was given fewer rows
than this library where it is slow. All values were checked to be equal.

{table}

Pure Python takes lists and makes one, so reading the columns and writing the result is not in its figure;
`map_elements` has Polars call the same function. The numbers of Fibonacci are found in three ways in
Python: by addition for each row, in as many steps as n has bits, and with a dictionary that remembers what
was computed before. *Text of F(10 000)* is CPython's own large integers,
by fast doubling, and `str`. All rows of `concat_range` are parts of one text here, which is written once;
Python writes every row. Symbols by nanoseconds of `reverse_complement` are gigabytes a second; copying
the same memory takes a third to a half of that time on this machine. Two strands of 50 million symbols
go at 4.4 gigabytes a second on one thread, where numpy copies them at 10, once the system has memory at
hand: the first calls take several times as long, of either. (A frame of one row is no measure: Polars itself
copies its text.)
"""


def levenshtein(pair: dict[str, str]) -> int:
    """Fill the textbook's table row by row."""
    left, right = pair["left"], pair["right"]
    above = list(range(len(right) + 1))
    for row, symbol in enumerate(left, 1):
        current = [row]
        for column, other in enumerate(right, 1):
            edit = above[column - 1] + (symbol != other)
            current.append(min(edit, above[column] + 1, current[-1] + 1))
        above = current
    return above[-1]


def fibonacci(n: int) -> int:
    """Add up."""
    number, after = 0, 1
    for _ in range(n):
        number, after = after, number + after
    return number


def doubled_fibonacci(n: int) -> int:
    """Double the index for each bit of n."""
    number, after = 0, 1
    for bit in f"{n:b}":
        number, after = number * (2 * after - number), number * number + after * after
        if bit == "1":
            number, after = after, number + after
    return number


@cache
def cached_fibonacci(n: int) -> int:
    """Add up once for each n."""
    return fibonacci(n)


def fibonacci_text(n: int) -> str:
    """Write all digits."""
    return str(doubled_fibonacci(n))


def reverse_complement(sequence: str) -> str:
    """Exchange the letters, and turn the strand around."""
    return sequence.translate(COMPLEMENTS)[::-1]


COMPLEMENTS = str.maketrans("ACGTacgt", "TGCAtgca")


def concat_range(stop: int) -> str:
    """Join the integers."""
    return "".join(map(str, range(stop)))


@dataclass(frozen=True)
class Case:
    """A Python function, the expression that gives its values, and the rows of both."""

    name: str
    function: Callable[[Any], Any]
    expression: pl.Expr
    dtype: type[pl.DataType]
    column: pl.Series
    python_rows: int


def draw_strands(rng: random.Random, length: int, rows: int) -> pl.Series:
    """Draw strands, a thousand of them different."""
    strands = ["".join(rng.choices("ACGT", k=length)) for _ in range(1_000)]
    return pl.Series("x", strands * (rows // 1_000))


def cases() -> list[Case]:
    """Make the cases, always with the same rows."""
    rng = random.Random(0)  # noqa: S311 - nothing is kept secret

    def word() -> str:
        return "".join(rng.choices("aeionrst", k=rng.randint(4, 12)))

    rows = 1_000_000
    words = [{"left": word(), "right": word()} for _ in range(rows // 10)] * 10
    numbers = [rng.randint(0, 93) for _ in range(rows)]
    left, right = (pl.col("x").struct.field(side) for side in ("left", "right"))
    return [
        Case(
            "levenshtein", levenshtein, rs.levenshtein(left, right), pl.UInt32, pl.Series("x", words), 5_000
        ),
        *(
            Case(
                f"fibonacci, n up to 93, by {way}",
                function,
                rs.fibonacci("x"),
                pl.UInt64,
                pl.Series("x", numbers),
                50_000,
            )
            for way, function in [
                ("adding", fibonacci),
                ("doubling", doubled_fibonacci),
                ("a cache", cached_fibonacci),
            ]
        ),
        Case(
            "text of F(10 000)",
            fibonacci_text,
            rs.fibonacci("x", dtype=pl.String),
            pl.String,
            pl.Series("x", [10_000] * 200),
            200,
        ),
        Case(
            "concat_range, up to 1 000",
            concat_range,
            rs.concat_range("x"),
            pl.String,
            pl.Series("x", [rng.randint(0, 1_000) for _ in range(10_000)]),
            2_000,
        ),
        Case(
            "concat_range, one row up to 1 000 000",
            concat_range,
            rs.concat_range("x"),
            pl.String,
            pl.Series("x", [1_000_000]),
            1,
        ),
        *(
            Case(
                f"reverse_complement, {length} symbols",
                reverse_complement,
                rs.reverse_complement("x"),
                pl.String,
                draw_strands(rng, length, rows),
                min(rows, 5_000_000 // length),
            )
            for length, rows in [(100, 400_000), (10_000, 4_000)]
        ),
    ]


def time_calls(call: Callable[[], Any]) -> tuple[float, Any]:
    """Return the seconds that a call takes when it is repeated, and its value."""
    calls, start = 1, perf_counter()
    value = call()
    while (taken := perf_counter() - start) < LEAST:
        value = call()
        calls += 1
    return taken / calls, value


def run(case: Case) -> list[float]:
    """Return the nanoseconds per row in Python, by `map_elements`, and of this library."""
    few = case.column.head(case.python_rows)
    values, frame, small = few.to_list(), case.column.to_frame(), few.to_frame()
    mapped = pl.col("x").map_elements(case.function, return_dtype=case.dtype)
    forms = [
        (case.python_rows, lambda: [case.function(value) for value in values]),
        (case.python_rows, lambda: small.select(mapped).to_series()),
        (case.column.len(), lambda: frame.select(case.expression).to_series()),
    ]
    rounds: list[list[float]] = [[] for _ in forms]
    for _ in range(ROUNDS):
        answers = []
        for seconds, (rows, call) in zip(rounds, forms, strict=True):
            taken, answer = time_calls(call)
            seconds.append(taken / rows)
            answers.append(answer)
        python, by_polars, ours = answers
        if python != by_polars.to_list() or python != ours.head(case.python_rows).to_list():
            message = f"{case.name}: the values differ"
            raise SystemExit(message)
    return [statistics.median(seconds) * 1e9 for seconds in rounds]


def shown(nanoseconds: float, ours: float) -> str:
    """Format with three significant digits, and the ratio."""
    figure = digits(nanoseconds)
    return figure if nanoseconds == ours else f"{figure} ({digits(nanoseconds / ours)}x)"


def digits(number: float) -> str:
    """Format with three significant digits."""
    return f"{float(f'{number:.3g}'):,.10g}".replace(",", " ")


def processor() -> str:
    """Return the name of the processor, which only Linux tells in a file."""
    file = Path("/proc/cpuinfo")
    lines = file.read_text().splitlines() if file.exists() else []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def main() -> None:
    """Run all cases and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path)
    options = parser.parse_args()
    if hasattr(sys, "set_int_max_str_digits"):
        sys.set_int_max_str_digits(0)
    lines = ["| | pure Python | `map_elements` | this library |", "| --- | ---: | ---: | ---: |"]
    for case in cases():
        timings = run(case)
        cells = [shown(nanoseconds, timings[-1]) for nanoseconds in timings]
        lines.append(f"| {case.name} | {' | '.join(cells)} |")
        print(lines[-1], file=sys.stderr)
    page = PAGE.format(
        cpu=processor(),
        system=platform.system(),
        polars=pl.__version__,
        ours=rs.__version__,
        python=platform.python_version(),
        date=datetime.now(tz=timezone.utc).date().isoformat(),
        rounds=ROUNDS,
        least=LEAST,
        table="\n".join(lines),
    )
    if options.output:
        options.output.write_text(page)
    else:
        print(page)


if __name__ == "__main__":
    main()
