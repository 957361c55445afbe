"""Functions of one text: cleaning, keys, grams and their hashes.

Each function takes one column, `column`, which is its only argument that may be given by position. What
all of them share, dtypes, nulls and errors, is said in ``_documentation`` and added to each docstring.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polars_resemble import _parameters
from polars_resemble._documentation import text_documented
from polars_resemble._plugin import of_text

if TYPE_CHECKING:
    import polars as pl

    from polars_resemble.typing import IntoColumn

__all__ = ["default_process", "ngrams", "words"]


@text_documented("String")
def default_process(column: IntoColumn) -> pl.Expr:
    """Replace all but letters and numbers by spaces, make letters small, and strip spaces.

    Code points are treated one by one: runs of spaces stay, and an accent that is a code point of
    its own becomes a space. :func:`normalize` can do more.

    References
    ----------
    The values are those of RapidFuzz's ``utils.default_process``, which knows the letters and numbers
    of Unicode 13.

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame({"name": ["  Hello, World!  ", "Zoë_9", "---", None]})
    >>> df.with_columns(processed=rs.default_process("name"))
    shape: (4, 2)
    ┌───────────────────┬──────────────┐
    │ name              ┆ processed    │
    │ ---               ┆ ---          │
    │ str               ┆ str          │
    ╞═══════════════════╪══════════════╡
    │   Hello, World!   ┆ hello  world │
    │ Zoë_9             ┆ zoë 9        │
    │ ---               ┆              │
    │ null              ┆ null         │
    └───────────────────┴──────────────┘
    """
    return of_text("default_process", column)


@text_documented("List(String)")
def words(column: IntoColumn) -> pl.Expr:
    """Split texts at white space.

    The words keep their order, and repeated ones are repeated; a text without words gives an empty
    list.

    References
    ----------
    White space is what Unicode calls so (UAX #44).

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame({"title": ["the  cat ate the fish", " ", None]})
    >>> df.with_columns(words=rs.words("title"))
    shape: (3, 2)
    ┌───────────────────────┬──────────────────────────┐
    │ title                 ┆ words                    │
    │ ---                   ┆ ---                      │
    │ str                   ┆ list[str]                │
    ╞═══════════════════════╪══════════════════════════╡
    │ the  cat ate the fish ┆ ["the", "cat", … "fish"] │
    │                       ┆ []                       │
    │ null                  ┆ null                     │
    └───────────────────────┴──────────────────────────┘
    """
    return of_text("words", column)


@text_documented("List(String)")
def ngrams(column: IntoColumn, *, n: int = 2) -> pl.Expr:
    """List all runs of n code points, from left to right.

    There is no padding. A text that is shorter than `n` is its own single gram, and an empty text has
    none; these are the grams that the set metrics compare.

    Parameters
    ----------
    n : int
        Code points in a gram, at least 1.

    References
    ----------
    E. Ukkonen, "Approximate string-matching with q-grams and maximal matches" (1992).

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame({"word": ["naïve", "a", "", None]})
    >>> df.with_columns(grams=rs.ngrams("word"), triples=rs.ngrams("word", n=3))
    shape: (4, 3)
    ┌───────┬──────────────────────┬───────────────────────┐
    │ word  ┆ grams                ┆ triples               │
    │ ---   ┆ ---                  ┆ ---                   │
    │ str   ┆ list[str]            ┆ list[str]             │
    ╞═══════╪══════════════════════╪═══════════════════════╡
    │ naïve ┆ ["na", "aï", … "ve"] ┆ ["naï", "aïv", "ïve"] │
    │ a     ┆ ["a"]                ┆ ["a"]                 │
    │       ┆ []                   ┆ []                    │
    │ null  ┆ null                 ┆ null                  │
    └───────┴──────────────────────┴───────────────────────┘
    """
    return of_text("ngrams", column, n=_parameters.count("ngrams", "n", n))
