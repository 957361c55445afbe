"""Scores by any scorer: of two columns row by row, and of one text against many."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

import polars as pl

from polars_resemble import _checks, _internal, _join, _scorer
from polars_resemble._documentation import SCORER, completed
from polars_resemble._plugin import EXPLODED, call
from polars_resemble.fields import Field

if TYPE_CHECKING:
    from polars_resemble._join import JoinOn
    from polars_resemble._scorer import IntoScorer
    from polars_resemble._typing import IntoBy, IntoChoices, IntoChoicesBy, IntoColumn

__all__ = ["cdist", "cdist_frame", "extract", "extract_one", "score"]

COLUMN = """\
column : IntoColumn
    A column name, an expression or a Series; a literal is ``pl.lit("text")``. String, Categorical,
    Enum or Binary."""

CHOICES = """\
choices : Series, sequence of str, or Expr
    What is searched. An expression gives a list: ``pl.col("name").implode()`` searches a column,
    and a column of lists gives each row choices of its own. Null choices are never found."""

SCORER_OF_CHOICES = f"""\
{SCORER} Similarities are best when large, distances when small. Those of all
    texts (``tfidf``, ``soft_tfidf``) weigh words and grams by how many of the choices have them;
    choices of which the processor leaves nothing are not counted."""

WORST_MATCH = """\
score_cutoff : float, optional
    The worst score to keep, see :func:`score`; a similarity of 0 is no match without one, too."""

BY = """\
by : str, Expr, Series, or a list of these, optional
    Columns that must be equal to `choices_by`: a text is compared only with choices whose keys are
    those of its row. Matches and scores are those of the search without `by`, less all others. Null
    equals nothing.
