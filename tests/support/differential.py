"""Compare the whole library with independent code, on random data, under every instruction set.

    python tests/support/differential.py --minutes 10 --seed 1

A trial draws a function, its parameters, frames of any shape and dtype, a cutoff and a form of the query, and
runs it in one process for each instruction set of the machine. Answers are held against RapidFuzz, jellyfish,
and the definitions in this folder; those of joins, searches and groups against scoring every pair. What
differs is made small and printed as a program. `--trial` runs one trial again, `--only` some kinds of them.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from time import perf_counter

# Polars reads these once. With small morsels a frame of a few hundred rows reaches a function in pieces.
os.environ.setdefault("POLARS_IDEAL_MORSEL_SIZE", "64")
os.environ.setdefault("POLARS_STREAMING_CHUNK_SIZE", "64")

from trials.families import FAMILIES, draw
from trials.running import failure, report, smaller, start


def main() -> None:
    """Run trials until the time is over, and fail if one failed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--trial", type=int, help="run this one only")
    parser.add_argument("--only", nargs="+", choices=FAMILIES, help="kinds of trials")
    parser.add_argument("--failures", type=int, default=10, help="stop after so many")
    options = parser.parse_args()

    runners = start()
    names = ", ".join(runner.name for runner in runners)
    end = perf_counter() + 60 * options.minutes
    number = options.trial or 0
    counts: Counter[str] = Counter()
    failures = 0
    while perf_counter() < end and failures < options.failures:
        trial = draw(options.seed, number, options.only)
        counts[trial.function] += 1
        found = failure(trial, runners)
        if found is not None:
            failures += 1
            print(report(*smaller(trial, found, runners), options.seed, number), flush=True)
        number += 1
        if options.trial is not None:
            break
    for runner in runners:
        runner.stop()

    print(*(f"{count:>7} {function}" for function, count in sorted(counts.items())), sep="\n")
    print(f"{counts.total()} trials under {names}, {failures} failures, seed {options.seed}")
    sys.exit(failures > 0)


if __name__ == "__main__":
    main()
