"""How a fuzzy join is planned: as ordinary joins on the row numbers of matches.

The compared columns of both frames are imploded to one row (or to one for each group of equal `by`
columns), which one expression of the library turns into a list of matches: two row numbers and a
score. Everything else is Polars: the matches are exploded and joined with both frames by row number.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

import polars as pl

from polars_resemble import _checks, _scorer
from polars_resemble._plugin import EXPLODED, call
from polars_resemble.fields import Field
from polars_resemble.fields import column as one_column

if TYPE_CHECKING:
    from typing import TypeAlias

    from polars_resemble._scorer import IntoScorer
    from polars_resemble._typing import JoinHow, JoinMatches, JoinValidate, Nulls, Scores, Sense

Keys: TypeAlias = "tuple[tuple[str, ...], tuple[str, ...]]"
"""Columns of both frames that must be equal."""

IntoKeys: TypeAlias = "str | Sequence[str] | Sequence[Sequence[str]]"
"""Columns that must be equal, or several lists of them of which one is enough."""

JoinOn: TypeAlias = (
    "str | pl.Expr | Field | Sequence[str | pl.Expr | Field | tuple[str | pl.Expr, IntoScorer, float]]"
)
"""What is compared: a column, a field, or several of these, or columns with their scorers and weights."""

#: Names that no column of a user has.
LEFT, RIGHT, SCORE, SCORES, CONFIDENCE, ORDER = (
    f"__resemble_{name}__" for name in ("left", "right", "score", "scores", "confidence", "order")
)

#: The struct of the fields' scores.
FIELD_SCORES = "scores"

#: The columns of a list of pairs, besides the compared one.
ROW, OTHER_ROW, PAIR_SCORE = "row", "row_right", "score"

#: By so much a score may miss a cutoff, and a sum of weights another one.
TOLERANCE, ROUNDING = 1e-12, 1e-9

#: The parts of a column with its own scorer.
PARTS = 3

POLARS = tuple(int(part) for part in pl.__version__.split(".")[:2])


@dataclass(frozen=True)
class Column:
    """A column of either frame, and how they are compared."""

    left: pl.Expr
    right: pl.Expr
    scorer: _scorer.Scorer
    weight: float = 1.0
    #: The worst score of the columns themselves.
    score_cutoff: float | None = None
    #: What they count as where one is null.
    nulls: Nulls = "ignore"

    @property
    def left_name(self) -> str:
        """The name that errors and scores have."""
        return _output_name(self.left)

    @property
    def right_name(self) -> str:
        """The name that errors have."""
        return _output_name(self.right)

    def to_dict(self) -> dict[str, object]:
        """Say it in the form that the library reads."""
        return {
            "scorer": self.scorer.to_dict(),
            "weight": self.weight,
            "score_cutoff": self.score_cutoff,
            "nulls": self.nulls,
        }


@dataclass(frozen=True)
class Join:
    """All that is asked of a join, checked."""

    columns: tuple[Column, ...]
    score_cutoff: float
    how: JoinHow = "inner"
    limit: int | None = None
    matches: JoinMatches = "all"
    validate: JoinValidate = "m:m"
    #: Columns that must be equal. Of several, those of one are enough; without any, all rows meet.
    alternatives: tuple[Keys, ...] = ()
    suffix: str = "_right"
    score_name: str = "score"
    #: The share of the weight of all fields that must be known of a pair.
    known: float = 0.5
    #: Whether the scores of fields are told, in a struct or in columns.
    scores: Scores | None = None
    #: The name of the function that was called.
    function: str = "fuzzy_join"
    #: Whether both sides are the same rows, of which each pair is wanted once.
    own: bool = False
    #: Whether long work shows a bar.
    progress: bool = False
    #: How many columns come out, where both frames are eager.
    width: int | None = None

    def query(self, left: pl.LazyFrame, right: pl.LazyFrame) -> pl.LazyFrame:
        """Plan the join."""
        left, right = self.checked(left, right)
        matches = self.kept(self.found(left, right))
        if self.how in ("semi", "anti"):
            return left.join(matches, on=LEFT, how=self.how).sort(LEFT).drop(LEFT)
        if self.how in ("left", "full"):
            matches = joined(left.select(LEFT), matches, LEFT)
        if self.how == "right":
            best_first = [False, self.sense == "similarity", False]
            matches = matches.sort(RIGHT, SCORE, LEFT, descending=best_first)
            matches = joined(right.select(RIGHT), matches, RIGHT)
            left = left.drop(self.by[0])
        elif self.how == "full":
            # Right rows without a match come last, in their order.
            rows = right.select(RIGHT)
            matches = matches.with_row_index(ORDER).join(rows, on=RIGHT, how="full", coalesce=True)
            matches = matches.sort(ORDER, RIGHT, nulls_last=True).drop(ORDER)
        else:
            right = right.drop(self.by[1])
        rows = joined(joined(matches, left, LEFT), right, RIGHT, self.suffix)
        return rows.select(
            pl.exclude(LEFT, RIGHT, SCORE, SCORES, CONFIDENCE),
            pl.col(SCORE).cast(self.dtype).alias(self.score_name),
            *self.field_scores(),
        )

    def checked(self, left: pl.LazyFrame, right: pl.LazyFrame) -> tuple[pl.LazyFrame, pl.LazyFrame]:
        """Check the columns of both frames, and number the rows."""
        self._check_columns(left, right)
        return _numbered(left, LEFT, self.needed[0]), _numbered(right, RIGHT, self.needed[1])

    def field_scores(self) -> list[pl.Expr]:
        """Build the columns of the fields' scores."""
        if self.scores is None:
            return []
        scores = [pl.col(SCORES).list.get(at).alias(name) for at, name in enumerate(self.field_names)]
        if self.scores == "struct":
            return [pl.struct(scores).alias(FIELD_SCORES)]
        return [
            score.alias(f"{self.score_name}_{name}")
            for score, name in zip(scores, self.field_names, strict=True)
        ]

    @property
    def field_names(self) -> tuple[str, ...]:
        """The names of the fields, no two of them alike."""
        names: list[str] = []
        for at, column in enumerate(self.columns):
            name = column.left_name
            # A numbered name may be that of another field.
            numbered = (f"{name}_{number}" for number in count(at))
            names.append(name if name not in names else next(free for free in numbered if free not in names))
        return tuple(names)

    @property
    def added(self) -> tuple[str, ...]:
        """The names of the columns of scores."""
        if self.scores is None:
            return (self.score_name,)
        if self.scores == "struct":
            return (self.score_name, FIELD_SCORES)
        return (self.score_name, *(f"{self.score_name}_{name}" for name in self.field_names))

    def query_pairs(self, frame: pl.LazyFrame) -> pl.LazyFrame:
        """Plan a list of the pairs of rows of one frame."""
        names = list(dict.fromkeys(_roots(column.left for column in self.columns)))
        dtypes = schema(frame)
        _refuse_objects(self.function, dtypes, self.needed[0])
        for keys in self.alternatives:
            _check_keys(self.function, (dtypes, dtypes), keys)
        left = _numbered(frame.select(list(dict.fromkeys(self.needed[0]))), LEFT, self.needed[0])
        right = left.rename({LEFT: RIGHT})
        rows = joined(joined(self.found(left, right), left, LEFT), right, RIGHT)
        if POLARS < (1, 44):
            # Its streaming engine loses the order of the left rows where frames are wide.
            best_first = [False, self.sense == "similarity", False]
            rows = rows.sort(LEFT, SCORE, RIGHT, descending=best_first)
        texts = [pl.col(name) for each in names for name in (each, f"{each}_right")]
        score = pl.col(SCORE).cast(self.dtype).alias(PAIR_SCORE)
        numbers = [pl.col(LEFT).alias(ROW), pl.col(RIGHT).alias(OTHER_ROW)]
        return rows.select(*numbers, *texts, score, *self.field_scores())

    @property
    def by(self) -> Keys:
        """The columns that are equal in all matches, of which one side comes out."""
        return self.alternatives[0] if len(self.alternatives) == 1 else ((), ())

    @property
    def needed(self) -> tuple[list[str], list[str]]:
        """The columns of both frames that matches depend on."""
        lefts = [name for left_by, _ in self.alternatives for name in left_by]
        rights = [name for _, right_by in self.alternatives for name in right_by]
        lefts += _roots(column.left for column in self.columns)
        return lefts, rights + _roots(column.right for column in self.columns)

    def _check_columns(self, left: pl.LazyFrame, right: pl.LazyFrame) -> None:
        """Refuse columns that cannot be joined, before they are joined under names of this module.

        What frames do not tell of their columns yet, Polars finds out later.
        """
        lefts, rights = schemas = schema(left), schema(right)
        left_by, right_by = self.by
        _refuse_objects(self.function, lefts, self.needed[0])
        _refuse_objects(self.function, rights, self.needed[1])
        for keys in self.alternatives:
            _check_keys(self.function, schemas, keys)
        if self.how in ("semi", "anti"):
            return
        added = [name for name in rights if self.how in ("full", "right") or name not in right_by]
        kept = [name for name in lefts if self.how != "right" or name not in left_by]
        names = [*kept, *(f"{name}{self.suffix}" if name in kept else name for name in added)]
        twice = next((name for name, times in Counter(names).items() if times > 1), None)
        if twice is not None:
            got = f"{self.suffix!r}, which makes two columns {twice!r}"
            message = f"{self.function}: expected a suffix that makes all names of columns unlike, got {got}"
            raise pl.exceptions.DuplicateError(message)

    def kept(self, matches: pl.LazyFrame) -> pl.LazyFrame:
        """Keep the matches that are wanted, and refuse rows with more of them than they may have."""
        if self.matches == "one_to_one":
            matches = matches.filter(one_to_one(self.function, LEFT, RIGHT, SCORE, self.sense))
        # A key that is unique in the right frame gives a left row one match at most.
        for side, name, checks in (("left", LEFT, ("m:1", "1:1")), ("right", RIGHT, ("1:m", "1:1"))):
            if self.validate in checks:
                rows = call(
                    "validate",
                    [pl.col(name)],
                    is_elementwise=False,
                    function=self.function,
                    side=side,
                    validate=self.validate,
                )
                matches = matches.with_columns(rows)
        return matches

    def found(self, left: pl.LazyFrame, right: pl.LazyFrame) -> pl.LazyFrame:
        """Find the row numbers and the scores of all matches, in the order of the left rows."""
        if len(self.alternatives) < 2:  # noqa: PLR2004  # nothing is found twice
            return self._found(left, right, self.by)
        parts = [self._found(left, right, keys) for keys in self.alternatives]
        matches = pl.concat(parts).unique([LEFT, RIGHT])
        # Rows and their scores are those of the join without `by`, so all parts give a pair one score.
        matches = matches.sort(LEFT, SCORE, RIGHT, descending=[False, self.sense == "similarity", False])
        if self.limit is None:
            return matches
        return matches.filter(pl.int_range(pl.len()).over(LEFT) < self.limit)

    def expressions(self, number: pl.Expr) -> list[pl.Expr]:
        """Build the expressions of the matches of rows of one frame, which go by numbers.

        There is one for each list of keys, and one without keys: a list of matches for each key, or for all.
        """
        columns = [number, number, *(side for column in self.columns for side in (column.left, column.right))]
        found = []
        for left_by, _ in self.alternatives or [self.by]:
            if not left_by:
                lists = [column.implode() for column in columns]
            else:
                key = pl.struct(left_by) if len(left_by) > 1 else pl.col(left_by[0])
                is_known = pl.all_horizontal(pl.col(name).is_not_null() for name in left_by)
                lists = [
                    call(
                        "lists_by_key", [is_known, key, column], is_elementwise=False, function=self.function
                    )
                    for column in columns
                ]
            found.append(self._call(lists, is_elementwise=False))
        return found

    def _call(self, columns: Sequence[pl.Expr], *, is_elementwise: bool) -> pl.Expr:
        """Build the expression that finds the matches in lists of row numbers and of values."""
        return call(
            "fuzzy_join",
            columns,
            is_elementwise=is_elementwise,
            function=self.function,
            fields=[column.to_dict() for column in self.columns],
            score_cutoff=self.score_cutoff,
            known=self.known,
            scores=self.scores is not None,
            limit=self.limit,
            own=self.own,
            width=self.width,
            progress=self.progress,
        )

    def _found(self, left: pl.LazyFrame, right: pl.LazyFrame, by: Keys) -> pl.LazyFrame:
        """Find the matches of rows that agree in columns."""
        lefts = [LEFT, *(f"{LEFT}{at}" for at, _ in enumerate(self.columns))]
        rights = [RIGHT, *(f"{RIGHT}{at}" for at, _ in enumerate(self.columns))]
        left_keys = _renamed([pl.col(LEFT), *(column.left for column in self.columns)], lefts)
        right_keys = _renamed([pl.col(RIGHT), *(column.right for column in self.columns)], rights)
        left_by, right_by = by
        if left_by:
            left, right = left.select(*left_by, *left_keys), right.select(*right_by, *right_keys)
            left = left.group_by(left_by).agg(lefts)
            right = right.group_by(right_by).agg(rights)
            if self.of_corpus:
                # Scores that depend on all texts count those of rows that agree with no other, too. Texts are
                # counted in the order of rows, so that each run adds up weights in one order.
                groups = left.join(right, left_on=left_by, right_on=right_by, how="full", coalesce=True)
                groups = groups.sort(pl.col(LEFT).list.first(), pl.col(RIGHT).list.first())
            else:
                groups = left.join(right, left_on=left_by, right_on=right_by)
        else:
            left = left.select(left_keys).select(pl.col(lefts).implode())
            groups = left.join(right.select(right_keys).select(pl.col(rights).implode()), how="cross")
        compared = []
        for column, one, other in zip(self.columns, lefts[1:], rights[1:], strict=True):
            # Errors name the columns of the user.
            compared += [pl.col(one).alias(column.left_name), pl.col(other).alias(column.right_name)]
        found = self._call([pl.col(LEFT), pl.col(RIGHT), *compared], is_elementwise=not self.of_corpus)
        part = pl.col(LEFT).struct.field
        matches = groups.select(found).filter(pl.col(LEFT).list.len() > 0).explode(LEFT, **EXPLODED)
        parts = {"left": LEFT, "right": RIGHT, "score": SCORE}
        if self.scores is not None:
            parts["scores"] = SCORES
        matches = matches.select(part(name).alias(other) for name, other in parts.items())
        # Groups come in any order; within one a row's matches are in order already.
        return matches.sort(LEFT, maintain_order=True) if left_by else matches

    @property
    def sense(self) -> Sense:
        """Whether better scores are larger."""
        return "similarity" if self.columns[0].scorer.is_similarity else "distance"

    @property
    def of_corpus(self) -> bool:
        """Whether scores depend on all texts."""
        return any(isinstance(column.scorer, _scorer.OfCorpus) for column in self.columns)

    @property
    def dtype(self) -> type[pl.DataType]:
        """The dtype of the scores."""
        (first, *others) = self.columns
        counts = isinstance(first.scorer, _scorer.Single) and first.scorer.is_whole
        return pl.UInt32 if counts and not others else pl.Float64


