"""Comments of the Rust sources are sentences that stand alone and name what they mean."""

from __future__ import annotations

import pytest

import prose

FOLDERS = prose.folders()
#: Folders in which doc comments still begin with "The same".
NOT_YET = set[str]()
#: The most words of a hundred that may be fillers, over all folders.
MOST = 5.3


@pytest.mark.parametrize("folder", sorted(FOLDERS.keys() - NOT_YET))
def test_no_doc_comment_begins_with_the_same(folder: str) -> None:
    assert FOLDERS[folder].same == ()


def test_few_words_are_fillers() -> None:
    assert sum(FOLDERS.values(), prose.Prose()).share <= MOST


SOURCE = r"""
//! The same is said
//! The same way, in a second line.

/// The same. A name such as that.
struct One {
    /// A link: "http://one.two".
    ///
    /// The same in a later paragraph.
    link: &'static str, // there are so many
    letter: char,
}

const LINK: &str = "//! The same that";
const QUOTE: char = '"'; // what
/* where */

#[cfg(test)]
mod tests {
    // Words of tests.
    fn one() {}
}
"""


def test_comments_are_told_from_code() -> None:
    found = prose.measured(SOURCE, "one.rs")
    assert found.same == ("one.rs:2", "one.rs:5")
    assert (found.doc_lines, found.code_lines) == (6, 6)
    assert found.fillers == len(["such", "that", "there", "so many", "what", "where"])
    tests = prose.measured(SOURCE, "tests/one.rs")
    assert (tests.words, tests.code_lines) == (found.words, 0)
