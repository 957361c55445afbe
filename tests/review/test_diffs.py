"""A picture of differences shows both texts whole, and nothing that they hold does anything."""

from __future__ import annotations

import re
import unicodedata
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import polars_resemble as rs

if TYPE_CHECKING:
    from pathlib import Path

TEXTS = st.none() | st.text(st.sampled_from("ab<>&\"' é\u0301\u202e\u200b\x00\n\xa0日😀"), max_size=12)
ELEMENTS = {*("div", "style", "table", "thead", "tbody", "tr", "th", "td", "p", "span", "del", "ins", "mark")}
ATTRIBUTES = {"class", "style", "scope", "dir"}


class Page(HTMLParser):
    """The texts of cells, in order, and the runs of each element of edits."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.cells: list[str] = []
        self.runs: list[tuple[str, str]] = []
        self.feed(source)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ELEMENTS
        assert {name for name, _ in attrs} <= ATTRIBUTES
        self.open.append(tag)
        if tag == "td":
            self.cells.append("")
        if tag in {"del", "ins", "mark"} and "td" in self.open:
            self.runs.append((tag, ""))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "td" not in self.open:
            return
        self.cells[-1] += data
        for tag in ("del", "ins", "mark"):
            if tag in self.open:
                self.runs[-1] = (tag, self.runs[-1][1] + data)


def shown(text: str | None) -> str:
    """Write a text as a picture does, but for the circles before accents."""
    if text is None:
        return "null"
    seen = (
        f"U+{ord(one):04X}" if one != " " and unicodedata.category(one)[0] in "CZ" else one for one in text
    )
    return "".join(seen)


@given(left=TEXTS, right=TEXTS)
def test_both_texts_are_shown_whole_and_inert(left: str | None, right: str | None) -> None:
    frame = pl.DataFrame({"a": [left], "b": [right]}, {"a": pl.String, "b": pl.String})
    diff = frame.rs.show_diff("a", "b")
    page = Page(diff._repr_html_())
    assert [cell.replace("◌", "") for cell in page.cells] == ["1", shown(left), shown(right)]
    printed = repr(diff)
    assert len(printed.split("\n")) == 5
    assert not re.search("[\u202e\u200b\x00\xa0]", printed)


@given(left=TEXTS, right=TEXTS, metric=st.sampled_from(["levenshtein", "indel"]))
def test_marks_say_what_the_distance_counts(left: str | None, right: str | None, metric: Any) -> None:
    frame = pl.DataFrame({"a": [left], "b": [right]}, {"a": pl.String, "b": pl.String})
    diff = frame.rs.show_diff("a", "b", metric=metric)
    letters = {"del": 0, "ins": 0, "mark": 0}
    for tag, run in Page(diff._repr_html_()).runs:
        letters[tag] += len(re.sub(r"U\+[0-9A-F]{4}", "?", run).replace("◌", ""))
    distance = frame.select(getattr(rs, metric)("a", "b")).item()
    assert letters["del"] + letters["ins"] + letters["mark"] / 2 == (distance or 0)


def test_each_edit_has_its_mark() -> None:
    frame = pl.DataFrame({"a": ["qabxcd"], "b": ["abycdf"]})
    assert Page(frame.rs.show_diff("a", "b")._repr_html_()).runs == [
        ("del", "q"),
        ("mark", "x"),
        ("mark", "y"),
        ("ins", "f"),
    ]
    assert "< [-q-]ab[~x~]cd\n   > ab{~y~}cd{+f+}" in repr(frame.rs.show_diff("a", "b"))


def test_long_texts_and_frames_are_cut_and_it_is_said() -> None:
    frame = pl.DataFrame({"a": ["é" * 30] * 5, "b": ["é"] * 5})
    diff = frame.rs.show_diff("a", "b", limit=2, width=10)
    assert diff.rows["left"].to_list() == ["é" * 10] * 2
    assert "… 20 more" in repr(diff)
    assert "… 20 more" in diff._repr_html_()
    assert repr(diff).endswith("the first 2 rows; the frame has more")
    assert "the first 2 rows; the frame has more" in diff._repr_html_()
    assert repr(frame.rs.show_diff("a", "b", limit=5)).endswith("\n5 rows")


def test_a_hostile_page_is_bounded() -> None:
    frame = pl.DataFrame({"a": ["<b>" * 1_000_000], "b": ["x" * 3_000_000]})
    assert len(frame.rs.show_diff("a", "b")._repr_html_()) < 20_000


def test_names_are_inert() -> None:
    name = "<script>\u202e" + "x" * 100
    frame = pl.DataFrame({name: ["a"], "b": ["b"]})
    page = frame.rs.show_diff(name, "b")._repr_html_()
    assert "&lt;script&gt;⟨U+202E⟩" in page
    assert "x" * 60 not in page
    Page(page)


@pytest.mark.parametrize(
    ("score", "line", "has_bar"),
    [
        (pl.lit(0.25), "1  ██░░░░░░░░ 0.25", True),
        (pl.lit(1.0), "1  ██████████ 1", True),
        (pl.lit(1.5), "1  1.5", False),
        (pl.lit(float("nan")), "1  nan", False),
        (pl.lit(3), "1  3", False),
        (pl.lit(None), "1  none", False),
    ],
)
def test_scores(score: pl.Expr, line: str, has_bar: bool) -> None:  # noqa: FBT001  # a parameter of the test
    diff = pl.DataFrame({"a": ["a"], "b": ["b"]}).rs.show_diff("a", "b", score=score)
    assert repr(diff).split("\n")[1] == line
    assert ('class="rs-bar"' in diff._repr_html_()) == has_bar


def test_lazy_frames_and_other_dtypes() -> None:
    frame = pl.LazyFrame({"a": [12, None], "b": ["1x", "y"]}, {"a": pl.Int64, "b": pl.Categorical})
    assert (
        repr(frame.rs.show_diff("a", "b"))
        == "a → b\n1\n   < 1[~2~]\n   > 1{~x~}\n2\n   < null\n   > y\n2 rows"
    )
    assert frame.collect().head(0).rs.show_diff("a", "b").rows.height == 0


def test_a_page_is_written(tmp_path: Path) -> None:
    frame = pl.DataFrame({"a": ["日本"], "b": ["日"]})
    frame.rs.show_diff("a", "b").to_html(tmp_path / "page.html")
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert frame.rs.show_diff("a", "b")._repr_html_() in page


def test_wrong_parameters() -> None:
    frame = pl.DataFrame({"a": ["x"], "b": ["y"]})
    with pytest.raises(
        TypeError, match=r"^show_diff: expected frame to be a DataFrame or a LazyFrame, got list"
    ):
        rs.show_diff([1], "a", "b")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"^show_diff: expected limit to be within 1\.\.1000, got 0"):
        frame.rs.show_diff("a", "b", limit=0)
    with pytest.raises(ValueError, match=r"^show_diff: expected width to be within 1\.\.1000, got 1001"):
        frame.rs.show_diff("a", "b", width=1001)
    with pytest.raises(ValueError, match=r"^show_diff: expected metric to be one of"):
        frame.rs.show_diff("a", "b", metric="jaro")  # type: ignore[arg-type]
    with pytest.raises(
        pl.exceptions.SchemaError, match=r"^show_diff: expected score to be a column of numbers"
    ):
        frame.rs.show_diff("a", "b", score="a")
    with pytest.raises(pl.exceptions.ColumnNotFoundError):
        frame.rs.show_diff("a", "c")


def test_styles_touch_nothing_else_on_a_page() -> None:
    page = pl.DataFrame({"a": ["x"], "b": ["y"]}).rs.show_diff("a", "b")._repr_html_()
    style = page.partition("<style>")[2].partition("</style>")[0]
    selectors = re.findall(r"([^{}]+)\{", re.sub(r"@media[^{]*\{", "", style))
    assert len(selectors) > 10
    for selector in ",".join(selectors).split(","):
        assert selector.strip().startswith("div.rs-diff")
