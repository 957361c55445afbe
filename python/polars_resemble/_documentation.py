"""Docstrings: the paragraphs that functions share, written once, and how they get into each docstring."""

from __future__ import annotations

import inspect
import re
import textwrap
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

F = TypeVar("F", bound="Callable[..., object]")

COLUMNS = """\
left, right : IntoColumn
    A column name, an expression or a Series each; a literal is ``pl.lit("text")``. String,
    Categorical and Enum are compared by Unicode code points, or by what `unit` says, Binary by bytes,
    List and Array by their elements: integers, booleans, or any of the former. Null elements are equal."""

COLUMNS_OF_LETTERS = """\
left, right : IntoColumn
    A column name, an expression or a Series each; a literal is ``pl.lit("text")``. String,
    Categorical and Enum are compared by Unicode code points, Binary by bytes."""

REACHED = """\
    A cutoff is reached by a score that misses it by no more than 1e-12, as rounding makes exact
    fractions do: 1 - 7/100 reaches 0.93."""

MEASURE = """\
measure : {"distance", "similarity", "normalized_distance", "normalized_similarity"}
    What to read: distance and similarity add up to the largest value that the metric can reach for
    the two lengths; normalised, they are divided by it and lie in 0..1, where two empty sides have
    distance 0 and similarity 1."""

WORST_READING = f"""\
score_cutoff : float, optional
    The worst reading to keep, in the units of `measure`; a row that is worse becomes null.
{REACHED}"""

LEAST_SIMILARITY = f"""\
score_cutoff : float, optional
    The least similarity to keep, within 0..1; a row that is less alike becomes null.
{REACHED}"""

UNIT = """\
unit : {"codepoint", "grapheme", "byte"}
    What texts are compared by: Unicode code points, graphemes, which are what readers take for one
    letter, whether composed or not, or the bytes of UTF-8."""

TEXT = """\
column : IntoColumn
    A column name, an expression or a Series of String, Categorical or Enum; a literal is
    ``pl.lit("text")``. Of a Categorical or Enum each category is looked at once."""

PAIR = """\
left, right : IntoColumn
    A column name, an expression or a Series each, of String, Categorical or Enum; a literal is
    ``pl.lit("text")``. Of two Categoricals or Enums each distinct pair is looked at once."""

SCORER = """\
scorer : Scorer or str
    One of :mod:`polars_resemble.scorers`, or the name of a metric, which is then read as a
    normalised similarity."""

SCORER_OF_JOIN = """\
scorer : Scorer or str, optional
    One of :mod:`polars_resemble.scorers`, or the name of a metric, which is then read as a
    normalised similarity. Not used where `on` has scorers. Without it, one column that is joined
    without a cutoff is compared by ``soft_tfidf(processor="default")``, all else by ``jaro_winkler()``."""

PROGRESS = """\
progress : bool
    Whether long work shows a bar on stderr."""

SENSE = """\
sense : {"similarity", "distance"}
    Whether large scores are the better ones, or small ones."""

TABLES = """\
tables : {"one", "two"}
    Whether ids of both sides are those of one table, so that equal ids are one row, a pair has no
    order and a row paired with itself says nothing; or each side has a table of its own, so that a left 1 and
    a right 1 are two rows."""

COUNT = "UInt32 for a distance or a similarity, Float64 for a normalised measure"
RATIO = "Float64 in 0..1"

#: When a ``ComputeError`` is raised by functions of one column, and of two.
WRONG_COLUMN = "If the column has another dtype; raised when the query is planned."
WRONG_COLUMNS = "If a column has another dtype; raised when the query is planned."
MIXED_COLUMNS = (
    "If a column has another dtype, or two kinds of columns meet; raised when the query is planned."
)

#: The sections of a docstring, in order.
SECTIONS = ("Parameters", "Returns", "Raises", "References", "Examples")
HEADING = re.compile(rf"^({'|'.join(SECTIONS)})\n-+\n", re.MULTILINE)
#: The beginning of a paragraph about one or several parameters.
PARAMETERS = re.compile(r"^(?=\w+(?:, \w+)* : )", re.MULTILINE)


