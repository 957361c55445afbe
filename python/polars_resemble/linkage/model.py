"""Probabilistic record linkage without labels: settings, and the model that is fitted to tables."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import reduce
from typing import TYPE_CHECKING, Any, TypeVar

import polars as pl

from polars_resemble import _checks, _join
from polars_resemble.linkage import _batches, estimation, explanation, proposals, records, splink, storage
from polars_resemble.linkage import blocking as rules
from polars_resemble.linkage.blocking import OTHER_ROW, ROW
from polars_resemble.linkage.comparisons import LEFT, RIGHT, ROUNDING, Comparison
from polars_resemble.linkage.records import FREQUENCY, LEVEL, WEIGHT

if TYPE_CHECKING:
    from polars_resemble.linkage.blocking import IntoRule, Rule
    from polars_resemble.linkage.estimation import Shares
    from polars_resemble.linkage.storage import IntoPath

__all__ = ["Linkage", "LinkageModel"]

F = TypeVar("F", bound="pl.DataFrame | pl.LazyFrame")

#: The settings besides comparisons and blocking.
DEFAULTS: dict[str, object] = {
    "id": None,
    "prior": None,
    "random_pairs": 1_000_000,
    "seed": 0,
    "iterations": 200,
    "tolerance": 1e-5,
}

#: The steps of the EM algorithm.
HISTORY = {"step": pl.UInt32, "prior": pl.Float64, "change": pl.Float64, "log_likelihood": pl.Float64}

#: The columns of predictions.
PROBABILITY, MATCH_WEIGHT = "match_probability", "match_weight"

#: The share of matches that a target precision asks for if nothing is said.
EVEN = 0.5


@dataclass(frozen=True, eq=False)
class Linkage:
    """Settings of probabilistic record linkage by the model of Fellegi and Sunter.

    No labels are needed: how often matches and other pairs agree is estimated from the tables themselves.

    Parameters
    ----------
    comparisons : sequence of Comparison
        What is compared, see :func:`levels`, :func:`any_of` and :func:`linkage.when`, each of its own
        name.
    blocking : Rule, column, tuple of columns, or a list of these, optional
        Which pairs are compared: those that any rule finds. A column, or a tuple of columns that are all
        equal, is short for :func:`linkage.equal`. Without it the best partners of each record by the words of
        all compared texts, see :func:`linkage.similar`.
    id : str, optional
        The column that results name records by; row numbers without it.
    prior : float, optional
        The share of matches among all pairs of records, if it is known; estimated without it.
    random_pairs : int
        From how many pairs, drawn at random, the shares u are estimated; all pairs if there are fewer.
    seed : int
        What the pairs drawn depend on.
    iterations, tolerance : int, float
        When the EM algorithm stops: after so many steps, or once no share changes by more.

    Raises
    ------
    TypeError, ValueError
        If a parameter has the wrong type or value.

    References
    ----------
    I. P. Fellegi and A. B. Sunter, "A theory for record linkage", Journal of the American Statistical
    Association 64 (1969). A. P. Dempster, N. M. Laird and D. B. Rubin, "Maximum likelihood from
    incomplete data via the EM algorithm", Journal of the Royal Statistical Society B 39 (1977).

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> people = pl.DataFrame(
    ...     {
    ...         "name": ["Ann Lee", "Anne Lee", "Bo Wu", "Bo Wu", "Cy Fox", "Di Orr"],
    ...         "town": ["Ulm", "Ulm", "Bonn", "Bonn", "Kiel", "Ulm"],
    ...     }
    ... )
    >>> linkage = rs.Linkage([rs.levels("name", cutoffs=[1, 0.9]), rs.levels("town", scorer="equal")])
    >>> linkage.fit(people).predict(people).select("row", "row_right", pl.col("match_probability").round(3))
    shape: (2, 3)
    ┌─────┬───────────┬───────────────────┐
    │ row ┆ row_right ┆ match_probability │
    │ --- ┆ ---       ┆ ---               │
    │ u32 ┆ u32       ┆ f64               │
    ╞═════╪═══════════╪═══════════════════╡
    │ 0   ┆ 1         ┆ 0.755             │
    │ 2   ┆ 3         ┆ 0.755             │
    └─────┴───────────┴───────────────────┘
    """

    comparisons: Sequence[Comparison]
    blocking: Rule | Sequence[IntoRule] | IntoRule | None = None
    id: str | None = None
    prior: float | None = None
    random_pairs: int = 1_000_000
    seed: int = 0
    iterations: int = 200
    tolerance: float = 1e-5

    def __post_init__(self) -> None:
        function = "Linkage"
        expected = "comparisons to be a list of what levels, any_of and when make"
        if not isinstance(self.comparisons, Sequence) or isinstance(self.comparisons, str):
            raise _checks.wrong_type(function, expected, self.comparisons)
        if not all(isinstance(each, Comparison) for each in self.comparisons):
            raise _checks.wrong_type(function, expected, self.comparisons)
        names = [each.name for each in self.comparisons]
        if not names or len(set(names)) < len(names):
            raise _checks.wrong_value(function, "comparisons, each of a name of its own", names)
        if self.prior is not None and not 0 < _checks.ratio(function, "prior", self.prior) < 1:
            raise _checks.wrong_value(function, "prior to be between 0 and 1", self.prior)
        if self.id is not None:
            _checks.text(function, "id", self.id)
        largest = 2**31
        _checks.count(function, "random_pairs", self.random_pairs, largest)
        _checks.whole(function, "seed", self.seed, 0, largest)
        _checks.count(function, "iterations", self.iterations, largest)
        _checks.weight(function, self.tolerance, "tolerance")
        object.__setattr__(self, "comparisons", tuple(self.comparisons))
        object.__setattr__(self, "blocking", rules.rules(function, self.blocking))

    @classmethod
    def infer(
        cls,
        left: pl.DataFrame | pl.LazyFrame,
        right: pl.DataFrame | pl.LazyFrame | None = None,
    ) -> Linkage:
        """Propose settings by the names, dtypes and values of the columns that both tables have.

        Names are compared by Jaro-Winkler, dates, numbers and codes by edits, long texts by their words; rare
        values count more. Left out are a column that numbers the records, which becomes `id`, one that is
        made of others, as a full name is of first and last names, and those of one value. The proposal
        prints as code, to be edited.

        Parameters
        ----------
        left : DataFrame or LazyFrame
            The table whose duplicates are sought, or the left one of two.
        right : DataFrame or LazyFrame, optional
            The table to link with.

        Returns
        -------
        Linkage
            The settings.

        Raises
        ------
        ValueError
            If no column can be compared.

        Examples
        --------
        >>> import polars as pl
        >>> import polars_resemble as rs
        >>> people = pl.DataFrame(
        ...     {
        ...         "id": [1, 2, 3, 4],
        ...         "name": ["ann lee", "anne lee", "bo wu", "di orr"],
        ...         "phone": ["555-1234", "555-1243", "555-9876", None],
        ...     }
        ... )
        >>> rs.Linkage.infer(people)
        rs.Linkage(
            [
                rs.levels('name', scorer='jaro_winkler', cutoffs=[1.0, 0.92, 0.85, 0.7], term_frequency=True),
                rs.levels('phone', scorer='osa', cutoffs=[1.0, 0.87, 0.75, 0.5], term_frequency=True),
            ],
            blocking=[
                rs.linkage.similar('name', 'phone', limit=300, score_cutoff=0.3),
            ],
            id='id',
        )
        """
        function = "Linkage.infer"
        one, other = _tables(function, left, right)
        found = proposals.proposed(one, other)
        if not found.comparisons:
            shared = one.columns if other is None else [name for name in one.columns if name in other.columns]
            raise _checks.wrong_value(function, "columns of both tables whose values differ", shared)
        return cls(found.comparisons, blocking=found.blocking, id=found.id)

    @classmethod
    def from_splink(cls, settings: Mapping[str, Any] | IntoPath) -> Linkage:
        """Take over settings of Splink, or a model that it saved, as far as they have a meaning here.

        Parameters
        ----------
        settings : mapping, str or path
            The settings, or the JSON file that has them. Shares m and u, and the prior, stay fixed where they
            are given.

        Returns
        -------
        Linkage
            The settings.

        Raises
        ------
        TypeError, ValueError
            If a level or a rule of blocking is a condition that has no counterpart.
        """
        function = "Linkage.from_splink"
        given = settings if isinstance(settings, Mapping) else storage.parsed(function, settings)
        with _of_form(function, "Splink's settings"):
            comparisons = [splink.to_comparison(function, each) for each in given["comparisons"]]
            blocking = [
                splink.to_rule(function, each)
                for each in given.get("blocking_rules_to_generate_predictions", [])
            ]
            is_trained = all(each.m is not None and each.u is not None for each in comparisons)
            prior = given.get("probability_two_random_records_match") if is_trained else None
            return cls(comparisons, blocking, id=given.get("unique_id_column_name"), prior=prior)

    def save(self, path: IntoPath) -> None:
        """Write the settings as a JSON file, which :meth:`load` reads."""
        storage.written(path, {"settings": self._to_dict()})

    @classmethod
    def load(cls, path: IntoPath) -> Linkage:
        """Read the settings that :meth:`save` wrote, or those of a saved model.

        Expressions are read by Polars, which may run code of theirs: load only files that you trust.

        Raises
        ------
        ValueError
            If the file has another format or version.
        """
        function = "Linkage.load"
        content = storage.read(function, path)
        with _of_form(function, "settings of a linkage"):
            return cls._from_dict(content["settings"])

    def _to_dict(self) -> dict[str, object]:
        return {
            "comparisons": [storage.from_comparison(each) for each in self.comparisons],
            "blocking": [storage.from_rule(each) for each in self._own_rules],
            **{name: getattr(self, name) for name in DEFAULTS},
        }

    @classmethod
    def _from_dict(cls, value: dict[str, Any]) -> Linkage:
        comparisons = [storage.to_comparison(each) for each in value["comparisons"]]
        blocking = [storage.to_rule(each) for each in value["blocking"]]
        return cls(comparisons, blocking, **{name: value[name] for name in DEFAULTS})

    @property
    def _own_rules(self) -> tuple[Rule, ...]:
        return rules.rules("Linkage", self.blocking)

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules of blocking, the default one if none is given."""
        if self._own_rules:
            return self._own_rules
        texts = [side for each in self.comparisons for side in each.sides]
        columns = {str(left): left for left, _ in texts}
        return (rules.Similar(tuple(columns.values())),)

    def fit(
        self,
        left: pl.DataFrame | pl.LazyFrame,
        right: pl.DataFrame | pl.LazyFrame | None = None,
        *,
        within: bool = False,
        labels: pl.DataFrame | pl.LazyFrame | None = None,
        pairs: pl.DataFrame | pl.LazyFrame | None = None,
    ) -> LinkageModel:
        """Estimate how often matches and other pairs agree.

        Parameters
        ----------
        left : DataFrame or LazyFrame
            The table whose duplicates are sought, or the left one of two.
        right : DataFrame or LazyFrame, optional
            The table to link with.
        within : bool
            Of two tables, whether pairs within each are sought too; rows of the right one are numbered after
            those of the left one.
        labels : DataFrame or LazyFrame, optional
            Pairs that are known: two columns of ids, or of row numbers without `id`, and a Boolean one that
            tells whether they match.
        pairs : DataFrame or LazyFrame, optional
            What :meth:`candidates` gave for these tables, so that pairs are not sought again.

        Returns
        -------
        LinkageModel
            The estimates, which predict.
        """
        function = "Linkage.fit"
        tables = _tables(function, left, right, within=within)
        compared = records.prepared(self.all_comparisons, *tables)
        names = [f"{LEVEL}{each.name}" for each in self.comparisons]
        counts = {name: len(each.labels) for name, each in zip(names, self.comparisons, strict=True)}
        candidates = self._candidates(*tables) if pairs is None else rules.listed(function, pairs)
        known = None if labels is None else self._known(function, labels, tables)
        found = self._levels(compared, candidates, known).sort(names)
        drawn = records.drawn(compared, self.random_pairs, self.seed)
        sampled = [batch.select(names) for batch in records.compared(self.all_comparisons, compared, drawn)]
        random = estimation.shares(pl.concat(sampled), counts)
        rows = (compared.left.height, compared.right.height)
        all_pairs = max(compared.pairs, 1)
        expected = rows[0] / 2 if compared.is_one else min(rows)
        problem = estimation.Problem(
            patterns=found,
            levels=counts,
            pairs=all_pairs,
            random=random,
            fixed_m=self._fixed("m"),
            fixed_u=self._fixed("u"),
            prior=self.prior,
            first_prior=min(max(expected, 1) / (all_pairs + 1), EVEN),
            iterations=self.iterations,
            tolerance=self.tolerance,
        )
        prior, shares, steps = estimation.fitted(problem)
        own = {name.removeprefix(LEVEL): value for name, value in shares.items()}
        history = pl.DataFrame(
            {
                "step": range(1, len(steps) + 1),
                "prior": [step.prior for step in steps],
                "change": [step.change for step in steps],
                "log_likelihood": [step.log_likelihood for step in steps],
            },
            schema=HISTORY,
        )
        return LinkageModel(self, prior, own, history)

    def candidates(
        self,
        left: pl.DataFrame | pl.LazyFrame,
        right: pl.DataFrame | pl.LazyFrame | None = None,
        *,
        within: bool = False,
    ) -> pl.DataFrame:
        """List the pairs that are compared, each once: two row numbers, UInt32, in order."""
        return self._candidates(*_tables("Linkage.candidates", left, right, within=within))

    def count_pairs(
        self,
        left: pl.DataFrame | pl.LazyFrame,
        right: pl.DataFrame | pl.LazyFrame | None = None,
        *,
        within: bool = False,
    ) -> pl.DataFrame:
        """Count the pairs of each rule without listing them, the most expensive rule first.

        Returns
        -------
        DataFrame
            ``rule``, String; ``pairs``, UInt64, exact for rules of equality and estimated from a sample for
            others; ``share`` of all pairs; ``hot_key``, String, the key of the most pairs, and
            ``hot_pairs``, UInt64, how many these are.
        """
        one, other = _tables("Linkage.count_pairs", left, right, within=within)
        rows = one.height
        all_pairs = max(rows * (rows - 1) // 2 if other is None else rows * other.height, 1)
        counted = []
        for rule in self.rules:
            pairs = rule.count(one, other)
            hot = rule.hot_keys(one, other).head(1)
            key, of_key = hot.row(0) if hot.height else (None, None)
            counted.append((repr(rule), pairs, pairs / all_pairs, key, of_key))
        schema = {
            "rule": pl.String,
            "pairs": pl.UInt64,
            "share": pl.Float64,
            "hot_key": pl.String,
            "hot_pairs": pl.UInt64,
        }
        return pl.DataFrame(counted, schema=schema, orient="row").sort("pairs", descending=True)

    def hot_keys(
        self,
        left: pl.DataFrame | pl.LazyFrame,
        right: pl.DataFrame | pl.LazyFrame | None = None,
        *,
        within: bool = False,
    ) -> pl.DataFrame:
        """List the keys of all rules of equality by their pairs, the most expensive first."""
        tables = _tables("Linkage.hot_keys", left, right, within=within)
        found = [
            rule.hot_keys(*tables).select(pl.lit(repr(rule)).alias("rule"), "key", "pairs")
            for rule in self.rules
        ]
        return pl.concat(found).sort("pairs", "rule", "key", descending=[True, False, False])

    def __repr__(self) -> str:
        lines = ["rs.Linkage(", "    ["]
        lines += [f"        {each!r}," for each in self.comparisons]
        lines += ["    ],"]
        if self.blocking:
            lines += ["    blocking=[", *(f"        {each!r}," for each in self.rules), "    ],"]
        for name, default in DEFAULTS.items():
            if (value := getattr(self, name)) != default:
                lines.append(f"    {name}={value!r},")
        return "\n".join([*lines, ")"])

    @property
    def all_comparisons(self) -> tuple[Comparison, ...]:
        """The comparisons, as they were checked."""
        return tuple(self.comparisons)

    def _candidates(self, left: pl.DataFrame, right: pl.DataFrame | None) -> pl.DataFrame:
        return rules.union([rule.pairs(left, right) for rule in self.rules])

    def _fixed(self, which: str) -> dict[str, tuple[float, ...]]:
        given = {each.name: getattr(each, which) for each in self.comparisons}
        return {
            f"{LEVEL}{name}": tuple(reversed(value)) for name, value in given.items() if value is not None
        }

    def _levels(
        self, compared: records.Records, pairs: pl.DataFrame, known: pl.DataFrame | None
    ) -> pl.DataFrame:
        """Count the candidates of each pattern of levels, and those that are known to match or not."""
        names = [f"{LEVEL}{each.name}" for each in self.comparisons]
        if known is not None:
            pairs = rules.union([pairs, known.select(ROW, OTHER_ROW)])
        parts = []
        for batch in records.compared(self.all_comparisons, compared, pairs):
            is_known = pl.lit(None, pl.Boolean).alias("match")
            rows = batch.with_columns(is_known)
            if known is not None:
                rows = batch.join(known, on=[ROW, OTHER_ROW], how="left")
            parts.append(
                rows.group_by(names).agg(
                    pl.len().cast(pl.Float64).alias(estimation.COUNT),
                    pl.col("match").sum().cast(pl.Float64).alias(estimation.MATCHES),
                    (~pl.col("match")).sum().cast(pl.Float64).alias(estimation.OTHERS),
                )
            )
        return pl.concat(parts).group_by(names).agg(pl.all().sum())

    def _known(
        self,
        function: str,
        labels: pl.DataFrame | pl.LazyFrame,
        tables: tuple[pl.DataFrame, pl.DataFrame | None],
    ) -> pl.DataFrame:
        """Find the rows of the pairs that are known."""
        given = _join.lazy(function, "labels", labels).collect()
        if given.width < KNOWN_COLUMNS or given.dtypes[2] != pl.Boolean:
            expected = "labels to be two columns of ids and a Boolean one"
            raise _checks.wrong_value(function, expected, dict(given.schema))
        one, other, match = given.columns[:KNOWN_COLUMNS]
        rows = given.lazy().select(
            pl.col(one).alias(ROW), pl.col(other).alias(OTHER_ROW), pl.col(match).alias("match")
        )
        if self.id is not None:
            for name, frame in zip((ROW, OTHER_ROW), tables, strict=True):
                numbers = (
                    (tables[0] if frame is None else frame)
                    .lazy()
                    .select(
                        pl.col(self.id).alias(name),
                        pl.int_range(0, pl.len(), dtype=pl.UInt32).alias("number"),
                    )
                )
                # Ids of labels may be of another width.
                rows = rows.with_columns(pl.col(name).cast(tables[0].schema[self.id]))
                rows = rows.join(numbers, on=name).drop(name).rename({"number": name})
        rows = rows.with_columns(pl.col(ROW, OTHER_ROW).cast(pl.UInt32))
        if tables[1] is None:
            both = (pl.col(ROW), pl.col(OTHER_ROW))
            rows = rows.filter(both[0] != both[1]).with_columns(
                pl.min_horizontal(*both).alias(ROW), pl.max_horizontal(*both).alias(OTHER_ROW)
            )
        return (
            rows.select(ROW, OTHER_ROW, "match")
            .unique([ROW, OTHER_ROW], keep="first", maintain_order=True)
            .collect()
        )


#: Two ids, and whether they match.
KNOWN_COLUMNS = 3


@dataclass(frozen=True, eq=False)
class LinkageModel:
    """A linkage fitted to tables, made by :meth:`Linkage.fit`."""

    linkage: Linkage
    #: The share of matches among all pairs of records.
    prior: float
    #: Of each comparison, the shares of its levels, the worst first.
    shares: dict[str, Shares]
    #: The steps of the EM algorithm.
    history: pl.DataFrame

    @property
    def parameters(self) -> pl.DataFrame:
        """The estimates: a row for each level of each comparison, the best first, and one for unknown values.

        ``comparison`` and ``label``, String; ``level``, Int8; ``m`` and ``u``, the shares of the level
        among matches and other pairs where the value is known; ``bayes_factor``, their quotient, and
        ``weight``, its binary logarithm: 1 and 0 for unknown values, which are no evidence.
        """
        rows: list[tuple[object, ...]] = []
        for each in self.linkage.comparisons:
            own = self.shares[each.name]
            weights = estimation.weights(own)
            levels = list(enumerate(zip(each.labels, own.m, own.u, weights, strict=True)))
            rows += [
                (each.name, level, label, m, u, m / u, weight)
                for level, (label, m, u, weight) in reversed(levels)
            ]
            rows.append((each.name, None, "unknown", None, None, 1.0, 0.0))
        schema = {
            "comparison": pl.String,
            "level": pl.Int8,
            "label": pl.String,
            "m": pl.Float64,
            "u": pl.Float64,
            "bayes_factor": pl.Float64,
            "weight": pl.Float64,
        }
        return pl.DataFrame(rows, schema=schema, orient="row")

    def predict(
        self,
        left: F,
        right: pl.DataFrame | pl.LazyFrame | None = None,
        *,
        within: bool = False,
        threshold: float = 0.0,
        scores: bool = False,
        pairs: pl.DataFrame | pl.LazyFrame | None = None,
    ) -> F:
        """Tell how probably each candidate is a match.

        Parameters
        ----------
        left, right, within
            As for :meth:`Linkage.fit`; other tables may be given than the model was fitted to.
        threshold : float
            The least probability of a pair that is listed, in 0..1.
        scores : bool
            Whether the scores of comparisons are told, in columns ``score_<name>``.
        pairs : DataFrame or LazyFrame, optional
            Two columns of row numbers: the pairs to compare instead of the candidates, perhaps those that
            :meth:`Linkage.candidates` gave before.

        Returns
        -------
        DataFrame or LazyFrame
            As `left` is, a row for each pair, in order of rows: ``row`` and ``row_right``, UInt32, or the
            ids as ``<id>`` and ``<id>_right``; ``match_probability``, Float64 in 0..1; ``match_weight``, the
            binary logarithm of its odds; and for each comparison ``level_<name>``, Int8, null where a value
            is unknown, and ``weight_<name>``, its part of the match weight. A lazy frame is predicted when
            it is collected, and batch by batch: ``sink_parquet`` keeps none but the present one.
        """
        function = "LinkageModel.predict"
        least = _checks.ratio(function, "threshold", threshold)
        tell = _checks.flag(function, "scores", scores)
        if isinstance(left, pl.DataFrame):
            tables = _tables(function, left, right, within=within)
            schema = self._schema(tables, scores=tell)
            batches = list(self._predicted(tables, least, pairs, scores=tell))
            return pl.concat([pl.DataFrame(schema=schema), *batches])  # type: ignore[return-value]  # as `left`
        lazy = _join.lazy(function, "left", left)
        empty = None if right is None else _join.lazy(function, "right", right).head(0)
        schema = self._schema(_tables(function, lazy.head(0), empty, within=within), scores=tell)

        def batches_of(frame: pl.DataFrame) -> Iterator[pl.DataFrame]:
            tables = _tables(function, frame, right, within=within)
            yield pl.DataFrame(schema=schema)
            yield from self._predicted(tables, least, pairs, scores=tell)

        return _batches.lazy(lazy, batches_of, schema)  # type: ignore[return-value]  # as `left`

    def save(self, path: IntoPath) -> None:
        """Write the model and its settings as one JSON file, which :meth:`load` reads."""
        content = {
            "settings": self.linkage._to_dict(),  # noqa: SLF001  # two classes of one file
            "prior": self.prior,
            "shares": {name: {"m": own.m, "u": own.u} for name, own in self.shares.items()},
            "history": self.history.to_dicts(),
        }
        storage.written(path, content)

    @classmethod
    def load(cls, path: IntoPath) -> LinkageModel:
        """Read a model that :meth:`save` wrote.

        Expressions are read by Polars, which may run code of theirs: load only files that you trust.

        Raises
        ------
        ValueError
            If the file has another format or version, or has settings alone.
        """
        function = "LinkageModel.load"
        content = storage.read(function, path)
        with _of_form(function, "a fitted model"):
            linkage = Linkage._from_dict(content["settings"])  # noqa: SLF001  # two classes of one file
            shares = {
                name: estimation.Shares(tuple(own["m"]), tuple(own["u"]))
                for name, own in content["shares"].items()
            }
            return cls(linkage, content["prior"], shares, pl.DataFrame(content["history"], schema=HISTORY))

    def threshold(
        self,
        predictions: pl.DataFrame | pl.LazyFrame,
        *,
        precision: float | None = None,
    ) -> float:
        """Choose the least probability of a match by what the model itself expects, without labels.

        Parameters
        ----------
        predictions : DataFrame or LazyFrame
            What :meth:`predict` gave, with all pairs.
        precision : float, optional
            The share of matches among the pairs that are kept, in 0..1: the mean of their probabilities.
            Without it the threshold of the highest F1 is chosen: of twice the expected matches that are
            kept by the number of pairs kept and of all expected matches.

        Returns
        -------
        float
            The probability of the last pair that is kept; 1 if there is none.
        """
        function = "LinkageModel.threshold"
        least = None if precision is None else _checks.ratio(function, "precision", precision)
        listed = _join.lazy(function, "predictions", predictions).select(PROBABILITY).collect()
        # Pairs of one probability are kept together.
        count = pl.len().alias("kept")
        falling = listed.group_by(PROBABILITY).agg(count).sort(PROBABILITY, descending=True)
        kept = pl.col("kept").cum_sum()
        matches = (pl.col(PROBABILITY) * pl.col("kept")).cum_sum()
        if least is None:
            value = 2 * matches / (kept + (pl.col(PROBABILITY) * pl.col("kept")).sum())
            chosen = falling.filter(value == value.max()).head(1)
        else:
            chosen = falling.filter(matches / kept >= least - ROUNDING).tail(1)
        return float(chosen.get_column(PROBABILITY)[0]) if chosen.height else 1.0

    def incremental(
        self,
        new: pl.DataFrame | pl.LazyFrame,
        old: pl.DataFrame | pl.LazyFrame,
        *,
        threshold: float = 0.0,
        scores: bool = False,
    ) -> pl.DataFrame:
        """Predict the pairs of new records with old ones, and with each other, and none of old ones alone.

        Parameters
        ----------
        new, old : DataFrame or LazyFrame
            The records; those of `new` are in none of `old`.
        threshold, scores
            As for :meth:`predict`.

        Returns
        -------
        DataFrame
            As :meth:`predict` gives it for one table of `new` above `old`: old rows are numbered after the
            new ones.
        """
        function = "LinkageModel.incremental"
        one, other = _tables(function, new, old)
        least, tell = (
            _checks.ratio(function, "threshold", threshold),
            _checks.flag(function, "scores", scores),
        )
        if other is None or not other.height:
            return self.predict(one, threshold=least, scores=tell)
        between = self.linkage.candidates(one, other)
        row, after = pl.col(ROW), (pl.col(OTHER_ROW) + one.height).cast(pl.UInt32)
        pairs = rules.union([self.linkage.candidates(one), between.select(row, after)])
        both = pl.concat([one, other], how="diagonal_relaxed")
        return self.predict(both, threshold=least, scores=tell, pairs=pairs)

    def waterfall(
        self,
        left: pl.DataFrame | pl.LazyFrame,
        row: int,
        row_right: int,
        right: pl.DataFrame | pl.LazyFrame | None = None,
        *,
        within: bool = False,
    ) -> pl.DataFrame:
        """Explain the weight of one pair: how it adds up, from the prior over each comparison to the sum.

        Parameters
        ----------
        left, right, within
            As for :meth:`predict`.
        row, row_right : int
            The numbers of the two rows.

        Returns
        -------
        DataFrame
            ``part``, the prior, each comparison, and ``match`` for the sum; ``level`` and ``label``; the
            values ``left`` and ``right``, String; ``weight``, ``from`` and ``to``, by which the sum grows;
            and ``match_probability`` up to there.
        """
        function = "LinkageModel.waterfall"
        tables = _tables(function, left, right, within=within)
        heights = (tables[0].height, tables[0].height if tables[1] is None else tables[1].height)
        for name, value, height in zip((ROW, OTHER_ROW), (row, row_right), heights, strict=True):
            _checks.whole(function, name, value, 0, max(height - 1, 0))
        pair_schema = {ROW: pl.UInt32, OTHER_ROW: pl.UInt32}
        pairs = pl.DataFrame({ROW: [row], OTHER_ROW: [row_right]}, schema=pair_schema)
        compared = records.prepared(self.linkage.all_comparisons, *tables)
        (levels,) = records.compared(self.linkage.all_comparisons, compared, pairs, frequencies=True)
        (pair,) = self._weighed(levels).to_dicts()
        for each in self.linkage.comparisons:
            for side, frame, at in ((0, compared.left, row), (1, compared.right, row_right)):
                own = [frame.get_column(names[side])[at] for names in compared.names[each.name]]
                text = " | ".join("" if value is None else str(value) for value in own)
                pair[f"{each.name}{(LEFT, RIGHT)[side]}"] = text
        return explanation.waterfall(self.linkage.all_comparisons, pair, self.prior)

    def weights(self, predictions: pl.DataFrame | pl.LazyFrame) -> pl.DataFrame:
        """Count pairs by match weight: ``from``, the beginning of a bar of one bit, and ``pairs``, UInt64."""
        lazy = _join.lazy("LinkageModel.weights", "predictions", predictions)
        return explanation.histogram(lazy).collect()

    def near_threshold(
        self, predictions: pl.DataFrame | pl.LazyFrame, threshold: float, *, count: int = 10
    ) -> pl.DataFrame:
        """List the pairs just above and just below a threshold, which a person should look at.

        Parameters
        ----------
        predictions : DataFrame or LazyFrame
            What :meth:`predict` gave.
        threshold : float
            A probability.
        count : int
            How many pairs are listed on each side.

        Returns
        -------
        DataFrame
            The predictions with ``distance``, how far their match weight is above the threshold, and
            ``kept``, whether they reach it; the largest match weight first.
        """
        function = "LinkageModel.near_threshold"
        lazy = _join.lazy(function, "predictions", predictions)
        least = _checks.ratio(function, "threshold", threshold)
        return explanation.near(lazy, least, explanation.checked_count(function, count)).collect()

    def unlinkables(self, frame: pl.DataFrame | pl.LazyFrame, *, threshold: float = 0.0) -> pl.DataFrame:
        """Tell how large a probability each record can reach at all: in a pair with a copy of itself.

        A record of which too little is known reaches no threshold, whatever it is compared with.

        Parameters
        ----------
        frame : DataFrame or LazyFrame
            The records.
        threshold : float
            Records that reach it are left out, unless it is 0.

        Returns
        -------
        DataFrame
            ``row``, UInt32, ``match_weight`` and ``match_probability``, the smallest first.
        """
        function = "LinkageModel.unlinkables"
        least = _checks.ratio(function, "threshold", threshold)
        one, _ = _tables(function, frame, None)
        rows = pl.int_range(0, pl.len(), dtype=pl.UInt32)
        pairs = one.select(rows.alias(ROW), rows.alias(OTHER_ROW))
        found = self.predict(one, pairs=pairs) if self.linkage.id is None else self._without_id(one, pairs)
        reached = found.select(ROW, MATCH_WEIGHT, PROBABILITY).sort(PROBABILITY, ROW)
        return reached.filter(pl.col(PROBABILITY) < least) if least else reached

    def plot_parameters(self) -> Any:  # noqa: ANN401  # altair's Chart
        """Draw the weights of all levels. Needs altair: ``pip install polars-resemble[plot]``."""
        return explanation.chart_of_parameters("LinkageModel.plot_parameters", self.parameters)

    def plot_waterfall(self, parts: pl.DataFrame) -> Any:  # noqa: ANN401  # altair's Chart
        """Draw what :meth:`waterfall` gave. Needs altair: ``pip install polars-resemble[plot]``."""
        return explanation.chart_of_waterfall("LinkageModel.plot_waterfall", parts)

    def plot_weights(self, bars: pl.DataFrame, threshold: float | None = None) -> Any:  # noqa: ANN401  # altair's Chart
        """Draw what :meth:`weights` gave. Needs altair: ``pip install polars-resemble[plot]``."""
        function = "LinkageModel.plot_weights"
        least = None if threshold is None else _checks.ratio(function, "threshold", threshold)
        return explanation.chart_of_histogram(function, bars, least)

    def _without_id(self, frame: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
        """Predict pairs under their row numbers."""
        model = replace(self, linkage=replace(self.linkage, id=None))
        return model.predict(frame, pairs=pairs)

    def _predicted(
        self,
        tables: tuple[pl.DataFrame, pl.DataFrame | None],
        threshold: float,
        pairs: pl.DataFrame | pl.LazyFrame | None,
        *,
        scores: bool,
    ) -> Iterator[pl.DataFrame]:
        """Compare and weigh pairs in batches."""
        comparisons = self.linkage.all_comparisons
        compared = records.prepared(comparisons, *tables)
        if pairs is None:
            listed = self.linkage.candidates(*tables)
        else:
            listed = rules.listed("LinkageModel.predict", pairs)
        for batch in records.compared(comparisons, compared, listed, frequencies=True, scores=scores):
            weighed = self._weighed(batch).filter(pl.col(PROBABILITY) >= threshold)
            yield self._named(weighed, tables).select(self._schema(tables, scores=scores).keys())

    def _weighed(self, levels: pl.DataFrame) -> pl.DataFrame:
        """Add the weights of pairs whose levels are known."""
        made = []
        for each in self.linkage.comparisons:
            own = self.shares[each.name]
            weight = estimation.looked_up(f"{LEVEL}{each.name}", estimation.weights(own))
            if each.frequency is not None:
                # The share of this value instead of that of all equal values together.
                share = pl.col(f"{each.name}{FREQUENCY}")
                is_best = pl.col(f"{LEVEL}{each.name}") == len(each.labels) - 1
                rarer = pl.lit(math.log2(own.u[-1])) - share.log(2)
                weight += pl.when(is_best & share.is_not_null()).then(rarer).otherwise(0.0)
            made.append(weight.alias(f"{WEIGHT}{each.name}"))
        weighed = levels.with_columns(made)
        parts = [pl.col(f"{WEIGHT}{each.name}") for each in self.linkage.comparisons]
        total = reduce(pl.Expr.add, parts, pl.lit(estimation.log_odds(self.prior)))
        return weighed.with_columns(total.alias(MATCH_WEIGHT)).with_columns(
            estimation.probability(pl.col(MATCH_WEIGHT)).alias(PROBABILITY)
        )

    def _named(self, pairs: pl.DataFrame, tables: tuple[pl.DataFrame, pl.DataFrame | None]) -> pl.DataFrame:
        """Name records by their ids."""
        name = self.linkage.id
        if name is None:
            return pairs
        left, right = tables[0], tables[0] if tables[1] is None else tables[1]
        ids = [
            frame.get_column(name).gather(pairs.get_column(row)).alias(new)
            for frame, row, new in ((left, ROW, name), (right, OTHER_ROW, f"{name}_right"))
        ]
        return pairs.with_columns(ids)

    def _schema(
        self, tables: tuple[pl.DataFrame, pl.DataFrame | None], *, scores: bool
    ) -> dict[str, pl.DataType]:
        """Tell the columns of predictions."""
        name = self.linkage.id
        if name is None:
            schema: dict[str, pl.DataType] = {ROW: pl.UInt32(), OTHER_ROW: pl.UInt32()}
        else:
            left, right = (tables[0] if frame is None else frame for frame in tables)
            for frame in (left, right):
                if name not in frame.columns:
                    message = f'LinkageModel.predict: expected a column "{name}" of ids, got {frame.columns}'
                    raise pl.exceptions.ColumnNotFoundError(message)
            schema = {name: left.schema[name], f"{name}_right": right.schema[name]}
        schema |= {PROBABILITY: pl.Float64(), MATCH_WEIGHT: pl.Float64()}
        for each in self.linkage.comparisons:
            schema[f"{LEVEL}{each.name}"] = pl.Int8()
            schema[f"{WEIGHT}{each.name}"] = pl.Float64()
            if scores and each.score(each.pair_names("")) is not None:
                schema[f"{records.SCORE}{each.name}"] = pl.Float64()
        return schema


def _tables(
    function: str,
    left: pl.DataFrame | pl.LazyFrame,
    right: pl.DataFrame | pl.LazyFrame | None,
    *,
    within: bool = False,
) -> tuple[pl.DataFrame, pl.DataFrame | None]:
    """Accept one table or two; two that are also linked within are one below the other."""
    both = _checks.flag(function, "within", within)
    one = _join.lazy(function, "left", left).collect()
    if right is None:
        return one, None
    other = _join.lazy(function, "right", right).collect()
    return (pl.concat([one, other], how="diagonal_relaxed"), None) if both else (one, other)


@contextmanager
def _of_form(function: str, expected: str) -> Iterator[None]:
    """Say that a file or a mapping has not what it needs, where something of it is not found."""
    try:
        yield
    except (KeyError, AttributeError, IndexError) as error:
        raise _checks.wrong_value(function, expected, f"{type(error).__name__}: {error}") from None
