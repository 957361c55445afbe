"""Golden records: one row made of all rows of a group."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeVar, get_args

import polars as pl

from polars_resemble import _checks, _join
from polars_resemble._typing import MergeRule

if TYPE_CHECKING:
    from polars_resemble._typing import IntoMergeRule

__all__ = ["merge_groups"]

F = TypeVar("F", bound="pl.DataFrame | pl.LazyFrame")

#: Names that no column of a user has.
ROW, LONE, COUNT = "__resemble_row__", "__resemble_lone__", "__resemble_count__"

#: The column of row numbers.
SOURCES = "sources"

#: Rules that want the largest of something; the others of their kind want the smallest.
LARGEST = ("longest", "max", "latest")


def merge_groups(
    frame: F,
    group: str,
    *,
    rules: Mapping[str, IntoMergeRule] | None = None,
    default: MergeRule = "most_frequent",
    order_by: str | None = None,
    sources: bool = False,
) -> F:
    """Make one record of each group of rows, column by column.

    Null never wins while the group has a value, and of values that are equally good the first one
    does. A row whose group is null is a group of its own.

    - ``"most_frequent"``, ``"first"``, ``"last"``: by the rows of the group.
    - ``"longest"``, ``"shortest"``: the text of most or fewest characters, or the list of most or fewest
      elements.
    - ``"max"``, ``"min"``: the largest or smallest value.
    - ``"latest"``, ``"earliest"``: the value of the row with the largest or smallest `order_by`; a row
      without one is taken where no other has a value. Without `order_by`, the latest or earliest of dates
      and times themselves.
    - ``"mean"``, ``"sum"``: of numbers.
    - ``"all"``: a list of the distinct values, in the order in which they appear first.

    An expression says what it says within the group: ``pl.col("note").drop_nulls().str.join("; ")``.

    Parameters
    ----------
    frame : DataFrame or LazyFrame
        In method form the frame itself.
    group : str
        The column of groups, of any dtype that can be grouped by, such as :func:`cluster` gives.
    rules : mapping of str to str or Expr, optional
        For a column its rule. Of a name that no column has, the rule is an expression and adds one.
    default : str
        The rule of all other columns.
    order_by : str, optional
        The column that tells which row is later.
    sources : bool
        Whether to tell where values come from.

    Returns
    -------
    DataFrame or LazyFrame
        As `frame` is, one row for each group in the order of their first rows. Columns keep their dtypes, but
        ``"all"`` makes a List, and ``"mean"``, ``"sum"`` and expressions make what they make in Polars. With
        `sources` there is a last column ``sources``, a Struct with a field for each other column: the
        number of the row, UInt32, that the value was taken from; a List of them for ``"all"``; null for
        ``"mean"``, ``"sum"`` and expressions, and where there is no value.

    Raises
    ------
    TypeError, ValueError
        If a parameter has the wrong type or value; raised when the query is built.
    polars.exceptions.PolarsError
        If a column is missing, or has a dtype that its rule does not know; raised when the query is
        planned.

    References
    ----------
    J. Bleiholder and F. Naumann, "Data fusion", ACM Computing Surveys 41 (2008).

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> people = pl.DataFrame(
    ...     {
    ...         "name": ["Jon Smith", "John Smith", "J. Smith", "Ann Lee"],
    ...         "mail": ["js@a.org", None, "jsmith@b.org", None],
    ...         "seen": [2019, 2024, 2021, 2020],
    ...         "person": [0, 0, 0, 1],
    ...     }
    ... )
    >>> rules = {"name": "longest", "mail": "latest", "seen": "max"}
    >>> people.rs.merge_groups("person", rules=rules, order_by="seen", sources=True)
    shape: (2, 5)
    ┌────────────┬──────────────┬──────┬────────┬────────────┐
    │ name       ┆ mail         ┆ seen ┆ person ┆ sources    │
    │ ---        ┆ ---          ┆ ---  ┆ ---    ┆ ---        │
    │ str        ┆ str          ┆ i64  ┆ i64    ┆ struct[3]  │
    ╞════════════╪══════════════╪══════╪════════╪════════════╡
    │ John Smith ┆ jsmith@b.org ┆ 2024 ┆ 0      ┆ {1,2,1}    │
    │ Ann Lee    ┆ null         ┆ 2020 ┆ 1      ┆ {3,null,3} │
    └────────────┴──────────────┴──────┴────────┴────────────┘
    """
    function = "merge_groups"
    lazy = _join.lazy(function, "frame", frame)
    label = _checks.text(function, "group", group)
    chosen = {name: _rule(function, name, rule) for name, rule in _items(function, rules)}
    other = _checks.choice(function, "default", default, get_args(MergeRule))
    order = None if order_by is None else pl.col(_checks.text(function, "order_by", order_by))
    with_sources = _checks.flag(function, "sources", sources)
    schema = lazy.collect_schema()
    _check_columns(function, schema, label, chosen, order_by, with_sources=with_sources)
    added = {name: rule for name, rule in chosen.items() if name not in schema}
    merged: list[pl.Expr] = []
    taken: dict[str, pl.Expr | None] = {}
    counts: list[pl.Expr] = []
    summed: list[str] = []
    keys = [label, LONE]
    for name, dtype in schema.items():
        rule = chosen.get(name, other)
        if name == label:
            continue
        if isinstance(rule, pl.Expr):
            merged.append(rule.alias(name))
            taken[name] = None
            continue
        if rule == "sum":
            summed.append(name)
            merged.append(pl.col(name).count().alias(f"{COUNT}{name}"))
        elif rule == "most_frequent":
            counts.append(pl.len().over(*keys, name).alias(f"{COUNT}{name}"))
        value, taken[name] = _merged(function, name, dtype, rule, order)
        merged.append(value.alias(name))
    merged += [rule.alias(name) for name, rule in added.items() if isinstance(rule, pl.Expr)]
    rows = lazy.with_row_index(ROW).with_columns(pl.col(ROW).cast(pl.UInt32))
    rows = rows.with_columns(pl.when(pl.col(label).is_null()).then(pl.col(ROW)).alias(LONE)).with_columns(
        counts
    )
    # Polars adds up nothing to 0.
    columns = [
        pl.when(pl.col(f"{COUNT}{name}") > 0).then(pl.col(name)) if name in summed else pl.col(name)
        for name in (*schema, *added)
    ]
    if with_sources:
        merged += [row.alias(f"{ROW}{name}") for name, row in taken.items() if row is not None]
        fields = [
            (pl.lit(None, pl.UInt32) if row is None else pl.col(f"{ROW}{name}")).alias(name)
            for name, row in taken.items()
        ]
        columns.append(pl.struct(fields).alias(SOURCES))
    result = rows.group_by(keys, maintain_order=True).agg(merged)
    query = result.select(columns)
    return query.collect() if isinstance(frame, pl.DataFrame) else query  # type: ignore[return-value]  # as `frame`


def _merged(
    function: str, name: str, dtype: pl.DataType, rule: MergeRule, order: pl.Expr | None
) -> tuple[pl.Expr, pl.Expr | None]:
    """Make the expressions of a column's value within a group, and of the rows that it comes from, if any."""
    value, row = pl.col(name), pl.col(ROW)
    is_known = value.is_not_null()
    if rule in ("mean", "sum"):
        _require(function, name, dtype, rule, "numbers", is_met=dtype.is_numeric())
        if rule == "mean":
            return value.mean(), None
        return value.sum(), None
    if rule == "all":
        is_new = is_known & value.is_first_distinct()
        return value.filter(is_new), row.filter(is_new)
    if rule == "last":
        return value.filter(is_known).last(), row.filter(is_known).last()
    is_best = is_known
    if rule == "most_frequent":
        times = pl.col(f"{COUNT}{name}")
        is_best = is_known & (times == times.filter(is_known).max())
    elif rule in ("longest", "shortest"):
        is_met = dtype == pl.String or isinstance(dtype, pl.List)
        _require(function, name, dtype, rule, "texts or lists", is_met=is_met)
        is_best = _is_extreme(value.str.len_chars() if dtype == pl.String else value.list.len(), rule)
    elif rule in ("latest", "earliest") and order is not None:
        # Where no row with a value has a time, all of them are as good.
        times = order.filter(is_known)
        is_best = is_known & order.eq_missing(times.max() if rule in LARGEST else times.min())
    elif rule in ("latest", "earliest"):
        expected = "dates and times, or order_by,"
        _require(function, name, dtype, rule, expected, is_met=dtype.is_temporal())
        is_best = _is_extreme(value, rule)
    elif rule in ("max", "min"):
        is_met = not (dtype.is_nested() or dtype == pl.Categorical)
        _require(function, name, dtype, rule, "values with an order", is_met=is_met)
        is_best = _is_extreme(value, rule)
    return value.filter(is_best).first(), row.filter(is_best).first()


