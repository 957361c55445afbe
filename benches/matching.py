"""Time searches and joins beside other libraries: the table of `docs/matching.md`.

    python benches/matching.py [--output docs/matching.md]

Names are given names and surnames of the FEBRL 4 person files, put together at random and all distinct; the
right ones have two errors of typing. Slow peers get fewer rows, and their time is multiplied; the table
says so. Each row of the table is a median of turns, ours and the peer's one after the other. What a join
answers is compared with the scores of all pairs for the rows the peer had. A difference ends the run.
"""

from __future__ import annotations

import argparse
import math
import os
import random
import statistics
import subprocess
import sys
import tempfile
from datetime import datetime, timezone
from pathlib import Path
from string import ascii_lowercase
from time import perf_counter
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import polars as pl
from rapidfuzz import fuzz, process
from rapidfuzz.distance import JaroWinkler, Levenshtein

import polars_resemble as rs
from columns import read_people
from report import processor

try:
    from polars_simed import join_sim
except ImportError:
    join_sim = None

if TYPE_CHECKING:
    from collections.abc import Callable

ROWS = 50_000
#: Left rows that a peer which scores all pairs is given.
SAMPLE = 300
#: Fewer for those that take microseconds a pair.
SLOW = 20
TURNS = 3
#: More where the best of them counts, because other work on the machine would look like growth.
GROWTH_TURNS = 7
#: Peers may compute in single precision.
SINGLE = 1e-6
BEST = 10
#: Numbers above this have three digits before the point.
DIGITS = 100
#: Files of the two inputs of a join.
SIDES = ("left", "right")
#: What is said of a search in the streaming engine.
LAZILY = ", lazily"
BEGIN, END = "<!-- timings -->", "<!-- end of timings -->"

DISTANCE = rs.scorers.levenshtein(measure="distance")


class Work(NamedTuple):
    """Something to do, by us and by a peer."""

    name: str
    peer: str
    ours: Callable[[], Any]
    theirs: Callable[[], Any]
    #: How much more there is to do than the peer does.
    times: float
    #: Ends the run if the answers differ.
    check: Callable[[Any, Any], None]
    turns: int = TURNS


def with_errors(text: str, dice: random.Random) -> str:
    """Make two errors of typing."""
    letters = list(text)
    for _ in range(2):
        place = dice.randrange(len(letters))
        match dice.randrange(3):
            case 0:
                letters[place] = dice.choice(ascii_lowercase)
            case 1:
                letters.insert(place, dice.choice(ascii_lowercase))
            case _:
                letters.pop(place)
    return "".join(letters)


