#!/usr/bin/env bash
# Library:  polars 2.1.0 (32-bit index, the default package).
# Expected: a count multiplied by a count, a sum of counts or a difference of lengths is exact: integers of 64
#           bits as in DuckDB, ClickHouse and Spark, or at least an error.
# Found:    `len`, `str.len_chars` and `n_unique` are UInt32, and UInt32 stays UInt32 in `*`, `-`, `sum` and
#           `sum_horizontal`, wrapping without a word. 100 000 rows have 4 999 950 000 pairs; the query says
#           704 982 704. "ab" is 4 294 967 295 symbols shorter than "abc", so a filter on lengths loses the
#           pair whose first text is the shorter one. `diff` of the same column, on the other hand, is Int64
#           and right.
# Source:   API reference, `polars.get_index_type`: UInt32 unless the 64-bit runtime is installed.
# Concerns: who counts candidate pairs of a block, or subtracts lengths or distances (UInt32 here, too).
# Do:       cast to Int64 first: `pl.len().cast(pl.Int64)`.
set -euo pipefail
source "$(dirname "$0")/venv.sh" polars==2.1.0
"$python" - <<'PY'
import polars as pl

rows = pl.DataFrame({"block": ["a"] * 100_000})
pairs = rows.group_by("block").agg(pairs=pl.len() * (pl.len() - 1) // 2)
print("pairs of 100000 rows:", pairs["pairs"][0], pairs.schema["pairs"])
assert pairs["pairs"][0] == 704_982_704 and pairs.schema["pairs"] == pl.UInt32

counts = pl.DataFrame({"n": pl.Series([4_000_000_000, 4_000_000_000], dtype=pl.UInt32)})
print("sum of two counts of 4e9:", counts.select(pl.col("n").sum()).item())
assert counts.select(pl.col("n").sum()).item() == 3_705_032_704

texts = pl.DataFrame({"left": ["ab", "abc"], "right": ["abc", "ab"]})
length = pl.col("left").str.len_chars() - pl.col("right").str.len_chars()
kept = texts.filter(length.abs() <= 1)
print("difference of lengths:", texts.select(length).to_series().to_list(), "kept:", kept.height, "of 2")
assert texts.select(length).to_series().to_list() == [4_294_967_295, 1]
assert kept.height == 1

wide = pl.len().cast(pl.Int64)
exact = rows.group_by("block").agg(pairs=wide * (wide - 1) // 2)["pairs"][0]
print("with a cast to Int64:", exact)
assert exact == 4_999_950_000
PY