def _renamed(columns: Sequence[pl.Expr], new: Sequence[str]) -> list[pl.Expr]:
    return [column.alias(name) for column, name in zip(columns, new, strict=True)]


def _roots(columns: Iterable[pl.Expr]) -> list[str]:
    """Name the columns that expressions are made of."""
    return [name for column in columns for name in column.meta.root_names()]


def _output_name(column: pl.Expr) -> str:
    """Name an expression, after itself if it has no name."""
    return column.meta.output_name(raise_if_undetermined=False) or str(column)


def _numbered(frame: pl.LazyFrame, name: str, needed: Sequence[str]) -> pl.LazyFrame:
    """Add row numbers to a frame that is used twice, and must not be computed twice in two orders.

    The columns that are needed are looked up first, so that an error about a missing one lists the frame's
    own columns.
    """
    frame = frame.with_columns(pl.col(each) for each in dict.fromkeys(needed))
    return frame.with_row_index(name).with_columns(pl.col(name).cast(pl.UInt32)).cache()


def _check_keys(
    function: str,
    schemas: tuple[dict[str, pl.DataType], dict[str, pl.DataType]],
    by: Keys,
) -> None:
    """Refuse `by` columns that cannot be equal."""
    lefts, rights = schemas
    for left, right in zip(*by, strict=True):
        if left not in lefts or right not in rights:
            continue
        one, other = pl.LazyFrame(schema={left: lefts[left]}), pl.LazyFrame(schema={right: rights[right]})
        try:
            one.join(other, left_on=left, right_on=right).collect()
        except pl.exceptions.PolarsError as error:
            got = f'{lefts[left]} for column "{left}" and {rights[right]} for column "{right}"'
            message = f"{function}: expected by columns of one dtype, got {got}"
            raise type(error)(message) from None


