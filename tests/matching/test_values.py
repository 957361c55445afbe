"""Fields that are no text: their scores, and joins by them, against all pairs."""

from __future__ import annotations

import datetime as dt
import math
import random
from functools import partial
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal
from rapidfuzz.distance import JaroWinkler

import polars_resemble as rs
import value_oracles
from engines import collect
from random_texts import edited
from refusals import assert_refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from polars_resemble.scorers import Scorer

TOLERANCE = 1e-9
NULLS = ("ignore", "mismatch", "match")
BIRTH = dt.date(1980, 4, 2)


def text(one: str | None, other: str | None) -> float | None:
    return None if one is None or other is None else JaroWinkler.similarity(one, other)


def a_number(chance: random.Random) -> float:
    return chance.choice(
        [chance.uniform(-20, 20), float(chance.randint(-5, 5)), 0.0, -0.0, math.inf, math.nan]
    )


def a_date(chance: random.Random) -> dt.date:
    """Draw a day near another one, by the calendar or by how it is written."""
    if chance.random() < 0.4:
        return BIRTH + dt.timedelta(days=chance.randint(-40, 40))
    return dt.date(
        chance.choice([1980, 1980, 1930, 1089]), chance.choice([2, 4, 11, 12]), chance.choice([2, 4, 12, 22])
    )


def a_place(chance: random.Random) -> dict[str, float | None]:
    if chance.random() < 0.1:
        return {"lat": chance.choice([None, 91.0, math.nan]), "lon": chance.choice([1.0, None])}
    latitude = chance.choice([chance.uniform(-90, 90), 48 + chance.uniform(-0.2, 0.2), 90.0])
    return {"lat": latitude, "lon": chance.choice([179.95, -179.97, 9.9, 9.95])}


def a_list(chance: random.Random) -> list[int | None]:
    return [chance.choice([None, *range(8)]) for _ in range(chance.randint(0, 4))]


#: A kind of values: how one is drawn, its dtype, and scorers beside their oracles.
KINDS: dict[
    str, tuple[Callable[[random.Random], Any], Any, list[tuple[Scorer, Callable[..., float | None]]]]
] = {
    "number": (
        a_number,
        pl.Float64,
        [
            (rs.scorers.number(scale=4), partial(value_oracles.number, scale=4)),
            (rs.scorers.number(relative=0.3), partial(value_oracles.number, relative=0.3)),
            (rs.scorers.exact(), value_oracles.exact),
        ],
    ),
    "date": (
        a_date,
        pl.Date,
        [
            (rs.scorers.date(20), partial(value_oracles.date, days=20)),
            (rs.scorers.date(4000, swapped=0.5), partial(value_oracles.date, days=4000, swapped=0.5)),
            (rs.scorers.date(1, digit=0), partial(value_oracles.date, days=1, digit=0)),
        ],
    ),
    "place": (
        a_place,
        pl.Struct({"lat": pl.Float64, "lon": pl.Float64}),
        [
            (rs.scorers.geo(km=30), partial(value_oracles.geo, km=30)),
            (rs.scorers.geo(km=20_000), partial(value_oracles.geo, km=20_000)),
        ],
    ),
    "list": (
        a_list,
        pl.List(pl.Int64),
        [
            (rs.scorers.list_overlap(), value_oracles.list_overlap),
            (
                rs.scorers.list_overlap(metric="overlap"),
                partial(value_oracles.list_overlap, metric="overlap"),
            ),
        ],
    ),
    "text": (
        lambda chance: edited(chance, "johnson", "aeijnohs", chance.randint(0, 3)),
        pl.String,
        [("jaro_winkler", text), (rs.scorers.exact(), value_oracles.exact)],  # type: ignore[list-item]  # names are scorers
    ),
}


def column(chance: random.Random, kind: str, rows: int, nulls: float = 0.2) -> pl.Series:
    draw, dtype, _ = KINDS[kind]
    return pl.Series([None if chance.random() < nulls else draw(chance) for _ in range(rows)], dtype=dtype)


