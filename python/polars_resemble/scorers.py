"""Scorers as values: a metric with its parameters, measure and processor, or a mean of several.

Wherever a function takes a `scorer`, one of these or the name of a metric will do. A scorer is read
as a normalised similarity unless its `measure` says otherwise, so that a cutoff of 0.85 always means
"at least 85 % alike"; ``rs.scorers.levenshtein(measure="distance")`` counts edits. The `processor`
``"default"`` is RapidFuzz's ``default_process``, applied to both sides first. A text of which it leaves
nothing (``"?"``, ``"-"``, an empty one) matches nothing in joins, searches and groups; pairwise scores and
:func:`~polars_resemble.cdist` have a number for it, as for any empty text. All other parameters are those
of the function of the same name.

:func:`number`, :func:`date`, :func:`geo`, :func:`exact` and :func:`list_overlap` compare what is no text, as
fields of records, alone in a join, and row by row. They have no measure and no processor.

Scorers are frozen, hashable, and shown as the call that makes them.

Examples
--------
>>> import polars_resemble as rs
>>> rs.scorers.jaro_winkler(prefix_weight=0.2)
rs.scorers.jaro_winkler(prefix_weight=0.2)
>>> rs.scorers.combine({"jaro_winkler": 2, rs.scorers.levenshtein(): 1})
rs.scorers.combine({rs.scorers.jaro_winkler(): 2.0, rs.scorers.levenshtein(): 1.0})

A placeholder is found by no search, and has a score beside another one:

>>> import polars as pl
>>> lower = rs.scorers.ratio(processor="default")
>>> df = pl.DataFrame({"typed": ["KÖLN!", "?"]})
>>> found = rs.extract_one("typed", ["-", "Köln"], scorer=lower)
>>> df.select(
...     choice=found.struct.field("choice"),
...     beside=rs.score("typed", pl.lit("-"), lower),
... ).rows()
[('Köln', 0.0), (None, 1.0)]
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Protocol, get_args

import polars as pl

from polars_resemble import _checks, _scorer
from polars_resemble._documentation import completed
from polars_resemble._scorer import NORMALIZED, Combined, F, Scorer, SoftTfidf, Tfidf, maker, single
from polars_resemble._typing import Inner, ListMetric
from polars_resemble.costs import table

if TYPE_CHECKING:
    from typing import TypeAlias

    from polars_resemble._scorer import IntoScorer
    from polars_resemble._typing import Measure, Processor
    from polars_resemble.costs import IntoCosts

__all__ = [
    "Scorer",
    "combine",
    "cosine",
    "damerau_levenshtein",
    "date",
    "editex",
    "exact",
    "geo",
    "given_name",
    "hamming",
    "indel",
    "jaccard",
    "jaro",
    "jaro_winkler",
    "lcs_seq",
    "lcs_str",
    "levenshtein",
    "list_overlap",
    "monge_elkan",
    "number",
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
    "with_numbers",
    "wratio",
]

IntoNicknames: TypeAlias = "Mapping[str, Iterable[str]] | pl.DataFrame"
"""Full names and their nicknames."""

PROCESSOR = """\
processor : {"default"}, optional
    What is done to texts first: RapidFuzz's ``default_process``."""


class MetricMaker(Protocol):
    """Makes scorers of a metric without parameters of its own."""

    def __call__(self, *, measure: Measure = ..., processor: Processor | None = ...) -> Scorer:
        """Make a scorer."""


class ShareMaker(Protocol):
    """Makes scorers of a metric that is always a similarity."""

    def __call__(self, *, processor: Processor | None = ...) -> Scorer:
        """Make a scorer."""


class GramsMaker(Protocol):
    """Makes scorers of a metric of grams."""

    def __call__(
        self,
        *,
        ngram: int | None = ...,
        multiset: bool = ...,
        measure: Measure = ...,
        processor: Processor | None = ...,
    ) -> Scorer:
        """Make a scorer."""


def _metric(name: str, *, counts: bool = True) -> MetricMaker:
    """Make the function that makes scorers of a metric without parameters of its own."""

    def make(*, measure: Measure = NORMALIZED, processor: Processor | None = None) -> Scorer:
        return single(name, measure, processor, counts=counts)

    return maker(_named(make, name, f"Score by :func:`polars_resemble.{name}`."))