def _refuse_objects(function: str, schema: dict[str, pl.DataType], names: Sequence[str]) -> None:
    """Refuse columns of Python's objects."""
    for name in names:
        if schema.get(name) == pl.Object:
            raise _checks.object_column(function, name)


def one_to_one(  # noqa: PLR0917  # three columns and their meaning
    function: str, left: str, right: str, score: str, sense: Sense, score_cutoff: float | None = None
) -> pl.Expr:
    """Say of each pair of rows whether it is kept, no row being in two of them."""
    return call(
        "one_to_one",
        [pl.col(left), pl.col(right), pl.col(score).cast(pl.Float64)],
        is_elementwise=False,
        function=function,
        sense=sense,
        score_cutoff=score_cutoff,
    )


def schema(frame: pl.LazyFrame) -> dict[str, pl.DataType]:
    """Tell the dtypes of columns, of none if the query is wrong."""
    try:
        return dict(frame.collect_schema())
    except Exception:  # noqa: BLE001  # whatever is wrong with the user's query is for Polars to say
        return {}


def joined(left: pl.LazyFrame, right: pl.LazyFrame, on: str, suffix: str = "_right") -> pl.LazyFrame:
    """Join to the left rows, in their order."""
    if POLARS >= (1, 21):
        return left.join(right, on=on, how="left", suffix=suffix, maintain_order="left_right")
    return left.join(right, on=on, how="left", suffix=suffix)


