#!/usr/bin/env bash
# Library:  string_grouper 0.8.0.
# Expected: equal texts have similarity 1 and are in one group.
# Found:    texts with fewer than three letters after cleaning have no 3-gram: two rows "HP" are not matched
#           with each other, and each is a group of its own. That each does match itself hides it: the
#           diagonal is set, and `compute_pairwise_similarities` of the same two texts is 0. "A. G." and "3-M"
#           are cleaned to two letters, too.
# Source:   README, `ngram_size` and `regex`; string_grouper/string_grouper.py.
# Concerns: who deduplicates names of companies or initials by its groups.
# Do:       group equal texts first. `rs.cluster` compares equal texts once, whatever their length.
set -euo pipefail
source "$(dirname "$0")/venv.sh" string_grouper==0.8.0 pandas==2.3.3
"$python" - <<'PY'
import pandas as pd
import string_grouper

names = pd.Series(["HP", "HP", "IBM", "IBM", "A. G.", "A. G."])
matches = string_grouper.match_strings(names)
pairs = sorted(zip(matches["left_index"].tolist(), matches["right_index"].tolist(), strict=True))
groups = string_grouper.group_similar_strings(names).iloc[:, 0].tolist()
alone = string_grouper.compute_pairwise_similarities(names, names).tolist()
print("pairs:", pairs)
print("groups:", groups)
print("similarity of each text and itself:", alone)
assert pairs == [(0, 0), (1, 1), (2, 2), (2, 3), (3, 2), (3, 3), (4, 4), (5, 5)]
assert groups == [0, 1, 2, 2, 4, 5]
assert [round(value, 6) for value in alone] == [0, 0, 1, 1, 0, 0]
PY
