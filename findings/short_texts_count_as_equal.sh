#!/usr/bin/env bash
# Library:  chdb 4.4.0 (ClickHouse 26.9).
# Expected: `ngramDistance` of two texts without a common letter is 1, as of longer ones, or null where a text
#           is shorter than the four bytes of a gram; sketches of different texts differ.
# Found:    "abc" and "xyz" have distance 0, the best value there is: a filter `ngramDistance(a, b) < 0.3`
#           lets all pairs of short texts through. `wordShingleSimHash` and
#           `wordShingleMinHash` are 0 for all texts of at most three bytes, so that "ada" and "bob" are duplicates.
# Source:   ClickHouse documentation, "Functions for Searching in Strings" and "Hash Functions";
#           src/Functions/FunctionsStringDistance.
# Concerns: who moves deduplication of names between ClickHouse and Polars.
# Do:       compare lengths first there. Short texts are one gram in `rs.jaccard`, and `rs.simhash` tells them
#           apart.
set -euo pipefail
source "$(dirname "$0")/venv.sh" chdb==4.4.0
"$python" - <<'PY'
import chdb


def row(columns: str) -> list[str]:
    return str(chdb.query(f"SELECT {columns}", "TSV")).strip().split("\t")


distances = row("ngramDistance('abc', 'xyz'), ngramDistance('ab', 'yz'), ngramDistance('abcd', 'vxyz')")
print("ngramDistance of abc, xyz; of ab, yz; of abcd, vxyz:", distances)
assert distances == ["0", "0", "1"]

hashes = row("wordShingleSimHash('ada'), wordShingleSimHash('bob')")
print("wordShingleSimHash of two names:", hashes)
assert hashes == ["0", "0"]
sketches = row("wordShingleMinHash('ada'), wordShingleMinHash('bob')")
print("wordShingleMinHash of two names:", sketches)
assert sketches == ["(0,0)", "(0,0)"]
PY
