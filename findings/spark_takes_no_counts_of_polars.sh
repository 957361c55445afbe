#!/usr/bin/env bash
# Library:  pyspark 4.3.0 reading frames of polars 2.1.0 by way of pyarrow 25.0.1. Needs a Java runtime of
#           version 17.
# Expected: `createDataFrame`, which takes Arrow tables, reads counts of Polars (UInt32) as bigint.
# Found:    every unsigned type is refused, so lengths, counts and distances of Polars and its plugins do not
#           get in. Nor does `pa.table(frame)`, for its texts are string_view; `frame.to_arrow()` of texts and
#           categories does.
# Source:   pyspark/sql/pandas/types.py, `from_arrow_type`.
# Concerns: who scores pairs in Polars and goes on in Spark.
# Do:       `frame.with_columns(pl.selectors.unsigned_integer().cast(pl.Int64)).to_arrow()`.
set -euo pipefail
source "$(dirname "$0")/venv.sh" pyspark==4.3.0 polars==2.1.0 pyarrow==25.0.1 pandas==2.3.3 numpy==2.4.6
"$python" - 2> "$folder/log" <<'PY' || { tail -n 20 "$folder/log"; exit 1; }
import polars as pl
import pyarrow as pa
from pyspark.errors import PySparkTypeError
from pyspark.sql import SparkSession

builder = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
spark = builder.getOrCreate()
frame = pl.DataFrame({"name": ["ada"]}).with_columns(length=pl.col("name").str.len_chars())
for way, table in [("UInt32", frame.to_arrow()), ("string_view", pa.table(frame.select("name")))]:
    try:
        spark.createDataFrame(table)
    except PySparkTypeError as error:
        print(f"{way}: {error}")
    else:
        raise SystemExit(f"Spark reads {way} now")
signed = frame.with_columns(pl.selectors.unsigned_integer().cast(pl.Int64)).to_arrow()
print("cast to Int64:", spark.createDataFrame(signed).collect())
spark.stop()
PY
