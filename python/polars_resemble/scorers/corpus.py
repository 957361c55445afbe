"""Scorers that weigh grams and words by how rare they are among all texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polars_resemble import _parameters, _scorer
from polars_resemble._scorer import SoftTfidf, Tfidf

if TYPE_CHECKING:
    from polars_resemble._scorer import IntoScorer, Scorer
    from polars_resemble._typing import Processor

__all__ = ["soft_tfidf", "tfidf"]


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
