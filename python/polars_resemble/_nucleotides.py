"""Checks of what functions of nucleotide sequences take, like ``_parameters``."""

from __future__ import annotations

from typing import get_args

from polars_resemble import _parameters
from polars_resemble._parameters import wrong_value
from polars_resemble._typing import Alphabet, Ambiguous, Invalid

FRAMES = (1, 2, 3, -1, -2, -3)
#: NCBI's numbers of genetic codes.
TABLES = (*range(1, 7), *range(9, 17), *range(21, 34))


def alphabet(function: str, value: object) -> Alphabet:
    """Accept what a strand is spelled in."""
    return _parameters.choice(function, "alphabet", value, get_args(Alphabet))


def invalid(function: str, value: object) -> Invalid:
    """Accept what becomes of a sequence with a symbol that is none."""
    return _parameters.choice(function, "invalid", value, get_args(Invalid))


def ambiguous(function: str, value: object) -> Ambiguous:
    """Accept what letters count that stand for several bases."""
    return _parameters.choice(function, "ambiguous", value, get_args(Ambiguous))


def frame(function: str, value: object) -> int:
    """Accept one of the six frames."""
    number = _parameters.whole(function, "frame", value, min(FRAMES), max(FRAMES))
    if number not in FRAMES:
        raise wrong_value(function, f"frame to be one of {', '.join(map(str, FRAMES))}", value)
    return number


def table(function: str, value: object) -> int:
    """Accept the number of a genetic code."""
    number = _parameters.whole(function, "table", value, min(TABLES), max(TABLES))
    if number not in TABLES:
        raise wrong_value(function, "table to be one of NCBI's, 1..6, 9..16 or 21..33", value)
    return number