def mean(
    row: tuple[Any, ...], other: tuple[Any, ...], fields: list[dict[str, Any]], known: float
) -> tuple[float, list[float | None]] | None:
    """Score two rows by the book."""
    scores: list[float | None] = []
    total = weight = 0.0
    for one, two, field in zip(row, other, fields, strict=True):
        score = field["oracle"](one, two)
        scores.append(score)
        if score is None:
            if field["nulls"] == "ignore":
                continue
            score = float(field["nulls"] == "match")
        elif score < (field["score_cutoff"] or 0) - 1e-12:
            return None
        total += score * field["weight"]
        weight += field["weight"]
    whole = sum(field["weight"] for field in fields)
    return (total / weight, scores) if weight > 0 and weight >= known * whole - 1e-9 else None


def drawn(chance: random.Random, kinds: list[str]) -> list[dict[str, Any]]:
    fields = []
    for at, kind in enumerate(kinds):
        scorer, oracle = chance.choice(KINDS[kind][2])
        fields.append(
            {
                "name": f"{kind}{at}",
                "scorer": scorer,
                "oracle": oracle,
                "weight": chance.choice([1.0, 1.0, 2.0, 0.5]),
                "score_cutoff": chance.choice([None, None, 0.3]),
                "nulls": chance.choice(NULLS),
            }
        )
    return fields


def made(fields: list[dict[str, Any]]) -> list[Any]:
    names = ("scorer", "weight", "score_cutoff", "nulls")
    return [rs.on(field["name"], **{name: field[name] for name in names}) for field in fields]


@pytest.mark.parametrize("seed", range(40))
def test_joins_are_those_of_all_pairs(seed: int) -> None:
    chance = random.Random(seed)
    # Each kind alone, and several of any kind.
    kinds = [[*KINDS][seed % 4]] if seed < 12 else chance.choices([*KINDS], k=2 + seed % 3)
    fields = drawn(chance, kinds)
    if seed % 4 == 0:
        fields = [{**field, "nulls": "ignore"} for field in fields]
    names = [field["name"] for field in fields]
    left, right = (
        pl.DataFrame(
            {field["name"]: column(chance, kind, rows) for field, kind in zip(fields, kinds, strict=True)}
        )
        for rows in (50, 60)
    )
    left = left.with_columns(key=pl.Series(chance.choices("xyz", k=50)))
    right = right.with_columns(key=pl.Series(chance.choices("xyz", k=60)))
    known = chance.choice([0.0, 0.5, 1.0])
    scored = [
        (row, at, one[-1] == other[-1], mean(one[:-1], other[:-1], fields, known))
        for row, one in enumerate(left.rows())
        for at, other in enumerate(right.rows())
    ]
    for cutoff in (0.15, 0.5, 0.8, 0.99):
        for by in (None, "key"):
            query = (
                left.lazy()
                .with_row_index("left")
                .rs.fuzzy_join(
                    right.lazy().with_row_index("right"),
                    on=made(fields),
                    score_cutoff=cutoff,
                    known=known,
                    by=by,
                    scores="columns",
                )
            )
            got = collect(query).select("left", "right", "score", *(f"score_{name}" for name in names))
            expected = {
                (row, at): (found[0], *found[1])
                for row, at, agree, found in scored
                if found is not None and (by is None or agree) and found[0] >= cutoff - TOLERANCE
            }
            pairs = {(row, at): tuple(scores) for row, at, *scores in got.rows()}
            assert got.height == len(pairs)
            # The oracle's last bits are its own: what is at the cutoff may be on either side of it.
            unsure = {pair for pair, scores in expected.items() if scores[0] < cutoff + TOLERANCE}
            assert pairs.keys() | unsure == expected.keys()
            for pair, scores in pairs.items():
                assert scores == pytest.approx(expected[pair], abs=TOLERANCE)
            best = got.with_columns(
                pl.col("score").rank("ordinal", descending=True).over("left").alias("rank")
            )
            assert (
                best["rank"].to_list()
                == got.select(pl.int_range(pl.len()).over("left") + 1).to_series().to_list()
            )


