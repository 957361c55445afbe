"""Bad input is answered with one sentence: the function, what it expected and what it got."""

from __future__ import annotations

import inspect
import math
import re
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
import pytest

import polars_resemble as rs
from cases import CASES, METRICS, Case, Metric

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

metrics = pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.name)

MEASURE = "measure to be one of 'distance', 'similarity', 'normalized_distance', "
WEIGHTS = "weights to be three ints (insertion, deletion, substitution)"
RANGE = "weights within 0..4294967295"

WRONG_PARAMETERS = [
    ("levenshtein", {"measure": "distnace"}, ValueError, MEASURE),
    ("levenshtein", {"measure": ""}, ValueError, MEASURE),
    ("levenshtein", {"measure": None}, TypeError, MEASURE),
    ("levenshtein", {"measure": 1}, TypeError, MEASURE),
    ("levenshtein", {"weights": (1, 1)}, TypeError, f"{WEIGHTS}, got tuple(int, int)"),
    ("levenshtein", {"weights": (1, 1, 1, 1)}, TypeError, WEIGHTS),
    ("levenshtein", {"weights": 1}, TypeError, f"{WEIGHTS}, got int"),
    ("levenshtein", {"weights": "111"}, TypeError, f"{WEIGHTS}, got str"),
    ("levenshtein", {"weights": None}, TypeError, WEIGHTS),
    ("levenshtein", {"weights": (1, 1, 1.0)}, TypeError, f"{WEIGHTS}, got tuple(int, int, float)"),
    ("levenshtein", {"weights": [1, True, 1]}, TypeError, f"{WEIGHTS}, got list(int, bool, int)"),
    ("levenshtein", {"weights": (1, -1, 1)}, ValueError, f"{RANGE}, got (1, -1, 1)"),
    ("levenshtein", {"weights": (1, 1, 2**32)}, ValueError, RANGE),
    ("hamming", {"pad": 1}, TypeError, "pad to be True or False, got int"),
    ("hamming", {"pad": None}, TypeError, "pad to be True or False, got NoneType"),
    ("jaro_winkler", {"prefix_weight": 1.1}, ValueError, "prefix_weight to be within 0..1"),
    ("jaro_winkler", {"prefix_weight": -0.1}, ValueError, "prefix_weight to be within 0..1"),
    ("jaro_winkler", {"prefix_weight": math.nan}, ValueError, "prefix_weight to be within 0..1, got nan"),
    ("jaro_winkler", {"prefix_weight": "0.1"}, TypeError, "prefix_weight to be a number, got str"),
    ("jaro_winkler", {"prefix_weight": True}, TypeError, "prefix_weight to be a number, got bool"),
    ("jaro_winkler", {"prefix_weight": None}, TypeError, "prefix_weight to be a number"),
    ("jaccard", {"ngram": 0}, ValueError, "ngram to be within 1..4294967295, got 0"),
    ("cosine", {"ngram": -1}, ValueError, "ngram to be within 1..4294967295, got -1"),
    ("overlap", {"ngram": 2.0}, TypeError, "ngram to be an int, got float"),
    ("sorensen_dice", {"multiset": 1}, TypeError, "multiset to be True or False, got int"),
    ("monge_elkan", {"inner": "cosine"}, ValueError, "inner to be one of 'levenshtein', 'osa', "),
    ("monge_elkan", {"inner": None}, TypeError, "inner to be one of 'levenshtein', 'osa', "),
    ("monge_elkan", {"symmetric": 0}, TypeError, "symmetric to be True or False, got int"),
    ("tversky", {"alpha": -0.5}, ValueError, "alpha to be finite and at least 0, got -0.5"),
    ("tversky", {"beta": math.nan}, ValueError, "beta to be finite and at least 0, got nan"),
    ("tversky", {"beta": "1"}, TypeError, "beta to be a number, got str"),
]


COUNT = "to be within 1..4294967295, got"

