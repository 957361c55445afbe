#!/usr/bin/env bash
# Library:  affinegap 1.12 and highered 0.2.1, the two text comparators of dedupe 3.0.3.
# Expected: the distance of equal texts is 0, and no pair of different texts is closer than an equal pair.
# Found:    affinegap's normalised distance of equal texts is 0.5 (its raw distance is their length).
#           Highered's is between 0.14 and 0.40 and falls with the length, so that two different long names
#           are closer than two equal initials.
# Source:   affinegap/affinegap.pyx (a match costs 1 by default); highered's README: a trained random field.
# Concerns: who takes dedupe's comparators for a cutoff, or compares its features with those of another
#           library.
# Do:       test for equality apart, as dedupe's `Exact` variable does.
set -euo pipefail
source "$(dirname "$0")/venv.sh" affinegap==1.12 highered==0.2.1
"$python" - <<'PY'
from affinegap import normalizedAffineGapDistance
from highered import CRFEditDistance

equal = [normalizedAffineGapDistance(text, text) for text in ("a", "street", "a longer name")]
print("affinegap, equal texts:", equal)
assert equal == [0.5, 0.5, 0.5]

distance = CRFEditDistance()
pairs = [("a", "a"), ("abc", "abc"), ("marianne lovelace", "marianna lovelace"), ("abc", "xyz")]
found = [distance(left, right) for left, right in pairs]
print("highered:", {pair: round(value, 3) for pair, value in zip(pairs, found, strict=True)})
assert found[2] < found[1] < found[0] < found[3]
PY
