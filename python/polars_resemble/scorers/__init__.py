"""Scorers as values: a metric with its parameters, measure and processor, or a mean of several.

Wherever a function takes a `scorer`, one of these or the name of a metric will do. A scorer is read
as a normalised similarity unless its `measure` says otherwise, so that a cutoff of 0.85 always means
"at least 85 % alike"; ``rs.scorers.levenshtein(measure="distance")`` counts edits. The `processor`
``"default"`` is RapidFuzz's ``default_process``, applied to both sides first. A text of which it leaves
nothing (``"?"``, ``"-"``, an empty one) matches nothing in joins, searches and groups; pairwise scores and
:func:`~polars_resemble.cdist` have a number for it, as for any empty text. All other parameters are those
of the function of the same name.

Scorers are frozen, hashable, and shown as the call that makes them.

Examples
--------
>>> import polars_resemble as rs
>>> rs.scorers.jaro_winkler(prefix_weight=0.2)
rs.scorers.jaro_winkler(prefix_weight=0.2)
>>> rs.scorers.combine({"jaro_winkler": 2, rs.scorers.levenshtein(): 1})
rs.scorers.combine({rs.scorers.jaro_winkler(): 2.0, rs.scorers.levenshtein(): 1.0})

A placeholder is found by no search, and has a score beside another one:

>>> import polars as pl
>>> lower = rs.scorers.ratio(processor="default")
>>> df = pl.DataFrame({"typed": ["KÖLN!", "?"]})
>>> found = rs.extract_one("typed", ["-", "Köln"], scorer=lower)
>>> df.select(
...     choice=found.struct.field("choice"),
...     beside=rs.score("typed", pl.lit("-"), lower),
... ).rows()
[('Köln', 0.0), (None, 1.0)]
"""

from polars_resemble._scorer import Scorer
from polars_resemble.scorers import combined, corpus, distances, fuzz, sets, similarities
from polars_resemble.scorers.combined import *
from polars_resemble.scorers.corpus import *
from polars_resemble.scorers.distances import *
from polars_resemble.scorers.fuzz import *
from polars_resemble.scorers.sets import *
from polars_resemble.scorers.similarities import *

__all__ = ["Scorer"]
__all__ += combined.__all__
__all__ += corpus.__all__
__all__ += distances.__all__
__all__ += fuzz.__all__
__all__ += sets.__all__
__all__ += similarities.__all__
