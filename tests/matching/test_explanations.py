"""Why two records match: the numbers are those of a join, and the words say what they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import polars_resemble as rs

if TYPE_CHECKING:
    from polars_resemble.typing import Nulls

VALUES = st.sampled_from([None, "", "ab", "abc", "Jon Smith", "John Smith", "smith, jon", "?"])
SCORERS = st.sampled_from(["jaro_winkler", "levenshtein", "token_set_ratio", "ratio"])
FIELDS = st.tuples(
    SCORERS,
    st.sampled_from([0.5, 1.0, 3.0]),
    st.sampled_from([None, 0.5, 0.9]),
    st.sampled_from(["ignore", "mismatch", "match"]),
    VALUES,
    VALUES,
)


@given(
    given_fields=st.lists(FIELDS, min_size=2, max_size=4),
    cutoff=st.sampled_from([0.3, 0.7, 0.9]),
    known=st.sampled_from([0.0, 0.5, 1.0]),
)
def test_the_numbers_are_those_of_a_join(given_fields: list[Any], cutoff: float, known: float) -> None:
    fields, left, right = [], {}, {}
    nulls: Nulls
    for at, (scorer, weight, own, nulls, one, other) in enumerate(given_fields):
        fields.append(rs.on(f"f{at}", scorer=scorer, weight=weight, score_cutoff=own, nulls=nulls))
        left[f"f{at}"], right[f"f{at}"] = one, other
    told = rs.explain_pair(left, right, on=fields, score_cutoff=cutoff, known=known)
    frames = [pl.DataFrame([row], dict.fromkeys(row, pl.String)) for row in (left, right)]
    joined = frames[0].rs.fuzzy_join(frames[1], on=fields, score_cutoff=cutoff, known=known, scores="struct")
    assert told.is_match == (joined.height == 1)
    if joined.height:
        assert told.score == joined["score"][0]
        assert told.fields["score"].to_list() == list(joined["scores"][0].values())
    if told.score is not None:
        assert sum(filter(None, told.fields["adds"])) == pytest.approx(told.score)
    assert str(told).count("\n") == len(fields)
    assert told.reason.endswith("no match") != told.is_match


def test_words() -> None:
    fields = [rs.on("name", score_cutoff=0.99), rs.on("town", nulls="mismatch", weight=3)]
    told = rs.explain_pair({"name": "Jon", "town": None}, {"name": "John", "town": "Ulm"}, on=fields)
    name = "name: 'Jon' and 'John': 0.9333 by jaro_winkler, weight 1, adds 0.2333"
    assert str(told).splitlines() == [
        f"{name}; below its own cutoff 0.99, which rules the pair out",
        "town: unknown (left is null), counts as 0",
        "score 0.2333",
    ]
    assert told.is_match is None
    distance = rs.scorers.levenshtein(measure="distance")
    rows = [pl.DataFrame({"a": [text]}) for text in ("<b>x</b>", "<i>y</i>")]
    one = rs.explain_pair(*rows, on="a", scorer=distance, score_cutoff=2)
    assert repr(one) == (
        "a: '<b>x</b>' and '<i>y</i>': 3 by levenshtein (distance)\n"
        "score 3, which does not reach the cutoff 2: no match"
    )
    assert "<b>x" not in one._repr_html_()


def test_pairs_without_a_score() -> None:
    scorer = rs.scorers.hamming(pad=False)
    told = rs.explain_pair({"a": "abc"}, {"a": "ab"}, on="a", scorer=scorer, score_cutoff=0.5)
    assert (told.score, told.is_match) == (None, False)
    assert str(told) == "a: unknown (without a score), left out\nthe pair has no score: no match"


def test_wrong_parameters_are_refused() -> None:
    with pytest.raises(
        TypeError, match="explain_pair: expected left_row to be a dict or a DataFrame of one row"
    ):
        rs.explain_pair("a", {"a": "b"}, on="a")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="explain_pair: expected right_row to have one row, got 2"):
        rs.explain_pair({"a": "b"}, pl.DataFrame({"a": ["a", "b"]}), on="a")
    with pytest.raises(ValueError, match="explain_pair: expected scorers of two texts alone"):
        rs.explain_pair({"a": "b"}, {"a": "b"}, on="a", scorer=rs.scorers.tfidf())