def names(rows: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Make up distinct names, and the same with errors, in another order."""
    people = read_people()
    given, family = (sorted(people[part].drop_nulls().unique()) for part in ("given_name", "surname"))
    dice = random.Random(7)  # noqa: S311 - names need no cryptography
    left: dict[str, None] = {}
    while len(left) < rows:
        left[f"{dice.choice(given)} {dice.choice(family)}"] = None
    right = [with_errors(name, dice) for name in left]
    dice.shuffle(right)
    frames = (pl.DataFrame({"text": side}).with_row_index("row") for side in (list(left), right))
    first, second = frames
    return first, second


def addresses(rows: int) -> list[str]:
    """Take addresses."""
    people = read_people()
    joined = pl.concat_str("address_1", "address_2", "suburb", separator=" ", ignore_nulls=True)
    return people.select(joined).to_series().drop_nulls().unique(maintain_order=True)[:rows].to_list()


def same_rows(ours: pl.DataFrame, theirs: np.ndarray, keeps: Callable[[np.ndarray], np.ndarray]) -> None:
    """Compare a join with the scores of all pairs of the peer's rows."""
    expected = {(int(row), int(other)) for row, other in zip(*np.nonzero(keeps(theirs)), strict=True)}
    rows = ours.filter(pl.col("row") < len(theirs)).select("row", "row_right", "score").rows()
    if {(row, other) for row, other, _ in rows} != expected:
        message = "the join differs from the scores of all pairs"
        raise SystemExit(message)
    if any(abs(theirs[row, other] - score) > SINGLE for row, other, score in rows):
        message = "scores differ"
        raise SystemExit(message)


def joins(left: pl.DataFrame, right: pl.DataFrame) -> list[Work]:
    """Join by metrics that RapidFuzz has, whose `cdist` scores all pairs."""
    texts = [side["text"].to_list() for side in (left, right)]

    def work(
        name: str, ours: Any, theirs: Any, cutoff: float, *, scale: float = 1.0, rows: int = SAMPLE
    ) -> Work:
        is_distance = ours is DISTANCE

        def keeps(scores: np.ndarray) -> np.ndarray:
            return scores <= cutoff if is_distance else scores >= cutoff

        def all_pairs() -> np.ndarray:
            scores = process.cdist(texts[0][:rows], texts[1], scorer=theirs, workers=-1, dtype=np.float64)
            return scores / scale if scale != 1.0 else scores

        return Work(
            f"join, {name}",
            "RapidFuzz `cdist`",
            lambda: left.rs.fuzzy_join(right, on="text", scorer=ours, score_cutoff=cutoff),
            all_pairs,
            len(texts[0]) / rows,
            lambda found, scores: same_rows(found, scores, keeps),
        )

    return [
        work("Levenshtein distance ≤ 2", DISTANCE, Levenshtein.distance, 2),
        work("Jaro-Winkler ≥ 0.92", rs.scorers.jaro_winkler(), JaroWinkler.similarity, 0.92),
        work("`ratio` ≥ 0.85", rs.scorers.ratio(), fuzz.ratio, 0.85, scale=100),
        work(
            "`token_sort_ratio` ≥ 0.85", rs.scorers.token_sort_ratio(), fuzz.token_sort_ratio, 0.85, scale=100
        ),
        work(
            "`token_set_ratio` ≥ 0.85",
            rs.scorers.token_set_ratio(),
            fuzz.token_set_ratio,
            0.85,
            scale=100,
            rows=SLOW,
        ),
        work(
            "`partial_ratio` ≥ 0.9", rs.scorers.partial_ratio(), fuzz.partial_ratio, 0.9, scale=100, rows=SLOW
        ),
        work("`wratio` ≥ 0.92", rs.scorers.wratio(), fuzz.WRatio, 0.92, scale=100, rows=SLOW),
    ]


def join_of_grams(left: pl.DataFrame, right: pl.DataFrame) -> Work:
    """Join by Jaccard's index, against our own scores of all pairs."""
    some = left.head(SAMPLE)
    trigrams = rs.scorers.jaccard(ngram=3)
    cutoff = 0.7

    def check(found: pl.DataFrame, pairs: pl.DataFrame) -> None:
        columns = ["row", "row_right", "score"]
        ours = found.filter(pl.col("row") < SAMPLE).select(columns).sort(columns)
        if not ours.equals(pairs.select(columns).sort(columns)):
            message = "the join differs from the scores of all pairs"
            raise SystemExit(message)

    def all_pairs() -> pl.DataFrame:
        pairs = some.lazy().join(right.lazy(), how="cross")
        score = rs.jaccard("text", "text_right", ngram=3, score_cutoff=cutoff)
        return pairs.with_columns(score=score).drop_nulls("score").collect()

    return Work(
        "join, Jaccard of trigrams ≥ 0.7",
        "our own `jaccard`, all pairs",
        lambda: left.rs.fuzzy_join(right, on="text", scorer=trigrams, score_cutoff=cutoff),
        all_pairs,
        left.height / SAMPLE,
        check,
    )


def top_ten(left: pl.DataFrame, right: pl.DataFrame) -> Work | None:
    """Find the ten best by the cosine of trigrams, if there is somebody to compare with."""
    if join_sim is None:
        return None

    def check(found: pl.DataFrame, _: pl.DataFrame) -> None:
        if found.group_by("row").len()["len"].max() != BEST:
            message = "expected ten matches"
            raise SystemExit(message)

    return Work(
        "join, ten best by the cosine of trigrams",
        "polars_simed (a to z and digits only, unweighted)",
        lambda: left.rs.fuzzy_join(
            right, on="text", scorer=rs.scorers.tfidf(ngram=3), score_cutoff=0.01, limit=BEST
        ),
        lambda: join_sim(left.drop("row"), right.drop("row"), on="text", top_n=BEST),
        1.0,
        check,
    )


def searched(column: pl.Series, found: pl.Expr, *, lazily: bool) -> pl.DataFrame:
    """Search a column, all of it at once or in the pieces of the streaming engine."""
    frame = column.to_frame()
    return frame.lazy().select(found).collect(engine="streaming") if lazily else frame.select(found)


def matrix(name: str, texts: list[str], others: list[str], *, lazily: bool = False) -> Work:
    """Score all pairs, and keep all scores."""
    column, choices = pl.Series("text", texts), pl.Series("choices", others)

    def check(ours: pl.DataFrame, theirs: np.ndarray) -> None:
        if not np.array_equal(ours.to_series().to_numpy(), theirs):
            message = "scores differ"
            raise SystemExit(message)

    return Work(
        f"`cdist`, Levenshtein, {len(texts):_} × {len(others):_} {name}{LAZILY if lazily else ''}".replace(
            "_", "\u202f"
        ),
        "RapidFuzz `cdist`",
        lambda: searched(column, rs.cdist("text", choices, scorer=DISTANCE), lazily=lazily),
        lambda: process.cdist(texts, others, scorer=Levenshtein.distance, workers=-1),
        1.0,
        check,
        15,
    )


def search(left: pl.DataFrame, choices: list[str], *, lazily: bool = False) -> Work:
    """Find the best of many choices."""
    queries, some = left["text"].head(10_000), 20

    def one_by_one() -> list[Any]:
        scorer = Levenshtein.normalized_similarity
        return [process.extractOne(query, choices, scorer=scorer) for query in queries.head(some)]

    def check(ours: pl.DataFrame, theirs: list[Any]) -> None:
        found = [(match["score"], match["index"]) for match in ours.to_series().head(some)]
        if found != [(score, index) for _, score, index in theirs]:
            message = "matches differ"
            raise SystemExit(message)

    return Work(
        f"`extract_one`, Levenshtein, 10\u202f000 in 100\u202f000{LAZILY if lazily else ''}",
        "RapidFuzz `extractOne`, one by one",
        lambda: searched(queries, rs.extract_one("text", choices, scorer="levenshtein"), lazily=lazily),
        one_by_one,
        queries.len() / some,
        check,
    )


def time_once(call: Callable[[], Any]) -> tuple[float, Any]:
    """Return the seconds that a call takes, and its answer."""
    start = perf_counter()
    answer = call()
    return perf_counter() - start, answer


def measured(work: Work) -> list[str]:
    """Let both take turns; return a row of the table."""
    times: list[list[float]] = [[], []]
    for turn in range(work.turns):
        answers = []
        for side, call in enumerate((work.ours, work.theirs)):
            seconds, answer = time_once(call)
            times[side].append(seconds)
            answers.append(answer)
        if turn == 0:
            work.check(*answers)
    ours, theirs = (statistics.median(side) for side in times)
    theirs *= work.times
    said = work.peer if work.times == 1.0 else f"{work.peer}, of 1 in {round(work.times)}"
    numbers = f"{spelled(ours)} s", f"{spelled(theirs)} s", f"{spelled(theirs / ours)} ×"
    row = [work.name, *numbers, said]
    print(*row[:4], sep=", ", file=sys.stderr)
    return row


def spelled(number: float) -> str:
    """Spell a number with three digits, or all of those before the point."""
    return f"{number:.0f}" if number > DIGITS else f"{number:.3g}"


def growth() -> list[str]:
    """Join four times as many rows in turns; the best time as a power of the number of rows and matches."""
    lines = []
    sides = [names(rows) for rows in (ROWS, 4 * ROWS)]
    for edits in (1, 2):
        joined = [(math.inf, 0), (math.inf, 0)]
        for _ in range(GROWTH_TURNS):
            for at, (left, right) in enumerate(sides):
                seconds, found = time_once(
                    lambda: left.rs.fuzzy_join(right, on="text", scorer=DISTANCE, score_cutoff=edits)  # noqa: B023
                )
                joined[at] = min(joined[at], (seconds, left.height + found.height))
        (few, small), (many, large) = joined
        power = math.log(many / few) / math.log(large / small)
        each = [f"{1e9 * seconds / count:.0f} ns" for seconds, count in joined]
        lines.append(
            f"- Levenshtein distance ≤ {edits}: {few:.2f} s for {ROWS} rows a side and {small - ROWS} "
            f"matches, {many:.2f} s for {4 * ROWS} and {large - 4 * ROWS}; that is {each[0]} and {each[1]} "
            f"for a row or a match, and time grows with the power {power:.2f} of their number."
        )
    return lines


def memory() -> str:
    """Tell how much memory joins take beyond their inputs, each in a process of its own."""
    works = {"levenshtein": 2, "jaro_winkler": 0.92, "ratio": 0.85}
    with tempfile.TemporaryDirectory() as folder:
        for frame, side in zip(names(ROWS), SIDES, strict=True):
            frame.write_ipc(Path(folder, side))
        peaks = []
        for scorer, cutoff in works.items():
            command = [sys.executable, __file__, "--memory", folder, scorer, str(cutoff)]
            peaks.append(subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip())
    said = ", ".join(f"{peak} MB (`{scorer}`)" for peak, scorer in zip(peaks, works, strict=True))
    return f"- Beyond their inputs, joins of {ROWS} rows take up to {said}."


def print_memory(folder: str, scorer: str, cutoff: str) -> None:
    """Print by how much a join raises the peak of this process, which has only read its inputs."""
    left, right = (pl.read_ipc(Path(folder, side), memory_map=False) for side in SIDES)
    chosen = DISTANCE if scorer == "levenshtein" else scorer
    # The peak is counted anew from here.
    Path("/proc/self/clear_refs").write_text("5")
    before = status("VmRSS")
    left.rs.fuzzy_join(right, on="text", scorer=chosen, score_cutoff=float(cutoff))
    print(round((status("VmHWM") - before) / 1024))


def status(name: str) -> int:
    """Return a figure of this process, in kilobytes."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name))


def report() -> str:
    """Measure everything."""
    left, right = names(ROWS)
    people = [side["text"][:5000].to_list() for side in (left, right)]
    places = addresses(10_000)
    choices, _ = names(2 * ROWS)
    works = [
        *joins(left, right),
        join_of_grams(left, right),
        top_ten(left, right),
        matrix("names", people[0], people[1]),
        matrix("names", people[0], people[1], lazily=True),
        matrix("addresses", places[:5000], places[5000:]),
        search(right, choices["text"].to_list()),
        search(right, choices["text"].to_list(), lazily=True),
    ]
    rows = [measured(work) for work in works if work is not None]
    head = ["work", "polars-resemble", "peer", "", "the peer"]
    table = [head, ["---", "---:", "---:", "---:", "---"], *rows]
    lines = ["| " + " | ".join(row) + " |" for row in table]
    about = (
        f"{ROWS} × {ROWS} names unless said otherwise; {processor()}, {os.cpu_count()} threads; polars "
        f"{pl.__version__}; {datetime.now(timezone.utc):%B %Y}."
    )
    return "\n".join([about, "", *lines, "", *growth(), memory()])


def main() -> None:
    """Print the table, or put it into a page."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--output", type=Path)
    arguments.add_argument("--memory", nargs=3, metavar=("FOLDER", "SCORER", "CUTOFF"), help="used by itself")
    chosen = arguments.parse_args()
    if chosen.memory:
        print_memory(*chosen.memory)
        return
    text = report()
    if chosen.output is None:
        print(text)
        return
    page = chosen.output.read_text()
    before, rest = page.split(BEGIN)
    _, after = rest.split(END)
    chosen.output.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}")


if __name__ == "__main__":
    main()
