"""Imports go down the layers: none is of a later room, and none leads back in a circle of files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import imports
from polars_resemble import _internal

ROOT = Path(__file__).parents[2]

#: The rooms of `src`, lowest first. Each may import from those before it.
ROOMS = (
    "symbol",
    "measure",
    "interrupt",
    "threads",
    "memory",
    "simd",
    "strings",
    "kernels",
    "metrics",
    "text",
    "sequences",
    "alignment",
    "registry",
    "scorer",
    "matching",
    "columns",
    "expressions",
    "python",
    "lib",
)

#: What a room may not know although it lies below, but for the files that are named.
UNKNOWN = {
    # Which metrics there are is known to the registry alone.
    "matching": ({"metrics", "registry"}, set[str]()),
    # A column knows the trait of metrics, those of text functions and what these answer, and none by name.
    "columns": ({"metrics", "registry", "text"}, {"metrics/dyn_metric.rs", "text/mod.rs", "text/output.rs"}),
}

#: Modules whose files know each other, and are taken for one: they define one thing in parts.
IN_PARTS = (
    # A scorer may be the mean of scorers.
    "scorer/",
    # A module and the ways of renumbering that it chooses from.
    "kernels/block/remap/",
)

#: The modules of the package, lowest first.
MODULES = (
    "_typing",
    "_internal",
    "_checks",
    "_documentation",
    "_plugin",
    "costs",
    "edits",
    "names",
    "fuzz",
    "sets",
    "alignments",
    "text",
    "phonetics.digits",
    "phonetics.letters",
    "phonetics",
    "sequences",
    "rectified",
    "lists",
    "biology",
    "_scorer",
    "scorers",
    "fields",
    "_join",
    "search",
    "confidence",
    "_ids",
    "typing",
    "clusters",
    "evaluation",
    "merging",
    "partners",
    "explanations",
    "diffs",
    "frames",
    "linkage.comparisons",
    "linkage.blocking",
    "linkage.records",
    "linkage.estimation",
    "linkage._batches",
    "linkage.explanation",
    "linkage.proposals",
    "linkage.splink",
    "linkage.storage",
    "linkage.model",
    "linkage",
    "namespaces",
    "_errors",
    "",
)


def sources(folder: str, pattern: str) -> dict[str, str]:
    root = ROOT / folder
    return {file.relative_to(root).as_posix(): file.read_text() for file in root.rglob(pattern)}


RUST = sources("src", "*.rs")
PYTHON = sources("python/polars_resemble", "*.py*")
PYTHON = {file: text for file, text in PYTHON.items() if file.endswith((".py", ".pyi"))}


def room(file: str) -> str:
    return re.split(r"[/.]", file)[0]


def upward(found: imports.Imports) -> list[str]:
    """List the imports of later rooms."""
    height = ROOMS.index
    return [
        f"{file} imports {other}"
        for file, others in found.items()
        for other in others
        if height(room(other)) > height(room(file))
    ]


def joined(found: imports.Imports) -> imports.Imports:
    """Take the files of a module in parts for one."""

    def name(file: str) -> str:
        return next((whole for whole in IN_PARTS if file.startswith(whole)), file)

    together: imports.Imports = {}
    for file, others in found.items():
        together.setdefault(name(file), set()).update({name(other) for other in others} - {name(file)})
    return together


def modules(found: imports.Imports) -> dict[str, set[str]]:
    """Name modules instead of their files."""

    def name(file: str) -> str:
        return re.sub(r"(?:(?:^|\.)__init__)?\.pyi?$", "", file.replace("/", "."))

    return {name(file): {name(other) for other in others} for file, others in found.items()}


def test_every_file_of_rust_is_read() -> None:
    read = {module.file for module in imports.Crate(RUST).modules.values()}
    assert read == set(RUST)


def test_rooms_are_listed_for_contributors_in_this_order() -> None:
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    listed = re.findall(r"^      src/(\w+)", page, re.MULTILINE)
    assert [*reversed(listed), "lib"] == list(ROOMS)


def test_rooms_import_from_earlier_rooms_only() -> None:
    assert upward(imports.rust(RUST)) == []


def test_files_of_rust_import_in_no_circle() -> None:
    assert imports.circle(joined(imports.rust(RUST))) == []


@pytest.mark.parametrize("where", UNKNOWN)
def test_rooms_know_no_more_than_they_have_to(where: str) -> None:
    unknown, known = UNKNOWN[where]
    for file, others in imports.rust(RUST).items():
        if room(file) == where:
            met = {other for other in others - known if room(other) in unknown}
            assert not met, f"{file} imports {met}"


def test_columns_name_no_metric() -> None:
    for file, text in RUST.items():
        if room(file) == "columns":
            code, _, _ = text.partition("#[cfg(test)]")
            assert not any(f'"{name}"' in code for name in _internal.metric_names()), file


def test_what_lies_below_columns_knows_nothing_of_polars() -> None:
    for file, text in RUST.items():
        if ROOMS.index(room(file)) < ROOMS.index("columns"):
            code = imports.without_comments(text)
            assert not re.search(r"\b(?:polars|pyo3)\w*::", code), file


def test_modules_of_python_import_from_earlier_ones_only() -> None:
    found = modules(imports.python(PYTHON, "polars_resemble"))
    assert found.keys() == set(MODULES)
    for height, module in enumerate(MODULES):
        assert not found[module] & set(MODULES[height + 1 :]), f"{module} imports from above"


def test_files_of_python_import_in_no_circle() -> None:
    assert imports.circle(imports.python(PYTHON, "polars_resemble")) == []


#: A crate in which nothing is wrong: tests may import from above, and comments and strings are no imports.
FINE = {
    "lib.rs": "mod kernels;\nmod metrics;\nmod symbol;\n",
    "symbol.rs": '//! See `crate::metrics`.\npub trait Symbol { const A: &str = "crate::metrics::One"; }\n',
    "kernels/mod.rs": "mod edit;\npub use edit::distance;\n",
    "kernels/edit.rs": (
        "use crate::symbol::Symbol;\npub fn distance<S: Symbol>(_: S) {}\n"
        "#[cfg(test)]\nmod tests {\n    use super::*;\n    use crate::metrics::One;\n}\n"
    ),
    "metrics/mod.rs": "use crate::kernels::{self, distance};\npub struct One;\n",
}


def test_a_crate_without_a_fault_passes() -> None:
    found = imports.rust(FINE)
    assert found["metrics/mod.rs"] >= {"kernels/edit.rs"}
    assert found["symbol.rs"] == set()
    assert upward(found) == []
    assert imports.circle(found) == []


@pytest.mark.parametrize(
    "line",
    [
        "use crate::metrics::One;",
        "use crate::{metrics::One, symbol};",
        "use super::super::metrics as those;",
        "fn one() -> crate::metrics::One { crate::metrics::One }",
        "pub use crate::metrics::One; fn one(_: One) {}",
    ],
)
def test_an_import_of_a_later_room_is_found(line: str) -> None:
    crate = FINE | {"kernels/edit.rs": line}
    assert upward(imports.rust(crate)) == ["kernels/edit.rs imports metrics/mod.rs"]


def test_a_circle_of_files_of_rust_is_found() -> None:
    crate = FINE | {
        "kernels/mod.rs": "mod edit;\nmod other;\npub use edit::distance;\npub use other::Other;\n",
        "kernels/edit.rs": "use super::Other;\npub fn distance(_: Other) {}\n",
        "kernels/other.rs": "pub struct Other;\nfn two() { super::distance(Other) }\n",
    }
    assert set(imports.circle(imports.rust(crate))) == {"kernels/edit.rs", "kernels/other.rs"}


def test_a_circle_of_files_of_python_is_found() -> None:
    package = {
        "__init__.py": "from package.a import one\n",
        "a.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from package import b\n",
        "b.py": "from package import one\n",
    }
    found = imports.python(package, "package")
    assert found["b.py"] == {"a.py"}
    assert set(imports.circle(found)) == {"a.py", "b.py"}
