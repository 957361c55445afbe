#!/usr/bin/env bash
# Library:  polars 2.1.0 beside pandas 2.3.3.
# Expected: `join_asof(strategy="nearest")`, modelled on pandas' `merge_asof(direction="nearest")`, takes the
#           same row where two are equally near.
# Found:    Polars takes the later key, pandas the earlier one. Of several rows with that key both take the
#           last.
# Source:   API reference of both: "nearest" is described without ties. polars-ops: frame/join/asof,
#           `AsofJoinNearestState`.
# Concerns: who joins by nearest number or date (years of birth, house numbers) and moves from pandas.
# Do:       decide ties by hand: join backward and forward, and compare the two gaps.
set -euo pipefail
source "$(dirname "$0")/venv.sh" polars==2.1.0 pandas==2.3.3 numpy==2.4.6
"$python" - <<'PY'
import pandas as pd
import polars as pl

left = {"year": [1905]}
right = {"year": [1904, 1904, 1906, 1906], "row": [0, 1, 2, 3]}
frame = pl.DataFrame(left).lazy().join_asof(pl.DataFrame(right).lazy(), on="year", strategy="nearest")
found = {engine: frame.collect(engine=engine)["row"].item() for engine in ("in-memory", "streaming")}
print("Polars:", found)
assert found == {"in-memory": 3, "streaming": 3}

merged = pd.merge_asof(pd.DataFrame(left), pd.DataFrame(right), on="year", direction="nearest")
print("pandas:", merged["row"].tolist())
assert merged["row"].tolist() == [1]
PY