def _share(name: str) -> ShareMaker:
    """Make the function that makes scorers of a metric without measures."""

    def make(*, processor: Processor | None = None) -> Scorer:
        return single(name, NORMALIZED, processor, counts=False)

    return maker(
        _named(make, name, f"Score by :func:`polars_resemble.{name}`, which is always a similarity.")
    )


def _grams(name: str) -> GramsMaker:
    """Make the function that makes scorers of a metric of grams without weights."""

    def make(
        *,
        ngram: int | None = 2,
        multiset: bool = False,
        measure: Measure = NORMALIZED,
        processor: Processor | None = None,
    ) -> Scorer:
        return _of_grams(name, ngram, measure, processor, multiset=multiset)

    return maker(_named(make, name, f"Score by :func:`polars_resemble.{name}`."))


def _of_grams(
    metric: str,
    ngram: int | None,
    measure: Measure,
    processor: Processor | None,
    *,
    multiset: bool,
    **weights: float,
) -> Scorer:
    """Make the scorer of a metric of sets or bags of grams."""
    return single(
        metric,
        measure,
        processor,
        counts=False,
        ngram=_checks.ngram(metric, ngram),
        multiset=_checks.flag(metric, "multiset", multiset),
        **{name: _checks.weight(metric, weight, name) for name, weight in weights.items()},
    )


def _named(function: F, name: str, documentation: str) -> F:
    """Give a function its name and its docstring."""
    function.__name__ = function.__qualname__ = name
    function.__doc__ = documentation
    return function


@maker
def levenshtein(
    *,
    weights: tuple[int, int, int] = (1, 1, 1),
    costs: IntoCosts | None = None,
    measure: Measure = NORMALIZED,
    processor: Processor | None = None,
) -> Scorer:
    """Score by :func:`polars_resemble.levenshtein`."""
    weights = _checks.weights("levenshtein", weights)
    named: dict[str, Any] = {} if costs is None else {"costs": table("levenshtein", costs)}
    return single("levenshtein", measure, processor, weights=weights, **named)


osa = _metric("osa")
damerau_levenshtein = _metric("damerau_levenshtein")
indel = _metric("indel")


@maker
def hamming(*, pad: bool = True, measure: Measure = NORMALIZED, processor: Processor | None = None) -> Scorer:
    """Score by :func:`polars_resemble.hamming`."""
    pad = _checks.flag("hamming", "pad", pad)
    return single("hamming", measure, processor, pad=pad)


lcs_seq = _metric("lcs_seq")
lcs_str = _metric("lcs_str")
prefix = _metric("prefix")
postfix = _metric("postfix")
editex = _metric("editex")
ratcliff_obershelp = _metric("ratcliff_obershelp", counts=False)
jaro = _metric("jaro", counts=False)


@maker
def jaro_winkler(
    *, prefix_weight: float = 0.1, measure: Measure = NORMALIZED, processor: Processor | None = None
) -> Scorer:
    """Score by :func:`polars_resemble.jaro_winkler`."""
    prefix_weight = _checks.ratio("jaro_winkler", "prefix_weight", prefix_weight)
    return single("jaro_winkler", measure, processor, counts=False, prefix_weight=prefix_weight)


@maker
def monge_elkan(
    *,
    inner: Inner = "jaro_winkler",
    symmetric: bool = False,
    measure: Measure = NORMALIZED,
    processor: Processor | None = None,
) -> Scorer:
    """Score by :func:`polars_resemble.monge_elkan`."""
    return single(
        "monge_elkan",
        measure,
        processor,
        counts=False,
        inner=_checks.choice("monge_elkan", "inner", inner, get_args(Inner)),
        symmetric=_checks.flag("monge_elkan", "symmetric", symmetric),
    )


ratio = _share("ratio")
partial_ratio = _share("partial_ratio")
token_sort_ratio = _share("token_sort_ratio")
token_set_ratio = _share("token_set_ratio")
token_ratio = _share("token_ratio")
partial_token_sort_ratio = _share("partial_token_sort_ratio")
partial_token_set_ratio = _share("partial_token_set_ratio")
partial_token_ratio = _share("partial_token_ratio")
wratio = _share("wratio")
qratio = _share("qratio")
jaccard = _grams("jaccard")
sorensen_dice = _grams("sorensen_dice")
overlap = _grams("overlap")
cosine = _grams("cosine")


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
    return _of_grams("tversky", ngram, measure, processor, multiset=multiset, alpha=alpha, beta=beta)


