#!/usr/bin/env bash
# Library:  polars 2.1.0 with pyarrow 25.0.1.
# Expected: `frame.to_arrow()` and `pa.table(frame)` give equal tables, with which pyarrow can compute.
# Found:    the first has columns of large_string, the second (the PyCapsule interface) of string_view. The
#           tables are not equal, and pyarrow refuses to join by, group by, sort by or lowercase a
#           string_view.
# Source:   API reference, `DataFrame.to_arrow` (`compat_level`) and `CompatLevel`; Arrow's "Compute
#           Functions".
# Concerns: who hands scored frames to pyarrow, or to a library that takes "any Arrow table" and uses pyarrow
#           inside.
# Do:       `frame.to_arrow()`.
set -euo pipefail
source "$(dirname "$0")/venv.sh" polars==2.1.0 pyarrow==25.0.1
"$python" - <<'PY'
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

frame = pl.DataFrame({"name": ["Ada", "Bob"]})
old, new = frame.to_arrow(), pa.table(frame)
print(
    "to_arrow:",
    old.schema.field("name").type,
    " pa.table:",
    new.schema.field("name").type,
    " equal:",
    old.equals(new),
)
assert (old.schema.field("name").type, new.schema.field("name").type) == (pa.large_string(), pa.string_view())
assert not old.equals(new)

works = {
    "join": lambda table: table.join(table, "name"),
    "group_by": lambda table: table.group_by("name").aggregate([([], "count_all")]),
    "sort_by": lambda table: table.sort_by("name"),
    "utf8_lower": lambda table: pc.utf8_lower(table["name"]),
}
for name, work in works.items():
    work(old)
    try:
        work(new)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, pa.ArrowTypeError) as error:
        print(f"{name}: {str(error).splitlines()[0]}")
    else:
        raise SystemExit(f"{name} works with string_view now")
PY
