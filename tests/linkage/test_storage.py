"""Settings and models are read as they were written; Splink's settings become what they mean here."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

import polars_resemble as rs
from linkage_people import people, registered, settings

if TYPE_CHECKING:
    from pathlib import Path


def all_kinds() -> rs.Linkage:
    return rs.Linkage(
        [
            rs.levels("first", term_frequency=True),
            rs.levels(
                "last", scorer=rs.scorers.levenshtein(measure="distance", processor="default"), cutoffs=[0, 2]
            ),
            rs.levels("born", scorer="difference", cutoffs=[0, 5], m=[0.9, 0.05, 0.05], u=[0.01, 0.1, 0.89]),
            rs.any_of([rs.levels("first"), rs.levels("first", "last")], name="swapped"),
            rs.linkage.when("town", pl.col("town_left") == pl.col("town_right")),
            rs.levels(
                pl.col("last").str.head(2).alias("start"),
                scorer=rs.scorers.combine({"jaro": 1, rs.scorers.monge_elkan(inner="osa"): 2}),
                cutoffs=[1],
            ),
        ],
        blocking=[
            ("first", "town"),
            rs.linkage.equal(pl.col("last").str.head(3)),
            rs.linkage.fuzzy(rs.on("last", score_cutoff=0.5), "first", score_cutoff=0.9, limit=4),
            rs.linkage.similar("first", "last", limit=None, score_cutoff=0.8),
        ],
        id="id",
        seed=3,
        tolerance=1e-4,
    )


def test_settings_and_models_come_back(tmp_path: Path) -> None:
    df = people(60)
    file = tmp_path / "linkage.json"
    linkage = all_kinds()
    linkage.save(file)
    again = rs.Linkage.load(file)
    assert repr(again) == repr(linkage)
    model = linkage.fit(df)
    assert_frame_equal(again.fit(df).parameters, model.parameters)
    model.save(file)
    loaded = rs.LinkageModel.load(file)
    assert_frame_equal(loaded.parameters, model.parameters, check_exact=True)
    assert_frame_equal(loaded.history, model.history, check_exact=True)
    assert_frame_equal(loaded.predict(df, scores=True), model.predict(df, scores=True), check_exact=True)
    assert repr(rs.Linkage.load(file)) == repr(linkage)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("no", "LinkageModel.load: expected a file of JSON, got "),
        ("[1]", "LinkageModel.load: expected a file of a JSON object, got list"),
        ("{}", 'LinkageModel.load: expected a file of format "polars-resemble linkage", got None'),
        (
            '{"format": "polars-resemble linkage", "version": 99}',
            "LinkageModel.load: expected version 1, got 99",
        ),
        (
            '{"format": "polars-resemble linkage", "version": 1}',
            "LinkageModel.load: expected a fitted model, got \"KeyError: 'settings'\"",
        ),
    ],
)
def test_other_files_are_refused(tmp_path: Path, text: str, sentence: str) -> None:
    file = tmp_path / "other.json"
    file.write_text(text)
    with pytest.raises((TypeError, ValueError)) as caught:
        rs.LinkageModel.load(file)
    assert str(caught.value).startswith(sentence)


def level(condition: str, *, is_null: bool = False, **given: object) -> dict[str, Any]:
    return {"sql_condition": condition, "is_null_level": is_null, **given}


def compared(name: str, *conditions: dict[str, Any]) -> dict[str, Any]:
    null = level(f'"{name}_l" IS NULL OR "{name}_r" IS NULL', is_null=True)
    return {"output_column_name": name, "comparison_levels": [null, *conditions, level("ELSE")]}


def test_settings_of_splink_are_taken_over(tmp_path: Path) -> None:
    given = {
        "link_type": "dedupe_only",
        "unique_id_column_name": "id",
        "probability_two_random_records_match": 0.0001,
        "comparisons": [
            compared(
                "first",
                level('"first_l" = "first_r"', tf_adjustment_column="first"),
                level('jaro_winkler_similarity("first_l", "first_r") >= 0.92'),
            ),
            compared("last", level('"last_l" = "last_r"'), level('levenshtein("last_l", "last_r") <= 2')),
            compared(
                "town",
                level("town_l = town_r"),
                level('damerau_levenshtein("town_l", "town_r") <= 1'),
                level('jaro_similarity("town_l", "town_r") >= 0.8'),
            ),
        ],
        "blocking_rules_to_generate_predictions": [
            {"blocking_rule": '(l."first" = r."first") AND (SUBSTR(l.last, 1, 3) = SUBSTR(r.last, 1, 3))'},
            'l."last" = r."first"',
        ],
    }
    linkage = rs.Linkage.from_splink(given)
    first, last, town = linkage.comparisons
    assert (
        repr(first) == "rs.levels('first', scorer='jaro_winkler', cutoffs=[1.0, 0.92], term_frequency=True)"
    )
    distance = "rs.scorers.levenshtein(measure='distance')"
    assert repr(last) == f"rs.levels('last', scorer={distance}, cutoffs=[0.0, 2.0])"
    assert isinstance(town, rs.linkage.When)
    assert linkage.id == "id"
    assert linkage.prior is None
    one, other = linkage.rules
    assert "str.slice" in repr(one)
    assert repr(other) == "rs.linkage.equal('last', right=['first'])"
    df = people(60)
    assert linkage.fit(df).predict(df).height > 0
    file = tmp_path / "splink.json"
    file.write_text(json.dumps(given))
    assert repr(rs.Linkage.from_splink(file)) == repr(linkage)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "Linkage.from_splink: expected Splink's settings, got \"KeyError: 'comparisons'\""),
        (
            {"comparisons": [compared("a", level('abs("a_l" - "a_r") < 3'))]},
            "Linkage.from_splink: expected levels of equality, Jaro, Jaro-Winkler, Jaccard, Levenshtein or",
        ),
        (
            {
                "comparisons": [compared("a", level('"a_l" = "a_r"'))],
                "blocking_rules_to_generate_predictions": ["l.a = r.a OR l.b = r.b"],
            },
            "Linkage.from_splink: expected a blocking rule of equal columns, got 'l.a = r.a OR l.b = r.b'",
        ),
    ],
)
def test_what_has_no_counterpart_is_refused(given: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011  # the whole sentence is compared
        rs.Linkage.from_splink(given)
    assert str(caught.value).startswith(sentence)


#: Estimated by Splink 5.0.0 (DuckDB 2.0.1) for `registered(800, seed=5)`: u from all pairs, m by EM on
#: pairs equal in first, in last and in born; shares of the levels, the best first.
SPLINK = {
    "first": ((0.859101, 0.131943, 0.008956), (0.020085, 0.008293, 0.971622)),
    "last": ((0.842109, 0.15789, 0.000001), (0.006528, 0.007908, 0.985563)),
    "town": ((0.853998, 0.146002), (0.083482, 0.916518)),
    "born": ((0.873159, 0.113622, 0.013219), (0.01186, 0.174236, 0.813905)),
}
#: Its share of matches among all pairs, from a rule of its user.
SPLINK_PRIOR = 0.000536012
#: Of each pattern of levels the number of pairs, and its probability of a match.
SPLINK_PATTERNS = {
    (2, 0, 0, 0): (8780, 0.0),
    (0, 0, 0, 2): (6152, 0.0),
    (0, 2, 0, 0): (2641, 2e-06),
    (2, 0, 0, 1): (2023, 0.0),
    (2, 0, 1, 0): (805, 0.0),
    (0, 2, 0, 1): (612, 6.6e-05),
    (0, 0, 1, 2): (579, 0.0),
    (0, 2, 1, 0): (273, 0.000106),
    (2, 2, 1, 2): (170, 0.999551),
    (2, 0, 1, 1): (145, 0.0),
    (2, 0, 0, 2): (125, 0.0),
    (2, 0, None, 0): (86, 0.0),
    (2, 1, 0, 0): (80, 0.001184),
    (0, 2, 1, 1): (69, 0.004236),
    (0, 1, 0, 2): (55, 0.001156),
    (0, 2, 0, 2): (54, 0.007423),
    (0, 0, None, 2): (46, 0.0),
    (2, 2, 0, 0): (43, 0.007597),
    (2, 1, 1, 2): (31, 0.997109),
    (2, 2, 0, 2): (31, 0.971992),
    (1, 0, 0, 2): (29, 0.0),
    (0, 2, None, 0): (27, 1e-05),
    (1, 2, 0, 0): (26, 0.002839),
    (1, 2, 1, 2): (26, 0.998795),
    (2, 2, 1, 1): (21, 0.951782),
    (2, 0, None, 1): (17, 0.0),
    (2, 1, 0, 1): (16, 0.045415),
    (2, 2, 0, 1): (14, 0.235115),
    (2, 1, 1, 1): (10, 0.753402),
    (2, 2, 1, 0): (9, 0.329588),
    (2, 0, 1, 2): (8, 2e-06),
    (2, 1, 0, 2): (6, 0.843049),
    (0, 2, 1, 2): (5, 0.324447),
    (2, 1, 1, 0): (5, 0.070711),
    (1, 1, 1, 2): (5, 0.992266),
    (1, 2, 1, 1): (5, 0.880127),
    (1, 2, 0, 2): (4, 0.928102),
    (0, 1, 1, 2): (4, 0.069191),
    (1, 0, 1, 2): (4, 1e-06),
    (1, 2, 0, 1): (3, 0.102603),
    (0, 2, None, 1): (2, 0.000416),
    (2, 2, None, 2): (2, 0.995431),
    (1, 1, 0, 2): (1, 0.666437),
    (0, 2, None, 2): (1, 0.044843),
    (2, 2, None, 1): (1, 0.658656),
    (2, 1, None, 1): (1, 0.229973),
    (1, 2, None, 2): (1, 0.98781),
}


def of_registered() -> list[rs.linkage.Comparison]:
    return [
        rs.levels("first", cutoffs=[1, 0.85]),
        rs.levels("last", cutoffs=[1, 0.85]),
        rs.levels("town", scorer="equal"),
        rs.levels("born", scorer=rs.scorers.levenshtein(measure="distance"), cutoffs=[0, 1]),
    ]


def test_estimates_agree_with_splink() -> None:
    df = registered(800, seed=5)
    model = rs.Linkage(of_registered(), blocking=["first", "last", "born"]).fit(df)
    assert model.prior == pytest.approx(SPLINK_PRIOR, abs=0.0001)
    for name, (m, u) in SPLINK.items():
        assert model.shares[name].m[::-1] == pytest.approx(m, abs=0.02)
        assert model.shares[name].u[::-1] == pytest.approx(u, abs=0.02)
    levels = ["level_first", "level_last", "level_town", "level_born"]
    found = model.predict(df).group_by(levels).agg(pl.len(), pl.col("match_probability").first())
    patterns = {tuple(own): (count, probability) for *own, count, probability in found.iter_rows()}
    assert patterns.keys() == SPLINK_PATTERNS.keys()
    near = total = 0
    for pattern, (count, probability) in SPLINK_PATTERNS.items():
        assert patterns[pattern][0] == count
        total += count
        near += count * (abs(patterns[pattern][1] - probability) <= 0.02)
    assert near / total > 0.99


def test_a_model_of_splink_gives_its_probabilities() -> None:
    near = 'jaro_winkler_similarity("{0}_l", "{0}_r") >= 0.85'
    comparisons = [
        compared("first", level('"first_l" = "first_r"'), level(near.format("first"))),
        compared("last", level('"last_l" = "last_r"'), level(near.format("last"))),
        compared("town", level('"town_l" = "town_r"')),
        compared("born", level('"born_l" = "born_r"'), level('levenshtein("born_l", "born_r") <= 1')),
    ]
    for comparison in comparisons:
        shares = zip(*SPLINK[comparison["output_column_name"]], strict=True)
        for each, (m, u) in zip(comparison["comparison_levels"][1:], shares, strict=True):
            each |= {"m_probability": m, "u_probability": u}
    given = {
        "probability_two_random_records_match": SPLINK_PRIOR,
        "comparisons": comparisons,
        "blocking_rules_to_generate_predictions": [
            f"l.{name} = r.{name}" for name in ("first", "last", "born")
        ],
    }
    df = registered(800, seed=5)
    found = rs.Linkage.from_splink(given).fit(df).predict(df)
    for *levels, probability in found.select("^level_.*$", "match_probability").iter_rows():
        assert probability == pytest.approx(SPLINK_PATTERNS[tuple(levels)][1], abs=1e-3)


def test_settings_without_rules_are_saved(tmp_path: Path) -> None:
    file = tmp_path / "linkage.json"
    linkage = settings(blocking=None)
    linkage.save(file)
    assert repr(rs.Linkage.load(file)) == repr(linkage)