def lazy(function: str, side: str, frame: object) -> pl.LazyFrame:
    """Accept a frame."""
    if isinstance(frame, (pl.DataFrame, pl.LazyFrame)):
        return frame.lazy()
    raise _checks.wrong_type(function, f"{side} to be a DataFrame or a LazyFrame", frame)


def width(*frames: object) -> int | None:
    """Count the columns that come out, scores among them, where that takes no planning."""
    widths = [frame.width for frame in frames if isinstance(frame, pl.DataFrame)]
    return 1 + sum(widths) if len(widths) == len(frames) else None


def columns(
    function: str,
    on: JoinOn | None,
    left_on: JoinOn | None,
    right_on: str | pl.Expr | Sequence[str | pl.Expr] | None,
    scorer: IntoScorer,
) -> tuple[Column, ...]:
    """Accept the columns to compare, and their scorers."""
    if (on is None) == (left_on is None) or (left_on is None) != (right_on is None):
        expected = "either on, or left_on and right_on"
        raise _checks.wrong_value(function, expected, {"on": on, "left_on": left_on, "right_on": right_on})
    parameter, lefts = ("left_on", left_on) if on is None else ("on", on)
    default = _scorer.scorer(function, scorer, of_corpus=True, of_values=True)
    if isinstance(lefts, (str, pl.Expr, Field)):
        right = None if right_on is None else [right_on]
        return _checked(function, [_field(function, (parameter, lefts), right, 0, default)])
    expected = f"{parameter} to be a column name, an expression, a field, or a list of them"
    if not isinstance(lefts, Sequence):
        raise _checks.wrong_type(function, expected, lefts)
    rights = list(right_on) if isinstance(right_on, Sequence) and not isinstance(right_on, str) else None
    if not lefts or (right_on is not None and (rights is None or len(rights) != len(lefts))):
        raise _checks.wrong_value(function, "as many columns in right_on as in left_on", right_on)
    fields = [_field(function, (parameter, left), rights, at, default) for at, left in enumerate(lefts)]
    return _checked(function, fields, have_mean=True)


