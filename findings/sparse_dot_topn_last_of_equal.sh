#!/usr/bin/env bash
# Library:  sparse_dot_topn 1.2.0.
# Expected: `sp_matmul_topn(top_n=3, threshold=0.5)` keeps products of at least 0.5, and of equal ones the
#           first columns.
# Found:    the threshold itself is left out, and of equal products the last columns are kept: of 1000 equal
#           choices 997, 998 and 999. A threshold of 0 drops negative products, too.
# Source:   README and docstring of `sp_matmul_topn`: "threshold: only return values greater than"; the heap
#           is in C++.
# Concerns: who takes the n best matches by tf-idf, where equal texts tie, or compares with a join at the same
#           cutoff.
# Do:       `rs.extract` and `rs.fuzzy_join` keep a score that equals the cutoff, and the first of equal ones.
set -euo pipefail
source "$(dirname "$0")/venv.sh" sparse_dot_topn==1.2.0 numpy==2.4.6 scipy==1.17.1
"$python" - <<'PY'
import numpy as np
from scipy.sparse import csr_matrix
from sparse_dot_topn import sp_matmul_topn

one = csr_matrix(np.array([[1.0]]))
equal = csr_matrix(np.full((1, 1000), 0.5))
kept = {
    threads: sorted(sp_matmul_topn(one, equal, top_n=3, n_threads=threads).indices.tolist())
    for threads in (1, 2)
}
print("columns kept of 1000 equal ones, by threads:", kept)
assert kept == {1: [997, 998, 999], 2: [997, 998, 999]}

count = {cutoff: sp_matmul_topn(one, equal, top_n=3, threshold=cutoff).nnz for cutoff in (0.49, 0.5)}
print("products of 0.5 kept at a threshold:", count)
assert count == {0.49: 3, 0.5: 0}
PY
