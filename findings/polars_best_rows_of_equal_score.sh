#!/usr/bin/env bash
# Library:  polars 2.1.0.
# Expected: among equal scores `sort("score", descending=True).head(3)` gives the first rows, or at least the
#           rows that the same sort shows when `head` comes after `collect`; both engines agree.
# Found:    the sort alone leaves equal scores in their order. With `head` behind it the optimiser makes a
#           top-k of it, which in the in-memory engine returns row 57 136, 2 and 3 of 100 000 equal ones, in
#           the streaming engine 0, 1 and 2. `DataFrame.top_k` does the first, too. Two engines, two answers,
#           and neither is an error.
# Source:   API reference, `LazyFrame.sort` (`maintain_order`) and `LazyFrame.top_k`: order of equal rows is
#           not promised.
# Concerns: who takes the best n candidates of a frame of scores; ties are the rule among rounded or integer
#           scores.
# Do:       `sort(..., maintain_order=True)`, or sort by the row number as a second key. `extract` and
#           `fuzzy_join(limit=...)` of this project give the first of equal ones.
set -euo pipefail
source "$(dirname "$0")/venv.sh" polars==2.1.0
"$python" - <<'PY'
import polars as pl

rows = pl.LazyFrame({"score": [1] * 100_000, "row": range(100_000)})
best = rows.sort("score", descending=True)

collected = best.collect(engine="in-memory")["row"]
print("sort, collect, head:", collected.head(3).to_list(), "in order:", collected.is_sorted())
assert collected.is_sorted()

answers = {
    engine: best.head(3).collect(engine=engine)["row"].to_list() for engine in ("in-memory", "streaming")
}
print("sort, head, collect:", answers)
assert answers["streaming"] == [0, 1, 2]
assert answers["in-memory"] != [0, 1, 2]

eager = rows.collect().top_k(3, by="score")["row"].to_list()
print("DataFrame.top_k:", eager)
assert eager != [0, 1, 2]

kept = (
    rows.sort("score", descending=True, maintain_order=True)
    .head(3)
    .collect(engine="in-memory")["row"]
    .to_list()
)
print("maintain_order=True:", kept)
assert kept == [0, 1, 2]
PY