WRONG_TEXT_PARAMETERS = [
    ("ngrams", {"n": 0}, ValueError, f"n {COUNT} 0"),
    ("ngrams", {"n": -1}, ValueError, f"n {COUNT} -1"),
    ("ngrams", {"n": 2**32}, ValueError, f"n {COUNT} 4294967296"),
    ("ngrams", {"n": 2.0}, TypeError, "n to be an int, got float"),
    ("ngrams", {"n": True}, TypeError, "n to be an int, got bool"),
    ("ngrams", {"n": None}, TypeError, "n to be an int, got NoneType"),
    ("ngram_fingerprint", {"n": 0}, ValueError, f"n {COUNT} 0"),
    ("normalize", {"case": "fold"}, ValueError, "case to be one of 'lower', 'upper', 'keep', got 'fold'"),
    ("normalize", {"case": None}, TypeError, "case to be one of 'lower', 'upper', 'keep', got NoneType"),
    ("normalize", {"accents": True}, TypeError, "accents to be one of 'strip', 'keep', got bool"),
    ("normalize", {"accents": ""}, ValueError, "accents to be one of 'strip', 'keep', got ''"),
    (
        "normalize",
        {"punctuation": "strip"},
        ValueError,
        "punctuation to be one of 'space', 'remove', 'keep', got 'strip'",
    ),
    (
        "normalize",
        {"whitespace": "space"},
        ValueError,
        "whitespace to be one of 'collapse', 'strip', 'remove', 'keep', got 'space'",
    ),
    ("normalize", {"form": "nfc"}, ValueError, "form to be one of 'NFC', 'NFD', 'NFKC', 'NFKD', got 'nfc'"),
    ("minhash", {"num_hashes": 0}, ValueError, "num_hashes to be within 1..65536, got 0"),
    ("minhash", {"num_hashes": 65537}, ValueError, "num_hashes to be within 1..65536, got 65537"),
    ("minhash", {"ngram": 0}, ValueError, f"ngram {COUNT} 0"),
    ("minhash", {"ngram": "2"}, TypeError, "ngram to be an int, got str"),
    ("minhash", {"seed": -1}, ValueError, "seed to be within 0..9223372036854775807, got -1"),
    ("minhash", {"seed": 0.5}, TypeError, "seed to be an int, got float"),
    ("simhash", {"ngram": -1}, ValueError, f"ngram {COUNT} -1"),
    ("simhash", {"bits": 0}, ValueError, "bits to be within 1..64, got 0"),
    ("simhash", {"bits": 65}, ValueError, "bits to be within 1..64, got 65"),
    ("double_metaphone", {"max_length": 0}, ValueError, "max_length to be within 1..1024, got 0"),
    ("double_metaphone", {"max_length": None}, TypeError, "max_length to be an int, got NoneType"),
    (
        "beider_morse",
        {"name_type": "gen"},
        ValueError,
        "name_type to be one of 'generic', 'ashkenazi', 'sephardic', got 'gen'",
    ),
    ("beider_morse", {"rule_type": 1}, TypeError, "rule_type to be one of 'approx', 'exact', got int"),
]


@pytest.mark.parametrize(("name", "parameters", "error", "sentence"), WRONG_TEXT_PARAMETERS)
def test_wrong_parameters_of_one_text(
    name: str, parameters: dict[str, Any], error: type[Exception], sentence: str
) -> None:
    match = f"^{name}: expected {re.escape(sentence)}$"
    with pytest.raises(error, match=match):
        getattr(rs, name)("a", **parameters)
    for column in (pl.col("a"), pl.Series("a", ["x"])):
        with pytest.raises(error, match=match):
            getattr(column.rs, name)(**parameters)


def test_keys_too_long() -> None:
    frame = pl.DataFrame({"text": ["a", "ab" * 50_000]})
    sentence = "ngram_fingerprint: expected n-grams of at most 2147483647 bytes together, got n = 50000"
    with pytest.raises(pl.exceptions.ComputeError, match=sentence):
        frame.select(rs.ngram_fingerprint("text", n=50_000))
    assert frame.head(1).select(rs.ngram_fingerprint("text", n=2**32 - 1)).item() == ""


@pytest.mark.parametrize(("name", "parameters", "error", "sentence"), WRONG_PARAMETERS)
def test_wrong_parameters(
    name: str, parameters: dict[str, Any], error: type[Exception], sentence: str
) -> None:
    match = f"^{name}: expected {re.escape(sentence)}"
    for compare, sides in (
        (getattr(rs, name), ("a", "b")),
        (getattr(pl.col("a").rs, name), ("b",)),
        (getattr(pl.Series("a", ["x"]).rs, name), ("b",)),
    ):
        with pytest.raises(error, match=match):
            compare(*sides, **parameters)


@metrics
def test_wrong_cutoffs(metric: Metric) -> None:
    wrong = {
        ValueError: (math.nan, math.inf, -1, -1e-9, 10**400),
        TypeError: ("1", True, 1j, [1]),
    }
    for error, cutoffs in wrong.items():
        for cutoff, measure in product(cutoffs, ("distance", "normalized_similarity")):
            with pytest.raises(error, match=f"^{metric.name}: expected score_cutoff to be "):
                Case(metric).expression("a", "b", measure=measure, score_cutoff=cutoff)


@metrics
def test_cutoffs_beyond_one(metric: Metric) -> None:
    for measure in {"normalized_distance", "normalized_similarity"} & set(metric.measures):
        with pytest.raises(ValueError, match=r"score_cutoff to be within 0\.\.1, got 1\.5$"):
            Case(metric).expression("a", "b", measure=measure, score_cutoff=1.5)
    for measure in ("distance", "similarity"):
        if metric.counts:
            Case(metric).expression("a", "b", measure=measure, score_cutoff=1.5)
        else:
            with pytest.raises(ValueError, match=r"score_cutoff to be within 0\.\.1, got 85$"):
                Case(metric).expression("a", "b", measure=measure, score_cutoff=85)


