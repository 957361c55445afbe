"""No dtype and no shape of a column makes a function panic, or ends the process."""

from __future__ import annotations

import re
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import polars as pl
import pytest

import polars_resemble as rs
import sweep

PARTS = 4


@pytest.mark.parametrize("part", range(PARTS))
def test_every_function_answers_every_dtype(part: int) -> None:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        wrong = process.submit(sweep.failures, part, PARTS).result()
    assert not wrong, "\n".join(wrong[:20])


@pytest.mark.skipif(sweep.CANNOT_HAND_OVER_OBJECTS, reason="Polars itself panics")
def test_objects_are_refused_when_a_query_is_planned() -> None:
    things = pl.DataFrame({"a": pl.Series([sweep.Thing()], dtype=pl.Object), "text": ["ab"]})
    for name, builds in sweep.functions().items():
        for build in builds:
            query = things.lazy().select(build(pl.col("a"), pl.col("text")))
            with pytest.raises(pl.exceptions.PolarsError, match=f"^{name}: expected .*, got Object"):
                query.collect_schema()


def test_objects_are_refused_where_the_dtype_is_known() -> None:
    things = pl.Series("a", [sweep.Thing()], dtype=pl.Object)
    sentence = re.escape('expected a dtype of values for column "a", got Object')
    with pytest.raises(pl.exceptions.SchemaError, match=f"^levenshtein: {sentence}"):
        things.rs.levenshtein("ab")
    frame = pl.DataFrame({"a": things, "text": ["ab"]})
    for each in (frame, frame.lazy()):
        with pytest.raises(pl.exceptions.SchemaError, match=f"^fuzzy_join: {sentence}"):
            each.rs.fuzzy_join(each, on="text", by="a", score_cutoff=0.5)
        with pytest.raises(pl.exceptions.SchemaError, match=f"^fuzzy_join: {sentence}"):
            each.rs.fuzzy_join(each, on="a", score_cutoff=0.5)
        with pytest.raises(pl.exceptions.SchemaError, match=f"^pairs: {sentence}"):
            each.rs.pairs("a", scorer="ratio", score_cutoff=0.5)


@pytest.mark.skipif(not sweep.MAKES_WIDTH_0, reason="Polars makes no such column")
def test_arrays_of_no_width_are_refused_by_name() -> None:
    frame = pl.LazyFrame({"a": pl.Series([[]], dtype=pl.Array(pl.String, 0))})
    sentence = r'levenshtein: expected an Array of width 1 or more for column "a", got Array\(String, 0\)'
    with pytest.raises(pl.exceptions.PolarsError, match=sentence):
        frame.select(rs.levenshtein("a", "a")).collect_schema()
