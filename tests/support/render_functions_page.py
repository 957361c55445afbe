"""Renders docs/functions.md: python tests/support/render_functions_page.py > docs/functions.md ."""

from __future__ import annotations

import inspect
import re
import sys
from pathlib import Path

import polars_resemble as rs
from polars_resemble import _internal

PAGE = Path(__file__).parents[2] / "docs" / "functions.md"

INTRODUCTION = """\
# Functions

Each function compares two columns row by row. `rs.levenshtein("a", "b")` is an expression, and so is
its method form `pl.col("a").rs.levenshtein("b")`; there a str names a column and `pl.lit("text")` is
a text. `series.rs.levenshtein("text")` gives a Series at once; there a str is the text itself. The
result keeps the left column's name.

- `left`, `right`: String, Categorical or Enum, compared by Unicode code points, or Binary, compared by
  bytes, or List or Array of integers, booleans or any of these, compared by their elements. Integers
  are compared by value, whatever their width; a null element equals null and nothing else. (Before version
  1.44, Polars cannot hand parts of an Array column with nulls to plugins; List has no such limit.) In
  method form the column is `left`, and `right` is called `other`.
- `measure`: `"distance"`, `"similarity"`, `"normalized_distance"` or `"normalized_similarity"`. Distance and
  similarity add up to the largest value that the metric can reach for the two lengths; the normalised
  readings are divided by it. A function without a default measure has none to choose: it is a similarity
  in 0..1.
- `score_cutoff`: the worst reading to keep, in the units of the measure; a row that is worse becomes null.
  A score reaches a cutoff that it misses by no more than 1e-12, here as in searches, joins and groups, so
  that rounding loses none: 1 - 7/100 reaches 0.93.
- `unit`: what a text is compared by: `"codepoint"`, unless said otherwise, `"grapheme"`, which is what
  readers take for one letter (Unicode's extended grapheme clusters; composed and decomposed forms are
  equal), or `"byte"`, of UTF-8.

To `editex`, `monge_elkan`, `wratio`, the token ratios, and set metrics with `ngram=None`, letters are more
than equal or not: they part words, or sound alike. They take texts and Binary, no lists, and have no `unit`.

Null on either side gives null. Distances and similarities that count are UInt32, ratios and normalised
readings Float64 in 0..1; two empty texts have distance 0 and normalised similarity 1, unless the
function says otherwise.
A column of another dtype, or two columns of different kinds, is an error when the query is planned; a wrong
parameter is a `TypeError` or `ValueError` when the expression is built.

"""


TEXT_INTRODUCTION = """
## Functions of text

`rs.soundex("name")` is an expression, and so is its method form `pl.col("name").rs.soundex()`;
`series.rs.soundex()` gives a Series at once. The result keeps the column's name. Columns are String,
Categorical or Enum; of the latter two, each category is looked at once. A null gives null, a column of
another dtype is an error when the query is planned, and a wrong parameter is a `TypeError` or
`ValueError` when the expression is built. [phonetics.md](phonetics.md) says more about codes of sounds.

"""


SEQUENCE_INTRODUCTION = """
## Sequence functions

`rs.fibonacci("n")` is an expression, and so is its method form `pl.col("n").rs.fibonacci()`;
`series.rs.fibonacci()` gives a Series at once. Where there are two columns, one of them may be a literal.
The result keeps the first column's name. A null gives null, a column of another dtype is an error when
the query is planned, and a wrong parameter is a `TypeError` or `ValueError` when the expression is built.
None of them wraps around: what does not fit is an error, or null where `overflow="null"` asks for that.

"""


ALIGNMENT_INTRODUCTION = """
## Where two texts agree

These functions of two columns of text, called in the same forms, give more than a number. Positions count
code points. Columns are String, Categorical or Enum.

"""


def own(parameters: dict[str, inspect.Parameter]) -> str:
    """List a function's own parameters with their defaults."""

    def shown(parameter: inspect.Parameter) -> str:
        return "" if parameter.default is parameter.empty else f"={parameter.default!r}"

    return ", ".join(f"`{parameter.name}{shown(parameter)}`" for parameter in parameters.values())


def text_row(name: str) -> str:
    """Make the row of a function of one text."""
    function = getattr(rs, name)
    parameters = dict(inspect.signature(function).parameters)
    for column in ("column", "left", "right"):
        parameters.pop(column, None)
    return f"| `{name}` | {summary(name)} | {dtype(name)} | {own(parameters)} |"