@completed(PROCESSOR)
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
    return Tfidf(_checks.ngram("tfidf", ngram), _checks.processor("tfidf", processor))


@completed(PROCESSOR)
def soft_tfidf(
    *, inner: IntoScorer = "jaro_winkler", threshold: float = 0.9, processor: Processor | None = None
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
        raise _checks.wrong_value(function, expected, compared)
    least = _checks.ratio(function, "threshold", threshold)
    return SoftTfidf(compared, least, _checks.processor(function, processor))


@completed(PROCESSOR)
def with_numbers(
    inner: IntoScorer = "jaro_winkler", *, factor: float = 0.0, processor: Processor | None = None
) -> Scorer:
    """Score by another scorer, and lower texts of which the numbers differ.

    A number is a run of the digits 0 to 9, wherever it stands, and zeros before it do not count: ``X-007b``
    has a 7. Two texts agree if they have equal numbers, each as often, in any order; two without numbers
    agree. Then the score is that of `inner`, otherwise that score times `factor`. As no score is above
    that of `inner`, joins and searches find what it finds, and look at numbers before they score.

    Parameters
    ----------
    inner : Scorer or str
        What compares the texts: one metric's similarity in 0..1.
    factor : float
        What the score is multiplied by where numbers differ, within 0..1.

    Returns
    -------
    Scorer
        A similarity in 0..1.

    Raises
    ------
    TypeError, ValueError
        If a parameter has the wrong type or value.

    Examples
    --------
    Two models of one product are no spellings of each other:

    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> left = pl.DataFrame({"item": ["iPhone 12 64GB", "Galaxy S9"]})
    >>> right = pl.DataFrame({"item": ["iPhone 13 64GB", "iPhone 12 (64 GB)", "Galaxy S 9"]})
    >>> models = rs.scorers.with_numbers("jaro_winkler")
    >>> left.rs.fuzzy_join(right, on="item", scorer=models, score_cutoff=0.8)
    shape: (2, 3)
    ┌────────────────┬───────────────────┬──────────┐
    │ item           ┆ item_right        ┆ score    │
    │ ---            ┆ ---               ┆ ---      │
    │ str            ┆ str               ┆ f64      │
    ╞════════════════╪═══════════════════╪══════════╡
    │ iPhone 12 64GB ┆ iPhone 12 (64 GB) ┆ 0.964706 │
    │ Galaxy S9      ┆ Galaxy S 9        ┆ 0.98     │
    └────────────────┴───────────────────┴──────────┘
    """
    function = "with_numbers"
    compared, chosen = _scorer.inner_similarity(function, inner, processor)
    share = _checks.ratio(function, "factor", factor)
    return _scorer.Adjusted(function, compared, (("factor", share),), chosen)


@completed(PROCESSOR)
def given_name(
    *,
    nicknames: IntoNicknames,
    inner: IntoScorer = "jaro_winkler",
    nickname: float = 0.95,
    initial: float = 0.9,
    processor: Processor | None = None,
) -> Scorer:
    """Score given names: equal ones, nicknames, initials, and spellings by another scorer.

    Two names that are equal but for letter case and white space around them score 1. Where one is a nickname
    of the other, or both are of one full name (Bob and Rob of Robert), the score is `nickname`; where one
    is a letter, with a full stop or without, and the other begins with it, `initial`. The score of `inner`
    counts where it is higher, and in all other cases. A column holds one given name in a row.

    Parameters
    ----------
    nicknames : dict or DataFrame
        For each full name its nicknames, in any letter case: ``{"Robert": ["Bob", "Rob"]}``; or a frame of
        two columns, of full names and of nicknames. The package ``nicknames`` has a table of English
        names.
    inner : Scorer or str
        What compares other names: one metric's similarity in 0..1.
    nickname, initial : float
        The scores of nicknames and of initials, within 0..1.

    Returns
    -------
    Scorer
        A similarity in 0..1.

    Raises
    ------
    TypeError, ValueError
        If a parameter has the wrong type or value.

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> names = rs.scorers.given_name(nicknames={"Robert": ["Bob", "Rob"], "John": ["Jack"]})
    >>> df = pl.DataFrame({"a": ["Bob", "Bob", "J.", "Jon"], "b": ["Robert", "rob", "Jack", "John"]})
    >>> df.with_columns(score=rs.score("a", "b", names))
    shape: (4, 3)
    ┌─────┬────────┬──────────┐
    │ a   ┆ b      ┆ score    │
    │ --- ┆ ---    ┆ ---      │
    │ str ┆ str    ┆ f64      │
    ╞═════╪════════╪══════════╡
    │ Bob ┆ Robert ┆ 0.95     │
    │ Bob ┆ rob    ┆ 0.95     │
    │ J.  ┆ Jack   ┆ 0.9      │
    │ Jon ┆ John   ┆ 0.933333 │
    └─────┴────────┴──────────┘
    """
    function = "given_name"
    compared, chosen = _scorer.inner_similarity(function, inner, processor)
    parameters = (
        ("nicknames", _nicknames(function, nicknames)),
        ("nickname", _checks.ratio(function, "nickname", nickname)),
        ("initial", _checks.ratio(function, "initial", initial)),
    )
    return _scorer.Adjusted(function, compared, parameters, chosen)


def _nicknames(function: str, value: object) -> tuple[tuple[str, str], ...]:
    """Accept full names and their nicknames, and put them in order."""
    expected = (
        "nicknames to be a dict of names and lists of nicknames, or a DataFrame of two columns of texts"
    )
    if isinstance(value, pl.DataFrame):
        if value.dtypes != [pl.String, pl.String]:
            raise _checks.wrong_value(function, expected, value.schema)
        return tuple(value.drop_nulls().unique().sort(pl.all()).rows())
    if not isinstance(value, Mapping):
        raise _checks.wrong_type(function, expected, value)
    pairs = set()
    for name, others in value.items():
        if isinstance(others, str) or not isinstance(others, Iterable):
            raise _checks.wrong_type(function, expected, others)
        full = _checks.text(function, "each name", name)
        pairs |= {(full, _checks.text(function, "each nickname", other)) for other in others}
    return tuple(sorted(pairs))


def number(*, scale: float | None = None, relative: float | None = None) -> Scorer:
    """Score numbers by their difference, which falls from 1 to 0 on a scale.

    Of two numbers a and b the score is ``max(0, 1 - |a - b| / scale)``, or
    ``max(0, 1 - |a - b| / (relative * max(|a|, |b|)))``. Equal numbers score 1, infinities too. NaN is
    unknown, as null is.

    Parameters
    ----------
    scale : float
        The difference that scores 0, in the units of the numbers, above 0.
    relative : float
        Instead of a scale, the difference that scores 0 as a share of the larger absolute value, above 0
        and at most 1: with 0.1, 90 and 100 score 0, and 95 and 100 score 0.5.

    Returns
    -------
    Scorer
        A similarity in 0..1 of columns of integers, floats or Decimal, which are compared as Float64. For
        fields (:func:`polars_resemble.on`), joins, lists of pairs and :func:`polars_resemble.score`.

    Raises
    ------
    TypeError, ValueError
        If a parameter has the wrong type or value, or not one of the two is given.

    References
    ----------
    J. C. Gower, "A general coefficient of similarity and some of its properties" (Biometrics, 1971), with
    the range as scale; P. Christen, "Data matching" (2012), for both as comparisons of numerical values.

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame({"a": [9.5, 100.0, float("nan")], "b": [10.0, 95.0, 1.0]})
    >>> df.with_columns(
    ...     scale=rs.score("a", "b", rs.scorers.number(scale=10)),
    ...     relative=rs.score("a", "b", rs.scorers.number(relative=0.1)),
    ... )
    shape: (3, 4)
    ┌───────┬──────┬───────┬──────────┐
    │ a     ┆ b    ┆ scale ┆ relative │
    │ ---   ┆ ---  ┆ ---   ┆ ---      │
    │ f64   ┆ f64  ┆ f64   ┆ f64      │
    ╞═══════╪══════╪═══════╪══════════╡
    │ 9.5   ┆ 10.0 ┆ 0.95  ┆ 0.5      │
    │ 100.0 ┆ 95.0 ┆ 0.5   ┆ 0.5      │
    │ NaN   ┆ 1.0  ┆ null  ┆ null     │
    └───────┴──────┴───────┴──────────┘
    """
    function = "number"
    if (scale is None) == (relative is None):
        given = {"scale": scale, "relative": relative}
        raise _checks.wrong_value(function, "either scale or relative", given)
    if scale is not None:
        return _of_values(function, scale=_checks.positive(function, "scale", scale))
    share = _checks.ratio(function, "relative", relative)
    return _of_values(function, relative=_checks.positive(function, "relative", share))


def date(days: float, *, swapped: float = 0.9, digit: float = 0.8) -> Scorer:
    """Score dates by how many days they are apart, and by two errors of writing.

    The score is the largest of

    - ``max(0, 1 - d / days)`` for dates that are d days apart,
    - `swapped` for dates that are equal once the day and the month of one change places,
    - `digit` for dates that differ in one of the eight digits of year, month and day (years 0 to 9999).

    Parameters
    ----------
    days : float
        The days that score 0, above 0.
    swapped, digit : float
        The scores of the two errors, within 0..1; 0 leaves one out. Dates of two people rarely differ so:
        of pairs of random days in 70 years one in 800 to 900 differs in one digit, one in 70 000 by day
        and month.

    Returns
    -------
    Scorer
        A similarity in 0..1 of columns of Date, or Datetime without a time zone, of which the time counts
        as part of a day and the errors are those of the calendar day. For fields
        (:func:`polars_resemble.on`), joins, lists of pairs and :func:`polars_resemble.score`.

    Raises
    ------
    TypeError, ValueError
        If a parameter has the wrong type or value.

    References
    ----------
    P. Christen, "Data matching" (2012), for days apart; swapped days and months get partial credit in the
    Python Record Linkage Toolkit's ``compare.Date`` as well, by default 0.5. The digit is our own.

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> from datetime import date
    >>> df = pl.DataFrame(
    ...     {
    ...         "a": [date(1980, 4, 2), date(1980, 4, 2), date(1980, 4, 2), date(1980, 4, 2)],
    ...         "b": [date(1980, 4, 5), date(1980, 2, 4), date(1930, 4, 2), date(1975, 1, 31)],
    ...     }
    ... )
    >>> df.with_columns(score=rs.score("a", "b", rs.scorers.date(30)))
    shape: (4, 3)
    ┌────────────┬────────────┬───────┐
    │ a          ┆ b          ┆ score │
    │ ---        ┆ ---        ┆ ---   │
    │ date       ┆ date       ┆ f64   │
    ╞════════════╪════════════╪═══════╡
    │ 1980-04-02 ┆ 1980-04-05 ┆ 0.9   │
    │ 1980-04-02 ┆ 1980-02-04 ┆ 0.9   │
    │ 1980-04-02 ┆ 1930-04-02 ┆ 0.8   │
    │ 1980-04-02 ┆ 1975-01-31 ┆ 0.0   │
    └────────────┴────────────┴───────┘
    """
    return _of_values(
        "date",
        days=_checks.positive("date", "days", days),
        swapped=_checks.ratio("date", "swapped", swapped),
        digit=_checks.ratio("date", "digit", digit),
    )


def geo(km: float) -> Scorer:
    """Score places by the kilometres between them.

    The score is ``max(0, 1 - d / km)`` for places that are d kilometres apart along the great circle, by
    the haversine formula on a sphere with the earth's mean radius of 6371.0088 km, which is wrong by half
    a per cent at most.

    Parameters
    ----------
    km : float
        The kilometres that score 0, above 0.

    Returns
    -------
    Scorer
        A similarity in 0..1 of columns of Struct with two numbers, latitude and longitude in degrees and
        in this order, as of ``pl.struct("lat", "lon")``. A place is unknown if one of them is null or not
        finite, or the latitude is not in -90..90. For fields (:func:`polars_resemble.on`), joins, lists of
        pairs and :func:`polars_resemble.score`.

    Raises
    ------
    TypeError, ValueError
        If a parameter has the wrong type or value.

    References
    ----------
    R. W. Sinnott, "Virtues of the haversine" (Sky and Telescope, 1984).

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> shops = pl.DataFrame({"shop": ["A", "B"], "lat": [48.4011, 48.1372], "lon": [9.9876, 11.5755]})
    >>> stops = pl.DataFrame({"stop": ["Ulm", "Bonn"], "lat": [48.3994, 50.7374], "lon": [9.9829, 7.0982]})
    >>> near = rs.on(pl.struct("lat", "lon"), scorer=rs.scorers.geo(km=5))
    >>> shops.rs.fuzzy_join(stops, on=near, score_cutoff=0.5).select("shop", "stop", pl.col("score").round(3))
    shape: (1, 3)
    ┌──────┬──────┬───────┐
    │ shop ┆ stop ┆ score │
    │ ---  ┆ ---  ┆ ---   │
    │ str  ┆ str  ┆ f64   │
    ╞══════╪══════╪═══════╡
    │ A    ┆ Ulm  ┆ 0.921 │
    └──────┴──────┴───────┘
    """
    return _of_values("geo", km=_checks.positive("geo", "km", km))


def exact() -> Scorer:
    """Score equal values 1, and all others 0.

    Null is unknown, and so is NaN.

    Returns
    -------
    Scorer
        A similarity in 0..1 of columns of any dtype whose values can be equal: two of one dtype, of
        integers of any width, or of texts and categories. For fields (:func:`polars_resemble.on`), joins,
        lists of pairs and :func:`polars_resemble.score`.

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame({"a": [1, 2, None], "b": [1, 3, 4]})
    >>> df.with_columns(score=rs.score("a", "b", rs.scorers.exact()))
    shape: (3, 3)
    ┌──────┬─────┬───────┐
    │ a    ┆ b   ┆ score │
    │ ---  ┆ --- ┆ ---   │
    │ i64  ┆ i64 ┆ f64   │
    ╞══════╪═════╪═══════╡
    │ 1    ┆ 1   ┆ 1.0   │
    │ 2    ┆ 3   ┆ 0.0   │
    │ null ┆ 4   ┆ null  │
    └──────┴─────┴───────┘
    """
    return _of_values("exact")


def list_overlap(*, metric: ListMetric = "jaccard") -> Scorer:
    """Score lists by the elements that they share, in any order and each counted once.

    Of the sets A and B of elements the score is ``|A & B| / |A | B|``, Jaccard's index; or, as
    ``"overlap"``, ``|A & B| / min(|A|, |B|)``, Szymkiewicz and Simpson's coefficient, which is 1 if one has
    all elements of the other. Null elements do not count. A list without others is unknown, as null is.

    Parameters
    ----------
    metric : {"jaccard", "overlap"}
        What the shared elements are a part of.

    Returns
    -------
    Scorer
        A similarity in 0..1 of columns of List or Array, whose elements can be equal, see :func:`exact`.
        For fields (:func:`polars_resemble.on`), joins, lists of pairs and :func:`polars_resemble.score`. A
        join looks at all pairs that share an element.

    Raises
    ------
    ValueError
        If `metric` is another word.

    References
    ----------
    P. Jaccard, "Etude comparative de la distribution florale dans une portion des Alpes et des Jura" (1901).

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame({"a": [["x", "y"], ["x"], []], "b": [["y", "z", "y"], ["z", "x"], ["x"]]})
    >>> df.with_columns(
    ...     jaccard=rs.score("a", "b", rs.scorers.list_overlap()),
    ...     overlap=rs.score("a", "b", rs.scorers.list_overlap(metric="overlap")),
    ... )
    shape: (3, 4)
    ┌────────────┬─────────────────┬──────────┬─────────┐
    │ a          ┆ b               ┆ jaccard  ┆ overlap │
    │ ---        ┆ ---             ┆ ---      ┆ ---     │
    │ list[str]  ┆ list[str]       ┆ f64      ┆ f64     │
    ╞════════════╪═════════════════╪══════════╪═════════╡
    │ ["x", "y"] ┆ ["y", "z", "y"] ┆ 0.333333 ┆ 0.5     │
    │ ["x"]      ┆ ["z", "x"]      ┆ 0.5      ┆ 1.0     │
    │ []         ┆ ["x"]           ┆ null     ┆ null    │
    └────────────┴─────────────────┴──────────┴─────────┘
    """
    chosen = _checks.choice("list_overlap", "metric", metric, get_args(ListMetric))
    return _of_values("list_overlap", metric=chosen)


def _of_values(name: str, **parameters: object) -> Scorer:
    """Make a scorer of values that are no texts."""
    return _scorer.OfValues(name, tuple(parameters.items()))


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