choices_by : Series, sequence, Expr, or a list of these, optional
    The keys of the choices, one for each; for a list of columns in `by` a list of as many. An
    expression gives a list, as in `choices`. Numbers of unlike width, and texts and categories, may
    be equal; other dtypes must be the same."""

WRONG_TEXTS = "If a column has another dtype, or text meets Binary; raised when the query is planned."
TOO_LARGE = "If the answer does not fit in the free memory; raised when it is collected."

#: Pairs that ``cdist_frame`` scores at a time.
PAIRS = 1 << 18


@completed(SCORER, error=WRONG_TEXTS)
def score(
    left: IntoColumn | JoinOn,
    right: IntoColumn = None,
    scorer: IntoScorer | None = None,
    *,
    score_cutoff: float | None = None,
    known: float = 0.5,
) -> pl.Expr:
    """Score two columns, or two records by several fields, row by row.

    Parameters
    ----------
    left, right : IntoColumn
        A column name, an expression or a Series each; a literal is ``pl.lit("text")``. Instead of both
        and the scorer, `left` may be a field made by :func:`on`, or a list of them: the score is the
        mean of theirs by weight, as in :func:`fuzzy_join`.
    score_cutoff : float, optional
        The worst score to keep; a row that is worse becomes null. A cutoff is reached by a score that
        misses it by no more than 1e-12, as rounding makes exact fractions do: 1 - 7/100 reaches 0.93.
    known : float
        Of fields the share of their weight, 0..1, that must be known of a pair.

    Returns
    -------
    Expr
        Named after the left column. UInt32 where the scorer is one metric that counts, read as a
        distance or a similarity, Float64 otherwise. Null where either side is null; of fields where
        less than `known` is known, or a field is worse than its own cutoff.

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame({"a": ["Jon Smith", "Ann"], "b": ["john smith", "Bob"]})
    >>> lower = rs.scorers.levenshtein(processor="default")
    >>> df.with_columns(
    ...     name=rs.score("a", "b", "levenshtein"),
    ...     value=rs.score("a", "b", lower),
    ...     close=rs.score("a", "b", lower, score_cutoff=0.5),
    ... )
    shape: (2, 5)
    ┌───────────┬────────────┬──────┬───────┬───────┐
    │ a         ┆ b          ┆ name ┆ value ┆ close │
    │ ---       ┆ ---        ┆ ---  ┆ ---   ┆ ---   │
    │ str       ┆ str        ┆ f64  ┆ f64   ┆ f64   │
    ╞═══════════╪════════════╪══════╪═══════╪═══════╡
    │ Jon Smith ┆ john smith ┆ 0.7  ┆ 0.9   ┆ 0.9   │
    │ Ann       ┆ Bob        ┆ 0.0  ┆ 0.0   ┆ null  │
    └───────────┴────────────┴──────┴───────┴───────┘

    Records of two fields:

    >>> people = pl.DataFrame(
    ...     {"a": ["Jon", "Ann"], "b": ["John", "Ann"], "x": ["Ulm", None], "y": ["Ulm", "Bonn"]}
    ... )
    >>> people.select(rs.score([rs.on("a", "b", weight=2), rs.on("x", "y")]).round(3)).to_series().to_list()
    [0.956, 1.0]
    """
    function = "score"
    least = _checks.ratio(function, "known", known)
    if isinstance(left, (Field, list, tuple)):
        if right is not None or scorer is not None:
            raise _checks.wrong_value(function, "fields, or two columns and a scorer", [right, scorer])
        compared = _join.columns(function, left, None, None, "jaro_winkler")
        worst = None if score_cutoff is None else _join.cutoff(function, compared, score_cutoff)
        return _join.mean_of_rows(function, compared, worst, least)
    if scorer is None:
        raise _checks.wrong_type(function, "a scorer of two columns, or fields", scorer)
    chosen = _scorer.scorer(function, scorer, of_values=True)
    cutoff = _checks.score_cutoff(function, score_cutoff, is_ratio=chosen.is_ratio)
    one = _checks.column(function, "left", cast("IntoColumn", left))
    sides = (one, _checks.column(function, "right", right))
    return chosen.expression(chosen.processed(sides[0]), chosen.processed(sides[1]), cutoff)


@completed(COLUMN, CHOICES, SCORER_OF_CHOICES, WORST_MATCH, BY, error=WRONG_TEXTS)
def extract_one(
    column: IntoColumn,
    choices: IntoChoices,
    *,
    scorer: IntoScorer,
    score_cutoff: float | None = None,
    by: IntoBy | None = None,
    choices_by: IntoChoicesBy | None = None,
) -> pl.Expr:
    """Find the best of many choices for each text.

    The result is the one of scoring all choices and taking the best, the first one of equals. Choices
    are prepared once, also for a query that runs in pieces or in groups. A text of which the scorer's
    processor leaves nothing, such as ``"?"``, matches nothing, on either side.

    Returns
    -------
    Expr
        Struct of the choice (String or Binary), its index among the choices (UInt32) and its score
        (Float64), named after the column. Null where the text is null or nothing is within the cutoff.

    References
    ----------
    The values are those of RapidFuzz's ``process.extractOne``.

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> cities = ["Aachen", "Köln", "München"]
    >>> df = pl.DataFrame({"typed": ["Muenchen", "Koeln", "Paris"]})
    >>> best = rs.extract_one("typed", cities, scorer="jaro_winkler", score_cutoff=0.7)
    >>> df.with_columns(best.alias("best")).unnest("best")
    shape: (3, 4)
    ┌──────────┬─────────┬───────┬──────────┐
    │ typed    ┆ choice  ┆ index ┆ score    │
    │ ---      ┆ ---     ┆ ---   ┆ ---      │
    │ str      ┆ str     ┆ u32   ┆ f64      │
    ╞══════════╪═════════╪═══════╪══════════╡
    │ Muenchen ┆ München ┆ 2     ┆ 0.782143 │
    │ Koeln    ┆ Köln    ┆ 1     ┆ 0.805    │
    │ Paris    ┆ null    ┆ null  ┆ null     │
    └──────────┴─────────┴───────┴──────────┘

    Country first, then city:

    >>> places = pl.DataFrame({"city": ["Cordoba", "Córdoba", "Cork"], "country": ["AR", "ES", "IE"]})
    >>> df = pl.DataFrame({"typed": ["Cordova", "Cordova"], "country": ["ES", "IE"]})
    >>> keys = {"by": "country", "choices_by": places["country"]}
    >>> best = rs.extract_one("typed", places["city"], scorer="levenshtein", score_cutoff=0.5, **keys)
    >>> df.with_columns(best.alias("best")).unnest("best")
    shape: (2, 5)
    ┌─────────┬─────────┬─────────┬───────┬──────────┐
    │ typed   ┆ country ┆ choice  ┆ index ┆ score    │
    │ ---     ┆ ---     ┆ ---     ┆ ---   ┆ ---      │
    │ str     ┆ str     ┆ str     ┆ u32   ┆ f64      │
    ╞═════════╪═════════╪═════════╪═══════╪══════════╡
    │ Cordova ┆ ES      ┆ Córdoba ┆ 1     ┆ 0.714286 │
    │ Cordova ┆ IE      ┆ null    ┆ null  ┆ null     │
    └─────────┴─────────┴─────────┴───────┴──────────┘
    """
    keys = _keys("extract_one", choices, by, choices_by)
    return _search("extract_one", column, choices, scorer=scorer, score_cutoff=score_cutoff, keys=keys)


@completed(COLUMN, CHOICES, SCORER_OF_CHOICES, WORST_MATCH, BY, error=f"{WRONG_TEXTS} {TOO_LARGE}")
def extract(
    column: IntoColumn,
    choices: IntoChoices,
    *,
    scorer: IntoScorer,
    limit: int | None = 5,
    score_cutoff: float | None = None,
    by: IntoBy | None = None,
    choices_by: IntoChoicesBy | None = None,
) -> pl.Expr:
    """Find the few best of many choices for each text.

    The result is the one of scoring all choices and sorting them, of equals the first one first. A text
    of which the scorer's processor leaves nothing, such as ``"?"``, matches nothing, on either side.

    Parameters
    ----------
    limit : int, optional
        How many matches are given at most; None gives all.

    Returns
    -------
    Expr
        List of Struct of the choice (String or Binary), its index among the choices (UInt32) and its
        score (Float64), best first, named after the column. Null where the text is null, empty where
        nothing is within the cutoff.

    References
    ----------
    The values are those of RapidFuzz's ``process.extract``.

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame({"typed": ["appel"], "known": [["apple", "maple", "ape", "pear"]]})
    >>> edits = rs.scorers.osa(measure="distance")
    >>> df.select(rs.extract("typed", pl.col("known"), scorer=edits, limit=2)).explode("typed").unnest(
    ...     "typed"
    ... )
    shape: (2, 3)
    ┌────────┬───────┬───────┐
    │ choice ┆ index ┆ score │
    │ ---    ┆ ---   ┆ ---   │
    │ str    ┆ u32   ┆ f64   │
    ╞════════╪═══════╪═══════╡
    │ apple  ┆ 0     ┆ 1.0   │
    │ ape    ┆ 2     ┆ 2.0   │
    └────────┴───────┴───────┘
    """
    most = _checks.limit("extract", limit)
    keys = _keys("extract", choices, by, choices_by)
    return _search(
        "extract", column, choices, scorer=scorer, score_cutoff=score_cutoff, limit=most, keys=keys
    )


@completed(COLUMN, SCORER_OF_CHOICES, error=f"{WRONG_TEXTS} {TOO_LARGE}")
def cdist(column: IntoColumn, choices: pl.Series | Sequence[str | None], *, scorer: IntoScorer) -> pl.Expr:
    """Score each text against all choices.

    Every pair has its score: also texts of which the scorer's processor leaves nothing, which match
    nothing in :func:`extract`.

    Parameters
    ----------
    choices : Series or sequence of str
        What texts are scored against; how many they are is part of the dtype.

    Returns
    -------
    Expr
        Array of Float32, one score for each choice, named after the column. Null where the text is
        null, and scores are null where the choice is.

    References
    ----------
    The values are those of RapidFuzz's ``process.cdist``.

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame({"a": ["kitten", "mitten"]})
    >>> edits = rs.scorers.levenshtein(measure="distance")
    >>> df.with_columns(edits=rs.cdist("a", ["sitting", "kitten", None], scorer=edits))
    shape: (2, 2)
    ┌────────┬──────────────────┐
    │ a      ┆ edits            │
    │ ---    ┆ ---              │
    │ str    ┆ array[f32, 3]    │
    ╞════════╪══════════════════╡
    │ kitten ┆ [3.0, 0.0, null] │
    │ mitten ┆ [3.0, 1.0, null] │
    └────────┴──────────────────┘
    """
    texts = _checks.texts("cdist", "choices", choices)
    # An Array without elements does not cross the border to the library, so a null choice stands for none.
    asked = texts if len(texts) else texts.extend_constant(None, 1)
    scores = call(
        "cdist",
        [_checks.column("cdist", "column", column), _list_of(asked)],
        scorer=_scorer.scorer("cdist", scorer, of_corpus=True).to_dict(),
        width=len(asked),
    )
    return scores if len(texts) else scores.arr.to_list().list.head(0).list.to_array(0)


@completed(SCORER)
def cdist_frame(
    left: pl.Series | Sequence[str | None],
    right: pl.Series | Sequence[str | None],
    *,
    scorer: IntoScorer,
    score_cutoff: float | None = None,
) -> pl.DataFrame:
    """Score all pairs of two collections of texts, one row for each pair.

    Every pair has its score, as :func:`cdist` gives it.

    Parameters
    ----------
    left, right : Series or sequence of str
        The texts.
    score_cutoff : float, optional
        The worst score to keep, see :func:`score`; pairs that are worse have no row.

    Returns
    -------
    DataFrame
        Columns left_index, right_index (UInt32), left, right, and score (Float64), in the order of
        the indices. Pairs without a score, because a side is null, have no row.

    Raises
    ------
    TypeError, ValueError
        If a parameter has the wrong type or value.
    polars.exceptions.ComputeError
        If the answer does not fit in the free memory.

    Examples
    --------
    >>> import polars_resemble as rs
    >>> names = ["Smith", "Smyth", "Jones"]
    >>> rs.cdist_frame(names, ["Smithe", "Johns"], scorer="jaro_winkler", score_cutoff=0.7)
    shape: (3, 5)
    ┌────────────┬─────────────┬───────┬────────┬──────────┐
    │ left_index ┆ right_index ┆ left  ┆ right  ┆ score    │
    │ ---        ┆ ---         ┆ ---   ┆ ---    ┆ ---      │
    │ u32        ┆ u32         ┆ str   ┆ str    ┆ f64      │
    ╞════════════╪═════════════╪═══════╪════════╪══════════╡
    │ 0          ┆ 0           ┆ Smith ┆ Smithe ┆ 0.966667 │
    │ 1          ┆ 0           ┆ Smyth ┆ Smithe ┆ 0.857778 │
    │ 2          ┆ 1           ┆ Jones ┆ Johns  ┆ 0.893333 │
    └────────────┴─────────────┴───────┴────────┴──────────┘
    """
    function = "cdist_frame"
    texts = {
        "left": _checks.texts(function, "left", left),
        "right": _checks.texts(function, "right", right),
    }
    chosen = _scorer.scorer(function, scorer, of_corpus=True)
    cutoff = _checks.score_cutoff(function, score_cutoff, is_ratio=chosen.is_ratio)
    count = len(texts["left"])
    if cutoff is None and not isinstance(chosen, _scorer.OfCorpus):
        _expect_room(function, count * len(texts["right"]), _internal.PAIR)
    index = pl.int_range(count, dtype=pl.UInt32, eager=True).alias("left_index")
    rows = pl.DataFrame([index, texts["left"].alias("left")])
    found = _search(
        function, "left", texts["right"], scorer=chosen, score_cutoff=cutoff, every=True, symbol="extract"
    )
    # What is searched, sorted and put together takes several times the room of the answer.
    step = max(1, PAIRS // max(1, len(texts["right"])))
    parts = []
    for first in range(0, max(1, count), step):
        some = rows.slice(first, step)
        _expect_room(function, some.height * len(texts["right"]), _internal.PAIR_AT_PEAK)
        parts.append(_long(some, found))
    return pl.concat(parts)


def _expect_room(function: str, pairs: int, size: int) -> None:
    """Refuse pairs, each of so many bytes, that do not fit in memory."""
    refusal = _internal.refusal(pairs * size)
    if refusal is not None:
        message = f"{function}: {refusal}"
        raise pl.exceptions.ComputeError(message)


def _long(rows: pl.DataFrame, found: pl.Expr) -> pl.DataFrame:
    """Give some rows of ``cdist_frame``: one for each match of each of these."""
    return (
        rows.with_columns(found.alias("found"))
        .explode("found", **EXPLODED)
        .drop_nulls("found")
        .unnest("found")
        .rename({"index": "right_index", "choice": "right"})
        .sort("left_index", "right_index")
        .select("left_index", "right_index", "left", "right", "score")
    )


def _search(
    function: str,
    column: IntoColumn,
    choices: IntoChoices,
    *,
    scorer: IntoScorer,
    score_cutoff: float | None,
    limit: int | None = None,
    every: bool = False,
    symbol: str | None = None,
    keys: Sequence[pl.Expr] = (),
) -> pl.Expr:
    """Build the expression of a search by a symbol of the library: the function's own if none is given.

    Rows with equal keys are searched together, and choices are put together by their keys once: all rows
    have to be there.
    """
    chosen = _scorer.scorer(function, scorer, of_corpus=True)
    return call(
        symbol or function,
        [_checks.column(function, "column", column), _lists(function, choices), *keys],
        is_elementwise=not keys,
        function=function,
        scorer=chosen.to_dict(),
        score_cutoff=_checks.score_cutoff(function, score_cutoff, is_ratio=chosen.is_ratio),
        limit=limit,
        every=every,
    )


def _keys(function: str, choices: IntoChoices, by: object, choices_by: object) -> list[pl.Expr]:
    """Accept the keys of rows, and after them those of choices."""
    if (by is None) != (choices_by is None):
        given = {"by": by, "choices_by": choices_by}
        raise _checks.wrong_value(function, "both by and choices_by, or neither", given)
    if by is None:
        return []
    if not isinstance(by, (list, tuple)):
        by, choices_by = [by], [choices_by]
    elif not isinstance(choices_by, (list, tuple)) or len(choices_by) != len(by) or not by:
        raise _checks.wrong_value(
            function, "as many keys in choices_by as in by, and one at least", choices_by
        )
    rows = [_key(function, each) for each in by]
    return [*rows, *(_keys_of_choices(function, choices, each) for each in choices_by)]


def _key(function: str, key: object) -> pl.Expr:
    """Accept one key of the rows."""
    if not isinstance(key, (str, pl.Expr, pl.Series)):
        raise _checks.wrong_type(function, "by to be a column name, an expression, a Series or a list", key)
    return _checks.column(function, "by", key)


def _keys_of_choices(function: str, choices: IntoChoices, keys: object) -> pl.Expr:
    """Accept one key of the choices."""
    if isinstance(keys, pl.Expr):
        return keys
    expected = "choices_by to be a Series, a sequence or an expression"
    if isinstance(keys, (str, bytes)) or not isinstance(keys, (pl.Series, Sequence)):
        raise _checks.wrong_type(function, expected, keys)
    try:
        values = keys if isinstance(keys, pl.Series) else pl.Series("choices_by", keys)
    except (TypeError, ValueError, OverflowError, pl.exceptions.PolarsError):
        raise _checks.wrong_type(function, f"{expected} of values of one type", keys) from None
    if values.dtype == pl.Object:
        raise _checks.object_column(function, values.name)
    if isinstance(choices, (pl.Series, list, tuple)) and len(choices) != len(values):
        expected = f"one key for each choice, {len(choices)} of them"
        raise _checks.wrong_value(function, expected, len(values))
    return _list_of(values)


def _lists(function: str, choices: IntoChoices) -> pl.Expr:
    if isinstance(choices, pl.Expr):
        return choices
    return _list_of(_checks.texts(function, "choices", choices, or_expression=True))


def _list_of(texts: pl.Series) -> pl.Expr:
    return _checks.literal(pl.Series("choices", [texts]))