SCORERS = """
## Scorers

`rs.scorers` has a function for each metric, with the metric's own parameters, `measure`, which is
`"normalized_similarity"` unless said otherwise, and `processor`, which is None or `"default"`: RapidFuzz's
`default_process` for both sides. It gives a scorer, a value that is frozen, hashable and shown as the
call that makes it. `rs.scorers.combine({scorer: weight, …})` is the weighted mean of several, null where
one of them is. Wherever a `scorer` is taken, the name of a metric will do too.

`rs.scorers.tfidf(ngram=3)` and `rs.scorers.soft_tfidf(inner="jaro_winkler", threshold=0.9)` compare grams
and words by how rare they are among all texts. `score` and `combine`, which see two texts alone, refuse them.

`rs.scorers.with_numbers(inner="jaro_winkler", factor=0.0)` lowers the score of texts with other numbers,
and `rs.scorers.given_name(nicknames={"Robert": ["Bob"]}, inner="jaro_winkler", nickname=0.95, initial=0.9)`
raises that of names that stand for each other. What letters cost is a table for `costs` of `levenshtein`:
`rs.costs.keyboard("qwerty", reach=2.0)`, `rs.costs.ocr(cost=0.5)`, a dict of pairs, or several put
together by `|`.

`rs.scorers.number(scale=…)` or `(relative=…)`, `date(days, swapped=0.9, digit=0.8)`, `geo(km)`, `exact()`
and `list_overlap(metric="jaccard")` compare what is no text. Fields (`rs.on`), joins, lists of pairs, groups
of several fields and `score` take them; functions that compare texts refuse them.

`extract_one`, `extract` and `cdist` search choices, a Series or a sequence of str, for each text of a
column; the first two take an expression that gives a list as well. Small distances and large similarities
are best, of equal ones the first. Null choices are never found, and nothing is whose
similarity is 0 or of which a scorer's processor leaves nothing (`cdist` and `cdist_frame` have all scores).

| function | what it does |
|---|---|
"""

ANY_METRIC = ("score", "extract_one", "extract", "cdist", "cdist_frame")


def sequence_row(name: str) -> str:
    """Make the row of a sequence function, whose columns are its positional parameters."""
    function = getattr(rs, name)
    parameters = inspect.signature(function).parameters.values()
    columns = [each.name for each in parameters if each.kind is not inspect.Parameter.KEYWORD_ONLY]
    others = {each.name: each for each in parameters if each.name not in columns}
    return f"| `{name}({', '.join(columns)})` | {summary(name)} | {dtype(name)} | {own(others)} |"


FRAMES = """
## Joins and duplicates

`left.rs.fuzzy_join(right, …)` is the same as `rs.fuzzy_join(left, right, …)`; lazy frames stay lazy. So are
`deduplicate`, `pairs`, `suggest_cutoff`, `one_to_one`, `groups`, `merge_groups`, `evaluate`,
`evaluate_groups` and `show_diff` methods of frames, and `cluster` and `canonical` of expressions and Series.
[matching.md](matching.md) says how matches are found, [records.md](records.md) what to do with them, and
[review.md](review.md) how to look at them.

| function | what it does |
|---|---|
"""

OF_FRAMES = (
    *("fuzzy_join", "on", "explain_matching", "explain_pair", "cluster", "canonical", "deduplicate", "pairs"),
    *("suggest_cutoff", "one_to_one", "groups", "merge_groups", "evaluate", "evaluate_groups", "show_diff"),
    *("levels", "any_of"),
)


def row(name: str) -> str:
    """Make the row of one metric out of its signature and its docstring."""
    function = getattr(rs, name)
    parameters = dict(inspect.signature(function).parameters)
    for shared in ("left", "right", "score_cutoff", "unit"):
        parameters.pop(shared, None)
    measure = parameters.pop("measure").default if "measure" in parameters else ""
    return f"| `{name}` | {summary(name)} | {measure} | {own(parameters)} |"


def any_metric_row(name: str) -> str:
    """Make the row of a function that takes a scorer."""
    signature = inspect.signature(getattr(rs, name))
    plain = inspect.Signature([each.replace(annotation=each.empty) for each in signature.parameters.values()])
    return f"| `{name}{plain}` | {summary(name)} |"


def summary(name: str) -> str:
    return inspect.getdoc(getattr(rs, name)).partition("\n")[0]


def dtype(name: str) -> str:
    """Tell what a function returns, in the words of its docstring."""
    returned = inspect.getdoc(getattr(rs, name)).partition("\nExpr\n")[2]
    return " ".join(returned.partition(", named")[0].split())


def page() -> str:
    header = "| function | what it does | default measure | own parameters |\n|---|---|---|---|\n"
    metrics = "".join(f"{row(name)}\n" for name in _internal.metric_names())
    others = "".join(f"{any_metric_row(name)}\n" for name in ANY_METRIC)
    frames = "".join(f"{any_metric_row(name)}\n" for name in OF_FRAMES)
    text_header = "| function | what it does | result | own parameters |\n|---|---|---|---|\n"
    texts = "".join(f"{text_row(name)}\n" for name in _internal.text_names())
    texts += "".join(f"{sequence_row(name)}\n" for name in _internal.pair_names())
    sequences = "".join(f"{sequence_row(name)}\n" for name in _internal.sequence_names())
    pairs = "".join(f"{text_row(name)}\n" for name in _internal.alignment_names())
    comparisons = INTRODUCTION + header + metrics + ALIGNMENT_INTRODUCTION + text_header + pairs
    comparisons += SCORERS + others + FRAMES + frames
    one_text = TEXT_INTRODUCTION + text_header + texts
    text = comparisons + one_text + SEQUENCE_INTRODUCTION + text_header + sequences
    # What docstrings say in reStructuredText is said in Markdown.
    return re.sub(r":func:(?=`)", "", text).replace("``", "`")


if __name__ == "__main__":
    sys.stdout.write(page())