def _is_extreme(worth: pl.Expr, rule: MergeRule) -> pl.Expr:
    """Tell for which rows something is as large, or as small, as it gets in the group."""
    return worth == (worth.max() if rule in LARGEST else worth.min())


def _items(function: str, rules: object) -> list[tuple[str, object]]:
    """Accept the rules of columns, by their names."""
    if rules is None:
        return []
    if not isinstance(rules, Mapping):
        raise _checks.wrong_type(function, "rules to be a dict of columns and their rules", rules)
    return [(_checks.text(function, "a column of rules", name), rule) for name, rule in rules.items()]


def _rule(function: str, name: str, rule: object) -> IntoMergeRule:
    """Accept the rule of one column."""
    if isinstance(rule, pl.Expr):
        return rule
    words: tuple[MergeRule, ...] = get_args(MergeRule)
    for word in words:
        if rule == word:
            return word
    expected = f"the rule of {name!r} to be an expression or one of {', '.join(map(repr, words))}"
    wrong = _checks.wrong_value if isinstance(rule, str) else _checks.wrong_type
    raise wrong(function, expected, rule)


def _check_columns(
    function: str,
    schema: Mapping[str, pl.DataType],
    group: str,
    rules: Mapping[str, IntoMergeRule],
    order_by: str | None,
    *,
    with_sources: bool,
) -> None:
    """Refuse columns that are not there, or cannot be merged, and names that are taken."""
    missing = [name for name, rule in rules.items() if name not in schema and not isinstance(rule, pl.Expr)]
    for name in (group, *([] if order_by is None else [order_by]), *missing):
        if name not in schema:
            message = f"{function}: expected one of the columns {', '.join(map(repr, schema))}, got {name!r}"
            raise pl.exceptions.ColumnNotFoundError(message)
    for name, dtype in schema.items():
        if dtype == pl.Object:
            raise _checks.object_column(function, name)
    if group in rules:
        raise _checks.wrong_value(function, "no rule for the column of groups", {group: rules[group]})
    if with_sources and (SOURCES in schema or SOURCES in rules):
        message = f"{function}: expected no column {SOURCES!r} beside the one that is asked for, got one"
        raise pl.exceptions.DuplicateError(message)


def _require(function: str, name: str, dtype: pl.DataType, rule: str, expected: str, *, is_met: bool) -> None:
    """Refuse a rule that does not know the dtype of its column."""
    if not is_met:
        message = f'{function}: expected {expected} for rule {rule!r}, got {dtype} for column "{name}"'
        raise pl.exceptions.SchemaError(message)
