"""Proposals: which comparisons and rules the columns of two tables suggest, by name, dtype and shape."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import polars as pl

from polars_resemble.linkage.blocking import Rule, equal, similar
from polars_resemble.linkage.comparisons import Comparison, Levels, levels
from polars_resemble.scorers import jaccard

if TYPE_CHECKING:
    from collections.abc import Sequence

#: How columns that number records are called.
ID = re.compile(r"(^|_)(id|ids|uid|uuid|guid|key|index|record|row)($|_)|ID$|Id$")
#: How columns of places are called.
LATITUDE, LONGITUDE = (
    re.compile(r"^lat(itude)?$", re.IGNORECASE),
    re.compile(r"^(lon|lng|long)(itude)?$", re.IGNORECASE),
)

#: The most rows that are looked at for the shape of a column.
SAMPLE = 10_000
#: The least share of rows whose value is known.
LEAST_KNOWN = 0.01
#: The share of rows in which a column has the text of another, from which on it is made of it.
CONTAINS = 0.8
#: How many columns one is made of at least.
PARTS = 2
#: Texts of more words on average are compared word by word.
MANY_WORDS = 2.5
#: Texts of at least this share of digits are numbers, dates and codes.
DIGITS = 0.4
#: Columns of fewer values say little, and their typing errors hardly matter.
FEW_VALUES = 3
#: The largest share of distinct values of a column that is a code for a few things.
MOST_DISTINCT = 0.2
#: How many partners all records have together, and one at least and at most.
PARTNERS, FEWEST, MOST = 2_000_000, 30, 300

#: Tables of more rows get rules of equal columns, a few, each of at most so many pairs a row.
LARGE, MOST_RULES, PAIRS_A_ROW = 200_000, 8, 10

#: The cutoffs of each kind of column.
NAMES = (1.0, 0.92, 0.85, 0.7)
CODES = (1.0, 0.85, 0.7, 0.5)
WORDS = (1.0, 0.9, 0.75, 0.6)
OVERLAPS = (1.0, 0.7, 0.5, 0.3, 0.15)
SHARED = (3.0, 2.0, 1.0)
KILOMETRES = (0.1, 1.0, 10.0, 100.0)
#: Of numbers, by their spread.
SPREADS = (0.0, 0.01, 0.1)


@dataclass(frozen=True)
class Proposal:
    """What tables suggest."""

    comparisons: tuple[Comparison, ...]
    blocking: tuple[Rule, ...]
    id: str | None


def proposed(left: pl.DataFrame, right: pl.DataFrame | None) -> Proposal:
    """Look at the columns that both tables have."""
    both = left if right is None else right
    names = [name for name in left.columns if name in both.columns]
    frames = [left.select(names)] if right is None else [left.select(names), both.select(names)]
    identity = next((name for name in names if ID.search(name) and _is_identity(name, frames)), None)
    sample = pl.concat([_sampled(frame) for frame in frames], how="vertical_relaxed")
    useful = [name for name in names if name != identity and _is_useful(sample.get_column(name))]
    texts = [name for name in useful if _is_text(sample.schema[name])]
    made = {name for name in texts if _is_made_of_others(sample, name, texts)}
    useful = [name for name in useful if name not in made]
    comparisons: list[Comparison] = []
    place = _place(useful, sample)
    for name in useful:
        if name not in place:
            comparison = _comparison(name, sample.get_column(name))
            if comparison is not None:
                comparisons.append(comparison)
    if place:
        comparisons.append(levels(pl.struct(place).alias("place"), scorer="kilometres", cutoffs=KILOMETRES))
    if len(comparisons) == 1 and useful and _is_text(sample.schema[useful[0]]):
        # One comparison alone tells matches from others by nothing but its cutoffs.
        comparisons = _two_views(useful[0], sample.get_column(useful[0]).cast(pl.String))
    found = [each.left for each in comparisons if isinstance(each, Levels) and _has_words(each, sample)]
    compared = {str(each): each for each in found}.values()
    rows = max(left.height, 1)
    if rows > LARGE:
        return Proposal(tuple(comparisons), tuple(_equalities(comparisons, frames)), identity)
    limit = min(max(PARTNERS // rows, FEWEST), MOST)
    return Proposal(tuple(comparisons), (similar(*compared, limit=limit),), identity)


def _equalities(comparisons: Sequence[Comparison], frames: Sequence[pl.DataFrame]) -> list[Rule]:
    """Propose equal columns, alone or two together, whose pairs are few enough for large tables.

    Columns are taken for independent: the share of pairs that two agree in is the product of theirs.
    """
    rows = max(frame.height for frame in frames)
    both = pl.concat(frames, how="vertical_relaxed")
    shares: dict[str, float] = {}
    for each in comparisons:
        if (
            not isinstance(each, Levels)
            or each.name not in both.columns
            or both.schema[each.name].is_nested()
        ):
            continue
        counts = both.get_column(each.name).drop_nulls().value_counts(name="count").get_column("count")
        total = max(int(counts.sum()), 1)
        shares[each.name] = float((counts.cast(pl.Float64) / total).pow(2).sum())
    allowed = PAIRS_A_ROW / rows
    alone = [name for name, share in shares.items() if share / 2 <= allowed]
    others = [name for name in shares if name not in alone]
    together = [
        (shares[one] * shares[other], (one, other))
        for one, other in combinations(others, 2)
        if shares[one] * shares[other] / 2 <= allowed
    ]
    columns = [*((name,) for name in alone), *(pair for _, pair in sorted(together))]
    return [equal(*names) for names in columns[:MOST_RULES]]


def _sampled(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.sample(SAMPLE, seed=0) if frame.height > SAMPLE else frame


def _is_identity(name: str, frames: Sequence[pl.DataFrame]) -> bool:
    """Tell whether each row of each table has a value of its own."""
    columns = [frame.get_column(name) for frame in frames]
    if any(column.dtype.is_nested() or column.dtype == pl.Object for column in columns):
        return False
    is_one_each = all(column.null_count() == 0 and column.is_duplicated().sum() == 0 for column in columns)
    return is_one_each and (len(frames) == 1 or columns[0].dtype == columns[1].dtype)


def _is_useful(column: pl.Series) -> bool:
    """Tell whether values are known, and differ."""
    if column.dtype == pl.Object or (column.dtype.is_nested() and column.dtype != pl.List):
        return False
    known = column.drop_nulls()
    if len(known) < max(LEAST_KNOWN * len(column), 1):
        return False
    return column.dtype.is_nested() or known.n_unique() > 1


def _is_text(dtype: pl.DataType) -> bool:
    return dtype in (pl.String, pl.Categorical, pl.Enum)


def _is_made_of_others(sample: pl.DataFrame, name: str, texts: Sequence[str]) -> bool:
    """Tell whether a column has the text of at least two others, as a full name has."""
    parts = 0
    whole = pl.col(name).cast(pl.String)
    for other in texts:
        part = pl.col(other).cast(pl.String)
        both = sample.filter((whole.str.len_chars() > 0) & (part.str.len_chars() > 0))
        if other == name or both.is_empty():
            continue
        has, is_whole = both.select(
            whole.str.contains(part, literal=True).mean().alias("has"),
            (whole == part).mean().alias("is_whole"),
        ).row(0)
        parts += has >= CONTAINS > is_whole
    return parts >= PARTS


def _place(names: Sequence[str], sample: pl.DataFrame) -> list[str]:
    """Find the columns of latitude and longitude."""
    numbers = [name for name in names if sample.schema[name].is_float()]
    found = [[name for name in numbers if pattern.search(name)] for pattern in (LATITUDE, LONGITUDE)]
    return [own[0] for own in found] if all(found) else []


def _comparison(name: str, column: pl.Series) -> Comparison | None:
    """Propose how a column is compared."""
    dtype = column.dtype
    if dtype == pl.List:
        return levels(name, scorer="shared", cutoffs=SHARED)
    if dtype == pl.Boolean:
        return levels(name, scorer="equal")
    if dtype.is_float():
        known = column.drop_nulls().drop_nans() if dtype.is_float() else column.drop_nulls()
        spread = known.quantile(0.75) - known.quantile(0.25) if len(known) else 0.0  # type: ignore[operator]
        cutoffs = [share * spread for share in SPREADS] if spread else [0.0]
        return levels(name, scorer="difference", cutoffs=cutoffs)
    if _is_text(dtype):
        return _of_text(name, column.cast(pl.String).drop_nulls())
    if dtype.is_temporal() or dtype.is_integer():
        return levels(name, scorer="osa", cutoffs=CODES, term_frequency=True)
    return None


def _of_text(name: str, texts: pl.Series) -> Comparison:
    known = texts.filter(texts != "")
    if known.n_unique() <= min(FEW_VALUES, len(known) * MOST_DISTINCT):
        return levels(name, scorer="equal")
    letters = known.str.len_chars().sum()
    digits = known.str.count_matches(r"\d").sum()
    words = known.str.count_matches(r"\S+").mean() or 0
    if letters and digits / letters >= DIGITS:
        return levels(name, scorer="osa", cutoffs=CODES, term_frequency=True)
    if isinstance(words, float) and words > MANY_WORDS:
        return levels(name, scorer="token_sort_ratio", cutoffs=WORDS, term_frequency=True)
    return levels(name, cutoffs=NAMES, term_frequency=True)


def _two_views(name: str, texts: pl.Series) -> list[Comparison]:
    """Propose two comparisons of one column: by what is shared, and by how it is spelled."""
    words = texts.str.count_matches(r"\S+").mean() or 0
    has_words = isinstance(words, float) and words > MANY_WORDS
    shared = jaccard(ngram=None if has_words else 2)
    spelled = levels(name, cutoffs=NAMES)
    if has_words:
        spelled = levels(name, scorer="partial_ratio", cutoffs=WORDS)
    return [levels(name, scorer=shared, cutoffs=OVERLAPS, name=f"parts of {name}"), spelled]


def _has_words(comparison: Levels, sample: pl.DataFrame) -> bool:
    """Tell whether a column has words that records can be found by."""
    dtype = sample.schema[comparison.name] if comparison.name in sample.columns else pl.Struct([])
    return _is_text(dtype) or dtype.is_temporal() or dtype.is_integer()
