"""Fit the weights of a confidence on public linkage sets, and say how good it is: tables in Markdown.

    python benches/confidence.py <folder>

The folder has one folder for each set. Weights are logistic: of the signs that ``polars_resemble.confidence``
computes, with the known matches of the sets as labels. A set counts by its matches, up to 400 of them. Each
task is also there with the frames changed, and with half of the matched rows of its right frame removed.

What is said of a task comes from weights that were fitted without all tasks of its source; the weights that
are printed last, and shipped, are fitted to all.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

import polars_resemble as rs
from polars_resemble import _join, confidence
from quality import autofj, tables

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

PERSON = ["given_name", "surname", "address_1"]
SIX = [*PERSON, "suburb", "postcode", "date_of_birth"]

#: The scorers that share one table of weights.
OTHERS = [
    rs.scorers.jaro_winkler(processor="default"),
    rs.scorers.ratio(processor="default"),
    rs.scorers.token_set_ratio(processor="default"),
    rs.scorers.token_sort_ratio(processor="default"),
    rs.scorers.levenshtein(processor="default"),
    rs.scorers.tfidf(ngram=3, processor="default"),
    rs.scorers.tfidf(ngram=None, processor="default"),
]

#: A source counts by its matches up to this number, and a penalty keeps weights small.
MOST_MATCHES, PENALTY = 400, 1.0

#: Of pairs that are the best ones of neither row, one in so many is fitted to, and counts for them.
SAMPLED = 8

#: Weights move less than this when they are found.
ENOUGH, MOST_STEPS = 1e-4, 40


@dataclass(frozen=True)
class Task:
    """Two frames to join, and the ids of their true pairs."""

    name: str
    source: str
    left: pl.DataFrame
    right: pl.DataFrame
    truth: pl.DataFrame
    on: str | list[str] = "text"
    own: bool = False

    def reversed(self) -> Task:
        """Change the frames."""
        truth = self.truth.select(left_id="right_id", right_id="left_id")
        return replace(self, name=f"{self.name}, reversed", left=self.right, right=self.left, truth=truth)

    def halved(self) -> Task:
        """Remove half of the matched rows of the right frame."""
        matched = self.truth.select("right_id").unique(maintain_order=True)
        gone = matched.sample(fraction=0.5, seed=1, shuffle=True)
        right = self.right.join(gone, left_on="id", right_on="right_id", how="anti")
        truth = self.truth.join(gone, on="right_id", how="anti")
        return replace(self, name=f"{self.name}, halved", right=right, truth=truth)


@dataclass(frozen=True)
class Signs:
    """The signs of a task's candidates, how many pairs of rows each stands for, how many are true."""

    task: Task
    scorer: str
    table: pl.DataFrame
    pairs: NDArray[np.float64]
    right: NDArray[np.float64]


def records(folder: Path) -> Task:
    """Read FEBRL 1, a table with duplicates."""
    frame = pl.read_csv(folder / "febrl1" / "records.csv", infer_schema_length=0)
    truth = frame.join(frame, on="cluster_id").filter(pl.col("id") < pl.col("id_right"))
    truth = truth.select(left_id="id", right_id="id_right")
    frame = frame.with_columns(text=pl.concat_str(PERSON, separator=" ", ignore_nulls=True))
    return Task("febrl1", "febrl", frame, frame, truth, own=True)


def texts(folder: Path) -> list[Task]:
    """Read the tasks of one text column."""
    name = pl.read_parquet(folder / "autofj_a" / "left.parquet")["task"].unique(maintain_order=True)
    # The right rows of AutoFJ look for one of the left ones.
    tasks = [
        Task(each, each, left, right, truth).reversed()
        for each, (left, right, truth) in zip(name, autofj(folder / "autofj_a"), strict=True)
    ]
    tasks = [replace(task, name=task.source) for task in tasks]
    for each, text in (
        ("dblp_acm", pl.col("title")),
        ("amazon_google", pl.col("title")),
        ("febrl4", pl.concat_str(PERSON, separator=" ", ignore_nulls=True)),
    ):
        tasks.append(Task(each, each.rstrip("4"), *tables(folder / each, text)))
    turned = [task.reversed() for task in tasks]
    return [*tasks, *turned, *(task.halved() for task in tasks), records(folder)]


