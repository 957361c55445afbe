"""String distances, fuzzy matching and sequence functions as Polars expressions.

Every function takes columns and gives an expression, and is a method of the namespace ``rs`` too.

Examples
--------
>>> import polars as pl
>>> import polars_resemble as rs
>>> df = pl.DataFrame({"a": ["kitten", "flaw", None], "b": ["sitting", "lawn", "x"]})
>>> df.with_columns(
...     distance=rs.levenshtein("a", "b"),
...     alike=pl.col("a").rs.levenshtein("b", measure="normalized_similarity"),
...     to_text=pl.col("a").rs.jaro_winkler(pl.lit("mitten")),
... )
shape: (3, 5)
┌────────┬─────────┬──────────┬──────────┬──────────┐
│ a      ┆ b       ┆ distance ┆ alike    ┆ to_text  │
│ ---    ┆ ---     ┆ ---      ┆ ---      ┆ ---      │
│ str    ┆ str     ┆ u32      ┆ f64      ┆ f64      │
╞════════╪═════════╪══════════╪══════════╪══════════╡
│ kitten ┆ sitting ┆ 3        ┆ 0.571429 ┆ 0.888889 │
│ flaw   ┆ lawn    ┆ 2        ┆ 0.5      ┆ 0.0      │
│ null   ┆ x       ┆ null     ┆ null     ┆ null     │
└────────┴─────────┴──────────┴──────────┴──────────┘
"""

from polars_resemble import (
    _errors,
    alignments,
    biology,
    clusters,
    distances,
    frames,
    fuzz,
    lists,
    phonetics,
    rectified,
    scorers,
    search,
    sequences,
    sets,
    similarities,
    text,
)
from polars_resemble._internal import __version__
from polars_resemble.alignments import *
from polars_resemble.biology import *
from polars_resemble.clusters import *
from polars_resemble.distances import *
from polars_resemble.frames import *
from polars_resemble.fuzz import *
from polars_resemble.lists import *
from polars_resemble.namespaces import (
    DataFrameNamespace,
    ExprNamespace,
    LazyFrameNamespace,
    SeriesNamespace,
)
from polars_resemble.phonetics.digits import *
from polars_resemble.phonetics.letters import *
from polars_resemble.rectified import *
from polars_resemble.search import *
from polars_resemble.sequences import *
from polars_resemble.sets import *
from polars_resemble.similarities import *
from polars_resemble.text import *

__all__ = [
    "DataFrameNamespace",
    "ExprNamespace",
    "LazyFrameNamespace",
    "SeriesNamespace",
    "__version__",
    "scorers",
]
__all__ += alignments.__all__
__all__ += biology.__all__
__all__ += clusters.__all__
__all__ += distances.__all__
__all__ += frames.__all__
__all__ += fuzz.__all__
__all__ += lists.__all__
__all__ += phonetics.__all__
__all__ += rectified.__all__
__all__ += search.__all__
__all__ += sequences.__all__
__all__ += sets.__all__
__all__ += similarities.__all__
__all__ += text.__all__

_errors.install()
