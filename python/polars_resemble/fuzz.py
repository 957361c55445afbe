"""RapidFuzz's ``fuzz``: similarities of texts whose parts or words may be elsewhere.

Each function compares two columns row by row and gives RapidFuzz's percentage divided by 100, so
that one cutoff means the same for every score of this package. `left` and `right` are the only
arguments that may be given by position.

Words are what stands between white space, which is that of Unicode (Python's ``str.split``), and that
of ASCII for Binary. RapidFuzz agrees on texts with a letter beyond Latin-1; in others it takes the
no-break space U+00A0 and the next-line character U+0085 for letters, because it looks at the width
in which Python stores a text. Here the meaning of a text does not depend on its other letters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polars_resemble._documentation import documented
from polars_resemble._plugin import compare

if TYPE_CHECKING:
    import polars as pl

    from polars_resemble._typing import IntoColumn, Unit

__all__ = [
    "partial_ratio",
    "partial_token_ratio",
    "partial_token_set_ratio",
    "partial_token_sort_ratio",
    "qratio",
    "ratio",
    "token_ratio",
    "token_set_ratio",
    "token_sort_ratio",
    "wratio",
]


def _score(
    metric: str, left: IntoColumn, right: IntoColumn, score_cutoff: float | None, *, unit: Unit = "codepoint"
) -> pl.Expr:
    """Build the expression of a metric that has no measures."""
    return compare(metric, left, right, "similarity", score_cutoff, unit=unit, counts=False)


@documented(counts=False, measures=False)
def ratio(
    left: IntoColumn, right: IntoColumn, *, score_cutoff: float | None = None, unit: Unit = "codepoint"
) -> pl.Expr:
    """Measure the share of symbols that a longest common subsequence covers: 2 lcs / (m + n).

    This is the normalised similarity of :func:`indel`. Two empty texts are alike; see
    :func:`qratio`.

    References
    ----------
    RapidFuzz, ``fuzz.ratio``, divided by 100.

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame(
    ...     {"a": ["this is a test", "new york mets", ""], "b": ["this is a test!", "mets", ""]}
    ... )
    >>> df.with_columns(
    ...     ratio=rs.ratio("a", "b").round(4),
    ...     partial_ratio=rs.partial_ratio("a", "b").round(4),
    ...     qratio=rs.qratio("a", "b").round(4),
    ... )
    shape: (3, 5)
    ┌────────────────┬─────────────────┬────────┬───────────────┬────────┐
    │ a              ┆ b               ┆ ratio  ┆ partial_ratio ┆ qratio │
    │ ---            ┆ ---             ┆ ---    ┆ ---           ┆ ---    │
    │ str            ┆ str             ┆ f64    ┆ f64           ┆ f64    │
    ╞════════════════╪═════════════════╪════════╪═══════════════╪════════╡
    │ this is a test ┆ this is a test! ┆ 0.9655 ┆ 1.0           ┆ 0.9655 │
    │ new york mets  ┆ mets            ┆ 0.4706 ┆ 1.0           ┆ 0.4706 │
    │                ┆                 ┆ 1.0    ┆ 1.0           ┆ 0.0    │
    └────────────────┴─────────────────┴────────┴───────────────┴────────┘
    """
    return _score("ratio", left, right, score_cutoff, unit=unit)


@documented(counts=False, measures=False)
def partial_ratio(
    left: IntoColumn, right: IntoColumn, *, score_cutoff: float | None = None, unit: Unit = "codepoint"
) -> pl.Expr:
    """Measure how alike the shorter text and the best part of the longer one are.

    The parts are all windows as long as the shorter text, and all shorter beginnings and ends; the
    value is the best :func:`ratio` among them. Of texts that are as long as each other, either may
    be the one that is cut. :func:`partial_ratio_alignment` says which part it is.

    References
    ----------
    RapidFuzz, ``fuzz.partial_ratio``, divided by 100. All windows of a text longer than 64 symbols are
    found together as in A. Tiskin, "Semi-local longest common subsequences in subquadratic time"
    (2008).

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame({"a": ["a certain string", "acme"], "b": ["cetain", "ACME (acme inc.)"]})
    >>> df.select(rs.partial_ratio("a", "b").round(4)).to_series().to_list()
    [0.8333, 1.0]
    """
    return _score("partial_ratio", left, right, score_cutoff, unit=unit)


@documented(counts=False, measures=False, letters=True)
def token_sort_ratio(left: IntoColumn, right: IntoColumn, *, score_cutoff: float | None = None) -> pl.Expr:
    """Measure the ratio of both texts with their words sorted.

    References
    ----------
    RapidFuzz, ``fuzz.token_sort_ratio``, divided by 100.

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame(
    ...     {
    ...         "a": ["fuzzy wuzzy was a bear", "Lovelace, Ada"],
    ...         "b": ["wuzzy fuzzy was a bear", "Ada  Lovelace"],
    ...     }
    ... )
    >>> df.select(rs.token_sort_ratio("a", "b").round(4)).to_series().to_list()
    [1.0, 0.96]
    """
    return _score("token_sort_ratio", left, right, score_cutoff)


@documented(counts=False, measures=False, letters=True)
def token_set_ratio(left: IntoColumn, right: IntoColumn, *, score_cutoff: float | None = None) -> pl.Expr:
    """Measure the ratio of the words of both texts as sets.

    It is the best of three ratios, of the words that both have, those and the rest of the left
    words, and those and the rest of the right words, each sorted. A text whose words all stand in
    the other one is the same as it. A text without words is like nothing.

    References
    ----------
    RapidFuzz, ``fuzz.token_set_ratio``, divided by 100.

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame(
    ...     {
    ...         "a": ["fuzzy was a bear but not a dog"] * 2,
    ...         "b": ["fuzzy was a bear", "fuzzy was a bear but not a cat"],
    ...     }
    ... )
    >>> df.select(rs.token_set_ratio("a", "b").round(4)).to_series().to_list()
    [1.0, 0.9231]
    """
    return _score("token_set_ratio", left, right, score_cutoff)


@documented(counts=False, measures=False, letters=True)
def token_ratio(left: IntoColumn, right: IntoColumn, *, score_cutoff: float | None = None) -> pl.Expr:
    """Measure the better one of :func:`token_sort_ratio` and :func:`token_set_ratio`.

    References
    ----------
    RapidFuzz, ``fuzz.token_ratio``, divided by 100.

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame({"a": ["fuzzy fuzzy was a bear", "new york"], "b": ["fuzzy was a bear", "newark"]})
    >>> df.select(rs.token_ratio("a", "b").round(4)).to_series().to_list()
    [1.0, 0.7143]
    """
    return _score("token_ratio", left, right, score_cutoff)


@documented(counts=False, measures=False, letters=True)
def partial_token_sort_ratio(
    left: IntoColumn, right: IntoColumn, *, score_cutoff: float | None = None
) -> pl.Expr:
    """Measure the partial ratio of both texts with their words sorted.

    References
    ----------
    RapidFuzz, ``fuzz.partial_token_sort_ratio``, divided by 100.

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame({"a": ["york new", "mets"], "b": ["new york city", "new york mets"]})
    >>> df.select(rs.partial_token_sort_ratio("a", "b").round(4)).to_series().to_list()
    [1.0, 1.0]
    """
    return _score("partial_token_sort_ratio", left, right, score_cutoff)


@documented(counts=False, measures=False, letters=True)
def partial_token_set_ratio(
    left: IntoColumn, right: IntoColumn, *, score_cutoff: float | None = None
) -> pl.Expr:
    """Measure the partial ratio of the words that only one text has; 1 where both have a word.

    The words are sorted. A text without words is like nothing.

    References
    ----------
    RapidFuzz, ``fuzz.partial_token_set_ratio``, divided by 100.

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame({"a": ["new york mets", "boston"], "b": ["york city", "austin"]})
    >>> df.select(rs.partial_token_set_ratio("a", "b").round(4)).to_series().to_list()
    [1.0, 0.6]
    """
    return _score("partial_token_set_ratio", left, right, score_cutoff)


@documented(counts=False, measures=False, letters=True)
def partial_token_ratio(left: IntoColumn, right: IntoColumn, *, score_cutoff: float | None = None) -> pl.Expr:
    """Measure the better one of the partial ratios of sorted words and of sets of words.

    These are :func:`partial_token_sort_ratio` and :func:`partial_token_set_ratio`.

    References
    ----------
    RapidFuzz, ``fuzz.partial_token_ratio``, divided by 100.

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame({"a": ["new york mets", "boston"], "b": ["york city", "austin"]})
    >>> df.select(rs.partial_token_ratio("a", "b").round(4)).to_series().to_list()
    [1.0, 0.6]
    """
    return _score("partial_token_ratio", left, right, score_cutoff)


@documented(counts=False, measures=False, letters=True)
def wratio(left: IntoColumn, right: IntoColumn, *, score_cutoff: float | None = None) -> pl.Expr:
    """Measure the best of several ratios, each with a weight that fits the lengths.

    With texts of which the longer one is less than half as long again as the other, these are
    :func:`ratio`, and :func:`token_ratio` with weight 0.95. Otherwise they are :func:`ratio`,
    :func:`partial_ratio` with weight 0.9, and :func:`partial_token_ratio` with weight 0.9 * 0.95; where
    the longer text is more than eight times as long, 0.6 takes the place of 0.9. An empty text is like
    nothing.

    References
    ----------
    RapidFuzz, ``fuzz.WRatio``, divided by 100.

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame({"a": ["this is a test", "new york"], "b": ["test a is this", "the new york mets"]})
    >>> df.select(rs.wratio("a", "b").round(4)).to_series().to_list()
    [0.95, 0.9]
    """
    return _score("wratio", left, right, score_cutoff)


@documented(counts=False, measures=False)
def qratio(
    left: IntoColumn, right: IntoColumn, *, score_cutoff: float | None = None, unit: Unit = "codepoint"
) -> pl.Expr:
    """Measure the :func:`ratio`, but nothing is like an empty text, not even another one.

    References
    ----------
    RapidFuzz, ``fuzz.QRatio``, divided by 100.

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame({"a": ["this is a test", ""], "b": ["this is a test!", ""]})
    >>> df.select(rs.qratio("a", "b").round(4)).to_series().to_list()
    [0.9655, 0.0]
    """
    return _score("qratio", left, right, score_cutoff, unit=unit)
