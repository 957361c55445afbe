#!/usr/bin/env bash
# Library:  symspellpy 6.10.1.
# Expected: `lookup(..., Verbosity.ALL)` lists each word of the dictionary within the distance once.
# Found:    with a distance of 2 or more, a dictionary word of one letter comes twice for short texts, once
#           with a distance that is too large: "b" is 1 and 2 away from "ab". With 3 edits, longer texts have
#           it, too.
# Source:   symspellpy/symspellpy.py, `lookup`: the branch for words of one letter looks up
#           `considered_suggestions` and does not add to it.
# Concerns: who counts candidates, or joins them, one row each; initials and short codes.
# Do:       keep the least distance of each term.
set -euo pipefail
source "$(dirname "$0")/venv.sh" symspellpy==6.10.1
"$python" - <<'PY'
from symspellpy import SymSpell, Verbosity

for edits, text, expected in [(1, "ab", [1]), (2, "ab", [1, 2]), (2, "abc", [2]), (3, "abc", [2, 3])]:
    speller = SymSpell(max_dictionary_edit_distance=edits)
    speller.create_dictionary_entry("b", 1)
    found = [
        (item.term, item.distance) for item in speller.lookup(text, Verbosity.ALL, max_edit_distance=edits)
    ]
    print(f"{text} within {edits}: {found}")
    assert found == [("b", distance) for distance in expected]
PY
