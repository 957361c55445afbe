"""Pictures of differences: pairs of texts side by side, with what was edited marked."""

from __future__ import annotations

import html
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, get_args

import polars as pl

from polars_resemble import _checks
from polars_resemble._typing import Script
from polars_resemble.alignments import opcodes

if TYPE_CHECKING:
    from os import PathLike

    from polars_resemble._typing import IntoColumn

__all__ = ["Diff", "show_diff"]

#: The most rows and the most letters of a text that can be asked for: what is shown stays bounded.
MOST_ROWS, MOST_LETTERS = 1_000, 1_000

#: How many letters of a column's name are shown.
LONGEST_NAME = 60

#: How many blocks a score of 1 has in a terminal.
BLOCKS = 10

#: The marks of edits in a terminal, before and behind, in the left and in the right text.
MARKS = {
    "equal": (("", ""), ("", "")),
    "delete": (("[-", "-]"), ("", "")),
    "insert": (("", ""), ("{+", "+}")),
    "replace": (("[~", "~]"), ("{~", "~}")),
}

#: The elements of edits in HTML: a browser strikes and underlines the first two without any style.
ELEMENTS = {"delete": "del", "insert": "ins", "replace": "mark"}

#: Colours are half transparent and lie on the page's own ground, light or dark. Orange, blue and purple are
#: Okabe and Ito's, told apart by colour-blind readers.
STYLE = """\
div.rs-diff { font: 14px/1.5 system-ui, sans-serif; color: inherit; overflow-x: auto; }
div.rs-diff table { border-collapse: collapse; width: 100%; table-layout: auto; }
div.rs-diff tr { background: none; }
div.rs-diff th, div.rs-diff td { text-align: left; vertical-align: top; padding: .3em .7em; border: 0;
  border-bottom: 1px solid rgba(128, 128, 128, .35); background: none; color: inherit; }
div.rs-diff td.rs-text { font-family: ui-monospace, monospace; white-space: pre-wrap;
  overflow-wrap: anywhere; overflow: hidden; width: 45%; unicode-bidi: isolate; }
div.rs-diff td.rs-row, div.rs-diff td.rs-score { white-space: nowrap; font-variant-numeric: tabular-nums; }
div.rs-diff td.rs-row, div.rs-diff .rs-note { opacity: .75; }
div.rs-diff del, div.rs-diff ins, div.rs-diff mark { color: inherit; border-radius: 2px; padding: 0 1px; }
div.rs-diff del { background: rgba(213, 94, 0, .28); text-decoration: line-through 2px; }
div.rs-diff ins { background: rgba(86, 180, 233, .36); text-decoration: underline 2px; }
div.rs-diff mark { background: rgba(204, 121, 167, .32); text-decoration: underline dotted 2px; }
div.rs-diff .rs-sign { border: 1px dotted currentColor; border-radius: 2px; font-size: .8em; padding: 0 2px;
  display: inline-block; line-height: 1.2; }
div.rs-diff .rs-bar { display: inline-block; width: 5em; height: .6em; margin-right: .5em;
  border: 1px solid rgba(128, 128, 128, .7); }
div.rs-diff .rs-bar span { display: block; height: 100%; background: rgba(40, 140, 205, .85); }
div.rs-diff p { margin: .5em .7em; }
@media (max-width: 40em) {
  div.rs-diff thead { display: none; }
  div.rs-diff tr { display: block; padding: .4em 0; border-bottom: 1px solid rgba(128, 128, 128, .5); }
  div.rs-diff td { display: inline-block; border: 0; padding: .1em .5em; }
  div.rs-diff td.rs-text { display: block; width: auto; }
}
"""