def fields(folder: Path) -> list[Task]:
    """Read the tasks of several fields."""
    tasks = [replace(records(folder), on=SIX)]
    for name, source, on in (
        ("febrl4", "febrl", SIX),
        ("febrl4", "febrl", ["given_name", "surname", "date_of_birth"]),
        ("febrl4", "febrl", [*PERSON, "street_number", "suburb", "state", "date_of_birth"]),
        ("febrl4", "febrl", [*PERSON, "postcode"]),
        ("dblp_acm", "dblp_acm", ["title", "authors", "year"]),
        ("dblp_acm", "dblp_acm", ["authors", "year"]),
        ("amazon_google", "amazon_google", ["title", "manufacturer"]),
        ("amazon_google", "amazon_google", ["title", "manufacturer", "price"]),
    ):
        left, right, truth = (
            pl.read_csv(folder / name / f"{part}.csv", infer_schema_length=0)
            for part in ("left", "right", "matches")
        )
        task = Task(f"{name}: {', '.join(on)}", source, left, right, truth, on)
        tasks += [task, task.halved()]
    return tasks


def signs(task: Task, scorer: rs.scorers.Scorer | str) -> Signs:
    """Compute the signs of a task's candidates as a join does, and label them."""
    columns = _join.columns("benches", task.on, None, None, scorer)
    plan = _join.Join(columns=columns, score_cutoff=0.0, own=task.own)
    auto = confidence.automatic(plan, None)
    left, right = (
        frame.lazy().with_row_index(row).with_columns(pl.col(row).cast(pl.UInt32))
        for row, frame in ((_join.LEFT, task.left), (_join.RIGHT, task.right))
    )
    left, right = auto.keyed(left, _join.LEFT, 0), auto.keyed(right, _join.RIGHT, 1)
    pairs = auto.signs(left, right)
    # Equal rows are one candidate.
    true = task.truth.lazy()
    for side, frame in (("left", left), ("right", right)):
        true = true.join(
            frame.select(pl.col(confidence.FIRST).alias(side), f_id="id"),
            left_on=f"{side}_id",
            right_on="f_id",
        )
    if task.own:
        pairs = pairs.filter(pl.col(_join.LEFT) < pl.col(_join.RIGHT))
        true = true.with_columns(
            left=pl.min_horizontal("left", "right"), right=pl.max_horizontal("left", "right")
        )
    true = true.group_by("left", "right").len("right_pairs")
    found = pairs.join(true, left_on=[_join.LEFT, _join.RIGHT], right_on=["left", "right"], how="left")
    # Pairs come in one order, so that each run samples the same of them.
    table = found.with_columns(pl.col("right_pairs").fill_null(0)).sort(_join.LEFT, _join.RIGHT).collect()
    counts = table[confidence.PAIRS].to_numpy(), table["right_pairs"].cast(pl.Float64).to_numpy()
    return Signs(task, repr(scorer), table, *counts)


def fit(tasks: Sequence[Signs], names: Sequence[str]) -> NDArray[np.float64]:
    """Fit logistic weights by Newton's method."""
    rng = np.random.default_rng(0)
    tables, labels, weights = [], [], []
    for each in tasks:
        table, label = values(each, names), np.minimum(1.0, each.right / each.pairs)
        is_near = (each.table["score_best"].to_numpy() > 0) | (label > 0)
        kept = is_near | (rng.random(len(label)) < 1 / SAMPLED)
        tables.append(table[kept])
        labels.append(label[kept])
        share = min(1.0, MOST_MATCHES / max(each.task.truth.height, 1))
        weights.append(np.where(is_near, share, share * SAMPLED)[kept])
    table, label, weight = np.concatenate(tables), np.concatenate(labels), np.concatenate(weights)
    ridge = np.diag([0.0, *[PENALTY] * (table.shape[1] - 1)])
    found = np.zeros(table.shape[1])
    for _ in range(MOST_STEPS):
        expected = sigmoid(table @ found)
        slope = table.T @ (weight * (label - expected)) - ridge @ found
        curve = (table * (weight * expected * (1 - expected))[:, None]).T @ table + ridge
        step = np.linalg.solve(curve, slope)
        found += step
        if np.abs(step).max() < ENOUGH:
            break
    return found


def values(each: Signs, names: Sequence[str]) -> NDArray[np.float64]:
    """Put signs into a matrix, whose first column is one."""
    columns = [pl.lit(1.0).alias("one"), *(pl.col(name).cast(pl.Float64).fill_null(0.0) for name in names)]
    return each.table.select(columns).to_numpy()


