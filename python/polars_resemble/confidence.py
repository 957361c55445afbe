"""How sure matches are, without labels: signs of right pairs, their weights, and the cutoff they suggest.

A join without a cutoff looks up the best few right rows of each left row, by a loose cutoff. Signs say of
each pair how far it is ahead of the other pairs of both rows, and whether other scorers agree. A logistic
formula makes a probability of them, the confidence; ``benches/confidence.py`` fits its weights. All of it
is expressions of one query.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, TypeVar

import polars as pl

from polars_resemble import _checks, _join, _scorer, scorers
from polars_resemble._documentation import SCORER_OF_JOIN, completed
from polars_resemble._join import CONFIDENCE, LEFT, RIGHT, SCORE, SCORES, Column, Join, joined
from polars_resemble.text import default_process

if TYPE_CHECKING:
    from collections.abc import Sequence

    from polars_resemble._join import IntoKeys, JoinOn
    from polars_resemble._scorer import IntoScorer
    from polars_resemble._typing import Sense

__all__ = ["suggest_cutoff"]

F = TypeVar("F", bound="pl.DataFrame | pl.LazyFrame")

#: The cutoff that is found by the join itself.
AUTO = "auto"

#: The right rows that are looked at for each left row.
CANDIDATES = 10

#: The worst similarity of a candidate: of corpora, which give most pairs nothing, and of other scorers.
LOOSE_OF_CORPUS, LOOSE = 0.2, 0.6

#: What is added to distances from a score of 1 before they are divided, so that none is 0.
SMALLEST_DISTANCE = 0.02

#: The decimals of a confidence, which leave out what the order of additions changes.
DECIMALS = 6

#: By so much a score may miss a cutoff.
REACHED = 1e-12

#: How near two numbers are that differ by rounding.
ROUNDING = 1e-9

#: The cutoffs that are tried, from 0 to 1.
STEPS = 100

#: Names that no column of a user has.
COPY, COPIES, PAIR, PAIRS, FIRST, KEY, TEXT, NUMBERS, BEST = (
    f"__resemble_{name}__"
    for name in ("copy", "copies", "pair", "pairs", "first", "key", "text", "numbers", "best")
)

#: The scorers of whole texts that are asked besides, by the names of their signs.
OTHERS = {
    "jaro_winkler": scorers.jaro_winkler(),
    "token_set_ratio": scorers.token_set_ratio(),
    "jaccard": scorers.jaccard(ngram=3),
}

#: How records are compared as one text each, to find candidates.
WHOLE = Column(pl.col(TEXT), pl.col(TEXT), scorers.soft_tfidf())

#: The weights of the signs, fitted by ``benches/confidence.py``: of soft_tfidf, of several fields,
#: and of other scorers.
WEIGHTS = {
    "soft_tfidf": {
        "one": -7.887,
        "score": 3.831,
        "nearness": -0.691,
        "jaro_winkler": 1.171,
        "token_set_ratio": 3.502,
        "jaccard": 0.911,
        "numbers_differ": -2.169,
        "numbers_missing": 0.299,
        "numbers_agree": 0.227,
        "length_ratio": -1.492,
        "ahead": 0.72,
        "score_best": 0.998,
        "jaro_winkler_best": 0.436,
        "jaccard_best": 0.442,
        "popular": -0.478,
        "copies": -3.188,
    },
    "records": {
        "one": -7.879,
        "score": 4.103,
        "nearness": -1.486,
        "whole": -0.35,
        "jaro_winkler": -0.047,
        "token_set_ratio": 3.723,
        "jaccard": 0.945,
        "numbers_differ": 0.588,
        "numbers_missing": 0.966,
        "numbers_agree": 1.696,
        "length_ratio": 0.315,
        "ahead": 0.36,
        "whole_ahead": 0.696,
        "score_best": 0.569,
        "whole_best": 0.879,
        "jaro_winkler_best": 0.03,
        "jaccard_best": 0.619,
        "popular": -0.757,
        "copies": -2.611,
    },
    "other": {
        "one": -7.667,
        "score": 1.217,
        "nearness": -0.456,
        "jaro_winkler": 1.191,
        "token_set_ratio": 4.26,
        "jaccard": 3.844,
        "numbers_differ": -2.852,
        "numbers_missing": -0.078,
        "numbers_agree": 0.529,
        "length_ratio": -3.02,
        "ahead": 0.546,
        "score_best": 0.873,
        "jaro_winkler_best": 0.557,
        "jaccard_best": 0.898,
        "popular": -0.811,
        "copies": -5.343,
    },
}


@dataclass(frozen=True)
class AutoJoin(Join):
    """A join that finds its cutoff itself."""

    #: The expected share of right pairs that is asked for; None for the highest expected F1.
    precision: float | None = None

    def found(self, left: pl.LazyFrame, right: pl.LazyFrame) -> pl.LazyFrame:
        """Find the row numbers, the scores and the confidence of matches, in the order of the left rows."""
        left, right = self.keyed(left, LEFT, 0), self.keyed(right, RIGHT, 1)
        told = [SCORE] if self.scores is None else [SCORE, SCORES]
        pairs = self.sure(left, right)
        if self.own:
            pairs = pairs.filter(pl.col(LEFT) <= pl.col(RIGHT)).cache()
            alike = pairs.filter(pl.col(LEFT) == pl.col(RIGHT)).select(
                LEFT, RIGHT, *told, pl.lit(1.0).alias(CONFIDENCE)
            )
            pairs = pairs.filter(pl.col(LEFT) != pl.col(RIGHT))
        pairs = pairs.filter(pl.col(CONFIDENCE) >= least_confidence(self.precision))
        pairs = pairs.select(LEFT, RIGHT, *told, CONFIDENCE)
        if self.own:
            pairs = pl.concat([pairs, alike])
        # Rows that are alike match alike.
        for row, frame in ((LEFT, left), (RIGHT, right)):
            pairs = pairs.join(frame.select(FIRST, pl.col(row).alias(COPY)), left_on=row, right_on=FIRST)
            pairs = pairs.drop(row).rename({COPY: row})
        if self.own:
            rows = pl.min_horizontal(LEFT, RIGHT), pl.max_horizontal(LEFT, RIGHT)
            pairs = pairs.with_columns(rows[0].alias(LEFT), rows[1].alias(RIGHT)).filter(
                pl.col(LEFT) < pl.col(RIGHT)
            )
            pairs = pairs.unique([LEFT, RIGHT])
        pairs = pairs.sort(LEFT, SCORE, RIGHT, descending=[False, self.sense == "similarity", False])
        if self.limit is None:
            return pairs
        return pairs.filter(pl.int_range(pl.len()).over(LEFT) < self.limit)

    def sure(self, left: pl.LazyFrame, right: pl.LazyFrame) -> pl.LazyFrame:
        """Give candidates their confidence, from frames that know the first rows."""
        return self.signs(left, right).with_columns(probability(WEIGHTS[self.weights]).alias(CONFIDENCE))

    def scored(self, left: pl.LazyFrame, right: pl.LazyFrame) -> pl.LazyFrame:
        """Give candidates of two frames of a user their scores and their confidence."""
        left, right = self.checked(left, right)
        return self.sure(self.keyed(left, LEFT, 0), self.keyed(right, RIGHT, 1))

    def field_scores(self) -> list[pl.Expr]:
        """Build the columns of the fields' scores, and that of the confidence."""
        return [*super().field_scores(), pl.col(CONFIDENCE).alias("confidence")]

    @property
    def added(self) -> tuple[str, ...]:
        """The names of the columns of scores."""
        return (*super().added, "confidence")

    @property
    def loose(self) -> float:
        """The worst similarity of a candidate."""
        of_corpus = all(isinstance(column.scorer, _scorer.OfCorpus) for column in self.columns)
        return LOOSE_OF_CORPUS if of_corpus else LOOSE

    @property
    def are_records(self) -> bool:
        """Whether candidates are found by one text of all fields, and scored field by field."""
        return len(self.columns) > 1 and not self.of_corpus

    @property
    def weights(self) -> str:
        """The name of the weights of signs."""
        if self.are_records:
            return "records"
        return "soft_tfidf" if isinstance(self.columns[0].scorer, _scorer.SoftTfidf) else "other"

    def keyed(self, frame: pl.LazyFrame, row: str, side: int) -> pl.LazyFrame:
        """Give each row what is compared of it, also as one text, and the first row that is alike."""
        compared = [(each.scorer, each.right if side else each.left) for each in self.columns]
        keys = [scorer.processed(column) for scorer, column in compared]
        names = [f"{KEY}{at}" for at, _ in enumerate(keys)]
        frame = frame.with_columns(key.alias(name) for key, name in zip(keys, names, strict=True))
        # Places and lists are no part of a text; they are scored where its other words find a pair.
        parts = [
            name
            for name, (scorer, _) in zip(names, compared, strict=True)
            if getattr(scorer, "maker", None) not in ("geo", "list_overlap")
        ]
        texts = [pl.col(name).cast(pl.String, strict=False) for name in parts]
        text = default_process(pl.concat_str(texts, separator=" ", ignore_nulls=True))
        alike = [*(name for keys in self.alternatives for name in keys[side]), *names]
        return frame.with_columns(
            pl.when(text != "").then(text).alias(TEXT),
            pl.col(row).first().over(alike).alias(FIRST),
            pl.col(row).len().over(alike).alias(COPIES),
        ).cache()

    def candidates(self, left: pl.LazyFrame, right: pl.LazyFrame) -> pl.LazyFrame:
        """Find the best few right rows of each left row, among rows that are the first of their kind."""
        plan = replace(
            self,
            alternatives=tuple(
                ((*lefts, COPY), (*rights, COPY)) for lefts, rights in self.alternatives or [self.by]
            ),
            score_cutoff=self.loose if self.sense == "similarity" else 1 - self.loose,
            limit=CANDIDATES + 1 if self.own else CANDIDATES,
            own=False,
            matches="all",
        )
        # Corpora count all texts, so copies stay, as rows that agree with none.
        sides = [
            frame.with_columns(pl.when(pl.col(row) == pl.col(FIRST)).then(0).otherwise(number).alias(COPY))
            for number, (row, frame) in enumerate(((LEFT, left), (RIGHT, right)), 1)
        ]
        if self.are_records:
            plan = replace(plan, columns=(WHOLE,), scores=None, score_cutoff=LOOSE_OF_CORPUS)
        pairs = Join.found(plan, *sides)
        if self.own:
            pairs = _in_both_orders(pairs, plan.sense)
        if self.are_records or (self.own and not self.of_corpus):
            pairs = self._scored(pairs, left, right)
            if self.own:
                pairs = _in_both_orders(pairs, self.sense)
        return pairs

    def _scored(self, pairs: pl.LazyFrame, left: pl.LazyFrame, right: pl.LazyFrame) -> pl.LazyFrame:
        """Score pairs field by field, each as a join of two rows."""
        pairs = pairs.with_row_index(PAIR).cache()
        sides = [joined(pairs.select(PAIR, row), frame, row) for row, frame in ((LEFT, left), (RIGHT, right))]
        plan = replace(
            self,
            alternatives=(((PAIR,), (PAIR,)),),
            score_cutoff=0.0 if self.sense == "similarity" else 1.0,
            limit=None,
            own=False,
            matches="all",
        )
        whole = pairs.select(LEFT, RIGHT, pl.col(SCORE).alias("whole"))
        return Join.found(plan, *sides).join(whole, on=[LEFT, RIGHT])

    @staticmethod
    def _texts(frame: pl.LazyFrame, row: str) -> pl.LazyFrame:
        """List the texts of rows that are the first of their kind, and the numbers in them."""
        rows = frame.filter(pl.col(row) == pl.col(FIRST)).select(row, COPIES, TEXT)
        return rows.with_columns(pl.col(TEXT).str.extract_all(r"\d+").list.unique().alias(NUMBERS))

    def signs(self, left: pl.LazyFrame, right: pl.LazyFrame) -> pl.LazyFrame:
        """Compute the signs of candidates, of which each kind of equal rows has one."""
        pairs = self.candidates(left, right)
        pairs = joined(joined(pairs, self._texts(left, LEFT), LEFT), self._texts(right, RIGHT), RIGHT)
        score = pl.col(SCORE).cast(pl.Float64)
        texts = pl.col(TEXT), pl.col(f"{TEXT}_right")
        others = [
            scorer.expression(*texts, None).fill_null(0.0).alias(name) for name, scorer in OTHERS.items()
        ]
        pairs = pairs.with_columns(
            (score if self.sense == "similarity" else 1 - score).alias("score"), *others
        )
        names = ["score", *OTHERS, *(["whole"] if self.are_records else [])]
        if self.own:
            # A row beside itself is not one that other pairs are compared with.
            apart = pl.when(pl.col(LEFT) != pl.col(RIGHT))
            pairs = pairs.with_columns(apart.then(name).alias(name) for name in names)
        pairs = pairs.with_columns(_is_best("score", row).alias(f"{BEST}{row}") for row in (LEFT, RIGHT))
        best = [pl.col(f"{BEST}{row}") for row in (LEFT, RIGHT)]
        return pairs.with_columns(
            (-(1 - pl.col("score") + SMALLEST_DISTANCE).log()).alias("nearness"),
            self._ahead("score").alias("ahead"),
            *([self._ahead("whole").alias("whole_ahead")] if self.are_records else []),
            *((_is_best(name, LEFT) + _is_best(name, RIGHT)).alias(f"{name}_best") for name in names),
            (best[0].sum().over(RIGHT).log1p() + best[1].sum().over(LEFT).log1p()).alias("popular"),
            # Texts alone cannot tell which of several rows on either side belong together.
            pl.min_horizontal(COPIES, f"{COPIES}_right").cast(pl.Float64).log().alias("copies"),
            (pl.col(COPIES).cast(pl.Float64) * pl.col(f"{COPIES}_right")).alias(PAIRS),
            *_of_texts(),
        )

    def _ahead(self, name: str) -> pl.Expr:
        """Say how much farther from 1 the best other pairs of both rows are; less than 0 if nearer."""
        score = pl.col(name)
        loose = LOOSE_OF_CORPUS if name == "whole" else self.loose
        far = (1 - score + SMALLEST_DISTANCE).log()
        ahead = []
        for row in (LEFT, RIGHT):
            best = score.max().over(row)
            # What is no candidate may be just below them.
            second = score.drop_nulls().sort(descending=True).slice(1, 1).max().over(row).fill_null(loose)
            other = pl.when(score < best).then(best).otherwise(second)
            ahead.append((1 - other + SMALLEST_DISTANCE).log() - far)
        return ahead[0] + ahead[1]