PAGE = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Differences</title>
</head>
<body>
{}</body>
</html>
"""


class _Side(NamedTuple):
    """One text of a pair, cut, and how many letters the cut left out."""

    text: str | None
    rest: int


@dataclass(frozen=True, repr=False)
class Diff:
    """Pairs of texts with their edits marked, made by :func:`polars_resemble.show_diff`.

    Printed it is some lines for each pair, in a notebook a table.
    """

    names: tuple[str, str]
    """What the left and the right column are called."""
    rows: pl.DataFrame
    """The pairs in the picture: ``left`` and ``right``, cut to `width` letters, ``left_rest`` and
    ``right_rest`` (how many letters were cut), ``edits`` (see :func:`polars_resemble.opcodes`), and ``score``
    if asked for."""
    is_cut: bool
    """Whether the frame has more rows than are shown."""

    def __repr__(self) -> str:
        lines = [f"{_inert(self.names[0])} → {_inert(self.names[1])}"]
        for number, row in enumerate(self.rows.iter_rows(named=True), 1):
            score = _score(row)
            lines += [f"{number}  {_blocks(row['score'])}{score}" if score else f"{number}"]
            for side, sign in enumerate("<>"):
                lines.append(f"   {sign} {_line(row, side)}")
        return "\n".join([*lines, self._note()])

    def _repr_html_(self) -> str:
        has_score = "score" in self.rows.columns
        heads = ["", *map(_inert, self.names), *(["score"] if has_score else [])]
        head = "".join(f'<th scope="col">{html.escape(each)}</th>' for each in heads)
        body = "".join(
            f'<tr><td class="rs-row">{number}</td>{_cell(row, 0)}{_cell(row, 1)}{_score_cell(row)}</tr>\n'
            for number, row in enumerate(self.rows.iter_rows(named=True), 1)
        )
        legend = "<del>only left</del> <ins>only right</ins> <mark>replaced</mark>"
        return (
            f'<div class="rs-diff"><style>\n{STYLE}</style>\n<table>\n<thead><tr>{head}</tr></thead>\n'
            f"<tbody>\n{body}</tbody>\n</table>\n"
            f'<p>{legend} <span class="rs-note">{self._note()}</span></p></div>\n'
        )

    def to_html(self, path: str | PathLike[str]) -> None:
        """Write a page of HTML that needs no other file.

        Parameters
        ----------
        path : str or path
            The file; one that is there is replaced.

        Raises
        ------
        OSError
            If the file cannot be written.
        """
        Path(path).write_text(PAGE.format(self._repr_html_()), encoding="utf-8")

    def _note(self) -> str:
        count = self.rows.height
        if self.is_cut:
            return f"the first {count} rows; the frame has more"
        return "1 row" if count == 1 else f"{count} rows"


def show_diff(
    frame: pl.DataFrame | pl.LazyFrame,
    left: IntoColumn,
    right: IntoColumn,
    *,
    score: IntoColumn = None,
    metric: Script = "levenshtein",
    limit: int = 20,
    width: int = 200,
) -> Diff:
    """Show pairs of texts side by side, with deletions, insertions and substitutions marked.

    The answer is a table in a notebook, lines of text where it is printed, and a page by ``to_html(path)``.
    Texts are never taken for HTML; controls, marks of direction and invisible letters are shown by code.

    Parameters
    ----------
    frame : DataFrame or LazyFrame
        The pairs; in method form the frame itself. Of a lazy one no more than `limit` rows and one are read
        where its plan allows that.
    left, right : IntoColumn
        The columns to compare; values of other dtypes than text are shown as Polars writes them.
    score : IntoColumn, optional
        A column of numbers or an expression that makes one, shown beside the pair: a float within 0..1
        with a bar.
    metric : {"levenshtein", "indel", "lcs_seq", "hamming"}
        The distance whose edits are marked; see :func:`editops`.
    limit : int
        How many rows are shown, the first ones, 1..1000.
    width : int
        How many letters of a text are compared and shown, the first ones, 1..1000; how many
        more there are is said behind them.

    Returns
    -------
    Diff
        With ``names``, ``rows``, ``is_cut`` and ``to_html(path)``.

    Raises
    ------
    TypeError, ValueError
        If a parameter has the wrong type or value.
    polars.exceptions.PolarsError
        If a column is missing, cannot be shown as text, or the score is no number.

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame({"a": ["kitten", "Ulm", None], "b": ["sitting", "Neu-Ulm", "x"]})
    >>> df.rs.show_diff("a", "b", score=rs.ratio("a", "b"))
    a → b
    1  ██████░░░░ 0.6154
       < [~k~]itt[~e~]n
       > {~s~}itt{~i~}n{+g+}
    2  ██████░░░░ 0.6
       < Ulm
       > {+Neu-+}Ulm
    3  none
       < null
       > x
    3 rows
    """
    function = "show_diff"
    _frame(function, frame)
    columns = {
        side: _checks.column(function, side, value) for side, value in (("left", left), ("right", right))
    }
    if score is not None:
        columns["score"] = _checks.column(function, "score", score)
    metric = _checks.choice(function, "metric", metric, get_args(Script))
    limit = _checks.whole(function, "limit", limit, 1, MOST_ROWS)
    width = _checks.whole(function, "width", width, 1, MOST_LETTERS)
    names = [frame.lazy().select(columns[side]).collect_schema().names()[0] for side in ("left", "right")]
    pairs = frame.lazy().select(**columns).head(limit + 1).collect()
    if score is not None and not (pairs.schema["score"].is_numeric() or pairs.schema["score"] == pl.Null):
        message = f"{function}: expected score to be a column of numbers, got {pairs.schema['score']}"
        raise pl.exceptions.SchemaError(message)
    texts = [pl.col(side).cast(pl.String) for side in ("left", "right")]
    rows = pairs.head(limit).with_columns(texts)
    lengths = [
        (pl.col(side).str.len_chars().cast(pl.Int64) - width).clip(0).alias(f"{side}_rest")
        for side in ("left", "right")
    ]
    rows = rows.with_columns(lengths).with_columns(pl.col("left", "right").str.slice(0, width))
    rows = rows.with_columns(opcodes("left", "right", metric=metric).alias("edits"))
    return Diff((names[0], names[1]), rows, is_cut=pairs.height > limit)


def _frame(function: str, value: object) -> None:
    """Accept a frame, lazy or not."""
    if not isinstance(value, (pl.DataFrame, pl.LazyFrame)):
        raise _checks.wrong_type(function, "frame to be a DataFrame or a LazyFrame", value)


def _side(row: dict[str, Any], side: int) -> _Side:
    name = ("left", "right")[side]
    return _Side(row[name], row[f"{name}_rest"] or 0)


def _runs(row: dict[str, Any], side: int) -> list[tuple[str, str]]:
    """Cut one text of a pair into its runs, each with its tag; a text beside null is one run."""
    text = row[("left", "right")[side]]
    if row["edits"] is None:
        return [("equal", text)]
    start, end = (("src_start", "src_end"), ("dest_start", "dest_end"))[side]
    runs = [(edit["tag"], text[edit[start] : edit[end]]) for edit in row["edits"]]
    return [(tag, run) for tag, run in runs if run]


def _line(row: dict[str, Any], side: int) -> str:
    """Write one text of a pair for a terminal."""
    text, rest = _side(row, side)
    if text is None:
        return "null"
    marked = [(MARKS[tag][side], "".join(map(_sign, _joinable(run)))) for tag, run in _runs(row, side)]
    line = "".join(f"{before}{run}{behind}" for (before, behind), run in marked)
    return f"{line} … {rest} more" if rest else line


def _cell(row: dict[str, Any], side: int) -> str:
    """Write one text of a pair as a cell of a table."""
    text, rest = _side(row, side)
    if text is None:
        return '<td class="rs-text"><span class="rs-note">null</span></td>'
    cell = ""
    for tag, run in _runs(row, side):
        escaped = "".join(map(_escaped, _joinable(run)))
        element = ELEMENTS.get(tag)
        cell += f"<{element}>{escaped}</{element}>" if element else escaped
    more = f' <span class="rs-note">… {rest} more</span>' if rest else ""
    return f'<td class="rs-text" dir="auto">{cell}{more}</td>'


def _joinable(run: str) -> str:
    """Put a circle before a run that begins with an accent, which would sit on the mark before it."""
    return f"◌{run}" if unicodedata.category(run[:1] or " ").startswith("M") else run


def _sign(letter: str) -> str:
    """Write a letter, or the code of one that cannot be seen or that changes how others are seen."""
    category = unicodedata.category(letter)
    is_seen = letter == " " or category[0] not in "CZ"
    return letter if is_seen else f"⟨U+{ord(letter):04X}⟩"


def _escaped(letter: str) -> str:
    sign = _sign(letter)
    return html.escape(letter) if sign == letter else f'<span class="rs-sign">{sign[1:-1]}</span>'


def _inert(name: str) -> str:
    """Write a column's name so that it does nothing."""
    cut = name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"
    return "".join(map(_sign, cut))


def _score(row: dict[str, Any]) -> str:
    """Write the score of a pair, nothing if none was asked for."""
    if "score" not in row:
        return ""
    value = row["score"]
    return "none" if value is None else f"{value:.4g}" if isinstance(value, float) else str(value)


def _has_bar(value: object) -> bool:
    return isinstance(value, float) and 0 <= value <= 1


def _blocks(value: object) -> str:
    """Draw a score as blocks; all of them are full at 1 alone."""
    if not isinstance(value, float) or not _has_bar(value):
        return ""
    full = int(value * BLOCKS)
    return f"{'█' * full}{'░' * (BLOCKS - full)} "


def _score_cell(row: dict[str, Any]) -> str:
    """Write the score of a pair as a cell of a table."""
    if "score" not in row:
        return ""
    value = row["score"]
    bar = f'<span class="rs-bar"><span style="width: {value:.1%}"></span></span>' if _has_bar(value) else ""
    return f'<td class="rs-score">{bar}{_score(row)}</td>'