@pytest.mark.parametrize("kind", KINDS)
def test_a_limit_keeps_the_best(kind: str) -> None:
    chance = random.Random(kind)
    left, right = (pl.DataFrame({"a": column(chance, kind, 40)}).with_row_index() for _ in range(2))
    for scorer, _ in KINDS[kind][2]:
        asked: dict[str, Any] = {"on": rs.on("a", scorer=scorer), "score_cutoff": 0.2}
        whole = left.rs.fuzzy_join(right, **asked)
        assert_frame_equal(
            left.rs.fuzzy_join(right, **asked, limit=2), whole.group_by("index", maintain_order=True).head(2)
        )


@pytest.mark.parametrize("kind", KINDS)
def test_rows_are_scored_as_pairs_are(kind: str) -> None:
    chance = random.Random(kind)
    frame = pl.DataFrame({"a": column(chance, kind, 300), "b": column(chance, kind, 300)})
    for scorer, oracle in KINDS[kind][2]:
        expected = [oracle(one, other) for one, other in frame.rows()]
        for query in (rs.score("a", "b", scorer), rs.score([rs.on("a", "b", scorer=scorer)])):
            got = collect(frame.lazy().select(query)).to_series()
            assert got.dtype == pl.Float64
            assert got.to_list() == pytest.approx(expected, abs=TOLERANCE)
        kept = frame.select(rs.score("a", "b", scorer, score_cutoff=0.5)).to_series()
        assert_frame_equal(kept.to_frame(), got.set(got < 0.5 - 1e-12, None).to_frame())
        for nulls in NULLS:
            field = rs.on("a", "b", scorer=scorer, nulls=nulls)
            means = frame.select(rs.score([field], score_cutoff=0.3)).to_series().to_list()
            unknown = {"ignore": None, "mismatch": None, "match": 1.0}[nulls]
            assert means == pytest.approx(
                [unknown if score is None else score if score >= 0.3 else None for score in got.to_list()]
            )


@pytest.mark.filterwarnings("ignore::polars_resemble.LargeGroupWarning")
def test_pairs_and_groups_of_one_frame() -> None:
    chance = random.Random(3)
    frame = pl.DataFrame({kind: column(chance, kind, 60) for kind in KINDS})
    fields = [rs.on(kind, scorer=scorers[0][0]) for kind, (_, _, scorers) in KINDS.items()]
    oracles: list[dict[str, Any]] = [
        {"oracle": scorers[0][1], "nulls": "ignore", "score_cutoff": None, "weight": 1.0}
        for _, _, scorers in KINDS.values()
    ]
    rows = frame.rows()
    expected = []
    for row in range(60):
        for other in range(row + 1, 60):
            found = mean(rows[row], rows[other], oracles, 0.5)
            if found is not None and found[0] >= 0.6:
                expected.append((row, other, found[0]))
    pairs = frame.rs.pairs(fields, score_cutoff=0.6).select("row", "row_right", "score")
    assert pairs.sort("row", "row_right").rows() == [
        (row, other, pytest.approx(score)) for row, other, score in sorted(expected)
    ]
    groups = pairs.rs.groups("row", "row_right")
    labels = frame.with_row_index("id").select("id", group=rs.cluster(fields, score_cutoff=0.6))
    together = labels.join(groups.rename({"row": "id"}), on="id", suffix="_pairs")
    assert together["group"].n_unique() == together["group_pairs"].n_unique()
    assert together.select("group", "group_pairs").unique().height == together["group"].n_unique()
    single = labels.join(groups.rename({"row": "id"}), on="id", how="anti").drop_nulls()
    assert single["group"].is_unique().all()
    for keep in ("first", "most_frequent", "longest"):
        kept = frame.rs.deduplicate(fields, score_cutoff=0.6, keep=keep)
        assert (
            kept.height
            == labels["group"].n_unique() - labels["group"].has_nulls() + labels["group"].null_count()
        )