def _in_both_orders(pairs: pl.LazyFrame, sense: Sense) -> pl.LazyFrame:
    """List pairs of one frame for both rows; a scorer with a direction counts by the better one."""
    rest = pl.exclude(LEFT, RIGHT)
    swapped = pairs.select(pl.col(RIGHT).alias(LEFT), pl.col(LEFT).alias(RIGHT), rest)
    both = pl.concat([pairs.select(LEFT, RIGHT, rest), swapped])
    both = both.sort(SCORE, LEFT, RIGHT, descending=[sense == "similarity", False, False])
    return both.unique([LEFT, RIGHT], keep="first", maintain_order=True)


def _is_best(name: str, row: str) -> pl.Expr:
    """Say whether a pair has the best score of a row, as a number."""
    return (pl.col(name) >= pl.col(name).max().over(row) - ROUNDING).cast(pl.Float64).fill_null(0.0)


def _of_texts() -> list[pl.Expr]:
    """Build the signs of the two texts of a pair."""
    sides = ("", "_right")
    one, other = (pl.col(f"{NUMBERS}{side}") for side in sides)
    only = [
        mine.list.set_difference(yours).list.len().fill_null(0) > 0
        for mine, yours in ((one, other), (other, one))
    ]
    have = [mine.list.len().fill_null(0) > 0 for mine in (one, other)]
    lengths = [pl.col(f"{TEXT}{side}").str.len_chars().cast(pl.Float64).fill_null(0.0) for side in sides]
    signs = {
        "numbers_differ": only[0] & only[1],
        "numbers_missing": only[0] != only[1],
        "numbers_agree": have[0] & have[1] & ~only[0] & ~only[1],
        "length_ratio": pl.min_horizontal(lengths) / pl.max_horizontal(lengths).clip(1.0),
    }
    return [sign.cast(pl.Float64).alias(name) for name, sign in signs.items()]


