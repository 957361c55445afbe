"""The table of functions of one text that every law is checked against: one row per function.

The oracles that are no library are in text_oracles.py and phonetic_oracles.py.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import polars as pl
from rapidfuzz import utils as rapidfuzz

import phonetic_oracles as sounds
import polars_resemble as rs
import text_oracles as oracles

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from polars_resemble.typing import IntoColumn

TEXTS = pl.List(pl.String)
CODES = pl.Struct({"primary": pl.String, "alternate": pl.String})

KEEP = {"case": "keep", "accents": "keep", "punctuation": "keep", "whitespace": "keep", "form": None}


@dataclass(frozen=True)
class Function:
    """One row of the table."""

    name: str
    #: The same function, not ours, which gives None where ours is null. Where there is none, the
    #: published answers in test_text_oracles.py stand for it.
    oracle: Callable[..., Any] | None = None
    dtype: pl.DataType = field(default_factory=pl.String)
    #: The parameters to try.
    parameters: Sequence[dict[str, Any]] = ({},)
    #: Whether it answers with codes of sounds.
    is_phonetic: bool = False


FUNCTIONS = (
    Function(
        "normalize",
        oracles.normalize,
        parameters=[
            {},
            KEEP,
            {**KEEP, "form": "NFC"},
            {**KEEP, "form": "NFKD", "case": "upper"},
            {**KEEP, "accents": "strip"},
            {**KEEP, "accents": "strip", "form": "NFD", "case": "lower"},
            {**KEEP, "punctuation": "space", "whitespace": "strip"},
            {"punctuation": "remove", "whitespace": "remove"},
        ],
    ),
    Function("default_process", rapidfuzz.default_process),
    Function("fingerprint", oracles.fingerprint),
    Function("ngram_fingerprint", oracles.ngram_fingerprint, parameters=[{}, {"n": 1}, {"n": 5}]),
    Function("ngrams", oracles.ngrams, TEXTS, [{}, {"n": 1}, {"n": 3}, {"n": 15}]),
    Function("words", oracles.words, TEXTS),
    Function(
        "minhash",
        oracles.minhash,
        pl.List(pl.UInt64),
        [
            {"num_hashes": 3},
            {"num_hashes": 2, "ngram": 1, "seed": 2**63 - 1},
            {"num_hashes": 1, "ngram": None},
        ],
    ),
    Function(
        "simhash",
        oracles.simhash,
        pl.UInt64(),
        [{}, {"ngram": 1, "bits": 7}, {"ngram": None, "bits": 1}],
    ),
    Function("soundex", sounds.soundex, is_phonetic=True),
    Function("refined_soundex", sounds.refined_soundex, is_phonetic=True),
    Function("metaphone", sounds.metaphone, is_phonetic=True),
    Function("nysiis", sounds.nysiis, is_phonetic=True),
    Function("match_rating", sounds.match_rating, is_phonetic=True),
    Function("double_metaphone", None, CODES, [{}, {"max_length": 1}, {"max_length": 20}], is_phonetic=True),
    Function("cologne", sounds.cologne, is_phonetic=True),
    Function("caverphone1", sounds.caverphone1, is_phonetic=True),
    Function("caverphone2", sounds.caverphone2, is_phonetic=True),
    Function("daitch_mokotoff", sounds.daitch_mokotoff, TEXTS, is_phonetic=True),
    Function(
        "beider_morse",
        None,
        TEXTS,
        [{}, {"name_type": "sephardic", "rule_type": "exact"}],
        is_phonetic=True,
    ),
)


@dataclass(frozen=True)
class Case:
    """A function with one choice of its parameters."""

    function: Function
    parameters: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        chosen = [f"{name}={value}" for name, value in self.parameters.items()]
        return "-".join([self.function.name, *chosen])

    def expression(self, column: IntoColumn) -> pl.Expr:
        return getattr(rs, self.function.name)(column, **self.parameters)

    def expected(self, text: str) -> Any:
        """Ask the oracle."""
        return self.function.oracle(text, **self.parameters)


CASES = [Case(function, parameters) for function in FUNCTIONS for parameters in function.parameters]
