#!/usr/bin/env bash
# Library:  duckdb 2.0.1 beside scikit-learn 1.9.1.
# Expected: `strip_accents` makes "e" of "é" and leaves texts of scripts without accents as they are; both
#           libraries take off the same marks.
# Found:    DuckDB takes off every nonspacing mark, and in Hindi and Thai these are vowels: the names Amit and
#           its long form become one, and Thai "eat" loses its only vowel. In Japanese, voicing goes: "bus"
#           equals "pass". The collation `noaccent` compares in the same way. scikit-learn keeps vowels of
#           Thai and Hindi here. Letters that do not decompose (ø, ł, ß) stay in both.
# Source:   duckdb: third_party/utf8proc (UTF8PROC_STRIPMARK); scikit-learn: `strip_accents_unicode` drops
#           what has a combining class, which vowel signs of Hindi and Thai have not.
# Concerns: who makes keys of names from several countries in DuckDB and joins them in Polars.
# Do:       `rs.normalize("name")` keeps such signs, and writes ø as o and ß as ss.
set -euo pipefail
source "$(dirname "$0")/venv.sh" duckdb==2.0.1 scikit-learn==1.9.1
"$python" - <<'PY'
import duckdb
from sklearn.feature_extraction.text import strip_accents_unicode

database = duckdb.connect()


def stripped(text: str) -> str:
    return database.execute("SELECT strip_accents(?)", [text]).fetchall()[0][0]


for left, right in [("अमित", "अमीत"), ("กิน", "กน"), ("バス", "パス")]:
    equal = stripped(left) == stripped(right)
    collated = database.execute("SELECT ? COLLATE noaccent = ?", [left, right]).fetchall()[0][0]
    kept = strip_accents_unicode(left) == strip_accents_unicode(right)
    print(f"{left} and {right}: equal in DuckDB {equal}, by collation {collated}, in scikit-learn {kept}")
    assert equal and collated
    assert kept == (left == "バス")
for text in ["Søren", "Łódź", "Straße", "한국"]:
    print(text, "->", stripped(text))
assert [stripped(text) for text in ["Søren", "Łódź", "Straße", "한국"]] == ["Søren", "Łodz", "Straße", "한국"]
PY
