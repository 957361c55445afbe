#!/usr/bin/env bash
# Library:  scikit-bio 0.7.4 beside biopython 1.88 and parasail 1.3.4.
# Expected: `pair_align(mode="global")` charges gaps at the ends, and a gap of 3 with `gap_cost=(10, 1)` costs
#           12, as it does in Biopython and parasail with open 10 and extend 1.
# Found:    gaps at the ends are free by default, so that ACGT and TTACGTTT score as high as ACGT and itself.
#           A gap of n costs open + n * extend here, 13, and open + (n - 1) * extend in the other two, 12.
# Source:   scikit-bio documentation, `pair_align` (`free_ends`, `gap_cost`); Biopython tutorial, "Affine gap
#           scores"; parasail README.
# Concerns: who checks scores of one aligner with another, at equal numbers.
# Do:       `free_ends=False`, and open lowered by extend: `gap_cost=(9, 1)`.
#           `rs.needleman_wunsch(gap_open=10, gap_extend=1)` counts 12 and charges ends.
set -euo pipefail
source "$(dirname "$0")/venv.sh" scikit-bio==0.7.4 biopython==1.88 parasail==1.3.4
"$python" - <<'PY'
import parasail
from Bio.Align import PairwiseAligner
from skbio.alignment import pair_align

inside, outside = pair_align("ACGT", "ACGT").score, pair_align("ACGT", "TTACGTTT").score
print("scikit-bio, global: ACGT and ACGT", inside, "ACGT and TTACGTTT", outside)
assert inside == outside == 4

left, right = "AAAACCC", "AAAA"
scores = {
    "scikit-bio": pair_align(left, right, sub_score=(2, -1), gap_cost=(10, 1), free_ends=False).score,
    "scikit-bio, open 9": pair_align(left, right, sub_score=(2, -1), gap_cost=(9, 1), free_ends=False).score,
    "parasail": parasail.nw(left, right, 10, 1, parasail.matrix_create("ACGT", 2, -1)).score,
}
aligner = PairwiseAligner(match_score=2, mismatch_score=-1, open_gap_score=-10, extend_gap_score=-1)
scores["Biopython"] = aligner.score(left, right)
costs = {name: 8 - float(score) for name, score in scores.items()}
print("cost of a gap of 3:", costs)
assert costs == {"scikit-bio": 13, "scikit-bio, open 9": 12, "parasail": 12, "Biopython": 12}
PY
