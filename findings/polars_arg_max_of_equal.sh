#!/usr/bin/env bash
# Library:  polars 2.1.0.
# Expected: `arg_max` is the first of the largest values, as `Series.arg_max` and the in-memory engine say, on
#           every machine; `collect()` of Polars 2, which streams, says so, too.
# Found:    in the streaming engine the answer depends on the number of threads: of ten equal values it is row 0
#           with one thread, row 5 with two, row 9 with four. `arg_min` does likewise. `group_by().agg` of
#           `arg_max` and `index_of` of the largest value give the first one in both engines.
# Source:   API reference, `Expr.arg_max`: "the index of the maximal value", no word of equal ones.
# Concerns: who picks the best candidate or the longest spelling of a frame by `arg_max`, where ties are the rule:
#           a laptop and a server keep other rows.
# Do:       `pl.col("v").index_of(pl.col("v").max())`, or sort by the row number as a second key. `merge_groups`
#           and `extract_one` of this project give the first of equal ones.
set -euo pipefail
source "$(dirname "$0")/venv.sh" polars==2.1.0
for threads in 1 2 4; do
    POLARS_MAX_THREADS=$threads "$python" - <<'PY'
import polars as pl

rows = pl.LazyFrame({"group": [1] * 10, "score": [1.0] * 10})
score = pl.col("score")
threads = pl.thread_pool_size()
found = {}
for engine in ("in-memory", "streaming"):
    best, worst, first = rows.select(
        best=score.arg_max(), worst=score.arg_min(), first=score.index_of(score.max())
    ).collect(engine=engine).row(0)
    grouped = rows.group_by("group").agg(score.arg_max()).collect(engine=engine)["score"].item()
    found[engine] = best
    print(f"{threads} threads, {engine}: arg_max {best}, arg_min {worst}, in a group {grouped}, index_of {first}")
    assert best == worst
    assert grouped == first == 0
assert found["in-memory"] == 0
assert found["streaming"] == {1: 0, 2: 5, 4: 9}[threads]
PY
done
