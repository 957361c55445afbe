"""Proposals suit the columns, print as code, and find matches without an edit; thresholds keep their word."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

import polars_resemble as rs
from linkage_people import people


def test_each_kind_of_column_has_its_comparison() -> None:
    rows = 40
    df = pl.DataFrame(
        {
            "record_id": [f"r{at}" for at in range(rows)],
            "first": [["Ann", "Bob", "Cyd", "Dan"][at % 4] for at in range(rows)],
            "last": [["Lee", "Wu", "Fox", "Orr", "Poe"][at % 5] for at in range(rows)],
            "full_name": [
                f"{['Ann', 'Bob', 'Cyd', 'Dan'][at % 4]} {['Lee', 'Wu', 'Fox', 'Orr', 'Poe'][at % 5]}"
                for at in range(rows)
            ],
            "phone": [f"555-{at % 20:04}" for at in range(rows)],
            "born": [dt.date(1980, 1, 1 + at % 20) for at in range(rows)],
            "zip": [10_000 + at % 7 for at in range(rows)],
            "weight": [50.0 + at for at in range(rows)],
            "sex": ["f" if at % 2 else "m" for at in range(rows)],
            "alive": [at % 2 == 0 for at in range(rows)],
            "tags": [["a", "b"]] * rows,
            "note": [f"the {at % 9} words of a long note" for at in range(rows)],
            "lat": [40.0 + at for at in range(rows)],
            "lon": [2.0 + at for at in range(rows)],
            "same": ["x"] * rows,
            "unknown": pl.Series([None] * rows, dtype=pl.String),
        }
    )
    linkage = rs.Linkage.infer(df)
    assert linkage.id == "record_id"
    scorers = {
        each.name: each.scorer if isinstance(each.scorer, str) else each.scorer.metric
        for each in linkage.comparisons
    }
    assert scorers == {
        "first": "jaro_winkler",
        "last": "jaro_winkler",
        "phone": "osa",
        "born": "osa",
        "zip": "osa",
        "weight": "difference",
        "sex": "equal",
        "alive": "equal",
        "tags": "shared",
        "note": "token_sort_ratio",
        "place": "kilometres",
    }
    again = eval(repr(linkage), {"rs": rs, "pl": pl})  # noqa: S307  # this is what users do
    assert repr(again) == repr(linkage)
    linkage.fit(df).predict(df)


def test_only_columns_of_both_tables_are_compared() -> None:
    left = pl.DataFrame({"name": ["ann", "bob"], "town": ["ulm", "bonn"], "own": [1, 2]})
    right = pl.DataFrame({"town": ["ulm", "kiel"], "name": ["anne", "eve"]})
    assert [each.name for each in rs.Linkage.infer(left, right).comparisons] == ["name", "town"]
    with pytest.raises(
        ValueError, match=r"^Linkage.infer: expected columns of both tables whose values differ"
    ):
        rs.Linkage.infer(left.select("own"), right)


def test_proposals_find_matches() -> None:
    df = people(400)
    truth = df.join(df, on="person").filter(pl.col("id") < pl.col("id_right")).select("id", "id_right")
    records = df.drop("person")
    linkage = rs.Linkage.infer(records)
    assert linkage.id == "id"
    model = linkage.fit(records)
    found = model.predict(records)
    threshold = model.threshold(found)
    kept = found.filter(pl.col("match_probability") >= threshold)
    assert rs.evaluate(kept, truth)["f1"].item() > 0.9


def test_thresholds_keep_what_the_model_expects() -> None:
    df = people(400)
    model = rs.Linkage.infer(df.drop("person")).fit(df)
    found = model.predict(df)
    probabilities = sorted(found["match_probability"], reverse=True)
    total = sum(probabilities)
    threshold = model.threshold(found)
    kept = [each for each in probabilities if each >= threshold]
    f1 = max(2 * sum(probabilities[:count]) / (count + total) for count in range(1, len(probabilities) + 1))
    assert 2 * sum(kept) / (len(kept) + total) == pytest.approx(f1)
    for precision in (0.5, 0.9, 0.99):
        threshold = model.threshold(found.lazy(), precision=precision)
        kept = [each for each in probabilities if each >= threshold]
        assert sum(kept) / len(kept) >= precision - 1e-9
        rest = [each for each in probabilities if each < threshold]
        longer = kept + [each for each in rest if each == rest[0]]
        assert not rest or sum(longer) / len(longer) < precision
    assert model.threshold(found.clear()) == model.threshold(found.clear(), precision=0.9) == 1
    with pytest.raises(
        ValueError, match=r"^LinkageModel.threshold: expected precision to be within 0..1, got 2"
    ):
        model.threshold(found, precision=2)


@pytest.mark.parametrize("text", ["the institute of {}", "{}"])
def test_one_column_is_compared_in_two_ways(text: str) -> None:
    df = people(200).with_columns(
        pl.concat_str(pl.lit(text.format("")), "last", "first", separator="").alias("x")
    )
    linkage = rs.Linkage.infer(df.select("x"))
    assert [each.name for each in linkage.comparisons] == ["parts of x", "x"]
    assert repr(eval(repr(linkage), {"rs": rs, "pl": pl})) == repr(linkage)  # noqa: S307  # this is what users do
    assert linkage.fit(df).predict(df)["match_probability"].max() > 0.5


def test_large_tables_get_rules_of_equal_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("polars_resemble.linkage.proposals.LARGE", 1000)
    df = people(1500).drop("person")
    linkage = rs.Linkage.infer(df)
    assert linkage.rules
    assert all(isinstance(rule, rs.linkage.Equal) for rule in linkage.rules)
    assert linkage.count_pairs(df)["pairs"].max() <= 12 * df.height
    assert linkage.candidates(df).height > df.height
