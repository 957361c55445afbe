"""Scorers as values: a metric with its parameters, measure and processor, or a mean of several.

Wherever a function takes a `scorer`, one of these or the name of a metric will do. A scorer is read
as a normalised similarity unless its `measure` says otherwise, so that a cutoff of 0.85 always means
"at least 85 % alike"; ``rs.scorers.levenshtein(measure="distance")`` counts edits. The `processor`
``"default"`` is RapidFuzz's ``default_process``, applied to both sides first. All other parameters are
those of the function of the same name.

Scorers are frozen, hashable, and shown as the call that makes them.

Examples
--------
>>> import polars_resemble as rs
>>> rs.scorers.jaro_winkler(prefix_weight=0.2)
rs.scorers.jaro_winkler(prefix_weight=0.2)
>>> rs.scorers.combine({"jaro_winkler": 2, rs.scorers.levenshtein(): 1})
rs.scorers.combine({rs.scorers.jaro_winkler(): 2.0, rs.scorers.levenshtein(): 1.0})
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polars_resemble import _parameters, _scorer
from polars_resemble._scorer import Combined, Scorer, Single, SoftTfidf, Tfidf, maker

if TYPE_CHECKING:
    from collections.abc import Mapping

    from polars_resemble.typing import Inner, IntoScorer, Measure, Processor

__all__ = [
    "Scorer",
    "combine",
    "cosine",
    "damerau_levenshtein",
    "editex",
    "hamming",
    "indel",
    "jaccard",
    "jaro",
    "jaro_winkler",
    "lcs_seq",
    "lcs_str",
    "levenshtein",
    "monge_elkan",
    "osa",
    "overlap",
    "partial_ratio",
    "partial_token_ratio",
    "partial_token_set_ratio",
    "partial_token_sort_ratio",
    "postfix",
    "prefix",
    "qratio",
    "ratcliff_obershelp",
    "ratio",
    "soft_tfidf",
    "sorensen_dice",
    "tfidf",
    "token_ratio",
    "token_set_ratio",
    "token_sort_ratio",
    "tversky",
    "wratio",
]

NORMALIZED: Measure = "normalized_similarity"


def _single(
    metric: str,
    measure: Measure,
    processor: Processor | None,
    *,
    counts: bool = True,
    **parameters: object,
) -> Scorer:
    return Single(
        metric,
        tuple(parameters.items()),
        _parameters.measure(metric, measure),
        counts,
        _parameters.processor(metric, processor),
    )


@maker
def levenshtein(
    *,
    weights: tuple[int, int, int] = (1, 1, 1),
    measure: Measure = NORMALIZED,
    processor: Processor | None = None,
) -> Scorer:
    """Score by :func:`polars_resemble.levenshtein`."""
    weights = _parameters.weights("levenshtein", weights)
    return _single("levenshtein", measure, processor, weights=weights)


@maker
def osa(
    *,
    measure: Measure = NORMALIZED,
    processor: Processor | None = None,
) -> Scorer:
    """Score by :func:`polars_resemble.osa`."""
    return _single("osa", measure, processor)


@maker
def damerau_levenshtein(
    *,
    measure: Measure = NORMALIZED,
    processor: Processor | None = None,
) -> Scorer:
    """Score by :func:`polars_resemble.damerau_levenshtein`."""
    return _single("damerau_levenshtein", measure, processor)


@maker
def indel(
    *,
    measure: Measure = NORMALIZED,
    processor: Processor | None = None,
) -> Scorer:
    """Score by :func:`polars_resemble.indel`."""
    return _single("indel", measure, processor)


@maker
def lcs_seq(
    *,
    measure: Measure = NORMALIZED,
    processor: Processor | None = None,
) -> Scorer:
    """Score by :func:`polars_resemble.lcs_seq`."""
    return _single("lcs_seq", measure, processor)


@maker
def lcs_str(
    *,
    measure: Measure = NORMALIZED,
    processor: Processor | None = None,
) -> Scorer:
    """Score by :func:`polars_resemble.lcs_str`."""
    return _single("lcs_str", measure, processor)


@maker
def hamming(
    *,
    pad: bool = True,
    measure: Measure = NORMALIZED,
    processor: Processor | None = None,
) -> Scorer:
    """Score by :func:`polars_resemble.hamming`."""
    pad = _parameters.flag("hamming", "pad", pad)
    return _single("hamming", measure, processor, pad=pad)


@maker
def prefix(
    *,
    measure: Measure = NORMALIZED,
    processor: Processor | None = None,
) -> Scorer:
    """Score by :func:`polars_resemble.prefix`."""
    return _single("prefix", measure, processor)


@maker
def editex(
    *,
    measure: Measure = NORMALIZED,
    processor: Processor | None = None,
) -> Scorer:
    """Score by :func:`polars_resemble.editex`."""
    return _single("editex", measure, processor)


@maker
def postfix(
    *,
    measure: Measure = NORMALIZED,
    processor: Processor | None = None,
) -> Scorer:
    """Score by :func:`polars_resemble.postfix`."""
    return _single("postfix", measure, processor)


@maker
def jaro(
    *,
    measure: Measure = NORMALIZED,
    processor: Processor | None = None,
) -> Scorer:
    """Score by :func:`polars_resemble.jaro`."""
    return _single("jaro", measure, processor, counts=False)


@maker
def jaro_winkler(
    *,
    prefix_weight: float = 0.1,
    measure: Measure = NORMALIZED,
    processor: Processor | None = None,
) -> Scorer:
    """Score by :func:`polars_resemble.jaro_winkler`."""
    prefix_weight = _parameters.prefix_weight("jaro_winkler", prefix_weight)
    return _single("jaro_winkler", measure, processor, counts=False, prefix_weight=prefix_weight)


@maker
def ratio(*, processor: Processor | None = None) -> Scorer:
    """Score by :func:`polars_resemble.ratio`, which is always a similarity."""
    return _single("ratio", NORMALIZED, processor, counts=False)


@maker
def partial_ratio(*, processor: Processor | None = None) -> Scorer:
    """Score by :func:`polars_resemble.partial_ratio`, which is always a similarity."""
    return _single("partial_ratio", NORMALIZED, processor, counts=False)


@maker
def token_sort_ratio(*, processor: Processor | None = None) -> Scorer:
    """Score by :func:`polars_resemble.token_sort_ratio`, which is always a similarity."""
    return _single("token_sort_ratio", NORMALIZED, processor, counts=False)


@maker
def token_set_ratio(*, processor: Processor | None = None) -> Scorer:
    """Score by :func:`polars_resemble.token_set_ratio`, which is always a similarity."""
    return _single("token_set_ratio", NORMALIZED, processor, counts=False)


@maker
def token_ratio(*, processor: Processor | None = None) -> Scorer:
    """Score by :func:`polars_resemble.token_ratio`, which is always a similarity."""
    return _single("token_ratio", NORMALIZED, processor, counts=False)


@maker
def partial_token_sort_ratio(*, processor: Processor | None = None) -> Scorer:
    """Score by :func:`polars_resemble.partial_token_sort_ratio`, which is always a similarity."""
    return _single("partial_token_sort_ratio", NORMALIZED, processor, counts=False)


@maker
def partial_token_set_ratio(*, processor: Processor | None = None) -> Scorer:
    """Score by :func:`polars_resemble.partial_token_set_ratio`, which is always a similarity."""
    return _single("partial_token_set_ratio", NORMALIZED, processor, counts=False)


@maker
def partial_token_ratio(*, processor: Processor | None = None) -> Scorer:
    """Score by :func:`polars_resemble.partial_token_ratio`, which is always a similarity."""
    return _single("partial_token_ratio", NORMALIZED, processor, counts=False)


@maker
def wratio(*, processor: Processor | None = None) -> Scorer:
    """Score by :func:`polars_resemble.wratio`, which is always a similarity."""
    return _single("wratio", NORMALIZED, processor, counts=False)


@maker
def qratio(*, processor: Processor | None = None) -> Scorer:
    """Score by :func:`polars_resemble.qratio`, which is always a similarity."""
    return _single("qratio", NORMALIZED, processor, counts=False)


@maker
def jaccard(
    *,
    ngram: int | None = 2,
    multiset: bool = False,
    measure: Measure = NORMALIZED,
    processor: Processor | None = None,
) -> Scorer:
    """Score by :func:`polars_resemble.jaccard`."""
    return _single(
        "jaccard",
        measure,
        processor,
        counts=False,
        ngram=_parameters.ngram("jaccard", ngram),
        multiset=_parameters.flag("jaccard", "multiset", multiset),
    )


@maker
def sorensen_dice(
    *,
    ngram: int | None = 2,
    multiset: bool = False,
    measure: Measure = NORMALIZED,
    processor: Processor | None = None,
) -> Scorer:
    """Score by :func:`polars_resemble.sorensen_dice`."""
    return _single(
        "sorensen_dice",
        measure,
        processor,
        counts=False,
        ngram=_parameters.ngram("sorensen_dice", ngram),
        multiset=_parameters.flag("sorensen_dice", "multiset", multiset),
    )


@maker
def overlap(
    *,
    ngram: int | None = 2,
    multiset: bool = False,
    measure: Measure = NORMALIZED,
    processor: Processor | None = None,
) -> Scorer:
    """Score by :func:`polars_resemble.overlap`."""
    return _single(
        "overlap",
        measure,
        processor,
        counts=False,
        ngram=_parameters.ngram("overlap", ngram),
        multiset=_parameters.flag("overlap", "multiset", multiset),
    )


@maker
def cosine(
    *,
    ngram: int | None = 2,
    multiset: bool = False,
    measure: Measure = NORMALIZED,
    processor: Processor | None = None,
) -> Scorer:
    """Score by :func:`polars_resemble.cosine`."""
    return _single(
        "cosine",
        measure,
        processor,
        counts=False,
        ngram=_parameters.ngram("cosine", ngram),
        multiset=_parameters.flag("cosine", "multiset", multiset),
    )


@maker
def tversky(
    *,
    ngram: int | None = 2,
    multiset: bool = False,
    alpha: float = 1.0,
    beta: float = 1.0,
    measure: Measure = NORMALIZED,
    processor: Processor | None = None,
) -> Scorer:
    """Score by :func:`polars_resemble.tversky`."""
    return _single(
        "tversky",
        measure,
        processor,
        counts=False,
        ngram=_parameters.ngram("tversky", ngram),
        multiset=_parameters.flag("tversky", "multiset", multiset),
        alpha=_parameters.weight("tversky", alpha, "alpha"),
        beta=_parameters.weight("tversky", beta, "beta"),
    )


@maker
def ratcliff_obershelp(
    *,
    measure: Measure = NORMALIZED,
    processor: Processor | None = None,
) -> Scorer:
    """Score by :func:`polars_resemble.ratcliff_obershelp`."""
    return _single("ratcliff_obershelp", measure, processor, counts=False)


@maker
def monge_elkan(
    *,
    inner: Inner = "jaro_winkler",
    symmetric: bool = False,
    measure: Measure = NORMALIZED,
    processor: Processor | None = None,
) -> Scorer:
    """Score by :func:`polars_resemble.monge_elkan`."""
    return _single(
        "monge_elkan",
        measure,
        processor,
        counts=False,
        inner=_parameters.inner("monge_elkan", inner),
        symmetric=_parameters.flag("monge_elkan", "symmetric", symmetric),
    )


def tfidf(*, ngram: int | None = 3, processor: Processor | None = None) -> Scorer:
    """Score by shared grams, which count the more, the fewer texts have them.

    A text is a vector with one coordinate for each of its grams: how often it has it, times
    ``ln((1 + N) / (1 + n)) + 1``, where n of N distinct texts have the gram. The score is the cosine of two
    such vectors, 0..1; two texts without grams score 1. The texts that are counted are those of both
    columns of a join (a clustering is the join of a column with itself), and the choices alone in
    ``extract_one``, ``extract`` and ``cdist``: there the column may come in pieces, and what a row
    scores must not depend on them. Two texts alone have no such score.

    Parameters
    ----------
    ngram : int, optional
        Code points in a gram; None for words.
    processor : {"default"}, optional
        What is done to texts first: RapidFuzz's ``default_process``.

    Returns
    -------
    Scorer
        A similarity in 0..1.

    Raises
    ------
    TypeError, ValueError
        If a parameter has the wrong type or value.

    References
    ----------
    G. Salton and C. Buckley, "Term-weighting approaches in automatic text retrieval" (1988); the weights
    are those of scikit-learn's ``TfidfVectorizer``.

    Examples
    --------
    The company's kind says little, as many texts have it:

    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> left = pl.DataFrame({"name": ["Acme Corporation", "Zenith Corporation"]})
    >>> right = pl.DataFrame({"name": ["ACME Corp", "Apex Corporation", "Zenith Co"]})
    >>> words = rs.scorers.tfidf(ngram=None, processor="default")
    >>> left.rs.fuzzy_join(right, on="name", scorer=words, score_cutoff=0.3)
    shape: (4, 3)
    ┌────────────────────┬──────────────────┬──────────┐
    │ name               ┆ name_right       ┆ score    │
    │ ---                ┆ ---              ┆ ---      │
    │ str                ┆ str              ┆ f64      │
    ╞════════════════════╪══════════════════╪══════════╡
    │ Acme Corporation   ┆ ACME Corp        ┆ 0.483146 │
    │ Acme Corporation   ┆ Apex Corporation ┆ 0.355411 │
    │ Zenith Corporation ┆ Zenith Co        ┆ 0.483146 │
    │ Zenith Corporation ┆ Apex Corporation ┆ 0.355411 │
    └────────────────────┴──────────────────┴──────────┘
    """
    return Tfidf(_parameters.ngram("tfidf", ngram), _parameters.processor("tfidf", processor))


def soft_tfidf(
    *,
    inner: IntoScorer = "jaro_winkler",
    threshold: float = 0.9,
    processor: Processor | None = None,
) -> Scorer:
    """Score by shared words, which count the more, the fewer texts have them; close words are shared.

    Words have the weights of :func:`tfidf` with ``ngram=None``. Two words are close if the inner scorer
    gives them at least the threshold. Words of both texts are paired, each at most once, from the
    closest pair on and of equally close ones the heavier first; the score is the sum over all
    pairs of the product of both weights and the inner score. It lies in 0..1, and both directions give
    the same if those of the inner scorer do. Two texts without words score 1. Which texts are
    counted is said for :func:`tfidf`.

    The paper pairs each left word with the closest right word, be it taken already or not; its sum
    has a direction and may exceed 1.

    Parameters
    ----------
    inner : Scorer or str
        What compares two words: a similarity in 0..1, without a processor.
    threshold : float
        The least inner score of words that are close, within 0..1.
    processor : {"default"}, optional
        What is done to texts first: RapidFuzz's ``default_process``.

    Returns
    -------
    Scorer
        A similarity in 0..1.

    Raises
    ------
    TypeError, ValueError
        If a parameter has the wrong type or value.

    References
    ----------
    W. W. Cohen, P. Ravikumar and S. E. Fienberg, "A comparison of string distance metrics for
    name-matching tasks" (IIWeb 2003).

    Examples
    --------
    The order of words does not matter, and a word may have an error:

    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> left = pl.DataFrame({"name": ["Acme Corporation", "Zenith Corporation"]})
    >>> right = pl.DataFrame({"name": ["Corporation Acmee", "Apex Corporation", "Zenit Co"]})
    >>> words = rs.scorers.soft_tfidf(threshold=0.85, processor="default")
    >>> left.rs.fuzzy_join(right, on="name", scorer=words, score_cutoff=0.5)
    shape: (2, 3)
    ┌────────────────────┬───────────────────┬──────────┐
    │ name               ┆ name_right        ┆ score    │
    │ ---                ┆ ---               ┆ ---      │
    │ str                ┆ str               ┆ f64      │
    ╞════════════════════╪═══════════════════╪══════════╡
    │ Acme Corporation   ┆ Corporation Acmee ┆ 0.969637 │
    │ Zenith Corporation ┆ Zenit Co          ┆ 0.595529 │
    └────────────────────┴───────────────────┴──────────┘
    """
    function = "soft_tfidf"
    compared = _scorer.scorer(function, inner)
    if not (compared.is_ratio and compared.is_similarity) or compared.processor is not None:
        expected = "inner to be a similarity in 0..1 without a processor"
        raise _parameters.wrong_value(function, expected, compared)
    least = _parameters.threshold(function, threshold)
    return SoftTfidf(compared, least, _parameters.processor(function, processor))


def combine(scorers: Mapping[IntoScorer, float]) -> Scorer:
    """Take the weighted mean of several scorers; it is null where one of them is.

    Parameters
    ----------
    scorers : dict of scorers, or names of metrics, and their weights
        Weights are finite and at least 0, and one is above. Either all scorers are similarities or
        all are distances, and all have the same processor.

    Returns
    -------
    Scorer
        The mean.

    Raises
    ------
    TypeError, ValueError
        If there is no scorer, a weight is not allowed, or the scorers do not go together.

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> both = rs.scorers.combine({"jaro_winkler": 1, "indel": 1})
    >>> df = pl.DataFrame({"a": ["Jon Smith", "Anna Lopez"], "b": ["John Smith", "Ana López"]})
    >>> df.with_columns(score=rs.score("a", "b", both))
    shape: (2, 3)
    ┌────────────┬────────────┬──────────┐
    │ a          ┆ b          ┆ score    │
    │ ---        ┆ ---        ┆ ---      │
    │ str        ┆ str        ┆ f64      │
    ╞════════════╪════════════╪══════════╡
    │ Jon Smith  ┆ John Smith ┆ 0.960351 │
    │ Anna Lopez ┆ Ana López  ┆ 0.879571 │
    └────────────┴────────────┴──────────┘
    """
    return Combined(_scorer.parts("combine", scorers))
