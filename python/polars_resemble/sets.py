"""Metrics of texts as collections of grams: of runs of n symbols (q-grams), or of words.

With ``ngram=2``, "night" is {ni, ig, gh, ht}: code points, without padding. A text of fewer than
`ngram` symbols is its own only gram, and an empty text has none. With ``ngram=None`` the grams are the
words, as white space parts them (see :func:`token_sort_ratio`). Collections are sets; with
``multiset=True`` they are bags, in which a gram counts as often as it stands in the text. Two empty
collections are alike, an empty one and another one have nothing in common. Other libraries differ in
each of these points.

Grams of lists are runs of elements: with ``ngram=1`` lists are compared as sets or bags of their elements.

Each function compares two columns row by row; `left` and `right` are its only arguments that may be
given by position.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from polars_resemble import _checks
from polars_resemble._documentation import documented
from polars_resemble._plugin import compare
from polars_resemble._typing import Unit

if TYPE_CHECKING:
    import polars as pl

    from polars_resemble._typing import IntoColumn, Measure

__all__ = ["cosine", "jaccard", "overlap", "sorensen_dice", "tversky"]

NGRAM = """\
ngram : int, optional
    Symbols in a gram, at least 1; None for words."""

MULTISET = """\
multiset : bool
    Whether a gram counts each time it stands in a text, rather than once."""


def _compare(
    metric: str,
    left: IntoColumn,
    right: IntoColumn,
    measure: Measure,
    score_cutoff: float | None,
    *,
    unit: Unit,
    ngram: int | None,
    multiset: bool,
    **parameters: object,
) -> pl.Expr:
    """Build the expression of a metric of grams."""
    if ngram is None and unit != "codepoint":
        expected = "unit to be 'codepoint' where ngram is None, which stands for words"
        raise _checks.wrong_value(metric, expected, _checks.choice(metric, "unit", unit, get_args(Unit)))
    return compare(
        metric,
        left,
        right,
        measure,
        score_cutoff,
        unit=unit,
        counts=False,
        ngram=_checks.ngram(metric, ngram),
        multiset=_checks.flag(metric, "multiset", multiset),
        **parameters,
    )


@documented(NGRAM, MULTISET, counts=False)
def jaccard(
    left: IntoColumn,
    right: IntoColumn,
    *,
    measure: Measure = "similarity",
    score_cutoff: float | None = None,
    unit: Unit = "codepoint",
    ngram: int | None = 2,
    multiset: bool = False,
) -> pl.Expr:
    """Measure what both sides have as a share of what either has.

    For sets A and B this is ``|A & B| / |A | B|``. The distance satisfies the triangle inequality, of
    sets and of bags.

    References
    ----------
    P. Jaccard, "Étude comparative de la distribution florale dans une portion des Alpes et des
    Jura" (1901).

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame({"a": ["night", "aaa bbb", "a", ""], "b": ["nacht", "bbb aaa", "ab", ""]})
    >>> df.with_columns(
    ...     bigrams=rs.jaccard("a", "b").round(4),
    ...     letters=rs.jaccard("a", "b", ngram=1, multiset=True).round(4),
    ...     words=rs.jaccard("a", "b", ngram=None).round(4),
    ... )
    shape: (4, 5)
    ┌─────────┬─────────┬─────────┬─────────┬───────┐
    │ a       ┆ b       ┆ bigrams ┆ letters ┆ words │
    │ ---     ┆ ---     ┆ ---     ┆ ---     ┆ ---   │
    │ str     ┆ str     ┆ f64     ┆ f64     ┆ f64   │
    ╞═════════╪═════════╪═════════╪═════════╪═══════╡
    │ night   ┆ nacht   ┆ 0.1429  ┆ 0.4286  ┆ 0.0   │
    │ aaa bbb ┆ bbb aaa ┆ 0.3333  ┆ 1.0     ┆ 1.0   │
    │ a       ┆ ab      ┆ 0.0     ┆ 0.5     ┆ 0.0   │
    │         ┆         ┆ 1.0     ┆ 1.0     ┆ 1.0   │
    └─────────┴─────────┴─────────┴─────────┴───────┘

    Lists as sets of their elements:

    >>> df = pl.DataFrame({"a": [[1, 2, 3], [7, 7]], "b": [[3, 2], [7]]})
    >>> df.select(rs.jaccard("a", "b", ngram=1).round(4)).to_series().to_list()
    [0.6667, 1.0]
    """
    return _compare("jaccard", left, right, measure, score_cutoff, unit=unit, ngram=ngram, multiset=multiset)


@documented(NGRAM, MULTISET, counts=False)
def sorensen_dice(
    left: IntoColumn,
    right: IntoColumn,
    *,
    measure: Measure = "similarity",
    score_cutoff: float | None = None,
    unit: Unit = "codepoint",
    ngram: int | None = 2,
    multiset: bool = False,
) -> pl.Expr:
    """Measure what both sides have as a share of their mean size.

    For sets A and B this is ``2 |A & B| / (|A| + |B|)``.

    References
    ----------
    L. R. Dice, "Measures of the amount of ecologic association between species" (1945);
    T. Sørensen, "A method of establishing groups of equal amplitude in plant sociology" (1948).

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame({"a": ["night", "new york mets"], "b": ["nacht", "mets of new york"]})
    >>> df.select(rs.sorensen_dice("a", "b").round(4)).to_series().to_list()
    [0.25, 0.7407]
    >>> df.select(rs.sorensen_dice("a", "b", ngram=None).round(4)).to_series().to_list()
    [0.0, 0.8571]
    """
    return _compare(
        "sorensen_dice", left, right, measure, score_cutoff, unit=unit, ngram=ngram, multiset=multiset
    )


@documented(NGRAM, MULTISET, counts=False)
def overlap(
    left: IntoColumn,
    right: IntoColumn,
    *,
    measure: Measure = "similarity",
    score_cutoff: float | None = None,
    unit: Unit = "codepoint",
    ngram: int | None = 2,
    multiset: bool = False,
) -> pl.Expr:
    """Measure what both sides have as a share of the smaller side.

    For sets A and B this is ``|A & B| / min(|A|, |B|)``, which is 1 where one is a part of the other.

    References
    ----------
    D. Szymkiewicz, "Une contribution statistique à la géographie floristique" (1934);
    G. G. Simpson, "Mammals and the nature of continents" (1943).

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame({"a": ["night", "mets"], "b": ["nacht", "new york mets"]})
    >>> df.select(rs.overlap("a", "b").round(4)).to_series().to_list()
    [0.25, 1.0]
    """
    return _compare("overlap", left, right, measure, score_cutoff, unit=unit, ngram=ngram, multiset=multiset)


@documented(NGRAM, MULTISET, counts=False)
def cosine(
    left: IntoColumn,
    right: IntoColumn,
    *,
    measure: Measure = "similarity",
    score_cutoff: float | None = None,
    unit: Unit = "codepoint",
    ngram: int | None = 2,
    multiset: bool = False,
) -> pl.Expr:
    """Measure the cosine of the angle between the counts of both sides, taken as vectors.

    Of sets, whose counts are 0 and 1, this is ``|A & B| / sqrt(|A| |B|)``. With ``multiset=True`` it is
    the scalar product of the counts, divided by the lengths of both vectors.

    References
    ----------
    G. Salton, M. J. McGill, "Introduction to modern information retrieval" (1983); of sets,
    A. Ochiai, "Zoogeographical studies on the soleoid fishes found in Japan" (1957).

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame({"a": ["night", "to be or not to be"], "b": ["nacht", "be or not"]})
    >>> df.select(rs.cosine("a", "b", ngram=None).round(4)).to_series().to_list()
    [0.0, 0.866]
    >>> df.select(rs.cosine("a", "b", ngram=None, multiset=True).round(4)).to_series().to_list()
    [0.0, 0.7303]
    """
    return _compare("cosine", left, right, measure, score_cutoff, unit=unit, ngram=ngram, multiset=multiset)


@documented(NGRAM, MULTISET, counts=False)
def tversky(
    left: IntoColumn,
    right: IntoColumn,
    *,
    measure: Measure = "similarity",
    score_cutoff: float | None = None,
    unit: Unit = "codepoint",
    ngram: int | None = 2,
    multiset: bool = False,
    alpha: float = 1.0,
    beta: float = 1.0,
) -> pl.Expr:
    """Measure what both sides have, against what only one has with weights of one's own.

    For sets A and B this is ``c / (c + alpha |A - B| + beta |B - A|)`` with ``c = |A & B|``, and 0 where
    they have nothing in common. Weights of 1 make it :func:`jaccard`, of 0.5 :func:`sorensen_dice`.

    Parameters
    ----------
    alpha : float
        What a gram weighs that only `left` has, at least 0.
    beta : float
        What a gram weighs that only `right` has, at least 0.

    References
    ----------
    A. Tversky, "Features of similarity" (1977).

    Examples
    --------
    How much of the left side is in the right one:

    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame({"a": ["mets", "new york mets"], "b": ["new york mets", "mets"]})
    >>> df.select(rs.tversky("a", "b", alpha=1, beta=0).round(4)).to_series().to_list()
    [1.0, 0.25]
    """
    return _compare(
        "tversky",
        left,
        right,
        measure,
        score_cutoff,
        unit=unit,
        ngram=ngram,
        multiset=multiset,
        alpha=_checks.weight("tversky", alpha, "alpha"),
        beta=_checks.weight("tversky", beta, "beta"),
    )
