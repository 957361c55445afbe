#!/usr/bin/env bash
# Library:  duckdb 2.0.1, pyarrow 25.0.1, polars 2.1.0.
# Expected: lowercase names are equal, whichever engine made them small; and so are capitals.
# Found:    DuckDB and pyarrow map single letters, Polars (like Python, ClickHouse, DataFusion and Spark)
#           texts. A Greek name in capitals ends in another sigma in DuckDB, so that a join on `lower(name)`
#           with a Polars column finds nothing, and ILIKE does not find the name in its own small letters.
#           `upper` makes ẞ of ß in one and SS in the other, and leaves "ﬁ" as it is. "İ" is one letter after
#           `lower` in DuckDB and two in Polars.
# Source:   duckdb: third_party/utf8proc; Arrow: cpp/src/arrow/compute/kernels/scalar_string_utf8.cc;
#           Unicode's SpecialCasing.txt, which Polars follows.
# Concerns: who makes blocking keys by `lower` or `upper` in two engines.
# Do:       make keys in one place; `rs.normalize` folds all of these alike.
set -euo pipefail
source "$(dirname "$0")/venv.sh" duckdb==2.0.1 pyarrow==25.0.1 polars==2.1.0
"$python" - <<'PY'
import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

database = duckdb.connect()
found = {}
for text, case in [("ΝΙΚΟΣ", "lower"), ("Strauß", "upper"), ("ﬁsh", "upper"), ("İzmir", "lower")]:
    column = pl.Series([text])
    polars = column.str.to_lowercase()[0] if case == "lower" else column.str.to_uppercase()[0]
    sql = database.execute(f"SELECT {case}(?)", [text]).fetchall()[0][0]
    arrow = getattr(pc, f"utf8_{case}")(pa.array([text]))[0].as_py()
    print(f"{case} of {text}: Polars {polars} ({len(polars)}), DuckDB {sql} ({len(sql)}), pyarrow {arrow}")
    found[text] = (polars, sql, arrow)
assert found["ΝΙΚΟΣ"] == ("νικος", "νικοσ", "νικοσ")
assert found["Strauß"] == ("STRAUSS", "STRAUẞ", "STRAUẞ")
assert found["ﬁsh"] == ("FISH", "ﬁSH", "ﬁSH")
assert [len(text) for text in found["İzmir"]] == [6, 5, 5]

alike = database.execute("SELECT 'ΝΙΚΟΣ' ILIKE 'νικος'").fetchall()[0][0]
print("ΝΙΚΟΣ ILIKE νικος in DuckDB:", alike)
assert alike is False
PY
