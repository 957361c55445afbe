"""What is timed: one row per case and library, most of them written as functions of two columns.

A library says the same thing in its own way (a distance where another gives a similarity), so a row
also says how its value reads in the unit of the case. All values are compared after timing.

A new case is one entry of ``CASES``; another library that can do it is one row.
"""

from __future__ import annotations

import string
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import jellyfish
import polars as pl
import polars_distance  # noqa: F401 - registers the namespace dist_str
import polars_ds
import polars_strsim
from rapidfuzz import fuzz
from rapidfuzz.distance import (
    OSA,
    DamerauLevenshtein,
    Hamming,
    Indel,
    Jaro,
    JaroWinkler,
    LCSseq,
    Levenshtein,
    Postfix,
    Prefix,
)

import polars_resemble as rs

if TYPE_CHECKING:
    from collections.abc import Callable

OURS = "polars-resemble"
DISTANCE = "polars-distance"
DS = "polars-ds"
STRSIM = "polars-strsim"
RAPIDFUZZ = "RapidFuzz"
JELLYFISH = "jellyfish"
PYTHON = "Python"
PLUGINS = [OURS, DISTANCE, DS, STRSIM]
LIBRARIES = [*PLUGINS, RAPIDFUZZ, JELLYFISH]

VALUE = pl.col("value")
LEFT, RIGHT = pl.col("left").str.len_chars(), pl.col("right").str.len_chars()
LONGER = pl.max_horizontal(LEFT, RIGHT)
FROM_OTHER_END = 1 - VALUE
FROM_RATIO = ((1 - VALUE) * LONGER).round()
SINGLE_PRECISION = 1e-6
"""RapidFuzz answers ratios as 32-bit floats, so values are equal when they differ by less."""


@dataclass(frozen=True)
class Scorer:
    """A scorer of RapidFuzz: ``cpdist`` runs it over pairs, ``cdist`` over a text and a column."""

    score: Callable[..., Any]
    keywords: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Loop:
    """A function of one text, which a loop in Python calls for each left text."""

    of: Callable[[str], str | None]


@dataclass(frozen=True)
class Row:
    """How one library computes a case, and how its value reads in the unit of the case."""

    run: Callable[[pl.Expr, pl.Expr], pl.Expr] | Scorer | Loop
    value: pl.Expr = VALUE


@dataclass(frozen=True)
class Case:
    """A question that several libraries answer."""

    name: str
    rows: dict[str, Row]
    literal: bool = False
    """Every left text meets the same right one."""
    score_cutoff: float | None = None
    texts: tuple[str, ...] = ("surnames", "names", "addresses", "records", "scripts")
    threads: tuple[str, ...] = ("one", "all")
    agree: pl.Expr = field(default_factory=lambda: pl.lit(value=True))
    """The pairs for which the libraries define the same value."""
    same_rules: bool = True
    """Whether the libraries define the same value at all."""


