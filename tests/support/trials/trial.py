"""A trial is one call on random data. What is run is the text that a report shows."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import polars as pl

import polars_resemble as rs
from engines import POLARS
from polars_resemble._plugin import EXPLODED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from typing_extensions import Self

#: How far below a cutoff within 0..1 a reading may lie and still reach it.
TOLERANCE = 1e-12

#: The names that the text of a trial may use.
NAMES = {"pl": pl, "rs": rs, "inf": math.inf, "EXPLODED": EXPLODED}
HEADER = """\
from math import inf
import polars as pl
import polars_resemble as rs
from polars_resemble._plugin import EXPLODED"""


@dataclass(frozen=True)
class Column:
    """The values of a column, or of a literal, and their dtype; `pl.Enum` has these values as categories."""

    values: tuple[Any, ...]
    dtype: Any = pl.String

    def __len__(self) -> int:
        return len(self.values)

    @property
    def complete_dtype(self) -> Any:
        if self.dtype is pl.Enum:
            return pl.Enum(sorted({value for value in self.values if value is not None}))
        return self.dtype

    def series(self) -> pl.Series:
        if self.dtype is pl.Enum or self.dtype == pl.Categorical:
            return pl.Series(self.values, dtype=pl.String).cast(self.complete_dtype)
        return pl.Series(self.values, dtype=self.dtype)

    def source(self) -> str:
        return f"pl.Series({list(self.values)!r}, dtype={dtype_source(self.complete_dtype)})"


Frame = dict[str, Column]


@dataclass(frozen=True)
class Literal:
    """One value that stands for a whole column."""

    column: Column

    @property
    def value(self) -> Any:
        return self.column.values[0]

    def source(self) -> str:
        if self.column.dtype in (pl.String, pl.Binary, pl.Int64, pl.Float64):
            dtype = f", dtype={dtype_source(self.column.dtype)}" if self.value is None else ""
            return f"pl.lit({self.value!r}{dtype})"
        return f"pl.lit({self.column.source()}).first()"


@dataclass(frozen=True)
class Source:
    """Text that stands for an argument."""

    text: str

    def source(self) -> str:
        return self.text


def dtype_source(dtype: Any) -> str:
    """Spell a dtype as code."""
    if isinstance(dtype, pl.Array):
        return f"pl.Array({dtype_source(dtype.inner)}, {dtype.size})"
    if isinstance(dtype, pl.List):
        return f"pl.List({dtype_source(dtype.inner)})"
    if isinstance(dtype, pl.Struct):
        fields = ", ".join(f"{field.name!r}: {dtype_source(field.dtype)}" for field in dtype.fields)
        return f"pl.Struct({{{fields}}})"
    if isinstance(dtype, pl.Enum):
        return f"pl.Enum({dtype.categories.to_list()!r})"
    name = dtype.__name__ if isinstance(dtype, type) else type(dtype).__name__
    return f"pl.{name}"


def spelled(value: Any) -> str:
    """Spell an argument as code."""
    if hasattr(value, "source"):
        return value.source()
    if isinstance(value, pl.DataType) or (isinstance(value, type) and issubclass(value, pl.DataType)):
        return dtype_source(value)
    return repr(value)


def call_source(function: str, inputs: list[str], arguments: dict[str, Any]) -> str:
    """Spell a call."""
    named = [f"{name}={spelled(value)}" for name, value in arguments.items()]
    return f"{function}({', '.join([*inputs, *named])})"


def collected(engine: str) -> str:
    """Spell how a query is run by an engine."""
    if POLARS >= (1, 25):
        return f".collect(engine={engine!r})"
    return f".collect(streaming={engine == 'streaming'})"


MEMORY, STREAMING = collected("in-memory"), collected("streaming")
PADDED = "pl.concat([frame.tail(3), frame, frame.head(2)])"
AT = "frame.tail(3).height, frame.height"

#: Queries of an expression that answers row by row: all of them give one column with all rows of `frame`.
FORMS = {
    "eager": "frame.select({0})",
    "in-memory": f"frame.lazy().select({{0}}){MEMORY}",
    "streaming": f"frame.lazy().select({{0}}){STREAMING}",
    "with_columns": f"frame.lazy().with_columns(answer={{0}}).select('answer'){STREAMING}",
    "chunks": "pl.concat([frame[:1], frame[1:1], frame[1:65], frame[65:]], rechunk=False).select({0})",
    "unlike chunks": (
        "pl.DataFrame([pl.concat([each[: 9 * at], each[9 * at :]], rechunk=False)"
        " for at, each in enumerate(frame.iter_columns(), 1)]).select({0})"
    ),
    "streamed chunks": (
        f"pl.concat([frame[:7], frame[7:70], frame[70:]], rechunk=False).lazy().select({{0}}){STREAMING}"
    ),
    "sliced": f"{PADDED}.slice({AT}).select({{0}})",
    "slice of the answer": f"{PADDED}.lazy().select({{0}}).slice({AT}){STREAMING}",
    "filtered": (
        "pl.concat([frame, frame]).lazy().with_row_index('row')"
        f".filter(pl.col('row') < frame.height).select({{0}}){STREAMING}"
    ),
    "over": "frame.with_columns(part=pl.int_range(pl.len()) // 9 % 4).select({0}.over('part'))",
    "group_by": (
        "frame.lazy().with_row_index('row').group_by(pl.col('row').alias('part') % 3).agg('row', answer={0})"
        f".explode('row', 'answer', **EXPLODED).sort('row').select('answer'){MEMORY}"
    ),
    "when": (
        "frame.lazy().with_row_index('row')"
        f".select(pl.when(pl.col('row') % 2 == 0).then({{0}}).otherwise({{0}})){MEMORY}"
    ),
}
#: A query of so many rows that a column is shared out to threads; the answer is that of the last ones.
TALL = {
    "tall": (
        "pl.concat([frame] * (33_000 // max(1, frame.height) + 1), rechunk=True)"
        ".select({0}).tail(frame.height)"
    )
}


@dataclass(frozen=True)
class Trial(ABC):
    """One call, and what independent code says to its answer."""

    function: str
    #: The frames that the call is about, by the names that they have in its text.
    frames: dict[str, Frame]
    arguments: dict[str, Any]
    form: str

    @property
    @abstractmethod
    def source(self) -> str:
        """The call as text, whose value is a frame."""

    @abstractmethod
    def judge(self, answer: pl.DataFrame) -> str | None:
        """Say what is wrong with an answer, if anything is."""

    @property
    def plain(self) -> Self | None:
        """The call in the plainest query, which gives the same to the last bit; None if it is that."""
        return None if self.form == "eager" else replace(self, form="eager")

    def data(self) -> dict[str, pl.DataFrame]:
        return {
            name: pl.DataFrame([column.series().alias(key) for key, column in frame.items()])
            for name, frame in self.frames.items()
        }

    def script(self) -> str:
        """Write a program that shows the answer."""
        lines = [HEADER]
        for name, frame in self.frames.items():
            columns = [f"    {key!r}: {column.source()}," for key, column in frame.items()]
            lines += [f"{name} = pl.DataFrame({{", *columns, "})"]
        return "\n".join([*lines, f"print({self.source}.to_dict(as_series=False))"])

    def simpler(self) -> Iterator[Self]:
        """Propose trials that are a little simpler, the boldest first."""
        if self.form != "eager":
            yield replace(self, form="eager")
        for name in self.arguments:
            yield replace(
                self, arguments={key: value for key, value in self.arguments.items() if key != name}
            )
        for name, frame in self.frames.items():
            for fewer in shorter_frames(frame):
                yield replace(self, frames={**self.frames, name: fewer})
        for name, frame in self.frames.items():
            for simpler in simpler_frames(frame):
                yield replace(self, frames={**self.frames, name: simpler})


def shorter_frames(frame: Frame) -> Iterator[Frame]:
    """Leave out a half of the rows, a quarter, and so on."""
    height = max(map(len, frame.values()), default=0)
    size = (height + 1) // 2
    while size:
        for start in range(0, height, size):
            fewer = {
                name: replace(column, values=column.values[:start] + column.values[start + size :])
                for name, column in frame.items()
            }
            yield numbered(fewer)
        size //= 2


def numbered(frame: Frame) -> Frame:
    """Give rows new numbers, where they have numbers."""
    if "id" not in frame:
        return frame
    return {**frame, "id": Column(tuple(range(len(frame["id"]))), pl.Int64)}


def simpler_frames(frame: Frame) -> Iterator[Frame]:
    """Make texts of categories, and values shorter."""
    for name, column in frame.items():
        if column.dtype in (pl.Enum, pl.Categorical):
            yield {**frame, name: replace(column, dtype=pl.String)}
    for name, column in frame.items():
        for row, value in enumerate(column.values):
            for shorter in shorter_values(value):
                values = (*column.values[:row], shorter, *column.values[row + 1 :])
                yield {**frame, name: replace(column, values=values)}


def shorter_values(value: Any) -> Iterator[Any]:
    """Leave out a part of a text or a list, or put a plain letter for one that is not."""
    if not isinstance(value, (str, bytes, list)):
        return
    size = (len(value) + 1) // 2
    while size:
        for start in range(0, len(value), size):
            yield value[:start] + value[start + size :]
        size //= 2
    if isinstance(value, str):
        for at, symbol in enumerate(value):
            if symbol not in "ab ":
                yield f"{value[:at]}a{value[at + 1 :]}"


def reaches(score: float, cutoff: float | None, *, is_similarity: bool, is_ratio: bool) -> bool:
    """Say whether a score is at least as good as a cutoff."""
    if cutoff is None:
        return True
    spare = TOLERANCE if is_ratio else 0.0
    return score >= cutoff - spare if is_similarity else score <= cutoff + spare


def agree(got: Any, expected: Any, tolerance: float = 0.0) -> bool:
    """Compare two numbers, one of which may be missing."""
    if got is None or expected is None:
        return got is expected
    return got == expected or abs(got - expected) <= tolerance
