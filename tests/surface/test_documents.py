"""The pages run as printed, and what they point at is there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import polars as pl
import pytest

ROOT = Path(__file__).parents[2]
PAGES = [*sorted(ROOT.glob("*.md")), *sorted(ROOT.glob("docs/*.md"))]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?://)([^)#]*)(?:#([^)]*))?\)")
#: Files that are named in the text, `*` and `<name>` standing for any.
FILE = re.compile(r"`(?:python )?((?:benches|docs|examples|python|src|tests)/[\w/.*<>-]+)")

pages = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.*)$", text_of(page), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pages
def test_examples_run_as_printed(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names: dict[str, Any] = {}
    printed = ""
    with pl.Config():
        for language, block in BLOCK.findall(text_of(page)):
            if language == "python":
                exec(compile(block, str(page), "exec"), names)  # noqa: S102  # this is what readers do
                printed = capsys.readouterr().out
            elif language == "text":
                assert block == printed


def test_there_are_examples() -> None:
    languages = [language for language, _ in BLOCK.findall(text_of(ROOT / "README.md"))]
    assert languages.count("python") >= languages.count("text") > 1


@pages
def test_pages_are_markdown(page: Path) -> None:
    assert not re.search(r":\w+:`|(?<!`)``(?!`)", text_of(page))


@pages
def test_links_lead_somewhere(page: Path) -> None:
    for target, anchor in LINK.findall(text_of(page)):
        file = page.parent / target if target else page
        assert file.exists(), target
        assert not anchor or anchor in anchors(file), f"{target}#{anchor}"


@pages
def test_files_that_are_named_exist(page: Path) -> None:
    for name in FILE.findall(text_of(page)):
        assert any(ROOT.glob(re.sub(r"<\w+>", "*", name))), name