def sigmoid(total: NDArray[np.float64]) -> NDArray[np.float64]:
    """Make probabilities of weighted sums."""
    return 1 / (1 + np.exp(-np.clip(total, -30, 30)))


def kept(each: Signs, sure: NDArray[np.float64], precision: float | None) -> tuple[float, float, float]:
    """Choose pairs as a join does, and count: precision, recall and F1."""
    cutoff = pl.DataFrame({_join.CONFIDENCE: sure, confidence.PAIRS: each.pairs})
    least = cutoff.select(confidence.least_confidence(precision)).item()
    is_kept = sure >= (2.0 if least is None else least)
    right, pairs = each.right[is_kept].sum(), each.pairs[is_kept].sum()
    if each.task.own:
        # Equal rows of one table match anyway.
        firsts = each.task.left.select(pl.struct(each.task.on).alias("key"), "id")
        known = each.task.truth.join(firsts, left_on="left_id", right_on="id")
        known = known.join(firsts, left_on="right_id", right_on="id")
        same = known.filter(pl.col("key") == pl.col("key_right")).height
        right, pairs = right + same, pairs + same
    found, whole = right / max(pairs, 1), right / each.task.truth.height
    return float(found), float(whole), float(2 * found * whole / max(found + whole, 1e-9))


def groups(tasks: Sequence[Signs]) -> Iterator[tuple[str, list[int]]]:
    """Name the rows of a report: those of AutoFJ are one."""
    is_autofj = [each.task.name[0].isupper() for each in tasks]
    for scorer in dict.fromkeys(each.scorer for each in tasks):
        ours = [at for at, each in enumerate(tasks) if each.scorer == scorer]
        for kind in ("", ", reversed", ", halved"):
            named = [at for at in ours if tasks[at].task.name == tasks[at].task.source + kind]
            members = [at for at in named if is_autofj[at]]
            if members:
                yield f"autofj, mean of {len(members)}{kind}: {scorer}", members
        for at in ours:
            if not is_autofj[at]:
                yield f"{tasks[at].task.name}: {scorer}", [at]


def report(title: str, tasks: list[Signs], names: list[str]) -> None:
    """Print how good a confidence is on unseen sources, how well it is calibrated, and the weights."""
    sure: list[NDArray[np.float64]] = [np.zeros(0)] * len(tasks)
    for source in dict.fromkeys(each.task.source for each in tasks):
        weights = fit([each for each in tasks if each.task.source != source], names)
        for at, each in enumerate(tasks):
            if each.task.source == source:
                sure[at] = np.round(sigmoid(values(each, names) @ weights), confidence.DECIMALS)
    print(f"\n## {title}\n\n| unseen task | precision | recall | F1 | precision, if 0.9 is asked | recall |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for name, members in groups(tasks):
        best = np.mean([kept(tasks[at], sure[at], None) for at in members], axis=0)
        asked = np.mean([kept(tasks[at], sure[at], 0.9) for at in members], axis=0)
        print(f"| {name} | {' | '.join(f'{value:.3f}' for value in (*best, *asked[:2]))} |")
    print("\n| confidence | pairs | mean | right |\n| --- | ---: | ---: | ---: |")
    every = np.concatenate(sure)
    label = np.concatenate([np.minimum(1.0, each.right / each.pairs) for each in tasks])
    tenths = np.minimum(np.floor(every * 10), 9)
    for tenth in range(10):
        inside = tenths == tenth
        if inside.any():
            means = f"{every[inside].mean():.3f} | {label[inside].mean():.3f}"
            print(f"| {tenth / 10:.1f} | {inside.sum()} | {means} |")
    weights = fit(tasks, names)
    print(
        "\nweights:",
        {name: round(float(weight), 3) for name, weight in zip(["one", *names], weights, strict=True)},
        flush=True,
    )


def main(folder: Path) -> None:
    """Fit all tables of weights."""
    known = {
        name: [sign for sign in weights if sign != "one"] for name, weights in confidence.WEIGHTS.items()
    }
    soft = rs.scorers.soft_tfidf(processor="default")
    one = texts(folder)
    report("soft_tfidf", [signs(task, soft) for task in one], known["soft_tfidf"])
    report("records", [signs(task, "jaro_winkler") for task in fields(folder)], known["records"])
    straight = [task for task in one if not task.name.endswith(", reversed")]
    report("other", [signs(task, scorer) for scorer in OTHERS for task in straight], known["other"])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