def completed(*paragraphs: str, returns: str | None = None, error: str | None = None) -> Callable[[F], F]:
    """Complete a docstring, whose own paragraphs and sections stay.

    Parameters
    ----------
    paragraphs
        What is said of parameters elsewhere, too. They and the docstring's own ones come in the order of
        the signature.
    returns
        Which expression is returned, if the docstring does not say it.
    error
        When a ``ComputeError`` is raised, if the docstring has no section ``Raises``. It gets one, in which
        the errors of wrong parameters come first.
    """

    def complete(function: F) -> F:
        text, *parts = HEADING.split(inspect.cleandoc(function.__doc__ or ""))
        sections = {name: part.strip("\n") for name, part in zip(parts[::2], parts[1::2], strict=True)}
        parameters = inspect.signature(function).parameters
        order = list(parameters)
        own = PARAMETERS.split(sections.get("Parameters", ""))
        told = (paragraph.strip("\n") for paragraph in [*paragraphs, *own] if paragraph)
        sections["Parameters"] = "\n".join(
            sorted(told, key=lambda paragraph: order.index(re.split(r"\W", paragraph)[0]))
        )
        if returns is not None:
            sections["Returns"] = f"Expr\n{_indented(returns)}"
        if error is not None:
            sections["Raises"] = f"{_wrong(parameters)}\npolars.exceptions.ComputeError\n{_indented(error)}"
        written = [f"{name}\n{'-' * len(name)}\n{sections[name]}" for name in SECTIONS if name in sections]
        function.__doc__ = "\n\n".join([text.strip(), *written])
        return function

    return complete


def documented(
    *own: str, counts: bool = True, measures: bool = True, letters: bool = False
) -> Callable[[F], F]:
    """Complete the docstring of a metric, with paragraphs of its own family if it has any.

    A metric without measures is always a similarity. One that reads letters, to which symbols are more
    than equal or not, takes neither lists nor a unit.
    """
    reading = [MEASURE, WORST_READING] if measures else [LEAST_SIMILARITY]
    compared = [COLUMNS_OF_LETTERS] if letters else [COLUMNS, UNIT]
    dtype = COUNT if counts else RATIO
    returns = f"{dtype}, named after the left column. Null where either side is null."
    return completed(*compared, *reading, *own, returns=returns, error=MIXED_COLUMNS)


def text_documented(dtype: str, *, undefined: str = "") -> Callable[[F], F]:
    """Complete the docstring of a function of one text.

    `undefined` says which texts have no answer, if there are any.
    """
    undefined = f", or {undefined}" if undefined else ""
    returns = f"{dtype}, named after the column. Null where the text is null{undefined}."
    return completed(TEXT, returns=returns, error=WRONG_COLUMN)


def pair_documented(dtype: str, *, undefined: str = "") -> Callable[[F], F]:
    """Complete the docstring of a function of two texts that is no metric."""
    undefined = f", or {undefined}" if undefined else ""
    returns = f"{dtype}, named after the left column. Null where either side is null{undefined}."
    return completed(PAIR, returns=returns, error=WRONG_COLUMNS)


def alignment_documented(dtype: str, *own: str, undefined: str = "") -> Callable[[F], F]:
    """Complete the docstring of a function that says where two texts agree, with paragraphs of its own."""
    undefined = f", or {undefined}" if undefined else ""
    returns = f"""{dtype}, named after the left column. Positions count code points. Null where either side
        is null{undefined}."""
    return completed(PAIR, *own, returns=returns, error=WRONG_COLUMNS)


def _wrong(parameters: Mapping[str, inspect.Parameter]) -> str:
    """Say which errors wrong parameters raise; those given by position are columns, which have no values."""
    columns = [f"`{name}`" for name, each in parameters.items() if each.kind is not each.KEYWORD_ONLY]
    if len(columns) == len(parameters):
        return (
            f"TypeError\n    If {' or '.join(columns)} is none of these; raised when the expression is built."
        )
    wrong = "If a parameter has the wrong type or value; raised when the expression is built."
    return f"TypeError, ValueError\n    {wrong}"


def _indented(sentences: str) -> str:
    """Break sentences into indented lines."""
    return textwrap.indent(textwrap.fill(" ".join(sentences.split()), 96, break_on_hyphens=False), "    ")
