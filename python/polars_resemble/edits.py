"""Metrics of edits, and of the symbols that two texts have in the same order.

Each function compares two columns row by row; `left` and `right` are its only arguments that may be
given by position. What all of them share, parameters and dtypes, nulls and errors, is said in
``_documentation`` and added to each docstring.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from polars_resemble import _checks
from polars_resemble._documentation import documented
from polars_resemble._plugin import compare
from polars_resemble.costs import table

if TYPE_CHECKING:
    import polars as pl

    from polars_resemble._typing import IntoColumn, Measure, Unit
    from polars_resemble.costs import IntoCosts

__all__ = [
    "damerau_levenshtein",
    "editex",
    "hamming",
    "indel",
    "lcs_seq",
    "lcs_str",
    "levenshtein",
    "osa",
    "postfix",
    "prefix",
    "ratcliff_obershelp",
]


@documented()
def levenshtein(
    left: IntoColumn,
    right: IntoColumn,
    *,
    measure: Measure = "distance",
    score_cutoff: float | None = None,
    unit: Unit = "codepoint",
    weights: tuple[int, int, int] = (1, 1, 1),
    costs: IntoCosts | None = None,
) -> pl.Expr:
    r"""Compute the least cost of insertions, deletions and substitutions from left to right.

    With weights of 1 the maximum is the length of the longer side. Otherwise it is the cheaper of
    deleting all of `left` and inserting all of `right`, or substituting along the shorter side
    and deleting or inserting the rest.

    Parameters
    ----------
    weights : tuple of three ints
        Cost of an insertion, a deletion and a substitution, each within 0..4294967295.
    costs : Costs or dict, optional
        What it costs to rewrite some letters as others instead: a table of :mod:`polars_resemble.costs`, or a
        dict such as ``{("o", "0"): 0.2, ("rn", "m"): 0.3, ("h", ""): 0.5}``. A pair counts in both
        directions, unless both are given. Each letter takes part in one rewrite at most: where ``a`` to
        ``c`` and ``c`` to ``b`` are cheap, ``a`` to ``b`` still costs what it costs by itself. For the
        maximum, a deletion, an insertion and a substitution of one letter cost the most that any does.
        Distances and similarities are Float64 then, texts are compared by code points, and lists are not
        compared.

    References
    ----------
    V. I. Levenshtein, "Binary codes capable of correcting deletions, insertions, and reversals"
    (1966). The values are those of RapidFuzz's ``Levenshtein``. Costs of rewrites: R. A. Wagner and
    M. J. Fischer, "The string-to-string correction problem" (1974); E. Brill and R. C. Moore, "An improved
    error model for noisy channel spelling correction" (2000).

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame({"a": ["kitten", "lawn", "", None], "b": ["sitting", "flaw", "", "x"]})
    >>> df.with_columns(
    ...     distance=rs.levenshtein("a", "b"),
    ...     alike=rs.levenshtein("a", "b", measure="normalized_similarity"),
    ...     close=rs.levenshtein("a", "b", score_cutoff=2),
    ... )
    shape: (4, 5)
    ┌────────┬─────────┬──────────┬──────────┬───────┐
    │ a      ┆ b       ┆ distance ┆ alike    ┆ close │
    │ ---    ┆ ---     ┆ ---      ┆ ---      ┆ ---   │
    │ str    ┆ str     ┆ u32      ┆ f64      ┆ u32   │
    ╞════════╪═════════╪══════════╪══════════╪═══════╡
    │ kitten ┆ sitting ┆ 3        ┆ 0.571429 ┆ null  │
    │ lawn   ┆ flaw    ┆ 2        ┆ 0.5      ┆ 2     │
    │        ┆         ┆ 0        ┆ 1.0      ┆ 0     │
    │ null   ┆ x       ┆ null     ┆ null     ┆ null  │
    └────────┴─────────┴──────────┴──────────┴───────┘

    Of lists the elements are compared. So the word error rate, as a share of the words that were said,
    and the distance of the words as a share of the longer side are:

    >>> df = pl.DataFrame({"said": ["the cat sat on the mat"], "heard": ["the cat sits on mat"]})
    >>> said, heard = pl.col("said").str.split(" "), pl.col("heard").str.split(" ")
    >>> df.select(
    ...     wrong=said.rs.levenshtein(heard),
    ...     rate=said.rs.levenshtein(heard) / said.list.len(),
    ...     apart=said.rs.levenshtein(heard, measure="normalized_distance"),
    ... )
    shape: (1, 3)
    ┌───────┬──────────┬──────────┐
    │ wrong ┆ rate     ┆ apart    │
    │ ---   ┆ ---      ┆ ---      │
    │ u32   ┆ f64      ┆ f64      │
    ╞═══════╪══════════╪══════════╡
    │ 2     ┆ 0.333333 ┆ 0.333333 │
    └───────┴──────────┴──────────┘

    What is typed or scanned goes wrong in known ways, which costs say:

    >>> df = pl.DataFrame({"a": ["modem", "cat"], "b": ["modern", "cart"]})
    >>> df.with_columns(distance=rs.levenshtein("a", "b", costs={("m", "rn"): 0.25, ("r", ""): 0.5}))
    shape: (2, 3)
    ┌───────┬────────┬──────────┐
    │ a     ┆ b      ┆ distance │
    │ ---   ┆ ---    ┆ ---      │
    │ str   ┆ str    ┆ f64      │
    ╞═══════╪════════╪══════════╡
    │ modem ┆ modern ┆ 0.25     │
    │ cat   ┆ cart   ┆ 0.5      │
    └───────┴────────┴──────────┘

    A flag is one letter to its readers, of two code points, each of four bytes. So is an accented letter,
    composed or not:

    >>> df = pl.DataFrame({"a": ["Zürich 🇨🇭"]})
    >>> units = ("grapheme", "codepoint", "byte")
    >>> df.select(rs.levenshtein("a", pl.lit("Zurich"), unit=unit).alias(unit) for unit in units)
    shape: (1, 3)
    ┌──────────┬───────────┬──────┐
    │ grapheme ┆ codepoint ┆ byte │
    │ ---      ┆ ---       ┆ ---  │
    │ u32      ┆ u32       ┆ u32  │
    ╞══════════╪═══════════╪══════╡
    │ 3        ┆ 4         ┆ 11   │
    └──────────┴───────────┴──────┘
    >>> decomposed = pl.lit("Zu\u0308rich 🇨🇭")
    >>> df.select(rs.levenshtein("a", decomposed, unit=unit).alias(unit) for unit in units)
    shape: (1, 3)
    ┌──────────┬───────────┬──────┐
    │ grapheme ┆ codepoint ┆ byte │
    │ ---      ┆ ---       ┆ ---  │
    │ u32      ┆ u32       ┆ u32  │
    ╞══════════╪═══════════╪══════╡
    │ 0        ┆ 2         ┆ 3    │
    └──────────┴───────────┴──────┘
    """
    function = "levenshtein"
    named: dict[str, Any] = {}
    if costs is not None:
        named["costs"] = table(function, costs).to_list()
        if unit != "codepoint":
            raise _checks.wrong_value(function, "unit to be 'codepoint' beside costs", unit)
    return compare(
        function,
        left,
        right,
        measure,
        score_cutoff,
        unit=unit,
        weights=_checks.weights(function, weights),
        **named,
    )


@documented()
def osa(
    left: IntoColumn,
    right: IntoColumn,
    *,
    measure: Measure = "distance",
    score_cutoff: float | None = None,
    unit: Unit = "codepoint",
) -> pl.Expr:
    """Count insertions, deletions, substitutions and swaps of neighbours, none edited twice.

    This is the optimal string alignment distance. Its maximum is the length of the longer side. It
    does not satisfy the triangle inequality; :func:`damerau_levenshtein` does.

    References
    ----------
    G. Navarro, "A guided tour to approximate string matching" (2001). The values are those of
    RapidFuzz's ``OSA``.

    Examples
    --------
    The swapped letters may not be parted by an insertion afterwards:

    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame({"a": ["teh", "ca"], "b": ["the", "abc"]})
    >>> df.with_columns(
    ...     osa=rs.osa("a", "b"),
    ...     damerau_levenshtein=rs.damerau_levenshtein("a", "b"),
    ...     levenshtein=rs.levenshtein("a", "b"),
    ... )
    shape: (2, 5)
    ┌─────┬─────┬─────┬─────────────────────┬─────────────┐
    │ a   ┆ b   ┆ osa ┆ damerau_levenshtein ┆ levenshtein │
    │ --- ┆ --- ┆ --- ┆ ---                 ┆ ---         │
    │ str ┆ str ┆ u32 ┆ u32                 ┆ u32         │
    ╞═════╪═════╪═════╪═════════════════════╪═════════════╡
    │ teh ┆ the ┆ 1   ┆ 1                   ┆ 2           │
    │ ca  ┆ abc ┆ 3   ┆ 2                   ┆ 3           │
    └─────┴─────┴─────┴─────────────────────┴─────────────┘
    """
    return compare("osa", left, right, measure, score_cutoff, unit=unit)


@documented()
def damerau_levenshtein(
    left: IntoColumn,
    right: IntoColumn,
    *,
    measure: Measure = "distance",
    score_cutoff: float | None = None,
    unit: Unit = "codepoint",
) -> pl.Expr:
    """Count insertions, deletions, substitutions and swaps of neighbours, freely combined.

    Its maximum is the length of the longer side. :func:`osa` is faster and differs only where
    swapped letters are edited again.

    References
    ----------
    F. J. Damerau, "A technique for computer detection and correction of spelling errors" (1964);
    C. Zhao and S. Sahni, "String correction using the Damerau-Levenshtein distance" (2019). The
    values are those of RapidFuzz's ``DamerauLevenshtein``.

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame({"a": ["teh", "ca"], "b": ["the", "abc"]})
    >>> df.select(rs.damerau_levenshtein("a", "b")).to_series().to_list()
    [1, 2]
    """
    return compare("damerau_levenshtein", left, right, measure, score_cutoff, unit=unit)


@documented()
def indel(
    left: IntoColumn,
    right: IntoColumn,
    *,
    measure: Measure = "distance",
    score_cutoff: float | None = None,
    unit: Unit = "codepoint",
) -> pl.Expr:
    """Count insertions and deletions, a substitution being one of each.

    Its maximum is the sum of both lengths. The distance is that sum less twice the length of the
    longest common subsequence, :func:`lcs_seq`.

    References
    ----------
    H. Hyyrö, "Bit-parallel LCS-length computation revisited" (2004). The values are those of
    RapidFuzz's ``Indel``.

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame({"a": ["kitten", "Straße"], "b": ["sitting", "Strasse"]})
    >>> df.with_columns(
    ...     distance=rs.indel("a", "b"),
    ...     alike=rs.indel("a", "b", measure="normalized_similarity").round(3),
    ... )
    shape: (2, 4)
    ┌────────┬─────────┬──────────┬───────┐
    │ a      ┆ b       ┆ distance ┆ alike │
    │ ---    ┆ ---     ┆ ---      ┆ ---   │
    │ str    ┆ str     ┆ u32      ┆ f64   │
    ╞════════╪═════════╪══════════╪═══════╡
    │ kitten ┆ sitting ┆ 5        ┆ 0.615 │
    │ Straße ┆ Strasse ┆ 3        ┆ 0.769 │
    └────────┴─────────┴──────────┴───────┘
    """
    return compare("indel", left, right, measure, score_cutoff, unit=unit)


@documented()
def hamming(
    left: IntoColumn,
    right: IntoColumn,
    *,
    measure: Measure = "distance",
    score_cutoff: float | None = None,
    unit: Unit = "codepoint",
    pad: bool = True,
) -> pl.Expr:
    """Count the positions at which left and right differ.

    Its maximum is the length of the longer side.

    Parameters
    ----------
    pad : bool
        True lets every position that only the longer side has count as different; False makes rows
        of unequal length null.

    References
    ----------
    R. W. Hamming, "Error detecting and error correcting codes" (1950). The values are those of
    RapidFuzz's ``Hamming``.

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame({"a": ["GATTACA", "GATTACA"], "b": ["GACTATA", "GATTA"]})
    >>> df.with_columns(
    ...     padded=rs.hamming("a", "b"),
    ...     strict=rs.hamming("a", "b", pad=False),
    ... )
    shape: (2, 4)
    ┌─────────┬─────────┬────────┬────────┐
    │ a       ┆ b       ┆ padded ┆ strict │
    │ ---     ┆ ---     ┆ ---    ┆ ---    │
    │ str     ┆ str     ┆ u32    ┆ u32    │
    ╞═════════╪═════════╪════════╪════════╡
    │ GATTACA ┆ GACTATA ┆ 2      ┆ 2      │
    │ GATTACA ┆ GATTA   ┆ 2      ┆ null   │
    └─────────┴─────────┴────────┴────────┘
    """
    return compare(
        "hamming", left, right, measure, score_cutoff, unit=unit, pad=_checks.flag("hamming", "pad", pad)
    )


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


@documented(letters=True)
def editex(
    left: IntoColumn,
    right: IntoColumn,
    *,
    measure: Measure = "distance",
    score_cutoff: float | None = None,
) -> pl.Expr:
    """Count edits by sound: letters that sound alike are one apart, others two.

    Leaving a letter out costs as much as it is apart from the letter before it, and one after H or W, so
    that double letters cost nothing. Beside an empty side each letter costs two. Small and capital letters
    of ASCII are the same; all other symbols are like none, and code points are compared: compose accents
    first where they come in two forms (:func:`normalize`). The maximum is twice the length of the longer
    side.

    References
    ----------
    J. Zobel and P. Dart, "Phonetic string matching: lessons from information retrieval" (1996), with all
    ten groups of letters. The values are those of ``Editex`` in textdistance; abydos lacks the tenth group,
    C S Z, so that S for C costs two there. An empty side costs two a letter in both; by the paper's
    recurrence alone, repeated letters beside it would cost nothing.

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame({"a": ["cat", "Niall", "Phillip"], "b": ["hat", "Neil", "filip"]})
    >>> df.with_columns(
    ...     editex=rs.editex("a", "b"),
    ...     levenshtein=rs.levenshtein("a", "b"),
    ... )
    shape: (3, 4)
    ┌─────────┬───────┬────────┬─────────────┐
    │ a       ┆ b     ┆ editex ┆ levenshtein │
    │ ---     ┆ ---   ┆ ---    ┆ ---         │
    │ str     ┆ str   ┆ u32    ┆ u32         │
    ╞═════════╪═══════╪════════╪═════════════╡
    │ cat     ┆ hat   ┆ 2      ┆ 1           │
    │ Niall   ┆ Neil  ┆ 2      ┆ 3           │
    │ Phillip ┆ filip ┆ 3      ┆ 3           │
    └─────────┴───────┴────────┴─────────────┘
    """
    return compare("editex", left, right, measure, score_cutoff)


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