LEVENSHTEIN = {
    OURS: Row(rs.levenshtein),
    DISTANCE: Row(lambda left, right: left.dist_str.levenshtein(right)),
    DS: Row(polars_ds.str_leven),
    STRSIM: Row(polars_strsim.levenshtein, FROM_RATIO),
    RAPIDFUZZ: Row(Scorer(Levenshtein.distance)),
}
OSA_ROWS = {
    OURS: Row(rs.osa),
    DISTANCE: Row(lambda left, right: left.dist_str.osa(right)),
    DS: Row(polars_ds.str_osa),
    RAPIDFUZZ: Row(Scorer(OSA.distance)),
}
DAMERAU = {
    OURS: Row(rs.damerau_levenshtein),
    DISTANCE: Row(lambda left, right: left.dist_str.damerau_levenshtein(right)),
    DS: Row(polars_ds.str_d_leven),
    RAPIDFUZZ: Row(Scorer(DamerauLevenshtein.distance)),
}
INDEL = {
    OURS: Row(rs.indel),
    DISTANCE: Row(lambda left, right: left.dist_str.indel(right)),
    DS: Row(polars_ds.str_fuzz, ((1 - VALUE) * (LEFT + RIGHT)).round()),
    RAPIDFUZZ: Row(Scorer(Indel.distance)),
}
LCS_SEQ = {
    OURS: Row(rs.lcs_seq),
    DISTANCE: Row(lambda left, right: left.dist_str.lcs_seq(right), LONGER - VALUE),
    DS: Row(
        lambda left, right: polars_ds.str_lcs_subseq_dist(left, right, return_sim=False),
        LONGER - VALUE,
    ),
    RAPIDFUZZ: Row(Scorer(LCSseq.similarity)),
}
LCS_STR = {
    OURS: Row(rs.lcs_str),
    DS: Row(lambda left, right: polars_ds.str_lcs_substr(left, right).str.len_chars()),
}
HAMMING = {
    OURS: Row(rs.hamming),
    DISTANCE: Row(lambda left, right: left.dist_str.hamming(right)),
    DS: Row(lambda left, right: polars_ds.str_hamming(left, right, pad=True)),
    RAPIDFUZZ: Row(Scorer(Hamming.distance)),
}
PREFIX = {
    OURS: Row(rs.prefix),
    DISTANCE: Row(lambda left, right: left.dist_str.prefix(right), LONGER - VALUE),
    RAPIDFUZZ: Row(Scorer(Prefix.similarity)),
}
POSTFIX = {
    OURS: Row(rs.postfix),
    DISTANCE: Row(lambda left, right: left.dist_str.postfix(right), LONGER - VALUE),
    RAPIDFUZZ: Row(Scorer(Postfix.similarity)),
}
JARO = {
    OURS: Row(rs.jaro),
    DISTANCE: Row(lambda left, right: left.dist_str.jaro(right), FROM_OTHER_END),
    DS: Row(polars_ds.str_jaro),
    STRSIM: Row(polars_strsim.jaro),
    RAPIDFUZZ: Row(Scorer(Jaro.similarity)),
}
JARO_WINKLER = {
    OURS: Row(rs.jaro_winkler),
    DISTANCE: Row(lambda left, right: left.dist_str.jaro_winkler(right), FROM_OTHER_END),
    DS: Row(polars_ds.str_jw),
    STRSIM: Row(polars_strsim.jaro_winkler),
    RAPIDFUZZ: Row(Scorer(JaroWinkler.similarity)),
}


def levenshtein_at_least(cutoff: float) -> dict[str, Row]:
    """Return the rows of the normalised Levenshtein similarity with a cutoff."""
    share = "normalized_similarity"
    return {
        OURS: Row(lambda left, right: rs.levenshtein(left, right, measure=share, score_cutoff=cutoff)),
        DISTANCE: Row(
            lambda left, right: left.dist_str.levenshtein(right, normalized=True),
            passing(FROM_OTHER_END, cutoff),
        ),
        DS: Row(
            lambda left, right: polars_ds.str_leven(left, right, return_sim=True),
            passing(VALUE, cutoff),
        ),
        STRSIM: Row(polars_strsim.levenshtein, passing(VALUE, cutoff)),
        RAPIDFUZZ: Row(
            Scorer(Levenshtein.normalized_similarity, {"score_cutoff": cutoff}),
            passing(VALUE, cutoff),
        ),
    }


def jaro_winkler_at_least(cutoff: float) -> dict[str, Row]:
    """Return the rows of the Jaro-Winkler similarity with a cutoff."""
    scorer = Scorer(JaroWinkler.similarity, {"score_cutoff": cutoff})
    return {
        OURS: Row(lambda left, right: rs.jaro_winkler(left, right, score_cutoff=cutoff)),
        DISTANCE: Row(JARO_WINKLER[DISTANCE].run, passing(FROM_OTHER_END, cutoff)),
        DS: Row(JARO_WINKLER[DS].run, passing(VALUE, cutoff)),
        STRSIM: Row(JARO_WINKLER[STRSIM].run, passing(VALUE, cutoff)),
        RAPIDFUZZ: Row(scorer, passing(VALUE, cutoff)),
    }


def passing(similarity: pl.Expr, cutoff: float) -> pl.Expr:
    """Read what is below the cutoff as null; this is not timed, for plugins without cutoffs."""
    return pl.when(similarity >= cutoff - SINGLE_PRECISION).then(similarity)