def probability(weights: dict[str, float]) -> pl.Expr:
    """Build the probability that signs give a pair."""
    names = [name for name in weights if name != "one"]
    total = sum((weights[name] * pl.col(name) for name in names), pl.lit(weights["one"]))
    return (1 / (1 + (-total).exp())).round(DECIMALS)


def least_confidence(precision: float | None) -> pl.Expr:
    """Choose the least confidence of a match, so that the expected F1 is the highest, or precision enough.

    The sum of the confidences of pairs is the expected number of right ones.
    """
    sure, pairs = (pl.col(name).sort_by(CONFIDENCE, descending=True) for name in (CONFIDENCE, PAIRS))
    kept, right = pairs.cum_sum(), (sure * pairs).cum_sum()
    # Pairs of equal confidence are kept together.
    is_last = sure > sure.shift(-1, fill_value=-1.0)
    if precision is not None:
        return sure.filter(is_last & (right / kept >= precision - ROUNDING)).min()
    f1 = 2 * right / (kept + (sure * pairs).sum())
    best = f1.filter(is_last).max()
    return sure.filter(is_last & (f1 >= best - ROUNDING)).min()


def default_scorer(scorer: IntoScorer | None, score_cutoff: object, compared: JoinOn | None) -> IntoScorer:
    """Choose a scorer where none is given."""
    if scorer is not None:
        return scorer
    if score_cutoff == AUTO and isinstance(compared, (str, pl.Expr)):
        return scorers.soft_tfidf(processor="default")
    return scorers.jaro_winkler()


