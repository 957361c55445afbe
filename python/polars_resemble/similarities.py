"""Metrics that measure how much two texts have in common.

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

__all__ = [
    "jaro",
    "jaro_winkler",
    "lcs_seq",
    "lcs_str",
    "monge_elkan",
    "postfix",
    "prefix",
    "ratcliff_obershelp",
]


@documented()
def lcs_seq(
    left: IntoColumn,
    right: IntoColumn,
    *,
    measure: Measure = "similarity",
    score_cutoff: float | None = None,
    unit: Unit = "codepoint",
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
    return compare("lcs_seq", left, right, measure, score_cutoff, unit=unit)


@documented()
def lcs_str(
    left: IntoColumn,
    right: IntoColumn,
    *,
    measure: Measure = "similarity",
    score_cutoff: float | None = None,
    unit: Unit = "codepoint",
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
    return compare("lcs_str", left, right, measure, score_cutoff, unit=unit)


@documented()
def prefix(
    left: IntoColumn,
    right: IntoColumn,
    *,
    measure: Measure = "similarity",
    score_cutoff: float | None = None,
    unit: Unit = "codepoint",
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
    return compare("prefix", left, right, measure, score_cutoff, unit=unit)


@documented()
def postfix(
    left: IntoColumn,
    right: IntoColumn,
    *,
    measure: Measure = "similarity",
    score_cutoff: float | None = None,
    unit: Unit = "codepoint",
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
    return compare("postfix", left, right, measure, score_cutoff, unit=unit)


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


@documented(counts=False)
def ratcliff_obershelp(
    left: IntoColumn,
    right: IntoColumn,
    *,
    measure: Measure = "similarity",
    score_cutoff: float | None = None,
    unit: Unit = "codepoint",
) -> pl.Expr:
    """Measure the share of symbols in matching blocks: 2 matches / (m + n).

    The blocks are the longest common substring, and again left and right of it. Among equally long
    ones the first on the left counts, so the sides may not be swapped.

    References
    ----------
    J. W. Ratcliff, D. E. Metzener, "Pattern matching: the gestalt approach" (1988). The values are
    those of Python's ``difflib.SequenceMatcher(None, left, right, autojunk=False).ratio()``.

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame(
    ...     {"a": ["WIKIMEDIA", "GESTALT PRACTICE"], "b": ["WIKIMANIA", "GESTALT PATTERN MATCHING"]}
    ... )
    >>> df.select(rs.ratcliff_obershelp("a", "b").round(4)).to_series().to_list()
    [0.7778, 0.65]
    """
    return compare("ratcliff_obershelp", left, right, measure, score_cutoff, unit=unit, counts=False)


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
