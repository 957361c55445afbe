"""What the package offers is the same wherever it is listed."""

from __future__ import annotations

import inspect
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import polars as pl
import pytest

import polars_resemble as rs
import render_functions_page
from alignment_cases import FUNCTIONS as ALIGNMENT_FUNCTIONS
from cases import METRICS
from polars_resemble import _internal
from polars_resemble.typing import Measure
from sequence_cases import FUNCTIONS as SEQUENCE_FUNCTIONS
from sequence_cases import Case, Function
from text_cases import FUNCTIONS

if TYPE_CHECKING:
    from types import FrameType

ROOT = Path(__file__).parents[2]
METRIC_NAMES = tuple(_internal.metric_names())
TEXT_NAMES = tuple(_internal.text_names())
PAIR_NAMES = tuple(_internal.pair_names())
ALIGNMENT_NAMES = tuple(_internal.alignment_names())
#: Functions that take a scorer.
SCORER_NAMES = ("score", "extract_one", "extract", "cdist")
#: Functions of frames.
FRAME_NAMES = (
    "fuzzy_join",
    "suggest_cutoff",
    "deduplicate",
    "pairs",
    "one_to_one",
    "groups",
    "merge_groups",
    "evaluate",
    "evaluate_groups",
    "show_diff",
)
#: Functions of a column that put its rows into groups.
GROUP_NAMES = ("cluster", "canonical")
#: Functions that take no column.
OTHER_NAMES = ("explain_matching", "explain_pair", "cdist_frame", "on", "levels", "any_of")
SEQUENCE_NAMES = tuple(_internal.sequence_names())
NAMES = METRIC_NAMES + ALIGNMENT_NAMES + TEXT_NAMES + PAIR_NAMES + SEQUENCE_NAMES
DISTANCES = {"levenshtein", "osa", "damerau_levenshtein", "indel", "editex", "hamming"}
#: Metrics to which symbols are more than equal or not.
LETTERS = {"editex", "monge_elkan", "wratio", *(name for name in METRIC_NAMES if "token" in name)}

names = pytest.mark.parametrize("name", NAMES)
metric_names = pytest.mark.parametrize("name", METRIC_NAMES)


def columns_of(name: str) -> int:
    """Say how many columns a function takes."""
    for function in SEQUENCE_FUNCTIONS:
        if function.name == name:
            return len(function.columns)
    return 2 if name in METRIC_NAMES + PAIR_NAMES + ALIGNMENT_NAMES else 1


def test_registry_and_functions_agree() -> None:
    assert tuple(metric.name for metric in METRICS) == METRIC_NAMES
    assert tuple(function.name for function in FUNCTIONS) == TEXT_NAMES
    assert tuple(function.name for function in ALIGNMENT_FUNCTIONS) == ALIGNMENT_NAMES
    assert tuple(function.name for function in SEQUENCE_FUNCTIONS) == SEQUENCE_NAMES
    functions = {name for name in rs.__all__ if inspect.isfunction(getattr(rs, name))}
    assert functions == {*NAMES, *SCORER_NAMES, *FRAME_NAMES, *GROUP_NAMES, *OTHER_NAMES}


@pytest.mark.parametrize("namespace", [rs.ExprNamespace, rs.SeriesNamespace])
def test_namespaces_have_every_function(namespace: type) -> None:
    assert {name for name in dir(namespace) if not name.startswith("_")} == {
        *NAMES,
        *SCORER_NAMES,
        *GROUP_NAMES,
    }


@pytest.mark.parametrize("frame", [pl.DataFrame(), pl.LazyFrame()])
def test_frames_have_every_function_of_frames(frame: pl.DataFrame | pl.LazyFrame) -> None:
    assert {name for name in dir(frame.rs) if not name.startswith("_")} == set(FRAME_NAMES)
    for name in FRAME_NAMES:
        function, method = getattr(rs, name), getattr(frame.rs, name)
        assert method.__doc__ == function.__doc__
        _, *parameters = inspect.signature(function).parameters
        assert list(inspect.signature(method).parameters) == parameters


@names
def test_functions_and_methods_have_the_same_parameters(name: str) -> None:
    function = inspect.signature(getattr(rs, name)).parameters
    for column in (pl.col("a"), pl.Series("a", ["x"])):
        method = getattr(column.rs, name)
        assert method.__name__ == name
        assert method.__doc__ == getattr(rs, name).__doc__
        columns = columns_of(name)
        others = ["other"] * (columns - 1)
        assert list(inspect.signature(method).parameters) == [*others, *list(function)[columns:]]