@given(
    st.floats(allow_nan=False),
    st.floats(allow_nan=False),
    st.floats(1e-300, 1e300),
    st.floats(1e-6, 1),
)
def test_scores_of_numbers_obey_laws(one: float, other: float, scale: float, relative: float) -> None:
    frame = pl.DataFrame({"a": [one, other, one], "b": [other, one, one]})
    for scorer, oracle in (
        (rs.scorers.number(scale=scale), partial(value_oracles.number, scale=scale)),
        (rs.scorers.number(relative=relative), partial(value_oracles.number, relative=relative)),
    ):
        score, swapped, same = frame.select(rs.score("a", "b", scorer)).to_series()
        assert score == swapped
        assert same == 1
        assert 0 <= score <= 1
        assert score == pytest.approx(oracle(one, other), abs=1e-9)


@given(st.dates(), st.dates(), st.floats(0.5, 1e6))
def test_scores_of_dates_obey_laws(one: dt.date, other: dt.date, days: float) -> None:
    frame = pl.DataFrame({"a": [one, other], "b": [other, one]})
    score, swapped = frame.select(rs.score("a", "b", rs.scorers.date(days))).to_series()
    assert score == swapped == pytest.approx(value_oracles.date(one, other, days=days), abs=1e-9)


def test_ends_of_ranges() -> None:
    ends = pl.Series([-(2**31), 2**31 - 1, 0], dtype=pl.Int32).cast(pl.Date)
    joined = pl.DataFrame({"a": ends}).rs.fuzzy_join(
        pl.DataFrame({"a": ends}), on=rs.on("a", scorer=rs.scorers.date(1)), score_cutoff=0.5
    )
    assert joined["score"].to_list() == [1.0] * 3
    for unit in ("ms", "us", "ns"):
        ends = pl.Series([-(2**63), 2**63 - 1, 0], dtype=pl.Int64).cast(pl.Datetime(unit))
        frame = pl.DataFrame({"a": ends, "b": ends.reverse()})
        scores = frame.select(rs.score("a", "b", rs.scorers.date(1))).to_series()
        assert scores.to_list() == [0.0, 0.0, 0.0] or scores.to_list() == [0.0, 1.0, 0.0]
        far = frame.select(rs.score("a", "b", rs.scorers.date(1e12))).to_series()
        assert far.is_between(0, 1).all()
    for dtype, values in (
        (pl.UInt64, [0, 2**64 - 1]),
        (pl.Int64, [-(2**63), 2**63 - 1]),
        (pl.Float64, [-1.7e308, 1.7e308]),
        (pl.Float32, [1.5, math.inf]),
        (pl.Decimal(20, 2), [1, 3]),
        (pl.Int8, [-128, 127]),
    ):
        series = pl.Series(values, dtype=pl.UInt64 if dtype == pl.UInt64 else None).cast(dtype)
        frame = pl.DataFrame({"a": series, "b": series.reverse()})
        scores = frame.select(rs.score("a", "b", rs.scorers.number(scale=1))).to_series()
        assert scores.to_list() == [0.0, 0.0]


def test_dtypes_of_one_kind_meet() -> None:
    frame = pl.DataFrame(
        {
            "whole": pl.Series([1, 2], dtype=pl.UInt8),
            "part": pl.Series([1.5, 2.0], dtype=pl.Float32),
            "date": [dt.date(2020, 1, 1), dt.date(2020, 1, 2)],
            "time": pl.Series(["2020-01-01T12:00:00", "2020-01-02T00:00:00"]).str.to_datetime(),
            "text": ["a", "b"],
            "category": pl.Series(["a", "c"], dtype=pl.Categorical),
            "none": pl.Series([None, None]),
        }
    )
    scores = frame.select(
        number=rs.score("whole", "part", rs.scorers.number(scale=1)),
        date=rs.score("date", "time", rs.scorers.date(2)),
        exact=rs.score("text", "category", rs.scorers.exact()),
        none=rs.score("none", "part", rs.scorers.number(scale=1)),
        no_date=rs.score("none", "time", rs.scorers.date(1)),
        no_place=rs.score("none", pl.struct("whole", "part"), rs.scorers.geo(1)),
        nothing=rs.score("none", "text", rs.scorers.exact()),
        no_list=rs.score("none", pl.concat_list("text"), rs.scorers.list_overlap()),
    )
    assert scores["number"].to_list() == [0.5, 1.0]
    assert scores["date"].to_list() == [0.75, 1.0]
    assert scores["exact"].to_list() == [1.0, 0.0]
    for name in ("none", "no_date", "no_place", "nothing", "no_list"):
        assert scores[name].null_count() == 2