def cutoff(function: str, columns: tuple[Column, ...], value: object) -> float:
    """Accept a cutoff, or that the join finds it, for which candidates have one of their own."""
    if not isinstance(value, str):
        return _join.cutoff(function, columns, value)
    if value != AUTO:
        raise _checks.wrong_value(function, f"score_cutoff to be a number or {AUTO!r}", value)
    if not all(column.scorer.is_ratio for column in columns):
        expected = f"a scorer in 0..1 for score_cutoff {AUTO!r}"
        raise _checks.wrong_value(function, expected, columns[0].scorer)
    return LOOSE


def planned(plan: Join, score_cutoff: object, precision: object) -> Join:
    """Let a join find its cutoff if it shall."""
    if score_cutoff != AUTO:
        if precision is not None:
            expected = f"precision with score_cutoff {AUTO!r} only"
            raise _checks.wrong_value(plan.function, expected, precision)
        return plan
    return automatic(plan, precision)


def automatic(plan: Join, precision: object) -> AutoJoin:
    """Let a join find its cutoff."""
    if all(isinstance(column.scorer, _scorer.OfValues) for column in plan.columns):
        expected = f"a field of texts, on which the estimates of score_cutoff {AUTO!r} rest"
        raise _checks.wrong_value(plan.function, expected, plan.columns[0].scorer)
    asked = None if precision is None else _checks.ratio(plan.function, "precision", precision)
    return AutoJoin(**{each.name: getattr(plan, each.name) for each in fields(plan)}, precision=asked)


