"""A linkage estimates what loops over pairs give, and does not depend on what should not matter."""

from __future__ import annotations

import math
from itertools import combinations
from typing import TYPE_CHECKING

import polars as pl
import pytest
from polars.testing import assert_frame_equal

import polars_resemble as rs
from linkage_people import people, settings
from polars_resemble.linkage import estimation

if TYPE_CHECKING:
    from collections.abc import Sequence


def em(
    levels: Sequence[Sequence[int | None]],
    everything: Sequence[Sequence[int | None]],
    counts: Sequence[int],
    prior: float,
    steps: int,
) -> tuple[float, list[list[float]], list[list[float]]]:
    """Estimate prior, m and u by loops over pairs: `levels` of candidates, `everything` of all pairs."""

    def shares(weighted: Sequence[tuple[float, int | None]], count: int) -> list[float]:
        sums = [0.5 + sum(weight for weight, level in weighted if level == at) for at in range(count)]
        return [each / sum(sums) for each in sums]

    drawn = [shares([(1, row[at]) for row in everything], count) for at, count in enumerate(counts)]
    u = drawn
    m = [[(at + 1) ** 2 / sum((k + 1) ** 2 for k in range(count)) for at in range(count)] for count in counts]
    for _ in range(steps):
        matches = []
        for row in levels:
            odds = prior / (1 - prior)
            for at, level in enumerate(row):
                if level is not None:
                    odds *= m[at][level] / u[at][level]
            matches.append(odds / (1 + odds))
        prior = sum(matches) / len(everything)
        m = [
            shares([(match, row[at]) for match, row in zip(matches, levels, strict=True)], count)
            for at, count in enumerate(counts)
        ]
        u = []
        for at, _ in enumerate(counts):
            left = [
                max((one - prior * other) / (1 - prior), 0.1 * one)
                for one, other in zip(drawn[at], m[at], strict=True)
            ]
            u.append([each / sum(left) for each in left])
    return prior, m, u


def levels_of(df: pl.DataFrame) -> dict[tuple[int, int], list[int | None]]:
    """Compare all pairs by Python alone, but for Jaro-Winkler of two texts."""
    rows = df.to_dicts()
    found: dict[tuple[int, int], list[int | None]] = {}
    for (at, one), (other_at, other) in combinations(enumerate(rows), 2):
        texts = pl.DataFrame({"a": [one["last"]], "b": [other["last"]]})
        alike = texts.select(rs.score("a", "b", "jaro_winkler")).item()
        years = abs(one["born"] - other["born"])
        town = None if None in (one["town"], other["town"]) else int(one["town"] == other["town"])
        found[at, other_at] = [
            int(one["first"] == other["first"]),
            (alike >= 1) + (alike >= 0.85),
            town,
            (years <= 0) + (years <= 10),
        ]
    return found


def test_estimates_are_those_of_loops_over_pairs() -> None:
    df = people(24)
    everything = levels_of(df)
    rows = df.to_dicts()
    candidates = [
        level
        for (at, other), level in everything.items()
        if rows[at]["first"] == rows[other]["first"] or rows[at]["last"] == rows[other]["last"]
    ]
    steps = 7
    model = settings(iterations=steps, tolerance=0).fit(df)
    first = min(len(rows) / 2 / (len(everything) + 1), 0.5)
    prior, m, u = em(candidates, list(everything.values()), [2, 3, 2, 3], first, steps)
    assert model.prior == pytest.approx(prior, rel=1e-9)
    for at, name in enumerate(("first", "last", "town", "born")):
        assert model.shares[name].m == pytest.approx(m[at], rel=1e-9)
        assert model.shares[name].u == pytest.approx(u[at], rel=1e-9)
    assert model.history.height == steps


def test_weights_are_sums_of_logarithms() -> None:
    df = people(24)
    model = settings().fit(df)
    found = model.predict(df)
    share = {name: count / df.height for name, count in df["first"].value_counts().iter_rows()}
    everything = levels_of(df)
    for row in found.iter_rows(named=True):
        levels = everything[row["row"], row["row_right"]]
        total = math.log2(model.prior / (1 - model.prior))
        for name, level in zip(("first", "last", "town", "born"), levels, strict=True):
            assert row[f"level_{name}"] == level
            weight = 0.0
            if level is not None:
                own = model.shares[name]
                rare = share[df["first"][row["row"]]]
                u = rare if (name, level) == ("first", 1) else own.u[level]
                weight = math.log2(own.m[level] / u)
            assert row[f"weight_{name}"] == pytest.approx(weight)
            total += weight
        assert row["match_weight"] == pytest.approx(total)
        assert row["match_probability"] == pytest.approx(1 / (1 + 2**-total))