def test_a_literal_meets_each_row() -> None:
    frame = pl.DataFrame({"price": [10.0, 12.0]})
    assert frame.select(rs.score("price", pl.lit(11), rs.scorers.number(scale=2))).to_series().to_list() == [
        0.5,
        0.5,
    ]


NUMBER, DATE, GEO, EXACT, LISTS = (
    rs.scorers.number(scale=1),
    rs.scorers.date(1),
    rs.scorers.geo(1),
    rs.scorers.exact(),
    rs.scorers.list_overlap(),
)


@pytest.mark.parametrize(
    ("scorer", "left", "right", "sentence"),
    [
        (NUMBER, pl.String, pl.Float64, 'expected numbers for column "a", which number compares, got String'),
        (
            NUMBER,
            pl.Float64,
            pl.Boolean,
            'expected numbers for column "b", which number compares, got Boolean',
        ),
        (NUMBER, pl.Date, pl.Date, 'expected numbers for column "a", which number compares, got Date'),
        (DATE, pl.String, pl.Date, "expected Date, or Datetime without a time zone"),
        (DATE, pl.Date, pl.Datetime("us", "UTC"), r'for column "b", which date compares, got Datetime'),
        (DATE, pl.Time, pl.Time, 'for column "a", which date compares, got Time'),
        (GEO, pl.Float64, pl.Float64, "expected a Struct of two numbers, latitude and longitude"),
        (GEO, pl.Struct({"a": pl.Float64}), pl.Struct({"a": pl.Float64}), "expected a Struct of two numbers"),
        (EXACT, pl.Int64, pl.String, "expected columns of one dtype for exact, got Int64 for column"),
        (LISTS, pl.String, pl.List(pl.String), "expected List or Array of values that can be equal"),
        (LISTS, pl.List(pl.Int8), pl.List(pl.String), "expected columns of one dtype for list_overlap"),
    ],
)
def test_other_dtypes_are_refused(scorer: Scorer, left: Any, right: Any, sentence: str) -> None:
    lefts, rights = (pl.LazyFrame(schema={name: dtype}) for name, dtype in (("a", left), ("b", right)))
    assert_refused(lefts.rs.fuzzy_join(rights, on=rs.on("a", "b", scorer=scorer), score_cutoff=0.5), sentence)
    both = pl.LazyFrame(schema={"a": left, "b": right})
    assert_refused(both.select(rs.score("a", "b", scorer)), sentence)


@pytest.mark.parametrize("scorer", [NUMBER, DATE, GEO, EXACT, LISTS])
def test_functions_of_texts_refuse_other_values(scorer: Scorer) -> None:
    sentence = (
        r"expected a scorer of texts \(a list of fields, rs.on, compares other values\), got rs.scorers"
    )
    for call in (
        lambda: rs.cluster("a", scorer=scorer, score_cutoff=0.5),
        lambda: rs.extract("a", ["x"], scorer=scorer),
        lambda: rs.extract_one("a", ["x"], scorer=scorer),
        lambda: rs.cdist("a", ["x"], scorer=scorer),
        lambda: rs.scorers.combine({scorer: 1}),
        lambda: rs.scorers.soft_tfidf(inner=scorer),
        lambda: rs.explain_matching(scorer, 0.5),
    ):
        with pytest.raises(ValueError, match=sentence):
            call()
    with pytest.raises(ValueError, match="on: expected a processor with texts only"):
        rs.on("a", scorer=scorer, processor="default")


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (rs.scorers.number, "number: expected either scale or relative"),
        (lambda: rs.scorers.number(scale=1, relative=0.1), "number: expected either scale or relative"),
        (lambda: rs.scorers.number(scale=0), "number: expected scale to be finite and above 0, got 0"),
        (
            lambda: rs.scorers.number(scale=math.inf),
            "number: expected scale to be finite and above 0, got inf",
        ),
        (lambda: rs.scorers.number(relative=2), "number: expected relative to be within 0..1, got 2"),
        (lambda: rs.scorers.number(relative=0), "number: expected relative to be finite and above 0, got 0"),
        (lambda: rs.scorers.date(-1), "date: expected days to be finite and above 0, got -1"),
        (lambda: rs.scorers.date(1, swapped=2), "date: expected swapped to be within 0..1, got 2"),
        (lambda: rs.scorers.geo(math.nan), "geo: expected km to be finite and above 0, got nan"),
        (lambda: rs.scorers.geo("5"), "geo: expected km to be a number, got str"),
        (lambda: rs.scorers.list_overlap(metric="dice"), "list_overlap: expected metric to be"),
    ],
)
def test_wrong_parameters_are_refused(make: Callable[[], object], sentence: str) -> None:
    with pytest.raises((TypeError, ValueError), match=sentence):
        make()