def _field(
    function: str,
    given: tuple[str, object],
    rights: Sequence[object] | None,
    at: int,
    scorer: _scorer.Scorer,
) -> Column:
    """Accept one field: with its own scorer, or with that of the join."""
    parameter, value = given
    if isinstance(value, Field) and rights is None:
        sides = (_expression(value.left), _expression(value.right))
        return Column(*sides, value.scorer, value.weight, value.score_cutoff, value.nulls)
    weight = 1.0
    if isinstance(value, (tuple, list)):
        if len(value) != PARTS:
            expected = f"{parameter} to have columns with a scorer and a weight each"
            raise _checks.wrong_type(function, expected, value)
        value, own, own_weight = value
        scorer = _scorer.scorer(function, own, of_corpus=True, of_values=True)
        weight = _checks.weight(function, own_weight)
    left = one_column(function, parameter, value)
    right = left if rights is None else one_column(function, "right_on", rights[at])
    return Column(_expression(left), _expression(right), scorer, weight)


def _expression(value: str | pl.Expr) -> pl.Expr:
    return pl.col(value) if isinstance(value, str) else value


def _checked(function: str, compared: list[Column], *, have_mean: bool = False) -> tuple[Column, ...]:
    """Refuse fields that have no mean, or rules of their own that only similarities can have."""
    for each in compared:
        has_rules = each.score_cutoff is not None or each.nulls != "ignore"
        is_alike = each.scorer.is_ratio and each.scorer.is_similarity
        if not is_alike and (have_mean or has_rules):
            expected = "scorers of several columns, or of fields with their own cutoff or nulls, to be "
            raise _checks.wrong_value(function, f"{expected}similarities in 0..1", each.scorer)
    weights = [each.weight for each in compared]
    if not 0 < sum(weights) < math.inf:
        raise _checks.wrong_value(function, "weights with a sum above 0 that is finite", weights)
    return tuple(compared)