def test_matches_are_found() -> None:
    df = people(300)
    found = settings(id="id", prior=None).fit(df).predict(df, threshold=0.5)
    pairs = df.join(df, on="person").filter(pl.col("id") < pl.col("id_right")).select("id", "id_right")
    (f1,) = rs.evaluate(found, pairs)["f1"]
    assert f1 > 0.85


def test_two_tables_are_linked() -> None:
    df = people(300)
    left, right = df.filter(pl.col("id") % 2 == 0), df.filter(pl.col("id") % 2 == 1)
    model = settings(id="id").fit(left, right)
    found = model.predict(left, right, threshold=0.5)
    pairs = left.join(right, on="person").select("id", "id_right")
    (f1,) = rs.evaluate(found, pairs, tables="two")["f1"]
    assert f1 > 0.8
    within = settings(id="id").fit(left, right, within=True).predict(left, right, within=True)
    alone = pl.concat([left, right])
    assert_frame_equal(within, settings(id="id").fit(alone).predict(alone))


def test_one_table_of_two_kinds_of_pairs_is_split_exactly() -> None:
    """A closed form: with m and u fixed and one comparison, the EM algorithm solves one equation."""
    values = ["a"] * 5 + ["b"] * 5 + [f"c{at}" for at in range(10)]
    df = pl.DataFrame({"x": values, "all": ["1"] * len(values)})
    x = rs.levels("x", scorer="equal", m=[0.9, 0.1], u=[0.05, 0.95])
    model = rs.Linkage([x], blocking="all", iterations=5000, tolerance=1e-13).fit(df)
    # With all pairs as candidates, the expected share of equal pairs is that observed.
    equal = 20 / 190
    assert model.prior == pytest.approx((equal - 0.05) / (0.9 - 0.05), rel=1e-6)


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_rows_does_not_matter(seed: int) -> None:
    df = people(120)
    shuffled = df.sample(fraction=1, shuffle=True, seed=seed)
    # More pairs than are drawn, and fewer.
    for drawn in (10**6, 2000):
        one = settings(random_pairs=drawn).fit(df)
        other = settings(random_pairs=drawn).fit(shuffled)
        assert_frame_equal(one.parameters, other.parameters)
        assert one.prior == pytest.approx(other.prior)


def test_the_same_numbers_come_at_each_run() -> None:
    df = people(200)
    one, other = (settings(random_pairs=1000).fit(df) for _ in range(2))
    assert_frame_equal(one.parameters, other.parameters, check_exact=True)
    assert_frame_equal(one.predict(df), other.predict(df), check_exact=True)
    assert not settings(random_pairs=1000, seed=1).fit(df).parameters.equals(one.parameters)


def test_unknown_values_are_no_evidence() -> None:
    df = people(60)
    empty = df.with_columns(nothing=pl.lit(None, pl.String), blank=pl.lit(""))
    linkage = settings()
    more = rs.Linkage(
        [*linkage.comparisons, rs.levels("nothing"), rs.levels("blank")], blocking=linkage.blocking
    )
    found, expected = more.fit(empty).predict(empty), linkage.fit(df).predict(df)
    assert found["level_nothing"].null_count() == found["level_blank"].null_count() == found.height
    assert set(found["weight_nothing"]) == set(found["weight_blank"]) == {0.0}
    assert_frame_equal(found.select(expected.columns), expected)
    unknown = more.fit(empty).parameters.filter(pl.col("level").is_null())
    assert unknown.select("bayes_factor", "weight").unique().rows() == [(1.0, 0.0)]


def test_labels_are_believed() -> None:
    df = people(60)
    pairs = settings().candidates(df)
    none = settings().fit(df, labels=pairs.with_columns(match=False))
    every = settings().fit(df, labels=pairs.with_columns(match=True))
    assert none.prior < settings().fit(df).prior < every.prior
    assert every.prior == pytest.approx(pairs.height / (df.height * (df.height - 1) / 2))
    by_id = pairs.select(pl.col("row", "row_right") + 100, match=True)
    moved = settings(id="id").fit(
        df.with_columns(pl.int_range(100, 100 + pl.len()).alias("id")), labels=by_id
    )
    assert_frame_equal(moved.parameters, every.parameters)


def test_fixed_numbers_stay() -> None:
    df = people(60)
    town = rs.levels("town", scorer="equal", m=[0.7, 0.3], u=[0.2, 0.8])
    model = rs.Linkage([town, rs.levels("last")], blocking="first", prior=0.01).fit(df)
    assert model.prior == 0.01
    assert model.shares["town"] == estimation.Shares((0.3, 0.7), (0.8, 0.2))


