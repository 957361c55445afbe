#!/usr/bin/env bash
# Library:  parasail 1.3.4 beside biopython 1.88.
# Expected: with `matrix_create("ACGT", 2, -1)` a letter beyond the alphabet is an error or a mismatch (-1),
#           and capitals and small letters differ, as they do in Biopython, edlib and RapidFuzz.
# Found:    any letter beyond the alphabet scores 0, with itself too, which is better than a mismatch: twenty
#           N align with twenty bases for nothing instead of -20, so masked stretches look better than wrong
#           ones. Small letters, the usual way to mask repeats, count as capitals.
# Source:   parasail README, "Substitution matrices": letters not in the alphabet map to the last row;
#           `case_sensitive`.
# Concerns: who compares scores of parasail with those of other aligners on masked or ambiguous sequences.
# Do:       add N to the alphabet, and pass `case_sensitive=True`. In `rs.needleman_wunsch` an N is a letter
#           like any.
set -euo pipefail
source "$(dirname "$0")/venv.sh" parasail==1.3.4 biopython==1.88
"$python" - <<'PY'
import parasail
from Bio.Align import PairwiseAligner

matrix = parasail.matrix_create("ACGT", 2, -1)
aligner = PairwiseAligner(match_score=2, mismatch_score=-1, open_gap_score=-10, extend_gap_score=-1)
expected = [("N" * 20, "ACGT" * 5, 0, -20), ("N", "N", 0, 2), ("acgt", "ACGT", 8, -4), ("A", "C", -1, -1)]
for left, right, score, other in expected:
    found = parasail.nw(left, right, 10, 1, matrix).score
    print(f"{left} and {right}: parasail {found}, Biopython {aligner.score(left, right):.0f}")
    assert (found, aligner.score(left, right)) == (score, other)
PY
