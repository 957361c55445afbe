"""Metrics made for names: by symbols that match nearby, and word by word.

Each function compares two columns row by row; `left` and `right` are its only arguments that may be
given by position. What all of them share, parameters and dtypes, nulls and errors, is said in
``_documentation`` and added to each docstring.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from polars_resemble import _checks
from polars_resemble._documentation import documented
from polars_resemble._plugin import compare
from polars_resemble._typing import Inner

if TYPE_CHECKING:
    import polars as pl

    from polars_resemble._typing import IntoColumn, Measure, Unit

__all__ = ["jaro", "jaro_winkler", "monge_elkan"]


@documented(counts=False)
def jaro(
    left: IntoColumn,
    right: IntoColumn,
    *,
    measure: Measure = "similarity",
    score_cutoff: float | None = None,
    unit: Unit = "codepoint",
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
    return compare("jaro", left, right, measure, score_cutoff, unit=unit, counts=False)


@documented(counts=False)
def jaro_winkler(
    left: IntoColumn,
    right: IntoColumn,
    *,
    measure: Measure = "similarity",
    score_cutoff: float | None = None,
    unit: Unit = "codepoint",
    prefix_weight: float = 0.1,
) -> pl.Expr:
    """Raise the Jaro similarity of texts that begin alike.

    A Jaro similarity above 0.7 grows by ``length * prefix_weight`` of what it lacks to 1, where
    `length` is that of the common prefix and counts up to 4; it does not grow beyond 1.

    Parameters
    ----------
    prefix_weight : float
        How much each common symbol at the beginning weighs, within 0..1. From 0.25 on, four of them
        make up for all that is missing.

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
        unit=unit,
        counts=False,
        prefix_weight=_checks.ratio("jaro_winkler", "prefix_weight", prefix_weight),
    )


@documented(counts=False, letters=True)
def monge_elkan(
    left: IntoColumn,
    right: IntoColumn,
    *,
    measure: Measure = "similarity",
    score_cutoff: float | None = None,
    inner: Inner = "jaro_winkler",
    symmetric: bool = False,
) -> pl.Expr:
    """Compare each left word with the right word that is most like it, and take the mean.

    Words are what stands between white space. Two texts without words are alike, one without words
    and another one have nothing in common.

    Parameters
    ----------
    inner : str
        What compares two words: the name of a metric, read as a normalised similarity with its
        default parameters. One of "levenshtein", "osa", "damerau_levenshtein", "indel", "lcs_seq",
        "lcs_str", "hamming", "prefix", "postfix", "jaro", "jaro_winkler", "ratcliff_obershelp".
    symmetric : bool
        Whether the mean of both directions is taken, so that the sides may be swapped.

    References
    ----------
    A. E. Monge, C. P. Elkan, "The field matching problem: algorithms and applications" (1996).

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame({"a": ["paul johnson"], "b": ["johson paule jr"]})
    >>> df.select(
    ...     there=rs.monge_elkan("a", "b", inner="levenshtein").round(4),
    ...     back=rs.monge_elkan("b", "a", inner="levenshtein").round(4),
    ...     both=rs.monge_elkan("a", "b", inner="levenshtein", symmetric=True).round(4),
    ... )
    shape: (1, 3)
    ┌────────┬──────┬────────┐
    │ there  ┆ back ┆ both   │
    │ ---    ┆ ---  ┆ ---    │
    │ f64    ┆ f64  ┆ f64    │
    ╞════════╪══════╪════════╡
    │ 0.8286 ┆ 0.6  ┆ 0.7143 │
    └────────┴──────┴────────┘
    """
    return compare(
        "monge_elkan",
        left,
        right,
        measure,
        score_cutoff,
        counts=False,
        inner=_checks.choice("monge_elkan", "inner", inner, get_args(Inner)),
        symmetric=_checks.flag("monge_elkan", "symmetric", symmetric),
    )