def mean_of_rows(function: str, compared: Sequence[Column], worst: float | None, known: float) -> pl.Expr:
    """Build the expression of the mean of fields, row by row, as a join counts it."""
    for column in compared:
        # Scores of all texts have no value of two alone.
        _scorer.scorer(function, column.scorer, of_values=True)
    if len(compared) == 1 and not (compared[0].scorer.is_ratio and compared[0].scorer.is_similarity):
        (column,) = compared
        sides = (column.scorer.processed(column.left), column.scorer.processed(column.right))
        return column.scorer.expression(*sides, worst)
    whole = sum(column.weight for column in compared)
    total, is_match = pl.lit(0.0), pl.lit(value=True)
    # A column: Polars divides by a literal by way of its reciprocal, which rounds once more.
    weight = pl.when(compared[0].left.is_null()).then(0.0).otherwise(0.0)
    for column in compared:
        left, right = (column.scorer.processed(side) for side in (column.left, column.right))
        is_known = left.is_not_null() & right.is_not_null()
        if column.scorer.processor is not None:
            is_known &= (left != "") & (right != "")
        if isinstance(column.scorer, _scorer.OfValues):
            # Values that are not null may be unknown: NaN, or a place without its longitude.
            is_known = column.scorer.expression(left, right, None).is_not_null()
        score = column.scorer.expression(left, right, column.score_cutoff)
        # A known field without a score, or worse than its own cutoff, rules the pair out.
        is_match &= score.is_not_null() | ~is_known
        counts = {"ignore": None, "mismatch": 0.0, "match": 1.0}[column.nulls]
        value = pl.when(is_known).then(score).otherwise(pl.lit(counts, pl.Float64))
        total += pl.when(value.is_null()).then(0.0).otherwise(value * column.weight)
        weight += pl.when(value.is_null()).then(0.0).otherwise(column.weight)
    mean = total / weight
    is_match &= (weight > 0) & (weight >= (known - ROUNDING) * whole)
    if worst is not None:
        is_match &= mean >= worst - TOLERANCE
    return pl.when(is_match).then(mean).alias(compared[0].left_name)


