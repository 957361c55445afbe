"""Say how well a linkage finds matches without labels, and how long that takes: a table in Markdown.

    python benches/linkage.py <folder>          the sets of public data that the folder has
    python benches/linkage.py --people 1000000  pairs a second, on invented people

The folder has one folder for each set: FEBRL 1 to 4, with and without social security numbers, historical
figures, Chicago's childcare sites, citations (Cora) and affiliations. Settings are those that `infer`
proposes, nothing is set by hand. F1 is of pairs at the best cutoff, at probability 0.5 and at the cutoff
that the model chose itself, and of groups: average linkage at probability 0.5 and at its best cutoff of four.
"""

from __future__ import annotations

import argparse
import random
import resource
import time
from dataclasses import dataclass
from pathlib import Path

import polars as pl

import polars_resemble as rs
from polars_resemble.linkage import records

#: The sets, each with the columns that are left out.
SETS = {
    "febrl1": (),
    "febrl2": (),
    "febrl3": (),
    "febrl4": (),
    "febrl2 without social security number": ("soc_sec_id",),
    "febrl3 without social security number": ("soc_sec_id",),
    "febrl4 without social security number": ("soc_sec_id",),
    "historical_figures_50k": (),
    "chicago_childcare": (),
    "cora": (),
    "affiliations": (),
}
HEADER = [
    *("set", "candidates", "recall of candidates", "best F1", "F1 at 0.5", "F1 at own cutoff"),
    *("F1 of groups", "best F1 of groups", "steps", "seconds", "of these for candidates", "CPU seconds"),
]
CUTOFFS = (0.1, 0.2, 0.5, 0.9)


@dataclass(frozen=True)
class Task:
    """Two tables, or one, and its true pairs or groups."""

    left: pl.DataFrame
    right: pl.DataFrame | None
    pairs: pl.DataFrame
    groups: pl.DataFrame | None


def read(folder: Path) -> Task:
    """Read a set."""
    if (folder / "matches.csv").exists():
        left, right, pairs = (
            pl.read_csv(folder / f"{name}.csv", infer_schema_length=0)
            for name in ("left", "right", "matches")
        )
        return Task(left, right, pairs.select("left_id", "right_id"), None)
    file = folder / "records.parquet"
    df = (
        pl.read_parquet(file) if file.exists() else pl.read_csv(folder / "records.csv", infer_schema_length=0)
    )
    groups = df.select("id", truth="cluster_id")
    pairs = groups.join(groups, on="truth").filter(pl.col("id") < pl.col("id_right")).select("id", "id_right")
    return Task(df.drop(pl.selectors.starts_with("cluster_id")), None, pairs, groups)


def figures(name: str, task: Task) -> list[str]:
    """Link a set as proposed, and compare with the truth."""
    began, cpu = time.perf_counter(), time.process_time()
    linkage = rs.Linkage.infer(task.left, task.right)
    pairs = linkage.candidates(task.left, task.right)
    sought = time.perf_counter() - began
    model = linkage.fit(task.left, task.right, pairs=pairs)
    found = model.predict(task.left, task.right, pairs=pairs)
    took, cpu = time.perf_counter() - began, time.process_time() - cpu
    tables = "one" if task.right is None else "two"
    own = model.threshold(found)
    listed = found.select(pl.nth(0), pl.nth(1), "match_probability", weight=pl.col("match_weight").round(6))

    def f1(least: float) -> float:
        kept = listed.filter(pl.col("match_probability") >= least)
        return float(rs.evaluate(kept, task.pairs, tables=tables)["f1"].item() or 0)  # type: ignore[arg-type]

    named = dict(zip(listed.columns, task.pairs.columns, strict=False))
    curve = rs.evaluate(listed.rename(named), task.pairs, score="weight", tables=tables)  # type: ignore[arg-type]
    best = curve.filter("best")["f1"].item()
    grouped = {}
    if task.groups is not None:
        for cutoff in CUTOFFS:
            groups = found.filter(pl.col("match_probability") >= cutoff / 10).rs.groups(
                "id", "id_right", score="match_probability", score_cutoff=cutoff, method="average"
            )
            labelled = task.groups.join(groups, on="id", how="left")
            grouped[cutoff] = float(rs.evaluate_groups(labelled, "group", "truth")["f1"].item() or 0)
    print(linkage, end="\n\n")
    return [
        *(
            name,
            f"{found.height:,}",
            f"{curve['recall'][-1]:.4f}",
            f"{best:.4f}",
            f"{f1(0.5):.4f}",
            f"{f1(own):.4f}",
        ),
        f"{grouped[0.5]:.4f}" if grouped else "",
        f"{max(grouped.values()):.4f}" if grouped else "",
        *(str(model.history.height), f"{took:.1f}", f"{sought:.1f}", f"{cpu:.1f}"),
    ]


