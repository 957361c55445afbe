"""The types that signatures are written in, but for those of scorers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TypeAlias

    import polars as pl

Measure = Literal["distance", "similarity", "normalized_distance", "normalized_similarity"]
"""The four readings of a metric, in RapidFuzz's words."""

Unit = Literal["codepoint", "grapheme", "byte"]
"""What texts are compared by."""

Layout = Literal["qwerty", "qwertz", "azerty"]
"""The keyboards whose keys are known."""

Script = Literal["levenshtein", "indel", "lcs_seq", "hamming"]
"""The distances of which there are edit scripts."""

Matrix = Literal["BLOSUM62", "PAM250"]
"""The substitution matrices that are known by name."""

Inner = Literal[
    "levenshtein",
    "osa",
    "damerau_levenshtein",
    "indel",
    "lcs_seq",
    "lcs_str",
    "hamming",
    "prefix",
    "postfix",
    "jaro",
    "jaro_winkler",
    "ratcliff_obershelp",
]
"""The metrics that compare two words."""

IntoColumn: TypeAlias = "pl.Expr | pl.Series | str | bytes | None"
"""One side of a comparison: a str names a column, bytes and None are literals."""

Processor = Literal["default"]
"""What is done to both sides before they are compared: RapidFuzz's ``default_process``."""

Case = Literal["lower", "upper", "keep"]
"""Which letters a normalised text has."""

Accents = Literal["strip", "keep"]
"""Whether the letters of a normalised text keep their accents."""

Punctuation = Literal["space", "remove", "keep"]
"""What becomes of punctuation and symbols."""

Whitespace = Literal["collapse", "strip", "remove", "keep"]
"""What becomes of white space."""

Form = Literal["NFC", "NFD", "NFKC", "NFKD"]
"""A normalisation form of Unicode."""

NameType = Literal["generic", "ashkenazi", "sephardic"]
"""Whose names they are."""

RuleType = Literal["approx", "exact"]
"""How close a spelling is to the sound."""

IntoIntegers: TypeAlias = "pl.Expr | pl.Series | str | int | None"
"""A column of integers: a str names it, an int and None are literals."""

TermType: TypeAlias = "pl.DataType | type[pl.DataType]"
"""What the terms of a sequence come in: UInt64, Int64, UInt128, Float64 or String."""

Overflow = Literal["raise", "null"]
"""What becomes of a row whose term does not fit."""

JoinHow = Literal["inner", "left", "right", "semi", "anti", "full"]
"""Which rows a fuzzy join keeps."""

JoinMatches = Literal["all", "best", "one_to_one"]
"""Which matches of a row a fuzzy join keeps."""

JoinValidate = Literal["m:m", "m:1", "1:m", "1:1"]
"""Which rows of a fuzzy join may have more than one match."""

ListMetric = Literal["jaccard", "overlap"]
"""What the shared elements of two lists are a part of."""

IntoLists: TypeAlias = "pl.Expr | pl.Series | str | None"
"""A column of lists: a str names it, and None is a literal."""

IntoChoices: TypeAlias = "pl.Series | Sequence[str | None] | pl.Expr"
"""What is searched: texts, or an expression that gives a list of them."""

IntoBy: TypeAlias = "str | pl.Expr | pl.Series | Sequence[str | pl.Expr | pl.Series]"
"""The keys of rows: one column or several."""

IntoChoicesBy: TypeAlias = "pl.Series | pl.Expr | Sequence[object]"
"""The keys of choices: one for each, or a list of as many columns of them as rows have."""

Alphabet = Literal["dna", "rna"]
"""What a strand of nucleotides is spelled in: with T or with U."""

Ambiguous = Literal["remove", "ignore", "weighted"]
"""What letters count that stand for several bases."""

Invalid = Literal["raise", "null"]
"""What becomes of a sequence with a symbol that is none."""

ClusterMethod = Literal["components", "greedy", "average", "complete"]
"""How matches make groups."""

Nulls = Literal["ignore", "mismatch", "match"]
"""What a field that is unknown of a pair counts as."""

Scores = Literal["struct", "columns"]
"""How a join tells the scores of its fields."""

Keep = Literal["first", "most_frequent", "longest"]
"""Which row of a group is kept."""

Sense = Literal["similarity", "distance"]
"""Whether large scores are the better ones, or small ones."""

Tables = Literal["one", "two"]
"""Whether both ids of a pair are of one table, or each of its own."""

MergeRule = Literal[
    "most_frequent",
    "first",
    "last",
    "longest",
    "shortest",
    "max",
    "min",
    "latest",
    "earliest",
    "mean",
    "sum",
    "all",
]
"""How the values of a group become one."""

IntoMergeRule: TypeAlias = "MergeRule | pl.Expr"
"""The name of a rule, or an expression within the group."""