def score_name(function: str, join: Join, left: object, right: object) -> None:
    """Refuse a name of the scores that is taken; Polars refuses a column's later if the join is lazy."""
    if join.how in ("semi", "anti"):
        return
    names = list(join.added)
    left_by, right_by = ([], join.by[1]) if join.how != "right" else (join.by[0], [])
    if isinstance(left, pl.DataFrame):
        names += [name for name in left.columns if name not in left_by]
        if isinstance(right, pl.DataFrame):
            names += [name for name in right.columns if join.how == "full" or name not in right_by]
    taken = next((name for name in join.added if names.count(name) > 1), None)
    if taken is not None:
        expected = "score_name to be a name that no column has"
        message = f"{function}: expected {expected}, got {taken!r}"
        raise pl.exceptions.DuplicateError(message)


def own_columns(function: str, on: JoinOn, scorer: IntoScorer) -> tuple[Column, ...]:
    """Accept the columns that rows of one frame are compared by."""
    compared = columns(function, on, None, None, scorer)
    for column in compared:
        if not column.left.meta.eq(column.right):
            got = f"{column.left_name} and {column.right_name}"
            raise _checks.wrong_value(function, "fields of one column, as all rows are of one frame", got)
    return compared


def pairs_names(function: str, join: Join) -> None:
    """Refuse columns of a list of pairs that it has besides."""
    names = list(dict.fromkeys(_roots(column.left for column in join.columns)))
    out = [ROW, OTHER_ROW, *(name for each in names for name in (each, f"{each}_right")), *join.added]
    twice = next((name for name, times in Counter(out).items() if times > 1), None)
    if twice is not None:
        expected = (
            f"on to be another name than {ROW}, {OTHER_ROW} and {PAIR_SCORE}, which are those of the result"
        )
        raise _checks.wrong_value(function, expected, twice)


def cutoff(function: str, compared: tuple[Column, ...], value: object) -> float:
    """Accept the worst score that is a match."""
    return needed_cutoff(function, value, is_ratio=all(column.scorer.is_ratio for column in compared))


def needed_cutoff(function: str, value: object, *, is_ratio: bool) -> float:
    """Accept a cutoff where there must be one."""
    checked = _checks.score_cutoff(function, value, is_ratio=is_ratio)
    if checked is None:
        raise _checks.wrong_type(function, "score_cutoff to be a number", value)
    return checked


def limit(function: str, value: object, matches: object) -> int | None:
    """Accept how many matches a left row keeps."""
    checked = _checks.limit(function, value)
    if matches != "best":
        return checked
    if checked not in (None, 1):
        raise _checks.wrong_value(function, 'limit=1 or none with matches="best"', value)
    return 1


def keys(
    function: str, by: IntoKeys | None, left_by: IntoKeys | None = None, right_by: IntoKeys | None = None
) -> tuple[Keys, ...]:
    """Accept the columns that must be equal: none, those of one list, or several lists."""
    if (by is not None and (left_by is not None or right_by is not None)) or (left_by is None) != (
        right_by is None
    ):
        expected = "either by, or left_by and right_by"
        raise _checks.wrong_value(function, expected, {"by": by, "left_by": left_by, "right_by": right_by})
    if left_by is None:
        lefts = rights = _alternatives(function, "by", by)
    else:
        lefts = _alternatives(function, "left_by", left_by)
        rights = _alternatives(function, "right_by", right_by)
    if list(map(len, lefts)) != list(map(len, rights)):
        raise _checks.wrong_value(function, "as many columns in right_by as in left_by", right_by)
    return tuple(zip(lefts, rights, strict=True))


def _alternatives(function: str, parameter: str, value: object) -> list[tuple[str, ...]]:
    """Accept lists of columns; one that is no list of lists is the only one."""
    is_nested = isinstance(value, Sequence) and any(isinstance(each, (list, tuple)) for each in value)
    given = list(value) if is_nested and isinstance(value, Sequence) else [value]
    lists = [_names_of(function, parameter, each) for each in given]
    if is_nested and not all(lists):
        raise _checks.wrong_value(function, f"{parameter} to name columns in each of its lists", value)
    return [names for names in lists if names]


def _names_of(function: str, parameter: str, value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    if isinstance(value, str):
        return (_name(function, parameter, value),)
    if not isinstance(value, Sequence):
        raise _checks.wrong_type(function, f"{parameter} to be a column name or a list of them", value)
    return tuple(_name(function, parameter, each) for each in value)


def _name(function: str, parameter: str, value: object) -> str:
    return _checks.text(function, parameter, value)
