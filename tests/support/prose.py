"""Measure the comments of the Rust sources: python tests/support/prose.py .

For each folder of `src`: the words in its comments; how many of a hundred are words that join clauses and
name nothing (`FILLERS`); doc comments that begin with "The same", which mean nothing in a tooltip; and
lines of documentation for each line of code. Tests count for the words only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCES = Path(__file__).parents[2] / "src"

#: Words that seldom name what is meant.
FILLERS = re.compile(r"\b(?:that|which|what|whose|those|such|so many|there|where)\b", re.IGNORECASE)
WORD = re.compile(r"[^\W\d_][\w'-]*")
#: Comments, and what may hold two slashes without being one.
TOKEN = re.compile(
    r'b?r(#*)".*?"\1|b?"(?:\\.|[^"\\])*"'
    r"|b?'(?:\\u\{\w+\}|\\x\w\w|\\.|[^'\\])'"
    r"|//(?P<line>[^\n]*)|/\*(?P<block>.*?)\*/",
    re.DOTALL,
)
#: The tests at the end of a file.
TEST_MODULE = re.compile(r"#\[cfg\(test\)\]\nmod \w+ \{")
#: Files that hold nothing but tests, and what these need.
TESTS = re.compile(r"(?:^|/)(?:tests/.*|tests|testing|naive)(?:\.rs)?$")


@dataclass
class Prose:
    """What the comments of some files hold."""

    words: int = 0
    fillers: int = 0
    #: Doc comments that begin with "The same", each by its file and line.
    same: tuple[str, ...] = ()
    doc_lines: int = 0
    code_lines: int = 0

    def __add__(self, other: Prose) -> Prose:
        return Prose(
            self.words + other.words,
            self.fillers + other.fillers,
            self.same + other.same,
            self.doc_lines + other.doc_lines,
            self.code_lines + other.code_lines,
        )

    @property
    def share(self) -> float:
        """How many of a hundred words are fillers."""
        return 100 * self.fillers / max(1, self.words)

    @property
    def density(self) -> float:
        """Lines of documentation for each line of code."""
        return self.doc_lines / max(1, self.code_lines)


def comments(source: str) -> str:
    """Join the text of all comments."""
    texts = (match["line"] or match["block"] or "" for match in TOKEN.finditer(source))
    return "\n".join(text.lstrip("/!") for text in texts)


def vague(source: str) -> Iterator[int]:
    """Yield the lines in which a doc comment begins with "The same"."""
    before = ""
    for number, line in enumerate(source.splitlines(), 1):
        said = re.match(r"\s*(//[/!])\s*(.*)", line)
        kind = said[1] if said else ""
        if said and kind != before and re.match(r"The same\b", said[2]):
            yield number
        before = kind


def measured(source: str, name: str) -> Prose:
    """Measure one file."""
    text = comments(source)
    same = tuple(f"{name}:{line}" for line in vague(source))
    prose = Prose(len(WORD.findall(text)), len(FILLERS.findall(text)), same)
    if not TESTS.search(name):
        code = TEST_MODULE.split(source)[0]
        lines = [line.strip() for line in code.splitlines()]
        prose.doc_lines = sum(line.startswith(("///", "//!")) for line in lines)
        prose.code_lines = sum(bool(line) and not line.startswith(("//", "/*")) for line in lines)
    return prose


def folders() -> dict[str, Prose]:
    """Measure each folder of `src`; a file beside the folders is taken with the folder of its name."""
    found: dict[str, Prose] = {}
    for file in sorted(SOURCES.rglob("*.rs")):
        name = file.relative_to(SOURCES).as_posix()
        folder = re.split(r"[/.]", name)[0]
        found[folder] = found.get(folder, Prose()) + measured(file.read_text(encoding="utf-8"), name)
    return found


def main() -> None:
    """Print a table of all folders."""
    found = folders()
    print(f"{'folder':<12}{'words':>8}{'fillers %':>11}{'The same':>10}{'doc/code':>10}")
    for name, prose in [*found.items(), ("all", sum(found.values(), Prose()))]:
        print(f"{name:<12}{prose.words:>8}{prose.share:>11.1f}{len(prose.same):>10}{prose.density:>10.2f}")


if __name__ == "__main__":
    main()
