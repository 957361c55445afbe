"""Trials: calls of the library on random data, beside what independent code says to them.

`differential.py` runs them. A trial is drawn by one of the functions in :data:`trials.families.DRAWS`,
which between them cover every public function.
"""