def test_lazy_frames_stay_lazy() -> None:
    df = people(60)
    model = settings(id="id").fit(df.lazy())
    lazy = model.predict(df.lazy(), threshold=0.1, scores=True)
    assert isinstance(lazy, pl.LazyFrame)
    eager = model.predict(df, threshold=0.1, scores=True)
    assert lazy.collect_schema() == eager.schema
    assert_frame_equal(lazy.collect(), eager)


def test_levels_of_other_values() -> None:
    df = pl.DataFrame(
        {
            "day": pl.Series(["2020-01-01", "2020-01-20"]).str.to_date(),
            "tags": [["a", "b", "c"], ["b", "c", "d"]],
            "lat": [52.52, 48.86],
            "lon": [13.40, 2.35],
            "given": ["mary", "cole"],
            "family": ["cole", "mary"],
        }
    )
    place = pl.struct("lat", "lon").alias("place")
    linkage = rs.Linkage(
        [
            rs.levels("day", scorer="days", cutoffs=[0, 20, 300]),
            rs.levels("tags", scorer="shared", cutoffs=[3, 2, 1]),
            rs.levels(place, scorer="kilometres", cutoffs=[10, 1000]),
            rs.any_of([rs.levels("given"), rs.levels("given", "family")], name="names"),
            rs.linkage.when("order", pl.col("lat_left") > pl.col("lat_right"), pl.col("lon_left") > 0),
        ],
        blocking=[rs.linkage.equal(pl.lit(1).alias("all"))],
    )
    model = linkage.fit(df)
    (row,) = model.predict(df, scores=True).to_dicts()
    levels = {name.removeprefix("level_"): value for name, value in row.items() if name.startswith("level_")}
    assert levels == {"day": 2, "tags": 2, "place": 1, "names": 3, "order": 2}
    assert row["score_day"] == 19
    assert row["score_tags"] == 2
    assert row["score_place"] == pytest.approx(878, abs=3)
    assert model.predict(df, pairs=pl.DataFrame({"a": [0], "b": [1]})).height == 1


def test_pairs_may_be_sought_once() -> None:
    df = people(60)
    linkage = settings()
    pairs = linkage.candidates(df)
    model = linkage.fit(df, pairs=pairs)
    assert_frame_equal(model.parameters, linkage.fit(df).parameters, check_exact=True)
    assert_frame_equal(model.predict(df, pairs=pairs.lazy()), model.predict(df), check_exact=True)
    with pytest.raises(ValueError, match=r"^Linkage.fit: expected pairs to be two columns of row"):
        linkage.fit(df, pairs=df.select("first", "last"))


def test_rules_find_their_pairs_once() -> None:
    df = people(80)
    rows = df.to_dicts()
    linkage = settings(blocking=["first", ("last", "town"), rs.linkage.fuzzy("last", score_cutoff=0.9)])
    similar = {
        (at, other)
        for (at, one), (other, two) in combinations(enumerate(rows), 2)
        if one["first"] == two["first"]
        or (one["town"] is not None and (one["last"], one["town"]) == (two["last"], two["town"]))
        or pl.select(rs.score(pl.lit(one["last"]), pl.lit(two["last"]), "jaro_winkler")).item() >= 0.9
    }
    assert linkage.candidates(df).rows() == sorted(similar)
    counted = linkage.count_pairs(df)
    for rule, pairs in zip(linkage.rules, (None, None, None), strict=True):
        del pairs
        alone = settings(blocking=[rule]).candidates(df).height
        assert counted.filter(pl.col("rule") == repr(rule))["pairs"].item() == alone
    hot = linkage.hot_keys(df)
    assert hot["pairs"].is_sorted(descending=True)
    assert counted["hot_pairs"].max() == hot["pairs"][0]


def test_both_sides_may_have_columns_of_their_own() -> None:
    left = pl.DataFrame({"name": ["ann", "bob", "eve"]})
    right = pl.DataFrame({"called": ["bob", "ann"]})
    linkage = rs.Linkage([rs.levels("name", "called")], blocking=rs.linkage.equal("name", right=["called"]))
    assert linkage.fit(left, right).predict(left, right).select("row", "row_right").rows() == [(0, 1), (1, 0)]


def test_tables_without_pairs_are_no_error() -> None:
    df = people(3).clear()
    for frame in (df, people(1)):
        model = settings().fit(frame)
        assert model.predict(frame).height == 0
        assert 0 < model.prior < 1
    assert rs.Linkage([rs.levels("first")]).fit(df).predict(df).height == 0


def test_settings_print_as_code() -> None:
    linkage = rs.Linkage(
        [
            rs.levels("first", term_frequency=True),
            rs.levels("last", "name", scorer=rs.scorers.levenshtein(processor="default"), cutoffs=[1, 0.8]),
            rs.any_of([rs.levels("a"), rs.levels("a", "b")], name="swapped"),
            rs.levels("town", scorer="equal", m=[0.9, 0.1]),
        ],
        blocking=[("first", "last"), rs.linkage.similar("first", limit=5)],
        id="id",
        prior=0.1,
    )
    again = eval(repr(linkage), {"rs": rs})  # noqa: S307  # this is what users do
    assert repr(again) == repr(linkage)