@completed(SCORER_OF_JOIN)
def suggest_cutoff(
    left: F,
    right: pl.DataFrame | pl.LazyFrame,
    *,
    on: JoinOn | None = None,
    left_on: JoinOn | None = None,
    right_on: str | pl.Expr | Sequence[str | pl.Expr] | None = None,
    scorer: IntoScorer | None = None,
    precision: float | None = None,
    by: IntoKeys | None = None,
    left_by: IntoKeys | None = None,
    right_by: IntoKeys | None = None,
    known: float = 0.5,
) -> F:
    """Estimate how good a join is at each cutoff, without labels.

    The estimates are sums of the confidence of pairs, see :func:`fuzzy_join`. A join with
    ``score_cutoff="auto"`` chooses pairs by their confidence instead, which is the better choice; a cutoff is
    for when a plain rule is wanted, or other rows are to be joined by it.

    Parameters
    ----------
    left, right : DataFrame or LazyFrame
        The frames to join; in method form the left one is the frame itself.
    on, left_on, right_on, by, left_by, right_by, known
        As in :func:`fuzzy_join`.
    precision : float, optional
        The share of right pairs, 0..1, that the marked cutoff is to have. It is the one of the highest F1
        without it.

    Returns
    -------
    DataFrame or LazyFrame
        As `left` is, the strictest cutoff first: ``score_cutoff``, a hundredth of the scorer's range apart;
        ``pairs``, UInt64, how many reach it of those that are among the ten best of their left rows;
        ``precision``, ``recall`` and ``f1``, Float64 in 0..1, as they are expected; and ``best``, the
        cutoff that is suggested. None is if no pair is found, or none has the precision.

    Raises
    ------
    TypeError, ValueError
        If a parameter has the wrong type or value; raised when the query is built.
    polars.exceptions.PolarsError
        If a column is missing or has another dtype; raised when the query is planned.

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> shops = pl.DataFrame({"shop": ["Acme Tools Ltd", "Bolt & Nut", "Cog Works", "Dyna 3", "Zebra"]})
    >>> firms = pl.DataFrame({"firm": ["ACME Tools Limited", "Acme Toys", "Bolt and Nut", "Dyna 4", "Quill"]})
    >>> table = shops.rs.suggest_cutoff(firms, left_on="shop", right_on="firm")
    >>> table.with_columns(pl.col(pl.Float64).round(2))
    shape: (4, 6)
    ┌──────────────┬───────┬───────────┬────────┬──────┬───────┐
    │ score_cutoff ┆ pairs ┆ precision ┆ recall ┆ f1   ┆ best  │
    │ ---          ┆ ---   ┆ ---       ┆ ---    ┆ ---  ┆ ---   │
    │ f64          ┆ u64   ┆ f64       ┆ f64    ┆ f64  ┆ bool  │
    ╞══════════════╪═══════╪═══════════╪════════╪══════╪═══════╡
    │ 0.76         ┆ 1     ┆ 0.93      ┆ 0.52   ┆ 0.67 ┆ false │
    │ 0.56         ┆ 2     ┆ 0.82      ┆ 0.92   ┆ 0.87 ┆ true  │
    │ 0.41         ┆ 3     ┆ 0.58      ┆ 0.97   ┆ 0.73 ┆ false │
    │ 0.29         ┆ 4     ┆ 0.45      ┆ 1.0    ┆ 0.62 ┆ false │
    └──────────────┴───────┴───────────┴────────┴──────┴───────┘
    """
    function = "suggest_cutoff"
    chosen = default_scorer(scorer, AUTO, left_on if on is None else on)
    columns = _join.columns(function, on, left_on, right_on, chosen)
    plan = _join.Join(
        columns,
        cutoff(function, columns, AUTO),
        alternatives=_join.keys(function, by, left_by, right_by),
        known=_checks.ratio(function, "known", known),
        function=function,
    )
    auto = automatic(plan, precision)
    pairs = auto.scored(_join.lazy(function, "left", left), _join.lazy(function, "right", right))
    similar = columns[0].scorer.is_similarity
    steps = pl.col(SCORE).cast(pl.Float64) * STEPS
    steps = (steps + REACHED * STEPS).floor() if similar else (steps - REACHED * STEPS).ceil()
    right_pairs = (pl.col(CONFIDENCE) * pl.col(PAIRS)).alias(SCORE)
    table = pairs.select(steps.cast(pl.Int32).alias("score_cutoff"), right_pairs, PAIRS)
    table = table.group_by("score_cutoff").agg(pl.col(SCORE, PAIRS).sum())
    table = table.sort("score_cutoff", descending=similar)
    pairs_kept, right_kept = pl.col(PAIRS).cum_sum(), pl.col(SCORE).cum_sum()
    table = table.select(
        (pl.col("score_cutoff") / STEPS).round(2),
        pairs_kept.cast(pl.UInt64).alias("pairs"),
        (right_kept / pairs_kept).alias("precision"),
        (right_kept / pl.col(SCORE).sum()).alias("recall"),
        (2 * right_kept / (pairs_kept + pl.col(SCORE).sum())).alias("f1"),
    )
    if auto.precision is None:
        good = pl.col("f1") >= pl.col("f1").max() - ROUNDING
        best = good & (good.cum_sum() == 1)
    else:
        good = pl.col("precision") >= auto.precision - ROUNDING
        best = good & (good.cum_sum() == good.sum())
    query = table.with_columns(best.alias("best"))
    return query.collect() if isinstance(left, pl.DataFrame) else query  # type: ignore[return-value]  # as `left`
