#!/usr/bin/env bash
# Library:  textdistance 4.6.3.
# Expected: Monge-Elkan of the same words in another order is 1, whatever their number.
# Found:    the sum over the words is divided by their number twice: two words give 1/2, three 1/3, four 1/4.
#           The same texts in the same order give another value, since equal texts are not computed. With the
#           inner similarity it has by default, a count of letters, a reordered name is more alike than an
#           equal one (2.25 and 2).
# Source:   textdistance/algorithms/token_based.py, `MongeElkan._calc`.
# Concerns: who compares names of several words, with a cutoff taken from another library.
# Do:       `rs.monge_elkan` takes the mean once, so multiply theirs by the number of left words.
set -euo pipefail
source "$(dirname "$0")/venv.sh" textdistance==4.6.3
"$python" - <<'PY'
import textdistance

mean = textdistance.MongeElkan(qval=None, algorithm=textdistance.JaroWinkler())
for words in (["ada", "lovelace"], ["ada", "king", "lovelace"], ["ada", "king", "noel", "lovelace"]):
    value = mean(" ".join(words), " ".join(reversed(words)))
    print(f"{len(words)} words in another order: {value:.4f}")
    assert abs(value - 1 / len(words)) < 1e-9

count = textdistance.MongeElkan(qval=None)
reordered, equal = count("anna maria", "maria anna"), count("anna maria", "anna maria")
print("by default: reordered", reordered, "equal", equal)
assert (reordered, equal) == (2.25, 2)
PY
