#!/usr/bin/env bash
# Library:  polars 2.1.0, duckdb 2.0.1; numpy 2.4.6 and chdb 4.4.0 (ClickHouse 26.9) for comparison.
# Expected: a score that is NaN (0 / 0 of two empty sets) reaches no cutoff, and Polars agrees with itself on
#           which row has the best score.
# Found:    NaN >= 0.9 is true in Polars and DuckDB, false in numpy and ClickHouse. Polars' `sort` and `top_k`
#           put NaN first, while `max`, `arg_max` and `max_by` pass it by, so "the best match" depends on how
#           it is asked. DuckDB's `arg_max` takes the NaN.
# Source:   Polars user guide, "Not a Number, or NaN values"; DuckDB documentation, "Floating-Point Types".
# Concerns: who scores with a library that gives NaN for empty texts, and filters or ranks in Polars.
# Do:       `fill_nan(None)` before any filter. Scores of this project are never NaN.
set -euo pipefail
source "$(dirname "$0")/venv.sh" polars==2.1.0 duckdb==2.0.1 numpy==2.4.6 chdb==4.4.0
"$python" - <<'PY'
import chdb
import duckdb
import numpy as np
import polars as pl

nan = float("nan")
scores = pl.DataFrame({"row": [1, 2, 3], "score": [0.5, nan, 0.9]})
kept = scores.filter(pl.col("score") >= 0.9)["row"].to_list()
print(
    "rows that reach 0.9: Polars",
    kept,
    "numpy",
    (np.flatnonzero(np.array([0.5, nan, 0.9]) >= 0.9) + 1).tolist(),
)
assert kept == [2, 3]

sorted_first = scores.sort("score", descending=True)["row"][0]
top = scores.top_k(1, by="score")["row"][0]
arg_max = scores["row"][scores["score"].arg_max()]
max_by = scores.select(pl.col("row").max_by("score")).item()
print(f"best row in Polars: sort {sorted_first}, top_k {top}, arg_max {arg_max}, max_by {max_by}")
print("max:", scores["score"].max())
assert (sorted_first, top) == (2, 2)
assert (arg_max, max_by) == (3, 3) and scores["score"].max() == 0.9

sql = (
    "SELECT 'nan'::DOUBLE >= 0.9, arg_max(i, x) FROM (VALUES (1, 0.5), (2, 'nan'::DOUBLE), (3, 0.9)) t(i, x)"
)
print("DuckDB: NaN >= 0.9, arg_max:", duckdb.connect().execute(sql).fetchall())
print("ClickHouse: NaN >= 0.9:", str(chdb.query("SELECT nan >= 0.9", "TSV")).strip())
assert duckdb.connect().execute(sql).fetchall() == [(True, 2)]
assert str(chdb.query("SELECT nan >= 0.9", "TSV")).strip() == "0"
PY
