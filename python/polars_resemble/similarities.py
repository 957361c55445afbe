"""Metrics that measure how much two texts have in common.

Each function compares two columns row by row; `left` and `right` are its only arguments that may be
given by position. What all of them share, parameters and dtypes, nulls and errors, is said in
``_documentation`` and added to each docstring.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polars_resemble import _parameters
from polars_resemble._documentation import documented
from polars_resemble._plugin import compare

if TYPE_CHECKING:
    import polars as pl

    from polars_resemble.typing import IntoColumn, Measure

__all__ = ["jaro", "jaro_winkler", "lcs_seq", "lcs_str", "postfix", "prefix"]


@documented()
def lcs_seq(
    left: IntoColumn,
    right: IntoColumn,
    *,
    measure: Measure = "similarity",
    score_cutoff: float | None = None,
) -> pl.Expr:
    """Measure the longest common subsequence: symbols in the same order, with gaps allowed.

    Its maximum is the length of the longer side.

    References
    ----------
    H. Hyyrö, "Bit-parallel LCS-length computation revisited" (2004). The values are those of
    RapidFuzz's ``LCSseq``.

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame({"a": ["kitten", "Straße"], "b": ["sitting", "Strasse"]})
    >>> df.with_columns(
    ...     subsequence=rs.lcs_seq("a", "b"),
    ...     substring=rs.lcs_str("a", "b"),
    ... )
    shape: (2, 4)
    ┌────────┬─────────┬─────────────┬───────────┐
    │ a      ┆ b       ┆ subsequence ┆ substring │
    │ ---    ┆ ---     ┆ ---         ┆ ---       │
    │ str    ┆ str     ┆ u32         ┆ u32       │
    ╞════════╪═════════╪═════════════╪═══════════╡
    │ kitten ┆ sitting ┆ 4           ┆ 3         │
    │ Straße ┆ Strasse ┆ 5           ┆ 4         │
    └────────┴─────────┴─────────────┴───────────┘
    """
    return compare("lcs_seq", left, right, measure, score_cutoff)


@documented()
def lcs_str(
    left: IntoColumn,
    right: IntoColumn,
    *,
    measure: Measure = "similarity",
    score_cutoff: float | None = None,
) -> pl.Expr:
    """Measure the longest common substring: symbols in the same order, without gaps.

    Its maximum is the length of the longer side.

    References
    ----------
    D. Gusfield, "Algorithms on strings, trees, and sequences" (1997), section 7.4.

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame({"a": ["invoice 2041-B", "kitten"], "b": ["No. 2041-B/2", "sitting"]})
    >>> df.select(rs.lcs_str("a", "b")).to_series().to_list()
    [7, 3]
    """
    return compare("lcs_str", left, right, measure, score_cutoff)


@documented()
def prefix(
    left: IntoColumn,
    right: IntoColumn,
    *,
    measure: Measure = "similarity",
    score_cutoff: float | None = None,
) -> pl.Expr:
    """Measure the longest common prefix.

    Its maximum is the length of the longer side.

    References
    ----------
    The values are those of RapidFuzz's ``Prefix``.

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame({"a": ["prefix", "postfix"], "b": ["pretest", "suffix"]})
    >>> df.with_columns(prefix=rs.prefix("a", "b"), postfix=rs.postfix("a", "b"))
    shape: (2, 4)
    ┌─────────┬─────────┬────────┬─────────┐
    │ a       ┆ b       ┆ prefix ┆ postfix │
    │ ---     ┆ ---     ┆ ---    ┆ ---     │
    │ str     ┆ str     ┆ u32    ┆ u32     │
    ╞═════════╪═════════╪════════╪═════════╡
    │ prefix  ┆ pretest ┆ 3      ┆ 0       │
    │ postfix ┆ suffix  ┆ 0      ┆ 3       │
    └─────────┴─────────┴────────┴─────────┘
    """
    return compare("prefix", left, right, measure, score_cutoff)


@documented()
def postfix(
    left: IntoColumn,
    right: IntoColumn,
    *,
    measure: Measure = "similarity",
    score_cutoff: float | None = None,
) -> pl.Expr:
    """Measure the longest common suffix.

    Its maximum is the length of the longer side.

    References
    ----------
    The values are those of RapidFuzz's ``Postfix``.

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame({"a": ["report.csv", "Anna"], "b": ["data.csv", "Hannah"]})
    >>> df.select(rs.postfix("a", "b")).to_series().to_list()
    [4, 0]
    """
    return compare("postfix", left, right, measure, score_cutoff)


@documented(counts=False)
def jaro(
    left: IntoColumn,
    right: IntoColumn,
    *,
    measure: Measure = "similarity",
    score_cutoff: float | None = None,
) -> pl.Expr:
    """Measure the share of symbols that match nearby, and how many of them are out of order.

    Symbols match when they are equal and at most ``max(lengths) // 2 - 1`` positions apart. With m
    matches, of which t pairs are out of order, the similarity is
    ``(m / len(left) + m / len(right) + (m - t) / m) / 3``.

    References
    ----------
    M. A. Jaro, "Advances in record-linkage methodology as applied to matching the 1985 census of
    Tampa, Florida" (1989). The values are those of RapidFuzz's ``Jaro``.

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame({"a": ["MARTHA", "DIXON", ""], "b": ["MARHTA", "DICKSONX", ""]})
    >>> df.with_columns(
    ...     jaro=rs.jaro("a", "b").round(4),
    ...     jaro_winkler=rs.jaro_winkler("a", "b").round(4),
    ... )
    shape: (3, 4)
    ┌────────┬──────────┬────────┬──────────────┐
    │ a      ┆ b        ┆ jaro   ┆ jaro_winkler │
    │ ---    ┆ ---      ┆ ---    ┆ ---          │
    │ str    ┆ str      ┆ f64    ┆ f64          │
    ╞════════╪══════════╪════════╪══════════════╡
    │ MARTHA ┆ MARHTA   ┆ 0.9444 ┆ 0.9611       │
    │ DIXON  ┆ DICKSONX ┆ 0.7667 ┆ 0.8133       │
    │        ┆          ┆ 1.0    ┆ 1.0          │
    └────────┴──────────┴────────┴──────────────┘
    """
    return compare("jaro", left, right, measure, score_cutoff, counts=False)


@documented(counts=False)
def jaro_winkler(
    left: IntoColumn,
    right: IntoColumn,
    *,
    measure: Measure = "similarity",
    score_cutoff: float | None = None,
    prefix_weight: float = 0.1,
) -> pl.Expr:
    """Raise the Jaro similarity of texts that begin alike.

    A Jaro similarity above 0.7 grows by ``length * prefix_weight`` of what it lacks to 1, where
    `length` is that of the common prefix and counts up to 4.

    Parameters
    ----------
    prefix_weight : float
        How much each common symbol at the beginning weighs, within 0..0.25.

    References
    ----------
    W. E. Winkler, "String comparator metrics and enhanced decision rules in the Fellegi-Sunter
    model of record linkage" (1990). The values are those of RapidFuzz's ``JaroWinkler``.

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame({"a": ["MARTHA", "DWAYNE", "abcd"], "b": ["MARHTA", "DUANE", "abxy"]})
    >>> df.with_columns(
    ...     score=rs.jaro_winkler("a", "b").round(4),
    ...     strong=rs.jaro_winkler("a", "b", prefix_weight=0.25, score_cutoff=0.9).round(4),
    ... )
    shape: (3, 4)
    ┌────────┬────────┬────────┬────────┐
    │ a      ┆ b      ┆ score  ┆ strong │
    │ ---    ┆ ---    ┆ ---    ┆ ---    │
    │ str    ┆ str    ┆ f64    ┆ f64    │
    ╞════════╪════════╪════════╪════════╡
    │ MARTHA ┆ MARHTA ┆ 0.9611 ┆ 0.9861 │
    │ DWAYNE ┆ DUANE  ┆ 0.84   ┆ null   │
    │ abcd   ┆ abxy   ┆ 0.6667 ┆ null   │
    └────────┴────────┴────────┴────────┘
    """
    return compare(
        "jaro_winkler",
        left,
        right,
        measure,
        score_cutoff,
        counts=False,
        prefix_weight=_parameters.prefix_weight("jaro_winkler", prefix_weight),
    )