def test_explanations_of_values() -> None:
    fields = [rs.on("price", scorer=NUMBER), rs.on("born", scorer=rs.scorers.date(30)), rs.on("name")]
    one = {"price": None, "born": dt.date(1980, 4, 2), "name": "Ann"}
    other = {"price": 2.5, "born": dt.date(1980, 2, 4), "name": "Ann"}
    why = rs.explain_pair(one, other, on=fields, score_cutoff=0.9)
    assert why.is_match
    assert why.fields["score"].to_list() == [None, 0.9, 1.0]


def test_exact_takes_nested_values() -> None:
    frame = pl.DataFrame({"a": [[1, None], [2], None], "b": [{"x": 1}, {"x": None}, {"x": 2}]})
    for name, scores in (("a", [1.0, 1.0, None]), ("b", [1.0, 1.0, 1.0])):
        assert frame.select(rs.score(name, name, EXACT)).to_series().to_list() == scores
        joined = frame.with_row_index().rs.fuzzy_join(
            frame.with_row_index(), on=rs.on(name, scorer=EXACT), score_cutoff=0.5
        )
        assert joined.select("index", "index_right").rows() == [
            (at, at) for at, score in enumerate(scores) if score is not None
        ]


def test_scorers_are_values() -> None:
    for make, shown in (
        (lambda: rs.scorers.number(scale=2), "rs.scorers.number(scale=2.0)"),
        (lambda: rs.scorers.number(relative=0.5), "rs.scorers.number(relative=0.5)"),
        (lambda: rs.scorers.date(3), "rs.scorers.date(days=3.0, swapped=0.9, digit=0.8)"),
        (lambda: rs.scorers.geo(km=5), "rs.scorers.geo(km=5.0)"),
        (rs.scorers.exact, "rs.scorers.exact()"),
        (rs.scorers.list_overlap, "rs.scorers.list_overlap(metric='jaccard')"),
    ):
        assert repr(make()) == shown
        assert {make(): 1}[make()] == 1


def test_joins_without_a_cutoff_need_a_text() -> None:
    frame = pl.DataFrame(
        {
            "name": ["Ann Lee", "Bo Wu", "Jon Smith", "Ada King"],
            "born": [BIRTH, BIRTH, dt.date(1999, 1, 1), None],
            "lat": [48.4, 50.7, 48.1, 52.5],
            "lon": [10.0, 7.1, 11.6, 13.4],
            "tags": [["x"], ["y", "z"], None, ["x", "y"]],
        }
    ).with_row_index()
    fields = [
        "name",
        rs.on("born", scorer=rs.scorers.date(30)),
        rs.on(pl.struct("lat", "lon"), scorer=rs.scorers.geo(km=5)),
        rs.on("tags", scorer=LISTS),
    ]
    joined = frame.rs.fuzzy_join(frame.with_columns(name=pl.col("name").str.to_uppercase()), on=fields)
    assert joined.select("index", "index_right").rows() == [(at, at) for at in range(4)]
    with pytest.raises(ValueError, match="fuzzy_join: expected a field of texts, on which the estimates of"):
        frame.rs.fuzzy_join(frame, on=fields[1:])