def test_numbers_of_numpy_are_numbers() -> None:
    frame = pl.DataFrame({"a": ["kitten"], "b": ["sitting"]})
    for number in (np.float32(3), np.float64(3), np.int8(3)):
        assert frame.select(rs.levenshtein("a", "b", score_cutoff=number)).item() == 3
    assert frame.select(rs.jaccard("a", "b", ngram=np.int64(1))).item() == pytest.approx(3 / 7)
    with pytest.raises(ValueError, match="score_cutoff to be finite and at least 0, got "):
        rs.levenshtein("a", "b", score_cutoff=np.float32("inf"))


@metrics
def test_wrong_sides(metric: Metric) -> None:
    for side in (1, 1.5, True, ["a", "b"], {"a": 1}, object(), pl.DataFrame()):
        got = f"to be a column name, an expression or a Series, got {type(side).__name__}"
        with pytest.raises(TypeError, match=f"^{metric.name}: expected left {got}"):
            Case(metric).expression(side, "b")
        with pytest.raises(TypeError, match=f"^{metric.name}: expected right {got}"):
            Case(metric).expression("a", side)


@metrics
def test_only_columns_are_given_by_position(metric: Metric) -> None:
    with pytest.raises(TypeError, match="positional"):
        getattr(rs, metric.name)("a", "b", "similarity")
    with pytest.raises(TypeError, match="positional"):
        getattr(pl.col("a").rs, metric.name)("b", "similarity")


@metrics
def test_unequal_heights(metric: Metric) -> None:
    frame = pl.DataFrame({"a": ["x", "y", "z"], "b": ["x", "y", "z"]})
    comparison = Case(metric).expression(pl.col("a"), pl.col("b").head(2))
    sentence = f"{metric.name}: expected columns of equal height or a literal, got 3 rows "
    with pytest.raises(pl.exceptions.PolarsError, match=re.escape(f'{sentence}("a") against 2')):
        frame.select(comparison)
    compare = getattr(frame["a"].rs, metric.name)
    with pytest.raises(pl.exceptions.PolarsError, match=re.escape(f'{sentence}("a") against 0')):
        compare(pl.Series("b", [], pl.String))


def test_distances_beyond_their_type() -> None:
    frame = pl.DataFrame({"a": ["xx"], "b": ["yy"]})
    case = Case(CASES[0].metric, {"weights": (2**32 - 1,) * 3})
    with pytest.raises(
        pl.exceptions.ComputeError, match=r"levenshtein: expected weights whose distances fit UInt32"
    ):
        frame.select(case.expression("a", "b"))


#: What functions cannot do without.
NEEDED: dict[str, Any] = {
    **dict.fromkeys(("column", "left", "right", "other", "on", "n", "stop", "sequence", "lists"), "a"),
    **dict.fromkeys(("found", "truth", "group"), "a"),
    **dict.fromkeys(("frame", "pairs", "left_row", "right_row"), pl.DataFrame({"a": ["x"]})),
    "score": "a",
    "choices": ["x"],
    "comparisons": [rs.levels("a")],
    "scorer": "jaro",
    "score_cutoff": 0.5,
    "coefficients": [1],
    "initial": [1],
    "k": 2,
}


def callables() -> Iterator[tuple[str, Callable[..., object]]]:
    """Give all functions, and the methods of all namespaces."""
    frame = NEEDED["frame"]
    for owner in (rs, pl.col("a").rs, frame["a"].rs, frame.rs, frame.lazy().rs):
        for name in dir(owner):
            function = getattr(owner, name)
            if not name.startswith("_") and inspect.isroutine(function):
                yield name, function


@pytest.mark.parametrize("wrong", ["a\ud800", "\udfff"], ids=ascii)
def test_texts_that_utf8_cannot_spell(wrong: str) -> None:
    for name, function in callables():
        parameters = inspect.signature(function).parameters
        needed = {
            key: NEEDED[key] for key, each in parameters.items() if each.default is inspect.Parameter.empty
        }
        frame = NEEDED["frame"]
        if name == "fuzzy_join":
            needed = {"left": frame, "right": frame, "score_cutoff": 0.5, "on": "a"}
            needed = {key: needed[key] for key in needed if key in parameters}
        elif name == "explain_pair":
            needed["on"] = "a"
        elif name == "evaluate":
            needed = dict.fromkeys(needed, frame)
        for parameter in parameters:
            values = [wrong, [wrong]] if parameter == "choices" else [wrong]
            for value in values:
                with pytest.raises((TypeError, ValueError), match=f"^{name}: expected ") as raised:
                    function(**{**needed, parameter: value})
                assert not isinstance(raised.value, UnicodeError)
