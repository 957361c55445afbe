#!/usr/bin/env bash
# Library:  polars 2.1.0, numpy 2.3.5.
# Expected: division of floats rounds once, as IEEE 754 says: 49 / 49 is 1, whether the divisor is a column or a number.
# Found:    a column divided by a number is multiplied by the number's reciprocal: 49 / 49 is 0.9999999999999999. Of
#           the quotients of 1 to 100 000 by 49, 53 848 differ from those by a column of 49s, which numpy gives, too.
#           Integers divided by an integer do likewise, in both engines.
# Source:   API reference, `Expr.truediv`: "Method equivalent of float division operator", no word of rounding.
# Concerns: shares and similarities that are compared with 1, or with a cutoff that they reach exactly: `hits / 49 == 1`
#           is false for a full house, and a score computed by columns differs from one computed with a constant.
# Do:       divide by a column, or compare with a tolerance. Cutoffs of this project are reached by what misses
#           them by 1e-12.
set -euo pipefail
source "$(dirname "$0")/venv.sh" polars==2.1.0 numpy==2.3.5
"$python" - <<'PY'
import numpy as np
import polars as pl

assert (pl.Series([49.0]) / 49.0).item() == 0.9999999999999999
assert (np.array([49.0]) / 49.0).item() == 1.0
counts = pl.int_range(1, 100_001, eager=True)
for dtype in (pl.Float64, pl.Int64):
    rows = pl.LazyFrame({"x": counts.cast(dtype)}).with_columns(whole=pl.col("x") * 0 + 49)
    for engine in ("in-memory", "streaming"):
        both = rows.select(number=pl.col("x") / 49, column=pl.col("x") / pl.col("whole")).collect(engine=engine)
        assert both["column"].to_list() == (counts.to_numpy() / 49.0).tolist()
        differ = (both["number"] != both["column"]).sum()
        print(f"{dtype}, {engine}: {differ} of {both.height} quotients differ; 49 / 49 is {both['number'][48]}")
        assert differ == 53_848
        assert both["number"][48] == 0.9999999999999999
PY
