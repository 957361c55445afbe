#!/usr/bin/env bash
# Library:  duckdb 2.0.1 and daft 0.7.26 reading frames of polars 2.1.0.
# Expected: a Polars Enum is an ENUM in DuckDB, which has such a type with the same order, and is an Enum
#           again on the way back; Daft reads categories as text.
# Found:    DuckDB reads it as VARCHAR. Comparisons are by letters: of the levels low < middle < high, the
#           filter `level >= 'middle'` keeps other rows than Polars does, without a word, and String comes
#           back. Daft makes columns of Python objects of Enum and Categorical, whatever their order.
# Source:   duckdb: src/function/table/arrow (dictionaries are read as their values); Polars user guide,
#           "Categorical data".
# Concerns: who keeps levels of confidence ("low", "middle", "high") of matches as Enum and filters them in
#           SQL.
# Do:       cast to the number of the level first (`to_physical`), or CREATE TYPE and cast in DuckDB.
set -euo pipefail
source "$(dirname "$0")/venv.sh" polars==2.1.0 duckdb==2.0.1 daft==0.7.26 pyarrow==25.0.1
"$python" - <<'PY'
import daft
import duckdb
import polars as pl

levels = pl.Enum(["low", "middle", "high"])
matches = pl.DataFrame({"level": pl.Series(["low", "middle", "high"], dtype=levels)})

polars = matches.filter(pl.col("level") >= "middle")["level"].to_list()
database = duckdb.connect()
found = database.execute("SELECT level, typeof(level) FROM matches WHERE level >= 'middle'").fetchall()
back = database.sql("FROM matches").pl().schema["level"]
print("Polars keeps", polars)
print("DuckDB keeps", found, "and gives back", back)
assert polars == ["middle", "high"]
assert found == [("middle", "VARCHAR")]
assert back == pl.String

own = "SELECT 'high'::ENUM('low', 'middle', 'high') >= 'middle'::ENUM('low', 'middle', 'high')"
print("high >= middle as DuckDB's own ENUM:", database.execute(own).fetchall())

dtype = daft.from_arrow(matches.to_arrow()).schema()["level"].dtype
print("Daft reads", dtype)
assert dtype == daft.DataType.python()
PY