@pytest.mark.parametrize(
    ("make", "error", "sentence"),
    [
        (
            lambda: rs.Linkage([]),
            ValueError,
            "Linkage: expected comparisons, each of a name of its own, got []",
        ),
        (lambda: rs.Linkage("name"), TypeError, "Linkage: expected comparisons to be a list of what levels"),
        (lambda: settings(prior=1.0), ValueError, "Linkage: expected prior to be between 0 and 1, got 1.0"),
        (lambda: settings(prior=2), ValueError, "Linkage: expected prior to be within 0..1, got 2"),
        (lambda: settings(seed=-1), ValueError, "Linkage: expected seed to be within 0..2147483648, got -1"),
        (
            lambda: settings(blocking=3),
            TypeError,
            "Linkage: expected blocking to be rules, columns, or a list",
        ),
        (
            lambda: settings(blocking=[3]),
            TypeError,
            "Linkage: expected blocking to be a column name or an expr",
        ),
        (
            lambda: rs.levels(3),
            TypeError,
            "levels: expected left to be a column name or an expression, got int",
        ),
        (lambda: rs.levels("a", cutoffs=[]), ValueError, "levels: expected descending cutoffs, at least one"),
        (
            lambda: rs.levels("a", cutoffs=[0.5, 1]),
            ValueError,
            "levels: expected descending cutoffs, at least",
        ),
        (
            lambda: rs.levels("a", scorer="days", cutoffs=[2, 1]),
            ValueError,
            "levels: expected ascending cutoffs",
        ),
        (
            lambda: rs.levels("a", cutoffs="x"),
            TypeError,
            "levels: expected cutoffs to be a sequence of numbers",
        ),
        (lambda: rs.levels("a", scorer="near"), ValueError, "levels: expected scorer to be a value such as"),
        (
            lambda: rs.levels("a", m=[1.0]),
            ValueError,
            "levels: expected m to be 4 shares above 0 that add up to",
        ),
        (
            lambda: rs.levels("a", u=3),
            TypeError,
            "levels: expected u to be 4 shares above 0 that add up to 1",
        ),
        (lambda: rs.any_of([]), ValueError, "any_of: expected comparisons with equally many cutoffs, got []"),
        (lambda: rs.any_of("a"), TypeError, "any_of: expected a list of comparisons made by levels, got str"),
        (lambda: rs.linkage.when("a"), ValueError, "when: expected conditions of columns whose names end in"),
        (lambda: rs.linkage.when("a", "b"), TypeError, "when: expected conditions to be expressions, got"),
        (rs.linkage.equal, ValueError, "equal: expected at least one column, and as many in right"),
        (
            lambda: rs.linkage.equal("a", right="b"),
            TypeError,
            "equal: expected right to be a list of columns",
        ),
        (
            lambda: rs.linkage.fuzzy("a", score_cutoff=2),
            ValueError,
            "fuzzy: expected score_cutoff to be within",
        ),
        (
            lambda: rs.linkage.similar(limit=0),
            ValueError,
            "similar: expected limit to be within 1..4294967295",
        ),
        (
            lambda: settings().fit([1]),
            TypeError,
            "Linkage.fit: expected left to be a DataFrame or a LazyFrame",
        ),
        (
            lambda: settings().fit(people(5), labels=people(5)),
            ValueError,
            "Linkage.fit: expected labels to be two columns of ids and a Boolean one, got",
        ),
        (
            lambda: settings().fit(people(9)).predict(people(9), threshold=2),
            ValueError,
            "LinkageModel.predict: expected threshold to be within 0..1, got 2",
        ),
    ],
)
def test_wrong_values_are_refused_in_one_sentence(make, error, sentence) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    with pytest.raises(error) as caught:
        make()
    assert str(caught.value).startswith(sentence)
    assert "\n" not in str(caught.value)


def test_ids_are_those_of_their_tables() -> None:
    df = people(40)
    right = df.with_columns(pl.col("id").cast(pl.String))
    model = settings(id="id").fit(df, right)
    found = model.predict(df, right)
    assert found.schema["id"] == df.schema["id"]
    assert found.schema["id_right"] == pl.String
    assert_frame_equal(model.predict(df.lazy(), right.lazy()).collect(), found)
    for frame in (df.drop("id"), df.drop("id").lazy()):
        with pytest.raises(pl.exceptions.ColumnNotFoundError, match="predict: expected a column"):
            model.predict(frame)
