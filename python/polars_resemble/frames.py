"""Functions of whole frames: join them on similar text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeVar, get_args

import polars as pl

from polars_resemble import _checks, _join, _scorer, confidence
from polars_resemble._documentation import PROGRESS, SCORER, SCORER_OF_JOIN, completed
from polars_resemble._plugin import call
from polars_resemble._typing import JoinHow, JoinMatches, JoinValidate, Scores

if TYPE_CHECKING:
    from collections.abc import Sequence

    from polars_resemble._join import IntoKeys, JoinOn
    from polars_resemble._scorer import IntoScorer

__all__ = ["explain_matching", "fuzzy_join"]


F = TypeVar("F", bound="pl.DataFrame | pl.LazyFrame")


@completed(SCORER_OF_JOIN, PROGRESS)
def fuzzy_join(
    left: F,
    right: pl.DataFrame | pl.LazyFrame,
    *,
    on: JoinOn | None = None,
    left_on: JoinOn | None = None,
    right_on: str | pl.Expr | Sequence[str | pl.Expr] | None = None,
    scorer: IntoScorer | None = None,
    score_cutoff: float | Literal["auto"] = "auto",
    precision: float | None = None,
    how: JoinHow = "inner",
    limit: int | None = None,
    matches: JoinMatches = "all",
    validate: JoinValidate = "m:m",
    by: IntoKeys | None = None,
    left_by: IntoKeys | None = None,
    right_by: IntoKeys | None = None,
    suffix: str = "_right",
    score_name: str = "score",
    known: float = 0.5,
    scores: Scores | None = None,
    progress: bool = False,
) -> F:
    """Join two frames on text that is alike.

    The result is exact: it has the pairs, and the scores to the last bit, that scoring every pair
    would give. How pairs are found without doing that is told by :func:`explain_matching`. The query
    stays lazy, and the right frame may be lazy or not.

    Without a cutoff the answer is an estimate. A logistic formula makes a confidence in 0..1 of signs that
    take no labels: the scores of a pair by several scorers, how far it is ahead of the other pairs of both
    rows, whether other scorers agree that it is the best, how popular its rows are as partners, and whether
    numbers in the texts differ. Its weights were fitted to public sets with known matches; docs/records.md
    says how well it does on others. The sum of confidences is the expected number of right pairs, of which
    F1 and precision follow.

    Rows come in the order of the left frame; the matches of a row by score, best first, and those
    of equal score in the order of the right frame. Right rows without a match come last. With
    ``how="right"`` the frames change places in this.

    Parameters
    ----------
    left : DataFrame or LazyFrame
        In method form the frame itself.
    right : DataFrame or LazyFrame
        The frame to join with.
    on : str, Expr, Field, or a list of these or of (column, scorer, weight), optional
        The column to compare, which both frames have, or a field made by :func:`on`. Several are
        compared each with its own scorer, a similarity in 0..1, and the score is the mean of theirs
        by weight. A column is String, Categorical, Enum or Binary, unless its scorer compares other
        values (``number``, ``date``, ``geo``, ``exact``, ``list_overlap``).
    left_on : str, Expr, or a list of these or of (column, scorer, weight), optional
        What is compared, where the columns have different names.
    right_on : str, Expr or a list of them, optional
        The right columns, one for each of `left_on`.
    score_cutoff : float or "auto"
        The worst score that is a match, in the units of the scorer. With ``"auto"`` each pair gets a
        confidence instead, see below, and the join keeps what it expects to have the highest F1. That takes
        scorers in 0..1, and looks at the ten best right rows of each left row.
    precision : float, optional
        With ``"auto"`` the share of right pairs, 0..1, that the join expects of those it keeps, which are as
        many as that allows; 0 keeps all pairs that it looks at.
    how : {"inner", "left", "right", "semi", "anti", "full"}
        What to keep: pairs that match; also left rows without a match; or right rows without one; only
        left rows that have one, or that have none; pairs and the unmatched rows of both sides.
    limit : int, optional
        How many matches a left row keeps, the best of them.
    matches : {"all", "best", "one_to_one"}
        Which matches of a row are kept: all of them, or `limit`; the best one of each left row, which is
        ``limit=1``; or one at most of each row of either side, chosen by :func:`one_to_one` from
        the matches that `limit` leaves.
    validate : {"m:m", "m:1", "1:m", "1:1"}
        What is an error after that, as in Polars' join: nothing; a left row with more than one match; a
        right row with more than one; either.
    by : str, list of str, or list of lists, optional
        Columns that must be equal as well; only rows that agree in them are compared. Of several lists
        it is enough to agree in all columns of one: ``[["postcode"], ["surname", "year"]]``. Pairs and
        scores are those of the join without `by`, and `limit` counts rows that agree. Null equals nothing.
    left_by, right_by : str, list of str, or list of lists, optional
        Columns that must be equal, where they have different names.
    suffix : str
        What is added to the names of right columns that the left frame has too.
    score_name : str
        The name of the column of scores.
    known : float
        Of several fields the share of their weight, 0..1, that must be known of a pair. A field that is
        null on either side, or emptied by its processor, is left out of the mean, unless its `nulls`
        say otherwise.
    scores : {"struct", "columns"}, optional
        How the score of each field is told besides: as a struct ``scores`` of the fields under their
        left names, or as columns with `score_name` before these. Null where a field is unknown.

    Returns
    -------
    DataFrame or LazyFrame
        As `left` is. The columns of both frames, without the right `by` columns (without the left ones
        if `how` is ``"right"``, with both if it is ``"full"`` or `by` has several lists), and the
        scores: UInt32 where the scorer is one metric that counts, read as a distance or a similarity,
        Float64 otherwise. For ``"semi"`` and ``"anti"`` the columns of `left`. Of one column null
        matches nothing, and neither does a text of which the scorer's processor leaves nothing, such
        as ``"?"``. Without a cutoff a column ``confidence`` comes last, Float64 in 0..1; null where a
        row has no match.

    Raises
    ------
    TypeError, ValueError
        If a parameter has the wrong type or value; raised when the query is built.
    polars.exceptions.PolarsError
        If a column is missing, has another dtype, or its name is taken; raised when the query is
        planned. If there are more matches than memory can hold, or than `validate` allows; raised when it is
        collected.

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> orders = pl.DataFrame({"customer": ["Jon Smith", "Ana Lopez", "Xi Wu"], "total": [10, 20, 30]})
    >>> people = pl.DataFrame({"id": [1, 2, 3], "name": ["John Smith", "Anna López", "John Smyth"]})
    >>> orders.rs.fuzzy_join(people, left_on="customer", right_on="name", score_cutoff=0.85)
    shape: (3, 5)
    ┌───────────┬───────┬─────┬────────────┬──────────┐
    │ customer  ┆ total ┆ id  ┆ name       ┆ score    │
    │ ---       ┆ ---   ┆ --- ┆ ---        ┆ ---      │
    │ str       ┆ i64   ┆ i64 ┆ str        ┆ f64      │
    ╞═══════════╪═══════╪═════╪════════════╪══════════╡
    │ Jon Smith ┆ 10    ┆ 1   ┆ John Smith ┆ 0.973333 │
    │ Jon Smith ┆ 10    ┆ 3   ┆ John Smyth ┆ 0.917037 │
    │ Ana Lopez ┆ 20    ┆ 2   ┆ Anna López ┆ 0.917037 │
    └───────────┴───────┴─────┴────────────┴──────────┘

    Without a cutoff, and with a demand for precision:

    >>> found = orders.rs.fuzzy_join(people, left_on="customer", right_on="name")
    >>> found.select("customer", "name", pl.col("score", "confidence").round(2))
    shape: (2, 4)
    ┌───────────┬────────────┬───────┬────────────┐
    │ customer  ┆ name       ┆ score ┆ confidence │
    │ ---       ┆ ---        ┆ ---   ┆ ---        │
    │ str       ┆ str        ┆ f64   ┆ f64        │
    ╞═══════════╪════════════╪═══════╪════════════╡
    │ Jon Smith ┆ John Smith ┆ 0.96  ┆ 0.98       │
    │ Ana Lopez ┆ Anna López ┆ 0.47  ┆ 0.51       │
    └───────────┴────────────┴───────┴────────────┘
    >>> sure = orders.rs.fuzzy_join(people, left_on="customer", right_on="name", precision=0.9)
    >>> sure["name"].to_list()
    ['John Smith']

    The best match of each row, by edits, in a lazy query:

    >>> query = orders.lazy().rs.fuzzy_join(
    ...     people.lazy(),
    ...     left_on="customer",
    ...     right_on="name",
    ...     scorer=rs.scorers.levenshtein(measure="distance"),
    ...     score_cutoff=2,
    ...     how="left",
    ...     limit=1,
    ... )
    >>> query.select("customer", "name", "score").collect()
    shape: (3, 3)
    ┌───────────┬────────────┬───────┐
    │ customer  ┆ name       ┆ score │
    │ ---       ┆ ---        ┆ ---   │
    │ str       ┆ str        ┆ u32   │
    ╞═══════════╪════════════╪═══════╡
    │ Jon Smith ┆ John Smith ┆ 1     │
    │ Ana Lopez ┆ Anna López ┆ 2     │
    │ Xi Wu     ┆ null       ┆ null  │
    └───────────┴────────────┴───────┘

    Each row has one partner at most, and every person a row:

    >>> orders.rs.fuzzy_join(
    ...     people, left_on="customer", right_on="name", score_cutoff=0.5, matches="one_to_one", how="right"
    ... ).select("customer", "name", pl.col("score").round(3))
    shape: (3, 3)
    ┌───────────┬────────────┬───────┐
    │ customer  ┆ name       ┆ score │
    │ ---       ┆ ---        ┆ ---   │
    │ str       ┆ str        ┆ f64   │
    ╞═══════════╪════════════╪═══════╡
    │ Jon Smith ┆ John Smith ┆ 0.973 │
    │ Ana Lopez ┆ Anna López ┆ 0.917 │
    │ null      ┆ John Smyth ┆ null  │
    └───────────┴────────────┴───────┘

    Only rows of one country are compared, with the scores that the whole frames give:

    >>> firms = pl.DataFrame({"firm": ["Acme Ltd", "Acme GmbH"], "country": ["GB", "DE"]})
    >>> known = pl.DataFrame({"name": ["Acme Limited", "Acme"], "country": ["GB", "DE"]})
    >>> words = rs.scorers.tfidf(ngram=None)
    >>> asked = {"left_on": "firm", "right_on": "name", "scorer": words, "score_cutoff": 0.1}
    >>> firms.rs.fuzzy_join(known, **asked, by="country").select("firm", "name", pl.col("score").round(3))
    shape: (2, 3)
    ┌───────────┬──────────────┬───────┐
    │ firm      ┆ name         ┆ score │
    │ ---       ┆ ---          ┆ ---   │
    │ str       ┆ str          ┆ f64   │
    ╞═══════════╪══════════════╪═══════╡
    │ Acme Ltd  ┆ Acme Limited ┆ 0.214 │
    │ Acme GmbH ┆ Acme         ┆ 0.463 │
    └───────────┴──────────────┴───────┘
    """
    function = "fuzzy_join"
    chosen = confidence.default_scorer(scorer, score_cutoff, left_on if on is None else on)
    columns = _join.columns(function, on, left_on, right_on, chosen)
    plan = _join.Join(
        columns=columns,
        score_cutoff=confidence.cutoff(function, columns, score_cutoff),
        how=_checks.choice(function, "how", how, get_args(JoinHow)),
        limit=_join.limit(function, limit, matches),
        matches=_checks.choice(function, "matches", matches, get_args(JoinMatches)),
        validate=_checks.choice(function, "validate", validate, get_args(JoinValidate)),
        alternatives=_join.keys(function, by, left_by, right_by),
        suffix=_checks.text(function, "suffix", suffix),
        score_name=_checks.text(function, "score_name", score_name),
        known=_checks.ratio(function, "known", known),
        scores=None if scores is None else _checks.choice(function, "scores", scores, get_args(Scores)),
        progress=_checks.flag(function, "progress", progress),
        width=_join.width(left, right),
    )
    plan = confidence.planned(plan, score_cutoff, precision)
    frames = (_join.lazy(function, "left", left), _join.lazy(function, "right", right))
    _join.score_name(function, plan, left, right)
    query = plan.query(*frames)
    return query.collect() if isinstance(left, pl.DataFrame) else query  # type: ignore[return-value]  # as `left`


@completed(SCORER)
def explain_matching(scorer: IntoScorer, score_cutoff: float) -> str:
    """Tell how matches are found without scoring every pair.

    A scorer and a cutoff say which lengths may meet and how many symbols two texts must have in
    common; what does not is never scored. Every candidate is scored by the scorer itself, so that the
    answer does not depend on how it was found. docs/matching.md explains the ways.

    Parameters
    ----------
    score_cutoff : float
        The worst score that is a match, in the units of the scorer.

    Returns
    -------
    str
        Some lines of text.

    Raises
    ------
    TypeError, ValueError
        If a parameter has the wrong type or value.

    Examples
    --------
    >>> import polars_resemble as rs
    >>> print(rs.explain_matching(rs.scorers.levenshtein(measure="distance"), 2))
    candidates for a left text, by its length:
       6 symbols: texts of 4 to 8 symbols, at least 4 of them shared, 3 segments to look up
      12 symbols: texts of 10 to 14 symbols, at least 10 of them shared, 3 segments to look up
      24 symbols: texts of 22 to 26 symbols, at least 22 of them shared, 3 segments to look up
      48 symbols: texts of 46 to 50 symbols, at least 46 of them shared, 3 segments to look up
    found by: length, then the cheapest of signatures, segments, and what remains without a symbol or two
    scored: in blocks of 512 pairs up to 128 symbols
    """
    chosen = _scorer.scorer("explain_matching", scorer, of_corpus=True)
    cutoff = _checks.score_cutoff("explain_matching", score_cutoff, is_ratio=chosen.is_ratio)
    plan = call("explain_matching", [pl.lit("")], scorer=chosen.to_dict(), score_cutoff=cutoff)
    return str(pl.select(plan).item())
