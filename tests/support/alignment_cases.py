"""The table of functions of two texts about their alignment: one row per function."""

from __future__ import annotations

import math
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import polars as pl
from rapidfuzz import distance, fuzz

import polars_resemble as rs

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from polars_resemble.typing import IntoColumn

SCRIPTS = {
    "levenshtein": distance.Levenshtein,
    "indel": distance.Indel,
    "lcs_seq": distance.LCSseq,
    "hamming": distance.Hamming,
}
PLACES = ("src_start", "src_end", "dest_start", "dest_end")


def struct(**fields: Any) -> pl.Struct:
    return pl.Struct(fields)


def editops(left: str, right: str, metric: str = "levenshtein") -> list[dict[str, Any]]:
    edits = SCRIPTS[metric].editops(left, right)
    return [{"tag": edit.tag, "src_pos": edit.src_pos, "dest_pos": edit.dest_pos} for edit in edits]


def opcodes(left: str, right: str, metric: str = "levenshtein") -> list[dict[str, Any]]:
    runs = SCRIPTS[metric].opcodes(left, right)
    return [{"tag": run.tag, **{place: getattr(run, place) for place in PLACES}} for run in runs]


def align(left: str, right: str, metric: str = "levenshtein", gap: str = "-") -> dict[str, str]:
    sides = {"left": "", "right": ""}
    for run in SCRIPTS[metric].opcodes(left, right):
        source, target = left[run.src_start : run.src_end], right[run.dest_start : run.dest_end]
        width = max(len(source), len(target))
        sides["left"] += source.ljust(width, gap)
        sides["right"] += target.ljust(width, gap)
    return sides


def lcs_text(left: str, right: str) -> str:
    runs = distance.LCSseq.opcodes(left, right)
    return "".join(left[run.src_start : run.src_end] for run in runs if run.tag == "equal")


def common_prefix(left: str, right: str) -> str:
    return os.path.commonprefix([left, right])  # noqa: RUF071 - texts, not paths


def partial_ratio_alignment(left: str, right: str, score_cutoff: float = 0.0) -> dict[str, float] | None:
    place = fuzz.partial_ratio_alignment(left, right)
    if place.score / 100 < score_cutoff:
        return None
    return {"score": place.score / 100, **{name: getattr(place, name) for name in PLACES}}


def gap_cost(symbols: int, gap_open: float, gap_extend: float) -> float:
    return gap_open + (symbols - 1) * gap_extend


def needleman_wunsch(
    left: str,
    right: str,
    *,
    match: float = 1.0,
    mismatch: float = -1.0,
    gap_open: float = 1.0,
    gap_extend: float = 1.0,
    least: float = -math.inf,
) -> float:
    """Fill the matrix by the definition: the last step pairs two symbols or is a gap of any length.

    A gap follows on no gap of its side, as both would be one.
    """
    # For each cell the best score by what its last step was.
    best: dict[tuple[int, int], dict[str, float]] = {(0, 0): {"pair": 0.0}}

    def before(row: int, column: int, *steps: str) -> float:
        return max(best[row, column].get(step, -math.inf) for step in steps)

    for row in range(len(left) + 1):
        for column in range(len(right) + 1):
            cell = best.setdefault((row, column), {"pair": least})
            for symbols in range(1, max(row, column) + 1):
                cost = gap_cost(symbols, gap_open, gap_extend)
                if symbols <= row:
                    down = before(row - symbols, column, "pair", "across") - cost
                    cell["down"] = max(cell.get("down", -math.inf), down)
                if symbols <= column:
                    across = before(row, column - symbols, "pair", "down") - cost
                    cell["across"] = max(cell.get("across", -math.inf), across)
            if row and column:
                pair = match if left[row - 1] == right[column - 1] else mismatch
                paired = before(row - 1, column - 1, "pair", "down", "across") + pair
                cell["pair"] = max(cell["pair"], paired)
    scores = {cell: max(steps.values()) for cell, steps in best.items()}
    return max(scores.values()) if least == 0.0 else scores[len(left), len(right)]


def smith_waterman(left: str, right: str, **scoring: float) -> float:
    return needleman_wunsch(left, right, **scoring, least=0.0)


@dataclass(frozen=True)
class Function:
    """One row of the table."""

    oracle: Callable[..., Any]
    dtype: pl.DataType | type[pl.DataType]
    #: The parameters to try.
    parameters: Sequence[dict[str, Any]] = ({},)
    #: Longer texts take the oracle too long.
    longest: int = 1_000

    @property
    def name(self) -> str:
        return self.oracle.__name__


STEP = dict.fromkeys(PLACES, pl.UInt32)
AFFINE = {"match": 2.0, "mismatch": -0.5, "gap_open": 2.5, "gap_extend": 0.25}
#: To go on with a gap is dearer than to open one.
REVERSED = {"match": 2.0, "mismatch": -1.0, "gap_open": 1.0, "gap_extend": 2.0}
METRICS = [{}, {"metric": "lcs_seq"}, {"metric": "hamming"}]

FUNCTIONS = (
    Function(
        editops,
        pl.List(struct(tag=pl.String, src_pos=pl.UInt32, dest_pos=pl.UInt32)),
        [*METRICS, {"metric": "indel"}],
    ),
    Function(opcodes, pl.List(struct(tag=pl.String, **STEP)), METRICS),
    Function(align, struct(left=pl.String, right=pl.String), [*METRICS, {"metric": "indel", "gap": "␣"}]),
    Function(lcs_text, pl.String),
    Function(common_prefix, pl.String),
    Function(partial_ratio_alignment, struct(score=pl.Float64, **STEP), [{}, {"score_cutoff": 0.6}]),
    Function(needleman_wunsch, pl.Float64, [{}, AFFINE, REVERSED], longest=14),
    Function(smith_waterman, pl.Float64, [{}, AFFINE, REVERSED], longest=14),
)


@dataclass(frozen=True)
class Case:
    """A function with one choice of its parameters."""

    function: Function
    parameters: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return "-".join([self.function.name, *(f"{name}={value}" for name, value in self.parameters.items())])

    def expression(self, left: IntoColumn, right: IntoColumn) -> pl.Expr:
        return getattr(rs, self.function.name)(left, right, **self.parameters)

    def expected(self, left: str | None, right: str | None) -> Any:
        """Ask the oracle."""
        if left is None or right is None:
            return None
        return self.function.oracle(left, right, **self.parameters)


CASES = [Case(function, parameters) for function in FUNCTIONS for parameters in function.parameters]
