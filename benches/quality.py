"""Say how well scorers find what belongs together, on public linkage sets: a table in Markdown.

    python benches/quality.py <folder>

The folder has one folder for each set. Each right text takes its best left text; the number is the F1
of the matches above the best cutoff, which is found with the truth at hand. AutoFJ is the mean of its tasks.
A second table says what it gives that each text has one partner: ``matches="one_to_one"``.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

import polars_resemble as rs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polars_resemble.typing import JoinMatches

SCORERS = [
    rs.scorers.jaro_winkler(processor="default"),
    rs.scorers.ratio(processor="default"),
    rs.scorers.token_sort_ratio(processor="default"),
    rs.scorers.token_set_ratio(processor="default"),
    rs.scorers.jaccard(ngram=3, processor="default"),
    rs.scorers.tfidf(ngram=None, processor="default"),
    rs.scorers.tfidf(ngram=3, processor="default"),
    rs.scorers.soft_tfidf(processor="default"),
]

#: Scorers that texts have one partner by.
OF_PARTNERS = SCORERS[5:]
#: Cutoffs that are tried; what partners a text has depends on them.
CUTOFFS = [each / 100 for each in range(20, 95, 5)]

BEST: JoinMatches = "best"
ONE_TO_ONE: JoinMatches = "one_to_one"

Task = tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]


def tables(folder: Path, text: pl.Expr) -> Task:
    """Read the two tables of a set and its true pairs."""
    left, right, truth = (
        pl.read_csv(folder / f"{name}.csv", infer_schema_length=0) for name in ("left", "right", "matches")
    )
    return left.select("id", text=text), right.select("id", text=text), truth.select("left_id", "right_id")


def autofj(folder: Path) -> Iterator[Task]:
    """Read the tasks of AutoFJ one by one."""
    left, right, truth = (
        pl.read_parquet(folder / f"{name}.parquet") for name in ("left", "right", "matches")
    )
    for task in left["task"].unique(maintain_order=True):
        ours = pl.col("task") == task
        sides = (side.filter(ours).select("id", text="name") for side in (left, right))
        yield (*sides, truth.filter(ours).select("left_id", "right_id"))


def best_f1(task: Task, scorer: rs.scorers.Scorer) -> float:
    """Join the best left text to each right one, and try all cutoffs."""
    left, right, truth = task
    best = right.rs.fuzzy_join(left, on="text", scorer=scorer, score_cutoff=0.2, limit=1)
    known = truth.with_columns(same=1)
    matches = best.select(right_id="id", left_id="id_right", score="score")
    matches = matches.join(known, on=["left_id", "right_id"], how="left").sort("score", descending=True)
    correct = pl.col("same").fill_null(0).cum_sum()
    f1 = 2 * correct / (pl.int_range(1, pl.len() + 1) + truth.height)
    # A cutoff keeps all matches of equal score.
    is_last = pl.col("score") != pl.col("score").shift(-1, fill_value=-1.0)
    return float(matches.select(f1.filter(is_last).max()).item() or 0.0)


def best_f1_of_partners(task: Task, scorer: rs.scorers.Scorer, matches: JoinMatches) -> float:
    """Join the texts of both sides, and try some cutoffs."""
    left, right, truth = task
    best = 0.0
    for cutoff in CUTOFFS:
        found = right.rs.fuzzy_join(left, on="text", scorer=scorer, score_cutoff=cutoff, matches=matches)
        pairs = found.select(left_id="id_right", right_id="id")
        correct = pairs.join(truth, on=["left_id", "right_id"], how="semi").height
        best = max(best, 2 * correct / (pairs.height + truth.height))
    return best


def main(folder: Path) -> None:
    """Print the table."""
    person = pl.concat_str("given_name", "surname", "address_1", separator=" ", ignore_nulls=True)
    sets: dict[str, list[Task]] = {
        "dblp_acm": [tables(folder / "dblp_acm", pl.col("title"))],
        "amazon_google": [tables(folder / "amazon_google", pl.col("title"))],
        "febrl4": [tables(folder / "febrl4", person)],
        "autofj": list(autofj(folder / "autofj_a")),
    }
    print(f"| scorer | {' | '.join(sets)} |")
    print(f"| --- |{' ---: |' * len(sets)}")
    for scorer in SCORERS:
        scores = [sum(best_f1(task, scorer) for task in tasks) / len(tasks) for tasks in sets.values()]
        print(f"| `{scorer!r}` | {' | '.join(f'{score:.3f}' for score in scores)} |", flush=True)
    of_partners = {name: sets[name][0] for name in ("dblp_acm", "amazon_google")}
    print(f"\n| scorer | {' | '.join(f'{name}, best | one to one' for name in of_partners)} |")
    print(f"| --- |{' ---: | ---: |' * len(of_partners)}")
    for scorer in OF_PARTNERS:
        scores = [
            best_f1_of_partners(task, scorer, matches)
            for task in of_partners.values()
            for matches in (BEST, ONE_TO_ONE)
        ]
        print(f"| `{scorer!r}` | {' | '.join(f'{score:.3f}' for score in scores)} |", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