def fuzz_case(name: str, scorer: Callable[..., float]) -> Case:
    """Return the case of a scorer of RapidFuzz's ``fuzz``, whose values are percentages."""
    rows = {OURS: Row(getattr(rs, name)), RAPIDFUZZ: Row(Scorer(scorer), VALUE / 100)}
    return Case(name, rows, texts=("names", "titles"), threads=("one",))


def grams_case(name: str, theirs: Callable[..., pl.Expr], ngram: int) -> Case:
    """Return the case of a metric of sets of grams. A text shorter than a gram is our own business."""
    rows = {
        OURS: Row(lambda left, right: getattr(rs, name)(left, right, ngram=ngram)),
        DS: Row(lambda left, right: theirs(left, right, substr_size=ngram)),
    }
    agree = pl.min_horizontal(LEFT, RIGHT) >= ngram
    title = f"{name}, ngram={ngram}"
    return Case(title, rows, texts=("names", "titles"), threads=("one",), agree=agree)


def text_case(name: str, library: str, theirs: Callable[[str], str | None]) -> Case:
    """Return the case of a function of one text."""
    rows = {OURS: Row(lambda text, _: getattr(rs, name)(text)), library: Row(Loop(theirs))}
    texts = ("surnames", "names") if library == JELLYFISH else ("names", "titles")
    return Case(name, rows, texts=texts, threads=("one",), same_rules=library != JELLYFISH)


def match_rating_codex(text: str) -> str | None:
    """Return jellyfish's code, or None for a text that is no name."""
    try:
        return jellyfish.match_rating_codex(text)
    except ValueError:
        return None


SPACES = str.maketrans(dict.fromkeys(string.punctuation, " "))


def normalize(text: str) -> str:
    """Return small letters without accents and punctuation, one space between words."""
    if not text.isascii():
        symbols = unicodedata.normalize("NFKD", text)
        text = "".join(symbol for symbol in symbols if not unicodedata.combining(symbol))
    return " ".join(text.lower().translate(SPACES).split())


CASES = [
    Case("levenshtein", LEVENSHTEIN),
    Case("osa", OSA_ROWS),
    Case("damerau_levenshtein", DAMERAU),
    Case("indel", INDEL),
    Case("lcs_seq", LCS_SEQ),
    Case("lcs_str", LCS_STR),
    Case("hamming", HAMMING),
    Case("prefix", PREFIX),
    Case("postfix", POSTFIX),
    Case("jaro", JARO),
    Case("jaro_winkler", JARO_WINKLER),
    Case("levenshtein, one literal", LEVENSHTEIN, literal=True),
    Case("jaro_winkler, one literal", JARO_WINKLER, literal=True),
    Case("levenshtein, at least 0.8", levenshtein_at_least(0.8), score_cutoff=0.8),
    Case("levenshtein, at least 0.9", levenshtein_at_least(0.9), score_cutoff=0.9),
    Case("jaro_winkler, at least 0.8", jaro_winkler_at_least(0.8), score_cutoff=0.8),
    Case("jaro_winkler, at least 0.9", jaro_winkler_at_least(0.9), score_cutoff=0.9),
    fuzz_case("ratio", fuzz.ratio),
    fuzz_case("partial_ratio", fuzz.partial_ratio),
    fuzz_case("token_sort_ratio", fuzz.token_sort_ratio),
    fuzz_case("token_set_ratio", fuzz.token_set_ratio),
    fuzz_case("token_ratio", fuzz.token_ratio),
    fuzz_case("partial_token_sort_ratio", fuzz.partial_token_sort_ratio),
    fuzz_case("partial_token_set_ratio", fuzz.partial_token_set_ratio),
    fuzz_case("partial_token_ratio", fuzz.partial_token_ratio),
    fuzz_case("wratio", fuzz.WRatio),
    fuzz_case("qratio", fuzz.QRatio),
    *(grams_case("jaccard", polars_ds.str_jaccard, ngram) for ngram in (2, 3, 5)),
    *(grams_case("sorensen_dice", polars_ds.str_sorensen_dice, ngram) for ngram in (2, 3, 5)),
    text_case("soundex", JELLYFISH, jellyfish.soundex),
    text_case("metaphone", JELLYFISH, jellyfish.metaphone),
    text_case("nysiis", JELLYFISH, jellyfish.nysiis),
    text_case("match_rating", JELLYFISH, match_rating_codex),
    text_case("normalize", PYTHON, normalize),
]