def invented(count: int) -> pl.DataFrame:
    """Invent people, a fifth of them twice: three fields to compare by letters, two by equality."""
    draw = random.Random(0)  # noqa: S311  # no secrets

    def words(number: int, syllables: tuple[int, ...]) -> pl.Series:
        pairs = [consonant + vowel for consonant in "bcdfghjklmnprstvwz" for vowel in "aeiou"]
        return pl.Series(["".join(draw.choices(pairs, k=draw.choice(syllables))) for _ in range(number)])

    days = pl.select(pl.date_range(pl.date(1930, 1, 1), pl.date(2009, 12, 31))).to_series().cast(pl.String)
    columns = {
        "first": words(2_000, (2, 3)),
        "last": words(20_000, (2, 3, 4)),
        "street": words(30_000, (3, 4)),
        "city": words(2_000, (3,)),
        "born": days,
    }
    drawn = {
        name: values.sample(count, with_replacement=True, seed=seed)
        for seed, (name, values) in enumerate(columns.items())
    }
    df = pl.DataFrame(drawn)
    return pl.concat([df.head(count - count // 5), df.sample(count // 5, seed=9)])


def speed(count: int) -> None:
    """Print how many pairs of invented people are compared in a second."""
    df = invented(count)
    linkage = rs.Linkage(
        [
            rs.levels("first", term_frequency=True),
            rs.levels("last", term_frequency=True),
            rs.levels("street"),
            rs.levels("city", scorer="equal"),
            rs.levels("born", scorer="equal"),
        ],
        blocking=["street", ("first", "city")],
    )
    began = time.perf_counter()
    pairs = linkage.candidates(df)
    found = time.perf_counter()
    ready = records.prepared(linkage.all_comparisons, df, None)
    start, cpu = time.perf_counter(), time.process_time()
    for _ in records.compared(linkage.all_comparisons, ready, pairs):
        pass
    took, cpu = time.perf_counter() - start, time.process_time() - cpu
    print(f"{df.height:,} people, {pairs.height:,} pairs found in {found - began:.1f} s")
    print(f"compared in {took:.1f} s: {pairs.height / took / 1e6:.1f} million pairs a second")
    print(f"{cpu / pairs.height * 1e9:.0f} ns of CPU time a pair")
    began = time.perf_counter()
    model = linkage.fit(df)
    print(f"fitted in {time.perf_counter() - began:.1f} s")
    began = time.perf_counter()
    matches = model.predict(df, threshold=0.5)
    print(f"predicted {matches.height:,} matches in {time.perf_counter() - began:.1f} s")
    print(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB at most")


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description="Say how well, and how fast, a linkage finds matches.")
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--people", type=int)
    parser.add_argument("--only", nargs="*")
    given = parser.parse_args()
    if given.people:
        speed(given.people)
    rows = [HEADER, ["---", *["---:"] * (len(HEADER) - 1)]]
    for name, dropped in SETS.items():
        of_set = given.folder / name.split()[0] if given.folder else Path()
        if not given.folder or not of_set.exists() or (given.only and name.split()[0] not in given.only):
            continue
        task = read(of_set)
        right = None if task.right is None else task.right.drop(dropped)
        rows.append(figures(name, Task(task.left.drop(dropped), right, task.pairs, task.groups)))
    if given.folder:
        print("\n".join(f"| {' | '.join(row)} |" for row in rows))


if __name__ == "__main__":
    main()