def test_a_method_reaches_the_library_through_few_files() -> None:
    """Namespace, function, checks, and the door to the library."""
    called: list[str] = []

    def note(frame: FrameType, event: str, _: object) -> None:
        file = Path(frame.f_code.co_filename)
        if event == "call" and file.parent.name == "polars_resemble" and file.name not in called:
            called.append(file.name)

    column = pl.col("a").rs
    before = sys.getprofile()
    sys.setprofile(note)
    try:
        column.levenshtein("b")
    finally:
        sys.setprofile(before)
    assert sorted(called) == ["_checks.py", "_plugin.py", "edits.py", "namespaces.py"]


@names
def test_only_columns_are_given_by_position(name: str) -> None:
    parameters = list(inspect.signature(getattr(rs, name)).parameters.values())[columns_of(name) :]
    assert all(parameter.kind is inspect.Parameter.KEYWORD_ONLY for parameter in parameters)


@metric_names
def test_metrics_and_scorers_have_the_same_parameters(name: str) -> None:
    metric = dict(inspect.signature(getattr(rs, name)).parameters)
    for shared in ("left", "right", "score_cutoff", "unit"):
        metric.pop(shared, None)
    scorer = dict(inspect.signature(getattr(rs.scorers, name)).parameters)
    assert scorer.pop("processor").default is None
    if "measure" in metric:
        assert scorer.pop("measure").default == "normalized_similarity"
        del metric["measure"]
    assert scorer == metric
    assert name in rs.scorers.__all__
    assert f":func:`polars_resemble.{name}`" in getattr(rs.scorers, name).__doc__


@metric_names
def test_signatures_begin_alike(name: str) -> None:
    left, right, *keywords = inspect.signature(getattr(rs, name)).parameters.values()
    assert (left.name, right.name) == ("left", "right")
    if name not in rs.fuzz.__all__:
        measure = keywords.pop(0)
        assert measure.name == "measure"
        assert measure.default == ("distance" if name in DISTANCES else "similarity")
        assert measure.default in get_args(Measure)
    assert keywords[0].name == "score_cutoff"
    assert keywords[0].default is None
    units = [keyword for keyword in keywords if keyword.name == "unit"]
    assert [unit.default for unit in units] == ["codepoint"] * (name not in LETTERS)
    assert units == keywords[1 : len(units) + 1]


@names
def test_docstrings_describe_everything(name: str) -> None:
    text = inspect.getdoc(getattr(rs, name))
    sections = re.findall(r"^(\w+)\n-+$", text, re.MULTILINE)
    assert sections == ["Parameters", "Returns", "Raises", "References", "Examples"]
    described = re.findall(r"^(\w[\w, ]*) : ", text, re.MULTILINE)
    parameters = inspect.signature(getattr(rs, name)).parameters
    assert ", ".join(described).split(", ") == list(parameters)


@pytest.mark.parametrize("function", SEQUENCE_FUNCTIONS, ids=lambda function: function.name)
def test_plans_name_the_sequence_function(function: Function) -> None:
    case = Case(function, function.parameters[0])
    plan = case.frame(1).lazy().select(case.expression(*case.names)).explain()
    assert re.search(rf"\b{function.name}\b", plan)


@pytest.mark.parametrize("name", METRIC_NAMES + ALIGNMENT_NAMES + TEXT_NAMES + PAIR_NAMES)
def test_plans_name_the_function(name: str) -> None:
    columns = ("a", "b")[: columns_of(name)]
    plan = pl.LazyFrame({"a": ["x"], "b": ["y"]}).select(getattr(rs, name)(*columns)).explain()
    assert re.search(rf"\b{name}\b", plan)


def test_readme_lists_every_function() -> None:
    text = (ROOT / "README.md").read_text()
    section = re.split(r"^## ", text.partition("\n## Functions\n")[2], flags=re.MULTILINE)[0]
    cells = re.findall(r"^\|([^|]*)\|", section, re.MULTILINE)
    listed = re.findall(r"`(?:rs\.)?(\w+)[^`]*`", " ".join(cells))
    assert sorted(listed) == sorted([*NAMES, *SCORER_NAMES, "cdist_frame"])
    assert all(f"| `{name}` |" in text for name in (*FRAME_NAMES, *GROUP_NAMES, *OTHER_NAMES))


def test_page_of_functions_is_up_to_date() -> None:
    assert render_functions_page.PAGE.read_text() == render_functions_page.page()


def test_documentation_of_rust_has_no_examples_that_nobody_runs() -> None:
    """Cargo.toml says that there are none."""
    for file in ROOT.glob("src/**/*.rs"):
        fences = re.findall(r"^\s*//[/!]\s*```(.*)$", file.read_text(), re.MULTILINE)
        assert set(fences[::2]) <= {"text"}, file
