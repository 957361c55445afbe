"""A model's explanations add up, and say what its predictions say."""

from __future__ import annotations

import importlib.util
import math
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from linkage_people import people, settings

if TYPE_CHECKING:
    from pathlib import Path

    import polars_resemble as rs

#: Altair draws charts, and is not everywhere.
HAS_ALTAIR = importlib.util.find_spec("altair") is not None


def fitted(**given: Any) -> tuple[pl.DataFrame, rs.LinkageModel, pl.DataFrame]:
    df = people(80)
    model = settings(**given).fit(df)
    return df, model, model.predict(df)


def test_a_waterfall_adds_up() -> None:
    df, model, found = fitted()
    for pair in found.sample(5, seed=1).iter_rows(named=True):
        parts = model.waterfall(df, pair["row"], pair["row_right"])
        assert parts["part"].to_list() == ["prior", "first", "last", "town", "born", "match"]
        total = parts["to"][-1]
        assert total == pytest.approx(pair["match_weight"])
        assert parts["match_probability"][-1] == pytest.approx(pair["match_probability"])
        assert parts["to"][:-2].to_list() == parts["from"][1:-1].to_list()
        middle = parts.slice(1, 4)
        assert middle["weight"].to_list() == [pair[f"weight_{name}"] for name in middle["part"]]
        assert middle["left"][0] == df["first"][pair["row"]]
        assert middle["right"][0] == df["first"][pair["row_right"]]
        levels = model.parameters.select("comparison", "level", "label")
        for name, level, label in middle.select("part", "level", "label").iter_rows():
            is_row = (pl.col("comparison") == name) & pl.col("level").eq_missing(level)
            assert levels.filter(is_row)["label"].item() == label
    with pytest.raises(ValueError, match=r"^LinkageModel.waterfall: expected row_right to be within 0\.\."):
        model.waterfall(df, 0, 10_000)


def test_a_histogram_counts_all_pairs() -> None:
    _, model, found = fitted()
    bars = model.weights(found)
    assert bars["pairs"].sum() == found.height
    for start, pairs in bars.iter_rows():
        inside = [each for each in found["match_weight"] if start <= each < start + 1]
        assert len(inside) == pairs


def test_pairs_near_the_threshold_are_the_nearest() -> None:
    _, model, found = fitted()
    listed = model.near_threshold(found, 0.5, count=3)
    falling = sorted(found["match_weight"], reverse=True)
    kept = [each for each in falling if each >= 0]
    assert listed["match_weight"].to_list() == [*kept[-3:], *falling[len(kept) : len(kept) + 3]]
    assert listed["kept"].to_list() == [True] * 3 + [False] * 3
    assert listed["distance"].to_list() == pytest.approx(listed["match_weight"].to_list())


@pytest.mark.parametrize("given", [{}, {"id": "id"}])
def test_records_of_which_little_is_known_are_unlinkable(given: dict[str, Any]) -> None:
    df, model, _ = fitted(**given)
    empty = df.with_columns(
        pl.when(pl.col("id") == 3).then(None).otherwise(pl.col(name)).alias(name)
        for name in ("first", "last", "town", "born")
    )
    weakest = model.unlinkables(empty)
    assert weakest.height == df.height
    row = empty.with_row_index("at").filter(pl.col("id") == 3)["at"].item()
    assert weakest["row"][0] == row
    assert weakest["match_probability"][0] == pytest.approx(model.prior)
    assert weakest["match_probability"].is_sorted()
    below = model.unlinkables(empty, threshold=0.5)
    assert below.height == weakest.filter(pl.col("match_probability") < 0.5).height


def test_new_records_meet_old_ones_and_each_other() -> None:
    df = people(120)
    old, new = df.filter(pl.col("id") < 100), df.filter(pl.col("id") >= 100)
    model = settings(id="id").fit(df)
    found = model.incremental(new, old)
    every = model.predict(pl.concat([new, old]))
    expected = every.filter(~((pl.col("id") < 100) & (pl.col("id_right") < 100)))
    assert_frame_equal(found, expected)
    assert_frame_equal(model.incremental(new, old.clear()), model.predict(new))


def test_lazy_predictions_go_to_a_file(tmp_path: Path) -> None:
    df, model, found = fitted(id="id")
    lazy = model.predict(df.lazy())
    lazy.sink_parquet(tmp_path / "pairs.parquet")
    assert_frame_equal(pl.read_parquet(tmp_path / "pairs.parquet"), found)
    few = lazy.filter(pl.col("match_probability") > 0.5).select("id", "match_weight").head(4).collect()
    assert_frame_equal(
        few, found.filter(pl.col("match_probability") > 0.5).select("id", "match_weight").head(4)
    )


@pytest.mark.skipif(not HAS_ALTAIR, reason="altair draws charts")
def test_charts_draw_the_frames() -> None:
    df, model, found = fitted()
    parts = model.waterfall(df, *found.row(0)[:2])
    bars = model.weights(found)
    for chart, rows in (
        (model.plot_parameters(), model.parameters.drop_nulls("level").height),
        (model.plot_waterfall(parts), parts.height),
        (model.plot_weights(bars), bars.height),
    ):
        assert len(chart.to_dict()["data"]["values"]) == rows
    layers = model.plot_weights(bars, 0.9).to_dict()["layer"]
    assert layers[1]["data"]["values"][0]["at"] == pytest.approx(math.log2(9))


@pytest.mark.skipif(HAS_ALTAIR, reason="altair is there")
def test_charts_ask_for_altair() -> None:
    _, model, _ = fitted()
    with pytest.raises(ModuleNotFoundError, match=r"^LinkageModel.plot_parameters: expected altair"):
        model.plot_parameters()
